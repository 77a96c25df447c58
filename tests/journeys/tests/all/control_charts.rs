//! Control charts: a measured question is built and answered, its chart made, a signal seen, left out with a reason and taken back; what
//! stands beside it, and the Quality Checklist on screen, on paper and as a file.

use crate::access::open_page;
use crate::board::frames;
use crate::forecast::{open_tab, press_button};
use crate::work::open_sample;
use journeys::{Axe, Browser, Look, Scratch, Server, serve_in_folder};
use serde_json::json;

/// Sets the field with this label in the dialog that is open, else on the page, as a person does who leaves it afterwards.
pub async fn enter(browser: &Browser, label: &str, text: &str) {
    let script = "const within = document.querySelector('dialog[open]') ?? document.querySelector('main');
        const label = [...within.querySelectorAll('.field label')].find((label) => label.textContent.trim().replace(/\\s*\\*$/, '') === LABEL);
        const input = label && document.getElementById(label.htmlFor);
        if (!input) return false;
        input.focus(); input.value = TEXT;
        input.dispatchEvent(new Event('input', { bubbles: true })); input.dispatchEvent(new Event('change', { bubbles: true }));
        return true";
    browser.wait_for(label, &script.replace("LABEL", &json!(label).to_string()).replace("TEXT", &json!(text).to_string())).await;
}

/// Ten measurements in millimetres of which the last is an outlier.
const MEASURED: [&str; 10] = ["10.0", "10.1", "10.0", "10.1", "10.0", "10.1", "10.0", "10.1", "10.0", "12.0"];

/// The sample with a checklist of one measured question that was filled in ten times through the page.
async fn measured_ten_times() -> (Server, Browser) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    open_page(&browser, &server, "quality/").await;
    press_button(&browser, "Add a checklist").await;
    browser.wait_for("the builder", "return document.querySelector('.builder') !== null").await;
    enter(&browser, "Name", "Sawn pieces").await;
    press_button(&browser, "Add a question").await;
    browser.wait_for("the question's form", "return document.querySelector('.question-form') !== null").await;
    enter(&browser, "Answer", "measured").await;
    browser
        .wait_for(
            "the limits of a measured question",
            "return [...document.querySelectorAll('.question-form label')].some((label) => label.textContent.trim() === 'Upper limit')",
        )
        .await;
    for (label, text) in [("Question", "Thickness"), ("Unit", "mm"), ("Lower limit", "9.5"), ("Upper limit", "10.5")] {
        enter(&browser, label, text).await;
    }
    browser.wait_for_text("9.5 to 10.5 mm").await;
    for (at, value) in MEASURED.iter().enumerate() {
        press_button(&browser, "Fill in").await;
        enter(&browser, "Value (mm)", value).await;
        press_button(&browser, "Save the check").await;
        let kept = format!(
            "return document.querySelector('dialog[open]') === null && document.querySelector('.checklists').innerText.includes('{} filled in')",
            at + 1
        );
        browser.wait_for("the check to be kept", &kept).await;
    }
    (server, browser)
}

/// The value of a figure of the chart or the capability.
async fn figure(browser: &Browser, label: &str) -> String {
    let script =
        "const stat = [...document.querySelectorAll('.stat')].find((stat) => stat.querySelector('.stat-label').textContent === LABEL);
        return stat?.querySelector('.stat-value').textContent.trim()";
    browser.wait_for(label, &script.replace("LABEL", &json!(label).to_string())).await.as_str().unwrap_or_default().to_owned()
}

async fn charted() -> (Server, Browser) {
    let (server, browser) = measured_ten_times().await;
    open_tab(&browser, "Control charts").await;
    press_button(&browser, "Chart Thickness").await;
    browser
        .wait_for(
            "ten points on each of two charts",
            "const plots = [...document.querySelectorAll('.chart-plot')];
             return plots.length === 2 && plots.every((plot) => plot.querySelectorAll('.chart-target').length === 10)",
        )
        .await;
    (server, browser)
}

