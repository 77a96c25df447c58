//! What a person has to download, measured as a good server sends it (brotli, quality 11), against the budget.

use std::fs;
use std::path::Path;
use xtask::bundle::{WORKERS, value};
use xtask::files::brotli;
use xtask::run::Outcome;

/// The most a part may weigh, in KiB of brotli.
const PAGE_KIB: f64 = 400.0;
const WORKER_KIB: [f64; 2] = [250.0, 500.0];

/// One part: its name, its files, the most it may weigh.
struct Part {
    name: &'static str,
    files: Vec<String>,
    budget_kib: f64,
}

/// Prints the sizes of the built site and fails when a part is over its budget.
pub fn report(dist: &Path) -> Outcome {
    println!("{:<44} {:>12} {:>12} {:>12}", "", "bytes", "brotli KiB", "budget KiB");
    let mut over = Vec::new();
    for part in parts(dist)? {
        let (mut raw, mut small) = (0, 0);
        for file in &part.files {
            let bytes = fs::read(dist.join(file))?;
            let compressed = brotli(&bytes)?.len();
            println!("  {file:<42} {:>12} {:>12.1}", bytes.len(), kib(compressed));
            raw += bytes.len();
            small += compressed;
        }
        println!("{:<44} {raw:>12} {:>12.1} {:>12.0}", part.name, kib(small), part.budget_kib);
        if kib(small) > part.budget_kib {
            over.push(format!("{} weighs {:.1} KiB, {:.0} are allowed", part.name, kib(small), part.budget_kib));
        }
    }
    if over.is_empty() { Ok(()) } else { Err(over.join("; ").into()) }
}

/// The page before it is usable, then each worker, which is loaded when first needed.
fn parts(dist: &Path) -> Outcome<Vec<Part>> {
    let page = fs::read_to_string(dist.join("index.html"))?;
    let mut files = vec!["index.html".to_owned()];
    for element in page.split('<') {
        let loaded = ["stylesheet", "modulepreload", "preload"].iter().any(|rel| value(element, "rel") == Some(rel))
            || element.starts_with("script ");
        let address = value(element, "href").or_else(|| value(element, "src"));
        if let (true, Some(name)) = (loaded, address.and_then(|address| address.strip_prefix("./"))) {
            files.push(name.to_owned());
        }
    }
    let mut parts = vec![Part { name: "page before it is usable", files, budget_kib: PAGE_KIB }];
    for ((worker, name), budget_kib) in WORKERS.into_iter().zip(["engine worker", "exchange worker"]).zip(WORKER_KIB) {
        let build = xtask::assemble::build_of(dist).ok_or("dist/ holds no finished page")?;
        parts.push(Part { name, files: vec![format!("{worker}-{build}.js"), format!("{worker}-{build}_bg.wasm")], budget_kib });
    }
    Ok(parts)
}

fn kib(bytes: usize) -> f64 {
    bytes as f64 / 1024.0
}
