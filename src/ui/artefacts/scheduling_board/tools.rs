//! The tools above the board: what the rows are, how close one looks, what colours and lines tell, and ways out.
//!
//! Never holds anything of its own: it sets the board's signals.

use super::board::{Board, has_room};
use super::build::LinksShown;
use super::colour::Colour;
use super::export::{self, Stretch};
use super::filter::{Filter, Stage};
use super::keys;
use super::layout::Grouping;
use super::view::ZOOMS;
use crate::app::notices::Tone;
use crate::app::web::preferences::{BOARD_ROWS, remember, remembered};
use crate::app::web::{Exchanger, Made, export_workbook};
use crate::ui::parts::{BoardView, board_view};
use crate::ui::widgets::dom::on_resize;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Action, Button, ButtonLook, Icon, MenuButton, Popover, Segmented, Toolbar, download};
use leptos::html;
use leptos::prelude::*;

/// From this width on, in pixels, all tools have room in one row.
const WIDE_ENOUGH: f64 = 1130.0;

/// What is shown: the board by what its rows stand for, cards, a calendar, or the table of tasks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shown {
    #[default]
    Resources,
    Orders,
    Items,
    Statuses,
    Tasks,
    Cards,
    Calendar,
    Table,
    Baselines,
}

/// A choice of what is shown: key at rest, words, what the rows stand for (nothing where there are none), and whether it stands among the
/// few that are always in sight.
type View = (Shown, &'static str, &'static str, Option<Grouping>, bool);

impl Shown {
    const ALL: [View; 9] = [
        (Shown::Resources, "resources", "Resources", Some(Grouping::Resource), true),
        (Shown::Orders, "orders", "Orders", Some(Grouping::Order), true),
        (Shown::Items, "items", "Items", Some(Grouping::Item), false),
        (Shown::Statuses, "statuses", "Status", Some(Grouping::Status), false),
        (Shown::Tasks, "tasks", "Tasks", Some(Grouping::Task), true),
        (Shown::Cards, "cards", "Kanban", None, true),
        (Shown::Calendar, "calendar", "Calendar", None, true),
        (Shown::Table, "table", "Table", None, true),
        (Shown::Baselines, "baselines", "Baselines", None, false),
    ];

    /// What this device showed last.
    pub fn remembered() -> Shown {
        let key = remembered(BOARD_ROWS).unwrap_or_default();
        Shown::ALL.iter().find(|(_, known, ..)| *known == key).map_or(Shown::default(), |(shown, ..)| *shown)
    }

    fn view(self) -> &'static View {
        Shown::ALL.iter().find(|(shown, ..)| *shown == self).unwrap_or(&Shown::ALL[0])
    }

    /// What the rows stand for; nothing for what has no rows, which leaves the board behind it as it is.
    pub fn grouping(self) -> Option<Grouping> {
        self.view().3
    }
}

/// Shows something else; this device opens the board so from now on.
pub fn choose(board: Board, shown: Shown) {
    let (_, key, _, grouping, _) = *shown.view();
    remember(BOARD_ROWS, key);
    board.shown.set(shown);
    if let Some(grouping) = grouping {
        board.grouping.set(grouping);
    }
}

/// The tools, in one row: where it is narrow, what is shown is a menu, and buttons show their icon alone.
#[component]
pub fn BoardTools(board: Board) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let narrow = RwSignal::new(!has_room());
    let measure = move |(width, _): (f64, f64)| {
        let is_narrow = width > 0.0 && width < WIDE_ENOUGH;
        if narrow.get_untracked() != is_narrow {
            narrow.set(is_narrow);
        }
    };
    on_resize(node, Callback::new(measure));
    let exchanger = use_context::<Exchanger>();
    let shown = board.shown;
    let is_drawn = Memo::new(move |_| shown.get().grouping().is_some());
    view! {
        <div node_ref=node class="board-tools no-print">
            {move || views(board, narrow.get())}
            {move || is_drawn.get().then(|| drawing_tools(board, narrow.get()))}
            {move || filter_button(board, narrow.get())}
            {move || {
                let actions = Signal::derive(move || exports(board, exchanger));
                view! { <MenuButton label="Export" icon=Icon::Download icon_only=narrow.get() at_end=true actions /> }
            }}
        </div>
    }
    .into_any()
}

