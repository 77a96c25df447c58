//! How evenly the weeks to come are spread over people, and what could be handed over to make it fairer.
//!
//! Never hands anything over unasked.

use super::grid_view::{GridCell, GridRow, grid_rows, move_focus};
use super::matrix_view::{fill_words, hours};
use super::page::Scope;
use crate::app::ScheduleCommand;
use crate::app::derived::allocation::Fill;
use crate::app::derived::fairness::{Fairness, HandOver, Hours, PersonLoad, fairness, hand_overs};
use crate::app::notices::Tone;
use crate::ui::widgets::{Button, ButtonLook, EmptyState, Icon};
use leptos::prelude::*;

/// So many weeks are looked at.
const WEEKS: usize = 4;

/// People by week, and the proposal.
#[component]
pub fn FairnessView(scope: Scope) -> impl IntoView {
    let board = scope.board;
    let people = Memo::new(move |_| board.data(|data| fairness(data, data.now, WEEKS)));
    let is_asked = RwSignal::new(false);
    let has_any = Memo::new(move |_| people.with(|people| !people.rows.is_empty()));
    // A week that is pressed is looked at day by day.
    let choose = move |_: usize, column: usize| {
        if let Some(week) = people.with_untracked(|people| people.weeks.get(column).copied()) {
            scope.from.set(week);
            scope.tab.set("matrix");
        }
    };
    let head = move || {
        let weeks = people.with(|people| people.weeks.clone());
        weeks.into_iter().map(|week| view! { <th scope="col">{format!("W{}", week.iso_week().1)}</th> }).collect_view()
    };
    let body = move || grid_rows(people.with(|people| people.rows.iter().map(|row| drawn(row, people)).collect()), choose);
    let spreads = move || {
        let told = people.with(|people| people.spreads().iter().map(|spread| people.sentence(spread)).collect::<Vec<_>>());
        match told.is_empty() {
            true => view! { <p class="good">"Within every group the next four weeks are spread evenly."</p> }.into_any(),
            false => {
                let told = told.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view();
                view! { <ul class="risks">{told}</ul> }.into_any()
            }
        }
    };
    let table = move || {
        view! {
            {spreads}
            <Proposal scope is_asked />
            <div class="matrix-frame">
                <table class="matrix fairness" on:keydown=move_focus>
                    <caption class="visually-hidden">"Share of each person's time that is given away, by week. Arrow keys go from week to week, Enter shows its days."</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Who"</th>
                            <th scope="col" title="Hours of work of the hours there in the next four weeks">"Share"</th>
                            <th scope="col" title="Percentage points above or below the share of the whole group">"Against group"</th>
                            <th scope="col" title="Hours of work on Saturdays and Sundays">"Weekend"</th>
                            {head}
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let nothing = || {
        view! {
            <EmptyState
                title="No people yet"
                text="Resources of the class Person stand here with how much of their time is given away, week by week."
                shape=Icon::People
            />
        }
        .into_any()
    };
    view! { <div class="allocation">{move || if has_any.get() { table() } else { nothing() }}</div> }.into_any()
}

fn drawn(person: &PersonLoad, people: &Fairness) -> GridRow {
    let above = person.above.map(|above| (above * 100.0).round());
    let lead = vec![
        format!("{:.0} %", person.total.share() * 100.0),
        above.map_or_else(|| "–".to_owned(), |above| format!("{}{:.0}", if above > 0.0 { "+" } else { "" }, above + 0.0)),
        if person.weekend > 0.0 { format!("{} h", hours(person.weekend)) } else { "–".to_owned() },
    ];
    let cell = |(week, of): (&crate::model::Time, &Hours)| {
        let share = of.share();
        let fill = Fill::of(of.load, of.capacity);
        let is_empty = fill == Fill::Closed;
        let (class, words) = fill_words(fill);
        let (load, capacity) = (hours(of.load), hours(of.capacity));
        GridCell {
            class,
            text: if is_empty { String::new() } else { format!("{load} h") },
            name: format!("{}, week {}: {load} h of {capacity} h, {:.0} %, {words}", person.name, week.iso_week().1, share * 100.0),
            share: share.min(1.0),
            is_empty,
            is_troubled: false,
        }
    };
    let cells = people.weeks.iter().zip(&person.weeks).map(cell).collect();
    GridRow { name: person.name.clone(), group: person.group.clone(), lead, cells }
}

/// What could be handed over without costing anybody anything.
#[component]
fn Proposal(scope: Scope, is_asked: RwSignal<bool>) -> impl IntoView {
    let (board, session) = (scope.board, scope.board.session);
    let found = Memo::new(move |_| {
        board.version.track();
        if is_asked.get() { session.peek(|workspace| hand_overs(workspace, session.now(), session.now(), WEEKS)) } else { Vec::new() }
    });
    let give = move |given: Vec<HandOver>| {
        let told = match given.as_slice() {
            [one] => format!("Given to {}.", one.to),
            many => format!("{} tasks given to others.", many.len()),
        };
        let moves = given.into_iter().map(|one| (one.task, one.placement)).collect();
        if session.act(ScheduleCommand::MoveTasks { moves }) {
            session.notices.tell_with_undo(Tone::Success, told, "At the same time as before; nothing else has changed.".to_owned());
        }
    };
    let offer = move |one: HandOver| {
        let words = format!("{} ({} h): from {} to {}", one.name, hours(one.hours), one.from, one.to);
        let label = format!("Give to {}", one.to);
        view! {
            <li>
                <span>{words}</span>
                <Button label on_press=move |()| give(vec![one.clone()]) />
            </li>
        }
    };
    let list = move || {
        let found = found.get();
        if found.is_empty() {
            return view! { <p class="hint">"No task can be handed over at its time without harm to another. Plan again, or move work by hand."</p> }.into_any();
        }
        let all = found.clone();
        let many = (all.len() > 1).then(|| {
            let label = format!("Give all {}", all.len());
            view! { <Button label look=ButtonLook::Primary on_press=move |()| give(all.clone()) /> }
        });
        view! {
            <ul class="hand-overs">{found.into_iter().map(offer).collect_view()}</ul>
            {many}
        }
        .into_any()
    };
    let ask = move |()| is_asked.set(true);
    view! {
        <div class="proposal" aria-live="polite">
            {move || match is_asked.get() {
                true => list(),
                false => view! { <Button label="Propose a fairer split" icon=Icon::People on_press=ask /> }.into_any(),
            }}
        </div>
    }
    .into_any()
}
