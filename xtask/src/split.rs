//! Cuts the page's program into one part that starts it and one for each page, fetched when that page is first shown.
//!
//! Works on what the compiler linked (with its relocations kept) and puts the result in the place of what trunk wrote. It decides
//! nothing about where the cuts are: the functions marked in `src/ui/parts.rs` do.

use crate::tools;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use wasm_split_cli_support::{Options, transform};
use xtask::bundle::{value, without_comments};
use xtask::project_root;
use xtask::run::{Outcome, run, say};

/// What the browsers we serve understand.
const WASM_FEATURES: [&str; 7] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Splits the page's program; answers the files each page needs besides those that start it.
pub fn split(stage: &Path, build_id: &str) -> Outcome<BTreeMap<String, Vec<String>>> {
    let linked = project_root().join("target/wasm32-unknown-unknown/release/linewright.wasm");
    let work = project_root().join("target").join("split").join(build_id);
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&work)?;
    say("cutting the program into parts");
    let input = fs::read(&linked).map_err(|problem| format!("{}: {problem}", linked.display()))?;
    let main = work.join("linewright.wasm");
    let mut options = Options::new(&input);
    options.output_dir = &work;
    options.main_out_path = &main;
    options.link_name = "./parts.js";
    options.main_module = "./linewright.js";
    let parts = transform(options).map_err(|problem| format!("the program could not be cut: {problem:#}"))?;
    bind(&main, &work)?;
    let mut programs = parts.split_modules.clone();
    programs.push(work.join("linewright_bg.wasm"));
    // The one worker that trunk leaves as the compiler wrote it.
    programs.extend(Some(stage.join("exchange_worker_bg.wasm")).filter(|program| program.exists()));
    shrink(&programs)?;
    replace(stage, &work, &parts.split_modules, build_id)?;
    let named = |stem: &String| format!("{stem}-{build_id}.wasm");
    let files = |part: &str| parts.prefetch_map.get(part).into_iter().flatten().map(named).collect();
    Ok(pages()?.into_iter().map(|(page, part)| (page, files(&part))).collect())
}

/// Each page that is not there at the start, with the part that holds it, as `src/ui/parts.rs` declares them: `part: page => Component,`.
fn pages() -> Outcome<Vec<(String, String)>> {
    let declared = fs::read_to_string(project_root().join("src/ui/parts.rs"))?;
    let read = |line: &str| {
        let (part, rest) = line.trim().split_once(": ")?;
        let (page, _) = rest.split_once(" => super::")?;
        Some((page.to_owned(), part.to_owned()))
    };
    Ok(declared.lines().filter_map(read).collect())
}

/// Joins the part that starts the page to the browser.
fn bind(main: &Path, work: &Path) -> Outcome {
    let mut bindgen = tools::command("wasm-bindgen");
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--remove-name-section", "--remove-producers-section"]);
    bindgen.arg("--out-dir").arg(work).args(["--out-name", "linewright"]).arg(main);
    run(&mut bindgen, "joining the program to the browser")
}

/// Drops what no program of its own needs after the cut, and what says the same in fewer bytes where it stands. Reshaping the code further
/// (`-Oz`) makes it 7 % smaller as it is, but larger as it is sent: what the compiler wrote alike, brotli sends once.
const SHRINKING: [&str; 13] = [
    "--duplicate-function-elimination",
    "--dce",
    "--optimize-instructions",
    "--directize",
    "--remove-unused-brs",
    "--remove-unused-names",
    "--rse",
    "--code-folding",
    "--vacuum",
    "--reorder-locals",
    "--remove-unused-module-elements",
    "--strip-debug",
    "--strip-producers",
];

/// Makes every program small, two at a time.
fn shrink(programs: &[PathBuf]) -> Outcome {
    say(format!("making {} parts small", programs.len()));
    for pair in programs.chunks(2) {
        let running: Vec<(&PathBuf, Child)> = pair
            .iter()
            .map(|program| {
                let mut command = tools::command("wasm-opt");
                command.args(SHRINKING).args(WASM_FEATURES).arg(program).arg("-o").arg(program);
                Ok((program, command.spawn().map_err(|problem| format!("wasm-opt could not be started: {problem}"))?))
            })
            .collect::<Outcome<_>>()?;
        for (program, mut child) in running {
            if !child.wait()?.success() {
                return Err(format!("wasm-opt failed on {}", program.display()).into());
            }
        }
    }
    Ok(())
}

/// Puts the parts where trunk put the whole, under names of this build, and tells page and scripts those names.
fn replace(stage: &Path, work: &Path, parts: &[PathBuf], build_id: &str) -> Outcome {
    let index = stage.join("index.html");
    let page = fs::read_to_string(&index)?;
    let whole_script = booted(&page, "script")?;
    let whole_program = booted(&page, "program")?;
    fs::remove_file(stage.join(&whole_script))?;
    fs::remove_file(stage.join(&whole_program))?;

    let (script, program, links) =
        (format!("linewright-{build_id}.js"), format!("linewright-{build_id}_bg.wasm"), format!("parts-{build_id}.js"));
    // Only where it is fetched from: under its old name the program looks for it.
    let main = fs::read_to_string(work.join("linewright.js"))?.replace("from \"./parts.js\"", &format!("from \"./{links}\""));
    fs::write(stage.join(&script), without_comments(&main.replace("linewright_bg.wasm", &program), "js"))?;
    fs::copy(work.join("linewright_bg.wasm"), stage.join(&program))?;
    let mut loader = fs::read_to_string(work.join("parts.js"))?;
    // What the tool writes asks once, and only of servers that know the type of programs.
    let before = fs::read_to_string(project_root().join("public/parts.js"))?;
    for (theirs, ours) in [
        ("fetch(new URL(", "fetchPart(new URL("),
        ("WebAssembly.instantiateStreaming(src, imports)", "instantiatePart(src, imports)"),
        ("import { initSync } from \"./linewright.js\";", before.as_str()),
    ] {
        if !loader.contains(theirs) {
            return Err(format!("the list of parts has no “{theirs}”: does the version of wasm_split_cli_support fit?").into());
        }
        loader = loader.replace(theirs, ours);
    }
    for part in parts {
        let stem = part.file_stem().unwrap_or_default().to_string_lossy();
        let name = format!("{stem}-{build_id}.wasm");
        fs::copy(part, stage.join(&name))?;
        loader = loader.replace(&format!("\"./{stem}.wasm\""), &format!("\"./{name}\""));
    }
    fs::write(stage.join(&links), without_comments(&loader, "js"))?;
    let preload = format!("<link rel=\"modulepreload\" href=\"./{links}\">");
    let page = page.replace(&whole_script, &script).replace(&whole_program, &program);
    let page = page.replacen("<link rel=\"modulepreload\"", &format!("{preload}<link rel=\"modulepreload\""), 1);
    fs::write(index, page)?;
    Ok(())
}

/// The file that the page's boot script takes for this purpose.
fn booted(page: &str, purpose: &str) -> Outcome<String> {
    let element = page.split('<').find(|element| value(element, "data-boot") == Some(purpose));
    let address = element.and_then(|element| value(element, "href").or_else(|| value(element, "content")));
    let address = address.and_then(|address| address.strip_prefix("./"));
    Ok(address.ok_or_else(|| format!("the page names no {purpose} to start"))?.to_owned())
}
