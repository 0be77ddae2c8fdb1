//! Signing in through the system's browser: OAuth 2.0 where the server has it, else single sign-on.
//!
//! The browser comes back to a server of ours on the loopback, which lives for this one answer. Dropping the future
//! (Cancel) closes it.

use std::{sync::Arc, time::Duration};

use matrix_sdk::{
    Client,
    authentication::oauth::{
        ClientRegistrationData, OAuthError,
        error::OAuthAuthorizationCodeError,
        registration::{ApplicationType, ClientMetadata, Localized, OAuthGrantType},
    },
    ruma::{
        OwnedDeviceId,
        api::client::{discovery::get_authorization_server_metadata::v1::Prompt, session::get_login_types::v3::LoginType},
        serde::Raw,
    },
    utils::{
        UrlOrQuery,
        local_server::{LocalServerBuilder, LocalServerIpAddress, LocalServerRedirectHandle, LocalServerResponse},
    },
};
use tackroom_core::{
    Core, Keys,
    api::{Code, Problem},
};
use url::Url;

use crate::{
    Matrix,
    failure::{chain, http_problem, internal, problem},
    probe,
    session::{self, DEVICE_NAME, OpenBrowser, SaveSession, StoredSession},
};

/// How long the browser may take.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
const HOME: &str = "https://github.com/tackroom/tackroom";
const DONE: &str = "<!doctype html><meta charset=utf-8><title>Tackroom</title>\
    <body style=\"font:16px system-ui;margin:15vh auto;max-width:30em;text-align:center\">\
    <h1>You can go back to Tackroom.</h1><p>This page can be closed.</p>";

impl Matrix {
    /// Signs in through the browser, or makes an account there first. Waits for its answer; drop the future to cancel.
    pub async fn sign_in_browser(
        core: Arc<Core>,
        keys: &Keys,
        server: &str,
        create: bool,
        open: OpenBrowser,
        save: SaveSession,
    ) -> Result<Self, Problem> {
        let found = probe::find(server).await?;
        session::clear_stores(&core.profile)?;
        let native = session::discover(&found).await;
        let client = session::over_stores(&core.profile, keys, &found.homeserver(), native).await?;
        let wanted = if create { Wanted::NewAccount } else { Wanted::NewDevice };
        through_browser(&client, wanted, &open).await?;
        session::finish(core, client, save).await
    }

    /// The same after the server ended the session: same device, same stores.
    pub async fn sign_in_again_browser(
        core: Arc<Core>,
        keys: &Keys,
        stored: &StoredSession,
        open: OpenBrowser,
        save: SaveSession,
    ) -> Result<Self, Problem> {
        let homeserver = Url::parse(&stored.homeserver).map_err(|e| internal(e, "read the stored session"))?;
        let client = session::over_stores(&core.profile, keys, &homeserver, stored.native_sync).await?;
        through_browser(&client, Wanted::SameDevice(OwnedDeviceId::from(stored.device())), &open).await?;
        session::finish(core, client, save).await
    }
}

/// What the browser is opened for.
enum Wanted {
    NewDevice,
    NewAccount,
    SameDevice(OwnedDeviceId),
}

impl Wanted {
    fn device(self) -> Option<OwnedDeviceId> {
        match self {
            Self::SameDevice(device) => Some(device),
            Self::NewDevice | Self::NewAccount => None,
        }
    }
}

async fn through_browser(client: &Client, wanted: Wanted, open: &OpenBrowser) -> Result<(), Problem> {
    let (redirect, answer) = LocalServerBuilder::new()
        .ip_address(LocalServerIpAddress::Localhostv4)
        .response(LocalServerResponse::Html(DONE.to_owned()))
        .spawn()
        .await
        .map_err(|e| internal(e, "listen for the browser's answer"))?;
    if client.oauth().server_metadata().await.is_ok() {
        oauth(client, wanted, open, redirect, answer).await
    } else {
        sso(client, wanted.device(), open, redirect, answer).await
    }
}

