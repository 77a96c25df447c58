//! Faults the server can be told to have, so that tests can show what the page makes of them.

use std::time::Duration;

/// What goes wrong with the requests for certain files.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The end of the paths it concerns, such as `.wasm`.
    pub ending: String,
    pub effect: Effect,
    /// How many requests it spoils; `None` for all.
    pub times: Option<u32>,
}

/// How it goes wrong.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Answers with this status and a short page.
    Status(u16),
    /// Sends the file under this media type.
    Type(&'static str),
    /// Sends something else, with status 200.
    Instead { media_type: &'static str, body: String },
    /// Cuts the connection after so many bytes of the file.
    CutAfter(usize),
    /// Waits before it answers.
    Delay(Duration),
}

impl Fault {
    /// All requests for paths with this ending.
    pub fn always(ending: &str, effect: Effect) -> Fault {
        Fault { ending: ending.to_owned(), effect, times: None }
    }

    /// The first `times` requests for paths with this ending.
    pub fn first(times: u32, ending: &str, effect: Effect) -> Fault {
        Fault { ending: ending.to_owned(), effect, times: Some(times) }
    }
}

/// The effect on a request for this path, if any, and one time less for it.
pub(super) fn next(faults: &mut [Fault], path: &str) -> Option<Effect> {
    let fault = faults.iter_mut().find(|fault| fault.times != Some(0) && path.ends_with(&fault.ending))?;
    if let Some(times) = &mut fault.times {
        *times -= 1;
    }
    Some(fault.effect.clone())
}
