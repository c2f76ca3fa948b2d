//! Checks of the sentences: what a person left empty, what a free text says against the figures (F19 to F26, F29 to
//! F34, F38, F41 to F49 and F58 to F60), and last year's figures against each other (D1 to D8).
//!
//! What the program words from figures cannot contradict them and is not compared. A paragraph that was imported or
//! rewritten is read as the sentence of the template that it is ([`told`]), and every piece of it is compared with the
//! fact of which it speaks.

mod basis;
mod change;
mod facts;
mod indicators;
mod left_out;
mod limits;
mod loose;
mod measurable;
mod names;
mod overview;
mod own_reasons;
mod performance;
mod prior;
mod products;
mod reasons;
mod restated;
mod shares;
mod slots;
mod told;
mod units;
mod unmoved;
mod wording;

use super::finding::Finding;
use crate::evaluate::Evaluated;
use crate::form::Template;
pub use own_reasons::OwnReason;
pub(super) use own_reasons::words as words_of_reason;
pub use reasons::speaks_against;
use told::Told;

/// What is needed to check sentences.
#[derive(Clone, Copy)]
struct Checker<'a> {
    evaluated: Evaluated<'a>,
    template: &'a Template,
}

/// What `evaluated` says otherwise than last year's disclosure, `last`, or as it did though the year is another.
pub(super) fn against_last_year(evaluated: Evaluated<'_>, last: Evaluated<'_>) -> Vec<Finding> {
    let mut findings = prior::against_last_year(evaluated, last);
    findings.extend(indicators::against_last_year(evaluated, last.disclosure));
    findings
}

/// What is wrong with sentences.
pub(super) struct OfSentences {
    findings: Vec<Finding>,
    /// Before which of these those about tables are told.
    tables_at: usize,
    /// The reasons that can only be those of one body.
    own_reasons: Vec<OwnReason>,
}

impl OfSentences {
    /// The same with what [`of_tables`] found, and the reasons that can only be those of one body.
    pub fn with_tables(mut self, of_tables: Vec<Finding>) -> (Vec<Finding>, Vec<OwnReason>) {
        self.findings.splice(self.tables_at..self.tables_at, of_tables);
        (self.findings, self.own_reasons)
    }
}

/// Everything that is wrong with sentences.
pub(super) fn of_sentences(evaluated: Evaluated<'_>) -> OfSentences {
    let Some(checker) = Checker::new(evaluated) else {
        return OfSentences { findings: Vec::new(), tables_at: 0, own_reasons: Vec::new() };
    };
    let told = Told::new(checker);
    let (mut findings, mut of_words) = rayon::join(|| checker.of_figures(&told), || checker.of_words(&told));
    of_words.tables_at += findings.len();
    findings.append(&mut of_words.findings);
    OfSentences { findings, ..of_words }
}

/// Everything that is wrong with performance tables and last year's figures.
pub(super) fn of_tables(evaluated: Evaluated<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(checker) = Checker::new(evaluated) {
        checker.prior(&mut findings);
        checker.performance(&mut findings);
        checker.indicators(&mut findings);
    }
    findings
}

impl<'a> Checker<'a> {
    fn new(evaluated: Evaluated<'a>) -> Option<Self> {
        Some(Self { evaluated, template: evaluated.form.sentences.as_deref()? })
    }

    /// What is wrong with the figures in sentences, and with those that a person fills in.
    fn of_figures(self, told: &Told) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.facts(told, &mut findings);
        self.loose(told, &mut findings);
        self.shares(told, &mut findings);
        self.slots(told, &mut findings);
        findings
    }

    /// What is wrong with the words of sentences.
    fn of_words(self, told: &Told) -> OfSentences {
        let mut findings = Vec::new();
        let own_reasons = self.reasons(told, &mut findings);
        self.products(told, &mut findings);
        self.wording(told, &mut findings);
        let tables_at = findings.len();
        self.left_out_sentences(told, &mut findings);
        self.overview(told, &mut findings);
        self.basis(told, &mut findings);
        OfSentences { findings, tables_at, own_reasons }
    }
}

#[cfg(test)]
mod tests;
