//! Machines that are changed over between set-ups: the time is kept free, and work of one set-up is done together.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::build::Factory;
use crate::support::judge::violations;
use crate::support::options;
use linewright::engine::plan::{PlanOptions, PlanOutcome, plan};
use linewright::model::*;

/// Planks painted on one line: four hours each, and changing the paint takes its time.
struct Painting {
    factory: Factory,
    line: ResourceId,
}

impl Painting {
    fn new(rules: &[(&str, &str, i64)]) -> Painting {
        let mut factory = Factory::default();
        let line = factory.resource("paint line");
        factory.changeovers(line, rules);
        Painting { factory, line }
    }

    fn order(&mut self, name: &str, colour: &str, days: i64) {
        let item = self.factory.item(name);
        let paint = self.factory.operation(&format!("paint {name}"), Some(item), 4.0, 0.0);
        self.factory.needs_set_up(paint, self.line, colour);
        self.factory.order(name, item, 1.0, days);
    }

    /// The plan, which nobody finds fault with.
    fn plan(&self) -> PlanOutcome {
        let plan = plan(&self.factory.workspace, &options(Factory::now()), &|| 0.0, &mut |_| true);
        assert_eq!(violations(&self.factory.workspace, &plan, Factory::now()), Vec::<String>::new());
        plan
    }
}

/// As early as possible.
fn early() -> PlanOptions {
    PlanOptions { direction: Direction::Forward, ..options(Factory::now()) }
}

/// The operations in the order in which they are done, with start and end in hours from now.
fn done(painting: &Painting, plan: &PlanOutcome) -> Vec<(String, i64, i64)> {
    let hours = |time: Time| (time.seconds() - Factory::now().seconds()) / 3600;
    let mut done: Vec<(String, i64, i64)> = plan
        .tasks
        .iter()
        .map(|task| {
            let at = task.placement.as_ref().unwrap();
            (painting.factory.workspace.operations[&task.operation.unwrap()].name.clone(), hours(at.start), hours(at.end))
        })
        .collect();
    done.sort_by_key(|(_, start, _)| *start);
    done
}

#[test]
fn between_two_colours_the_line_is_changed_over() {
    let mut painting = Painting::new(&[("", "", 3)]);
    painting.order("red plank", "red", 1);
    painting.order("blue plank", "blue", 2);
    let done = done(&painting, &painting.plan());
    assert!(done[1].1 - done[0].2 >= 3, "three hours between the colours: {done:?}");
}

#[test]
fn the_line_begins_as_it_is_set_up() {
    let mut painting = Painting::new(&[("", "", 3)]);
    painting.factory.workspace.resources.get_mut(&painting.line).unwrap().setup = "blue".into();
    painting.order("red plank", "red", 0);
    let done = done(&painting, &painting.plan());
    assert_eq!((done[0].1, done[0].2), (3, 7), "first the line is changed over");
}

#[test]
fn work_of_one_colour_is_done_together_where_changes_would_make_it_late() {
    // Changing takes twenty hours: red and blue in turn would end after 76 hours, red first and then blue after 36.
    let mut painting = Painting::new(&[("red", "blue", 20), ("blue", "red", 20)]);
    for (name, colour, days) in [("red 1", "red", 1), ("blue 1", "blue", 2), ("red 2", "red", 2), ("blue 2", "blue", 2)] {
        painting.order(name, colour, days);
    }
    let plan = painting.plan();
    let done = done(&painting, &plan);
    let late = plan.promises.iter().filter(|promise| promise.verdict != Verdict::OnTime).count();
    assert_eq!(late, 0, "{done:?}");
    assert_eq!(done.iter().map(|(name, ..)| &name[..8]).collect::<Vec<_>>(), ["paint re", "paint re", "paint bl", "paint bl"]);
}

