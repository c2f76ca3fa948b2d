//! Amounts, shares, growth, directions, names and years in free texts against the facts (F19 to F25).

use rust_decimal::{Decimal, RoundingStrategy};

use super::Checker;
use super::change::Right;
use super::told::{FreeText, Told, number};
use super::units::InOwnUnit;
use crate::audit::finding::Finding;
use crate::audit::rules::{
    AMOUNT_TEXT, CUT_FIGURE, DIRECTION_TEXT, FROM_NOTHING, GROWTH_TEXT, LISTED_NAMES, PRIOR_TEXT, SHARE_TEXT,
};
use crate::audit::said_of::{self, Known, Said, SaidOf, may_say};
use crate::audit::text::Text;
use crate::disclosure::{Amount, CellKey, Interval};
use crate::evaluate::CellIndex;
use crate::form::template::{Condition, MeasureKind, Variant, Word};
use crate::narrative::reading::{Reading, is_name};
use crate::narrative::{Figure, Paragraph, Piece, growth, percent_text};
use crate::spelling;
use crate::states::State;

/// A piece of a sentence that a free text is.
#[derive(Clone, Copy)]
pub(super) struct PieceRead<'t> {
    pub free: &'t FreeText,
    pub paragraph: &'t Paragraph,
    pub reading: &'t Reading,
    /// Its place among the pieces of the paragraph.
    pub place: usize,
}

/// What a sentence says of a change before the piece that is looked at.
#[derive(Default)]
struct Change {
    difference: Option<Decimal>,
    /// The place of that among the pieces.
    difference_at: usize,
    is_up: Option<bool>,
    /// Whether its first word of direction was already called wrong.
    is_told: bool,
    /// The place of that word among the pieces.
    moves_at: usize,
    /// The amount that the sentence says in place of its table's, and of which cells.
    other: Option<(Vec<CellKey>, Interval)>,
}

