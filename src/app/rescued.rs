//! What a rescue file holds, as workspaces that can be opened again.
//!
//! Never writes anything; what is in the file is shown before it is taken over, like every workspace file.

use super::file::WorkspaceFile;
use super::packing::unpack;
use crate::document::Document;
use crate::model::Time;
use crate::store::{is_rescue, read_rescue};

/// The workspaces of a rescue file and how much of it could not be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RescueFile {
    pub workspaces: Vec<WorkspaceFile>,
    /// Records that are damaged, and lines that are none.
    pub unreadable: usize,
}

/// Whether the bytes begin as a rescue file does.
pub fn is_rescue_file(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes.get(..bytes.len().min(100)).unwrap_or_default()).is_ok_and(is_rescue)
}

/// The workspaces in a rescue file; `None` where it is no such file. `client` is a random number for the documents it is read into.
pub fn read_rescue_file(bytes: &[u8], client: u64, now: Time) -> Option<RescueFile> {
    let (found, mut unreadable) = read_rescue(&String::from_utf8_lossy(bytes))?;
    let mut workspaces = Vec::new();
    for rescued in found {
        let pieces: Vec<_> = rescued.pieces.iter().filter_map(|piece| unpack(piece)).collect();
        unreadable += rescued.damaged + (rescued.pieces.len() - pieces.len());
        let (mut document, _) = Document::load(client, pieces.iter().map(|piece| piece.as_ref()));
        document.recover(now);
        let name = document.workspace().settings().name;
        let name = if name.is_empty() { "Rescued workspace".to_owned() } else { name };
        workspaces.push(WorkspaceFile { id: rescued.workspace.0, name, snapshot: document.snapshot() });
    }
    Some(RescueFile { workspaces, unreadable })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;
    use crate::app::packing::pack;
    use crate::app::{Command, RecordCommand};
    use crate::model::{TableName, Value};
    use crate::store::{Media, Store, Tasks, WorkspaceId, rescue};
    use std::rc::Rc;

    #[test]
    fn what_is_stored_comes_back_out_of_the_file_also_after_a_lost_record() {
        let tasks = Tasks::default();
        let media = Media::in_memory(Rc::new(tasks.clone()), Rc::new(|| 5));
        let mut document = Document::new(1);
        let file = tasks.block_on(async {
            let store = Store::create(&media, WorkspaceId(7)).await.unwrap();
            for name in ["table", "lost", "chair"] {
                let fields = vec![(0, Value::Text(name.into()))];
                let add = Command::Record(RecordCommand::Add { table: TableName::Item, fields, id: None });
                store.append(&pack(&document.dispatch(&add, Time::clamped(0)).unwrap().update)).await;
            }
            rescue(&media, WorkspaceId(7)).await
        });
        let file = file.unwrap();
        let names = |file: &RescueFile| {
            let (document, _) = Document::load(9, std::iter::once(file.workspaces[0].snapshot.as_slice()));
            document.workspace().items.values().map(|item| item.name.clone()).collect::<Vec<_>>()
        };
        let whole = read_rescue_file(file.as_bytes(), 3, Time::clamped(0)).unwrap();
        assert_eq!((whole.workspaces[0].id, names(&whole), whole.unreadable), (7, vec!["table".into(), "lost".into(), "chair".into()], 0));
        let without: Vec<&str> = file.lines().filter(|line| !line.contains("/1\t")).collect();
        let part = read_rescue_file(without.join("\n").as_bytes(), 3, Time::clamped(0)).unwrap();
        assert_eq!(names(&part), ["table", "chair"]);
        assert_eq!(read_rescue_file(b"name,cost\n", 3, Time::clamped(0)), None);
        assert!(is_rescue_file(file.as_bytes()) && !is_rescue_file(b"name,cost\n"));
    }
}
