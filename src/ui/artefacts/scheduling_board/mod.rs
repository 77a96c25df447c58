//! The Scheduling Board: tasks over time, by resource, by order or one by one.
//!
//! What is seen is first built as plain shapes ([`build`]) and only then painted, so that screen, print and export agree
//! and everything but the painting is tested without a browser.

#[cfg(feature = "page")]
mod alter;
#[cfg(feature = "page")]
mod alter_form;
#[cfg(feature = "page")]
mod baselines;
#[cfg(feature = "bench")]
mod bench;
#[cfg(feature = "page")]
mod board;
#[cfg(feature = "page")]
mod cards;
#[cfg(feature = "page")]
mod carry;
#[cfg(feature = "page")]
mod days_view;
#[cfg(feature = "page")]
mod deeds;
#[cfg(feature = "page")]
mod dragging;
#[cfg(feature = "page")]
mod entry;
#[cfg(feature = "page")]
mod export;
#[cfg(feature = "page")]
mod filter_form;
#[cfg(feature = "page")]
mod follow;
#[cfg(feature = "page")]
mod held;
#[cfg(feature = "page")]
mod keep;
#[cfg(feature = "page")]
mod keys;
#[cfg(feature = "page")]
mod legend_view;
#[cfg(feature = "page")]
mod move_form;
#[cfg(feature = "page")]
mod page;
#[cfg(feature = "page")]
pub mod paint;
#[cfg(feature = "page")]
mod panel;
#[cfg(feature = "page")]
mod pointer;
#[cfg(feature = "page")]
mod surface;
#[cfg(feature = "page")]
mod task_table;
#[cfg(feature = "page")]
mod tools;
#[cfg(feature = "page")]
mod window;

pub mod aria;
pub mod axis;
pub mod build;
pub mod colour;
pub mod damage;
pub mod days;
pub mod filter;
pub mod fit;
pub mod gesture;
pub mod ghosts;
pub mod hit;
pub mod layout;
pub mod legend;
pub mod lists;
pub mod navigate;
pub mod palette;
pub mod render_model;
pub mod sheet;
pub mod svg;
pub mod task_list;
pub mod view;

#[cfg(feature = "page")]
pub use alter::{Alteration, alter};
#[cfg(feature = "page")]
pub use alter_form::alter_form;
#[cfg(feature = "page")]
pub use baselines::baselines_view;
#[cfg(feature = "bench")]
pub use bench::contend;
#[cfg(feature = "page")]
pub use board::Board;
#[cfg(feature = "page")]
pub use cards::cards_view;
#[cfg(feature = "page")]
pub use days_view::days_view;
#[cfg(feature = "page")]
pub use filter_form::filter_form;
#[cfg(feature = "page")]
pub use page::{SchedulingBoard, SchedulingBoardPage};
