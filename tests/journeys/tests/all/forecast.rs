//! Demand foreseen: series from orders, a forecast accepted, overridden and taken back, history pasted in, methods measured.

use crate::board::frames;
use crate::work::open_sample;
use journeys::{Browser, Look, Server, serve_in_folder};
use serde_json::json;

/// The sample with its forecasts made.
pub async fn foreseen_sample() -> (Server, Browser) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    open_tab(&browser, "Forecast").await;
    browser
        .wait_for(
            "forecasts of all series",
            "const list = document.querySelector('.forecast > .table');
             return list !== null && /\\d %/.test(list.textContent) && !/being forecast/.test(document.querySelector('main').textContent)",
        )
        .await;
    (server, browser)
}

pub async fn open_tab(browser: &Browser, words: &str) {
    let script = "const tab = [...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent.trim().startsWith(WORDS));
        tab?.click(); return tab !== undefined";
    browser.wait_for(words, &script.replace("WORDS", &json!(words).to_string())).await;
}

/// Presses the button with these words in the page or the dialog over it.
pub async fn press_button(browser: &Browser, words: &str) {
    let script = "const within = document.querySelector('dialog[open]') ?? document.querySelector('main');
        const button = [...within.querySelectorAll('button')].find((button) => button.textContent.trim() === WORDS);
        button?.click(); return button !== undefined";
    browser.wait_for(words, &script.replace("WORDS", &json!(words).to_string())).await;
}

/// The text of a cell of the periods shown, by row and heading.
const CELL: &str = "const table = document.querySelector('.forecast-detail .table');
    const heads = [...table.querySelectorAll('[role=columnheader]')].map((head) => head.textContent.trim());
    const cell = (row, head) => [...table.querySelectorAll('.table-row')].filter((row) => row.querySelector('[role=gridcell]'))[row]
        ?.children[heads.findIndex((text) => text.startsWith(head))];
    ";

async fn wait_cell(browser: &Browser, row: usize, head: &str, pattern: &str) {
    let script = format!("{CELL} return {pattern}.test(cell({row}, {})?.textContent.trim())", json!(head));
    browser.wait_for(&format!("{head} in row {row}"), &script).await;
}

/// Types into the cell of a table by the keyboard alone: the table by its name, rows down and columns right of its first cell.
pub async fn type_into(browser: &Browser, table: &str, (row, column): (usize, usize), text: &str) {
    browser.run(&format!("document.querySelector('[role=grid][aria-label=\"{table}\"]').focus()")).await;
    browser.press("Control+Home").await;
    for _ in 0..row {
        browser.press("ArrowDown").await;
    }
    for _ in 0..column {
        browser.press("ArrowRight").await;
    }
    browser.press("F2").await;
    browser.wait_for("the cell to be open", "return document.activeElement.closest('.table-editor') !== null").await;
    browser.press("Control+a").await;
    browser.type_text(text).await;
    browser.press("Enter").await;
}

/// The columns of overrides and their reasons among the periods to come.
const OVERRIDE: usize = 6;
const WHY: usize = 7;

#[tokio::test]
async fn a_forecast_is_accepted_overridden_with_a_reason_and_taken_back() {
    let (_server, browser) = foreseen_sample().await;
    press_button(&browser, "Accept forecast").await;
    wait_cell(&browser, 0, "Accepted", "/^\\d+$/").await;
    type_into(&browser, "Periods to come", (1, OVERRIDE), "77").await;
    wait_cell(&browser, 1, "Override", "/^77$/").await;
    type_into(&browser, "Periods to come", (1, WHY), "A fair in town").await;
    wait_cell(&browser, 1, "Why", "/fair/").await;
    wait_cell(&browser, 1, "Accepted", "/^\\d+$/").await;
    for (look, word) in [(Look::Light, "light"), (Look::Dark, "dark")] {
        browser.look(look).await;
        for (width, height) in [(1440, 900), (820, 1180), (390, 844)] {
            browser.resize(width, height).await;
            frames(&browser).await;
            browser.screenshot(&format!("forecast-{word}-{width}")).await;
        }
    }
    browser.look(Look::Light).await;
    browser.resize(1440, 900).await;
    // Demand below zero is no demand: it is said, and nothing changes.
    type_into(&browser, "Periods to come", (1, OVERRIDE), "-5").await;
    browser.wait_for("the refusal", "return /never below zero/.test(document.body.innerText)").await;
    browser.press("Escape").await;
    wait_cell(&browser, 1, "Override", "/^77$/").await;
    for _ in 0..3 {
        browser.run("document.activeElement?.blur()").await;
        browser.press("Control+z").await;
    }
    wait_cell(&browser, 1, "Override", "/^$/").await;
    wait_cell(&browser, 0, "Accepted", "/^$/").await;
    browser.expect_no_problems("with forecasts").await;
    browser.close().await;
}

