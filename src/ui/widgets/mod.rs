//! The shared widgets. They know no domain word: plain data and signals in, callbacks out.
//!
//! Without the feature `page` only the pure parts are built: reading of typed values, order and filters of tables, render
//! models of charts, placement. A widget never edits data itself; it reports a gesture through a callback and shows the
//! refusal it gets back without losing what was typed.
//!
//! A table of records, edited in place:
//! ```ignore
//! let columns = vec![
//!     Column::text("name", "Name").editable().width(220),
//!     Column::reference("item", "Item", find_items).editable(),
//!     Column::date("due", "Due").editable(),
//!     Column::choice("status", "Status", vec![Choice::new("open", "Open"), Choice::new("done", "Done")]).editable(),
//! ];
//! view! {
//!     <DataTable
//!         label="Orders"
//!         columns
//!         rows=ids                                                   // Signal<Arc<Vec<u64>>>
//!         cell=Arc::new(move |id, column| cell_of(id, column))       // reads signals; repaints only its cell
//!         on_edit=move |edits: Vec<CellEdit>| session.change(edits)  // Result<(), String>; one gesture, one undo step
//!         on_add=move |()| session.add()                             // Result<u64, String>: the new row's id
//!         on_delete=move |ids| session.remove(ids)
//!         on_open=move |id| shown.set(Some(id))
//!     />
//! }
//! ```
//! A field that keeps what was typed when it is refused:
//! ```ignore
//! view! { <DateField label="Due" value=due on_commit=move |time| session.set_due(time) /> }
//! ```
//! Actions are described once and offered in buttons, menus, toolbars and the command palette:
//! ```ignore
//! let print = Action::new("Print", || ()).icon(Icon::Print).shortcut("Ctrl+P").refused(nothing_to_print);
//! view! { <MenuButton label="More" actions=vec![print] /> }
//! ```
//! [`Action`] shares its name with a type of leptos' prelude: import it by name, not by `*` alone.

pub mod chart;
pub mod entry;
pub mod fuzzy;
pub mod place;
pub mod table;
mod tone;
pub mod tree;

#[cfg(feature = "page")]
mod components {
    pub use super::action::Action;
    pub use super::announce::{Announcer, LiveRegions, provide_announcer, use_announcer};
    pub use super::badge::{Badge, tone_icon};
    pub use super::button::{Button, ButtonLook};
    pub use super::chart::{BarChart, FishboneChart, LineChart};
    pub use super::dialog::{Confirm, Dialog, DialogSize};
    pub use super::download::download;
    pub use super::dropzone::Dropzone;
    pub use super::empty_state::EmptyState;
    pub use super::field::{
        CheckField, ChoiceField, ComboField, DateField, DateTimeField, DurationField, EntryField, EntryInput, IntegerField, NumberField,
        SearchField, TextAreaField, TextField,
    };
    pub use super::handler::Handler;
    pub use super::icon::{Icon, icon, icon_if};
    pub use super::menu::{MenuButton, menu_items};
    pub use super::notice::{Banners, Notice, Toasts};
    pub use super::palette::{Palette, PaletteContent, palette_content};
    pub use super::popover::Popover;
    pub use super::progress::Progress;
    pub use super::segmented::Segmented;
    pub use super::split::Split;
    pub use super::stat::{Explained, SourceRow, Stat, explanation};
    pub use super::table::{CellSource, DataTable};
    pub use super::tabs::{Tab, Tabs};
    pub use super::term::Term;
    pub use super::toolbar::Toolbar;
    pub use super::tree::Tree;
}

#[cfg(feature = "page")]
mod action;
#[cfg(feature = "page")]
mod announce;
#[cfg(feature = "page")]
mod badge;
#[cfg(feature = "page")]
mod button;
#[cfg(feature = "page")]
mod combo;
#[cfg(feature = "page")]
mod dialog;
#[cfg(feature = "page")]
pub mod dom;
#[cfg(feature = "page")]
mod download;
#[cfg(feature = "page")]
mod dropzone;
#[cfg(feature = "page")]
mod empty_state;
#[cfg(feature = "page")]
mod field;
#[cfg(feature = "page")]
mod handler;
#[cfg(feature = "page")]
mod icon;
#[cfg(feature = "page")]
mod menu;
#[cfg(feature = "page")]
mod notice;
#[cfg(feature = "page")]
mod palette;
#[cfg(feature = "page")]
mod popover;
#[cfg(feature = "page")]
mod progress;
#[cfg(feature = "page")]
mod segmented;
#[cfg(feature = "page")]
mod split;
#[cfg(feature = "page")]
mod stat;
#[cfg(feature = "page")]
mod tabs;
#[cfg(feature = "page")]
mod term;
#[cfg(feature = "page")]
mod toolbar;

pub use chart::{ChartData, Period, Series};
#[cfg(feature = "page")]
pub use components::*;
pub use table::{Align, CellEdit, CellValue, Choice, Column, Look, Lookup, Paste, SortKey, TableView, lookup_in};
pub use tone::Tone;
pub use tree::TreeNode;
