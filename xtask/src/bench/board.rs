//! `cargo xtask bench board`: the Scheduling Board beside bare drawing and two libraries, all driven by one runner in one run.
//!
//! Never draws and never judges by itself what a frame is: the runner, which belongs to the shared data, does. Where it is missing, or the
//! libraries cannot be fetched, this is said and left out.

use crate::{build, tools};
use std::fs;
use std::path::{Path, PathBuf};
use xtask::project_root;
use xtask::run::{Outcome, output, run, say};
use xtask::server::{Options, Server};

/// What the runner and its pages need of what they name.
const PACKAGES: [&str; 6] = ["playwright-core", "esbuild", "dhtmlx-gantt", "@svar-ui/react-gantt", "react", "react-dom"];
const LIBRARIES: [&str; 2] = ["dhtmlx", "svar"];
const OURS: &str = "linewright";
/// A page with a bar that nothing happens to: what its rounds take, the runner and the browser take by themselves.
const STILL: &str = "still";
const STILL_PAGE: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><title>still</title></head><body>
<div style="position:absolute;left:200px;top:200px;width:200px;height:20px;background:#4285f4"></div>
<script>
let x = 200;
window.contender = {
  name: 'still', rows: 'task', deps: false,
  mount() {}, painted: () => true, scrollMax: () => ({ x: 0, y: 0 }), scrollTo() {},
  move(id, days) { x += 36 * days; }, barRect: () => ({ x, y: 200, width: 200, height: 20 }),
};
</script></body></html>
"#;
const FEW: &str = "10000";
const MANY: &str = "100000";

/// Measures 10,000 tasks on all boards and 100,000 on this one; arguments: rounds (3).
pub fn beside_others(arguments: &[&str]) -> Outcome {
    let rounds = arguments.first().copied().unwrap_or("3");
    let Some(shared) = runner() else {
        say("skipped: the runner “uibench” of the shared data is not here, so the board is not measured beside others");
        return Ok(());
    };
    if ["node", "npm"].iter().any(|program| output(tools::command(program).arg("--version")).is_none()) {
        say("skipped: Node.js and its npm are needed to measure the board beside others");
        return Ok(());
    }
    let folder = project_root().join("target").join("uibench");
    prepare(&shared, &folder)?;
    let site = project_root().join("target").join("contender");
    build::make_site(build::Flavour::Contender, &site, false)?;
    let server = Server::start(Options::new(&site, "/")).map_err(|problem| format!("the page could not be served: {problem}"))?;
    let results = folder.join("results").join("board.csv");
    if results.exists() {
        fs::remove_file(&results)?;
    }
    for (size, others) in [(FEW, "still,canvas-min,dhtmlx,svar"), (MANY, "canvas-min")] {
        let mut node = tools::command("node");
        node.current_dir(&folder).args(["gantt.mjs", "--sizes", size, "--reps", rounds, "--cpu", "4", "--only", others]);
        node.args(["--add", &format!("{OURS}={}", server.url("")), "--out", "results/board.csv"]);
        run(&mut node, "driving the boards")?;
    }
    report(&Measured::read(&results)?);
    Ok(())
}

/// The folder of the runner, where there is one.
fn runner() -> Option<PathBuf> {
    let named = std::env::var_os("LINEWRIGHT_SHARED").map(PathBuf::from);
    let places = named.into_iter().chain([project_root().join("../shared"), project_root().join("../../shared")]);
    places.map(|place| place.join("uibench")).find(|place| place.join("gantt.mjs").is_file())
}

/// Copies the runner to where it may write, with the packages it needs, and builds the pages of the others.
fn prepare(shared: &Path, folder: &Path) -> Outcome {
    for part in ["gantt.mjs", "build.mjs"] {
        fs::create_dir_all(folder)?;
        fs::copy(shared.join(part), folder.join(part))?;
    }
    copy(&shared.join("lib"), &folder.join("lib"))?;
    copy(&shared.join("pages"), &folder.join("pages"))?;
    fs::create_dir_all(folder.join("results"))?;
    let listed = fs::read_to_string(shared.join("package.json"))?;
    let wanted: Vec<String> = PACKAGES.iter().filter_map(|name| Some(format!("\"{name}\": \"{}\"", version(&listed, name)?))).collect();
    let package = format!("{{\"private\": true, \"dependencies\": {{{}}}}}\n", wanted.join(", "));
    let file = folder.join("package.json");
    if fs::read_to_string(&file).ok().as_deref() != Some(&package) || !folder.join("node_modules").is_dir() {
        fs::write(&file, package)?;
        let mut npm = tools::command("npm");
        npm.current_dir(folder).args(["install", "--no-audit", "--no-fund", "--ignore-scripts"]);
        run(&mut npm, "installing the other boards")?;
    }
    let mut node = tools::command("node");
    node.current_dir(folder).args(["build.mjs", "canvas-min"]).args(LIBRARIES);
    run(&mut node, "building the pages of the other boards")?;
    let still = folder.join("pages").join(STILL);
    fs::create_dir_all(&still)?;
    Ok(fs::write(still.join("index.html"), STILL_PAGE)?)
}

