//! A workspace with a year behind it, of which nothing is planned ahead: every page begins at the present, and what is open comes first.

use crate::chain::go;
use crate::forecast::{open_tab, press_button};
use crate::improvement::a_year;

#[tokio::test]
async fn a_workspace_whose_work_is_all_past_is_shown_where_the_present_is() {
    let (_server, browser) = a_year().await;
    go(&browser, "Schedule").await;
    // A year of work lies before the present, and little room behind it.
    let at_the_end = "const board = document.querySelector('.board-scroller');
        return board !== null && board.scrollWidth > 4 * board.clientWidth && board.scrollLeft > 0.7 * board.scrollWidth";
    browser.wait_for("the board's last stretch", at_the_end).await;
    // What is done is none of a plan's business: it adds what is open and takes nothing away.
    press_button(&browser, "Plan").await;
    let words = browser.wait_for("what the plan changes", "return document.body.innerText.match(/Tasks: .*no longer needed/)?.[0]").await;
    assert!(words.as_str().is_some_and(|words| words.contains(", 0 no longer needed") && !words.contains("Tasks: 0 new")), "{words}");
    press_button(&browser, "Discard").await;
    open_tab(&browser, "Orders and promises").await;
    let first = "const row = [...document.querySelectorAll('main [role=row]')].map((row) => row.innerText).find((text) => /\\d{4}-\\d\\d-\\d\\d/.test(text));
        return row?.match(/\\d{4}-\\d\\d-\\d\\d/)[0]";
    let due = browser.wait_for("the orders", first).await;
    let today =
        browser.run("const now = new Date(); return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10)").await;
    assert!(due.as_str() >= today.as_str(), "an order due on {due} stands before those that are open on {today}");
    go(&browser, "Allocation").await;
    // Thousands of tasks lie behind it, and everybody has a row with the hours of each day.
    let everybody = "const rows = [...document.querySelectorAll('.matrix tbody tr')].map((row) => row.innerText);
        return rows.some((row) => row.includes('Filling line')) && rows.some((row) => row.includes('Pack crew member 2'))";
    browser.wait_for("a row for everybody", everybody).await;
    // The day that is shown first is the one to which “This week” goes.
    let monday = "return [...document.querySelectorAll('main th')].map((head) => head.innerText.replace(/\\s+/g, ' ').trim()).find((text) => /^Mon /.test(text))";
    let shown = browser.wait_for("the days", monday).await;
    browser.run("document.querySelector('.week-steps button[aria-label=Later]').click()").await;
    browser.wait_for("the week after", &format!("const monday = (() => {{ {monday} }})(); return monday !== {shown}")).await;
    press_button(&browser, "This week").await;
    browser.wait_for("this week again", &format!("const monday = (() => {{ {monday} }})(); return monday === {shown}")).await;
    go(&browser, "Execution").await;
    browser.wait_for_text("Nothing is scheduled yet").await;
    browser.close().await;
}

/// A figure of one customer becomes a tile with that customer's name and value.
#[tokio::test]
async fn a_tile_is_of_one_customer() {
    let (_server, browser) = a_year().await;
    go(&browser, "Performance").await;
    browser.wait_for("the figures", "return document.querySelectorAll('[data-figure]').length > 40").await;
    let by_customer =
        "const field = [...document.querySelectorAll('.performance-bar select')].find((one) => one.querySelector('[value=customer]'));
        if (!field) return false;
        field.value = 'customer'; field.dispatchEvent(new Event('change', { bubbles: true })); return true";
    browser.wait_for("what figures are told apart by", by_customer).await;
    let whose = "return document.querySelector('.performance-bar .combo input')?.value";
    let whose = browser.wait_for("the first customer", whose).await.as_str().unwrap_or_default().to_owned();
    // The week before, for in this one nothing may have been delivered yet.
    let week_before = "const field = [...document.querySelectorAll('.performance-bar select')].find((one) => /so far/.test(one.innerText));
        field.value = '1'; field.dispatchEvent(new Event('change', { bubbles: true })); return true";
    browser.wait_for("the week before", week_before).await;
    let shown = "return document.querySelector('[data-figure=throughput] .stat-value')?.innerText.trim()";
    browser.wait_for("the customer's figure", shown).await;
    browser.run("document.querySelector('[data-figure=otif] .stat-button').click()").await;
    press_button(&browser, "Add to the dashboard").await;
    browser.wait_for_text("Take off the dashboard").await;
    browser.press("Escape").await;
    browser.wait_for("the dialog to close", "return document.querySelector('dialog[open]') === null").await;
    browser.run("document.querySelector('main a[href*=performance_dashboard]').click()").await;
    let tile = format!(
        "return [...document.querySelectorAll('.tile')].find((tile) => tile.querySelector('h2').innerText.includes({}))?.innerText",
        serde_json::json!(whose)
    );
    let words = browser.wait_for("the customer's tile", &tile).await;
    assert!(words.as_str().is_some_and(|words| words.contains("On time")), "{words}");
    browser.expect_no_problems("with a customer's tile").await;
    browser.close().await;
}
