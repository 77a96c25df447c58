//! Where the board was when it was left for another page, so that it is there again when one comes back while the page is open.
//!
//! Never outlives the page, and never holds for another workspace.

use super::board::Board;
use super::build::{Compared, LinksShown};
use super::colour::Colour;
use super::layout::Folded;
use super::view::View;
use crate::model::TaskId;
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// How a board looked.
struct Kept {
    /// The name of the workspace.
    workspace: String,
    view: View,
    folded: Folded,
    selection: BTreeSet<TaskId>,
    current: Option<TaskId>,
    colour: Colour,
    links: LinksShown,
    /// Whether the critical path is marked, the legend shown, and a move takes the rest along.
    switches: [bool; 3],
    compared: Option<Compared>,
}

thread_local! {
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

impl Board {
    /// Takes the place of the last board of this workspace, and keeps its own when it goes.
    pub(super) fn keep_place(self) {
        let workspace = move || self.session.peek(|workspace| workspace.settings().name);
        if let Some(kept) = KEPT.take().filter(|kept| kept.workspace == workspace()) {
            self.restore(kept);
        }
        on_cleanup(move || {
            let kept = self.read(|state| {
                let switches = [self.critical, self.legend, self.keeps_order].map(|on| on.get_untracked());
                state.has_painted().then(|| Kept {
                    workspace: workspace(),
                    view: state.view,
                    folded: state.folded.clone(),
                    selection: self.selection.get_untracked(),
                    current: self.current.get_untracked(),
                    colour: state.look.colour,
                    links: state.look.links,
                    switches,
                    compared: state.look.compared.clone(),
                })
            });
            KEPT.set(kept);
        });
    }

    fn restore(self, kept: Kept) {
        let filter = kept.folded.filter.clone();
        self.with(|state| {
            (state.look.colour, state.look.links, state.look.critical) = (kept.colour, kept.links, kept.switches[0]);
            state.folded = kept.folded;
            state.resume(kept.view);
        });
        self.filter.set(filter);
        self.compared.set(kept.compared);
        self.selection.set(kept.selection);
        self.current.set(kept.current);
        self.colour.set(kept.colour);
        self.links.set(kept.links);
        self.zoom.set(kept.view.px_per_hour);
        for (signal, on) in [self.critical, self.legend, self.keeps_order].into_iter().zip(kept.switches) {
            signal.set(on);
        }
    }
}
