//! Verifying another session of the account by seven emoji (SAS).
//!
//! One verification at a time, in [`Current`]. A request of ours, or one that came by to-device message and was
//! accepted here, turns into the comparison; what the user says to it goes back. Afterwards the SDK asks the other
//! session for the account's secrets by itself.

use std::sync::{Arc, Mutex, Weak};

use futures_util::StreamExt as _;
use matrix_sdk::{
    Client,
    encryption::VerificationState,
    encryption::identities::RequestVerificationError,
    encryption::verification::{
        CancelInfo, SasState, SasVerification, Verification as Flow, VerificationRequest, VerificationRequestState,
    },
    ruma::events::key::verification::{VerificationMethod, cancel::CancelCode, request::ToDeviceKeyVerificationRequestEvent},
};
use tackroom_core::{
    api::{Code, Problem, Said},
    model::{Change, Emoji, Language, Verification, VerificationStage as Stage},
};

use crate::{
    Matrix,
    failure::{internal, problem},
    inner::Inner,
    rooms::lock,
};

/// The verification that is under way.
#[derive(Default)]
pub struct Current(Mutex<Option<Under>>);

struct Under {
    request: VerificationRequest,
    sas: Option<SasVerification>,
    shown: Verification,
}

impl Matrix {
    /// Asks the account's other sessions.
    pub async fn start_verification(&self) -> Result<(), Problem> {
        let doing = "ask your other sessions";
        let encryption = self.client.encryption();
        let me = self.client.user_id().ok_or_else(|| internal("no user", doing))?;
        // Asked anew: a session that signed in a moment ago is not known by sync yet, and would not be asked.
        let identity = encryption.request_user_identity(me).await.map_err(|e| problem(&e, doing))?;
        let identity = identity.ok_or_else(|| Problem::said(Code::NoNetwork, "verify-no-keys", &[]))?;
        self.cancel_verification().await?;
        let own = self.client.device_id().ok_or_else(|| internal("no device", doing))?;
        let devices = encryption.get_user_devices(me).await.map_err(|e| internal(e, doing))?;
        let others = || devices.devices().filter(|device| device.device_id() != own);
        let methods = vec![VerificationMethod::SasV1];
        // The SDK asks trusted sessions only. From one of these, it is the newest untrusted one that is meant.
        let trusted = encryption.verification_state().get() == VerificationState::Verified;
        let newcomer = others().filter(|d| trusted && !d.is_cross_signed_by_owner()).max_by_key(|d| d.first_time_seen_ts());
        let request = match newcomer {
            Some(device) => device.request_verification_with_methods(methods).await.map_err(|e| problem(&e, doing))?,
            None if !others().any(|device| device.is_cross_signed_by_owner()) => {
                return Err(Problem::said(Code::NotFound, "verify-nobody", &[]));
            }
            None => identity.request_verification_with_methods(methods).await.map_err(|e| match e {
                RequestVerificationError::Sdk(e) => problem(&e, doing),
                other => internal(other, doing),
            })?,
        };
        begin(&self.0, request, Stage::Waiting, String::new());
        Ok(())
    }

    /// The one that is under way, or has just ended.
    pub fn verification(&self) -> Option<Verification> {
        lock(&self.verifying.0).as_ref().map(|under| under.shown.clone())
    }

    /// The user accepts what another session asks.
    pub async fn accept_verification(&self) -> Result<(), Problem> {
        let request = self.under(|under| under.request.clone())?;
        self.0.show(request.flow_id(), None, Stage::Waiting);
        request.accept_with_methods(vec![VerificationMethod::SasV1]).await.map_err(|e| problem(&e, "accept the verification"))
    }

    /// What the user said to the emoji.
    pub async fn answer_verification(&self, matching: bool) -> Result<(), Problem> {
        let (request, sas) = self.under(|under| (under.request.clone(), under.sas.clone()))?;
        let sas = sas.ok_or_else(gone)?;
        if matching {
            self.0.show(request.flow_id(), None, Stage::Confirmed);
            sas.confirm().await.map_err(|e| problem(&e, "confirm the verification"))
        } else {
            sas.mismatch().await.map_err(|e| problem(&e, "end the verification"))
        }
    }

    /// Ends it, or puts away one that has ended.
    pub async fn cancel_verification(&self) -> Result<(), Problem> {
        let under = lock(&self.verifying.0).take();
        self.core.store.tell([Change::Keys]);
        match under {
            Some(under) if !under.request.is_done() && !under.request.is_cancelled() => {
                under.request.cancel().await.map_err(|e| problem(&e, "end the verification"))
            }
            _ => Ok(()),
        }
    }

    fn under<T>(&self, read: impl FnOnce(&Under) -> T) -> Result<T, Problem> {
        lock(&self.verifying.0).as_ref().map(read).ok_or_else(gone)
    }
}

fn gone() -> Problem {
    Problem::said(Code::NotFound, "verify-ended", &[])
}

impl Inner {
    /// Shows a stage of the flow, unless another one has taken its place.
    fn show(&self, flow: &str, session: Option<String>, stage: Stage) {
        if let Some(under) = lock(&self.verifying.0).as_mut()
            && under.request.flow_id() == flow
        {
            if let Some(session) = session {
                under.shown.session = session;
            }
            under.shown.stage = stage;
        }
        self.core.store.tell([Change::Keys]);
    }
}

