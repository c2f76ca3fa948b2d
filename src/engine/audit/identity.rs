//! Names by which findings are known again at the next check.
//!
//! A finding is known by its rule and by where it is, not by the figures of its cells: one that is still wrong, though
//! otherwise, is still to be mended. In a text it is known by what should stand there. So a second check can tell what was mended, what is new and what is left.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use sha2::{Digest, Sha256};

use super::acceptance::cell_name;
use super::finding::{Finding, TextSpot};
use super::places::{part_label, row_of, text_label, text_part};
use super::repair::Repair;
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
    match &finding.text {
        Some(spot) => format!("{} {}", cells(&finding.cells), text(evaluated, finding, spot)),
        None if finding.cells.is_empty() => without_amounts(&finding.message),
        None => format!("{} <> {}", cells(finding.first()), cells(finding.other())),
    }
}

/// Where the text is, and what should stand there, or what is wrong in it. Paragraphs are not counted: another one may be put
/// before them.
fn text(evaluated: Evaluated<'_>, finding: &Finding, spot: &TextSpot) -> String {
    let row = row_of(evaluated, &spot.place).map(|(list, row)| evaluated.row_id(list, row)).unwrap_or_default();
    let label = match text_part(evaluated, &spot.place) {
        Some(part) => part_label(part),
        None => text_label(evaluated, &spot.place),
    };
    let right = finding.repairs.iter().find_map(|repair| match repair {
        Repair::Piece { piece, .. } => Some(piece.clone()),
        _ => None,
    });
    let written = || -> String {
        let text = evaluated.disclosure.text(&spot.place).unwrap_or_default();
        text.chars().skip(spot.range.start).take(spot.range.len()).collect()
    };
    let piece = right.filter(|piece| !piece.is_empty()).unwrap_or_else(written);
    let said = if piece.is_empty() { without_amounts(&finding.message) } else { piece };
    format!("{label} {row} {said}")
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
    fn in_a_text_the_piece_tells_and_not_the_place_of_the_paragraph() {
        let mut draft = Draft::new();
        let mut put = |paragraphs: &[&str]| {
            let paragraphs = paragraphs.iter().map(|text| (*text).to_owned()).collect();
            draft.disclosure.texts.insert(crate::disclosure::Part::Overview, paragraphs);
            of_rule(&draft, "F36")
        };
        let both = put(&["本单位位于位于乌鲁木齐。", "主要主要负责。"]);
        assert_eq!(both.len(), 2);
        // With a paragraph before it, and once the other is mended, it is the same.
        assert_eq!(put(&["一、概况", "本单位位于乌鲁木齐。", "主要主要负责。"]), both[1..]);
    }

    #[test]
    fn each_row_has_findings_of_its_own() {
        let draft = Draft::new().project(7, "", "2080101", "甲甲项目××", &[(2, "1")]);
        let draft =
            draft.project(7, "", "2080101", "请填写", &[(2, "2")]).project(7, "", "2080102", "请填写", &[(2, "3")]);
        let names = of_rule(&draft, "F35");
        assert!(names.len() >= 2 && names.iter().all(|name| name.matches('-').count() == 1), "{names:?}");
    }

    #[test]
    fn findings_of_one_rule_at_one_place_are_counted() {
        let mut draft = Draft::new();
        let text = "本单位位于位于乌鲁木齐，也位于位于天山区。".to_owned();
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
