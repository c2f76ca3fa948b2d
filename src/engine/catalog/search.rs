//! Finding entries by what a person types: a code, a part of a name, initials.

use super::CatalogEntry;
use super::initials::Letters;
use crate::spelling;

/// What is compared with a query, entry by entry.
#[derive(Debug, Clone)]
pub(super) struct SearchIndex {
    entries: Vec<Indexed>,
}

#[derive(Debug, Clone)]
struct Indexed {
    digits: String,
    name: Vec<(char, Letters)>,
}

#[derive(Debug)]
pub(super) struct Query {
    words: Vec<Vec<char>>,
}

/// How a word was found, the best way first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Code,
    CodeBegins,
    NameBegins,
    NameContains,
    InitialsBegin,
    InitialsContain,
}

impl Query {
    /// Words are separated by blanks; digits with blanks between them are one code: `208 01`.
    pub(super) fn new(typed: &str) -> Self {
        let mut words: Vec<Vec<char>> = Vec::new();
        for typed in typed.split_whitespace() {
            let word: Vec<char> = searched(typed).collect();
            match words.last_mut() {
                Some(last) if is_code(last) && is_code(&word) => last.extend(word),
                _ if word.is_empty() => {}
                _ => words.push(word),
            }
        }
        Self { words }
    }
}

fn is_code(word: &[char]) -> bool {
    !word.is_empty() && word.iter().all(char::is_ascii_digit)
}

/// The characters of a name or word that are compared: no brackets or punctuation, lower case.
fn searched(text: &str) -> impl Iterator<Item = char> {
    spelling::plain(text).filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase())
}

impl SearchIndex {
    pub(super) fn new<'a>(entries: impl Iterator<Item = &'a CatalogEntry>) -> Self {
        let indexed = entries.map(|entry| Indexed {
            digits: entry.code.to_string(),
            name: searched(&entry.name).map(|c| (c, Letters::of(c))).collect(),
        });
        Self { entries: indexed.collect() }
    }

    /// Places of the entries that `query` may mean, the likeliest first, else in their own order.
    pub(super) fn find(&self, query: &Query) -> Vec<usize> {
        let found = self.entries.iter().enumerate().filter_map(|(place, entry)| Some((entry.find(query)?, place)));
        let mut found: Vec<(Option<Match>, usize)> = found.collect();
        found.sort_unstable();
        found.into_iter().map(|(_, place)| place).collect()
    }
}

impl Indexed {
    /// How the word that fits worst was found, `Some(None)` where there are no words; `None` when one does not fit.
    fn find(&self, query: &Query) -> Option<Option<Match>> {
        let mut worst = None;
        for word in &query.words {
            worst = worst.max(Some(self.find_word(word)?));
        }
        Some(worst)
    }

    fn find_word(&self, word: &[char]) -> Option<Match> {
        if is_code(word)
            && word.len() <= self.digits.len()
            && word.iter().copied().eq(self.digits.chars().take(word.len()))
        {
            return Some(if word.len() == self.digits.len() { Match::Code } else { Match::CodeBegins });
        }
        let starts = self.name.windows(word.len()).enumerate();
        let matches = starts.filter_map(|(start, part)| {
            let is_name = part.iter().zip(word).all(|((c, _), typed)| c == typed);
            let is_typed = |((c, letters), typed): (&(char, Letters), &char)| c == typed || letters.contains(*typed);
            match (is_name, start) {
                (true, 0) => Some(Match::NameBegins),
                (true, _) => Some(Match::NameContains),
                _ if !part.iter().zip(word).all(is_typed) => None,
                (false, 0) => Some(Match::InitialsBegin),
                (false, _) => Some(Match::InitialsContain),
            }
        });
        matches.min()
    }
}
