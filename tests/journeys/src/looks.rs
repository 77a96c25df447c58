//! How a person has set the browser: colours, contrast, motion, size of text, size of the window.

use crate::Browser;
use serde_json::json;

/// What the browser tells the page of a person's wishes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    Light,
    Dark,
    /// The system's own few colours in place of the page's.
    Forced,
    MoreContrast,
}

impl Look {
    /// Every look.
    pub const ALL: [Look; 4] = [Look::Light, Look::Dark, Look::Forced, Look::MoreContrast];

    const fn features(self) -> [(&'static str, &'static str); 3] {
        match self {
            Look::Light => [("prefers-color-scheme", "light"), ("forced-colors", "none"), ("prefers-contrast", "no-preference")],
            Look::Dark => [("prefers-color-scheme", "dark"), ("forced-colors", "none"), ("prefers-contrast", "no-preference")],
            Look::Forced => [("prefers-color-scheme", "dark"), ("forced-colors", "active"), ("prefers-contrast", "custom")],
            Look::MoreContrast => [("prefers-color-scheme", "light"), ("forced-colors", "none"), ("prefers-contrast", "more")],
        }
    }
}

impl Browser {
    /// Shows the page in a look from now on, without motion, so that no colour is on its way to another.
    pub async fn look(&self, look: Look) {
        let still = [("prefers-reduced-motion", "reduce")];
        let features: Vec<_> =
            look.features().into_iter().chain(still).map(|(name, value)| json!({ "name": name, "value": value })).collect();
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        self.two_frames().await;
    }

    /// Sets the window's size in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
        self.two_frames().await;
    }

    /// Sets the size of text that the browser starts from; 16 pixels unless a person has chosen another.
    pub async fn text_size(&self, pixels: u32) {
        self.devtools("Page.setFontSizes", json!({ "fontSizes": { "standard": pixels, "fixed": pixels } })).await;
        self.two_frames().await;
    }
}
