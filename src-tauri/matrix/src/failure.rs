//! What kind of failure an error of the SDK is: the one place that sorts them, for the outbox and for words.

use std::time::Duration;

use matrix_sdk::{
    Error, HttpError,
    ruma::api::error::{ErrorBody, ErrorKind, LimitExceededErrorData, RetryAfter},
};
use tackroom_core::{
    api::{Code, Problem, Said},
    model::Language,
};

/// A failed request, sorted by what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer: try again when the network is back.
    Network(String),
    /// The server asks to wait (429) or is unwell (5xx).
    Later { after: Option<Duration>, limited: bool, status: u16 },
    /// The token is no longer good. `soft`: sign in again with the same device.
    SessionEnded { soft: bool },
    /// The server said no, for good. `code` is Matrix's (`M_FORBIDDEN`).
    Refused { status: u16, code: String, message: String },
    /// Too large; sizes in bytes where known.
    TooLarge { size: Option<u64>, limit: Option<u64> },
    /// One is not (any more) in the room.
    NotInRoom,
    /// The picture to be sent cannot be had any more.
    PictureGone,
    /// Found here to be nothing that can be sent.
    Unfit(Said),
    /// Identities or devices of the other side need the user's decision.
    Encryption(String),
    /// Not the network and not the server: ours, or the disk.
    Local(String),
}

impl Failure {
    /// Sorts an error.
    pub fn of(error: &Error) -> Self {
        match error {
            Error::Http(http) => Self::of_http(http),
            Error::WrongRoomState(_) => Self::NotInRoom,
            Error::AuthenticationRequired => Self::SessionEnded { soft: true },
            Error::Media(matrix_sdk::media::MediaError::MediaTooLargeToUpload { max, current }) => {
                Self::TooLarge { size: Some(u64::from(*current)), limit: Some(u64::from(*max)) }
            }
            Error::OlmError(olm) => match olm.as_ref() {
                matrix_sdk::encryption::OlmError::SessionRecipientCollectionError(inner) => Self::Encryption(inner.to_string()),
                other => Self::Local(other.to_string()),
            },
            Error::ConcurrentRequestFailed => Self::Network(error.to_string()),
            Error::OAuth(_) => Self::Network(error.to_string()),
            Error::Io(io) => Self::Local(io.to_string()),
            other => Self::Local(other.to_string()),
        }
    }

    /// Sorts an error of one request.
    pub fn of_http(error: &HttpError) -> Self {
        match error {
            HttpError::Reqwest(reqwest) => Self::Network(chain(reqwest)),
            HttpError::Cached(inner) => Self::of_http(inner),
            // The refresh failed: either the network, or the refresh token is gone. The access token decides later.
            HttpError::RefreshToken(refresh) => Self::Network(chain(refresh)),
            HttpError::Api(_) => match error.as_client_api_error() {
                Some(answer) => {
                    let status = answer.status_code.as_u16();
                    match answer.error_kind() {
                        Some(ErrorKind::LimitExceeded(LimitExceededErrorData { retry_after, .. })) => Self::Later {
                            after: match retry_after {
                                Some(RetryAfter::Delay(delay)) => Some(*delay),
                                Some(RetryAfter::DateTime(at)) => at.duration_since(std::time::SystemTime::now()).ok(),
                                None => None,
                            },
                            limited: true,
                            status,
                        },
                        Some(ErrorKind::UnknownToken(data)) => Self::SessionEnded { soft: data.soft_logout },
                        Some(ErrorKind::MissingToken) => Self::SessionEnded { soft: true },
                        Some(ErrorKind::TooLarge) => Self::TooLarge { size: None, limit: None },
                        _ if status == 429 => Self::Later { after: None, limited: true, status },
                        _ if status == 413 => Self::TooLarge { size: None, limit: None },
                        _ if status >= 500 || status == 408 => Self::Later { after: None, limited: false, status },
                        Some(kind) => Self::Refused {
                            status,
                            code: kind.errcode().to_string(),
                            message: match &answer.body {
                                ErrorBody::Standard(body) => body.message.clone(),
                                _ => String::new(),
                            },
                        },
                        // Not a Matrix answer: a proxy or a sign-in page of a network stands between.
                        None => Self::Later { after: None, limited: false, status },
                    }
                }
                None if error.as_uiaa_response().is_some() => {
                    Self::Refused { status: 401, code: "M_UNAUTHORIZED".to_owned(), message: "the server asks for the password".to_owned() }
                }
                None => Self::Later { after: None, limited: false, status: 200 },
            },
            other => Self::Local(other.to_string()),
        }
    }

