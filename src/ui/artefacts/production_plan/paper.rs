//! The Production Plan on paper: as many periods side by side as a landscape sheet of A4 holds, the next ones below them.
//!
//! Made when the browser is about to print, by its own command too, and gone afterwards.

use super::page::table;
use crate::app::Session;
use crate::app::derived::production_plan::PlanSheet;
use leptos::ev::{afterprint, beforeprint};
use leptos::prelude::*;

/// Periods beside each other beneath names of usual length.
const ACROSS: usize = 12;

/// What is printed in place of the table on the screen.
#[component]
pub fn Paper(sheet: Memo<PlanSheet>) -> impl IntoView {
    let session = expect_context::<Session>();
    let printing = RwSignal::new(false);
    let before = window_event_listener(beforeprint, move |_| printing.set(true));
    let after = window_event_listener(afterprint, move |_| printing.set(false));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
    let content = move || {
        printing.get().then(|| {
            let name = session.peek(|workspace| workspace.settings().name);
            let now = session.now();
            view! {
                <p class="paper-head">
                    <strong>{name}</strong>
                    {format!(" · printed {} {}", now.date_text(), now.clock_text().get(..5).unwrap_or_default())}
                </p>
                {sheet.with_untracked(tables)}
            }
        })
    };
    view! { <div class="paper">{content}</div> }.into_any()
}

fn tables(sheet: &PlanSheet) -> AnyView {
    let count = sheet.periods.len();
    let starts = (0..count).step_by(ACROSS);
    starts.map(|start| table(sheet, start..(start + ACROSS).min(count))).collect_view().into_any()
}
