//! What a text says that another wording of it does not: figures, directions, and words at some length.

use rust_decimal::Decimal;

use super::split::is_cut;
use super::tokens::{self, Token, TokenKind};
use crate::form::template::Words;

/// Fewer words than this in a row are a turn of phrase.
const FEWEST_WORDS: usize = 6;
/// Larger tables of alignments are not made: then every stretch counts that is not found as it is.
const LARGEST: usize = 4_000_000;

/// The sentences of `old` that say something that is not in `new`.
pub fn lost(words: &Words, old: &str, new: &str) -> Vec<String> {
    let (old_tokens, new_tokens) = (tokens::of_text(words, old), tokens::of_text(words, new));
    let [old_keys, new_keys] = [&old_tokens, &new_tokens].map(|tokens| keys(words, tokens));
    let mut kept = kept(&old_keys, &new_keys);
    // Where a paragraph stands among others is no figure.
    if let [TokenKind::Number(_), TokenKind::Character('.' | '、'), ..] = old_keys[..] {
        kept[0] = true;
    }
    let mut lost: Vec<String> = Vec::new();
    let mut sentence = 0..0;
    for run in runs(&kept) {
        let gone = run.clone().filter(|&place| !kept[place]).map(|place| &old_tokens[place]);
        if !says_something(gone) || sentence.contains(&run.start) {
            continue;
        }
        let is_end = |place: &usize| matches!(old_tokens[*place].kind, TokenKind::Character(c) if is_cut(c));
        let start = (0..run.start).rev().find(is_end).map_or(0, |place| place + 1);
        let end =
            (run.end.saturating_sub(1)..old_tokens.len()).find(is_end).map_or(old_tokens.len(), |place| place + 1);
        sentence = start..end;
        let characters = old_tokens[start].range.start..old_tokens[end - 1].range.end;
        lost.push(old.chars().skip(characters.start).take(characters.len()).collect());
    }
    lost
}

/// What is compared of each token: figures by value, directions by sense.
fn keys(words: &Words, tokens: &[Token]) -> Vec<TokenKind> {
    let key = |token: &Token| match &token.kind {
        TokenKind::Number(digits) => {
            let value = digits.parse::<Decimal>().map(|value| value.normalize().to_string());
            TokenKind::Number(value.unwrap_or_else(|_| digits.clone()))
        }
        TokenKind::Direction(word) if *word == words.up.1 => TokenKind::Direction(words.up.0.clone()),
        TokenKind::Direction(word) if *word == words.down.1 => TokenKind::Direction(words.down.0.clone()),
        kind => kind.clone(),
    };
    tokens.iter().map(key).collect()
}