/// Hears what other sessions ask. The handler goes with the client.
pub fn listen(inner: &Arc<Inner>) {
    let weak = Arc::downgrade(inner);
    inner.client.add_event_handler(move |event: ToDeviceKeyVerificationRequestEvent, client: Client| {
        let weak: Weak<Inner> = Weak::clone(&weak);
        async move {
            let Some(inner) = weak.upgrade() else { return };
            // Only sessions of one's own: a stranger's question would be a dialog at their command.
            if client.user_id() != Some(&*event.sender) {
                return;
            }
            let flow = event.content.transaction_id.as_str();
            let Some(request) = client.encryption().get_verification_request(&event.sender, flow).await else { return };
            if request.we_started() || request.is_done() || request.is_cancelled() {
                return;
            }
            let busy = lock(&inner.verifying.0).as_ref().is_some_and(|under| !under.request.is_done() && !under.request.is_cancelled());
            if busy {
                return;
            }
            let session = name_of(&inner, event.content.from_device.as_str()).await;
            begin(&inner, request, Stage::Asked, session);
        }
    });
}

async fn name_of(inner: &Inner, device: &str) -> String {
    let Some(me) = inner.client.user_id() else { return device.to_owned() };
    let found = inner.client.encryption().get_device(me, device.into()).await;
    let name = found.ok().flatten().and_then(|device| device.display_name().map(str::to_owned));
    name.filter(|name| !name.trim().is_empty())
        .map_or_else(|| device.to_owned(), |name| format!("{} ({device})", tackroom_core::text::one_line(&name)))
}

fn begin(inner: &Arc<Inner>, request: VerificationRequest, stage: Stage, session: String) {
    let shown = Verification { session, stage };
    *lock(&inner.verifying.0) = Some(Under { request: request.clone(), sas: None, shown });
    inner.core.store.tell([Change::Keys]);
    tokio::spawn(follow(Arc::downgrade(inner), request));
}

/// From the request to the comparison, until it ends.
async fn follow(weak: Weak<Inner>, request: VerificationRequest) {
    let mut changes = Box::pin(request.changes());
    let mut state = request.state();
    loop {
        let Some(inner) = weak.upgrade() else { return };
        match state {
            VerificationRequestState::Created { .. } | VerificationRequestState::Requested { .. } => {}
            VerificationRequestState::Ready { ref other_device_data, .. } => {
                let session = name_of(&inner, other_device_data.device_id().as_str()).await;
                inner.show(request.flow_id(), Some(session), Stage::Waiting);
                if request.we_started()
                    && let Err(error) = request.start_sas().await
                {
                    tracing::warn!(%error, "the comparison was not started");
                }
            }
            VerificationRequestState::Transitioned { verification: Flow::SasV1(sas) } => {
                drop(inner);
                return compare(weak, request, sas).await;
            }
            VerificationRequestState::Transitioned { .. } => {
                return inner.show(request.flow_id(), None, cancelled(Said::new("verify-kind", &[])));
            }
            VerificationRequestState::Done => return inner.show(request.flow_id(), None, Stage::Done),
            VerificationRequestState::Cancelled(info) => {
                return inner.show(request.flow_id(), None, cancelled(why(&info)));
            }
        }
        drop(inner);
        match changes.next().await {
            Some(next) => state = next,
            None => return,
        }
    }
}

async fn compare(weak: Weak<Inner>, request: VerificationRequest, sas: SasVerification) {
    let mut changes = Box::pin(sas.changes());
    if let Some(inner) = weak.upgrade()
        && let Some(under) = lock(&inner.verifying.0).as_mut()
        && under.request.flow_id() == request.flow_id()
    {
        under.sas = Some(sas.clone());
    }
    if !sas.we_started()
        && let Err(error) = sas.accept().await
    {
        tracing::warn!(%error, "the comparison was not accepted");
    }
    let mut state = sas.state();
    loop {
        let Some(inner) = weak.upgrade() else { return };
        let flow = request.flow_id();
        match state {
            SasState::Created { .. } | SasState::Started { .. } | SasState::Accepted { .. } => {}
            SasState::KeysExchanged { emojis, .. } => match emojis {
                Some(seven) => {
                    let emoji = seven.emojis.iter().map(|e| Emoji { symbol: e.symbol.to_owned(), name: e.description.to_owned() });
                    inner.show(flow, None, Stage::Comparing { emoji: emoji.collect() });
                }
                None => {
                    let _ = sas.cancel().await;
                }
            },
            SasState::Confirmed => inner.show(flow, None, Stage::Confirmed),
            SasState::Done { .. } => return inner.show(flow, None, Stage::Done),
            SasState::Cancelled(info) => return inner.show(flow, None, cancelled(why(&info))),
        }
        drop(inner);
        match changes.next().await {
            Some(next) => state = next,
            None => return,
        }
    }
}

fn cancelled(said: Said) -> Stage {
    Stage::Cancelled { words: said.in_language(Language::English), said }
}

/// The end without trust, as a sentence.
fn why(info: &CancelInfo) -> Said {
    match info.cancel_code() {
        CancelCode::MismatchedSas => Said::new("verify-differs", &[]),
        CancelCode::Timeout => Said::new("verify-late", &[]),
        CancelCode::Accepted => Said::new("verify-other-answered", &[]),
        _ if info.cancelled_by_us() => Said::new("verify-ended-here", &[]),
        CancelCode::User => Said::new("verify-ended-there", &[]),
        other => Said::new("verify-failed", &[("code", &other.as_str())]),
    }
}
