//! Reading a text that somebody wrote as the sentence of the template that it is.
//!
//! Text and sentence are cut into tokens (numbers, words of direction, characters) and aligned with the fewest changes;
//! a slot for words takes whatever stands between its neighbours. So a figure is found at its place though the words
//! around it were changed, and a wrong name or year still stands where the right one should.

mod align;
mod lost;
mod split;
#[cfg(test)]
mod tests;
mod tokens;
mod wordings;

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

pub use lost::lost;

use super::{Paragraph, Piece};
use crate::disclosure::{RowKey, TextKey};
use crate::form::template::Words;
use crate::spelling;
use align::Aligned;
use tokens::{Pattern, PatternKind, Token, TokenKind, Tokenizer};
use wordings::{LeastCosts, Wordings};

/// A text costs at most this share of its sentence's weight, in percent, to be taken for it.
const MOST_CHANGED: i32 = 45;
/// A sentence is tried only where this share of its neighbouring characters, in percent, stands in the text too.
const FEWEST_SHARED: usize = 35;

/// So many sentences are tried one by one. Of more, those that are worded alike are looked at together first, or each paragraph
/// of a document of hundreds of codes would be aligned with each of its sentences.
const MOST_BY_THEMSELVES: usize = 64;

/// What speaks for a row of which the text before does not speak: more than one other number, less than another name.
const STRAY: i32 = 5;

/// What was read before a text.
#[derive(Debug, Clone, Default)]
pub struct ReadBefore {
    /// The row of which the last sentence speaks.
    row: Option<RowKey>,
    /// The sentences.
    keys: FxHashSet<TextKey>,
}

/// What stands in a text where the sentence of the template has its pieces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// Place of the sentence among those that were tried.
    pub paragraph: usize,
    /// For each of its pieces where it stands in the text, in characters; `None` where it does not.
    pub spans: Vec<Option<Range<usize>>>,
    /// Where it stands in the text, in characters.
    pub range: Range<usize>,
    /// How much had to be changed, and how much stands in slots for words.
    cost: i32,
    /// How much had to be changed.
    changed: i32,
}

/// Sentences in which texts are looked for.
pub struct Reader<'a> {
    words: &'a Words,
    sentences: Vec<Sentence>,
    /// The neighbouring characters that must be so, each that is had by some sentence once: sentences of two projects often
    /// differ in names and figures alone.
    shapes: Vec<Vec<(char, char)>>,
    /// The names and figures of all sentences, numbered.
    own: FxHashMap<TokenKind, usize>,
    /// Which sentences are worded alike, where there are very many.
    wordings: Option<Wordings>,
}

/// A sentence. What is worded alike for every project is one sentence of many paragraphs: it need be read only once.
struct Sentence {
    patterns: Vec<Pattern>,
    pieces: usize,
    /// The pieces that are slots for words.
    free: FxHashSet<usize>,
    /// Which of the shapes it has.
    shape: usize,
    /// The tokens of its names, and the figures that are expected, by their numbers among those of all sentences, with what it
    /// costs at the least where one does not stand in a text.
    own: Vec<(usize, i32)>,
    weight: i32,
    /// How many cuts its own words have.
    cuts: usize,
    paragraphs: Vec<Worded>,
}

/// A paragraph of a sentence.
struct Worded {
    /// Place among all paragraphs.
    place: usize,
    key: TextKey,
    /// Whether it names its row.
    is_named: bool,
}

/// A sentence that a text was found to be.
struct Found<'r> {
    sentence: &'r Sentence,
    key: &'r TextKey,
    reading: Reading,
}

impl<'a> Reader<'a> {
    /// A reader of those of `paragraphs` that `is_candidate` chooses.
    pub fn new(words: &'a Words, paragraphs: &[Paragraph], is_candidate: impl Fn(&Paragraph) -> bool) -> Self {
        let mut sentences: Vec<Sentence> = Vec::new();
        let mut known: FxHashMap<(Vec<Pattern>, usize), usize> = FxHashMap::default();
        let (mut shapes, mut known_shapes) = (Vec::new(), FxHashMap::default());
        let mut own = FxHashMap::default();
        let mut tokenizer = Tokenizer::new(words);
        for (place, paragraph) in paragraphs.iter().enumerate().filter(|(_, paragraph)| is_candidate(paragraph)) {
            let worded = (tokenizer.of_pieces(&paragraph.pieces), paragraph.pieces.len());
            let sentence = *known.entry(worded).or_insert_with_key(|(patterns, pieces)| {
                let shape = *known_shapes.entry(tokens::required_pairs(patterns)).or_insert_with_key(|pairs| {
                    shapes.push(pairs.clone());
                    shapes.len() - 1
                });
                sentences.push(Sentence::new(patterns.clone(), *pieces, shape, &mut own));
                sentences.len() - 1
            });
            let is_named = paragraph.pieces.iter().any(tokens::is_row_name);
            sentences[sentence].paragraphs.push(Worded { place, key: paragraph.key.clone(), is_named });
        }
        let wordings = (sentences.len() > MOST_BY_THEMSELVES).then(|| Wordings::new(&sentences));
        Self { words, sentences, shapes, own, wordings }
    }

