//! Shortages as sentences, from the demand that is late down the bill of materials to what causes it.
//!
//! Says what is; proposes nothing.

use super::basis::Materials;
use super::source::SourceKind;
use crate::engine::supply::{Link, Shortage};
use crate::model::Period;
use crate::model::text::number_text;

/// One step of the way down, with the item that it speaks of.
#[derive(Clone, PartialEq, Debug)]
pub struct ToldLink {
    pub item: usize,
    pub sentence: String,
}

impl Materials {
    /// The shortages in which an item takes part, its own first.
    pub fn shortages_of(&self, at: usize) -> Vec<&Shortage> {
        let (own, others): (Vec<&Shortage>, Vec<&Shortage>) = self
            .shortages
            .iter()
            .filter(|shortage| shortage.chain.iter().any(|link| link.item == at))
            .partition(|shortage| shortage.item == at);
        own.into_iter().chain(others).collect()
    }

    /// The first period in which demand is late because of an item.
    pub fn first_shortage(&self, at: usize) -> Option<&Shortage> {
        self.shortages.iter().filter(|shortage| shortage.chain.iter().any(|link| link.item == at)).min_by_key(|shortage| shortage.period)
    }

    /// What is late, in a sentence.
    pub fn shortage_words(&self, shortage: &Shortage) -> String {
        let item = self.name(shortage.item);
        let when = match self.period_names.get(shortage.until) {
            Some(name) => format!("is there in {name}"),
            None => "is not there within the periods shown".to_owned(),
        };
        format!("{} of {item} asked for in {} {when}.", units(shortage.quantity), self.period_name(shortage.period))
    }

    /// The way down, one sentence for each lot; the last one is the cause.
    pub fn chain_words(&self, shortage: &Shortage) -> Vec<ToldLink> {
        shortage.chain.iter().enumerate().map(|(place, link)| self.link_words(link, shortage.chain.get(place + 1))).collect()
    }

    fn link_words(&self, link: &Link, next: Option<&Link>) -> ToldLink {
        let item = self.name(link.item);
        let lot = format!("{} of {item} wanted in {}", units(link.quantity), self.period_name(link.wanted));
        let is_lost = self.items.get(link.item).is_some_and(|item| item.source.kind == SourceKind::Nowhere);
        if is_lost {
            return ToldLink { item: link.item, sentence: format!("{lot} never comes: nobody makes or supplies {item}.") };
        }
        let mut why = Vec::new();
        if link.released_late_by > 0 {
            let takes = self.spans(link.lead_time as usize);
            let late = self.spans(link.released_late_by as usize);
            why.push(format!("it takes {takes} and should have been released {late} ago"));
        }
        if let Some(next) = next.filter(|_| link.waits_for_component > 0) {
            why.push(format!("it waits {} for {}", self.spans(link.waits_for_component), self.name(next.item)));
        }
        let arrives = match self.period_names.get(link.arrives) {
            Some(name) => format!("comes in {name}"),
            None => "comes after the periods shown".to_owned(),
        };
        ToldLink { item: link.item, sentence: format!("{lot} {arrives}: {}.", why.join(", and ")) }
    }

    pub(super) fn name(&self, at: usize) -> &str {
        self.items.get(at).map_or("", |item| item.name.as_str())
    }

    /// The name of a period; those behind the last have none.
    pub fn period_name(&self, period: usize) -> &str {
        self.period_names.get(period).map_or("a later period", String::as_str)
    }

    /// So many periods in words.
    pub fn spans(&self, periods: usize) -> String {
        let word = match self.period {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
        };
        if periods == 1 { format!("1 {word}") } else { format!("{periods} {word}s") }
    }
}

/// Units with no more digits than a reader can use.
fn units(quantity: f64) -> String {
    number_text((quantity * 100.0).round() / 100.0)
}
