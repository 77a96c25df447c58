//! Whether what is measured fits its limits: indices with their intervals, parts per million, and how the values lie.

use super::list::chart_list;
use super::state::Charts;
use crate::app::derived::quality::{CHART_TABLES, CONFIDENCE, CapableSheet, capable_sheet, rounded};
use crate::engine::quality::{Index, Indices, Process};
use crate::guide::Term;
use crate::ui::terms::terms_line;
use crate::ui::widgets::chart::{Border, Histogram, HistogramData};
use crate::ui::widgets::{EmptyState, Explained, Icon, SourceRow, Stat, Tone};
use leptos::prelude::*;

/// From here on a process is usually called capable.
const CAPABLE: f64 = 1.33;

/// The tab of capability; it is of the chart that is chosen.
#[component]
pub fn CapabilityView(charts: Charts) -> impl IntoView {
    let sheet = Memo::new(move |_| {
        let chart = charts.record.get()?;
        charts.session.watch(&CHART_TABLES, |workspace| capable_sheet(workspace, &chart))
    });
    let is_empty = Memo::new(move |_| charts.all.with(Vec::is_empty));
    let has_sheet = Memo::new(move |_| sheet.with(Option::is_some));
    let body = move || {
        if !has_sheet.get() {
            let text = "Capability needs a measured question with a lower or upper limit, and at least two values in the present stage.";
            return view! { <EmptyState title="No capability to tell" text shape=Icon::Gauge /> }.into_any();
        }
        let data = Signal::derive(move || sheet.with(|sheet| sheet.as_ref().map(histogram).unwrap_or_default()));
        let label = Signal::derive(move || sheet.with(|sheet| sheet.as_ref().map(histogram_words).unwrap_or_default()));
        let figures = move || {
            let all = sheet.with(|sheet| sheet.as_ref().map(figures).unwrap_or_default());
            all.into_iter().map(|of| view! { <Stat of=Signal::stored(of) /> }.into_any()).collect::<Vec<_>>()
        };
        let notes = move || {
            sheet
                .with(|sheet| sheet.as_ref().map(notes).unwrap_or_default())
                .into_iter()
                .map(|note| view! { <li>{note}</li> })
                .collect_view()
        };
        let title = move || sheet.with(|sheet| sheet.as_ref().map(|sheet| format!("{}, stage {}", sheet.name, sheet.stage)));
        view! {
            <h2>{title}</h2>
            <ul class="chart-notes">{notes}</ul>
            {terms_line(&[(Term::Cp, "Cp"), (Term::Cpk, "Cpk"), (Term::ControlLimit, "control limits")])}
            <div class="stats">{figures}</div>
            <Histogram label data />
        }
        .into_any()
    };
    let content = move || {
        if is_empty.get() {
            let text = "Capability is told of what is charted. Add a control chart first.";
            return view! { <EmptyState title="No control chart yet" text shape=Icon::Gauge /> }.into_any();
        }
        view! {
            <div class="quality-lists">
                <nav aria-label="Control charts" class="no-print">{chart_list(charts)}</nav>
                <div class="stack chart-detail">{body}</div>
            </div>
        }
        .into_any()
    };
    view! { {content} }.into_any()
}

fn histogram(sheet: &CapableSheet) -> HistogramData {
    let specification = &sheet.specification;
    let border = |label: &str, value: Option<f64>| value.map(|value| Border { value, label: format!("{label} {}", rounded(value)) });
    let borders = [border("lower", specification.lower), border("target", specification.target), border("upper", specification.upper)];
    let process = sheet.capability.process_overall;
    HistogramData {
        values: sheet.values.clone(),
        borders: borders.into_iter().flatten().collect(),
        curve: Some((process.mean, process.deviation)),
    }
}

fn histogram_words(sheet: &CapableSheet) -> String {
    let process = sheet.capability.process_overall;
    format!(
        "Histogram of {} values of {}, mean {}, standard deviation {}",
        sheet.values.len(),
        sheet.name,
        rounded(process.mean),
        rounded(process.deviation)
    )
}

/// What has to be known before the indices are believed.
fn notes(sheet: &CapableSheet) -> Vec<String> {
    let mut notes = vec![format!("{} values in {} samples.", sheet.values.len(), sheet.subgroups)];
    notes.push(match sheet.signals {
        0 => "The chart of this stage has no signal.".to_owned(),
        count => format!("{count} points of this stage signal: an index of a process that is not stable foretells nothing."),
    });
    if sheet.values.len() < 30 {
        notes.push("Few values: look at the intervals, not at the indices.".to_owned());
    }
    notes
}

