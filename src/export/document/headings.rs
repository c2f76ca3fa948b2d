//! Which paragraphs are headings.

/// No heading is longer, in characters.
const LONGEST: usize = 60;

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
