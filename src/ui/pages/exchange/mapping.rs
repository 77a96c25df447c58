//! What the sheets and columns of a file are, to be corrected by the person.

use crate::app::importing::{SheetMapping, SheetSummary, Target, Trial, targets};
use crate::app::web::Importer;
use crate::model::TableName;
use crate::model::text::counted;
use crate::ui::widgets::ChoiceField;
use crate::ui::widgets::table::Choice;
use leptos::prelude::*;
use std::sync::Arc;

/// The mapping of a file that was tried out; every correction tries it out again.
#[component]
pub fn MappingView(
    trial: Arc<Trial>,
    importer: Importer,
    /// Whether the person has opened or closed it; it stays so while the mapping is corrected.
    open: RwSignal<Option<bool>>,
) -> impl IntoView {
    let nothing_fits = trial.mapping.sheets.iter().all(|sheet| sheet.table.is_none());
    let needs_look =
        nothing_fits || trial.mapping.sheets.iter().any(|sheet| sheet.guessed || (sheet.table.is_none() && sheet.left_out.is_none()));
    let toggled = move |event: web_sys::Event| {
        let details: web_sys::Element = event_target(&event);
        open.set(Some(details.has_attribute("open")));
    };
    let count = trial.file.sheets.len();
    let sheets = (0..count).map(|index| sheet_view(&trial, importer, index)).collect_view();
    view! {
        <details open=open.get_untracked().unwrap_or(needs_look) on:toggle=toggled>
            <summary>"What the sheets and columns are"</summary>
            <div class="stack">{sheets}</div>
        </details>
    }
    .into_any()
}

fn sheet_view(trial: &Arc<Trial>, importer: Importer, index: usize) -> Option<AnyView> {
    let summary = trial.file.sheets.get(index)?.clone();
    let mapping = trial.mapping.sheets.get(index)?.clone();
    let change_table = {
        let trial = Arc::clone(trial);
        Callback::new(move |word: String| {
            let mut whole = trial.mapping.clone();
            if let Some(sheet) = whole.sheets.get_mut(index) {
                sheet.table = TableName::from_word(&word);
                sheet.left_out = None;
                // Without columns they are guessed for the new table.
                sheet.columns = Vec::new();
            }
            importer.remap(whole);
            Ok(())
        })
    };
    let tables: Vec<Choice> = TableName::ALL.iter().map(|table| Choice::new(table.word(), table.title())).collect();
    let chosen = mapping.table.map(|table| table.word().to_owned()).unwrap_or_default();
    let columns =
        (0..mapping.columns.len()).filter_map(|column| column_view(trial, importer, (index, column), &mapping, &summary)).collect_view();
    Some(
        view! {
            <fieldset class="mapping">
                <legend>{format!("Sheet “{}”, {}", summary.name, counted(summary.rows, "row", "rows"))}</legend>
                <ChoiceField label="Goes to" none="Leave out" options=tables value=Signal::stored(chosen) on_commit=change_table />
                {columns}
            </fieldset>
        }
        .into_any(),
    )
}

fn column_view(
    trial: &Arc<Trial>,
    importer: Importer,
    (sheet, column): (usize, usize),
    mapping: &SheetMapping,
    summary: &SheetSummary,
) -> Option<AnyView> {
    let table = mapping.table?;
    let target = mapping.columns.get(column).copied().flatten();
    let options = targets(table);
    let key = |target: Target| options.iter().position(|(option, _)| *option == target).map(|at| at.to_string()).unwrap_or_default();
    let chosen = target.map(key).unwrap_or_default();
    let choices: Vec<Choice> = options.iter().enumerate().map(|(at, (_, label))| Choice::new(at.to_string(), *label)).collect();
    let title = summary.columns.get(column).map(|column| column.title.clone()).unwrap_or_default();
    let samples = summary.samples.get(column).map(|samples| samples.join(", ")).unwrap_or_default();
    let trial = Arc::clone(trial);
    let change = Callback::new(move |key: String| {
        let mut whole = trial.mapping.clone();
        let target = key.parse::<usize>().ok().and_then(|at| options.get(at)).map(|(target, _)| *target);
        if let Some(place) = whole.sheets.get_mut(sheet).and_then(|sheet| sheet.columns.get_mut(column)) {
            *place = target;
        }
        importer.remap(whole);
        Ok(())
    });
    let help = if samples.is_empty() { String::new() } else { format!("such as {samples}") };
    Some(
        view! { <ChoiceField label=title help none="Leave out" options=choices value=Signal::stored(chosen) on_commit=change /> }
            .into_any(),
    )
}
