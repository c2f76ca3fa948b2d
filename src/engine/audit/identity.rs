//! Names by which findings are known again at the next check.
//!
//! A finding is known by its rule and by where it is, not by its figures: a figure that is still wrong, though otherwise, is
//! still to be mended. So a second check can tell what was mended, what is new and what is left.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use sha2::{Digest, Sha256};

use super::acceptance::cell_name;
use super::finding::Finding;
use super::places::text_label;
use super::text::pattern;
use crate::evaluate::{CellIndex, Evaluated};

/// So many bytes of the digest of a place tell it from the others of a disclosure.
const BYTES: usize = 4;

/// The names of `findings`, in their order: `B16-1f0c88a2`. Of several findings of one rule at one place the later ones are
/// counted: `F36-0b52c611-2`.
pub fn identities(evaluated: Evaluated<'_>, findings: &[Finding]) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let name = |finding: &Finding| {
        let digest = Sha256::digest(place(evaluated, finding));
        let digits: String = digest.iter().take(BYTES).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{}-{digits}", finding.rule);
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name}-{count}") }
    };
    findings.iter().map(name).collect()
}

/// Where `finding` is, in words that do not change with the program's.
fn place(evaluated: Evaluated<'_>, finding: &Finding) -> String {
    let cells =
        |cells: &[CellIndex]| cells.iter().map(|cell| cell_name(evaluated, *cell)).collect::<Vec<_>>().join("+");
    let text = finding.text.as_ref().map(|spot| text_label(evaluated, &spot.place)).unwrap_or_default();
    if finding.cells.is_empty() && text.is_empty() {
        return without_amounts(&finding.message);
    }
    format!("{} <> {} {text}", cells(finding.first()), cells(finding.other()))
}

/// An amount or a percentage.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r"-?\d[\d,]*\.\d+%?"));

/// `message` without the amounts and percentages in it.
fn without_amounts(message: &str) -> String {
    AMOUNT.replace_all(message, "").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::audit;
    use crate::evaluate::tests::Draft;

    fn of_rule(draft: &Draft, rule: &str) -> Vec<String> {
        draft.with(|evaluated| {
            let findings = audit(evaluated).findings;
            let names = identities(evaluated, &findings);
            findings.iter().zip(names).filter(|(finding, _)| finding.rule == rule).map(|(_, name)| name).collect()
        })
    }

    fn basic(by_item: &str) -> Draft {
        Draft::new().code(5, "2080101", &[(2, "10")]).code(6, "30101", &[(2, by_item)])
    }

    #[test]
    fn a_figure_that_is_still_wrong_is_the_same_finding_and_another_cell_is_another() {
        let (first, second) = (of_rule(&basic("9"), "B16"), of_rule(&basic("8.50"), "B16"));
        assert_eq!(first.len(), 1);
        assert_eq!(first, second);
        assert!(first[0].starts_with("B16-") && first[0].len() == "B16-".len() + 2 * BYTES, "{first:?}");
        assert!(of_rule(&basic("10"), "B16").is_empty());
        assert_ne!(of_rule(&basic("9").stated(6, "301", 1, "7"), "A24"), first);
    }

    #[test]
    fn findings_of_one_rule_at_one_place_are_counted() {
        let mut draft = Draft::new();
        let text = "本单位位于位于乌鲁木齐，主要主要负责。".to_owned();
        draft.disclosure.texts.insert(crate::disclosure::Part::Overview, vec![text]);
        let names = of_rule(&draft, "F36");
        assert_eq!(names.len(), 2, "{names:?}");
        assert_eq!(names[1], format!("{}-2", names[0]));
    }

    #[test]
    fn only_amounts_are_taken_out_of_a_message() {
        for (message, rest) in [
            ("第 3 节没有说明。", "第 3 节没有说明。"),
            ("还差 1,234.50 万元：第2段", "还差  万元：第2段"),
            ("占 12.50%，又占 3.00%", "占 ，又占 "),
            ("差 -0.01", "差 "),
            ("", ""),
        ] {
            assert_eq!(without_amounts(message), rest);
        }
    }
}
