//! What a person has to download, measured as a good server sends it (brotli, quality 11), against the budget.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use xtask::bundle::{WORKERS, value};
use xtask::files::brotli;
use xtask::run::Outcome;

/// The most a part may weigh, in KiB of brotli.
const PAGE_KIB: f64 = 400.0;
/// What a page may add when it is first shown; the parts for tables and boards are shared, so the second page adds little. What all pages
/// together need is no more because of it: the more parts there are, the finer the code that they share is cut, and what is cut small
/// is sent less well.
const SHOWN_KIB: f64 = 480.0;
/// The engine keeps what is frozen in its very runs and searches shared resources on profiles of two kinds, which it remembers along a list; the exchange worker also holds the templates with their year of facts.
const WORKER_KIB: [f64; 3] = [269.0, 410.0, 120.0];

/// One part: its name, its files, the most it may weigh.
struct Part {
    name: String,
    files: Vec<String>,
    budget_kib: f64,
}

/// Prints the sizes of the built site and fails when a part is over its budget.
pub fn report(dist: &Path) -> Outcome {
    println!("{:<44} {:>12} {:>12} {:>12}", "", "bytes", "brotli KiB", "budget KiB");
    let mut over = Vec::new();
    // Most pages share most files; each is weighed and listed once.
    let mut weighed: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for part in parts(dist)? {
        let (mut raw, mut small) = (0, 0);
        for file in &part.files {
            if !weighed.contains_key(file) {
                let bytes = fs::read(dist.join(file))?;
                let compressed = brotli(&bytes)?.len();
                println!("  {file:<42} {:>12} {:>12.1}", bytes.len(), kib(compressed));
                weighed.insert(file.clone(), (bytes.len(), compressed));
            }
            let (bytes, compressed) = weighed[file];
            raw += bytes;
            small += compressed;
        }
        println!("{:<44} {raw:>12} {:>12.1} {:>12.0}", part.name, kib(small), part.budget_kib);
        if kib(small) > part.budget_kib {
            over.push(format!("{} weighs {:.1} KiB, {:.0} are allowed", part.name, kib(small), part.budget_kib));
        }
    }
    if over.is_empty() { Ok(()) } else { Err(over.join("; ").into()) }
}

/// The page before it is usable, what each page adds when it is first shown, and each worker, which is loaded when first needed.
fn parts(dist: &Path) -> Outcome<Vec<Part>> {
    let page = fs::read_to_string(dist.join("index.html"))?;
    let files = std::iter::once("index.html".to_owned()).chain(preloaded(&page)).collect();
    let mut parts = vec![Part { name: "page before it is usable".to_owned(), files, budget_kib: PAGE_KIB }];
    let start = preloaded(&page);
    for route in xtask::routes() {
        let files: Vec<String> =
            preloaded(&fs::read_to_string(dist.join(route).join("index.html"))?).into_iter().filter(|file| !start.contains(file)).collect();
        if !files.is_empty() {
            parts.push(Part { name: format!("{route}, when first shown"), files, budget_kib: SHOWN_KIB });
        }
    }
    for ((worker, name), budget_kib) in WORKERS.into_iter().zip(["engine worker", "exchange worker", "analysis worker"]).zip(WORKER_KIB) {
        let build = xtask::assemble::build_of(dist).ok_or("dist/ holds no finished page")?;
        parts.push(Part {
            name: name.to_owned(),
            files: vec![format!("{worker}-{build}.js"), format!("{worker}-{build}_bg.wasm")],
            budget_kib,
        });
    }
    Ok(parts)
}

/// The files a page asks for, by their names in the first folder.
fn preloaded(page: &str) -> Vec<String> {
    let loaded = |element: &&str| {
        let is_linked = ["stylesheet", "modulepreload", "preload"].iter().any(|rel| value(element, "rel") == Some(rel));
        element.starts_with("script ") || is_linked || value(element, "data-boot").is_some()
    };
    let address = |element: &str| ["href", "src", "content"].iter().find_map(|name| value(element, name)).map(str::to_owned);
    let name = |address: String| address.trim_start_matches("./").trim_start_matches("../").to_owned();
    page.split('<').filter(loaded).filter_map(address).map(name).collect()
}

fn kib(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}
