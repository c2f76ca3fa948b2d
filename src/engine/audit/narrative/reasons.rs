//! Reasons of changes (F30 to F34).

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::Checker;
use super::own_reasons::OwnReason;
use super::told::{Told, number};
use crate::audit::finding::Finding;
use crate::audit::rules::{
    REASON_AGAINST, REASON_COPIED, REASON_IMPROPER, REASON_OF_NOTHING, REASON_OF_OPPOSITE, REASON_REPEATS,
};
use crate::audit::text::{Text, pattern};
use crate::disclosure::{Amount, TextKey, TextPlace};
use crate::evaluate::Evaluated;
use crate::form::template::{MeasureKind, SlotNeed};
use crate::narrative::{Piece, in_unit};

/// A reason shorter than this may be the same for several items.
const SHORTEST_COPIED: usize = 6;
/// A reason with fewer characters beside numbers and words of change says nothing: 结转资金减少 says what was less.
const FEWEST_WORDS: usize = 2;

static UP: LazyLock<Regex> = LazyLock::new(|| pattern("增加|增长|上升|提高|增大|增多|新增|上调"));
static DOWN: LazyLock<Regex> = LazyLock::new(|| pattern("减少|下降|降低|压减|压缩|缩减|削减|减小|下调|调减|核减|收回"));
/// Says that nothing changed, or that nothing was planned.
static STILL: LazyLock<Regex> =
    LazyLock::new(|| pattern("未安排|没有安排|无安排|未发生|没有变化|无变化|不变|一样|相同|持平|一致|均未|均无"));
/// Says that something did not move.
static UNMOVED: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:未|没有|没|无|不)(?:新增|增加|增长|增减|上升|提高|减少|下降|降低|压减)"));
/// What the money itself did.
static MONEY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:支出|预算|经费|资金|金额|费用|规模|水平)[^，。；、]{0,6}?",
        "(增加|增长|上升|提高|减少|下降|降低|压减|压缩|缩减|削减|调减|核减)",
    ))
});
static EMPTY_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"[\d.,%]+|万元|基本支出|项目支出|增加|增长|减少|下降|上升|降低|较上年|比上年|与上年|上年度?|本年度?|今年|去年|预算数?|支出|经费|资金|",
        r"相比|因此|所以|该项|此项|明显|有所|了|的|年|比|较|故|数|额|金",
    ))
});
/// With what an amount is compared.
static COMPARED: LazyLock<Regex> = LazyLock::new(|| pattern("(?:较|比|与|同|和)(?:上|去)年"));
/// What has nothing to do with the budget.
static IMPROPER: LazyLock<Regex> = LazyLock::new(|| {
    pattern("系统卡顿|系统原因|系统问题|网络原因|录入错误|填报错误|填写错误|操作失误|工作人员疏忽|笔误")
});

/// Whether `text` says that nothing changed, or that nothing was planned.
fn is_still(text: &str) -> bool {
    STILL.is_match(text) || UNMOVED.is_match(text)
}

/// Whether `text` says why something grew or fell. What says both says how they made up for each other.
pub(super) fn explains_a_change(text: &str) -> bool {
    let moving = UNMOVED.replace_all(text, "");
    !STILL.is_match(text) && UP.is_match(&moving) != DOWN.is_match(&moving) && !text.contains("0.00")
}

/// What is said of a reason for a change of nothing.
pub(super) const OF_NOTHING: &str = "没有增减，却说明了增减的原因。";

/// Whether `text`, offered as the reason of `change`, in yuan, speaks of the other direction: it would be doubted, or has
/// words of that direction alone.
pub fn speaks_against(evaluated: Evaluated<'_>, change: Amount, text: &str) -> bool {
    let Some(template) = evaluated.form.sentences.as_deref() else { return false };
    let checker = Checker { evaluated, template };
    let change = in_unit(evaluated, change);
    let moving = UNMOVED.replace_all(text, "");
    let words = (UP.is_match(&moving), DOWN.is_match(&moving));
    let is_other = !is_still(text)
        && (change > Decimal::ZERO && words == (false, true) || change < Decimal::ZERO && words == (true, false));
    is_other || checker.against(change, text).is_some()
}

