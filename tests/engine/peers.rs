//! Several searches on one problem: they share their best schedules at their meetings, and the same seeds give the same result.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::checker::build::{h, on, shop};
use linewright::engine::meeting::Meeting;
use linewright::engine::schedule::{Control, Link, Offer, Options, Outcome, Peers, Problem, SetupMatrix, Solver, Task, solve_in_slices};
use linewright::engine::slices::{Pause, Slices};
use linewright::model::Span;
use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// Where searches that take turns in one thread meet.
struct Hall {
    meeting: RefCell<Meeting<Offer>>,
    due: RefCell<Vec<Option<Vec<Offer>>>>,
    /// Meetings that have ended.
    rounds: Cell<u32>,
}

struct Place<'a> {
    hall: &'a Hall,
    seat: usize,
}

impl Hall {
    fn change(&self, change: impl FnOnce(&mut Meeting<Offer>)) {
        let mut meeting = self.meeting.borrow_mut();
        change(&mut meeting);
        let due = meeting.round(0.0);
        self.rounds.set(self.rounds.get() + u32::from(due.len() > 1));
        due.into_iter().for_each(|(seat, offers)| self.due.borrow_mut()[seat] = Some(offers));
    }
}

impl Peers for Place<'_> {
    fn tell(&self, offer: Offer) {
        self.hall.change(|meeting| meeting.offer(self.seat, offer));
    }

    fn hear(&self) -> Option<Vec<Offer>> {
        self.hall.due.borrow_mut()[self.seat].take()
    }
}

/// A rest that ends when it is asked for the second time.
fn rest() -> Pause {
    let mut rested = false;
    Box::pin(poll_fn(move |_| if std::mem::replace(&mut rested, true) { Poll::Ready(()) } else { Poll::Pending }))
}

