//! Key figures of a person's own: arithmetic over the names of key figures, of series that people type, and numbers.
//!
//! Knows + − * / ( ), min and max, nothing else: no loops, no calls, no text. What divides by nothing has no value.

use super::kpi::{Kpi, kpi};

/// How deep parentheses may stand in each other.
const DEPTH: u32 = 64;

/// One step of a calculation on a stack.
#[derive(Clone, Copy, Debug)]
enum Step {
    Number(f64),
    Figure(&'static Kpi),
    /// A series that people type, by its place among those that were given.
    Typed(usize),
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Least,
    Most,
}

/// A formula that was read.
#[derive(Clone, Debug)]
pub struct Formula {
    steps: Vec<Step>,
}

/// Why a formula cannot be read, and at which character, counted from zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError {
    pub position: usize,
    pub message: String,
}

impl Formula {
    /// Reads a formula over key figures alone.
    ///
    /// # Errors
    /// What cannot be read, and where.
    pub fn parse(text: &str) -> Result<Formula, FormulaError> {
        Formula::parse_with(text, &[])
    }

    /// Reads a formula that may also name series that people type, by their names in formulas; a key figure of the same name goes before.
    ///
    /// # Errors
    /// What cannot be read, and where.
    pub fn parse_with(text: &str, typed: &[&str]) -> Result<Formula, FormulaError> {
        let mut reader = Reader { text: text.chars().collect(), at: 0, steps: Vec::new(), depth: 0, typed };
        reader.sum()?;
        match reader.next() {
            None => Ok(Formula { steps: reader.steps }),
            Some(sign) => Err(reader.error(format!("“{sign}” is not expected here"))),
        }
    }

    /// What a typed series is by itself, by its place.
    pub fn of_series(place: usize) -> Formula {
        Formula { steps: vec![Step::Typed(place)] }
    }

    /// The key figures that it names.
    pub fn figures(&self) -> impl Iterator<Item = &'static Kpi> {
        self.steps.iter().filter_map(|step| if let Step::Figure(kpi) = step { Some(*kpi) } else { None })
    }

    /// The typed series that it names, by their places among those that it was read with.
    pub fn typed(&self) -> impl Iterator<Item = usize> {
        self.steps.iter().filter_map(|step| if let Step::Typed(series) = step { Some(*series) } else { None })
    }

    /// Its value, from the values of the figures and of typed series by their places; nothing where one of them has none or something is
    /// divided by nothing.
    pub fn value(&self, of: &dyn Fn(&'static Kpi) -> Option<f64>, typed: &dyn Fn(usize) -> Option<f64>) -> Option<f64> {
        let mut stack: Vec<f64> = Vec::new();
        for step in &self.steps {
            let result = match step {
                Step::Number(number) => *number,
                Step::Figure(kpi) => of(kpi)?,
                Step::Typed(series) => typed(*series)?,
                Step::Negate => -stack.pop()?,
                two => {
                    let (right, left) = (stack.pop()?, stack.pop()?);
                    match two {
                        Step::Add => left + right,
                        Step::Subtract => left - right,
                        Step::Multiply => left * right,
                        Step::Divide => left / right,
                        Step::Least => left.min(right),
                        _ => left.max(right),
                    }
                }
            };
            if !result.is_finite() {
                return None;
            }
            stack.push(result);
        }
        stack.pop()
    }
}

/// Whether a word can name a typed series in formulas: letters, digits and underlines that begin with a letter, and no name of something else.
pub fn can_name(word: &str) -> bool {
    let belongs = |sign: char| (sign.is_alphanumeric() && sign.to_lowercase().eq([sign])) || sign == '_';
    let is_word = word.chars().all(belongs) && word.chars().next().is_some_and(char::is_alphabetic);
    is_word && kpi(word).is_none() && !matches!(word, "min" | "max")
}

struct Reader<'a> {
    text: Vec<char>,
    at: usize,
    steps: Vec<Step>,
    depth: u32,
    typed: &'a [&'a str],
}

