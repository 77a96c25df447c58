//! The whole workspace as one workbook: a sheet per table that holds anything, references by name.

use super::columns::{OutColumn, cell, columns};
use super::labels::Labels;
use super::{OutCell, WriteError};
use crate::exchange::guard::guard;
use crate::model::{DAY, TableName, Time, Workspace};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// Characters of the widest column.
const WIDEST: usize = 60;

/// The workspace as an .xlsx workbook that the importer reads back.
///
/// # Errors
/// Where the workbook cannot be written, for instance with more rows than a sheet can hold.
pub fn export_workbook(workspace: &Workspace) -> Result<Vec<u8>, WriteError> {
    write(workspace).map_err(|error| WriteError::Workbook(error.to_string()))
}

struct Formats {
    header: Format,
    date: Format,
}

impl Formats {
    fn new() -> Formats {
        let header = Format::new().set_bold().set_align(FormatAlign::Top);
        Formats { header, date: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss") }
    }
}

/// A workbook that says it was made on this day, so that the same content gives the same bytes whenever it is exported.
fn workbook((year, month, day): (i32, u32, u32)) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(2000), month as u8, day as u8)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    Ok(workbook)
}

/// Rows under a name as a workbook of one sheet; the first row holds the headings.
pub(super) fn write_rows(name: &str, rows: &[Vec<OutCell>]) -> Result<Vec<u8>, XlsxError> {
    let (mut workbook, formats) = (workbook((2000, 1, 1))?, Formats::new());
    let sheet = workbook.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    let mut widths = vec![0; rows.iter().map(Vec::len).max().unwrap_or_default()];
    for (row, cells) in (0u32..).zip(rows) {
        for ((at, cell), width) in (0u16..).zip(cells).zip(&mut widths) {
            *width = (*width).max(match cell {
                OutCell::Text(text) if row == 0 => {
                    sheet.write_string_with_format(0, at, guard(text), &formats.header)?;
                    text.chars().count()
                }
                cell => write_cell(sheet, row, at, cell.clone(), &formats)?,
            });
        }
    }
    for (at, width) in (0u16..).zip(widths) {
        sheet.set_column_width(at, (width + 2).clamp(8, WIDEST) as f64)?;
    }
    workbook.save_to_buffer()
}

fn write(workspace: &Workspace) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook(workspace.settings().plan_start.map_or((2000, 1, 1), Time::date))?;
    let formats = Formats::new();
    let labels = Labels::of(workspace);
    let mut written = false;
    // A baseline knows tasks by their ids and a scenario any record, which mean nothing outside of the workspace; both travel in its file.
    let stays = |table: TableName| matches!(table, TableName::Baseline | TableName::Scenario | TableName::ScenarioChange);
    let told = |table: &TableName| workspace.count(*table) > 0 && !stays(*table);
    for table in TableName::ALL.iter().copied().filter(told) {
        sheet(workbook.add_worksheet(), workspace, &labels, table, &formats)?;
        written = true;
    }
    if !written {
        sheet(workbook.add_worksheet(), workspace, &labels, TableName::Settings, &formats)?;
    }
    workbook.save_to_buffer()
}

fn sheet(sheet: &mut Worksheet, workspace: &Workspace, labels: &Labels, table: TableName, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(table.word().replace('_', " "))?;
    sheet.set_freeze_panes(1, 0)?;
    let columns = columns(table);
    let mut widths: Vec<usize> = columns.iter().map(|column| column.title.chars().count()).collect();
    for (at, column) in (0u16..).zip(&columns) {
        sheet.write_string_with_format(0, at, &column.title, &formats.header)?;
    }
    for (row, id) in (1u32..).zip(workspace.ids(table)) {
        for ((at, column), width) in (0u16..).zip(&columns).zip(&mut widths) {
            *width = (*width).max(write_cell(sheet, row, at, cell(workspace, labels, table, id, column.target), formats)?);
        }
    }
    for ((at, column), width) in (0u16..).zip(&columns).zip(widths) {
        sheet.set_column_width(at, width_of(column, width))?;
    }
    Ok(())
}

fn width_of(column: &OutColumn, characters: usize) -> f64 {
    let least = if column.title.contains("name") { 18 } else { 8 };
    (characters + 2).clamp(least, WIDEST) as f64
}

/// Writes a cell and says how many characters wide it is.
fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: OutCell, formats: &Formats) -> Result<usize, XlsxError> {
    match cell {
        OutCell::Empty => return Ok(0),
        OutCell::Text(text) => {
            let text = guard(&text);
            let width = text.chars().count();
            sheet.write_string(row, column, text)?;
            return Ok(width);
        }
        OutCell::Number(number) => sheet.write_number(row, column, number)?,
        OutCell::Flag(flag) => sheet.write_boolean(row, column, flag)?,
        OutCell::Time(time) => {
            sheet.write_number_with_format(row, column, serial(time), &formats.date)?;
            return Ok(19);
        }
    };
    Ok(8)
}

/// A moment as a spreadsheet counts it: days from 1899-12-30, with a 29th of February 1900 that never was.
fn serial(time: Time) -> f64 {
    let days = time.seconds() as f64 / DAY as f64 + 25_569.0;
    if days < 61.0 { days - 1.0 } else { days }
}
