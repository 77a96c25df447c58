//! The Production Plan as a table for other programs: one row per line of an item or resource.
//!
//! Never makes a file: that is the exchange's.

use crate::app::derived::production_plan::PlanSheet;
use crate::app::{OutCell, OutSheet};

/// The plan below a row of headings.
pub fn plan_table(sheet: &PlanSheet) -> OutSheet {
    let text = |text: &str| OutCell::Text(text.to_owned());
    let heads = ["Kind", "Name", "Unit", "Line"].into_iter().chain(sheet.periods.iter().map(String::as_str));
    let mut rows = vec![heads.map(text).collect::<Vec<OutCell>>()];
    for (kind, blocks) in [("Item", &sheet.items), ("Resource", &sheet.resources)] {
        for block in blocks {
            for line in &block.lines {
                let values = line.values.iter().map(|value| OutCell::Number((value * 100.0).round() / 100.0));
                rows.push([text(kind), text(&block.name), text(&block.unit), text(line.label)].into_iter().chain(values).collect());
            }
        }
    }
    OutSheet { name: "Production Plan".to_owned(), rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::derived::production_plan::{PlanBlock, PlanLine, sheet_csv};

    #[test]
    fn it_says_the_same_as_the_file_of_text() {
        let lines = vec![PlanLine { label: "Gap", values: vec![0.5, 2.0], is_gap: true }];
        let item = PlanBlock { name: "=1+1".to_owned(), unit: "a,b".to_owned(), lines };
        let sheet = PlanSheet { periods: vec!["W1".to_owned(), "W2".to_owned()], items: vec![item], ..PlanSheet::default() };
        assert_eq!(plan_table(&sheet).csv().trim_start_matches('\u{feff}'), sheet_csv(&sheet));
    }
}