/// For each of `old` whether it stands in `new`, in the order that keeps the most.
fn kept(old: &[TokenKind], new: &[TokenKind]) -> Vec<bool> {
    let mut kept = vec![false; old.len()];
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(old, new)| old == new).count();
    kept[..head].fill(true);
    kept[old.len() - tail..].fill(true);
    let (old, new) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let width = new.len() + 1;
    if old.len().saturating_mul(width) > LARGEST {
        return kept;
    }
    let mut longest = vec![0_u32; (old.len() + 1) * width];
    for (row, token) in old.iter().enumerate().rev() {
        for (column, other) in new.iter().enumerate().rev() {
            longest[row * width + column] = if token == other {
                longest[(row + 1) * width + column + 1] + 1
            } else {
                longest[(row + 1) * width + column].max(longest[row * width + column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < old.len() && column < new.len() {
        if old[row] == new[column] {
            kept[head + row] = true;
            (row, column) = (row + 1, column + 1);
        } else if longest[(row + 1) * width + column] >= longest[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    kept
}

/// The stretches that are not kept; a single token between two of them is there by chance.
fn runs(kept: &[bool]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for place in (0..kept.len()).filter(|&place| !kept[place]) {
        match runs.last_mut() {
            Some(run) if place <= run.end + 1 => run.end = place + 1,
            _ => runs.push(place..place + 1),
        }
    }
    runs
}

fn says_something<'t>(gone: impl Iterator<Item = &'t Token>) -> bool {
    let (mut figures, mut words) = (0, 0);
    for token in gone {
        match token.kind {
            TokenKind::Number(_) | TokenKind::Direction(_) => figures += 1,
            TokenKind::Character(c) => words += usize::from(c.is_alphanumeric()),
        }
    }
    figures > 0 || words >= FEWEST_WORDS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let pair = |up: &str, down: &str| (up.to_owned(), down.to_owned());
        Words {
            up: pair("增加", "增长"),
            down: pair("减少", "下降"),
            unchanged: String::new(),
            kinds: pair("单位", "部门"),
            missing: "（待填）".into(),
            levels: ["（类）", "（款）", "（项）"].map(str::to_owned),
        }
    }

    #[test]
    fn figures_directions_and_reasons_are_lost_and_turns_of_phrase_are_not() {
        let old = "与上年相比，增加1,234.50万元，主要原因是人员增加。另安排设备购置。";
        let cases = [
            (old, &[][..]),
            ("比上年预算增长1234.5万元，主要原因是人员增加。另安排设备购置。", &[]),
            (
                "与上年相比，增加1,234.60万元，主要原因是人员增加。另安排设备购置。",
                &["与上年相比，增加1,234.50万元，主要原因是人员增加。"],
            ),
            (
                "与上年相比，减少1,234.50万元，主要原因是人员增加。另安排设备购置。",
                &["与上年相比，增加1,234.50万元，主要原因是人员增加。"],
            ),
            ("与上年相比，增加1,234.50万元，主要原因是人员增加。", &["另安排设备购置。"]),
        ];
        for (new, expected) in cases {
            assert_eq!(lost(&words(), old, new), expected, "{new}");
        }
    }

    /// The length of a longest common sequence, row by row.
    fn longest_common(old: &[TokenKind], new: &[TokenKind]) -> usize {
        let mut above = vec![0; new.len() + 1];
        for token in old {
            let mut row = vec![0];
            for (place, other) in new.iter().enumerate() {
                row.push(if token == other { above[place] + 1 } else { above[place + 1].max(row[place]) });
            }
            above = row;
        }
        above[new.len()]
    }

    #[test]
    fn as_much_is_kept_as_can_be_and_in_its_order() {
        let of = |text: &str| text.chars().map(TokenKind::Character).collect::<Vec<_>>();
        let mut texts = vec![String::new()];
        for length in 1..=4 {
            let longer = texts
                .iter()
                .filter(|text| text.len() + 1 == length)
                .flat_map(|text| "abc".chars().map(move |c| format!("{text}{c}")));
            texts.extend(longer.collect::<Vec<_>>());
        }
        texts.extend(["abcabcab", "bcaacbba", "ccccabab", "aabbccaabbcc"].map(str::to_owned));
        for old in &texts {
            for new in &texts {
                let (old, new) = (of(old), of(new));
                let kept = kept(&old, &new);
                assert_eq!(kept.iter().filter(|kept| **kept).count(), longest_common(&old, &new), "{old:?} {new:?}");
                let mut rest = new.iter();
                let told = old.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(token, _)| token);
                assert!(told.into_iter().all(|token| rest.any(|other| other == token)), "{old:?} {new:?}");
            }
        }
    }

    #[test]
    fn a_single_word_between_two_that_are_gone_is_there_by_chance() {
        let kept = |marks: &str| marks.chars().map(|mark| mark == '+').collect::<Vec<_>>();
        for (marks, expected) in [
            ("", &[][..]),
            ("+++", &[]),
            ("-", &[(0, 1)]),
            ("+-+", &[(1, 2)]),
            ("-+-", &[(0, 3)]),
            ("-++-", &[(0, 1), (3, 4)]),
            ("--+-+-++--", &[(0, 6), (8, 10)]),
        ] {
            let found: Vec<(usize, usize)> = runs(&kept(marks)).into_iter().map(|run| (run.start, run.end)).collect();
            assert_eq!(found, expected, "{marks}");
        }
    }

    #[test]
    fn a_figure_says_something_and_a_few_words_do_not() {
        let says = |text: &str| {
            let (words, text) = (words(), text.to_owned());
            says_something(tokens::of_text(&words, &text).iter())
        };
        for (text, expected) in [
            ("", false),
            ("5", true),
            ("增加", true),
            ("一二三四五", false),
            ("一二三四五六", true),
            ("一二三四五，。", false),
        ] {
            assert_eq!(says(text), expected, "{text}");
        }
        let lost = |old: &str, new: &str| lost(&words(), old, new);
        assert_eq!(lost("3.支出", "支出"), [""; 0], "the number of a paragraph is none");
        assert_eq!(lost("3支出", "支出"), ["3支出"]);
        assert_eq!(lost("一。支出5万元，收入6万元。三", "一。支出万元，收入万元。三"), ["支出5万元，收入6万元。"]);
        assert_eq!(lost("支出5万元。收入6万元", "支出万元。收入万元"), ["支出5万元。", "收入6万元"]);
    }
}
