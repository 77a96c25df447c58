//! From a report on the run list to a tile of the dashboard, and from the tile back to the report.

use crate::access::{open_page, planned_sample};
use crate::board::frames;
use crate::forecast::press_button;
use journeys::{Browser, Look};

/// What the tile of a figure shows as its value.
async fn value(browser: &Browser, figure: &str) -> String {
    let script = format!("return document.querySelector('[data-tile=\"{figure}\"] .tile-value')?.textContent.trim() ?? ''");
    browser.run(&script).await.as_str().unwrap_or_default().to_owned()
}

async fn looks(browser: &Browser, name: &str) {
    for (look, word) in [(Look::Light, "light"), (Look::Dark, "dark")] {
        browser.look(look).await;
        for (width, height) in [(1440, 900), (820, 1180), (390, 844)] {
            browser.resize(width, height).await;
            frames(browser).await;
            browser.screenshot(&format!("{name}-{word}-{width}")).await;
        }
    }
    browser.look(Look::Light).await;
    browser.resize(1440, 900).await;
}

#[tokio::test]
async fn a_report_is_on_the_dashboard_and_the_dashboard_leads_back_to_it() {
    let (server, browser) = planned_sample().await;
    open_page(&browser, &server, "execution/").await;
    browser
        .wait_for(
            "all work to be listed",
            "const all = [...document.querySelectorAll('.run-tools option, .run-tools .segment')].find((one) => /^(All|Everything)/.test(one.textContent.trim()));
             if (!all) return false;
             if (all.tagName === 'OPTION') { all.parentElement.value = all.value; all.parentElement.dispatchEvent(new Event('change', { bubbles: true })); }
             else { all.querySelector('input').click(); }
             return document.querySelector('.work') !== null",
        )
        .await;
    browser
        .wait_for(
            "work that can begin",
            "const button = [...document.querySelectorAll('.work button')].find((button) => button.textContent.trim() === 'Start');
             button?.click(); return button !== undefined",
        )
        .await;
    browser.wait_for("the work to run", "return /Running for/.test(document.body.innerText)").await;

    open_page(&browser, &server, "performance_dashboard/").await;
    browser.wait_for_text("No tiles yet").await;
    press_button(&browser, "Operations Lead").await;
    browser.wait_for("the tiles", "return document.querySelectorAll('.tile').length === 6").await;
    assert_eq!(value(&browser, "Work in progress at the end").await, "1");
    looks(&browser, "dashboard").await;

    browser.run("document.querySelector('[data-tile=\"Work in progress at the end\"] button.tile-value').click()").await;
    browser
        .wait_for(
            "the report behind the figure",
            "return /Start/.test(document.querySelector('dialog[open] .source-row')?.textContent ?? '')",
        )
        .await;
    browser.expect_no_problems("with a figure opened").await;
    browser.run("document.querySelector('dialog[open] button.source-row').click()").await;
    browser.wait_for("the report itself", "return /Start/.test(document.querySelector('.asked-report')?.textContent ?? '')").await;
    assert!(browser.path().await.contains("execution/"), "{}", browser.path().await);

    open_page(&browser, &server, "performance/").await;
    browser.wait_for("the figures", "return document.querySelectorAll('[data-figure]').length > 40").await;
    looks(&browser, "performance").await;
    for tab in ["Flow", "Losses", "Pitfalls"] {
        crate::forecast::open_tab(&browser, tab).await;
        frames(&browser).await;
        browser.screenshot(&format!("performance-{tab}")).await;
        browser.expect_no_problems(tab).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn tiles_are_ordered_removed_and_brought_back_and_the_wall_ends_with_escape() {
    let (server, browser) = planned_sample().await;
    open_page(&browser, &server, "performance_dashboard/").await;
    browser.wait_for_text("No tiles yet").await;
    press_button(&browser, "Technical Support").await;
    let order = "return [...document.querySelectorAll('.tile')].map((tile) => tile.dataset.tile).join('|')";
    browser.wait_for("the tiles", "return document.querySelectorAll('.tile').length === 5").await;
    let before = browser.run(order).await;
    browser.run("document.querySelector('.tile button[aria-label^=\"Later\"]').click()").await;
    browser
        .wait_for("the first tile to be the second", "return document.querySelectorAll('.tile')[1].dataset.tile === 'Availability'")
        .await;
    browser.run("document.querySelector('.tile button[aria-label^=\"Remove\"]').click()").await;
    browser.wait_for("one tile less", "return document.querySelectorAll('.tile').length === 4").await;
    for _ in 0..2 {
        browser.run("document.activeElement?.blur()").await;
        browser.press("Control+z").await;
        frames(&browser).await;
    }
    browser.wait_for("the tiles as they were", "return document.querySelectorAll('.tile').length === 5").await;
    assert_eq!(browser.run(order).await, before);
    press_button(&browser, "Wall").await;
    browser.wait_for("the wall", "return document.querySelector('dialog.wall[open] .wall-tile') !== null").await;
    browser.screenshot("dashboard-wall").await;
    browser.press("Escape").await;
    browser.wait_for("the page", "return document.querySelector('dialog.wall[open]') === null").await;
    browser.expect_no_problems("after the wall").await;
    browser.close().await;
}

/// Types into a field of the open dialog by its label, as a person does who then goes on to the next.
async fn fill(browser: &Browser, label: &str, text: &str) {
    let label = serde_json::json!(label).to_string();
    let find = format!(
        "const field = [...document.querySelectorAll('dialog[open] label')].find((one) => one.textContent.trim().startsWith({label}));
         const input = field?.control ?? field?.querySelector('input') ?? field?.parentElement?.querySelector('input');
         input?.focus(); input?.select?.(); return input !== undefined && document.activeElement === input"
    );
    browser.wait_for(&label, &find).await;
    browser.type_text(text).await;
    browser.press("Tab").await;
    frames(browser).await;
}

#[tokio::test]
async fn a_figure_is_typed_and_pasted_charted_and_used_in_a_formula_and_undone() {
    let (server, browser) = planned_sample().await;
    open_page(&browser, &server, "performance_dashboard/").await;
    browser.wait_for_text("No tiles yet").await;
    press_button(&browser, "Add tiles").await;
    fill(&browser, "Name of the series", "Energy").await;
    fill(&browser, "Unit of its values", "kWh").await;
    press_button(&browser, "Add this series").await;
    browser.wait_for("its fields", "return document.querySelectorAll('dialog[open] .typed-values input').length === 13").await;
    browser.run("document.querySelector('dialog[open] .typed-values summary').click()").await;
    let paste = "const area = document.querySelector('dialog[open] .typed-values textarea');
        area.value = ['Energy', 90, 91, 92, 90, 91, 92, 90, 91, 92, 180].join('\\n');
        area.dispatchEvent(new Event('input', { bubbles: true }))";
    browser.run(paste).await;
    browser.wait_for_text("10 values, from").await;
    press_button(&browser, "Take over").await;
    browser
        .wait_for(
            "a signal",
            "return /^Signal in W\\d+ \\d+, high/.test(document.querySelector('dialog[open] .reading')?.textContent ?? '')",
        )
        .await;
    browser
        .wait_for(
            "the typed value as the row behind the figure",
            "return /Energy/.test(document.querySelector('dialog[open] .source-row')?.textContent ?? '')",
        )
        .await;
    browser.screenshot("typed-figure").await;
    browser.expect_no_problems("with a typed figure opened").await;
    browser.press("Escape").await;
    browser.wait_for("the tile", "return document.querySelectorAll('.tile').length === 1").await;
    assert_eq!(value(&browser, "Energy").await, "180 kWh");

    press_button(&browser, "Add tiles").await;
    fill(&browser, "Name", "Energy by half").await;
    fill(&browser, "Formula", "energy / 2").await;
    browser.screenshot("typed-figure-form").await;
    press_button(&browser, "Add this figure").await;
    browser.wait_for("both tiles", "return document.querySelectorAll('.tile').length === 2").await;
    assert_eq!(value(&browser, "Energy by half").await, "90");
    for _ in 0..2 {
        browser.run("document.activeElement?.blur()").await;
        browser.press("Control+z").await;
        frames(&browser).await;
    }
    browser.wait_for("no values", "return document.querySelector('[data-tile=\"Energy\"] .tile-value')?.textContent.trim() === '–'").await;
    browser.expect_no_problems("after undoing").await;
    browser.close().await;
}
