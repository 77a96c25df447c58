//! How smoothly the Scheduling Board scrolls with many tasks on it: the time between two frames, which the screen sets at least, and the work in
//! each.

use crate::figures::{Figures, heads, line};
use crate::{number, workshop};
use journeys::{Browser, serve_in_folder};

/// Scrolls across the board with a step in each frame and notes how far apart the frames are.
const SCROLL: &str = "const board = document.querySelector('.board-scroller');
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const painted = () => new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(0);
    });
    board.scrollTo(0, 0);
    for (let at = 0; at < 10; at += 1) await frame();
    const times = [], work = [];
    let last = await frame(), way = 1;
    for (let at = 0; at < FRAMES; at += 1) {
      if (at % 100 === 99) way = -way;
      board.scrollBy(ACROSS * way, DOWN * way);
      const now = await frame();
      times.push(now - last);
      work.push((await painted()) - now);
      last = now;
    }
    return [times, work];";

/// Scrolls by resource, by order and by task. Arguments: frames (300), tasks stored (10,000).
pub async fn board(arguments: &[String]) -> bool {
    let (frames, tasks) = (number(arguments, 0, 300), number(arguments, 1, 10_000));
    let server = serve_in_folder();
    let browser = workshop::planned(&server, tasks).await;
    browser.open_started(&server.url("scheduling_board/")).await;
    browser
        .wait_for(
            "the board",
            "const board = document.querySelector('.board-scroller'); return board && board.scrollWidth > board.clientWidth + 100",
        )
        .await;
    heads();
    for rows in ["Resources", "Orders", "Tasks"] {
        browser
            .run(&format!("[...document.querySelectorAll('.segment')].find((option) => option.textContent.trim() === '{rows}').querySelector('input').click()"))
            .await;
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        for (way, across, down) in [("down", 0, 60), ("across", 60, 0)] {
            let [times, work] = scroll(&browser, frames, across, down).await;
            line(&format!("{rows} of {tasks} tasks, {way}: frame"), &times);
            line("  of it work", &work);
        }
    }
    browser.close().await;
    true
}

async fn scroll(browser: &Browser, frames: u32, across: u32, down: u32) -> [Figures; 2] {
    let script = SCROLL.replace("FRAMES", &frames.to_string()).replace("ACROSS", &across.to_string()).replace("DOWN", &down.to_string());
    let found = browser.run_async(&script).await;
    [Figures::of(&found[0]), Figures::of(&found[1])]
}
