//! The program stops in the middle: the rescue page takes its place, nothing more is written, and a file with everything stored can be had.

use journeys::{Browser, Scratch, every_route, serve_in_folder, typist};
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// Makes the program panic as a fault of ours would: the browser refuses, once, what the program relies on.
const PANIC: &str = "for (const [holder, name] of [[document, 'createElement'], [Node.prototype, 'cloneNode']]) {
    const sound = holder[name];
    holder[name] = () => { holder[name] = sound; throw new Error('injected'); };
}";

async fn store_something(browser: &Browser) {
    let stored = browser
        .run_async(
            "localStorage.setItem('lw1/one/w/tab/1', 'cmVjb3Jk');
             localStorage.setItem('someone-else', 'private');
             const database = await new Promise((done, failed) => {
               const request = indexedDB.open('lw1');
               request.onsuccess = () => done(request.result);
               request.onerror = () => failed(request.error);
             });
             const transaction = database.transaction(['records'], 'readwrite');
             transaction.objectStore('records').put(new Uint8Array([0, 1, 254, 255]), 'lw1/one/w/tab/1');
             await new Promise((done) => { transaction.oncomplete = done; });
             database.close();
             return true;",
        )
        .await;
    assert_eq!(stored, json!(true));
}

/// Presses the button and reads the file that the browser saves.
async fn rescue_file(browser: &Browser, folder: &Path) -> String {
    browser.download_to(folder).await;
    browser.click_text("Download rescue file").await;
    let (name, content) = browser.downloaded(folder, "txt").await;
    assert_eq!(name, "linewright-rescue.txt");
    String::from_utf8(content).unwrap_or_else(|problem| panic!("{problem}"))
}

/// The lines of the file that stand for stored values.
fn stored(file: &str) -> Vec<&str> {
    file.lines().skip(1).filter(|line| !line.starts_with('#')).collect()
}

async fn expect_rescue(browser: &Browser, why: &str) -> String {
    browser.wait_for_text("Something went wrong").await;
    browser.screenshot("rescue").await;
    let downloads = Scratch::new("downloads");
    let file = rescue_file(browser, downloads.path()).await;
    assert!(file.starts_with("Linewright rescue file 1\n"), "{file}");
    assert!(file.lines().any(|line| line.starts_with('#') && line.contains(why)), "{file}");
    file
}

#[tokio::test]
async fn a_panic_shows_the_rescue_page_and_its_file_holds_everything_stored() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.open_started(&server.url("")).await;
    store_something(&browser).await;
    browser.run("window.dispatchEvent(new CustomEvent('linewright-panic', { detail: 'panicked at a test' }))").await;
    let file = expect_rescue(&browser, "panicked at a test").await;
    let all = ["local-storage\tlw1/one/w/tab/1\tY21WamIzSms", "database\tlw1/one/w/tab/1\tAAH+/w"];
    assert_eq!(stored(&file), all, "ours, all of ours, and nothing else");
    assert!(!file.contains("could not be read"), "{file}");
    browser.wait_for_text("Rescue file made with 2 stored records").await;
    browser.click_text("Reload").await;
    browser.wait_started().await;
    assert_eq!(browser.run("return localStorage.getItem('lw1/one/w/tab/1')").await, json!("cmVjb3Jk"));
    browser.close().await;
}

#[tokio::test]
async fn a_real_panic_of_the_program_reaches_the_rescue_page() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.open_started(&server.url("")).await;
    browser.run(PANIC).await;
    // Going to another page builds elements, which now fails inside the program.
    browser.run("history.pushState(null, '', document.documentElement.dataset.base + 'demand/'); window.dispatchEvent(new PopStateEvent('popstate'))").await;
    browser.wait_for_text("Something went wrong").await;
    let detail = browser.run("return document.querySelector('#rescue details').textContent").await;
    assert!(detail.as_str().unwrap_or_default().contains("panicked at"), "the program's own words are shown: {detail}");
    browser.close().await;
}

#[tokio::test]
async fn a_panic_on_any_page_costs_no_acknowledged_edit() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    typist::sit_down(&browser, &server).await;
    typist::start_adding(&browser, "kept", 3, 0, 6).await;
    browser.wait_for("six items to be saved", "return typist.saved === 6").await;
    for route in every_route() {
        browser.open_started(&server.url(&route)).await;
        browser.wait_for("the page", "return document.querySelector('main h1') !== null").await;
        browser.run(PANIC).await;
        // Going on builds elements, which now fails inside the program.
        let other = if route.is_empty() { "demand/" } else { "" };
        browser
            .run(&format!(
                "history.pushState(null, '', document.documentElement.dataset.base + '{other}'); window.dispatchEvent(new PopStateEvent('popstate'))"
            ))
            .await;
        browser.wait_for_text("Something went wrong").await;
        browser.click_text("Reload").await;
        browser.wait_started().await;
    }
    typist::sit_down(&browser, &server).await;
    let rows = typist::rows(&browser).await;
    assert_eq!(rows.len(), 6, "{rows:?}");
    browser.close().await;
}

