//! Which characters can be printed: what the fonts of the program have, and those of this machine.

use std::sync::LazyLock;

use super::pdf;
use disclosure_engine::audit::{Audit, Beside, audit_with};
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::spelling::is_hidden;

/// The characters that the fonts of the program have together, as runs of codes; made with the fonts.
static COVERED: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    let run = |line: &str| {
        let (first, last) = line.split_once('-')?;
        Some((u32::from_str_radix(first, 16).ok()?, u32::from_str_radix(last, 16).ok()?))
    };
    include_str!("../../assets/fonts/coverage.txt").lines().filter_map(run).collect()
});

/// Checks a disclosure, and beside `last` where there is last year's; what cannot be printed on this machine is found too.
pub fn audit(evaluated: Evaluated<'_>, last: Option<Evaluated<'_>>) -> Audit {
    audit_beside(evaluated, Beside { last, ..Beside::default() })
}

/// The same, by all that is known beside the disclosure.
pub fn audit_beside(evaluated: Evaluated<'_>, beside: Beside<'_>) -> Audit {
    audit_with(evaluated, Beside { is_printable: Some(&is_printable), ..beside })
}

/// Whether some font of the program or of this machine has `c`, or there is nothing to see of it.
pub fn is_printable(c: char) -> bool {
    // Nearly every character of a disclosure is one of these.
    c.is_ascii() || matches!(c, '\u{4E00}'..='\u{9FA5}') || is_built_in(c) || !pdf::is_seen(c) || is_of_machine(c)
}

/// Whether a font of the program has `c`.
fn is_built_in(c: char) -> bool {
    let code = u32::from(c);
    let after = COVERED.partition_point(|&(first, _)| first <= code);
    after.checked_sub(1).and_then(|place| COVERED.get(place)).is_some_and(|&(_, last)| code <= last)
}

fn is_of_machine(c: char) -> bool {
    // What is hidden is printed as a sign.
    is_hidden(c) || pdf::is_installed(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_what_the_fonts_have_is_true() {
        let listed: Vec<u32> = COVERED.iter().flat_map(|&(first, last)| first..=last).collect();
        assert!(listed.is_sorted() && listed == pdf::built_in_codes(), "assets/fonts/coverage.txt is out of date");
    }

    #[test]
    fn what_every_machine_prints_and_what_none_does() {
        for c in "单㙍𬭎0Ａ　ئۇۋې\u{200b}\u{202e}\t\u{fe0f}№".chars() {
            assert!(is_printable(c), "U+{:04X}", u32::from(c));
        }
        assert!(!is_printable('\u{10FFFD}') && !is_printable('\u{2FE0}'));
    }
}
