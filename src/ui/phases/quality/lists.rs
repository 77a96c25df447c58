//! The checklists with where and when they are filled in, and the one that is being built.

use super::builder::ChecklistBuilder;
use super::page::Desk;
use crate::app::QualityCommand;
use crate::app::derived::quality::{TABLES, point_words};
use crate::model::Record;
use crate::model::{AnswerKind, CheckItem, CheckItemId, CheckTrigger, Checklist, ChecklistId, RecordId, TableName, sort_with_key};
use crate::ui::links;
use crate::ui::widgets::{Badge, Button, ButtonLook, EmptyState, Icon, Tone};
use leptos::prelude::*;
use leptos_router::components::A;

/// A checklist as the list tells of it.
#[derive(Clone, PartialEq)]
struct Line {
    id: ChecklistId,
    name: String,
    point: String,
    questions: usize,
    checks: usize,
    failed: usize,
    version: i64,
    retired: bool,
}

fn lines(workspace: &crate::model::Workspace) -> Vec<Line> {
    let mut lists: Vec<&Checklist> = workspace.checklists.values().collect();
    sort_with_key(&mut lists, |list| (list.retired, list.name.to_lowercase()));
    let line = |list: &Checklist| {
        let checks = || workspace.checks.values().filter(|check| check.checklist == Some(list.id));
        Line {
            id: list.id,
            name: list.name.clone(),
            point: point_words(workspace, list),
            questions: workspace.check_items.values().filter(|item| item.checklist == Some(list.id)).count(),
            checks: checks().count(),
            failed: checks().filter(|check| !check.passed).count(),
            version: list.version,
            retired: list.retired,
        }
    };
    lists.into_iter().map(line).collect()
}

/// The checklists, and the builder of the one that is chosen.
#[component]
pub fn Lists(desk: Desk) -> impl IntoView {
    let session = desk.session;
    let all = Memo::new(move |_| session.watch(&TABLES, lines));
    let chosen = RwSignal::new(links::record_asked().get_untracked().map(ChecklistId::from_raw));
    let shown = Memo::new(move |_| {
        let wanted = chosen.get();
        all.with(|all| all.iter().find(|line| Some(line.id) == wanted).or_else(|| all.first()).map(|line| line.id))
    });
    let add = move |checklist: Checklist, questions: Vec<CheckItem>| {
        let before = session.ids(TableName::Checklist);
        if session.act(QualityCommand::AddChecklist { checklist: Box::new(checklist), questions }) {
            let new = session.peek(|workspace| workspace.ids(TableName::Checklist)).into_iter().find(|id| !before.contains(id));
            chosen.set(new.map(ChecklistId::from_raw));
        }
    };
    let add_empty = move |()| add(named(session, "New checklist"), Vec::new());
    let add_example = move |()| {
        let (list, questions) = example(session);
        add(list, questions);
    };
    let item = move |id: ChecklistId| {
        let line = move || all.with(|all| all.iter().find(|line| line.id == id).cloned());
        let words = move || line().map(|line| line_view(desk, line));
        view! {
            <li class="checklist" class:chosen=move || shown.get() == Some(id)>
                <button class="checklist-name" on:click=move |_| chosen.set(Some(id)) aria-pressed=move || (shown.get() == Some(id)).to_string()>
                    {move || line().map(|line| line.name)}
                </button>
                {words}
            </li>
        }
    };
    let ids = move || all.with(|all| all.iter().map(|line| line.id).collect::<Vec<_>>());
    let is_empty = Memo::new(move |_| all.with(Vec::is_empty));
    move || {
        if is_empty.get() {
            return view! {
                <EmptyState
                    title="No checklists yet"
                    text="A checklist says what is looked at, where and when, and what passes. It is filled in on the run list of the work, on a tablet; what fails opens an issue and can stop the next step."
                    shape=Icon::Shield
                >
                    <Button label="Add a checklist" icon=Icon::Plus look=ButtonLook::Primary on_press=add_empty />
                    <Button label="Add an example" on_press=add_example />
                </EmptyState>
            }
            .into_any();
        }
        let builder = move || shown.get().map(|id| view! { <ChecklistBuilder session id /> });
        view! {
            <div class="quality-lists">
                <nav aria-label="Checklists">
                    <div class="bar no-print">
                        <Button label="Add a checklist" icon=Icon::Plus on_press=add_empty />
                        <A href=links::to("quality_checklist/") attr:class="button quiet">"Quality Checklist"</A>
                    </div>
                    <ul class="checklists"><For each=ids key=|id| *id children=item /></ul>
                </nav>
                {builder}
            </div>
        }
        .into_any()
    }
}

fn line_view(desk: Desk, line: Line) -> AnyView {
    let id = line.id;
    let found = match line.checks {
        0 => "never filled in".to_owned(),
        checks => format!("{checks} filled in, {} failed", line.failed),
    };
    let retired = line.retired.then(|| view! { <Badge label="Out of use" tone=Tone::Muted /> });
    view! {
        <span class="hint">{line.point}</span>
        <span class="hint">{format!("{} questions, version {}, {found}", line.questions, line.version)}</span>
        <span class="checklist-do no-print">{retired} <Button label="Fill in" icon=Icon::Check look=ButtonLook::Quiet on_press=move |()| desk.fill(id) /></span>
    }
    .into_any()
}

fn named(session: crate::app::Session, wanted: &str) -> Checklist {
    let taken = |name: &str| session.peek(|workspace| workspace.checklists.values().any(|list| list.name == name));
    let name = (1..).map(|number| if number == 1 { wanted.to_owned() } else { format!("{wanted} {number}") }).find(|name| !taken(name));
    Checklist { name: name.unwrap_or_default(), trigger: CheckTrigger::ByHand, ..Checklist::new(ChecklistId::from_raw(0)) }
}

/// A checklist that shows what can be asked; its control point is left to the person.
fn example(session: crate::app::Session) -> (Checklist, Vec<CheckItem>) {
    let question = |name: &str, kind| CheckItem { name: name.to_owned(), kind, ..CheckItem::new(CheckItemId::from_raw(0)) };
    let questions = vec![
        question("Work place clean and in order", AnswerKind::PassFail),
        CheckItem {
            help: "Measure three pieces one after the other.".to_owned(),
            unit: "mm".to_owned(),
            lower: Some(9.8),
            target: Some(10.0),
            upper: Some(10.2),
            size: 3,
            points: 3.0,
            ..question("Thickness", AnswerKind::Measured)
        },
        CheckItem { size: 20, upper: Some(1.0), points: 2.0, ..question("Scratched pieces", AnswerKind::Defectives) },
        CheckItem { answers: "As agreed\nSlightly off\n-Wrong".to_owned(), ..question("Colour", AnswerKind::Choice) },
        CheckItem {
            only_if: Some(CheckItemId::from_raw(3)),
            only_answer: "wrong".to_owned(),
            ..question("What is wrong with the colour", AnswerKind::Text)
        },
        question("Released by", AnswerKind::Signature),
    ];
    (named(session, "First piece"), questions)
}
