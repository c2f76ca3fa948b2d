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
