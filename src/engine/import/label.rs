//! How names and heads of a foreign document are compared with those of the form.

pub(super) use crate::spelling::label::{bare, is_numeral, key};

/// A head without the year and the unit that some forms print in it: `2025年预算数（万元）` is `预算数`.
pub(super) fn head_key(text: &str, year: Option<u16>) -> String {
    let key = key(text);
    let of_year = year.and_then(|year| key.strip_prefix(&year.to_string()));
    let key =
        of_year.map_or(key.as_str(), |rest| rest.strip_prefix("年度").or(rest.strip_prefix('年')).unwrap_or(rest));
    without_unit(key).to_owned()
}

/// A key without the unit with which it ends: 总计（万元）.
fn without_unit(key: &str) -> &str {
    ["单位万元", "单位元", "万元"].iter().find_map(|unit| key.strip_suffix(unit)).unwrap_or(key)
}

/// Whether the text is one of the words by which total rows are called, whatever the form calls its own.
pub(super) fn is_total(text: &str) -> bool {
    let key = key(text);
    let key: Vec<char> = without_unit(&key).chars().collect();
    matches!(key.as_slice(), ['总' | '合' | '共', '计'])
}

/// Whether the text is what rows are called that add up others and that no form prescribes: 小计, 本页合计, 甲中心小计,
/// 承前页. A name such as 会计 or 统计 ends like them and is none.
pub(super) fn is_subtotal(text: &str) -> bool {
    let key = key(text);
    let ends = ["小计", "合计", "总计", "共计", "累计"].iter().any(|word| key.ends_with(word));
    ends || matches!(key.as_str(), "承前页" | "过次页")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_no_difference_is_dropped() {
        assert_eq!(key("财政拨款 “三公”经费（补助）"), "财政拨款三公经费补助");
        assert_eq!(head_key("２０２５年度预算数（万元）", Some(2025)), "预算数");
        assert_eq!(head_key("2024年预算数", Some(2025)), "2024年预算数");
    }

    #[test]
    fn totals_and_subtotals_are_known_by_their_words() {
        assert!(is_total("总 计（万元）") && is_total("合计：") && !is_total("小计") && !is_total("合计万元户补助"));
        for label in ["小计", "本页小计", "某中心合计：", "承前页"] {
            assert!(is_subtotal(label), "{label}");
        }
        for label in ["统计", "社会审计", "注册会计", "合计划补助", "总计"] {
            assert!(!is_subtotal(label) || label == "总计", "{label}");
        }
    }
}
