//! Whom one can write to, and who asks to write.

use tackroom_core::api::{Problem, args};
use tackroom_core::model::{Contact, Person, Request, RoomId, UserId};

use super::read;
use crate::app::App;

/// Most lines that one answer holds.
const LIMIT_MAX: u32 = 500;

pub async fn contacts(app: &App, args: args::Contacts) -> Result<Vec<Contact>, Problem> {
    read(app, move |reader| reader.contacts(&args.query, args.limit.min(LIMIT_MAX))).await
}

pub async fn search_directory(app: &App, args: args::SearchDirectory) -> Result<Vec<Contact>, Problem> {
    app.matrix().await?.search_directory(&args.query).await
}

/// Who is writing in a conversation, with the names that they have there.
pub async fn typing(app: &App, room: RoomId) -> Result<Vec<Person>, Problem> {
    let users = app.matrix().await?.typing(&room);
    read(app, move |reader| reader.people_of(&room, &users)).await
}

pub async fn set_typing(app: &App, args: args::SetTyping) -> Result<(), Problem> {
    app.matrix().await?.set_typing(&args.room, args.typing).await
}

pub async fn requests(app: &App) -> Result<Vec<Request>, Problem> {
    read(app, |reader| reader.requests()).await
}

pub async fn accept(app: &App, room: RoomId) -> Result<(), Problem> {
    app.matrix().await?.accept(&room).await
}

pub async fn decline(app: &App, room: RoomId) -> Result<(), Problem> {
    app.matrix().await?.decline(&room).await
}

pub async fn block_and_report(app: &App, room: RoomId) -> Result<(), Problem> {
    app.matrix().await?.block_and_report(&room).await
}

pub async fn blocked(app: &App) -> Result<Vec<Person>, Problem> {
    let users = app.matrix().await?.blocked().await?;
    named(app, users).await
}

pub async fn unblock(app: &App, user: UserId) -> Result<Vec<Person>, Problem> {
    let users = app.matrix().await?.unblock(&user).await?;
    named(app, users).await
}

/// With the names that the store knows them by.
async fn named(app: &App, users: Vec<UserId>) -> Result<Vec<Person>, Problem> {
    read(app, move |reader| users.iter().map(|user| reader.profile(user)).collect()).await
}
