//! The command line.

use std::ffi::OsString;

use ecall_mock::Options;

const HELP: &str = "\
A mock server that behaves as the eCall platform is specified to.

Usage:
  ecall-mock serve [--exit-with-stdin] [--verbose] [--chacha20]
      Prints one line of JSON with the addresses when it is ready, and serves until SIGINT or SIGTERM.
  ecall-mock run [--verbose] [--chacha20] -- COMMAND [ARGUMENT...]
      Serves while COMMAND runs, with ECALL_REST_URL, ECALL_HTTPS_URL, ECALL_SOAP_URL, ECALL_SMPP_URL,
      ECALL_CA_FILE, ECALL_MOCK_CONTROL_URL and, where they are not set, ECALL_USERNAME, ECALL_PASSWORD and ECALL_FROM in its environment. Ends with its exit code.

Options:
  --exit-with-stdin  End when stdin is closed, so that a test that dies takes the server with it
  --verbose          Tell on stderr what arrives and how it is answered
  --chacha20         Speak TLS with ChaCha20-Poly1305 alone: memory checkers cannot follow the assembly of AES-GCM
  --help, -h         Print this text
  --version, -V      Print the version";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Task {
    Print(String),
    Serve { options: Options, exit_with_stdin: bool },
    Run { options: Options, command: Vec<OsString> },
}

/// Reads the arguments after the program's name.
pub(crate) fn parse(arguments: &[OsString]) -> Result<Task, String> {
    let mut options = Options::default();
    let mut exit_with_stdin = false;
    let mut verb: Option<&str> = None;
    for (index, argument) in arguments.iter().enumerate() {
        match (verb, argument.to_str()) {
            (_, Some("--help" | "-h")) => return Ok(Task::Print(HELP.to_owned())),
            (_, Some("--version" | "-V")) => {
                return Ok(Task::Print(concat!("ecall-mock ", env!("CARGO_PKG_VERSION")).to_owned()));
            }
            (_, Some("--verbose")) => options.verbose = true,
            (_, Some("--chacha20")) => options.chacha20 = true,
            (Some("serve"), Some("--exit-with-stdin")) => exit_with_stdin = true,
            (None, Some(word @ ("serve" | "run"))) => verb = Some(word),
            (Some("run"), Some("--")) => {
                let command = arguments[index + 1..].to_vec();
                if command.is_empty() {
                    break;
                }
                return Ok(Task::Run { options, command });
            }
            _ => return Err(format!("unexpected argument '{}'", argument.to_string_lossy())),
        }
    }
    match verb {
        Some("serve") => Ok(Task::Serve { options, exit_with_stdin }),
        Some(_) => Err("run needs '-- COMMAND'".to_owned()),
        None => Err("say serve or run".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(words: &[&str]) -> Result<Task, String> {
        parse(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn what_follows_the_dashes_belongs_to_the_command() {
        let task = parse_words(&["run", "--verbose", "--", "python", "--help"]).unwrap();
        let Task::Run { options, command } = task else { panic!("{task:?}") };
        assert!(options.verbose);
        assert_eq!(command, ["python", "--help"]);
    }

    #[test]
    fn mistakes_are_named() {
        assert!(parse_words(&[]).is_err());
        assert!(parse_words(&["run", "python"]).unwrap_err().contains("python"));
        assert!(parse_words(&["run", "--"]).is_err());
        assert!(parse_words(&["serve", "--exit-with-stdin"]).is_ok());
    }
}
