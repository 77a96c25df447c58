//! The plan ahead on the page: what may be used, the ways side by side, the plan of the way chosen, its limits and its versions.

use super::explain::explain;
use super::limits::limits_view;
use super::own::own_table;
use super::planner::{Ahead, Way, progress_words, status_words};
use super::strategies::{costs, strategy_cards};
use super::targets::targets_view;
use super::versions::versions_view;
use crate::app::Session;
use crate::app::derived::aggregate::aggregate_sheet;
use crate::app::derived::production_plan::PlanSheet;
use crate::app::web::Exchanger;
use crate::model::Period;
use crate::ui::artefacts::production_plan::page::{Place, exports, table};
use crate::ui::artefacts::production_plan::paper::Paper;
use crate::ui::phases::LookAhead;
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::{Button, ButtonLook, CheckField, EmptyState, Explained, Icon, MenuButton, Stat, explanation};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The plan ahead.
#[component]
pub fn AggregateView() -> impl IntoView {
    let session = expect_context::<Session>();
    let ahead = Ahead::new(session);
    let sheet = Memo::new(move |_| {
        let planned = ahead.chosen();
        aggregate_sheet(&ahead.basis.get(), planned.as_ref().and_then(|planned| planned.outcome.plan.as_ref()))
    });
    let actions = exports(session, sheet, use_context::<Exchanger>());
    let is_empty = Memo::new(move |_| ahead.basis.with(|basis| basis.items.is_empty()));
    let content = move || {
        if is_empty.get() {
            let text = "Nothing is asked for that is made here. Accept forecasts or enter orders under Demand; routings under Workflow say what is made how.";
            return view! { <EmptyState title="Nothing to plan ahead" text shape=Icon::Chart /> }.into_any();
        }
        view! {
            {strategy_cards(ahead)}
            {move || state_line(ahead)}
            {move || (ahead.way.get() == Way::Own).then(|| own_table(ahead))}
            {sheet_view(ahead, sheet)}
            {targets_view(ahead)}
            {move || ahead.chosen().map(|planned| limits_view(ahead, &planned))}
            {versions_view(ahead)}
        }
        .into_any()
    };
    view! {
        <div class="stack">
            <div class="bar plan-wishes">
                {wishes(ahead)}
                <Button label="Print" icon=Icon::Print on_press=|| drop(window().print()) />
                <MenuButton label="Export" icon=Icon::Download at_end=true actions />
            </div>
            {content}
        </div>
        <Paper sheet />
    }
    .into_any()
}

/// What the plan may use, and how far it looks.
fn wishes(ahead: Ahead) -> AnyView {
    let wish = ahead.wish;
    let value = Signal::derive(move || (wish.get().period, wish.get().periods));
    let on_period = move |period: Period| wish.update(|wish| wish.period = period);
    let on_periods = move |periods: usize| wish.update(|wish| wish.periods = periods);
    let lever = |label: &'static str,
                 read: fn(&crate::app::derived::aggregate::Wish) -> bool,
                 write: fn(&mut crate::app::derived::aggregate::Wish, bool)| {
        let value = Signal::derive(move || wish.with(read));
        let commit = Callback::new(move |on: bool| {
            wish.update(|wish| write(wish, on));
            Ok(())
        });
        view! { <CheckField label value on_commit=commit /> }.into_any()
    };
    view! {
        <LookAhead lengths=&[Period::Week, Period::Month] value on_period on_periods />
        {lever("Overtime", |wish| wish.levers.overtime, |wish, on| wish.levers.overtime = on)}
        {lever("From others", |wish| wish.levers.subcontract, |wish, on| wish.levers.subcontract = on)}
        {lever("Owing demand", |wish| wish.levers.backlog, |wish, on| wish.levers.backlog = on)}
        {lever("Whole workers", |wish| wish.whole_workers, |wish, on| wish.whole_workers = on)}
    }
    .into_any()
}

