//! What happens most: issues by category, step, item, resource or cause, the most first (Pareto; Juran's vital few).

use crate::model::*;
use std::collections::BTreeMap;

/// What issues are put together by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dimension {
    Category,
    Step,
    Item,
    Resource,
    Cause,
}

impl Dimension {
    /// All of them.
    pub const ALL: [Dimension; 5] = [Dimension::Category, Dimension::Step, Dimension::Item, Dimension::Resource, Dimension::Cause];

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Dimension::Category => "Category",
            Dimension::Step => "Step",
            Dimension::Item => "Item",
            Dimension::Resource => "Resource",
            Dimension::Cause => "Root cause",
        }
    }

    /// What stands for it where an issue does not say.
    const fn unsaid(self) -> &'static str {
        match self {
            Dimension::Category => "Without a category",
            Dimension::Step => "At no step",
            Dimension::Item => "Of no item",
            Dimension::Resource => "At no resource",
            Dimension::Cause => "Cause not known yet",
        }
    }

    /// What an issue counts for; nothing where it does not say.
    fn of(self, workspace: &Workspace, issue: &Issue) -> String {
        let name = |table: TableName, id: Option<u64>| id.map(|id| workspace.label(table, id)).unwrap_or_default();
        match self {
            Dimension::Category => issue.category.trim().to_owned(),
            Dimension::Step => name(TableName::Operation, issue.operation.map(RecordId::raw)),
            Dimension::Item => name(TableName::Item, issue.item.map(RecordId::raw)),
            Dimension::Resource => name(TableName::Resource, issue.resource.map(RecordId::raw)),
            Dimension::Cause => issue.root_cause.trim().to_owned(),
        }
    }
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Measure {
    /// Every issue once.
    Issues,
    /// The units affected.
    Units,
}

/// One bar.
#[derive(Clone, PartialEq, Debug)]
pub struct ParetoRow {
    pub label: String,
    /// The issues behind it, latest first.
    pub issues: Vec<IssueId>,
    /// The units affected by them.
    pub units: f64,
    /// Its share of all, from 0 to 1.
    pub share: f64,
    /// The share of all down to and with this one.
    pub cumulative: f64,
}

/// Issues raised at or after a moment, put together; the most first, those that do not say last.
pub fn pareto(workspace: &Workspace, dimension: Dimension, measure: Measure, since: Option<Time>) -> Vec<ParetoRow> {
    // The same words in other letters are the same; they are shown as they were written first.
    let mut groups: BTreeMap<String, (String, Vec<&Issue>)> = BTreeMap::new();
    for issue in workspace.issues.values().filter(|issue| since.is_none_or(|since| issue.raised.is_some_and(|raised| raised >= since))) {
        let label = dimension.of(workspace, issue);
        groups.entry(label.to_lowercase()).or_insert_with(|| (label, Vec::new())).1.push(issue);
    }
    let size = |row: &ParetoRow| if measure == Measure::Issues { row.issues.len() as f64 } else { row.units };
    let row = |(label, mut issues): (String, Vec<&Issue>)| {
        sort_with_key(&mut issues, |issue| std::cmp::Reverse((issue.raised, issue.id)));
        ParetoRow {
            label,
            units: issues.iter().map(|issue| issue.quantity).sum(),
            issues: issues.iter().map(|issue| issue.id).collect(),
            share: 0.0,
            cumulative: 0.0,
        }
    };
    let mut rows: Vec<ParetoRow> = groups.into_values().map(row).filter(|row| size(row) > 0.0).collect();
    sort_with(&mut rows, |a, b| a.label.is_empty().cmp(&b.label.is_empty()).then(size(b).total_cmp(&size(a))));
    let all: f64 = rows.iter().map(size).sum();
    let mut sum = 0.0;
    for row in &mut rows {
        sum += size(row);
        (row.share, row.cumulative) = (size(row) / all, sum / all);
        if row.label.is_empty() {
            row.label = dimension.unsaid().to_owned();
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::sample::{add, at};
    use super::*;

    #[test]
    fn the_most_frequent_stand_first_and_add_up_to_all() {
        let mut workspace = Workspace::default();
        let named =
            |category: &'static str, units: f64| move |issue: &mut Issue| (issue.category, issue.quantity) = (category.to_owned(), units);
        add(&mut workspace, 1, "2026-01-01", named("Leak", 1.0));
        add(&mut workspace, 2, "2026-01-02", named("Dent", 50.0));
        add(&mut workspace, 3, "2026-01-03", named("leak ", 2.0));
        add(&mut workspace, 4, "2026-01-04", named("", 0.0));
        add(&mut workspace, 5, "2026-01-05", named("LEAK", 3.0));
        let told = |measure, since| {
            let rows = pareto(&workspace, Dimension::Category, measure, since);
            rows.iter().map(|row| (row.label.clone(), row.issues.len(), row.units, (row.cumulative * 1000.0).round())).collect::<Vec<_>>()
        };
        let row = |label: &str, count, units, cumulative| (label.to_owned(), count, units, cumulative);
        assert_eq!(
            told(Measure::Issues, None),
            [row("Leak", 3, 6.0, 600.0), row("Dent", 1, 50.0, 800.0), row("Without a category", 1, 0.0, 1000.0)]
        );
        assert_eq!(told(Measure::Units, None), [row("Dent", 1, 50.0, 893.0), row("Leak", 3, 6.0, 1000.0)]);
        assert_eq!(told(Measure::Issues, Some(at("2026-01-03"))).first(), Some(&row("leak", 2, 5.0, 667.0)));
        assert!(pareto(&Workspace::default(), Dimension::Cause, Measure::Units, None).is_empty());
    }
}
