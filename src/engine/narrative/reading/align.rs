//! The alignment of a text with a sentence that changes the least.

use std::ops::Range;

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
pub(super) fn align(patterns: &[Pattern], text: &Aligned<'_>, most: i32) -> Option<(i32, Vec<(usize, usize)>)> {
    let Aligned { tokens, costs: tokens_cost, put_in } = text;
    let width = tokens.len() + 1;
    // Line by line: most sentences are given up after a few.
    let mut steps = Vec::with_capacity((patterns.len() + 1) * width);
    steps.resize(width, Step::PutIn);
    let mut above = put_in.clone();
    let mut costs = vec![TOO_MUCH; width];
    // Whatever follows on a place costs no less: only those are gone on from that do not cost too much yet.
    let mut within = 0..above.partition_point(|&cost| cost <= most);
    for pattern in patterns {
        if within.is_empty() {
            return None;
        }
        costs.fill(TOO_MUCH);
        let done = steps.len();
        steps.resize(done + width, Step::PutIn);
        let steps = &mut steps[done..];
        let line = Line { leave_out: leave_out(pattern), tokens: tokens_cost, above: &above, within, most };
        // Most of a sentence are characters: what they cost beside each token is told without looking at it again.
        within = match pattern.kind {
            PatternKind::Anything => line.take(&mut costs, steps, |token| token.take),
            PatternKind::AnyNames => line.take(&mut costs, steps, |_| 0),
            PatternKind::Fixed(TokenKind::Character(c)) => line.substitute(&mut costs, steps, |place| {
                let token = &tokens_cost[place];
                if token.character == Some(c) { 0 } else { token.instead_of_character }
            }),
            _ => line.substitute(&mut costs, steps, |place| substitute(pattern, &tokens[place])),
        };
        std::mem::swap(&mut above, &mut costs);
    }
    let cost = above[tokens.len()];
    (cost <= most).then(|| (cost, trace(patterns, tokens, &steps)))
}

/// A text that is held against sentences, with what is the same beside all of them.
pub(super) struct Aligned<'t> {
    pub tokens: &'t [Token],
    costs: Vec<TokenCost>,
    /// What it costs to put in the tokens before each place.
    put_in: Vec<i32>,
}

impl<'t> Aligned<'t> {
    pub fn new(tokens: &'t [Token]) -> Self {
        let costs: Vec<TokenCost> = tokens.iter().map(TokenCost::of).collect();
        let mut put_in = Vec::with_capacity(tokens.len() + 1);
        put_in.push(0);
        put_in.extend(costs.iter().scan(0, |sum, token| {
            *sum += token.put_in;
            Some(*sum)
        }));
        Self { tokens, costs, put_in }
    }

    /// The same where slots take what stands there for nothing: what then costs is changed.
    pub fn with_free_slots(&self) -> Self {
        let costs = self.costs.iter().map(|cost| TokenCost { take: 0, ..*cost }).collect();
        Self { tokens: self.tokens, costs, put_in: self.put_in.clone() }
    }
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
    /// From the first to the last place there that does not cost too much.
    within: Range<usize>,
    most: i32,
}

impl Line<'_> {
    /// The line of a pattern that takes anything, which costs what `take` says of each token.
    fn take(&self, costs: &mut [i32], steps: &mut [Step], take: impl Fn(&TokenCost) -> i32) -> Range<usize> {
        self.fill(costs, steps, |before, _, token| (before + take(token), Step::Take))
    }

    /// The line of a pattern that stands for one token, which costs what `instead` says beside each.
    fn substitute(&self, costs: &mut [i32], steps: &mut [Step], instead: impl Fn(usize) -> i32) -> Range<usize> {
        self.fill(costs, steps, |before, place, token| {
            let (put_in, matched) = (before + token.put_in, self.above[place] + instead(place));
            if matched < put_in { (matched, Step::Match) } else { (put_in, Step::PutIn) }
        })
    }

    /// Fills the line, where it need be gone on from, and says where that is. `offer` is what it costs that the token at a
    /// place is not left to the pattern before, by what it costs as far as the token before it.
    fn fill(
        &self,
        costs: &mut [i32],
        steps: &mut [Step],
        offer: impl Fn(i32, usize, &TokenCost) -> (i32, Step),
    ) -> Range<usize> {
        let first = self.within.start;
        let mut before = self.above[first] + self.leave_out;
        (costs[first], steps[first]) = (before, Step::LeaveOut);
        let mut within = first..first;
        if before <= self.most {
            within.end = first + 1;
        }
        for place in first..self.tokens.len() {
            if place >= self.within.end && before > self.most {
                break;
            }
            let left_out = self.above[place + 1] + self.leave_out;
            let (offered, how) = offer(before, place, &self.tokens[place]);
            let (cost, step) = if offered < left_out { (offered, how) } else { (left_out, Step::LeaveOut) };
            (costs[place + 1], steps[place + 1]) = (cost, step);
            if cost <= self.most {
                if within.is_empty() {
                    within.start = place + 1;
                }
                within.end = place + 2;
            }
            before = cost;
        }
        within
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
    match pattern.kind {
        // What is added where the figure is known is not counted here.
        PatternKind::AnyNumber => pattern.weight() - OTHER_FIGURE,
        _ => pattern.weight(),
    }
}

