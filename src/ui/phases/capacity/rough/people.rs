//! A bar by shift and by member of the group.

use super::view::Rough;
use crate::app::derived::rough_cut::RoughCutSheet;
use crate::model::{RecordId, TableName};
use crate::ui::widgets::entry::number_text;
use leptos::prelude::*;

/// The shifts of a group in a period: their hours, their share of the load, and what is scheduled in them.
pub fn shift_table(found: &RoughCutSheet, group: usize, period: usize) -> AnyView {
    let shifts = found.groups.get(group).map(|group| group.shifts.as_slice()).unwrap_or_default();
    if shifts.is_empty() {
        return view! { <p class="hint">"Nobody in this group follows a calendar, so there are no shifts."</p> }.into_any();
    }
    let hours = |list: &[f64]| number_text(list.get(period).copied().unwrap_or(0.0), 1);
    let rows = shifts.iter().enumerate().map(|(at, shift)| {
        view! {
            <tr>
                <th scope="row">{shift.name.clone()}</th>
                <td class="numbers">{hours(&shift.capacity)}</td>
                <td class="numbers">{number_text(found.shift_hours(group, at, period), 1)}</td>
                <td class="numbers">{hours(&shift.scheduled)}</td>
            </tr>
        }
    });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Shifts, scrollable">
            <table class="report">
                <thead>
                    <tr>
                        <th scope="col">"Shift"</th>
                        <th scope="col">"Capacity"</th>
                        <th scope="col">"Rough load"</th>
                        <th scope="col">"Scheduled"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        <p class="hint">
            "Rough work has no hour of the day: it is shared out by the hours of each shift. What is scheduled counts in the shift in which it is done."
        </p>
    }
    .into_any()
}

/// The members of a group with the work that they can do; nothing where the group is one resource.
pub fn people_table(rough: Rough, found: &RoughCutSheet, group: usize, period: usize) -> AnyView {
    let people = found.people(group, period);
    if people.len() < 2 {
        return ().into_any();
    }
    let rows = people.into_iter().map(|(member, hours)| {
        let name = rough.session.peek(|workspace| workspace.label(TableName::Resource, member.raw()));
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="numbers">{number_text(hours, 1)}</td>
            </tr>
        }
    });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Members, scrollable">
            <table class="report">
                <thead>
                    <tr>
                        <th scope="col">"Member"</th>
                        <th scope="col">"Hours"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        <p class="hint">"Work that several can do is shared among them."</p>
    }
    .into_any()
}
