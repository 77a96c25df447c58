//! The facts of an invented furniture workshop: what it makes, of what, on what and by whom.

pub(super) const NAME: &str = "Sample: a furniture workshop";
pub(super) const SUMMARY: &str =
    "Tables, benches and cabinets in three levels of parts, with machines, people and their skills, suppliers and some sixty open orders.";

/// Something bought.
pub(super) struct Bought {
    pub name: &'static str,
    pub unit: &'static str,
    pub cost: f64,
    pub supplier: &'static str,
    pub lead_days: i64,
    pub least: f64,
    pub on_hand: f64,
    pub safety: f64,
}

/// Something made, and how.
pub(super) struct Made {
    pub name: &'static str,
    pub category: &'static str,
    pub cost: f64,
    pub uses: &'static [(&'static str, f64)],
    pub work: &'static [Work],
    /// The least of one run, and what it is a multiple of.
    pub least: f64,
    pub multiple: f64,
    pub on_hand: f64,
}

/// A step of making something.
pub(super) struct Work {
    pub name: &'static str,
    pub setup_minutes: i64,
    pub minutes_each: f64,
    /// Hours until the work is dry or cured.
    pub wait_hours: i64,
    pub machine: &'static str,
    pub group: &'static str,
    pub skill: &'static str,
}

/// A machine or place: name, size, whether it runs in two shifts, money per hour, whether it is a place.
pub(super) const MACHINES: [(&str, f64, bool, f64, bool); 7] = [
    ("Panel saw", 1.0, false, 18.0, false),
    ("Planer", 1.0, false, 16.0, false),
    ("CNC router", 1.0, true, 55.0, false),
    ("Edge bander", 1.0, false, 22.0, false),
    ("Veneer press", 1.0, false, 14.0, false),
    ("Spray booth", 1.0, false, 30.0, false),
    ("Assembly bench", 3.0, false, 4.0, true),
];

/// Somebody who works there.
pub(super) struct Worker {
    pub name: &'static str,
    pub group: &'static str,
    pub shift: &'static str,
    pub cost_per_hour: f64,
    /// Speed in per cent.
    pub efficiency: f64,
    /// What the person can do, the preferred first, and how well.
    pub skills: &'static [(&'static str, i64)],
}

#[rustfmt::skip]
pub(super) const PEOPLE: [Worker; 8] = [
    Worker { name: "Anna", group: "Joiners", shift: "Day shift", cost_per_hour: 34.0, efficiency: 110.0, skills: &[("Cabinet making", 4), ("Machining", 3)] },
    Worker { name: "Ben", group: "Joiners", shift: "Day shift", cost_per_hour: 29.0, efficiency: 95.0, skills: &[("Machining", 3), ("Packing", 3), ("Cabinet making", 1)] },
    Worker { name: "Carla", group: "Joiners", shift: "Day shift", cost_per_hour: 33.0, efficiency: 100.0, skills: &[("Cabinet making", 3)] },
    Worker { name: "David", group: "Joiners", shift: "Day shift", cost_per_hour: 31.0, efficiency: 100.0, skills: &[("Machining", 3), ("Cabinet making", 3), ("Packing", 2)] },
    Worker { name: "Eve", group: "Finishers", shift: "Day shift", cost_per_hour: 32.0, efficiency: 105.0, skills: &[("Spraying", 4)] },
    Worker { name: "Farid", group: "Finishers", shift: "Day shift", cost_per_hour: 28.0, efficiency: 90.0, skills: &[("Spraying", 2), ("Packing", 3)] },
    Worker { name: "Gita", group: "CNC operators", shift: "Early shift", cost_per_hour: 36.0, efficiency: 100.0, skills: &[("CNC operation", 4)] },
    Worker { name: "Hugo", group: "CNC operators", shift: "Late shift", cost_per_hour: 36.0, efficiency: 100.0, skills: &[("CNC operation", 3)] },
];

pub(super) const CUSTOMERS: [&str; 8] = [
    "Harbour Hotel",
    "Kestrel Interiors",
    "Linden School",
    "Mill Street Café",
    "Northgate Library",
    "Oakfield Homes",
    "Pavilion Restaurants",
    "Walk-in customers",
];

#[rustfmt::skip]
pub(super) const BOUGHT: [Bought; 7] = [
    Bought { name: "Oak plank", unit: "m²", cost: 62.0, supplier: "Northwood Timber", lead_days: 7, least: 20.0, on_hand: 260.0, safety: 40.0 },
    Bought { name: "Birch plywood", unit: "sheet", cost: 48.0, supplier: "Northwood Timber", lead_days: 5, least: 10.0, on_hand: 150.0, safety: 20.0 },
    Bought { name: "Oak veneer", unit: "m²", cost: 21.0, supplier: "Northwood Timber", lead_days: 10, least: 25.0, on_hand: 180.0, safety: 25.0 },
    Bought { name: "Hinge pair", unit: "pair", cost: 3.4, supplier: "Ironmonger & Sons", lead_days: 3, least: 50.0, on_hand: 90.0, safety: 40.0 },
    Bought { name: "Drawer runner", unit: "pair", cost: 6.1, supplier: "Ironmonger & Sons", lead_days: 3, least: 50.0, on_hand: 130.0, safety: 40.0 },
    Bought { name: "Screw pack", unit: "pack", cost: 1.9, supplier: "Ironmonger & Sons", lead_days: 2, least: 100.0, on_hand: 400.0, safety: 100.0 },
    Bought { name: "Hard wax oil", unit: "litre", cost: 24.0, supplier: "Ironmonger & Sons", lead_days: 4, least: 10.0, on_hand: 70.0, safety: 10.0 },
];

