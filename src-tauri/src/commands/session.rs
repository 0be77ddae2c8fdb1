//! Settings, and sentences that were seen.

use tackroom_core::api::{Problem, args};

use super::write;
use crate::app::App;

pub async fn set_settings(app: &App, args: args::SetSettings) -> Result<(), Problem> {
    write(app, move |writer| writer.put_settings(&args.settings)).await
}

pub async fn dismiss_alerts(app: &App) -> Result<(), Problem> {
    app.dismiss_alerts().await
}
