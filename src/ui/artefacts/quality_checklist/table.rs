//! The Quality Checklist as a table for other programs: one row per question.
//!
//! Never makes a file: that is the exchange's.

use super::build::ChecklistSheet;
use crate::app::{OutCell, OutSheet};

/// The questions of the sheets below a row of headings; a checklist without any has a row of its own.
pub fn checklist_table(sheets: &[ChecklistSheet]) -> OutSheet {
    let text = |text: &str| OutCell::Text(text.to_owned());
    let heads = [
        "Checklist",
        "Version",
        "Control point",
        "Passes",
        "Number",
        "Question",
        "How to",
        "What passes",
        "Sample size",
        "Remark",
        "Points",
    ];
    let mut rows = vec![heads.map(text).to_vec()];
    for sheet in sheets {
        let head = || [text(&sheet.name), OutCell::Number(sheet.version as f64), text(&sheet.point), text(&sheet.verdict)].to_vec();
        if sheet.questions.is_empty() {
            rows.push(head());
        }
        for line in &sheet.questions {
            let mut row = head();
            row.push(OutCell::Number(line.number as f64));
            row.extend([&line.name, &line.how, &line.criteria, &line.sample, &line.remark].map(|words| text(words)));
            row.push(OutCell::Number(line.points));
            rows.push(row);
        }
    }
    OutSheet { name: "Quality Checklist".to_owned(), rows }
}

#[cfg(test)]
mod tests {
    use super::super::build::{checklist_sheets, tests::workspace};
    use super::*;

    #[test]
    fn every_question_is_a_row_and_no_text_becomes_a_formula() {
        let table = checklist_table(&checklist_sheets(&workspace()));
        assert_eq!(table.rows.len(), 1 + 4 + 1);
        let csv = table.csv();
        assert!(csv.contains("First piece,3,\"At Sawing, once for each run\""), "{csv}");
        assert!(!csv.contains(",=Scratched"), "a spreadsheet would read it as a formula: {csv}");
    }
}