const fn work(name: &'static str, times: (i64, f64, i64), machine: &'static str, group: &'static str, skill: &'static str) -> Work {
    Work { name, setup_minutes: times.0, minutes_each: times.1, wait_hours: times.2, machine, group, skill }
}

const ASSEMBLE: &str = "Assemble";
pub(super) const FINISH: &str = "Oil and dry";
/// What the spray booth is set up for: solid oak, and everything else.
pub(super) const OILS: [&str; 2] = ["Natural oil", "White oil"];
const PACK: &str = "Check and pack";

#[rustfmt::skip]
pub(super) const MADE: [Made; 13] = [
    Made { name: "Oak leg", category: "Part", cost: 9.0, uses: &[("Oak plank", 0.12)], least: 8.0, multiple: 4.0, on_hand: 24.0,
        work: &[work("Shape legs", (20, 5.0, 0), "Planer", "Joiners", "Machining")] },
    Made { name: "Oak board", category: "Part", cost: 24.0, uses: &[("Oak plank", 0.38)], least: 6.0, multiple: 1.0, on_hand: 18.0,
        work: &[work("Plane boards", (15, 4.0, 0), "Planer", "Joiners", "Machining")] },
    Made { name: "Plywood panel", category: "Part", cost: 14.0, uses: &[("Birch plywood", 0.2)], least: 10.0, multiple: 5.0, on_hand: 60.0,
        work: &[work("Cut panels", (10, 2.5, 0), "Panel saw", "Joiners", "Machining")] },
    Made { name: "Table top", category: "Assembly", cost: 180.0, uses: &[("Oak board", 5.0)], least: 1.0, multiple: 1.0, on_hand: 1.0,
        work: &[work("Glue table tops", (15, 35.0, 4), "Veneer press", "Joiners", "Cabinet making")] },
    Made { name: "Bench seat", category: "Assembly", cost: 90.0, uses: &[("Oak board", 2.0)], least: 1.0, multiple: 1.0, on_hand: 2.0,
        work: &[work("Glue bench seats", (15, 20.0, 4), "Veneer press", "Joiners", "Cabinet making")] },
    Made { name: "Carcass", category: "Assembly", cost: 130.0, uses: &[("Plywood panel", 5.0), ("Oak veneer", 1.6)], least: 1.0, multiple: 1.0, on_hand: 0.0,
        work: &[work("Rout carcasses", (25, 55.0, 0), "CNC router", "CNC operators", "CNC operation"),
            work("Edge carcasses", (10, 18.0, 0), "Edge bander", "Joiners", "Machining")] },
    Made { name: "Door", category: "Assembly", cost: 42.0, uses: &[("Plywood panel", 1.0), ("Oak veneer", 0.8)], least: 2.0, multiple: 2.0, on_hand: 4.0,
        work: &[work("Rout doors", (15, 20.0, 0), "CNC router", "CNC operators", "CNC operation"),
            work("Edge doors", (10, 8.0, 0), "Edge bander", "Joiners", "Machining")] },
    Made { name: "Drawer", category: "Assembly", cost: 38.0, uses: &[("Plywood panel", 2.0), ("Drawer runner", 1.0)], least: 2.0, multiple: 1.0, on_hand: 6.0,
        work: &[work("Build drawers", (5, 11.0, 0), "Assembly bench", "Joiners", "Cabinet making")] },
    Made { name: "Oak dining table", category: "Product", cost: 640.0, uses: &[("Table top", 1.0), ("Oak leg", 4.0), ("Screw pack", 1.0), ("Hard wax oil", 0.4)], least: 1.0, multiple: 1.0, on_hand: 1.0,
        work: &[work(ASSEMBLE, (10, 75.0, 0), "Assembly bench", "Joiners", "Cabinet making"), work(FINISH, (15, 42.0, 10), "Spray booth", "Finishers", "Spraying"),
            work(PACK, (0, 12.0, 0), "Assembly bench", "Joiners", "Packing")] },
    Made { name: "Oak bench", category: "Product", cost: 290.0, uses: &[("Bench seat", 1.0), ("Oak leg", 4.0), ("Screw pack", 1.0), ("Hard wax oil", 0.2)], least: 1.0, multiple: 1.0, on_hand: 2.0,
        work: &[work(ASSEMBLE, (10, 45.0, 0), "Assembly bench", "Joiners", "Cabinet making"), work(FINISH, (15, 24.0, 10), "Spray booth", "Finishers", "Spraying"),
            work(PACK, (0, 8.0, 0), "Assembly bench", "Joiners", "Packing")] },
    Made { name: "Bookcase", category: "Product", cost: 410.0, uses: &[("Carcass", 1.0), ("Plywood panel", 5.0), ("Screw pack", 1.0), ("Hard wax oil", 0.3)], least: 1.0, multiple: 1.0, on_hand: 0.0,
        work: &[work(ASSEMBLE, (10, 60.0, 0), "Assembly bench", "Joiners", "Cabinet making"), work(FINISH, (15, 40.0, 8), "Spray booth", "Finishers", "Spraying"),
            work(PACK, (0, 12.0, 0), "Assembly bench", "Joiners", "Packing")] },
    Made { name: "Wardrobe", category: "Product", cost: 980.0, uses: &[("Carcass", 1.0), ("Door", 2.0), ("Drawer", 2.0), ("Hinge pair", 3.0), ("Screw pack", 2.0), ("Hard wax oil", 0.6)], least: 1.0,
        multiple: 1.0, on_hand: 0.0,
        work: &[work(ASSEMBLE, (15, 115.0, 0), "Assembly bench", "Joiners", "Cabinet making"), work(FINISH, (15, 65.0, 10), "Spray booth", "Finishers", "Spraying"),
            work(PACK, (0, 20.0, 0), "Assembly bench", "Joiners", "Packing")] },
    Made { name: "Bedside cabinet", category: "Product", cost: 230.0, uses: &[("Plywood panel", 4.0), ("Drawer", 2.0), ("Oak veneer", 0.6), ("Hard wax oil", 0.1)], least: 1.0,
        multiple: 1.0, on_hand: 3.0,
        work: &[work(ASSEMBLE, (10, 45.0, 0), "Assembly bench", "Joiners", "Cabinet making"), work(FINISH, (15, 20.0, 8), "Spray booth", "Finishers", "Spraying"),
            work(PACK, (0, 7.0, 0), "Assembly bench", "Joiners", "Packing")] },
];

