//! Limits and their prices as sentences.
//!
//! Never computes anything; numbers are rounded to what a reader can use.

use super::limits::Limit;
use super::prices::Price;

/// What items, resources and periods are called, by position.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names<'a> {
    pub items: &'a [String],
    pub resources: &'a [String],
    pub periods: &'a [String],
}

impl Names<'_> {
    fn of(list: &[String], word: &str, at: usize) -> String {
        list.get(at).cloned().unwrap_or_else(|| format!("{word} {}", at + 1))
    }

    fn item(&self, at: usize) -> String {
        Names::of(self.items, "item", at)
    }

    fn resource(&self, at: usize) -> String {
        Names::of(self.resources, "resource", at)
    }

    fn period(&self, at: usize) -> String {
        Names::of(self.periods, "period", at)
    }
}

/// What one of a limit is: its unit, and what it is of.
fn parts(limit: Limit, names: &Names) -> (&'static str, String) {
    match limit {
        Limit::Demand { item, period } => ("unit", format!("demand for {} in {}", names.item(item), names.period(period))),
        Limit::RegularHours { resource, period } => ("hour", format!("{} in {}", names.resource(resource), names.period(period))),
        Limit::OvertimeHours { resource, period } => {
            ("hour", format!("overtime on {} in {}", names.resource(resource), names.period(period)))
        }
        Limit::OvertimeOfWorkers { resource, period } => {
            ("hour", format!("overtime besides the workers' own on {} in {}", names.resource(resource), names.period(period)))
        }
        Limit::MostWorkers { resource, period } => {
            ("worker", format!("the most workers on {} in {}", names.resource(resource), names.period(period)))
        }
        Limit::FewestWorkers { resource, period } => {
            ("worker", format!("the fewest workers on {} in {}", names.resource(resource), names.period(period)))
        }
        Limit::Subcontract { item, period } => ("unit", format!("subcontracted {} in {}", names.item(item), names.period(period))),
        Limit::MinimumStock { item, period } => ("unit", format!("minimum stock of {} in {}", names.item(item), names.period(period))),
        Limit::EndStock { item } => ("unit", format!("stock of {} at the end", names.item(item))),
        Limit::MostStock { item, period } => ("unit", format!("the most stock of {} in {}", names.item(item), names.period(period))),
        Limit::Backlog { item, period } => ("unit", format!("{} that may be owed after {}", names.item(item), names.period(period))),
        Limit::OwnQuantity { item, period } => ("unit", format!("your own quantity of {} in {}", names.item(item), names.period(period))),
        Limit::OwnWorkers { resource, period } => {
            ("worker", format!("your own workers on {} in {}", names.resource(resource), names.period(period)))
        }
        Limit::LevelWorkers { resource, period } => {
            ("worker", format!("change of workers on {} in {}", names.resource(resource), names.period(period)))
        }
        Limit::LevelQuantity { item, period } => {
            ("unit", format!("change of quantity of {} in {}", names.item(item), names.period(period)))
        }
        Limit::ChasedStock { item, period } => ("unit", format!("stock of {} after {}", names.item(item), names.period(period))),
    }
}

/// A limit as it stands in a list of those that contradict each other.
pub fn limit_in_words(limit: Limit, names: &Names) -> String {
    let (unit, of) = parts(limit, names);
    match limit {
        Limit::RegularHours { .. } => format!("regular {unit}s of {of}"),
        Limit::Backlog { .. } => format!("no more of {of}"),
        Limit::LevelWorkers { .. } | Limit::LevelQuantity { .. } => format!("no {of}"),
        _ => of,
    }
}

/// Limits as they stand in a list: the same one in periods that follow each other is told once.
pub fn limits_in_words(limits: &[Limit], names: &Names) -> Vec<String> {
    let mut runs: Vec<(Limit, Limit)> = Vec::new();
    for limit in limits {
        match runs.last_mut().filter(|run| run.1.is_followed_by(*limit)) {
            Some(run) => run.1 = *limit,
            None => runs.push((*limit, *limit)),
        }
    }
    let told = |(first, last): (Limit, Limit)| {
        let words = limit_in_words(first, names);
        match last.period().filter(|_| first != last) {
            Some(period) => format!("{words} to {}", names.period(period)),
            None => words,
        }
    };
    runs.into_iter().map(told).collect()
}

/// What a limit is worth, as sentences: one more, one less, and between which values each holds.
pub fn price_in_words(price: &Price, names: &Names) -> String {
    let (unit, of) = parts(price.limit, names);
    let Price { at, worth_of_more, worth_of_less, pieces, .. } = price;
    let upper = pieces.iter().find(|piece| piece.to > *at && Some(piece.worth) == *worth_of_more).map(|piece| piece.to);
    let lower = pieces.iter().rev().find(|piece| piece.from < *at && Some(piece.worth) == *worth_of_less).map(|piece| piece.from);
    let mut text = match worth_of_more {
        Some(worth) if worth.abs() < 1e-9 => format!("One more {unit} of {of} changes nothing"),
        Some(worth) if *worth > 0.0 => format!("One more {unit} of {of} is worth {}", short(*worth)),
        Some(worth) => format!("One more {unit} of {of} costs {}", short(-worth)),
        None => format!("There is no plan with more {unit}s of {of} than {}", short(*at)),
    };
    let upper = upper.filter(|end| end.is_finite() && worth_of_more.is_some());
    // Where one less is worth the same as one more, one sentence says between which values that holds.
    let same = matches!((worth_of_less, worth_of_more), (Some(less), Some(more)) if (less - more).abs() < 1e-9);
    let lower_end = lower.filter(|end| same && end.is_finite() && *end > 1e-9);
    text += &match (lower_end, upper) {
        (Some(from), Some(to)) => format!(", between {} and {} {unit}s", short(from), short(to)),
        (Some(from), None) => format!(", from {} {unit}s on", short(from)),
        (None, Some(to)) => format!(", up to {} {unit}s", short(to)),
        (None, None) => String::new(),
    };
    let one_less = match (worth_of_less, worth_of_more) {
        _ if same => None,
        (Some(less), _) if less.abs() < 1e-9 => Some("one less changes nothing".to_owned()),
        (Some(less), _) if *less > 0.0 => Some(format!("one less costs {}", short(*less))),
        (Some(less), _) => Some(format!("one less saves {}", short(-less))),
        (None, _) if *at > 0.0 => Some("with less there is no plan".to_owned()),
        (None, _) => None,
    };
    if let Some(one_less) = one_less {
        text += &format!("; {one_less}");
    }
    text += ".";
    if let Some(from) = price.possible_from.filter(|from| *from < *at) {
        text += &format!(" Below {} there is no plan.", short(from));
    }
    if let Some(quiet) =
        pieces.iter().find(|piece| piece.from >= *at && piece.worth.abs() < 1e-9 && worth_of_more.is_some_and(|more| more != 0.0))
    {
        text += &format!(" Above {} {unit}s nothing changes.", short(quiet.from));
    }
    if let Some(quiet) =
        pieces.iter().rev().find(|piece| piece.to <= *at && piece.worth.abs() < 1e-9 && worth_of_less.is_some_and(|less| less != 0.0))
    {
        text += &format!(" Below {} {unit}s nothing changes.", short(quiet.to));
    }
    text
}

/// A number with as many digits as help: at most two after the point, fewer where it is large.
fn short(number: f64) -> String {
    let text = if number.abs() >= 1000.0 { format!("{number:.0}") } else { format!("{number:.2}") };
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text };
    if text == "-0" { "0".to_owned() } else { text }
}
