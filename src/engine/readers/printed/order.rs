//! Words from right to left: on the page their letters stand in the order in which they are seen, and are read in the
//! other.
//!
//! A line of a disclosure runs from left to right, and words of such a script with what stands between them are turned as
//! one; a line that has no letter of the other direction is turned as a whole. Numbers are never turned.

/// Opening brackets with those that close them.
pub(in super::super) const PAIRS: [(char, char); 9] = [
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('<', '>'),
    ('«', '»'),
    ('（', '）'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
];

/// Whether `text` has a letter of a script that is written from right to left.
pub(super) fn is_turned(text: &str) -> bool {
    text.chars().any(is_right_to_left)
}

/// Whether `text` has such letters and no others.
pub(super) fn is_all_turned(text: &str) -> bool {
    is_turned(text) && !text.chars().any(|c| c.is_alphabetic() && !is_right_to_left(c))
}

/// What one sign on the page says, its letters in the order in which they would be seen by themselves.
pub(super) fn seen(text: &str) -> String {
    if is_turned(text) { text.chars().rev().collect() } else { text.to_owned() }
}

/// A line as it is read, of which `line` says how it is seen.
pub(super) fn read(line: String) -> String {
    if !is_turned(&line) {
        return line;
    }
    let mut characters: Vec<char> = line.chars().collect();
    if is_all_turned(&line) {
        turn(&mut characters);
        return characters.into_iter().collect();
    }
    let mut at = 0;
    while at < characters.len() {
        if !is_right_to_left(characters[at]) {
            at += 1;
            continue;
        }
        let is_other = |c: &char| c.is_alphabetic() && !is_right_to_left(*c);
        let end = characters[at..].iter().position(is_other).map_or(characters.len(), |length| at + length);
        let end = at + unpaired(&characters[at..end]);
        let last = characters[at..end].iter().rposition(|c| is_right_to_left(*c)).map_or(at, |length| at + length);
        turn(&mut characters[at..=last]);
        at = end;
    }
    characters.into_iter().collect()
}

/// Where the first bracket stands of which the other is not among `characters`: that one, and with it this, belongs to the
/// line around them.
fn unpaired(characters: &[char]) -> usize {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (place, c) in characters.iter().enumerate() {
        if let Some((_, closes)) = PAIRS.iter().find(|(opens, _)| opens == c) {
            open.push((place, *closes));
        } else if PAIRS.iter().any(|(_, closes)| closes == c) && open.pop().is_none_or(|(_, closes)| closes != *c) {
            return open.first().map_or(place, |(first, _)| *first);
        }
    }
    open.first().map_or(characters.len(), |(first, _)| *first)
}

/// Turns `characters`, but for the numbers among them.
fn turn(characters: &mut [char]) {
    // What says which character a sign stands for names the bracket that was written, and not the one that is seen.
    characters.reverse();
    let mut at = 0;
    while at < characters.len() {
        let is_in = |place: usize| {
            let is_digit = |place: usize| characters.get(place).is_some_and(|c| c.is_numeric());
            let joins = matches!(characters.get(place), Some('.' | ',' | ':'));
            is_digit(place) || joins && place > 0 && is_digit(place - 1) && is_digit(place + 1)
        };
        let end = (at..characters.len()).take_while(|place| is_in(*place)).last().map_or(at, |last| last + 1);
        characters[at..end].reverse();
        at = end.max(at + 1);
    }
}

/// Letters and marks of such scripts; their digits run the other way.
fn is_right_to_left(c: char) -> bool {
    match c {
        '\u{660}'..='\u{669}' | '\u{66B}' | '\u{66C}' | '\u{6F0}'..='\u{6F9}' | '\u{60C}' => false,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' => true,
        _ => matches!(c, '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}'),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_turned_and_numbers_are_not() {
        // Latin letters in the place of those that are read from the right would tell nothing: these are ا ب ت.
        for (seen, read) in [
            ("甲تبا乙", "甲ابت乙"),
            ("甲《تبا با》乙", "甲《اب ابت》乙"),
            ("甲《تبا》（با）乙", "甲《ابت》（اب）乙"),
            ("تبا 2025 年", "ابت 2025 年"),
            ("تب 2025 با", "اب 2025 بت"),
            ("1,234.5 تبا", "ابت 1,234.5"),
            ("甲12", "甲12"),
        ] {
            assert_eq!(super::read(seen.to_owned()), read, "{seen}");
        }
        assert_eq!(super::seen("لا"), "ال");
    }
}
