//! Brackets of document numbers, and one project written in several ways (fault 40).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::places::text_label;
use crate::audit::repair::Repair;
use crate::audit::rules::{BRACKETS, PROJECT_NAMES, grade_of};
use crate::disclosure::{PerformanceField, TextPlace};
use crate::evaluate::Evaluated;
use crate::spelling;

/// A document number: 新财社〔2024〕15号.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(\p{Han}+)([〔\[【(])\s*((?:19|20)\d\d)\s*([〕\]】)])\s*第?(\d+)\s*号"));

/// A document number, without the words before it that may belong to the sentence, and its opening bracket.
pub(super) type Seen = BTreeMap<(String, String, String), char>;

/// Brackets that are no pair or of a kind that no number has, and one number written with several kinds.
pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, seen: &mut Seen, findings: &mut Vec<Finding>) {
    for found in NUMBER.captures_iter(&text.plain) {
        let (issuer, open, year, close, number) = (&found[1], &found[2], &found[3], &found[4], &found[5]);
        let range = found.get(2).map_or(0, |open| open.start())..found.get(4).map_or(0, |close| close.end());
        let last: String = issuer.chars().rev().take(2).collect();
        let kind = open.chars().next().unwrap_or_default();
        let first = *seen.entry((last, year.to_owned(), number.to_owned())).or_insert(kind);
        let message = match (open, close) {
            ("〔", "〕") | ("(", ")") if first == kind => continue,
            ("〔", "〕") | ("(", ")") => format!("同一文号别处用的是“{first}”，括号应统一用〔〕。"),
            ("[", "]") | ("【", "】") => "文号的年份应用六角括号〔〕。".to_owned(),
            _ => "文号的括号前后不是一对，应用六角括号〔〕。".to_owned(),
        };
        let mended = format!("〔{year}〕");
        let range = text.characters(range);
        findings.push(text.finding(evaluated, BRACKETS, range, &message, Some(("改用〔〕", &mended))));
    }
}

/// Names of projects that a reader takes for the same, and that are not written the same.
pub(super) fn check_projects(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    let mut first: BTreeMap<String, (TextPlace, &str)> = BTreeMap::new();
    for (place, name) in evaluated.disclosure.texts() {
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
        if *kept == name {
            continue;
        }
        let message = format!(
            "{}“{name}”与{}“{kept}”是同一个项目，写法不同。",
            text_label(evaluated, &place),
            text_label(evaluated, kept_at),
        );
        let repair = Repair::Text { place: place.clone(), name: "改成一致", text: (*kept).to_owned() };
        let range = 0..name.chars().count();
        let finding = Finding::new(PROJECT_NAMES, grade_of(PROJECT_NAMES), message);
        findings.push(finding.in_text(evaluated, place, range).with_repair(Some(repair)));
    }
}
