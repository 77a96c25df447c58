//! Materials netted level by level: an item looked into, its lot rule changed, its lots released and taken back.

use crate::access::open_page;
use crate::board::frames;
use crate::forecast::open_tab;
use crate::work::open_sample;
use journeys::{Browser, Look, serve_in_folder};

/// A line of the netting record as text, numbers apart by bars.
async fn line(browser: &Browser, words: &str) -> String {
    let script = format!(
        "const row = [...document.querySelectorAll('.materials tr')].find((row) => row.textContent.trim().startsWith('{words}'));
         return row ? [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim()).join('|') : ''"
    );
    browser.run(&script).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn an_item_is_netted_its_lots_are_released_and_taken_back() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_sample(&browser, &server.url("")).await;
    open_page(&browser, &server, "capacity/").await;
    open_tab(&browser, "Materials").await;
    browser.wait_for("the netting", "return document.querySelector('.materials tr') !== null").await;
    let before = line(&browser, "Planned receipts").await;
    assert!(before.contains(|letter: char| letter.is_ascii_digit()), "{before}");
    assert!(!line(&browser, "Scheduled receipts").await.contains(|letter: char| letter.is_ascii_digit()), "nothing is released yet");
    for (look, word) in [(Look::Light, "light"), (Look::Dark, "dark")] {
        browser.look(look).await;
        for (width, height) in [(1440, 900), (820, 1180), (390, 844)] {
            browser.resize(width, height).await;
            frames(&browser).await;
            browser.screenshot(&format!("materials-{word}-{width}")).await;
        }
    }
    browser.look(Look::Light).await;
    browser.resize(1440, 900).await;
    browser
        .wait_for(
            "the button that releases",
            "const button = [...document.querySelectorAll('.materials button')].find((button) => /^Release all/.test(button.textContent.trim()));
             button?.click(); return button !== undefined",
        )
        .await;
    browser
        .wait_for(
            "the released lots",
            "const row = [...document.querySelectorAll('.materials tr')].find((row) => row.textContent.trim().startsWith('Scheduled receipts'));
             return /\\d/.test([...row.querySelectorAll('td')].map((cell) => cell.textContent).join(''))",
        )
        .await;
    browser.run("document.activeElement?.blur()").await;
    browser.press("Control+z").await;
    browser
        .wait_for(
            "the lots to be planned again",
            "const row = [...document.querySelectorAll('.materials tr')].find((row) => row.textContent.trim().startsWith('Scheduled receipts'));
             return !/\\d/.test([...row.querySelectorAll('td')].map((cell) => cell.textContent).join(''))",
        )
        .await;
    assert_eq!(line(&browser, "Planned receipts").await, before);
    browser.expect_no_problems("with materials").await;
    browser.close().await;
}
