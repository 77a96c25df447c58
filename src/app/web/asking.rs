//! One request to the engine, in a worker of its own, and its replies.
//!
//! Never keeps anything: dropping it ends the work at once.

use super::BUILD_ID;
use super::worker::{Background, Word};
use crate::document::IdSource;
use crate::engine::job::{Job, Reply, Request};
use crate::store::web::random_number;

/// A request that is being worked on.
pub struct Asking(Background);

impl Asking {
    /// Asks the engine; `hear` gets every reply, or why there will be none any more.
    ///
    /// # Errors
    /// The request could not be written, for this reason.
    pub fn start(job: Job, hear: impl Fn(Result<Reply, String>) + 'static) -> Result<Asking, String> {
        let request = Request { build_id: BUILD_ID.to_owned(), revision: 0, job };
        let bytes = postcard::to_allocvec(&request).map_err(|_| "the workspace could not be handed to the engine".to_owned())?;
        let background = Background::start(&format!("worker-{BUILD_ID}.js"), move |word| match word {
            Word::Listening => {}
            Word::Broken(reason) => hear(Err(reason)),
            Word::Bytes(bytes) => hear(match postcard::from_bytes::<Reply>(&bytes) {
                Ok(Reply::OtherBuild { .. } | Reply::Unreadable) | Err(_) => {
                    Err("page and engine are of different versions; reload the page".to_owned())
                }
                Ok(reply) => Ok(reply),
            }),
        });
        background.send(bytes);
        Ok(Asking(background))
    }

    /// Asks for the last word now: the best that is known.
    pub fn stop(&self) {
        self.0.send(Vec::new());
    }
}

/// An id for a record that is planned for before it is added.
pub fn fresh_id() -> u64 {
    IdSource::new(random_number()).next()
}
