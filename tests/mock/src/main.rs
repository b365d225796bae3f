//! `ecall-mock`: the mock server as a program.

mod cli;
mod run;
mod serve;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    match cli::parse(&arguments) {
        Ok(cli::Task::Print(text)) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Ok(cli::Task::Serve { options, exit_with_stdin }) => report(serve::serve(options, exit_with_stdin)),
        Ok(cli::Task::Run { options, command }) => report(run::run(options, &command)),
        Err(problem) => {
            eprintln!("ecall-mock: {problem}\nTry 'ecall-mock --help'.");
            ExitCode::from(2)
        }
    }
}

fn report(result: std::io::Result<ExitCode>) -> ExitCode {
    result.unwrap_or_else(|error| {
        eprintln!("ecall-mock: {error}");
        ExitCode::FAILURE
    })
}
