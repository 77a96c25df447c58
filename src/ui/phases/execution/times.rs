//! Standard times beside what was really needed, each with one button that takes the better one over.

use crate::app::derived::execution::{Standard, standards};
use crate::app::{ExecutionCommand, Session};
use crate::model::TableName;
use crate::model::text::{count_text, number_text};
use crate::ui::widgets::{Button, EmptyState, Icon};
use leptos::prelude::*;

/// The table of standard times.
#[component]
pub fn Times(session: Session) -> impl IntoView {
    let found = Memo::new(move |_| session.watch(&[TableName::Report, TableName::Operation], standards));
    let row = move |standard: Standard| {
        let seconds = (standard.median * 10.0).round() / 10.0;
        let operation = standard.operation;
        let take = move |()| {
            session.act(ExecutionCommand::SetStandard { operation, seconds });
        };
        let by = (standard.median / standard.planned - 1.0) * 100.0;
        let sign = if by < 0.0 { "−" } else { "+" };
        let difference = if standard.planned > 0.0 { format!("{sign}{:.0} %", by.abs()) } else { String::new() };
        let offer = standard.suggested.then(|| view! { <Button label=format!("Take {} over", length(seconds)) on_press=take /> });
        let (low, high) = standard.quartiles;
        let tasks = counted(&standard);
        view! {
            <tr>
                <th scope="row">{standard.name}</th>
                <td class="number">{length(standard.planned)}</td>
                <td class="number">{length(standard.median)}</td>
                <td class="number">{format!("{} – {}", length(low), length(high))}</td>
                <td class="number">{tasks}</td>
                <td class="number">{difference}</td>
                <td>{offer}</td>
                <td class="practice">{standard.learning.map(|learning| learning.words(&length))}</td>
            </tr>
        }
    };
    move || {
        match found.get() {
        found if found.is_empty() => view! {
            <EmptyState
                title="Nothing to compare yet"
                text="Once tasks were reported as started and finished with their quantities, what they really needed stands here beside the standard, and can be taken over."
                shape=Icon::Clock
            />
        }
        .into_any(),
        found => view! {
            <p class="hint">
                "Time per unit without pauses and without the fixed time of each run. Where it has changed for good, only the tasks since then count. The middle half of the tasks lies between the two times of the spread. A new standard is offered from five tasks on where the old one lies outside of it. Practice is told from ten tasks on where the time falls by more than chance."
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label="Standard times">
                <table class="plain-table standard-times">
                    <thead>
                        <tr>
                            <th scope="col">"Operation"</th>
                            <th scope="col">"Standard per unit"</th>
                            <th scope="col">"Needed (median)"</th>
                            <th scope="col">"Spread"</th>
                            <th scope="col">"Tasks"</th>
                            <th scope="col">"Difference"</th>
                            <th scope="col"><span class="visually-hidden">"Take over"</span></th>
                            <th scope="col" class="practice">"Practice"</th>
                        </tr>
                    </thead>
                    <tbody>{found.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any(),
    }
    }
}

/// The tasks that a time is known from: `40`, or `20 since 2026-06-01` where those before were done in another time.
fn counted(standard: &Standard) -> String {
    let tasks = count_text(standard.tasks);
    standard.since.map_or_else(|| tasks.clone(), |since| format!("{tasks} since {}", since.date_text()))
}

/// Seconds in words: `42 s`, `3.5 min`, `1.2 h`.
fn length(seconds: f64) -> String {
    let round = |value: f64| number_text((value * 10.0).round() / 10.0);
    match seconds {
        small if small < 120.0 => format!("{} s", round(small)),
        some if some < 7200.0 => format!("{} min", round(some / 60.0)),
        many => format!("{} h", round(many / 3600.0)),
    }
}
