//! The rescue file: stored values exactly as they lie there, in a text that a person can look at and this program can read back.
//!
//! Needs no open store, and from local storage no waiting, so that it also works on a page that has broken down.

use super::Store;
use super::backend::{Media, Place, Primary, Refusal};
use super::directory::LIST;
use super::holdings::{Holdings, Quarantined};
use super::key;
use super::record::{WorkspaceId, from_text, to_text};
use super::space::{self, SpaceLevel, Usage};

const FIRST_LINE: &str = "Linewright rescue file 1";

/// Everything of a workspace that lies in local storage, at once.
pub fn rescue_primary(primary: &dyn Primary, workspace: WorkspaceId) -> String {
    let mut file = FIRST_LINE.to_owned() + "\n";
    let prefix = key::prefix(workspace);
    for key in primary.keys().unwrap_or_default().iter().filter(|key| key.starts_with(&prefix)) {
        if let Ok(Some(text)) = primary.get(key) {
            add_line(&mut file, Place::Primary, key, text.as_bytes());
        }
    }
    file
}

/// Everything of a workspace in both places; a place that does not answer is left out.
pub async fn rescue(media: &Media, workspace: WorkspaceId) -> String {
    let mut file = rescue_primary(media.primary.as_ref(), workspace);
    for (key, bytes) in media.durable.read(&key::prefix(workspace)).await.unwrap_or_default() {
        add_line(&mut file, Place::Durable, &key, &bytes);
    }
    file
}

/// What a rescue file holds of one workspace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rescued {
    pub workspace: WorkspaceId,
    /// Documents and updates, in the order to apply them.
    pub pieces: Vec<Vec<u8>>,
    /// Values that were damaged.
    pub damaged: usize,
}

/// Whether a text begins as a rescue file does.
pub fn is_rescue(text: &str) -> bool {
    text.lines().next() == Some(FIRST_LINE)
}

/// The workspaces in a rescue file, the list of workspaces left out, and how many of its lines cannot be read.
///
/// `None` if the text is not a rescue file.
pub fn read_rescue(file: &str) -> Option<(Vec<Rescued>, usize)> {
    if !is_rescue(file) {
        return None;
    }
    let mut found: Vec<(WorkspaceId, Holdings)> = Vec::new();
    let mut unreadable = 0;
    for line in file.lines().skip(1).filter(|line| !line.starts_with('#')) {
        match parse_line(line) {
            Some((LIST, ..)) => {}
            Some((workspace, place, key, bytes)) => {
                let at = found.iter().position(|(other, _)| *other == workspace).unwrap_or_else(|| {
                    found.push((workspace, Holdings::default()));
                    found.len() - 1
                });
                if let Some((_, holdings)) = found.get_mut(at) {
                    holdings.take(workspace, place, key, bytes);
                }
            }
            None => unreadable += 1,
        }
    }
    Some((found.into_iter().map(|(workspace, holdings)| rescued(workspace, &holdings)).collect(), unreadable))
}

fn rescued(workspace: WorkspaceId, holdings: &Holdings) -> Rescued {
    let mut pieces: Vec<Vec<u8>> = holdings.snapshots(None).map(|snapshot| snapshot.document.clone()).collect();
    pieces.sort_unstable();
    pieces.dedup();
    pieces.extend(holdings.records(None).into_iter().map(|record| record.payload().to_vec()));
    Rescued { workspace, pieces, damaged: holdings.damaged.len() }
}

impl Store {
    /// Takes the values away that could not be used; only to be offered after the person has the file.
    ///
    /// A value that is not the same any more as in the file stays.
    pub async fn discard_quarantine(&self) -> Result<usize, Refusal> {
        self.may_write().map_err(|why| Refusal::Failed(why.to_string()))?;
        let mut discarded = 0;
        for found in self.with(|state| state.quarantine.clone()) {
            if self.discard(&found).await? {
                discarded += 1;
            }
            self.with(|state| state.quarantine.retain(|one| *one != found));
        }
        self.tell();
        Ok(discarded)
    }

    async fn discard(&self, found: &Quarantined) -> Result<bool, Refusal> {
        let media = self.media();
        match found.place {
            Place::Primary => {
                let same = media.primary.get(&found.key)?.is_some_and(|text| text.as_bytes() == found.bytes);
                if same {
                    media.primary.remove(&found.key)?;
                }
                Ok(same)
            }
            Place::Durable => {
                let there = media.durable.get(vec![found.key.clone()]).await?.pop().flatten();
                let same = there.is_some_and(|bytes| bytes == found.bytes);
                if same {
                    media.durable.write(Vec::new(), vec![found.key.clone()]).await?;
                }
                Ok(same)
            }
        }
    }

    /// What this workspace takes in both places; reads all of it, so not to be asked for at every edit.
    pub async fn usage(&self) -> Result<Usage, Refusal> {
        let prefix = key::prefix(self.0.workspace);
        let (primary_bytes, _) = space::measure(self.media().primary.as_ref(), "")?;
        let (primary_own_bytes, primary_keys) = space::measure(self.media().primary.as_ref(), &prefix)?;
        let values = self.media().durable.read(&prefix).await?;
        let durable_bytes = values.iter().map(|(key, bytes)| key.len() + bytes.len()).sum();
        Ok(self.with(|state| {
            state.primary_bytes = primary_bytes;
            Usage {
                primary_bytes,
                primary_own_bytes,
                primary_keys,
                durable_bytes,
                snapshot_bytes: state.snapshot_bytes,
                log_bytes: state.log.bytes(),
                space: SpaceLevel::of(primary_bytes),
                snapshot_in_primary: state.snapshot_in_primary,
            }
        }))
    }
}

/// One line: place, key, and the value as it lies there, in base64.
fn add_line(file: &mut String, place: Place, key: &str, bytes: &[u8]) {
    let place = match place {
        Place::Primary => "local-storage",
        Place::Durable => "database",
    };
    for piece in [place, "\t", key, "\t", &to_text(bytes), "\n"] {
        file.push_str(piece);
    }
}

fn parse_line(line: &str) -> Option<(WorkspaceId, Place, String, Vec<u8>)> {
    let mut parts = line.split('\t');
    let place = match parts.next()? {
        "local-storage" => Place::Primary,
        "database" => Place::Durable,
        _ => return None,
    };
    let (key, bytes) = (parts.next()?, from_text(parts.next()?).ok()?);
    let workspace = key::workspace_of(key)?;
    Some((workspace, place, key.to_owned(), bytes))
}
