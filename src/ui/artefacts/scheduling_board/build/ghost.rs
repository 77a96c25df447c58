//! Where a held task would go, and what would move with it, as boxes that lie above the painted board.
//!
//! They follow the pointer: a board painted anew for each of its moves would lag behind. Never part of a picture or a print.

use super::super::render_model::{Area, Ink};
use super::Sight;

/// A box of a move under way.
#[derive(Clone, PartialEq, Debug)]
pub struct GhostBox {
    pub area: Area,
    /// Whether what it stands for can be done.
    pub ink: Ink,
    pub part: GhostPart,
}

/// What a box stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GhostPart {
    /// The held task.
    Held,
    /// The nearest place where it can be done.
    Nearest,
    /// A task that would move with it.
    Other,
}

impl GhostPart {
    /// The word that names it in style sheets.
    pub const fn word(self) -> &'static str {
        match self {
            GhostPart::Held => "held",
            GhostPart::Nearest => "nearest",
            GhostPart::Other => "other",
        }
    }
}

/// The boxes of the move under way, the held task first; none where nothing is held.
pub fn ghost_boxes(sight: Sight) -> Vec<GhostBox> {
    let Some(ghost) = &sight.look.ghost else { return Vec::new() };
    let ink = |good: bool| if good { Ink::Fits } else { Ink::Breaks };
    let held = sight.bar_area(ghost.row, 0, ghost.start, ghost.end).map(|area| (area, ink(ghost.fits), GhostPart::Held));
    let near = ghost.nearest.filter(|_| !ghost.fits).and_then(|(row, start, end)| sight.bar_area(row, 0, start, end));
    let near = near.map(|area| (area, Ink::Fits, GhostPart::Nearest));
    let others = ghost.others.iter().filter_map(|(task, start, end, is_worse)| {
        let home = sight.layout.home(*task)?;
        Some((sight.bar_area(home.row, home.lane, *start, *end)?, ink(!is_worse), GhostPart::Other))
    });
    let seen = |area: &Area| area.x < sight.view.width && area.right() > 0.0 && area.y < sight.view.height && area.bottom() > 0.0;
    let boxes = held.into_iter().chain(near).chain(others).filter(|(area, ..)| seen(area));
    boxes.map(|(area, ink, part)| GhostBox { area: Area { width: area.width.max(2.0), ..area }, ink, part }).collect()
}
