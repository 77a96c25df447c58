//! The first schedule of a workshop with shifts, made by the engine in its worker, in WebAssembly.

use crate::figures::{Figures, heads, line};
use crate::{number, workshop};
use journeys::{Browser, serve_in_folder};

/// Notes when the engine is asked and when each of its answers comes, with the first byte, which says what it is.
const LISTEN: &str = "window.answers = [];
    window.asked = 0;
    const Real = window.Worker;
    window.Worker = class extends Real {
      constructor(...parts) {
        super(...parts);
        this.isEngine = !String(parts[0]).includes('exchange');
        this.addEventListener('message', ({ data }) => {
          if (this.isEngine && data instanceof ArrayBuffer) window.answers.push([performance.now(), new Uint8Array(data)[0], data.byteLength]);
        });
      }
      postMessage(...parts) {
        if (this.isEngine) window.asked = performance.now();
        super.postMessage(...parts);
      }
    };";
/// The answers that carry a schedule: a better one, and the last word.
const FIRST: &str = "const first = window.answers.find(([, kind]) => kind === 0 || kind === 2), last = window.answers.at(-1);
    return [first[0] - window.asked, last[0] - window.asked, last[2] / 1024];";

/// Plans 1,000 and 10,000 tasks. Arguments: how often (3), and one other size instead.
pub async fn engine(arguments: &[String]) -> bool {
    let repeats = number(arguments, 0, 3);
    let sizes = match number(arguments, 1, 0) {
        0 => vec![1_000, 10_000],
        other => vec![other],
    };
    let server = serve_in_folder();
    let mut rows = Vec::new();
    for tasks in sizes {
        let browser = Browser::start().await;
        workshop::import(&browser, &server, tasks).await;
        browser.before_every_page(LISTEN).await;
        let (mut first, mut last, mut size) = (Figures::default(), Figures::default(), Figures::default());
        for _ in 0..repeats {
            workshop::plan(&browser, &server).await;
            let found = browser.run(FIRST).await;
            first.add(found[0].as_f64());
            last.add(found[1].as_f64());
            size.add(found[2].as_f64());
        }
        rows.push((tasks, first, last, size));
        browser.close().await;
    }
    heads();
    for (tasks, first, last, size) in rows {
        println!("{tasks} tasks (an answer of {:.0} KiB)", size.part(0.5).unwrap_or_default());
        line("  first schedule", &first);
        line("  end of the search", &last);
    }
    true
}
