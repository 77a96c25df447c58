//! Reading a request: the little of HTTP/1.1 a browser's GET and HEAD need.

use std::io::{self, BufRead, Read};

const HEAD_LIMIT: u64 = 64 * 1024;

/// What a browser asks for.
pub(super) struct Request {
    /// Whether only the head of the answer is wanted.
    pub head_only: bool,
    /// The path with its query, as sent.
    pub target: String,
    /// The path, decoded.
    pub path: String,
    pub accepts_brotli: bool,
    /// Whether the method is one that this server knows.
    pub known: bool,
    pub keep_alive: bool,
}

/// The next request, or nothing when the browser has gone.
pub(super) fn read(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut lines = reader.take(HEAD_LIMIT);
    let mut line = String::new();
    if lines.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_whitespace();
    let method = words.next().unwrap_or_default().to_owned();
    let target = words.next().unwrap_or("/").to_owned();
    let (mut accepts_brotli, mut keep_alive) = (false, true);
    loop {
        let mut header = String::new();
        if lines.read_line(&mut header)? == 0 {
            return Ok(None);
        }
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        accepts_brotli |= header.starts_with("accept-encoding:") && header.contains("br");
        keep_alive &= header != "connection: close";
    }
    let path = decoded(target.split(['?', '#']).next().unwrap_or_default());
    Ok(Some(Request { head_only: method == "HEAD", known: method == "GET" || method == "HEAD", target, path, accepts_brotli, keep_alive }))
}

/// A path with its `%20` and the like resolved.
fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = path.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (bytes[at], code) {
            (b'%', Some(byte)) => {
                plain.push(byte);
                at += 3;
            }
            (byte, _) => {
                plain.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_with_its_path_decoded_and_its_query_apart() {
        let mut text = &b"GET /my%20portal/demand/?embed=1 HTTP/1.1\r\nHost: here\r\nAccept-Encoding: gzip, br\r\n\r\nrest"[..];
        let request = read(&mut text).unwrap().unwrap();
        assert_eq!((request.path.as_str(), request.target.as_str()), ("/my portal/demand/", "/my%20portal/demand/?embed=1"));
        assert!(request.accepts_brotli && request.known && !request.head_only && request.keep_alive);
        assert_eq!(text, b"rest");
    }
}
