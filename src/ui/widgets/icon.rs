//! The icons: strokes on a 16 by 16 grid, drawn in the colour of the text beside them.
//!
//! An icon never stands for a meaning alone; it is hidden from screen readers and a label says the same.

use leptos::prelude::*;

/// Every icon, named after its shape or common meaning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Icon {
    Alert,
    ArrowDown,
    ArrowLeft,
    ArrowRight,
    ArrowUp,
    Board,
    Calendar,
    Chart,
    Check,
    ChevronDown,
    ChevronLeft,
    ChevronRight,
    ChevronUp,
    Circle,
    Clock,
    Columns,
    Contrast,
    Copy,
    Cross,
    Download,
    Edit,
    Error,
    External,
    Eye,
    File,
    Filter,
    Flow,
    Folder,
    Gauge,
    Grid,
    Help,
    History,
    Home,
    Inbox,
    Info,
    Link,
    Lock,
    Machine,
    Menu,
    Minus,
    Moon,
    More,
    Pause,
    People,
    Person,
    Pin,
    Play,
    Plus,
    Print,
    Redo,
    Refresh,
    Rise,
    Search,
    Settings,
    Shield,
    Stop,
    Success,
    Sun,
    Table,
    Trash,
    Tree,
    Trend,
    Undo,
    Upload,
    ZoomIn,
    ZoomOut,
}

