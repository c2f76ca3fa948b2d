//! The units of a form's amounts: how many yuan each is, and what is printed above a table.

use rust_decimal::Decimal;

use super::error::{FormError, Found, SourceText};
use super::source::{FormSource, TableSource, UnitSource};
use crate::disclosure::{AmountUnit, Measure};

/// What multiplies 元 in the name of a unit.
const MULTIPLIERS: [(char, u64); 5] = [('十', 10), ('百', 100), ('千', 1_000), ('万', 10_000), ('亿', 100_000_000)];

/// How many yuan the unit called `name` is, where that is one of 元, 千元, 万元, 亿元 and the like.
fn known_yuan(name: &str) -> Option<u64> {
    let before = name.trim().strip_suffix('元')?;
    let times = |c: char| MULTIPLIERS.iter().find(|(multiplier, _)| *multiplier == c).map(|(_, times)| *times);
    before.chars().try_fold(1_u64, |yuan, c| yuan.checked_mul(times(c)?))
}

/// Whether `note` says the unit `name`, and not one whose name ends with it: 万元 is not 元.
fn says(note: &str, name: &str) -> bool {
    let multiplied = |before: &str| before.ends_with(MULTIPLIERS.map(|(multiplier, _)| multiplier));
    let mut places = note.match_indices(name);
    places.any(|(at, _)| !name.ends_with('元') || !multiplied(&note[..at]))
}

/// Nothing finer than a 分 is shown: what is shown is then a whole number of the parts in which amounts are held, and so
/// is half of it.
pub(super) fn read<'a>(source: SourceText<'a>, written: &UnitSource<'a>) -> Result<AmountUnit, FormError> {
    let fen = u64::from(written.yuan) * 100;
    let parts = 10_u64.checked_pow(written.decimals);
    if written.name.trim().is_empty() {
        return Err(source.error(written.name, "金额单位要有名称，例如 \"万元\""));
    }
    if let Some(yuan) = known_yuan(written.name).filter(|yuan| *yuan != u64::from(written.yuan)) {
        let message = format!("一{}是 {yuan} 元，yuan 应写 {yuan}，写的是 {}", written.name, written.yuan);
        return Err(source.error(written.name, message));
    }
    if fen == 0 || !parts.is_some_and(|parts| fen.is_multiple_of(parts)) {
        return Err(source.error(written.name, "金额单位至少为 1 元，小数最多到分"));
    }
    Ok(AmountUnit {
        name: written.name.to_owned(),
        yuan: Decimal::from(written.yuan),
        decimals: written.decimals,
        measure: Measure::Money,
    })
}

/// What stands in for a unit that is wrong, while the rest is looked at.
pub(super) fn none() -> AmountUnit {
    AmountUnit { name: String::new(), yuan: Decimal::ONE, decimals: 0, measure: Measure::Money }
}

/// The unit of the amounts of `table`, which the note above it must say.
pub(super) fn of_table<'a>(
    source: SourceText<'a>,
    form: &FormSource<'a>,
    table: &TableSource<'a>,
    found: &mut Found,
) -> AmountUnit {
    let amounts = table.amounts.as_ref().unwrap_or(&form.amounts);
    let note = table.unit_note.unwrap_or(form.unit_note);
    if !says(note, amounts.name) {
        // Where neither is the table's own, all tables say the same, and it is told once.
        let is_general = table.unit_note.is_none() && table.amounts.is_none();
        let number = if is_general { String::new() } else { format!(" T{} ", table.number) };
        let message = format!("表{number}上写的单位应是 amounts 的“{}”，写的是“{note}”", amounts.name);
        found.add(source.error(note, message));
    }
    found.keep(read(source, amounts)).unwrap_or_else(none)
}

#[cfg(test)]
mod tests {
    use super::{known_yuan, says};

    #[test]
    fn a_unit_is_known_by_its_name() {
        for (name, yuan) in [("元", 1), ("千元", 1_000), ("万元", 10_000), ("百万元", 1_000_000), ("亿元", 100_000_000)]
        {
            assert_eq!(known_yuan(name), Some(yuan), "{name}");
        }
        for name in ["", "美元", "万", "亿亿亿亿亿亿元"] {
            assert_eq!(known_yuan(name), None, "{name}");
        }
    }

    #[test]
    fn a_note_says_a_unit_and_not_the_end_of_another() {
        for (note, name, expected) in [
            ("单位：万元", "万元", true),
            ("金额单位：元", "元", true),
            ("以元计", "元", true),
            ("单位：人民币元", "元", true),
            ("单位：万元、元", "元", true),
            ("单位：万元", "元", false),
            ("单位：百万元", "万元", false),
            ("单位：千元", "万元", false),
            ("", "元", false),
        ] {
            assert_eq!(says(note, name), expected, "{note} {name}");
        }
    }
}
