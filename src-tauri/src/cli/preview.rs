//! `tackroom preview`: what the app would offer from a feed, a page or a picture. Stores nothing.

use std::fs::File;
use std::io::{self, Read};
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::{Context, Result};
use tackroom_core::api::{Code, Problem};
use tackroom_core::feed::{self, Preview, PreviewKind};
use tackroom_core::net::Net;
use url::Url;

use super::print;

/// The largest file that is read, bytes; the picture limit is the widest of the open web's.
const FILE_MAX: u64 = 20 << 20;

/// Prints what is offered. Status 1 where nothing can be, 2 for a base that is no address.
pub fn run(input: &str, base: Option<&str>, as_json: bool) -> Result<ExitCode> {
    let base = match base.map(Url::parse).transpose() {
        Ok(base) => base,
        Err(error) => {
            tracing::error!("--base: {error}");
            return Ok(ExitCode::from(2));
        }
    };
    match look(input, base.as_ref()) {
        Ok(preview) if as_json => print(&serde_json::to_string(&preview)?),
        Ok(preview) => print(&words(&preview)),
        Err(problem) if as_json => {
            print(&serde_json::json!({ "error": problem }).to_string());
            return Ok(ExitCode::FAILURE);
        }
        Err(problem) => return Err(problem.into()),
    }
    Ok(ExitCode::SUCCESS)
}

fn look(input: &str, base: Option<&Url>) -> Result<Preview, Problem> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    if is_address(input) {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(crate::app::internal)?;
        return runtime.block_on(feed::preview(&Net::new(), input, now));
    }
    let bytes = read(input).map_err(|error| Problem::new(Code::NotFound, format!("{error:#}.")))?;
    feed::preview_bytes(&bytes, None, base, now)
}

fn is_address(input: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| input.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

fn read(input: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if input == "-" {
        io::stdin().lock().take(FILE_MAX).read_to_end(&mut bytes).context("Standard input cannot be read")?;
    } else {
        let file = File::open(input).with_context(|| format!("{input} cannot be read"))?;
        file.take(FILE_MAX).read_to_end(&mut bytes).with_context(|| format!("{input} cannot be read"))?;
    }
    Ok(bytes)
}

fn words(preview: &Preview) -> String {
    let kind = match preview.kind {
        PreviewKind::Feed => "Feed",
        PreviewKind::Page => "Page",
        PreviewKind::Picture => "Picture",
    };
    let mut lines = vec![format!("{kind}: {} ({} offered)", preview.title, preview.items.len())];
    for item in &preview.items {
        lines.push(format!("- {}", item.title));
        let more = [("link", &item.link), ("picture", &item.picture), ("date", &item.date)];
        lines.extend(more.into_iter().filter_map(|(name, value)| Some(format!("    {name}: {}", value.as_ref()?))));
        if let (Some(width), Some(height)) = (item.width, item.height) {
            lines.push(format!("    size: {width} x {height}"));
        }
        if !item.note.is_empty() {
            lines.push(format!("    {}", item.note.replace('\n', "\n    ")));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_file_is_no_address() {
        for (input, address) in
            [("https://x/", true), ("HTTP://x", true), ("http:x", false), ("-", false), ("feed.xml", false), ("", false), ("httpsé", false)]
        {
            assert_eq!(is_address(input), address, "{input}");
        }
    }

    #[test]
    fn a_feed_from_a_file_is_offered() {
        let base = tempfile::tempdir().unwrap();
        let file = base.path().join("feed.xml");
        let xml = "<rss version='2.0'><channel><title>Wood</title><item><title>Oak</title><link>/oak</link></item></channel></rss>";
        std::fs::write(&file, xml).unwrap();
        let from = "https://example.org/feed".parse().unwrap();
        let preview = look(file.to_str().unwrap(), Some(&from)).unwrap();
        assert_eq!((preview.kind, preview.title.as_str()), (PreviewKind::Feed, "Wood"));
        assert_eq!(preview.items[0].link.as_deref(), Some("https://example.org/oak"));
        assert!(words(&preview).contains("- Oak\n    link: https://example.org/oak"));
        assert_eq!(look("/nowhere", None).unwrap_err().code, Code::NotFound);
    }
}
