//! One attempt at one row of the outbox: from the step where it stands to the end, each step committed.
//!
//! prepare the picture -> upload -> fix the content -> in flight -> answer. A row found in flight whose transaction ID
//! the server may have forgotten (a day, another device) is looked for in the room first.

use std::{io::Cursor, sync::Arc, time::Duration};

use matrix_sdk::{
    Room, RoomState,
    deserialized_responses::TimelineEvent,
    room::MessagesOptions,
    ruma::{
        OwnedEventId, OwnedTransactionId, RoomId as RumaRoomId, TransactionId,
        api::{
            client::{redact::redact_event, state::get_state_event_for_key},
            error::ErrorKind,
        },
        events::StateEventType,
    },
};
use serde_json::{Value, json};
use tackroom_core::{
    api::{Code, Problem, Said},
    fault,
    media::{Encoded, MediaSource, Prepared},
    model::{EventId, PinInput, TxnId, UserId},
    outbox::{Outgoing, OutgoingKind, Step, Upload, UploadedFile, content},
    project::transaction_of,
};

use crate::{
    create, devices,
    failure::Failure,
    http,
    inner::Inner,
    invites::now,
    marks, read,
    send::{Attempt, row},
};

/// Synapse forgets a transaction ID after 24 h.
const FORGOTTEN: i64 = 20 * 60 * 60 * 1_000;
/// After so long a conversation that is said to be plain is so.
const SETTLED: i64 = 60 * 1_000;
/// Clocks differ: a row is looked for this far before it was written.
const CLOCKS: i64 = 10 * 60 * 1_000;

/// Events of a page in which a row is looked for.
const LOOKED_AT: u32 = 100;
/// Longest wait for such a page.
const SLOW: Duration = Duration::from_secs(60);

/// Brings the row as far as it goes.
pub async fn attempt(inner: &Arc<Inner>, row: Outgoing) -> anyhow::Result<Attempt> {
    if let OutgoingKind::CreateRoom { users, name, direct } = &row.kind {
        return create::conversation(inner, &row, users, name.as_deref(), *direct).await;
    }
    let Ok(id) = RumaRoomId::parse(row.room.as_str()) else { return Ok(Attempt::Failed(Failure::NotInRoom)) };
    let room = match inner.client.get_room(&id) {
        Some(room) => room,
        None => {
            // Made on another device, or the SDK's store is new: the first sync brings it.
            inner.first_sync().await;
            match inner.client.get_room(&id) {
                Some(room) => room,
                None => return Ok(Attempt::Failed(Failure::NotInRoom)),
            }
        }
    };
    if let OutgoingKind::Receipt { event, private, thread } = &row.kind {
        return read::tell(inner, &room, row.id, event, thread.as_ref(), *private).await;
    }
    if let OutgoingKind::Mark { mark, over } = &row.kind {
        return marks::tell(inner, &room, &row, mark, over.as_ref()).await;
    }
    if room.state() != RoomState::Joined {
        return Ok(Attempt::Failed(Failure::NotInRoom));
    }
    if row.state == Step::InFlight && may_be_forgotten(inner, &row) {
        match look_for(inner, &room, &row).await? {
            Looked::There => return Ok(Attempt::Went),
            Looked::Absent => {
                let (id, device) = (row.id, device(inner));
                inner.core.store.write_async(move |w| w.step_anew(id, now(), &device)).await?;
            }
            Looked::Unknown(failure) => return Ok(Attempt::Failed(failure)),
        }
    }
    match &row.kind {
        OutgoingKind::Pin { pin, .. } => pin_steps(inner, &room, &row, pin).await,
        OutgoingKind::Text { text, .. } => {
            let content = match row.content.clone() {
                Some(content) => content,
                None => match content::text_content(text, &row.kind.about(), &row.txn) {
                    Ok(content) => match fix(inner, &row, content).await? {
                        Some(content) => content,
                        None => return Ok(Attempt::Went),
                    },
                    Err(problem) => return Ok(refused(problem)),
                },
            };
            send(inner, &room, &row, "m.room.message", content).await
        }
        OutgoingKind::Edit { event, content, users } => match meant(inner, &row, event).await? {
            Some(event) => send(inner, &room, &row, "m.room.message", content::edit_content(&event, content, users, &row.txn)).await,
            None => Ok(Attempt::Went),
        },
        OutgoingKind::Reaction { event, key } => match meant(inner, &row, event).await? {
            Some(event) => {
                let relation = json!({ "rel_type": "m.annotation", "event_id": event, "key": key });
                let content = json!({ "m.relates_to": relation, content::TXN_KEY: row.txn });
                match send(inner, &room, &row, "m.reaction", content).await? {
                    // Given already, from another device: there is nothing left to do.
                    Attempt::Failed(Failure::Refused { code, .. }) if code == "M_DUPLICATE_ANNOTATION" => pointless(inner, &row).await,
                    other => Ok(other),
                }
            }
            None => Ok(Attempt::Went),
        },
        OutgoingKind::Redact { event } => match meant(inner, &row, event).await? {
            Some(event) => redact(inner, &room, &row, &event).await,
            None => Ok(Attempt::Went),
        },
        OutgoingKind::CreateRoom { .. } | OutgoingKind::Receipt { .. } | OutgoingKind::Mark { .. } => Ok(Attempt::Blocked),
    }
}

