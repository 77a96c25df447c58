//! Lists of names in one cell, and their exact writing: `"Chair; red"; Table`.
//!
//! Never knows who is meant.

use crate::exchange::convert::{plain_number, span_text};
use crate::model::{LinkKind, Span, text::parse_span};

/// A wait for another task, by name.
#[derive(Clone, PartialEq, Debug)]
pub(in super::super) struct Link {
    pub name: String,
    pub kind: LinkKind,
    pub lag: Span,
    /// Whether a person made it.
    pub by_hand: bool,
}

/// Names with semicolons between them.
pub(super) fn names(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    for (name, rest) in parts(text)? {
        if !rest.is_empty() {
            return None;
        }
        names.push(name);
    }
    Some(names)
}

/// Names with amounts: `Saw=1; Anna=0.5`; without an amount it is one.
pub(super) fn amounts(text: &str) -> Option<Vec<(String, f64)>> {
    let mut amounts = Vec::new();
    for (name, rest) in parts(text)? {
        let amount = match rest.strip_prefix('=') {
            Some(number) => number.trim().parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)?,
            None if rest.is_empty() => 1.0,
            None => return None,
        };
        amounts.push((name, amount));
    }
    Some(amounts)
}

/// The word behind a wait that a person made.
const BY_HAND: &str = "hand";

/// Waits: `key FS 01:00:00`, with `hand` behind it where a person made it; without a kind it is finish to start, without a lag none.
pub(super) fn links(text: &str) -> Option<Vec<Link>> {
    let mut links = Vec::new();
    for (name, rest) in parts(text)? {
        let mut words = rest.trim_start_matches('=').split_whitespace();
        let kind = words.next().map_or(Some(LinkKind::default()), LinkKind::from_code)?;
        let lag = words.next().map_or(Some(Span::ZERO), parse_span)?;
        let by_hand = match words.next() {
            None => false,
            Some(BY_HAND) => true,
            Some(_) => return None,
        };
        if words.next().is_some() {
            return None;
        }
        links.push(Link { name, kind, lag, by_hand });
    }
    Some(links)
}

/// Cuts a list into names and what follows each of them from an equals sign on.
fn parts(text: &str) -> Option<Vec<(String, String)>> {
    let mut parts = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (name, after) = match rest.strip_prefix('"') {
            Some(quoted) => quoted_name(quoted)?,
            None => {
                let end = rest.find([';', '=']).unwrap_or(rest.len());
                (rest.get(..end)?.trim().to_owned(), rest.get(end..)?)
            }
        };
        let end = after.find(';').unwrap_or(after.len());
        parts.push((name, after.get(..end)?.trim().to_owned()));
        rest = after.get(end..)?.trim_start_matches(';').trim_start();
    }
    parts.iter().all(|(name, _)| !name.is_empty()).then_some(parts)
}

fn quoted_name(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        if sign != '"' {
            name.push(sign);
        } else if signs.next_if(|(_, next)| *next == '"').is_some() {
            name.push('"');
        } else {
            return Some((name, text.get(at + 1..)?));
        }
    }
    None
}

/// A name as it stands in a list.
fn written(name: &str) -> String {
    let plain = !name.is_empty() && !name.contains(['"', ';', '=']) && name.trim() == name;
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// Names as one text that [`names`] reads back.
pub(in super::super) fn write_names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(written).collect::<Vec<_>>().join("; ")
}

/// Names and amounts as one text that [`amounts`] reads back.
pub(in super::super) fn write_amounts(amounts: impl Iterator<Item = (String, f64)>) -> String {
    amounts.map(|(name, amount)| format!("{}={}", written(&name), plain_number(amount))).collect::<Vec<_>>().join("; ")
}

/// Waits as one text that [`links`] reads back.
pub(in super::super) fn write_links(links: impl Iterator<Item = Link>) -> String {
    let text = |link: Link| {
        let hand = if link.by_hand { format!(" {BY_HAND}") } else { String::new() };
        format!("{}={} {}{hand}", written(&link.name), link.kind.code(), span_text(link.lag.seconds()))
    };
    links.map(text).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists_are_read_as_people_write_them() {
        assert_eq!(names("A; B ;C"), Some(vec!["A".into(), "B".into(), "C".into()]));
        assert_eq!(amounts("Saw; \"a;b\"=0.5"), Some(vec![("Saw".into(), 1.0), ("a;b".into(), 0.5)]));
        assert_eq!(links("k1; k2=SS -01:00:00").map(|links| links.len()), Some(2));
        for text in ["\"open", "a=x", ";;a=1=2"] {
            assert_eq!(amounts(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_names_come_back(list in prop::collection::vec("[^\\p{C}]{1,8}", 0..5), amount in 0.0f64..1e9) {
            prop_assert_eq!(names(&write_names(list.iter().map(String::as_str))), Some(list.clone()));
            let pairs: Vec<(String, f64)> = list.iter().map(|name| (name.clone(), amount)).collect();
            prop_assert_eq!(amounts(&write_amounts(pairs.clone().into_iter())), Some(pairs));
            let waits: Vec<Link> = list.iter().map(|name| Link { name: name.clone(), kind: LinkKind::StartStart, lag: Span::from_seconds(-90), by_hand: name.len().is_multiple_of(2) }).collect();
            prop_assert_eq!(links(&write_links(waits.clone().into_iter())), Some(waits));
        }
    }
}
