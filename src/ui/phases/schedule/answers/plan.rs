//! A search for a plan as it goes on: the best so far, how good it is beside the best possible, what it would change, and what to do.
//!
//! Never takes a plan over by itself.

use crate::app::Session;
use crate::app::derived::schedule::{PlannedOrder, moment_text, orders_in_trouble, plan_sentence};
use crate::app::notices::Tone as NoticeTone;
use crate::app::planning::{Planning, Reached, change_lines, quality_words};
use crate::app::web::Planner;
use crate::engine::job::Proposal;
use crate::engine::plan::{PlanStats, Stage, Standing};
use crate::model::text::count_text;
use crate::model::{Span, Time, Verdict};
use crate::ui::widgets::chart::{ChartData, LineChart, Period, Series};
use crate::ui::widgets::{Badge, Button, ButtonLook, CheckField, NumberField, Progress, Tone};
use leptos::prelude::*;

/// More orders in trouble than this are not listed before a plan is accepted; all are in the table after it.
const LISTED: usize = 60;
/// Points of the curve.
const POINTS: usize = 40;

/// The plan that is being made, or waits to be accepted.
#[component]
pub fn PlanAnswer(open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let planner = expect_context::<Planner>();
    if matches!(untrack(|| planner.state()), Planning::Idle | Planning::Failed(_)) {
        planner.start();
    }
    let state = Memo::new_with_compare(move |_| planner.state(), |_, _| true);
    let is_running = Memo::new(move |_| matches!(state.get(), Planning::Running { .. }));
    // The best plan is described anew only when there is another one.
    let best = Memo::new_with_compare(
        move |_| state.with(|state| state.best().cloned()),
        |old, new| match (old.and_then(Option::as_ref), new.and_then(Option::as_ref)) {
            (Some(old), Some(new)) => !std::sync::Arc::ptr_eq(old, new),
            (old, new) => old.is_some() != new.is_some(),
        },
    );
    let words = move || match state.get() {
        Planning::Running { stage, standing, best } => progress_words(stage, &standing, best.as_deref()),
        Planning::Ready { proposal, .. } => quality_words(&proposal.outcome.stats),
        Planning::Failed(reason) => format!("Planning failed: {reason}. Nothing was changed."),
        Planning::Idle => String::new(),
    };
    let is_stale = move || matches!(state.get(), Planning::Ready { revision, .. } if session.revision() != revision);
    view! {
        <p class="plan-sentence">{move || best.get().map(|best| format!("{}.", plan_sentence(&best.outcome)))}</p>
        {move || if is_running.get() {
            view! { <Progress label="Searching" share=Signal::derive(|| None) detail=Signal::derive(words) /> }.into_any()
        } else {
            view! { <p class="hint">{words}</p> }.into_any()
        }}
        <Curve planner />
        {move || best.get().map(|best| proposal_view(session, &best))}
        {move || is_stale().then(|| view! { <p class="hint">"The workspace has changed since planning began: plan again to take that in."</p> })}
        <Wishes planner />
        <div class="dialog-actions">
            {actions(session, planner, open, is_running)}
        </div>
    }
    .into_any()
}

fn progress_words(stage: Option<Stage>, standing: &Standing, best: Option<&Proposal>) -> String {
    let doing = match stage {
        None => return "The engine is being loaded.".to_owned(),
        Some(Stage::First) => "Making a first plan",
        Some(Stage::Settling) => "Settling what cannot be met as asked",
        Some(Stage::Choosing) => "Trying other ways for late orders",
        Some(Stage::Improving) => "Improving the schedule",
    };
    // What the search has reached may be ahead of the plan that is written out, or behind it where it began anew.
    let Standing { late, lateness, least_lateness, passes } = *standing;
    let stats = best.map_or_else(PlanStats::default, |best| best.outcome.stats);
    if best.is_some() && (stats.lateness, stats.orders - stats.on_time) <= (lateness, late) {
        return format!("{doing}. {}", quality_words(&PlanStats { passes, ..stats }));
    }
    let quality = quality_words(&PlanStats { lateness, least_lateness, passes, proved: false, ..stats });
    format!("{doing}. Just found: {} late by {} together. {quality}", count_text(late as usize), lateness.text())
}

/// What can be done; every button stays where it is, so that whoever is on one does not lose their place.
fn actions(session: Session, planner: Planner, open: RwSignal<bool>, is_running: Memo<bool>) -> AnyView {
    let accept = move |()| match planner.accept() {
        Ok(()) => {
            open.set(false);
            session.notices.tell(NoticeTone::Success, "The plan was taken over.", "Undo takes it back as a whole.");
        }
        Err(refusal) => drop(session.notices.tell(NoticeTone::Warning, refusal.what, format!("{} {}", refusal.safe, refusal.todo))),
    };
    let discard = move |()| {
        open.set(false);
        planner.discard();
    };
    let over = Signal::derive(move || (!is_running.get()).then(|| "The search is over.".to_owned()));
    let busy = Signal::derive(move || is_running.get().then(|| "The search goes on; stop it first.".to_owned()));
    let nothing = Signal::derive(move || busy.get().or_else(|| planner.state().best().is_none().then(|| "There is no plan.".to_owned())));
    view! {
        <Button label="Stop and keep the best" refused=over on_press=move |()| planner.stop() />
        <Button label="Search on for 10 s" look=ButtonLook::Quiet refused=busy on_press=move |()| planner.go_on(10_000) />
        <Button label="Search on for 60 s" look=ButtonLook::Quiet refused=busy on_press=move |()| planner.go_on(60_000) />
        <Button label="Discard" on_press=discard />
        <Button label="Accept plan" look=ButtonLook::Primary refused=nothing on_press=accept />
    }
    .into_any()
}

