//! What limits are worth, what contradicts what, and what was found in the numbers, as sentences.

use super::basis::Basis;
use crate::engine::aggregate::{
    Contradiction, Finding, LeastChange, Names, Price, Relief, limit_in_words, limits_in_words, price_in_words,
};
use crate::model::text::number_text;

fn names(basis: &Basis) -> Names<'_> {
    Names { items: &basis.item_names, resources: &basis.resource_names, periods: &basis.period_names }
}

/// What a limit is worth.
pub fn price_words(basis: &Basis, price: &Price) -> String {
    price_in_words(price, &names(basis))
}

/// The limits that cannot be kept together: one list for each contradiction.
pub fn contradiction_words(basis: &Basis, contradiction: &Contradiction) -> Vec<Vec<String>> {
    let lists = std::iter::once(&contradiction.limits).chain(&contradiction.further).filter(|limits| !limits.is_empty());
    lists.map(|limits| limits_in_words(limits, &names(basis))).collect()
}

/// A change that would do, with where it is needed most.
pub fn least_change_words(basis: &Basis, change: &LeastChange) -> String {
    let kinds: Vec<&str> = change.kinds.iter().map(|kind| relief(*kind)).collect();
    let mut places = change.changes.clone();
    places.sort_by(|a, b| b.by.abs().total_cmp(&a.by.abs()));
    let told: Vec<String> = places
        .iter()
        .take(3)
        .map(|change| {
            format!("{} {}{}", limit_in_words(change.limit, &names(basis)), if change.by > 0.0 { "+" } else { "−" }, short(change.by.abs()))
        })
        .collect();
    let more = if places.len() > told.len() { format!(" and {} more", places.len() - told.len()) } else { String::new() };
    let least = if change.is_least { "" } else { ", perhaps fewer," };
    format!("{} {}{least} would do: {}{more}.", short(change.total), kinds.join(" and "), told.join("; "))
}

fn relief(kind: Relief) -> &'static str {
    match kind {
        Relief::LessDemand => "units less demand",
        Relief::LaterDemand => "units owed for a period",
        Relief::LessStock => "units less stock",
        Relief::MoreSubcontract => "units from others",
        Relief::MoreRegularHours => "more regular hours",
        Relief::MoreOvertime => "more hours of overtime",
        Relief::MoreWorkers => "more workers for a period",
        Relief::OtherStrategy => "units or workers away from what the strategy fixes",
        Relief::MoreStock => "units more stock",
    }
}

/// What was found in the numbers of the request.
pub fn finding_words(basis: &Basis, finding: Finding) -> String {
    let item = |at: usize| basis.item_names.get(at).cloned().unwrap_or_default();
    let resource = |at: usize| basis.resource_names.get(at).cloned().unwrap_or_default();
    match finding {
        Finding::ItemNumbers { item: at } => format!("Some numbers of {} make no sense and count as zero.", item(at)),
        Finding::ResourceNumbers { resource: at } => format!("Some numbers of {} make no sense and count as zero.", resource(at)),
        Finding::ResourceUnknown { item: at } => format!("{} needs a resource that is not there; its hours are left out.", item(at)),
        Finding::OvertimeCheaper { resource: at } => {
            format!("Overtime on {} would cost less than regular hours; it counts as costing the same.", resource(at))
        }
        Finding::Empty => "Nothing is asked for that is made here.".to_owned(),
        Finding::TooManyPeriods { planned } => format!("Only the first {planned} periods are planned at once."),
    }
}

/// A number with no more digits than a reader can use.
fn short(number: f64) -> String {
    number_text(if number.abs() < 10.0 { (number * 100.0).round() / 100.0 } else { number.round() })
}
