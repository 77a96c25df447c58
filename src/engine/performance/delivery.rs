//! Key figures of delivery and of keeping the plan: on time, in full, promises, backlog, schedule adherence.

use super::amounts::Amount::*;
use super::kpi::{Better, Kpi, Made, Rows, Term, Unit};

const fn share(
    word: &'static str,
    label: &'static str,
    formula: &'static str,
    source: &'static str,
    rows: Rows,
    over: &'static [Term],
    under: &'static [Term],
) -> Kpi {
    Kpi { word, label, formula, unit: Unit::Share, better: Better::Up, source, rows, made: Made::Ratio { over, under, scale: 1.0 } }
}

const fn total(word: &'static str, label: &'static str, formula: &'static str, unit: Unit, of: &'static [Term]) -> Kpi {
    Kpi {
        word,
        label,
        formula,
        unit,
        better: Better::Down,
        source: "Counted at the end of the period",
        rows: Rows::Orders,
        made: Made::Sum { of },
    }
}

const SCOR: &str = "SCOR, perfect order fulfilment; per order, never as a product of rates";
const PLAN: &str = "APICS Dictionary: schedule attainment and adherence";

pub(super) const KPIS: &[Kpi] = &[
    share(
        "otif",
        "On time in full",
        "orders delivered on time and in full / orders due",
        SCOR,
        Rows::Orders,
        &[(1.0, OrdersOnTimeInFull)],
        &[(1.0, OrdersDue)],
    ),
    share("on_time", "On time", "orders delivered on time / orders due", SCOR, Rows::Orders, &[(1.0, OrdersOnTime)], &[(1.0, OrdersDue)]),
    share("in_full", "In full", "orders delivered in full / orders due", SCOR, Rows::Orders, &[(1.0, OrdersInFull)], &[(1.0, OrdersDue)]),
    share(
        "promises_kept",
        "Promises kept",
        "orders delivered by the date promised / orders promised for the period",
        SCOR,
        Rows::Orders,
        &[(1.0, PromisesKept)],
        &[(1.0, OrdersPromised)],
    ),
    Kpi {
        word: "lateness",
        label: "Lateness, mean",
        formula: "seconds late, summed over orders due / orders due; what is not delivered is late until now",
        unit: Unit::Seconds,
        better: Better::Down,
        source: "Scheduling literature: mean tardiness",
        rows: Rows::Orders,
        made: Made::Ratio { over: &[(1.0, LateSeconds)], under: &[(1.0, OrdersDue)], scale: 1.0 },
    },
    total("backlog", "Backlog, orders", "orders released and not delivered when the period ends", Unit::Count, &[(1.0, BacklogOrders)]),
    total("backlog_quantity", "Backlog, quantity", "their quantity", Unit::Quantity, &[(1.0, BacklogQuantity)]),
    total("overdue", "Overdue orders", "of these, those whose due date has passed", Unit::Count, &[(1.0, OverdueOrders)]),
    share(
        "attainment",
        "Schedule attainment",
        "usable quantity of tasks planned to end / their planned quantity; more of one makes up for less of another",
        PLAN,
        Rows::Plan,
        &[(1.0, ActualQuantity)],
        &[(1.0, PlannedQuantity)],
    ),
    share(
        "adherence",
        "Schedule adherence",
        "usable quantity up to what was planned, task by task / planned quantity",
        PLAN,
        Rows::Plan,
        &[(1.0, KeptQuantity)],
        &[(1.0, PlannedQuantity)],
    ),
    Kpi {
        word: "plan_deviation",
        label: "Quantity off the plan",
        formula: "difference of usable from planned quantity, task by task and either way / planned quantity",
        unit: Unit::Share,
        better: Better::Down,
        source: PLAN,
        rows: Rows::Plan,
        made: Made::Ratio { over: &[(1.0, QuantityDeviation)], under: &[(1.0, PlannedQuantity)], scale: 1.0 },
    },
    share(
        "ends_on_time",
        "Tasks ended as planned",
        "tasks ended as planned or earlier / tasks planned to end",
        PLAN,
        Rows::Plan,
        &[(1.0, TasksOnTime)],
        &[(1.0, TasksPlanned)],
    ),
    share(
        "starts_on_time",
        "Tasks started as planned",
        "tasks started as planned or earlier / tasks planned to start",
        PLAN,
        Rows::Plan,
        &[(1.0, StartsOnTime)],
        &[(1.0, StartsPlanned)],
    ),
];