impl Icon {
    /// The strokes as SVG path data.
    pub const fn path(self) -> &'static str {
        match self {
            Icon::Alert => "M8 2 1.5 13.5h13L8 2ZM8 6.5v3.5M8 12v.01",
            Icon::ArrowDown => "M8 3v10M4 9l4 4 4-4",
            Icon::ArrowLeft => "M13 8H3M7 4 3 8l4 4",
            Icon::ArrowRight => "M3 8h10M9 4l4 4-4 4",
            Icon::ArrowUp => "M8 13V3M4 7l4-4 4 4",
            Icon::Board => "M2 3.5h5.5M5 8h6M8.5 12.5H14M2 1.5v13",
            Icon::Calendar => "M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.5v3M10.5 1.5v3",
            Icon::Chart => "M2 14h12M4 14V8.5M8 14V3M12 14V6",
            Icon::Check => "m3 8.5 3.5 3.5L13 4.5",
            Icon::ChevronDown => "m4 6 4 4 4-4",
            Icon::ChevronLeft => "m10 4-4 4 4 4",
            Icon::ChevronRight => "m6 4 4 4-4 4",
            Icon::ChevronUp => "m4 10 4-4 4 4",
            Icon::Circle => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0Z",
            Icon::Clock => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 4.5V8l2.5 1.5",
            Icon::Columns => "M2 2.5h12v11H2zM6 2.5v11M10 2.5v11",
            Icon::Contrast => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 2v12M9 4h3.2M9 6.5h4.7M9 9h4.8M9 11.5h3.5",
            Icon::Copy => "M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3",
            Icon::Cross => "m4 4 8 8M12 4l-8 8",
            Icon::Download => "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
            Icon::Edit => "m2.5 13.5.7-3L11 2.7l2.3 2.3-7.8 7.8-3 .7ZM9.5 4.2l2.3 2.3",
            Icon::Error => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4",
            Icon::External => "M9.5 2.5h4v4M13.5 2.5 7 9M11.5 9v4.5h-9v-9H7",
            Icon::Eye => "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0Z",
            Icon::File => "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3",
            Icon::Filter => "M2 3h12L9.5 8.5V13l-3 1V8.5L2 3Z",
            Icon::Flow => "M1.5 2.5h5v4h-5zM9.5 9.5h5v4h-5zM6.5 4.5h5.5v5",
            Icon::Folder => "M1.5 3.5h5l1.5 2h6.5v8h-13z",
            Icon::Gauge => "M2.5 12.5a6.5 6.5 0 1 1 11 0M8 9.5l3-4",
            Icon::Grid => "M2 2.5h12v11H2zM2 6.2h12M2 9.8h12M6 2.5v11M10 2.5v11",
            Icon::Help => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM6 6.3a2 2 0 1 1 3 1.7c-.6.4-1 .8-1 1.5M8 11.5v.01",
            Icon::History => "M2.5 8a5.5 5.5 0 1 0 1.8-4.1L2.5 5.5M2.5 2.5v3h3M8 5v3l2 1.5",
            Icon::Home => "m2 7.5 6-5 6 5M3.5 6.5v7h9v-7",
            Icon::Inbox => "M2 9.5 4 3h8l2 6.5v4H2v-4ZM2 9.5h3.5l1 1.5h3l1-1.5H14",
            Icon::Info => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM8 7.5V11M8 5v.01",
            Icon::Link => {
                "M6.5 9.5a3 3 0 0 0 4.2 0l2.4-2.4a3 3 0 0 0-4.2-4.2L8 3.8M9.5 6.5a3 3 0 0 0-4.2 0L2.9 8.9a3 3 0 0 0 4.2 4.2l.9-.9"
            }
            Icon::Lock => "M3 7h10v7H3zM5 7V5a3 3 0 0 1 6 0v2",
            Icon::Machine => "M1.5 13.5V8l4 2V8l4 2V3h3l1 10.5h-12Z",
            Icon::Menu => "M2 4h12M2 8h12M2 12h12",
            Icon::Minus => "M3 8h10",
            Icon::Moon => "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z",
            Icon::More => "M3.5 7.5v1M8 7.5v1M12.5 7.5v1M3 8h1M7.5 8h1M12 8h1",
            Icon::Pause => "M5 3v10M11 3v10",
            Icon::People => {
                "M8 5.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0ZM1 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 3.2a2.5 2.5 0 0 1 0 4.6M12 9.8c1.8.5 3 1.8 3 3.7"
            }
            Icon::Person => "M11 5a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM2.5 14c0-2.8 2.4-4.5 5.5-4.5s5.5 1.7 5.5 4.5",
            Icon::Pin => "M5 2h6M6 2v4.5L3.5 9.5h9L10 6.5V2M8 9.5V14.5",
            Icon::Play => "M4.5 2.5v11l9-5.5-9-5.5Z",
            Icon::Plus => "M8 3v10M3 8h10",
            Icon::Print => "M4.5 6V2h7v4M4.5 11.5h-2.5V6h12v5.5h-2.5M4.5 9.5h7v4.5h-7z",
            Icon::Redo => "M13 6.5H6a3.5 3.5 0 0 0 0 7h3M10 3.5l3 3-3 3",
            Icon::Refresh => "M13.5 8a5.5 5.5 0 1 1-1.6-3.9l1.6 1.6M13.5 2.5v3.2h-3.2",
            Icon::Rise => "M2 13.5h3.5v-3.5H9V6.5h3.5V2.5M10 5l2.5-2.5L15 5",
            Icon::Search => "M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0ZM10.2 10.2 14 14",
            Icon::Settings => "M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M9 3v3h3V3zM4 10v3h3v-3z",
            Icon::Shield => "M8 1.5 2.5 3.5v4c0 3.5 2.3 5.8 5.5 7 3.2-1.2 5.5-3.5 5.5-7v-4L8 1.5ZM5.5 8l2 2 3-3.5",
            Icon::Stop => "M3.5 3.5h9v9h-9z",
            Icon::Success => "M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0ZM5 8.2l2.2 2.2L11 6",
            Icon::Sun => "M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
            Icon::Table => "M2 2.5h12v11H2zM2 6h12M6.5 6v7.5",
            Icon::Trash => "M2.5 4h11M6 4V2h4v2M4 4l.7 10h6.6L12 4M6.7 6.5v5M9.3 6.5v5",
            Icon::Tree => "M2 3.5h4M4 3.5v9h4M4 8h4M8 6.5h6v3H8zM8 11h6v3H8z",
            Icon::Trend => "M2 2v12h12M4.5 10.5l3-3.5 2.5 2 4-5.5",
            Icon::Undo => "M3 6.5h7a3.5 3.5 0 0 1 0 7H7M6 3.5l-3 3 3 3",
            Icon::Upload => "M8 10.5V2.5M4.5 6 8 2.5 11.5 6M2.5 13.5h11",
            Icon::ZoomIn => "M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0ZM10.2 10.2 14 14M5 7h4M7 5v4",
            Icon::ZoomOut => "M11.5 7a4.5 4.5 0 1 1-9 0 4.5 4.5 0 0 1 9 0ZM10.2 10.2 14 14M5 7h4",
        }
    }
}

/// Paints an icon at the size of the text beside it.
pub fn icon(shape: Icon) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=shape.path() />
        </svg>
    }
    .into_any()
}

/// Paints the icon that a value asks for at the moment, or nothing.
pub fn icon_if(shape: Option<Icon>) -> AnyView {
    match shape {
        Some(shape) => icon(shape),
        None => ().into_any(),
    }
}
