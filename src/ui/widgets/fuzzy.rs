//! Finds entries whose letters appear in order in a longer text, best match first: `sb` finds "Scheduling Board".
//!
//! Knows nothing of what the entries are.

/// How well `needle` matches `text`: higher is better, `None` when its letters do not all appear in order.
///
/// Matches at the start of the text and of words count most, then runs of neighbouring letters; short texts win ties.
pub fn score(needle: &str, text: &str) -> Option<i32> {
    let needle: Vec<char> = fold(needle).chars().filter(|c| !c.is_whitespace()).collect();
    if needle.is_empty() {
        return Some(0);
    }
    let folded = fold(text);
    let whole: String = needle.iter().collect();
    let text: Vec<char> = folded.chars().collect();
    let compact: String = text.iter().filter(|c| !c.is_whitespace()).collect();
    let mut total = walk(&needle, &text)?;
    if compact.starts_with(&whole) {
        total += 40;
    } else if folded.split(' ').any(|word| word.starts_with(&whole)) {
        total += 25;
    } else if compact.contains(&whole) {
        total += 12;
    }
    Some(total - i32::try_from(text.len()).unwrap_or(i32::MAX).min(100) / 8)
}

/// Takes each letter at its best place: the next start of a word if the rest still fits, otherwise the next occurrence.
fn walk(needle: &[char], text: &[char]) -> Option<i32> {
    let mut total = 0;
    let mut at = 0;
    let mut previous = None;
    for (index, letter) in needle.iter().enumerate() {
        let next = (at..text.len()).find(|i| text.get(*i) == Some(letter))?;
        let word_start = (next..text.len()).find(|i| text.get(*i) == Some(letter) && starts_word(text, *i));
        let rest = needle.get(index + 1..).unwrap_or_default();
        let follows = previous.is_some_and(|place: usize| place + 1 == next);
        let place = match word_start {
            Some(start) if !follows && fits(rest, text.get(start + 1..).unwrap_or_default()) => start,
            _ => next,
        };
        total += if starts_word(text, place) {
            10
        } else if follows {
            6
        } else {
            1
        };
        previous = Some(place);
        at = place + 1;
    }
    Some(total)
}

fn starts_word(text: &[char], index: usize) -> bool {
    index == 0 || text.get(index - 1).is_some_and(|c| !c.is_alphanumeric())
}

fn fits(needle: &[char], text: &[char]) -> bool {
    let mut letters = text.iter();
    needle.iter().all(|letter| letters.any(|other| other == letter))
}

/// Lower case without the accents of European languages, so that `muller` finds "Müller".
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else {
            letter.to_lowercase().for_each(|c| fold_letter(c, &mut folded));
        }
    }
    folded
}

fn fold_letter(letter: char, out: &mut String) {
    let plain = match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ß' => return out.push_str("ss"),
        'æ' => return out.push_str("ae"),
        'œ' => return out.push_str("oe"),
        other => other,
    };
    out.push(plain);
}

/// Indices of the texts that match `needle`, best first; ties keep their order. All of them when `needle` is blank.
pub fn rank<'a>(needle: &str, texts: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let mut found: Vec<(i32, usize)> = texts.enumerate().filter_map(|(index, text)| Some((score(needle, text)?, index))).collect();
    if !needle.trim().is_empty() {
        found.sort_by_key(|(score, index)| (-score, *index));
    }
    found.into_iter().map(|(_, index)| index).collect()
}

/// Indices of labels and of their whole texts that match `needle`, best first. A label counts more than the words behind it, and letters that
/// lie scattered count only where nothing has them together.
pub fn rank_labelled<'a>(needle: &str, texts: impl Iterator<Item = (&'a str, String)>) -> Vec<usize> {
    /// What a match in the label is worth beside one in the words.
    const LABEL: i32 = 15;
    let compact = |text: &str| fold(text).chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let wanted = compact(needle);
    let mut found: Vec<(bool, i32, usize)> = texts
        .enumerate()
        .filter_map(|(index, (label, text))| {
            let label = score(needle, label).map(|score| score + LABEL);
            let best = label.max(score(needle, &text))?;
            Some((compact(&text).contains(&wanted), best, index))
        })
        .collect();
    if wanted.is_empty() {
        return found.into_iter().map(|(.., index)| index).collect();
    }
    if found.iter().any(|(together, ..)| *together) {
        found.retain(|(together, ..)| *together);
    }
    found.sort_by_key(|(_, score, index)| (-score, *index));
    found.into_iter().map(|(.., index)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_must_appear_in_order() {
        assert!(score("sb", "Scheduling Board").is_some());
        assert!(score("bs", "Scheduling Board").is_none());
        assert!(score("xyz", "Scheduling Board").is_none());
    }

    #[test]
    fn a_start_beats_initials_and_initials_beat_scattered_letters() {
        let texts = ["Absolute board", "Scheduling board", "Sbend machines"];
        assert_eq!(rank("sb", texts.into_iter()), vec![2, 1, 0]);
    }

    #[test]
    fn a_whole_word_inside_beats_letters_spread_over_words() {
        let texts = ["Import of dear orders", "Go to orders"];
        assert_eq!(rank("ord", texts.into_iter()).first(), Some(&1));
    }

    #[test]
    fn labels_come_before_words_and_scattered_letters_only_where_there_is_nothing_better() {
        let texts = || {
            [("Import and export", ""), ("Checks", "orders"), ("Orders", "Demand")]
                .into_iter()
                .map(|(label, words)| (label, format!("{label} {words}")))
        };
        assert_eq!(rank_labelled("order", texts()), [2, 1]);
        assert_eq!(rank_labelled("ipx", texts()), [0]);
        assert_eq!(rank_labelled(" ", texts()), [0, 1, 2]);
    }

    #[test]
    fn accents_and_case_do_not_matter() {
        assert!(score("muller", "Müller GmbH").is_some());
        assert_eq!(fold("Straße ŁÓDŹ"), "strasse lodz");
    }

    #[test]
    fn a_blank_needle_keeps_everything_in_order() {
        assert_eq!(rank(" ", ["b", "a"].into_iter()), vec![0, 1]);
    }
}