/// Open orders: product, quantity, working days until due. The first few are due sooner than they can be made.
#[rustfmt::skip]
pub(super) const ORDERS: [(&str, f64, i64); 60] = [
    ("Wardrobe", 4.0, 1), ("Oak dining table", 3.0, 1), ("Oak bench", 4.0, 1), ("Bookcase", 2.0, 5), ("Bedside cabinet", 6.0, 5), ("Oak dining table", 2.0, 5),
    ("Bookcase", 3.0, 6), ("Oak bench", 2.0, 6), ("Wardrobe", 2.0, 7), ("Oak dining table", 1.0, 7), ("Bedside cabinet", 4.0, 7), ("Oak bench", 6.0, 8),
    ("Bookcase", 2.0, 8), ("Wardrobe", 1.0, 8), ("Oak dining table", 4.0, 9), ("Oak bench", 8.0, 9), ("Bedside cabinet", 2.0, 9), ("Bookcase", 4.0, 10),
    ("Wardrobe", 3.0, 10), ("Oak dining table", 2.0, 10), ("Oak bench", 3.0, 11), ("Bedside cabinet", 8.0, 11), ("Bookcase", 1.0, 11), ("Oak dining table", 6.0, 12),
    ("Oak bench", 12.0, 12), ("Wardrobe", 2.0, 12), ("Bookcase", 3.0, 13), ("Bedside cabinet", 4.0, 13), ("Oak dining table", 1.0, 13), ("Oak bench", 2.0, 14),
    ("Wardrobe", 5.0, 14), ("Bookcase", 2.0, 14), ("Oak dining table", 3.0, 15), ("Bedside cabinet", 3.0, 15), ("Oak bench", 4.0, 15), ("Bookcase", 6.0, 16),
    ("Wardrobe", 1.0, 16), ("Oak dining table", 2.0, 16), ("Oak bench", 5.0, 17), ("Bedside cabinet", 10.0, 17), ("Bookcase", 2.0, 17), ("Wardrobe", 3.0, 18),
    ("Oak dining table", 4.0, 18), ("Oak bench", 4.0, 18), ("Bookcase", 3.0, 19), ("Bedside cabinet", 2.0, 19), ("Wardrobe", 2.0, 19), ("Oak dining table", 1.0, 20),
    ("Oak bench", 6.0, 20), ("Bookcase", 4.0, 20), ("Oak dining table", 5.0, 20), ("Bedside cabinet", 6.0, 20), ("Wardrobe", 1.0, 20), ("Oak bench", 2.0, 20),
    ("Bookcase", 2.0, 20), ("Oak dining table", 3.0, 20), ("Wardrobe", 4.0, 20), ("Bedside cabinet", 4.0, 20), ("Oak bench", 8.0, 20), ("Bookcase", 5.0, 20),
];
