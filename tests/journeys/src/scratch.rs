//! Folders that a test may fill and that are gone when it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A file system in memory, on Linux.
const MEMORY: &str = "/dev/shm";
/// Two browsers' profiles and the sites they visit come to a tenth of this.
const ROOM_KIB: u64 = 4 << 20;

/// Where folders are made: in memory where there is room, unless the environment names a place. Browsers write and remove much, and wait for
/// the disk before they answer: one that is busy with that holds them up for many seconds, in which nothing that a test waits for can happen.
fn place() -> &'static Path {
    static PLACE: OnceLock<PathBuf> = OnceLock::new();
    PLACE.get_or_init(|| {
        let is_named = std::env::var_os("TMPDIR").is_some();
        if !is_named && free_kib(MEMORY).is_some_and(|free| free >= ROOM_KIB) { MEMORY.into() } else { std::env::temp_dir() }
    })
}

/// KiB that are free in a folder; nothing where that cannot be told.
fn free_kib(folder: &str) -> Option<u64> {
    let told = Command::new("df").args(["-k", "--output=avail", folder]).output().ok().filter(|told| told.status.success())?;
    String::from_utf8(told.stdout).ok()?.lines().last()?.trim().parse().ok()
}

/// A folder of the test's own, removed when dropped.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// A new, empty folder.
    pub fn new(purpose: &str) -> Scratch {
        let name = format!("linewright-{purpose}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = place().join(name);
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap_or_else(|problem| panic!("{} could not be made: {problem}", folder.display()));
        Scratch(folder)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A browser that is still closing may hold files for a moment.
        for _ in 0..20 {
            if fs::remove_dir_all(&self.0).is_ok() || !self.0.exists() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
    }
}
