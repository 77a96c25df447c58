//! The list of absences, each with the tasks it breaks as things stand.
//!
//! Never hides what is past: it stays until it is removed.

use super::page::Scope;
use crate::app::AllocationCommand;
use crate::app::derived::allocation::broken_now;
use crate::app::derived::schedule::index;
use crate::model::{AbsenceId, RecordId};
use crate::ui::widgets::table::{CellValue, Column, DataTable};
use crate::ui::widgets::{Button, EmptyState, Icon, Tone};
use leptos::prelude::*;
use std::sync::Arc;

/// The absences.
#[component]
pub fn AbsenceList(scope: Scope) -> impl IntoView {
    let board = scope.board;
    let columns = vec![
        Column::text("resource", "Who").width(200),
        Column::date_time("start", "From"),
        Column::date_time("end", "Until"),
        Column::text("reason", "Reason").width(200),
        Column::integer("breaks", "Breaks").width(90),
        Column::text("tasks", "Tasks").width(360),
    ];
    let rows =
        Signal::derive(move || Arc::new(board.data(|data| data.absences.iter().map(|absence| absence.id.raw()).collect::<Vec<_>>())));
    let cell = Arc::new(move |id: u64, column: usize| {
        let id = AbsenceId::from_raw(id);
        board.data(|data| {
            let Some(absence) = data.absences.iter().find(|absence| absence.id == id) else { return CellValue::empty() };
            match column {
                0 => CellValue::text(data.resources.get(index(absence.resource)).map(|row| row.name.clone()).unwrap_or_default()),
                1 => CellValue::date_time(absence.start),
                2 => CellValue::date_time(absence.end),
                3 => CellValue::text(absence.reason.clone()),
                _ => {
                    let broken = broken_now(data, id);
                    if column == 4 {
                        let tone = if broken.is_empty() { Tone::Good } else { Tone::Bad };
                        return CellValue::integer(broken.len() as i64).tone(tone);
                    }
                    let names: Vec<String> = broken.iter().filter_map(|at| data.task(*at)).map(|task| data.task_name(task)).collect();
                    CellValue::text(names.join(", "))
                }
            }
        })
    });
    let remove = move |ids: Vec<u64>| {
        for id in ids {
            let command = AllocationCommand::RemoveAbsence { absence: AbsenceId::from_raw(id) };
            board.session.dispatch(&command).map_err(|refusal| refusal.to_string())?;
        }
        Ok(())
    };
    let enter = move |()| scope.enter_absence(None, scope.likely_day());
    let empty = move || {
        view! {
            <EmptyState title="No absences" text="Holidays, sickness, training and maintenance belong here. Each says at once which tasks it breaks." shape=Icon::Calendar>
                <Button label="Enter absence" icon=Icon::Plus on_press=enter />
            </EmptyState>
        }
        .into_any()
    };
    view! {
        <DataTable label="Absences" columns rows cell on_delete=remove empty=empty>
            <Button label="Enter absence" icon=Icon::Plus on_press=enter />
        </DataTable>
    }
    .into_any()
}
