//! What the page asks of the exchange worker and what it answers, as bytes.
//!
//! The worker keeps the file that was read last, so that a corrected mapping is tried out without sending it again. A request
//! has exactly one reply.

use super::{
    Column, DryRun, Format, Mapping, OutSheet, ReadError, ScheduleFilter, Sheets, WriteError, complete, dry_run, export_csv,
    export_icalendar, export_sheet, export_workbook, propose, read, template,
};
use crate::document::Edit;
use crate::model::{TableName, Time, Workspace};
use serde::{Deserialize, Serialize};

/// Rows of a sheet that are shown where its columns are chosen.
const SAMPLE_ROWS: usize = 5;
/// Characters of a sample; longer texts are cut.
const SAMPLE_LENGTH: usize = 80;

/// Something asked of the worker.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ExchangeRequest {
    /// The build of the page; a worker of another build does not answer it.
    pub build_id: String,
    /// Counts the page's requests; the reply carries it.
    pub number: u64,
    pub job: ExchangeJob,
}

/// The work asked for.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ExchangeJob {
    /// Read a file, propose what its columns are, and try it out on the workspace. `seed` must be random.
    Read { name: String, bytes: Vec<u8>, workspace: Box<Workspace>, seed: u64 },
    /// The same for what was read elsewhere: a project is read by the page.
    ReadSheets { sheets: Sheets, workspace: Box<Workspace>, seed: u64 },
    /// Try out the file read last with another mapping; a sheet with a table and no columns gets columns proposed.
    DryRun { mapping: Mapping },
    /// Forget the file read last.
    Forget,
    /// The workspace as an .xlsx workbook.
    ExportWorkbook { workspace: Box<Workspace> },
    /// The table of an artefact as an .xlsx workbook.
    ExportSheet { sheet: Box<OutSheet> },
    /// Records of one table as CSV, in the order of `ids`.
    ExportCsv { workspace: Box<Workspace>, table: TableName, ids: Vec<u64> },
    /// The schedule as a calendar file. `now` is the present moment.
    ExportCalendar { workspace: Box<Workspace>, filter: ScheduleFilter, now: Time },
    /// The edits that fill the workspace with a template. `seed` must be random.
    Template { id: String, today: Time, workspace: Box<Workspace>, seed: u64 },
}

/// Something answered by the worker.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ExchangeReply {
    /// The number of the request; zero where it could not be read.
    pub number: u64,
    pub answer: ExchangeAnswer,
}

/// The answer to a job.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub enum ExchangeAnswer {
    /// The file was read: what is in it, what it is taken for, and what importing it would do.
    Read {
        file: FileSummary,
        mapping: Mapping,
        dry_run: Box<DryRun>,
    },
    /// The file cannot be read.
    Unreadable(ReadError),
    /// What importing by the mapping would do, and the mapping with what was proposed for it.
    DryRun {
        mapping: Mapping,
        dry_run: Box<DryRun>,
    },
    /// There is no file to try out.
    NoFile,
    Forgotten,
    /// A file to save.
    File {
        bytes: Vec<u8>,
        kind: FileKind,
    },
    /// The file cannot be written.
    NotWritten(WriteError),
    /// The edits of a template.
    Template(Vec<Edit>),
    /// There is no template of that id.
    NoTemplate,
    /// Page and worker are of different builds; nothing was done.
    OtherBuild {
        worker: String,
    },
    /// The request could not be understood; nothing was done.
    NotUnderstood,
}

/// What a file to save is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FileKind {
    Workbook,
    Csv,
    Calendar,
}

impl FileKind {
    /// The media type.
    pub const fn mime(self) -> &'static str {
        match self {
            FileKind::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Csv => "text/csv;charset=utf-8",
            FileKind::Calendar => "text/calendar;charset=utf-8",
        }
    }

    /// The ending of the file's name, with its dot.
    pub const fn ending(self) -> &'static str {
        match self {
            FileKind::Workbook => ".xlsx",
            FileKind::Csv => ".csv",
            FileKind::Calendar => ".ics",
        }
    }
}

/// What a file holds, for the person who chooses what its columns are.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct FileSummary {
    pub name: String,
    pub format: Format,
    pub sheets: Vec<SheetSummary>,
}

/// What a sheet holds.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SheetSummary {
    pub name: String,
    pub rows: usize,
    pub columns: Vec<Column>,
    /// For each column the first few cells as people see them.
    pub samples: Vec<Vec<String>>,
}

/// What the worker keeps between requests.
#[derive(Default)]
pub struct ExchangeState {
    opened: Option<Opened>,
}

struct Opened {
    sheets: Sheets,
    workspace: Box<Workspace>,
    seed: u64,
}

