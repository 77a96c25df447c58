//! Workbooks made part by part, so that each part can be wrong.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="SHEET" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const WORKBOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// An archive of parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a workbook with one sheet of this XML, and shared strings of that.
pub fn parts(name: &str, sheet: &str, strings: &str) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("[Content_Types].xml", TYPES.into()),
        ("_rels/.rels", RELS.into()),
        ("xl/workbook.xml", WORKBOOK.replace("SHEET", name).into()),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS.into()),
        ("xl/worksheets/sheet1.xml", sheet.into()),
        ("xl/sharedStrings.xml", strings.into()),
    ]
}

pub fn packed(parts: &[(&'static str, Vec<u8>)]) -> Vec<u8> {
    archive(&parts.iter().map(|(name, content)| (*name, content.as_slice())).collect::<Vec<_>>())
}

/// The XML of a sheet of cells.
pub fn sheet_xml(cells: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#
    )
}

/// A workbook with one sheet of these cells.
pub fn workbook(name: &str, cells: &str) -> Vec<u8> {
    packed(&parts(
        name,
        &sheet_xml(cells),
        r#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>"#,
    ))
}

/// Cells of texts, row by row.
pub fn rows(rows: &[&[&str]]) -> String {
    let mut xml = String::new();
    for row in rows {
        xml.push_str("<row>");
        for text in *row {
            match text.strip_prefix('#').is_some() {
                true => xml.push_str(&format!(r#"<c t="e"><v>{text}</v></c>"#)),
                false if text.is_empty() => xml.push_str("<c/>"),
                false => xml.push_str(&format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#)),
            }
        }
        xml.push_str("</row>");
    }
    xml
}
