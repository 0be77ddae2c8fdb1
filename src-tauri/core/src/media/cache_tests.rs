//! The cache as a whole: from a web on loopback and a homeserver that the test plays, to what the view gets.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::{BoxFuture, FutureExt as _};
use image::ImageFormat;
use serde_json::json;
use tempfile::TempDir;

use super::samples::{disc, encoded, flag, gif, jpeg_with_exif, png_of_zeros};
use super::{MatrixMedia, Media, MediaFacts, MediaSource, decode};
use crate::api::{Code, Problem};
use crate::model::{Change, MediaId, Picture};
use crate::store::Store;
use crate::test_web::{Answer, Web};

struct Bench {
    folder: TempDir,
    store: Store,
    media: Media,
    web: Web,
}

impl Bench {
    async fn with(web: Web) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_for_tests(folder.path(), Arc::new(|| 10_000_000_000)).unwrap();
        let media = Media::open(&folder.path().join("media"), &[3; 32], store.clone(), web.net(), 1 << 30);
        Self { folder, store, media, web }
    }

    async fn of(pages: Vec<(&str, Answer)>) -> Self {
        Self::with(Web::of(pages).await).await
    }

    fn put(&self, source: &MediaSource) -> MediaId {
        self.store.write(|w| w.put_media(source, &MediaFacts::default())).unwrap()
    }

    fn at(&self, target: &str) -> MediaId {
        self.put(&MediaSource::Url { url: self.web.url(target).into(), page: None })
    }

    fn picture(&self, media: MediaId) -> Picture {
        self.store.read(|r| r.picture(media)).unwrap().unwrap()
    }

    /// The same profile after a restart, with nothing to be fetched from.
    fn offline(&self) -> Media {
        let nowhere = crate::net::Net::for_tests(Arc::new(crate::test_web::Names::default()), &[], None, std::time::Duration::from_secs(1));
        Media::open(&self.folder.path().join("media"), &[3; 32], self.store.clone(), nowhere, 1 << 30)
    }
}

fn png(bytes: Vec<u8>) -> Answer {
    Answer::new("image/png", bytes)
}

/// A homeserver's media store with one file.
struct Server(Vec<u8>, AtomicUsize);

impl MatrixMedia for Server {
    fn download<'a>(&'a self, _: &'a MediaSource, _: Option<u32>, _: usize) -> BoxFuture<'a, Result<Vec<u8>, Problem>> {
        self.1.fetch_add(1, Ordering::SeqCst);
        async { Ok(self.0.clone()) }.boxed()
    }
}

#[tokio::test]
async fn a_picture_of_the_web_is_fetched_once_measured_and_kept() {
    let bench = Bench::of(vec![("/a", png(jpeg_with_exif(&flag(1000, 500), 6)))]).await;
    let media = bench.at("/a");
    let mut changes = bench.store.changes();
    let served = bench.media.get(media, 300).await.unwrap();
    assert_eq!(served.mime, "image/jpeg");
    let facts = decode::facts(&served.bytes).unwrap();
    assert_eq!((facts.width, facts.height), (320, 640));
    let picture = bench.picture(media);
    assert_eq!((picture.width, picture.height), (500, 1000));
    assert!(picture.blurhash.is_some() && picture.colour.is_some());
    assert_eq!(changes.try_recv().unwrap(), Change::Media { media });
    for width in [320, 640, 1280, 0, 5000] {
        bench.media.get(media, width).await.unwrap();
    }
    assert_eq!(bench.web.asked().len(), 1);
    let offline = bench.offline();
    for width in [0, 320, 640, 1280] {
        assert_eq!(offline.get(media, width).await.unwrap(), bench.media.get(media, width).await.unwrap());
    }
}

#[tokio::test]
async fn many_askers_wait_for_one_fetch() {
    let bench = Bench::of(vec![("/a", png(encoded(&flag(800, 800), ImageFormat::Png)).after(std::time::Duration::from_millis(100)))]).await;
    let media = bench.at("/a");
    let askers = (0..20).map(|n| {
        let cache = bench.media.clone();
        async move { cache.get(media, [320, 640][n % 2]).await.unwrap().bytes }
    });
    let all = futures_util::future::join_all(askers).await;
    assert!(all.iter().all(|bytes| *bytes == all[0] || *bytes == all[1]));
    assert_eq!(bench.web.asked().len(), 1);
}

