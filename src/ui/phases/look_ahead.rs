//! How far and how finely a page looks ahead: the length of its periods and their number.
//!
//! Never keeps either: whoever shows it does.

use crate::model::Period;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{IntegerField, Segmented};
use leptos::prelude::*;

/// The most periods that are planned at once: two years of weeks.
const MOST_PERIODS: i64 = 104;

/// The fields for the length of the periods, among these, and for their number.
#[component]
pub fn LookAhead(
    /// The lengths to choose from.
    lengths: &'static [Period],
    /// The length and the number in force.
    #[prop(into)]
    value: Signal<(Period, usize)>,
    /// Called with another length.
    #[prop(into)]
    on_period: Callback<Period>,
    /// Called with another number.
    #[prop(into)]
    on_periods: Callback<usize>,
) -> impl IntoView {
    let options = lengths.iter().map(|period| Choice::new(period.code(), period.label())).collect::<Vec<_>>();
    let code = Signal::derive(move || value.get().0.code().to_owned());
    let change = Callback::new(move |code: String| on_period.run(Period::from_code(&code).unwrap_or_default()));
    let commit = Callback::new(move |count: Option<i64>| match count.filter(|count| (1..=MOST_PERIODS).contains(count)) {
        Some(count) => {
            on_periods.run(usize::try_from(count).unwrap_or(1));
            Ok(())
        }
        None => Err(format!("Enter 1 to {MOST_PERIODS} periods.")),
    });
    view! {
        <Segmented label="Period" options value=code on_change=change />
        <IntegerField label="Periods" value=Signal::derive(move || i64::try_from(value.get().1).ok()) on_commit=commit />
    }
    .into_any()
}
