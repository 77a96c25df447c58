//! What limits are worth, or, where no plan keeps all of them, which contradict each other and what would do.

use super::planner::Ahead;
use crate::app::derived::aggregate::{contradiction_words, finding_words, least_change_words, price_words};
use crate::engine::analysis::Planned;
use leptos::prelude::*;

/// The sentences about the plan shown.
pub fn limits_view(ahead: Ahead, planned: &Planned) -> AnyView {
    let basis = ahead.basis.get();
    let list = |lines: Vec<String>| lines.into_iter().map(|line| view! { <li>{line}</li> }.into_any()).collect::<Vec<_>>();
    let findings = list(planned.outcome.findings.iter().map(|finding| finding_words(&basis, *finding)).collect());
    let findings = (!findings.is_empty()).then(|| view! { <ul class="plan-sentences">{findings}</ul> });
    let content = match &planned.outcome.contradiction {
        Some(contradiction) => {
            let all = contradiction_words(&basis, contradiction);
            let count = all.len();
            let limits = all.into_iter().map(list).enumerate().map(|(at, limits)| {
                let title = if count > 1 { format!("Contradiction {} of {count}", at + 1) } else { String::new() };
                view! {
                    {(count > 1).then(|| view! { <h3>{title}</h3> })}
                    <ul class="plan-sentences">{limits}</ul>
                }
                .into_any()
            });
            let limits = limits.collect::<Vec<_>>();
            let more = (!contradiction.is_all).then(|| view! { <p class="hint">"There may be more of them."</p> });
            let changes = list(contradiction.least_changes.iter().map(|change| least_change_words(&basis, change)).collect());
            view! {
                <h2>"These limits cannot be kept together"</h2>
                <p class="hint">"Each list contradicts itself; it no longer does as soon as any one of its limits is given up."</p>
                {limits}
                {more}
                <h2>"The least that would do"</h2>
                <p class="hint">"Each line is enough by itself."</p>
                <ul class="plan-sentences">{changes}</ul>
            }
            .into_any()
        }
        None if planned.prices.is_empty() => view! { <p class="hint">"No limit stands in the way of a cheaper plan."</p> }.into_any(),
        None => {
            let prices = list(planned.prices.iter().map(|price| price_words(&basis, price)).collect());
            view! {
                <h2>"What the limits are worth"</h2>
                <ul class="plan-sentences">{prices}</ul>
            }
            .into_any()
        }
    };
    view! { <section class="stack plan-limits">{findings} {content}</section> }.into_any()
}
