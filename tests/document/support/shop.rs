//! A document that tests fill record by record.

use super::now;
use linewright::document::*;
use linewright::model::*;

/// A document with a few records, found again by their names.
pub struct Shop {
    pub document: Document,
}

impl Default for Shop {
    fn default() -> Shop {
        Shop { document: Document::new(1) }
    }
}

impl Shop {
    /// Adds a record with fields by name and gives its id.
    pub fn add(&mut self, table: TableName, fields: &[(&str, Value)]) -> u64 {
        let id = self.document.ids().next();
        let fields = fields.iter().map(|(name, value)| (table.field(name).expect("a field of the table"), value.clone())).collect();
        self.run(Command::Record(RecordCommand::Add { table, fields, id: Some(id) }));
        id
    }

    /// Adds a record that has only a name.
    pub fn named(&mut self, table: TableName, name: &str) -> u64 {
        self.add(table, &[("name", Value::Text(name.to_owned()))])
    }

    /// Carries out a command that must be possible.
    pub fn run(&mut self, command: Command) -> Applied {
        self.document.dispatch(&command, now()).unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    /// The words with which a command is refused; nothing may have changed.
    pub fn refused(&mut self, command: Command) -> Refusal {
        let before = self.document.workspace().clone();
        let refusal = self.document.dispatch(&command, now()).expect_err("a refusal");
        assert_eq!(before, *self.document.workspace());
        for part in [&refusal.what, &refusal.safe, &refusal.todo] {
            assert!(part.ends_with('.'), "not a sentence: {part}");
        }
        refusal
    }

    pub fn workspace(&self) -> &Workspace {
        self.document.workspace()
    }

    /// A field by its name.
    pub fn get(&self, table: TableName, id: u64, field: &str) -> Value {
        self.workspace().get(table, id, table.field(field).expect("a field of the table"))
    }
}
