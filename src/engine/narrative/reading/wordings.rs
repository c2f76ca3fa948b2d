//! Sentences that are worded alike: the same sentence of the template for another code or project.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use super::align::{Aligned, align};
use super::tokens::Pattern;
use super::{MOST_CHANGED, Sentence};

/// The sentences of a reader by how they are worded, whatever their names and figures.
pub(super) struct Wordings {
    /// Of each sentence the place of its wording.
    of_sentences: Vec<usize>,
    wordings: Vec<Wording>,
}

struct Wording {
    patterns: Vec<Pattern>,
    /// The place of its sentence that weighs the most, for which a text may be changed the most.
    heaviest: usize,
}

impl Wordings {
    pub fn new(sentences: &[Sentence]) -> Self {
        let mut known: FxHashMap<Vec<Pattern>, usize> = FxHashMap::default();
        let mut wordings: Vec<Wording> = Vec::new();
        let of_sentence = |(place, sentence): (usize, &Sentence)| {
            let wording = *known.entry(Pattern::of_any(&sentence.patterns)).or_insert_with_key(|patterns| {
                wordings.push(Wording { patterns: patterns.clone(), heaviest: place });
                wordings.len() - 1
            });
            let heaviest = &mut wordings[wording].heaviest;
            if sentence.weight > sentences[*heaviest].weight {
                *heaviest = place;
            }
            wording
        };
        let of_sentences = sentences.iter().enumerate().map(of_sentence).collect();
        Self { of_sentences, wordings }
    }
}

/// What a text costs as each wording before the names and figures are looked at, found out once.
pub(super) struct LeastCosts<'t> {
    wordings: &'t Wordings,
    sentences: &'t [Sentence],
    text: &'t Aligned<'t>,
    /// What it costs if slots take all of it.
    of_slots: i32,
    /// The text beside slots that cost nothing.
    changed: OnceCell<Aligned<'t>>,
    /// Of each wording that was looked at what the text costs and what of that is changed; `None` where that is too much.
    known: Vec<OnceCell<Option<[i32; 2]>>>,
}

impl<'t> LeastCosts<'t> {
    pub fn new(wordings: &'t Wordings, sentences: &'t [Sentence], text: &'t Aligned<'t>, of_slots: i32) -> Self {
        let known = wordings.wordings.iter().map(|_| OnceCell::new()).collect();
        Self { wordings, sentences, text, of_slots, changed: OnceCell::new(), known }
    }

    /// Whether the text may cost at most `most` as the sentence at `place`, where the names and figures that it lacks cost
    /// `missing`.
    pub fn allow(&self, place: usize, missing: i32, most: i32) -> bool {
        let wording = self.wordings.of_sentences[place];
        let least = self.known[wording].get_or_init(|| self.least(&self.wordings.wordings[wording]));
        let most_changed = self.sentences[place].most(MOST_CHANGED, 0);
        least.is_some_and(|[cost, changed]| cost + missing <= most && changed + missing <= most_changed)
    }

    /// Whether the text may be the sentence at `place`, as far as that can be told before its names and figures are looked at.
    pub fn allow_some(&self, place: usize) -> bool {
        self.allow(place, 0, self.sentences[place].most(MOST_CHANGED, self.of_slots))
    }

    fn least(&self, wording: &Wording) -> Option<[i32; 2]> {
        let heaviest = &self.sentences[wording.heaviest];
        let changed = self.changed.get_or_init(|| self.text.with_free_slots());
        let (changed, _) = align(&wording.patterns, changed, heaviest.most(MOST_CHANGED, 0))?;
        let (cost, _) = align(&wording.patterns, self.text, heaviest.most(MOST_CHANGED, self.of_slots))?;
        Some([cost, changed])
    }
}
