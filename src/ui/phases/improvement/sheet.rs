//! The A3 sheet of one improvement: why, how it is, how it should be, what is changed, and what it came to.

use crate::app::derived::improvement::{Effect, TABLES, WriteBack, Written, effect, expected_and_found, samples, write_backs};
use crate::app::{ExecutionCommand, ImprovementCommand, QualityCommand, Session};
use crate::model::text::number_text;
use crate::model::{Conclusion, FieldValue, Improvement, ImprovementId, ImprovementStage, Measured, Phase, RecordId, TableName, Value};
use crate::ui::accountable::accountable_field;
use crate::ui::parts;
use crate::ui::records::{edited_field, send};
use crate::ui::widgets::{Button, ButtonLook, Confirm, Icon, TextAreaField};
use leptos::prelude::*;

/// The boxes of the sheet that hold words, in their order.
const BOXES: [&str; 7] = ["background", "condition", "goal", "analysis", "countermeasures", "hypothesis", "plan"];

/// The sheet.
#[component]
pub fn Sheet(session: Session, id: ImprovementId) -> impl IntoView {
    let known = Memo::new(move |_| session.watch(&TABLES, |workspace| workspace.improvements.get(&id).cloned()));
    let field = move |name: &'static str| edited_field(session, TableName::Improvement, id.raw(), name);
    let measured = move || {
        let names: &[&'static str] = match known.with(|known| known.as_ref().map(|known| known.measure)) {
            Some(Measured::Question) => &["question", "item"],
            Some(Measured::Nothing) | None => &[],
            Some(_) => &["operation", "item"],
        };
        names.iter().map(|name| field(name)).collect_view()
    };
    let removing = RwSignal::new(false);
    let remove = move |()| {
        let command = crate::app::RecordCommand::Remove { table: TableName::Improvement, ids: vec![id.raw()] };
        let _ = send(session, command);
    };
    view! {
        <div class="sheet">
            <Stages session id known />
            <div class="form-grid">{field("name")} {field("owner")} {field("due")} {field("issue")}</div>
            {BOXES.map(|name| words(session, id, name))}
            <h3>"Measure"</h3>
            <div class="form-grid">{field("measure")} {measured} {field("began")} {field("expected")} {field("scenario")}</div>
            <EffectView session id known />
            <h3>"Worth"</h3>
            <div class="form-grid">{field("benefit")} {field("cost")}</div>
            <div class="bar no-print">
                <Button label="Remove this improvement" icon=Icon::Trash look=ButtonLook::Quiet on_press=move |()| removing.set(true) />
            </div>
            <Confirm
                open=removing
                title="Remove this improvement?"
                text="Its sheet goes; issues, reports and checks stay. You can undo it."
                confirm="Remove"
                on_confirm=remove
                danger=true
            />
        </div>
    }
    .into_any()
}

fn words(session: Session, id: ImprovementId, name: &'static str) -> AnyView {
    let table = TableName::Improvement;
    let Some((index, field)) = table.field(name).and_then(|index| Some((index, table.fields().get(index)?))) else { return ().into_any() };
    let text = Signal::derive(move || String::from_value(&session.value(table, id.raw(), index)).unwrap_or_default());
    let commit = move |text: String| {
        send(session, crate::app::RecordCommand::Set { table, ids: vec![id.raw()], field: index, value: text.to_value() })
    };
    view! { <TextAreaField label=field.label help=table.help(index) value=text on_commit=commit lines=2 /> }.into_any()
}

/// The stage it is in, and the way to the next.
#[component]
fn Stages(session: Session, id: ImprovementId, known: Memo<Option<Improvement>>) -> impl IntoView {
    let stage = Memo::new(move |_| known.with(|known| known.as_ref().map_or(ImprovementStage::Idea, |known| known.stage)));
    let go = move |stage: ImprovementStage| {
        session.act(ImprovementCommand::Advance { improvement: id, stage, time: session.now() });
    };
    let step = move |one: ImprovementStage| {
        let is_now = move || stage.get() == one;
        view! {
            <li class:now=is_now class:past=move || one < stage.get() aria-current=move || is_now().then_some("step")>{one.label()}</li>
        }
    };
    let next = move || {
        let all = ImprovementStage::ALL;
        let at = all.iter().position(|one| *one == stage.get())?;
        let next = all.get(at + 1).copied().filter(|next| *next != ImprovementStage::Act)?;
        Some(
            view! { <Button label=format!("On to {}", next.label()) icon=Icon::ArrowRight look=ButtonLook::Primary on_press=move |()| go(next) /> },
        )
    };
    let back = move || {
        let all = ImprovementStage::ALL;
        let at = all.iter().position(|one| *one == stage.get())?;
        let before = at.checked_sub(1).and_then(|at| all.get(at).copied())?;
        Some(view! { <Button label=format!("Back to {}", before.label()) look=ButtonLook::Quiet on_press=move |()| go(before) /> })
    };
    view! {
        <ol class="pdca-steps">{ImprovementStage::ALL.iter().map(|one| step(*one)).collect_view()}</ol>
        <div class="bar no-print">{next} {back}</div>
    }
    .into_any()
}

