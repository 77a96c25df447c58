//! `cargo xtask build`: the optimised site in `dist/`, complete or not at all, with its sizes.

use crate::{sizes, split, tools};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use xtask::assemble::{self, Site};
use xtask::files::{files_below, hex};
use xtask::project_root;
use xtask::run::{self, Outcome, run, say};

/// What a site is made from; the first [`COMPILED`] are seen by the compiler.
const SOURCES: [&str; 10] =
    ["Cargo.toml", "Cargo.lock", "build.rs", ".cargo", "src", "Trunk.toml", "index.html", "style", "public", "xtask/src"];
const COMPILED: usize = 5;

/// How the site is compiled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Small and fast, to be published; works offline.
    Published,
    /// The board alone, optimised, as a contender of its measurements; never published.
    Contender,
    /// Quick to build, to work on; never kept by a service worker.
    Working,
}

/// Builds `dist/` unless it is already that of these sources, and prints the sizes.
pub fn build(arguments: &[&str]) -> Outcome {
    let dist = project_root().join("dist");
    if let Some(unknown) = arguments.iter().find(|argument| **argument != "--force") {
        return Err(format!("build knows --force only, not “{unknown}”").into());
    }
    make_site(Flavour::Published, &dist, arguments.contains(&"--force"))?;
    sizes::report(&dist)?;
    say("dist/ is ready: copy it to any folder of any web server");
    Ok(())
}

/// Makes the site in `target`, or leaves the one there if it is of the same sources and flavour.
pub fn make_site(flavour: Flavour, target: &Path, force: bool) -> Outcome {
    let (build_id, sources) = (build_id(flavour)?, digest(flavour, &SOURCES)?);
    if !force && assemble::sources_of(target).as_deref() == Some(&sources) {
        say(format!("{} is up to date (build {build_id})", shown(target)));
        return Ok(());
    }
    tools::ensure_for_build(flavour != Flavour::Working)?;
    let began = Instant::now();
    let stage = project_root().join("target").join("stage").join(&build_id);
    remove(&stage)?;
    compile(flavour, &stage, &build_id)?;
    let parts = match flavour {
        Flavour::Published => split::split(&stage, &build_id)?,
        Flavour::Working | Flavour::Contender => BTreeMap::new(),
    };
    assemble::assemble(&Site { folder: &stage, build_id: &build_id, sources: &sources, offline: flavour == Flavour::Published, parts })?;
    remove(target)?;
    fs::rename(&stage, target)?;
    say(format!("{} made in {:.0} s (build {build_id})", shown(target), began.elapsed().as_secs_f64()));
    Ok(())
}

/// Lets trunk compile page and workers and put them together in `stage`.
fn compile(flavour: Flavour, stage: &Path, build_id: &str) -> Outcome {
    let mut trunk = tools::command("trunk");
    trunk.arg("build").arg("--dist").arg(stage).arg("--skip-version-check").env("LINEWRIGHT_BUILD_ID", build_id);
    // Trunk takes NO_COLOR=1, a common setting, for a malformed value of its own.
    trunk.env_remove("NO_COLOR");
    match flavour {
        Flavour::Published => {
            trunk.args(["--release=true", "--features", "split"]);
            run(&mut trunk, "building the page and its workers, optimised (several minutes when everything is new)")
        }
        Flavour::Contender => {
            trunk.args(["--release=true", "--features", "bench"]);
            run(&mut trunk, "building the board by itself, optimised")
        }
        Flavour::Working => run(&mut trunk, "building the page and its workers, quickly"),
    }
}

/// The name that page and workers of one build carry. While working, a change of style alone gives no new one, so that nothing is compiled.
fn build_id(flavour: Flavour) -> Outcome<String> {
    match flavour {
        Flavour::Published | Flavour::Contender => digest(flavour, &SOURCES),
        Flavour::Working => digest(flavour, &SOURCES[..COMPILED]),
    }
}

/// A name for the content of these places, this compiler and this flavour.
fn digest(flavour: Flavour, places: &[&str]) -> Outcome<String> {
    let mut hash = Sha256::new();
    let rustc = run::output(Command::new("rustc").arg("-vV").current_dir(project_root())).unwrap_or_default();
    hash.update(rustc.as_bytes());
    hash.update(match flavour {
        Flavour::Published => b"published",
        Flavour::Contender => b"contender",
        Flavour::Working => b"working__",
    });
    let mut files = Vec::new();
    for place in places {
        files.extend(files_below(&project_root().join(place))?);
    }
    for file in files {
        let name = file.strip_prefix(project_root()).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let content = fs::read(&file)?;
        hash.update(format!("{name} {}\n", content.len()).as_bytes());
        hash.update(&content);
    }
    Ok(hex(&hash.finalize()[..8]))
}

fn remove(folder: &Path) -> Outcome {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|problem| format!("{} could not be removed: {problem}", shown(folder)))?;
    }
    Ok(())
}

/// A path as the person at the terminal knows it.
fn shown(path: &Path) -> String {
    path.strip_prefix(project_root()).unwrap_or(path).display().to_string()
}