/// A reason and the change that it is given for.
pub(super) struct Reason {
    key: TextKey,
    place: TextPlace,
    range: Range<usize>,
    whole: String,
    pub text: String,
    /// The difference in the form's unit, below zero for a decrease; `None` where it is not known.
    change: Option<Decimal>,
}

impl Checker<'_> {
    /// Checks all reasons; returns those that can only be those of one body.
    pub(super) fn reasons(self, told: &Told, findings: &mut Vec<Finding>) -> Vec<OwnReason> {
        let mut reasons = self.given_reasons(told);
        reasons.extend(self.told_reasons(told));
        for reason in &reasons {
            self.reason(reason, findings);
        }
        self.copied(&reasons, findings);
        self.own_reasons(&reasons)
    }

    /// Reasons in what the program words.
    fn given_reasons(self, told: &Told) -> Vec<Reason> {
        let given = told.worded().flat_map(|paragraph| paragraph.reasons(&self.evaluated.form.text_unit));
        let given = given.filter_map(|(slot, difference)| {
            let text = slot.text.clone()?;
            let (key, place) = (slot.key.clone(), TextPlace::Slot(slot.key.clone()));
            let change = difference.map(|difference| in_unit(self.evaluated, difference));
            Some(Reason { key, place, range: 0..text.chars().count(), whole: text.clone(), text, change })
        });
        given.collect()
    }

    /// Reasons in free texts.
    fn told_reasons(self, told: &Told) -> Vec<Reason> {
        let words = &self.template.words;
        let mut reasons = Vec::new();
        for (free, paragraph, reading) in told.read() {
            let (mut is_down, mut change) = (false, None);
            for (place, piece) in paragraph.pieces.iter().enumerate() {
                let Some(said) = reading.piece(&free.text, place) else { continue };
                match piece {
                    Piece::Figure(figure) if figure.kind == MeasureKind::Moves => {
                        is_down = reading.word(&free.text, place).as_ref() == Some(&words.down.0);
                    }
                    Piece::Figure(figure) if figure.kind == MeasureKind::Difference => {
                        // A direction that the text reverses is told where it stands.
                        let unit = &self.evaluated.form.text_unit;
                        let told = || number(&said).map(|size| if is_down { -size } else { size });
                        change = match figure.of.last {
                            Some(_) => figure.of.told_change(unit).map(|known| in_unit(self.evaluated, known)),
                            None => told(),
                        };
                    }
                    // In percent it may be something.
                    Piece::Figure(figure) if figure.kind == MeasureKind::Growth => {
                        let is_something = number(&said).is_some_and(|growth| !growth.is_zero());
                        change = change.filter(|change| !change.is_zero() || !is_something);
                    }
                    Piece::Slot(slot) if slot.form.need == SlotNeed::Reason => reasons.push(Reason {
                        key: slot.key.clone(),
                        place: free.place.clone(),
                        range: reading.spans[place].clone().unwrap_or_default(),
                        whole: free.text.clone(),
                        text: said,
                        change,
                    }),
                    _ => {}
                }
            }
        }
        reasons.retain(|reason| reason.text.chars().any(char::is_alphanumeric));
        reasons
    }

    fn reason(self, reason: &Reason, findings: &mut Vec<Finding>) {
        let text = &reason.text;
        let mut tell = |rule: &str, message: &str| findings.push(self.of_reason(reason, rule, message));
        if IMPROPER.is_match(text) {
            tell(REASON_IMPROPER, "不是预算增减的原因。");
        }
        let against = reason.change.and_then(|change| self.against(change, text));
        let left = EMPTY_WORDS.replace_all(text, "").chars().filter(|c| c.is_alphanumeric()).count();
        let is_cause = matches!(against, Some((REASON_OF_OPPOSITE, _)));
        if left < FEWEST_WORDS && !is_still(text) && !is_cause {
            tell(REASON_REPEATS, "只是把数字又说了一遍，没有说明原因。");
            return;
        }
        if let Some((rule, message)) = against {
            tell(rule, message);
        }
        if reason.change.is_some_and(|change| change.is_zero()) && explains_a_change(text) {
            tell(REASON_OF_NOTHING, OF_NOTHING);
        }
    }

    /// The rule that `text` breaks as a reason for `change` because it speaks of the other direction, and what to say.
    fn against(self, change: Decimal, text: &str) -> Option<(&'static str, &'static str)> {
        if change.is_zero() {
            return None;
        }
        let rose = change > Decimal::ZERO;
        let moving = UNMOVED.replace_all(text, "");
        // Any word of the right direction may be the reason, whatever else the text says of money: of a rise it is
        // 人员增加，公用经费支出减少, where one part fell and the whole rose.
        let is_own = if rose { UP.is_match(&moving) } else { DOWN.is_match(&moving) };
        let moved: Vec<bool> = MONEY.captures_iter(&moving).map(|found| UP.is_match(&found[1])).collect();
        if !is_own && !moved.is_empty() && moved.iter().all(|up| *up != rose) {
            let message = if rose {
                "预算增加了，原因说的却是减少。"
            } else {
                "预算减少了，原因说的却是增加。"
            };
            return Some((REASON_AGAINST, message));
        }
        if is_own || is_still(text) || !self.is_of_opposite(&moving, rose) {
            return None;
        }
        let message = if rose {
            "预算增加了，说的却是减少的原因。"
        } else {
            "预算减少了，说的却是增加的原因。"
        };
        Some((REASON_OF_OPPOSITE, message))
    }

    /// Whether every clause of `text` explains only that the amount fell where it rose, or rose where it fell.
    fn is_of_opposite(self, text: &str, rose: bool) -> bool {
        let causes = &self.template.causes;
        let text = COMPARED.replace_all(text, "");
        let last_year = self.evaluated.disclosure.year.saturating_sub(1).to_string();
        if text.contains(&last_year) {
            return false;
        }
        let opposite = if rose { &causes.fewer } else { &causes.more };
        let is_opposite = |clause: &str| {
            let said = opposite.iter().filter(|(first, then)| {
                let rest = clause.split_once(first.as_str()).map(|(_, rest)| rest);
                rest.is_some_and(|rest| rest.contains(then.as_str()))
            });
            let said: Vec<&(String, String)> = said.collect();
            // 退休 may be why there is less, and 退休费增加 is not.
            let is_meant = |word: &&String| !said.iter().any(|(first, _)| first.contains(word.as_str()));
            let mut spared = causes.spared.iter().filter(|word| clause.contains(word.as_str()));
            !said.is_empty() && !spared.any(|word| is_meant(&word))
        };
        let mut clauses =
            text.split(['，', '。', '；', '、', ',', ';']).filter(|clause| clause.chars().any(char::is_alphanumeric));
        clauses.all(is_opposite)
    }

    /// One reason for several rows of the same kind.
    fn copied(self, reasons: &[Reason], findings: &mut Vec<Finding>) {
        let mut first: BTreeMap<(&str, String), &Reason> = BTreeMap::new();
        for reason in reasons.iter().filter(|reason| reason.key.row.is_some()) {
            let words: String = reason.text.chars().filter(|c| c.is_alphanumeric() && !c.is_ascii_digit()).collect();
            if words.chars().count() < SHORTEST_COPIED || is_still(&reason.text) {
                continue;
            }
            let known = first.entry((&reason.key.id, words)).or_insert(reason);
            if known.key != reason.key {
                findings.push(self.of_reason(reason, REASON_COPIED, "与另一项的原因完全一样，像是抄来的。"));
            }
        }
    }

    pub(super) fn of_reason(self, reason: &Reason, rule: &str, message: &str) -> Finding {
        let written = Text::new(reason.place.clone(), &reason.whole);
        written.finding(self.evaluated, rule, reason.range.clone(), message, None)
    }
}
