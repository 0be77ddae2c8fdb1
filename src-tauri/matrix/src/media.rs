//! Pictures that lie on a homeserver, for the picture cache of the core.
//!
//! The SDK's own download is unbounded, so the body is streamed here and cut at the cap. Encrypted files are decrypted
//! and their hash is checked before a byte is given out.

use std::{
    io::{Cursor, Read},
    sync::Weak,
    time::Duration,
};

use futures_util::{StreamExt as _, future::BoxFuture};
use matrix_sdk::{
    Client,
    reqwest::{Response, StatusCode},
    ruma::{MxcUri, api::MatrixVersion, events::room::EncryptedFile},
};
use matrix_sdk_base::crypto::AttachmentDecryptor;
use tackroom_core::{
    api::{Code, Problem},
    media::{MatrixMedia, MediaSource},
};
use url::Url;

use crate::{failure::internal, inner::Inner};

/// How long a download may stand still.
const STALL: Duration = Duration::from_secs(20);
const DOING: &str = "fetch the picture";

/// Fetches from the homeserver of the signed-in account. Holds the account weakly: the picture cache outlives it.
pub struct Pictures(pub Weak<Inner>);

impl MatrixMedia for Pictures {
    fn download<'a>(
        &'a self,
        source: &'a MediaSource,
        thumbnail_width: Option<u32>,
        cap: usize,
    ) -> BoxFuture<'a, Result<Vec<u8>, Problem>> {
        Box::pin(async move {
            let inner = self.0.upgrade().ok_or_else(|| Problem::new(Code::NoNetwork, "Not signed in."))?;
            download(&inner, source, thumbnail_width, cap).await
        })
    }
}

/// The bytes of a picture on the homeserver.
pub(crate) async fn download(inner: &Inner, source: &MediaSource, width: Option<u32>, cap: usize) -> Result<Vec<u8>, Problem> {
    match source {
        MediaSource::Mxc { uri, .. } => fetch(&inner.client, uri, width, cap).await,
        MediaSource::Encrypted { file, thumbnail_file } => {
            let small = width.is_some_and(|width| width <= 640);
            let file = thumbnail_file.as_ref().filter(|_| small).unwrap_or(file);
            let file: EncryptedFile = serde_json::from_value(file.clone()).map_err(|e| internal(e, DOING))?;
            let bytes = fetch(&inner.client, file.url.as_str(), None, cap).await?;
            decrypt(bytes, file).await
        }
        _ => Err(internal("it does not lie on the homeserver", DOING)),
    }
}

async fn decrypt(bytes: Vec<u8>, file: EncryptedFile) -> Result<Vec<u8>, Problem> {
    let plain = tokio::task::spawn_blocking(move || {
        let mut plain = Vec::with_capacity(bytes.len());
        let mut cipher = Cursor::new(bytes);
        let mut reader = AttachmentDecryptor::new(&mut cipher, file.into()).map_err(std::io::Error::other)?;
        reader.read_to_end(&mut plain)?;
        Ok::<_, std::io::Error>(plain)
    });
    let plain = plain.await.map_err(|e| internal(e, DOING))?;
    plain.map_err(|_| Problem::said(Code::Damaged, "picture-key", &[]))
}

/// Downloads a file, or the server's thumbnail of it, up to `cap` bytes.
async fn fetch(client: &Client, mxc: &str, width: Option<u32>, cap: usize) -> Result<Vec<u8>, Problem> {
    let mxc = <&MxcUri>::from(mxc);
    let (server, id) = mxc.parts().map_err(|e| internal(e, DOING))?;
    let authenticated = match client.supported_versions_cached().await {
        Ok(Some(known)) => known.versions.iter().any(|version| *version >= MatrixVersion::V1_11),
        _ => true,
    };
    let mut refreshed = false;
    let mut legacy = !authenticated;
    loop {
        let address = address(client, server.as_str(), id, width, legacy)?;
        let response = ask(client, address, legacy).await?;
        match response.status() {
            StatusCode::OK => return body(response, cap).await,
            StatusCode::UNAUTHORIZED if !refreshed && !legacy => {
                refreshed = true;
                client.refresh_access_token().await.map_err(|e| internal(e, DOING))?;
            }
            StatusCode::NOT_FOUND if !legacy && is_unknown_path(response).await => legacy = true,
            StatusCode::NOT_FOUND => {
                return Err(Problem::said(Code::NotFound, "picture-gone-server", &[]));
            }
            status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                return Err(Problem::said(Code::NoNetwork, "picture-not-yet", &[("status", &status)]));
            }
            status => return Err(Problem::said(Code::Forbidden, "picture-refused", &[("status", &status)])),
        }
    }
}

fn address(client: &Client, server: &str, id: &str, width: Option<u32>, legacy: bool) -> Result<Url, Problem> {
    let mut url = client.homeserver();
    let kind = if width.is_some() { "thumbnail" } else { "download" };
    let base: &[&str] = if legacy { &["_matrix", "media", "v3"] } else { &["_matrix", "client", "v1", "media"] };
    url.path_segments_mut()
        .map_err(|()| internal("the homeserver's address has no path", DOING))?
        .pop_if_empty()
        .extend(base)
        .extend([kind, server, id]);
    if let Some(width) = width {
        let side = width.to_string();
        url.query_pairs_mut().append_pair("width", &side).append_pair("height", &side).append_pair("method", "scale");
    }
    Ok(url)
}

async fn ask(client: &Client, address: Url, legacy: bool) -> Result<Response, Problem> {
    let mut request = client.http_client().get(address);
    if !legacy && let Some(token) = client.access_token() {
        request = request.bearer_auth(token);
    }
    match tokio::time::timeout(STALL, request.send()).await {
        Ok(Ok(response)) => Ok(response),
        _ => Err(offline()),
    }
}

async fn is_unknown_path(response: Response) -> bool {
    let Ok(text) = body(response, 4_096).await else { return false };
    String::from_utf8_lossy(&text).contains("M_UNRECOGNIZED")
}

async fn body(response: Response, cap: usize) -> Result<Vec<u8>, Problem> {
    if let Some(stated) = response.content_length()
        && stated > cap as u64
    {
        return Err(too_large(stated, cap));
    }
    let mut bytes = Vec::new();
    let mut stream = response.bytes_stream();
    loop {
        match tokio::time::timeout(STALL, stream.next()).await {
            Ok(Some(Ok(chunk))) => {
                if bytes.len() + chunk.len() > cap {
                    return Err(too_large((bytes.len() + chunk.len()) as u64, cap));
                }
                bytes.extend_from_slice(&chunk);
            }
            Ok(None) => return Ok(bytes),
            Ok(Some(Err(_))) | Err(_) => return Err(offline()),
        }
    }
}

fn too_large(size: u64, cap: usize) -> Problem {
    let mega = |bytes: u64| bytes.div_ceil(1 << 20);
    Problem::new(Code::TooLarge, format!("The picture has {} MB or more; {} MB are fetched at most.", mega(size), mega(cap as u64)))
}

fn offline() -> Problem {
    Problem::said(Code::NoNetwork, "picture-no-answer", &[])
}
