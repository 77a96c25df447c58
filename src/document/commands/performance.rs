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
}

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
        }
        edits.0
    }
}

/// Where a tile stands, and where the one stands with which it changes places.
fn neighbour(tiles: &[&Kpi], figure: KpiId, later: bool) -> Option<(usize, usize)> {
    let at = tiles.iter().position(|tile| tile.id == figure)?;
    let other = if later { at + 1 } else { at.checked_sub(1)? };
    (other < tiles.len()).then_some((at, other))
}
