//! The one command of the window, and of `headless`: a [`Call`] in, its answer as JSON out.
//!
//! Each function here unpacks, calls the store or Matrix, and packs; a call without a line below does not compile.
//! Reading never touches the network. Writing puts rows into the store and wakes the outbox.

mod conversations;
mod feed;
pub mod files;
mod groups;
mod guard;
mod keys;
mod people;
pub mod pins;
mod session;

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use tackroom_core::api::{Call, Problem};
use tackroom_core::store::{Reader, StoreError, Writer};
use tauri::State;
use tauri_plugin_dialog::DialogExt;

use crate::app::App;
use crate::desktop::clipboard;
use crate::window;

/// What a window asks.
#[tauri::command]
pub async fn call(handle: tauri::AppHandle, app: State<'_, Arc<App>>, request: Call) -> Result<Value, Problem> {
    let app = app.inner().clone();
    match request {
        // The only calls that need the window itself.
        Call::ChoosePictures(_) => json(pins::pictures_from_files(&app, choose_files(&handle).await).await),
        Call::SaveFile(args) if args.folder.is_none() => match choose_folder(&handle, "Save file").await {
            Some(folder) => json(files::save(&app, args.message, &folder).await.map(Some)),
            None => Ok(Value::Null),
        },
        Call::PictureFromClipboard(_) => match clipboard::picture(&handle).await {
            Some(copied) => json(pins::picture_from_clipboard(&app, copied).await.map(Some)),
            None => Ok(Value::Null),
        },
        Call::SavePicture(args) => match choose_folder(&handle, "Save picture").await {
            Some(folder) => json(pins::save_picture(&app, args.media, folder).await.map(Some)),
            None => Ok(Value::Null),
        },
        Call::Export(args) => match choose_folder(&handle, "Export").await {
            Some(folder) => json(conversations::export(&app, args.room, folder).await.map(Some)),
            None => Ok(Value::Null),
        },
        Call::SaveRecoveryKey(args) => match choose_folder(&handle, "Save the recovery key").await {
            Some(folder) => json(keys::save(&app, args.key, folder).await.map(Some)),
            None => Ok(Value::Null),
        },
        Call::AnswerClose(args) => json(window::close_answered(&handle, &app, args.choice).await),
        Call::Desktop(_) => json(session::desktop(&app, window::has_tray(&handle)).await),
        other => dispatch(&app, other).await,
    }
}

