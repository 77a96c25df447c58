//! Which key figures are looked at, and what they should be: the tiles of the Performance Dashboard.
//!
//! Never holds a value: figures are worked out from the facts, whenever they are shown.

use super::value::choice;
use super::{record::record, *};

choice! {
    /// Which way a figure of one's own gets better.
    Better {
        Up = "up", "Higher";
        Down = "down", "Lower";
        /// It has a place where it belongs.
        Neither = "neither", "Neither";
    }
}

record! {
    /// A key figure that somebody keeps an eye on.
    Kpi, KpiId {
        /// What people call it.
        name: String = String::new(), "Name", Required, Unique;
        /// The name of a key figure, such as oee, or arithmetic over such names: scrap_ratio + rework_ratio.
        formula: String = String::new(), "Formula", Required;
        /// The unit of a figure of one's own.
        unit: String = String::new(), "Unit";
        /// Which way a figure of one's own gets better.
        better: Better = Better::Up, "Better";
        /// What it should be, in the figure's own unit: shares as 0.85, lengths of time in seconds.
        target: Option<f64> = None, "Target";
        /// What it must not be below.
        lower: Option<f64> = None, "Lower limit";
        /// What it must not be above.
        upper: Option<f64> = None, "Upper limit";
        /// Only of this person or machine.
        resource: Option<ResourceId> = None, "Resource";
        /// Only of this item, where no person or machine is given.
        item: Option<ItemId> = None, "Item";
        /// Where its tile stands among the others.
        position: f64 = 0.0, "Position";
        /// Whether it has a tile on the Performance Dashboard.
        shown: bool = true, "On the dashboard";
    }
}

impl Workspace {
    /// The figures with a tile on the dashboard, in their order.
    pub fn tiles(&self) -> Vec<&Kpi> {
        let mut tiles: Vec<&Kpi> = self.kpis.values().filter(|figure| figure.shown).collect();
        sort_with(&mut tiles, |a, b| a.position.total_cmp(&b.position).then(a.id.cmp(&b.id)));
        tiles
    }
}
