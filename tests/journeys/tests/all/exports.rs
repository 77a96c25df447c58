//! The artefacts as files and on paper: each is downloaded as a person does it, and its content is looked at.

use crate::work::{open_sample, plan};
use journeys::{Browser, Scratch, Server, serve_in_folder, typist};
use linewright::exchange::{Cell, Sheet, read};
use serde_json::{Value, json};
use std::path::Path;

/// A name that would do harm wherever it were taken for anything but text.
const HOSTILE: &str = r#"=<img src=x onerror=alert(1)>"'&</text><script>alert(2)</script>"#;

/// The planned sample with a hostile name among its items, and a folder for downloads.
async fn planned() -> (Server, Browser, Scratch) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.before_every_page("window.printed = []; window.print = () => window.printed.push([...document.querySelectorAll('.board-sheets figure')].map((sheet) => [sheet.querySelector('svg').viewBox.baseVal.width, sheet.ariaLabel]));").await;
    open_sample(&browser, &server.url("")).await;
    plan(&browser).await;
    browser.wait_for("the plan to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    typist::sit_down(&browser, &server).await;
    let wanted = browser
        .run("return [...document.querySelectorAll('.table-grid [role=row]')].map((row) => row.innerText).find((text) => /Chair|Table|chair|table/.test(text)) !== undefined")
        .await;
    assert_eq!(wanted, json!(true), "the sample has chairs or tables");
    browser
        .run_async(&format!(
            "await typist.search('able'); typist.paste({}); await new Promise((done) => setTimeout(done, 100)); await typist.search('');",
            json!(HOSTILE)
        ))
        .await;
    browser.wait_for_text("<img src=x onerror").await;
    browser.wait_for("it to be saved", "return typist.says() === 'Saved'").await;
    let folder = Scratch::new("downloads");
    browser.download_to(folder.path()).await;
    (server, browser, folder)
}

/// An SVG file that a browser reads, with these words, and with nothing in it that acts or points anywhere.
async fn expect_harmless_svg(browser: &Browser, bytes: &[u8], words: &[&str]) {
    browser.expect_no_problems("before the file is looked at").await;
    // The look itself is looked at first: it has to find what must not be there.
    for bad in ["<script/>", "<a href='x'/>", "<rect onload='x'/>", "<image src='x'/>", "<rect fill='url(https://example.org/#a)'/>"] {
        let file = format!("<svg xmlns='http://www.w3.org/2000/svg'>{bad}</svg>");
        assert_ne!(looked_at(browser, file.as_bytes()).await[0], json!(""), "{bad} was not seen");
    }
    // The content policy has reported the handler among them; from here on it must have nothing to report.
    browser.problems().await;
    let found = looked_at(browser, bytes).await;
    assert_eq!(found[0], json!(""), "in the file");
    let shown = found[1].as_str().unwrap_or_default();
    for word in words {
        assert!(shown.contains(word), "{word} is missing from {shown}");
    }
}

