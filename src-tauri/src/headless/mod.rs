//! Tackroom without a window: JSON lines in, JSON lines out (docs/headless.md).
//!
//! Lines are carried out one after the other by [`commands`]; [`follow`] prints what happens meanwhile. At the end of
//! the input sync is stopped in order, so that nothing that it delivered is lost.

mod commands;
mod follow;
mod wait;

use std::io::{self, BufRead, Write};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use tackroom_core::api::{Code, Problem};
use tokio::sync::mpsc;

use crate::app::{self, App};
use crate::cli::Headless;
use crate::desktop::notifications;
#[cfg(target_os = "linux")]
use crate::desktop::wake;
use crate::instance::{self, Handover, Owner, Start};
use crate::profile::Profile;

/// Lines read ahead of the one that is carried out.
const READ_AHEAD: usize = 64;

/// Standard output, a JSON object a line. Cheap to clone.
#[derive(Clone, Default)]
pub struct Out(Arc<Mutex<()>>);

impl Out {
    /// Prints one line, whole. A reader that went away is not an error of ours.
    pub fn line(&self, value: &Value) {
        let _whole = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = io::stdout().lock();
        let _ = writeln!(out, "{value}").and_then(|()| out.flush());
    }

    /// An error that no command asked for.
    pub fn error(&self, problem: &Problem) {
        self.line(&json!({ "event": "error", "code": problem.code, "words": problem.words }));
    }
}

/// Runs until the input ends, `quit`, or the system asks for the end.
pub fn run(profile: &Profile, options: &Headless) -> Result<ExitCode> {
    let out = Out::default();
    let instance = match instance::start(profile, &Handover::of_this_start()) {
        Ok(Start::First(instance)) => instance,
        Ok(Start::HandedOver(_)) => {
            out.error(&Problem::new(Code::Blocked, "Another Tackroom has this profile. End that one first."));
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => {
            out.error(&Problem::new(Code::Blocked, format!("{error:#}")));
            return Ok(ExitCode::FAILURE);
        }
    };
    instance.listen(Owner::Headless, |_| true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let notify = options.notify;
    runtime.block_on(async {
        let app = App::new(profile.clone());
        out.line(&json!({ "event": "ready", "version": env!("CARGO_PKG_VERSION"), "profile": profile.folder() }));
        follow::start(&app, &out);
        if notify {
            notifications::start(app.clone(), |_| {});
        }
        #[cfg(target_os = "linux")]
        wake::start(app.clone());
        app.begin();
        tokio::select! {
            () = obey(&app, &out, lines()) => {}
            ended = app::end_signal() => ended?,
        }
        app.stop().await;
        anyhow::Ok(())
    })?;
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(ExitCode::SUCCESS)
}

async fn obey(app: &Arc<App>, out: &Out, mut lines: mpsc::Receiver<String>) {
    while let Some(line) = lines.recv().await {
        let (answer, go_on) = commands::answer(app, &line).await;
        out.line(&answer);
        if !go_on {
            return;
        }
    }
}

/// Standard input on a thread of its own, as reading it cannot be cancelled.
fn lines() -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel(READ_AHEAD);
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            match line {
                Ok(line) if line.trim().is_empty() => {}
                Ok(line) => {
                    if sender.blocking_send(line).is_err() {
                        return;
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "the input cannot be read");
                    return;
                }
            }
        }
    });
    receiver
}
