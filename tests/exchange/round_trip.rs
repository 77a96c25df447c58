//! What is exported comes back: as the same workspace in an empty place, and as no change in its own place.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::random::{without_ids, workspace as random_workspace};
use crate::support::{FILES, shared_file};
use linewright::exchange::{Cell, DryRun, apply, dry_run, export_csv, export_workbook, propose, read};
use linewright::model::*;
use proptest::prelude::*;

fn import(name: &str, bytes: &[u8], workspace: &Workspace) -> (DryRun, Workspace) {
    let sheets = read(name, bytes).unwrap();
    let run = dry_run(&sheets, &propose(&sheets), workspace, 1 << 30);
    let mut after = workspace.clone();
    assert!(apply(&mut after, &run.edits));
    (run, after)
}

fn assert_same(before: &Workspace, after: &Workspace, what: &str) {
    for ((table, left), (_, right)) in without_ids(before).into_iter().zip(without_ids(after)) {
        assert_eq!(left.len(), right.len(), "{what}: {}", table.word());
        for (at, (left, right)) in left.iter().zip(&right).enumerate() {
            assert_eq!(left, right, "{what}: {} {at}", table.word());
        }
    }
}

fn assert_round_trip(workspace: &Workspace, what: &str) {
    let bytes = export_workbook(workspace).unwrap();
    let (run, copy) = import("copy.xlsx", &bytes, &Workspace::default());
    assert!(run.can_import, "{what}: {:?}", run.problems().collect::<Vec<_>>());
    assert_same(workspace, &copy, what);
    let (run, _) = import("copy.xlsx", &bytes, workspace);
    assert!(run.can_import && run.edits.is_empty(), "{what}: back into its own place: {:?}", run.edits.first());
}

#[test]
fn every_planners_file_survives_export_and_import() {
    for name in FILES {
        let Some(bytes) = shared_file(&format!("frepple/{name}")) else { return };
        let (_, workspace) = import(name, &bytes, &Workspace::default());
        assert_round_trip(&workspace, name);
    }
}

#[test]
fn an_empty_workspace_is_a_workbook_too() {
    let bytes = export_workbook(&Workspace::default()).unwrap();
    let (run, copy) = import("empty.xlsx", &bytes, &Workspace::default());
    assert!(run.can_import && copy == Workspace::default());
}

/// Whether a spreadsheet program would take a text for a formula; numbers may begin with a sign.
fn is_dangerous(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && text.parse::<f64>().is_err()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_workspace_survives_export_and_import(seed: u64) {
        assert_round_trip(&random_workspace(seed, 6), &format!("seed {seed}"));
    }

    #[test]
    fn any_table_survives_as_text(seed: u64) {
        let workspace = random_workspace(seed, 5);
        for table in TableName::ALL.iter().copied().filter(|table| workspace.count(*table) > 0) {
            let text = export_csv(&workspace, table, &workspace.ids(table));
            let (run, _) = import(&format!("{}.csv", table.word()), text.as_bytes(), &workspace);
            prop_assert!(run.can_import, "{}: {:?}\n{text}", table.word(), run.problems().collect::<Vec<_>>());
            prop_assert!(run.edits.is_empty(), "{}: {:?}\n{text}", table.word(), run.edits.first());
        }
    }

    #[test]
    fn no_export_holds_a_formula(seed: u64) {
        let workspace = random_workspace(seed, 5);
        for table in TableName::ALL.iter().copied() {
            let text = export_csv(&workspace, table, &workspace.ids(table));
            let text = text.trim_start_matches('\u{feff}');
            for record in csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).records() {
                for field in &record.unwrap() {
                    prop_assert!(!is_dangerous(field), "{field:?}");
                }
            }
        }
        let bytes = export_workbook(&workspace).unwrap();
        let mut book: calamine::Xlsx<_> = calamine::Reader::new(std::io::Cursor::new(bytes)).unwrap();
        for name in calamine::Reader::sheet_names(&book) {
            let mut cells = book.worksheet_cells_reader(&name).unwrap();
            while let Some(record) = cells.next_cell_with_formula_metadata().unwrap() {
                prop_assert!(record.formula.is_none());
                if let calamine::DataRef::SharedString(text) = record.value {
                    prop_assert!(!is_dangerous(text), "{text:?}");
                }
            }
        }
    }
}

#[test]
fn guarded_texts_are_read_without_their_guard() {
    let sheets = read("x.csv", b"name,description\nA,'=1+1\nB,'tis\n").unwrap();
    let cells: Vec<_> = sheets.sheets[0].rows.iter().filter_map(|row| row.cell(1)).collect();
    assert_eq!(cells, [&Cell::Text("=1+1".into()), &Cell::Text("'tis".into())]);
}
