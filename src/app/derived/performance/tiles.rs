//! What a tile of the dashboard shows: its measure, value, chart and standing; and the ready-made selections of roles.
//!
//! Never draws.

use super::figures::Figures;
use super::signal::{Charted, charted};
use super::typed::{Typed, TypedSeries};
use super::words::{compared_words, value_text};
use crate::engine::performance::{Better, Dimension, Formula, FormulaError, Kpi as Known, Unit, kpi};
use crate::model::{self, Kpi, KpiId, Period, Record, RecordId};
use std::sync::Arc;

/// A figure that has values: one of the engine's, one that people type, or one's own over the names of both.
#[derive(Clone, Debug)]
pub struct Measure {
    pub label: String,
    /// The engine's figure, where it is one.
    pub kpi: Option<&'static Known>,
    pub formula: Formula,
    /// The typed series that its formula may name.
    pub typed: Arc<Typed>,
    /// The unit of a figure of one's own.
    pub own_unit: String,
    pub better: Better,
}

impl Measure {
    /// One of the engine's figures.
    pub fn known(kpi: &'static Known) -> Option<Measure> {
        let formula = Formula::parse(kpi.word).ok()?;
        let typed = Arc::default();
        Some(Measure { label: kpi.label.to_owned(), kpi: Some(kpi), formula, typed, own_unit: String::new(), better: kpi.better })
    }

    /// What a record asks for.
    ///
    /// # Errors
    /// The formula cannot be read, and where.
    pub fn of(record: &Kpi, typed: &Arc<Typed>) -> Result<Measure, FormulaError> {
        let own = typed.place(record.id).map(Formula::of_series);
        let known = kpi(record.formula.trim()).filter(|_| own.is_none());
        let formula = own.map_or_else(|| Formula::parse_with(&record.formula, &typed.words()), Ok)?;
        let own = match record.better {
            model::Better::Up => Better::Up,
            model::Better::Down => Better::Down,
            model::Better::Neither => Better::Near,
        };
        Ok(Measure {
            label: record.name.clone(),
            kpi: known,
            formula,
            typed: typed.clone(),
            own_unit: if known.is_some() { String::new() } else { record.unit.clone() },
            better: known.map_or(own, |known| known.better),
        })
    }

    /// The unit, where the engine knows it.
    pub fn unit(&self) -> Option<Unit> {
        self.kpi.map(|kpi| kpi.unit)
    }

    /// A value in words.
    pub fn told(&self, value: f64) -> String {
        value_text(self.unit(), &self.own_unit, value)
    }

    /// The series that people type and that it is made of, with their places.
    pub fn series(&self) -> impl Iterator<Item = (usize, &TypedSeries)> {
        self.formula.typed().filter_map(|place| Some((place, self.typed.series.get(place)?)))
    }

    /// Why it has no values over such periods: a series is typed for longer ones.
    pub fn too_long(&self, shown: Period) -> Option<String> {
        let longer =
            self.series().map(|(_, series)| series).find(|series| series.values.iter().all(Option::is_none) && series.is_longer(shown))?;
        let period = longer.period.label().to_lowercase();
        Some(format!("{} is typed per {period} and is not shared out: look at it by {period}.", longer.label))
    }

    /// How it is made, over periods of some length.
    pub fn formula_words(&self, record: Option<&Kpi>, shown: Period) -> String {
        if let Some(series) = record.and_then(|record| self.typed.series.get(self.typed.place(record.id)?)) {
            return series.words(shown);
        }
        match (self.kpi, record) {
            (Some(kpi), _) => kpi.formula.to_owned(),
            (None, Some(record)) => record.formula.clone(),
            (None, None) => String::new(),
        }
    }

    /// Whether a value reaches its target; nothing where there is no way to say.
    pub fn reaches(&self, value: f64, target: f64) -> Option<bool> {
        match self.better {
            Better::Up => Some(value >= target),
            Better::Down => Some(value <= target),
            Better::Near => None,
        }
    }
}

/// Whose figures a record is about; shifts are told by the names that the figures number them by, and one that there no longer is has none.
pub fn scope(record: &Kpi, shifts: &[String]) -> (Dimension, u64) {
    let records = [
        (Dimension::Resource, record.resource.map(RecordId::raw)),
        (Dimension::Item, record.item.map(RecordId::raw)),
        (Dimension::Customer, record.customer.map(RecordId::raw)),
        (Dimension::Order, record.order.map(RecordId::raw)),
        (Dimension::Operation, record.operation.map(RecordId::raw)),
    ];
    if let Some((dimension, member)) = records.into_iter().find_map(|(dimension, member)| Some((dimension, member?))) {
        return (dimension, member);
    }
    if record.shift.is_empty() {
        return (Dimension::All, 0);
    }
    let place = shifts.iter().position(|name| *name == record.shift);
    (Dimension::Shift, place.map_or(u64::MAX, |at| at as u64 + 1))
}

