//! Files made by the exchange worker, ready to be saved.

use super::Exchanger;
use crate::app::{OutSheet, Session};
use crate::exchange::ScheduleFilter;
use crate::exchange::job::{ExchangeAnswer, ExchangeJob};
use crate::model::TableName;

/// A file ready to be saved: name, media type, bytes; or why it could not be made.
pub type Made = Result<(String, &'static str, Vec<u8>), String>;

/// The workspace as a workbook.
pub fn export_workbook(session: Session, exchanger: Exchanger, then: impl FnOnce(Made) + 'static) {
    let workspace = session.peek(|workspace| Box::new(workspace.clone()));
    let name = file_stem(session);
    exchanger.ask(ExchangeJob::ExportWorkbook { workspace }, move |answer| then(made(&name, answer)));
}

/// The table of an artefact as a workbook called `name`.
pub fn export_sheet(exchanger: Exchanger, name: String, sheet: OutSheet, then: impl FnOnce(Made) + 'static) {
    exchanger.ask(ExchangeJob::ExportSheet { sheet: Box::new(sheet) }, move |answer| then(made(&name, answer)));
}

/// The schedule as a calendar called `name`.
pub fn export_calendar(session: Session, exchanger: Exchanger, name: String, then: impl FnOnce(Made) + 'static) {
    let workspace = session.peek(|workspace| Box::new(workspace.clone()));
    let now = session.now();
    exchanger
        .ask(ExchangeJob::ExportCalendar { workspace, filter: ScheduleFilter::default(), now }, move |answer| then(made(&name, answer)));
}

/// The schedule as a project for other programs, under a name without ending. It is written here: it needs nothing of the worker's.
pub fn export_project(session: Session, name: &str) -> Made {
    let now = session.now();
    let text = session.peek(|workspace| crate::exchange::export_project(workspace, now));
    Ok((format!("{name}.xml"), "application/xml;charset=utf-8", text.into_bytes()))
}

/// Records of a table as CSV, in the order of `ids`.
pub fn export_csv(session: Session, exchanger: Exchanger, table: TableName, ids: Vec<u64>, then: impl FnOnce(Made) + 'static) {
    let workspace = session.peek(|workspace| Box::new(workspace.clone()));
    let name = table.word().to_owned();
    exchanger.ask(ExchangeJob::ExportCsv { workspace, table, ids }, move |answer| then(made(&name, answer)));
}

/// The workspace's name as the beginning of a file's name.
pub fn file_stem(session: Session) -> String {
    let name = session.peek(|workspace| workspace.settings().name);
    let name: String = name.chars().map(|c| if c.is_alphanumeric() || "-_ ".contains(c) { c } else { '-' }).collect();
    if name.trim().is_empty() { "linewright".to_owned() } else { name.trim().to_owned() }
}

/// The name of an artefact's file without its ending: whose it is, what it is, and of which day.
pub fn artefact_file(session: Session, artefact: &str) -> String {
    format!("{} {artefact} {}", file_stem(session), session.now().date_text())
}

fn made(name: &str, answer: Result<ExchangeAnswer, String>) -> Made {
    match answer? {
        ExchangeAnswer::File { bytes, kind } => Ok((format!("{name}{}", kind.ending()), kind.mime(), bytes)),
        ExchangeAnswer::NotWritten(error) => Err(error.to_string()),
        _ => Err("the worker gave an answer that fits no question".to_owned()),
    }
}
