//! The template “Supply Chain - replenish, pick, ship”: items, steps, pools of people and machines, and two years of weekly demand.
//!
//! An invented organisation without persons; the numbers were chosen to be plausible.

use super::domain::{Domain, Goods, Pool, Step};
use super::year::Checked;

pub(super) const DOMAIN: Domain = Domain {
    id: "supply_chain",
    name: "Supply Chain: replenish, pick, ship",
    summary: "A warehouse that receives, picks, packs and ships order lines.",
    unit: "order line",
    place: "Warehouse",
    verb: "Fulfil",
    lot: 100,
    customers: ["Retail stores", "Web shop", "Wholesale"],
    items: &[
        Goods { id: "A1", name: "Fast mover A1", mix: 0.38 },
        Goods { id: "B1", name: "Medium mover B1", mix: 0.34 },
        Goods { id: "C1", name: "Slow mover C1", mix: 0.28 },
    ],
    steps: &[
        Step {
            name: "Receive and check",
            role: "Goods-in operator",
            pool: "inb",
            worth: "necessary",
            minutes: 0.5,
            setup_minutes: 0,
            share: 0.3,
        },
        Step { name: "Put away", role: "Goods-in operator", pool: "inb", worth: "necessary", minutes: 0.8, setup_minutes: 0, share: 0.3 },
        Step { name: "Pick", role: "Picker", pool: "pick", worth: "value-adding", minutes: 1.0, setup_minutes: 0, share: 1.0 },
        Step { name: "Pack", role: "Packer", pool: "pack", worth: "value-adding", minutes: 0.6, setup_minutes: 0, share: 1.0 },
        Step {
            name: "Ship and document",
            role: "Shipping clerk",
            pool: "ship",
            worth: "necessary",
            minutes: 0.15,
            setup_minutes: 0,
            share: 1.0,
        },
    ],
    pools: &[
        Pool {
            id: "inb",
            name: "Goods-in operator",
            people: true,
            count: 2,
            weekly_hours: 37.0,
            efficiency: 82.0,
            cost_per_hour: 27.0,
            skills: &["forklift", "receive"],
        },
        Pool {
            id: "pick",
            name: "Picker",
            people: true,
            count: 4,
            weekly_hours: 37.0,
            efficiency: 80.0,
            cost_per_hour: 26.0,
            skills: &["pick"],
        },
        Pool {
            id: "pack",
            name: "Packer",
            people: true,
            count: 3,
            weekly_hours: 37.0,
            efficiency: 82.0,
            cost_per_hour: 26.0,
            skills: &["pack", "pick"],
        },
        Pool {
            id: "ship",
            name: "Shipping clerk",
            people: true,
            count: 1,
            weekly_hours: 37.0,
            efficiency: 75.0,
            cost_per_hour: 30.0,
            skills: &["docs", "customs"],
        },
    ],
    close: &[],
    checked: Checked {
        list: "Check before dispatch",
        question: "Papers are complete",
        measured: "Weight differs from the order by",
        unit: "kg",
        target: 0.0,
        tolerance: 1.5,
        problem: "Wrong item packed",
    },
    demand: &[
        4550, 4410, 4710, 4910, 5130, 4730, 4550, 4490, 4920, 5540, 5110, 4680, 4760, 5670, 5220, 4650, 5140, 4820, 5080, 5130, 5070, 5470,
        5170, 5020, 5330, 5480, 4580, 4980, 4770, 5020, 4700, 5190, 5180, 5100, 4880, 5340, 5130, 5050, 5560, 5340, 6130, 5970, 5080, 5820,
        5770, 6190, 6200, 5490, 6000, 5990, 6460, 5680, 5240, 4700, 4920, 4780, 5490, 5100, 5710, 5130, 5200, 5550, 5090, 5260, 5740, 5280,
        5470, 5410, 5620, 5310, 5490, 5630, 5580, 5270, 5750, 5040, 5080, 5060, 5620, 5190, 5010, 4960, 5460, 5100, 5040, 5650, 5070, 5630,
        5740, 5600, 5730, 6480, 5810, 5560, 5370, 5930, 6330, 6570, 6300, 6300, 6100, 6180, 6450, 6250,
    ],
};