/// What the plan costs with all that explains it, how sure that is, and the way to stop.
fn state_line(ahead: Ahead) -> AnyView {
    let failed = ahead.failed.get().map(|reason| format!("The plan could not be worked out: {reason}. Nothing was changed."));
    let stop = ahead.is_working().then(|| {
        view! {
            <span role="status">"The plan is being worked out…"</span>
            <span class="muted">{move || progress_words(ahead)}</span>
            <Button label="Stop" look=ButtonLook::Quiet on_press=move || ahead.stop() />
        }
    });
    let stat = ahead.chosen().and_then(|planned| {
        let plan = planned.outcome.plan.as_ref()?;
        let currency = ahead.session.settings().currency;
        let of = Explained {
            label: "Cost of the plan".to_owned(),
            value: format!("{} {currency}", number_text(plan.costs.total, 0)),
            detail: status_words(&planned),
            formula: "material + regular hours + wages + overtime + bought from others + keeping stock + owing demand + hiring + laying off"
                .to_owned(),
            inputs: costs(&planned, &currency),
            note: "Costs come from items (holding, backlog, subcontract price, value of what is bought) and resources (per hour, overtime, hiring).".to_owned(),
            ..Explained::default()
        };
        Some(view! { <Stat of=Signal::stored(of) /> })
    });
    view! {
        <div class="bar plan-state">
            {stat} {stop} {failed.map(|failed| view! { <p role="alert">{failed}</p> })}
        </div>
    }
    .into_any()
}

/// The table; a number that is chosen, by pointer or arrow keys and Enter, opens what it is made of.
fn sheet_view(ahead: Ahead, sheet: Memo<PlanSheet>) -> AnyView {
    let chosen = RwSignal::new(None::<Place>);
    let place_of = |target: Option<web_sys::EventTarget>| {
        let cell = target?.dyn_into::<web_sys::Element>().ok()?.closest("[data-place]").ok().flatten()?;
        Some((Place::read(&cell.get_attribute("data-place")?)?, cell))
    };
    let on_click = move |event: web_sys::MouseEvent| chosen.set(place_of(event.target()).map(|(place, _)| place));
    let on_key = move |event: web_sys::KeyboardEvent| {
        let key = event.key();
        let here = place_of(event.target()).map(|(place, _)| place);
        if let (Some(here), "Enter" | " ") = (here, key.as_str()) {
            event.prevent_default();
            chosen.set(Some(here));
            return;
        }
        if key == "Escape" {
            chosen.set(None);
            return;
        }
        let frame = event.current_target().and_then(|frame| frame.dyn_into::<web_sys::Element>().ok());
        if let Some(next) = frame.and_then(|frame| neighbour(&frame, here, &key)) {
            event.prevent_default();
            let _ = next.focus();
        }
    };
    let explained = move || {
        let place = chosen.get()?;
        let of = sheet.with(|sheet| explain(ahead, sheet, place))?;
        let open = RwSignal::new(true);
        Some(view! { <div class="plan-explained" role="status">{explanation(of, None, open)}</div> })
    };
    view! {
        <ul class="assumptions">
            {move || sheet.with(|sheet| sheet.assumptions.iter().map(|words| view! { <li>{words.clone()}</li> }).collect_view())}
        </ul>
        <p class="hint">"Choose a number, or go to it with the arrow keys and press Enter, to see what it is made of."</p>
        {explained}
        <div class="scroll plan-frame plan-explains" tabindex="0" role="region" aria-label="Plan ahead, scrollable" on:click=on_click on:keydown=on_key>
            {move || sheet.with(|sheet| table(sheet, 0..sheet.periods.len()))}
        </div>
    }
    .into_any()
}

/// The cell beside the one that has the focus, in the direction of an arrow key; the first where none has.
fn neighbour(frame: &web_sys::Element, here: Option<Place>, key: &str) -> Option<web_sys::HtmlElement> {
    let down = match key {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        "ArrowLeft" | "ArrowRight" => 0,
        _ => return None,
    };
    let Some(here) = here else { return frame.query_selector("[data-place]").ok().flatten()?.dyn_into().ok() };
    let cell = frame.query_selector(&format!("[data-place='{}']", here.text())).ok().flatten()?;
    let next = match key {
        "ArrowLeft" => cell.previous_element_sibling().filter(|cell| cell.has_attribute("data-place"))?,
        "ArrowRight" => cell.next_element_sibling()?,
        _ => {
            let rows = frame.query_selector_all("tbody tr").ok()?;
            let row = cell.parent_element()?;
            let at = (0..rows.length()).find(|at| rows.item(*at).is_some_and(|other| other.is_same_node(Some(&row))))?;
            let other = rows.item(at.checked_add_signed(down)?)?.dyn_into::<web_sys::Element>().ok()?;
            other.query_selector(&format!("[data-place$='.{}']", here.period)).ok().flatten()?
        }
    };
    next.dyn_into().ok()
}
