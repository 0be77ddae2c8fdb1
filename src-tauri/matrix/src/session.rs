//! Signing in, and coming back: with the password, offline from what was stored, or again after the server ended it.
//!
//! The server's address and the kind of sync are stored with the tokens, so that a restore asks no network. New tokens
//! go through [`SaveSession`] before they are used. Stores lie in `matrix/state` and `matrix/cache` of the profile.

use std::{path::Path, sync::Arc};

use matrix_sdk::{
    AuthSession, Client, ClientBuilder, SqliteStoreConfig, ThreadingSupport,
    authentication::{
        matrix::MatrixSession,
        oauth::{ClientId, OAuthSession, UserSession},
    },
    config::RequestConfig,
    encryption::{BackupDownloadStrategy, EncryptionSettings},
    media::MediaRetentionPolicy,
    ruma::{
        OwnedDeviceId,
        api::client::{
            session::login,
            uiaa::{self, MatrixUserIdentifier, UserIdentifier},
        },
    },
    sliding_sync::{Version, VersionBuilder},
};
use matrix_sdk_base::cross_process_lock::CrossProcessLockConfig;
use serde::{Deserialize, Serialize};
use tackroom_core::{
    Core, Keys,
    api::{Code, Problem},
    model::{Account, UserId},
    store::Store,
};
use url::Url;

use crate::{
    Matrix,
    failure::{Failure, chain, http_problem, internal, problem},
    http, people, probe,
};

/// The name of this device on the server.
pub(crate) const DEVICE_NAME: &str = "Tackroom (desktop)";

/// Writes the session to where secrets live; called at sign-in and on each refresh of the tokens.
pub type SaveSession = Arc<dyn Fn(&StoredSession) -> anyhow::Result<()> + Send + Sync>;

/// Opens an address in the system's browser.
pub type OpenBrowser = Arc<dyn Fn(&str) -> anyhow::Result<()> + Send + Sync>;

/// All that a restore needs. Holds tokens: it belongs into the keyring.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredSession {
    /// The server's address.
    pub homeserver: String,
    /// The server had simplified sliding sync when last asked.
    pub native_sync: bool,
    /// Who is signed in, and the tokens.
    pub auth: StoredAuth,
}

/// The tokens, by the kind of sign-in.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StoredAuth {
    /// Password or SSO.
    Matrix(MatrixSession),
    /// OAuth 2.0, with the ID that the server gave this program.
    OAuth { client_id: String, user: UserSession },
}

impl StoredSession {
    /// The full Matrix ID.
    pub fn user(&self) -> &str {
        self.meta().user_id.as_str()
    }

    /// The device ID.
    pub fn device(&self) -> &str {
        self.meta().device_id.as_str()
    }

    /// Who this is, by the store alone: the first window need not wait for the SDK's own stores.
    pub fn account(&self, store: &Store) -> Account {
        people::account(store, UserId(self.user().to_owned()), self.homeserver.clone(), self.device().to_owned())
    }

    /// True where the password can be used to sign in again.
    pub fn by_password(&self) -> bool {
        matches!(self.auth, StoredAuth::Matrix(_))
    }

    fn meta(&self) -> &matrix_sdk::SessionMeta {
        match &self.auth {
            StoredAuth::Matrix(session) => &session.meta,
            StoredAuth::OAuth { user, .. } => &user.meta,
        }
    }

    fn into_auth(self) -> AuthSession {
        match self.auth {
            StoredAuth::Matrix(session) => session.into(),
            StoredAuth::OAuth { client_id, user } => OAuthSession { client_id: ClientId::new(client_id), user }.into(),
        }
    }

    /// The session of a signed-in client, as it is now.
    pub(crate) fn of(client: &Client) -> Option<Self> {
        let auth = match client.session()? {
            AuthSession::Matrix(session) => StoredAuth::Matrix(session),
            AuthSession::OAuth(session) => StoredAuth::OAuth { client_id: session.client_id.to_string(), user: session.user },
            _ => return None,
        };
        Some(Self {
            homeserver: client.homeserver().to_string(),
            native_sync: matches!(client.sliding_sync_version(), Version::Native),
            auth,
        })
    }
}