/// What of an SVG file acts or points anywhere, and its texts.
async fn looked_at(browser: &Browser, bytes: &[u8]) -> Value {
    let text = String::from_utf8(bytes.to_vec()).expect("SVG is text");
    let script = format!(
        "const file = new DOMParser().parseFromString({}, 'image/svg+xml');
         if (file.querySelector('parsererror') || file.documentElement.localName !== 'svg') return ['it cannot be read'];
         const known = new Set(['svg', 'title', 'g', 'clipPath', 'rect', 'path', 'polyline', 'polygon', 'text']);
         const wrong = [];
         for (const element of file.querySelectorAll('*')) {{
           if (!known.has(element.localName) || element.namespaceURI !== 'http://www.w3.org/2000/svg') wrong.push(element.localName);
           for (const {{ name, value }} of element.attributes) {{
             if (/^on|href|src|style/i.test(name)) wrong.push(name);
             if (name !== 'xmlns' && /[a-z]+:\\/\\/|javascript:|data:/i.test(value)) wrong.push(value);
             if (/url\\((?!#)/.test(value)) wrong.push(value);
           }}
         }}
         return [wrong.join(' '), [...file.querySelectorAll('text')].map((text) => text.textContent).join('\\n')];",
        json!(text)
    );
    browser.run_async(&script).await
}

/// A PNG file of some size with more than two colours in it.
async fn expect_picture(browser: &Browser, bytes: &[u8]) {
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "it is no PNG file");
    let script = format!(
        "const bytes = new Uint8Array({});
         const image = await createImageBitmap(new Blob([bytes], {{ type: 'image/png' }}));
         const canvas = new OffscreenCanvas(image.width, image.height);
         const context = canvas.getContext('2d');
         context.drawImage(image, 0, 0);
         const dots = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
         return [image.width, image.height, new Set(dots).size];",
        json!(bytes)
    );
    let found = browser.run_async(&script).await;
    let number = |at: usize| found[at].as_u64().unwrap_or_default();
    assert!(number(0) > 300 && number(1) > 100 && number(2) > 4, "the picture is empty: {found}");
}

/// The one sheet of a workbook.
fn sheet(bytes: &[u8]) -> Sheet {
    let sheets = read("download.xlsx", bytes).expect("a workbook");
    assert_eq!(sheets.sheets.len(), 1);
    sheets.sheets.into_iter().next().unwrap_or_default()
}

fn titles(sheet: &Sheet) -> Vec<&str> {
    sheet.columns.iter().map(|column| column.title.as_str()).collect()
}

/// Cells whose text a spreadsheet would run.
fn formulas(text: &str) -> Vec<&str> {
    text.split(['\n', ',']).filter(|cell| cell.trim_start_matches('"').starts_with(['=', '+', '@'])).collect()
}

async fn take(browser: &Browser, folder: &Path, entry: &str, ending: &str) -> Vec<u8> {
    browser.choose("Export", entry).await;
    let (name, bytes) = browser.downloaded(folder, ending).await;
    assert!(!name.contains(['/', '<', ':']), "{name}");
    bytes
}

#[tokio::test]
async fn the_scheduling_board_goes_out_as_pictures_tables_calendar_and_print() {
    let (server, browser, folder) = planned().await;
    browser.open_started(&server.url("schedule/")).await;
    browser
        .wait_for(
            "the board",
            "return document.querySelector('.board-canvas') !== null && /\\d+ tasks/.test(document.querySelector('main').innerText)",
        )
        .await;
    let tasks: usize = browser
        .run("return /(\\d+) tasks/.exec(document.querySelector('main').innerText)[1]")
        .await
        .as_str()
        .and_then(|count| count.parse().ok())
        .unwrap_or_default();
    assert!(tasks > 20);
    expect_harmless_svg(&browser, &take(&browser, folder.path(), "Picture (SVG)", "svg").await, &["seen"]).await;
    expect_picture(&browser, &take(&browser, folder.path(), "Picture (PNG)", "png").await).await;
    let csv = String::from_utf8(take(&browser, folder.path(), "Table of tasks (CSV)", "csv").await).expect("text");
    assert!(csv.starts_with("\u{feff}Order,Operation,Item,"), "{csv}");
    assert_eq!((csv.lines().count(), formulas(&csv)), (tasks + 1, Vec::new()));
    assert!(csv.contains("'=<img"), "the name is there, and no formula");
    let list = sheet(&take(&browser, folder.path(), "Table of tasks (XLSX)", "xlsx").await);
    assert_eq!((list.rows.len(), titles(&list)[..3].to_vec()), (tasks, vec!["Order", "Operation", "Item"]));
    let start = titles(&list)
        .iter()
        .position(|title| *title == "Start")
        .and_then(|at| list.columns.get(at))
        .map(|column| column.index)
        .unwrap_or_default();
    assert!(list.rows.iter().all(|row| row.cell(start).is_none_or(|cell| matches!(cell, Cell::Days { .. }))), "times are times");
    let calendar = String::from_utf8(take(&browser, folder.path(), "Calendar (iCalendar)", "ics").await).expect("text");
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.trim_end().ends_with("END:VCALENDAR"));
    assert!(calendar.matches("BEGIN:VEVENT").count() >= tasks, "every task is an event");
    let whole = read("w.xlsx", &take(&browser, folder.path(), "Whole workspace (XLSX)", "xlsx").await).expect("a workbook");
    assert!(whole.sheets.len() > 5);
    expect_prints(&browser, "Schedule, sheet 1").await;
    browser.expect_no_problems("exporting the board").await;
    browser.close().await;
}

/// Chooses Print and looks at the sheets that the print dialog would have got.
async fn expect_prints(browser: &Browser, first: &str) {
    browser.choose("Export", "Print").await;
    let sheets = browser.wait_for("the print dialog", "return window.printed.length > 0 && window.printed.at(-1)").await;
    assert!(sheets[0][0].as_u64().is_some_and(|width| width > 200), "the first sheet is a picture that was read: {sheets}");
    assert!(sheets[0][1].as_str().is_some_and(|name| name.starts_with(first)), "{sheets}");
}

#[tokio::test]
async fn the_production_plan_goes_out_as_pictures_and_tables() {
    let (server, browser, folder) = planned().await;
    browser.open_started(&server.url("production_plan/")).await;
    browser.wait_for("the plan", "return document.querySelectorAll('table.plan tbody tr').length > 5").await;
    let lines = browser.run("return document.querySelectorAll('table.plan tbody tr').length").await.as_u64().unwrap_or_default() as usize;
    let svg = take(&browser, folder.path(), "Picture (SVG)", "svg").await;
    expect_harmless_svg(&browser, &svg, &["Production Plan of", "Expected demand", "<img src=x", "Required"]).await;
    expect_picture(&browser, &take(&browser, folder.path(), "Picture (PNG)", "png").await).await;
    let csv = String::from_utf8(take(&browser, folder.path(), "Table (CSV)", "csv").await).expect("text");
    assert_eq!((csv.lines().count(), formulas(&csv)), (lines + 1, Vec::new()));
    let table = sheet(&take(&browser, folder.path(), "Table (XLSX)", "xlsx").await);
    assert_eq!((table.rows.len(), titles(&table)[..4].to_vec()), (lines, vec!["Kind", "Name", "Unit", "Line"]));
    assert!(table.rows.iter().any(|row| row.cell(4).is_some_and(|cell| matches!(cell, Cell::Number(_)))), "numbers are numbers");
    browser.expect_no_problems("exporting the plan").await;
    browser.close().await;
}

#[tokio::test]
async fn the_workflow_map_goes_out_as_pictures_and_print() {
    let (server, browser, folder) = planned().await;
    browser.open_started(&server.url("workflow_map/")).await;
    browser.wait_for("the map", "return document.querySelectorAll('.map-node').length > 1").await;
    let lane = browser.run("return document.querySelector('.map-lane-name').textContent").await;
    let svg = take(&browser, folder.path(), "Picture (SVG)", "svg").await;
    expect_harmless_svg(&browser, &svg, &["Workflow of", lane.as_str().unwrap_or("no lane")]).await;
    expect_picture(&browser, &take(&browser, folder.path(), "Picture (PNG)", "png").await).await;
    expect_prints(&browser, "Workflow Map, sheet 1").await;
    browser.expect_no_problems("exporting the map").await;
    browser.close().await;
}

#[tokio::test]
async fn the_schedule_goes_out_as_a_project_and_comes_back_onto_the_board() {
    let (server, browser, folder) = planned().await;
    browser.open_started(&server.url("exchange/")).await;
    browser.click_text("Save schedule as project (.xml)").await;
    let (name, file) = browser.downloaded(folder.path(), "xml").await;
    let text = String::from_utf8(file).expect("XML is text");
    assert!(text.contains("<OutlineNumber>1.1</OutlineNumber>") && text.contains("<PredecessorUID>"), "{name} has no links");
    let tasks = text.matches("<OutlineLevel>2</OutlineLevel>").count();
    let kept = folder.path().join("project.mspdi");
    std::fs::write(&kept, &text).expect("the folder is ours");
    let other = Browser::start().await;
    other.open_started(&server.url("exchange/")).await;
    other.give_file(&kept).await;
    let tried = format!("return /task\\s+Tasks\\s+{tasks}\\s+{tasks}\\s+0/.test(document.body.innerText)");
    other.wait_for("the dry run of every task", &tried).await;
    other.click_text("Import").await;
    other.wait_for("it to be imported", "return /were imported|was imported|Imported/.test(document.body.innerText)").await;
    other.open_started(&server.url("scheduling_board/")).await;
    other.wait_for_text(&format!("{tasks} tasks on ")).await;
    other.close().await;
    browser.close().await;
}

#[tokio::test]
async fn holidays_from_a_calendar_file_close_the_calendars_that_are_chosen() {
    let (server, browser, folder) = planned().await;
    let rules = "return document.body.innerText.match(/Calendar rules\\s+(\\d+)/)?.[1]";
    browser.open_started(&server.url("tables/")).await;
    let before: i64 = browser.wait_for("the tables", rules).await.as_str().and_then(|count| count.parse().ok()).expect("a count");
    let event = |name: &str, day: &str| format!("BEGIN:VEVENT\r\nSUMMARY:{name}\r\nDTSTART;VALUE=DATE:{day}\r\nEND:VEVENT\r\n");
    let (old, new) = (event("Long ago", "20200101"), event("Founders’ day", "20990101"));
    let yearly = "BEGIN:VEVENT\r\nSUMMARY:Open day\r\nDTSTART;VALUE=DATE:20200303\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n";
    let text = format!("BEGIN:VCALENDAR\r\nX-WR-CALNAME:Bank holidays\r\n{old}{new}{yearly}END:VCALENDAR\r\n");
    let kept = folder.path().join("holidays.ics");
    std::fs::write(&kept, text).expect("the folder is ours");
    browser.open_started(&server.url("exchange/")).await;
    browser.give_file(&kept).await;
    // Three open days lie ahead; what is past and what no plan reaches is left out.
    browser.wait_for_text("Bank holidays (holidays.ics): 3 entries").await;
    browser.run("document.querySelectorAll('.exchange input[type=checkbox]')[0].click()").await;
    let calendars =
        browser.run("return document.querySelectorAll('.exchange input[type=checkbox]:checked').length").await.as_i64().unwrap_or(0);
    assert!(calendars > 0, "no calendar is left to close");
    browser.click_text("Close these calendars").await;
    browser.wait_for_text("“holidays.ics” was imported").await;
    browser.open_started(&server.url("tables/")).await;
    browser
        .wait_for(
            "a rule for each day and calendar",
            &format!("return document.body.innerText.match(/Calendar rules\\s+(\\d+)/)?.[1] === '{}'", before + 3 * calendars),
        )
        .await;
    browser.expect_no_problems("with holidays").await;
    browser.close().await;
}
