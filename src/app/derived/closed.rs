//! Periods in which nothing and nobody works: what a plan over them says.

use crate::app::derived::demand::period_start;
use crate::model::{Period, Time};

/// What to say of whole weeks or months without an hour anywhere; nothing where every one has some. `hours` are those of all resources together.
///
/// Days without hours are weekends, and of a first period that has begun only its weekend may be left.
pub(in crate::app::derived) fn closed_sentence(
    period: Period,
    starts: &[Time],
    names: &[String],
    hours: &dyn Fn(usize) -> f64,
) -> Option<String> {
    let is_whole = |at: usize| starts.get(at).is_some_and(|start| *start == period_start(period, *start));
    let closed: Vec<&str> =
        names.iter().enumerate().filter(|(at, _)| is_whole(*at) && hours(*at) <= 0.0).map(|(_, name)| name.as_str()).collect();
    if period == Period::Day || closed.is_empty() {
        return None;
    }
    let more = if closed.len() > 4 { format!(" and {} more", closed.len() - 4) } else { String::new() };
    let named = closed.get(..4).unwrap_or(&closed).join(", ");
    Some(format!(
        "No machine and nobody works in {named}{more}: what is due then has to be ready before, or waits. Nothing was changed. \
         If that is not meant, look at holidays and exceptions under Capacity, Calendars."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_periods_without_hours_are_named_and_weekends_are_not() {
        let at = |text: &str| Time::parse(text).unwrap_or(Time::clamped(0));
        let names = |count: usize| (0..count).map(|at| format!("W{at}")).collect::<Vec<_>>();
        // The first week has begun: only its Saturday and Sunday are left.
        let starts = [at("2026-03-07"), at("2026-03-09"), at("2026-03-16"), at("2026-03-23")];
        let told = closed_sentence(Period::Week, &starts, &names(3), &|at| if at == 2 { 40.0 } else { 0.0 });
        assert!(told.as_deref().is_some_and(|told| told.starts_with("No machine and nobody works in W1: ")), "{told:?}");
        assert_eq!(closed_sentence(Period::Week, &starts, &names(3), &|at| if at == 0 { 0.0 } else { 40.0 }), None);
        assert_eq!(closed_sentence(Period::Day, &starts, &names(3), &|_| 0.0), None);
        let months: Vec<Time> = (1..=7).map(|month| at(&format!("2026-{month:02}-01"))).collect();
        let told = closed_sentence(Period::Month, &months, &names(6), &|_| 0.0).unwrap_or_default();
        assert!(told.contains("W0, W1, W2, W3 and 2 more: "), "{told}");
    }
}
