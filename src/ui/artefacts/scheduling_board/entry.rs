//! A task as a card or as an entry of a day: what it is, when and where, and what presses, in words and signs.
//!
//! Never leaves a meaning to colour: the stripe at its edge has its words in the text.

use super::aria::{slack_text, standing};
use super::board::Board;
use super::carry::Carry;
use crate::app::derived::schedule::{Index, index, minute_of, moment_text};
use crate::model::{RecordId, TaskId};
use crate::ui::widgets::{Icon, icon};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

/// What stands on a card.
struct Words {
    name: String,
    /// `Tue 08:00 to Tue 10:00 · Mixer`.
    place: String,
    /// What presses, or how it stands.
    state: String,
}

/// What stands on the card of a task.
fn words_of(board: Board, at: Index) -> Option<(TaskId, Words)> {
    board.read(|state| {
        let (data, task) = (&state.data, state.data.task(at)?);
        let names: Vec<&str> =
            task.uses.iter().filter_map(|usage| data.resources.get(index(usage.resource))).map(|row| row.name.as_str()).collect();
        let times = || format!("{} to {}", moment_text(task.start, data.now), moment_text(task.end, data.now));
        let mut place: Vec<String> = task.placed.then(times).into_iter().collect();
        place.extend((!names.is_empty()).then(|| names.join(", ")));
        let mut told: Vec<String> = standing(data, task).into_iter().collect();
        told.extend(state.look.marks_critical().then(|| slack_text(data, at)).flatten());
        Some((task.id, Words { name: data.task_name(task), place: place.join(" · "), state: told.join(" · ") }))
    })
}

/// A card, or with `full` false the one line of a day.
pub fn entry_view(board: Board, carry: Carry, at: Index, full: bool, on_key: impl Fn(&KeyboardEvent, TaskId) + 'static) -> Option<AnyView> {
    let (id, words) = words_of(board, at)?;
    let colour = board.colour.get();
    let (ink, pinned, clock) = board.read(|state| {
        let task = state.data.task(at);
        let ink = task.map_or("neutral", |task| colour.ink(&state.data, at, task).word());
        (ink, task.is_some_and(|task| task.pinned), task.map(|task| minute_of(task.start).clock_text()).unwrap_or_default())
    });
    let spoken = [words.name.as_str(), &words.place, &words.state, if pinned { "Pinned" } else { "" }];
    let spoken = spoken.iter().filter(|words| !words.is_empty()).copied().collect::<Vec<_>>().join(". ");
    let content = if full {
        view! { <strong>{words.name}</strong> <span>{words.place}</span> <span class="entry-state">{words.state}</span> }.into_any()
    } else {
        view! { <span class="task-entry-time">{clock}</span> <span>{words.name}</span> }.into_any()
    };
    let described = if full { "cards-keys" } else { "days-keys" };
    Some(
        view! {
            <button
                type="button"
                class="task-entry"
                class:carried=move || carry.holds(id)
                class:selected=move || board.selection.with(|selection| selection.contains(&id))
                style:--stripe=format!("var(--board-{ink})")
                data-task=id.raw().to_string()
                aria-label=spoken.clone()
                aria-describedby=described
                title=(!full).then_some(spoken)
                on:pointerdown=move |event| carry.down(&event, id)
                on:pointermove=move |event| carry.moves(&event)
                on:pointerup=move |_| carry.up()
                on:pointercancel=move |_| carry.cancel()
                on:keydown=move |event| on_key(&event, id)
                on:click=move |event| {
                    // Pressed by other means than pointer and key, as aids do.
                    if event.detail() == 0 {
                        board.open(id);
                    }
                }
            >
                {pinned.then(|| icon(Icon::Pin))}
                {content}
            </button>
        }
        .into_any(),
    )
}
