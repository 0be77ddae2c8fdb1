//! A picture that another program put into the clipboard (case C49).
//!
//! WebKitGTK hands a page the clipboard's text and copied files, but no picture that is only there (WebKit bug 218519), so
//! a paste without either asks here. The web views of other systems hand pictures out themselves.

use tauri::AppHandle;

/// Pictures that are asked for, the best first.
#[cfg(any(target_os = "linux", test))]
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "image/gif"];
#[cfg(any(target_os = "linux", test))]
const TEXTS: [&str; 5] = ["text/plain", "text/plain;charset=utf-8", "UTF8_STRING", "STRING", "TEXT"];

/// The type to ask for; none where there is text too, as from a spreadsheet: text wins.
#[cfg(any(target_os = "linux", test))]
fn best<'a>(offered: &[impl AsRef<str>]) -> Option<&'a str> {
    let has = |kind: &&str| offered.iter().any(|one| one.as_ref() == *kind);
    if TEXTS.iter().any(has) { None } else { PICTURES.into_iter().find(has) }
}

/// Its bytes, as the other program offers them.
#[cfg(target_os = "linux")]
pub async fn picture(handle: &AppHandle) -> Option<Vec<u8>> {
    use gtk::gdk::{Atom, SELECTION_CLIPBOARD};

    /// The program that owns the clipboard may hang.
    const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);
    let (tell, told) = tokio::sync::oneshot::channel();
    let ask = move || {
        let clipboard = gtk::Clipboard::get(&SELECTION_CLIPBOARD);
        clipboard.request_contents(&Atom::intern("TARGETS"), move |clipboard, offer| {
            let offered: Vec<_> = offer.targets().unwrap_or_default().into_iter().map(Atom::name).collect();
            if let Some(kind) = best(&offered) {
                clipboard.request_contents(&Atom::intern(kind), move |_, contents| {
                    let _ = tell.send(if contents.length() > 0 { contents.data() } else { Vec::new() });
                });
            }
        });
    };
    handle.run_on_main_thread(ask).ok()?;
    tokio::time::timeout(PATIENCE, told).await.ok()?.ok().filter(|bytes| !bytes.is_empty())
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::unused_async, reason = "as on Linux, where it waits for another program")]
pub async fn picture(_: &AppHandle) -> Option<Vec<u8>> {
    None
}

#[cfg(test)]
mod tests {
    use super::best;

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
            (&["image/tiff"], None),
            (&[], None),
        ] {
            assert_eq!(best(offered), wanted, "{offered:?}");
        }
    }
}
