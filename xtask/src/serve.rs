//! `cargo xtask serve`: a quick build, served on this computer.

use crate::build::{Flavour, make_site};
use std::time::{Duration, SystemTime};
use xtask::files::files_below;
use xtask::project_root;
use xtask::run::{Outcome, say};
use xtask::server::{Options, Server};

const FIRST_PORT: u16 = 8080;
const PORTS_TRIED: u16 = 100;
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Builds and serves until stopped; with `--watch`, builds again after every change of the sources.
pub fn serve(arguments: &[&str]) -> Outcome {
    let (mut watch, mut port) = (false, None);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match *word {
            "--watch" => watch = true,
            "--port" => {
                port = Some(words.next().ok_or("--port needs a number")?.parse::<u16>().map_err(|_| "--port needs a number up to 65535")?)
            }
            other => return Err(format!("serve knows --watch and --port N, not “{other}”").into()),
        }
    }
    let site = project_root().join("target").join("site");
    make_site(Flavour::Working, &site, false)?;
    let server = start(&site, port)?;
    println!("\n    Linewright is at {}\n", server.url(""));
    say(if watch { "watching the sources; stop with Ctrl+C" } else { "stop with Ctrl+C" });
    let mut seen = newest_change()?;
    loop {
        std::thread::sleep(LOOK_EVERY);
        let newest = if watch { newest_change()? } else { seen };
        if newest != seen {
            seen = newest;
            match make_site(Flavour::Working, &site, false) {
                Ok(()) => say("built; reload the page"),
                Err(problem) => say(format!("{problem}; the page before stays, waiting for the next change")),
            }
        }
    }
}

/// Serves on the port asked for, else on the first free one.
fn start(site: &std::path::Path, port: Option<u16>) -> Outcome<Server> {
    let ports = port.map_or(FIRST_PORT..=FIRST_PORT + PORTS_TRIED, |port| port..=port);
    let mut problem = None;
    for port in ports {
        match Server::start(Options { port, ..Options::new(site, "/") }) {
            Ok(server) => return Ok(server),
            Err(found) => problem = Some(format!("port {port}: {found}")),
        }
    }
    Err(problem.unwrap_or_default().into())
}

/// When the sources were last changed, and how many there are, so that a removed one shows as well.
fn newest_change() -> Outcome<(SystemTime, usize)> {
    let mut files = Vec::new();
    for place in ["Cargo.toml", "Trunk.toml", "index.html", "src", "style", "public"] {
        files.extend(files_below(&project_root().join(place))?);
    }
    let newest = files.iter().filter_map(|file| file.metadata().ok()?.modified().ok()).max().unwrap_or(SystemTime::UNIX_EPOCH);
    Ok((newest, files.len()))
}
