//! For which year a list is, as its title says.

/// The one year that `texts` name: `2026年政府收支分类科目`; a date names none. `None` where they name several, or none.
pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Option<u16> {
    let mut found: Vec<u16> = texts.flat_map(named).collect();
    found.dedup();
    match found[..] {
        [year] => Some(year),
        _ => None,
    }
}

fn named(text: &str) -> Vec<u16> {
    let plain: String = crate::spelling::plain(text).collect();
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let years = plain.match_indices("20").filter_map(|(at, _)| {
        let digits = plain.get(at..at + 4)?;
        let (before, mut after) = (plain[..at].chars().next_back(), plain[at + 4..].chars());
        let is_year = digits.bytes().all(|byte| byte.is_ascii_digit()) && !is_digit(before);
        let is_date = match after.next() {
            Some('年') => is_digit(after.next()),
            // The year of a document's number stands in brackets before the rest of it.
            Some(')' | '〕' | ']') => is_digit(after.next()),
            Some(c) => c.is_ascii_digit() || "-./号".contains(c),
            None => false,
        };
        (is_year && !is_date).then(|| digits.parse().ok())?
    });
    years.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_list_is_that_of_its_title() {
        for (texts, year) in [
            (&["2026年政府收支分类科目"][..], Some(2026)),
            (&["２０２６ 年 度 科目表"], Some(2026)),
            (&["科目2026"], Some(2026)),
            (&["政府收支分类科目（2026）"], Some(2026)),
            (&["2026年政府收支分类科目", "2026年版"], Some(2026)),
            (&["2025年与2026年科目对照"], None),
            (&["财预〔2025〕41号", "2025年5月23日", "2025-05-23", "20250523", "2080109"], None),
            (&["支出功能分类科目", ""], None),
        ] {
            assert_eq!(of(texts.iter().copied()), year, "{texts:?}");
        }
    }
}
