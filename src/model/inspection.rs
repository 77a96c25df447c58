//! How lots of a question are inspected, and what whoever is responsible has said of it.
//!
//! Never says how strictly the next lot is inspected: that follows from the lots.

use super::value::choice;
use super::*;

choice! {
    /// How much of a lot is inspected for its size (ISO 2859-1); special levels are for small samples.
    InspectionLevel {
        S1 = "s1", "S-1";
        S2 = "s2", "S-2";
        S3 = "s3", "S-3";
        S4 = "s4", "S-4";
        I = "i", "I";
        II = "ii", "II";
        III = "iii", "III";
    }
}

/// What only a person can say of the inspection of lots (ISO 2859-1:1999, 9.3.3 and 9.4).
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub enum InspectionWord {
    /// Production is steady and reduced inspection is wanted.
    ReducedAgreed,
    /// Reduced inspection is not wanted any more.
    ReducedEnded,
    /// Something was done about what ended inspection: it goes on, tightened.
    Resumed,
}

impl InspectionWord {
    const ALL: [InspectionWord; 3] = [InspectionWord::ReducedAgreed, InspectionWord::ReducedEnded, InspectionWord::Resumed];

    /// The words for people, which are also those at rest.
    pub const fn words(self) -> &'static str {
        match self {
            InspectionWord::ReducedAgreed => "Reduced inspection agreed",
            InspectionWord::ReducedEnded => "Reduced inspection ended",
            InspectionWord::Resumed => "Inspection resumed",
        }
    }
}

/// What was said of the inspection of a question's lots, when and by whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InspectionSaid {
    pub time: Time,
    pub word: InspectionWord,
    pub by: String,
}

impl InspectionSaid {
    /// The line at rest: `2026-05-01 08:00 Reduced inspection agreed: Ada`.
    pub fn line(&self) -> String {
        let by = self.by.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{} {} {}: {by}", self.time.date_text(), self.time.clock_text(), self.word.words())
    }
}

/// What was said, by time; lines that say nothing of the kind are left out.
pub fn inspection_said(text: &str) -> Vec<InspectionSaid> {
    let read = |line: &str| {
        let (head, by) = line.split_once(": ").unwrap_or((line.trim_end().trim_end_matches(':'), ""));
        let (word, time) = InspectionWord::ALL.into_iter().find_map(|word| Some((word, head.trim().strip_suffix(word.words())?)))?;
        Some(InspectionSaid { time: Time::parse(time.trim())?, word, by: by.trim().to_owned() })
    };
    let mut found: Vec<InspectionSaid> = text.lines().filter_map(read).collect();
    sort_with_key(&mut found, |said| said.time);
    found
}

/// Whether reduced inspection is agreed as things stand.
pub fn reduced_is_agreed(said: &[InspectionSaid]) -> bool {
    let last = said.iter().rev().find(|said| said.word != InspectionWord::Resumed);
    last.is_some_and(|said| said.word == InspectionWord::ReducedAgreed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_read_back_by_time_and_other_lines_say_nothing() {
        let said = |time: &str, word, by: &str| InspectionSaid { time: Time::parse(time).unwrap_or_default(), word, by: by.to_owned() };
        let agreed = said("2026-05-01 08:00", InspectionWord::ReducedAgreed, "Ada");
        let ended = said("2026-06-01 09:30", InspectionWord::ReducedEnded, "Ben: shift 2");
        assert_eq!(agreed.line(), "2026-05-01 08:00 Reduced inspection agreed: Ada");
        let text = format!("{}\nask Ada again\n{}\n2026-99-01 08:00 Inspection resumed: x", ended.line(), agreed.line());
        assert_eq!(inspection_said(&text), [agreed.clone(), ended]);
        assert!(!reduced_is_agreed(&inspection_said(&text)) && reduced_is_agreed(&[agreed]) && !reduced_is_agreed(&[]));
        let nobody = said("2026-07-01 08:00", InspectionWord::Resumed, "");
        assert_eq!(inspection_said(&nobody.line()), [nobody]);
    }
}
