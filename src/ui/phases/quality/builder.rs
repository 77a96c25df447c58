//! A checklist being built: where and when it is filled in, and its questions in their order.
//!
//! Every change is a command; one that was used before becomes a new version by itself.

use crate::app::derived::quality::{TABLES, is_sampled, limits_words, questions};
use crate::app::{QualityCommand, RecordCommand, Session};
use crate::model::Record;
use crate::model::{AnswerKind, CheckItem, CheckItemId, CheckTrigger, ChecklistId, FieldValue, RecordId, TableName, Value};
use crate::ui::records::{edited_field, record_field};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Badge, Button, ButtonLook, ChoiceField, Icon, TextAreaField};
use leptos::prelude::*;

/// The builder of one checklist.
#[component]
pub fn ChecklistBuilder(session: Session, id: ChecklistId) -> impl IntoView {
    let list = Memo::new(move |_| session.watch(&TABLES, |workspace| workspace.checklists.get(&id).cloned()));
    let ids = Memo::new(move |_| {
        session.watch(&TABLES, |workspace| questions(workspace, id).into_iter().map(|question| question.id).collect::<Vec<_>>())
    });
    let chosen = RwSignal::new(None::<CheckItemId>);
    let add = move |()| {
        let question = CheckItem { checklist: Some(id), name: "New question".to_owned(), ..CheckItem::new(CheckItemId::from_raw(0)) };
        let before = ids.get_untracked();
        if session.act(QualityCommand::AddQuestion { question: Box::new(question) }) {
            chosen.set(ids.get_untracked().into_iter().find(|id| !before.contains(id)));
        }
    };
    let remove = move |()| {
        session.act(RecordCommand::Remove { table: TableName::Checklist, ids: vec![id.raw()] });
    };
    let field = move |name: &'static str| edited_field(session, TableName::Checklist, id.raw(), name);
    let repeats =
        move || list.with(|list| list.as_ref().is_some_and(|list| matches!(list.trigger, CheckTrigger::Units | CheckTrigger::Hours)));
    let row = move |question: CheckItemId| view! { <QuestionRow session list=id question ids chosen /> };
    view! {
        <div class="builder">
            <div class="form-grid">
                {field("name")} {field("operation")} {field("item")} {field("trigger")}
                {move || repeats().then(|| field("every"))}
                {field("duration")} {field("pass_percent")} {field("blocks")} {field("retired")}
            </div>
            <ol class="questions-built"><For each=move || ids.get() key=|id| *id children=row /></ol>
            <div class="bar no-print">
                <Button label="Add a question" icon=Icon::Plus look=ButtonLook::Primary on_press=add />
                <Button label="Remove this checklist" icon=Icon::Trash look=ButtonLook::Quiet on_press=remove />
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn QuestionRow(
    session: Session,
    list: ChecklistId,
    question: CheckItemId,
    ids: Memo<Vec<CheckItemId>>,
    chosen: RwSignal<Option<CheckItemId>>,
) -> impl IntoView {
    let known = Memo::new(move |_| {
        session.watch_record(TableName::CheckItem, question.raw(), |workspace| workspace.check_items.get(&question).cloned())
    });
    let is_open = move || chosen.get() == Some(question);
    let toggle = move |_| chosen.update(|chosen| *chosen = if *chosen == Some(question) { None } else { Some(question) });
    // Between the two it goes between, so that nobody else's position changes.
    let step = move |by: isize| {
        let order = ids.get_untracked();
        let Some(at) = order.iter().position(|id| *id == question) else { return };
        let Some(to) = at.checked_add_signed(by).filter(|to| *to < order.len()) else { return };
        let position = |at: Option<usize>| {
            at.and_then(|at| order.get(at)).and_then(|id| session.peek(|workspace| workspace.check_items.get(id).map(|item| item.position)))
        };
        let (low, high) =
            if by < 0 { (position(to.checked_sub(1)), position(Some(to))) } else { (position(Some(to)), position(Some(to + 1))) };
        let position = match (low, high) {
            (Some(low), Some(high)) => f64::midpoint(low, high),
            (Some(low), None) => low + 1.0,
            (None, Some(high)) => high - 1.0,
            (None, None) => return,
        };
        session.act(QualityCommand::MoveQuestion { question, position });
    };
    let head = move || {
        known.get().map(|known| {
            let limits = limits_words(&known);
            let optional = (!known.mandatory).then(|| view! { <Badge label="Optional" plain=true /> });
            let condition = known.only_if.is_some().then(|| view! { <Badge label="With a condition" plain=true /> });
            view! {
                <button class="question-name" on:click=toggle aria-expanded=move || is_open().to_string()>{known.name.clone()}</button>
                <Badge label=known.kind.label() plain=true />
                <span class="hint">{limits}</span>
                {optional} {condition}
            }
        })
    };
    let remove = move |()| {
        session.act(QualityCommand::RemoveQuestion { question });
    };
    let form = move || is_open().then(|| view! { <QuestionForm session list question known /> });
    view! {
        <li>
            <div class="question-head">
                {head}
                <span class="question-do no-print">
                    <Button label="Earlier" icon=Icon::ArrowUp icon_only=true look=ButtonLook::Quiet on_press=move |()| step(-1) />
                    <Button label="Later" icon=Icon::ArrowDown icon_only=true look=ButtonLook::Quiet on_press=move |()| step(1) />
                    <Button label="Remove this question" icon=Icon::Trash icon_only=true look=ButtonLook::Quiet on_press=remove />
                </span>
            </div>
            {form}
        </li>
    }
    .into_any()
}

/// The fields of a question; only those that its kind needs.
#[component]
fn QuestionForm(session: Session, list: ChecklistId, question: CheckItemId, known: Memo<Option<CheckItem>>) -> impl IntoView {
    let kind = Memo::new(move |_| known.with(|known| known.as_ref().map(|known| known.kind)));
    // Lots have their sample and their limit from the plan.
    let of_lots = Memo::new(move |_| known.with(|known| known.as_ref().is_some_and(is_sampled)));
    let field = move |name: &'static str| question_field(session, list, question, name);
    let own = move || {
        let names: &[&'static str] = match kind.get() {
            Some(AnswerKind::Measured) => &["unit", "lower", "target", "upper", "size"],
            Some(AnswerKind::Defectives) if of_lots.get() => &["quality_limit", "inspection_level", "lot_size"],
            Some(AnswerKind::Defectives) => &["size", "upper", "quality_limit"],
            Some(AnswerKind::Defects) => &["size", "upper"],
            Some(AnswerKind::Choice) => &["answers"],
            _ => &[],
        };
        names.iter().map(|name| field(name)).collect_view()
    };
    view! {
        <div class="form-grid question-form">
            {field("name")} {field("kind")} {field("help")} {own} {field("points")} {field("mandatory")} {field("only_if")} {field("only_answer")}
        </div>
    }
    .into_any()
}

/// A field of a question that is changed by its own command, so that versions are counted.
fn question_field(session: Session, list: ChecklistId, question: CheckItemId, name: &'static str) -> AnyView {
    let table = TableName::CheckItem;
    let Some((index, field)) = table.field(name).and_then(|index| Some((index, table.fields().get(index)?))) else { return ().into_any() };
    let value = Signal::derive(move || session.value(table, question.raw(), index));
    let set = Callback::new(move |value: Value| {
        session.dispatch(&QualityCommand::SetQuestion { question, field: index, value }).map_err(|refusal| refusal.to_string())
    });
    let (label, help) = (field.label, table.help(index));
    match name {
        "answers" | "help" => {
            let text = Signal::derive(move || String::from_value(&value.get()).unwrap_or_default());
            view! { <TextAreaField label value=text on_commit=move |text: String| set.run(text.to_value()) help lines=3 /> }.into_any()
        }
        // Only a question before it can be the condition: so no question waits for itself.
        "only_if" => {
            let others = move || {
                session.watch(&TABLES, |workspace| {
                    let earlier = questions(workspace, list).into_iter().take_while(|other| other.id != question);
                    earlier.map(|other| Choice::new(other.id.raw().to_string(), other.name)).collect::<Vec<_>>()
                })
            };
            let chosen = Signal::derive(move || if let Value::Id(id) = value.get() { id.to_string() } else { String::new() });
            let commit = move |key: String| set.run(key.parse().map_or(Value::Nothing, Value::Id));
            view! { <ChoiceField label options=Signal::derive(others) value=chosen on_commit=commit none="Always asked" help /> }.into_any()
        }
        _ => record_field(session, table, index, value, set),
    }
}