#[tokio::test]
async fn by_bytes_and_not_by_claim() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='fetch(1)'><script>1</script></svg>";
    let bench = Bench::of(vec![
        ("/svg", png(svg.into())),
        ("/html", png("<html><script>1</script>".into())),
        ("/gif", Answer::new("text/html", gif(50, 50, 2))),
        ("/bmp", Answer::new("image/bmp", encoded(&flag(50, 50), ImageFormat::Bmp))),
        ("/heic", Answer::new("image/png", b"\0\0\0\x1cftypheic\0\0\0\0".to_vec())),
        ("/cut", Answer::new("image/png", encoded(&flag(500, 500), ImageFormat::Png)[..100].to_vec())),
        ("/empty", png(Vec::new())),
        ("/bomb", png(png_of_zeros(40_000, 40_000, false))),
    ])
    .await;
    let serve = async |target: &str, width| bench.media.get(bench.at(target), width).await;
    assert_eq!(serve("/gif", 0).await.unwrap().mime, "image/gif");
    assert_eq!(serve("/gif", 320).await.unwrap().mime, "image/png");
    assert_eq!(serve("/bmp", 0).await.unwrap().mime, "image/jpeg");
    for (target, code, words) in [
        ("/svg", Code::NotAPicture, "SVG"),
        ("/html", Code::NotAPicture, "web page"),
        ("/heic", Code::NotAPicture, "HEIC"),
        ("/cut", Code::NotAPicture, "damaged"),
        ("/empty", Code::NotAPicture, "empty"),
        ("/bomb", Code::TooLarge, "40000 x 40000"),
    ] {
        for width in [0, 320] {
            let problem = serve(target, width).await.unwrap_err();
            assert_eq!(problem.code, code, "{target}");
            assert!(problem.words.contains(words), "{}", problem.words);
        }
    }
    // a refusal is not asked for again at once
    assert_eq!(bench.web.asked().iter().filter(|asked| asked.target == "/svg").count(), 1);
}

#[tokio::test]
async fn transparent_thumbnails_stay_so() {
    let bench = Bench::of(vec![("/a", png(encoded(&disc(400), ImageFormat::WebP)))]).await;
    let served = bench.media.get(bench.at("/a"), 320).await.unwrap();
    assert_eq!(served.mime, "image/png");
    let pixels = decode::decode(&served.bytes, &decode::facts(&served.bytes).unwrap()).unwrap();
    assert_eq!(pixels.to_rgba8().get_pixel(1, 1).0[3], 0);
}

#[tokio::test]
async fn the_largest_size_that_answers_is_remembered() {
    let picture = |side| png(encoded(&flag(side, side), ImageFormat::Png));
    let bench = Bench::of(vec![
        ("/originals/aa/bb/cc/x.jpg", Answer::status(403)),
        ("/736x/aa/bb/cc/x.jpg", picture(736)),
        ("/236x/aa/bb/cc/x.jpg", picture(236)),
        ("/originals/dd/bb/cc/y.jpg", Answer::new("text/html", "<html>sign in</html>")),
        ("/236x/dd/bb/cc/y.jpg", picture(236)),
    ])
    .await;
    let one = bench.at("/236x/aa/bb/cc/x.jpg");
    bench.media.get(one, 0).await.unwrap();
    assert_eq!(bench.picture(one).width, 736);
    assert_eq!(bench.store.read(|r| r.media_row(one)).unwrap().unwrap().chosen, Some(bench.web.url("/736x/aa/bb/cc/x.jpg").into()));
    let two = bench.at("/236x/dd/bb/cc/y.jpg");
    bench.media.get(two, 0).await.unwrap();
    assert_eq!(bench.picture(two).width, 236);
}

