//! Files that are wrong, damaged or made to do harm: an error in words within two seconds, and nothing changes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::computing::Computing;
use crate::support::random::workspace as random_workspace;
use crate::support::workbooks::{archive, packed, parts, rows, sheet_xml, workbook};
use linewright::exchange::{DryRun, ReadError, Sheets, dry_run, export_csv, export_workbook, propose, read};
use linewright::model::*;
use proptest::prelude::*;
use std::time::Duration;

/// How long a file may keep the processor; a build without optimisation is many times slower.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 12 } else { 2 });

/// Reads and tries out a file; it must not take long.
fn try_out(name: &str, bytes: &[u8]) -> Result<(Sheets, DryRun), ReadError> {
    let clock = Computing::start();
    let result = read(name, bytes).map(|sheets| {
        let run = dry_run(&sheets, &propose(&sheets), &Workspace::default(), 1);
        (sheets, run)
    });
    assert!(clock.elapsed() < LIMIT, "{name} took {:?}", clock.elapsed());
    result
}

fn error(name: &str, bytes: &[u8]) -> ReadError {
    try_out(name, bytes).map(|(sheets, _)| sheets).expect_err(name)
}

fn compound_file(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(1024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    bytes
}

#[test]
fn what_is_no_spreadsheet_is_told_so() {
    assert_eq!(error("x.xlsx", b""), ReadError::Empty);
    assert_eq!(error("x.csv", b" \r\n \n"), ReadError::Empty);
    assert!(matches!(error("x.xlsx", b"%PDF-1.7 ..."), ReadError::NotASpreadsheet { .. }));
    assert!(matches!(error("x.xlsx", &archive(&[("readme.txt", b"hello")])), ReadError::NotASpreadsheet { .. }));
    assert!(matches!(error("x.csv", b"a,b\0\0\n1,2"), ReadError::NotASpreadsheet { .. }));
    assert_eq!(error("x.xlsx", &compound_file("EncryptedPackage")), ReadError::Encrypted);
    assert_eq!(error("x.xls", &compound_file("Workbook")), ReadError::OldFormat { kind: ".xls".into() });
    assert!(matches!(error("x.doc", &compound_file("WordDocument")), ReadError::NotASpreadsheet { .. }));
    assert!(matches!(error("x.ods", &archive(&[("mimetype", b"x"), ("content.xml", b"<x/>")])), ReadError::OldFormat { .. }));
    assert!(matches!(
        error("x.xlsb", &archive(&[("xl/workbook.bin", b"x"), ("[Content_Types].xml", b"<x/>")])),
        ReadError::OldFormat { .. }
    ));
    let large = vec![b'a'; 21 * 1024 * 1024];
    assert_eq!(error("x.csv", &large), ReadError::TooLarge { megabytes: 21 });
}

#[test]
fn a_truncated_workbook_is_told_so_wherever_it_ends() {
    let bytes = export_workbook(&random_workspace(7, 5)).unwrap();
    for end in (4..bytes.len() - 1).step_by(bytes.len() / 40) {
        let found = error("x.xlsx", &bytes[..end]);
        assert!(matches!(found, ReadError::Truncated | ReadError::Damaged { .. }), "{end}: {found:?}");
    }
    assert_eq!(error("x.xlsx", &bytes[..bytes.len() / 2]), ReadError::Truncated);
}

#[test]
fn a_far_cell_costs_no_more_than_a_near_one() {
    let bytes = workbook(
        "item",
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#,
    );
    assert!(bytes.len() < 2_000);
    let (sheets, run) = try_out("far.xlsx", &bytes).unwrap();
    assert_eq!(sheets.sheets[0].rows[0].number, 1_048_576);
    assert!(run.edits.is_empty(), "a cell under no title says nothing");
    let far: String = (1..2_000).map(|row| format!(r#"<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>"#)).collect();
    assert!(try_out("far.xlsx", &workbook("item", &far)).is_ok());
}

#[test]
fn workbooks_that_swell_are_not_opened() {
    let blanks = " ".repeat(30 * 1024 * 1024);
    let bytes = workbook("item", &blanks);
    assert!(bytes.len() < 100_000);
    assert_eq!(error("bomb.xlsx", &bytes), ReadError::Bomb);
    // The archive may lie about its sizes, in both of its directories.
    let size = (sheet_xml(&blanks).len() as u32).to_le_bytes();
    let mut lying = bytes.clone();
    let places: Vec<usize> = lying.windows(4).enumerate().filter(|(_, four)| **four == size).map(|(at, _)| at).collect();
    assert_eq!(places.len(), 2);
    for at in places {
        lying[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
    }
    assert_eq!(error("bomb.xlsx", &lying), ReadError::Damaged { reason: "a part cannot be unpacked".into() });
    let mut boasting = bytes;
    let at = boasting.windows(4).rposition(|four| four == size).unwrap();
    boasting[at..at + 4].copy_from_slice(&(u32::MAX - 1).to_le_bytes());
    assert!(matches!(error("bomb.xlsx", &boasting), ReadError::Bomb | ReadError::TooLargeUnpacked));
}

#[test]
fn hostile_xml_is_harmless() {
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&c;&c;</t></si></sst>"#;
    let cells = r#"<row><c t="s"><v>0</v></c></row>"#;
    let result = try_out("x.xlsx", &packed(&parts("item", &sheet_xml(cells), laughs)));
    assert!(matches!(result, Err(ReadError::Damaged { .. })), "{:?}", result.map(|(sheets, _)| sheets));
    let deep = "<a>".repeat(200_000);
    let _ = try_out("x.xlsx", &packed(&parts("item", &sheet_xml(&deep), "<sst/>")));
    for cell in [
        r#"<c r="A0"><v>1</v></c>"#,
        r#"<c r="ZZZZZZZZ99999999999999"><v>1</v></c>"#,
        r#"<c r=""><v>1</v></c>"#,
        r#"<c t="s"><v>4294967295</v></c>"#,
        r#"<c t="s"><v>-1</v></c>"#,
        r#"<c s="99999999"><v>1e999</v></c>"#,
        r#"<c t="b"><v>maybe</v></c>"#,
        r#"<c><f t="shared" si="4294967295">A1</f><v>1</v></c>"#,
        r#"<c t="d"><v>9999-99-99T99:99:99</v></c>"#,
    ] {
        let _ = try_out("x.xlsx", &workbook("item", &format!("<row>{cell}</row>")));
    }
}

#[test]
fn too_many_or_too_long_cells_are_refused() {
    let commas = ",1".repeat(1_000_001);
    assert!(matches!(error("x.csv", commas.as_bytes()), ReadError::TooManyCells));
    let long = format!("name\n{}", "x".repeat(40_000));
    assert_eq!(error("x.csv", long.as_bytes()), ReadError::CellTooLong { place: "A2".into() });
    let long = "x".repeat(40_000);
    let bytes = workbook("item", &rows(&[&["name"], &[&long]]));
    assert_eq!(error("x.xlsx", &bytes), ReadError::CellTooLong { place: "item, A2".into() });
    assert!(matches!(error("x.json", format!(r#"[{{"name": "{long}"}}]"#).as_bytes()), ReadError::BadJson { .. }));
    let many = format!("[{}]", vec![r#"{"fields": {"k": [[],[],[],[],[],[],[],[],[]]}}"#; 110_000].join(","));
    assert_eq!(error("x.json", many.as_bytes()), ReadError::TooManyCells);
}

#[test]
fn files_that_would_make_work_without_end_are_refused_or_done_quickly() {
    let strings = format!(
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{}</t></si></sst>"#,
        (0..32_000).map(|at| char::from(b'a' + (at * 7 % 26) as u8)).collect::<String>()
    );
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(3_000));
    assert_eq!(error("x.xlsx", &packed(&parts("item", &sheet_xml(&row), &strings))), ReadError::TooLargeUnpacked);
    let titles: Vec<String> = (0..6_000).map(|at| format!("t{at}")).collect();
    assert_eq!(error("x.csv", titles.join(",").as_bytes()), ReadError::TooManyColumns);
    // Titles on the left, cells on the right.
    let far = format!("{}\n{}", titles[..2_000].join(","), format!("{}1\n", ",".repeat(2_500)).repeat(300));
    assert!(try_out("x.csv", far.as_bytes()).is_ok());
    // Every step of one routing uses and makes things.
    let mut lines = String::from("operation,item,quantity\n");
    (0..8_000).for_each(|at| lines.push_str(&format!("op,item {at},{}\n", if at % 2 == 0 { 1 } else { -1 })));
    let (_, run) = try_out("operation material.csv", lines.as_bytes()).unwrap();
    assert!(!run.can_import, "the operation is not known");
    let mut chain = String::from("name,owner\n");
    (0..8_000).for_each(|at| chain.push_str(&format!("op {at},op {}\n", (at + 1) % 8_000)));
    let (_, run) = try_out("operation.csv", chain.as_bytes()).unwrap();
    assert!(run.problems().any(|problem| problem.sentence.starts_with("A step leads back to itself: op 0 → op 1")));
}

#[test]
fn broken_text_is_told_with_its_row() {
    assert_eq!(error("x.csv", b"name,qty\nA,1\n\"B,2\nC,3\n"), ReadError::OpenQuote { row: 3 });
    let swallowed = format!("name\n\"{}", "x\n".repeat(50_000));
    assert_eq!(error("x.csv", swallowed.as_bytes()), ReadError::OpenQuote { row: 2 });
    assert!(matches!(error("x.json", b"[{\"fields\": {\"a\": 1, \"a\": 2}}]"), ReadError::RepeatedKey { .. }));
    assert!(matches!(error("x.json", b"[{\"fields\": {\"a\": 1e999}}]"), ReadError::BadJson { .. }));
    assert!(matches!(error("x.json", b"[{\"fields\": {\"a\": NaN}}]"), ReadError::BadJson { .. }));
    assert!(matches!(error("x.json", "[".repeat(1_000_000).as_bytes()), ReadError::BadJson { .. } | ReadError::Truncated));
}

/// What a sheet's problems say, and that nothing is imported if any is an error.
fn problems(table: &str, cells: &[&[&str]]) -> Vec<String> {
    let (_, run) = try_out("x.xlsx", &workbook(table, &rows(cells))).unwrap();
    let told: Vec<String> = run
        .problems()
        .map(|problem| {
            format!(
                "{}{} {:?} {}",
                problem.column.clone().unwrap_or_default(),
                problem.row.unwrap_or(0),
                problem.severity,
                problem.sentence
            )
        })
        .collect();
    assert_eq!(run.can_import, !told.iter().any(|told| told.contains("Error")), "{told:?}");
    assert_eq!(run.can_import, !run.edits.is_empty(), "{told:?}");
    told
}

#[test]
fn wrong_values_are_told_where_they_are() {
    let order = |quantity: &str, due: &str| {
        let cells: [&[&str]; 2] = [&["name", "item", "quantity", "due"], &["O1", "Chair", quantity, due]];
        let told = problems("sales order", &cells);
        told.into_iter().find(|told| told.contains("Error"))
    };
    assert_eq!(order("2", "2026-03-01"), None);
    assert_eq!(order("-2", "").as_deref(), Some("C (quantity)2 Error Quantity must not be below zero."));
    assert_eq!(order("1e13", "").as_deref(), Some("C (quantity)2 Error “1e13” is not a number up to 10¹²."));
    assert_eq!(order("many", "").as_deref(), Some("C (quantity)2 Error “many” is not a number up to 10¹²."));
    assert_eq!(order("#DIV/0!", "").as_deref(), Some("C (quantity)2 Error The formula here fails with #DIV/0!."));
    for due in ["soon", "2026-02-30", "0000-01-01", "9999-12-31", "12:30"] {
        let told = order("1", due).unwrap();
        assert!(told.starts_with("D (due)2 Error") && told.contains("is not a date between 1900 and 2200"), "{told}");
    }
    for number in ["NaN", "inf", "-inf", "1e308", "1e999"] {
        assert!(order(number, "").is_some_and(|told| told.contains("is not a number")), "{number}");
    }
}

#[test]
fn a_formula_without_a_result_is_no_empty_cell() {
    let cells = format!("{}<row>{}<c><f>A1*2</f></c></row>", rows(&[&["name", "quantity"]]), r#"<c t="inlineStr"><is><t>O1</t></is></c>"#);
    let (_, run) = try_out("x.xlsx", &workbook("demand", &cells)).unwrap();
    assert!(!run.can_import);
    assert!(run.problems().any(|problem| problem.row == Some(2) && problem.sentence.contains("let it calculate")));
}

#[test]
fn unknown_references_are_made_where_that_is_harmless_and_refused_where_not() {
    let told = problems("sales order", &[&["name", "item", "customer"], &["O1", "Chair", "Ann"], &["O2", "Chair", "Ann"]]);
    assert_eq!(
        told,
        [
            "C (customer)2 Warning “Ann” is not among the customers; it is added with nothing but its name.",
            "B (item)2 Warning “Chair” is not among the items; it is added with nothing but its name.",
        ]
    );
    let told = problems("operation resource", &[&["operation", "resource"], &["Saw legs", "Saw"]]);
    assert_eq!(
        told,
        ["A (operation)2 Error There is no “Saw legs” among the operations.", "B (resource)2 Error There is no “Saw” among the resources.",]
    );
}

#[test]
fn repeated_names_are_told() {
    let told = problems("sales order", &[&["name", "item", "quantity"], &["O1", "Chair", "1"], &["O1", "Table", "2"]]);
    assert!(
        told.iter()
            .any(|told| told == "B (item)3 Error “O1” stands in row 2 too, with another value of Item. Give one of them another name.")
    );
    let told = problems("sales order", &[&["name", "quantity"], &["O1", "1"], &["O1", "2"]]);
    assert_eq!(told, ["3 Warning “O1” stands in row 2 too; this row is taken and row 2 is not."]);
    let told = problems("item", &[&["name", "cost"], &["", "1"]]);
    assert_eq!(told, ["2 Error Name must have a value."]);
}

#[test]
fn circles_are_told() {
    let told = problems("item", &[&["name", "owner"], &["A", "B"], &["B", "C"], &["C", "A"]]);
    assert_eq!(told, ["4 Error A group leads back to itself: A → B → C → A."]);
    let operations: &[&[&str]] = &[&["name", "item"], &["make A", "A"], &["make B", "B"]];
    let (_, first) = try_out("x.xlsx", &workbook("operation", &rows(operations))).unwrap();
    let mut workspace = Workspace::default();
    linewright::exchange::apply(&mut workspace, &first.edits);
    let check = |table: &str, cells: &[&[&str]]| {
        let sheets = read("x.xlsx", &workbook(table, &rows(cells))).unwrap();
        let run = dry_run(&sheets, &propose(&sheets), &workspace, 1 << 20);
        run.problems().map(|problem| (problem.row, problem.sentence.clone())).collect::<Vec<_>>()
    };
    let materials: &[&[&str]] = &[&["operation", "item", "quantity"], &["make A", "B", "-1"], &["make B", "A", "-1"]];
    assert_eq!(check("operation material", materials), [(Some(3), "An item is needed to make itself: A → B → A.".to_owned())]);
    let links: &[&[&str]] = &[&["operation", "blocked by operation"], &["make A", "make B"], &["make B", "make A"]];
    let told = check("operation dependency", links);
    assert_eq!(told, [(Some(3), "An operation waits for itself: make A → make B → make A.".to_owned())]);
}

#[test]
fn times_in_the_wrong_order_are_told() {
    let told = problems("sales order", &[&["name", "release", "deadline"], &["O1", "2026-03-02", "2026-03-01"]]);
    assert_eq!(told, ["C (deadline)2 Error Deadline must not be before Release."]);
}

#[test]
fn ten_thousand_orders_are_tried_out_quickly() {
    let mut text = String::from("name,item,location,customer,due,quantity,priority\n");
    for index in 0..10_000 {
        text.push_str(&format!(
            "O{index},Item {},Plant {},Customer {},2026-03-{:02},{},{}\n",
            index % 500,
            index % 3,
            index % 200,
            index % 28 + 1,
            index % 90 + 1,
            index % 20
        ));
    }
    let clock = Computing::start();
    let (_, run) = try_out("sales order.csv", text.as_bytes()).unwrap();
    println!("10,000 orders in {:?} (unoptimised)", clock.elapsed());
    assert!(run.can_import);
    assert_eq!((run.sheets[0].added, run.implied.len()), (10_000, 703));
    assert!(run.sheets[0].problems.len() <= 200 && run.sheets[0].more_problems == 503);
}

/// How many mutated files each kind is tried with: a few on every change, as many as asked for on the bench.
fn cases() -> u32 {
    std::env::var("LINEWRIGHT_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(150)
}

fn mutated(mut bytes: Vec<u8>, edits: &[(u16, u8, u8)]) -> Vec<u8> {
    for (at, kind, value) in edits {
        let length = bytes.len().max(1);
        let at = usize::from(*at) * length / 65_536;
        match kind % 4 {
            0 if at < bytes.len() => bytes[at] = *value,
            1 => bytes.insert(at.min(bytes.len()), *value),
            2 if at < bytes.len() => {
                bytes.remove(at);
            }
            _ => {
                let end = (at + usize::from(*value)).min(bytes.len());
                let copy = bytes[at.min(end)..end].to_vec();
                bytes.extend(copy);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_archives_never_panic(seed in 0u64..20, edits in prop::collection::vec(any::<(u16, u8, u8)>(), 1..6)) {
        let bytes = export_workbook(&random_workspace(seed, 2)).unwrap();
        let _ = try_out("x.xlsx", &mutated(bytes, &edits));
    }

    #[test]
    fn damaged_parts_of_workbooks_never_panic(
        part in 0usize..6,
        edits in prop::collection::vec(any::<(u16, u8, u8)>(), 1..8),
    ) {
        let cells = rows(&[&["name", "item", "due"], &["O1", "Chair", "2026-03-01"], &["O2", "#REF!", "44000"]]);
        let strings = r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>x</t></si></sst>"#;
        let mut parts = parts("demand", &sheet_xml(&cells), strings);
        parts[part].1 = mutated(std::mem::take(&mut parts[part].1), &edits);
        let _ = try_out("x.xlsx", &packed(&parts));
    }

    #[test]
    fn damaged_texts_never_panic(seed in 0u64..50, table in 0usize..24, edits in prop::collection::vec(any::<(u16, u8, u8)>(), 1..10)) {
        let workspace = random_workspace(seed, 3);
        let table = TableName::ALL[table % TableName::ALL.len()];
        let text = export_csv(&workspace, table, &workspace.ids(table));
        let _ = try_out(&format!("{}.csv", table.word()), &mutated(text.into_bytes(), &edits));
    }

    #[test]
    fn damaged_fixtures_never_panic(edits in prop::collection::vec(any::<(u16, u8, u8)>(), 1..10)) {
        let text = r#"[{"model": "input.item", "pk": "A", "fields": {"cost": 1.5, "owner": null}}, {"model": "input.demand", "fields": {"name": "D", "due": "2026-03-01 10:00:00", "quantity": "3", "item_id": "A", "plan": {"x": [1, {"y": true}]}}}, {"model": "input.calendarbucket", "fields": {"calendar": "C", "monday": true, "endtime": "23:59:59"}}]"#;
        let _ = try_out("x.json", &mutated(text.as_bytes().to_vec(), &edits));
    }

    #[test]
    fn any_cell_is_a_value_or_a_sentence(text in "\\PC{0,30}", table in 0usize..24) {
        let table = TableName::ALL[table % TableName::ALL.len()];
        for field in table.fields() {
            let quoted = text.replace('"', "\"\"");
            let sheet = format!("{},filler\n\"{quoted}\",1\n", field.name);
            let Ok((_, run)) = try_out(&format!("{}.csv", table.word()), sheet.as_bytes()) else { continue };
            for edit in &run.edits {
                if let linewright::document::Edit::Add { fields, .. } = edit {
                    let finite = |value: &Value| !matches!(value, Value::Number(number) if !number.is_finite());
                    prop_assert!(fields.iter().all(|(_, value)| finite(value)));
                }
            }
        }
    }
}
