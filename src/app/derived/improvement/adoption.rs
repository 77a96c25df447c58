//! What makes it time for a change: triggers, counted where the records tell, asked where they do not.
//!
//! What was counted goes before what was answered; what is neither has no score.

use super::answer;
use super::answers::{Advice, readiness};
use super::yearly::Yearly;
use crate::app::derived::performance::{TABLES, loads_ahead};
use crate::engine::adoption::{Course, FULL, course, effective_number, growth, holds, score, triggers, urgency};
use crate::engine::performance::{Amount, kpi};
use crate::guide::{COURSES, TRIGGERS};
use crate::model::{ItemId, OperationId, OrderStatus, RecordId, ResourceId, Span, TableName, Time, Workspace, sort_with, sort_with_key};
use std::collections::{BTreeMap, BTreeSet};

/// What the triggers are read from: what figures are made from, and who does which step.
pub const PRESSURE_TABLES: [TableName; TABLES.len() + 1] = {
    let mut all = [TableName::Parameter; TABLES.len() + 1];
    let mut at = 0;
    while at < TABLES.len() {
        all[at] = TABLES[at];
        at += 1;
    }
    all[at] = TableName::OperationResource;
    all
};

/// A quarter of a year, in weeks, and the week that goes on.
const QUARTER: usize = 14;

/// One sign of a trigger.
#[derive(Clone, PartialEq, Debug)]
pub struct Sign {
    pub statement: &'static str,
    /// What was counted, with its limits; nothing where the records do not tell and it is asked.
    pub counted: Option<String>,
    /// From 0 to 4: what was counted, else what was answered.
    pub score: Option<f64>,
}

/// A trigger with its signs.
#[derive(Clone, PartialEq, Debug)]
pub struct Trigger {
    pub name: &'static str,
    pub signs: Vec<Sign>,
    /// Of what presses most.
    pub score: Option<f64>,
}

/// What urgency and readiness come to.
#[derive(Clone, PartialEq, Debug)]
pub struct Pressure {
    pub triggers: Vec<Trigger>,
    /// From 0 to 100; nothing while a trigger has no score.
    pub urgency: Option<f64>,
    pub sentence: &'static str,
}

/// The key under which the answer to a sign is kept.
pub fn trigger_key(trigger: usize, sign: usize) -> String {
    format!("adoption.{trigger}.{sign}")
}

/// A sign as it was counted: its score and its words.
type Counted = Option<(f64, String)>;

/// The triggers as they stand.
pub fn pressure(workspace: &Workspace, now: Time) -> Pressure {
    let yearly = Yearly::of(workspace, now);
    let counted: [[Counted; 3]; 5] = [
        [demand_trend(workspace, now), None, load_outlook(workspace, &yearly)],
        [variants(workspace, now), hand_overs(workspace), shared(workspace)],
        [promise_gap(&yearly), None, None],
        [None, None, None],
        [lateness(&yearly), defects(&yearly), bottleneck(workspace, &yearly)],
    ];
    let sign = |trigger: usize, at: usize, statement: &'static str, counted: Counted| {
        let answered = answer(workspace, &trigger_key(trigger, at)).and_then(|text| text.parse::<f64>().ok());
        let score = counted.as_ref().map(|(score, _)| *score).or(answered.map(|score| score.clamp(0.0, FULL)));
        Sign { statement, counted: counted.map(|(_, words)| words), score }
    };
    let all: Vec<Vec<Sign>> = TRIGGERS
        .iter()
        .zip(counted)
        .enumerate()
        .map(|(trigger, ((_, statements), counted))| {
            statements.iter().zip(counted).enumerate().map(|(at, (statement, counted))| sign(trigger, at, statement, counted)).collect()
        })
        .collect();
    let scores = triggers(&all.iter().map(|signs| signs.iter().map(|sign| sign.score).collect()).collect::<Vec<_>>());
    let urgency = urgency(&scores);
    let sentence = told_course(urgency, &readiness(workspace));
    let named = TRIGGERS.iter().zip(all).zip(scores).map(|(((name, _), signs), score)| Trigger { name, signs, score });
    Pressure { triggers: named.collect(), urgency, sentence }
}