/// What it costs at the least, beside [what it costs whatever the names and figures are](Pattern::of_any), that what `pattern`
/// names or expects stands nowhere in a text.
pub(super) fn missing(pattern: &Pattern) -> i32 {
    let instead = match &pattern.kind {
        PatternKind::Name(TokenKind::Number(_)) => OTHER_NUMBER_IN_NAME,
        PatternKind::Name(_) => OTHER_IN_NAME,
        PatternKind::Number(_) => OTHER_FIGURE,
        _ => 0,
    };
    instead.min(leave_out(pattern))
}

/// What cannot stand for each other.
const NEVER: i32 = 1_000;
/// More than any alignment costs, and little enough to be added to.
const TOO_MUCH: i32 = i32::MAX / 2;
/// One character for another.
const OTHER_CHARACTER: i32 = 16;
/// A number for another one, and a character for whatever else, in a name.
const OTHER_NUMBER_IN_NAME: i32 = 5;
const OTHER_IN_NAME: i32 = 8;
/// A figure for another one.
const OTHER_FIGURE: i32 = 2;

fn substitute(pattern: &Pattern, token: &Token) -> i32 {
    match (&pattern.kind, &token.kind) {
        (PatternKind::Fixed(fixed), found) if fixed == found => 0,
        (PatternKind::Fixed(TokenKind::Character(_)), TokenKind::Character(_)) => OTHER_CHARACTER,
        (PatternKind::Fixed(TokenKind::Number(_)), TokenKind::Number(_)) => 16,
        (PatternKind::Name(name), found) if name == found => 0,
        (PatternKind::Name(TokenKind::Number(_)), TokenKind::Number(_)) => OTHER_NUMBER_IN_NAME,
        (PatternKind::Name(_), TokenKind::Character(_)) => OTHER_IN_NAME,
        (PatternKind::Number(expected), TokenKind::Number(found)) => i32::from(expected != found) * OTHER_FIGURE,
        (PatternKind::Direction(expected), TokenKind::Direction(found)) => i32::from(expected != found),
        (PatternKind::AnyNumber, TokenKind::Number(_)) | (PatternKind::AnyDirection, TokenKind::Direction(_)) => 0,
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

    /// The alignment, whatever it costs.
    fn whole(patterns: &[Pattern], tokens: &[Token]) -> (i32, Vec<(usize, usize)>) {
        align(patterns, &Aligned::new(tokens), i32::MAX).unwrap()
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
            assert_eq!(whole(&patterns(pattern), &tokens(text)).0, cost, "{pattern} | {text}");
        }
    }

    #[test]
    fn the_cheapest_alignment_is_found() {
        let kinds = ["甲", "乙", "<甲", "<5", "#5", "^增加", "?"];
        let found = ["甲", "乙", "5", "6", "增加", "减少"];
        let mut rng = fastrand::Rng::with_seed(3);
        for _ in 0..400 {
            let mut some = |of: &[&'static str], most: usize| -> String {
                (0..rng.usize(0..=most)).map(|_| of[rng.usize(..of.len())]).collect::<Vec<_>>().join(" ")
            };
            let (pattern, text) = (some(&kinds, 4), some(&found, 5));
            let (patterns, tokens) = (patterns(&pattern), tokens(&text));
            let (cost, places) = whole(&patterns, &tokens);
            assert_eq!(cost, cheapest(&patterns, &tokens), "{pattern} | {text}");
            let aligned = Aligned::new(&tokens);
            assert!(align(&patterns, &aligned, cost).is_some() && align(&patterns, &aligned, cost - 1).is_none());
            // What is known of it before names and figures are looked at, and what those add.
            let is_there = |own: &TokenKind| tokens.iter().any(|token| token.kind == *own);
            let absent = patterns.iter().filter(|pattern| pattern.own().is_some_and(|own| !is_there(&own)));
            let absent: i32 = absent.map(missing).sum();
            let of_any = Pattern::of_any(&patterns);
            let in_slots = places.iter().filter(|(piece, _)| patterns[*piece].kind == PatternKind::Anything);
            let changed = cost - in_slots.map(|(_, token)| take(&tokens[*token])).sum::<i32>();
            for (text, cost) in [(&aligned, cost), (&aligned.with_free_slots(), changed)] {
                let (least, _) = align(&of_any, text, i32::MAX).unwrap();
                assert!(least + absent <= cost, "{pattern}");
            }
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
            let (_, mut places) = whole(&patterns(pattern), &tokens(text));
            places.sort_unstable();
            assert_eq!(places, expected, "{pattern} | {text}");
        }
    }
}
