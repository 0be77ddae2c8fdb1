//! `pin://localhost/ID/WIDTH`: pictures for the web view, decrypted on the way.
//!
//! An address holds our own row ID and a width in pixels (0: the original), never a URL or a path. Only the types on
//! [`TYPES`] leave here, told apart by the picture store from their bytes, under a policy that lets nothing in them run.

use std::sync::Arc;

use tackroom_core::api::{Code, Problem};
use tackroom_core::model::MediaId;
use tauri::http::{Method, Request, Response, StatusCode, header};

use crate::app::App;

/// What may be served.
const TYPES: [&str; 4] = ["image/jpeg", "image/png", "image/webp", "image/gif"];
/// The widest picture that may be asked for, pixels.
const WIDTH_MAX: u32 = 8_192;
/// Nothing inside a picture loads or runs, also where someone opens its address by itself.
const POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";

/// Answers one request.
pub async fn answer(app: Arc<App>, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let served = match address(request.method(), request.uri().path()) {
        Some((media, width)) => picture(&app, media, width).await,
        None => Err(Problem::new(Code::BadInput, "Not a picture's address.")),
    };
    match served {
        // A redacted picture must go: the view asks again after a restart, and nothing is written to its disk cache.
        Ok((mime, bytes)) => respond(StatusCode::OK, mime, "private, max-age=86400, immutable", bytes),
        Err(problem) => {
            tracing::debug!(code = ?problem.code, "a picture was not served");
            respond(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "no-store", problem.words.into_bytes())
        }
    }
}

async fn picture(app: &App, media: MediaId, width: u32) -> Result<(&'static str, Vec<u8>), Problem> {
    let served = app.core()?.media.get(media, width).await?;
    match TYPES.into_iter().find(|listed| *listed == served.mime) {
        Some(mime) => Ok((mime, served.bytes)),
        None => Err(Problem::new(Code::NotAPicture, format!("Pictures of the type {} are not shown.", served.mime))),
    }
}

fn respond(status: StatusCode, mime: &str, cache: &str, body: Vec<u8>) -> Response<Vec<u8>> {
    let built = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, mime)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::CACHE_CONTROL, cache)
        .header("Cross-Origin-Resource-Policy", "same-site")
        .body(body);
    // All headers above are constants, and valid.
    built.unwrap_or_else(|_| Response::new(Vec::new()))
}

fn address(method: &Method, path: &str) -> Option<(MediaId, u32)> {
    let (media, width) = path.strip_prefix('/')?.split_once('/')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if *method != Method::GET || !digits(media) || !digits(width) {
        return None;
    }
    let width = width.parse().ok().filter(|width| *width <= WIDTH_MAX)?;
    Some((MediaId(media.parse().ok()?), width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_id_and_a_width_are_an_address() {
        assert_eq!(address(&Method::GET, "/12/640"), Some((MediaId(12), 640)));
        assert_eq!(address(&Method::GET, "/12/0"), Some((MediaId(12), 0)));
        assert_eq!(address(&Method::POST, "/12/640"), None);
        for path in [
            "",
            "/",
            "/12",
            "/12/",
            "//640",
            "/12/640/1",
            "/-1/640",
            "/+1/640",
            "/12/9999",
            "/12/640.0",
            "/../etc/passwd",
            "/%31/640",
            "/99999999999999999999/640",
            "/12/ 640",
            "/https:/x",
        ] {
            assert_eq!(address(&Method::GET, path), None, "{path}");
        }
    }

    #[test]
    fn answers_are_closed() {
        let response = respond(StatusCode::OK, "image/png", "private", vec![1]);
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["content-security-policy"], POLICY);
        assert_eq!(response.status(), StatusCode::OK);
    }
}
