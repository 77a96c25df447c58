//! History pasted from a spreadsheet: shown how it is understood before anything is taken over.

use super::outlook::Outlook;
use crate::app::derived::forecast::{Pasted, period_of, read_history, values};
use crate::app::{DemandCommand, ForecastCell, ForecastPart};
use crate::model::{ForecastId, ItemId, Period};
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, Segmented};
use leptos::prelude::*;

/// The lines of what was not understood that are shown.
const SHOWN: usize = 6;

/// The field for the text, what it says, and the button that takes it over.
#[component]
pub fn PasteHistory(outlook: Outlook, open: RwSignal<bool>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let shown = untrack(|| outlook.series_shown());
    let period = RwSignal::new(shown.as_ref().map_or(Period::Month, |series| series.period));
    let own = shown.map(|series| series.name);
    let pasted = {
        let own = own.clone();
        Memo::new(move |_| {
            let mut pasted = read_history(&text.get(), period.get());
            // What names no series is of the one that is shown.
            for value in pasted.values.iter_mut().filter(|value| value.series.is_empty()) {
                value.series = own.clone().unwrap_or_default();
            }
            pasted.summed()
        })
    };
    let refused = Signal::derive(move || {
        let strangers = pasted.with(|pasted| strangers(outlook, pasted));
        if pasted.with(|pasted| pasted.values.is_empty()) {
            Some("Paste periods and quantities first.".to_owned())
        } else if strangers.is_empty() {
            None
        } else {
            Some(format!("There is no item called {}. Add it under Items, or name it as it stands there.", strangers.join(", ")))
        }
    });
    let take = move |()| {
        let pasted = pasted.get_untracked();
        if begin_series(outlook, &pasted, period.get_untracked()) && outlook.session.act(history(outlook, &pasted)) {
            open.set(false);
        }
    };
    let options = vec![Choice::new("day", "Day"), Choice::new("week", "Week"), Choice::new("month", "Month")];
    let value = Signal::derive(move || period.get().code().to_owned());
    // What the text says of itself, until somebody says otherwise.
    let is_said = StoredValue::new(false);
    let change = move |code: String| {
        is_said.set_value(true);
        period.set(Period::from_code(&code).unwrap_or_default());
    };
    let typed = move |event| {
        let new = event_target_value(&event);
        if let Some(found) = period_of(&new).filter(|_| !is_said.get_value()) {
            period.set(found);
        }
        text.set(new);
    };
    let hint = match own {
        Some(own) => {
            format!("Two columns (period, quantity) are taken for {own}; three columns or a line of periods on top name their series.")
        }
        None => "Three columns (item, period, quantity), or items down and periods across.".to_owned(),
    };
    view! {
        <p class="hint">{hint}</p>
        <Segmented label="Period of new series" options value on_change=change />
        <textarea
            class="input paste-field"
            rows="10"
            aria-label="History from a spreadsheet"
            placeholder="2026-01\t120\n2026-02\t135"
            on:input=typed
        ></textarea>
        <div role="status">{move || pasted.with(said)}</div>
        <div class="dialog-actions">
            <Button label="Take over" look=ButtonLook::Primary refused on_press=take />
        </div>
    }
    .into_any()
}

/// What was understood, in sentences.
fn said(pasted: &Pasted) -> AnyView {
    let names: Vec<&str> = pasted.names().into_iter().collect();
    let total: f64 = pasted.values.iter().map(|value| value.quantity).sum();
    let first = pasted.values.iter().map(|value| value.start).min();
    let last = pasted.values.iter().map(|value| value.start).max();
    let understood = first.zip(last).map(|(first, last)| {
        format!(
            "{} values of {}, from {} to {}, {} in all.",
            pasted.values.len(),
            if names.len() == 1 { names.concat() } else { format!("{} series", names.len()) },
            first.date_text(),
            last.date_text(),
            number_text(total, 1)
        )
    });
    let more = pasted.left_out.len().saturating_sub(SHOWN);
    let lines: Vec<AnyView> = pasted.left_out.iter().take(SHOWN).map(|line| view! { <li>{line.clone()}</li> }.into_any()).collect();
    view! {
        <p>{understood}</p>
        {(!lines.is_empty()).then(|| view! { <p>"Left out:"</p><ul class="forecast-findings">{lines}</ul> })}
        {(more > 0).then(|| view! { <p class="muted">{format!("and {more} more")}</p> })}
    }
    .into_any()
}

/// The series of a name, or the item that a series can begin for.
enum Named {
    Series(ForecastId),
    Item(ItemId),
    Nobody,
}

fn named(outlook: Outlook, name: &str) -> Named {
    let same = |other: &str| other.trim().eq_ignore_ascii_case(name.trim());
    let series = outlook.series.with_untracked(|all| all.iter().find(|series| same(&series.name)).map(|series| series.id));
    if let Some(series) = series {
        return Named::Series(series);
    }
    outlook.session.peek(|workspace| {
        let item = workspace.items.values().find(|item| same(&item.name)).map(|item| item.id);
        let foreseen =
            item.and_then(|item| workspace.forecasts.values().find(|series| series.item == Some(item) && series.customer.is_none()));
        foreseen.map(|series| Named::Series(series.id)).or(item.map(Named::Item)).unwrap_or(Named::Nobody)
    })
}

fn strangers(outlook: Outlook, pasted: &Pasted) -> Vec<String> {
    let names = pasted.names().into_iter();
    names.filter(|name| matches!(named(outlook, name), Named::Nobody)).take(3).map(|name| format!("“{name}”")).collect()
}

/// Begins a series for every item named that has none; tells whether that could be done.
fn begin_series(outlook: Outlook, pasted: &Pasted, period: Period) -> bool {
    let items = |name: &str| if let Named::Item(item) = named(outlook, name) { Some((item, None)) } else { None };
    let of: Vec<_> = pasted.names().into_iter().filter_map(items).collect();
    of.is_empty() || outlook.session.act(DemandCommand::BeginSeries { period, of })
}

fn history(outlook: Outlook, pasted: &Pasted) -> DemandCommand {
    let cells = pasted.values.iter().filter_map(|value| {
        let Named::Series(forecast) = named(outlook, &value.series) else { return None };
        Some(ForecastCell { forecast, start: value.start, range: None, quantity: Some(value.quantity) })
    });
    values(ForecastPart::History, cells.collect(), "", "")
}
