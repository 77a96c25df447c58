//! What page and worker say to each other, as bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::options;
use linewright::engine::job::{Job, Offers, Reply, Request, run};
use linewright::engine::meeting::Meeting;
use linewright::engine::plan::{ChanceOptions, PlanOptions, PlanStats, plan};
use linewright::engine::slices::{Pause, Slices, at_once};
use linewright::model::*;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::task::{Context, Poll, Waker};

/// A crowded workshop, so that there is something to improve.
fn request() -> Request {
    let mut factory = Factory::default();
    let table = factory.item("table");
    let make = factory.operation("assemble", Some(table), 0.0, 7.0);
    let machine = factory.resource("machine");
    factory.needs(make, machine);
    for at in 0..12 {
        factory.order(&format!("order {at}"), table, 1.0 + f64::from(at % 3), i64::from(at % 4));
    }
    Request {
        build_id: "build".into(),
        revision: 7,
        seat: (0, 1),
        job: Job::Plan { workspace: Box::new(factory.workspace), options: options(Factory::now()) },
    }
}

/// Every reply as the page reads it, from a clock that ticks forty milliseconds at every look.
fn replies(bytes: &[u8], build_id: &str) -> Vec<Reply> {
    let ticks = std::cell::Cell::new(0.0);
    let clock = || {
        ticks.set(ticks.get() + 40.0);
        ticks.get()
    };
    let mut replies = Vec::new();
    at_once(run(bytes, build_id, &Slices::whole(&clock), None, &mut |reply| {
        let bytes = postcard::to_allocvec(reply).unwrap();
        replies.push(postcard::from_bytes(&bytes).unwrap());
        true
    }));
    replies
}

#[test]
fn a_request_is_answered_by_progress_and_exactly_one_last_word() {
    let request = request();
    let replies = replies(&postcard::to_allocvec(&request).unwrap(), "build");
    let Some((Reply::Done { revision: 7, proposal }, before)) = replies.split_last() else { panic!("{replies:?}") };
    let (Job::Plan { workspace, options }, outcome) = (&request.job, &proposal.outcome) else { panic!() };
    assert_eq!(outcome.promises.len(), workspace.orders.len());
    assert!(before.iter().all(|reply| matches!(reply, Reply::Better { revision: 7, .. } | Reply::Working { revision: 7, .. })));
    assert!(matches!(before.first(), Some(Reply::Better { .. })), "the first plan is told at once");
    let direct = plan(workspace, options, &|| 0.0, &mut |_| false);
    assert_eq!(direct.tasks.len(), outcome.tasks.len());
}

#[test]
fn in_slices_the_same_plan_is_made_with_rests_and_stops_when_told_to() {
    let bytes = postcard::to_allocvec(&request()).unwrap();
    let time = std::cell::Cell::new(0.0);
    let clock = || {
        time.set(time.get() + 5.0);
        time.get()
    };
    let rests = std::rc::Rc::new(std::cell::Cell::new(0));
    let pause = || {
        let rests = std::rc::Rc::clone(&rests);
        Box::pin(async move { rests.set(rests.get() + 1) }) as Pause
    };
    let last = |goes_on: bool| {
        let mut replies = Vec::new();
        at_once(run(&bytes, "build", &Slices::of(4.0, &clock, &pause), None, &mut |reply| {
            replies.push(reply.clone());
            goes_on
        }));
        let Some(Reply::Done { proposal, .. }) = replies.pop() else { panic!("{replies:?}") };
        proposal.outcome
    };
    let whole = last(true);
    assert!(rests.get() > 10, "{} rests", rests.get());
    let stopped = last(false);
    assert_eq!(stopped.promises.len(), whole.promises.len(), "what is stopped is whole");
    assert!(stopped.stats.attempts < whole.stats.attempts, "{} after {}", stopped.stats.attempts, whole.stats.attempts);
}

