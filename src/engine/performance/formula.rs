//! Key figures of a person's own: arithmetic over the names of key figures and numbers.
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
    /// Reads a formula.
    pub fn parse(text: &str) -> Result<Formula, FormulaError> {
        let mut reader = Reader { text: text.chars().collect(), at: 0, steps: Vec::new(), depth: 0 };
        reader.sum()?;
        match reader.next() {
            None => Ok(Formula { steps: reader.steps }),
            Some(sign) => Err(reader.error(format!("“{sign}” is not expected here"))),
        }
    }

    /// The key figures that it names.
    pub fn figures(&self) -> impl Iterator<Item = &'static Kpi> {
        self.steps.iter().filter_map(|step| if let Step::Figure(kpi) = step { Some(*kpi) } else { None })
    }

    /// Its value, from the values of the figures; nothing where one of them has none or something is divided by nothing.
    pub fn value(&self, of: &dyn Fn(&'static Kpi) -> Option<f64>) -> Option<f64> {
        let mut stack: Vec<f64> = Vec::new();
        for step in &self.steps {
            let result = match step {
                Step::Number(number) => *number,
                Step::Figure(kpi) => of(kpi)?,
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

struct Reader {
    text: Vec<char>,
    at: usize,
    steps: Vec<Step>,
    depth: u32,
}

impl Reader {
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
                let Some(kpi) = kpi(&word) else {
                    return Err(FormulaError { position: start, message: format!("There is no key figure “{word}”") });
                };
                self.steps.push(Step::Figure(kpi));
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
        Formula::parse(text).unwrap().value(&|kpi| match kpi.word {
            "oee" => Some(0.5),
            "scrap_ratio" => Some(0.0),
            _ => None,
        })
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
