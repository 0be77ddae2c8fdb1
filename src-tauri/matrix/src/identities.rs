//! People's identities as the server says them now, held against those they were last seen with.
//!
//! The SDK notices a changed master key; the store remembers which one was seen and tells the user ([`see`]). Changes of
//! a time when nobody listened (a crash) are found at the next start.

use std::sync::Arc;

use futures_util::StreamExt as _;
use matrix_sdk::{encryption::identities::UserIdentity, ruma::UserId as RumaUserId};
use tackroom_core::model::UserId;

use crate::inner::Inner;

/// Listens for as long as the account runs.
pub async fn watch(inner: Arc<Inner>) {
    let encryption = inner.client.encryption();
    let mut updates = match encryption.user_identities_stream().await {
        Ok(updates) => Box::pin(updates),
        Err(error) => return tracing::error!(%error, "changed identities are not heard of"),
    };
    for user in inner.core.store.read_async(|r| r.people_of_encrypted_rooms()).await.unwrap_or_default() {
        if let Ok(id) = RumaUserId::parse(user.as_str())
            && let Ok(Some(identity)) = encryption.get_user_identity(&id).await
        {
            see(&inner, &identity).await;
        }
    }
    while let Some(update) = updates.next().await {
        for identity in update.new.values().chain(update.changed.values()) {
            see(&inner, identity).await;
        }
    }
}

async fn see(inner: &Inner, identity: &UserIdentity) {
    let user = UserId(identity.user_id().to_string());
    if user == inner.me {
        return;
    }
    let Some(key) = identity.master_key().get_first_key().map(|key| key.to_base64()) else { return };
    let seen = inner.core.store.write_async(move |w| w.see_identity(&user, &key)).await;
    match seen {
        // The user has been told: from here on this is the identity that a further change is measured by.
        Ok(true) => {
            if let Err(error) = identity.pin().await {
                tracing::warn!(%error, "a told identity was not pinned");
            }
        }
        Ok(false) => {}
        Err(error) => tracing::error!(%error, "an identity was not remembered"),
    }
}
