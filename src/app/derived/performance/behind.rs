//! The rows behind a figure: the facts, orders or checks that it was counted from, each in words.
//!
//! Never writes more rows than are shown: whoever asks says how many, and is told how many there are.

use super::basis::Basis;
use super::costs::CostOf;
use super::figures::Figures;
use crate::app::derived::execution::report_sentence;
use crate::app::derived::schedule::{length_text, moment_text};
use crate::engine::performance::{Amount, Kind, Kpi, Made, Order, Rows};
use crate::model::text::number_text;
use crate::model::{Check, CheckId, RecordId, Span, TableName, Time, Workspace, sort_with};
use std::collections::BTreeMap;

/// What a row stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowKind {
    Report,
    Order,
    Check,
    /// An issue that cost money, or one of its actions.
    Issue,
    /// An improvement that cost money.
    Improvement,
    /// A value that somebody typed.
    Typed,
}

/// One row behind a figure.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    pub kind: RowKind,
    pub id: u64,
    pub label: String,
    pub value: String,
}

impl Figures {
    /// At most so many rows behind a figure, and how many there are.
    pub fn rows(&self, workspace: &Workspace, kpi: &Kpi, member: u64, period: usize, most: usize) -> (Vec<Row>, usize) {
        match kpi.rows {
            Rows::Orders => {
                let orders = self.orders_behind(kpi, member, period);
                (orders.iter().take(most).map(|order| order_row(workspace, &self.basis, order)).collect(), orders.len())
            }
            Rows::Checks => {
                let checks = self.checks_behind(member, period);
                let row = |id: &CheckId| {
                    let check = workspace.checks.get(id)?;
                    let value = if check.passed { "passed" } else { "failed" }.to_owned();
                    Some(self.check_row(workspace, check, value))
                };
                (checks.iter().take(most).filter_map(row).collect(), checks.len())
            }
            Rows::Money => {
                let paid = self.costs_behind(kpi, member, period);
                let facts = if counts(kpi, Amount::ScrapCost) { self.facts_behind(kpi, member, period) } else { Vec::new() };
                let scrapped = facts.iter().filter_map(|at| fact_row(workspace, &self.basis, *at));
                let rows = paid.iter().filter_map(|(of, amount)| self.cost_row(workspace, *of, *amount));
                (rows.chain(scrapped).take(most).collect(), paid.len() + facts.len())
            }
            _ => {
                let facts = self.facts_behind(kpi, member, period);
                let rows = facts.iter().take(most).filter_map(|at| fact_row(workspace, &self.basis, *at)).collect();
                (rows, facts.len())
            }
        }
    }

    /// Stops of a member in a period by their reasons, the longest first: name, seconds by the clock, and how many.
    pub fn stops(&self, workspace: &Workspace, member: u64, period: usize) -> Vec<(String, f64, usize)> {
        let Some(span) = self.basis.periods.get(period) else { return Vec::new() };
        let facts = &self.basis.facts;
        let mut places: Vec<usize> = (0..facts.len()).collect();
        let key = |at: &usize| facts.get(*at).map(|fact| (fact.task, fact.time, *at));
        sort_with(&mut places, |a, b| key(a).cmp(&key(b)));
        let mut sums: BTreeMap<u32, (f64, usize)> = BTreeMap::new();
        self.basis.with(self.dimension, |input| {
            for (place, at) in places.iter().enumerate() {
                let Some(fact) = facts.get(*at).filter(|fact| fact.kind == Kind::Pause && input.member_of_fact(fact) == member) else {
                    continue;
                };
                let behind = places.iter().skip(place + 1).filter_map(|at| facts.get(*at)).take_while(|other| other.task == fact.task);
                let end = behind.filter(|other| matches!(other.kind, Kind::Start | Kind::Finish)).map(|other| other.time).next();
                let until = end.unwrap_or(input.now).min(span.end).min(input.now);
                let seconds = until.saturating_sub(fact.time.max(span.start));
                if seconds > 0 {
                    let sum = sums.entry(fact.reason).or_default();
                    *sum = (sum.0 + seconds as f64, sum.1 + 1);
                }
            }
        });
        let ids: Vec<u64> = workspace.reasons.values().map(|reason| reason.id.raw()).collect();
        let name = |reason: u32| {
            ids.get(reason as usize).map_or_else(|| "No reason given".to_owned(), |id| workspace.label(TableName::Reason, *id))
        };
        let mut found: Vec<(String, f64, usize)> =
            sums.into_iter().map(|(reason, (seconds, count))| (name(reason), seconds, count)).collect();
        sort_with(&mut found, |a, b| b.1.total_cmp(&a.1));
        found
    }

    fn orders_behind(&self, kpi: &Kpi, member: u64, period: usize) -> Vec<&Order> {
        let Some(span) = self.basis.periods.get(period) else { return Vec::new() };
        let now = self.basis.now.seconds();
        let inside = |time: Option<i64>| time.is_some_and(|time| time >= span.start && time < span.end && time <= now);
        let is_behind = |order: &&Order| match kpi.word {
            "promises_kept" => inside(order.promised),
            "backlog" | "backlog_quantity" | "overdue" => {
                let end = span.end.min(now);
                let is_open = order.released.is_some_and(|time| time < end) && order.delivered.is_none_or(|time| time > end);
                is_open && (kpi.word != "overdue" || order.due.is_some_and(|due| due < end))
            }
            word if word.starts_with("lead_time") => inside(order.delivered),
            _ => inside(order.due),
        };
        self.basis.with(self.dimension, |input| {
            let own = |order: &&Order| input.member_of_order(order) == Some(member);
            self.basis.orders.iter().filter(own).filter(is_behind).collect()
        })
    }

