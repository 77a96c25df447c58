//! The figures of the issues, each with the issues behind it.

use super::page::Scope;
use crate::app::derived::issues::{IssueFigures, LIST_TABLES, issue_figures, mean};
use crate::app::derived::schedule::length_text;
use crate::model::text::count_text;
use crate::model::{IssueId, RecordId, Span, Workspace};
use crate::ui::widgets::{Explained, SourceRow, Stat, Tone};
use leptos::prelude::*;

/// A row of figures; a row behind one opens its issue.
#[component]
pub fn Figures(scope: Scope) -> impl IntoView {
    let session = scope.session;
    let figures = Memo::new(move |_| session.watch(&LIST_TABLES, |workspace| issue_figures(workspace, session.now())));
    let stat = move |make: fn(&IssueFigures, &Workspace) -> Explained| {
        let of = Signal::derive(move || figures.with(|figures| session.peek(|workspace| make(figures, workspace))));
        view! { <Stat of on_row=move |id: u64| scope.open(IssueId::from_raw(id)) /> }
    };
    view! {
        <div class="figures">
            {stat(open)} {stat(overdue)} {stat(median_age)} {stat(recurred)} {stat(acknowledged)} {stat(resolved)}
        </div>
    }
    .into_any()
}

fn row(workspace: &Workspace, id: IssueId, value: String) -> SourceRow {
    SourceRow { label: workspace.issues.get(&id).map(|issue| issue.name.clone()).unwrap_or_default(), value, id: id.raw() }
}

fn spans(workspace: &Workspace, all: &[(IssueId, Span)]) -> Vec<SourceRow> {
    all.iter().map(|(id, span)| row(workspace, *id, length_text(*span))).collect()
}

fn open(figures: &IssueFigures, workspace: &Workspace) -> Explained {
    Explained {
        label: "Open".to_owned(),
        value: count_text(figures.open.len()),
        detail: format!("of {}", count_text(figures.all)),
        formula: "issues that are not closed".to_owned(),
        rows: spans(workspace, &figures.open),
        note: "Each with its age.".to_owned(),
        ..Explained::default()
    }
}

fn overdue(figures: &IssueFigures, workspace: &Workspace) -> Explained {
    let due = |id: &IssueId| workspace.issues.get(id).and_then(|issue| issue.due).map(|due| due.date_text()).unwrap_or_default();
    Explained {
        label: "Overdue".to_owned(),
        value: count_text(figures.overdue.len()),
        tone: if figures.overdue.is_empty() { Tone::Neutral } else { Tone::Bad },
        formula: "open issues past their date".to_owned(),
        rows: figures.overdue.iter().map(|id| row(workspace, *id, due(id))).collect(),
        ..Explained::default()
    }
}

fn median_age(figures: &IssueFigures, workspace: &Workspace) -> Explained {
    Explained {
        label: "Median age".to_owned(),
        value: figures.median_age.map_or_else(|| "–".to_owned(), length_text),
        detail: "of open issues".to_owned(),
        formula: "the middle of the times since open issues were found".to_owned(),
        rows: spans(workspace, &figures.open),
        ..Explained::default()
    }
}

fn recurred(figures: &IssueFigures, workspace: &Workspace) -> Explained {
    let count = figures.recurred.len();
    let name = |id: IssueId| workspace.issues.get(&id).map(|issue| issue.name.clone()).unwrap_or_default();
    Explained {
        label: "Came back".to_owned(),
        value: if figures.all == 0 { "–".to_owned() } else { format!("{:.0} %", count as f64 / figures.all as f64 * 100.0) },
        tone: if count > 0 { Tone::Warning } else { Tone::Neutral },
        detail: format!("{} of {}", count_text(count), count_text(figures.all)),
        formula: "issues of the same category and step as one solved no more than 90 days before / all issues".to_owned(),
        rows: figures.recurred.iter().map(|(id, earlier)| row(workspace, *id, format!("again: {}", name(*earlier)))).collect(),
        note: "Solved is when the cause was removed, at the latest when the issue was closed. Issues without a category cannot be told."
            .to_owned(),
        ..Explained::default()
    }
}

fn acknowledged(figures: &IssueFigures, workspace: &Workspace) -> Explained {
    Explained {
        label: "Help comes after".to_owned(),
        value: mean(&figures.acknowledged).map_or_else(|| "–".to_owned(), length_text),
        tone: if figures.waiting > 0 { Tone::Warning } else { Tone::Neutral },
        detail: if figures.waiting > 0 {
            format!("{} still waiting", figures.waiting)
        } else {
            format!("{} calls", figures.acknowledged.len())
        },
        formula: "mean time from a call for help to when somebody came".to_owned(),
        rows: spans(workspace, &figures.acknowledged),
        note: "Mean time to acknowledge; calls to which nobody has come yet do not count.".to_owned(),
        ..Explained::default()
    }
}

fn resolved(figures: &IssueFigures, workspace: &Workspace) -> Explained {
    Explained {
        label: "Work goes on after".to_owned(),
        value: mean(&figures.resolved).map_or_else(|| "–".to_owned(), length_text),
        detail: format!("{} calls", figures.resolved.len()),
        formula: "mean time from a call for help to when work went on".to_owned(),
        rows: spans(workspace, &figures.resolved),
        note: "Mean time to resolve; calls that still stand do not count.".to_owned(),
        ..Explained::default()
    }
}