/// What was measured before and after, and the decision.
#[component]
fn EffectView(session: Session, id: ImprovementId, known: Memo<Option<Improvement>>) -> impl IntoView {
    let sample = Memo::new(move |_| known.get().and_then(|known| session.watch(&TABLES, |workspace| samples(workspace, &known))));
    let found = Memo::new(move |_| {
        let began = known.with(|known| known.as_ref().and_then(|known| known.began))?;
        sample.with(|sample| sample.as_ref().map(|sample| effect(sample, began)))
    });
    let began = Memo::new(move |_| known.with(|known| known.as_ref().and_then(|known| known.began)));
    let words = move || match (sample.with(Option::is_some), found.get()) {
        (false, _) => {
            view! { <p class="hint">"Choose what is measured; it is taken from reports and checks, before and after."</p> }.into_any()
        }
        (true, None) => {
            view! { <p class="hint">"Say from when on the change took effect: then before and after are compared."</p> }.into_any()
        }
        (true, Some(found)) => found_view(found),
    };
    let came = move || {
        let (expected, found) = session.watch(&TABLES, |workspace| known.with(|known| expected_and_found(workspace, known.as_ref()?)))?;
        let off = if found == 0.0 { String::new() } else { format!(", off by {:.0} %", 100.0 * ((expected - found) / found).abs()) };
        Some(view! { <p>{format!("Expected {}, came {}{off}.", number_text(expected), number_text((found * 1e4).round() / 1e4))}</p> })
    };
    let by = RwSignal::new(String::new());
    let decide = move |decision: Conclusion| {
        let result = found.get_untracked().map(|found| found.sentence).unwrap_or_default();
        session.act(ImprovementCommand::Decide { improvement: id, decision, result, by: by.get_untracked() });
    };
    let decisions = move || {
        let refused = Signal::derive(move || found.get().is_none().then(|| "Nothing was measured before and after yet.".to_owned()));
        view! {
            <div class="bar no-print" role="group" aria-label="Decision">
                {accountable_field(session, Phase::Improvement, by)}
                <Button label="Adopt" icon=Icon::Success look=ButtonLook::Primary refused on_press=move |()| decide(Conclusion::Adopt) />
                <Button label="Adapt" refused on_press=move |()| decide(Conclusion::Adapt) />
                <Button label="Abandon" on_press=move |()| decide(Conclusion::Abandon) />
            </div>
        }
    };
    let kept = move || {
        let known = known.get().filter(|known| !known.result.is_empty())?;
        let by = if known.decided_by.is_empty() { String::new() } else { format!(" Decided by {}.", known.decided_by) };
        Some(view! { <p class="decided"><strong>{known.decision.label()}": "</strong>{known.result}{by}</p> })
    };
    let write_back = move || {
        let (known, sample) = (known.get()?, sample.get()?);
        Some(write_back(session, session.watch(&TABLES, |workspace| write_backs(workspace, &known, &sample))))
    };
    view! {
        <section class="effect" aria-label="Effect">
            <h3>"Effect"</h3>
            {words} {came}
            {parts::staged(session, sample, began)}
            {kept} {decisions} {write_back}
        </section>
    }
    .into_any()
}

fn found_view(found: Effect) -> AnyView {
    let needed = found.needed.filter(|_| !found.is_clear).map(|needed| {
        let words = format!("To see a difference of this size four times in five, {} are needed on each side.", number_text(needed));
        view! { <p class="hint">{words}</p> }
    });
    let method = (!found.method.is_empty()).then(|| view! { <p class="hint">{format!("By {}.", found.method)}</p> });
    view! { <p class:clear=found.is_clear>{found.sentence}</p> {method} {needed} }.into_any()
}

/// What was found can become the standard: what holds now, what was measured, and a button for each.
fn write_back(session: Session, offers: Vec<WriteBack>) -> AnyView {
    let offer = move |offer: WriteBack| {
        let take = move |()| {
            match offer.what {
                Written::Time { operation, seconds } => session.act(ExecutionCommand::SetStandard { operation, seconds }),
                Written::Scrap { operation, share } => session.act(ExecutionCommand::SetScrap { operation, share }),
                Written::Target { question, target } => {
                    let field = TableName::CheckItem.field("target").unwrap_or_default();
                    session.act(QualityCommand::SetQuestion { question, field, value: Value::Number(target) })
                }
                Written::Limits { question, lower, upper } => session.act(QualityCommand::SetLimits { question, lower, upper }),
            };
        };
        view! { <p class="hint">{offer.words}</p> <Button label=offer.label on_press=take /> }.into_any()
    };
    offers.into_iter().map(offer).collect::<Vec<AnyView>>().into_any()
}
