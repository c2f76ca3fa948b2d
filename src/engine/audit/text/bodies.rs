//! The name of another body (F37).

use super::sought::{Needs, Sought};
use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::OTHER_BODY;
use crate::disclosure::{Kind, Part, TextPlace};
use crate::evaluate::Evaluated;
use crate::spelling;

/// Who speaks in the sentences of the form: what stands before the year at the beginning of a sentence, or after 关于.
static SPEAKER: Sought = Sought::new(
    || {
        pattern(concat!(
            r"(?:^|[。；：\n]|关于)\s*(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))?(?:关于)?",
            r"([\p{Han}()]{4,40}?(?:中心|局|厅|委员会|委|办公室|办事处|政府|学校|中学|小学|幼儿园|学院|医院|研究院|研究所|",
            r"站|所|馆|队|院|会|社|处|部))(?:部门|单位)?\s*(?:19|20)\d\d\s*年",
        ))
    },
    Needs { digits: 4, ..Needs::NOTHING },
);

/// Words with which a sentence speaks of somebody else, or of the body without its name.
const ELSEWHERE: [&str; 12] = ["根据", "按照", "依据", "按", "经", "由", "向", "从", "受", "与", "本单位", "本部门"];

pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    if !matches!(text.place, TextPlace::Paragraph(..) | TextPlace::Rewritten(_)) {
        return;
    }
    // The overview of a department tells of the units below it.
    let is_department = evaluated.disclosure.kind == Kind::Department;
    if is_department && matches!(text.place, TextPlace::Paragraph(Part::Overview, _)) {
        return;
    }
    for found in text.captures(&SPEAKER).filter_map(|found| found.get(1)) {
        let body: String = spelling::plain(&evaluated.disclosure.body).collect();
        let speaker: String = spelling::plain(found.as_str()).collect();
        // A short form of the body's own name is no other body, nor is a name with a word before it; and a sentence
        // may begin with somebody else's paper.
        let is_own = body.contains(&speaker) || speaker.contains(&body);
        if is_own || is_unit(evaluated, &speaker) || ELSEWHERE.iter().any(|word| speaker.starts_with(word)) {
            continue;
        }
        let own = &evaluated.disclosure.body;
        let message = format!("不是本单位的名称“{own}”。");
        let range = text.characters(found.range());
        findings.push(text.finding(evaluated, OTHER_BODY, range, &message, Some(("改为本单位", own))));
    }
}

/// Whether the tables name the speaker as a unit of the department.
fn is_unit(evaluated: Evaluated<'_>, speaker: &str) -> bool {
    let rows = evaluated.disclosure.tables.values().flat_map(|table| &table.rows);
    let mut units = rows.filter_map(|row| row.subject.project()?.unit.as_deref());
    evaluated.disclosure.kind == Kind::Department && units.any(|unit| spelling::plain(unit).eq(speaker.chars()))
}
