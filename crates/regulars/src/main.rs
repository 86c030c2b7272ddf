//! The program.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(regulars::commands::run(std::env::args_os()) as u8)
}