    /// The sentence that `text` is, if it is one, after what was read `before`.
    pub fn read(&self, text: &str, before: &ReadBefore) -> Option<Reading> {
        self.best(&tokens::of_text(self.words, text), before.context()).map(|found| found.reading)
    }

    /// The sentence that `tokens` are.
    fn best(&self, tokens: &[Token], context: Context<'_>) -> Option<Found<'_>> {
        let mut best: Option<((i32, usize), Found<'_>)> = None;
        let of_slots: i32 = tokens.iter().map(align::take).sum();
        let text = Aligned::new(tokens);
        let least = self.wordings.as_ref();
        let least = least.map(|wordings| LeastCosts::new(wordings, &self.sentences, &text, of_slots));
        let said = Said::new(tokens, &self.own);
        for (place, sentence) in self.alike(tokens, &said, least.as_ref()) {
            let most = sentence.most(MOST_CHANGED, of_slots);
            let most = best.as_ref().map_or(most, |((lowest, _), _)| most.min(lowest / 2));
            if least.as_ref().is_some_and(|least| !least.allow(place, said.missing(sentence), most)) {
                continue;
            }
            // Most texts are their sentence nearly word by word, and that is soon found.
            let plain = most.min(sentence.most(split::PLAIN, of_slots));
            let reading = sentence.read(&text, plain);
            let reading = reading.or_else(|| if plain < most { sentence.read(&text, most) } else { None });
            let Some(reading) = reading else { continue };
            if sentence.weight == 0 || reading.changed > sentence.most(MOST_CHANGED, 0) {
                continue;
            }
            let likeliest = sentence.paragraphs.iter().map(|paragraph| (context.stray(paragraph), paragraph));
            let Some((stray, paragraph)) = likeliest.min_by_key(|(stray, paragraph)| (*stray, paragraph.place)) else {
                continue;
            };
            let cost = (reading.cost * 2 + stray, paragraph.place);
            if best.as_ref().is_none_or(|(lowest, _)| cost < *lowest) {
                let reading = Reading { paragraph: paragraph.place, ..reading };
                best = Some((cost, Found { sentence, key: &paragraph.key, reading }));
            }
        }
        best.map(|(_, found)| found)
    }

    /// The sentences that `tokens` may be, with their places. Those come first that have the most of what is `said` there: what
    /// costs more than a likely one need not be aligned to the end.
    fn alike(&self, tokens: &[Token], said: &Said, least: Option<&LeastCosts<'_>>) -> Vec<(usize, &Sentence)> {
        let (pairs, cuts) = (tokens::pairs(tokens), split::cuts_in(tokens));
        let mut resembled: Vec<Option<Option<usize>>> = vec![None; self.shapes.len()];
        let mut resembles =
            |shape: usize| *resembled[shape].get_or_insert_with(|| resembles(&self.shapes[shape], &pairs));
        let may_be = self.sentences.iter().enumerate().filter(|(_, sentence)| sentence.may_be(tokens.len(), cuts));
        let alike = may_be.filter_map(|(place, sentence)| Some((resembles(sentence.shape)?, (place, sentence))));
        let mut alike: Vec<_> =
            alike.filter(|(_, (place, _))| least.is_none_or(|least| least.allow_some(*place))).collect();
        alike.sort_by_cached_key(|(shared, (_, sentence))| Reverse((*shared, said.own(sentence))));
        alike.into_iter().map(|(_, sentence)| sentence).collect()
    }
}

/// Which names and figures of sentences a text has.
struct Said(Vec<bool>);

impl Said {
    fn new(tokens: &[Token], own: &FxHashMap<TokenKind, usize>) -> Self {
        let mut is_said = vec![false; own.len()];
        tokens.iter().filter_map(|token| own.get(&token.kind)).for_each(|&own| is_said[own] = true);
        Self(is_said)
    }

    /// How many of those of `sentence`.
    fn own(&self, sentence: &Sentence) -> usize {
        sentence.own.iter().filter(|(own, _)| self.0[*own]).count()
    }

    /// What it costs at the least that others of `sentence` are not there.
    fn missing(&self, sentence: &Sentence) -> i32 {
        sentence.own.iter().filter(|(own, _)| !self.0[*own]).map(|(_, least)| least).sum()
    }
}

/// How many of a hundred of the neighbouring characters of `shape` stand in the text; `None` where they are too few.
fn resembles(shape: &[(char, char)], text: &FxHashSet<(char, char)>) -> Option<usize> {
    let shared = shape.iter().filter(|pair| text.contains(pair)).count() * 100;
    let are_enough = shared >= shape.len() * FEWEST_SHARED;
    are_enough.then(|| shared.checked_div(shape.len()).unwrap_or_default())
}

/// What was read before a stretch of a text.
#[derive(Clone, Copy)]
struct Context<'b> {
    row: Option<&'b RowKey>,
    keys: &'b FxHashSet<TextKey>,
}

impl ReadBefore {
    /// Before a text that stands in the place of a sentence of `row`.
    pub fn of_row(row: Option<&RowKey>) -> Self {
        Self { row: row.cloned(), keys: FxHashSet::default() }
    }

