//! The legend below the board: the same words as on paper.

use super::board::Board;
use super::legend::{Sample, entries};
use super::render_model::{Ink, Sign};
use leptos::prelude::*;

/// What the colours and signs of the board mean, while it is asked for.
pub fn legend_view(board: Board) -> impl IntoView {
    // Made anew only where it says something else.
    let told = Memo::new(move |_| {
        board.legend.get().then(|| {
            let (grouping, colour, critical) = (board.grouping.get(), board.colour.get(), board.critical.get());
            board.data(|data| {
                let look = super::build::Look { colour, critical, compared: board.compared.get(), ..Default::default() };
                entries(data, grouping, &look)
            })
        })
    });
    move || {
        told.get().map(|entries| {
            view! { <ul class="board-legend">{entries.into_iter().map(|(sample, words)| view! { <li>{swatch(&sample)} {words}</li> }).collect_view()}</ul> }
        })
    }
}

fn swatch(sample: &Sample) -> Option<AnyView> {
    let (ink, class, sign) = match sample {
        Sample::Nothing => return None,
        Sample::Bar(ink) | Sample::Ground(ink) => (*ink, "", ""),
        Sample::Marked(ink, Sign::Conflict) => (*ink, "hatched", "!"),
        Sample::Marked(ink, Sign::Critical) => (*ink, "edged", ""),
        Sample::Marked(ink, _) => (*ink, "", "\u{00bb}"),
        Sample::Sign(Sign::Diamond, ink) => (*ink, "plain", "\u{25c6}"),
        Sample::Sign(..) => (Ink::Text, "plain pin", ""),
        Sample::Changeover => (Ink::Neutral, "hatched narrow", ""),
        Sample::Line(ink) => (*ink, "line", ""),
        Sample::Baseline => (Ink::Due, "strip", ""),
    };
    let colour = format!("var(--board-{})", ink.word());
    Some(view! { <i class=class style:--sample=colour aria-hidden="true">{sign}</i> }.into_any())
}