#[tokio::test]
async fn an_outlier_signals_is_left_out_with_a_reason_and_the_limits_follow() {
    let (_server, browser) = charted().await;
    browser
        .wait_for(
            "the signal",
            "return [...document.querySelectorAll('.chart-plot .signal-word')].some((word) => word.textContent === '1')",
        )
        .await;
    browser
        .wait_for(
            "the signal in words",
            "return /Rule 1, point 10 \\(.*\\): The point lies beyond/.test(document.querySelector('.chart-signals').innerText)",
        )
        .await;
    browser.wait_for_text("false alarm about every").await;
    let before = figure(&browser, "Upper control limit").await;
    // The keyboard's way to the last point.
    browser.run("document.querySelector('.chart-plot [tabindex=\"0\"]').focus()").await;
    browser.press("End").await;
    browser.press("Enter").await;
    browser.wait_for("what is behind the point", "return /12 mm/.test(document.querySelector('.split-aside')?.innerText)").await;
    press_button(&browser, "Leave out of the limits").await;
    browser.wait_for("the refusal", "return /Say why/.test(document.querySelector('.split-aside').innerText)").await;
    enter(&browser, "Why it does not count", "The gauge had fallen down").await;
    press_button(&browser, "Leave out of the limits").await;
    browser
        .wait_for(
            "the point to be hollow and no signal left",
            "return document.querySelector('.chart-plot .hollow') !== null && document.querySelector('.chart-plot .signal') === null",
        )
        .await;
    browser.wait_for_text("The gauge had fallen down").await;
    let after = figure(&browser, "Upper control limit").await;
    assert_ne!(after, before, "the limits rest on the other nine");
    browser.run("document.activeElement?.blur()").await;
    browser.press("Control+z").await;
    browser.wait_for("the point to count again", "return document.querySelector('.chart-plot .hollow') === null").await;
    assert_eq!(figure(&browser, "Upper control limit").await, before);
    press_button(&browser, "Register an issue").await;
    // The check had failed, and so had opened one by itself.
    browser.wait_for_text("2 issues are registered for this check").await;
    press_button(&browser, "New stage from here").await;
    browser.wait_for("the stage", "return document.querySelector('.chart-plot .stage-line') !== null").await;
    press_button(&browser, "No new stage from here").await;
    browser.wait_for("one stage again", "return document.querySelector('.chart-plot .stage-line') === null").await;
    browser.expect_no_problems("with a control chart").await;
    browser.close().await;
}

#[tokio::test]
async fn rules_are_chosen_and_what_stands_beside_the_chart_is_told_in_every_look() {
    let (_server, browser) = charted().await;
    browser.run("document.querySelector('.chart-settings').open = true").await;
    let words = "return [...document.querySelectorAll('.chart-detail .hint')].map((hint) => hint.innerText).find((text) => /false alarm/.test(text))";
    let usual = browser.wait_for("how often the usual rules cry wolf", words).await;
    press_button(&browser, "Limits alone").await;
    let fewer = format!("{words}?.replace({}, '')", json!(usual));
    browser.wait_for("fewer false alarms by the limits alone", &fewer).await;
    let axe = Axe::find();
    let mut broken = Vec::new();
    for tab in ["Control charts", "Capability", "Pareto", "Sampling", "Gauge study"] {
        open_tab(&browser, tab).await;
        frames(&browser).await;
        for (look, word) in [(Look::Light, "light"), (Look::Dark, "dark")] {
            browser.look(look).await;
            if let Some(axe) = &axe {
                broken.extend(axe.violations(&browser).await.into_iter().map(|rule| format!("{tab} {word}: {rule}")));
            }
            for (width, height) in [(1440, 900), (390, 844)] {
                browser.resize(width, height).await;
                frames(&browser).await;
                let name = tab.to_lowercase().replace(' ', "-");
                browser.screenshot(&format!("{name}-{word}-{width}")).await;
                let wide = browser.run("return document.documentElement.scrollWidth - innerWidth").await;
                assert!(wide.as_i64().is_some_and(|wide| wide <= 0), "{tab} is wider than a window of {width}: by {wide}");
            }
            browser.resize(1440, 900).await;
        }
        browser.look(Look::Light).await;
    }
    assert!(broken.is_empty(), "{} rules broken:\n{}", broken.len(), broken.join("\n"));
    open_tab(&browser, "Capability").await;
    let index = figure(&browser, "Ppk").await;
    assert!(index.parse::<f64>().is_ok_and(|index| index < 1.0), "an outlier of 12 is far above 10.5: {index}");
    open_tab(&browser, "Pareto").await;
    browser.wait_for("the one failure", "return /Thickness/.test(document.querySelector('.pareto tbody')?.innerText)").await;
    open_tab(&browser, "Sampling").await;
    browser.wait_for_text("Take 80 of 1000; accept the lot with at most 2 nonconforming").await;
    enter(&browser, "Acceptable quality limit (AQL)", "0.065").await;
    browser.wait_for_text("an arrow leads down to L").await;
    browser.expect_no_problems("beside a control chart").await;
    browser.close().await;
}

