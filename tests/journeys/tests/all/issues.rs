//! An issue from its report to its correction: contained, analysed, corrected, and not verified by a word; what comes back is told.

use crate::access::open_page;
use crate::board::frames;
use crate::forecast::{open_tab, press_button};
use crate::work::open_sample;
use journeys::{Browser, Look, Server, serve_in_folder};
use serde_json::json;

/// The sample with the Issues page open.
async fn issues_page() -> (Server, Browser) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Issues')).click()").await;
    browser.wait_for_text("No issues yet").await;
    (server, browser)
}

/// Fills in the field with this label in the dialog, else in the panel: a text, a number or the code of a choice.
async fn fill(browser: &Browser, label: &str, value: &str) {
    let script = "const within = document.querySelector('dialog[open]') ?? document.querySelector('.split-aside');
        const label = [...(within?.querySelectorAll('label') ?? [])].find((label) => label.textContent.replace('*', '').trim() === LABEL);
        const field = label && document.getElementById(label.htmlFor);
        if (!field) return false;
        field.value = VALUE;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        return true";
    let script = script.replace("LABEL", &json!(label).to_string()).replace("VALUE", &json!(value).to_string());
    browser.wait_for(&format!("the field “{label}”"), &script).await;
}

/// Opens a tab of the issue beside the list.
async fn panel_tab(browser: &Browser, words: &str) {
    let script = "const tabs = [...document.querySelectorAll('.split-aside [role=tab]')];
        const tab = tabs.find((tab) => tab.textContent.trim().startsWith(WORDS));
        tab?.click(); return tab !== undefined";
    browser.wait_for(words, &script.replace("WORDS", &json!(words).to_string())).await;
}

async fn wait_stage(browser: &Browser, stage: &str) {
    let script = format!("return document.querySelector('.split-aside .stages .here')?.textContent.trim() === {}", json!(stage));
    browser.wait_for(&format!("the stage {stage}"), &script).await;
}

/// Waits until the panel says why the next stage is refused.
async fn wait_refusal(browser: &Browser, words: &str) {
    let script = format!(
        "return document.querySelector('.issue-stages [role=status]')?.textContent.includes({}) &&
         document.querySelector('.issue-stages .primary').getAttribute('aria-disabled') === 'true'",
        json!(words)
    );
    browser.wait_for(words, &script).await;
}

async fn report(browser: &Browser, name: &str) {
    press_button(browser, "Report an issue").await;
    fill(browser, "What happened", name).await;
    fill(browser, "Severity", "major").await;
    fill(browser, "Category", "Loose legs").await;
    press_button(browser, "Report").await;
    browser
        .wait_for(
            "the issue beside the list",
            &format!("return document.querySelector('.split-aside h2')?.textContent.includes({})", json!(name)),
        )
        .await;
    wait_stage(browser, "Registered").await;
}

/// Adds an action to the issue that is open, and marks it as done.
async fn act(browser: &Browser, kind: &str, name: &str, count: usize) {
    panel_tab(browser, "Actions").await;
    fill(browser, "What is to be done", name).await;
    fill(browser, "What for", kind).await;
    press_button(browser, "Add action").await;
    let listed = format!("return document.querySelectorAll('.issue-actions > li').length === {count}");
    browser.wait_for(&format!("the action “{name}”"), &listed).await;
    press_button(browser, "Mark as done").await;
    let done = format!("return document.querySelectorAll('.issue-action.done').length === {count}");
    browser.wait_for(&format!("“{name}” to be done"), &done).await;
}

#[tokio::test]
async fn an_issue_is_contained_analysed_and_corrected_but_not_verified_by_a_word_and_what_comes_back_is_told() {
    let (_server, browser) = issues_page().await;
    report(&browser, "Chairs wobble").await;
    wait_refusal(&browser, "Nothing was done yet to contain it.").await;
    act(&browser, "containment", "Sort out the chairs in stock", 1).await;
    press_button(&browser, "Mark as contained").await;
    wait_stage(&browser, "Contained").await;

    wait_refusal(&browser, "The root cause is not known yet.").await;
    panel_tab(&browser, "Causes").await;
    fill(&browser, "Why 1", "The legs turn in their holes").await;
    fill(&browser, "Why 2", "The holes are too wide").await;
    browser
        .wait_for(
            "the next why",
            "return [...document.querySelectorAll('.split-aside label')].some((label) => label.textContent === 'Why 3')",
        )
        .await;
    browser
        .run("[...document.querySelectorAll('.split-aside summary')].find((found) => found.textContent.includes('Fishbone')).click()")
        .await;
    fill(&browser, "Root cause", "The drill is worn, and nobody measures it").await;
    browser
        .run("const branch = [...document.querySelectorAll('.issue-branch')].find((found) => found.textContent.includes('Machine')); \
              const field = branch.querySelector('input'); field.value = 'Worn drill'; field.dispatchEvent(new Event('change', { bubbles: true }))")
        .await;
    browser.wait_for("the cause on its bone", "return document.querySelector('.fishbone').ariaLabel.includes('Machine: Worn drill')").await;
    press_button(&browser, "Mark as analysed").await;
    wait_stage(&browser, "Analysed").await;

    act(&browser, "corrective", "Change the drill every 2,000 holes", 2).await;
    press_button(&browser, "Mark as corrected").await;
    wait_stage(&browser, "Corrected").await;

    wait_refusal(&browser, "Nobody knows yet whether it helped.").await;
    press_button(&browser, "Mark as verified").await;
    wait_stage(&browser, "Corrected").await;
    panel_tab(&browser, "Effect").await;
    browser.wait_for_text("Not enough yet").await;
    let refused = "const button = [...document.querySelectorAll('.split-aside button')].find((found) => found.textContent.trim() === 'Record the effect');
        return button?.getAttribute('aria-disabled') === 'true'";
    browser.wait_for("nothing to record", refused).await;

    // The same again: it says what it is again, and stands with it in the Pareto chart.
    report(&browser, "Chairs wobble still").await;
    browser.wait_for_text("This came back").await;
    browser.wait_for("both on the rail", "return /2 open issues, 1 came back/.test(document.body.innerText)").await;
    open_tab(&browser, "Pareto").await;
    browser
        .wait_for(
            "the bar of both",
            "const row = document.querySelector('.pareto tbody tr'); return /Loose legs\\s*2\\b/.test(row?.innerText)",
        )
        .await;
    browser.run("document.querySelector('.pareto-name').click()").await;
    browser.wait_for("the issues behind it", "return document.querySelectorAll('.pareto-issues li').length === 2").await;
    browser.screenshot("pareto").await;
    browser
        .run("[...document.querySelectorAll('.pareto-issues button')].find((found) => !found.textContent.includes('still')).click()")
        .await;
    wait_stage(&browser, "Corrected").await;
    panel_tab(&browser, "Causes").await;
    for (look, word) in [(Look::Light, "light"), (Look::Dark, "dark")] {
        browser.look(look).await;
        for (width, height) in [(1440, 900), (820, 1180), (390, 844)] {
            browser.resize(width, height).await;
            frames(&browser).await;
            browser.screenshot(&format!("issues-{word}-{width}")).await;
        }
    }
    browser.expect_no_problems("with issues").await;
    browser.close().await;
}

