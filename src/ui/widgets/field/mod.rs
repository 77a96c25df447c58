//! Form fields: label, help, error and input belong together, and what was typed is never lost to a refusal.
//!
//! A field hands a value over when the person is done with it (Enter or leaving the field), never at every letter, and
//! shows the refusal it gets back under the input. It keeps nothing itself: the value shown is the value given.

mod checkbox;
mod choice;
mod combo_field;
mod entry_field;
mod frame;
mod search;
mod text_area;
mod typed;

pub use checkbox::CheckField;
pub use choice::ChoiceField;
pub use combo_field::ComboField;
pub use entry_field::{EntryField, EntryInput};
pub use search::SearchField;
pub use text_area::TextAreaField;
pub use typed::{DateField, DateTimeField, DurationField, IntegerField, NumberField, TextField};
