//! What closes a document: the name of the body and the date.

use super::Block;
use disclosure_engine::spelling::{half_width, is_date, is_same};

/// Makes one block of the paragraphs at the end of `blocks` that are the name of `body`, a date, or both in a line.
pub(super) fn gather(blocks: &mut Vec<Block>, body: &str) {
    let mut lines = Vec::new();
    let mut place = None;
    while let Some(Block::Paragraph { text, place: own }) = blocks.last()
        && let Some(signed) = signed(text, body)
    {
        lines.splice(0..0, signed);
        place = own.clone().or(place);
        blocks.pop();
    }
    if !lines.is_empty() {
        blocks.push(Block::Signature { lines, place });
    }
}

/// Year, month and day of `text`, where it is a date in digits.
pub(super) fn day(text: &str) -> Option<(u16, u8, u8)> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let (year, rest) = digits.strip_suffix('日')?.split_once('年')?;
    let (month, day) = rest.split_once('月')?;
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let longest = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let is_day = (1900..=9999).contains(&year) && (1..=12).contains(&month) && (1..=longest).contains(&day);
    is_day.then_some((year, month, day))
}

/// The lines of a signature, where `text` is one or a part of one.
fn signed(text: &str, body: &str) -> Option<Vec<String>> {
    let text = text.trim();
    let is_body = |text: &str| !text.is_empty() && is_same(text, body);
    let (name, date) = if is_body(text) {
        (Some(text), None)
    } else if is_date(text) {
        (None, Some(text))
    } else {
        let date = dates(text).find(|date| is_body(&text[..text.len() - date.len()]))?;
        (Some(text[..text.len() - date.len()].trim()), Some(date.trim()))
    };
    Some(name.into_iter().chain(date).map(str::to_owned).collect())
}

/// What may be the date at the end of `text`.
fn dates(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(place, _)| &text[place..]).filter(|rest| is_date(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(paragraphs: &[&str]) -> (usize, Vec<String>) {
        let mut blocks: Vec<Block> =
            paragraphs.iter().map(|&text| Block::Paragraph { text: text.to_owned(), place: None }).collect();
        gather(&mut blocks, "某市某中心");
        match blocks.pop() {
            Some(Block::Signature { lines, .. }) => (blocks.len(), lines),
            Some(_) => (blocks.len() + 1, Vec::new()),
            None => (0, Vec::new()),
        }
    }

    #[test]
    fn body_and_date_are_one_block_however_they_are_written() {
        let both = (1, vec!["某市某中心".to_owned(), "2025年2月21日".to_owned()]);
        assert_eq!(gathered(&["名词。", "某市某中心", "2025年2月21日"]), both);
        assert_eq!(gathered(&["名词。", "某市某中心　2025年2月21日"]), both);
        assert_eq!(gathered(&["名词。", "某市某中心2025年2月21日"]), both);
        assert_eq!(gathered(&["名词。", "2025 年2月21日"]), (1, vec!["2025 年2月21日".to_owned()]));
        assert_eq!(gathered(&["名词。", "某市某中心"]), (1, vec!["某市某中心".to_owned()]));
    }

    #[test]
    fn a_day_is_one_of_the_calendar() {
        assert_eq!(day("2025 年 2月21日"), Some((2025, 2, 21)));
        assert_eq!(day("２０２４年２月２９日"), Some((2024, 2, 29)));
        for text in ["2025年2月29日", "2025年13月1日", "2025年4月31日", "25年1月1日", "二〇二五年二月一日", "2025年2月"]
        {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn sentences_that_name_body_or_date_are_none() {
        for text in ["某市某中心成立于2025年2月21日", "截至2025年2月21日", "另一中心　2025年2月21日", ""]
        {
            assert_eq!(gathered(&["名词。", text]), (2, Vec::new()), "{text}");
        }
        assert_eq!(gathered(&["2025年2月21日", "名词。"]), (2, Vec::new()), "only what stands at the end");
        assert_eq!(gathered(&[]), (0, Vec::new()));
    }
}
