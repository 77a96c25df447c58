//! What importing a file would do, sheet by sheet, and what is wrong where.

use crate::app::importing::{Problem, Severity, SheetReport, Trial};
use crate::ui::widgets::{Badge, Tone};
use leptos::prelude::*;
use std::sync::Arc;

/// The report of a file that was tried out.
#[component]
pub fn ReportView(trial: Arc<Trial>) -> impl IntoView {
    let sheets = trial.dry_run.sheets.iter().map(sheet_row).collect_view();
    let implied =
        trial.dry_run.implied.iter().map(|(table, name)| format!("{name} ({})", table.title().to_lowercase())).collect::<Vec<_>>();
    let problems: Vec<Problem> = trial.dry_run.sheets.iter().flat_map(|sheet| sheet.problems.iter().cloned()).collect();
    let more: usize = trial.dry_run.sheets.iter().map(|sheet| sheet.more_problems).sum();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Report by sheet">
            <table class="report">
                <thead>
                    <tr>
                        <th scope="col">"Sheet"</th>
                        <th scope="col">"Goes to"</th>
                        <th scope="col">"Rows"</th>
                        <th scope="col">"Would add"</th>
                        <th scope="col">"Would change"</th>
                        <th scope="col">"Same"</th>
                        <th scope="col">"Columns understood"</th>
                        <th scope="col">"Left out"</th>
                    </tr>
                </thead>
                <tbody>{sheets}</tbody>
            </table>
        </div>
        {(!implied.is_empty())
            .then(|| view! { <p class="hint">{format!("Only named in the file, would be added with nothing but their names: {}.", implied.join(", "))}</p> })}
        {(!problems.is_empty()).then(|| problems_view(problems, more))}
    }
    .into_any()
}

fn sheet_row(sheet: &SheetReport) -> AnyView {
    let understood: Vec<String> = sheet.fields_understood.iter().map(|(title, _)| title.clone()).collect();
    let ignored: Vec<String> = sheet.fields_ignored.iter().map(|(title, why)| format!("{title}: {why}")).collect();
    let goes_to = match (sheet.table, &sheet.left_out) {
        (_, Some(why)) => format!("Left out: {why}"),
        (Some(table), None) => table.title().to_owned(),
        (None, None) => "Left out".to_owned(),
    };
    view! {
        <tr>
            <th scope="row">{sheet.sheet.clone()}</th>
            <td>{goes_to}</td>
            <td class="numbers">{sheet.rows_read}</td>
            <td class="numbers">{sheet.added}</td>
            <td class="numbers">{sheet.updated}</td>
            <td class="numbers">{sheet.unchanged}</td>
            <td>{understood.join(", ")}</td>
            <td>{ignored.join("; ")}</td>
        </tr>
    }
    .into_any()
}

fn problems_view(problems: Vec<Problem>, more: usize) -> AnyView {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let title = match errors {
        0 => "To look at".to_owned(),
        1 => "1 error stands against the import".to_owned(),
        errors => format!("{errors} errors stand against the import"),
    };
    view! {
        <div class="stack">
            <h3>{title}</h3>
            <ul class="problems" tabindex="0" role="list" aria-label="Problems">{problems.iter().map(problem_view).collect_view()}</ul>
            {(more > 0).then(|| view! { <p class="hint">{format!("And {more} more of the same kinds.")}</p> })}
        </div>
    }
    .into_any()
}

fn problem_view(problem: &Problem) -> AnyView {
    let (label, tone) = match problem.severity {
        Severity::Error => ("Error", Tone::Bad),
        Severity::Warning => ("Note", Tone::Warning),
    };
    let mut place = problem.sheet.clone();
    if let Some(row) = problem.row {
        place.push_str(&format!(", row {row}"));
    }
    if let Some(column) = &problem.column {
        place.push_str(&format!(", column {column}"));
    }
    view! { <li><Badge label tone=Signal::stored(tone) /> " " <strong>{place}</strong> " " {problem.sentence.clone()}</li> }.into_any()
}
