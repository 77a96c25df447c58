//! Versions of the production plan: packed as lines of text, opened again, and compared.
//!
//! Never trusts what it opens: a line that is damaged is left out and counted.

use super::basis::Basis;
use crate::engine::aggregate::Plan;
use crate::model::text::number_text;
use crate::model::{ItemId, ProductionPlan, RecordId, Time, Workspace, id_text, parse_id};

/// What a version says of an item.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SavedItem {
    pub item: Option<ItemId>,
    pub demand: Vec<f64>,
    pub made: Vec<f64>,
    pub bought: Vec<f64>,
    pub stock: Vec<f64>,
    pub owed: Vec<f64>,
}

/// A version, opened.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Saved {
    /// First moment of each period, and of the one after the last.
    pub starts: Vec<Time>,
    pub items: Vec<SavedItem>,
    /// Lines that could not be read.
    pub damaged: usize,
}

/// The lines that hold a plan: the periods first, then one line an item.
pub fn pack(basis: &Basis, plan: &Plan) -> Vec<String> {
    let starts: Vec<String> = basis.starts.iter().map(|start| start.seconds().to_string()).collect();
    let mut lines = vec![starts.join(" ")];
    for (at, (item, planned)) in basis.items.iter().zip(&plan.items).enumerate() {
        let demand: Vec<f64> =
            (0..plan_periods(basis)).map(|period| basis.asked.get(at).map_or(0.0, |asked| asked.total(period))).collect();
        let lists = [&demand, &planned.made, &planned.bought, &planned.stock, &planned.owed];
        let lists: Vec<String> = lists.iter().map(|list| numbers(list)).collect();
        lines.push(format!("{};{}", id_text(item.raw()), lists.join(";")));
    }
    lines
}

fn plan_periods(basis: &Basis) -> usize {
    basis.starts.len().saturating_sub(1)
}

fn numbers(list: &[f64]) -> String {
    let texts: Vec<String> = list.iter().map(|number| ((number * 1e4).round() / 1e4).to_string()).collect();
    texts.join(" ")
}

impl Saved {
    /// Opens what a version holds.
    pub fn open(version: &ProductionPlan) -> Saved {
        let mut lines = version.numbers.iter();
        let starts: Option<Vec<Time>> =
            lines.next().and_then(|line| line.split(' ').map(|word| Time::from_seconds(word.parse().ok()?)).collect());
        let mut saved = Saved { damaged: usize::from(starts.is_none() && !version.numbers.is_empty()), ..Saved::default() };
        saved.starts = starts.unwrap_or_default();
        for line in lines {
            match read_item(line) {
                Some(item) => saved.items.push(item),
                None => saved.damaged += 1,
            }
        }
        saved
    }
}

fn read_item(line: &str) -> Option<SavedItem> {
    let mut words = line.split(';');
    let item = Some(ItemId::from_raw(parse_id(words.next()?)?));
    let mut list = || -> Option<Vec<f64>> {
        words
            .next()?
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(|word| word.parse().ok().filter(|number: &f64| number.is_finite()))
            .collect()
    };
    Some(SavedItem { item, demand: list()?, made: list()?, bought: list()?, stock: list()?, owed: list()? })
}

/// What is another in one version than in the one before.
#[derive(Clone, PartialEq, Debug)]
pub struct Difference {
    pub name: String,
    /// What the numbers count: `demand`, `planned output`.
    pub what: &'static str,
    pub before: f64,
    pub after: f64,
}

impl Difference {
    /// As a sentence.
    pub fn told(&self) -> String {
        let round = |number: f64| number_text((number * 10.0).round() / 10.0);
        format!("{}: {} {} instead of {}", self.name, self.what, round(self.after), round(self.before))
    }
}

/// What differs between two versions, over all periods that both have, the largest first.
pub fn differences(workspace: &Workspace, before: &Saved, after: &Saved) -> Vec<Difference> {
    let shared: Vec<(usize, usize)> = after
        .starts
        .iter()
        .enumerate()
        .take(after.starts.len().saturating_sub(1))
        .filter_map(|(at, start)| before.starts.iter().position(|other| other == start).map(|other| (other, at)))
        .collect();
    let mut ids: Vec<Option<ItemId>> = before.items.iter().chain(&after.items).map(|item| item.item).collect();
    ids.sort_unstable();
    ids.dedup();
    let none = SavedItem::default();
    let mut found = Vec::new();
    for id in ids {
        let of = |saved: &'_ Saved| saved.items.iter().find(|item| item.item == id).cloned().unwrap_or_else(|| none.clone());
        let (old, new) = (of(before), of(after));
        let name = id.map(|id| workspace.label(crate::model::TableName::Item, id.raw())).unwrap_or_default();
        let lists: [(&'static str, &Vec<f64>, &Vec<f64>); 4] = [
            ("demand", &old.demand, &new.demand),
            ("planned output", &old.made, &new.made),
            ("from others", &old.bought, &new.bought),
            ("owed over time", &old.owed, &new.owed),
        ];
        for (what, old, new) in lists {
            let sum =
                |list: &[f64], pick: fn(&(usize, usize)) -> usize| -> f64 { shared.iter().filter_map(|place| list.get(pick(place))).sum() };
            let (before, after) = (sum(old, |place| place.0), sum(new, |place| place.1));
            if (before - after).abs() > 0.05 {
                found.push(Difference { name: name.clone(), what, before, after });
            }
        }
    }
    found.sort_by(|a, b| (b.after - b.before).abs().total_cmp(&(a.after - a.before).abs()));
    found
}
