//! Bills of material as numbers: low-level codes and what a quantity of products asks of everything below.
//!
//! Never nets against stock.

use super::netting::Component;

/// Sequence and levels of items, parents before their components.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Levels {
    /// The deepest level at which an item is used; products are at zero.
    pub codes: Vec<usize>,
    /// All items, parents first.
    pub order: Vec<usize>,
    /// Items that are part of themselves by some way and came before one of their parents; never more than needed to go on.
    pub cyclic: Vec<usize>,
}

/// Low-level codes of items with their components; components that are no item do not count.
///
/// Where an item contains itself, the first of those in the circle is taken as if it were used no deeper than known so far.
pub fn low_level_codes(components: &[&[Component]]) -> Levels {
    let count = components.len();
    let mut parents = vec![0_usize; count];
    for component in components.iter().flat_map(|list| list.iter()) {
        if let Some(parents) = parents.get_mut(component.item) {
            *parents += 1;
        }
    }
    let mut levels = Levels { codes: vec![0; count], ..Levels::default() };
    let mut placed = vec![false; count];
    let mut ready: Vec<usize> = (0..count).rev().filter(|item| parents[*item] == 0).collect();
    let mut from = 0;
    while levels.order.len() < count {
        let Some(item) = ready.pop() else {
            // Nobody is without a parent: a circle, broken at its first item.
            while from < count && placed[from] {
                from += 1;
            }
            levels.cyclic.push(from);
            parents[from] = 0;
            ready.push(from);
            continue;
        };
        if std::mem::replace(&mut placed[item], true) {
            continue;
        }
        levels.order.push(item);
        for component in components[item].iter().filter(|component| component.item < count && !placed[component.item]) {
            levels.codes[component.item] = levels.codes[component.item].max(levels.codes[item] + 1);
            parents[component.item] = parents[component.item].saturating_sub(1);
            if parents[component.item] == 0 {
                ready.push(component.item);
            }
        }
    }
    levels
}

/// Quantities of every item when so much of each is asked for, with everything that goes into it, as if there were no stock.
pub fn explode(components: &[&[Component]], asked: &[f64]) -> Vec<f64> {
    let mut quantities: Vec<f64> = (0..components.len()).map(|item| asked.get(item).copied().unwrap_or_default()).collect();
    let levels = low_level_codes(components);
    let mut passed = vec![false; components.len()];
    for item in levels.order {
        passed[item] = true;
        for component in components[item].iter().filter(|component| component.item < components.len()) {
            if !passed[component.item] {
                quantities[component.item] += quantities[item] * component.quantity;
            }
        }
    }
    quantities
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(item: usize, quantity: f64) -> Component {
        Component { item, quantity }
    }

    #[test]
    fn an_item_used_at_two_levels_has_the_deeper_code_and_comes_last() {
        let parts: [&[Component]; 3] = [&[part(1, 2.0), part(2, 1.0)], &[part(2, 3.0)], &[]];
        let levels = low_level_codes(&parts);
        assert_eq!((levels.codes, levels.order, levels.cyclic), (vec![0, 1, 2], vec![0, 1, 2], vec![]));
        assert_eq!(explode(&parts, &[10.0]), [10.0, 20.0, 70.0]);
    }

    #[test]
    fn a_circle_ends_and_is_named() {
        let parts: [&[Component]; 4] = [&[part(1, 1.0)], &[part(2, 1.0)], &[part(1, 1.0), part(3, 1.0), part(9, 1.0)], &[]];
        let levels = low_level_codes(&parts);
        assert_eq!(levels.cyclic, [1]);
        assert_eq!(levels.order, [0, 1, 2, 3]);
        assert_eq!(explode(&parts, &[1.0]), [1.0; 4]);
    }
}
