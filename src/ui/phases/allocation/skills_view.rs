//! Who can do what, how well and until when, as a grid that can be changed.
//!
//! Never says who may do a task: it shows and changes the records that the plan goes by.

use super::grid_view::{GridCell, GridRow, grid_rows, move_focus};
use super::page::Scope;
use crate::app::derived::skills::{Held, SkillColumn, SkillMatrix, SkillRow, Validity, level_words, skill_matrix};
use crate::app::{RecordCommand, Session};
use crate::model::{RecordId, ResourceId, SkillId, TableName, Value};
use crate::ui::links;
use crate::ui::records::{record_field, send};
use crate::ui::widgets::{Button, EmptyState, Icon, Split};
use leptos::prelude::*;

/// What the matrix is made from.
const TABLES: [TableName; 4] = [TableName::Resource, TableName::Skill, TableName::ResourceSkill, TableName::OperationResource];
/// So many risks are told.
const TOLD: usize = 5;

/// Resources by skill, and the panel of one cell.
#[component]
pub fn SkillsView(scope: Scope) -> impl IntoView {
    let session = scope.board.session;
    let matrix = Memo::new(move |_| session.watch(&TABLES, |workspace| skill_matrix(workspace, session.now())));
    let chosen = RwSignal::new(None::<(ResourceId, SkillId)>);
    let open = RwSignal::new(false);
    let choose = move |row: usize, column: usize| {
        chosen.set(matrix.with_untracked(|matrix| Some((matrix.rows.get(row)?.id, matrix.skills.get(column)?.id))));
        open.set(true);
    };
    let name = move |table, id| session.watch(&TABLES, |workspace| workspace.label(table, id));
    let title = Signal::derive(move || {
        let Some((resource, skill)) = chosen.get() else { return String::new() };
        format!("{} · {}", name(TableName::Resource, resource.raw()), name(TableName::Skill, skill.raw()))
    });
    let head = move || {
        let heads = matrix.with(|matrix| matrix.skills.iter().map(head_words).collect::<Vec<_>>());
        heads.into_iter().map(|(name, asked)| view! { <th scope="col" title=asked>{name}</th> }).collect_view()
    };
    let able = move || {
        let counts = matrix.with(|matrix| matrix.skills.iter().map(|skill| (skill.able, skill.asked.is_some())).collect::<Vec<_>>());
        let cell = |(able, is_asked): (usize, bool)| view! { <td class:few=is_asked && able < 2>{able}</td> };
        counts.into_iter().map(cell).collect_view()
    };
    let risks = move || {
        let risks = matrix.with(|matrix| matrix.risks(session.now()));
        let more = risks.len().saturating_sub(TOLD);
        let more = (more > 0).then(|| view! { <li>{format!("and {more} more")}</li> });
        (!risks.is_empty()).then(|| {
            let told = risks.into_iter().take(TOLD).map(|risk| view! { <li>{risk}</li> }).collect_view();
            view! { <ul class="risks">{told} {more}</ul> }
        })
    };
    let body = move || grid_rows(matrix.with(|matrix| drawn(matrix, session)), choose);
    let has_any = Memo::new(move |_| matrix.with(|matrix| !matrix.skills.is_empty() && !matrix.rows.is_empty()));
    let table = move || {
        view! {
            {risks}
            <Split title open aside=move || view! { <CellPanel session chosen matrix /> }>
                <div class="matrix-frame">
                    <table class="matrix skills" on:keydown=move_focus>
                        <caption class="visually-hidden">"Levels of skills, by person and skill. Arrow keys go from cell to cell, Enter opens one."</caption>
                        <thead>
                            <tr><th scope="col">"Who"</th> {head}</tr>
                        </thead>
                        <tbody>{body}</tbody>
                        <tfoot>
                            <tr><th scope="row" title="How many hold the skill now at the level that work asks for">"Can do it now"</th> {able}</tr>
                        </tfoot>
                    </table>
                </div>
            </Split>
            <p class="hint">"1 learns it, 2 does it with help, 3 does it alone, 4 teaches it. What work asks for stands under Workflow, Requirements."</p>
        }
        .into_any()
    };
    view! { <div class="allocation">{move || if has_any.get() { table() } else { nothing().into_any() }}</div> }.into_any()
}