/// How the next search is to be made, in plain words.
#[component]
fn Wishes(planner: Planner) -> impl IntoView {
    let wish = planner.wish;
    let hours = Signal::derive(move || Some(wish.with(|wish| wish.freeze.hours())));
    let set_hours = move |hours: Option<f64>| {
        let hours = hours.unwrap_or(0.0);
        if !(0.0..=8_760.0).contains(&hours) {
            return Err("Enter hours from 0 to 8760.".to_owned());
        }
        wish.update(|wish| wish.freeze = Span::from_seconds((hours * 3_600.0) as i64));
        Ok(())
    };
    let set_stay = move |stay: bool| {
        wish.update(|wish| wish.stay = stay);
        Ok(())
    };
    view! {
        <details>
            <summary>"How to plan"</summary>
            <div class="form-grid">
                <NumberField
                    label="Keep what starts within so many hours"
                    help="It stays where and as it is, unless it is no longer possible there."
                    value=hours
                    on_commit=set_hours
                />
                <CheckField
                    label="Move little"
                    help="The same work in the same runs; what moves must save more lateness than moving it costs."
                    value=Signal::derive(move || wish.with(|wish| wish.stay))
                    on_commit=set_stay
                />
                <Button label="Plan again like this" on_press=move |()| planner.start() />
            </div>
        </details>
    }
    .into_any()
}

/// The lateness of the best plan over the time of the search.
#[component]
fn Curve(planner: Planner) -> impl IntoView {
    let data = Signal::derive(move || curve_of(&planner.curve()));
    let is_shown = Memo::new(move |_| planner.curve().iter().any(|point| !point.lateness.is_zero()));
    let data = StoredValue::new(data);
    view! {
        <Show when=move || is_shown.get()>
            <LineChart label="Lateness of all orders together in the course of the search" data=data.get_value() height=130.0 />
        </Show>
    }
    .into_any()
}

fn curve_of(curve: &[Reached]) -> ChartData {
    let whole = curve.last().map_or(0.0, |last| last.elapsed_ms);
    let count = curve.len().min(POINTS);
    let at = |point: usize| whole * (point as f64 + 1.0) / count as f64;
    let reached = |point: usize| curve.iter().rev().find(|reached| reached.elapsed_ms <= at(point)).or(curve.first());
    let values = (0..count).map(|point| reached(point).map(|reached| reached.lateness.hours())).collect();
    let period = |point: usize| {
        let seconds = format!("{:.1} s", at(point) / 1_000.0);
        let late = reached(point).map_or(0, |reached| reached.late);
        Period { name: format!("After {seconds}, {late} late"), label: seconds }
    };
    let series = vec![Series { label: "Lateness".to_owned(), values, ..Series::default() }];
    ChartData { periods: (0..count).map(period).collect(), series, limit: None, unit: "h".to_owned(), decimals: 1 }
}

/// What a plan changes, and the orders that are not on time in it.
fn proposal_view(session: Session, proposal: &Proposal) -> AnyView {
    let trouble = session.peek(|workspace| orders_in_trouble(workspace, &proposal.outcome));
    let now = session.now();
    let count = trouble.len();
    let lines = change_lines(&proposal.changes).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <ul class="plan-lines">{lines}</ul>
        {(count > 0).then(|| {
            view! {
                <table class="plain-table plan-orders">
                    <caption>{if count > LISTED { format!("The {LISTED} latest of {} orders that are not on time", count_text(count)) } else { "Orders that are not on time".to_owned() }}</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Order"</th>
                            <th scope="col">"Due"</th>
                            <th scope="col">"Ready"</th>
                            <th scope="col">"Verdict"</th>
                            <th scope="col">"Why"</th>
                        </tr>
                    </thead>
                    <tbody>{trouble.into_iter().take(LISTED).map(|order| order_row(order, now)).collect_view()}</tbody>
                </table>
            }
        })}
    }
    .into_any()
}

fn order_row(order: PlannedOrder, now: Time) -> AnyView {
    let moment = move |time: Option<Time>| time.map(|time| moment_text(time, now)).unwrap_or_default();
    let tone = if order.verdict == Verdict::Late { Tone::Warning } else { Tone::Bad };
    view! {
        <tr>
            <th scope="row">{order.name}</th>
            <td>{moment(order.due)}</td>
            <td>{moment(order.ready)}</td>
            <td><Badge label=order.verdict.label() tone /></td>
            <td>{order.reason}</td>
        </tr>
    }
    .into_any()
}