#[tokio::test]
async fn the_quality_checklist_is_a_list_a_form_on_paper_and_a_file() {
    let (server, browser) = measured_ten_times().await;
    browser.wait_for("the edit to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    open_page(&browser, &server, "quality_checklist/").await;
    browser
        .wait_for(
            "the question with what passes",
            "return /Thickness[^]*9.5 to 10.5 mm/.test(document.querySelector('.check-sheet table')?.innerText)",
        )
        .await;
    browser.run("[...document.querySelectorAll('.segment')].find((segment) => segment.textContent.includes('Form')).querySelector('input').click()").await;
    browser.wait_for("the form", "return document.querySelectorAll('.form-questions li .form-line').length === 1").await;
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    frames(&browser).await;
    let hidden = browser
        .run("return [...document.querySelectorAll('.rail, .top-bar, .quality-checklist > .bar')].every((part) => getComputedStyle(part).display === 'none')")
        .await;
    assert_eq!(hidden, json!(true), "only the form is on paper");
    browser.screenshot("quality-checklist-paper").await;
    let paper = browser.devtools("Page.printToPDF", json!({ "preferCSSPageSize": true })).await;
    assert!(paper["data"].as_str().is_some_and(|data| data.len() > 1_000), "a sheet of paper");
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
    let folder = Scratch::new("checklist");
    browser.download_to(folder.path()).await;
    browser.choose("Export", "Table (CSV)").await;
    let (name, bytes) = browser.downloaded(folder.path(), "csv").await;
    assert!(name.contains("quality checklist"), "{name}");
    let text = String::from_utf8(bytes).expect("CSV is text");
    assert!(text.contains("Sawn pieces") && text.contains("9.5 to 10.5 mm"), "{text}");
    browser.expect_no_problems("with the Quality Checklist").await;
    browser.close().await;
}

/// Lots that are counted at a checklist lead from normal to tightened inspection, whose plan is shown.
#[tokio::test]
async fn two_lots_not_accepted_tighten_inspection() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    open_page(&browser, &server, "quality/").await;
    press_button(&browser, "Add a checklist").await;
    browser.wait_for("the builder", "return document.querySelector('.builder') !== null").await;
    enter(&browser, "Name", "Goods in").await;
    press_button(&browser, "Add a question").await;
    browser.wait_for("the question's form", "return document.querySelector('.question-form') !== null").await;
    enter(&browser, "Question", "Bad pieces").await;
    enter(&browser, "Answer", "defectives").await;
    browser.wait_for_text("at most 0").await;
    for at in 1..=2 {
        press_button(&browser, "Fill in").await;
        enter(&browser, "Defective of 1", "1").await;
        press_button(&browser, "Save the check").await;
        let kept = format!(
            "return document.querySelector('dialog[open]') === null && document.querySelector('.checklists').innerText.includes('{at} filled in')"
        );
        browser.wait_for("the check to be kept", &kept).await;
    }
    open_tab(&browser, "Sampling").await;
    browser.wait_for_text("Take 80 of 1000; accept the lot with at most 2 nonconforming").await;
    enter(&browser, "Inspection", "Tightened").await;
    browser.wait_for_text("Take 80 of 1000; accept the lot with at most 1 nonconforming").await;
    enter(&browser, "Inspection", "Reduced").await;
    browser.wait_for_text("Take 32 of 1000; accept the lot with at most 1 nonconforming").await;
    // Chosen by its words, for its key is an id.
    browser
        .wait_for(
            "the lots of the question",
            "const label = [...document.querySelectorAll('main .field label')].find((label) => label.textContent.trim() === 'Inspection');
             const input = label && document.getElementById(label.htmlFor);
             const option = input && [...input.options].find((option) => option.text.includes('Goods in: Bad pieces'));
             if (!option) return false;
             input.value = option.value; input.dispatchEvent(new Event('change', { bubbles: true }));
             return true",
        )
        .await;
    browser.wait_for_text("After 2 lots (2 not accepted): tightened inspection since").await;
    // Size and limit are kept with the question, and what is agreed with the day and the name.
    browser.wait_for_text("Choose the AQL and enter the usual lot size").await;
    enter(&browser, "Lot size", "1000").await;
    enter(&browser, "Acceptable quality limit (AQL)", "1").await;
    browser.wait_for_text("Take 80 of 1000; accept the lot with at most 1 nonconforming").await;
    enter(&browser, "Said by", "Ada").await;
    browser.run("[...document.querySelectorAll('main label')].find((label) => label.textContent.includes('Reduced inspection is agreed')).click()").await;
    browser.wait_for_text("Reduced inspection agreed: Ada").await;
    // The next lot is asked for with the sample of tightened inspection.
    open_tab(&browser, "Checklists").await;
    press_button(&browser, "Fill in").await;
    browser.wait_for_text("Take 80 of 1000: tightened inspection, AQL 1 %, level II.").await;
    enter(&browser, "Lot size", "10").await;
    browser.wait_for_text("Look at all 10").await;
    enter(&browser, "Lot size", "1000").await;
    enter(&browser, "Defective of 80", "1").await;
    press_button(&browser, "Save the check").await;
    browser.wait_for("the check to be kept", "return document.querySelector('dialog[open]') === null").await;
    // Four lots that are accepted in another tab lead back to normal inspection, and the form that is open here follows.
    press_button(&browser, "Fill in").await;
    browser.wait_for_text("Take 80 of 1000: tightened inspection").await;
    let first = browser.tab().await;
    browser.new_tab().await;
    open_page(&browser, &server, "quality/").await;
    for at in 4..=7 {
        press_button(&browser, "Fill in").await;
        enter(&browser, "Lot size", "1000").await;
        enter(&browser, "Defective of 80", "0").await;
        press_button(&browser, "Save the check").await;
        let kept = format!(
            "return document.querySelector('dialog[open]') === null && document.querySelector('.checklists').innerText.includes('{at} filled in')"
        );
        browser.wait_for("the check to be kept in the other tab", &kept).await;
    }
    browser.switch(&first).await;
    browser.wait_for_text("Take 80 of 1000: normal inspection").await;
    browser.expect_no_problems("with lots that tighten inspection").await;
    browser.close().await;
}