    /// What was paid and counts in the figure, the dearest first.
    fn costs_behind(&self, kpi: &Kpi, member: u64, period: usize) -> Vec<(CostOf, f64)> {
        let Some(span) = self.basis.periods.get(period) else { return Vec::new() };
        let end = span.end.min(self.basis.now.seconds().saturating_add(1));
        let mut found: Vec<(CostOf, f64)> = self.basis.with(self.dimension, |input| {
            let costs = self.basis.costs.iter().zip(&self.basis.cost_of).filter(|(cost, _)| counts(kpi, cost.kind.amount()));
            let own = costs.filter(|(cost, _)| cost.time >= span.start && cost.time < end && input.member_of_cost(cost) == member);
            own.map(|(cost, of)| (*of, cost.amount)).collect()
        });
        sort_with(&mut found, |a, b| b.1.total_cmp(&a.1));
        found
    }

    fn check_row(&self, workspace: &Workspace, check: &Check, value: String) -> Row {
        let list = check.checklist.map(|list| workspace.label(TableName::Checklist, list.raw())).unwrap_or_default();
        let when = check.time.map(|time| moment_text(time, self.basis.now)).unwrap_or_default();
        Row { kind: RowKind::Check, id: check.id.raw(), label: format!("{when}: {list}"), value }
    }

    fn cost_row(&self, workspace: &Workspace, of: CostOf, amount: f64) -> Option<Row> {
        let value = number_text((amount * 100.0).round() / 100.0);
        let (kind, id, time, name) = match of {
            CostOf::Check(id) => return workspace.checks.get(&id).map(|check| self.check_row(workspace, check, value)),
            CostOf::Issue(id) => workspace.issues.get(&id).map(|issue| (RowKind::Issue, id.raw(), issue.raised, issue.name.clone()))?,
            CostOf::Action(id) => {
                let action = workspace.issue_actions.get(&id)?;
                (RowKind::Issue, action.issue?.raw(), action.done, format!("{}: {}", action.kind.label(), action.name))
            }
            CostOf::Order(id) => workspace.orders.get(&id).map(|order| {
                let delivered = self.basis.orders.iter().find(|known| known.id == id.raw()).and_then(|known| known.delivered);
                (RowKind::Order, id.raw(), delivered.and_then(Time::from_seconds), order.name.clone())
            })?,
            CostOf::Improvement(id) => {
                let improvement = workspace.improvements.get(&id)?;
                (RowKind::Improvement, id.raw(), improvement.began, improvement.name.clone())
            }
        };
        let when = time.map(|time| moment_text(time, self.basis.now)).unwrap_or_default();
        Some(Row { kind, id, label: format!("{when}: {name}"), value })
    }

    fn checks_behind(&self, member: u64, period: usize) -> Vec<CheckId> {
        let Some(span) = self.basis.periods.get(period) else { return Vec::new() };
        self.basis.with(self.dimension, |input| {
            let own = self
                .basis
                .checks
                .iter()
                .zip(&self.basis.check_ids)
                .filter(|(check, _)| check.time >= span.start && check.time < span.end && input.member_of_check(check) == member);
            own.map(|(_, id)| *id).collect()
        })
    }
}

/// Whether a figure of money counts an amount.
fn counts(kpi: &Kpi, amount: Amount) -> bool {
    let terms = match kpi.made {
        Made::Sum { of } => of,
        Made::Ratio { over, .. } => over,
        _ => &[],
    };
    terms.iter().any(|(_, known)| *known == amount)
}

fn fact_row(workspace: &Workspace, basis: &Basis, at: u32) -> Option<Row> {
    let at = at as usize;
    let (fact, id) = (basis.facts.get(at)?, basis.reports.get(at)?);
    let report = workspace.reports.get(id)?;
    let what = if report.task.is_some() { workspace.label(TableName::Task, fact.task) } else { String::new() };
    let when = moment_text(Time::clamped(fact.time), basis.now);
    Some(Row { kind: RowKind::Report, id: id.raw(), label: format!("{when}: {}", report_sentence(workspace, report)), value: what })
}

fn order_row(workspace: &Workspace, basis: &Basis, order: &Order) -> Row {
    let until = order.delivered.unwrap_or(basis.now.seconds());
    let late = order.due.map(|due| until.saturating_sub(due)).filter(|late| *late > 0);
    let short = order.delivered.is_some() && order.delivered_quantity < order.quantity;
    let value = match (late, order.delivered) {
        (Some(late), Some(_)) => format!("{} late", length_text(Span::from_seconds(late))),
        (Some(late), None) => format!("open, {} late", length_text(Span::from_seconds(late))),
        (None, Some(_)) => "on time".to_owned(),
        (None, None) => "open".to_owned(),
    };
    let value = if short { format!("{value}, not in full") } else { value };
    Row { kind: RowKind::Order, id: order.id, label: workspace.label(TableName::Order, order.id), value }
}
