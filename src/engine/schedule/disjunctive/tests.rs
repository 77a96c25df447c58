//! The kernel against a judge that tries everything: small shops of every kind, solved, bounded and moved about.

use super::super::random::Random;
use super::bound::Bound;
use super::construct::non_delay;
use super::critical::Neighbourhood;
use super::relink::{Relinking, Tuning};
use super::selection::{Move, Plan, Selection};
use super::shop::{Choice, Job, LOW, NONE, Shop};

/// What a random shop is made of.
#[derive(Clone, Copy, Debug)]
struct Kind {
    tasks: u64,
    machines: u64,
    choices: u64,
    longest: u64,
    has_lags: bool,
    has_dates: bool,
}

const KINDS: [Kind; 4] = [
    Kind { tasks: 6, machines: 2, choices: 1, longest: 9, has_lags: false, has_dates: false },
    Kind { tasks: 7, machines: 2, choices: 1, longest: 9, has_lags: true, has_dates: true },
    Kind { tasks: 5, machines: 3, choices: 3, longest: 9, has_lags: false, has_dates: true },
    // Tasks without length, and tasks that need no machine.
    Kind { tasks: 6, machines: 2, choices: 2, longest: 2, has_lags: true, has_dates: true },
];

fn random_shop(kind: Kind, random: &mut Random) -> Shop {
    let mut jobs = Vec::new();
    let mut links = Vec::new();
    for task in 0..kind.tasks as u32 {
        let mut choices = Vec::new();
        for mode in 0..1 + random.below(kind.choices) as u32 {
            let free = kind.longest < 3 && random.below(5) == 0;
            let machine = if free { NONE } else { random.below(kind.machines) as u32 };
            let shortest = u64::from(kind.longest > 2);
            choices.push(Choice { machine, length: (shortest + random.below(kind.longest)) as i32, mode });
        }
        let release = if kind.has_dates { random.below(6) as i32 } else { 0 };
        let delivery = match (kind.has_dates, random.below(3)) {
            (true, 0) => LOW,
            (true, _) => random.below(8) as i32,
            (false, _) => 0,
        };
        jobs.push(Job { choices, release, delivery });
        for before in 0..task {
            if random.below(4) == 0 {
                let lag = if kind.has_lags { random.below(6) as i32 - 2 } else { 0 };
                links.push((before, task, lag));
            }
        }
    }
    // Something must count.
    jobs[0].delivery = jobs[0].delivery.max(0);
    Shop::new(kind.machines as usize, &jobs, &links, (0..kind.tasks as u32).collect())
}

/// The least span of all solutions: every order of the tasks, in every choice, each task as early as it can be in its turn.
fn least_span(shop: &Shop) -> i32 {
    struct Judge<'s> {
        shop: &'s Shop,
        end: Vec<Option<i32>>,
        free: Vec<i32>,
        least: i32,
    }
    impl Judge<'_> {
        fn place(&mut self, placed: usize, span: i32) {
            if span >= self.least {
                return;
            }
            if placed == self.end.len() {
                self.least = span;
                return;
            }
            for task in 0..self.end.len() {
                let before = self.shop.before(task as u32).iter();
                let ready = before.map(|arc| self.end[arc.other as usize].map(|end| end + arc.lag));
                let Some(ready) = ready.collect::<Option<Vec<i32>>>().filter(|_| self.end[task].is_none()) else { continue };
                let ready = ready.into_iter().max().unwrap_or(LOW).max(self.shop.release[task]);
                for choice in self.shop.choices_of(task as u32) {
                    let choice = *self.shop.choice(choice);
                    let free = self.free.get(choice.machine as usize).copied();
                    let end = ready.max(free.unwrap_or(LOW)) + choice.length;
                    self.end[task] = Some(end);
                    if free.is_some() {
                        self.free[choice.machine as usize] = end;
                    }
                    self.place(placed + 1, span.max(end + self.shop.delivery[task]));
                    self.end[task] = None;
                    if let Some(free) = free {
                        self.free[choice.machine as usize] = free;
                    }
                }
            }
        }
    }
    let mut judge = Judge { shop, end: vec![None; shop.tasks()], free: vec![LOW; shop.machines], least: i32::MAX };
    judge.place(0, LOW);
    judge.least
}