/// A figure's record made one of a single member.
pub fn narrowed(record: Kpi, dimension: Dimension, member: u64, shifts: &[String]) -> Kpi {
    match dimension {
        Dimension::All => record,
        Dimension::Resource => Kpi { resource: Some(RecordId::from_raw(member)), ..record },
        Dimension::Item => Kpi { item: Some(RecordId::from_raw(member)), ..record },
        Dimension::Customer => Kpi { customer: Some(RecordId::from_raw(member)), ..record },
        Dimension::Order => Kpi { order: Some(RecordId::from_raw(member)), ..record },
        Dimension::Operation => Kpi { operation: Some(RecordId::from_raw(member)), ..record },
        Dimension::Shift => {
            let shift = usize::try_from(member).ok().and_then(|at| shifts.get(at.checked_sub(1)?)).cloned().unwrap_or_default();
            Kpi { shift, ..record }
        }
    }
}

/// How a value stands to what it should be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Nobody said what it should be, or there is no value.
    Unjudged,
    Met,
    Missed,
    /// Beyond a limit that it must not pass.
    Beyond,
}

/// Everything that a tile shows.
#[derive(Clone, PartialEq, Debug)]
pub struct Tile {
    pub id: KpiId,
    pub label: String,
    /// `Saw 1`; empty for all.
    pub of: String,
    pub value: String,
    pub raw: Option<f64>,
    pub period: String,
    pub compared: String,
    pub target: Option<f64>,
    pub limits: (Option<f64>, Option<f64>),
    pub target_words: String,
    pub standing: Standing,
    pub chart: Charted,
    pub unit: Option<Unit>,
    pub own_unit: String,
}

/// How a value stands to a record's target and limits.
pub fn standing(measure: &Measure, record: &Kpi, value: Option<f64>) -> Standing {
    let Some(value) = value else { return Standing::Unjudged };
    if record.lower.is_some_and(|lower| value < lower) || record.upper.is_some_and(|upper| value > upper) {
        return Standing::Beyond;
    }
    match record.target.and_then(|target| measure.reaches(value, target)) {
        Some(true) => Standing::Met,
        Some(false) => Standing::Missed,
        None => Standing::Unjudged,
    }
}

/// The tile of a record in the last period of these figures of which anything is known; they are those of its dimension.
pub fn tile(figures: &Figures, record: &Kpi, measure: &Measure, of: String) -> Tile {
    let (_, member) = scope(record, &figures.basis.shifts);
    let names = &figures.basis.period_names;
    let values = figures.series(measure, member);
    let last = latest_of(figures, measure, values.last().copied().flatten());
    let raw = values.get(last).copied().flatten();
    let before = last.checked_sub(1);
    let compared = before.map(|at| {
        let name = names.get(at).map(String::as_str).unwrap_or_default();
        compared_words(measure.unit(), &measure.own_unit, raw, values.get(at).copied().flatten(), name)
    });
    let mut told = Vec::new();
    told.extend(record.target.map(|target| format!("target {}", measure.told(target))));
    told.extend(record.lower.map(|lower| format!("at least {}", measure.told(lower))));
    told.extend(record.upper.map(|upper| format!("at most {}", measure.told(upper))));
    Tile {
        id: record.id,
        label: record.name.clone(),
        of,
        value: raw.map_or_else(|| "–".to_owned(), |raw| measure.told(raw)),
        raw,
        period: names.get(last).cloned().unwrap_or_default(),
        compared: compared.unwrap_or_default(),
        target: record.target,
        limits: (record.lower, record.upper),
        target_words: told.join(", "),
        standing: standing(measure, record, raw),
        chart: run_of(figures, measure, &values),
        unit: measure.unit(),
        own_unit: measure.own_unit.clone(),
    }
}

/// The latest period to look at: the present one, or the one before where nothing is known of the present one yet.
pub fn latest(figures: &Figures, measure: &Measure, member: u64) -> usize {
    latest_of(figures, measure, figures.value(measure, member, figures.last()))
}

fn latest_of(figures: &Figures, measure: &Measure, value: Option<f64>) -> usize {
    figures.last().saturating_sub(usize::from(waits(figures, measure, value)))
}

