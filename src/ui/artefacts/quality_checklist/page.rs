//! The Quality Checklist as a page: all checklists or one, as a list or as the form that is printed, and as files.

use super::build::{ChecklistSheet, QuestionLine, checklist_sheets};
use super::paper::paper_sheet;
use super::table::checklist_table;
use crate::app::Session;
use crate::app::derived::quality::TABLES;
use crate::app::notices::Tone;
use crate::app::web::{Exchanger, Made, artefact_file, export_sheet};
use crate::model::{ChecklistId, RecordId, id_text, parse_id};
use crate::ui::links;
use crate::ui::shell::PageHeader;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Action, Badge, Button, ChoiceField, EmptyState, Icon, MenuButton, Segmented, Tone as Look, download};
use leptos::prelude::*;
use leptos_router::components::A;

/// How the checklists are shown, and so printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    List,
    Form,
}

/// All checklists with what is asked in them.
#[component]
pub fn QualityChecklistPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let asked = links::record_asked().get_untracked().map(ChecklistId::from_raw);
    let all = Memo::new(move |_| session.watch(&TABLES, checklist_sheets));
    let chosen = RwSignal::new(asked);
    let shape = RwSignal::new(Shape::List);
    // Of all, those out of use are left out; whoever chooses one gets it.
    let shown = Memo::new(move |_| {
        let chosen = chosen.get();
        all.with(|all| {
            let one: Vec<ChecklistSheet> = all.iter().filter(|sheet| Some(sheet.id) == chosen).cloned().collect();
            if one.is_empty() { all.iter().filter(|sheet| !sheet.retired).cloned().collect() } else { one }
        })
    });
    let options = Signal::derive(move || {
        all.with(|all| all.iter().map(|sheet| Choice::new(id_text(sheet.id.raw()), sheet.name.clone())).collect::<Vec<_>>())
    });
    let value = Signal::derive(move || chosen.get().map(|id| id_text(id.raw())).unwrap_or_default());
    let commit = move |key: String| {
        chosen.set(parse_id(&key).map(ChecklistId::from_raw));
        Ok(())
    };
    let shapes = vec![Choice::new("list", "List"), Choice::new("form", "Form to fill in")];
    let shape_value = Signal::derive(move || if shape.get() == Shape::Form { "form" } else { "list" }.to_owned());
    let change = Callback::new(move |key: String| shape.set(if key == "form" { Shape::Form } else { Shape::List }));
    let actions = exports(session, shown, use_context::<Exchanger>());
    let content = move || {
        if all.with(Vec::is_empty) {
            let text = "Checklists are built under Quality. Each says what is looked at, where and when, and what passes.";
            return view! {
                <EmptyState title="No checklists yet" text shape=Icon::Shield>
                    <A href=links::to("quality/") attr:class="button primary">"Open Quality"</A>
                </EmptyState>
            }
            .into_any();
        }
        if shown.with(Vec::is_empty) {
            return view! { <p class="hint">"Every checklist is out of use. Choose one to see it."</p> }.into_any();
        }
        let sheet = |sheet: &ChecklistSheet| if shape.get() == Shape::Form { paper_sheet(session, sheet) } else { list_sheet(sheet) };
        shown.with(|shown| shown.iter().map(sheet).collect::<Vec<_>>()).into_any()
    };
    view! {
        <article class="page quality-checklist">
            <PageHeader title="Quality Checklist" question="What is looked at, where and when, and what passes." />
            <div class="bar no-print">
                <ChoiceField label="Checklist" options value on_commit=commit none="All in use" />
                <Segmented label="Shown as" options=shapes value=shape_value on_change=change />
                <Button label="Print" icon=Icon::Print on_press=|| drop(window().print()) />
                <MenuButton label="Export" icon=Icon::Download at_end=true actions />
            </div>
            <div class="check-sheets">{content}</div>
        </article>
    }
    .into_any()
}

/// The ways out of what is shown.
fn exports(session: Session, shown: Memo<Vec<ChecklistSheet>>, exchanger: Option<Exchanger>) -> Signal<Vec<Action>> {
    let tell = move |done: Result<(), String>| {
        if let Err(reason) = done {
            session.notices.tell(Tone::Warning, "The file could not be made.", reason);
        }
    };
    let name = move |ending: &str| format!("{}{ending}", artefact_file(session, "quality checklist"));
    let table = move || shown.with_untracked(|shown| checklist_table(shown));
    let save = move |made: Made| tell(made.and_then(|(name, kind, bytes)| download(&name, kind, &bytes)));
    Signal::derive(move || {
        let csv = move || tell(download(&name(".csv"), "text/csv;charset=utf-8", table().csv().as_bytes()));
        let mut actions = vec![Action::new("Table (CSV)", csv).icon(Icon::Download)];
        if let Some(exchanger) = exchanger {
            actions.push(Action::new("Table (XLSX)", move || export_sheet(exchanger, name(""), table(), save)).icon(Icon::Download));
        }
        actions
    })
}

fn list_sheet(sheet: &ChecklistSheet) -> AnyView {
    let retired = sheet.retired.then(|| view! { <Badge label="Out of use" tone=Look::Muted /> });
    let build = format!("{}?record={}", links::to("quality/"), id_text(sheet.id.raw()));
    let rows = sheet.questions.iter().map(list_row).collect_view();
    let content = if sheet.questions.is_empty() {
        view! { <p class="hint">"It has no questions yet."</p> }.into_any()
    } else {
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=format!("Questions of {}, scrollable", sheet.name)>
                <table class="report">
                    <thead>
                        <tr>
                            <th scope="col">"No."</th>
                            <th scope="col">"Question"</th>
                            <th scope="col">"How to"</th>
                            <th scope="col">"What passes"</th>
                            <th scope="col">"Sample"</th>
                            <th scope="col">"Points"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="check-sheet">
            <header class="bar">
                <h2>{sheet.name.clone()}</h2>
                <span class="hint">{format!("Version {}", sheet.version)}</span>
                {retired}
                <A href=build attr:class="button quiet no-print">"Build it"</A>
            </header>
            <p>{format!("{}. {}", sheet.point, sheet.verdict)}</p>
            {content}
        </section>
    }
    .into_any()
}

fn list_row(line: &QuestionLine) -> AnyView {
    let remark = (!line.remark.is_empty()).then(|| view! { <div class="hint">{line.remark.clone()}</div> });
    view! {
        <tr>
            <td class="numbers">{line.number}</td>
            <th scope="row">{line.name.clone()} {remark}</th>
            <td>{line.how.clone()}</td>
            <td>{line.criteria.clone()}</td>
            <td>{line.sample.clone()}</td>
            <td class="numbers">{crate::model::text::number_text(line.points)}</td>
        </tr>
    }
    .into_any()
}
