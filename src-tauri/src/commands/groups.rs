//! New groups; what changes one that is there asks the server at once (`tackroom_matrix`).

use tackroom_core::api::{Problem, args};
use tackroom_core::model::{RoomId, check_people};

use super::send;
use crate::app::App;

/// In the outbox like a message: it is made when the server is reached.
pub async fn start(app: &App, args: args::StartGroup) -> Result<RoomId, Problem> {
    check_people(args.users.len())?;
    send(app, move |writer| {
        let room = writer.queue_group(&args.users, args.name.as_deref())?;
        writer.open_head(&room)?;
        Ok(room)
    })
    .await
}
