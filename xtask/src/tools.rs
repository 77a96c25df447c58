//! The programs that building and testing need: found on the path in the right version, else installed.
//!
//! Says what it installs and where; never changes a program that is already there. What is installed here goes to `target/tools`.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use xtask::project_root;
use xtask::run::{Outcome, output, run, say};

const TRUNK: &str = "0.21.14";
const WASM_BINDGEN: &str = "0.2.129";
const BINARYEN: &str = "132";
const AXE: &str = "4.14.1";
const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// Where missing programs are put.
fn tools_folder() -> PathBuf {
    project_root().join("target").join("tools")
}

/// The search path for programs, with those installed here first.
pub fn search_path() -> OsString {
    let own = [tools_folder().join("bin"), tools_folder().join("node_modules").join(".bin")];
    let inherited = env::var_os("PATH").unwrap_or_default();
    env::join_paths(own.into_iter().chain(env::split_paths(&inherited))).unwrap_or(inherited)
}

/// A command that finds the programs installed here, in the folder of the workspace.
pub fn command(program: &str) -> Command {
    // A program given by its bare name is looked up in our own path, so the place is resolved here.
    let place = env::split_paths(&search_path()).map(|folder| folder.join(program)).find(|file| file.is_file());
    let mut command = Command::new(place.unwrap_or_else(|| PathBuf::from(program)));
    command.current_dir(project_root()).env("PATH", search_path());
    command
}

/// Whether `program --version` answers with this version as one of its words.
fn has_version(program: &str, version: &str) -> bool {
    output(command(program).arg("--version")).is_some_and(|text| text.split_whitespace().any(|word| word == version))
}

/// Everything `build` and `serve` need; wasm-opt only for the optimised build.
pub fn ensure_for_build(optimised: bool) -> Outcome {
    ensure_wasm_target()?;
    ensure_crate("trunk", TRUNK, "trunk", "puts the page together")?;
    ensure_crate("wasm-bindgen", WASM_BINDGEN, "wasm-bindgen-cli", "joins the program to the browser")?;
    if optimised { ensure_wasm_opt() } else { Ok(()) }
}

/// What a program of its own in WebAssembly needs, to be measured outside of a page.
pub fn ensure_for_bench() -> Outcome {
    ensure_wasm_target()?;
    if output(command("node").arg("--version")).is_none() {
        return Err("Node.js is missing, in which the program is to run; install it, or measure with --runtime native".into());
    }
    ensure_crate("wasm-bindgen", WASM_BINDGEN, "wasm-bindgen-cli", "joins the program to the browser")?;
    ensure_wasm_opt()
}

/// The standard library for WebAssembly, through rustup.
fn ensure_wasm_target() -> Outcome {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let library =
        output(Command::new(rustc).args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]).current_dir(project_root()));
    if library.is_some_and(|folder| PathBuf::from(folder).is_dir()) {
        return Ok(());
    }
    run(
        command("rustup").args(["target", "add", "wasm32-unknown-unknown"]),
        "adding the WebAssembly target (without rustup: install the standard library for wasm32-unknown-unknown)",
    )
}

/// The formatter and the linter, through rustup.
pub fn ensure_components() -> Outcome {
    for (command_name, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if output(command("cargo").args([command_name, "--version"])).is_none() {
            run(command("rustup").args(["component", "add", component]), &format!("adding {component}"))?;
        }
    }
    Ok(())
}

/// A program published as a crate, built here when it is not there in this version.
fn ensure_crate(program: &str, version: &str, package: &str, purpose: &str) -> Outcome {
    if has_version(program, version) {
        return Ok(());
    }
    say(format!("{program} {version} is missing ({purpose}); building it once takes a few minutes"));
    let mut cargo = command("cargo");
    cargo.args(["install", package, "--version", version, "--locked", "--root"]).arg(tools_folder());
    // The build tool's own flags and target must not leak into a program for this computer.
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
    run(&mut cargo, &format!("installing {program}"))
}

