//! The program.

use std::process::ExitCode;

/// Gives what large work has freed back to the machine within seconds, where the C library's own keeps most of it. SQLite
/// inside takes its memory from here, too.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    ExitCode::from(regulars::commands::run(std::env::args_os()) as u8)
}
