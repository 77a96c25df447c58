//! The control chart of what an improvement measures, before the change and after it.

use crate::app::Session;
use crate::app::derived::improvement::{LEAST_POINTS, Sample, staged};
use crate::model::Time;
use crate::ui::phases::quality::drawn;
use crate::ui::widgets::chart::LimitChart;
use leptos::prelude::*;

/// The chart with both stages in words; nothing while it is not known what is measured and since when.
pub fn staged_view(session: Session, sample: Memo<Option<Sample>>, began: Memo<Option<Time>>) -> AnyView {
    let chart = Memo::new(move |_| {
        let began = began.get()?;
        sample.with(|sample| sample.as_ref().and_then(|sample| staged(sample, began)))
    });
    let is_asked = move || began.get().is_some() && sample.with(Option::is_some);
    let is_there = Memo::new(move |_| chart.with(Option::is_some));
    let data = Signal::derive(move || {
        chart.with(|chart| {
            let drawn = chart.as_ref().map(|chart| drawn(&chart.series, &chart.outcome, false, session.now()));
            drawn.unwrap_or_default()
        })
    });
    let words = move || {
        let words = chart.with(|chart| chart.as_ref().map(|chart| chart.words(session.now()))).unwrap_or_default();
        words.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()
    };
    let body = move || match (is_there.get(), is_asked()) {
        (true, _) => view! {
            <LimitChart label="Control chart before and after the change" data height=240.0 />
            <ul class="hint stage-words">{words}</ul>
        }
        .into_any(),
        (false, true) => {
            let words = format!("A control chart of both stages needs {LEAST_POINTS} points on each side: values, or weeks of shares.");
            view! { <p class="hint">{words}</p> }.into_any()
        }
        (false, false) => ().into_any(),
    };
    view! { {body} }.into_any()
}
