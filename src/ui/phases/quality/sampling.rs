//! A sampling plan for a lot: what is asked, the plan with the way to it, its curves and its risks.

use crate::app::derived::quality::{CurvePoint, LEVELS, SamplingSheet, SamplingWish, item_limits, rounded, sampling_sheet};
use crate::ui::widgets::chart::{ChartData, LineChart, Period, Series};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{ChoiceField, Explained, IntegerField, NumberField, Stat};
use leptos::prelude::*;

/// The tab of sampling plans.
#[component]
pub fn SamplingView() -> impl IntoView {
    let wish = RwSignal::new(SamplingWish::default());
    let sheet = Memo::new(move |_| sampling_sheet(wish.get()));
    let curve = |label: &'static str, decimals: usize, read: fn(&CurvePoint) -> f64| {
        Signal::derive(move || sheet.with(|sheet| curve(sheet, label, decimals, read)))
    };
    let stats = move || sheet.with(figures).into_iter().map(|of| view! { <Stat of=Signal::stored(of) /> }.into_any()).collect::<Vec<_>>();
    view! {
        <div class="stack sampling">
            <div class="bar sampling-wishes">{wishes(wish)}</div>
            <p role="status"><strong>{move || sheet.with(SamplingSheet::words)}</strong> " " {move || sheet.with(SamplingSheet::way)}</p>
            <div class="stats">{stats}</div>
            <div class="chart-pair">
                <section>
                    <h2>"Operating characteristic"</h2>
                    <LineChart label="Chance of acceptance by share nonconforming" data=curve("Accepted", 1, |point| point.acceptance) />
                </section>
                <section>
                    <h2>"Average outgoing quality"</h2>
                    <LineChart label="Average outgoing quality by share nonconforming" data=curve("Outgoing", 3, |point| point.outgoing) />
                </section>
            </div>
            <p class="hint">"ISO 2859-1, single sampling, normal inspection. Chances are binomial, as of a process or a lot much larger than the sample; outgoing quality where rejected lots are sorted and what is found is replaced."</p>
        </div>
    }
    .into_any()
}

fn wishes(wish: RwSignal<SamplingWish>) -> AnyView {
    let lot = Signal::derive(move || i64::try_from(wish.get().lot).ok());
    let set_lot = move |lot: Option<i64>| match lot.and_then(|lot| u64::try_from(lot).ok()) {
        Some(lot @ 2..=100_000_000) => {
            wish.update(|wish| wish.lot = lot);
            Ok(())
        }
        _ => Err("Enter the number of items in the lot, from 2 on.".to_owned()),
    };
    let levels: Vec<Choice> = LEVELS.iter().map(|(_, name)| Choice::new(*name, *name)).collect();
    let level = Signal::derive(move || {
        let level = wish.get().level;
        LEVELS.iter().find(|(known, _)| *known == level).map_or("", |(_, name)| name).to_owned()
    });
    let set_level = move |name: String| {
        if let Some((level, _)) = LEVELS.iter().find(|(_, known)| *known == name) {
            wish.update(|wish| wish.level = *level);
        }
        Ok(())
    };
    let limits: Vec<Choice> = item_limits().map(|limit| Choice::new(limit.to_string(), format!("{limit} %"))).collect();
    let limit = Signal::derive(move || wish.get().limit.to_string());
    let set_limit = move |text: String| {
        if let Ok(limit) = text.parse() {
            wish.update(|wish| wish.limit = limit);
        }
        Ok(())
    };
    let risk = Signal::derive(move || Some(wish.get().consumer_risk * 100.0));
    let set_risk = move |risk: Option<f64>| match risk {
        Some(risk) if risk > 0.0 && risk < 100.0 => {
            wish.update(|wish| wish.consumer_risk = risk / 100.0);
            Ok(())
        }
        _ => Err("Enter a share between 0 and 100 %.".to_owned()),
    };
    view! {
        <IntegerField label="Lot size" value=lot on_commit=set_lot />
        <ChoiceField label="Inspection level" options=levels value=level on_commit=set_level />
        <ChoiceField label="Acceptable quality limit (AQL)" options=limits value=limit on_commit=set_limit />
        <NumberField label="Consumer's risk (%)" value=risk on_commit=set_risk />
    }
    .into_any()
}

/// A share in per cent with the digits that count.
fn percent(share: f64) -> String {
    format!("{} %", rounded(share * 100.0))
}

fn curve(sheet: &SamplingSheet, label: &str, decimals: usize, read: fn(&CurvePoint) -> f64) -> ChartData {
    let period = |point: &CurvePoint| {
        let name = percent(point.quality);
        Period { label: name.clone(), name: format!("{name} nonconforming") }
    };
    let values = sheet.curve.iter().map(|point| Some(read(point) * 100.0)).collect();
    let series = vec![Series { label: label.to_owned(), values, ..Series::default() }];
    ChartData { periods: sheet.curve.iter().map(period).collect(), series, unit: "%".to_owned(), decimals, ..ChartData::default() }
}

fn figures(sheet: &SamplingSheet) -> Vec<Explained> {
    let plan = sheet.plan.plan;
    let inputs = vec![
        ("n: sample".to_owned(), plan.sample.to_string()),
        ("c: acceptance number".to_owned(), plan.accept.to_string()),
        ("N: lot".to_owned(), sheet.wish.lot.to_string()),
    ];
    let figure = |label: &str, value: String, detail: String, formula: &str, note: &str| Explained {
        label: label.to_owned(),
        value,
        detail,
        formula: formula.to_owned(),
        inputs: inputs.clone(),
        note: note.to_owned(),
        ..Explained::default()
    };
    let limit = percent(sheet.wish.limit / 100.0);
    let (worst, at) = sheet.outgoing_limit;
    vec![
        figure(
            "Code letter",
            sheet.plan.letter.to_string(),
            if sheet.plan.letter == sheet.plan.plan_letter { String::new() } else { format!("plan of letter {}", sheet.plan.plan_letter) },
            "table 1: lot size and inspection level",
            "An arrow in table 2-A leads to the next letter that has a plan; its sample size holds too.",
        ),
        figure("Sample", plan.sample.to_string(), format!("accept with at most {}", plan.accept), "table 2-A: code letter and AQL", ""),
        figure(
            "Producer's risk",
            percent(sheet.producer_risk),
            format!("a lot of {limit} is rejected"),
            "α = 1 − Σ C(n, i) pⁱ (1 − p)ⁿ⁻ⁱ for i from 0 to c, p = AQL",
            "",
        ),
        figure(
            "Consumer's risk",
            percent(sheet.wish.consumer_risk),
            format!("a lot of {} is accepted", percent(sheet.rejected_quality)),
            "the p at which Σ C(n, i) pⁱ (1 − p)ⁿ⁻ⁱ is the risk",
            "Also called the limiting quality (LTPD).",
        ),
        figure(
            "Accepted as often as not",
            percent(sheet.indifferent_quality),
            "nonconforming".to_owned(),
            "the p at which half of the lots are accepted",
            "",
        ),
        figure(
            "Worst outgoing quality (AOQL)",
            percent(worst),
            format!("from lots of {}", percent(at)),
            "the greatest of P(p) · p · (N − n) / N",
            "Where rejected lots are sorted and what is found is replaced.",
        ),
        figure(
            "Inspected of a lot",
            rounded(sheet.inspected),
            format!("on average, at {limit}"),
            "n + (1 − P(p)) · (N − n)",
            "The sample, and the rest of the lots that are rejected.",
        ),
    ]
}