    /// Adds the sentence `key`.
    pub fn add(&mut self, key: &TextKey) {
        self.row.clone_from(&key.row);
        self.keys.insert(key.clone());
    }

    fn context(&self) -> Context<'_> {
        Context { row: self.row.as_ref(), keys: &self.keys }
    }
}

impl Context<'_> {
    /// What speaks against `paragraph`. Lines that are alike for every project belong to the one that was named before; a
    /// line that names its own is as likely to begin another. Of two projects of one name each has its own lines.
    fn stray(self, paragraph: &Worded) -> i32 {
        let own = &paragraph.key.row;
        let is_other = self.row.is_some() && own.is_some() && own.as_ref() != self.row;
        let stray = if is_other && !paragraph.is_named { STRAY } else { 0 };
        stray + i32::from(own.is_some() && self.keys.contains(&paragraph.key))
    }
}

/// What stands in `text` as `paragraph`, however little it is like it.
pub fn read_as(words: &Words, text: &str, paragraph: &Paragraph) -> Reading {
    let patterns = Tokenizer::new(words).of_pieces(&paragraph.pieces);
    let sentence = Sentence::new(patterns, paragraph.pieces.len(), 0, &mut FxHashMap::default());
    sentence.read(&Aligned::new(&tokens::of_text(words, text)), i32::MAX).unwrap_or_default()
}

impl Sentence {
    /// The sentence of `patterns`, of which the names and figures get their numbers among `all_own`.
    fn new(patterns: Vec<Pattern>, pieces: usize, shape: usize, all_own: &mut FxHashMap<TokenKind, usize>) -> Self {
        let mut number = |own: TokenKind| -> usize {
            let next = all_own.len();
            *all_own.entry(own).or_insert(next)
        };
        let own =
            patterns.iter().filter_map(|pattern| Some((number(pattern.own()?), align::missing(pattern)))).collect();
        let free = patterns.iter().filter(|pattern| pattern.kind == PatternKind::Anything);
        let free = free.map(|pattern| pattern.piece).collect();
        let weight = patterns.iter().map(Pattern::weight).sum();
        let cuts = patterns.iter().filter_map(Pattern::required).filter(|c| split::is_cut(*c)).count();
        Self { patterns, pieces, free, shape, own, weight, cuts, paragraphs: Vec::new() }
    }

    /// Whether a text of so many tokens with so many cuts is neither far too short nor far too long.
    fn may_be(&self, tokens: usize, cuts: usize) -> bool {
        let own = self.patterns.len() - self.free.len();
        let has_slots = !self.free.is_empty();
        let is_long_enough = tokens * 3 >= own;
        let is_short_enough = has_slots || tokens <= own * 2 + 20;
        is_long_enough && is_short_enough && cuts <= self.cuts + if has_slots { split::CUTS_IN_SLOTS } else { 2 }
    }

    /// What a text may cost to be this sentence, `changed` percent of its weight beside what stands in slots, which may be all of
    /// what costs `of_slots` there.
    fn most(&self, changed: i32, of_slots: i32) -> i32 {
        self.weight * changed / 100 + if self.free.is_empty() { 0 } else { of_slots }
    }

    /// What `text` is as this sentence, whichever of its paragraphs; `None` where that costs more than `most`.
    fn read(&self, text: &Aligned<'_>, most: i32) -> Option<Reading> {
        let (cost, places) = align::align(&self.patterns, text, most)?;
        let tokens = text.tokens;
        let mut spans: Vec<Option<Range<usize>>> = vec![None; self.pieces];
        let mut changed = cost;
        for (piece, token) in places {
            if self.free.contains(&piece) {
                changed -= align::take(&tokens[token]);
            }
            let found = &tokens[token].range;
            let span = spans[piece].get_or_insert_with(|| found.clone());
            *span = span.start.min(found.start)..span.end.max(found.end);
        }
        let start = tokens.first().map_or(0, |token| token.range.start);
        let range = start..tokens.last().map_or(start, |token| token.range.end);
        Some(Reading { paragraph: 0, spans, range, cost, changed })
    }
}

impl Reading {
    /// The piece of `text` at `place`.
    pub fn piece(&self, text: &str, place: usize) -> Option<String> {
        let range = self.spans.get(place)?.clone()?;
        Some(text.chars().skip(range.start).take(range.len()).collect())
    }

    /// The word or the figure that the piece of `text` at `place` is: a justified line has blanks within them.
    pub fn word(&self, text: &str, place: usize) -> Option<String> {
        Some(spelling::plain(&self.piece(text, place)?).collect())
    }

    /// Where the piece at `place` should stand, if it does not: after the one before it.
    pub fn gap(&self, place: usize) -> Range<usize> {
        let before = self.spans[..place].iter().rev().flatten().next();
        let at = before.map_or(self.range.start, |span| span.end);
        at..at
    }
}

/// Whether the piece is a name that a reader would take for the one that it should be only if it is written so.
pub fn is_name(piece: &Piece) -> bool {
    tokens::is_name(piece)
}