/// What two workers come to that plan the same and whose offers are carried from one to the other, and how many offers were made.
fn side_by_side() -> (Vec<PlanStats>, usize) {
    let inboxes: [RefCell<VecDeque<Vec<u8>>>; 2] = Default::default();
    let meeting = RefCell::new(Meeting::new(2, 0.0));
    let (offered, last) = (Cell::new(0), RefCell::new([None, None]));
    let work = async |seat: u32| {
        let bytes = postcard::to_allocvec(&Request { seat: (seat, 2), ..request() }).unwrap();
        let time = Cell::new(0.0);
        let clock = || {
            time.set(time.get() + 0.5);
            time.get()
        };
        let slices = Slices::of(1.0, &clock, &rest);
        let inbox = || inboxes[seat as usize].borrow_mut().pop_front();
        let at = seat as usize;
        let mut post = |reply: &Reply| {
            match reply {
                Reply::Offer { meeting: number, bytes, .. } => {
                    offered.set(offered.get() + 1);
                    meeting.borrow_mut().offer(at, (*number, bytes.clone()));
                }
                Reply::Done { proposal, .. } => {
                    last.borrow_mut()[at] = Some(proposal.outcome.stats);
                    meeting.borrow_mut().leave(at);
                }
                Reply::Better { .. } => assert_eq!(seat, 0, "only the first tells of better plans"),
                _ => {}
            }
            for (to, offers) in meeting.borrow_mut().round(0.0) {
                let number = offers.first().map_or(0, |(number, _)| *number);
                let offers = Offers { meeting: number, offers: offers.into_iter().map(|(_, bytes)| bytes).collect() };
                inboxes[to].borrow_mut().push_back(postcard::to_allocvec(&offers).unwrap());
            }
            true
        };
        run(&bytes, "build", &slices, Some(&inbox), &mut post).await;
    };
    let mut works = [Box::pin(work(0)), Box::pin(work(1))];
    let mut context = Context::from_waker(Waker::noop());
    while last.borrow().iter().any(Option::is_none) {
        for (at, work) in works.iter_mut().enumerate() {
            if last.borrow()[at].is_none() {
                let has_ended = work.as_mut().poll(&mut context).is_ready();
                assert_eq!(has_ended, last.borrow()[at].is_some(), "the last word ends the work");
            }
        }
    }
    (last.take().into_iter().flatten().collect(), offered.get())
}

/// A rest that ends when it is asked for the second time.
fn rest() -> Pause {
    let mut rested = false;
    Box::pin(poll_fn(move |_| if std::mem::replace(&mut rested, true) { Poll::Ready(()) } else { Poll::Pending }))
}

#[test]
fn workers_side_by_side_share_their_schedules_and_come_to_the_same_twice() {
    let (first, offered) = side_by_side();
    assert!(offered >= 4, "{offered} offers");
    assert_eq!(first[0].lateness, first[1].lateness, "what one has found the other has heard");
    assert_eq!((first, offered), side_by_side());
}

#[test]
fn a_worker_of_another_build_does_nothing() {
    let bytes = postcard::to_allocvec(&request()).unwrap();
    assert_eq!(replies(&bytes, "newer"), [Reply::OtherBuild { worker: "newer".into() }]);
    // What follows the build's name may be written in a way this build does not know.
    let mut unknown = postcard::to_allocvec("older").unwrap();
    unknown.extend([255; 40]);
    assert_eq!(replies(&unknown, "newer"), [Reply::OtherBuild { worker: "newer".into() }]);
}

#[test]
fn what_cannot_be_read_is_said_to_be_so() {
    let bytes = postcard::to_allocvec(&request()).unwrap();
    assert_eq!(replies(&bytes[..bytes.len() / 2], "build"), [Reply::Unreadable]);
    assert_eq!(replies(&[], "build"), [Reply::Unreadable]);
}

/// The replies to a job about the crowded workshop, the last of which must say that it is the last.
fn answers(job: impl FnOnce(Box<Workspace>, PlanOptions) -> Job) -> Vec<Reply> {
    let Request { build_id, revision, seat, job: Job::Plan { workspace, options } } = request() else { panic!() };
    let request = Request { build_id, revision, seat, job: job(workspace, options) };
    let mut replies = replies(&postcard::to_allocvec(&request).unwrap(), "build");
    assert_eq!(replies.pop(), Some(Reply::End { revision: 7 }));
    replies
}

#[test]
fn every_case_of_a_comparison_is_answered_by_its_plan() {
    let replies = answers(|workspace, options| {
        let early = PlanOptions { direction: Direction::Forward, ..options.clone() };
        Job::Compare { workspace, cases: vec![options, early] }
    });
    let cases = replies.iter().filter_map(|reply| match reply {
        Reply::Compared { case, proposal, .. } => Some((*case, proposal.outcome.tasks.len(), proposal.changes.added)),
        _ => None,
    });
    assert_eq!(cases.collect::<Vec<_>>(), [(0, 12, 12), (1, 12, 12)]);
}

#[test]
fn remedies_and_chances_come_one_by_one_before_the_last_word() {
    let remedies = answers(|workspace, options| {
        let order = workspace.orders.keys().last().unwrap();
        Job::Remedies { workspace, options, order }
    });
    assert!(remedies.iter().filter(|reply| matches!(reply, Reply::Remedy { .. })).count() > 1, "{remedies:?}");
    let chances = answers(|workspace, options| {
        let options = ChanceOptions { now: options.now, spread: 0.2, runs: 50, seed: 1 };
        Job::Chances { workspace, options }
    });
    assert!(matches!(chances.last(), Some(Reply::Chances { chances, .. }) if chances.runs == 50), "{chances:?}");
}