/// What can be shown, side by side where there is room.
fn views(board: Board, narrow: bool) -> AnyView {
    let shown = board.shown;
    let actions = move |all: bool| {
        let action = move |view: &'static View| {
            let on = Signal::derive(move || shown.get() == view.0);
            let group = if view.3.is_some() { "Rows" } else { "Other views" };
            Action::new(view.2, move || choose(board, view.0)).checked(on).group(group)
        };
        Signal::derive(move || Shown::ALL.iter().filter(|view| all || !view.4).map(action).collect::<Vec<_>>())
    };
    if narrow {
        return view! { <MenuButton label=Signal::derive(move || shown.get().view().2.to_owned()) actions=actions(true) /> }.into_any();
    }
    let options = Shown::ALL.iter().filter(|view| view.4).map(|(_, key, label, ..)| Choice::new(*key, *label)).collect();
    let pick = move |key: String| {
        if let Some(view) = Shown::ALL.iter().find(|(_, known, ..)| *known == key) {
            choose(board, view.0);
        }
    };
    view! {
        <Segmented label="Rows" options value=Signal::derive(move || shown.get().view().1.to_owned()) on_change=pick />
        <MenuButton
            label=Signal::derive(move || { let view = shown.get().view(); if view.4 { "More".to_owned() } else { view.2.to_owned() } })
            actions=actions(false)
        />
    }
    .into_any()
}

fn drawing_tools(board: Board, narrow: bool) -> AnyView {
    let zoom = move |closer: bool| {
        let (label, icon) = if closer { ("Zoom in", Icon::Plus) } else { ("Zoom out", Icon::Minus) };
        (!narrow).then(|| {
            view! { <Button label icon icon_only=true look=ButtonLook::Quiet on_press=move |()| { keys::zoom(board, closer); } /> }
        })
    };
    view! {
        <Toolbar label="View">
            {zoom(false)}
            <MenuButton label=Signal::derive(move || zoom_name(board.zoom.get())) actions=Signal::derive(move || zooms(board)) />
            {zoom(true)}
            <Button label="Now" icon=Icon::Clock icon_only=narrow look=ButtonLook::Quiet on_press=move |()| board.go_to(board.read(|state| state.data.now)) />
            <MenuButton label="Show" icon=Icon::Eye icon_only=narrow actions=Signal::derive(move || looks(board)) />
        </Toolbar>
    }
    .into_any()
}

/// Opens the filter; says how much of the work is shown while it is on.
fn filter_button(board: Board, narrow: bool) -> AnyView {
    let label = Signal::derive(move || {
        let (shown, all) = board.data(|data| (board.read(|state| state.layout.shown()), data.tasks.len()));
        shown.map_or("Filter".to_owned(), |shown| format!("{shown} of {all}"))
    });
    let is_on = move || board.filter.with(Filter::is_on);
    view! {
        <span class="board-filter" class:on=is_on>
            <Popover label icon=Icon::Filter icon_only=narrow at_end=true>{board_view(BoardView::Filter, board)}</Popover>
        </span>
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
    let moves = [("Leave conflicts and show them", false), ("Keep the order, move the rest", true)].map(|(name, keeps)| {
        Action::new(name, move || board.keeps_order.set(keeps))
            .checked(Signal::derive(move || board.keeps_order.get() == keeps))
            .group("When a task is moved")
    });
    let fold = Action::new("Fold all", move || {
        board.fold(|folded, data| {
            folded.orders = data.orders.iter().map(|order| order.id).collect();
            let stages = Stage::ALL.iter().map(|(_, words)| (*words).to_owned());
            let named = data.resources.iter().map(|resource| resource.group.clone()).chain(data.items.iter().cloned());
            folded.bands = named.chain(stages).chain(["For stock", "No item"].map(str::to_owned)).collect();
        })
    })
    .group("Rows");
    let unfold = Action::new("Unfold all", move || {
        board.fold(|folded, _| {
            folded.orders.clear();
            folded.bands.clear();
        })
    })
    .group("Rows");
    let legend = Action::new("Legend", move || board.legend.update(|on| *on = !*on))
        .checked(Signal::derive(move || board.legend.get()))
        .group("Rows");
    moves.into_iter().chain(colours).chain([critical]).chain(links).chain([fold, unfold, legend]).collect()
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
