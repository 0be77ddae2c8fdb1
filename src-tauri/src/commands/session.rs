//! Settings, and sentences that were seen.

use tackroom_core::api::{Code, Problem, args};
use tackroom_core::model::DesktopFacts;

use super::write;
use crate::app::{App, blocking};
use crate::desktop::autostart::Autostart;

pub async fn set_settings(app: &App, args: args::SetSettings) -> Result<(), Problem> {
    write(app, move |writer| writer.put_settings(&args.settings)).await
}

pub async fn dismiss_alerts(app: &App) -> Result<(), Problem> {
    app.dismiss_alerts().await
}

pub async fn desktop(app: &App, tray: bool) -> Result<DesktopFacts, Problem> {
    let profile = app.profile().clone();
    let starts_with_session = blocking(move || Autostart::of(&profile).is_ok_and(|entry| entry.is_on())).await?;
    Ok(DesktopFacts { tray, starts_with_session })
}

pub async fn set_starts_with_session(app: &App, on: bool) -> Result<(), Problem> {
    let profile = app.profile().clone();
    let set = blocking(move || Autostart::of(&profile).and_then(|entry| entry.set(on))).await?;
    set.map_err(|error| Problem::new(Code::NotFound, format!("{error:#}.")))
}
