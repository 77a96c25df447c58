//! Several engine workers that plan the same side by side: begun together, ended together, and their schedules carried from one to the others.
//!
//! Never judges a schedule and never waits for a worker that is silent. Where workers are forbidden there is one, on the page.
#![allow(clippy::disallowed_methods, reason = "whether a worker is silent is told by the browser's clock")]

use super::asking::{Asking, job_at};
use crate::app::planning::best_of;
use crate::engine::job::{Job, Offers, Proposal, Reply, Request};
use crate::engine::meeting::Meeting;
use leptos::prelude::set_timeout;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

/// How often it is looked whether those who are not done yet still say something, once somebody is done.
const LOOK: Duration = Duration::from_millis(500);

/// Workers at work on one plan; dropping it ends them all.
pub struct Together(Rc<Group>);

struct Group {
    seats: RefCell<Vec<Seat>>,
    meeting: RefCell<Meeting<Vec<u8>>>,
    /// For those who begin when the first is there, for it shows whether workers are let.
    request: RefCell<Option<Request>>,
    is_stopped: Cell<bool>,
    hear: Box<dyn Fn(Result<Reply, String>)>,
}

/// One worker.
struct Seat {
    asking: Asking,
    /// Which meeting it waits at.
    meeting: u32,
    /// What it came to in the end, or why it did not.
    end: Option<Result<Box<Proposal>, String>>,
}

impl Together {
    /// Asks up to `workers` for a plan. `hear` gets how the first comes on and one last word: the best plan of all, or why there is none.
    ///
    /// # Errors
    /// The request could not be written, for this reason.
    pub fn start(job: Job, workers: usize, hear: impl Fn(Result<Reply, String>) + 'static) -> Result<Together, String> {
        let group = Rc::new(Group {
            seats: RefCell::default(),
            meeting: RefCell::new(Meeting::new(workers, now())),
            request: RefCell::new(Some(job_at((0, workers as u32), job))),
            is_stopped: Cell::new(false),
            hear: Box::new(hear),
        });
        begin(&group)?;
        Ok(Together(group))
    }

    /// Asks all for their last word now.
    pub fn stop(&self) {
        self.0.stop();
    }
}

/// Begins the next worker.
fn begin(group: &Rc<Group>) -> Result<(), String> {
    let mut request = group.request.borrow_mut();
    let Some(request) = request.as_mut() else { return Ok(()) };
    let at = group.seats.borrow().len();
    request.seat.0 = at as u32;
    let (listener, teller) = (Rc::downgrade(group), Rc::downgrade(group));
    let listening = move || listening(&listener, at);
    let hear = move |reply| {
        if let Some(group) = teller.upgrade() {
            group.take(at, reply);
        }
    };
    let asking = Asking::seated(request, listening, hear)?;
    group.meeting.borrow_mut().note(at, now());
    group.seats.borrow_mut().push(Seat { asking, meeting: 0, end: None });
    Ok(())
}

/// The first is there: if it runs beside the page, the others begin. Another one that had to come to the page is not wanted there.
fn listening(group: &Weak<Group>, at: usize) {
    let Some(group) = group.upgrade() else { return };
    let is_beside = group.seats.borrow().get(at).is_some_and(|seat| seat.asking.is_beside());
    if at > 0 {
        if !is_beside {
            group.end(at, Err("workers are not let".to_owned()));
        }
        return;
    }
    let seats = group.request.borrow().as_ref().map_or(0, |request| request.seat.1) as usize;
    for seat in 1..seats {
        // Without the others the first goes on alone.
        if !is_beside || group.is_stopped.get() || begin(&group).is_err() {
            group.meeting.borrow_mut().leave(seat);
        }
    }
    *group.request.borrow_mut() = None;
}

impl Group {
    fn stop(&self) {
        self.is_stopped.set(true);
        self.seats.borrow().iter().for_each(|seat| seat.asking.stop());
    }

    /// Takes what one has said.
    fn take(self: &Rc<Group>, at: usize, reply: Result<Reply, String>) {
        if self.seats.borrow().get(at).is_none_or(|seat| seat.end.is_some()) {
            return;
        }
        self.meeting.borrow_mut().note(at, now());
        match reply {
            Ok(Reply::Offer { meeting, bytes, .. }) => {
                self.seats.borrow_mut()[at].meeting = meeting;
                self.meeting.borrow_mut().offer(at, bytes);
            }
            Ok(Reply::Done { proposal, .. }) => return self.end(at, Ok(proposal)),
            Err(reason) => return self.end(at, Err(reason)),
            Ok(reply) if at == 0 => (self.hear)(Ok(reply)),
            Ok(_) => {}
        }
        self.pass_on();
    }

    /// Hands round what was offered, when nobody is awaited any more.
    fn pass_on(&self) {
        let due = self.meeting.borrow_mut().round(now());
        let seats = self.seats.borrow();
        for (at, offers) in due {
            if let Some(seat) = seats.get(at) {
                seat.asking.pass_on(&Offers { meeting: seat.meeting, offers });
            }
        }
    }

    /// One has come to its end; the last of them brings the last word.
    fn end(self: &Rc<Group>, at: usize, end: Result<Box<Proposal>, String>) {
        // Better than proved is not to be had.
        if end.as_ref().is_ok_and(|proposal| proposal.outcome.stats.proved) {
            self.stop();
        }
        self.meeting.borrow_mut().leave(at);
        self.seats.borrow_mut()[at].end = Some(end);
        if self.seats.borrow().iter().any(|seat| seat.end.is_none()) {
            self.pass_on();
            look_again(Rc::downgrade(self));
            return;
        }
        let (mut proposals, mut reason) = (Vec::new(), String::new());
        for seat in self.seats.take() {
            match seat.end {
                Some(Ok(proposal)) => proposals.push(*proposal),
                Some(Err(other)) => reason = other,
                None => {}
            }
            // One that is telling its end is ended only after it has told it.
            set_timeout(move || drop(seat.asking), Duration::ZERO);
        }
        let best = best_of(proposals.into_iter()).map(Box::new);
        (self.hear)(best.map(|proposal| Reply::Done { revision: 0, proposal }).ok_or(reason));
    }
}

/// In a while, whoever is silent is waited for no more.
fn look_again(group: Weak<Group>) {
    let look = move || {
        let Some(group) = group.upgrade() else { return };
        let is_awaited = |at: &usize| group.seats.borrow().get(*at).is_some_and(|seat| seat.end.is_none());
        let seats = group.seats.borrow().len();
        let awaited: Vec<usize> = (0..seats).filter(is_awaited).collect();
        for at in &awaited {
            if group.meeting.borrow().is_silent(*at, now()) {
                group.end(*at, Err("it said nothing more".to_owned()));
            }
        }
        if !awaited.is_empty() {
            look_again(Rc::downgrade(&group));
        }
    };
    set_timeout(look, LOOK);
}

/// Milliseconds on the browser's clock.
fn now() -> f64 {
    js_sys::Date::now()
}
