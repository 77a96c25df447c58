//! How a value or message stands: the only vocabulary of colour in the interface.
//!
//! A tone is never the only sign: a text or an icon always says the same.

/// How a value or message stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// Nothing particular.
    #[default]
    Neutral,
    /// Present but unimportant.
    Muted,
    /// Worth knowing.
    Info,
    /// As wanted.
    Good,
    /// Needs a look soon.
    Warning,
    /// Wrong or late.
    Bad,
}

impl Tone {
    /// The style class that carries the colours of this tone.
    pub const fn class(self) -> &'static str {
        match self {
            Tone::Neutral => "tone-neutral",
            Tone::Muted => "tone-muted",
            Tone::Info => "tone-info",
            Tone::Good => "tone-good",
            Tone::Warning => "tone-warning",
            Tone::Bad => "tone-bad",
        }
    }
}