impl Checker<'_> {
    pub(super) fn facts(self, told: &Told, findings: &mut Vec<Finding>) {
        for (free, paragraph, reading) in told.read().filter(|(_, paragraph, _)| self.is_known(paragraph)) {
            let mut change = Change::default();
            for (place, piece) in paragraph.pieces.iter().enumerate() {
                let read = PieceRead { free, paragraph, reading, place };
                let Some(said) = reading.piece(&free.text, place) else {
                    findings.extend(self.left_out(read));
                    continue;
                };
                let said_plainly = || spelling::plain(&said).collect::<String>();
                let finding = match piece {
                    Piece::Figure(figure) => self.figure(read, figure, &said_plainly(), &mut change),
                    Piece::Word { word, text } if !is_name(piece) => self.counted(read, *word, text, &said_plainly()),
                    Piece::Word { word, text } => self.name(read, *word, text, &said),
                    _ => None,
                };
                findings.extend(finding);
            }
        }
    }

    /// Whether the document has what decides how the paragraph is worded: without its performance tables nobody knows how
    /// many there are.
    fn is_known(self, paragraph: &Paragraph) -> bool {
        let counts_tables = |variant: &Variant| variant.when.contains(&Condition::Whole);
        let template = || self.template.paragraph(&paragraph.key.id);
        let is_of_tables = || template().is_some_and(|template| template.variants.iter().any(counts_tables));
        !(self.evaluated.disclosure.lacks_performance() && is_of_tables())
    }

    /// Whether the tables of which the figure speaks are in the document.
    fn is_there(self, figure: &Figure) -> bool {
        let state = |key: &CellKey| self.evaluated.states().of_table(self.evaluated.form, key.table);
        !figure.of.cells.iter().any(|key| state(key) == State::Absent)
    }

    fn figure(self, read: PieceRead<'_>, figure: &Figure, said: &str, change: &mut Change) -> Option<Finding> {
        if !self.is_there(figure) {
            return None;
        }
        if let MeasureKind::Moves | MeasureKind::Grows = figure.kind {
            return self.direction(read, figure, said, change);
        }
        let stated = match self.in_own_unit(read, figure, number(said)?) {
            InOwnUnit::Stated(stated) => stated,
            InOwnUnit::Wrong(finding) => return Some(*finding),
        };
        if figure.kind == MeasureKind::Difference {
            (change.difference, change.difference_at) = (Some(stated), read.place);
        }
        if figure.kind == MeasureKind::Difference && self.comes_from_nothing(figure, stated, change) {
            let message = format!("本年是 0.00，不可能比上年增加 {said}。");
            return Some(self.finding(read, FROM_NOTHING, &message, figure.text.as_deref()));
        }
        let known = figure.text.clone().zip(figure.exact);
        let is_implied = known.is_none();
        let (expected, exact) = known.or_else(|| self.implied(figure, change))?;
        let last = change.last(self, figure);
        if number(&expected) == Some(stated) || self.is_explained(figure, stated, last) {
            return None;
        }
        // What follows from the other amount that the sentence says is wrong because of it, and told with it.
        let follows = |(cells, now): &(Vec<CellKey>, Interval)| {
            *cells == figure.of.cells && self.may_say(figure, *now, stated, last)
        };
        if change.other.as_ref().is_some_and(follows) {
            return None;
        }
        if is_implied && let Some(finding) = self.mistyped_difference(read, figure, (stated, exact), change) {
            return Some(finding);
        }
        let (rule, message) = message(figure, &expected, exact, stated);
        let finding = self.finding(read, rule, &message, Some(&expected));
        if figure.kind != MeasureKind::Amount {
            return Some(finding);
        }
        let unit = &self.evaluated.form.text_unit;
        let amount = unit.amount(stated).ok();
        change.other = amount.map(|amount| (figure.of.cells.clone(), Interval::of_shown(unit.shown(amount), unit)));
        Some(self.with_amounts(finding, figure, stated))
    }

    /// Whether rounding explains `stated`: some amounts behind the printed figures have it. A single amount is a copy and
    /// must be what its table prints. `last` is what is known of last year's amount.
    pub(super) fn is_explained(self, figure: &Figure, stated: Decimal, last: Option<Interval>) -> bool {
        let is_copy = figure.kind == MeasureKind::Amount && figure.of.cells.len() < 2;
        !is_copy && self.may_say(figure, figure.of.now_printed, stated, last)
    }

    /// Whether the figure may be printed as `stated` where this year's amount is `now`, and last year's `last`.
    fn may_say(self, figure: &Figure, now: Interval, stated: Decimal, last: Option<Interval>) -> bool {
        may_say(figure, &self.evaluated.form.text_unit, Known { now, last, ..Known::of(figure) }, stated)
    }

    /// Growth that follows from the amount and from the difference that the text itself gives.
    fn implied(self, figure: &Figure, change: &Change) -> Option<(String, Decimal)> {
        if figure.kind != MeasureKind::Growth {
            return None;
        }
        let unit = &self.evaluated.form.text_unit;
        let difference = unit.amount(change.difference?).ok()?;
        let now = unit.shown(figure.of.now);
        let last = if change.is_up? { now - difference } else { now + difference };
        let exact = growth(now, last);
        Some((percent_text(exact), exact))
    }

    /// That the difference before a percentage is wrong and not the percentage, where both are known by the sentence alone.
    fn mistyped_difference(
        self,
        read: PieceRead<'_>,
        figure: &Figure,
        (growth, expected_growth): (Decimal, Decimal),
        change: &Change,
    ) -> Option<Finding> {
        let unit = &self.evaluated.form.text_unit;
        let (difference, is_up) = (change.difference?, change.is_up?);
        let now = unit.shown(figure.of.now);
        let told = super::change::Told { now, difference, is_up, growth, expected_growth };
        let (about, right) = match super::change::right_difference(told, unit)? {
            Right::Exactly(right) => ("", right),
            Right::About(right) => ("约 ", right),
        };
        let right = unit.text(right);
        let message = format!("与上年预算的差额应是 {about}{right}：本年 {}，增减 {growth}%。", unit.text(now));
        let at = PieceRead { place: change.difference_at, ..read };
        let finding = self.finding(at, PRIOR_TEXT, &message, Some(right.as_str()).filter(|_| about.is_empty()));
        // It is the percentage that says so.
        Some(finding.saying(self.said_of(read)))
    }

    /// Whether an amount that is nothing is said to have grown.
    fn comes_from_nothing(self, figure: &Figure, stated: Decimal, change: &Change) -> bool {
        // That it fell by all that it was is a direction that is reversed.
        let is_reversed = change.is_told && figure.text.as_deref().and_then(number) == Some(stated);
        figure.of.now.is_zero() && !stated.is_zero() && change.is_up == Some(true) && !is_reversed
    }

    fn direction(self, read: PieceRead<'_>, figure: &Figure, said: &str, change: &mut Change) -> Option<Finding> {
        let words = &self.template.words;
        if !words.unchanged.is_empty() && (said == words.unchanged || figure.text.as_ref() == Some(&words.unchanged)) {
            return self.no_change(read, figure, said, change);
        }
        let is_up = said == words.up.0 || said == words.up.1;
        let before = change.is_up;
        if figure.kind == MeasureKind::Moves {
            (change.is_up, change.moves_at) = (Some(is_up), read.place);
        }
        let word = |is_up: bool| match (figure.kind, is_up) {
            (MeasureKind::Moves, true) => &words.up.0,
            (MeasureKind::Moves, false) => &words.down.0,
            (_, true) => &words.up.1,
            (_, false) => &words.down.1,
        };
        let had_something = figure.of.last.is_some_and(|last| !last.is_zero());
        if figure.kind == MeasureKind::Moves && figure.of.now.is_zero() && is_up && !had_something {
            // What is said to have grown to nothing from nothing is told of at the difference.
            return None;
        }
        if figure.kind == MeasureKind::Grows && change.is_told && before == Some(is_up) {
            return None;
        }
        let expected = match (&figure.text, before) {
            (Some(text), _) => text.clone(),
            (None, Some(before)) if figure.kind == MeasureKind::Grows => word(before).clone(),
            _ => return None,
        };
        let should_be_up = expected == words.up.0 || expected == words.up.1;
        // Where rounding leaves both directions open, the two words still say one of them.
        let is_mixed = figure.kind == MeasureKind::Grows && before == Some(!is_up) && !change.is_told;
        if is_mixed && may_move(figure, is_up) && may_move(figure, !is_up) {
            let (place, expected) = match should_be_up == is_up {
                true => (change.moves_at, if is_up { &words.up.0 } else { &words.down.0 }),
                false => (read.place, &expected),
            };
            let message = format!("增减写反了：与同一句里的另一个词不一致，应是“{expected}”。");
            return Some(self.finding(PieceRead { place, ..read }, DIRECTION_TEXT, &message, Some(expected)));
        }
        if should_be_up == is_up || may_move(figure, is_up) {
            return None;
        }
        change.is_told = true;
        let message = match figure.of.last {
            Some(last) => {
                let unit = &self.evaluated.form.text_unit;
                let (now, last) = (unit.text(figure.of.now), unit.text(last));
                format!("增减写反了：本年 {now}，上年 {last}，应是“{expected}”。")
            }
            None => format!("与前面的增减不一致，应是“{expected}”。"),
        };
        Some(self.finding(read, DIRECTION_TEXT, &message, Some(&expected)))
    }

    /// Whether nothing changed, where the text says that it did not, or the tables do.
    fn no_change(self, read: PieceRead<'_>, figure: &Figure, said: &str, change: &mut Change) -> Option<Finding> {
        let words = &self.template.words;
        let is_said = said == words.unchanged;
        if figure.kind == MeasureKind::Moves {
            change.is_up = (!is_said).then(|| said == words.up.0);
            change.moves_at = read.place;
        }
        let (expected, last) = (figure.text.as_ref()?, figure.of.last?);
        let apart = figure.of.now_printed.minus(figure.of.last_printed?);
        let is_possible = match is_said {
            true => apart.meets(Interval::default()),
            false => may_move(figure, said == words.up.0 || said == words.up.1),
        };
        if said == expected || is_possible {
            return None;
        }
        change.is_told = true;
        let unit = &self.evaluated.form.text_unit;
        let (now, last) = (unit.text(figure.of.now), unit.text(last));
        let message = format!("增减写反了：本年 {now}，上年 {last}，应是“{expected}”。");
        Some(self.finding(read, DIRECTION_TEXT, &message, Some(expected)))
    }

    /// Years and numbers of tables.
    fn counted(self, read: PieceRead<'_>, word: Word, expected: &str, said: &str) -> Option<Finding> {
        if matches!(word, Word::Ordinal) || number(said)? == number(expected)? {
            return None;
        }
        let (rule, message) = match word {
            Word::Year | Word::LastYear => (crate::audit::rules::YEAR, format!("应是 {expected} 年。")),
            _ => (AMOUNT_TEXT, format!("应是 {expected}。")),
        };
        Some(self.finding(read, rule, &message, Some(expected)))
    }

    /// Names in a list that a text leaves out.
    fn left_out(self, PieceRead { free, paragraph, reading, place }: PieceRead<'_>) -> Option<Finding> {
        let Piece::Word { word: Word::Name | Word::Path, text } = &paragraph.pieces[place] else { return None };
        let message = format!("没有写“{text}”，表里有它。");
        let written = Text::new(free.place.clone(), &free.text);
        Some(written.finding(self.evaluated, LISTED_NAMES, reading.gap(place), &message, None))
    }

    /// A finding about a piece; `mended` is what should stand there.
    pub(super) fn finding(self, read: PieceRead<'_>, rule: &str, message: &str, mended: Option<&str>) -> Finding {
        let PieceRead { free, reading, place, .. } = read;
        let written = Text::new(free.place.clone(), &free.text);
        let range = reading.spans[place].clone().unwrap_or_else(|| reading.gap(place));
        let repair = mended.map(|mended| ("改成一致", mended));
        written.finding(self.evaluated, rule, range, message, repair).saying(self.said_of(read))
    }

    /// What a piece says of cells; `None` where it says nothing of any.
    fn said_of(self, PieceRead { free, paragraph, reading, place }: PieceRead<'_>) -> Option<SaidOf> {
        let Piece::Figure(figure) = paragraph.pieces.get(place)? else { return None };
        let said =
            |place: usize| reading.piece(&free.text, place).map(|said| spelling::plain(&said).collect::<String>());
        let words = &self.template.words;
        let is_up = |word: String| word == words.up.0 || word == words.up.1;
        let own = match figure.kind {
            MeasureKind::Moves | MeasureKind::Grows => Said::Upwards(is_up(said(place)?)),
            _ => Said::Figure(number(&said(place)?)?),
        };
        let is_of =
            |kind: MeasureKind| move |piece: &Piece| matches!(piece, Piece::Figure(figure) if figure.kind == kind);
        // What stands before another amount is the change of that.
        let from = paragraph.pieces[..place].iter().rposition(is_of(MeasureKind::Amount)).unwrap_or(0);
        let before = |kind: MeasureKind| {
            let found = paragraph.pieces[from..place].iter().rposition(is_of(kind))?;
            said(from + found)
        };
        let unit = &self.evaluated.form.text_unit;
        let size = before(MeasureKind::Difference).and_then(|size| unit.amount(number(&size)?).ok());
        let size = size.map(|size| Interval::of_shown(unit.shown(size), unit));
        let change = size.zip(before(MeasureKind::Moves)).map(|(size, word)| size.signed(!is_up(word)));
        Some(SaidOf { figure: figure.clone(), said: own, change })
    }

    /// `finding` with the cells and the amounts that it compares.
    pub(super) fn with_amounts(self, finding: Finding, figure: &Figure, stated: Decimal) -> Finding {
        let unit = &self.evaluated.form.text_unit;
        let cells: Vec<CellIndex> = figure.of.cells.iter().filter_map(|key| self.evaluated.find(key)).collect();
        let expected = unit.shown(figure.of.now);
        let stated = unit.amount(stated).ok();
        let difference = stated.map(|stated: Amount| stated - expected);
        Finding { first_side: 0, cells, stated, expected: Some(expected), difference, ..finding }
    }
}

