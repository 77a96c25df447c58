//! The dashboard as a page: the tiles that were chosen, how to choose them, and the ways out.

use super::add::{AddDialog, roles_view};
use super::picture::picture;
use super::table::dashboard_table;
use super::tile::tile_view;
use super::wall::Wall;
use crate::app::Session;
use crate::app::derived::performance::{Figures, Measure, Tile, broken_tile, tile};
use crate::app::notices::Tone;
use crate::app::web::{Exchanger, Made, artefact_file, export_sheet, file_stem};
use crate::engine::performance::Dimension;
use crate::model::{Kpi, KpiId, Period, TableName};
use crate::ui::artefacts::picture::{offer_png, offer_svg};
use crate::ui::phases::LookAhead;
use crate::ui::phases::performance::{Desk, look_dialog};
use crate::ui::shell::PageHeader;
use crate::ui::widgets::{Action, Button, ButtonLook, EmptyState, Icon, MenuButton, download};
use leptos::prelude::*;
use std::sync::Arc;

/// What the dashboard shows. Copied freely.
#[derive(Clone, Copy)]
pub struct Dashboard {
    pub desk: Desk,
    pub tiles: Memo<Vec<Tile>>,
    pub adding: RwSignal<bool>,
    pub on_wall: RwSignal<bool>,
}

const DIMENSIONS: [Dimension; 7] =
    [Dimension::All, Dimension::Resource, Dimension::Item, Dimension::Customer, Dimension::Order, Dimension::Operation, Dimension::Shift];

impl Dashboard {
    fn new(session: Session) -> Dashboard {
        let desk = Desk::new(session);
        // Each dimension is counted when a tile asks for it.
        let by = |dimension: Dimension| Memo::new(move |_| Arc::new(Figures::of(desk.basis.get(), dimension)));
        let figures = DIMENSIONS.map(|dimension| (dimension, by(dimension)));
        let tiles = Memo::new(move |_| {
            // The names of members come with what the figures are counted from.
            let basis = desk.basis.get();
            let records: Vec<(Kpi, String)> = session.watch(&[TableName::Kpi], |workspace| {
                let of = |record: &Kpi| match desk.scope(record) {
                    (Dimension::All, _) => String::new(),
                    (Dimension::Shift, u64::MAX) => record.shift.clone(),
                    (dimension, member) => basis.member_name(workspace, dimension, member),
                };
                workspace.tiles().into_iter().map(|record| (record.clone(), of(record))).collect()
            });
            let shown = |(record, of): (Kpi, String)| match desk.typed.with(|typed| Measure::of(&record, typed)) {
                Ok(measure) => {
                    let (dimension, _) = desk.scope(&record);
                    let (_, own) = figures.iter().find(|(known, _)| *known == dimension)?;
                    Some(own.with(|figures| tile(figures, &record, &measure, of)))
                }
                Err(error) => Some(broken_tile(&record, &error, of)),
            };
            records.into_iter().filter_map(shown).collect()
        });
        Dashboard { desk, tiles, adding: RwSignal::new(false), on_wall: RwSignal::new(false) }
    }

    /// The tile of a record, as long as it is there.
    pub fn tile(self, id: KpiId) -> Option<Tile> {
        self.tiles.with(|tiles| tiles.iter().find(|tile| tile.id == id).cloned())
    }
}

/// The figures that somebody keeps an eye on.
#[component]
pub fn PerformanceDashboardPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let board = Dashboard::new(session);
    let desk = board.desk;
    let ids = Memo::new(move |_| board.tiles.with(|tiles| tiles.iter().map(|tile| tile.id).collect::<Vec<_>>()));
    let content = move || {
        if ids.with(Vec::is_empty) {
            let text = "A tile shows a key figure with its run, whether that is a signal or noise, and its target. Begin with what a role looks at, or choose figures yourself.";
            return view! { <EmptyState title="No tiles yet" text shape=Icon::Trend>{roles_view(board)}</EmptyState> }.into_any();
        }
        let tiles = move || ids.get().into_iter().map(|id| tile_view(board, id)).collect_view();
        view! { <div class="tiles">{tiles}</div> }.into_any()
    };
    let value = Signal::derive(move || (desk.asked.get().period, desk.asked.get().periods));
    let on_period = move |period: Period| desk.asked.update(|asked| asked.period = period);
    let on_periods = move |periods: usize| desk.asked.update(|asked| asked.periods = periods);
    let nothing = Signal::derive(move || ids.with(Vec::is_empty).then(|| "There is no tile to show.".to_owned()));
    view! {
        <article class="page dashboard">
            <PageHeader title="Performance Dashboard" question="What was done, how well, and is it a signal or noise?" />
            <div class="bar page-tools">
                <LookAhead lengths=&[Period::Day, Period::Week, Period::Month] value on_period on_periods />
                <Button label="Add tiles" icon=Icon::Plus look=ButtonLook::Primary on_press=move || board.adding.set(true) />
                <Button label="Wall" icon=Icon::Eye refused=nothing on_press=move || board.on_wall.set(true) />
                <Button label="Print" icon=Icon::Print on_press=|| drop(window().print()) />
                <MenuButton label="Export" icon=Icon::Download at_end=true actions=exports(board, use_context::<Exchanger>()) />
            </div>
            {content}
            {look_dialog(desk)}
            <AddDialog board />
            <Wall board />
        </article>
    }
    .into_any()
}

/// The ways out of the dashboard.
fn exports(board: Dashboard, exchanger: Option<Exchanger>) -> Signal<Vec<Action>> {
    let session = board.desk.session;
    let tell = move |done: Result<(), String>| {
        if let Err(reason) = done {
            session.notices.tell(Tone::Warning, "The file could not be made.", reason);
        }
    };
    let title = move || format!("Performance Dashboard of {}", file_stem(session));
    let scene = move || board.tiles.with_untracked(|tiles| picture(tiles, &title()));
    let name = move |ending: &str| format!("{}{ending}", artefact_file(session, "performance dashboard"));
    let sheet = move || {
        let names = board.desk.basis.with_untracked(|basis| basis.period_names.clone());
        board.tiles.with_untracked(|tiles| dashboard_table(tiles, &names))
    };
    let save = move |made: Made| tell(made.and_then(|(name, kind, bytes)| download(&name, kind, &bytes)));
    Signal::derive(move || {
        let mut actions = vec![
            Action::new("Picture (SVG)", move || tell(offer_svg(&name(".svg"), &scene(), &title()))).icon(Icon::Download),
            Action::new("Picture (PNG)", move || tell(offer_png(session, name(".png"), &scene()))).icon(Icon::Download),
            Action::new("Table (CSV)", move || tell(download(&name(".csv"), "text/csv;charset=utf-8", sheet().csv().as_bytes())))
                .icon(Icon::Download),
        ];
        if let Some(exchanger) = exchanger {
            let workbook = move || export_sheet(exchanger, name(""), sheet(), save);
            actions.push(Action::new("Table (XLSX)", workbook).icon(Icon::Download));
        }
        actions
    })
}
