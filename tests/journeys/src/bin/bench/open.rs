//! Time until a large stored workspace is usable, after the browser was restarted.

use crate::figures::{Figures, heads, line};
use crate::{number, workshop};
use journeys::serve_in_folder;

/// Notes when the board has rows that can be scrolled to.
const SHOWN: &str = "const look = () => {
      const board = document.querySelector('.board-scroller');
      if (board && board.scrollWidth > board.clientWidth + 100) window.__shown = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);";

/// Opens the Schedule. Arguments: how often (5), tasks stored (10,000).
pub async fn open(arguments: &[String]) -> bool {
    let (repeats, tasks) = (number(arguments, 0, 5), number(arguments, 1, 10_000));
    let server = serve_in_folder();
    let mut browser = workshop::planned(&server, tasks).await;
    let (mut started, mut usable, mut shown) = (Figures::default(), Figures::default(), Figures::default());
    for _ in 0..repeats {
        browser.restart().await;
        browser.before_every_page(SHOWN).await;
        browser.open_started(&server.url("schedule/")).await;
        let found = browser
            .wait_for(
                "the board",
                "return window.__shown && window.__ready && [performance.getEntriesByName('linewright-started')[0].startTime, window.__ready, window.__shown]",
            )
            .await;
        started.add(found[0].as_f64());
        usable.add(found[1].as_f64());
        shown.add(found[2].as_f64());
    }
    let stored =
        browser.run("return Object.entries(localStorage).reduce((sum, [key, value]) => sum + key.length + value.length, 0) / 1024").await;
    browser.close().await;
    heads();
    line("program started", &started);
    line(&format!("usable with {tasks} tasks"), &usable);
    line("the board shows them", &shown);
    println!("local storage holds {:.0} KiB", stored.as_f64().unwrap_or_default());
    true
}
