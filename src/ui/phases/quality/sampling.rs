//! A sampling plan for a lot: what is asked, how strictly it is inspected after the lots before, the plan with the way to it, its curves and risks.

use crate::app::derived::quality::{
    CurvePoint, Lots, SamplingSheet, SamplingWish, TABLES, item_limits, kept_wish, lot_questions, lots, rounded, sampling_sheet,
    severity_word,
};
use crate::app::{QualityCommand, Session};
use crate::engine::quality::Severity;
use crate::model::{CheckItem, CheckItemId, InspectionLevel, InspectionWord, RecordId, TableName, Value, Workspace, reduced_is_agreed};
use crate::ui::widgets::chart::{ChartData, LineChart, Period, Series};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, CheckField, ChoiceField, Explained, IntegerField, NumberField, Stat, TextField};
use leptos::prelude::*;

/// The tab of sampling plans.
#[component]
pub fn SamplingView(
    session: Session,
    /// Who says what is kept.
    person: RwSignal<String>,
) -> impl IntoView {
    let wish = RwSignal::new(SamplingWish::default());
    let asked = Asked { session, wish, question: RwSignal::new(None) };
    // The lots of the chosen question say how strictly the next one is inspected; without one it is said by hand.
    let told = Memo::new(move |_| asked.read(lots));
    let sheet = Memo::new(move |_| {
        let by_hand = wish.get();
        let severity = told.with(|told| told.as_ref().map(|told| told.switched.standing.severity));
        match severity {
            Some(severity) => asked.read(|_, question| kept_wish(question, severity, by_hand.consumer_risk)).flatten().map(sampling_sheet),
            None => Some(sampling_sheet(by_hand)),
        }
    });
    view! {
        <div class="stack sampling">
            <div class="bar sampling-wishes">{wishes(asked)}{strictness(asked)}</div>
            {move || told.with(|told| told.as_ref().map(|told| lots_view(asked, person, told)))}
            {move || sheet.with(|sheet| match sheet {
                Some(sheet) => plan_view(sheet),
                None => view! { <p role="status">"Choose the AQL and enter the usual lot size: they are kept with the question, and its checks ask for the plan’s sample."</p> }.into_any(),
            })}
            <p class="hint">"ISO 2859-1:1999, single sampling. Chances are binomial, as of a process or a lot much larger than the sample; outgoing quality where rejected lots are sorted and what is found is replaced."</p>
        </div>
    }
    .into_any()
}

/// What is asked for: by hand, or as it is kept with a question.
#[derive(Clone, Copy)]
struct Asked {
    session: Session,
    wish: RwSignal<SamplingWish>,
    question: RwSignal<Option<CheckItemId>>,
}

impl Asked {
    /// What is read of the chosen question; nothing where none is chosen.
    fn read<T>(self, read: impl FnOnce(&Workspace, &CheckItem) -> T) -> Option<T> {
        let question = self.question.get()?;
        self.session.watch(&TABLES, |workspace| workspace.check_items.get(&question).map(|question| read(workspace, question)))
    }

    /// Keeps a field of the chosen question, or changes the wish by hand.
    fn change(self, field: &str, value: Value, by_hand: impl FnOnce(&mut SamplingWish)) -> Result<(), String> {
        let field = TableName::CheckItem.field(field);
        let Some((question, field)) = self.question.get_untracked().zip(field) else {
            self.wish.update(by_hand);
            return Ok(());
        };
        self.session.dispatch(&QualityCommand::SetQuestion { question, field, value }).map_err(|refusal| refusal.to_string())
    }
}

