//! The ten pitfalls of a plant, each found from plain series and lists, with what it rests on.
//!
//! A pitfall is told only where chance does not explain it, or where its own rule is broken; where too little is known that is told instead.
//! Never reads a workspace and never says who is to blame.

mod busy_everywhere;
mod checked_at_the_end;
mod firefighting;
mod forecast_unchecked;
mod full_load;
mod no_single_owner;
mod replanned_when_frozen;
mod started_more_than_finished;
mod tampering;
mod wish_dates;

pub use busy_everywhere::{BusyEverywhere, Steps, busy_everywhere};
pub use checked_at_the_end::{CheckedAtTheEnd, checked_at_the_end};
pub use firefighting::{Firefighting, Issue, falling, firefighting};
pub use forecast_unchecked::{ForecastUnchecked, Forecasts, forecast_unchecked};
pub use full_load::{FullLoad, full_load};
pub use no_single_owner::{NoSingleOwner, Roles, no_single_owner};
pub use replanned_when_frozen::{PlannedTask, Replanned, replanned_when_frozen};
pub use started_more_than_finished::{Started, started_more_than_finished};
pub use tampering::{Tampering, tampering};
pub use wish_dates::{DatedTask, Failed, WishDates, wish_dates};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Too little is known to tell.
    Unknown,
    None,
    Amber,
    Red,
}

impl Level {
    /// The worse of what holds; nothing where neither does.
    fn of(known: bool, amber: bool, red: bool) -> Level {
        match (known, red, amber) {
            (false, ..) => Level::Unknown,
            (_, true, _) => Level::Red,
            (_, _, true) => Level::Amber,
            _ => Level::None,
        }
    }
}

/// What a verdict rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub level: Level,
    /// How many things were looked at.
    pub n: usize,
    /// The one number that decides.
    pub statistic: f64,
    /// Of this by chance, where chance is asked.
    pub p: Option<f64>,
    /// Positions of what it concerns, in the list that was given.
    pub concerned: Vec<usize>,
}

/// A part of a whole; nothing of nothing is nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Positions at which something holds.
fn positions<T>(list: &[T], holds: impl Fn(&T) -> bool) -> Vec<usize> {
    list.iter().enumerate().filter(|(_, one)| holds(one)).map(|(at, _)| at).collect()
}