/// Answers a request in bytes with a reply in bytes.
pub fn answer(bytes: &[u8], build_id: &str, state: &mut ExchangeState) -> Vec<u8> {
    let reply = |number, answer| postcard::to_allocvec(&ExchangeReply { number, answer }).unwrap_or_default();
    // Another build may write the rest of a request in another way; its name comes first in all of them.
    match postcard::take_from_bytes::<String>(bytes) {
        Ok((asked, _)) if asked != build_id => return reply(0, ExchangeAnswer::OtherBuild { worker: build_id.to_owned() }),
        Ok(_) => {}
        Err(_) => return reply(0, ExchangeAnswer::NotUnderstood),
    }
    match postcard::from_bytes::<ExchangeRequest>(bytes) {
        Ok(request) => reply(request.number, run(request.job, state)),
        Err(_) => reply(0, ExchangeAnswer::NotUnderstood),
    }
}

/// Carries a job out.
pub fn run(job: ExchangeJob, state: &mut ExchangeState) -> ExchangeAnswer {
    match job {
        ExchangeJob::Read { name, bytes, workspace, seed } => {
            // A file that cannot be read does not leave the one before it to be imported by mistake.
            state.opened = None;
            match read(&name, &bytes) {
                Err(error) => ExchangeAnswer::Unreadable(error),
                Ok(sheets) => try_out(sheets, workspace, seed, state),
            }
        }
        ExchangeJob::ReadSheets { sheets, workspace, seed } => try_out(sheets, workspace, seed, state),
        ExchangeJob::DryRun { mut mapping } => match &state.opened {
            Some(opened) => {
                complete(&mut mapping, &opened.sheets);
                let dry_run = Box::new(dry_run(&opened.sheets, &mapping, &opened.workspace, opened.seed));
                ExchangeAnswer::DryRun { mapping, dry_run }
            }
            None => ExchangeAnswer::NoFile,
        },
        ExchangeJob::Forget => {
            state.opened = None;
            ExchangeAnswer::Forgotten
        }
        ExchangeJob::ExportWorkbook { workspace } => match export_workbook(&workspace) {
            Ok(bytes) => ExchangeAnswer::File { bytes, kind: FileKind::Workbook },
            Err(error) => ExchangeAnswer::NotWritten(error),
        },
        ExchangeJob::ExportSheet { sheet } => match export_sheet(&sheet) {
            Ok(bytes) => ExchangeAnswer::File { bytes, kind: FileKind::Workbook },
            Err(error) => ExchangeAnswer::NotWritten(error),
        },
        ExchangeJob::ExportCsv { workspace, table, ids } => {
            ExchangeAnswer::File { bytes: export_csv(&workspace, table, &ids).into_bytes(), kind: FileKind::Csv }
        }
        ExchangeJob::ExportCalendar { workspace, filter, now } => {
            ExchangeAnswer::File { bytes: export_icalendar(&workspace, &filter, now).into_bytes(), kind: FileKind::Calendar }
        }
        ExchangeJob::Template { id, today, workspace, seed } => match template(&id, today, &workspace, seed) {
            Some(edits) => ExchangeAnswer::Template(edits),
            None => ExchangeAnswer::NoTemplate,
        },
    }
}

/// Tries out what was read, with the mapping that seems best.
fn try_out(sheets: Sheets, workspace: Box<Workspace>, seed: u64, state: &mut ExchangeState) -> ExchangeAnswer {
    let mapping = propose(&sheets);
    let dry_run = Box::new(dry_run(&sheets, &mapping, &workspace, seed));
    let file = summary(&sheets);
    state.opened = Some(Opened { sheets, workspace, seed });
    ExchangeAnswer::Read { file, mapping, dry_run }
}

