//! What a body says of itself: how many offices it has and which (F58), and what its running costs are called (F60).

use std::sync::LazyLock;

use regex::Regex;

use super::Checker;
use super::told::{Told, number};
use crate::audit::finding::Finding;
use crate::audit::rules::{OFFICES, RUNNING_COSTS};
use crate::audit::text::{Text, pattern};
use crate::disclosure::{Kind, Part, TextPlace};
use crate::form::ListIndex;
use crate::narrative::Paragraph;
use crate::spelling::label::is_numeral;
use crate::spelling::numeral_value;

/// So many offices, and their names up to the end of the sentence.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?:下设|内设|设有|设立|共设)(?:职能)?(\d{1,3}|[一二三四五六七八九十]{1,3})\s*个",
        r"(?:内设|职能)*(?:机构|科室|处室|股室|部室|科|处|股|室|部)(?:,|:)?(?:分别是|分别为|包括|即|为|是|:)+([^。]+)",
    ))
});
/// A body that is no authority and is not run like one.
static PUBLIC_SERVICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern("公益[一二]类|公益性?事业单位|(?:全额|差额)(?:拨款|预算)?事业单位|自收自支|财政补助事业单位")
});
static LIKE_AUTHORITY: LazyLock<Regex> =
    LazyLock::new(|| pattern("参照[^。，；,;]{0,14}公务员|参公|行政单位|行政机关"));
/// The running costs of an authority, of which there are some.
static OF_AUTHORITY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"机关运行经费(?:财政拨款|支出|预算|安排|合计|共计|为|共|是)*\s*(\d[\d,]*(?:\.\d+)?)\s*万?元")
});
/// With which what running costs are called ends.
const COSTS: &str = "运行经费";
/// The items by which authorities and others pay their daily business.
const OF_AUTHORITIES: &str = "行政运行";
const OF_OTHERS: &str = "事业运行";