#[test]
fn a_change_takes_the_time_of_its_direction() {
    // Black first would end after 28 hours.
    let mut painting = Painting::new(&[("black", "white", 20), ("white", "black", 1)]);
    painting.order("black plank", "black", 1);
    painting.order("white plank", "white", 1);
    let done = done(&painting, &painting.plan());
    assert!(done[0].0.contains("white") && done[1].1 - done[0].2 >= 1, "light before dark: {done:?}");
}

#[test]
fn closed_hours_are_no_time_for_changing_over() {
    let mut painting = Painting::new(&[("", "", 4)]);
    let calendar = painting.factory.weekdays(8, 16);
    painting.factory.workspace.resources.get_mut(&painting.line).unwrap().calendar = Some(calendar);
    painting.order("red plank", "red", 1);
    painting.order("blue plank", "blue", 2);
    let done = done(&painting, &painting.plan());
    assert!(done[1].1 >= 8 + 4 + 4, "the afternoon goes into the change: {done:?}");
}

#[test]
fn a_plan_ends_on_an_earlier_day_before_it_saves_a_changeover_and_saves_it_before_it_ends_hours_earlier() {
    // Two lines, one set up for red: the other is free for blue from some hour on, else blue waits for red and a change of two hours.
    for (free_from, (end, changes)) in [(20, (24, 0)), (40, (10, 1))] {
        let mut painting = Painting::new(&[("", "", 2)]);
        let factory = &mut painting.factory;
        let lines = factory.resource("lines");
        let second = factory.member("second line", lines);
        let matrix = factory.workspace.resources[&painting.line].setup_matrix;
        for (line, setup) in [(painting.line, "red"), (second, "blue")] {
            let record = factory.workspace.resources.get_mut(&line).unwrap();
            (record.owner, record.setup_matrix, record.setup) = (Some(lines), matrix, setup.to_owned());
        }
        let mut absence = Absence::new(AbsenceId::from_raw(factory.id()));
        (absence.resource, absence.start, absence.end) = (Some(second), Some(Factory::now()), Some(Factory::hour(free_from)));
        factory.workspace.absences.insert(absence.id, absence);
        let line = std::mem::replace(&mut painting.line, lines);
        for (name, colour) in [("red", "red"), ("blue", "blue")] {
            painting.order(name, colour, 9);
        }
        let plan = plan(&painting.factory.workspace, &early(), &|| 0.0, &mut |_| true);
        assert_eq!(violations(&painting.factory.workspace, &plan, Factory::now()), Vec::<String>::new());
        let on_line = |task: &&Task| task.placement.as_ref().is_some_and(|at| at.uses.iter().any(|used| used.resource == line));
        let found = (done(&painting, &plan).last().unwrap().2, plan.tasks.iter().filter(on_line).count() - 1);
        assert_eq!(found, (end, changes), "free from hour {free_from}: {:?}", done(&painting, &plan));
    }
}

#[test]
fn without_rules_or_without_a_set_up_nothing_is_changed() {
    let mut painting = Painting::new(&[]);
    painting.order("red plank", "red", 1);
    painting.order("blue plank", "blue", 1);
    painting.order("raw plank", "", 1);
    let done = done(&painting, &painting.plan());
    assert_eq!(done[2].2 - done[0].1, 12, "{done:?}");
}

#[test]
fn the_judge_sees_a_changeover_that_is_too_short() {
    let mut painting = Painting::new(&[("", "", 3)]);
    painting.order("red plank", "red", 1);
    painting.order("blue plank", "blue", 2);
    let mut plan = painting.plan();
    plan.tasks.sort_by_key(|task| task.placement.as_ref().map(|at| at.start));
    let before = plan.tasks[0].placement.clone().unwrap();
    let second = plan.tasks[1].placement.as_mut().unwrap();
    (second.start, second.end) = (before.end.plus(Span::from_hours(2)), before.end.plus(Span::from_hours(6)));
    let found = violations(&painting.factory.workspace, &plan, Factory::now());
    assert!(found.iter().any(|broken| broken.contains("paint line needs 10800 s") && broken.contains("has 7200 s")), "{found:?}");
}
