//! One tile: the value, how it compares, its run with signals, what it should be, and its place among the others.

use super::page::Dashboard;
use crate::app::PerformanceCommand;
use crate::app::derived::performance::{Reading, Standing, Tile};
use crate::model::KpiId;
use crate::ui::phases::performance::{Looked, sparkline, standing_tone};
use crate::ui::widgets::{Button, ButtonLook, Icon, icon, tone_icon};
use leptos::prelude::*;

/// The tile of a record with what can be done to it.
pub fn tile_view(board: Dashboard, id: KpiId) -> AnyView {
    let shown = Memo::new(move |_| board.tile(id));
    let session = board.desk.session;
    let name = Signal::derive(move || shown.with(|shown| shown.as_ref().map(|tile| tile.label.clone()).unwrap_or_default()));
    let tools = move || {
        let label = |words: &'static str| Signal::derive(move || format!("{words}: {}", name.get()));
        let shift = move |later: bool| {
            move |()| {
                session.act(PerformanceCommand::Move { figure: id, later });
            }
        };
        let remove = move |()| {
            session.act(PerformanceCommand::Remove { figure: id });
        };
        view! {
            <div class="tile-tools no-print">
                <Button label=label("Earlier") icon=Icon::ArrowLeft icon_only=true look=ButtonLook::Quiet on_press=shift(false) />
                <Button label=label("Later") icon=Icon::ArrowRight icon_only=true look=ButtonLook::Quiet on_press=shift(true) />
                <Button label=label("Target and limits") icon=Icon::Edit icon_only=true look=ButtonLook::Quiet on_press=move |()| board.desk.look(Looked::Record(id)) />
                <Button label=label("Remove") icon=Icon::Cross icon_only=true look=ButtonLook::Quiet on_press=remove />
            </div>
        }
    };
    let class = move || {
        let tone = shown.with(|shown| shown.as_ref().map_or(Standing::Unjudged, |tile| tile.standing));
        format!("tile {}", standing_tone(tone).class())
    };
    view! {
        <section class=class data-tile=move || name.get() aria-label=move || name.get()>
            {tools()}
            {move || shown.get().map(|tile| tile_body(board, &tile, true))}
        </section>
    }
    .into_any()
}

/// What a tile says; on the wall there is nothing to press.
pub fn tile_body(board: Dashboard, tile: &Tile, can_open: bool) -> AnyView {
    let id = tile.id;
    let standing = match tile.standing {
        Standing::Unjudged => "",
        Standing::Met => "Target met. ",
        Standing::Missed => "Target missed. ",
        Standing::Beyond => "Beyond its limits. ",
    };
    let value = view! { {tone_icon(standing_tone(tile.standing)).map(icon)} {tile.value.clone()} };
    let value = if can_open {
        let words = format!("{}: {}. Open", tile.label, tile.value);
        view! { <button type="button" class="tile-value" aria-haspopup="dialog" aria-label=words on:click=move |_| board.desk.look(Looked::Record(id))>{value}</button> }.into_any()
    } else {
        view! { <p class="tile-value">{value}</p> }.into_any()
    };
    let is_signal = tile.chart.reading == Reading::Signal;
    view! {
        <h2>{tile.label.clone()} {(!tile.label.contains(&tile.of)).then(|| view! { <span class="hint">{format!(" {}", tile.of)}</span> })}</h2>
        {value}
        <p class="tile-detail">{format!("{}{}{}", tile.period, if tile.compared.is_empty() { "" } else { ": " }, tile.compared)}</p>
        {sparkline(&tile.chart, tile.target)}
        <p class="tile-reading" class:signal=is_signal>{format!("{standing}{}", tile.chart.words)}</p>
        <p class="tile-detail">{tile.target_words.clone()}</p>
    }
    .into_any()
}
