//! What the tests of key figures share: a small shop whose figures are known by hand, and a large one to measure.

use linewright::engine::performance::*;

/// Open at all hours.
pub fn always(_: u64, _: Option<u32>, from: i64, to: i64) -> f64 {
    to.saturating_sub(from) as f64
}

/// Something that happened to task 1 of order 1 at operation 1 on resource 1.
pub fn fact(time: i64, kind: Kind) -> Fact {
    Fact {
        time,
        kind,
        task: 1,
        order: 1,
        operation: 1,
        item: 1,
        customer: 1,
        resource: 1,
        shift: 1,
        good: 0.0,
        scrap: 0.0,
        rework: 0.0,
        reason: NO_REASON,
    }
}

pub fn of_task(task: u64, fact: Fact) -> Fact {
    Fact { task, order: task, ..fact }
}

pub fn counted(time: i64, good: f64, scrap: f64, rework: f64) -> Fact {
    Fact { good, scrap, rework, ..fact(time, Kind::Count) }
}

pub fn paused(time: i64, reason: u32) -> Fact {
    Fact { reason, ..fact(time, Kind::Pause) }
}

pub const REASONS: [Loss; 6] =
    [Loss::PlannedStop, Loss::Breakdown, Loss::Setup, Loss::MinorStop, Loss::StartupReject, Loss::ProductionReject];

/// Everything of one period and resource 1, to be changed where a test needs something else.
pub fn input<'a>(facts: &'a [Fact], periods: &'a [Period], now: i64) -> Input<'a> {
    Input {
        facts,
        reasons: &REASONS,
        tasks: &[],
        orders: &[],
        costs: &[],
        checks: &[],
        resources: &[1],
        open: &always,
        periods,
        now,
        dimension: Dimension::All,
        flow: FlowUnit::Tasks,
    }
}

/// The value of a figure of the whole in a period.
pub fn value(input: &Input, word: &str, period: usize) -> Option<f64> {
    value_of(input, word, 0, period)
}

pub fn value_of(input: &Input, word: &str, member: u64, period: usize) -> Option<f64> {
    let kpi = kpi(word);
    assert!(kpi.is_some(), "there is no key figure {word}");
    kpi.and_then(|kpi| gather(input).figure(input, kpi, member, period).value)
}
