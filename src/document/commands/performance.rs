//! Commands of the performance phase: which key figures have a tile, in which order, and what they should be.
//!
//! Never reads a formula: whether it makes sense is said where it is written.

use super::build::{Edits, free_name, must_have, name};
use crate::document::refusal::Refusal;
use crate::document::{Edit, IdSource};
use crate::model::*;
use serde::{Deserialize, Serialize};

/// A change of the key figures that are kept an eye on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum PerformanceCommand {
    /// Adds figures at the end; what it is called in the history, where that is not their own name.
    Add { figures: Vec<Kpi>, called: String },
    /// Changes a figure to what it is wanted to be; its place among the tiles stays.
    Change { figure: Box<Kpi> },
    /// Lets a tile and the one before or behind it change places.
    Move { figure: KpiId, later: bool },
    /// Removes a figure.
    Remove { figure: KpiId },
    /// Says what a figure that people type is in some periods; nothing takes a value back.
    TypeValues { figure: KpiId, values: Vec<(Time, Option<f64>)> },
}

/// No figure is larger in one period; beyond it, it is a slip of the hand.
const MOST: f64 = 1e12;
/// The most values of one step.
const MOST_VALUES: usize = 20_000;

impl PerformanceCommand {
    pub(super) fn name(&self, workspace: &Workspace) -> String {
        match self {
            PerformanceCommand::Add { figures, called } => match (called.is_empty(), figures.as_slice()) {
                (true, [figure]) => format!("Add key figure {}", figure.name),
                (true, all) => format!("Add {} key figures", all.len()),
                _ => format!("Add {called}"),
            },
            PerformanceCommand::Change { figure } => format!("Change key figure {}", name::<Kpi>(workspace, figure.id)),
            PerformanceCommand::Move { figure, .. } => format!("Move key figure {}", name::<Kpi>(workspace, *figure)),
            PerformanceCommand::Remove { figure } => format!("Remove key figure {}", name::<Kpi>(workspace, *figure)),
            PerformanceCommand::TypeValues { figure, values } => {
                let whose = name::<Kpi>(workspace, *figure);
                match values.as_slice() {
                    [(_, None)] => format!("Take back a value of {whose}"),
                    [_] => format!("Type a value of {whose}"),
                    all => format!("Type {} values of {whose}", all.len()),
                }
            }
        }
    }

    pub(super) fn check(&self, workspace: &Workspace) -> Result<(), Refusal> {
        match self {
            PerformanceCommand::Add { figures, .. } if figures.is_empty() => {
                Err(Refusal::new("All of these figures are there already.", "Choose others, or change those that are there."))
            }
            PerformanceCommand::Add { .. } => Ok(()),
            PerformanceCommand::Change { figure } => must_have::<Kpi>(workspace, figure.id),
            PerformanceCommand::Move { figure, later } => {
                must_have::<Kpi>(workspace, *figure)?;
                match neighbour(&workspace.tiles(), *figure, *later) {
                    Some(_) => Ok(()),
                    None => Err(Refusal::new(
                        format!("It stands {} already.", if *later { "last" } else { "first" }),
                        "Move it the other way, or move another tile.",
                    )),
                }
            }
            PerformanceCommand::Remove { figure } => must_have::<Kpi>(workspace, *figure),
            PerformanceCommand::TypeValues { figure, values } => check_values(workspace, *figure, values),
        }
    }

