//! A picture that another program put into the clipboard (case C49): its bytes, or a file of it.
//!
//! WebKitGTK hands a page the clipboard's text, but no picture that is only there (WebKit bug 218519), so a paste without
//! text asks here. The web views of other systems hand pictures out themselves.

use std::path::PathBuf;

use tauri::AppHandle;

/// What was copied.
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "the web view hands it out"))]
pub enum Copied {
    /// A picture as the other program offers it.
    Bytes(Vec<u8>),
    /// A file, of whatever kind.
    File(PathBuf),
}

#[cfg(any(target_os = "linux", test))]
const FILES: &str = "text/uri-list";
/// Pictures that are asked for, the best first.
#[cfg(any(target_os = "linux", test))]
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "image/gif"];
#[cfg(any(target_os = "linux", test))]
const TEXTS: [&str; 5] = ["text/plain", "text/plain;charset=utf-8", "UTF8_STRING", "STRING", "TEXT"];

/// The type to ask for. Files come with their names as text; else text wins where there is some, as from a spreadsheet.
#[cfg(any(target_os = "linux", test))]
fn best(offered: &[impl AsRef<str>]) -> Option<&'static str> {
    let has = |kind: &&str| offered.iter().any(|one| one.as_ref() == *kind);
    if has(&FILES) {
        Some(FILES)
    } else if TEXTS.iter().any(has) {
        None
    } else {
        PICTURES.into_iter().find(has)
    }
}

/// The first of these that is a file of this machine.
#[cfg(any(target_os = "linux", test))]
fn file(addresses: &[impl AsRef<str>]) -> Option<PathBuf> {
    let urls = addresses.iter().filter_map(|one| url::Url::parse(one.as_ref()).ok());
    urls.filter(|url| url.scheme() == "file").find_map(|url| url.to_file_path().ok())
}

/// `None` where nothing of that kind was copied, or text.
#[cfg(target_os = "linux")]
pub async fn picture(handle: &AppHandle) -> Option<Copied> {
    use gtk::gdk::{Atom, SELECTION_CLIPBOARD};

    /// The program that owns the clipboard may hang.
    const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);
    let (tell, told) = tokio::sync::oneshot::channel();
    let ask = move || {
        let clipboard = gtk::Clipboard::get(&SELECTION_CLIPBOARD);
        clipboard.request_contents(&Atom::intern("TARGETS"), move |clipboard, offer| {
            let offered: Vec<_> = offer.targets().unwrap_or_default().into_iter().map(Atom::name).collect();
            let Some(kind) = best(&offered) else { return };
            clipboard.request_contents(&Atom::intern(kind), move |_, contents| {
                let copied = if kind == FILES {
                    file(&contents.uris()).map(Copied::File)
                } else {
                    Some(contents).filter(|all| all.length() > 0).map(|all| Copied::Bytes(all.data()))
                };
                let _ = tell.send(copied);
            });
        });
    };
    handle.run_on_main_thread(ask).ok()?;
    tokio::time::timeout(PATIENCE, told).await.ok()?.ok()?
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::unused_async, reason = "as on Linux, where it waits for another program")]
pub async fn picture(_: &AppHandle) -> Option<Copied> {
    None
}

#[cfg(test)]
mod tests {
    use super::{best, file};

    #[test]
    fn text_wins_and_the_best_picture_is_asked_for() {
        for (offered, wanted) in [
            (&["TARGETS", "image/png"][..], Some("image/png")),
            (&["image/gif", "image/webp", "image/jpeg"], Some("image/jpeg")),
            // A picture copied from a web page brings its tag.
            (&["text/html", "image/png"], Some("image/png")),
            (&["UTF8_STRING", "text/html", "image/png"], None),
            (&["image/png", "text/plain;charset=utf-8"], None),
            (&["text/plain"], None),
            // A file manager names its files as text too.
            (&["x-special/gnome-copied-files", "text/uri-list", "UTF8_STRING"], Some("text/uri-list")),
            (&["image/tiff"], None),
            (&[], None),
        ] {
            assert_eq!(best(offered), wanted, "{offered:?}");
        }
    }

    #[test]
    fn only_files_of_this_machine_are_taken() {
        let path = |all: &[&str]| file(all).map(|path| path.display().to_string());
        assert_eq!(path(&["file:///home/mei/My%20chair.jpg", "file:///b.png"]).as_deref(), Some("/home/mei/My chair.jpg"));
        assert_eq!(path(&["https://shop.example/a.jpg", "file://elsewhere/a.jpg"]), None);
        assert_eq!(path(&["", "chair.jpg"]), None);
    }
}