/// The version a list of packages asks for.
fn version<'a>(listed: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = listed.split_once(&format!("\"{name}\": \""))?;
    Some(rest.split_once('"')?.0)
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// What the runner wrote: one line for each round of a board.
struct Measured {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Measured {
    fn read(file: &Path) -> Outcome<Measured> {
        let text = fs::read_to_string(file)?;
        let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        Ok(Measured { heads: lines.next().unwrap_or_default(), rows: lines.collect() })
    }

    /// The median of a column over the rounds of a board at a size that went well; nothing where there was none.
    fn median(&self, name: &str, size: &str, column: &str) -> Option<f64> {
        let place = |head: &str| self.heads.iter().position(|known| known == head);
        let (names, sizes, column) = (place("name")?, place("n")?, place(column)?);
        let of_board = self.rows.iter().filter(|row| row.get(names).is_some_and(|known| known == name));
        let of_size = of_board.filter(|row| row.get(sizes).is_some_and(|known| known == size));
        let mut found: Vec<f64> = of_size.filter_map(|row| row.get(column)?.parse().ok()).collect();
        found.sort_by(f64::total_cmp);
        found.get(found.len() / 2).copied()
    }

    /// The best of the libraries.
    fn best(&self, column: &str) -> Option<f64> {
        LIBRARIES.iter().filter_map(|name| self.median(name, FEW, column)).reduce(f64::min)
    }
}

/// Prints the medians, and what is asked of them.
fn report(measured: &Measured) {
    let columns = [
        ("first_paint_ms", "first paint"),
        ("scroll_mean", "scroll frame"),
        ("move_paint_ms", "move to paint"),
        ("move_cpu_ms", "move, CPU"),
        ("drag_cpu_ms_per_event", "drag, CPU per event"),
    ];
    println!(
        "{:<22} {:>12} {:>12} {:>12} {:>12} {:>12} {:>16}",
        "median ms, slowed 4x", "no board", "bare canvas", "dhtmlx", "svar", OURS, "100,000 tasks"
    );
    for (column, words) in columns {
        let told =
            |name: &str, size: &str| measured.median(name, size, column).map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
        let [still, bare, dhtmlx, svar, ours] = [STILL, "canvas-min", "dhtmlx", "svar", OURS].map(|name| told(name, FEW));
        println!("{words:<22} {still:>12} {bare:>12} {dhtmlx:>12} {svar:>12} {ours:>12} {:>16}", told(OURS, MANY));
    }
    let ours = |column: &str| measured.median(OURS, FEW, column);
    let many = |column: &str| measured.median(OURS, MANY, column);
    let ratio = |one: Option<f64>, other: Option<f64>| one.zip(other).map(|(one, other)| one / other);
    let due = [
        ("first paint, times faster than the best library", ratio(measured.best("first_paint_ms"), ours("first_paint_ms")), 6.0, true),
        ("mean scroll frame, ms", ours("scroll_mean"), 18.5, false),
        ("move to paint, ms", ours("move_paint_ms"), 50.0, false),
        ("move, times less CPU than the best library", ratio(measured.best("move_cpu_ms"), ours("move_cpu_ms")), 5.0, true),
        ("drag, ms of CPU per pointer event", ours("drag_cpu_ms_per_event"), 5.0, false),
        ("100,000 tasks, times the cost of 10,000 per move", ratio(many("move_cpu_ms"), ours("move_cpu_ms")), 1.3, false),
        ("first paint of 100,000, share of the best library's", ratio(many("first_paint_ms"), measured.best("first_paint_ms")), 1.0, false),
    ];
    for (words, found, bound, at_least) in due {
        let Some(found) = found else {
            println!("# {words}: not measured");
            continue;
        };
        let holds = if at_least { found >= bound } else { found <= bound };
        let asked = if at_least { "at least" } else { "at most" };
        println!("# {words}: {found:.2}, {asked} {bound} – {}", if holds { "holds" } else { "DOES NOT HOLD" });
    }
    // The browser and the runner take their time for an event whatever the page does with it: less than that no board can take.
    let drag = "drag_cpu_ms_per_event";
    if let Some((ours, still)) = ours(drag).zip(measured.median(STILL, FEW, drag)) {
        println!(
            "# of the drag, ms of CPU per pointer event that a page without a board takes, too: {still:.2}; the board’s own: {:.2}",
            ours - still
        );
    }
}
