//! A text that holds several sentences of the template, each told from the others.
//!
//! It is cut where sentences and their parts end. Of all ways to take what lies between the cuts together, the one
//! counts in which the most of the text is words of the template.

use std::collections::BTreeSet;

use super::tokens::{self, Token, TokenKind};
use super::{Context, Found, ReadBefore, Reader, Reading, Sentence};
use crate::disclosure::TextKey;

/// A text with more cuts than this is read as a whole: nobody writes such a paragraph.
const MOST_CUTS: usize = 60;
/// A person's words in a slot may hold so many cuts of their own.
pub(super) const CUTS_IN_SLOTS: usize = 4;
/// A text that costs at most this share of its sentence's weight, in percent, is that sentence and no other.
pub(super) const PLAIN: i32 = 10;

impl Reader<'_> {
    /// The sentences that `text` holds after what was read `before`, in their order; none where it is none. `own` is the
    /// paragraph in whose place it stands.
    pub fn read_all(&self, text: &str, before: &ReadBefore, own: Option<&TextKey>) -> Vec<Reading> {
        let tokens = tokens::of_text(self.words, text);
        let whole = self.best(&tokens, before.context());
        let stops = tokens.iter().filter(|token| token.kind == TokenKind::Character('。')).count();
        // A slot takes whatever stands there, the next sentence too.
        let is_plain = whole.as_ref().is_some_and(|Found { sentence, reading, .. }| {
            reading.changed * 100 <= sentence.weight * PLAIN && stops <= sentence.stops()
        });
        let cuts = cuts(&tokens);
        if is_plain || cuts.len() <= 2 || cuts.len() > MOST_CUTS {
            return whole.map(|found| found.reading).into_iter().collect();
        }
        let split = self.split(&tokens, &cuts, before, own);
        let sentences: BTreeSet<usize> = split.iter().map(|reading| reading.paragraph).collect();
        match whole {
            // A sentence and a stretch of it read as another are no two sentences.
            Some(whole) if sentences.len() < 2 => vec![whole.reading],
            _ => split,
        }
    }

    /// The way to read `tokens` in stretches between `cuts` that takes the most for words of the template.
    fn split(&self, tokens: &[Token], cuts: &[usize], before: &ReadBefore, own: Option<&TextKey>) -> Vec<Reading> {
        let longest = self.sentences.iter().map(|sentence| sentence.cuts).max().unwrap_or(0) + CUTS_IN_SLOTS;
        // For each cut the most that can be read before it, and the stretch that ends there.
        let mut best: Vec<(i32, usize, Option<Reading>)> = vec![(0, 0, None)];
        // And what was read before it: of the row that is named there speaks what follows.
        let mut contexts: Vec<Context<'_>> = vec![before.context()];
        for end in 1..cuts.len() {
            let mut reached = (best[end - 1].0, end - 1, None);
            let mut context = contexts[end - 1];
            for start in end.saturating_sub(longest)..end {
                let Some(found) = self.best(&tokens[cuts[start]..cuts[end]], contexts[start]) else { continue };
                let Found { sentence: &Sentence { weight, .. }, key, reading } = found;
                // What stands in the place of a paragraph is that one rather than another.
                let bonus = if own == Some(key) { weight / 20 } else { 0 };
                let gain = best[start].0 + weight - reading.changed + bonus;
                // What a slot may take is better read than not.
                if gain > reached.0 || gain == reached.0 && reached.2.is_none() {
                    reached = (gain, start, Some(reading));
                    context = Context { row: key.row.as_ref(), ..contexts[start] };
                }
            }
            best.push(reached);
            contexts.push(context);
        }
        let mut readings = Vec::new();
        let mut end = cuts.len() - 1;
        while end > 0 {
            let (_, start, reading) = &mut best[end];
            readings.extend(reading.take());
            end = *start;
        }
        readings.reverse();
        readings
    }
}

impl Sentence {
    /// How many full stops its own words have.
    fn stops(&self) -> usize {
        self.patterns.iter().filter(|pattern| pattern.required() == Some('。')).count()
    }
}

/// Where stretches begin and end, among the tokens.
fn cuts(tokens: &[Token]) -> Vec<usize> {
    let is_end = |token: &Token| matches!(token.kind, TokenKind::Character(c) if is_cut(c));
    let inner = (1..tokens.len()).filter(|&place| is_end(&tokens[place - 1]));
    std::iter::once(0).chain(inner).chain([tokens.len()]).collect()
}

pub(super) fn cuts_in(tokens: &[Token]) -> usize {
    tokens.iter().filter(|token| matches!(token.kind, TokenKind::Character(c) if is_cut(c))).count()
}

/// Whether a sentence, or a part of one that may stand by itself, ends with the character.
pub(super) fn is_cut(c: char) -> bool {
    matches!(c, '。' | ';' | ':' | '!')
}
