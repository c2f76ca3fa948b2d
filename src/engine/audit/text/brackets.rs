//! Brackets of document numbers, and one project written in several ways (F40).

use std::collections::BTreeMap;
use std::ops::Range;

use super::sought::{Needs, Sought};
use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::places::text_label;
use crate::audit::repair::Repair;
use crate::audit::rules::{BRACKETS, PROJECT_NAMES, grade_of};
use crate::disclosure::{PerformanceField, TextPlace};
use crate::evaluate::Evaluated;
use crate::spelling;

/// A document number: 新财社〔2024〕15号.
static NUMBER: Sought = Sought::new(
    || pattern(r"(\p{Han}+)([〔\[【(])\s*((?:19|20)\d\d)\s*([〕\]】)])\s*第?(\d+)\s*号"),
    Needs { digits: 5, one_of: &["号"], ..Needs::NOTHING },
);

/// The document numbers of a disclosure: the end of the issuer's name, year and number; with the places where each is
/// written and its opening bracket there.
pub(super) type Numbers = BTreeMap<(String, String, String), Vec<(TextPlace, Range<usize>, char)>>;

/// Brackets that are no pair, or of a kind that no number has. The others go to `numbers`.
pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, numbers: &mut Numbers, findings: &mut Vec<Finding>) {
    for found in text.captures(&NUMBER) {
        let (issuer, open, year, close, number) = (&found[1], &found[2], &found[3], &found[4], &found[5]);
        let range = found.get(2).map_or(0, |open| open.start())..found.get(4).map_or(0, |close| close.end());
        let range = text.characters(range);
        let message = match (open, close) {
            ("〔", "〕") | ("(", ")") => {
                let issuer: String = issuer.chars().rev().take(2).collect();
                let kind = open.chars().next().unwrap_or_default();
                let places = numbers.entry((issuer, year.to_owned(), number.to_owned())).or_default();
                places.push((text.place.clone(), range, kind));
                continue;
            }
            ("[", "]") | ("【", "】") => "文号的年份应用六角括号〔〕。",
            _ => "文号的括号前后不是一对，应用六角括号〔〕。",
        };
        let mended = format!("〔{year}〕");
        findings.push(text.finding(evaluated, BRACKETS, range, message, Some(("改用〔〕", &mended))));
    }
}

/// Brackets of two widths that are meant for one pair.
pub(super) fn check_pairs(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    if !matches!(text.place, TextPlace::Paragraph(..) | TextPlace::Slot(_) | TextPlace::Rewritten(_)) {
        return;
    }
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, c) in text.written.chars().enumerate() {
        match (c, open.last().copied()) {
            ('（' | '(', _) => open.push((at, c)),
            ('）', Some((from, '('))) | (')', Some((from, '（'))) => {
                open.pop();
                let (kind, piece) = if c == '）' { ("半角", ")") } else { ("全角", "）") };
                let message = format!("与前面的{kind}括号不是一对。");
                let opening = text.written.chars().skip(from).take(LONGEST_PAIR.min(at + 1 - from));
                let range = if at - from < LONGEST_PAIR { from..at + 1 } else { at..at + 1 };
                let mended: String = if range.start == from {
                    opening.take(at - from).chain(piece.chars()).collect()
                } else {
                    piece.to_owned()
                };
                findings.push(text.finding(evaluated, BRACKETS, range, &message, Some(("改成一对", &mended))));
            }
            ('）' | ')', Some(_)) => drop(open.pop()),
            _ => {}
        }
    }
}

/// A longer piece between brackets is not quoted, in characters.
const LONGEST_PAIR: usize = 20;

/// One number with 〔〕 here and other brackets there: the others are wrong. Where all are alike, nobody is confused.
pub(super) fn check_numbers(evaluated: Evaluated<'_>, numbers: &Numbers, findings: &mut Vec<Finding>) {
    for ((_, year, _), places) in numbers {
        if places.iter().all(|(_, _, kind)| *kind != '〔') {
            continue;
        }
        for (place, range, _) in places.iter().filter(|(_, _, kind)| *kind != '〔') {
            let text = Text::new(place.clone(), evaluated.disclosure.text(place).unwrap_or_default());
            let (message, mended) = ("同一文号别处用的是〔〕，括号应统一。", format!("〔{year}〕"));
            findings.push(text.finding(evaluated, BRACKETS, range.clone(), message, Some(("改用〔〕", &mended))));
        }
    }
}

/// Names of projects that a reader takes for the same, and that are not written the same.
pub(super) fn check_projects(evaluated: Evaluated<'_>, texts: &[Text<'_>], findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<String, (&TextPlace, &str)> = BTreeMap::new();
    for Text { place, written: name, .. } in texts {
        let is_project =
            matches!(place, TextPlace::ProjectName(..) | TextPlace::Performance(_, PerformanceField::Project));
        if !is_project {
            continue;
        }
        let spelling: String = spelling::plain(name).collect();
        let Some((kept_at, kept)) = first.get(&spelling) else {
            first.insert(spelling, (place, name));
            continue;
        };
        if kept == name {
            continue;
        }
        let message = format!(
            "{}“{name}”与{}“{kept}”是同一个项目，写法不同。",
            text_label(evaluated, place),
            text_label(evaluated, kept_at),
        );
        let repair = Repair::Text { place: place.clone(), name: "改成一致", text: (*kept).to_owned() };
        let range = 0..name.chars().count();
        let finding = Finding::new(PROJECT_NAMES, grade_of(PROJECT_NAMES), message);
        findings.push(finding.in_text(evaluated, place.clone(), range).with_repair(Some(repair)));
    }
}