fn solved(shop: &Shop, moves: u32, random: &mut Random) -> Plan {
    let tuning = Tuning { patience: 50, ..Tuning::USUAL };
    let mut search = Relinking::new(shop, Vec::new(), tuning, random);
    let mut made = 0;
    for _ in 0..moves {
        made += search.step(shop, random, 10);
        if made > moves {
            break;
        }
    }
    search.best
}

#[test]
fn small_shops_of_every_kind_are_solved_to_the_best_possible_and_no_bound_is_above_it() {
    let mut random = Random::new(1);
    for kind in KINDS {
        for number in 0..60 {
            let shop = random_shop(kind, &mut random);
            let least = least_span(&shop);
            let plan = solved(&shop, 400, &mut random);
            assert_eq!(Selection::new(&shop, &plan).span, plan.span, "{kind:?} {number}: a plan that tells another span than it has");
            let mut bound = Bound::new(&shop, plan.span);
            while bound.step(&shop) {}
            assert!(bound.low <= least, "{kind:?} {number}: bound {} above the best possible {least}", bound.low);
            assert_eq!(plan.span, least, "{kind:?} {number}");
        }
    }
}

#[test]
fn a_move_leaves_the_times_of_its_graph_and_a_refused_one_leaves_all_as_it_was() {
    let mut random = Random::new(2);
    let (mut made, mut refused) = (0, 0);
    for kind in KINDS.into_iter().map(|kind| Kind { tasks: 25, machines: 4, ..kind }) {
        let shop = random_shop(kind, &mut random);
        let mut selection = Selection::new(&shop, &non_delay(&shop, &mut random, 0.5));
        for _ in 0..2000 {
            let task = random.below(kind.tasks) as u32;
            let choices = shop.choices_of(task);
            let choice = choices.start + random.below(u64::from(choices.end - choices.start)) as u32;
            let machine = shop.choice(choice).machine;
            let others = (0..kind.tasks as u32).filter(|other| *other != task && machine != NONE);
            let there = others.filter(|other| selection.machine[*other as usize] == machine);
            let places: Vec<u32> = there.chain([NONE]).collect();
            let behind = places[random.below(places.len() as u64) as usize];
            let before = selection.plan();
            if selection.apply(&shop, Move { task, choice, behind }) {
                made += 1;
                let built = Selection::new(&shop, &selection.plan());
                assert_eq!((&built.end, &built.full, built.span), (&selection.end, &selection.full, selection.span));
                assert_eq!((&built.previous, &built.next), (&selection.previous, &selection.next));
            } else {
                refused += 1;
                let built = Selection::new(&shop, &before);
                assert_eq!((&before.order, &before.choice), (&selection.order, &selection.choice));
                assert_eq!((&built.end, &built.full, &built.next), (&selection.end, &selection.full, &selection.next));
            }
        }
    }
    assert!(made > 1000 && refused > 100, "{made} moves made, {refused} refused");
}

#[test]
fn an_estimate_is_exact_for_two_neighbours_or_below_the_span_that_follows() {
    let mut random = Random::new(3);
    let mut tried = 0;
    for _ in 0..40 {
        let shop = random_shop(Kind { tasks: 20, machines: 3, ..KINDS[0] }, &mut random);
        let selection = Selection::new(&shop, &non_delay(&shop, &mut random, 0.5));
        let mut neighbourhood = Neighbourhood::default();
        neighbourhood.trace(&shop, &selection, &mut random);
        neighbourhood.collect(&shop, &selection);
        for trial in neighbourhood.trials.iter().filter(|trial| trial.passed.0 == trial.passed.1) {
            let mut moved = selection.clone();
            if moved.apply(&shop, trial.step) {
                tried += 1;
                // The longest path through the two that changed places; others may be longer.
                assert!(trial.estimate <= moved.span, "{trial:?} leads to {}", moved.span);
            }
        }
    }
    assert!(tried > 40, "{tried} moves tried");
}
