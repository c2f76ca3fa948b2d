//! The small language of sentences: fixed text with `{…}` where something stands that follows from the disclosure.
//!
//! ```text
//! {body} {year} {last_year} {kind} {n} {numeral} {name} {path}   words
//! {project_tables} {whole_tables} {carried} {granted}            of performance tables
//! {T2[total](3)}                                                 an amount, as the form writes sums of cells
//! {share T2[total](3) / T2[total](1)}                            its share
//! {difference SUM} {growth SUM} {moves SUM} {grows SUM}          against last year
//! {?reason} {?active_change|size} {?active_change|moves}         what a person fills in
//! {=total}                                                       a sum of slots
//! {*id}                                                          a repetition within the sentence
//! {@id SUM} {@id SUM / SUM}                                      a phrase
//! ```
//!
//! In a phrase `{amount}`, `{share}`, `{difference}`, `{growth}`, `{moves}` and `{grows}` speak of the phrase's sums.

use std::cell::{Cell, RefCell};

use super::super::error::{FormError, Found, SourceText, suggestion};
use super::super::{Form, ListIndex, Term, by_ids};
use super::source::{EachSource, RepeatSource};
use super::{Measure, MeasureKind, Repeat, SlotForm, SlotKind, SlotTotal, SlotView, Template, Word, Wording};

const MEASURES: [(&str, MeasureKind); 6] = [
    ("amount", MeasureKind::Amount),
    ("share", MeasureKind::Share),
    ("difference", MeasureKind::Difference),
    ("growth", MeasureKind::Growth),
    ("moves", MeasureKind::Moves),
    ("grows", MeasureKind::Grows),
];

const WORDS: [(&str, Word); 12] = [
    ("body", Word::Body),
    ("year", Word::Year),
    ("last_year", Word::LastYear),
    ("kind", Word::Kind),
    ("n", Word::Ordinal),
    ("numeral", Word::Numeral),
    ("name", Word::Name),
    ("path", Word::Path),
    ("project_tables", Word::ProjectTables),
    ("whole_tables", Word::WholeTables),
    ("carried", Word::Carried),
    ("granted", Word::Granted),
];

/// What wordings refer to.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a, 'f> {
    pub source: SourceText<'a>,
    pub form: &'f Form,
    pub phrases: &'f [(&'a str, &'a str)],
    pub repeats: &'f [RepeatSource<'a>],
    pub slots: &'f [SlotForm],
    pub totals: &'f [SlotTotal],
    /// How many pieces were read by now: phrases within phrases multiply.
    pub pieces: &'f Cell<usize>,
    /// What is wrong in wordings, each of which may have several mistakes.
    pub mistakes: &'f RefCell<Found>,
}

/// Phrases and repetitions within each other go no deeper: a deeper one speaks of itself.
const DEEPEST: u8 = 16;
/// More pieces no template has.
const MOST_PIECES: usize = 20_000;

/// Where a wording stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Standing<'f> {
    /// Id of the paragraph.
    pub paragraph: &'f str,
    /// The list whose row a cell without a row means.
    pub list: Option<ListIndex>,
    /// The sums of which a phrase speaks.
    pub sums: Option<Sums<'f>>,
    /// In how many phrases and repetitions.
    pub depth: u8,
}

/// The sums of which a phrase speaks, as they are and as the template writes them.
#[derive(Clone, Copy)]
pub(super) struct Sums<'f> {
    of: &'f [Term],
    whole: &'f [Term],
    source: &'f str,
}

impl Wording {
    /// What the template writes in braces for it; `None` for fixed words.
    pub fn source(&self, template: &Template) -> Option<String> {
        let last = |id: &str| id.rsplit('.').next().unwrap_or_default().to_owned();
        match self {
            Self::Fixed(_) => None,
            Self::Word(word) => WORDS.iter().find(|(_, known)| known == word).map(|(name, _)| (*name).to_owned()),
            Self::Measure(measure) => Some(measure.source.clone()),
            Self::Slot { id, view, .. } => Some(match view {
                SlotView::Value => format!("?{}", last(id)),
                SlotView::Size => format!("?{}|size", last(id)),
                SlotView::Moves => format!("?{}|moves", last(id)),
            }),
            Self::Total(place) => template.totals.get(*place).map(|total| format!("={}", last(&total.id))),
            Self::Repeat(repeat) => Some(format!("*{}", repeat.source)),
        }
    }
}

