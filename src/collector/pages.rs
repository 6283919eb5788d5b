//! Files of the built site.

use super::decode::segments;
use super::form::Preview;
use super::preview;
use super::reply::Reply;
use super::reply::respond;
use hyper::StatusCode;
use hyper::header;
use hyper::header::HeaderValue;
use std::path::Path;
use std::path::PathBuf;

/// What a path of the site leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A file and its media type.
    File(PathBuf, &'static str),
    /// A folder with a page in it, named without the `/` behind it.
    Folder,
    /// Nothing.
    Nothing,
}

/// Looks up a path of a request below `site`; what lies outside, or begins with a point, is not there.
pub(super) fn find(site: &Path, path: &str) -> Found {
    let Some(parts) = segments(path) else {
        return Found::Nothing;
    };
    let mut file = site.to_owned();
    file.extend(&parts);
    if file.is_dir() {
        if !path.ends_with('/') && file.join("index.html").is_file() {
            return Found::Folder;
        }
        file.push("index.html");
    } else if path.ends_with('/') {
        return Found::Nothing;
    }
    // A link that leads out of the site is no part of it.
    let (Ok(real), Ok(root)) = (file.canonicalize(), site.canonicalize()) else {
        return Found::Nothing;
    };
    if real.starts_with(root) && real.is_file() {
        Found::File(real, media_type(&file))
    } else {
        Found::Nothing
    }
}

/// The page, file or redirection that a path leads to.
pub(super) fn page(site: &Path, path: &str, state: Option<&Preview>) -> Option<Reply> {
    match find(site, path) {
        Found::File(file, kind) => {
            let bytes = std::fs::read(file).ok()?;
            let shown = match (state, std::str::from_utf8(&bytes)) {
                (Some(state), Ok(html)) if kind.starts_with("text/html") => preview::with(html, state).into_bytes(),
                _ => bytes,
            };
            Some(respond(StatusCode::OK, kind, shown))
        }
        Found::Folder => {
            let mut moved = respond(StatusCode::PERMANENT_REDIRECT, "text/plain", "");
            let to = HeaderValue::from_str(&format!("{path}/")).ok()?;
            moved.headers_mut().insert(header::LOCATION, to);
            Some(moved)
        }
        Found::Nothing => None,
    }
}

fn media_type(path: &Path) -> &'static str {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    match ending.as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
