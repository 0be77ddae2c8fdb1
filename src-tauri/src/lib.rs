//! The shell: windows, the command line, the keyring and the desktop around `tackroom-core` and `tackroom-matrix`.
//!
//! It translates and decides nothing. `cli` picks what runs; `app` is the life of one profile, with or without a
//! window; `window` is Tauri, `commands` its one command, `events` its one event, `pin_protocol` its pictures;
//! `headless` speaks JSON lines instead.

mod app;
mod cli;
mod commands;
mod desktop;
mod events;
mod headless;
mod instance;
mod logging;
mod pin_protocol;
mod profile;
mod vault;
mod window;

pub use cli::main;

/// Where a phone or tablet starts the app.
#[cfg(mobile)]
#[tauri::mobile_entry_point]
fn main_in_app() {
    logging::start();
    if let Err(error) = window::run_in_app() {
        tracing::error!("{error:#}");
    }
}