/// The event that the row is about, which may have been on its way when the row was written. `None`: it never came to
/// be, and the row is done.
async fn meant(inner: &Inner, row: &Outgoing, name: &EventId) -> anyhow::Result<Option<EventId>> {
    let name = name.clone();
    let event = inner.core.store.read_async(move |r| r.event_meant(&name)).await?;
    if event.is_none() {
        pointless(inner, row).await?;
    }
    Ok(event)
}

async fn pointless(inner: &Inner, row: &Outgoing) -> anyhow::Result<Attempt> {
    let id = row.id;
    inner.core.store.write_async(move |w| w.step_pointless(id)).await?;
    Ok(Attempt::Went)
}

async fn pin_steps(inner: &Arc<Inner>, room: &Room, row: &Outgoing, pin: &PinInput) -> anyhow::Result<Attempt> {
    if let Some(content) = row.content.clone() {
        return send(inner, room, row, "m.room.message", content).await;
    }
    let upload = match (&row.upload, pin.picture) {
        (Some(upload), _) => Some(upload.clone()),
        (None, None) => None,
        (None, Some(media)) => {
            let prepared = match inner.core.media.prepare_for_sending(media).await {
                Ok(prepared) => prepared,
                Err(problem) if problem.code == Code::NoNetwork => {
                    return Ok(Attempt::Failed(Failure::Network(problem.words)));
                }
                Err(problem) => {
                    tracing::info!(%problem, "the picture to be sent is gone");
                    return Ok(Attempt::Failed(Failure::PictureGone));
                }
            };
            let id = row.id;
            inner.core.store.write_async(move |w| w.step_prepared(id)).await?;
            fault::point("send.prepared");
            let encrypted = match encrypted(inner, room, row).await? {
                Ok(encrypted) => encrypted,
                Err(failure) => return Ok(Attempt::Failed(failure)),
            };
            let upload = match upload(inner, prepared, encrypted).await {
                Ok(upload) => upload,
                Err(failure) => return Ok(Attempt::Failed(failure)),
            };
            fault::point("send.uploading");
            let stored = upload.clone();
            inner.core.store.write_async(move |w| w.step_uploaded(id, &stored)).await?;
            fault::point("send.uploaded");
            // The sent picture is on this device already: it is not fetched again.
            if let Err(problem) = inner.core.media.adopt(media, source(&upload)).await {
                tracing::debug!(%problem, "the sent picture will be fetched again");
            }
            Some(upload)
        }
    };
    match content::pin_content(pin, upload.as_ref(), &row.kind.about(), &row.txn) {
        Ok(content) => match fix(inner, row, content).await? {
            Some(content) => send(inner, room, row, "m.room.message", content).await,
            None => Ok(Attempt::Went),
        },
        Err(problem) => Ok(refused(problem)),
    }
}

fn source(upload: &Upload) -> MediaSource {
    let thumbnail = upload.thumbnail.as_ref().map(|file| file.source.clone());
    match &upload.main.source {
        Value::String(uri) => {
            MediaSource::Mxc { uri: uri.clone(), thumbnail: thumbnail.and_then(|mxc| mxc.as_str().map(ToOwned::to_owned)) }
        }
        file => MediaSource::Encrypted { file: file.clone(), thumbnail_file: thumbnail },
    }
}

/// The content from now on; `None`: what is to be sent was changed meanwhile, and the row is looked at anew.
async fn fix(inner: &Inner, row: &Outgoing, content: Value) -> anyhow::Result<Option<Value>> {
    let (row, stored) = (row.clone(), content.clone());
    let fixed = inner.core.store.write_async(move |w| w.step_fixed(&row, &stored)).await?;
    fault::point("send.fixed");
    Ok(fixed.then_some(content))
}

fn refused(problem: Problem) -> Attempt {
    Attempt::Failed(Failure::Unfit(problem.said.unwrap_or_else(|| Said::new("too-large", &[]))))
}