fn told_course(urgency: Option<f64>, advice: &Advice) -> &'static str {
    match (urgency, advice.readiness) {
        (Some(urgency), Some(ready)) => match course(urgency, ready) {
            Course::AdoptNow => COURSES[0],
            Course::PilotFirst => COURSES[1],
            Course::StepByStep => COURSES[2],
            Course::Watch => COURSES[3],
        },
        (None, _) => "Answer at least one sign of each trigger that nothing was counted for.",
        (Some(_), None) => "Answer the statements of readiness as well: urgency alone does not say how to begin.",
    }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// Of what is due by month. Units of different items cannot be summed: of each item the month's share of its own mean counts, as often as
/// the item is ordered. How many orders there are would tell how an organisation splits them.
fn demand_trend(workspace: &Workspace, now: Time) -> Counted {
    let month = |time: Time| {
        let (year, month, _) = time.date();
        i64::from(year) * 12 + i64::from(month)
    };
    let this = month(now);
    let due: Vec<(i64, Option<ItemId>, f64)> = (workspace.orders.values())
        .filter(|order| matches!(order.status, OrderStatus::Open | OrderStatus::Closed))
        .filter_map(|order| Some((month(order.due?), order.item, order.quantity)))
        .filter(|(at, _, quantity)| *at < this && *at >= this - 24 && *quantity > 0.0)
        .collect();
    let first = due.iter().map(|(at, ..)| *at).min()?;
    let mut items: BTreeMap<Option<ItemId>, (f64, f64)> = BTreeMap::new();
    for (_, item, quantity) in &due {
        let (orders, units) = items.entry(*item).or_default();
        (*orders, *units) = (*orders + 1.0, *units + quantity);
    }
    let mut series = vec![0.0; usize::try_from(this - first).ok()?];
    for (at, item, quantity) in &due {
        let place = usize::try_from(at - first).ok().and_then(|at| series.get_mut(at));
        if let (Some(sum), Some((orders, units))) = (place, items.get(item)) {
            *sum += orders * quantity / units;
        }
    }
    let (share, p) = growth(&series, 12.0)?;
    let is_trend = p < 0.05;
    let words = format!(
        "Demand due by month {} {} a year over {} months, {} (15 % a warning, 30 % much).",
        if share < 0.0 { "falls by" } else { "grows by" },
        percent(share.abs()),
        series.len(),
        if is_trend { "more than chance makes" } else { "which chance explains" }
    );
    Some((if is_trend { score(share, 0.15, 0.3) } else { 0.0 }, words))
}

/// The fullest resource of the weeks ahead: its name and its weeks.
fn fullest(workspace: &Workspace, yearly: &Yearly) -> Option<(String, Vec<f64>)> {
    let all = loads_ahead(workspace, &yearly.figures).into_iter().map(|one| (one.resource, one.shares()));
    let (resource, weeks) = all.max_by(|one, other| one.1.iter().sum::<f64>().total_cmp(&other.1.iter().sum()))?;
    Some((workspace.label(TableName::Resource, resource.raw()), weeks))
}

fn load_outlook(workspace: &Workspace, yearly: &Yearly) -> Counted {
    let (name, weeks) = fullest(workspace, yearly)?;
    let full = weeks.iter().filter(|share| **share >= 0.85).count();
    let words = format!("{name} is planned to 85 % or more in {full} of the next {} weeks.", weeks.len());
    Some((FULL * full as f64 / weeks.len().max(1) as f64, words))
}

fn variants(workspace: &Workspace, now: Time) -> Counted {
    let since = Some(now.minus(Span::from_days(365)));
    let mut counts: BTreeMap<ItemId, f64> = BTreeMap::new();
    for order in workspace.orders.values().filter(|order| order.status != OrderStatus::Cancelled && order.due >= since) {
        if let Some(item) = order.item {
            *counts.entry(item).or_default() += 1.0;
        }
    }
    let varied = effective_number(&counts.values().copied().collect::<Vec<_>>());
    (!counts.is_empty()).then(|| {
        let words = format!("{} items were ordered within a year, as varied as {varied:.1} of equal share (20, or 8).", counts.len());
        (holds(counts.len() >= 20 || varied >= 8.0), words)
    })
}

