//! Orders as planned and as it goes: what the accepted plan promised beside when they will be ready as the work stands now.

use super::page::Floor;
use crate::app::derived::execution::{Course, course_words, courses};
use crate::app::derived::schedule::{length_text, moment_text};
use crate::model::{RecordId, Span, TableName, Time, id_text};
use crate::ui::links;
use crate::ui::widgets::{EmptyState, Icon};
use leptos::prelude::*;
use leptos_router::components::A;

/// Orders that are listed at most: those furthest from their plan come first.
const LISTED: usize = 100;

/// The table of orders under way.
#[component]
pub fn CourseView(floor: Floor) -> impl IntoView {
    let session = floor.session;
    let found = Memo::new(move |_| {
        floor.tick.track();
        floor.data(|board| session.watch(&[TableName::Promise, TableName::Report], |workspace| courses(workspace, board, session.now())))
    });
    let content = move || {
        let found = found.get();
        if found.is_empty() {
            let text = "Once a plan is accepted, every order with work left stands here: when it was promised, and when it will be ready as the work really goes.";
            return view! { <EmptyState title="No order is under way" text shape=Icon::Clock /> }.into_any();
        }
        let words = course_words(&found);
        let more = found.len().saturating_sub(LISTED);
        let rows: Vec<AnyView> = found.into_iter().take(LISTED).map(|course| row(course, session.now())).collect();
        view! {
            <p role="status">{words}</p>
            <div class="scroll" tabindex="0" role="region" aria-label="As planned and as it goes">
                <table class="plain-table">
                    <thead>
                        <tr>
                            <th scope="col">"Order"</th>
                            <th scope="col">"As planned"</th>
                            <th scope="col">"As it goes"</th>
                            <th scope="col">"Difference"</th>
                            <th scope="col">"Due"</th>
                            <th scope="col">"Late"</th>
                            <th scope="col">"Tasks done"</th>
                            <th scope="col">"Held up by"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {(more > 0).then(|| view! { <p class="hint">{format!("and {more} more")}</p> })}
            <p class="hint">
                "As planned is what the accepted plan promised. As it goes is the schedule as reports have moved it; what should have begun or ended by now and has not is carried on from now."
            </p>
        }
        .into_any()
    };
    view! { <div class="stack">{content}</div> }.into_any()
}

fn row(course: Course, now: Time) -> AnyView {
    let moment = |time: Option<Time>| time.map_or_else(|| "–".to_owned(), |time| moment_text(time, now));
    let difference = match course.by() {
        None => "–".to_owned(),
        Some(by) if by > Span::ZERO => format!("{} later", length_text(by)),
        Some(by) if by < Span::ZERO => format!("{} earlier", length_text(Span::from_seconds(-by.seconds()))),
        Some(_) => "as planned".to_owned(),
    };
    let late = course.late().map(length_text);
    let href = links::route(&format!("demand/?record={}", id_text(course.order.raw())));
    view! {
        <tr>
            <th scope="row"><A href>{course.name.clone()}</A></th>
            <td>{moment(course.planned)}</td>
            <td>{moment(course.goes)}</td>
            <td>{difference}</td>
            <td>{moment(course.due)}</td>
            <td class="bad">{late}</td>
            <td class="number">{format!("{} of {}", course.finished, course.tasks)}</td>
            <td>{course.held_up_by.clone()}</td>
        </tr>
    }
    .into_any()
}
