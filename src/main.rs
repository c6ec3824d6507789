//! The program `qianyue`: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(qianyue::cli::run().code())
}
