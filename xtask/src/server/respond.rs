//! Answering a request: a file with its media type, a folder's page, or the page for what is missing.

use super::fault::Effect;
use super::request::Request;
use super::{Folders, Options};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// An answer before it is sent.
struct Answer {
    status: u16,
    media_type: &'static str,
    location: Option<String>,
    encoding: Option<&'static str>,
    body: Vec<u8>,
}

/// Sends the answer; false when the connection is to be closed.
pub(super) fn respond(connection: impl Write, request: &Request, options: &Options, effect: Option<Effect>) -> io::Result<bool> {
    let mut answer = if request.known { find(request, options) } else { text(405, "This server hands out files only.") };
    let mut cut = None;
    match effect {
        Some(Effect::Status(status)) => answer = text(status, "This answer is a fault made for a test."),
        Some(Effect::Type(media_type)) => answer.media_type = media_type,
        Some(Effect::Instead { media_type, body }) => {
            answer = Answer { status: 200, media_type, location: None, encoding: None, body: body.into_bytes() }
        }
        Some(Effect::CutAfter(bytes)) => cut = Some(bytes),
        Some(Effect::Delay(time)) => std::thread::sleep(time),
        None => {}
    }
    send(connection, request, &answer, cut, options)?;
    Ok(cut.is_none() && request.keep_alive)
}

/// The file for a path, under the rules of a server without rules.
fn find(request: &Request, options: &Options) -> Answer {
    let missing = || page_for_missing(options);
    let Some(inside) = request.path.strip_prefix(options.mount.as_str()) else {
        return text(404, "Nothing lies here.");
    };
    if inside.split('/').any(|part| part == "..") || inside.contains('\\') {
        return missing();
    }
    let mut file = options.folder.join(inside);
    if file.is_dir() {
        if options.folders == Folders::Unknown && !inside.is_empty() {
            return missing();
        }
        if !request.path.ends_with('/') {
            return redirect(request);
        }
        file = file.join("index.html");
    } else if inside.ends_with('/') {
        return missing();
    }
    read(&file, request, options).unwrap_or_else(|_| missing())
}

/// The same address with a slash behind its path.
fn redirect(request: &Request) -> Answer {
    let (path, query) =
        request.target.split_once('?').map_or((request.target.as_str(), String::new()), |(path, query)| (path, format!("?{query}")));
    Answer { location: Some(format!("{path}/{query}")), ..text(301, "") }
}

fn read(file: &Path, request: &Request, options: &Options) -> io::Result<Answer> {
    let media_type = media_type(file);
    let mut small = file.as_os_str().to_owned();
    small.push(".br");
    if options.brotli
        && request.accepts_brotli
        && let Ok(body) = fs::read(PathBuf::from(small))
    {
        return Ok(Answer { status: 200, media_type, location: None, encoding: Some("br"), body });
    }
    Ok(Answer { status: 200, media_type, location: None, encoding: None, body: fs::read(file)? })
}

/// The site's own page for missing addresses, as most servers can be told to send.
fn page_for_missing(options: &Options) -> Answer {
    match fs::read(options.folder.join("404.html")) {
        Ok(body) => Answer { status: 404, media_type: "text/html; charset=utf-8", location: None, encoding: None, body },
        Err(_) => text(404, "Nothing lies here."),
    }
}

fn text(status: u16, text: &str) -> Answer {
    Answer { status, media_type: "text/plain; charset=utf-8", location: None, encoding: None, body: text.as_bytes().to_vec() }
}

fn send(mut connection: impl Write, request: &Request, answer: &Answer, cut: Option<usize>, options: &Options) -> io::Result<()> {
    let mut head = format!(
        "HTTP/1.1 {} -\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\n",
        answer.status,
        answer.media_type,
        answer.body.len()
    );
    if let Some(location) = &answer.location {
        head.push_str(&format!("Location: {location}\r\n"));
    }
    if let Some(encoding) = answer.encoding {
        head.push_str(&format!("Content-Encoding: {encoding}\r\nVary: Accept-Encoding\r\n"));
    }
    if let Some(policy) = options.policy {
        head.push_str(&format!("Content-Security-Policy: {policy}\r\n"));
    }
    if options.open_to_all {
        head.push_str("Access-Control-Allow-Origin: *\r\n");
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    if !request.head_only {
        let length = cut.unwrap_or(answer.body.len()).min(answer.body.len());
        bytes.extend_from_slice(&answer.body[..length]);
    }
    connection.write_all(&bytes)?;
    connection.flush()
}

/// The media type of a file by its ending.
fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