#[tokio::test]
async fn a_trap_without_a_message_shows_the_rescue_page() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.open_started(&server.url("")).await;
    // A module whose only function is `unreachable`, called outside of any promise.
    browser
        .run(
            "const bytes = new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,2,1,0,7,5,1,1,102,0,0,10,5,1,3,0,0,11]);
             const trap = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f;
             setTimeout(() => trap(), 0);",
        )
        .await;
    let file = expect_rescue(&browser, "unreachable").await;
    assert!(stored(&file).is_empty(), "a visit that changes nothing stores nothing: {file}");
    assert_eq!(
        browser.run_async("return (await indexedDB.databases()).length").await,
        json!(1),
        "no database is made beside the one there is"
    );
    browser.close().await;
}

#[tokio::test]
async fn after_a_panic_nothing_is_written() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.open_started(&server.url("")).await;
    store_something(&browser).await;
    browser.run("window.dispatchEvent(new CustomEvent('linewright-panic', { detail: 'stop' }))").await;
    let outcomes = browser
        .run_async(
            "const database = await new Promise((done) => { const request = indexedDB.open('lw1'); request.onsuccess = () => done(request.result); });
             const outcome = (action) => { try { action(); return 'written'; } catch { return 'refused'; } };
             return [outcome(() => localStorage.setItem('lw1/one/w/tab/1', 'x')), outcome(() => localStorage.removeItem('lw1/one/w/tab/1')),
               outcome(() => database.transaction('records', 'readwrite').objectStore('records').put(1, 'x')),
               outcome(() => database.transaction('records', 'readwrite').objectStore('records').clear())];",
        )
        .await;
    assert_eq!(outcomes, json!(["refused", "refused", "refused", "refused"]));
    browser.close().await;
}

#[tokio::test]
async fn after_a_panic_no_timer_and_no_event_of_the_program_runs() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.open_started(&server.url("")).await;
    browser
        .run(
            "window.ticks = 0;
             setInterval(() => { window.ticks += 1; }, 50);
             window.addEventListener('focus', () => { window.ticks += 1000; });
             document.addEventListener('visibilitychange', () => { window.ticks += 1000; });
             window.dispatchEvent(new CustomEvent('linewright-panic', { detail: 'stop' }));
             window.before = window.ticks;
             window.dispatchEvent(new Event('focus'));
             document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));",
        )
        .await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(browser.run("return window.ticks - window.before").await, json!(0));
    browser.close().await;
}

#[tokio::test]
async fn storage_that_cannot_be_read_is_named_and_does_not_keep_the_rest_from_being_saved() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.open_started(&server.url("")).await;
    store_something(&browser).await;
    browser
        .run(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });
             window.dispatchEvent(new CustomEvent('linewright-panic', { detail: 'stop' }));",
        )
        .await;
    let file = expect_rescue(&browser, "stop").await;
    assert!(file.lines().any(|line| line.starts_with("# local storage could not be read") && line.contains("blocked")), "{file}");
    assert_eq!(stored(&file), ["database\tlw1/one/w/tab/1\tAAH+/w"]);
    browser.wait_for_text("Part of the storage could not be read").await;
    browser.close().await;
}

#[tokio::test]
async fn a_rescue_file_is_opened_again_in_another_browser() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    typist::sit_down(&browser, &server).await;
    typist::start_adding(&browser, "kept", 3, 0, 6).await;
    browser.wait_for("six items to be saved", "return typist.saved === 6").await;
    browser.run("window.dispatchEvent(new CustomEvent('linewright-panic', { detail: 'stop' }))").await;
    browser.wait_for_text("Something went wrong").await;
    let downloads = Scratch::new("downloads");
    let saved = rescue_file(&browser, downloads.path()).await;
    let file = downloads.path().join("linewright-rescue.txt");
    std::fs::write(&file, saved).unwrap_or_else(|problem| panic!("{problem}"));
    let other = Browser::start().await;
    other.open_started(&server.url("exchange/")).await;
    // The place for tables says where such a file goes.
    other.give_file(&file).await;
    other.wait_for_text("holds whole workspaces, not tables").await;
    other.reload_started().await;
    let only_the_last = "const inputs = [...document.querySelectorAll('input[type=file]')];
        inputs.slice(0, -1).forEach((input) => { input.type = 'hidden'; });
        return inputs.length > 0 && document.body.innerText.includes('rescue file')";
    other.wait_for("the place for workspace files", only_the_last).await;
    other.give_file(&file).await;
    other.wait_for_text("The open workspace is empty. Merging would add").await;
    other.click_text("Merge").await;
    other.wait_for_text("The copy was merged").await;
    typist::sit_down(&other, &server).await;
    assert_eq!(typist::rows(&other).await.len(), 6);
    other.close().await;
    browser.close().await;
}
