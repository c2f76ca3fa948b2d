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

/// The cost of the cheapest alignment, and for each token that stands for a piece that piece and the token; `None` where it
/// costs more than `most`.
pub(super) fn align(patterns: &[Pattern], tokens: &[Token], most: i32) -> Option<(i32, Vec<(usize, usize)>)> {
    let width = tokens.len() + 1;
    let mut steps = vec![Step::PutIn; (patterns.len() + 1) * width];
    let tokens_cost: Vec<TokenCost> = tokens.iter().map(TokenCost::of).collect();
    let mut above: Vec<i32> = Vec::with_capacity(width);
    above.push(0);
    for token in &tokens_cost {
        above.push(above[above.len() - 1] + token.put_in);
    }
    let mut costs = vec![0; width];
    for (pattern, steps) in patterns.iter().zip(steps[width..].chunks_exact_mut(width)) {
        let line = Line { leave_out: leave_out(pattern), tokens: &tokens_cost, above: &above };
        // Most of a sentence are characters: what they cost beside each token is told without looking at it again.
        match pattern.kind {
            PatternKind::Anything => line.take(&mut costs, steps),
            PatternKind::Fixed(TokenKind::Character(c)) => line.substitute(&mut costs, steps, |place| {
                let token = &tokens_cost[place];
                if token.character == Some(c) { 0 } else { token.instead_of_character }
            }),
            _ => line.substitute(&mut costs, steps, |place| substitute(pattern, &tokens[place])),
        }
        std::mem::swap(&mut above, &mut costs);
        // Whatever follows costs no less.
        if above.iter().all(|&cost| cost > most) {
            return None;
        }
    }
    let cost = above[tokens.len()];
    (cost <= most).then(|| (cost, trace(patterns, tokens, &steps)))
}

/// What a token costs, whatever the pattern is.
struct TokenCost {
    put_in: i32,
    take: i32,
    character: Option<char>,
    /// Where another character should stand.
    instead_of_character: i32,
}

impl TokenCost {
    fn of(token: &Token) -> Self {
        let character = match token.kind {
            TokenKind::Character(c) => Some(c),
            _ => None,
        };
        let instead_of_character = if character.is_some() { OTHER_CHARACTER } else { NEVER };
        Self { put_in: put_in(token), take: take(token), character, instead_of_character }
    }
}

/// One pattern beside every token: a line of the table of alignments.
struct Line<'a> {
    /// What it costs that the pattern is not in the text.
    leave_out: i32,
    tokens: &'a [TokenCost],
    /// The line before.
    above: &'a [i32],
}

impl Line<'_> {
    /// The line of a pattern that takes anything.
    fn take(&self, costs: &mut [i32], steps: &mut [Step]) {
        self.fill(costs, steps, |before, _, token| (before + token.take, Step::Take));
    }

    /// The line of a pattern that stands for one token, which costs what `instead` says beside each.
    fn substitute(&self, costs: &mut [i32], steps: &mut [Step], instead: impl Fn(usize) -> i32) {
        self.fill(costs, steps, |before, place, token| {
            let (put_in, matched) = (before + token.put_in, self.above[place] + instead(place));
            if matched < put_in { (matched, Step::Match) } else { (put_in, Step::PutIn) }
        });
    }

    /// Fills the line. `offer` is what it costs that the token at a place is not left to the pattern before, by what it
    /// costs as far as the token before it.
    fn fill(&self, costs: &mut [i32], steps: &mut [Step], offer: impl Fn(i32, usize, &TokenCost) -> (i32, Step)) {
        let mut before = self.above[0] + self.leave_out;
        (costs[0], steps[0]) = (before, Step::LeaveOut);
        let places = self.tokens.iter().zip(&self.above[1..]).zip(costs[1..].iter_mut().zip(&mut steps[1..]));
        for (place, ((token, above), (cost, step))) in places.enumerate() {
            let left_out = above + self.leave_out;
            let (offered, how) = offer(before, place, token);
            (before, *step) = if offered < left_out { (offered, how) } else { (left_out, Step::LeaveOut) };
            *cost = before;
        }
    }
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

/// What cannot stand for each other.
const NEVER: i32 = 1_000;
/// One character for another.
const OTHER_CHARACTER: i32 = 16;

fn substitute(pattern: &Pattern, token: &Token) -> i32 {
    match (&pattern.kind, &token.kind) {
        (PatternKind::Fixed(fixed), found) if fixed == found => 0,
        (PatternKind::Fixed(TokenKind::Character(_)), TokenKind::Character(_)) => OTHER_CHARACTER,
        (PatternKind::Fixed(TokenKind::Number(_)), TokenKind::Number(_)) => 16,
        (PatternKind::Name(name), found) if name == found => 0,
        (PatternKind::Name(TokenKind::Number(_)), TokenKind::Number(_)) => 5,
        (PatternKind::Name(_), TokenKind::Character(_)) => 8,
        (PatternKind::Number(expected), TokenKind::Number(found)) => i32::from(expected != found) * 2,
        (PatternKind::Direction(expected), TokenKind::Direction(found)) => i32::from(expected != found),
        _ => NEVER,
    }
}
