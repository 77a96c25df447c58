//! The last steps of a build: from what trunk wrote to a site that works in any folder of a server that only hands out files.
//!
//! One file per route, a net for missing pages, the offline files; every address in it is relative. Never compiles.

use crate::bundle::{self, WORKERS, bundle_page, bundle_worker};
use crate::files::{files_below, hex};
use crate::run::Outcome;
use crate::{project_root, routes};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A site in the making.
pub struct Site<'a> {
    /// What trunk wrote; finished in place.
    pub folder: &'a Path,
    /// The name of the build, carried by the page and its workers.
    pub build_id: &'a str,
    /// The name of everything it was made from.
    pub sources: &'a str,
    /// Whether a service worker shall keep it for offline use.
    pub offline: bool,
    /// The files each page needs besides those that start the program.
    pub parts: BTreeMap<String, Vec<String>>,
}

/// Finishes what trunk wrote.
pub fn assemble(site: &Site<'_>) -> Outcome {
    let index = site.folder.join("index.html");
    let page = bundle_page(site.folder, &fs::read_to_string(&index)?, &later_styles()?)?;
    for worker in WORKERS {
        bundle_worker(site.folder, worker, site.build_id)?;
    }
    let page = marked(&page, site)?;
    check_addresses(site.folder, &page)?;
    fs::write(site.folder.join("404.html"), public("404.html")?)?;
    fs::write(site.folder.join("find.js"), public("find.js")?.replace("@ROUTES@", &route_list()))?;
    fs::write(site.folder.join("sw-off.js"), public("sw-off.js")?)?;
    write_service_worker(site, &page)?;
    write_pages(site, &page)?;
    // Last, for a folder with this page is complete.
    fs::write(index, page)?;
    Ok(())
}

/// The build a folder holds, if it is complete.
pub fn build_of(folder: &Path) -> Option<String> {
    mark_of(folder, "content")
}

/// What the site in a folder was made from, if it is complete.
pub fn sources_of(folder: &Path) -> Option<String> {
    mark_of(folder, "data-sources")
}

fn mark_of(folder: &Path, attribute: &str) -> Option<String> {
    let page = fs::read_to_string(folder.join("index.html")).ok()?;
    let begin = page.find("<meta name=\"linewright-build\"")?;
    let mark = page[begin..].split('>').next()?;
    bundle::value(mark, attribute).map(str::to_owned)
}

/// The style sheets that the first page does not need to be seen, by their names without the ending: those of phases and artefacts, and of
/// widgets that only they have or that open over a page.
fn later_styles() -> Outcome<Vec<String>> {
    let folders = ["style/phases", "style/artefacts"];
    let files = folders.iter().map(|folder| files_below(&project_root().join(folder))).collect::<Outcome<Vec<_>>>()?;
    let named = files.into_iter().flatten().filter_map(|file| Some(file.file_stem()?.to_string_lossy().into_owned()));
    Ok(named.chain(["chart", "table", "cells", "panels", "overlays"].map(str::to_owned)).collect())
}

/// The page with the mark that names its build, which the boot script, the service worker and a later build read.
fn marked(page: &str, site: &Site<'_>) -> Outcome<String> {
    let offline = if site.offline { " data-offline" } else { "" };
    let mark =
        format!("<meta name=\"linewright-build\" content=\"{}\" data-sources=\"{}\"{offline}>\n  </head>", site.build_id, site.sources);
    if !page.contains("</head>") {
        return Err("the page has no </head>".into());
    }
    Ok(page.replacen("</head>", &mark, 1))
}

/// Refuses a page that asks for anything not beside it: a missing file, an absolute address, another host.
fn check_addresses(folder: &Path, page: &str) -> Outcome {
    for attribute in ["href", "src", "name=\"linewright-program\" content"] {
        for part in page.split(&format!(" {attribute}=\"")).skip(1) {
            let address = part.split('"').next().unwrap_or_default();
            if address.is_empty() {
                continue;
            }
            let name = address.strip_prefix("./").ok_or_else(|| format!("the page asks for “{address}”, which is not relative to it"))?;
            if !folder.join(name).is_file() {
                return Err(format!("the page asks for “{name}”, which is not in the build").into());
            }
        }
    }
    Ok(())
}

/// One real file per route, so that a server needs no rules: the first page with its addresses turned one folder up for each level.
/// A page whose part is fetched later asks for it at once.
fn write_pages(site: &Site<'_>, page: &str) -> Outcome {
    for route in routes().into_iter().filter(|route| !route.is_empty()) {
        let up = "../".repeat(route.split('/').count());
        fs::create_dir_all(site.folder.join(route))?;
        let preload =
            |file| format!("<link rel=\"preload\" href=\"./{file}\" as=\"fetch\" type=\"application/wasm\" crossorigin=\"anonymous\">\n  ");
        let parts: String = site.parts.get(route).into_iter().flatten().map(preload).collect();
        let page = bundle::with_later_style(page).replacen("</head>", &format!("{parts}</head>"), 1);
        fs::write(site.folder.join(route).join("index.html"), page.replace("=\"./", &format!("=\"{up}")))?;
    }
    Ok(())
}

/// Writes the service worker of this build, with every file it keeps; for a build to work on, one that removes any earlier.
pub fn write_service_worker(site: &Site<'_>, page: &str) -> Outcome {
    let script = if site.offline { service_worker(site, page)? } else { public("sw-off.js")? };
    fs::write(site.folder.join("sw.js"), script)?;
    Ok(())
}

fn service_worker(site: &Site<'_>, page: &str) -> Outcome<String> {
    let mut parts = Vec::new();
    for file in files_below(site.folder)? {
        let name = file.strip_prefix(site.folder)?.to_string_lossy().replace('\\', "/");
        // Pages are made from the first page, which is known by the build it names.
        let page_or_worker = name.ends_with("index.html") || ["sw.js", "sw-off.js"].contains(&name.as_str());
        if !page_or_worker {
            parts.push(format!("[\"{name}\", \"{}\"]", STANDARD.encode(Sha256::digest(fs::read(&file)?))));
        }
    }
    parts.sort();
    let parts = json_list(parts.into_iter());
    let template = public("sw.js")?;
    let release = hex(&Sha256::digest(format!("{template}{page}{parts}"))[..8]);
    Ok(template
        .replace("@BUILD@", site.build_id)
        .replace("@RELEASE@", &release)
        .replace("@PARTS@", &parts)
        .replace("@ROUTES@", &route_list()))
}

/// The routes as a list in JavaScript.
fn route_list() -> String {
    json_list(routes().iter().map(|route| format!("\"{route}\"")))
}

/// A source file of the folder `public`.
fn public(name: &str) -> Outcome<String> {
    let path = project_root().join("public").join(name);
    Ok(fs::read_to_string(&path).map_err(|problem| format!("{}: {problem}", path.display()))?)
}

fn json_list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}
