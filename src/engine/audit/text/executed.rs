//! Growth over what was spent last year (F19, F22, F23). No table has that figure: the sentence says all three by itself.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Match, Regex};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::{AMOUNT_TEXT, DIRECTION_TEXT, GROWTH_TEXT};
use crate::disclosure::Amount;
use crate::evaluate::Evaluated;

/// 上年执行数为 A 万元，今年预算安排 B 万元，比上年执行数减少 P%.
static OVER_EXECUTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"执行数为?\s*([\d,]+(?:\.\d+)?)\s*(万?元)[^。;]{0,20}?预算(?:安排|数)为?\s*([\d,]+(?:\.\d+)?)\s*(万?元),比[^。,;]{0,12}?执行数\s*(增加|增长|减少|下降)\s*(\d+(?:\.\d+)?)\s*%",
    )
});

/// An amount.
static AMOUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r"([\d,]+(?:\.\d+)?)\s*(万?元)"));

/// An amount, a word or a percentage that contradicts the others of its sentence.
pub(in crate::audit) struct Wrong {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    pub rule: &'static str,
    pub message: String,
    /// What should stand there.
    pub right: String,
}

pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    if !text.has("执行数") {
        return;
    }
    for wrong in wrong_growths(&text.plain) {
        let range = text.characters(wrong.range);
        let repair = Some(("改为应有的", wrong.right.as_str()));
        findings.push(text.finding(evaluated, wrong.rule, range, &wrong.message, repair));
    }
}

/// What is wrong in `plain`, which has half-width marks.
pub(in crate::audit) fn wrong_growths(plain: &str) -> Vec<Wrong> {
    OVER_EXECUTED.captures_iter(plain).filter_map(|said| wrong_growth(plain, &said)).collect()
}

fn wrong_growth(plain: &str, said: &Captures<'_>) -> Option<Wrong> {
    let [at_last, unit, at_now, unit_now, word, percent] = [1, 2, 3, 4, 5, 6].map(|group| said.get(group));
    let (at_last, at_now, word, percent) = (at_last?, at_now?, word?, percent?);
    let unit = unit?.as_str();
    // Amounts in two units are not compared here.
    if unit_now?.as_str() != unit {
        return None;
    }
    let (last, now, grown) = (Printed::read(at_last)?, Printed::read(at_now)?, Printed::read(percent)?);
    if fits(&last, &now, word.as_str(), &grown)? {
        return None;
    }
    let exact = over(now.figure, last.figure)?.abs();
    let exact = format!("{:.2}", exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero));
    // With the amount as it stands before, the percentage is right: then this year's amount is wrong here.
    let before = plain.get(..at_last.start())?;
    let others = AMOUNT.captures_iter(before).filter(|other| other.get(2).is_some_and(|own| own.as_str() == unit));
    let others = others.filter_map(|other| other.get(1));
    let mut others = others.filter_map(|other| Some((other.as_str(), Printed::read(other)?)));
    let is_meant =
        |other: &Printed| other.figure != now.figure && fits(&last, other, word.as_str(), &grown) == Some(true);
    if let Some((other, _)) = others.find(|(_, other)| is_meant(other)) {
        let (word, grown) = (word.as_str(), percent.as_str());
        let message =
            format!("前面写的是 {other}，{word} {grown}% 也是按它算的；按这里的数，增减百分比应是 {exact}%。");
        return Some(Wrong { range: at_now.range(), rule: AMOUNT_TEXT, message, right: other.to_owned() });
    }
    let (up, down) = match word.as_str() {
        "增加" | "减少" => ("增加", "减少"),
        _ => ("增长", "下降"),
    };
    let right = if now.figure < last.figure { down } else { up };
    if now.figure != last.figure && right != word.as_str() {
        let message = "增减写反了：两个数字说的方向相反。".to_owned();
        return Some(Wrong { range: word.range(), rule: DIRECTION_TEXT, message, right: right.to_owned() });
    }
    let message = format!("增减百分比应是 {exact}%（差额除以上年执行数）。");
    Some(Wrong { range: percent.range(), rule: GROWTH_TEXT, message, right: exact })
}

