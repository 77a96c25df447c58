//! The built site, copies of it, and a later version of it, made without compiling.

use crate::Scratch;
use std::fs;
use std::path::{Path, PathBuf};
use xtask::assemble::{self, Site};
use xtask::files::{copy_folder, files_below};

/// The built site: `LINEWRIGHT_DIST`, else `dist/` of the project.
pub fn dist() -> PathBuf {
    let dist = std::env::var_os("LINEWRIGHT_DIST").map_or_else(|| xtask::project_root().join("dist"), PathBuf::from);
    assert!(assemble::build_of(&dist).is_some(), "{} holds no finished site; make it with `cargo xtask build`", dist.display());
    dist
}

/// Every route, the first page (`""`) first, each as its address ends: `demand/`.
pub fn every_route() -> Vec<String> {
    xtask::routes().into_iter().map(|route| if route.is_empty() { String::new() } else { format!("{route}/") }).collect()
}

/// A copy of the built site that a test may damage.
pub fn publish_copy() -> Scratch {
    let copy = Scratch::new("site");
    copy_folder(&dist(), copy.path()).unwrap_or_else(|problem| panic!("the site could not be copied: {problem}"));
    copy
}

/// A later version of the built site: the same program under another build name, with all its parts named and listed anew. Answers the folder
/// and the build's name.
pub fn publish_next() -> (Scratch, String) {
    let copy = publish_copy();
    let page = read(&copy.path().join("index.html"));
    let build = assemble::build_of(copy.path()).unwrap_or_default();
    let next: String = build.chars().rev().collect();
    let program = page.split("linewright-").nth(1).and_then(|rest| rest.split('.').next()).unwrap_or_default().to_owned();
    let next_program: String = program.chars().rev().collect();
    assert!(build != next && program != next_program, "the names of this build read the same backwards");
    let rename = |text: &str| text.replace(&build, &next).replace(&program, &next_program);
    for file in files_below(copy.path()).unwrap_or_default() {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // The names have equal lengths, so the program stays sound.
        let bytes = fs::read(&file).unwrap_or_default();
        fs::write(&file, replace_bytes(bytes, build.as_bytes(), next.as_bytes())).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        if name.ends_with(".html") || name.ends_with(".js") {
            fs::write(&file, rename(&read(&file))).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        }
        fs::rename(&file, file.with_file_name(rename(&name))).unwrap_or_else(|problem| panic!("{name}: {problem}"));
    }
    let page = read(&copy.path().join("index.html"));
    let site = Site { folder: copy.path(), build_id: &next, sources: &next, offline: true, parts: Default::default() };
    assemble::write_service_worker(&site, &page).unwrap_or_else(|problem| panic!("the service worker could not be written: {problem}"));
    (copy, next)
}

fn replace_bytes(mut bytes: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    let mut at = 0;
    while at + old.len() <= bytes.len() {
        if &bytes[at..at + old.len()] == old {
            bytes[at..at + old.len()].copy_from_slice(new);
            at += old.len();
        } else {
            at += 1;
        }
    }
    bytes
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|problem| panic!("{}: {problem}", file.display()))
}