/// Of the longest routing whose steps all name a role.
fn hand_overs(workspace: &Workspace) -> Counted {
    let mut routings: BTreeMap<OperationId, Vec<(i64, OperationId, &str)>> = BTreeMap::new();
    for step in workspace.operations.values() {
        if let Some(owner) = step.owner {
            routings.entry(owner).or_default().push((step.priority, step.id, step.role.trim()));
        }
    }
    let (owner, mut steps) = routings
        .into_iter()
        .filter(|(_, steps)| steps.len() >= 2 && steps.iter().all(|step| !step.2.is_empty()))
        .max_by_key(|(_, steps)| steps.len())?;
    sort_with_key(&mut steps, |step| (step.0, step.1));
    let changes = steps.windows(2).filter(|pair| pair.first().map(|step| step.2) != pair.get(1).map(|step| step.2)).count();
    let ways = steps.len() - 1;
    let words = format!(
        "{} changes hands {changes} times on {ways} ways from step to step (5, or half).",
        workspace.label(TableName::Operation, owner.raw())
    );
    Some((holds(changes >= 5 || changes * 2 >= ways), words))
}

fn shared(workspace: &Workspace) -> Counted {
    let mut used: BTreeMap<ResourceId, BTreeSet<OperationId>> = BTreeMap::new();
    for line in workspace.operation_resources.values() {
        let (Some(resource), Some(operation)) = (line.resource, line.operation) else { continue };
        let flow = workspace.operations.get(&operation).and_then(|step| step.owner).unwrap_or(operation);
        used.entry(resource).or_default().insert(flow);
    }
    let several = used.values().filter(|flows| flows.len() >= 2).count();
    (!used.is_empty()).then(|| {
        let words = format!("{several} of {} resources work for two workflows or more (40 %).", used.len());
        (holds(several * 5 >= used.len() * 2), words)
    })
}

/// What customers ask for against what they get: half of the one, 85 of 100 of the other.
fn promise_gap(yearly: &Yearly) -> Counted {
    let since = yearly.figures.basis.periods.first()?.start;
    let recent = || yearly.figures.basis.orders.iter().filter(move |order| order.due.is_some_and(|due| due >= since));
    let mut asked: Vec<f64> = recent().filter_map(|order| Some((order.due? - order.released?) as f64)).filter(|span| *span > 0.0).collect();
    let mut got: Vec<f64> =
        recent().filter_map(|order| Some((order.delivered? - order.released?) as f64)).filter(|span| *span >= 0.0).collect();
    if asked.len() < 10 || got.len() < 10 {
        return None;
    }
    sort_with(&mut asked, f64::total_cmp);
    sort_with(&mut got, f64::total_cmp);
    let asked_for = asked.get(asked.len() / 2).copied()?;
    let delivered = got.get((got.len() * 85).div_ceil(100).saturating_sub(1)).copied()?;
    let days = |seconds: f64| seconds / 86_400.0;
    let words = format!(
        "Half of {} orders ask for {:.1} days or less; 85 of 100 of {} get it within {:.1}.",
        asked.len(),
        days(asked_for),
        got.len(),
        days(delivered)
    );
    Some((holds(asked_for < delivered), words))
}

fn lateness(yearly: &Yearly) -> Counted {
    let (due, kept) = (yearly.of_last(QUARTER, Amount::OrdersDue), yearly.of_last(QUARTER, Amount::OrdersOnTimeInFull));
    (due > 0.0).then(|| {
        let words = format!(
            "{} of {due:.0} orders due in the last quarter were on time and in full (90 % a warning, 80 % bad).",
            percent(kept / due)
        );
        (score(kept / due, 0.9, 0.8), words)
    })
}

