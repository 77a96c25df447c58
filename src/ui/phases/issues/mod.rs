//! The Issues phase: what went wrong, what was done about it, and whether it helped.

mod action_list;
mod actions;
mod causes;
mod effect;
mod facts;
mod field;
mod figures;
mod fishbone;
mod is_not;
mod line_editor;
mod list;
mod page;
mod panel;
mod pareto;
mod report;
mod stages;
mod why_tree;

pub use page::IssuesPage;
