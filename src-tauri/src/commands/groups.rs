//! New groups; what changes one that is there asks the server at once (`tackroom_matrix`).

use tackroom_core::api::{Code, Problem, args};
use tackroom_core::model::{PEOPLE_MAX, RoomId};

use super::send;
use crate::app::App;

/// In the outbox like a message: it is made when the server is reached.
pub async fn start(app: &App, args: args::StartGroup) -> Result<RoomId, Problem> {
    let count = args.users.len();
    if count == 0 || count > PEOPLE_MAX {
        return Err(Problem::new(Code::BadInput, format!("Choose 1 to {PEOPLE_MAX} people; {count} are chosen.")));
    }
    send(app, move |writer| {
        let room = writer.queue_group(&args.users, args.name.as_deref())?;
        writer.open_head(&room)?;
        Ok(room)
    })
    .await
}
