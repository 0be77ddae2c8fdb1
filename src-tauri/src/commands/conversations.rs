//! Conversations, their messages, and what is written in them.

use tackroom_core::api::{Problem, args};
use tackroom_core::model::{
    Change, Conversation, DatePlace, EventId, Exported, History, Message, MessageId, MessagePage, Person, PinNeighbours, RoomId,
    UnreadThread, UserId,
};
use tackroom_core::outbox::About;

use super::{read, send, write};
use crate::app::App;

/// Most rows that one answer holds.
const LIMIT_MAX: u32 = 500;

pub async fn heads(app: &App) -> Result<Vec<Conversation>, Problem> {
    read(app, |reader| reader.heads()).await
}

pub async fn open_head(app: &App, room: RoomId) -> Result<(), Problem> {
    write(app, move |writer| writer.open_head(&room)).await
}

pub async fn close_head(app: &App, room: RoomId) -> Result<(), Problem> {
    write(app, move |writer| writer.close_head(&room)).await
}

pub async fn move_head(app: &App, args: args::MoveHead) -> Result<(), Problem> {
    write(app, move |writer| writer.move_head(&args.room, args.before.as_ref())).await
}

pub async fn list(app: &App, args: args::Conversations) -> Result<Vec<Conversation>, Problem> {
    let (after, limit) = (args.offset_room, args.limit.min(LIMIT_MAX));
    if args.archived {
        return read(app, move |reader| reader.archived(after.as_ref(), limit)).await;
    }
    read(app, move |reader| reader.conversations(after.as_ref(), limit)).await
}

pub async fn one(app: &App, room: RoomId) -> Result<Conversation, Problem> {
    read(app, move |reader| reader.conversation(&room)).await
}

pub async fn start(app: &App, user: UserId) -> Result<RoomId, Problem> {
    send(app, move |writer| {
        let room = writer.queue_new_conversation(&[user], None, true)?;
        writer.open_head(&room)?;
        Ok(room)
    })
    .await
}

pub async fn messages(app: &App, args: args::Messages) -> Result<MessagePage, Problem> {
    read(app, move |reader| reader.main_messages(&args.room, args.before, args.around, args.limit.min(LIMIT_MAX))).await
}

pub async fn load_older(app: &App, room: RoomId) -> Result<bool, Problem> {
    app.matrix().await?.load_older(&room).await
}

pub async fn history(app: &App, room: RoomId) -> Result<History, Problem> {
    match app.matrix().await {
        Ok(matrix) => matrix.history(&room).await,
        // Signed out by the server: what is here is still here.
        Err(_) => read(app, move |reader| reader.history(&room)).await,
    }
}

pub async fn load_history(app: &App, args: args::LoadHistory) -> Result<(), Problem> {
    app.matrix().await?.load_history(&args.room, args.until, args.pictures).await
}

pub async fn stop_history(app: &App, room: RoomId) -> Result<(), Problem> {
    app.matrix().await?.stop_history(&room).await;
    Ok(())
}

pub async fn message_on_date(app: &App, args: args::MessageOnDate) -> Result<DatePlace, Problem> {
    read(app, move |reader| reader.message_on_date(&args.room, args.at)).await
}

pub async fn mentionable(app: &App, args: args::Mentionable) -> Result<Vec<Person>, Problem> {
    read(app, move |reader| reader.mentionable(&args.room, &args.query, args.limit.min(LIMIT_MAX))).await
}

pub async fn send_text(app: &App, args: args::SendText) -> Result<MessageId, Problem> {
    let about = About { reply_to: args.reply_to, thread: args.thread, ..About::default() };
    send(app, move |writer| writer.queue_text_about(&args.room, &args.text, &about)).await
}

pub async fn choose_together(app: &App, args: args::ChooseTogether) -> Result<MessageId, Problem> {
    send(app, move |writer| writer.queue_choice(&args.room, &args.pins, &args.question)).await
}

pub async fn message(app: &App, message: MessageId) -> Result<Option<Message>, Problem> {
    read(app, move |reader| reader.message(message)).await
}

pub async fn message_of_event(app: &App, event: EventId) -> Result<Option<Message>, Problem> {
    read(app, move |reader| reader.message_by_event(&event)).await
}

pub async fn thread(app: &App, args: args::ThreadMessages) -> Result<MessagePage, Problem> {
    read(app, move |reader| reader.thread_messages(&args.room, &args.root, args.before, args.limit.min(LIMIT_MAX))).await
}

pub async fn pin_neighbours(app: &App, message: MessageId) -> Result<PinNeighbours, Problem> {
    read(app, move |reader| reader.pin_neighbours(message)).await
}

pub async fn unread_threads(app: &App, room: RoomId) -> Result<Vec<UnreadThread>, Problem> {
    read(app, move |reader| reader.unread_threads(&room)).await
}

pub async fn last_editable(app: &App, args: args::LastEditable) -> Result<Option<MessageId>, Problem> {
    read(app, move |reader| reader.last_editable(&args.room, args.thread.as_ref())).await
}

pub async fn edit_text(app: &App, args: args::EditText) -> Result<(), Problem> {
    send(app, move |writer| writer.queue_edit_text(args.message, &args.text)).await
}

pub async fn edit_pin(app: &App, args: args::EditPin) -> Result<(), Problem> {
    send(app, move |writer| writer.queue_edit_pin(args.message, &args.edit)).await
}

pub async fn react(app: &App, args: args::React) -> Result<(), Problem> {
    send(app, move |writer| writer.queue_react(args.message, &args.key, args.on)).await
}

pub async fn remove(app: &App, message: MessageId) -> Result<(), Problem> {
    send(app, move |writer| writer.queue_remove(message)).await
}

pub async fn retry(app: &App, message: MessageId) -> Result<(), Problem> {
    send(app, move |writer| writer.retry(message)).await
}

pub async fn delete_unsent(app: &App, message: MessageId) -> Result<(), Problem> {
    send(app, move |writer| writer.delete_unsent(message)).await
}

pub async fn mark_read(app: &App, args: args::MarkRead) -> Result<(), Problem> {
    send(app, move |writer| {
        if let Some(read) = writer.mark_read(&args.room, args.thread.as_ref(), args.message)? {
            let private = !writer.settings()?.public_receipts;
            writer.queue_receipt(&args.room, &read, private)?;
        }
        Ok(())
    })
    .await
}

pub async fn set_mark(app: &App, args: args::SetMark) -> Result<(), Problem> {
    send(app, move |writer| writer.set_mark(&args.room, &args.mark)).await
}

pub async fn draft(app: &App, room: RoomId) -> Result<String, Problem> {
    read(app, move |reader| reader.draft(&room)).await
}

pub async fn set_draft(app: &App, args: args::SetDraft) -> Result<(), Problem> {
    write(app, move |writer| writer.set_draft(&args.room, &args.text)).await
}

pub async fn pins(app: &App, args: args::ConversationPins) -> Result<MessagePage, Problem> {
    read(app, move |reader| reader.conversation_pins(&args.room, args.before, args.limit.min(LIMIT_MAX))).await
}

/// Writes a conversation or board into a new folder within `folder`; the window hears how far it is.
pub async fn export(app: &App, room: RoomId, folder: std::path::PathBuf) -> Result<Exported, Problem> {
    let core = app.core()?;
    let of = room.clone();
    let tell = move |done: u32, total: u32| {
        if done == total || done.is_multiple_of(total / 100 + 1) {
            app.tell(Change::Exporting { room: of.clone(), done, total });
        }
    };
    tackroom_core::export::export(&core, &room, &folder, tell).await
}