fn figures(sheet: &CapableSheet) -> Vec<Explained> {
    let capability = &sheet.capability;
    let within = side(sheet, &capability.within, &capability.process_within, ["Cp", "Cpk"], "within samples");
    let overall = side(sheet, &capability.overall, &capability.process_overall, ["Pp", "Ppk"], "overall");
    let mut all: Vec<Explained> = within.into_iter().chain(overall).collect();
    all.extend(capability.overall.about_target.map(|index| Explained {
        formula: "(USL − LSL) / (6 · √(σ² + (x̄ − target)²))".to_owned(),
        ..index_figure(sheet, "Cpm", "about the target", index, &capability.process_overall)
    }));
    all.push(expected(sheet));
    all.push(normality(sheet));
    all
}

fn side(sheet: &CapableSheet, indices: &Indices, process: &Process, names: [&str; 2], of: &str) -> Vec<Explained> {
    let [potential, actual] = names;
    let potential = indices.potential.map(|index| Explained {
        formula: "(USL − LSL) / 6σ".to_owned(),
        note: "What could be reached with the mean in the middle. The interval is by chi-square.".to_owned(),
        ..index_figure(sheet, potential, of, index, process)
    });
    let actual = indices.actual.map(|index| Explained {
        formula: "the smaller of (USL − x̄) / 3σ and (x̄ − LSL) / 3σ".to_owned(),
        note: "Counts the nearer limit. The interval is Bissell's (1990).".to_owned(),
        ..index_figure(sheet, actual, of, index, process)
    });
    potential.into_iter().chain(actual).collect()
}

fn index_figure(sheet: &CapableSheet, name: &str, of: &str, index: Index, process: &Process) -> Explained {
    let unit = &sheet.unit;
    let said = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), |value| format!("{} {unit}", rounded(value)));
    let interval = index.low.zip(index.high).map(|(low, high)| format!("{} to {}", two(low), two(high)));
    Explained {
        label: name.to_owned(),
        value: two(index.value),
        tone: if index.value >= CAPABLE {
            Tone::Good
        } else if index.value >= 1.0 {
            Tone::Warning
        } else {
            Tone::Bad
        },
        detail: interval.map_or_else(|| of.to_owned(), |interval| format!("{of}, {interval}")),
        inputs: vec![
            ("Lower limit (LSL)".to_owned(), said(sheet.specification.lower)),
            ("Upper limit (USL)".to_owned(), said(sheet.specification.upper)),
            ("Mean x̄".to_owned(), said(Some(process.mean))),
            (format!("Standard deviation σ, {of}"), said(Some(process.deviation))),
            ("Degrees of freedom".to_owned(), rounded(process.degrees)),
            ("Confidence of the interval".to_owned(), format!("{} %", CONFIDENCE * 100.0)),
        ],
        ..Explained::default()
    }
}

fn expected(sheet: &CapableSheet) -> Explained {
    let capability = &sheet.capability;
    let overall = &capability.overall;
    let row = |label: &str, value: f64| SourceRow { label: label.to_owned(), value: rounded(value), id: 0 };
    Explained {
        label: "Outside the limits".to_owned(),
        value: format!("{} ppm", rounded(overall.ppm_below + overall.ppm_above)),
        detail: format!("{} ppm seen", rounded(capability.observed_ppm_below + capability.observed_ppm_above)),
        formula: "10⁶ · (Φ((LSL − x̄)/σ) + Φ((x̄ − USL)/σ)), σ overall".to_owned(),
        rows: vec![
            row("Expected below", overall.ppm_below),
            row("Expected above", overall.ppm_above),
            row("Seen below", capability.observed_ppm_below),
            row("Seen above", capability.observed_ppm_above),
            row("Expected with the spread within samples", capability.within.ppm_below + capability.within.ppm_above),
        ],
        note: "Parts per million, expected of a normal distribution.".to_owned(),
        ..Explained::default()
    }
}

fn normality(sheet: &CapableSheet) -> Explained {
    let label = "Normality p".to_owned();
    let formula = "Anderson and Darling's A² with estimated mean and deviation".to_owned();
    match sheet.normality {
        Some(found) => Explained {
            label,
            value: if found.p < 0.001 { "below 0.001".to_owned() } else { rounded(found.p) },
            tone: if found.p < 0.05 { Tone::Warning } else { Tone::Good },
            detail: if found.p < 0.05 { "does not look normal: ppm may be far off" } else { "no sign against a normal distribution" }
                .to_owned(),
            formula,
            inputs: vec![
                ("A²".to_owned(), rounded(found.statistic)),
                ("A² adjusted".to_owned(), rounded(found.adjusted)),
                ("Values".to_owned(), found.values.to_string()),
            ],
            note: "How likely values as odd as these are where the distribution is normal (D'Agostino and Stephens 1986).".to_owned(),
            ..Explained::default()
        },
        None => Explained {
            label,
            value: "not told".to_owned(),
            detail: "fewer than eight values, or all the same".to_owned(),
            formula,
            ..Explained::default()
        },
    }
}

/// Two digits after the point, as indices are told.
fn two(value: f64) -> String {
    crate::ui::widgets::entry::number_text(value, 2)
}
