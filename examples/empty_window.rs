//! A Tauri window with nothing in it: the baseline of the bench of the start. Prints `painted` at its second frame.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool of the bench")]

use tauri::http::Response;
use tauri::{WebviewUrl, WebviewWindowBuilder};

const PAGE: &str =
    "<!doctype html><script>requestAnimationFrame(() => requestAnimationFrame(() => { document.title = 'painted' }))</script>";

fn main() {
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| {
            Response::builder().header("content-type", "text/html").body(PAGE.as_bytes()).unwrap()
        })
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", WebviewUrl::CustomProtocol("empty://localhost/".parse().unwrap()))
                .inner_size(1280.0, 800.0)
                .on_document_title_changed(|_, title| {
                    if title == "painted" {
                        println!("painted");
                    }
                })
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .unwrap();
}