    pub(super) fn edits(&self, workspace: &Workspace, ids: &mut IdSource) -> Vec<Edit> {
        let mut edits = Edits::default();
        match self {
            PerformanceCommand::Add { figures, .. } => {
                let last = workspace.kpis.values().map(|figure| figure.position).fold(0.0, f64::max);
                for (figure, after) in figures.iter().zip(1..) {
                    let name = free_name::<Kpi>(workspace, &figure.name);
                    let position = last + f64::from(after);
                    edits.add(&Kpi { id: KpiId::from_raw(ids.next()), name, position, ..figure.clone() });
                }
            }
            PerformanceCommand::Change { figure } => {
                if let Some(current) = workspace.kpis.get(&figure.id) {
                    edits.change(current, figure, &["position"]);
                }
            }
            PerformanceCommand::Move { figure, later } => {
                // Equal places, as two people may give apart, are told apart by giving all tiles new ones.
                let mut tiles = workspace.tiles();
                if let Some((at, other)) = neighbour(&tiles, *figure, *later) {
                    tiles.swap(at, other);
                    for (tile, place) in tiles.iter().zip(1..) {
                        let position = f64::from(place);
                        if tile.position != position {
                            edits.set::<Kpi>(tile.id, "position", &position);
                        }
                    }
                }
            }
            PerformanceCommand::Remove { figure } => edits.remove::<Kpi>(*figure),
            PerformanceCommand::TypeValues { figure, values } => type_values(workspace, *figure, values, ids, &mut edits),
        }
        edits.0
    }
}

fn check_values(workspace: &Workspace, figure: KpiId, values: &[(Time, Option<f64>)]) -> Result<(), Refusal> {
    let Some(record) = workspace.kpis.get(&figure) else { return Err(Refusal::gone(Kpi::TABLE)) };
    if record.typed.is_none() {
        return Err(Refusal::new(
            format!("{} is counted from the facts.", record.name),
            "Type values into a figure that is made for it: add one under Add tiles.",
        ));
    }
    if values.is_empty() || values.len() > MOST_VALUES {
        return Err(Refusal::new("No values were given, or too many at once.", format!("Enter from 1 to {MOST_VALUES} values.")));
    }
    match values.iter().find(|(_, value)| value.is_some_and(|value| !value.is_finite() || value.abs() > MOST)) {
        Some((start, _)) => Err(Refusal::new(
            format!("The value of {} is too large.", start.date_text()),
            "Enter a number from −1,000,000,000,000 to 1,000,000,000,000.",
        )),
        None => Ok(()),
    }
}

/// Each period has one record at most; where several people typed one apart, what is typed now takes the place of all of them.
fn type_values(workspace: &Workspace, figure: KpiId, values: &[(Time, Option<f64>)], ids: &mut IdSource, edits: &mut Edits) {
    let Some(period) = workspace.kpis.get(&figure).and_then(|record| record.typed) else { return };
    // Of a period named twice the last word counts.
    let mut wanted: Vec<(Time, Option<f64>)> = values.iter().rev().map(|(start, value)| (period.start_of(*start), *value)).collect();
    sort_with_key(&mut wanted, |(start, _)| *start);
    wanted.dedup_by(|later, first| later.0 == first.0);
    let mut known: Vec<(Time, &KpiValue)> = Vec::new();
    for value in workspace.kpi_values.values().filter(|value| value.kpi == Some(figure)) {
        known.extend(value.start.map(|start| (period.start_of(start), value)));
    }
    sort_with_key(&mut known, |(start, value)| (*start, value.id));
    for (start, value) in wanted {
        let first = known.partition_point(|(at, _)| *at < start);
        let mut there = known.iter().skip(first).take_while(|(at, _)| *at == start).map(|(_, record)| *record);
        let kept = there.next().filter(|_| value.is_some());
        match kept {
            Some(record) if record.value != value => edits.set::<KpiValue>(record.id, "value", &value),
            Some(_) => {}
            None if value.is_some() => {
                let id = KpiValueId::from_raw(ids.next());
                edits.add(&KpiValue { kpi: Some(figure), start: Some(start), value, ..KpiValue::new(id) });
            }
            None => {
                known.iter().skip(first).take(1).filter(|(at, _)| *at == start).for_each(|(_, record)| edits.remove::<KpiValue>(record.id))
            }
        }
        there.for_each(|record| edits.remove::<KpiValue>(record.id));
    }
}

/// Where a tile stands, and where the one stands with which it changes places.
fn neighbour(tiles: &[&Kpi], figure: KpiId, later: bool) -> Option<(usize, usize)> {
    let at = tiles.iter().position(|tile| tile.id == figure)?;
    let other = if later { at + 1 } else { at.checked_sub(1)? };
    (other < tiles.len()).then_some((at, other))
}
