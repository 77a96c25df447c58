//! The tools above the board: what the rows are, how close one looks, what colours and lines tell, and ways out.
//!
//! Never holds anything of its own: it sets the board's signals.

use super::board::Board;
use super::build::LinksShown;
use super::colour::Colour;
use super::export::{self, Stretch};
use super::keys;
use super::layout::Grouping;
use super::view::ZOOMS;
use crate::app::notices::Tone;
use crate::app::web::preferences::{BOARD_ROWS, remember, remembered};
use crate::app::web::{Exchanger, Made, export_workbook};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Action, Button, ButtonLook, Icon, MenuButton, Segmented, Toolbar, download};
use leptos::prelude::*;

/// What is shown: the board by resource, order or task, or the table of tasks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shown {
    #[default]
    Resources,
    Orders,
    Tasks,
    Table,
}

impl Shown {
    /// What this device showed last.
    pub fn remembered() -> Shown {
        let key = remembered(BOARD_ROWS).unwrap_or_default();
        Shown::ALL.iter().find(|(_, known, _)| *known == key).map_or(Shown::default(), |(shown, ..)| *shown)
    }

    /// What the rows stand for; nothing for the table, which leaves the board behind it as it is.
    pub fn grouping(self) -> Option<Grouping> {
        match self {
            Shown::Resources => Some(Grouping::Resource),
            Shown::Orders => Some(Grouping::Order),
            Shown::Tasks => Some(Grouping::Task),
            Shown::Table => None,
        }
    }

    const ALL: [(Shown, &'static str, &'static str); 4] = [
        (Shown::Resources, "resources", "Resources"),
        (Shown::Orders, "orders", "Orders"),
        (Shown::Tasks, "tasks", "Tasks"),
        (Shown::Table, "table", "Table"),
    ];

    fn key(self) -> &'static str {
        Shown::ALL.iter().find(|(shown, ..)| *shown == self).map_or("", |(_, key, _)| key)
    }
}

/// The tools.
#[component]
pub fn BoardTools(board: Board) -> impl IntoView {
    let shown = board.shown;
    let options = Shown::ALL.iter().map(|(_, key, label)| Choice::new(*key, *label)).collect();
    let choose = move |key: String| {
        let Some((chosen, ..)) = Shown::ALL.iter().find(|(_, known, _)| *known == key) else { return };
        remember(BOARD_ROWS, &key);
        shown.set(*chosen);
        if let Some(grouping) = chosen.grouping() {
            board.grouping.set(grouping);
        }
    };
    let is_drawn = move || shown.get() != Shown::Table;
    let exchanger = use_context::<Exchanger>();
    view! {
        <div class="board-tools no-print">
            <Segmented label="Rows" options value=Signal::derive(move || shown.get().key().to_owned()) on_change=choose />
            <Show when=is_drawn>
                <Toolbar label="View">
                    <Button label="Zoom out" icon=Icon::Minus icon_only=true look=ButtonLook::Quiet on_press=move |()| { keys::zoom(board, false); } />
                    <MenuButton label=Signal::derive(move || zoom_name(board.zoom.get())) actions=Signal::derive(move || zooms(board)) />
                    <Button label="Zoom in" icon=Icon::Plus icon_only=true look=ButtonLook::Quiet on_press=move |()| { keys::zoom(board, true); } />
                    <Button label="Now" icon=Icon::Clock look=ButtonLook::Quiet on_press=move |()| board.go_to(board.read(|state| state.data.now)) />
                    <MenuButton label="Show" icon=Icon::Eye actions=Signal::derive(move || looks(board)) />
                </Toolbar>
            </Show>
            <MenuButton label="Export" icon=Icon::Download at_end=true actions=Signal::derive(move || exports(board, exchanger)) />
        </div>
    }
    .into_any()
}

/// The name of the zoom that is nearest.
fn zoom_name(px_per_hour: f64) -> String {
    let away = |zoom: f64| (zoom / px_per_hour).ln().abs();
    let nearest = ZOOMS.iter().min_by(|(_, a), (_, b)| away(*a).total_cmp(&away(*b)));
    nearest.map_or("Zoom", |(name, _)| name).to_owned()
}

fn zooms(board: Board) -> Vec<Action> {
    let named = ZOOMS.iter().map(|(name, zoom)| {
        let on = Signal::derive(move || (board.zoom.get() / zoom).ln().abs() < 0.03);
        Action::new(*name, move || board.choose_zoom(*zoom, None)).checked(on).group("Zoom")
    });
    let all = Action::new("All work", move || board.zoom_to_all()).shortcut("0").group("Zoom");
    named.chain([all]).collect()
}

fn looks(board: Board) -> Vec<Action> {
    const LINKS: [(&str, LinksShown); 3] =
        [("Of what is selected", LinksShown::Selected), ("All", LinksShown::All), ("None", LinksShown::None)];
    let colours = Colour::ALL.iter().map(|(colour, name)| {
        Action::new(*name, move || board.colour.set(*colour))
            .checked(Signal::derive(move || board.colour.get() == *colour))
            .group("Colour by")
    });
    let links = LINKS.iter().map(|(name, links)| {
        Action::new(*name, move || board.links.set(*links))
            .checked(Signal::derive(move || board.links.get() == *links))
            .group("Dependencies")
    });
    let critical = Action::new("Mark what is critical", move || board.critical.update(|on| *on = !*on))
        .checked(Signal::derive(move || board.critical.get()))
        .group("Critical path");
    let fold = Action::new("Fold all", move || {
        board.fold(|folded, data| {
            folded.orders = data.orders.iter().map(|order| order.id).collect();
            folded.bands = data.resources.iter().map(|resource| resource.group.clone()).collect();
        })
    })
    .group("Rows");
    let unfold = Action::new("Unfold all", move || board.fold(|folded, _| *folded = Default::default())).group("Rows");
    colours.chain([critical]).chain(links).chain([fold, unfold]).collect()
}

fn exports(board: Board, exchanger: Option<Exchanger>) -> Vec<Action> {
    let tell = move |done: Result<(), String>| {
        if let Err(reason) = done {
            board.session.notices.tell(Tone::Warning, "The file could not be made.", reason);
        }
    };
    let save = move |made: Made| tell(made.and_then(|(name, kind, bytes)| download(&name, kind, &bytes)));
    let mut actions = vec![
        Action::new("Print", move || tell(export::print(board))).icon(Icon::Print),
        Action::new("Picture (SVG)", move || tell(export::svg_file(board, Stretch::Whole))).icon(Icon::Download),
        Action::new("Picture of what is seen (SVG)", move || tell(export::svg_file(board, Stretch::Seen))).icon(Icon::Download),
        Action::new("Picture (PNG)", move || tell(export::png_file(board))).icon(Icon::Download),
        Action::new("Table of tasks (CSV)", move || tell(export::csv_file(board))).icon(Icon::Download),
    ];
    if let Some(exchanger) = exchanger {
        let session = board.session;
        actions.push(Action::new("Table of tasks (XLSX)", move || export::xlsx_file(board, exchanger, save)).icon(Icon::Download));
        actions.push(Action::new("Calendar (iCalendar)", move || export::calendar_file(board, exchanger, save)).icon(Icon::Calendar));
        actions.push(Action::new("Whole workspace (XLSX)", move || export_workbook(session, exchanger, save)).icon(Icon::Download));
    }
    actions
}
