//! Ends a browser as a power cut does: all of its processes at once, without a word to any of them, in the middle of a write as well.
//!
//! Knows its processes by the profile that only this test has; never touches another.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The processes of one browser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Processes {
    /// What is killed: the whole group where the browser leads one, else each process.
    targets: Vec<String>,
    all: Vec<u32>,
}

impl Processes {
    /// The processes of the browser that has this profile.
    pub fn of(profile: &Path) -> Processes {
        let word = format!("--user-data-dir={}", profile.display());
        let found = ids().into_iter().filter(|id| arguments(*id).contains(&word));
        let (leaders, others): (Vec<u32>, Vec<u32>) =
            found.partition(|id| !arguments(*id).iter().any(|argument| argument.starts_with("--type=")));
        let leader =
            leaders.first().copied().unwrap_or_else(|| panic!("the browser of {} is not found among the processes", profile.display()));
        let group = group_of(leader);
        // A group that is not the browser's own is not to be killed as a whole.
        if group == Some(leader) {
            let all = ids().into_iter().filter(|id| group_of(*id) == group).collect();
            return Processes { targets: vec![format!("-{leader}")], all };
        }
        let all: Vec<u32> = leaders.into_iter().chain(others).collect();
        Processes { targets: all.iter().map(u32::to_string).collect(), all }
    }

    /// Kills them and waits until they are gone.
    pub fn kill(&self) {
        let killed = Command::new("kill").arg("-KILL").arg("--").args(&self.targets).stderr(Stdio::null()).status();
        assert!(killed.is_ok_and(|status| status.success()), "the browser could not be killed");
        let began = Instant::now();
        while self.all.iter().any(|id| is_alive(*id)) {
            assert!(began.elapsed() < Duration::from_secs(10), "a killed browser does not end");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

/// Leaves half a record at the end of the log files of the databases in a profile, as a kill in the middle of a write does.
pub fn cut_a_write_short(profile: &Path) {
    let databases = fs::read_dir(profile.join("Default/IndexedDB")).unwrap_or_else(|problem| panic!("no databases: {problem}"));
    let files = databases.flatten().flat_map(|database| fs::read_dir(database.path()).into_iter().flatten().flatten());
    let logs: Vec<_> = files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|extension| extension == "log")).collect();
    assert!(!logs.is_empty(), "the databases have no log file to be cut short");
    for log in logs {
        // A checksum, the length 200 and the sign of a whole record, and then less than that.
        let half: Vec<u8> = [1, 2, 3, 4, 200, 0, 1].into_iter().chain([5; 40]).collect();
        let written = fs::OpenOptions::new().append(true).open(&log).and_then(|mut file| file.write_all(&half));
        written.unwrap_or_else(|problem| panic!("{} cannot be written: {problem}", log.display()));
    }
}

fn ids() -> Vec<u32> {
    let entries = fs::read_dir("/proc").unwrap_or_else(|problem| panic!("the processes cannot be listed on this system ({problem})"));
    entries.flatten().filter_map(|entry| entry.file_name().to_string_lossy().parse().ok()).collect()
}

fn arguments(id: u32) -> Vec<String> {
    let line = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
    line.split(|byte| *byte == 0).map(|argument| String::from_utf8_lossy(argument).into_owned()).collect()
}

/// State and group of a process, from what stands behind its name.
fn status(id: u32) -> Option<(String, u32)> {
    let line = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let mut rest = line.rsplit_once(')')?.1.split_whitespace();
    let state = rest.next()?.to_owned();
    let group = rest.nth(1)?.parse().ok()?;
    Some((state, group))
}

fn group_of(id: u32) -> Option<u32> {
    status(id).map(|(_, group)| group)
}

/// A process that has ended and was not fetched yet holds nothing any more.
fn is_alive(id: u32) -> bool {
    status(id).is_some_and(|(state, _)| state != "Z" && state != "X")
}