fn plan_view(sheet: &SamplingSheet) -> AnyView {
    let stats = figures(sheet).into_iter().map(|of| view! { <Stat of=Signal::stored(of) /> }.into_any()).collect::<Vec<_>>();
    let accepted = Signal::stored(curve(sheet, "Accepted", 1, |point| point.acceptance));
    let outgoing = Signal::stored(curve(sheet, "Outgoing", 3, |point| point.outgoing));
    view! {
        <p role="status"><strong>{sheet.words()}</strong> " " {sheet.way()}</p>
        <div class="stats">{stats}</div>
        <div class="chart-pair">
            <section>
                <h2>"Operating characteristic"</h2>
                <LineChart label="Chance of acceptance by share nonconforming" data=accepted />
            </section>
            <section>
                <h2>"Average outgoing quality"</h2>
                <LineChart label="Average outgoing quality by share nonconforming" data=outgoing />
            </section>
        </div>
    }
    .into_any()
}

fn wishes(asked: Asked) -> AnyView {
    let wish = asked.wish;
    let lot = Signal::derive(move || match asked.read(|_, question| question.lot_size) {
        Some(kept) => Some(kept).filter(|lot| *lot > 0),
        None => i64::try_from(wish.get().lot).ok(),
    });
    let set_lot = move |lot: Option<i64>| match lot.and_then(|lot| u64::try_from(lot).ok()) {
        Some(lot @ 2..=100_000_000) => asked.change("lot_size", Value::Number(lot as f64), |wish| wish.lot = lot),
        _ => Err("Enter the number of items in the lot, from 2 on.".to_owned()),
    };
    let levels: Vec<Choice> = InspectionLevel::ALL.iter().map(|level| Choice::new(level.code(), level.label())).collect();
    let level = Signal::derive(move || {
        let level = asked.read(|_, question| question.inspection_level).unwrap_or_else(|| wish.get().level);
        level.code().to_owned()
    });
    let set_level = move |code: String| match InspectionLevel::from_code(&code) {
        Some(level) => asked.change("inspection_level", Value::Text(code), |wish| wish.level = level),
        None => Ok(()),
    };
    let limits: Vec<Choice> = item_limits().map(|limit| Choice::new(limit.to_string(), format!("{limit} %"))).collect();
    let limit = Signal::derive(move || match asked.read(|_, question| question.quality_limit) {
        Some(kept) => kept.map(|limit| limit.to_string()).unwrap_or_default(),
        None => wish.get().limit.to_string(),
    });
    let set_limit = move |text: String| match text.parse() {
        Ok(limit) => asked.change("quality_limit", Value::Number(limit), |wish| wish.limit = limit),
        Err(_) if asked.question.get_untracked().is_some() => asked.change("quality_limit", Value::Nothing, |_| {}),
        Err(_) => Err("Choose a limit.".to_owned()),
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
        <ChoiceField label="Acceptable quality limit (AQL)" options=limits value=limit on_commit=set_limit none="None kept" />
        <NumberField label="Consumer's risk (%)" value=risk on_commit=set_risk />
    }
    .into_any()
}

/// How strictly lots are inspected: by hand, or as the lots of a question lead to.
fn strictness(asked: Asked) -> AnyView {
    const BY_HAND: [(Severity, &str); 3] =
        [(Severity::Normal, "Normal"), (Severity::Tightened, "Tightened"), (Severity::Reduced, "Reduced")];
    let Asked { session, wish, question } = asked;
    let options = Signal::derive(move || {
        let mut options: Vec<Choice> = BY_HAND.iter().map(|(_, name)| Choice::new(*name, *name)).collect();
        let questions = session.watch(&TABLES, lot_questions);
        options.extend(questions.into_iter().map(|(id, name)| Choice::new(id.raw().to_string(), format!("As lots of {name} lead to"))));
        options
    });
    let value = Signal::derive(move || match question.get() {
        Some(question) => question.raw().to_string(),
        None => {
            let severity = wish.get().severity;
            BY_HAND.iter().find(|(known, _)| *known == severity).map_or("", |(_, name)| name).to_owned()
        }
    });
    let commit = move |key: String| {
        question.set(key.parse().ok().map(CheckItemId::from_raw));
        if let Some((severity, _)) = BY_HAND.iter().find(|(_, name)| *name == key) {
            wish.update(|wish| wish.severity = *severity);
        }
        Ok(())
    };
    view! { <ChoiceField label="Inspection" options value on_commit=commit /> }.into_any()
}

