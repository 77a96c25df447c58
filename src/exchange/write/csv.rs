//! One table as delimited text.

use super::columns::{cell, columns};
use super::labels::Labels;
use crate::model::{TableName, Workspace};

/// Records of a table as CSV with a header, in the order of `ids`: commas, quotes where needed, lines ended by CR LF, UTF-8
/// with a byte order mark so that spreadsheet programs see the accents.
pub fn export_csv(workspace: &Workspace, table: TableName, ids: &[u64]) -> String {
    let labels = Labels::of(workspace);
    let columns = columns(table);
    let mut text = String::from("\u{feff}");
    line(&mut text, columns.iter().map(|column| column.title.clone()));
    for id in ids.iter().copied().filter(|id| workspace.has(table, *id)) {
        line(&mut text, columns.iter().map(|column| cell(workspace, &labels, table, id, column.target).text()));
    }
    text
}

pub(super) fn line(text: &mut String, fields: impl Iterator<Item = String>) {
    for (at, field) in fields.enumerate() {
        if at > 0 {
            text.push(',');
        }
        if field.contains(['"', ',', ';', '\t', '|', '\n', '\r']) || field.trim() != field {
            text.push('"');
            text.push_str(&field.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&field);
        }
    }
    text.push_str("\r\n");
}
