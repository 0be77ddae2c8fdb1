//! The tray of Windows and macOS, by Tauri; phones have none.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tauri::AppHandle;

use crate::app::App;
use crate::desktop::press::Press;

/// Whether there is one.
#[derive(Default)]
pub struct Tray {
    present: AtomicBool,
}

impl Tray {
    /// Whether the desktop shows it: only then can a hidden window be brought back from it.
    pub fn is_present(&self) -> bool {
        self.present.load(Ordering::Relaxed)
    }
}

/// Shows it for as long as the app lives. Call it on the main thread.
pub fn start(handle: &AppHandle, app: Arc<App>, on_press: impl Fn(Press, Option<String>) + Send + Sync + 'static) -> Arc<Tray> {
    let tray = Arc::new(Tray::default());
    #[cfg(desktop)]
    match shown::show(handle, app, on_press) {
        Ok(()) => tray.present.store(true, Ordering::Relaxed),
        Err(error) => tracing::warn!(%error, "no tray"),
    }
    #[cfg(mobile)]
    let _ = (handle, app, on_press);
    tray
}

#[cfg(desktop)]
mod shown {
    use std::sync::Arc;

    use tackroom_core::model::{Change, Language};
    use tauri::menu::{Menu, MenuItem};
    use tauri::tray::{MouseButton, TrayIcon, TrayIconBuilder, TrayIconEvent};
    use tauri::{AppHandle, Wry};

    use crate::app::App;
    use crate::desktop::press::{Press, label, title};
    use crate::{commands, events};

    /// The entries, each with its name within Tauri.
    const ENTRIES: [(&str, Press); 4] =
        [("open", Press::Open), ("new-pin", Press::NewPin), ("messages", Press::Messages), ("quit", Press::Quit)];

    pub fn show(handle: &AppHandle, app: Arc<App>, on_press: impl Fn(Press, Option<String>) + Send + Sync + 'static) -> tauri::Result<()> {
        let on_press = Arc::new(on_press);
        let on_click = on_press.clone();
        let mut builder = TrayIconBuilder::new()
            .menu(&menu(handle, 0, Language::default())?)
            .show_menu_on_left_click(false)
            .on_menu_event(move |_, event| {
                if let Some((_, press)) = ENTRIES.iter().find(|(name, _)| event.id() == name) {
                    on_press(*press, None);
                }
            })
            .on_tray_icon_event(move |_, event| {
                if let TrayIconEvent::Click { button: MouseButton::Left, .. } = event {
                    on_click(Press::Open, None);
                }
            });
        if let Some(icon) = handle.default_window_icon() {
            builder = builder.icon(icon.clone());
        }
        let (icon, handle) = (builder.build(handle)?, handle.clone());
        let changes = app.changes();
        tokio::spawn(async move {
            follow(&handle, &icon, &app).await;
            events::forward(changes, move |batch| {
                let (handle, icon, app) = (handle.clone(), icon.clone(), app.clone());
                async move {
                    if batch.iter().any(|change| matches!(change, Change::All | Change::Session | Change::Settings | Change::Conversations))
                    {
                        follow(&handle, &icon, &app).await;
                    }
                }
            })
            .await;
        });
        Ok(())
    }

    fn menu(handle: &AppHandle, unread: u32, language: Language) -> tauri::Result<Menu<Wry>> {
        let menu = Menu::new(handle)?;
        for (name, press) in ENTRIES {
            menu.append(&MenuItem::with_id(handle, name, label(press, unread, language), true, None::<&str>)?)?;
        }
        Ok(menu)
    }

    async fn follow(handle: &AppHandle, icon: &TrayIcon, app: &App) {
        let (unread, language) = commands::read(app, |reader| Ok((reader.unread_total()?, reader.language()?))).await.unwrap_or_default();
        let shown = menu(handle, unread, language).and_then(|menu| {
            icon.set_menu(Some(menu))?;
            icon.set_tooltip(Some(title(unread, language)))
        });
        if let Err(error) = shown {
            tracing::warn!(%error, "the tray tells an old count");
        }
    }
}
