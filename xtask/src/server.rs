//! A small web server that only hands out files: for `serve`, for the browser tests and for measuring.
//!
//! It knows no rewrite rules and no other host, and listens on this computer only. For tests it can be told to fail: see [`Fault`].

mod fault;
mod request;
mod respond;

pub use fault::{Effect, Fault};

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

/// What the server does with an address that names a folder without its last slash.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Folders {
    /// Sends the browser to the address with the slash, as nearly every server does.
    Redirect,
    /// Knows files only, as object stores do: a folder is not found, with or without the slash.
    Unknown,
}

/// How to serve a site.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder with the files.
    pub folder: PathBuf,
    /// Where the site lies on the server: begins and ends with a slash.
    pub mount: String,
    /// The port, or 0 for any free one.
    pub port: u16,
    pub folders: Folders,
    /// Sends `file.br` beside a file, if there is one, to browsers that accept it.
    pub brotli: bool,
    /// Allows pages of any origin to read the files (`Access-Control-Allow-Origin: *`).
    pub open_to_all: bool,
    /// A content policy that the server adds to that of the pages.
    pub policy: Option<&'static str>,
}

impl Options {
    /// Serves a folder under `mount` on any free port.
    pub fn new(folder: impl Into<PathBuf>, mount: &str) -> Self {
        Options {
            folder: folder.into(),
            mount: mount.to_owned(),
            port: 0,
            folders: Folders::Redirect,
            brotli: false,
            open_to_all: false,
            policy: None,
        }
    }
}

/// What the server's threads share.
struct Shared {
    options: Mutex<Options>,
    faults: Mutex<Vec<Fault>>,
    requests: Mutex<Vec<String>>,
    connections: Mutex<Vec<TcpStream>>,
    stopping: Mutex<bool>,
}

/// A running server; stops when dropped.
pub struct Server {
    address: SocketAddr,
    mount: String,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts serving.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start(options: Options) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))?;
        let address = listener.local_addr()?;
        let mount = options.mount.clone();
        let shared = Arc::new(Shared {
            options: Mutex::new(options),
            faults: Mutex::default(),
            requests: Mutex::default(),
            connections: Mutex::default(),
            stopping: Mutex::new(false),
        });
        let thread = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Ok(Server { address, mount, shared, thread: Some(thread) })
    }

    /// The address of a page or file of the site, `""` for the first page.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{}{path}", self.address, self.mount)
    }

    /// The address of anything on this server, with or without the site.
    pub fn url_outside(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Adds a fault.
    pub fn fail(&self, fault: Fault) {
        lock(&self.shared.faults).push(fault);
    }

    /// Removes all faults.
    pub fn heal(&self) {
        lock(&self.shared.faults).clear();
    }

    /// Serves another folder from now on, as when a new version is published.
    pub fn publish(&self, folder: impl Into<PathBuf>) {
        lock(&self.shared.options).folder = folder.into();
    }

    /// Every path asked for so far, in order, with its query.
    pub fn requests(&self) -> Vec<String> {
        lock(&self.shared.requests).clone()
    }

    /// Stops at once: open connections are cut, the port is free again.
    pub fn stop(mut self) {
        self.close();
    }

    fn close(&mut self) {
        *lock(&self.shared.stopping) = true;
        // A last visit wakes the thread that waits for visitors.
        drop(TcpStream::connect(self.address));
        for connection in lock(&self.shared.connections).drain(..) {
            drop(connection.shutdown(std::net::Shutdown::Both));
        }
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.close();
    }
}

/// Takes connections until told to stop; each has its own thread.
fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for connection in listener.incoming() {
        if *lock(&shared.stopping) {
            return;
        }
        let Ok(connection) = connection else { continue };
        if let Ok(handle) = connection.try_clone() {
            lock(&shared.connections).push(handle);
        }
        let shared = Arc::clone(shared);
        std::thread::spawn(move || {
            // A visitor who leaves in the middle is no problem of the server.
            drop(converse(&connection, &shared));
            drop(connection.shutdown(std::net::Shutdown::Both));
        });
    }
}

/// Answers one request after the other on a connection.
fn converse(connection: &TcpStream, shared: &Shared) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut reader = io::BufReader::new(connection);
    while let Some(request) = request::read(&mut reader)? {
        lock(&shared.requests).push(request.target.clone());
        let options = lock(&shared.options).clone();
        let effect = fault::next(&mut lock(&shared.faults), &request.path);
        if !respond::respond(connection, &request, &options, effect)? {
            break;
        }
    }
    Ok(())
}

/// A lock whose holder has panicked still guards sound data here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
