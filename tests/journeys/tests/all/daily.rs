//! What a planner does every day: undo in a field, paste a table with its headings, print the plan, zoom the map, plan from another day.

use crate::work::{open_sample, plan};
use journeys::{Browser, serve_in_folder};
use serde_json::json;

#[tokio::test]
async fn undo_in_a_field_brings_back_what_is_stored_and_never_only_its_letters() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    browser.open_started(&server.url("workflow_map/")).await;
    browser.wait_for("the map", "return document.querySelectorAll('.map-node.step').length > 2").await;
    browser.run("document.querySelector('.map-node.step').dispatchEvent(new MouseEvent('click', { bubbles: true }))").await;
    browser.wait_for("the panel", "return document.querySelector('.map-panel input')?.value").await;
    let name =
        browser.run("const input = document.querySelector('.map-panel input'); input.focus(); input.select(); return input.value").await;
    browser.type_text("Another name").await;
    browser.press("Enter").await;
    browser.wait_for("the new name", "return document.querySelector('.map-panel h2').textContent === 'Another name'").await;
    // The keyboard is still in the field: undo concerns the workspace, and the field follows.
    browser.press("Control+z").await;
    let shown = "return document.querySelector('.map-panel h2').textContent === arguments[0] && document.querySelector('.map-panel input').value === arguments[0]";
    browser.wait_for("the name before", &shown.replace("arguments[0]", &name.to_string())).await;
    // What is being typed and was not left yet belongs to the field.
    browser.run("document.querySelector('.map-panel input').select()").await;
    browser.type_text("Half a wo").await;
    browser.press("Control+z").await;
    browser.two_frames().await;
    let kept = browser.run("return document.querySelector('.map-panel h2').textContent").await;
    assert_eq!(kept, name, "the workspace is as it was");
    browser.expect_no_problems("undo in a field").await;
    browser.close().await;
}

#[tokio::test]
async fn a_table_pasted_with_its_headings_adds_its_rows_wherever_the_cursor_is() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    let count = "return Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 0)";
    browser.wait_for("the table", &count.replace("return ", "return 1 < ")).await;
    let before = browser.run(count).await.as_u64().unwrap_or_default();
    let paste = "const target = document.querySelector('[role=grid]');
        target.focus();
        const data = new DataTransfer();
        data.setData('text/plain', TEXT);
        target.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));";
    let good = "Quantity\\tOrder\\tDue\\n5\\tP-1\\t2031-03-01\\n6\\tP-2\\t2031-03-02\\n";
    browser.run(&paste.replace("TEXT", &format!("\"{good}\""))).await;
    browser
        .wait_for(
            "two orders more",
            &format!("return Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount')) === {}", before + 2),
        )
        .await;
    // A name that is not there is told with the way on, and nothing is added.
    let unknown = "Order\\tItem\\nP-3\\tMoonstone\\n";
    browser.run(&paste.replace("TEXT", &format!("\"{unknown}\""))).await;
    browser.wait_for_text("bring the table in on the page Import").await;
    assert_eq!(browser.run(count).await, json!(before + 2));
    browser.expect_no_problems("pasting with headings").await;
    browser.close().await;
}

#[tokio::test]
async fn the_production_plan_fits_its_sheets_when_the_browser_prints() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    plan(&browser).await;
    browser.open_started(&server.url("production_plan/")).await;
    browser.wait_for("the plan", "return document.querySelectorAll('table.plan tbody tr').length > 5").await;
    let columns = browser.run("return document.querySelectorAll('.plan-frame thead th').length - 2").await.as_u64().unwrap_or_default();
    assert!(columns > 3, "{columns} periods");
    // A landscape sheet of A4 with its margins, at 96 dots per inch.
    browser.resize(1047, 718).await;
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    browser.run("window.dispatchEvent(new Event('beforeprint'))").await;
    browser.two_frames().await;
    let seen = browser
        .run(
            "const tables = [...document.querySelectorAll('.paper .plan')];
             const inside = tables.every((table) => table.getBoundingClientRect().right <= innerWidth + 1);
             const heads = tables.reduce((sum, table) => sum + table.querySelectorAll('thead th').length - 2, 0);
             const buttons = [...document.querySelectorAll('button')].filter((button) => button.checkVisibility() && button.getBoundingClientRect().width > 1).length;
             return [inside, heads, buttons, document.querySelector('.paper-head').textContent]",
        )
        .await;
    assert_eq!(seen[0], json!(true), "every table fits the sheet");
    assert_eq!(seen[1], json!(columns), "every period is on paper once");
    assert_eq!(seen[2], json!(0), "nothing to press is on paper");
    assert!(seen[3].as_str().is_some_and(|head| head.contains("printed 20")), "{seen}");
    browser.run("window.dispatchEvent(new Event('afterprint'))").await;
    browser.wait_for("the paper to be gone", "return document.querySelectorAll('.paper .plan').length === 0").await;
    browser.expect_no_problems("printing the plan").await;
    browser.close().await;
}

#[tokio::test]
async fn the_map_is_zoomed_and_fitted() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    browser.open_started(&server.url("workflow_map/")).await;
    browser.wait_for("the map", "return document.querySelectorAll('.map-node.step').length > 2").await;
    let width = "return document.querySelector('svg.map').getBoundingClientRect().width";
    let whole = browser.run(width).await.as_f64().unwrap_or_default();
    browser.click_text("Fit").await;
    browser.two_frames().await;
    let fitted = browser.run(width).await.as_f64().unwrap_or_default();
    let frame = browser.run("return document.querySelector('.map-frame').clientWidth").await.as_f64().unwrap_or_default();
    // A scroll bar may come or go with the size.
    assert!(fitted <= frame + 1.0 && fitted > whole.min(frame) - 24.0, "{fitted} in a frame of {frame}, {whole} at 100 %");
    browser.run("document.querySelector('button[aria-label=\"Larger\"]').click()").await;
    browser.two_frames().await;
    let larger = browser.run(width).await.as_f64().unwrap_or_default();
    assert!((larger / fitted - 1.25).abs() < 0.01, "{larger} after {fitted}");
    browser.expect_no_problems("zooming the map").await;
    browser.close().await;
}

#[tokio::test]
async fn a_plan_starts_at_the_present_moment_or_when_the_settings_say() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Schedule')).click()").await;
    browser.wait_for_text("Nothing is scheduled yet").await;
    browser.click("button[aria-label='Settings of planning']").await;
    browser.wait_for_text("Horizon in days").await;
    browser
        .run(
            "const input = document.querySelector('dialog[open] input[type=datetime-local]');
             Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, '2031-05-05T08:00');
             input.dispatchEvent(new Event('change', { bubbles: true }))",
        )
        .await;
    browser.wait_for_text("Plans start on 2031-05-05 08:00").await;
    browser.click_text("Close").await;
    browser.run("document.querySelector('main').focus()").await;
    browser.press("Control+z").await;
    browser.wait_for("the present moment again", "return !document.body.innerText.includes('Plans start on')").await;
    browser.expect_no_problems("choosing when plans start").await;
    browser.close().await;
}
