//! One line in: what it asks for, and its one answer.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use tackroom_core::api::{Call, Code, Problem, args};
use tackroom_core::model::{EventId, Mark, MessageId, Notify, PinInput, Place, RoomId, UserId};

use super::wait::{self, Conditions};
use crate::app::App;
use crate::commands::{self, dispatch, pins};

/// What a line may ask for.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Do {
    SignIn { server: String, user: String, password: String },
    SignInAgain { password: String },
    SignOut,
    Unlock { passphrase: String },
    RetryKeyring,
    Send(Send),
    Accept { room: RoomId },
    Decline { room: RoomId },
    React { room: RoomId, event: EventId, key: String },
    Redact { room: RoomId, event: EventId },
    Read { room: RoomId, message: Option<MessageId> },
    Mute { room: RoomId, muted: bool },
    Status,
    Conversations { archived: Option<bool>, limit: Option<u32> },
    Messages { room: RoomId, limit: Option<u32>, before: Option<Place> },
    Requests,
    LoadOlder { room: RoomId },
    Call { call: String, args: Option<Value> },
    WaitFor(Conditions),
    Quit,
}

#[derive(Deserialize)]
struct Send {
    to: Option<People>,
    room: Option<RoomId>,
    #[serde(default)]
    as_group: bool,
    text: Option<String>,
    pin: Option<Pin>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum People {
    One(UserId),
    Several(Vec<UserId>),
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Pin {
    title: String,
    note: String,
    link: Option<String>,
    picture: Option<PathBuf>,
    alt: Option<String>,
}

/// Carries out a line. The second value is false after `quit`.
pub async fn answer(app: &Arc<App>, line: &str) -> (Value, bool) {
    let parsed = serde_json::from_str::<Value>(line);
    let id = parsed.as_ref().ok().and_then(|value| value.get("id")).cloned().unwrap_or(Value::Null);
    let name = parsed.as_ref().ok().and_then(|value| value.get("do")).cloned().unwrap_or(Value::Null);
    let wanted = parsed.and_then(serde_json::from_value::<Do>);
    let go_on = !matches!(wanted, Ok(Do::Quit));
    let done = match wanted {
        Ok(wanted) => {
            if !matches!(wanted, Do::WaitFor(_) | Do::Status | Do::Quit) {
                wait::while_opening(app).await;
            }
            carry_out(app, wanted).await
        }
        Err(error) => Err(Problem::new(Code::BadInput, format!("Not understood: {error}. See docs/headless.md."))),
    };
    let line = match done {
        Ok(mut fields) => {
            fields.insert("ok".into(), id);
            Value::Object(fields)
        }
        Err(problem) => json!({ "event": "error", "id": id, "do": name, "code": problem.code, "words": problem.words }),
    };
    (line, go_on)
}

async fn carry_out(app: &Arc<App>, wanted: Do) -> Result<Map<String, Value>, Problem> {
    let field = |name: &str, value: Value| Map::from_iter([(name.to_owned(), value)]);
    let none = |_: Value| Map::new();
    Ok(match wanted {
        Do::SignIn { server, user, password } => field("account", to_value(app.sign_in(&server, &user, &password).await?)?),
        Do::SignInAgain { password } => field("account", to_value(app.sign_in_again(&password).await?)?),
        Do::SignOut => none(dispatch(app, Call::SignOut(args::SignOut {})).await?),
        Do::Unlock { passphrase } => none(dispatch(app, Call::Unlock(args::Unlock { passphrase })).await?),
        Do::RetryKeyring => none(dispatch(app, Call::RetryKeyring(args::RetryKeyring {})).await?),
        Do::Send(wanted) => send(app, wanted).await?,
        Do::Accept { room } => none(dispatch(app, Call::Accept(args::Accept { room })).await?),
        Do::Decline { room } => none(dispatch(app, Call::Decline(args::Decline { room })).await?),
        Do::React { room, event, key } => {
            commands::send(app, move |writer| writer.queue_reaction(&room, &event, &key).map(|_| ())).await?;
            Map::new()
        }
        Do::Redact { room, event } => {
            commands::send(app, move |writer| writer.queue_redact(&room, &event).map(|_| ())).await?;
            Map::new()
        }
        Do::Read { room, message } => read(app, room, message).await?,
        Do::Mute { room, muted } => {
            let mark = Mark::Notify { notify: if muted { Notify::None } else { Notify::All }, until: None };
            none(dispatch(app, Call::SetMark(args::SetMark { room, mark })).await?)
        }
        Do::Status => status(app).await?,
        Do::Conversations { archived, limit } => {
            let (archived, limit) = (archived.unwrap_or(false), limit.unwrap_or(100));
            let call = Call::Conversations(args::Conversations { archived, offset_room: None, limit });
            field("conversations", dispatch(app, call).await?)
        }
        Do::Messages { room, limit, before } => {
            let call = Call::Messages(args::Messages { room, before, around: None, limit: limit.unwrap_or(50) });
            field("page", dispatch(app, call).await?)
        }
        Do::Requests => field("requests", dispatch(app, Call::Requests(args::Requests {})).await?),
        Do::LoadOlder { room } => field("more", dispatch(app, Call::LoadOlder(args::LoadOlder { room })).await?),
        Do::Call { call, args } => {
            let call = json!({ "call": call, "args": args.unwrap_or_else(|| json!({})) });
            let call = serde_json::from_value(call).map_err(|error| Problem::new(Code::BadInput, format!("Not a call: {error}.")))?;
            field("answer", dispatch(app, call).await?)
        }
        Do::WaitFor(conditions) => wait::until(app, conditions).await?,
        Do::Quit => Map::new(),
    })
}

async fn send(app: &Arc<App>, wanted: Send) -> Result<Map<String, Value>, Problem> {
    if wanted.text.is_none() && wanted.pin.is_none() {
        return Err(Problem::new(Code::BadInput, "There is neither `text` nor `pin` to send."));
    }
    let pin = match wanted.pin {
        None => None,
        Some(pin) => {
            let picture = match pin.picture {
                None => None,
                Some(path) => Some(pins::picture_from_file(app, path).await?.media),
            };
            Some(PinInput { title: pin.title, note: pin.note, link: pin.link, picture, alt: pin.alt, source: None })
        }
    };
    let people = match (wanted.to, &wanted.room) {
        (Some(People::One(user)), None) => vec![user],
        (Some(People::Several(users)), None) if !users.is_empty() => users,
        (None, Some(_)) => Vec::new(),
        _ => return Err(Problem::new(Code::BadInput, "Say either `to` or `room`.")),
    };
    let (text, room, as_group) = (wanted.text, wanted.room, wanted.as_group && people.len() > 1);
    let (rooms, message) = commands::send(app, move |writer| {
        let rooms = match room {
            Some(room) => vec![room],
            None if as_group => vec![writer.queue_new_conversation(&people, None, false)?],
            None => people.into_iter().map(|user| writer.queue_new_conversation(&[user], None, true)).collect::<Result<_, _>>()?,
        };
        let mut message = None;
        for room in &rooms {
            if let Some(pin) = &pin {
                message = Some(writer.queue_pin(room, pin)?);
            }
            if let Some(text) = &text {
                message = Some(writer.queue_text(room, text, None)?);
            }
        }
        Ok((rooms, message))
    })
    .await?;
    let mut fields = Map::new();
    fields.insert("room".into(), to_value(rooms.first())?);
    fields.insert("rooms".into(), to_value(&rooms)?);
    fields.insert("message".into(), to_value(message)?);
    Ok(fields)
}

async fn read(app: &Arc<App>, room: RoomId, message: Option<MessageId>) -> Result<Map<String, Value>, Problem> {
    let message = match message {
        Some(message) => message,
        None => {
            let newest = room.clone();
            let page = commands::read(app, move |reader| reader.messages(&newest, None, None, 1)).await?;
            match page.messages.last() {
                Some(message) => message.id,
                None => return Err(Problem::new(Code::NotFound, "There is no message in this conversation.")),
            }
        }
    };
    dispatch(app, Call::MarkRead(args::MarkRead { room, message, thread: None })).await?;
    Ok(Map::new())
}

async fn status(app: &Arc<App>) -> Result<Map<String, Value>, Problem> {
    let mut fields = Map::new();
    fields.insert("session".into(), to_value(app.session())?);
    fields.insert("connection".into(), to_value(app.connection())?);
    if app.core().is_ok() {
        let counts = commands::read(app, wait::Counts::of).await?;
        fields.insert("unread".into(), counts.unread.into());
        fields.insert("requests".into(), counts.requests.into());
        fields.insert("conversations".into(), counts.conversations.into());
        fields.insert("outbox".into(), counts.outbox.into());
    }
    Ok(fields)
}

pub fn to_value(value: impl serde::Serialize) -> Result<Value, Problem> {
    serde_json::to_value(value).map_err(crate::app::internal)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tackroom_core::model::SessionState;

    async fn check(line: &str, code: &str, id: Value) {
        let base = tempfile::tempdir().unwrap();
        let app = App::new(crate::profile::Profile::open(Some(base.path().join("p"))).unwrap());
        app.set_session(SessionState::SignedOut);
        let (answer, go_on) = super::answer(&app, line).await;
        assert_eq!(answer["event"], "error", "{line}");
        assert_eq!(answer["code"], code, "{line}");
        assert_eq!(answer["id"], id, "{line}");
        assert!(go_on);
    }

    #[tokio::test]
    async fn what_is_not_understood_is_said_so_with_its_id() {
        check("nonsense", "bad_input", Value::Null).await;
        check(r#"{"do":"dance","id":7}"#, "bad_input", 7.into()).await;
        check(r#"{"do":"send","to":"@a:b","id":"x"}"#, "bad_input", "x".into()).await;
        check(r#"{"do":"send","to":"@a:b","room":"!r:b","text":"t"}"#, "bad_input", Value::Null).await;
        check(r#"{"do":"send","to":"@a:b","pin":{"titel":"t"}}"#, "bad_input", Value::Null).await;
        check(r#"{"do":"call","call":"nothing"}"#, "bad_input", Value::Null).await;
        check(r#"{"do":"call","call":"choose_picture","args":{}}"#, "bad_input", Value::Null).await;
    }

    #[tokio::test]
    async fn before_the_profile_is_open_there_is_no_store() {
        let base = tempfile::tempdir().unwrap();
        let app = App::new(crate::profile::Profile::open(Some(base.path().join("p"))).unwrap());
        let code = async |line: &str| carry_out(&app, serde_json::from_str(line).unwrap()).await.unwrap_err().code;
        assert_eq!(code(r#"{"do":"conversations"}"#).await, Code::Keyring);
        assert_eq!(code(r#"{"do":"accept","room":"!r:b"}"#).await, Code::SessionEnded);
    }

    #[tokio::test]
    async fn quit_answers_and_ends() {
        let base = tempfile::tempdir().unwrap();
        let app = App::new(crate::profile::Profile::open(Some(base.path().join("p"))).unwrap());
        let (answer, go_on) = super::answer(&app, r#"{"do":"quit","id":"end"}"#).await;
        assert_eq!(answer, json!({ "ok": "end" }));
        assert!(!go_on);
    }
}
