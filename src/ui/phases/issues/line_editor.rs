//! A growing list of lines, each with the record that proves it; an empty field at the end adds one.

use super::page::Scope;
use crate::app::derived::issues::{EVIDENCE_TABLES, Evidence, Line, evidence_label, evidence_of};
use crate::model::{IssueId, TableName, id_text, parse_id};
use crate::ui::links;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{ChoiceField, TextField};
use leptos::prelude::*;
use leptos_router::components::A;

/// Takes a line in its place; refuses with a sentence.
pub type Put = Callback<(usize, Line), Result<(), String>>;

/// The records that can prove something about the issue, found once for all of its lines.
pub type Proofs = Memo<Vec<Choice>>;

/// What can prove something about an issue.
pub fn proofs(scope: Scope, id: IssueId) -> Proofs {
    let choice = |evidence: Evidence| Choice::new(key_of(evidence.table, evidence.id), evidence.label);
    Memo::new(move |_| {
        scope.session.watch(&EVIDENCE_TABLES, |workspace| {
            let found = workspace.issues.get(&id).map(|issue| evidence_of(workspace, issue));
            found.unwrap_or_default().into_iter().map(choice).collect()
        })
    })
}

/// The lines with their fields. `word` is what one of them is: "Why".
pub fn line_editor(scope: Scope, word: &'static str, lines: Memo<Vec<Line>>, proofs: Proofs, put: Put) -> AnyView {
    let places = move || (0..=lines.with(Vec::len)).collect::<Vec<_>>();
    let line = move |at: usize| {
        let line = Memo::new(move |_| lines.with(|lines| lines.get(at).cloned()).unwrap_or_default());
        let commit = move |text: String| put.run((at, Line { text, ..line.get_untracked() }));
        let is_there = Memo::new(move |_| line.with(|line| !line.text.is_empty()));
        let value = Signal::derive(move || line.with(|line| line.text.clone()));
        let own = Callback::new(move |line| put.run((at, line)));
        let label = format!("What proves {} {}", word.to_lowercase(), at + 1);
        let proof = move || is_there.get().then(|| proof_view(scope, label.clone(), line, proofs, own));
        view! {
            <li>
                <TextField label=format!("{word} {}", at + 1) value on_commit=commit />
                {proof}
            </li>
        }
    };
    view! {
        <ol class="issue-lines" role="list">
            <For each=places key=|at| *at children=line />
        </ol>
    }
    .into_any()
}

/// The record that proves a line: chosen among those around the issue, and a link to it.
pub fn proof_view(scope: Scope, label: String, line: Memo<Line>, proofs: Proofs, put: Callback<Line, Result<(), String>>) -> AnyView {
    let options = Memo::new(move |_| {
        let mut options = proofs.get();
        // What was chosen once stays in the list.
        if let Some((table, id)) = line.with(|line| line.evidence)
            && !options.iter().any(|choice| choice.key == key_of(table, id))
        {
            let label = scope.session.watch_record(table, id, |workspace| evidence_label(workspace, table, id));
            options.push(Choice::new(key_of(table, id), label));
        }
        options
    });
    let value = Signal::derive(move || line.with(|line| line.evidence.map(|(table, id)| key_of(table, id)).unwrap_or_default()));
    let commit = Callback::new(move |key: String| {
        let chosen = key.split_once(':').and_then(|(word, id)| Some((TableName::from_word(word)?, parse_id(id)?)));
        put.run(Line { evidence: chosen, ..line.get_untracked() })
    });
    let link = move || {
        line.with(|line| line.evidence).map(|(_, id)| {
            let href = links::to(&format!("tables/?record={}", id_text(id)));
            view! { <A href attr:class="issue-proof">"See the record"</A> }
        })
    };
    let has_any = Memo::new(move |_| options.with(|options| !options.is_empty()));
    let field = move || {
        let label = label.clone();
        has_any.get().then(|| view! { <ChoiceField label options value on_commit=commit none="Nothing yet" /> })
    };
    view! { {field} {link} }.into_any()
}

fn key_of(table: TableName, id: u64) -> String {
    format!("{}:{}", table.word(), id_text(id))
}
