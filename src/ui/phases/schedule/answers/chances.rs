//! How likely each order is on time when durations vary, by carrying the schedule out many times.
//!
//! Never changes anything.

use crate::app::Session;
use crate::app::derived::schedule::moment_text;
use crate::app::web::Asking;
use crate::engine::job::{Job, Reply};
use crate::engine::plan::{ChanceOptions, Chances, OrderChance};
use crate::model::Time;
use crate::ui::widgets::{Badge, NumberField, Tone};
use leptos::prelude::*;

const RUNS: u32 = 1_000;
/// More orders than this are not listed; those listed are the least certain ones.
const LISTED: usize = 100;

/// The orders with their chances.
#[component]
pub fn ChancesAnswer() -> impl IntoView {
    let session = expect_context::<Session>();
    let spread = RwSignal::new(15.0);
    let found = RwSignal::new(Chances::default());
    let failed = RwSignal::new(None::<String>);
    let asking = StoredValue::new_local(None::<Asking>);
    let hear = move |reply: Result<Reply, String>| match reply {
        Ok(Reply::Chances { chances, .. }) => found.set(chances),
        Ok(_) => {}
        Err(reason) => failed.set(Some(reason)),
    };
    let run = move |percent: f64| {
        let options = ChanceOptions { now: untrack(|| session.plan_start()), spread: percent / 100.0, runs: RUNS, seed: 1 };
        let job = session.peek(|workspace| Job::Chances { workspace: Box::new(workspace.clone()), options });
        match Asking::start(job, hear) {
            Ok(started) => asking.set_value(Some(started)),
            Err(reason) => failed.set(Some(reason)),
        }
    };
    run(spread.get_untracked());
    let set = move |percent: Option<f64>| {
        let percent = percent.filter(|percent| (0.0..=200.0).contains(percent)).ok_or("Enter a share from 0 to 200 %.")?;
        spread.set(percent);
        run(percent);
        Ok(())
    };
    let table = move || {
        let (chances, now) = (found.get(), session.now());
        chances.orders.into_iter().take(LISTED).map(|chance| chance_row(chance, now)).collect_view()
    };
    let words = move || match failed.get() {
        Some(reason) => format!("This could not be answered: {reason}."),
        None => format!("{} of {RUNS} runs, the least certain orders first.", found.with(|found| found.runs)),
    };
    view! {
        <p class="hint">
            "The schedule is carried out again and again with durations that vary. The sequence on each resource stays, nothing starts before it is planned, and what runs into an absence is taken over."
        </p>
        <div class="form-grid">
            <NumberField
                label="Usual spread of durations, %"
                help="About two of three tasks are done within this much of their planned length."
                value=Signal::derive(move || Some(spread.get()))
                on_commit=set
            />
        </div>
        <table class="plain-table plan-orders">
            <caption>{words}</caption>
            <thead>
                <tr>
                    <th scope="col">"Order"</th>
                    <th scope="col">"Due"</th>
                    <th scope="col">"Planned"</th>
                    <th scope="col">"On time"</th>
                    <th scope="col">"Half of the time by"</th>
                    <th scope="col">"Four times of five by"</th>
                </tr>
            </thead>
            <tbody>{table}</tbody>
        </table>
    }
    .into_any()
}

fn chance_row(chance: OrderChance, now: Time) -> AnyView {
    let moment = move |time: Time| moment_text(time, now);
    let share = chance.on_time.map(|share| {
        let tone = if share >= 0.8 {
            Tone::Good
        } else if share >= 0.5 {
            Tone::Warning
        } else {
            Tone::Bad
        };
        view! { <Badge label=format!("{:.0} %", share * 100.0) tone /> }
    });
    view! {
        <tr>
            <th scope="row">{chance.name}</th>
            <td>{chance.due.map(moment)}</td>
            <td>{moment(chance.planned)}</td>
            <td>{share}</td>
            <td>{moment(chance.half)}</td>
            <td>{moment(chance.four_fifths)}</td>
        </tr>
    }
    .into_any()
}
