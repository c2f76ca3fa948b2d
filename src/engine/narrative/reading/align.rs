//! The alignment of a text with a sentence that changes the least.

use super::tokens::{Pattern, PatternKind, Token, TokenKind};

/// How a cell of the table of alignments was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The token stands for the pattern.
    Match,
    /// The pattern is not in the text.
    LeaveOut,
    /// The token is not in the sentence.
    PutIn,
    /// The token is part of what the pattern, which takes anything, takes.
    Take,
}

/// The cost of the cheapest alignment, and for each token that stands for a piece that piece and the token.
pub(super) fn align(patterns: &[Pattern], tokens: &[Token]) -> (i32, Vec<(usize, usize)>) {
    let width = tokens.len() + 1;
    let mut steps = vec![Step::PutIn; (patterns.len() + 1) * width];
    let mut above: Vec<i32> = Vec::with_capacity(width);
    above.push(0);
    for token in tokens {
        above.push(above[above.len() - 1] + put_in(token));
    }
    for (row, pattern) in patterns.iter().enumerate() {
        let mut costs = Vec::with_capacity(width);
        costs.push(above[0] + leave_out(pattern));
        steps[(row + 1) * width] = Step::LeaveOut;
        for (column, token) in tokens.iter().enumerate() {
            let mut best = (above[column + 1] + leave_out(pattern), Step::LeaveOut);
            let mut offer = |cost: i32, step: Step| {
                if cost < best.0 {
                    best = (cost, step);
                }
            };
            if pattern.kind == PatternKind::Anything {
                offer(costs[column] + take(token), Step::Take);
            } else {
                offer(costs[column] + put_in(token), Step::PutIn);
                offer(above[column] + substitute(pattern, token), Step::Match);
            }
            steps[(row + 1) * width + column + 1] = best.1;
            costs.push(best.0);
        }
        above = costs;
    }
    (above[tokens.len()], trace(patterns, tokens, &steps))
}

fn trace(patterns: &[Pattern], tokens: &[Token], steps: &[Step]) -> Vec<(usize, usize)> {
    let width = tokens.len() + 1;
    let (mut row, mut column) = (patterns.len(), tokens.len());
    let mut places = Vec::new();
    while row > 0 || column > 0 {
        match steps[row * width + column] {
            Step::Match => {
                (row, column) = (row - 1, column - 1);
                places.push((patterns[row].piece, column));
            }
            Step::LeaveOut => row -= 1,
            Step::Take => {
                column -= 1;
                places.push((patterns[row - 1].piece, column));
            }
            Step::PutIn => {
                column -= 1;
                // What stands within or beside a name is part of the name that stands there.
                let is_name = |pattern: &&Pattern| matches!(pattern.kind, PatternKind::Name(_));
                let before = row.checked_sub(1).and_then(|row| patterns.get(row)).filter(is_name);
                if let Some(name) = before.or_else(|| patterns.get(row).filter(is_name)) {
                    places.push((name.piece, column));
                }
            }
        }
    }
    places
}

fn put_in(token: &Token) -> i32 {
    match token.kind {
        TokenKind::Number(_) => 25,
        TokenKind::Direction(_) => 15,
        TokenKind::Character(_) => 10,
    }
}

pub(super) fn take(token: &Token) -> i32 {
    match token.kind {
        TokenKind::Number(_) => 2,
        _ => 1,
    }
}

fn leave_out(pattern: &Pattern) -> i32 {
    pattern.weight()
}

