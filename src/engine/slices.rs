//! Long work cut into slices: where no background worker may run, the same search shares the page's thread with the person.
//!
//! Never knows what the work is, nor what happens in a pause; whoever starts the work brings both clock and pause.

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// What ends when the work may go on.
pub type Pause = Pin<Box<dyn Future<Output = ()>>>;

/// When long work rests, and the clock it looks at.
pub struct Slices<'a> {
    clock: &'a dyn Fn() -> f64,
    /// Milliseconds of work between two pauses, and how to make one; `None` never rests.
    rest: Option<(f64, &'a dyn Fn() -> Pause)>,
    began: Cell<f64>,
}

impl<'a> Slices<'a> {
    /// Work that never rests, as in a worker of its own. `clock` gives milliseconds since any fixed moment.
    pub fn whole(clock: &'a dyn Fn() -> f64) -> Slices<'a> {
        Slices { clock, rest: None, began: Cell::new(0.0) }
    }

    /// Work that rests after every `length_ms` milliseconds until the future of `pause` is ready.
    pub fn of(length_ms: f64, clock: &'a dyn Fn() -> f64, pause: &'a dyn Fn() -> Pause) -> Slices<'a> {
        Slices { clock, rest: Some((length_ms, pause)), began: Cell::new(clock()) }
    }

    /// The same rests by another clock.
    pub fn timed_by<'b>(&'b self, clock: &'b dyn Fn() -> f64) -> Slices<'b> {
        Slices { clock, rest: self.rest, began: Cell::new(clock()) }
    }

    /// Milliseconds on the clock.
    pub fn now(&self) -> f64 {
        (self.clock)()
    }

    /// Rests if the slice is used up, or if there is nothing to do but wait. Called between pieces of work that are each short beside
    /// a slice.
    pub async fn breathe(&self, waits: bool) {
        let Some((length, pause)) = self.rest else { return };
        if waits || self.now() - self.began.get() >= length {
            pause().await;
            self.began.set(self.now());
        }
    }
}

/// The result of work that never rests.
pub fn at_once<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(result) = work.as_mut().poll(&mut context) {
            return result;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    #[test]
    fn work_rests_whenever_a_slice_is_used_up_and_gives_the_same_result() {
        let (time, pauses) = (Cell::new(0.0), Rc::new(Cell::new(0)));
        let clock = || time.get();
        let work = async |slices: &Slices<'_>| {
            let mut sum = 0;
            for number in 1..=10 {
                time.set(time.get() + 5.0);
                sum += number;
                slices.breathe(false).await;
            }
            sum
        };
        let pause = || {
            let pauses = Rc::clone(&pauses);
            Box::pin(async move { pauses.set(pauses.get() + 1) }) as Pause
        };
        assert_eq!((at_once(work(&Slices::of(10.0, &clock, &pause))), pauses.get()), (55, 5));
        assert_eq!((at_once(work(&Slices::whole(&clock))), pauses.get()), (55, 5), "whole work never rests");
    }
}