/// What so many searches come to, and how often they met. In every round, the search at `slow` has its turn only now and then.
fn together(problem: &Problem, passes: u32, seats: usize, slow: usize) -> (Vec<Outcome>, u32) {
    let hall = Hall { meeting: RefCell::new(Meeting::new(seats, 0.0)), due: RefCell::new(vec![None; seats]), rounds: Cell::new(0) };
    let places: Vec<Place> = (0..seats).map(|seat| Place { hall: &hall, seat }).collect();
    let search = async |place: &Place| {
        let options = Options { most_passes: passes, seed: 1 + place.seat as u64, ..Options::default() };
        let slices = Slices::of(0.0, &|| 0.0, &rest);
        solve_in_slices(problem, &options, &[], &slices, Some(place), &mut |_| Control::Continue).await
    };
    let mut searches: Vec<Option<Pin<Box<dyn Future<Output = Outcome> + '_>>>> =
        places.iter().map(|place| Some(Box::pin(search(place)) as Pin<Box<dyn Future<Output = Outcome> + '_>>)).collect();
    let mut outcomes: Vec<Option<Outcome>> = vec![None; seats];
    let mut context = Context::from_waker(Waker::noop());
    for turn in 0u32.. {
        for seat in (0..seats).filter(|seat| *seat != slow || turn.is_multiple_of(7)) {
            if let Some(running) = &mut searches[seat]
                && let Poll::Ready(outcome) = running.as_mut().poll(&mut context)
            {
                (searches[seat], outcomes[seat]) = (None, Some(outcome));
                hall.change(|meeting| meeting.leave(seat));
            }
        }
        if outcomes.iter().all(Option::is_some) {
            break;
        }
    }
    (outcomes.into_iter().flatten().collect(), hall.rounds.get())
}

/// Jobs of three steps on three machines, due too early, with changeovers: nothing that a specialised search serves.
fn crowded(jobs: u32) -> Problem {
    let mut problem = shop(3);
    let changeover = Span::from_minutes(30);
    let times = (0..9).map(|at| if at % 4 == 0 { Span::ZERO } else { changeover }).collect();
    let setup = SetupMatrix { families: 3, times, costs: Vec::new() };
    problem.setups.push(setup);
    problem.resources.iter_mut().for_each(|machine| machine.setup = Some(0));
    for job in 0..jobs {
        for step in 0..3u32 {
            let work = i64::from(1 + (job * 5 + step * 3) % 4);
            let due = (step == 2).then(|| h(6 + i64::from(job)));
            let modes = vec![on((job + step * (1 + job % 2)) % 3, work)];
            problem.tasks.push(Task { modes, due, family: Some((job + step) % 3), ..Task::default() });
            if step > 0 {
                problem.links.push(Link::after(job * 3 + step - 1, job * 3 + step));
            }
        }
    }
    problem
}

/// One search alone, for so many turns; told of the best before the meeting that would then be.
fn alone(problem: &Problem, seed: u64, turns: u32) -> Solver {
    let mut solver = Solver::new(problem, &Options { seed, ..Options::default() });
    for _ in 0..turns {
        solver.step();
    }
    solver
}

#[test]
fn the_same_seeds_give_the_same_schedules_however_fast_each_search_is() {
    let problem = crowded(40);
    for seats in [2, 4] {
        let (even, rounds) = together(&problem, 3_000, seats, usize::MAX);
        assert!(rounds > 0, "{seats} searches met {rounds} times");
        let (uneven, _) = together(&problem, 3_000, seats, seats - 1);
        let places = |outcomes: &[Outcome]| outcomes.iter().map(|one| one.schedule.clone()).collect::<Vec<_>>();
        assert_eq!(places(&even), places(&uneven), "{seats} searches");
        assert!(even.iter().all(|one| crate::checker::check(&problem, &one.schedule).is_empty()));
    }
}

#[test]
fn after_a_meeting_nobody_is_worse_than_the_best_of_them_alone() {
    let problem = crowded(20);
    for seats in [2, 4] {
        let mut solvers: Vec<Solver> = (0..seats).map(|seed| alone(&problem, seed, 1_500)).collect();
        let scores: Vec<_> = solvers.iter().map(|solver| solver.score()).collect();
        let best = scores.iter().min().unwrap().clone();
        assert!(scores.iter().any(|score| *score > best), "all are equally good alone, so this proves nothing");
        let offers: Vec<Offer> = solvers.iter().filter_map(Solver::share).collect();
        for solver in &mut solvers {
            offers.iter().for_each(|offer| solver.hear(offer));
            assert!(solver.score() <= best, "{seats} searches");
            assert!(crate::checker::check(&problem, &solver.schedule().unwrap()).is_empty());
        }
    }
}

#[test]
fn a_specialised_search_goes_on_from_what_was_heard() {
    // Without changeovers, the sequences on the machines are searched.
    let mut problem = crowded(12);
    problem.setups.clear();
    problem.resources.iter_mut().for_each(|machine| machine.setup = None);
    let (mut one, other) = (alone(&problem, 1, 60), alone(&problem, 2, 400));
    assert!(other.score() < one.score(), "the longer search has found nothing better, so this proves nothing");
    one.hear(&other.share().unwrap());
    assert_eq!(one.score(), other.score());
    for _ in 0..50 {
        one.step();
    }
    assert!(one.score() <= other.score());
    assert!(crate::checker::check(&problem, &one.schedule().unwrap()).is_empty());
}

#[test]
fn offers_that_are_of_another_problem_or_no_schedules_are_left_alone() {
    let problem = crowded(20);
    let good = alone(&problem, 2, 1_500).share().unwrap();
    let mut other = problem.clone();
    other.tasks[7].due = Some(h(1));
    let foreign = alone(&other, 2, 100).share().unwrap();
    let bare = Offer { terms: Vec::new(), ..good.clone() };
    let hostile = [
        Offer { start: Vec::new(), ..good.clone() },
        Offer { mode: good.mode[1..].to_vec(), ..good.clone() },
        Offer { mode: vec![1; good.mode.len()], ..good.clone() },
        Offer { terms: vec![i64::MIN; 40], problem: foreign.problem, ..good.clone() },
        Offer { terms: Vec::new(), ..foreign },
    ];
    let mut solver = alone(&problem, 1, 20);
    let (before, passes) = (solver.schedule().unwrap(), solver.passes());
    hostile.iter().for_each(|offer| solver.hear(offer));
    assert_eq!((solver.schedule().unwrap(), solver.passes()), (before.clone(), passes));
    // What promises more than it is, is built, and taken for what it is.
    let nonsense = Offer { start: vec![i64::MAX; good.start.len()], terms: Vec::new(), ..good.clone() };
    solver.hear(&nonsense);
    assert!(crate::checker::check(&problem, &solver.schedule().unwrap()).is_empty());
    assert!(solver.score() <= before.score);
    solver.hear(&bare);
    assert!(solver.score() < before.score, "the good one was no better, so this proves nothing");
}