/// What a person can say of the inspection as it stands, and what was said.
fn said_view(asked: Asked, person: RwSignal<String>, told: &Lots) -> AnyView {
    let session = asked.session;
    let say = move |word: InspectionWord| {
        let Some(question) = asked.question.get_untracked() else { return Ok(()) };
        let by = person.get_untracked();
        let command = QualityCommand::SayInspection { question, word, by, time: session.now() };
        session.dispatch(&command).map_err(|refusal| refusal.to_string())
    };
    let agreed = Signal::stored(reduced_is_agreed(&told.said));
    let agree = move |agreed: bool| say(if agreed { InspectionWord::ReducedAgreed } else { InspectionWord::ReducedEnded });
    let set_person = move |name: String| {
        person.set(name);
        Ok(())
    };
    let resume = told.switched.standing.discontinued.then(|| {
        let press = move |()| drop(say(InspectionWord::Resumed));
        view! { <Button label="Resume inspection" on_press=press /> }
    });
    let lines: Vec<AnyView> = told.said.iter().rev().map(|said| view! { <li>{said.line()}</li> }.into_any()).collect();
    let lines = (!lines.is_empty()).then(|| view! { <ul class="hint">{lines}</ul> });
    view! {
        <div class="bar sampling-wishes">
            <CheckField label="Reduced inspection is agreed" value=agreed on_commit=agree help="Production is steady and whoever is responsible wants it. It is kept with the day and the name." />
            <TextField label="Said by" value=person on_commit=set_person placeholder="Your name" />
            {resume}
        </div>
        {lines}
    }
    .into_any()
}

/// What the lots led to, with the last of them.
fn lots_view(asked: Asked, person: RwSignal<String>, told: &Lots) -> AnyView {
    const SHOWN: usize = 20;
    let words = told.words(asked.session.now());
    let lots = told.checks.iter().zip(&told.switched.severities).rev().take(SHOWN);
    let rows: Vec<AnyView> = lots
        .map(|((_, time, accepted), severity)| {
            let verdict = if *accepted { "accepted" } else { "not accepted" };
            view! {
                <tr>
                    <th scope="row">{format!("{} {}", time.date_text(), time.clock_text())}</th>
                    <td>{severity_word(*severity)}</td>
                    <td>{verdict}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let many = told.checks.len();
    let summary = if many > SHOWN { format!("The last {SHOWN} of {many} lots") } else { "Lots".to_owned() };
    let table = (!rows.is_empty()).then(|| {
        view! {
            <details>
                <summary>{summary}</summary>
                <table class="report">
                    <thead>
                        <tr>
                            <th scope="col">"Inspected"</th>
                            <th scope="col">"Inspection"</th>
                            <th scope="col">"Lot"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        }
    });
    view! {
        <p role="status" class="sampling-lots">{words}</p>
        {said_view(asked, person, told)} {table}
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
    let table = match sheet.wish.severity {
        Severity::Normal => "table 2-A: code letter and AQL",
        Severity::Tightened => "table 2-B (tightened): code letter and AQL",
        Severity::Reduced => "table 2-C (reduced): code letter and AQL",
    };
    // The other two tables were compared cell by cell with two sources.
    let once_compared = match sheet.wish.severity {
        Severity::Reduced => {
            "This table was compared with one edition of the standard only (GB/T 2828.1-2012). Compare the plan with your own copy before it is agreed."
        }
        Severity::Normal | Severity::Tightened => "",
    };
    vec![
        figure(
            "Code letter",
            sheet.plan.letter.to_string(),
            if sheet.plan.letter == sheet.plan.plan_letter { String::new() } else { format!("plan of letter {}", sheet.plan.plan_letter) },
            "table 1: lot size and inspection level",
            "An arrow in the table leads to the next letter that has a plan; its sample size holds too.",
        ),
        figure("Sample", plan.sample.to_string(), format!("accept with at most {}", plan.accept), table, once_compared),
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
