//! The one window: Tauri's set-up, what the web view may do, and the end.
//!
//! The profile opens on the runtime's threads while the web view starts; neither waits for the other.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[cfg(desktop)]
use anyhow::bail;
use anyhow::{Context, Result};
use tackroom_core::api::Problem;
use tackroom_core::model::{Ask, Change, OnClose, Settings, Theme};
#[cfg(desktop)]
use tauri::RunEvent;
use tauri::webview::NewWindowResponse;
use tauri::window::Color;
use tauri::{AppHandle, Emitter, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use crate::app::App;
use crate::desktop::closing::{Close, Closing};
use crate::desktop::press::Press;
use crate::desktop::{incoming, notifications, tray, window_size};
#[cfg(target_os = "linux")]
use crate::desktop::{safe_view, wake};
use crate::instance::{self, Handover, Instance, Owner, Start};
use crate::profile::Profile;
use crate::{cli, commands, events, pin_protocol};

/// The window's name within Tauri, as in `capabilities/main.json`.
pub const MAIN: &str = "main";
/// How long the end waits for what sync delivered to be stored.
const STOP_PATIENCE: Duration = Duration::from_secs(10);
/// How long a hidden start waits for a tray.
const TRAY_PATIENCE: Duration = Duration::from_secs(10);
/// `--wall` of the look, light and dark: what shows before the first paint.
const WALL_LIGHT: Color = Color(0xf1, 0xf2, 0xee, 0xff);
const WALL_DARK: Color = Color(0x15, 0x16, 0x14, 0xff);

/// Opens the window, until it is closed; or hands over to the window that has this profile.
#[cfg(desktop)]
pub fn run(profile: &Profile, handover: &Handover) -> Result<ExitCode> {
    #[cfg(target_os = "linux")]
    {
        if std::env::var_os("DISPLAY").is_none() && std::env::var_os("WAYLAND_DISPLAY").is_none() {
            bail!("There is no display for the window. Without one, use `tackroom headless`.");
        }
        safe_view::enter_where_remembered(profile)?;
    }
    let instance = match instance::start(profile, handover)? {
        Start::First(instance) => Arc::new(instance),
        Start::HandedOver(Owner::Window) => return Ok(ExitCode::SUCCESS),
        Start::HandedOver(Owner::Headless) => bail!("This profile is in use by `tackroom headless`. End that first."),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    tauri::async_runtime::set(runtime.handle().clone());
    // Tauri calls back on this thread, and what it calls spawns tasks.
    let on_runtime = runtime.enter();
    let app = App::new(profile.clone());
    #[cfg(target_os = "linux")]
    wake::start(app.clone());
    app.begin();
    let (for_setup, in_setup, first) = (app.clone(), instance.clone(), handover.clone());
    let tauri = builder()
        .manage(app.clone())
        .setup(move |tauri| Ok(set_up(tauri.handle(), &for_setup, &in_setup, &first)?))
        .build(tauri::generate_context!())
        .context("The window cannot be made")?;
    let code = tauri.run_return(|_, event| {
        if let RunEvent::ExitRequested { .. } = event {
            tracing::debug!("the window was closed");
        }
    });
    app.end();
    drop(on_runtime);
    runtime.block_on(async {
        if tokio::time::timeout(STOP_PATIENCE, app.stop()).await.is_err() {
            tracing::warn!("ending without a drained stop: the next start looks for what is missing");
        }
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
    // Only now may a later start have the profile.
    drop(instance);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

/// A phone starts the app by its icon ([`run_in_app`]), never by a command.
#[cfg(mobile)]
pub fn run(_: &Profile, _: &Handover) -> Result<ExitCode> {
    anyhow::bail!("On this system the app is opened by its icon.")
}

/// Opens the window of a phone or tablet, where the system gives the app its folder and ends it as it likes.
#[cfg(mobile)]
pub fn run_in_app() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    tauri::async_runtime::set(runtime.handle().clone());
    let _on_runtime = runtime.enter();
    let set_up_in = |tauri: &mut tauri::App| -> Result<()> {
        let profile = Profile::open(Some(tauri.path().app_local_data_dir()?.join("profile")))?;
        let nothing = Handover::default();
        let Start::First(instance) = instance::start(&profile, &nothing)? else {
            anyhow::bail!("Another Tackroom has the profile {}", profile.folder().display());
        };
        let app = App::new(profile);
        app.begin();
        tauri.manage(app.clone());
        set_up(tauri.handle(), &app, &instance, &nothing)?;
        // It has the profile for as long as the process lives.
        tauri.manage(std::sync::Mutex::new(instance));
        Ok(())
    };
    let tauri =
        builder().setup(move |tauri| Ok(set_up_in(tauri)?)).build(tauri::generate_context!()).context("The window cannot be made")?;
    tauri.run(|_, _| {});
    Ok(())
}

/// What every window of ours has.
fn builder() -> tauri::Builder<tauri::Wry> {
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol("pin", |context, request, responder| {
            let app = context.app_handle().state::<Arc<App>>().inner().clone();
            tauri::async_runtime::spawn(async move { responder.respond(pin_protocol::answer(app, request).await) });
        })
        .invoke_handler(tauri::generate_handler![commands::call])
}

fn set_up(handle: &AppHandle, app: &Arc<App>, instance: &Instance, first: &Handover) -> Result<()> {
    let (for_tray, tray_app) = (handle.clone(), app.clone());
    let tray = tray::start(handle, app.clone(), move |press, activation| pressed(&for_tray, &tray_app, press, activation));
    let closing = Arc::new(Closing::new(tray));
    handle.manage(closing.clone());
    let window = make_window(handle, app, !cli::is_hidden(first))?;
    if cli::is_hidden(first) {
        show_without_tray(window.clone(), closing.clone());
    }
    if let Some(wish) = cli::wish(first) {
        incoming::take(app, wish);
    }
    let (for_start, start_app, runtime) = (handle.clone(), app.clone(), tokio::runtime::Handle::current());
    instance.listen(Owner::Window, move |handover| {
        if start_app.is_ending() {
            return false;
        }
        if let Some(wish) = cli::wish(&handover) {
            let _in_runtime = runtime.enter();
            incoming::take(&start_app, wish);
        }
        if !cli::is_hidden(&handover) {
            bring_forward(&for_start, handover.activation);
        }
        true
    })?;
    let for_changes = handle.clone();
    let (theme_app, theme_window) = (app.clone(), window.clone());
    tauri::async_runtime::spawn(events::forward(app.changes(), move |batch| {
        if let Err(error) = for_changes.emit_to(MAIN, "change", &batch) {
            tracing::warn!(%error, "the window did not hear of a change");
        }
        let (app, window, closing) = (theme_app.clone(), theme_window.clone(), closing.clone());
        async move {
            if batch.iter().any(|change| matches!(change, Change::Settings | Change::Session | Change::All)) {
                let settings = app.settings().await;
                closing.set(settings.on_close);
                follow_theme(settings.theme, &window);
            }
        }
    }));
    let of_account = window.clone();
    app.on_sign_out(move || {
        if let Err(error) = of_account.clear_all_browsing_data() {
            tracing::warn!(%error, "the web view's data could not be removed");
        }
    });
    let for_opening = handle.clone();
    notifications::start(app.clone(), move |activation| bring_forward(&for_opening, activation));
    #[cfg(target_os = "linux")]
    watch_first_paint(app.clone(), window);
    end_on_signal(handle.clone());
    Ok(())
}

fn make_window(handle: &AppHandle, app: &Arc<App>, visible: bool) -> Result<WebviewWindow> {
    let builder = WebviewWindowBuilder::new(handle, MAIN, WebviewUrl::App("index.html".into()));
    #[cfg(desktop)]
    let builder = {
        let size = window_size::read(app.profile());
        builder
            .title("Tackroom")
            .inner_size(size.width, size.height)
            .maximized(size.maximized)
            .visible(visible)
            .min_inner_size(window_size::SMALLEST.0, window_size::SMALLEST.1)
    };
    // A phone shows an app as a whole or not at all.
    #[cfg(mobile)]
    let _ = visible;
    let window = builder
        .data_directory(app.profile().webview())
        // Drops reach the page as HTML5 events; one that the page does not take would navigate, which is refused below.
        .disable_drag_drop_handler()
        .on_navigation(|url| {
            let ours = is_ours(url);
            if !ours {
                tracing::warn!(scheme = url.scheme(), "the window was kept from leaving");
            }
            ours
        })
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .build()?;
    if let Ok(theme) = window.theme() {
        let _ = window.set_background_color(Some(if theme == tauri::Theme::Dark { WALL_DARK } else { WALL_LIGHT }));
    }
    let (closing, for_close) = (window.clone(), app.clone());
    window.on_window_event(move |event| {
        if let WindowEvent::CloseRequested { api, .. } = event {
            window_size::keep(for_close.profile(), &closing);
            match closing.state::<Arc<Closing>>().close(&for_close) {
                Close::End => {}
                Close::Hide => {
                    api.prevent_close();
                    hide(&closing);
                }
                Close::Ask => {
                    api.prevent_close();
                    for_close.ask(Ask::Close);
                }
            }
        }
    });
    Ok(window)
}

/// The window shows the files built into the program and nothing else, ever.
fn is_ours(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        "about" => url.path() == "blank",
        _ => false,
    }
}

fn hide(window: &WebviewWindow) {
    #[cfg(desktop)]
    if let Err(error) = window.hide() {
        tracing::warn!(%error, "the window could not be put into the tray");
    }
    // Without a tray this is never asked for.
    #[cfg(mobile)]
    let _ = window;
}

/// A start with the session finds the tray a moment later, or never: then the window is shown after all.
fn show_without_tray(window: WebviewWindow, closing: Arc<Closing>) {
    tauri::async_runtime::spawn(async move {
        let deadline = Instant::now() + TRAY_PATIENCE;
        while !closing.has_tray() {
            if Instant::now() > deadline {
                #[cfg(desktop)]
                let _ = window.show();
                #[cfg(mobile)]
                drop(window);
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
}

/// What was chosen in the tray.
fn pressed(handle: &AppHandle, app: &App, press: Press, activation: Option<String>) {
    match press {
        Press::Open => {}
        Press::NewPin => app.ask(Ask::NewPin { link: None }),
        Press::Messages => app.ask(Ask::Messages),
        Press::Quit => return end(handle),
    }
    bring_forward(handle, activation);
}

fn end(handle: &AppHandle) {
    if let (Some(window), app) = (handle.get_webview_window(MAIN), handle.state::<Arc<App>>()) {
        window_size::keep(app.profile(), &window);
    }
    handle.exit(0);
}

/// The answer to [`Ask::Close`]: remembered, and done. Without one the window stays.
pub async fn close_answered(handle: &AppHandle, app: &App, choice: Option<OnClose>) -> Result<(), Problem> {
    let closing = handle.state::<Arc<Closing>>().inner().clone();
    closing.answered();
    let Some(choice) = choice else { return Ok(()) };
    closing.set(choice);
    let core = app.core()?;
    let kept = core.store.write_async(move |writer| {
        let settings = Settings { on_close: choice, ..writer.settings()? };
        writer.put_settings(&settings)
    });
    kept.await.map_err(|error| error.problem(app.profile().folder()))?;
    match (choice, handle.get_webview_window(MAIN)) {
        (OnClose::Tray, Some(window)) => hide(&window),
        (OnClose::Quit, _) => end(handle),
        (OnClose::Tray | OnClose::Ask, _) => {}
    }
    Ok(())
}

/// Whether a tray shows the app.
pub fn has_tray(handle: &AppHandle) -> bool {
    handle.state::<Arc<Closing>>().has_tray()
}

fn follow_theme(theme: Theme, window: &WebviewWindow) {
    let theme = match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    };
    if let Err(error) = window.set_theme(theme) {
        tracing::debug!(%error, "the theme was not set");
    }
}

/// Shows the window in front. `activation` is what a Wayland compositor gave for it.
fn bring_forward(handle: &AppHandle, activation: Option<String>) {
    let Some(window) = handle.get_webview_window(MAIN) else { return };
    // Elsewhere nobody asks for a token.
    #[cfg(not(target_os = "linux"))]
    drop(activation);
    let done = handle.run_on_main_thread(move || {
        let shown = (|| {
            #[cfg(desktop)]
            window.unminimize()?;
            #[cfg(desktop)]
            window.show()?;
            #[cfg(target_os = "linux")]
            if let Some(token) = &activation {
                use gtk::prelude::GtkWindowExt;
                window.gtk_window()?.set_startup_id(token);
            }
            window.set_focus()
        })();
        if let Err(error) = shown {
            tracing::warn!(%error, "the window could not be brought forward");
        }
    });
    if let Err(error) = done {
        tracing::debug!(%error, "the window is ending");
    }
}

/// Case C48: a window that one could see and that stays unpainted.
#[cfg(target_os = "linux")]
fn watch_first_paint(app: Arc<App>, window: WebviewWindow) {
    tauri::async_runtime::spawn(async move {
        let step = Duration::from_millis(500);
        let mut unpainted = Duration::ZERO;
        while unpainted < safe_view::PATIENCE {
            tokio::time::sleep(step).await;
            if app.has_painted() || app.is_ending() {
                return;
            }
            if window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(true) {
                unpainted += step;
            }
        }
        // The process is replaced: what sync has delivered is stored first.
        let _ = tokio::time::timeout(Duration::from_secs(3), app.stop()).await;
        safe_view::fall_back(app.profile());
    });
}

fn end_on_signal(handle: AppHandle) {
    tauri::async_runtime::spawn(async move {
        if crate::app::end_signal().await.is_ok() {
            handle.exit(0);
        }
    });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_window_stays_at_home() {
        for (url, ours) in [
            ("tauri://localhost/index.html", true),
            ("about:blank", true),
            ("tauri://evil.example/", false),
            ("file:///etc/passwd", false),
            ("https://example.org/", false),
            ("http://localhost:5173/", false),
            ("pin://localhost/1/0", false),
            ("data:text/html,x", false),
            ("about:srcdoc", false),
        ] {
            assert_eq!(is_ours(&url.parse().unwrap()), ours, "{url}");
        }
    }
}