fn defects(yearly: &Yearly) -> Counted {
    let of = |amount| yearly.of_last(QUARTER, amount);
    let (good, bad) = (of(Amount::Good), of(Amount::Scrap) + of(Amount::Rework));
    (good + bad > 0.0).then(|| {
        let share = good / (good + bad);
        let name = kpi("first_pass_yield").map_or("First pass yield", |kpi| kpi.label);
        let words = format!("{name} of the last quarter is {:.1} % of {:.0} made (95 % a warning, 90 % bad).", 100.0 * share, good + bad);
        (score(share, 0.95, 0.9), words)
    })
}

fn bottleneck(workspace: &Workspace, yearly: &Yearly) -> Counted {
    let (name, weeks) = fullest(workspace, yearly)?;
    let full = weeks.iter().filter(|share| **share >= 0.95).count();
    let words = format!("{name} is planned to 95 % or more in {full} of the next {} weeks (3).", weeks.len());
    Some((holds(full >= 3), words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Item, Operation, OperationKind, Order, OrderId, Parameter, ParameterId, Record};

    fn now() -> Time {
        Time::parse("2026-11-02 08:00").unwrap_or(Time::clamped(0))
    }

    fn answered(workspace: &mut Workspace, given: &[(String, &str)]) {
        for (raw, (name, value)) in (1..).zip(given) {
            let id = ParameterId::from_raw(raw);
            workspace.parameters.insert(id, Parameter { name: name.clone(), value: (*value).to_owned(), ..Parameter::new(id) });
        }
    }

    #[test]
    fn what_no_record_tells_is_asked_and_each_trigger_counts_what_presses_most() {
        let mut workspace = Workspace::default();
        assert_eq!(pressure(&workspace, now()).urgency, None);
        let given: Vec<(String, &str)> = (0..5).map(|trigger| (trigger_key(trigger, 1), ["4", "2", "0", "3", "1"][trigger])).collect();
        answered(&mut workspace, &given);
        let found = pressure(&workspace, now());
        assert_eq!(found.urgency, Some(50.0));
        assert!(found.triggers.iter().flat_map(|trigger| &trigger.signs).all(|sign| sign.counted.is_none()));
        assert!(found.sentence.starts_with("Answer the statements of readiness"));
    }

    #[test]
    fn what_is_counted_goes_before_what_was_answered() {
        let mut workspace = Workspace::default();
        // Twenty-two items, one order of each; eleven orders more a month than the month before.
        let mut raw = 0;
        for month in 1..=12_i64 {
            for _ in 0..month * 11 {
                raw += 1;
                let due = Time::from_date(if month <= 2 { 2025 } else { 2026 }, ((month + 9) % 12 + 1) as u32, 5);
                let item = ItemId::from_raw(raw % 22 + 1);
                workspace.items.insert(item, Item::new(item));
                let order = Order { item: Some(item), due, ..Order::new(OrderId::from_raw(raw)) };
                workspace.orders.insert(order.id, order);
            }
        }
        for (raw, role) in [(2, "Saw"), (3, "Press"), (4, "Press"), (5, "Saw")] {
            let id = OperationId::from_raw(raw);
            let owner = Some(OperationId::from_raw(1));
            let step = Operation { owner, priority: raw as i64, role: role.to_owned(), kind: OperationKind::TimePer, ..Operation::new(id) };
            workspace.operations.insert(id, step);
        }
        answered(&mut workspace, &[(trigger_key(0, 0), "0"), (trigger_key(1, 1), "0")]);
        let found = pressure(&workspace, now());
        let sign = |trigger: usize, at: usize| found.triggers[trigger].signs[at].clone();
        // A slope of 11 a month on a mean of 71.5.
        assert_eq!(sign(0, 0).score, Some(4.0));
        assert_eq!(
            sign(0, 0).counted.as_deref(),
            Some("Demand due by month grows by 185 % a year over 12 months, more than chance makes (15 % a warning, 30 % much).")
        );
        assert_eq!(sign(1, 0).score, Some(3.0), "{:?}", sign(1, 0).counted);
        // Two of three ways change hands.
        assert_eq!(sign(1, 1).score, Some(3.0), "{:?}", sign(1, 1).counted);
        assert_eq!(sign(1, 2).counted, None, "nothing says who does it");
    }
}
