//! What the browser does to the storage of a page: it is cleared in part or as a whole, or the page goes away right after an edit.

use journeys::{Browser, Chance, Server, serve_in_folder, typist};
use serde_json::json;
use std::time::Duration;

/// A browser in which ten items are stored, and the page is away.
async fn ten_items() -> (Server, Browser) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    typist::sit_down(&browser, &server).await;
    typist::start_adding(&browser, "kept", 5, 0, 10).await;
    browser.wait_for("ten items to be saved", "return typist.saved === 10").await;
    browser.open("about:blank").await;
    (server, browser)
}

/// Clears a kind of site data, as the settings of the browser do.
async fn clear(browser: &Browser, server: &Server, kinds: &str) {
    let origin = server.url_outside("");
    browser.devtools("Storage.clearDataForOrigin", json!({ "origin": origin.trim_end_matches('/'), "storageTypes": kinds })).await;
}

/// What lies in local storage and in the database of the open page: numbers of records.
async fn records(browser: &Browser) -> (u64, u64) {
    let script = "const database = await new Promise((done) => { const request = indexedDB.open('lw1'); request.onsuccess = () => done(request.result); });
        const count = await new Promise((done) => { const request = database.transaction('records').objectStore('records').count(); request.onsuccess = () => done(request.result); });
        database.close();
        return [Object.keys(localStorage).filter((key) => /^lw1\\/[^/]+\\/[wbs]\\//.test(key)).length, count];";
    let found = browser.run_async(script).await;
    (found[0].as_u64().unwrap_or_default(), found[1].as_u64().unwrap_or_default())
}

/// Opens the table and expects all ten items, and both stores filled again after a moment.
async fn expect_whole(browser: &Browser, server: &Server) {
    typist::sit_down(browser, server).await;
    let rows = typist::rows(browser).await;
    assert_eq!(rows.len(), 10, "{rows:?}");
    for _ in 0..100 {
        let (local, database) = records(browser).await;
        if local > 0 && database > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    browser.fail("the store that was cleared was not filled again").await;
}

#[tokio::test]
async fn a_sample_and_a_template_open_beside_what_is_there_and_never_in_it() {
    let (server, browser) = ten_items().await;
    for card in ["furniture", "service desk"] {
        browser.open_started(&server.url("")).await;
        let click = format!(
            "const card = [...document.querySelectorAll('button.choice-card')].find((card) => card.textContent.includes('{card}')); card?.click(); return card !== undefined"
        );
        browser.wait_for(card, &click).await;
        browser
            .wait_for("its orders", "return location.pathname.endsWith('/demand/') && /\\d+ open orders/.test(document.body.innerText)")
            .await;
        browser.wait_for("it to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    }
    browser.open_started(&server.url("workspaces/")).await;
    browser
        .wait_for(
            "the workspace from before",
            "const open = [...document.querySelectorAll('.workspace-row')].find((row) => row.textContent.includes('My workspace'))?.querySelector('button'); open?.click(); return open !== undefined",
        )
        .await;
    browser.wait_for("it to be open", "return document.querySelector('.top-name-text').textContent === 'My workspace'").await;
    expect_whole(&browser, &server).await;
    browser.close().await;
}

#[tokio::test]
async fn cleared_local_storage_is_filled_again_from_the_database() {
    let (server, browser) = ten_items().await;
    clear(&browser, &server, "local_storage").await;
    browser.open_started(&server.url("tables/")).await;
    browser.wait_for_text("was completed from the other copy").await;
    expect_whole(&browser, &server).await;
    browser.close().await;
}

#[tokio::test]
async fn a_cleared_database_is_filled_again_from_local_storage() {
    let (server, browser) = ten_items().await;
    clear(&browser, &server, "indexeddb").await;
    expect_whole(&browser, &server).await;
    browser.close().await;
}

#[tokio::test]
async fn with_everything_cleared_the_page_begins_anew_and_says_so() {
    let (server, browser) = ten_items().await;
    clear(&browser, &server, "local_storage,indexeddb").await;
    browser.open_started(&server.url("")).await;
    browser.wait_for_text("Begin with your own data").await;
    assert!(!browser.text().await.contains("Go on with"), "there is nothing to go on with");
    typist::sit_down(&browser, &server).await;
    assert!(typist::rows(&browser).await.is_empty());
    assert_eq!(records(&browser).await, (0, 0), "a visit that changes nothing stores nothing");
    browser.close().await;
}

#[tokio::test]
async fn storage_cleared_under_an_open_page_loses_no_edit() {
    for kinds in ["local_storage", "indexeddb", "local_storage,indexeddb"] {
        let (server, browser) = ten_items().await;
        typist::sit_down(&browser, &server).await;
        clear(&browser, &server, kinds).await;
        // What is open is still there, and the next edits are kept with all that came before.
        typist::start_adding(&browser, "later", 6, 5, 5).await;
        browser.wait_for("five more items", "return typist.made === 5").await;
        let saved = "return typist.saved === 5";
        browser.wait_for(&format!("them to be saved after {kinds} was cleared"), saved).await;
        tokio::time::sleep(Duration::from_secs(7)).await;
        browser.open("about:blank").await;
        typist::sit_down(&browser, &server).await;
        let rows = typist::rows(&browser).await;
        assert_eq!(rows.len(), 15, "after {kinds} was cleared: {rows:?}");
        browser.close().await;
    }
}

#[tokio::test]
async fn an_edit_right_before_the_page_goes_away_is_kept() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    let mut chance = Chance::new(7);
    let (rounds, mut lost) = (30, Vec::new());
    for round in 1..=rounds {
        typist::sit_down(&browser, &server).await;
        let rows = typist::rows(&browser).await;
        lost.extend((1..round).map(|edit| format!("last-{edit}")).filter(|name| !rows.contains_key(name)));
        if !lost.is_empty() {
            break;
        }
        let away =
            ["location.reload()", "location.href = 'about:blank'", "location.href = document.documentElement.dataset.base + 'demand/'"];
        let (away, wait) = (away[chance.below(3) as usize], chance.below(50));
        browser.run_async("await typist.search('no row is called that')").await;
        browser.run(&format!("setTimeout(() => {{ typist.paste('last-{round}'); setTimeout(() => {{ {away} }}, {wait}); }}, 50)")).await;
        tokio::time::sleep(Duration::from_millis(wait + 300)).await;
        browser.open("about:blank").await;
    }
    assert!(lost.is_empty(), "lost: {lost:?}");
    browser.close().await;
}