    /// What failed, with numbers, and what to do, in the language of who reads it.
    pub fn said(&self) -> Said {
        match self {
            Self::Network(_) => Said::new("network", &[]),
            Self::Later { after: Some(wait), limited: true, .. } => Said::new("wait", &[("wait", &words_for(*wait))]),
            Self::Later { limited: true, .. } => Said::new("limited", &[]),
            Self::Later { status, .. } => Said::new("fault", &[("status", status)]),
            Self::SessionEnded { .. } => Said::new("ended", &[]),
            Self::Refused { code, message, .. } if code == "M_FORBIDDEN" => Said::new("not-allowed", &[("server", &or(message, code))]),
            Self::Refused { code, message, .. } => Said::new("refused", &[("server", &or(message, code))]),
            Self::TooLarge { size: Some(size), limit: Some(limit) } => {
                Said::new("larger", &[("size", &bytes(*size)), ("limit", &bytes(*limit))])
            }
            Self::TooLarge { size: Some(size), limit: None } => Said::new("larger-size", &[("size", &bytes(*size))]),
            Self::TooLarge { size: None, limit: Some(limit) } => Said::new("larger-than", &[("limit", &bytes(*limit))]),
            Self::TooLarge { size: None, limit: None } => Said::new("too-large", &[]),
            Self::NotInRoom => Said::new("not-in-room", &[]),
            Self::PictureGone => Said::new("picture-lost", &[]),
            Self::Unfit(said) => said.clone(),
            Self::Encryption(_) => Said::new("encryption", &[]),
            Self::Local(_) => Said::new("trying", &[]),
        }
    }

    /// For the UI. `doing` completes "could not ...", in English.
    pub fn problem(&self, doing: &str) -> Problem {
        let (code, why) = match self {
            Self::Network(_) => (Code::NoNetwork, "the server did not answer. Check the network and try again".to_owned()),
            Self::Later { after: Some(wait), limited: true, .. } => {
                (Code::RateLimited, format!("the server asks to wait {}. Try again then", words_for(*wait)))
            }
            Self::Later { limited: true, .. } => (Code::RateLimited, "too many requests. Wait a minute and try again".to_owned()),
            Self::Later { status, .. } => (Code::NoNetwork, format!("the server has a fault (error {status}). Try again later")),
            Self::SessionEnded { .. } => (Code::SessionEnded, "sign in again first".to_owned()),
            Self::Refused { code, message, .. } => (
                if code == "M_NOT_FOUND" { Code::NotFound } else { Code::Forbidden },
                format!("the server refused it. It says: {}", or(message, code)),
            ),
            Self::TooLarge { .. } => (Code::TooLarge, "it is larger than this server takes".to_owned()),
            Self::NotInRoom => (Code::Forbidden, "you are not in this conversation any more".to_owned()),
            Self::PictureGone => (Code::NotFound, "the picture is not on this device any more".to_owned()),
            Self::Unfit(said) => (Code::TooLarge, said.in_language(Language::English).trim_end_matches('.').to_owned()),
            Self::Encryption(why) => (Code::Forbidden, why.clone()),
            // What is ours says the code alone in other languages: it is no sentence for a person.
            Self::Local(why) => return internal(why, doing),
        };
        Problem { said: Some(self.said()), ..Problem::new(code, format!("Could not {doing}: {why}.")) }
    }
}

/// An error of the SDK as the UI gets it.
pub fn problem(error: &Error, doing: &str) -> Problem {
    Failure::of(error).problem(doing)
}

/// An error of one request as the UI gets it.
pub fn http_problem(error: &HttpError, doing: &str) -> Problem {
    Failure::of_http(error).problem(doing)
}

/// A failure of ours, with its cause.
pub fn internal(error: impl std::fmt::Display, doing: &str) -> Problem {
    Problem::new(Code::Internal, format!("Could not {doing}: {error}."))
}

/// The error and its causes in one line; the sentences of `reqwest` alone say little.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let more = cause.to_string();
        if !text.contains(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        next = cause.source();
    }
    text
}

/// A wait as a person says it: "20 s", "5 min", "24 h".
pub fn words_for(wait: Duration) -> String {
    match wait.as_secs() {
        0 => "1 s".to_owned(),
        seconds @ 1..=119 => format!("{seconds} s"),
        seconds @ 120..=7_199 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3_600)),
    }
}

fn bytes(bytes: u64) -> String {
    match bytes {
        0..=10_239 => format!("{bytes} B"),
        10_240..=1_048_575 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}

fn or<'a>(message: &'a str, code: &'a str) -> &'a str {
    if message.is_empty() { code } else { message.trim_end_matches('.') }
}
