#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::Mutex;

use serde_json::Value;

use super::*;
use crate::media::MediaSource;
use crate::project::apply;
use crate::test_room::*;
use crate::{Keys, Opened};

fn core() -> (tempfile::TempDir, Core) {
    let dir = tempfile::tempdir().unwrap();
    let Opened { core, .. } = Core::open(dir.path(), &Keys::derive(&[9; 32])).unwrap();
    let with_bob = crate::store::RoomFacts { direct_with: vec![BOB.into()], ..room_facts(ROOM, crate::store::RoomKind::Conversation) };
    let members = [member(ALICE, "Alice"), member(BOB, "Bob <b>& sons</b>")];
    let put = core.store.write(|w| {
        w.set_me(&alice())?;
        w.put_room(&with_bob)?;
        w.put_members(&room(ROOM), &members)
    });
    put.unwrap();
    (dir, core)
}

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(400, 300, image::Rgb([20, 90, 60])).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A pin whose picture is on the device, as after it was shown.
async fn arrives(core: &Core, title: &str, n: i64) {
    let taken = core.media.import(picture(), "sofa.png").await.unwrap();
    core.media.prepare_for_sending(taken.media).await.unwrap();
    let uri = format!("mxc://localhost/{title}");
    core.media.adopt(taken.media, MediaSource::Mxc { uri: uri.clone(), thumbnail: None }).await.unwrap();
    let mut event = pin(n, BOB, title);
    event.json["content"].as_object_mut().unwrap().remove("file");
    event.json["content"]["url"] = uri.into();
    core.store.write(|w| apply(w, &alice(), &slice([event]))).unwrap();
}

#[tokio::test]
async fn a_conversation_becomes_a_folder_that_needs_no_tackroom() {
    let (_dir, core) = core();
    arrives(&core, "sofa", 1).await;
    let spoken = [
        text(2, ALICE, "<script>alert(1)</script> & \"quotes\""),
        reply(3, BOB, 2, "an answer"),
        in_thread(4, BOB, 1, "about the sofa"),
        reaction(5, ALICE, 1, "👍"),
        text_edit(6, BOB, 3, "a better answer"),
        pin(7, BOB, "gone"),
        text(8, BOB, "removed soon"),
        redaction(9, BOB, 8),
    ];
    core.store.write(|w| apply(w, &alice(), &slice(spoken))).unwrap();
    let into = tempfile::tempdir().unwrap();
    let heard = Mutex::new(Vec::new());
    let done = export(&core, &room(ROOM), into.path(), |n, of| heard.lock().unwrap().push((n, of))).await.unwrap();
    assert_eq!((done.messages, done.pictures, done.missing, done.covered), (6, 1, 1, 0), "{done:?}");
    assert_eq!(heard.into_inner().unwrap().last(), Some(&(6, 6)));

    let folder = Path::new(&done.folder);
    assert_eq!(folder.parent(), Some(into.path()));
    let written = fs::read(folder.join("pictures/00001.png")).unwrap();
    assert_eq!(crate::media::sniff(&written).unwrap(), crate::media::Format::Png, "as it was sent");
    let page = fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(page.contains("src=\"pictures/00001.png\"") && page.contains("👍 1") && page.contains("a better answer"), "{page}");
    assert!(
        page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;")
            && !page.contains("<script")
            && !page.contains("<b>&")
    );
    assert!(!page.contains("removed soon") && !page.contains("an answer</p>\n<small"));
    let data: Value = serde_json::from_str(&fs::read_to_string(folder.join("conversation.json")).unwrap()).unwrap();
    let all = data["messages"].as_array().unwrap();
    assert_eq!(all.len(), 6);
    assert_eq!((&all[0]["pin"]["title"], &all[0]["pin"]["picture"]), (&"sofa".into(), &"pictures/00001.png".into()));
    assert_eq!(all[0]["at"], "2023-11-14T22:13:21Z");
    assert_eq!((&all[3]["thread"], &all[2]["reply_to"]), (&"$1".into(), &"$2".into()));
    assert_eq!(all[4]["pin"]["picture"]["left_out"], "missing");

    // A second one goes beside the first.
    let second = export(&core, &room(ROOM), into.path(), |_, _| {}).await.unwrap();
    assert_ne!(second.folder, done.folder);
}

#[tokio::test]
async fn a_check_finds_what_was_changed_or_lost() {
    let (_dir, core) = core();
    arrives(&core, "sofa", 1).await;
    let into = tempfile::tempdir().unwrap();
    let done = export(&core, &room(ROOM), into.path(), |_, _| {}).await.unwrap();
    let folder = Path::new(&done.folder);
    assert_eq!(check(folder).unwrap(), Checked { files: 3, wrong: Vec::new() });
    let page = fs::read_to_string(folder.join("index.html")).unwrap();
    fs::write(folder.join("index.html"), page.replace("sofa", "safe")).unwrap();
    fs::remove_file(folder.join("pictures/00001.png")).unwrap();
    let found = check(folder).unwrap().wrong;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().any(|words| words.starts_with("index.html was changed")));
    let lines = fs::read_to_string(folder.join("files.json")).unwrap();
    fs::write(folder.join("files.json"), lines.replace("pictures/00001.png", "../../secret")).unwrap();
    assert!(check(folder).unwrap().wrong.iter().any(|words| words.contains("outside")));
    assert_eq!(check(into.path()).unwrap_err().code, Code::BadInput);
}

#[tokio::test]
async fn what_is_covered_stays_out_and_a_failed_export_leaves_nothing() {
    let (_dir, core) = core();
    core.store.write(|w| w.set_stranger(&room(ROOM), true)).unwrap();
    arrives(&core, "sofa", 1).await;
    let into = tempfile::tempdir().unwrap();
    let done = export(&core, &room(ROOM), into.path(), |_, _| {}).await.unwrap();
    assert_eq!((done.pictures, done.covered), (0, 1));
    let page = fs::read_to_string(Path::new(&done.folder).join("index.html")).unwrap();
    assert!(!page.contains("<a href"), "a stranger's link leads nowhere by a click");

    let gone = into.path().join("no such folder");
    assert_eq!(export(&core, &room(ROOM), &gone, |_, _| {}).await.unwrap_err().code, Code::ReadOnly);
    assert_eq!(export(&core, &room("!nowhere:localhost"), into.path(), |_, _| {}).await.unwrap_err().code, Code::NotFound);
    assert_eq!(fs::read_dir(into.path()).unwrap().count(), 1);
}
