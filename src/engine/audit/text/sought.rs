//! What is looked for in texts.

use std::sync::LazyLock;

use regex::{Captures, Match, Regex};

use super::Text;

/// A regular expression, and what stands in every text in which it finds something. Whether that does, is told of a text at
/// once, and of most texts it is not so: these are not searched, nor is the expression compiled for them.
pub(super) struct Sought {
    regex: LazyLock<Regex>,
    needs: Needs,
}

/// What stands in a text at least.
#[derive(Clone, Copy)]
pub(super) struct Needs {
    /// So many digits.
    pub digits: usize,
    /// A Latin capital letter.
    pub capital: bool,
    /// One of these words, with characters of half width; of none of them whatever there is.
    pub one_of: &'static [&'static str],
}

impl Needs {
    pub const NOTHING: Self = Self { digits: 0, capital: false, one_of: &[] };
}

impl Sought {
    pub const fn new(regex: fn() -> Regex, needs: Needs) -> Self {
        Self { regex: LazyLock::new(regex), needs }
    }

    fn may_be_in(&self, text: &Text<'_>) -> bool {
        let Needs { digits, capital, one_of } = self.needs;
        let may_be = text.digits >= digits
            && (text.has_capital || !capital)
            && (one_of.is_empty() || one_of.iter().any(|word| text.has(word)));
        debug_assert!(may_be || !self.regex.is_match(&text.plain), "{} stands in {}", *self.regex, text.plain);
        may_be
    }
}

impl Text<'_> {
    /// Where `sought` stands in `plain`.
    pub(super) fn find<'t>(&'t self, sought: &'t Sought) -> impl Iterator<Item = Match<'t>> {
        sought.may_be_in(self).then(|| sought.regex.find_iter(&self.plain)).into_iter().flatten()
    }

    /// The same with its groups, for which room is made only in the few texts that have it.
    pub(super) fn captures<'t>(&'t self, sought: &'t Sought) -> impl Iterator<Item = Captures<'t>> {
        let is_there = sought.may_be_in(self) && sought.regex.is_match(&self.plain);
        is_there.then(|| sought.regex.captures_iter(&self.plain)).into_iter().flatten()
    }
}
