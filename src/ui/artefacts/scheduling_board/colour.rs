//! What the colours of bars tell, and the words for each of them.
//!
//! Never leaves a meaning to colour alone: what presses has a sign on its bar, and everything is told in words beside the board.

use super::render_model::{Ink, Sign};
use crate::app::derived::schedule::{BoardData, BoardTask, Index, Standing, index};
use crate::model::{DAY, Gather, Span, TaskStatus};
use std::collections::BTreeSet;

/// An order that is ready less than this before it is due has a tight date; a task with less float than this is nearly critical.
const TIGHT: Span = Span::from_seconds(DAY);

/// What the colours of bars tell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Colour {
    /// Late, on time, started, in conflict: what presses most.
    #[default]
    Standing,
    Order,
    Item,
    Resource,
    Operation,
    Setup,
    Priority,
    /// How far the work has come.
    Status,
    /// Whether its order is on time, nearly late or late.
    Delay,
    /// Whether it can be done where it is.
    Feasibility,
    /// Whether it decides when a late order, or all work, is done.
    Criticality,
}

impl Colour {
    /// Every choice with its words.
    pub const ALL: [(Colour, &str); 11] = [
        (Colour::Standing, "What presses"),
        (Colour::Delay, "Delay"),
        (Colour::Feasibility, "Feasibility"),
        (Colour::Criticality, "Criticality"),
        (Colour::Status, "Status"),
        (Colour::Priority, "Priority"),
        (Colour::Order, "Order"),
        (Colour::Item, "Item"),
        (Colour::Resource, "Resource"),
        (Colour::Operation, "Operation"),
        (Colour::Setup, "Set-up"),
    ];

    /// The ink of a task's bar.
    pub fn ink(self, board: &BoardData, at: Index, task: &BoardTask) -> Ink {
        let series = |position: Option<Index>| position.map_or(Ink::Neutral, |at| Ink::Series((at % u32::from(Ink::SERIES)) as u8));
        match self {
            Colour::Standing => match board.standing(task) {
                Standing::Conflict => Ink::Conflict,
                Standing::Finished => Ink::Finished,
                Standing::Started => Ink::Started,
                Standing::Late => Ink::Late,
                Standing::OnTime => Ink::OnTime,
            },
            Colour::Order => series(task.order),
            Colour::Item => series(task.item),
            Colour::Resource => series(task.uses.first().map(|usage| usage.resource)),
            Colour::Operation => series(task.operation),
            Colour::Setup => {
                let operation = task.operation.and_then(|at| board.operations.get(index(at)));
                series(operation.and_then(|operation| operation.setups.first()).map(|(_, setup)| *setup))
            }
            Colour::Priority => {
                let priority = task.order.and_then(|at| board.orders.get(index(at))).map(|order| order.priority);
                series(priority.map(|priority| priority.clamp(1, i64::from(Ink::SERIES)) as Index - 1))
            }
            Colour::Status => match task.status {
                TaskStatus::Planned => Ink::OnTime,
                TaskStatus::Started => Ink::Started,
                TaskStatus::Finished => Ink::Finished,
            },
            Colour::Delay => match board.ahead_of_due(task) {
                _ if board.is_late(task) => Ink::Late,
                None => Ink::Neutral,
                Some(ahead) if ahead < TIGHT => Ink::Tight,
                Some(_) => Ink::OnTime,
            },
            Colour::Feasibility if board.standing(task) == Standing::Conflict => Ink::Conflict,
            Colour::Feasibility => Ink::Started,
            Colour::Criticality => match board.slack_of(at) {
                None => Ink::Finished,
                Some(slack) if slack.decides.is_some() => Ink::Critical,
                Some(slack) if slack.total < TIGHT => Ink::Tight,
                Some(_) => Ink::OnTime,
            },
        }
    }

