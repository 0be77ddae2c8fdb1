//! People: the server's directory, profiles, one's own name and picture, blocking.

use std::sync::Arc;

use matrix_sdk::ruma::{
    OwnedUserId, RoomAliasId, UserId as RumaUserId,
    api::client::{
        profile::{AvatarUrl, DisplayName},
        reporting::report_user,
    },
    events::ignored_user_list::{IgnoredUser, IgnoredUserListEventContent},
};
use tackroom_core::{
    api::Problem,
    media::MediaSource,
    model::{Account, Contact, ContactOrigin, ContactTarget, RoomId, UserId},
    store::Store,
};

use crate::{
    Matrix,
    failure::{http_problem, internal, problem},
    http,
    inner::Inner,
};

impl Matrix {
    /// Looks people up in the server's user directory; the server decides whom it shows.
    pub async fn search_directory(&self, query: &str) -> Result<Vec<Contact>, Problem> {
        let query = query.trim();
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let doing = "search the server's directory";
        let found = self.client.search_users(query, 20).await.map_err(|e| http_problem(&e, doing))?;
        let me = self.me.clone();
        let people: Vec<_> = found
            .results
            .into_iter()
            .filter(|person| person.user_id.as_str() != me.as_str())
            .map(|person| (UserId(person.user_id.to_string()), person.display_name, person.avatar_url))
            .collect();
        let contacts = self.core.store.write_async(move |w| {
            people
                .into_iter()
                .map(|(user, name, avatar)| {
                    let avatar = match avatar {
                        Some(mxc) => Some(w.put_media(&MediaSource::Mxc { uri: mxc.to_string(), thumbnail: None }, &Default::default())?),
                        None => None,
                    };
                    let name = name.filter(|name| !name.trim().is_empty());
                    let name = name.unwrap_or_else(|| local_part(&user));
                    Ok(Contact {
                        target: ContactTarget::Person { user },
                        name,
                        avatar,
                        ambiguous: true,
                        origin: ContactOrigin::Directory,
                        last_written: None,
                        members: Vec::new(),
                    })
                })
                .collect()
        });
        contacts.await.map_err(|e| internal(e, doing))
    }

    /// The room that a server knows by an alias such as `#hall:example.org`.
    pub async fn room_of_alias(&self, alias: &str) -> Result<RoomId, Problem> {
        let doing = "ask which room this address names";
        let alias = RoomAliasId::parse(alias).map_err(|e| internal(e, doing))?;
        let found = self.client.resolve_room_alias(&alias).await.map_err(|e| http_problem(&e, doing))?;
        Ok(RoomId(found.room_id.to_string()))
    }

    /// Hides a person everywhere, on all devices.
    pub(crate) async fn block(&self, user: &RumaUserId) -> matrix_sdk::Result<()> {
        if user.as_str() == self.me.as_str() {
            return Err(matrix_sdk::Error::CantIgnoreLoggedInUser);
        }
        let added = |list: &mut IgnoredUserListEventContent| {
            list.ignored_users.insert(user.to_owned(), IgnoredUser::new());
        };
        self.change_blocked(added).await.map(drop)
    }

    /// Whom this account has blocked, sorted by Matrix ID; as sync last told it, so without the server too.
    pub async fn blocked(&self) -> Result<Vec<UserId>, Problem> {
        let doing = "read whom you have blocked";
        let known = self.client.account().account_data::<IgnoredUserListEventContent>().await.map_err(|e| problem(&e, doing))?;
        let list = known.map(|raw| raw.deserialize()).transpose().map_err(|e| internal(e, doing))?;
        Ok(users_of(list.unwrap_or_default()))
    }

    /// Hides a person no longer, on all devices. Answers who is still blocked, by the server's word.
    pub async fn unblock(&self, user: &UserId) -> Result<Vec<UserId>, Problem> {
        let doing = "unblock this person";
        let user = RumaUserId::parse(user.as_str()).map_err(|e| internal(e, doing))?;
        let removed = |list: &mut IgnoredUserListEventContent| {
            list.ignored_users.remove(&user);
        };
        self.change_blocked(removed).await.map(users_of).map_err(|e| problem(&e, doing))
    }

    /// The SDK's own calls change the list as sync last told it: who was blocked a moment ago would be left out.
    async fn change_blocked(
        &self,
        change: impl FnOnce(&mut IgnoredUserListEventContent),
    ) -> matrix_sdk::Result<IgnoredUserListEventContent> {
        let _one_at_a_time = self.blocking.lock().await;
        let account = self.client.account();
        let listed = account.fetch_account_data_static::<IgnoredUserListEventContent>().await?;
        let mut list = listed.map(|raw| raw.deserialize()).transpose()?.unwrap_or_default();
        change(&mut list);
        account.set_account_data(list.clone()).await?;
        Ok(list)
    }

    /// Tells the server's people of a person.
    pub(crate) async fn report(&self, user: &OwnedUserId, reason: &str) -> Result<(), Problem> {
        let request = report_user::v3::Request::new(user.clone(), reason.to_owned());
        let sent = self.client.send(request).with_request_config(http::once()).await;
        sent.map(|_| ()).map_err(|e| http_problem(&e, "report this person"))
    }
}

fn users_of(list: IgnoredUserListEventContent) -> Vec<UserId> {
    list.ignored_users.into_keys().map(|user| UserId(user.to_string())).collect()
}

/// One's own name and picture, fetched once per run and kept in the store.
pub async fn keep_profile(inner: Arc<Inner>) {
    inner.first_sync().await;
    if let Ok(limit) = inner.client.load_or_fetch_max_upload_size().await {
        inner.outbox.set_upload_limit(u64::from(limit));
    }
    let Ok(profile) = inner.client.account().fetch_user_profile().await else { return };
    let name = profile.get_static::<DisplayName>().ok().flatten();
    let avatar = profile.get_static::<AvatarUrl>().ok().flatten().map(|mxc| mxc.to_string());
    let me = inner.me.clone();
    let kept = inner.core.store.write_async(move |w| w.put_profile(&me, name.as_deref(), avatar.as_deref()));
    if let Err(error) = kept.await {
        tracing::warn!(%error, "the own profile was not stored");
    }
}

/// Who is signed in, by the store; without a name the ID's local part.
pub fn account(store: &Store, user: UserId, homeserver: String, device: String) -> Account {
    let profile = store.read(|r| r.profile(&user)).ok();
    let (name, avatar) = match profile {
        Some(person) => (person.name, person.avatar),
        None => (local_part(&user), None),
    };
    Account { user, name, avatar, homeserver, device }
}

/// The part of a Matrix ID before the server.
pub fn local_part(user: &UserId) -> String {
    user.as_str().trim_start_matches('@').split(':').next().unwrap_or_default().to_owned()
}
