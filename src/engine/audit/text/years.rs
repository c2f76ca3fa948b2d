//! Wrong years (F39).

use std::sync::LazyLock;

use regex::Regex;

use super::sought::{Needs, Sought};
use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::YEAR;
use crate::disclosure::{Part, TextPlace};
use crate::evaluate::Evaluated;

/// The year of which the sentences of the form speak.
static BUDGET_YEAR: Sought = Sought::new(
    || {
        pattern(concat!(
            r"((?:19|20)\d\d)\s*年(?:度)?(?:预算数|单位预算|部门预算|收支预算|收入预算|支出预算|财政拨款|一般公共预算|政府性基金|",
            r"国有资本经营|没有使用|所有收入|上年结转|预算绩效|本单位预算|本部门预算|“三公”|\x22三公\x22|部门概况|单位概况)",
        ))
    },
    Needs { digits: 4, one_of: &["年"], ..Needs::NOTHING },
);
/// When a project is carried out.
static PERIOD: Sought =
    Sought::new(|| pattern(r"执行时间[::\s]*([^。；\n]*)"), Needs { one_of: &["执行时间"], ..Needs::NOTHING });
static ANY_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:19|20)\d\d"));
/// What stands before the year with which this one is compared: 比2024年预算数增加.
const COMPARING: [char; 4] = ['比', '较', '与', '同'];

pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    let is_text = matches!(
        text.place,
        TextPlace::Paragraph(Part::Overview | Part::Section(_), _) | TextPlace::Rewritten(_) | TextPlace::Note(_)
    );
    if !is_text {
        return;
    }
    let year = evaluated.disclosure.year.to_string();
    let last_year = evaluated.disclosure.year.saturating_sub(1).to_string();
    for found in text.captures(&BUDGET_YEAR).filter_map(|found| found.get(1)) {
        let is_compared = found.as_str() == last_year && text.plain[..found.start()].trim_end().ends_with(COMPARING);
        if found.as_str() != year && !is_compared {
            let message = format!("本次公开的是 {year} 年预算。");
            let range = text.characters(found.range());
            findings.push(text.finding(evaluated, YEAR, range, &message, Some(("改为本年度", &year))));
        }
    }
    for found in text.captures(&PERIOD).filter_map(|found| found.get(1)) {
        let years: Vec<&str> = ANY_YEAR.find_iter(found.as_str()).map(|year| year.as_str()).collect();
        let covers = years.first().zip(years.last()).is_none_or(|(first, last)| *first <= &*year && &*year <= *last);
        if !covers {
            let message = format!("项目的执行时间不在 {year} 年。");
            findings.push(text.finding(evaluated, YEAR, text.characters(found.range()), &message, None));
        }
    }
}
