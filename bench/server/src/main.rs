//! The server that every peer of the benchmark talks to: HTTP/1.1 over TLS, SMPP over TLS and over plain TCP, fixed answers,
//! nothing else.
//!
//! It prints one JSON line when it is ready and lives as long as its standard input. Each line `stats` on
//! that input is answered with what arrived so far, so that the driver can prove that every peer did the
//! same job: how many requests (in SMPP: submits), over how many connections, with which body.

mod answer;
mod certificate;
mod smpp;

use std::io::{BufRead, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use answer::Answers;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// What arrived since the start.
#[derive(Default)]
struct Stats {
    requests: AtomicU64,
    connections: AtomicU64,
    refused: AtomicU64,
    last_body: Mutex<Vec<u8>>,
    /// A whole submit_sm.
    last_submit: Mutex<Vec<u8>>,
}

fn main() -> ExitCode {
    // One thread: with a client beside it on a small machine, a second one would only take the client's core.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
    let outcome = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(serve()));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ecall-bench-server: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("ecall-bench-{}", std::process::id()));
    let (config, ca_file) = certificate::create(&folder)?;
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listen = || TcpListener::bind(("127.0.0.1", 0));
    let (web, smpps, smpp) = (listen().await?, listen().await?, listen().await?);
    let place = |scheme: &str, listener: &TcpListener| {
        listener.local_addr().map(|address| format!("{scheme}://localhost:{}", address.port()))
    };
    say(&json!({
        "url": place("https", &web)?,
        "smpps_url": place("smpps", &smpps)?,
        "smpp_url": place("smpp", &smpp)?,
        "ca_file": ca_file,
        "pid": std::process::id(),
    }));

    let stats = Arc::new(Stats::default());
    let asked = Arc::clone(&stats);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if line.trim() == "stats" {
                say(&report(&asked));
            }
        }
        // The driver is gone: a server that outlives it would only disturb the next run.
        let _ = std::fs::remove_dir_all(&folder);
        std::process::exit(0);
    });

    let (web_stats, smpps_stats) = (Arc::clone(&stats), Arc::clone(&stats));
    let (web_acceptor, smpps_acceptor) = (acceptor.clone(), acceptor);
    tokio::try_join!(
        accept(web, move |socket| {
            let (acceptor, stats) = (web_acceptor.clone(), Arc::clone(&web_stats));
            async move { converse(acceptor.accept(socket).await?, &stats).await }
        }),
        accept(smpps, move |socket| {
            let (acceptor, stats) = (smpps_acceptor.clone(), Arc::clone(&smpps_stats));
            async move { smpp::converse(acceptor.accept(socket).await?, &stats).await }
        }),
        accept(smpp, move |socket| {
            let stats = Arc::clone(&stats);
            async move { smpp::converse(socket, &stats).await }
        }),
    )?;
    Ok(())
}

/// Serves whoever comes to a listener, each in a task of its own.
async fn accept<F>(listener: TcpListener, serve: impl Fn(TcpStream) -> F) -> std::io::Result<()>
where
    F: Future<Output = std::io::Result<()>> + Send + 'static,
{
    loop {
        let (socket, _) = listener.accept().await?;
        socket.set_nodelay(true)?;
        let served = serve(socket);
        tokio::spawn(async move {
            // A connection that ends in an error concerns only the peer that it belonged to.
            let _ = served.await;
        });
    }
}

fn report(stats: &Stats) -> serde_json::Value {
    let body = stats.last_body.lock().unwrap_or_else(PoisonError::into_inner);
    let submit = stats.last_submit.lock().unwrap_or_else(PoisonError::into_inner);
    json!({
        "requests": stats.requests.load(Ordering::Relaxed),
        "connections": stats.connections.load(Ordering::Relaxed),
        "refused": stats.refused.load(Ordering::Relaxed),
        "last_body": String::from_utf8_lossy(&body),
        "last_submit": submit.iter().map(|octet| format!("{octet:02x}")).collect::<String>(),
    })
}

fn say(line: &serde_json::Value) {
    let mut out = std::io::stdout().lock();
    // A closed pipe means that the driver is gone; the standard input tells us the same.
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Serves one connection of HTTP until the peer closes it.
async fn converse(mut stream: TlsStream<TcpStream>, stats: &Stats) -> std::io::Result<()> {
    stats.connections.fetch_add(1, Ordering::Relaxed);
    let mut answers = Answers::new();
    let mut received = Vec::with_capacity(16 * 1024);
    loop {
        let used = match answer::read(&received) {
            answer::Read::Incomplete => {
                if stream.read_buf(&mut received).await? == 0 {
                    return Ok(());
                }
                continue;
            }
            answer::Read::Unusable => return Err(std::io::ErrorKind::InvalidData.into()),
            answer::Read::Request { job, body, used } => {
                let number = stats.requests.fetch_add(1, Ordering::Relaxed);
                if job == answer::Job::Refuse {
                    stats.refused.fetch_add(1, Ordering::Relaxed);
                }
                if let Ok(mut last) = stats.last_body.try_lock() {
                    last.clear();
                    last.extend_from_slice(body);
                }
                stream.write_all(answers.get(job, number)).await?;
                stream.flush().await?;
                used
            }
        };
        received.drain(..used);
    }
}