fn summary(sheets: &Sheets) -> FileSummary {
    let sample = |text: String| match text.char_indices().nth(SAMPLE_LENGTH) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    };
    let sheet = |sheet: &super::Sheet| SheetSummary {
        name: sheet.name.clone(),
        rows: sheet.rows.len(),
        columns: sheet.columns.clone(),
        samples: sheet
            .columns
            .iter()
            .map(|column| {
                sheet.rows.iter().filter_map(|row| row.cell(column.index)).take(SAMPLE_ROWS).map(|cell| sample(cell.shown())).collect()
            })
            .collect(),
    };
    FileSummary { name: sheets.file_name.clone(), format: sheets.format, sheets: sheets.sheets.iter().map(sheet).collect() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::exchange::Target;

    fn ask(job: ExchangeJob, state: &mut ExchangeState) -> ExchangeAnswer {
        let request = ExchangeRequest { build_id: "one".into(), number: 7, job };
        let reply: ExchangeReply = postcard::from_bytes(&answer(&postcard::to_allocvec(&request).unwrap(), "one", state)).unwrap();
        assert_eq!(reply.number, 7);
        reply.answer
    }

    #[test]
    fn a_file_is_read_once_and_tried_out_with_every_mapping() {
        let mut state = ExchangeState::default();
        let bytes = b"Order no,Article,Colour\nO1,Chair,red\n".to_vec();
        let job = ExchangeJob::Read { name: "march.csv".into(), bytes, workspace: Box::default(), seed: 5 };
        let ExchangeAnswer::Read { file, mut mapping, dry_run } = ask(job, &mut state) else { panic!("not read") };
        assert_eq!(file.sheets[0].samples, [["O1"], ["Chair"], ["red"]]);
        assert_eq!((dry_run.can_import, dry_run.edits.len(), dry_run.summary().as_str()), (true, 2, "1 item, 1 order"));
        let category = TableName::Order.field("category").unwrap();
        mapping.sheets[0].columns[2] = Some(Target::Field(category));
        let job = ExchangeJob::DryRun { mapping: mapping.clone() };
        let ExchangeAnswer::DryRun { dry_run, .. } = ask(job, &mut state) else { panic!("not tried out") };
        assert!(dry_run.sheets[0].fields_ignored.is_empty());
        // Another table: its columns are proposed anew.
        mapping.sheets[0].table = Some(TableName::Item);
        mapping.sheets[0].columns.clear();
        let ExchangeAnswer::DryRun { mapping, .. } = ask(ExchangeJob::DryRun { mapping }, &mut state) else { panic!("not tried out") };
        let name = TableName::Item.field("name").map(Target::Field);
        assert_eq!(mapping.sheets[0].columns, [None, name, None]);
        assert_eq!(ask(ExchangeJob::Forget, &mut state), ExchangeAnswer::Forgotten);
        assert_eq!(ask(ExchangeJob::DryRun { mapping: Mapping::default() }, &mut state), ExchangeAnswer::NoFile);
    }

    #[test]
    fn a_bad_file_leaves_none_behind() {
        let mut state = ExchangeState::default();
        let read = |bytes: &[u8]| ExchangeJob::Read { name: "x.csv".into(), bytes: bytes.to_vec(), workspace: Box::default(), seed: 5 };
        assert!(matches!(ask(read(b"name,cost\nA,1\n"), &mut state), ExchangeAnswer::Read { .. }));
        assert_eq!(ask(read(b""), &mut state), ExchangeAnswer::Unreadable(ReadError::Empty));
        assert_eq!(ask(ExchangeJob::DryRun { mapping: Mapping::default() }, &mut state), ExchangeAnswer::NoFile);
    }

    #[test]
    fn exports_and_templates_come_as_files_and_edits() {
        let mut state = ExchangeState::default();
        let workspace: Box<Workspace> = Box::default();
        let now = Time::clamped(0);
        let template = ExchangeJob::Template { id: "sample".into(), today: now, workspace: workspace.clone(), seed: 1 };
        assert!(matches!(ask(template, &mut state), ExchangeAnswer::Template(edits) if edits.len() > 100));
        let unknown = ExchangeJob::Template { id: "none".into(), today: now, workspace: workspace.clone(), seed: 1 };
        assert_eq!(ask(unknown, &mut state), ExchangeAnswer::NoTemplate);
        for (job, start) in [
            (ExchangeJob::ExportWorkbook { workspace: workspace.clone() }, &b"PK"[..]),
            (ExchangeJob::ExportCsv { workspace: workspace.clone(), table: TableName::Order, ids: Vec::new() }, "\u{feff}name,".as_bytes()),
            (ExchangeJob::ExportCalendar { workspace: workspace.clone(), filter: ScheduleFilter::default(), now }, b"BEGIN:VCALENDAR\r\n"),
        ] {
            let ExchangeAnswer::File { bytes, kind } = ask(job, &mut state) else { panic!("no file") };
            assert!(bytes.starts_with(start) && kind.ending().starts_with('.') && kind.mime().contains('/'));
        }
    }

    #[test]
    fn another_build_and_garbage_are_told_apart() {
        let mut state = ExchangeState::default();
        let read = |bytes: &[u8], state: &mut ExchangeState| -> ExchangeAnswer {
            postcard::from_bytes::<ExchangeReply>(&answer(bytes, "two", state)).unwrap().answer
        };
        let request = ExchangeRequest { build_id: "one".into(), number: 7, job: ExchangeJob::Forget };
        let bytes = postcard::to_allocvec(&request).unwrap();
        assert_eq!(read(&bytes, &mut state), ExchangeAnswer::OtherBuild { worker: "two".into() });
        // A request of a build that writes jobs in another way is still told by its name.
        assert_eq!(read(&bytes[..5], &mut state), ExchangeAnswer::OtherBuild { worker: "two".into() });
        assert_eq!(read(b"", &mut state), ExchangeAnswer::NotUnderstood);
        assert_eq!(read(&[3, b't', b'w', b'o', 255, 255], &mut state), ExchangeAnswer::NotUnderstood);
    }
}