/// Carries out any call.
pub async fn dispatch(app: &Arc<App>, request: Call) -> Result<Value, Problem> {
    match request {
        Call::AppState(_) => json(Ok(app.app_state().await)),
        Call::ViewState(args) => {
            app.set_view(args.focused, args.open);
            Ok(Value::Null)
        }
        Call::ProbeServer(args) => json(tackroom_matrix::probe(&args.server).await),
        Call::SignIn(args) => json(keys::offered(app, app.sign_in(&args.server, &args.user, &args.password).await).await),
        Call::SignInBrowser(args) => json(keys::offered(app, app.sign_in_browser(&args.server, args.create).await).await),
        Call::CancelSignIn(_) => {
            app.cancel_sign_in();
            Ok(Value::Null)
        }
        Call::SignInAgain(args) => json(app.sign_in_again(&args.password).await),
        Call::SignInAgainBrowser(_) => json(app.sign_in_again_browser().await),
        Call::SignOut(_) => json(app.sign_out().await),
        Call::Unlock(args) => json(app.unlock(args.passphrase).await),
        Call::RetryKeyring(_) => {
            app.retry_keyring();
            Ok(Value::Null)
        }
        Call::RetryStorage(_) => {
            app.retry_storage();
            Ok(Value::Null)
        }
        Call::Asks(_) => json(Ok(app.take_asks())),
        Call::AnswerClose(_) => json::<()>(Err(pins::no_dialog())),
        Call::Desktop(_) => json(session::desktop(app, false).await),
        Call::SetStartsWithSession(args) => json(session::set_starts_with_session(app, args.on).await),
        Call::SetSettings(args) => json(session::set_settings(app, args).await),
        Call::DismissAlerts(_) => json(session::dismiss_alerts(app).await),

        Call::KeyState(_) => json(keys::state(app).await),
        Call::MakeRecoveryKey(_) => json(keys::make(app).await),
        Call::RecoveryKept(_) => json(keys::kept(app).await),
        Call::RecoveryLater(_) => json(keys::later(app).await),
        Call::Recover(args) => json(keys::recover(app, args.key).await),
        Call::StartVerification(_) => json(app.matrix().await?.start_verification().await),
        Call::Verification(_) => json(app.matrix().await.map(|matrix| matrix.verification())),
        Call::AcceptVerification(_) => json(app.matrix().await?.accept_verification().await),
        Call::AnswerVerification(args) => json(app.matrix().await?.answer_verification(args.matching).await),
        Call::CancelVerification(_) => json(app.matrix().await?.cancel_verification().await),

        Call::Sources(_) => json(feed::sources(app).await),
        Call::AddFeed(args) => json(feed::add(app, args).await),
        Call::RemoveFeed(args) => json(feed::remove(app, args).await),
        Call::RefreshFeeds(_) => json(feed::refresh(app).await),
        Call::FeedPage(args) => json(feed::page(app, args).await),
        Call::FeedNewer(args) => json(feed::newer(app, args).await),
        Call::FeedItem(args) => json(feed::item(app, args).await),
        Call::PreviewLink(args) => json(feed::preview_link(app, args).await),
        Call::Boards(_) => json(feed::boards(app).await),
        Call::CreateBoard(args) => json(feed::create_board(app, args).await),
        Call::Search(args) => json(feed::search(app, args).await),

        Call::PictureFromFile(args) => json(pins::picture_from_file(app, args.path.into()).await),
        Call::PictureFromBytes(args) => json(pins::picture_from_bytes(app, args).await),
        Call::ChoosePictures(_) | Call::PictureFromClipboard(_) | Call::SavePicture(_) | Call::SaveRecoveryKey(_) => {
            json::<()>(Err(pins::no_dialog()))
        }
        Call::Picture(args) => json(read(app, move |reader| reader.picture(args.media)).await),
        Call::SaveFile(args) => match args.folder {
            Some(folder) => json(files::save(app, args.message, folder.as_ref()).await.map(Some)),
            None => json::<()>(Err(pins::no_dialog())),
        },
        Call::OpenFile(args) => json(files::open(app, args.message).await),
        Call::PictureProblem(args) => json(pins::picture_problem(app, args.media).await),
        Call::SaveToBoard(args) => json(pins::save_to_board(app, args).await),
        Call::SendPin(args) => json(pins::send(app, vec![args.pin], args.to, pins::NewGroup::of(args.as_group, args.group_name)).await),
        Call::SendPins(args) => json(pins::send(app, args.pins, args.to, pins::NewGroup::of(args.as_group, args.group_name)).await),
        Call::AttachPin(args) => json(pins::attach(app, args).await),
        Call::Forward(args) => json(pins::forward(app, args).await),
        Call::SeenBefore(args) => json(pins::seen_before(app, args).await),
        Call::CheckLink(args) => json(Ok(guard::check_link(&args))),
        Call::FollowLink(args) => json(guard::follow_link(app, args).await),
        Call::Trusted(_) => json(guard::trusted(app).await),
        Call::TrustSite(args) => json(guard::trust_site(app, args).await),
        Call::TrustPerson(args) => json(guard::trust_person(app, args).await),
        Call::GuardLists(_) => json(Ok(guard::lists())),
        Call::OpenLink(args) => json(pins::open_link(&args.url)),

        Call::Contacts(args) => json(people::contacts(app, args).await),
        Call::SearchDirectory(args) => json(people::search_directory(app, args).await),
        Call::Requests(_) => json(people::requests(app).await),
        Call::Accept(args) => json(people::accept(app, args.room).await),
        Call::Decline(args) => json(people::decline(app, args.room).await),
        Call::BlockAndReport(args) => json(people::block_and_report(app, args.room).await),
        Call::Blocked(_) => json(people::blocked(app).await),
        Call::Unblock(args) => json(people::unblock(app, args.user).await),

        Call::UnreadTotal(_) => json(read(app, |reader| reader.unread_total()).await),
        Call::Heads(_) => json(conversations::heads(app).await),
        Call::OpenHead(args) => json(conversations::open_head(app, args.room).await),
        Call::CloseHead(args) => json(conversations::close_head(app, args.room).await),
        Call::MoveHead(args) => json(conversations::move_head(app, args).await),
        Call::Conversations(args) => json(conversations::list(app, args).await),
        Call::Conversation(args) => json(conversations::one(app, args.room).await),
        Call::StartConversation(args) => json(conversations::start(app, args.user).await),
        Call::StartGroup(args) => json(groups::start(app, args).await),
        Call::Group(args) => json(app.matrix().await?.group(&args.room).await),
        Call::SetGroupName(args) => json(app.matrix().await?.set_group_name(&args.room, &args.name).await),
        Call::SetGroupPicture(args) => json(app.matrix().await?.set_group_picture(&args.room, args.picture).await),
        Call::AddPeople(args) => json(app.matrix().await?.add_people(&args.room, &args.users).await),
        Call::BanPerson(args) => json(app.matrix().await?.ban_person(&args.room, &args.user).await),
        Call::UnbanPerson(args) => json(app.matrix().await?.unban_person(&args.room, &args.user).await),
        Call::RemovePerson(args) => json(app.matrix().await?.remove_person(&args.room, &args.user).await),
        Call::SetRole(args) => json(app.matrix().await?.set_role(&args.room, &args.user, args.role).await),
        Call::LeaveGroup(args) => json(app.matrix().await?.leave_group(&args.room).await),
        Call::Messages(args) => json(conversations::messages(app, args).await),
        Call::LoadOlder(args) => json(conversations::load_older(app, args.room).await),
        Call::History(args) => json(conversations::history(app, args.room).await),
        Call::LoadHistory(args) => json(conversations::load_history(app, args).await),
        Call::StopHistory(args) => json(conversations::stop_history(app, args.room).await),
        Call::MessageOnDate(args) => json(conversations::message_on_date(app, args).await),
        Call::Mentionable(args) => json(conversations::mentionable(app, args).await),
        Call::SendText(args) => json(conversations::send_text(app, args).await),
        Call::ChooseTogether(args) => json(conversations::choose_together(app, args).await),
        Call::Message(args) => json(conversations::message(app, args.message).await),
        Call::MessageOfEvent(args) => json(conversations::message_of_event(app, args.event).await),
        Call::ThreadMessages(args) => json(conversations::thread(app, args).await),
        Call::PinNeighbours(args) => json(conversations::pin_neighbours(app, args.message).await),
        Call::UnreadThreads(args) => json(conversations::unread_threads(app, args.room).await),
        Call::LastEditable(args) => json(conversations::last_editable(app, args).await),
        Call::EditText(args) => json(conversations::edit_text(app, args).await),
        Call::EditPin(args) => json(conversations::edit_pin(app, args).await),
        Call::React(args) => json(conversations::react(app, args).await),
        Call::RemoveMessage(args) => json(conversations::remove(app, args.message).await),
        Call::Retry(args) => json(conversations::retry(app, args.message).await),
        Call::DeleteUnsent(args) => json(conversations::delete_unsent(app, args.message).await),
        Call::MarkRead(args) => json(conversations::mark_read(app, args).await),
        Call::Export(args) => match args.folder {
            Some(folder) => json(conversations::export(app, args.room, folder.into()).await.map(Some)),
            None => json::<()>(Err(pins::no_dialog())),
        },
        Call::Typing(args) => json(people::typing(app, args.room).await),
        Call::SetTyping(args) => json(people::set_typing(app, args).await),
        Call::SeenBy(args) => json(read(app, move |reader| reader.seen_by(args.message)).await),
        Call::SetMark(args) => json(conversations::set_mark(app, args).await),
        Call::Draft(args) => json(conversations::draft(app, args.room).await),
        Call::SetDraft(args) => json(conversations::set_draft(app, args).await),
        Call::ConversationPins(args) => json(conversations::pins(app, args).await),
    }
}

