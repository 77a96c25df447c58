//! A growing list of lines, each with the record that proves it; an empty field at the end adds one.

use super::page::Scope;
use crate::app::derived::issues::{Line, TABLES, evidence_label, evidence_of};
use crate::model::{IssueId, TableName, id_text, parse_id};
use crate::ui::links;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{ChoiceField, TextField};
use leptos::prelude::*;
use leptos_router::components::A;

/// Takes a line in its place; refuses with a sentence.
pub type Put = Callback<(usize, Line), Result<(), String>>;

/// The lines with their fields. `word` is what one of them is: "Why".
pub fn line_editor(scope: Scope, id: IssueId, word: &'static str, lines: Memo<Vec<Line>>, put: Put) -> AnyView {
    let places = move || (0..=lines.with(Vec::len)).collect::<Vec<_>>();
    let line = move |at: usize| view! { <li>{line_view(scope, id, word, at, lines, put)}</li> };
    view! {
        <ol class="issue-lines" role="list">
            <For each=places key=|at| *at children=line />
        </ol>
    }
    .into_any()
}

fn line_view(scope: Scope, id: IssueId, word: &'static str, at: usize, lines: Memo<Vec<Line>>, put: Put) -> AnyView {
    let line = Memo::new(move |_| lines.with(|lines| lines.get(at).cloned()).unwrap_or_default());
    let commit = move |text: String| put.run((at, Line { text, ..line.get_untracked() }));
    let is_there = Memo::new(move |_| line.with(|line| !line.text.is_empty()));
    let value = Signal::derive(move || line.with(|line| line.text.clone()));
    view! {
        <TextField label=format!("{word} {}", at + 1) value on_commit=commit />
        {move || is_there.get().then(|| proof_view(scope, id, word, at, line, put))}
    }
    .into_any()
}

/// The record that proves a line: chosen among those around the issue, and a link to it.
fn proof_view(scope: Scope, id: IssueId, word: &'static str, at: usize, line: Memo<Line>, put: Put) -> AnyView {
    let session = scope.session;
    let options = Signal::derive(move || {
        session.watch(&TABLES, |workspace| {
            let mut found: Vec<Choice> = workspace
                .issues
                .get(&id)
                .map(|issue| evidence_of(workspace, issue))
                .unwrap_or_default()
                .into_iter()
                .map(|evidence| Choice::new(key_of(evidence.table, evidence.id), evidence.label))
                .collect();
            // What was chosen once stays in the list.
            if let Some((table, id)) = line.with(|line| line.evidence)
                && !found.iter().any(|choice| choice.key == key_of(table, id))
            {
                found.push(Choice::new(key_of(table, id), evidence_label(workspace, table, id)));
            }
            found
        })
    });
    let value = Signal::derive(move || line.with(|line| line.evidence.map(|(table, id)| key_of(table, id)).unwrap_or_default()));
    let commit = move |key: String| {
        let chosen = key.split_once(':').and_then(|(word, id)| Some((TableName::from_word(word)?, parse_id(id)?)));
        put.run((at, Line { evidence: chosen, ..line.get_untracked() }))
    };
    let link = move || {
        line.with(|line| line.evidence).map(|(_, id)| {
            let href = links::to(&format!("tables/?record={}", id_text(id)));
            view! { <A href attr:class="issue-proof">"See the record"</A> }
        })
    };
    let label = format!("What proves {} {}", word.to_lowercase(), at + 1);
    let field = move || {
        let label = label.clone();
        (!options.with(Vec::is_empty)).then(|| view! { <ChoiceField label options value on_commit=commit none="Nothing yet" /> })
    };
    let has_any = Memo::new(move |_| !options.with(Vec::is_empty));
    view! { {move || has_any.get().then(&field)} {link} }.into_any()
}

fn key_of(table: TableName, id: u64) -> String {
    format!("{}:{}", table.word(), id_text(id))
}
