//! Words that come from replacing one word by another everywhere.

use aho_corasick::AhoCorasick;

/// Wrong words with what they should be.
#[derive(Debug, Clone, Default)]
pub struct Replaced {
    words: Vec<(String, String)>,
    /// Finds all of them at once: every text is looked through at every check.
    finder: Option<AhoCorasick>,
}

impl Replaced {
    pub(super) fn new(words: Vec<(String, String)>) -> Self {
        // There can be no more words than a form may be long, which is no more than the finder takes.
        let finder = AhoCorasick::new(words.iter().map(|(wrong, _)| wrong)).ok();
        Self { words, finder }
    }

    /// The wrong words in `text`: where each begins in bytes, the word, and what it should be.
    pub fn find(&self, text: &str) -> impl Iterator<Item = (usize, &str, &str)> {
        let found = self.finder.iter().flat_map(move |finder| finder.find_overlapping_iter(text));
        found.map(|found| {
            let (wrong, right) = &self.words[found.pattern().as_usize()];
            (found.start(), wrong.as_str(), right.as_str())
        })
    }
}

impl PartialEq for Replaced {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Eq for Replaced {}