/// Whether the running period says nothing yet: what people type is not there, or of what is counted from reports none came, and nought would
/// look like a fall.
fn waits(figures: &Figures, measure: &Measure, value: Option<f64>) -> bool {
    let is_typed = measure.series().next().is_some();
    if is_typed { value.is_none() && figures.basis.goes_on() } else { figures.basis.is_quiet() }
}

/// The run of a measure over the periods with what it says.
pub fn run(figures: &Figures, measure: &Measure, member: u64) -> Charted {
    run_of(figures, measure, &figures.series(measure, member))
}

fn run_of(figures: &Figures, measure: &Measure, values: &[Option<f64>]) -> Charted {
    let basis = &figures.basis;
    let mut values = values.to_vec();
    if let Some(last) = values.last_mut().filter(|last| waits(figures, measure, **last)) {
        *last = None;
    }
    let mut chart = charted(&values, basis.goes_on(), &basis.period_names, measure.unit());
    if let Some(words) = measure.too_long(basis.asked.period) {
        chart.words = words;
    }
    chart
}

/// The tile of a record whose formula cannot be read: it says where.
pub fn broken_tile(record: &Kpi, error: &FormulaError, of: String) -> Tile {
    let words = format!("Its formula cannot be read at character {}: {}.", error.position + 1, error.message);
    Tile {
        id: record.id,
        label: record.name.clone(),
        of,
        value: "–".to_owned(),
        raw: None,
        period: String::new(),
        compared: String::new(),
        target: record.target,
        limits: (record.lower, record.upper),
        target_words: String::new(),
        standing: Standing::Unjudged,
        chart: Charted { words, ..Charted::default() },
        unit: None,
        own_unit: record.unit.clone(),
    }
}

/// A ready-made selection of figures.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    pub name: &'static str,
    pub figures: &'static [&'static str],
}

impl Role {
    /// What each role looks at.
    pub const ALL: [Role; 5] = [
        Role { name: "Executive Sponsor", figures: &["otif", "throughput", "lead_time_p85", "oee", "copq"] },
        Role { name: "Production Manager", figures: &["oee", "adherence", "throughput", "wip", "overdue", "lateness"] },
        Role { name: "Operations Lead", figures: &["wip_end", "cycle_time_p85", "availability", "setup_ratio", "net_flow", "output_rate"] },
        Role { name: "Quality Specialist", figures: &["first_pass_yield", "scrap_ratio", "rework_ratio", "checks_passed", "ppm", "copq"] },
        Role { name: "Technical Support", figures: &["availability", "mtbf_iso", "mttr", "inherent_availability", "setup_ratio"] },
    ];

    /// The records of those of its figures that have no tile for the whole yet.
    pub fn missing(&self, tiles: &[&Kpi]) -> Vec<Kpi> {
        let is_there = |word: &str| tiles.iter().any(|tile| tile.formula.trim() == word && scope(tile, &[]).0 == Dimension::All);
        let wanted = self.figures.iter().filter(|word| !is_there(word));
        wanted.filter_map(|word| Some(record_of(kpi(word)?))).collect()
    }
}

/// The record of an engine's figure for the whole.
pub fn record_of(known: &Known) -> Kpi {
    Kpi { name: known.label.to_owned(), formula: known.word.to_owned(), ..Kpi::new(KpiId::from_raw(0)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_of_a_role_is_known_and_is_added_once() {
        for role in Role::ALL {
            let all = role.missing(&[]);
            assert_eq!(all.len(), role.figures.len(), "{}", role.name);
            let there: Vec<&Kpi> = all.iter().take(2).collect();
            assert_eq!(role.missing(&there).len(), role.figures.len() - 2);
        }
    }

    #[test]
    fn limits_come_before_the_target_and_a_figure_that_has_its_place_is_not_judged() {
        let of = |word: &str| Kpi { formula: word.to_owned(), target: Some(0.8), upper: Some(1.0), ..Kpi::new(KpiId::from_raw(1)) };
        let judge = |record: &Kpi, value: f64| Measure::of(record, &Arc::default()).map(|measure| standing(&measure, record, Some(value)));
        assert_eq!(judge(&of("oee"), 0.85), Ok(Standing::Met));
        assert_eq!(judge(&of("oee"), 0.7), Ok(Standing::Missed));
        assert_eq!(judge(&of("oee"), 1.1), Ok(Standing::Beyond));
        assert_eq!(judge(&of("scrap_ratio"), 0.7), Ok(Standing::Met));
        assert_eq!(judge(&of("utilisation"), 0.7), Ok(Standing::Unjudged));
        assert!(judge(&of("nothing_of_the_kind"), 0.7).is_err());
    }
}
