//! One request to the engine, in a worker of its own, and its replies.
//!
//! Never keeps anything: dropping it ends the work at once.

use super::BUILD_ID;
use super::worker::{Background, Word};
use crate::document::IdSource;
use crate::engine::job::{Job, Offers, Reply, Request};
use crate::store::web::random_number;

/// A request that is being worked on.
pub struct Asking(Background);

impl Asking {
    /// Asks the engine; `hear` gets every reply, or why there will be none any more.
    ///
    /// # Errors
    /// The request could not be written, for this reason.
    pub fn start(job: Job, hear: impl Fn(Result<Reply, String>) + 'static) -> Result<Asking, String> {
        Asking::seated(&job_at((0, 1), job), || {}, hear)
    }

    /// The same for one of several who are asked; `listening` is called once it is there.
    ///
    /// # Errors
    /// The request could not be written, for this reason.
    pub fn seated(
        request: &Request,
        listening: impl Fn() + 'static,
        hear: impl Fn(Result<Reply, String>) + 'static,
    ) -> Result<Asking, String> {
        let bytes = postcard::to_allocvec(request).map_err(|_| "the workspace could not be handed to the engine".to_owned())?;
        let background = Background::start(&format!("worker-{BUILD_ID}.js"), move |word| match word {
            Word::Listening => listening(),
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

    /// Whether the engine runs beside the page and not on it.
    pub fn is_beside(&self) -> bool {
        self.0.is_beside()
    }

    /// Hands over what others offered at a meeting.
    pub fn pass_on(&self, offers: &Offers) {
        // Numbers and bytes can always be written.
        postcard::to_allocvec(offers).into_iter().for_each(|bytes| self.0.send(bytes));
    }

    /// Asks for the last word now: the best that is known.
    pub fn stop(&self) {
        self.0.send(Vec::new());
    }
}

/// A request for a job, by the seat of who is asked and how many are.
pub fn job_at(seat: (u32, u32), job: Job) -> Request {
    Request { build_id: BUILD_ID.to_owned(), revision: 0, seat, job }
}

/// An id for a record that is planned for before it is added.
pub fn fresh_id() -> u64 {
    IdSource::new(random_number()).next()
}
