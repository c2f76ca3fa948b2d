//! Numerals of headings, and which paragraphs are headings.

const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// No heading is longer, in characters.
const LONGEST: usize = 60;

/// `number` as a heading counts: 一, 十二, 二十.
pub(super) fn numeral(number: u8) -> String {
    let (hundreds, tens, ones) = (number / 100, usize::from(number / 10 % 10), usize::from(number % 10));
    match (hundreds, tens) {
        (0, 0) => DIGITS[ones].to_owned(),
        (0, 1) => format!("十{}", DIGITS[ones]),
        (0, _) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}

/// The level of heading that `paragraph` is, by its numeral: 2 for 一、, 3 for （一）; `None` for what is a sentence or
/// begins with no numeral.
pub(super) fn level(paragraph: &str) -> Option<u8> {
    let text = paragraph.trim();
    let is_sentence = text.contains(['。', '；', '：', '，', '？', '！', ':', ';']) || text.chars().count() > LONGEST;
    if is_sentence {
        return None;
    }
    let is_numeral = |text: &str| !text.is_empty() && text.chars().all(|c| "一二三四五六七八九十".contains(c));
    if text.split_once('、').is_some_and(|(before, after)| is_numeral(before) && !after.trim().is_empty()) {
        return Some(2);
    }
    let inner = text.strip_prefix(['（', '('])?;
    let (numeral, after) = inner.split_once(['）', ')'])?;
    (is_numeral(numeral) && !after.trim().is_empty()).then_some(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_count_as_headings_do() {
        assert_eq!([1, 10, 11, 12, 20, 21].map(numeral), ["一", "十", "十一", "十二", "二十", "二十一"]);
    }

    #[test]
    fn a_short_line_with_a_numeral_is_a_heading_and_a_sentence_is_none() {
        assert_eq!(level("一、主要职能"), Some(2));
        assert_eq!(level("（二）政府采购情况"), Some(3));
        assert_eq!(level("(四) 预算绩效情况"), Some(3));
        assert_eq!(level("（一）宣传贯彻执行国家有关政策。"), None);
        assert_eq!(level("一、财政拨款：指财政拨款数"), None);
        assert_eq!(level("1、社会保障和就业支出（类）"), None);
        assert_eq!(level("其中一、二"), None);
    }
}
