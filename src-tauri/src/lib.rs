//! The shell: windows, the command line, the keyring and the desktop around `tackroom-core` and `tackroom-matrix`.
//!
//! It translates and decides nothing.
#![allow(dead_code)]

mod events;
mod instance;
mod logging;
mod profile;
mod vault;
mod desktop {
    pub mod safe_view;
    pub mod window_size;
}

/// Starts Tackroom.
pub fn main() -> std::process::ExitCode {
    logging::start();
    std::process::ExitCode::SUCCESS
}