/// Whether the amounts behind the printed figures may differ in the direction that is told.
fn may_move(figure: &Figure, is_up: bool) -> bool {
    figure.of.last_printed.is_some_and(|last| said_of::may_move(figure.of.now_printed, last, is_up))
}

impl Change {
    /// What is known of last year's amount of `figure`: last year's figure itself, or what the difference that the text
    /// gives leaves of this year's.
    fn last(&self, checker: Checker<'_>, figure: &Figure) -> Option<Interval> {
        let unit = &checker.evaluated.form.text_unit;
        figure.of.last_printed.or_else(|| {
            let difference = Interval::of_shown(unit.shown(unit.amount(self.difference?).ok()?), unit);
            Some(figure.of.now_printed.plus(difference.signed(self.is_up?)))
        })
    }
}

/// Which rule a figure breaks, and in which words.
pub(super) fn message(figure: &Figure, expected: &str, exact: Decimal, stated: Decimal) -> (&'static str, String) {
    let is_percent = matches!(figure.kind, MeasureKind::Share | MeasureKind::Growth);
    let sign = if is_percent { "%" } else { "" };
    let is_cut = |decimals: u32| exact.abs().round_dp_with_strategy(decimals, RoundingStrategy::ToZero) == stated;
    if stated.scale() <= 2 && exact.scale() > stated.scale() && is_cut(stated.scale()) {
        let places = match expected.split_once('.').map_or(0, |(_, decimals)| decimals.len()) {
            0 => "整数",
            1 => "一位小数",
            _ => "两位小数",
        };
        return (CUT_FIGURE, format!("应四舍五入到{places}，是 {expected}{sign}，不能截去尾数。"));
    }
    match figure.kind {
        MeasureKind::Share => (SHARE_TEXT, format!("占比应是 {expected}%。")),
        MeasureKind::Growth => (GROWTH_TEXT, format!("增减百分比应是 {expected}%（差额除以上年数）。")),
        MeasureKind::Difference => (PRIOR_TEXT, format!("与上年预算的差额应是 {expected}。")),
        _ => (AMOUNT_TEXT, format!("表里是 {expected}。")),
    }
}