/// Whether the room is encrypted, by the server's word of now; never from encrypted to plain.
async fn encrypted(inner: &Inner, room: &Room, row: &Outgoing) -> anyhow::Result<Result<bool, Failure>> {
    let state = match room.latest_encryption_state().await {
        Ok(state) => state,
        Err(error) => return Ok(Err(Failure::of(&error))),
    };
    if state.is_unknown() {
        return Ok(Err(Failure::Network("the room's encryption is not known yet".to_owned())));
    }
    let id = tackroom_core::model::RoomId(room.room_id().to_string());
    let was = inner.core.store.read_async(move |r| Ok(r.conversation(&id).is_ok_and(|known| known.encrypted))).await?;
    if state.is_encrypted() {
        return Ok(Ok(true));
    }
    // A sync may bring a new room before all of its state is made: then it says plain for a moment.
    let not_yet = Failure::Later { after: Some(Duration::from_millis(700)), limited: false, status: 0 };
    if was {
        return Ok(Err(if now() - row.created_at < SETTLED {
            not_yet
        } else {
            Failure::Encryption("this conversation was encrypted, and the server says it no longer is".to_owned())
        }));
    }
    if inner.outbox.is_plain(room.room_id()) {
        return Ok(Ok(false));
    }
    let kind = StateEventType::RoomEncryption;
    let request = get_state_event_for_key::v3::Request::new(room.room_id().to_owned(), kind, String::new());
    match inner.client.send(request).with_request_config(http::once()).await {
        Ok(_) => Ok(Err(not_yet)),
        Err(error) if error.client_api_error_kind() == Some(&ErrorKind::NotFound) => {
            inner.outbox.known_plain(room.room_id());
            Ok(Ok(false))
        }
        Err(error) => Ok(Err(Failure::of_http(&error))),
    }
}

async fn upload(inner: &Inner, prepared: Prepared, encrypted: bool) -> Result<Upload, Failure> {
    let size = prepared.main.bytes.len() as u64;
    if let Some(limit) = inner.outbox.upload_limit()
        && size > limit
    {
        return Err(Failure::TooLarge { size: Some(size), limit: Some(limit) });
    }
    let thumbnail = match prepared.thumb {
        Some(file) => Some(upload_file(inner, file, encrypted).await?),
        None => None,
    };
    let main = upload_file(inner, prepared.main, encrypted).await?;
    Ok(Upload { main, thumbnail, file_name: prepared.name, blurhash: prepared.blurhash, colour: Some(prepared.colour) })
}

async fn upload_file(inner: &Inner, file: Encoded, encrypted: bool) -> Result<UploadedFile, Failure> {
    let config = http::sending(file.bytes.len());
    let size = file.bytes.len() as u64;
    let failure = |error: &matrix_sdk::Error| match Failure::of(error) {
        Failure::TooLarge { limit, .. } => Failure::TooLarge { size: Some(size), limit: limit.or(inner.outbox.upload_limit()) },
        other => other,
    };
    let mime = file.format.mime();
    let source = if encrypted {
        let mut reader = Cursor::new(file.bytes);
        let uploaded = inner.client.upload_encrypted_file(&mut reader).with_request_config(config).await;
        let uploaded = uploaded.map_err(|e| failure(&e))?;
        serde_json::to_value(uploaded).map_err(|e| Failure::Local(e.to_string()))?
    } else {
        let kind = mime.parse().map_err(|_| Failure::Local(format!("{mime} is no media type")))?;
        let uploaded = inner.client.media().upload(&kind, file.bytes, Some(config)).await;
        Value::String(uploaded.map_err(|e| failure(&e))?.content_uri.to_string())
    };
    Ok(UploadedFile { source, mimetype: mime.to_owned(), size, width: file.width, height: file.height })
}

/// The request itself, begun after it is noted as begun. An echo that settles the row ends the waiting (C02).
async fn send(inner: &Arc<Inner>, room: &Room, row: &Outgoing, kind: &str, content: Value) -> anyhow::Result<Attempt> {
    match encrypted(inner, room, row).await? {
        Ok(true) => {
            // A device that signed in while this one was away would get messages that it cannot read.
            inner.first_sync().await;
            devices::of_room(inner, room).await;
        }
        Ok(false) => {}
        Err(failure) => return Ok(Attempt::Failed(failure)),
    }
    if !begin(inner, row).await? {
        return Ok(Attempt::Went);
    }
    let txn = transaction(&row.txn);
    let size = content.to_string().len();
    let sending = room.send_raw(kind, content).with_transaction_id(&txn).with_request_config(http::sending(size));
    let answer = async {
        let sent = sending.await.map_err(|e| Failure::of(&e))?;
        Ok(sent.response.event_id)
    };
    settle(inner, row, answer, size).await
}