    /// The inks with their words and signs; one line without ink where they only tell things apart.
    pub fn entries(self, board: &BoardData) -> Vec<(Option<Ink>, Option<Sign>, String)> {
        let known: &[(Ink, Option<Sign>, &str)] = match self {
            Colour::Standing => &[
                (Ink::OnTime, None, "On time"),
                (Ink::Late, Some(Sign::Late), "Order late"),
                (Ink::Started, None, "Started"),
                (Ink::Finished, None, "Finished"),
                (Ink::Conflict, Some(Sign::Conflict), "In conflict"),
            ],
            Colour::Status => &[(Ink::OnTime, None, "Planned"), (Ink::Started, None, "Started"), (Ink::Finished, None, "Finished")],
            Colour::Delay => &[
                (Ink::OnTime, None, "On time"),
                (Ink::Tight, None, "Less than a day to spare"),
                (Ink::Late, Some(Sign::Late), "Late"),
                (Ink::Neutral, None, "No due date"),
            ],
            Colour::Feasibility => &[(Ink::Started, None, "Can be done"), (Ink::Conflict, Some(Sign::Conflict), "In conflict")],
            Colour::Criticality => &[
                (Ink::Critical, Some(Sign::Critical), "Critical"),
                (Ink::Tight, None, "Less than a day of float"),
                (Ink::OnTime, None, "Has float"),
                (Ink::Finished, None, "Finished"),
            ],
            Colour::Priority => {
                let known: BTreeSet<i64> = board.orders.iter().map(|order| order.priority.clamp(1, i64::from(Ink::SERIES))).gather();
                return known
                    .into_iter()
                    .map(|priority| (Some(Ink::Series(priority as u8 - 1)), None, format!("Priority {priority}")))
                    .collect();
            }
            Colour::Order => return apart("orders"),
            Colour::Item => return apart("items"),
            Colour::Resource => return apart("resources"),
            Colour::Operation => return apart("operations"),
            Colour::Setup => {
                let setup = |(at, name): (usize, &String)| (Some(Ink::Series((at % usize::from(Ink::SERIES)) as u8)), None, name.clone());
                let none = (Some(Ink::Neutral), None, "No set-up".to_owned());
                return board.setups.iter().enumerate().map(setup).chain([none]).collect();
            }
        };
        known.iter().map(|(ink, sign, words)| (Some(*ink), *sign, (*words).to_owned())).collect()
    }
}

fn apart(what: &str) -> Vec<(Option<Ink>, Option<Sign>, String)> {
    vec![(None, None, format!("Colours tell {what} apart"))]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::app::derived::schedule::sample::{at, dairy, now};
    use crate::model::{OperationResourceId, RecordId, TaskId, Workspace};

    fn inks(workspace: &Workspace, colour: Colour) -> Vec<Ink> {
        let board = BoardData::collect(workspace, now());
        board.tasks.iter().zip(0..).map(|(task, at)| colour.ink(&board, at, task)).collect()
    }

    #[test]
    fn each_choice_of_colour_tells_what_it_says() {
        let mut workspace = dairy();
        workspace.operation_resources.get_mut(&OperationResourceId::from_raw(2)).unwrap().setup = "Cups".to_owned();
        // Order 2 is late, order 1 ready a day and two hours before it is due.
        assert_eq!(inks(&workspace, Colour::Delay), [Ink::OnTime, Ink::OnTime, Ink::Late, Ink::Late]);
        assert_eq!(inks(&workspace, Colour::Criticality), [Ink::Critical, Ink::Critical, Ink::Tight, Ink::Critical]);
        assert_eq!(inks(&workspace, Colour::Setup), [Ink::Neutral, Ink::Series(0), Ink::Neutral, Ink::Series(0)]);
        assert_eq!(inks(&workspace, Colour::Resource), [Ink::Series(1), Ink::Series(0), Ink::Series(1), Ink::Series(0)]);
        let filled = workspace.tasks.get_mut(&TaskId::from_raw(2)).unwrap();
        filled.placement.as_mut().unwrap().end = at("2026-11-02 15:00");
        assert_eq!(inks(&workspace, Colour::Feasibility), [Ink::Started, Ink::Started, Ink::Started, Ink::Conflict]);
        workspace.tasks.get_mut(&TaskId::from_raw(1)).unwrap().status = TaskStatus::Finished;
        assert_eq!(inks(&workspace, Colour::Status)[..2], [Ink::Finished, Ink::OnTime]);
        assert_eq!(inks(&workspace, Colour::Criticality)[0], Ink::Finished);
    }

    #[test]
    fn every_ink_of_a_colouring_that_means_something_is_in_its_legend() {
        let board = BoardData::collect(&dairy(), now());
        for (colour, _) in Colour::ALL {
            let entries = colour.entries(&board);
            let told = |ink: Ink| entries.iter().any(|(known, ..)| known.is_none() || *known == Some(ink));
            assert!(board.tasks.iter().zip(0..).all(|(task, at)| told(colour.ink(&board, at, task))), "{colour:?}");
        }
    }
}