/// Whether the change from `last` to `now` is what is said, where what was rounded away in the amounts may show in the
/// percentage; `None` where there was nothing last year.
fn fits(last: &Printed, now: &Printed, word: &str, grown: &Printed) -> Option<bool> {
    let is_up = matches!(word, "增加" | "增长");
    if now.figure != last.figure && is_up != (now.figure > last.figure) {
        return Some(false);
    }
    let (low, high) = (over(now.low(), last.high())?, over(now.high(), last.low())?);
    let is_around_nothing = low <= Decimal::ZERO && high >= Decimal::ZERO;
    let least = if is_around_nothing { Decimal::ZERO } else { low.abs().min(high.abs()) };
    let most = low.abs().max(high.abs());
    Some(least <= grown.high() && most >= grown.low())
}

/// A figure as it is printed: what is behind it is off by half of its last place at the most.
struct Printed {
    figure: Decimal,
    half: Decimal,
}

impl Printed {
    fn read(text: Match<'_>) -> Option<Self> {
        let figure: Decimal = text.as_str().replace(',', "").parse().ok()?;
        // What nobody prints is no figure to reckon with.
        let is_plain = figure.scale() <= Amount::MAX_SCALE && figure < Decimal::from(Amount::LIMIT);
        is_plain.then(|| Self { figure, half: Decimal::new(5, figure.scale() + 1) })
    }

    fn low(&self) -> Decimal {
        self.figure - self.half
    }

    fn high(&self) -> Decimal {
        self.figure + self.half
    }
}

/// By how many percent `now` is more than `last`; `None` where there was nothing last year.
fn over(now: Decimal, last: Decimal) -> Option<Decimal> {
    (last > Decimal::ZERO).then(|| (now - last).checked_div(last)?.checked_mul(Decimal::ONE_HUNDRED)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_over_what_was_spent_follows_from_both_amounts() {
        let wrong = |now: &str, change: &str| {
            let text = format!("2023年当年预算执行数为60.13万元,2024年预算安排{now}万元,比2023年预算执行数{change}。");
            let found: Vec<_> = wrong_growths(&text).into_iter().map(|wrong| (wrong.rule, wrong.right)).collect();
            found.into_iter().next()
        };
        for (now, change) in [
            ("25.77", "减少57.14%"),
            ("25.77", "下降57.1%"),
            ("120.26", "增长100%"),
            ("60.13", "增加0%"),
            ("60.13", "增加0.00%"),
        ] {
            assert_eq!(wrong(now, change), None, "{now} {change}");
        }
        for (now, change, rule, right) in [
            ("25.77", "增加57.14%", DIRECTION_TEXT, "减少"),
            ("25.77", "减少133.33%", GROWTH_TEXT, "57.14"),
            ("25.77", "减少57.41%", GROWTH_TEXT, "57.14"),
            ("70.00", "下降16.41%", DIRECTION_TEXT, "增长"),
        ] {
            assert_eq!(wrong(now, change), Some((rule, right.to_owned())), "{now} {change}");
        }
        // With the amount that stands before the percentage is right.
        let twice = "350.35万元,主要用于住房。2023年当年预算执行数为348.52万元,2024年预算安排352.67万元,比2023年预算执行数增加0.53%。";
        let found: Vec<_> = wrong_growths(twice).into_iter().map(|wrong| (wrong.rule, wrong.right)).collect();
        assert_eq!(found, [(AMOUNT_TEXT, "350.35".to_owned())]);
        // Numbers that nobody prints, and amounts in two units, are left alone.
        let long = format!("执行数为0.{}万元,2024年预算安排1.00万元,比2023年执行数增长100%。", "1".repeat(28));
        assert_eq!(wrong_growths(&long).len(), 0);
        let huge = format!("执行数为{}万元,2024年预算安排1.00万元,比2023年执行数增长100%。", "9".repeat(28));
        assert_eq!(wrong_growths(&huge).len(), 0);
        let mixed = "执行数为601300元,2024年预算安排25.77万元,比2023年执行数减少57.14%。";
        assert_eq!(wrong_growths(mixed).len(), 0);
        // From next to nothing any growth is possible, and from nothing none can be said.
        let of_little = "执行数为0.01万元,2024年预算安排1.00万元,比2023年预算执行数增长12000%。";
        assert_eq!(wrong_growths(of_little).len(), 0);
        assert_eq!(wrong_growths("执行数为0万元,2024年预算安排1.00万元,比2023年执行数增长100%。").len(), 0);
    }
}