async fn redact(inner: &Arc<Inner>, room: &Room, row: &Outgoing, event: &EventId) -> anyhow::Result<Attempt> {
    let Ok(event) = OwnedEventId::try_from(event.as_str()) else { return Ok(Attempt::Failed(Failure::NotInRoom)) };
    if !begin(inner, row).await? {
        return Ok(Attempt::Went);
    }
    let request = redact_event::v3::Request::new(room.room_id().to_owned(), event, transaction(&row.txn));
    let sending = inner.client.send(request).with_request_config(http::once());
    let answer = async {
        let sent = sending.await.map_err(|e| Failure::of_http(&e))?;
        Ok(sent.event_id)
    };
    settle(inner, row, answer, 0).await
}

/// False: it is not to be sent as it is any more, and the row is looked at anew.
async fn begin(inner: &Inner, row: &Outgoing) -> anyhow::Result<bool> {
    let (row, device) = (row.clone(), device(inner));
    let begun = inner.core.store.write_async(move |w| w.step_begin(&row, now(), &device)).await?;
    fault::point("send.in_flight");
    Ok(begun)
}

async fn settle(
    inner: &Arc<Inner>,
    outgoing: &Outgoing,
    answer: impl Future<Output = Result<OwnedEventId, Failure>>,
    size: usize,
) -> anyhow::Result<Attempt> {
    let id = outgoing.id;
    let mut news = inner.outbox.news();
    tokio::pin!(answer);
    let answer = loop {
        tokio::select! {
            answer = &mut answer => break answer,
            _ = news.changed() => {
                if row(inner, id).await?.is_none() {
                    return Ok(Attempt::Went);
                }
            }
        }
    };
    match answer {
        Ok(event) => {
            fault::point("send.answered");
            let event = EventId(event.to_string());
            inner.core.store.write_async(move |w| w.step_sent(id, &event)).await?;
            fault::point("send.sent");
            inner.outbox.request_succeeded();
            Ok(Attempt::Went)
        }
        // The echo may have come while the answer failed.
        Err(_) if row(inner, id).await?.is_none() => Ok(Attempt::Went),
        Err(Failure::TooLarge { .. }) => Ok(Attempt::Failed(Failure::TooLarge { size: Some(size as u64), limit: Some(65_536) })),
        Err(failure) => Ok(Attempt::Failed(failure)),
    }
}

fn transaction(txn: &TxnId) -> OwnedTransactionId {
    <&TransactionId>::from(txn.as_str()).to_owned()
}

/// This device's ID.
pub fn device(inner: &Inner) -> String {
    inner.client.device_id().map(ToString::to_string).unwrap_or_default()
}

fn may_be_forgotten(inner: &Inner, row: &Outgoing) -> bool {
    let other = row.device.as_ref().is_some_and(|began| *began != device(inner));
    other || row.in_flight_at.is_some_and(|at| now() - at > FORGOTTEN)
}

enum Looked {
    There,
    Absent,
    Unknown(Failure),
}

/// Pages back past the time the row was written, from the newest event that the server has: our own copy of the room may
/// lack what the first answers of a sync leave out.
async fn look_for(inner: &Inner, room: &Room, outgoing: &Outgoing) -> anyhow::Result<Looked> {
    let mut from = None;
    loop {
        let mut options = MessagesOptions::backward().from(from.as_deref());
        options.limit = LOOKED_AT.into();
        let page = match tokio::time::timeout(SLOW, room.messages(options)).await {
            Ok(Ok(page)) => page,
            Ok(Err(error)) => return Ok(Looked::Unknown(Failure::of(&error))),
            Err(_) => return Ok(Looked::Unknown(Failure::Network(String::new()))),
        };
        if let Some(event) = page.chunk.iter().find(|event| is_of(event, &inner.me, &outgoing.txn)).and_then(TimelineEvent::event_id) {
            let (id, event) = (outgoing.id, EventId(event.to_string()));
            inner.core.store.write_async(move |w| w.step_sent(id, &event)).await?;
            return Ok(Looked::There);
        }
        let written = outgoing.created_at - CLOCKS;
        let past = |event: &TimelineEvent| event.timestamp().is_some_and(|at| i64::try_from(u64::from(at.0)).is_ok_and(|at| at < written));
        match page.end {
            Some(end) if !page.chunk.last().is_some_and(past) => from = Some(end),
            _ => return Ok(Looked::Absent),
        }
    }
}

/// One sent it, and it bears this transaction ID.
fn is_of(event: &TimelineEvent, me: &UserId, txn: &TxnId) -> bool {
    let Ok(json) = serde_json::from_str::<Value>(event.raw().json().get()) else { return false };
    json.get("sender").and_then(Value::as_str) == Some(me.as_str()) && transaction_of(&json) == Some(txn.as_str())
}
