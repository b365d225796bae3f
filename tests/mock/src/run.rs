//! `ecall-mock run -- COMMAND`.

use std::ffi::OsString;
use std::io;
use std::process::{ExitCode, ExitStatus};

use ecall_mock::{Mock, Options};
use tokio::process::Command;

use crate::serve::Signals;

/// What shells answer for a command that cannot be started.
const CANNOT_START: u8 = 127;

/// What a command finds in its environment unless it is set already.
const DEFAULTS: [(&str, &str); 3] =
    [("ECALL_USERNAME", "demo"), ("ECALL_PASSWORD", "demo"), ("ECALL_FROM", "ecall-demo")];

/// The hosts of the mock, and the variables by which programs learn that no proxy leads there.
const HERE: &str = "localhost,127.0.0.1,::1";
const NO_PROXY: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// Serves while the command runs and ends with its exit code.
pub(crate) fn run(options: Options, command: &[OsString]) -> io::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut signals = Signals::new()?;
        let mock = Mock::start(options)?;
        let mut child = Command::new(&command[0]);
        child
            .args(&command[1..])
            .env("ECALL_REST_URL", mock.rest_url())
            .env("ECALL_HTTPS_URL", mock.https_url())
            .env("ECALL_SOAP_URL", mock.soap_url())
            .env("ECALL_SMPP_URL", mock.smpp_url())
            .env("ECALL_CA_FILE", mock.ca_file())
            .env("ECALL_MOCK_CONTROL_URL", mock.control_url())
            .kill_on_drop(true);
        for (name, value) in DEFAULTS {
            if std::env::var_os(name).is_none_or(|value| value.is_empty()) {
                child.env(name, value);
            }
        }
        for name in NO_PROXY {
            child.env(name, no_proxy(std::env::var_os(name)));
        }
        let mut child = match child.spawn() {
            Ok(child) => child,
            Err(error) => {
                eprintln!("ecall-mock: cannot run '{}': {error}", command[0].to_string_lossy());
                return Ok(ExitCode::from(CANNOT_START));
            }
        };
        let status = tokio::select! {
            status = child.wait() => status?,
            () = signals.terminated() => {
                child.kill().await?;
                child.wait().await?
            }
        };
        Ok(exit_code(status))
    })
}

/// The mock's hosts after those that are `set` already.
fn no_proxy(set: Option<OsString>) -> OsString {
    let mut hosts = set.unwrap_or_default();
    if !hosts.is_empty() {
        hosts.push(",");
    }
    hosts.push(HERE);
    hosts
}

/// The code of a command, or 128 and its signal as shells say it.
fn exit_code(status: ExitStatus) -> ExitCode {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    #[cfg(not(unix))]
    let signal: Option<i32> = None;
    let code = status.code().or_else(|| signal.map(|signal| 128 + signal)).unwrap_or(1);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}