fn substitute(pattern: &Pattern, token: &Token) -> i32 {
    const NEVER: i32 = 1_000;
    match (&pattern.kind, &token.kind) {
        (PatternKind::Fixed(fixed), found) if fixed == found => 0,
        (PatternKind::Fixed(TokenKind::Character(_)), TokenKind::Character(_)) => 16,
        (PatternKind::Fixed(TokenKind::Number(_)), TokenKind::Number(_)) => 16,
        (PatternKind::Name(name), found) if name == found => 0,
        (PatternKind::Name(TokenKind::Number(_)), TokenKind::Number(_)) => 5,
        (PatternKind::Name(_), TokenKind::Character(_)) => 8,
        (PatternKind::Number(expected), TokenKind::Number(found)) => i32::from(expected != found) * 2,
        (PatternKind::Direction(expected), TokenKind::Direction(found)) => i32::from(expected != found),
        _ => NEVER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(text: &str) -> TokenKind {
        match text {
            _ if text.starts_with(|c: char| c.is_ascii_digit()) => TokenKind::Number(text.to_owned()),
            "增加" | "减少" => TokenKind::Direction(text.to_owned()),
            _ => TokenKind::Character(text.chars().next().unwrap()),
        }
    }

    fn tokens(text: &str) -> Vec<Token> {
        text.split_whitespace().zip(0..).map(|(text, at)| Token { kind: token(text), range: at..at + 1 }).collect()
    }

    /// `甲` is fixed, `<甲` a name, `?` a slot, `#5` a figure, `^增加` a direction; each is a piece of its own.
    fn patterns(text: &str) -> Vec<Pattern> {
        let kind = |text: &str| match text.split_at(text.chars().next().unwrap().len_utf8()) {
            ("<", name) => PatternKind::Name(token(name)),
            ("#", number) => PatternKind::Number(number.to_owned()),
            ("^", word) => PatternKind::Direction(word.to_owned()),
            ("?", _) => PatternKind::Anything,
            _ => PatternKind::Fixed(token(text)),
        };
        text.split_whitespace().zip(0..).map(|(text, piece)| Pattern { kind: kind(text), piece }).collect()
    }

    /// The least that it costs, all ways tried.
    fn cheapest(patterns: &[Pattern], tokens: &[Token]) -> i32 {
        let mut costs = Vec::new();
        if let [pattern, rest @ ..] = patterns {
            costs.push(leave_out(pattern) + cheapest(rest, tokens));
            if let [token, others @ ..] = tokens {
                match pattern.kind {
                    PatternKind::Anything => costs.push(take(token) + cheapest(patterns, others)),
                    _ => costs.push(substitute(pattern, token) + cheapest(rest, others)),
                }
            }
        }
        // What follows on a slot is taken by it.
        if let [token, others @ ..] = tokens {
            costs.push(put_in(token) + cheapest(patterns, others));
        }
        costs.into_iter().min().unwrap_or(0)
    }

    #[test]
    fn one_change_costs_more_the_more_it_says() {
        for (pattern, text, cost) in [
            ("甲 乙", "甲 乙", 0),
            ("甲 乙", "甲 丙", 16),
            ("甲 乙", "甲 丙 乙", 10),
            ("甲 乙", "甲 增加 乙", 15),
            ("甲 乙", "甲 5 乙", 25),
            ("甲 5", "甲 6", 16),
            ("甲 #5 乙", "甲 5 乙", 0),
            ("甲 #5 乙", "甲 6 乙", 2),
            ("甲 ^增加", "甲 增加", 0),
            ("甲 ^增加", "甲 减少", 1),
            ("甲 <乙 丙", "甲 乙 丙", 0),
            ("甲 <乙 丙", "甲 丁 丙", 8),
            ("甲 <5 丙", "甲 6 丙", 5),
            ("甲 ? 丙", "甲 丙", 0),
            ("甲 ? 丙", "甲 乙 丁 丙", 2),
            ("甲 ? 丙", "甲 5 乙 丙", 3),
            ("", "甲 5", 35),
        ] {
            assert_eq!(align(&patterns(pattern), &tokens(text)).0, cost, "{pattern} | {text}");
        }
    }

    #[test]
    fn the_cheapest_alignment_is_found() {
        let kinds = ["甲", "乙", "<甲", "#5", "^增加", "?"];
        let found = ["甲", "乙", "5", "6", "增加", "减少"];
        let mut rng = fastrand::Rng::with_seed(3);
        for _ in 0..400 {
            let mut some = |of: &[&'static str], most: usize| -> String {
                (0..rng.usize(0..=most)).map(|_| of[rng.usize(..of.len())]).collect::<Vec<_>>().join(" ")
            };
            let (pattern, text) = (some(&kinds, 4), some(&found, 5));
            let (patterns, tokens) = (patterns(&pattern), tokens(&text));
            let (cost, places) = align(&patterns, &tokens);
            assert_eq!(cost, cheapest(&patterns, &tokens), "{pattern} | {text}");
            assert!(places.iter().all(|(piece, place)| *piece < patterns.len() && *place < tokens.len()));
        }
    }

    #[test]
    fn what_stands_beside_a_name_is_part_of_it() {
        for (pattern, text, expected) in [
            ("<甲 <乙 丙", "甲 乙 丙", vec![(0, 0), (1, 1), (2, 2)]),
            ("<甲 <乙 丙", "丁 甲 乙 丙", vec![(0, 0), (0, 1), (1, 2), (2, 3)]),
            ("<甲 <乙 丙", "甲 乙 丁 丙", vec![(0, 0), (1, 1), (1, 2), (2, 3)]),
            ("甲 <乙", "甲 乙 丁", vec![(0, 0), (1, 1), (1, 2)]),
            ("甲 丙", "丁 甲 丙", vec![(0, 1), (1, 2)]),
            ("甲 乙 丙", "丙", vec![(2, 0)]),
            ("甲 ? 丙", "甲 丁 戊 丙", vec![(0, 0), (1, 1), (1, 2), (2, 3)]),
            ("甲 #5", "甲 7", vec![(0, 0), (1, 1)]),
        ] {
            let (_, mut places) = align(&patterns(pattern), &tokens(text));
            places.sort_unstable();
            assert_eq!(places, expected, "{pattern} | {text}");
        }
    }
}