fn nothing() -> impl IntoView {
    view! {
        <EmptyState
            title="No skills yet"
            text="Add the skills that work asks for under Capacity, Skills. Here stands then who has them, how well and until when."
            shape=Icon::People
        >
            <a class="button" href=links::to("capacity/")>"Go to Capacity"</a>
        </EmptyState>
    }
}

fn head_words(skill: &SkillColumn) -> (String, String) {
    let asked = match skill.asked {
        None => "No work asks for it".to_owned(),
        Some(0) => "Work asks for it".to_owned(),
        Some(level) => format!("Work asks for it at level {level} or above"),
    };
    (skill.name.clone(), asked)
}

fn drawn(matrix: &SkillMatrix, session: Session) -> Vec<GridRow> {
    let now = session.now();
    let row = |row: &SkillRow| {
        let cells = row.cells.iter().zip(&matrix.skills).map(|(held, skill)| match held {
            None => GridCell {
                class: "free",
                text: "–".to_owned(),
                name: format!("{}, {}: does not have it", row.name, skill.name),
                share: 0.0,
                is_empty: true,
                is_troubled: false,
            },
            Some(held) => GridCell {
                class: class(held),
                text: held.level.to_string(),
                name: format!("{}, {}: {}", row.name, skill.name, held.words(now)),
                share: (held.level as f64 / 4.0).clamp(0.0, 1.0),
                is_empty: false,
                is_troubled: held.validity != Validity::Holds,
            },
        });
        GridRow { name: row.name.clone(), group: row.group.clone(), lead: Vec::new(), cells: cells.collect() }
    };
    matrix.rows.iter().map(row).collect()
}

fn class(held: &Held) -> &'static str {
    match held.validity {
        Validity::Ended | Validity::Later => "closed",
        _ if held.level >= 3 => "full",
        _ => "low",
    }
}

/// One person's skill: added, changed or taken away.
#[component]
fn CellPanel(session: Session, chosen: RwSignal<Option<(ResourceId, SkillId)>>, matrix: Memo<SkillMatrix>) -> impl IntoView {
    let table = TableName::ResourceSkill;
    // What is shown changes with the record, not with its values: a field that is being typed into stays.
    let record = Memo::new(move |_| {
        let (resource, skill) = chosen.get()?;
        matrix.with(|matrix| {
            let column = matrix.skills.iter().position(|known| known.id == skill)?;
            let row = matrix.rows.iter().find(|row| row.id == resource)?;
            row.cells.get(column)?.as_ref().map(|held| held.record)
        })
    });
    let add = move |()| {
        let Some((resource, skill)) = chosen.get_untracked() else { return };
        let field = |name: &str, id: u64| table.field(name).map(|field| (field, Value::Id(id)));
        let fields = [field("resource", resource.raw()), field("skill", skill.raw())].into_iter().flatten().collect();
        session.act(RecordCommand::Add { table, fields, id: None });
    };
    let fields = move |id: u64| {
        let indices = ["level", "priority", "start", "end"].into_iter().filter_map(move |name| table.field(name));
        let input = move |field: usize| {
            let value = Signal::derive(move || session.value(table, id, field));
            let set = Callback::new(move |value: Value| send(session, RecordCommand::Set { table, ids: vec![id], field, value }));
            record_field(session, table, field, value, set)
        };
        let take = move |()| {
            session.act(RecordCommand::Remove { table, ids: vec![id] });
        };
        let level = move || i64_of(&session.value(table, id, table.field("level").unwrap_or_default()));
        view! {
            <p class="hint">{move || format!("Level {}: {}.", level(), level_words(level()))}</p>
            <div class="form-grid">{indices.map(input).collect_view()}</div>
            <Button label="Take the skill away" icon=Icon::Trash on_press=take />
        }
        .into_any()
    };
    let absent = move || {
        view! {
            <p class="hint">"Does not have this skill."</p>
            <Button label="Add the skill" icon=Icon::Plus on_press=add />
        }
        .into_any()
    };
    view! { <div class="stack">{move || record.get().map_or_else(absent, |record| fields(record.raw()))}</div> }.into_any()
}

fn i64_of(value: &Value) -> i64 {
    match value {
        Value::Number(number) => *number as i64,
        _ => 0,
    }
}
