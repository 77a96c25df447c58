//! How large the map is drawn: by buttons, by Ctrl and the wheel, or to fit its frame.

use crate::ui::widgets::{Button, ButtonLook, Icon, use_announcer};
use leptos::html::Div;
use leptos::prelude::*;

/// From a map of hundreds of steps at a glance to one step read from across the room.
const LEAST: f64 = 0.2;
const MOST: f64 = 2.0;
/// The smallest size at which the words on the map are read with ease.
const READABLE: f64 = 0.7;
/// One press on a button.
const STEP: f64 = 1.25;

/// The zoom of one map. Copied freely.
#[derive(Clone, Copy)]
pub struct Zoom {
    scale: RwSignal<f64>,
    /// What the map scrolls in.
    pub frame: NodeRef<Div>,
}

impl Zoom {
    /// A map at 100 %.
    pub fn new() -> Zoom {
        Zoom { scale: RwSignal::new(1.0), frame: NodeRef::new() }
    }

    /// Pixels on the screen for a pixel of the map; tracked.
    pub fn scale(self) -> f64 {
        self.scale.get()
    }

    /// Changes the scale by a factor, and keeps what is in the middle of the frame there.
    fn by(self, factor: f64) {
        let old = self.scale.get_untracked();
        self.to(old * factor);
    }

    fn to(self, scale: f64) {
        let old = self.scale.get_untracked();
        let scale = scale.clamp(LEAST, MOST);
        let Some(frame) = self.frame.get_untracked() else { return };
        let (width, height) = (f64::from(frame.client_width()), f64::from(frame.client_height()));
        let middle = ((f64::from(frame.scroll_left()) + width / 2.0) / old, (f64::from(frame.scroll_top()) + height / 2.0) / old);
        self.scale.set(scale);
        // The frame can only be scrolled once the map has its new size.
        request_animation_frame(move || {
            frame.set_scroll_left((middle.0 * scale - width / 2.0) as i32);
            frame.set_scroll_top((middle.1 * scale - height / 2.0) as i32);
        });
    }

    /// The whole width of the map in the frame, never larger than 100 %.
    fn fit(self, width: f64) {
        if let Some(scale) = self.fitting(width) {
            self.to(scale);
        }
    }

    /// As large as a map that was not zoomed yet can be read, and as much of it as then fits.
    pub fn start(self, width: f64) {
        if let Some(scale) = self.fitting(width) {
            self.scale.set(scale.max(READABLE));
        }
    }

    fn fitting(self, width: f64) -> Option<f64> {
        let frame = self.frame.get_untracked()?;
        Some((f64::from(frame.client_width()) / width.max(1.0)).min(1.0))
    }

    /// Ctrl and the wheel, as in every other program with a map.
    pub fn wheel(self, event: &web_sys::WheelEvent) {
        if event.ctrl_key() || event.meta_key() {
            event.prevent_default();
            self.by(if event.delta_y() < 0.0 { STEP } else { 1.0 / STEP });
        }
    }
}

/// The buttons; `width` is that of the map at 100 %.
#[component]
pub fn ZoomButtons(zoom: Zoom, width: Signal<f64>) -> impl IntoView {
    let announcer = use_announcer();
    let percent = move || format!("{:.0} %", zoom.scale() * 100.0);
    let told = move |change: &dyn Fn()| {
        change();
        announcer.say(untrack(percent));
    };
    view! {
        <div class="bar" role="group" aria-label="Size of the map">
            <Button label="Smaller" icon=Icon::ZoomOut icon_only=true look=ButtonLook::Quiet on_press=move || told(&|| zoom.by(1.0 / STEP)) />
            <span class="hint numbers">{percent}</span>
            <Button label="Larger" icon=Icon::ZoomIn icon_only=true look=ButtonLook::Quiet on_press=move || told(&|| zoom.by(STEP)) />
            <Button label="Fit" look=ButtonLook::Quiet on_press=move || told(&|| zoom.fit(width.get_untracked())) />
        </div>
    }
    .into_any()
}