/// The optimiser of WebAssembly, from its npm package.
fn ensure_wasm_opt() -> Outcome {
    if has_version("wasm-opt", BINARYEN) {
        return Ok(());
    }
    if output(command(NPM).arg("--version")).is_none() {
        return Err(format!("wasm-opt {BINARYEN} is missing. Install Node.js (its npm then fetches it), or binaryen version {BINARYEN} from your system, and run this again").into());
    }
    say(format!("wasm-opt {BINARYEN} is missing (makes the page small)"));
    std::fs::create_dir_all(tools_folder())?;
    let mut npm = command(NPM);
    npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]).arg(tools_folder()).arg(format!("binaryen@{BINARYEN}"));
    run(&mut npm, "installing wasm-opt")
}

/// Chromium and its driver, for the browser tests; installed on Debian and its kin, else said what to install.
pub fn ensure_browser() -> Outcome {
    let missing: Vec<&str> = [(chromium(), "chromium"), (driver(), "chromium-driver")]
        .iter()
        .filter(|(found, _)| found.is_none())
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let advice = format!(
        "the browser tests need Chromium and ChromeDriver of the same version; missing: {}. Debian, Ubuntu: apt-get install chromium chromium-driver; Fedora: dnf install chromium chromedriver; \
         Arch: pacman -S chromium; macOS: brew install --cask chromium chromedriver; elsewhere: put `chromium` (or set CHROMIUM) and `chromedriver` (or set CHROMEDRIVER) on the path",
        missing.join(", ")
    );
    let Some(prefix) = administrator() else { return Err(advice.into()) };
    say(format!("{} missing; installing with apt-get", missing.join(" and ")));
    let mut words: Vec<&str> = prefix.to_vec();
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    run(Command::new(words[0]).args(&words[1..]).arg("update"), "reading the list of packages")
        .map_err(|problem| format!("{problem}\n{advice}"))?;
    run(
        Command::new(words[0]).args(&words[1..]).args(["install", "-y", "--no-install-recommends"]).args(&missing),
        "installing the browser",
    )
    .map_err(|problem| format!("{problem}\n{advice}"))?;
    Ok(())
}

/// axe-core, which checks access in the browser tests; answers its file, or nothing where npm is not there to fetch it.
pub fn ensure_axe() -> Outcome<Option<PathBuf>> {
    // A folder of its own, because npm removes from a folder what it was not asked for this time.
    let folder = tools_folder().join("axe");
    let package = folder.join("node_modules").join("axe-core");
    let has_version =
        std::fs::read_to_string(package.join("package.json")).is_ok_and(|text| text.contains(&format!("\"version\": \"{AXE}\"")));
    if !has_version {
        if output(command(NPM).arg("--version")).is_none() {
            say("axe-core is missing and there is no npm to fetch it: the checks of access are skipped; install Node.js to have them");
            return Ok(None);
        }
        say(format!("axe-core {AXE} is missing (checks access)"));
        std::fs::create_dir_all(&folder)?;
        let mut npm = command(NPM);
        npm.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]).arg(&folder).arg(format!("axe-core@{AXE}"));
        run(&mut npm, "installing axe-core")?;
    }
    Ok(Some(package.join("axe.min.js")))
}

/// How to act as administrator where apt-get exists: as oneself, through sudo without a question, or not at all.
fn administrator() -> Option<&'static [&'static str]> {
    output(Command::new("apt-get").arg("--version"))?;
    if output(Command::new("id").arg("-u")).as_deref() == Some("0") {
        return Some(&[]);
    }
    output(Command::new("sudo").args(["-n", "true"])).map(|_| &["sudo", "-n"][..])
}

/// The browser for tests: `CHROMIUM`, else the usual names.
fn chromium() -> Option<String> {
    first_working("CHROMIUM", &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
}

/// The browser's driver: `CHROMEDRIVER`, else the usual names.
fn driver() -> Option<String> {
    first_working("CHROMEDRIVER", &["chromedriver", "chromium.chromedriver"])
}

/// Tells a command which browser and driver to use.
pub fn with_browser(command: &mut Command) -> &mut Command {
    for (variable, program) in [("CHROMIUM", chromium()), ("CHROMEDRIVER", driver())] {
        if let Some(program) = program {
            command.env(variable, program);
        }
    }
    command
}

fn first_working(variable: &str, names: &[&str]) -> Option<String> {
    let named = env::var(variable).ok().filter(|name| !name.is_empty());
    named.into_iter().chain(names.iter().map(|name| (*name).to_owned())).find(|name| output(command(name).arg("--version")).is_some())
}
