//! What the browser journeys share: a headless browser of their own, the built site on a small server, and other versions of it.
//!
//! A journey is a test in `tests/`. It drives the site as a person would and says what it saw. Everything here panics with a sentence when it
//! cannot go on, for that is how a test fails; it never touches a browser profile or a server it did not start.

mod axe;
mod browser;
mod chance;
mod driver;
mod keys;
mod kill;
mod looks;
mod scratch;
mod site;

pub mod endurance;
pub mod typist;

pub use axe::Axe;
pub use browser::{Browser, PATIENCE, Tab};
pub use chance::Chance;
pub use kill::Processes;
pub use looks::Look;
pub use scratch::Scratch;
pub use site::{dist, every_route, publish_copy, publish_next};
pub use xtask::server::{Effect, Fault, Folders, Options, Server};

/// The built site in the folder `/a/b/` of a server of its own.
pub fn serve_in_folder() -> Server {
    serve(Options::new(dist(), "/a/b/"))
}

/// Any site served in any way.
pub fn serve(options: Options) -> Server {
    Server::start(options).unwrap_or_else(|problem| panic!("the server could not start: {problem}"))
}