#[tokio::test]
async fn an_issue_without_words_is_refused_where_it_is_reported_and_one_undo_takes_a_report_back() {
    let (_server, browser) = issues_page().await;
    press_button(&browser, "Report an issue").await;
    press_button(&browser, "Report").await;
    browser.wait_for("the refusal", "return /does not say what happened/.test(document.querySelector('dialog[open]')?.innerText)").await;
    press_button(&browser, "Cancel").await;
    browser.wait_for("the dialog to close", "return document.querySelector('dialog[open]') === null").await;
    report(&browser, "Drawer jams").await;
    browser.run("document.activeElement?.blur()").await;
    browser.press("Control+z").await;
    browser.wait_for_text("No issues yet").await;
    browser.expect_no_problems("after an undone report").await;
    browser.close().await;
}

#[tokio::test]
async fn who_answers_for_issues_is_shown_and_whoever_closes_one_is_noted() {
    let (_server, browser) = issues_page().await;
    press_button(&browser, "Report an issue").await;
    fill(&browser, "What happened", "Lid is scratched").await;
    press_button(&browser, "Report").await;
    for stage in ["Contained", "Analysed", "Corrected", "Verified"] {
        press_button(&browser, &format!("Mark as {}", stage.to_lowercase())).await;
        wait_stage(&browser, stage).await;
    }
    // Nobody is named yet: the role is told, and nobody is asked for a name.
    browser.wait_for_text("Accountable: Operations Lead.").await;
    let asks = browser.run("return document.querySelector('.issue-stages select') !== null").await;
    assert_eq!(asks, json!(false));
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Improvement')).click()").await;
    open_tab(&browser, "Roles").await;
    browser
        .wait_for(
            "the people of the role",
            "const field = document.querySelector('[aria-label=\"People who are Operations Lead\"]');
             if (!field) return false;
             field.value = 'Olga, Otto';
             field.dispatchEvent(new Event('change', { bubbles: true }));
             return true",
        )
        .await;
    browser.run("[...document.querySelectorAll('nav a')].find((link) => link.textContent.includes('Issues')).click()").await;
    browser
        .wait_for(
            "the issue",
            "const grid = document.querySelector('.table-grid'); grid?.focus(); return document.activeElement === grid && grid !== null",
        )
        .await;
    browser.press("Enter").await;
    browser.wait_for("its stages", "return document.querySelector('.issue-stages') !== null").await;
    browser
        .wait_for(
            "the choice of who closes it",
            "const field = document.querySelector('.issue-stages select');
             if (!field) return false;
             field.value = [...field.options].find((option) => option.textContent === 'Otto')?.value;
             field.dispatchEvent(new Event('change', { bubbles: true }));
             return true",
        )
        .await;
    browser.screenshot("issue-accountable").await;
    press_button(&browser, "Mark as closed").await;
    wait_stage(&browser, "Closed").await;
    browser.wait_for_text("Closed by Otto.").await;
    browser.expect_no_problems("with an issue closed").await;
    browser.close().await;
}

/// What an issue cost is in the cost of poor quality, which opens the issue.
#[tokio::test]
async fn what_an_issue_cost_counts_as_poor_quality_and_leads_back_to_it() {
    let (server, browser) = issues_page().await;
    report(&browser, "Legs came loose at the customer").await;
    fill(&browser, "Cost", "250").await;
    browser.wait_for_text("Saved").await;
    open_page(&browser, &server, "performance/").await;
    browser
        .wait_for("the cost", "return /250/.test(document.querySelector('[data-figure=\"copq\"] .stat-value')?.textContent ?? '')")
        .await;
    browser.run("document.querySelector('[data-figure=\"copq\"] .stat-button').click()").await;
    browser
        .wait_for(
            "the issue behind it",
            "const row = [...document.querySelectorAll('dialog[open] button.source-row')].find((row) => row.textContent.includes('Legs came loose'));
             row?.click(); return row !== undefined",
        )
        .await;
    browser
        .wait_for("the issue itself", "return /Legs came loose/.test(document.querySelector('.split-aside h2')?.textContent ?? '')")
        .await;
    assert!(browser.path().await.contains("issues/"), "{}", browser.path().await);
    browser.expect_no_problems("with an issue that cost money").await;
    browser.close().await;
}