#[tokio::test]
async fn a_history_pasted_from_a_spreadsheet_is_understood_before_it_is_taken_over() {
    let (_server, browser) = foreseen_sample().await;
    press_button(&browser, "Paste history").await;
    let rows: Vec<String> =
        (0..30).map(|at| format!("Wall shelf\\t{}-{:02}\\t{}", 2024 + at / 12, at % 12 + 1, 40 + at % 12 * 5)).collect();
    let paste = |text: &str| {
        format!(
            "const field = document.querySelector('dialog[open] textarea'); field.value = `{text}`;
             field.dispatchEvent(new Event('input', {{ bubbles: true }}))"
        )
    };
    browser.run(&paste("Wall shelf\\t2024-01\\tmany\\nNobody knows it\\t2024-02\\t4")).await;
    browser.wait_for("what is left out", "return /“many”/.test(document.querySelector('dialog[open]').innerText)").await;
    press_button(&browser, "Take over").await;
    browser.wait_for("the refusal", "return /no item called “Nobody knows it”/.test(document.body.textContent)").await;
    let item = browser.run("return document.querySelector('.forecast > .table').textContent.includes('Wall shelf')").await;
    assert_eq!(item, json!(false), "nothing was taken over");
    let text = rows.join("\\n").replace("Wall shelf", "Table top");
    browser.run(&paste(&text)).await;
    let understood = browser
        .wait_for(
            "what is understood",
            "const text = document.querySelector('dialog[open] [role=status]').innerText; return /30 values/.test(text) && text",
        )
        .await;
    assert!(understood.as_str().unwrap_or_default().contains("from 2024-01-01 to 2026-06-01"), "{understood}");
    press_button(&browser, "Take over").await;
    browser.wait_for("the new series", "return /Table top/.test(document.querySelector('.forecast > .table').textContent)").await;
    browser.expect_no_problems("after pasting a history").await;
    browser.close().await;
}

#[tokio::test]
async fn every_method_is_measured_against_the_naive_one_in_one_click() {
    let (_server, browser) = foreseen_sample().await;
    press_button(&browser, "Backtest").await;
    browser
        .wait_for(
            "the methods",
            "const rows = [...document.querySelectorAll('dialog[open] .table-row')].map((row) => row.innerText);
             return rows.length > 8 && rows.some((row) => /naive/i.test(row)) && rows.some((row) => /theta/i.test(row))",
        )
        .await;
    browser.screenshot("backtest").await;
    browser.expect_no_problems("with a backtest").await;
    browser.close().await;
}

/// The first figure of the series shown, what is expected next, once its forecast is made.
const NEXT: &str = "if (/being forecast/.test(document.querySelector('main').textContent)) return null;
    return document.querySelector('.forecast-detail .figures .stat-value')?.textContent.trim()";

#[tokio::test]
async fn holt_winters_takes_the_weights_that_a_person_types() {
    let (_server, browser) = foreseen_sample().await;
    press_button(&browser, "Paste history").await;
    let rows: Vec<String> =
        (0..48).map(|at| format!("Table top\\t{}-{:02}\\t{}", 2022 + at / 12, at % 12 + 1, 40 + at + at % 12 * 5)).collect();
    let paste = format!(
        "const field = document.querySelector('dialog[open] textarea'); field.value = `{}`;
         field.dispatchEvent(new Event('input', {{ bubbles: true }}))",
        rows.join("\\n")
    );
    browser.run(&paste).await;
    browser.wait_for("what is understood", "return /48 values/.test(document.querySelector('dialog[open] [role=status]').innerText)").await;
    press_button(&browser, "Take over").await;
    // It is opened in the list by the keyboard.
    let place = "const rows = [...document.querySelectorAll('.forecast > .table .table-row')].filter((row) => row.querySelector('[role=gridcell]'));
        const at = rows.findIndex((row) => row.textContent.includes('Table top')); return at >= 0 && String(at)";
    let place = browser.wait_for("the new series", place).await;
    browser.run("document.querySelector('[role=grid][aria-label=\"Forecast series\"]').focus()").await;
    browser.press("Control+Home").await;
    for _ in 0..place.as_str().and_then(|at| at.parse().ok()).unwrap_or(0) {
        browser.press("ArrowDown").await;
    }
    browser.press("Enter").await;
    browser.wait_for("the series", "return document.querySelector('.forecast-detail h2')?.textContent === 'Table top'").await;
    let field = |label: &str| {
        format!(
            "const label = [...document.querySelectorAll('.forecast-detail .field label')].find((label) => label.textContent.trim() === '{label}');
             const field = label && document.getElementById(label.htmlFor);"
        )
    };
    let method = format!(
        "{} field.value = 'holt-winters multiplicative'; field.dispatchEvent(new Event('change', {{ bubbles: true }}))",
        field("Method")
    );
    browser.run(&method).await;
    let weights = field("Weights of level, trend, season");
    browser.wait_for("the weights", &format!("{weights} return field?.value === ''")).await;
    let by_errors = browser.wait_for("the forecast", NEXT).await;
    let enter = async |text: &str| {
        browser.wait_for("the field", &format!("{weights} field.focus(); field.select(); return document.activeElement === field")).await;
        browser.type_text(text).await;
        browser.press("Enter").await;
    };
    // No share: it is said, and the forecast is what it was.
    enter("0.3 0.05 1.4").await;
    browser
        .wait_for("the refusal", "return [...document.querySelectorAll('.forecast-detail [role=alert]')].some((alert) => /three numbers from 0 to 1/.test(alert.textContent))")
        .await;
    assert_eq!(browser.wait_for("the forecast", NEXT).await, by_errors);
    enter("0.9 0.5 0.1").await;
    let other = format!("const next = () => {{ {NEXT} }}; const now = next(); return now && now !== {by_errors} && now");
    browser.wait_for("the forecast by these weights", &other).await;
    browser.screenshot("forecast-weights").await;
    browser.run("document.activeElement?.blur()").await;
    browser.press("Control+z").await;
    browser.wait_for("the forecast by errors", &format!("const next = () => {{ {NEXT} }}; return next() === {by_errors}")).await;
    browser.wait_for("no weights", &format!("{weights} return field?.value === ''")).await;
    browser.expect_no_problems("with weights").await;
    browser.close().await;
}
