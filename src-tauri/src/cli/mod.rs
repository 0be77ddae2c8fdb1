//! The command line: which of Tackroom's forms runs, and with which profile.
//!
//! Exit status: 0 fine, 1 something is wrong, 2 bad usage.

mod check;
mod doctor;
mod export_check;
mod preview;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::desktop::incoming::{self, Wish};
use crate::desktop::link;
use crate::instance::Handover;
use crate::profile::Profile;

/// Private conversations that revolve around pins.
#[derive(Debug, Parser)]
#[command(name = "tackroom", version, propagate_version = false, after_help = "Without a command, the window opens.")]
struct Cli {
    /// The folder that holds everything of one account
    #[arg(long, value_name = "DIR", global = true, env = "TACKROOM_PROFILE")]
    profile: Option<PathBuf>,
    /// Start in the tray, where the desktop has one
    #[arg(long)]
    hidden: bool,
    /// An address that another program hands over: tackroom:… or matrix:…
    #[arg(value_name = "LINK", value_parser = link)]
    link: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The same app without a window: JSON lines in and out (docs/headless.md)
    Headless(Headless),
    /// Check what Tackroom needs: keyring, notifications, store, server, web view
    Doctor(Doctor),
    /// What is wrong with links, and why
    Check(Check),
    /// What Tackroom would offer from a feed, a page or a picture
    Preview(Preview),
    /// Whether the folder of an export is whole
    ExportCheck(ExportCheck),
    /// Open Send pin with a picture or a link, in the window that is there or a new one
    Send(Send),
}

/// `tackroom send`
#[derive(Debug, Args)]
struct Send {
    /// A picture's file, or an http(s) address
    #[arg(value_name = "FILE-or-LINK")]
    input: String,
}

/// `tackroom headless`
#[derive(Debug, Args)]
pub struct Headless {
    /// Send notifications to the desktop as well
    #[arg(long)]
    pub notify: bool,
}

/// `tackroom doctor`
#[derive(Debug, Args)]
struct Doctor {
    /// One JSON document
    #[arg(long)]
    json: bool,
}

/// `tackroom check`
#[derive(Debug, Args)]
struct Check {
    /// The links, as they stand in a pin
    #[arg(value_name = "LINK", required = true)]
    links: Vec<String>,
    /// Ask the network where they end, and show the way
    #[arg(long)]
    follow: bool,
    /// One JSON document
    #[arg(long)]
    json: bool,
}

/// `tackroom export-check`
#[derive(Debug, Args)]
struct ExportCheck {
    /// The folder that an export made
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// One JSON document
    #[arg(long)]
    json: bool,
}

/// `tackroom preview`
#[derive(Debug, Args)]
struct Preview {
    /// A file, `-` for standard input, or an http(s) address
    #[arg(value_name = "FILE-or-URL")]
    input: String,
    /// Where a file came from, for the relative addresses in it
    #[arg(long, value_name = "URL")]
    base: Option<String>,
    /// One JSON document
    #[arg(long)]
    json: bool,
}

/// Runs what the arguments ask for.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    crate::logging::start();
    match run(cli) {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(io::stderr(), "tackroom: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let handover = Handover::of_this_start();
    match cli.command {
        None => crate::window::run(&Profile::open(cli.profile)?, &handover),
        Some(Command::Send(options)) => {
            // Said here, where it was typed, and not in a window.
            incoming::to_send(&options.input, &handover.folder).map_err(|problem| anyhow::anyhow!(problem.words))?;
            crate::window::run(&Profile::open(cli.profile)?, &handover)
        }
        Some(Command::Headless(options)) => crate::headless::run(&Profile::open(cli.profile)?, &options),
        Some(Command::Doctor(options)) => doctor::run(&Profile::open(cli.profile)?, options.json),
        Some(Command::Check(options)) => check::run(&options.links, options.follow, options.json),
        Some(Command::ExportCheck(options)) => export_check::run(&options.folder, options.json),
        Some(Command::Preview(options)) => preview::run(&options.input, options.base.as_deref(), options.json),
    }
}

/// What a start asks for, read from what it handed over.
pub fn wish(handover: &Handover) -> Option<Wish> {
    let cli = Cli::try_parse_from(std::iter::once("tackroom".to_owned()).chain(handover.arguments.iter().cloned())).ok()?;
    match (cli.link, cli.command) {
        (Some(link), _) => Some(Wish::Link(link)),
        (None, Some(Command::Send(options))) => incoming::to_send(&options.input, &handover.folder).ok().map(Wish::Send),
        _ => None,
    }
}

/// Whether a start wants to stay in the tray.
pub fn is_hidden(handover: &Handover) -> bool {
    handover.arguments.iter().any(|argument| argument == "--hidden")
}

fn link(text: &str) -> Result<String, String> {
    if link::is_ours(text) {
        Ok(text.to_owned())
    } else {
        Err("neither a command nor an address of the form tackroom:… or matrix:…".into())
    }
}

/// Prints to standard output; a reader that went away is not an error of ours.
fn print(text: &str) {
    let _ = writeln!(io::stdout().lock(), "{text}");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn profile_stands_before_or_after_the_command() {
        for arguments in [["tackroom", "--profile", "/p", "doctor"], ["tackroom", "doctor", "--profile", "/p"]] {
            let cli = Cli::try_parse_from(arguments).unwrap();
            assert_eq!(cli.profile, Some("/p".into()));
            assert!(matches!(cli.command, Some(Command::Doctor(Doctor { json: false }))));
        }
        assert!(Cli::try_parse_from(["tackroom"]).unwrap().command.is_none());
    }

    #[test]
    fn what_is_handed_over_is_understood() {
        let folder = std::path::PathBuf::from("/nowhere");
        let of = |arguments: &[&str]| {
            wish(&Handover { arguments: arguments.iter().map(|a| (*a).to_owned()).collect(), folder: folder.clone(), activation: None })
        };
        assert_eq!(of(&["--profile", "/p", "matrix:u/a:b"]), Some(Wish::Link("matrix:u/a:b".into())));
        assert_eq!(of(&["send", "https://a.example/", "--profile", "/p"]), Some(Wish::Send("https://a.example/".into())));
        assert_eq!(of(&["send", "gone.png"]), None);
        assert_eq!(of(&["--hidden"]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn bad_usage_is_2_and_help_is_0() {
        let code = |arguments: &[&str]| Cli::try_parse_from(arguments).err().unwrap().exit_code();
        assert_eq!(code(&["tackroom", "nonsense"]), 2);
        assert_eq!(code(&["tackroom", "preview"]), 2);
        assert_eq!(code(&["tackroom", "check"]), 2);
        assert_eq!(code(&["tackroom", "--version"]), 0);
        for command in ["headless", "doctor", "check", "export-check", "preview", "send"] {
            assert_eq!(code(&["tackroom", command, "--help"]), 0, "{command}");
        }
    }
}
