//! Two levels: groups of series whose sums are always those of their members. What is said of a group is shared out to them.

use super::sheets::Series;
use crate::app::ForecastCell;
use crate::engine::forecast::disaggregate;
use crate::model::{ItemId, Period, Time, Workspace, sort_with};
use std::collections::BTreeMap;

/// Series that are one thing together: of one item for several customers, or of the items of one group.
#[derive(Clone, PartialEq, Debug)]
pub struct Group {
    /// The item or the group of items.
    pub item: ItemId,
    pub period: Period,
    pub name: String,
    /// Positions of the members in the list of series.
    pub members: Vec<usize>,
    pub rows: Vec<GroupRow>,
}

/// The sums of one period.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct GroupRow {
    pub start: Time,
    pub history: Option<f64>,
    pub on_order: f64,
    pub expected: Option<f64>,
    pub left: f64,
}

/// The groups with more than one member, by name.
pub fn groups(workspace: &Workspace, all: &[Series]) -> Vec<Group> {
    let mut members: BTreeMap<(ItemId, Period), Vec<usize>> = BTreeMap::new();
    for (at, series) in all.iter().enumerate() {
        let Some(item) = series.item else { continue };
        let above = if series.customer.is_some() { Some(item) } else { workspace.items.get(&item).and_then(|item| item.owner) };
        if let Some(above) = above {
            members.entry((above, series.period)).or_default().push(at);
        }
    }
    let several = members.into_iter().filter(|(_, members)| members.len() > 1);
    let mut groups: Vec<Group> = several
        .map(|((item, period), members)| Group {
            item,
            period,
            name: workspace.items.get(&item).map(|item| item.name.clone()).unwrap_or_default(),
            rows: sums(all, &members),
            members,
        })
        .collect();
    sort_with(&mut groups, |a, b| a.name.cmp(&b.name));
    groups
}

fn sums(all: &[Series], members: &[usize]) -> Vec<GroupRow> {
    let mut sums: BTreeMap<Time, GroupRow> = BTreeMap::new();
    let add = |sum: &mut Option<f64>, value: Option<f64>| {
        if let Some(value) = value {
            *sum = Some(sum.unwrap_or(0.0) + value);
        }
    };
    for series in members.iter().filter_map(|member| all.get(*member)) {
        for (at, row) in series.rows.iter().enumerate() {
            let sum = sums.entry(row.start).or_insert(GroupRow { start: row.start, ..GroupRow::default() });
            if at < series.past {
                add(&mut sum.history, row.correction.or(row.history()));
            } else {
                add(&mut sum.expected, row.expected());
                sum.on_order += row.open + row.promised;
                sum.left += row.left;
            }
        }
    }
    sums.into_values().collect()
}

/// What is said of a group in a period, shared out to its members by what they expect there, or by what they had last where nothing is
/// expected; the parts' sum is the total.
pub fn share_out(all: &[Series], group: &Group, start: Time, total: f64) -> Vec<ForecastCell> {
    let members: Vec<&Series> = group.members.iter().filter_map(|member| all.get(*member)).collect();
    let expected = |series: &&Series| series.coming().iter().find(|row| row.start == start).and_then(|row| row.expected()).unwrap_or(0.0);
    let mut weights: Vec<f64> = members.iter().map(expected).collect();
    if weights.iter().all(|weight| *weight <= 0.0) {
        let recent = |series: &&Series| series.history().iter().rev().take(12).flatten().sum();
        weights = members.iter().map(recent).collect();
    }
    let unit = if members.iter().all(|series| series.discrete) { 1.0 } else { 1e-4 };
    let parts = disaggregate(total, &weights, unit);
    members
        .iter()
        .zip(parts)
        .map(|(series, part)| ForecastCell { forecast: series.id, start, range: None, quantity: Some((part * 1e4).round() / 1e4) })
        .collect()
}
