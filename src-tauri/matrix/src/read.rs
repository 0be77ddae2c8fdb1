//! Tells the server how far one has read: the others too, unless it is private. Of all threads, of what stands outside
//! of threads, or of one thread.

use matrix_sdk::{
    Room, RoomState,
    room::Receipts,
    ruma::{OwnedEventId, api::client::receipt::create_receipt::v3::ReceiptType, events::receipt::ReceiptThread},
};
use tackroom_core::model::EventId;

use crate::{failure::Failure, inner::Inner, send::Attempt};

/// One row of the receipts' lane. Refused, it is given up: the next one says more anyway.
pub async fn tell(
    inner: &Inner,
    room: &Room,
    id: i64,
    event: &EventId,
    thread: Option<&EventId>,
    private: bool,
) -> anyhow::Result<Attempt> {
    let stored = event.clone();
    let done = match OwnedEventId::try_from(event.as_str()) {
        Ok(event) if room.state() == RoomState::Joined => send(room, event, thread, private).await,
        _ => Ok(()),
    };
    match done.map_err(|e| Failure::of(&e)) {
        Err(failure @ (Failure::Network(_) | Failure::Later { .. } | Failure::SessionEnded { .. })) => Ok(Attempt::Failed(failure)),
        other => {
            if let Err(failure) = other {
                tracing::info!(?failure, "a receipt was refused");
            }
            inner.core.store.write_async(move |w| w.step_sent(id, &stored)).await?;
            Ok(Attempt::Went)
        }
    }
}

async fn send(room: &Room, event: OwnedEventId, thread: Option<&EventId>, private: bool) -> matrix_sdk::Result<()> {
    let kind = if private { ReceiptType::ReadPrivate } else { ReceiptType::Read };
    match thread.map(EventId::as_str) {
        None => {
            let receipts = Receipts::new().fully_read_marker(event.clone());
            let receipts = if private { receipts.private_read_receipt(event) } else { receipts.public_read_receipt(event) };
            room.send_multiple_receipts(receipts).await
        }
        Some("main") => {
            room.send_multiple_receipts(Receipts::new().fully_read_marker(event.clone())).await?;
            room.send_single_receipt(kind, ReceiptThread::Main, event).await
        }
        Some(root) => match OwnedEventId::try_from(root) {
            Ok(root) => room.send_single_receipt(kind, ReceiptThread::Thread(root), event).await,
            Err(_) => Ok(()),
        },
    }
}
