//! The laws of the house, read off the sources: who may know whom, that every phase is complete, that files stay readable.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

#[path = "../src/model/phase.rs"]
#[allow(dead_code, reason = "the list is read here for its open phases alone")]
mod phase;

use phase::Phase;
use std::fs;
use std::path::{Path, PathBuf};

/// Each layer with the layers it may know, lowest first.
const LAYERS: [(&str, &[&str]); 8] = [
    ("model", &[]),
    ("engine", &["model"]),
    ("document", &["model"]),
    ("store", &[]),
    ("guide", &["model"]),
    ("exchange", &["model", "document"]),
    ("app", &["model", "engine", "document", "store", "exchange", "guide"]),
    ("ui", &["model", "engine", "guide", "app"]),
];

/// The programs and the layers they may know.
const PROGRAMS: [(&str, &[&str]); 5] = [
    ("src/main.rs", &["ui"]),
    ("src/bin/worker.rs", &["model", "engine"]),
    ("src/bin/analysis_worker.rs", &["engine"]),
    ("src/bin/joint/mod.rs", &["engine"]),
    ("src/bin/exchange_worker.rs", &["model", "exchange"]),
];

/// Files that may be longer than 600 lines, each with its reason.
const LONG_FILES: [(&str, &str); 1] =
    [("tests/plan/support/judge.rs", "one judge with one pass over the plan per law; a reader checks it top to bottom against the rules")];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_under(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_under(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// The layers that a source names as `crate::layer` or `linewright::layer`, outside comments.
fn layers_named(source: &str) -> Vec<&'static str> {
    let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let names = |layer: &str| {
        ["crate::", "linewright::"].iter().any(|prefix| {
            code.match_indices(&format!("{prefix}{layer}")).any(|(at, found)| {
                let after = code.get(at + found.len()..).and_then(|rest| rest.chars().next());
                !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
            })
        })
    };
    LAYERS.iter().map(|(layer, _)| *layer).filter(|layer| names(layer)).collect()
}

#[test]
fn each_layer_knows_only_the_layers_below_it() {
    let mut broken = Vec::new();
    for (layer, allowed) in LAYERS {
        let files = files_under(&root().join("src").join(layer), ".rs");
        assert!(!files.is_empty(), "the layer {layer} has no files");
        for file in files {
            let named = layers_named(&fs::read_to_string(&file).unwrap());
            broken.extend(
                named
                    .into_iter()
                    .filter(|other| *other != layer && !allowed.contains(other))
                    .map(|other| format!("{} knows {other}", shown(&file))),
            );
        }
    }
    for (program, allowed) in PROGRAMS {
        let named = layers_named(&fs::read_to_string(root().join(program)).unwrap());
        broken.extend(named.into_iter().filter(|other| !allowed.contains(other)).map(|other| format!("{program} knows {other}")));
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn the_reader_of_layers_sees_what_is_there() {
    assert_eq!(layers_named("use crate::model::Time;\n// crate::ui::App\nlet app_name = linewright::engine::plan;"), ["model", "engine"]);
    assert_eq!(layers_named("use crate::storeroom::Shelf;"), Vec::<&str>::new());
}

#[test]
fn only_the_document_names_the_crdt() {
    let guilty: Vec<String> = files_under(&root().join("src"), ".rs")
        .into_iter()
        .filter(|file| !shown(file).starts_with("src/document/"))
        .filter(|file| fs::read_to_string(file).unwrap().lines().any(|line| line.contains("yrs::") && !line.trim_start().starts_with("//")))
        .map(|file| shown(&file))
        .collect();
    assert!(guilty.is_empty(), "{guilty:#?}");
}

#[test]
fn every_open_phase_has_its_file_in_each_layer() {
    let mut missing = Vec::new();
    for phase in Phase::OPEN {
        let word = phase.word();
        for path in [
            format!("src/model/{word}.rs"),
            format!("src/document/commands/{word}.rs"),
            format!("src/app/derived/{word}.rs"),
            format!("src/ui/phases/{word}/page.rs"),
            format!("style/phases/{word}.css"),
        ] {
            if !root().join(&path).exists() {
                missing.push(path);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_style_file_is_linked() {
    let page = fs::read_to_string(root().join("index.html")).unwrap();
    let unlinked: Vec<String> =
        files_under(&root().join("style"), ".css").iter().map(|file| shown(file)).filter(|file| !page.contains(file.as_str())).collect();
    assert!(unlinked.is_empty(), "{unlinked:#?}");
}

#[test]
fn no_file_is_longer_than_a_person_reads() {
    let mut long = Vec::new();
    for folder in ["src", "style", "tests", "xtask"] {
        for ending in [".rs", ".css", ".js"] {
            for file in files_under(&root().join(folder), ending) {
                let lines = fs::read_to_string(&file).unwrap().lines().count();
                let excused = LONG_FILES.iter().any(|(name, _)| *name == shown(&file));
                if lines > 600 && !excused {
                    long.push(format!("{} has {lines} lines", shown(&file)));
                }
            }
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn every_source_says_what_it_is_for() {
    let silent: Vec<String> = files_under(&root().join("src"), ".rs")
        .into_iter()
        .filter(|file| !fs::read_to_string(file).unwrap().starts_with("//!"))
        .map(|file| shown(&file))
        .collect();
    assert!(silent.is_empty(), "{silent:#?}");
}
