//! Numbers of many tries, and a small table of them.

/// Values of one thing, measured again and again.
#[derive(Clone, Debug, Default)]
pub struct Figures(Vec<f64>);

impl Figures {
    /// From the numbers of a script's answer; what is no number is left out.
    pub fn of(answer: &serde_json::Value) -> Figures {
        answer.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect()
    }

    /// Adds a value, if there is one.
    pub fn add(&mut self, value: Option<f64>) {
        self.0.extend(value);
    }

    /// The value that so much of the others lie at or below: 0.5 is the median, 1 the largest.
    pub fn part(&self, share: f64) -> Option<f64> {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = (sorted.len() as f64 * share).ceil().max(1.0) as usize - 1;
        sorted.get(at.min(sorted.len().saturating_sub(1))).copied()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<f64> for Figures {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Figures {
        Figures(values.into_iter().collect())
    }
}

/// Prints the heads of a table of medians, slow cases and worst cases, in milliseconds.
pub fn heads() {
    println!("{:<44} {:>5} {:>10} {:>10} {:>10}", "milliseconds", "tries", "median", "95 %", "worst");
}

/// Prints one line of it.
pub fn line(name: &str, figures: &Figures) {
    let shown = |value: Option<f64>| value.map_or_else(|| "not said".to_owned(), |value| format!("{value:.1}"));
    println!(
        "{name:<44} {:>5} {:>10} {:>10} {:>10}",
        figures.count(),
        shown(figures.part(0.5)),
        shown(figures.part(0.95)),
        shown(figures.part(1.0))
    );
}