impl std::fmt::Debug for StoredSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoredSession").field("homeserver", &self.homeserver).finish_non_exhaustive()
    }
}

impl Matrix {
    /// Signs in with a password. What an earlier account left in the profile's Matrix stores is removed first.
    pub async fn sign_in(
        core: Arc<Core>,
        keys: &Keys,
        server: &str,
        user: &str,
        password: &str,
        save: SaveSession,
    ) -> Result<Self, Problem> {
        let found = probe::find(server).await?;
        clear_stores(&core.profile)?;
        let client = over_stores(&core.profile, keys, &found.homeserver(), discover(&found).await).await?;
        log_in(&client, user.trim(), password, None).await?;
        finish(core, client, save).await
    }

    /// Signs in again after the server ended the session softly: same device, same stores, nothing lost.
    pub async fn sign_in_again(
        core: Arc<Core>,
        keys: &Keys,
        stored: &StoredSession,
        password: &str,
        save: SaveSession,
    ) -> Result<Self, Problem> {
        let homeserver = homeserver(stored)?;
        let client = over_stores(&core.profile, keys, &homeserver, stored.native_sync).await?;
        let device = OwnedDeviceId::from(stored.device());
        log_in(&client, stored.user(), password, Some(device)).await?;
        finish(core, client, save).await
    }

    /// Comes back from what was stored; asks no network.
    pub async fn restore(core: Arc<Core>, keys: &Keys, stored: StoredSession, save: SaveSession) -> Result<Self, Problem> {
        let homeserver = homeserver(&stored)?;
        let client = over_stores(&core.profile, keys, &homeserver, stored.native_sync).await?;
        listen_for_tokens(&client, &save)?;
        client.restore_session(stored.into_auth()).await.map_err(|e| problem(&e, "open the account's data"))?;
        Matrix::around(core, client, save, false).await
    }
}

/// The store's files are there already, or are made; the network is not asked.
pub(crate) async fn over_stores(profile: &Path, keys: &Keys, homeserver: &Url, native_sync: bool) -> Result<Client, Problem> {
    let doing = "open the account's data";
    let builder = builder(profile, keys).await.map_err(|e| internal(e, doing))?;
    let kind = if native_sync { VersionBuilder::Native } else { VersionBuilder::None };
    let client = builder.homeserver_url(homeserver).sliding_sync_version_builder(kind).build().await;
    client.map_err(|error| Problem::new(Code::Damaged, format!("Could not {doing}: {}.", chain(&error))))
}

async fn builder(profile: &Path, keys: &Keys) -> anyhow::Result<ClientBuilder> {
    let folder = profile.join("matrix");
    let encryption = EncryptionSettings {
        auto_enable_cross_signing: true,
        auto_enable_backups: true,
        backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
    };
    let stores = SqliteStoreConfig::new(folder.join("state")).key(Some(&keys.matrix)).pool_max_size(4);
    Ok(Client::builder()
        .http_client(http::client().await?)
        // The SDK would honour any stated wait, a day too, within one call: waits are ours (the outbox, the sync).
        .request_config(RequestConfig::new().disable_retry())
        // The address was found before signing in; it does not change because of an answer.
        .respect_login_well_known(false)
        .sqlite_store_with_config_and_cache_path(stores, Some(folder.join("cache")))
        .cross_process_store_config(CrossProcessLockConfig::SingleProcess)
        .with_threading_support(ThreadingSupport::Disabled)
        .with_encryption_settings(encryption)
        .handle_refresh_tokens())
}

/// Whether the server, which has just answered, has simplified sliding sync.
pub(crate) async fn discover(client: &Client) -> bool {
    !client.available_sliding_sync_versions().await.is_empty()
}

