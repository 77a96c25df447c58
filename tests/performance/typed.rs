//! Figures whose values people type: charted, held against targets, used in formulas, and typed by commands that can be undone.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use linewright::app::PerformanceCommand;
use linewright::app::derived::performance::*;
use linewright::document::Document;
use linewright::engine::performance::{Dimension, FlowUnit};
use linewright::model::*;
use std::sync::Arc;

fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

/// A workspace with a figure typed per week, and one of a formula over it and what was counted.
fn with_energy(period: Period) -> (Document, KpiId) {
    let mut document = Document::new(1);
    let typed = Kpi {
        name: "Energy".to_owned(),
        formula: "energy".to_owned(),
        unit: "kWh".to_owned(),
        typed: Some(period),
        better: Better::Down,
        target: Some(100.0),
        ..Kpi::new(KpiId::from_raw(0))
    };
    let own = Kpi { name: "Half".to_owned(), formula: "energy / 2 + quality * 0".to_owned(), ..Kpi::new(KpiId::from_raw(0)) };
    let command = PerformanceCommand::Add { figures: vec![typed, own], called: "two".to_owned() };
    document.dispatch(&command, at("2026-11-02 16:00")).unwrap();
    let id = document.workspace().kpis.values().find(|figure| figure.typed.is_some()).unwrap().id;
    (document, id)
}

/// The key figures of a document with a fact: five good pieces on the third of November.
fn with_a_fact(document: &Document) -> Workspace {
    let mut workspace = document.workspace().clone();
    let id = ReportId::from_raw(1);
    let time = Some(at("2026-11-03 10:00"));
    workspace.reports.insert(id, Report { kind: ReportKind::Count, time, good: 5.0, ..Report::new(id) });
    workspace
}

fn tiles_by(workspace: &Workspace, period: Period, now: &str) -> Vec<Tile> {
    let asked = Asked { period, periods: 13, flow: FlowUnit::Tasks };
    let figures = Figures::of(Arc::new(Basis::of(workspace, asked, at(now))), Dimension::All);
    let typed = Arc::new(Typed::of(workspace, &figures.basis));
    let shown = |record: &&Kpi| tile(&figures, record, &Measure::of(record, &typed).unwrap(), String::new());
    workspace.tiles().iter().map(shown).collect()
}

#[test]
fn what_people_type_is_charted_held_against_its_target_and_counted_with() {
    let now = at("2026-11-04 16:00");
    let (mut document, figure) = with_energy(Period::Week);
    // Ten weeks of which the last is out of all order; nothing yet for the week that goes on.
    let weeks = (1..=10).map(|back| {
        (at("2026-11-04").minus(Span::from_days(7 * back)), Some(if back == 1 { 180.0 } else { 90.0 + f64::from(back as u8 % 3) }))
    });
    document.dispatch(&PerformanceCommand::TypeValues { figure, values: weeks.collect() }, now).unwrap();
    let tiles = tiles_by(&with_a_fact(&document), Period::Week, "2026-11-04 16:00");
    let energy = &tiles[0];
    assert_eq!((energy.value.as_str(), energy.period.as_str(), energy.standing), ("180 kWh", "W44 2026", Standing::Missed));
    assert_eq!(energy.chart.reading, Reading::Signal, "{}", energy.chart.words);
    assert!(energy.chart.upper.is_some_and(|upper| upper < 180.0));
    // Nothing was made in those weeks, so the other figure has no value; in the week of the facts it has none either, for none was typed.
    assert_eq!(tiles[1].raw, None);
    document.dispatch(&PerformanceCommand::TypeValues { figure, values: vec![(now, Some(50.0))] }, now).unwrap();
    let tiles = tiles_by(&with_a_fact(&document), Period::Week, "2026-11-04 16:00");
    assert_eq!((tiles[0].value.as_str(), tiles[1].value.as_str()), ("50 kWh", "25"));
    assert!(document.undo(now).is_some() && document.undo(now).is_some());
    assert!(document.workspace().kpi_values.is_empty(), "one step a command");
}

#[test]
fn typed_values_come_together_in_longer_periods_and_are_never_shared_out_to_shorter_ones() {
    let now = at("2026-11-30 16:00");
    for (together, expected) in [(Together::Sum, "60 kWh"), (Together::Mean, "20 kWh"), (Together::Last, "30 kWh")] {
        let (mut document, figure) = with_energy(Period::Week);
        let record = Kpi { together, ..document.workspace().kpis[&figure].clone() };
        document.dispatch(&PerformanceCommand::Change { figure: Box::new(record) }, now).unwrap();
        let values = [("2026-11-02", 10.0), ("2026-11-09", 20.0), ("2026-11-16", 30.0)].map(|(day, value)| (at(day), Some(value)));
        document.dispatch(&PerformanceCommand::TypeValues { figure, values: values.to_vec() }, now).unwrap();
        let workspace = with_a_fact(&document);
        assert_eq!(tiles_by(&workspace, Period::Month, "2026-11-30 16:00")[0].value, expected);
        let by_day = &tiles_by(&workspace, Period::Day, "2026-11-18 16:00");
        assert_eq!((by_day[0].raw, by_day[1].raw), (None, None));
        assert_eq!(by_day[1].chart.words, "Energy is typed per week and is not shared out: look at it by week.");
    }
}

#[test]
fn a_period_has_one_typed_value_whoever_typed_it_and_nothing_that_is_wrong_is_taken() {
    let now = at("2026-11-02 16:00");
    let (mut document, figure) = with_energy(Period::Week);
    let mut type_in = |values: &[(&str, Option<f64>)]| {
        let values = values.iter().map(|(day, value)| (at(day), *value)).collect();
        document.dispatch(&PerformanceCommand::TypeValues { figure, values }, now).map(|_| {
            document
                .workspace()
                .kpi_values
                .values()
                .map(|known| (known.start.unwrap().date_text(), known.value.unwrap()))
                .collect::<Vec<_>>()
        })
    };
    let week = |value| vec![("2026-11-02".to_owned(), value)];
    assert_eq!(type_in(&[("2026-11-04", Some(4.0))]).unwrap(), week(4.0));
    assert_eq!(type_in(&[("2026-11-02", Some(5.0)), ("2026-11-06", Some(-6.0))]).unwrap(), week(-6.0), "the last word counts");
    for wrong in [vec![], vec![("2026-11-02", Some(1e13))]] {
        assert!(type_in(&wrong).is_err());
    }
    assert!(type_in(&[("2026-11-05", None)]).unwrap().is_empty());
    let counted = document.workspace().kpis.values().find(|figure| figure.typed.is_none()).unwrap().id;
    let refused = document.dispatch(&PerformanceCommand::TypeValues { figure: counted, values: vec![(now, Some(1.0))] }, now);
    assert_eq!(refused.unwrap_err().what, "Half is counted from the facts.");
    let typed = Typed::of(document.workspace(), &Basis::of(document.workspace(), Asked::default(), now));
    assert_eq!(typed.check_word("energy").unwrap_err(), "Energy is called so in formulas already.");
    assert!(typed.check_word("oee").is_err() && typed.check_word("gas").is_ok());
}