#[tokio::test]
async fn offline_says_so_and_comes_back() {
    let bench = Bench::of(vec![]).await;
    let source = MediaSource::Encrypted { file: json!({"url": "mxc://a/b"}), thumbnail_file: None };
    let media = bench.put(&source);
    let problem = bench.media.get(media, 320).await.unwrap_err();
    assert_eq!(problem.code, Code::NoNetwork);
    assert!(problem.words.contains("online"), "{}", problem.words);
    let server = Arc::new(Server(encoded(&flag(700, 700), ImageFormat::Png), AtomicUsize::new(0)));
    bench.media.set_matrix(server.clone());
    bench.media.get(media, 320).await.unwrap();
    bench.media.get(media, 640).await.unwrap();
    assert_eq!(server.1.load(Ordering::SeqCst), 1);
    bench.media.clear_matrix();
    bench.media.get(media, 320).await.unwrap();
    assert_eq!(bench.media.get(MediaId(999), 320).await.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn without_the_original_another_size_will_do() {
    let bench = Bench::of(vec![("/a", png(encoded(&flag(900, 900), ImageFormat::Png)))]).await;
    let media = bench.at("/a");
    bench.media.get(media, 640).await.unwrap();
    let offline = bench.offline();
    let token = bench.store.read(|r| r.media_row(media)).unwrap().unwrap().token;
    offline.inner.disk.remove(&token, super::disk::Size::Original);
    let thumb = offline.get(media, 640).await.unwrap();
    for width in [0, 320, 1280] {
        assert_eq!(offline.get(media, width).await.unwrap(), thumb);
    }
}

#[tokio::test]
async fn from_this_device_to_the_room_and_back() {
    let bench = Bench::of(vec![]).await;
    let bytes = jpeg_with_exif(&flag(2000, 1000), 6);
    let picture = bench.media.import(bytes.clone(), "C:\\me\\IMG 1.JPG").await.unwrap();
    assert_eq!((picture.width, picture.height), (1000, 2000));
    assert_eq!(bench.media.import(bytes, "again.jpg").await.unwrap().media, picture.media);
    let prepared = bench.media.prepare_for_sending(picture.media).await.unwrap();
    assert_eq!(prepared.name, "IMG 1.jpg");
    let source = MediaSource::Mxc { uri: "mxc://a/sent".into(), thumbnail: None };
    let adopted = bench.media.adopt(picture.media, source.clone()).await.unwrap();
    assert_eq!(bench.put(&source), adopted);
    assert_eq!(bench.media.get(adopted, 0).await.unwrap().bytes, prepared.main.bytes);
    bench.media.get(adopted, 320).await.unwrap();
    assert_eq!((bench.picture(adopted).width, bench.picture(adopted).height), (prepared.main.width, prepared.main.height));

    let files = || walk(&bench.folder.path().join("media"));
    assert!(files() > 0);
    bench.media.tidy().unwrap();
    bench.media.forget(adopted).unwrap();
    for gone in [adopted, picture.media] {
        assert_eq!(bench.media.get(gone, 320).await.unwrap_err().code, Code::NotFound);
    }
    assert_eq!(files(), 0);
}

fn walk(folder: &std::path::Path) -> usize {
    std::fs::read_dir(folder).unwrap().flatten().map(|entry| if entry.path().is_dir() { walk(&entry.path()) } else { 1 }).sum()
}

#[tokio::test]
async fn imports_are_refused_in_words() {
    let bench = Bench::of(vec![]).await;
    let check = async |bytes: Vec<u8>, code, words: &str| {
        let problem = bench.media.import(bytes, "x.png").await.unwrap_err();
        assert_eq!(problem.code, code);
        assert!(problem.words.contains(words), "{}", problem.words);
    };
    check(b"text".to_vec(), Code::NotAPicture, "not a picture").await;
    check(vec![0; 21 << 20], Code::TooLarge, "21 MB").await;
    check(png_of_zeros(30_000, 16_000, true), Code::TooLarge, "30000 x 16000").await;
    assert!(!bench.folder.path().join("media").exists() || walk(&bench.folder.path().join("media")) == 0);
}

#[tokio::test]
async fn saved_under_a_safe_name_and_over_nothing() {
    let heic = b"\0\0\0\x1cftypheic\0\0\0\0".to_vec();
    let bench = Bench::of(vec![
        ("/a", png(encoded(&flag(50, 50), ImageFormat::Png))),
        ("/heic", png(heic.clone())),
        ("/bomb", png(png_of_zeros(40_000, 40_000, false))),
        ("/page", png(b"<html><script>1</script>".to_vec())),
    ])
    .await;
    let named = |target: &str, name: &str| {
        let source = MediaSource::Url { url: bench.web.url(target).into(), page: None };
        bench.store.write(|w| w.put_media(&source, &MediaFacts { name: Some(name.into()), ..Default::default() })).unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let a = named("/a", "../../.config/autostart/x.desktop");
    let mut found = Vec::new();
    for media in [a, a, named("/heic", "photo.png"), named("/bomb", ".hidden"), named("/page", "run.sh")] {
        let path = bench.media.export(media, folder.path()).await.unwrap();
        assert_eq!(path.parent(), Some(folder.path()));
        #[cfg(unix)]
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions()) & 0o111, 0);
        found.push(path.file_name().unwrap().to_str().unwrap().to_owned());
    }
    assert_eq!(found, ["x.png", "x (2).png", "photo.heic", "hidden.png", "run.txt"]);
    assert_eq!(std::fs::read(folder.path().join("photo.heic")).unwrap(), heic);
    let problem = bench.media.export(a, &folder.path().join("none")).await.unwrap_err();
    assert_eq!(problem.code, Code::ReadOnly);
}

#[tokio::test]
async fn what_is_gone_at_its_source_is_sent_as_it_was_seen() {
    let bench = Bench::of(vec![("/a", png(encoded(&flag(900, 900), ImageFormat::Png)))]).await;
    let media = bench.at("/a");
    bench.media.get(media, 640).await.unwrap();
    let gone = Bench { web: Web::of(vec![]).await, ..bench };
    let source = MediaSource::Url { url: gone.web.url("/a").into(), page: None };
    assert_eq!(gone.media.prepare_for_sending(gone.put(&source)).await.unwrap_err().code, Code::Blocked);
    let token = gone.store.read(|r| r.media_row(media)).unwrap().unwrap().token;
    gone.media.inner.disk.remove(&token, super::disk::Size::Original);
    gone.media.lock_refused().insert(media, (Problem::new(Code::NotFound, "Gone."), std::time::Instant::now()));
    assert_eq!(gone.media.prepare_for_sending(media).await.unwrap().main.width, 640);
}
