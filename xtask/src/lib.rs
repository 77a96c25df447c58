//! What the build tool shares with the browser tests: the small web server, the last steps of a build and the list of the site's routes.
//!
//! Never part of the page.

pub mod assemble;
pub mod bundle;
pub mod files;
#[path = "../../src/model/phase.rs"]
pub mod phase;
pub mod run;
pub mod server;

use std::path::PathBuf;

/// The folder the workspace lies in.
pub fn project_root() -> PathBuf {
    let own = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    own.parent().map(PathBuf::from).unwrap_or(own)
}

/// Every route of the site, the first page (`""`) first: one file each in the built site.
pub fn routes() -> Vec<&'static str> {
    let phases = phase::Phase::OPEN.iter().map(|phase| phase.word());
    let artefacts = phase::Artefact::OPEN.iter().map(|artefact| artefact.word());
    phase::PAGES.iter().copied().chain(phases).chain(artefacts).collect()
}
