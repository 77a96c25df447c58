//! What most failures come from: causes by falling count, with what they add up to.

use crate::app::Session;
use crate::app::derived::quality::{CHART_TABLES, Cause, CausedBy, causes, causes_words};
use crate::model::text::number_text;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Badge, ChoiceField, EmptyState, Icon};
use leptos::prelude::*;

/// The tab of causes.
#[component]
pub fn CausesView(session: Session) -> impl IntoView {
    let by = RwSignal::new(CausedBy::Question);
    let found = Memo::new(move |_| {
        let by = by.get();
        session.watch(&CHART_TABLES, |workspace| causes(workspace, by))
    });
    let options = CausedBy::ALL.map(|by| Choice::new(by.words().0, by.words().1)).to_vec();
    let value = Signal::derive(move || by.get().words().0.to_owned());
    let commit = move |key: String| {
        by.set(CausedBy::ALL.into_iter().find(|by| by.words().0 == key).unwrap_or_default());
        Ok(())
    };
    let content = move || {
        found.with(|found| {
            if found.is_empty() {
                let text = "Where checks fail or issues are registered, the few causes that most of them come from stand first here.";
                return view! { <EmptyState title="Nothing failed" text shape=Icon::Chart /> }.into_any();
            }
            let most = found.first().map_or(1.0, |cause| cause.count);
            let rows = found.iter().map(|cause| row(cause, most)).collect_view();
            view! {
                <p role="status">{causes_words(found)}</p>
                <div class="scroll" tabindex="0" role="region" aria-label="Causes, scrollable">
                    <table class="report pareto">
                        <thead>
                            <tr>
                                <th scope="col">"Cause"</th>
                                <th scope="col">"Count"</th>
                                <th scope="col"><span class="visually-hidden">"Bar"</span></th>
                                <th scope="col">"Share"</th>
                                <th scope="col">"Together"</th>
                                <th scope="col"><span class="visually-hidden">"Among the few"</span></th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        })
    };
    view! {
        <div class="stack">
            <div class="bar causes-by"><ChoiceField label="Counted by" options value on_commit=commit /></div>
            {content}
        </div>
    }
    .into_any()
}

fn row(cause: &Cause, most: f64) -> AnyView {
    let percent = |share: f64| format!("{} %", number_text((share * 100.0).round()));
    let width = format!("{:.1}%", if most > 0.0 { cause.count / most * 100.0 } else { 0.0 });
    let vital = cause.vital.then(|| view! { <Badge label="Vital few" plain=true /> });
    view! {
        <tr>
            <th scope="row">{cause.name.clone()}</th>
            <td class="numbers">{number_text(cause.count)}</td>
            <td class="cause-bar"><span class:vital=cause.vital style:inline-size=width></span></td>
            <td class="numbers">{percent(cause.share)}</td>
            <td class="numbers">{percent(cause.cumulative)}</td>
            <td>{vital}</td>
        </tr>
    }
    .into_any()
}