fn json<T: Serialize>(answer: Result<T, Problem>) -> Result<Value, Problem> {
    serde_json::to_value(answer?).map_err(crate::app::internal)
}

/// Reads the store of the open profile.
pub async fn read<T: Send + 'static>(app: &App, ask: impl FnOnce(&Reader) -> Result<T, StoreError> + Send + 'static) -> Result<T, Problem> {
    let core = app.core()?;
    core.store.read_async(ask).await.map_err(|error| error.problem(app.profile().folder()))
}

/// Writes the store of the open profile, in one transaction.
async fn write<T: Send + 'static>(
    app: &App,
    act: impl FnOnce(&mut Writer) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Problem> {
    let core = app.core()?;
    core.store.write_async(act).await.map_err(|error| error.problem(app.profile().folder()))
}

/// [`write`], and what was put into the outbox goes out.
pub async fn send<T: Send + 'static>(
    app: &App,
    act: impl FnOnce(&mut Writer) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Problem> {
    let answer = write(app, act).await?;
    app.kick();
    Ok(answer)
}

/// The system's dialog for pictures; none where nothing was chosen.
async fn choose_files(handle: &tauri::AppHandle) -> Vec<std::path::PathBuf> {
    let (sender, chosen) = tokio::sync::oneshot::channel();
    handle
        .dialog()
        .file()
        .set_title("Choose picture")
        .add_filter("Pictures", &["jpg", "jpeg", "png", "gif", "webp", "bmp", "ico", "avif", "heic"])
        .add_filter("All files", &["*"])
        .pick_files(move |files| drop(sender.send(files)));
    let files = chosen.await.ok().flatten().unwrap_or_default();
    files.into_iter().filter_map(|file| file.into_path().ok()).collect()
}

/// The system's dialog for a folder; `None`: nothing was chosen.
#[cfg(desktop)]
async fn choose_folder(handle: &tauri::AppHandle, title: &str) -> Option<std::path::PathBuf> {
    let (sender, chosen) = tokio::sync::oneshot::channel();
    handle.dialog().file().set_title(title).pick_folder(move |folder| drop(sender.send(folder)));
    chosen.await.ok().flatten()?.into_path().ok()
}

/// Phones let nobody choose a folder: it is the one for documents.
#[cfg(mobile)]
#[allow(clippy::unused_async, reason = "as on a desktop, where a person answers")]
async fn choose_folder(handle: &tauri::AppHandle, _: &str) -> Option<std::path::PathBuf> {
    tauri::Manager::path(handle).document_dir().ok()
}
