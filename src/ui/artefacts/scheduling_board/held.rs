//! The boxes of a held task, laid over the canvas as elements that the browser moves without painting anything.
//!
//! Never decides where a task goes; it shows what the look of the board says.

use super::board::State;
use super::build::{GhostBox, GhostPart, ghost_boxes};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

impl State {
    /// Brings the boxes above the board in step with the move under way.
    pub(super) fn lay_ghosts(&mut self) {
        let boxes = ghost_boxes(self.sight());
        if boxes == self.laid {
            return;
        }
        // The element for them follows the one that scrolls.
        let floor = self.scroller.as_ref().and_then(|scroller| scroller.next_element_sibling());
        let Some(floor) = floor.and_then(|floor| floor.dyn_into::<HtmlElement>().ok()) else { return };
        let (left, top) = (self.view.metrics.header_width, self.view.metrics.axis_height);
        if self.laid.is_empty() {
            let (width, height) = (self.view.body_width(), self.view.body_height());
            floor.style().set_css_text(&format!("left:{left}px;top:{top}px;width:{width}px;height:{height}px"));
        }
        for (at, shown) in boxes.iter().enumerate().filter(|(at, shown)| self.laid.get(*at) != Some(*shown)) {
            let there = floor.children().item(at as u32).or_else(|| {
                let made = document().create_element("i").ok()?;
                floor.append_child(&made).ok()?;
                Some(made)
            });
            if let Some(element) = there.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                lay(&element, shown, self.laid.get(at), (left, top), self.view.metrics.font_size);
            }
        }
        while floor.child_element_count() > boxes.len() as u32 {
            floor.last_element_child().into_iter().for_each(|element| element.remove());
        }
        self.laid = boxes;
    }
}

/// Gives an element the place and look of a box, as far as they differ from those it had.
fn lay(element: &HtmlElement, now: &GhostBox, before: Option<&GhostBox>, (left, top): (f64, f64), font_size: f64) {
    if before.is_none_or(|before| (before.ink, before.part) != (now.ink, now.part)) {
        element.set_class_name(&format!("{} {}", now.ink.word(), now.part.word()));
    }
    let named = |shown: &GhostBox| shown.part == GhostPart::Nearest && shown.area.width > font_size * 5.0;
    if before.is_some_and(named) != named(now) {
        element.set_text_content(named(now).then_some("here"));
    }
    let style = element.style();
    if before.is_none_or(|before| (before.area.width, before.area.height) != (now.area.width, now.area.height)) {
        // Set or not, the board goes on: a box at a wrong size is a worse picture and nothing more.
        let _ = style.set_property("width", &format!("{}px", now.area.width));
        let _ = style.set_property("height", &format!("{}px", now.area.height));
    }
    let _ = style.set_property("transform", &format!("translate({}px, {}px)", now.area.x - left, now.area.y - top));
}
