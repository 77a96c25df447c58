//! Time from an edit to its paint, and to "Saved", in a large workspace.

use crate::figures::{Figures, heads, line};
use crate::{number, workshop};
use journeys::{Browser, serve_in_folder, typist};

/// Defines `measure(edit)`: makes an edit so many times and notes when it was painted and when the page said that it is saved.
const MEASURE: &str = "
    const says = () => document.querySelector('.saved > span:not(.visually-hidden)')?.textContent;
    const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
    // What the edit asked to be painted is painted in the next frame; a message comes right after it.
    const painted = () => new Promise((done) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(0);
    }));
    window.measure = async (edit, times) => {
      const results = [[], [], []];
      for (let at = 0; at < times; at += 1) {
        await painted();
        const began = performance.now();
        edit(at);
        results[0].push(performance.now() - began);
        await painted();
        results[1].push(performance.now() - began);
        while (says() !== 'Saved') await pause(1);
        results[2].push(performance.now() - began);
        await pause(40);
      }
      return results;
    };";

/// Pins a task on the board, and changes a cell of a table. Arguments: how often (60), tasks stored (10,000).
pub async fn edit(arguments: &[String]) -> bool {
    let (repeats, tasks) = (number(arguments, 0, 60), number(arguments, 1, 10_000));
    let server = serve_in_folder();
    let browser = workshop::planned(&server, tasks).await;
    heads();
    browser.open_started(&server.url("schedule/")).await;
    browser
        .wait_for(
            "the board",
            "const board = document.querySelector('.board-scroller'); return board && board.scrollWidth > board.clientWidth + 100",
        )
        .await;
    browser
        .run(
            "window.press = (key) => document.querySelector('.board-scroller').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
             document.querySelector('.board-scroller').focus(); press('ArrowDown'); press('End');",
        )
        .await;
    show(&browser, "a task is pinned on the board", &format!("return await measure(() => press('p'), {repeats})")).await;
    browser.open_started(&server.url("tables/")).await;
    browser.wait_for("the table", "return document.querySelectorAll('.table-grid [role=row]').length > 10").await;
    browser.run(typist::TYPIST).await;
    show(&browser, "a cell of a table is changed", &format!("return await measure((at) => typist.paste(`edit ${{at}}`), {repeats})")).await;
    browser.close().await;
    true
}

async fn show(browser: &Browser, name: &str, script: &str) {
    browser.run(MEASURE).await;
    let found = browser.run_async(script).await;
    println!("{name}");
    line("  the command itself", &Figures::of(&found[0]));
    line("  edit to paint", &Figures::of(&found[1]));
    line("  edit to “Saved”", &Figures::of(&found[2]));
}
