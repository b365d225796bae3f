//! The Rust peers of the benchmark: `reqwest`, `ecall` and `ecall-blocking`, one send after the other; `ecall-50` and, over REST,
//! `ecall-many`, fifty at a time; over SMPP `ecall-smpp` and `ping-pong`, one after the other, and `ecall-smpp-many`; the modes of
//! the text part; and `smpp-codec`, which is no worker but prints its figures. Which interface they speak, `BENCH_INTERFACE` says.
//!
//! Like every worker it answers `run N` on its standard input with the seconds that N sends took.

mod smpp_codec;
mod with_ecall;
mod with_reqwest;
mod with_smpp;
mod with_text;

use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::time::Instant;

use serde_json::json;

type Failure = Box<dyn std::error::Error + Send + Sync>;

const USERNAME: &str = "bench";
/// SMPP has room for no more than eight octets.
const PASSWORD: &str = "bench-pw";
const TO: &str = "+41791234567";
const TEXT: &str = "Pump 3 stopped";
const FROM: &str = "Alarm";

/// Where the server is, as the driver tells every worker.
struct Place {
    url: String,
    ca_file: String,
    interface: Interface,
}

/// What a worker speaks.
#[derive(Clone, Copy, Debug)]
enum Interface {
    Rest,
    Forms,
    Soap,
    Smpp,
}

impl Interface {
    fn of_environment() -> Result<Self, Failure> {
        match &*std::env::var("BENCH_INTERFACE")? {
            "rest" => Ok(Self::Rest),
            "forms" => Ok(Self::Forms),
            "soap" => Ok(Self::Soap),
            "smpp" | "smpps" => Ok(Self::Smpp),
            other => Err(format!("no such interface: {other}").into()),
        }
    }

    /// Of a worker that does not speak this one.
    fn refused(self) -> Failure {
        format!("this mode does not speak {self:?}").into()
    }
}

fn main() -> ExitCode {
    match work() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn work() -> Result<(), Failure> {
    let mode = std::env::args().nth(1);
    if let Some(text_mode) = mode.as_deref().and_then(|mode| mode.strip_prefix("text-")) {
        return with_text::work(text_mode);
    }
    if mode.as_deref() == Some("smpp-codec") {
        return smpp_codec::work();
    }
    let place = Place {
        url: std::env::var("BENCH_URL")?,
        ca_file: std::env::var("BENCH_CA_FILE")?,
        interface: Interface::of_environment()?,
    };
    match mode.as_deref() {
        Some("reqwest") => with_reqwest::work(&place),
        Some("ecall") => with_ecall::work(&place),
        Some("ecall-blocking") => with_ecall::work_blocking(&place),
        Some("ecall-50") => with_ecall::work_fifty(&place),
        Some("ecall-many") => with_ecall::work_many(&place),
        Some("ecall-smpp") => with_smpp::work(&place),
        Some("ecall-smpp-many") => with_smpp::work_many(&place),
        Some("ping-pong") => with_smpp::ping_pong(&place),
        _ => Err("usage: ecall-bench-rust MODE; the modes stand at the top of its source".into()),
    }
}

/// Answers the driver's orders with `run`, which does as many sends as it is told.
fn serve(version: &str, mut run: impl FnMut(u64) -> Result<(), Failure>) -> Result<(), Failure> {
    say(&json!({ "version": version }))?;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let count = line.strip_prefix("run ").ok_or("not an order")?.parse()?;
        let start = Instant::now();
        run(count)?;
        say(&json!({ "seconds": start.elapsed().as_secs_f64() }))?;
    }
    Ok(())
}

/// The same with `send` on a runtime of this thread, each time after the answer before.
fn serve_one_by_one(version: &str, send: impl AsyncFn() -> Result<(), Failure>) -> Result<(), Failure> {
    let runtime = current_thread()?;
    serve(version, |count| {
        runtime.block_on(async {
            for _ in 0..count {
                send().await?;
            }
            Ok(())
        })
    })
}

fn say(line: &serde_json::Value) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}

/// An answer that was not understood must not count as work done.
fn taken(message_id: Option<&str>) -> Result<(), Failure> {
    if message_id.is_some_and(|id| id.len() == 36) { Ok(()) } else { Err("not a message id".into()) }
}

/// The same of a job: what the service says of it, and the id that we gave it.
fn taken_job(code: Option<i64>, job_id: &str) -> Result<(), Failure> {
    if code != Some(0) {
        return Err(format!("not accepted: {code:?}").into());
    }
    if job_id.len() == 36 { Ok(()) } else { Err("not a job id".into()) }
}

fn current_thread() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
