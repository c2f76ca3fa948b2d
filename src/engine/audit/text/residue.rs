//! What a template and blind replacement leave behind, and names that are no longer used (F17, F35 and F38).

use regex::Match;

use super::sought::{Needs, Sought};
use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::{FORMER_NAME, REPLACED, RESIDUE};
use crate::catalog::FormerName;
use crate::disclosure::TextPlace;
use crate::evaluate::Evaluated;
use crate::narrative::missing;
use crate::spelling::{fields, half_width};

/// Placeholders, instructions to the author, error values of spreadsheets.
static PLACEHOLDER: Sought = Sought::new(
    || {
        pattern(concat!(
            r"[Xx×]{2,}|[_＿]{3,}|#(?:REF|DIV/0|VALUE|NAME|N/A|NUM|NULL)[!?]?|#{3,}|(?-u:\b)NaN(?-u:\b)|",
            r"待填写|待填|待补充|待定稿|待核实|请填写|此处填写|填写说明|示例文字|模板|样表|",
            r"\((?:上一年度|上年度)[,、]下同\)|\((?:增加|减少|变动)(?:内容|原因)\)|\((?:单位|部门)名称\)|",
            r"\{[A-Za-z_]+\}|<[^<>\d]{1,12}>|【[^】]{0,8}填[^】]{0,8}】|",
            // Both directions, of which one is to be chosen.
            r"(?:增加|增长|上升|提高)(?:\((?:或)?(?:减少|下降|降低)\)|/(?:减少|下降|降低))|",
            r"(?:减少|下降|降低)(?:\((?:或)?(?:增加|增长|上升|提高)\)|/(?:增加|增长|上升|提高))|",
            r"\((?:增加|增长|上升|提高)(?:或者?|、|/)(?:减少|下降|降低)\)|",
            r"\((?:减少|下降|降低)(?:或者?|、|/)(?:增加|增长|上升|提高)\)",
        ))
    },
    Needs { one_of: &PIECES, ..Needs::NOTHING },
);

/// One of these stands in whatever [`PLACEHOLDER`] finds.
const PIECES: [&str; 49] = [
    "XX",
    "Xx",
    "xX",
    "xx",
    "××",
    "X×",
    "×X",
    "x×",
    "×x",
    "__",
    "#REF",
    "#DIV/0",
    "#VALUE",
    "#NAME",
    "#N/A",
    "#NUM",
    "#NULL",
    "###",
    "NaN",
    "待填",
    "待补充",
    "待定稿",
    "待核实",
    "请填写",
    "此处填写",
    "填写说明",
    "示例文字",
    "模板",
    "样表",
    "(上",
    "(增",
    "(提高",
    "(减少",
    "(下降",
    "(降低",
    "(变动",
    "(或",
    "(单位",
    "(部门",
    "{",
    "<",
    "【",
    "/减少",
    "/下降",
    "/降低",
    "/增加",
    "/增长",
    "/上升",
    "/提高",
];

pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    for found in text.find(&PLACEHOLDER) {
        // A word in Latin letters that holds XX is a name.
        let letters = found.as_str().chars().all(|c| c.is_ascii_alphabetic());
        let touches = |c: char| c.is_ascii_alphanumeric();
        let is_word = letters
            && (text.plain[..found.start()].ends_with(touches) || text.plain[found.end()..].starts_with(touches));
        if is_word || is_blank(evaluated, text, &found) {
            continue;
        }
        let message = "像是模板里留下的，请填写或删去。";
        findings.push(text.finding(evaluated, RESIDUE, text.characters(found.range()), message, None));
    }
    for word in evaluated.form.texts.words_of(RESIDUE) {
        for (at, _) in text.has(word).then(|| text.plain.match_indices(word)).into_iter().flatten() {
            let message = "是审核要求里列出来的词，请改写或删去。";
            let range = text.characters(at..at + word.len());
            findings.push(text.finding(evaluated, RESIDUE, range, message, None));
        }
    }
    // Codes are written in capitals, and errors with a mark.
    let may_be_field = text.has_capital || text.has("!");
    for found in may_be_field.then(|| fields::found(&text.plain)).into_iter().flatten() {
        let message = "是 Word 的域（目录、页码、引用）留下的，请更新域或者删去。";
        findings.push(text.finding(evaluated, RESIDUE, text.characters(found), message, None));
    }
    former_names(evaluated, text, findings);
    replaced(evaluated, text, findings);
}

/// Whether what was found is the blank of the template in a paragraph: it is not a fault but still to be filled in, and
/// named among what is left.
fn is_blank(evaluated: Evaluated<'_>, text: &Text<'_>, found: &Match<'_>) -> bool {
    let blank: String = missing(evaluated).chars().map(half_width).collect();
    let is_sentence = matches!(text.place, TextPlace::Paragraph(..) | TextPlace::Rewritten(_) | TextPlace::Slot(_));
    let start = blank.find(found.as_str()).and_then(|before| found.start().checked_sub(before));
    is_sentence && start.and_then(|start| text.plain.get(start..)).is_some_and(|rest| rest.starts_with(&blank))
}

/// Words that come from replacing one word by another everywhere.
fn replaced(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = evaluated.form.sentences.as_deref() else { return };
    for (at, wrong, right) in template.replaced.find(&text.plain) {
        let range = text.characters(at..at + wrong.len());
        let message = format!("应是“{right}”，像是全文替换留下的。");
        findings.push(text.finding(evaluated, REPLACED, range, &message, Some(("改正", right))));
    }
}

/// Former names in paragraphs; those in the names of rows are compared as a whole.
fn former_names(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    if !matches!(
        text.place,
        TextPlace::Paragraph(..) | TextPlace::Slot(_) | TextPlace::Rewritten(_) | TextPlace::Performance(..)
    ) {
        return;
    }
    for FormerName { at, former, current } in evaluated.codes().former_names_in(&text.plain) {
        // A former name may be the beginning of the present one.
        if current.contains(former) && text.plain[at..].starts_with(current) {
            continue;
        }
        let message = format!("是旧名称，现在叫“{current}”。");
        let range = text.characters(at..at + former.len());
        let repair = Some(("改用现行名称", current));
        findings.push(text.finding(evaluated, FORMER_NAME, range, &message, repair));
    }
}
