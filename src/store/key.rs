//! The names under which records lie: `lw1/<workspace>/w/<tab>/<sequence>` and its relatives.
//!
//! Only names; says nothing about whether what lies there is sound.

use super::record::{TabId, WorkspaceId};

/// What every key of this program begins with.
pub const ROOT: &str = "lw1/";

/// What a key says about the record under it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Key {
    /// `w/<tab>/<sequence>`: one update.
    Update { tab: TabId, sequence: u64 },
    /// `b/<tab>/<first>-<last>`: updates of one tab in a row.
    Bundle { tab: TabId, first: u64, last: u64 },
    /// `s/<generation>-<tab>`: a snapshot, and the tab that took it.
    Snapshot { generation: u64, tab: TabId },
    /// `x/<hash>`: a record that is not to be opened again.
    Skip { hash: u64 },
    /// `o`: what is being opened right now.
    Opening,
}

impl Key {
    /// The key's text within a workspace.
    pub fn text(self, workspace: WorkspaceId) -> String {
        let prefix = prefix(workspace);
        match self {
            Key::Update { tab, sequence } => format!("{prefix}w/{:016x}/{sequence:x}", tab.0),
            Key::Bundle { tab, first, last } => format!("{prefix}b/{:016x}/{first:x}-{last:x}", tab.0),
            Key::Snapshot { generation, tab } => format!("{prefix}s/{generation:x}-{:016x}", tab.0),
            Key::Skip { hash } => format!("{prefix}x/{hash:016x}"),
            Key::Opening => format!("{prefix}o"),
        }
    }

    /// Reads a key of this workspace; `None` for any other text, also one that only looks alike.
    pub fn parse(workspace: WorkspaceId, text: &str) -> Option<Key> {
        let rest = text.strip_prefix(&prefix(workspace))?;
        let key = match rest.split_once('/') {
            None => (rest == "o").then_some(Key::Opening)?,
            Some(("w", rest)) => {
                let (tab, sequence) = rest.split_once('/')?;
                Key::Update { tab: TabId(number(tab)?), sequence: number(sequence)? }
            }
            Some(("b", rest)) => {
                let (tab, range) = rest.split_once('/')?;
                let (first, last) = range.split_once('-')?;
                Key::Bundle { tab: TabId(number(tab)?), first: number(first)?, last: number(last)? }
            }
            Some(("s", rest)) => {
                let (generation, tab) = rest.split_once('-')?;
                Key::Snapshot { generation: number(generation)?, tab: TabId(number(tab)?) }
            }
            Some(("x", rest)) => Key::Skip { hash: number(rest)? },
            Some(_) => return None,
        };
        (key.text(workspace) == text).then_some(key)
    }
}

/// What all keys of one workspace begin with.
pub fn prefix(workspace: WorkspaceId) -> String {
    format!("{ROOT}{:016x}/", workspace.0)
}

/// The workspace a key belongs to, if it is one of ours.
pub fn workspace_of(text: &str) -> Option<WorkspaceId> {
    let (id, _) = text.strip_prefix(ROOT)?.split_once('/')?;
    let workspace = WorkspaceId(number(id)?);
    text.starts_with(&prefix(workspace)).then_some(workspace)
}

fn number(text: &str) -> Option<u64> {
    u64::from_str_radix(text, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_reads_back_as_itself() {
        let workspace = WorkspaceId(0xabc);
        let tab = TabId(u64::MAX);
        for key in [
            Key::Update { tab, sequence: 0x1f },
            Key::Bundle { tab, first: 0, last: 0x2f },
            Key::Snapshot { generation: 3, tab },
            Key::Skip { hash: 9 },
            Key::Opening,
        ] {
            let text = key.text(workspace);
            assert_eq!(Key::parse(workspace, &text), Some(key), "{text}");
            assert_eq!(workspace_of(&text), Some(workspace));
            assert_eq!(Key::parse(WorkspaceId(1), &text), None);
        }
    }

    #[test]
    fn a_text_that_only_looks_like_a_key_is_none() {
        let workspace = WorkspaceId(1);
        for rest in ["w/1/2", "w/0000000000000001/02", "w/0000000000000001/+2", "w/0000000000000001/", "s/1", "o/", "q", "", "b/x/1-2"] {
            assert_eq!(Key::parse(workspace, &format!("{}{rest}", prefix(workspace))), None, "{rest}");
        }
        assert_eq!(workspace_of("lw1/1/o"), None);
        assert_eq!(workspace_of("other"), None);
    }
}
