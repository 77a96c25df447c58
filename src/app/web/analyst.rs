//! One question to the analysis worker, in a worker of its own, and its answers.
//!
//! Never keeps anything: dropping it ends the work at once.

use super::BUILD_ID;
use super::worker::{Background, Word};
use crate::engine::analysis::{Analysis, Answer, Request};

/// A question that is being worked on.
pub struct Analyst {
    _working: Background,
}

impl Analyst {
    /// Asks; `hear` gets every answer, or why there will be none any more.
    ///
    /// # Errors
    /// The question could not be written, for this reason.
    pub fn ask(job: Analysis, hear: impl Fn(Result<Answer, String>) + 'static) -> Result<Analyst, String> {
        let request = Request { build_id: BUILD_ID.to_owned(), job };
        let bytes = postcard::to_allocvec(&request).map_err(|_| "the numbers could not be handed over".to_owned())?;
        let background = Background::start(&format!("analysis_worker-{BUILD_ID}.js"), move |word| match word {
            Word::Listening => {}
            Word::Broken(reason) => hear(Err(reason)),
            Word::Bytes(bytes) => hear(match postcard::from_bytes::<Answer>(&bytes) {
                Ok(Answer::OtherBuild { .. } | Answer::Unreadable) | Err(_) => {
                    Err("page and worker are of different versions; reload the page".to_owned())
                }
                Ok(answer) => Ok(answer),
            }),
        });
        background.send(bytes);
        Ok(Analyst { _working: background })
    }
}