/// Asks for a session: one request, so that "too many requests" is said at once (the SDK would wait as told).
async fn log_in(client: &Client, user: &str, password: &str, device: Option<OwnedDeviceId>) -> Result<(), Problem> {
    let who = UserIdentifier::Matrix(MatrixUserIdentifier::new(user.to_owned()));
    let info = login::v3::LoginInfo::Password(login::v3::Password::new(who.clone(), password.to_owned()));
    let mut request = login::v3::Request::new(info);
    request.device_id = device;
    request.initial_device_display_name = Some(DEVICE_NAME.to_owned());
    request.refresh_token = true;
    let answer = client.send(request).with_request_config(http::once()).await;
    let answer = answer.map_err(|error| match Failure::of_http(&error) {
        Failure::Refused { code, .. } if code == "M_FORBIDDEN" || code == "M_UNAUTHORIZED" => {
            Problem::said(Code::WrongPassword, "password-refused", &[("user", &user)])
        }
        Failure::Refused { code, .. } if code == "M_USER_DEACTIVATED" => {
            Problem::said(Code::Forbidden, "account-deactivated", &[("user", &user)])
        }
        Failure::Refused { code, .. } if code == "M_INVALID_USERNAME" => Problem::said(Code::BadInput, "user-name", &[("user", &user)]),
        failure => failure.problem("sign in"),
    })?;
    let session = MatrixSession::from(&answer);
    client.restore_session(session).await.map_err(|e| problem(&e, "sign in"))?;
    // Some servers want the password once more before they take the keys for cross-signing.
    let (client, password) = (client.clone(), uiaa::Password::new(who, password.to_owned()));
    tokio::spawn(async move {
        let encryption = client.encryption();
        encryption.wait_for_e2ee_initialization_tasks().await;
        let auth = uiaa::AuthData::Password(password);
        if let Err(error) = encryption.bootstrap_cross_signing_if_needed(Some(auth)).await {
            tracing::warn!(%error, "cross-signing was not set up");
        }
    });
    Ok(())
}

/// Saves the new session, learns what later calls need offline, and wraps the client.
pub(crate) async fn finish(core: Arc<Core>, client: Client, save: SaveSession) -> Result<Matrix, Problem> {
    // Filled now, or the first offline run could not even build its requests.
    client.supported_versions().await.map_err(|e| http_problem(&e, "ask the server what it can do"))?;
    let stored = StoredSession::of(&client).ok_or_else(|| internal("no session", "sign in"))?;
    if let Err(error) = save(&stored) {
        // Without its token the device could never be signed out again.
        let _ = client.logout().await;
        return Err(Problem::new(Code::Keyring, format!("The session could not be stored: {error}.")));
    }
    listen_for_tokens(&client, &save)?;
    Matrix::around(core, client, save, true).await
}

/// Each refresh writes the tokens before they are used: a lost refresh token ends the session.
fn listen_for_tokens(client: &Client, save: &SaveSession) -> Result<(), Problem> {
    let save = Arc::clone(save);
    client
        .set_session_callbacks(
            Box::new(|client| client.session_tokens().ok_or_else(|| "no session".into())),
            Box::new(move |client| match StoredSession::of(&client) {
                Some(stored) => save(&stored).map_err(Into::into),
                None => Err("no session".into()),
            }),
        )
        .map_err(|e| problem(&e, "prepare the session"))
}

/// Our own picture cache holds pictures: the SDK's stays small.
pub(crate) async fn limit_media_cache(client: &Client) {
    let policy = MediaRetentionPolicy::new().with_max_cache_size(Some(1 << 20)).with_max_file_size(Some(64 << 10));
    if let Err(error) = client.media().set_media_retention_policy(policy).await {
        tracing::warn!(%error, "the media cache of the SDK was not limited");
    }
}

fn homeserver(stored: &StoredSession) -> Result<Url, Problem> {
    Url::parse(&stored.homeserver).map_err(|e| internal(e, "read the stored session"))
}

/// Removes the SDK's stores of the profile.
pub fn clear_stores(profile: &Path) -> Result<(), Problem> {
    match std::fs::remove_dir_all(profile.join("matrix")) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(internal(error, "remove the data of an earlier account")),
    }
}