async fn oauth(
    client: &Client,
    wanted: Wanted,
    open: &OpenBrowser,
    redirect: Url,
    answer: LocalServerRedirectHandle,
) -> Result<(), Problem> {
    let doing = "sign in with the browser";
    let registration = registration(&redirect).map_err(|e| internal(e, doing))?;
    let prompt = if matches!(wanted, Wanted::NewAccount) { vec![Prompt::Create] } else { Vec::new() };
    let mut login = client.oauth().login(redirect, wanted.device(), Some(registration), None);
    if !prompt.is_empty() {
        login = login.prompt(prompt);
    }
    let login = login.build().await.map_err(|e| oauth_problem(&e, doing))?;
    let query = asked(open, login.url.as_str(), answer).await;
    let Some(query) = query? else {
        client.oauth().abort_login(&login.state).await;
        return Err(cancelled());
    };
    client.oauth().finish_login(UrlOrQuery::Query(query)).await.map_err(|e| match &e {
        matrix_sdk::Error::OAuth(inner) => oauth_problem(inner, doing),
        _ => problem(&e, doing),
    })
}

async fn sso(
    client: &Client,
    device: Option<OwnedDeviceId>,
    open: &OpenBrowser,
    redirect: Url,
    answer: LocalServerRedirectHandle,
) -> Result<(), Problem> {
    let doing = "sign in with the browser";
    let auth = client.matrix_auth();
    let types = auth.get_login_types().await.map_err(|e| http_problem(&e, "ask the server how to sign in"))?;
    if !types.flows.iter().any(|flow| matches!(flow, LoginType::Sso(_))) {
        return Err(Problem::said(Code::NoBrowserSignIn, "browser-not-offered", &[]));
    }
    let address = auth.get_sso_login_url(redirect.as_str(), None).await.map_err(|e| problem(&e, doing))?;
    let Some(query) = asked(open, &address, answer).await? else { return Err(cancelled()) };
    let mut login = auth
        .login_with_sso_callback(UrlOrQuery::Query(query))
        .map_err(|e| internal(e, doing))?
        .initial_device_display_name(DEVICE_NAME)
        .request_refresh_token();
    if let Some(device) = &device {
        login = login.device_id(device.as_str());
    }
    login.send().await.map(|_| ()).map_err(|e| problem(&e, doing))
}

async fn asked(open: &OpenBrowser, address: &str, answer: LocalServerRedirectHandle) -> Result<Option<String>, Problem> {
    open(address).map_err(|error| Problem::said(Code::NoBrowserSignIn, "browser-not-opened", &[("error", &error)]))?;
    let query = tokio::time::timeout(PATIENCE, IntoFuture::into_future(answer)).await;
    Ok(query.ok().flatten().map(|query| query.0))
}

/// What the sign-in server answered, as words; its own words are shown, never trusted.
fn oauth_problem(error: &OAuthError, doing: &str) -> Problem {
    match error {
        OAuthError::AuthorizationCode(OAuthAuthorizationCodeError::Cancelled) => Problem::said(Code::Forbidden, "browser-refused", &[]),
        OAuthError::ClientRegistration(_) => Problem::said(Code::NoBrowserSignIn, "browser-registration", &[("server", &chain(error))]),
        other => Problem::new(Code::NoNetwork, format!("Could not {doing}: {}. Try again.", chain(other))),
    }
}

fn cancelled() -> Problem {
    Problem::said(Code::Cancelled, "browser-silent", &[])
}

fn registration(redirect: &Url) -> anyhow::Result<ClientRegistrationData> {
    let grants = vec![OAuthGrantType::AuthorizationCode { redirect_uris: vec![redirect.clone()] }];
    let home = Localized::new(Url::parse(HOME)?, []);
    let mut metadata = ClientMetadata::new(ApplicationType::Native, grants, home);
    metadata.client_name = Some(Localized::new("Tackroom".to_owned(), []));
    Ok(ClientRegistrationData::new(Raw::new(&metadata)?))
}