impl Reader<'_> {
    fn error(&self, message: String) -> FormulaError {
        FormulaError { position: self.at, message }
    }

    /// The next character that is no space.
    fn next(&mut self) -> Option<char> {
        while self.text.get(self.at).is_some_and(|sign| sign.is_whitespace()) {
            self.at += 1;
        }
        self.text.get(self.at).copied()
    }

    fn expect(&mut self, sign: char) -> Result<(), FormulaError> {
        if self.next() == Some(sign) {
            self.at += 1;
            return Ok(());
        }
        Err(self.error(format!("“{sign}” is missing here")))
    }

    fn sum(&mut self) -> Result<(), FormulaError> {
        self.product()?;
        loop {
            let step = match self.next() {
                Some('+') => Step::Add,
                Some('-' | '−') => Step::Subtract,
                _ => return Ok(()),
            };
            self.at += 1;
            self.product()?;
            self.steps.push(step);
        }
    }

    fn product(&mut self) -> Result<(), FormulaError> {
        self.atom()?;
        loop {
            let step = match self.next() {
                Some('*' | '×') => Step::Multiply,
                Some('/' | '÷') => Step::Divide,
                _ => return Ok(()),
            };
            self.at += 1;
            self.atom()?;
            self.steps.push(step);
        }
    }

    fn atom(&mut self) -> Result<(), FormulaError> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.error("Too many signs or parentheses stand in each other".into()));
        }
        match self.next() {
            None => return Err(self.error("The formula ends where a number or a name is expected".into())),
            Some('(') => {
                self.at += 1;
                self.sum()?;
                self.expect(')')?;
            }
            Some('-' | '−') => {
                self.at += 1;
                self.atom()?;
                self.steps.push(Step::Negate);
            }
            Some(sign) if sign.is_ascii_digit() || sign == '.' => self.number()?,
            Some(sign) if sign.is_alphabetic() => self.name()?,
            Some(sign) => return Err(self.error(format!("“{sign}” is not expected here"))),
        }
        self.depth -= 1;
        Ok(())
    }

    fn taken(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let word: String = self.text.iter().skip(self.at).take_while(|sign| belongs(**sign)).collect();
        self.at += word.chars().count();
        word
    }

    fn number(&mut self) -> Result<(), FormulaError> {
        let start = self.at;
        let word = self.taken(|sign| sign.is_ascii_digit() || sign == '.');
        match word.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => self.steps.push(Step::Number(number)),
            None => return Err(FormulaError { position: start, message: format!("“{word}” is not a number") }),
        }
        Ok(())
    }

    fn name(&mut self) -> Result<(), FormulaError> {
        let start = self.at;
        let word = self.taken(|sign| sign.is_alphanumeric() || sign == '_').to_lowercase();
        let step = match word.as_str() {
            "min" => Step::Least,
            "max" => Step::Most,
            _ => {
                let typed = || self.typed.iter().position(|known| *known == word).map(Step::Typed);
                let Some(step) = kpi(&word).map(Step::Figure).or_else(typed) else {
                    return Err(FormulaError { position: start, message: format!("There is no key figure “{word}”") });
                };
                self.steps.push(step);
                return Ok(());
            }
        };
        self.expect('(')?;
        self.sum()?;
        while self.next() == Some(',') {
            self.at += 1;
            self.sum()?;
            self.steps.push(step);
        }
        self.expect(')')
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn value(text: &str) -> Option<f64> {
        let figure = |kpi: &'static Kpi| match kpi.word {
            "oee" => Some(0.5),
            "scrap_ratio" => Some(0.0),
            _ => None,
        };
        let typed = |series: usize| [Some(12.0), None].get(series).copied().flatten();
        Formula::parse_with(text, &["energy", "gas_2", "oee"]).unwrap().value(&figure, &typed)
    }

    fn error(text: &str) -> (usize, String) {
        let error = Formula::parse(text).unwrap_err();
        (error.position, error.message)
    }

    #[test]
    fn arithmetic_is_that_of_school() {
        for (text, expected) in [
            ("1 + 2 * 3", 7.0),
            ("(1 + 2) * 3", 9.0),
            ("10 - 4 - 3", 3.0),
            ("24 / 4 / 2", 3.0),
            ("-2 * -(3 − 1)", 4.0),
            ("min(4, 2, 3) + max(OEE, 0.25)", 2.5),
            ("100 × oee", 50.0),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_divides_by_nothing_or_rests_on_nothing_has_no_value() {
        assert_eq!((value("1 / scrap_ratio"), value("0 / 0"), value("takt + 1")), (None, None, None));
        assert_eq!(Formula::parse("oee + takt").unwrap().figures().map(|kpi| kpi.word).collect::<Vec<_>>(), ["oee", "takt"]);
    }

    #[test]
    fn what_people_type_is_called_by_its_name_and_a_key_figure_of_that_name_goes_before() {
        assert_eq!((value("Energy / 4 + oee"), value("energy * gas_2"), value("oee")), (Some(3.5), None, Some(0.5)));
        assert_eq!(Formula::parse_with("gas_2 + energy", &["energy", "gas_2"]).unwrap().typed().collect::<Vec<_>>(), [1, 0]);
        assert_eq!(error("energy").1, "There is no key figure “energy”");
        for (word, can) in [("energy", true), ("gas_2", true), ("öl", true), ("Energy", false), ("2gas", false), ("a b", false)] {
            assert_eq!(can_name(word), can, "{word}");
        }
        assert!(["", "max", "oee", "_", "a-b"].iter().all(|word| !can_name(word)));
    }

    #[test]
    fn errors_are_told_in_words_where_they_are() {
        assert_eq!(error("oee + profit"), (6, "There is no key figure “profit”".into()));
        assert_eq!(error("(1 + 2"), (6, "“)” is missing here".into()));
        assert_eq!(error("1 + "), (4, "The formula ends where a number or a name is expected".into()));
        assert_eq!(error("1 2"), (2, "“2” is not expected here".into()));
        assert_eq!(error("1.2.3"), (0, "“1.2.3” is not a number".into()));
        assert_eq!(error("2 ^ 3").0, 2);
        assert_eq!(error(&"(".repeat(100_000)).0, 64);
        assert_eq!(error(&"-".repeat(100_000)).0, 64);
    }
}