impl Checker<'_> {
    pub(super) fn overview(self, told: &Told, findings: &mut Vec<Finding>) {
        let overview = self.printed_texts(told, |part| part == Part::Overview, |_| true);
        for (place, printed) in &overview {
            findings.extend(self.offices(place, printed));
        }
        let of_sections = |part: Part| matches!(part, Part::Section(_));
        let sections = self.printed_texts(told, of_sections, |text| text.contains(COSTS));
        let costs: Vec<Finding> =
            sections.iter().filter_map(|(place, printed)| self.running_costs(place, printed)).collect();
        if !costs.is_empty() && self.is_public_service(&overview) {
            findings.extend(costs);
        }
    }

    /// What is printed in the parts that are `wanted`, as far as a piece of it may say what is looked for, with where it can
    /// be changed.
    fn printed_texts(
        self,
        told: &Told,
        is_wanted: impl Fn(Part) -> bool,
        may_say: impl Fn(&str) -> bool,
    ) -> Vec<(TextPlace, String)> {
        let missing = &self.template.words.missing;
        let place = |told: &Paragraph| match told.slots().filter(|slot| slot.text.is_some()).last() {
            Some(slot) => TextPlace::Slot(slot.key.clone()),
            None => TextPlace::Rewritten(told.key.clone()),
        };
        let may_be = |told: &&Paragraph| told.pieces.iter().any(|piece| may_say(piece.text().unwrap_or_default()));
        let worded = told.worded().filter(|told| is_wanted(told.part)).filter(may_be);
        let worded = worded.map(|told| (place(told), told.text(missing)));
        let free = told.free.iter().filter(|free| is_wanted(free.part) && may_say(&free.text));
        worded.chain(free.map(|free| (free.place.clone(), free.text.clone()))).collect()
    }

    /// The names of offices that are not as many as the text says.
    fn offices(self, place: &TextPlace, printed: &str) -> Option<Finding> {
        let text = Text::new(place.clone(), printed);
        let found = NAMED.captures(&text.plain)?;
        let (said, names) = (found.get(1)?, found.get(2)?);
        let count =
            number(said.as_str()).and_then(|said| said.try_into().ok()).or_else(|| numeral_value(said.as_str()))?;
        let named = names_in(names.as_str())?;
        if named == count {
            return None;
        }
        let message = format!("说有 {count} 个，列出来的是 {named} 个。");
        // Of what the program words, the count may stand in a blank of its own.
        let range = match place {
            TextPlace::Slot(_) => 0..0,
            _ => text.characters(said.range()),
        };
        Some(match range.is_empty() {
            true => {
                let label = crate::audit::places::text_label(self.evaluated, place);
                let grade = crate::audit::rules::grade_in(self.evaluated.form, OFFICES);
                Finding::new(OFFICES, grade, format!("{label}：{message}")).in_text(self.evaluated, place.clone(), 0..0)
            }
            false => text.finding(self.evaluated, OFFICES, range, &message, None),
        })
    }

    /// Whether the body is a public institution and neither an authority nor run like one.
    fn is_public_service(self, overview: &[(TextPlace, String)]) -> bool {
        if self.evaluated.disclosure.kind != Kind::Unit {
            return false;
        }
        let has_item = |name: &str| {
            let lists = (0..self.evaluated.form.lists.len()).map(ListIndex);
            lists.into_iter().any(|list| {
                let rows = 0..self.evaluated.evaluation.layout(list).rows.len();
                rows.into_iter().any(|row| self.evaluated.code_name(list, row).trim() == name)
            })
        };
        if has_item(OF_AUTHORITIES) || overview.iter().any(|(_, text)| LIKE_AUTHORITY.is_match(text)) {
            return false;
        }
        has_item(OF_OTHERS) || overview.iter().any(|(_, text)| PUBLIC_SERVICE.is_match(text))
    }

    fn running_costs(self, place: &TextPlace, printed: &str) -> Option<Finding> {
        let text = Text::new(place.clone(), printed);
        let found = OF_AUTHORITY.captures(&text.plain)?;
        let (whole, amount) = (found.get(0)?, found.get(1)?);
        if number(amount.as_str())?.is_zero() {
            return None;
        }
        let message = "事业单位没有机关运行经费，应写事业单位运行经费。";
        Some(match place {
            TextPlace::Slot(_) => {
                let label = crate::audit::places::text_label(self.evaluated, place);
                let grade = crate::audit::rules::grade_in(self.evaluated.form, RUNNING_COSTS);
                let finding = Finding::new(RUNNING_COSTS, grade, format!("{label}：{message}"));
                finding.in_text(self.evaluated, place.clone(), 0..0)
            }
            _ => text.finding(self.evaluated, RUNNING_COSTS, text.characters(whole.range()), message, None),
        })
    }
}

/// How many names a list holds; `None` where it names only some of them.
fn names_in(list: &str) -> Option<usize> {
    let (mut depth, mut count) = (0_i32, 1);
    let list = list.trim();
    for c in list.chars() {
        match c {
            '(' | '（' | '〔' | '[' => depth += 1,
            ')' | '）' | '〕' | ']' => depth -= 1,
            '、' if depth == 0 => count += 1,
            _ => {}
        }
    }
    // Where names hold such words themselves, are numbered, or come with what each does, nobody can count them.
    let is_clear = !list.contains(['和', '及', ',', '，', ';', '；', ':', '：', '等'])
        && !list.contains("负责")
        && !list.contains(|c: char| c.is_ascii_digit())
        && !list.split('、').any(|name| name.trim().chars().all(is_numeral));
    (is_clear && count > 1).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_counted_where_they_can_be() {
        assert_eq!(names_in("办公室、法规科（信访科、督查科）、财务科"), Some(3));
        for unclear in ["办公室", "办公室、财务科等", "办公室、人事和财务科", "办公室，财务科、人事科"]
        {
            assert_eq!(names_in(unclear), None, "{unclear}");
        }
    }
}