impl<'a> Reader<'a, '_> {
    /// The pieces of `text`, which is borrowed from the file. Its mistakes are among [`mistakes`](Self::mistakes).
    pub fn wording(&self, text: &'a str, standing: Standing<'_>) -> Result<Vec<Wording>, FormError> {
        if self.pieces.get() > MOST_PIECES {
            return Err(FormError::untold());
        }
        if standing.depth > DEEPEST {
            return Err(self.source.error(text, "这段话绕了一圈又引用自己"));
        }
        let (mut pieces, mut is_sound) = (Vec::new(), true);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            push_fixed(&mut pieces, before);
            let piece = match after.find(['{', '}']) {
                Some(end) if after[end..].starts_with('}') => {
                    let inside = &after[..end];
                    rest = &after[end + 1..];
                    self.piece(inside, standing)
                }
                end => {
                    let open = &rest[before.len()..];
                    rest = end.map_or("", |end| &after[end..]);
                    Err(self.source.error(open, "这个 { 后面缺少 }"))
                }
            };
            match piece {
                Ok(piece) => pieces.extend(piece),
                Err(error) => {
                    self.mistakes.borrow_mut().add(error);
                    is_sound = false;
                }
            }
            self.pieces.set(self.pieces.get() + 1 + pieces.len());
            if self.pieces.get() > MOST_PIECES {
                return Err(self.source.error(text, "句子太多：短语里又套短语，套得太多"));
            }
        }
        push_fixed(&mut pieces, rest);
        if is_sound { Ok(pieces) } else { Err(FormError::untold()) }
    }

    fn piece(&self, inside: &'a str, standing: Standing<'_>) -> Result<Vec<Wording>, FormError> {
        let (name, argument) = inside.split_once(' ').map_or((inside, ""), |(name, rest)| (name, rest.trim()));
        let one = |piece: Wording| Ok(vec![piece]);
        match inside.chars().next() {
            Some('?') => return one(self.slot(&inside[1..], standing)?),
            Some('=') => {
                let id = format!("{}.{}", standing.paragraph, &inside[1..]);
                let place = self.totals.iter().position(|total| total.id == id);
                let ids = self.totals.iter().map(|total| total.id.as_str());
                return place
                    .map(|place| vec![Wording::Total(place)])
                    .ok_or_else(|| self.source.error(inside, format!("totals 里没有 {id}{}", suggestion(&id, ids))));
            }
            Some('*') => return one(Wording::Repeat(self.repeat(&inside[1..], standing)?)),
            Some('@') => return self.phrase(&name[1..], argument, standing),
            Some('T' | '(' | '[' | '-') => {
                let of = self.sum(inside, standing)?;
                return one(self.amount(inside, of, standing));
            }
            _ => {}
        }
        if let Some((_, kind)) = MEASURES.iter().find(|(known, _)| *known == name) {
            return one(Wording::Measure(self.measure(*kind, inside, argument, standing)?));
        }
        let known = || WORDS.iter().map(|(word, _)| *word).chain(MEASURES.iter().map(|(measure, _)| *measure));
        match WORDS.iter().find(|(word, _)| *word == inside) {
            Some((_, word)) => one(Wording::Word(*word)),
            None if inside.contains(['[', '(']) => {
                let of = self.sum(inside, standing)?;
                one(self.amount(inside, of, standing))
            }
            None => Err(self.source.error(inside, format!("不认识 {{{inside}}}{}", suggestion(inside, known())))),
        }
    }

    fn amount(&self, inside: &'a str, of: Vec<Term>, standing: Standing<'_>) -> Wording {
        let (kind, source) = (MeasureKind::Amount, self.by_ids(inside, standing));
        Wording::Measure(Measure { kind, of, whole: Vec::new(), source })
    }

    /// `text` with ids for numbers: what is bound to it stays so when they shift.
    fn by_ids(&self, text: &'a str, standing: Standing<'_>) -> String {
        let keys = self.source.keys_of(text).unwrap_or(self.form.form_keys());
        let list = standing.list.and_then(|list| {
            let table = self.form.table_of(list);
            keys.table_named(&table.id.text)?.lists.get(list.0 - table.lists.start)
        });
        by_ids(text, keys, list)
    }

    fn measure(
        &self,
        kind: MeasureKind,
        inside: &'a str,
        argument: &'a str,
        standing: Standing<'_>,
    ) -> Result<Measure, FormError> {
        if argument.is_empty() {
            let sums = standing.sums.ok_or_else(|| self.source.error(inside, "缺少金额，例如 T2[total](3)"))?;
            let source = format!("{inside} {}", sums.source);
            return Ok(Measure { kind, of: sums.of.to_vec(), whole: sums.whole.to_vec(), source });
        }
        let (of, whole) = self.sums(argument, standing)?;
        if (kind == MeasureKind::Share) == whole.is_empty() {
            return Err(self.source.error(argument, "占比要写成 金额 / 总额，其他的只写金额"));
        }
        Ok(Measure { kind, of, whole, source: self.by_ids(inside, standing) })
    }

    /// `SUM` or `SUM / SUM`.
    fn sums(&self, text: &'a str, standing: Standing<'_>) -> Result<(Vec<Term>, Vec<Term>), FormError> {
        match text.split_once('/') {
            Some((of, whole)) => Ok((self.sum(of.trim(), standing)?, self.sum(whole.trim(), standing)?)),
            None => Ok((self.sum(text, standing)?, Vec::new())),
        }
    }

    pub(super) fn sum(&self, text: &'a str, standing: Standing<'_>) -> Result<Vec<Term>, FormError> {
        let terms = self.form.sum_at(self.source, text, standing.list)?;
        match terms.iter().all(|term| term.cell.column.is_some()) {
            true => Ok(terms),
            false => Err(self.source.error(text, "缺少列，例如 (1)")),
        }
    }

    fn slot(&self, text: &'a str, standing: Standing<'_>) -> Result<Wording, FormError> {
        let (name, view) = match text.split_once('|') {
            None => (text, SlotView::Value),
            Some((name, "size")) => (name, SlotView::Size),
            Some((name, "moves")) => (name, SlotView::Moves),
            Some(_) => return Err(self.source.error(text, "| 后面只能是 size 或 moves")),
        };
        let form = self.slots.iter().position(|slot| slot.name == name).ok_or_else(|| {
            let hint = suggestion(name, self.slots.iter().map(|slot| slot.name.as_str()));
            self.source.error(text, format!("slots 里没有 {name}{hint}"))
        })?;
        if view != SlotView::Value && self.slots[form].kind == SlotKind::Text {
            let message = format!("{name} 填写的是文字（kind: Text），没有大小和增减，不能写 |size 和 |moves");
            return Err(self.source.error(text, message));
        }
        Ok(Wording::Slot { id: format!("{}.{name}", standing.paragraph), form, view })
    }

    fn repeat(&self, id: &'a str, standing: Standing<'_>) -> Result<Repeat, FormError> {
        let written = self.repeats.iter().find(|repeat| repeat.id == id).ok_or_else(|| {
            let hint = suggestion(id, self.repeats.iter().map(|repeat| repeat.id));
            self.source.error(id, format!("repeats 里没有 {id}{hint}"))
        })?;
        let each = self.each(written.id, &written.each, standing)?;
        // Two phrases of one sentence may repeat the same of two amounts.
        let source = match (&written.each, standing.sums) {
            (EachSource::Changed(sum), Some(sums)) if is_of_phrase(sum) => format!("{id} {}", sums.source),
            _ => id.to_owned(),
        };
        let depth = standing.depth + 1;
        let inner = Standing { list: each.list().or(standing.list), depth, ..standing };
        Ok(Repeat {
            source,
            wording: self.wording(written.text, inner)?,
            each,
            separator: written.separator.to_owned(),
            none: self.wording(written.none, Standing { depth, ..standing })?,
        })
    }

    /// The amount whose change `sum` asks for: of the row where the sentence is one of rows, or of the phrase.
    pub(super) fn changed(&self, sum: &'a str, standing: Standing<'_>) -> Result<Vec<Term>, FormError> {
        match standing.sums {
            Some(sums) if is_of_phrase(sum) => Ok(sums.of.to_vec()),
            None if is_of_phrase(sum) => {
                let message = "amount 是短语后面写的金额，这里不在短语里；写成金额，例如 T2[total](3)、(1)";
                Err(self.source.error(sum, message))
            }
            _ => self.sum(sum, standing),
        }
    }

    fn phrase(&self, id: &'a str, argument: &'a str, standing: Standing<'_>) -> Result<Vec<Wording>, FormError> {
        let Some((_, text)) = self.phrases.iter().find(|(name, _)| *name == id) else {
            let hint = suggestion(id, self.phrases.iter().map(|(name, _)| *name));
            return Err(self.source.error(id, format!("phrases 里没有 {id}{hint}")));
        };
        let (of, whole) = self.sums(argument, standing)?;
        let source = self.by_ids(argument, standing);
        let sums = Some(Sums { of: &of, whole: &whole, source: &source });
        self.wording(text, Standing { sums, depth: standing.depth + 1, ..standing })
    }
}

/// Whether `sum` is the amount of which the phrase speaks.
fn is_of_phrase(sum: &str) -> bool {
    sum.trim() == "amount"
}

fn push_fixed(pieces: &mut Vec<Wording>, text: &str) {
    if !text.is_empty() {
        pieces.push(Wording::Fixed(text.to_owned()));
    }
}
