//! The dashboard on a wall: one tile after the other, over the whole page and large, until Escape.
//!
//! It goes on by itself every quarter of a minute, unless the device asks for less motion; the arrow keys go on in any case.

use super::page::Dashboard;
use super::tile::tile_body;
use crate::ui::widgets::{Button, ButtonLook, Icon};
use leptos::html;
use leptos::prelude::*;
use std::time::Duration;

const STAY: Duration = Duration::from_secs(15);

/// The wall; nothing until it is asked for.
#[component]
pub fn Wall(board: Dashboard) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let at = RwSignal::new(0_usize);
    let open = board.on_wall;
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let step = move |by: isize| {
        let count = board.tiles.with_untracked(Vec::len).max(1);
        at.update(|at| *at = (*at % count + count).saturating_add_signed(by) % count);
    };
    Effect::new(move |_| {
        if !open.get() || prefers_less_motion() {
            return;
        }
        let turning = set_interval_with_handle(move || step(1), STAY).ok();
        on_cleanup(move || {
            if let Some(turning) = turning {
                turning.clear();
            }
        });
    });
    let on_key = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "ArrowRight" => step(1),
        "ArrowLeft" => step(-1),
        _ => {}
    };
    let shown = move || {
        if !open.get() {
            return None;
        }
        let count = board.tiles.with(Vec::len);
        let place = at.get() % count.max(1);
        let tile = board.tiles.with(|tiles| tiles.get(place).cloned())?;
        let buttons = view! {
            <div class="wall-tools">
                <span class="hint">{format!("{} of {count}", place + 1)}</span>
                <Button label="Before" icon=Icon::ArrowLeft icon_only=true look=ButtonLook::Quiet on_press=move |()| step(-1) />
                <Button label="Next" icon=Icon::ArrowRight icon_only=true look=ButtonLook::Quiet on_press=move |()| step(1) />
                <Button label="End" icon=Icon::Cross on_press=move |()| open.set(false) />
            </div>
        };
        Some(view! { <div class="wall-tile">{tile_body(board, &tile, false)}</div> {buttons} })
    };
    view! {
        <dialog node_ref=node class="wall" aria-label="Performance Dashboard" on:close=move |_| open.set(false) on:keydown=on_key>
            {shown}
        </dialog>
    }
    .into_any()
}

fn prefers_less_motion() -> bool {
    window().match_media("(prefers-reduced-motion: reduce)").ok().flatten().is_some_and(|query| query.matches())
}
