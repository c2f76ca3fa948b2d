//! Parts that say what the template says in other words or in another order: their paragraphs stand in the places of its
//! sentences, and the figures in them follow the tables.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::disclosure::{Bound, Part, RewordedPiece, Rewording, RowKey, TextKey};
use crate::evaluate::Evaluated;
use crate::form::template::Words;
use crate::narrative::reading::{Reading, read_as};
use crate::narrative::{Paragraph, Piece, missing, narrate_bound, narrate_supposed};
use crate::spelling;

/// A part as somebody wrote it.
pub(super) struct Written<'a> {
    pub part: Part,
    pub texts: &'a [String],
    /// For each of its paragraphs the sentences of the template that it holds.
    pub sentences: &'a [Vec<TextKey>],
}

/// In which order `written` speaks of projects, where the template, which words the part in `live`, has another.
pub(super) fn order(evaluated: Evaluated<'_>, written: &Written<'_>) -> Option<Vec<RowKey>> {
    let is_project = |key: &TextKey| key.row.clone().filter(|row| matches!(row, RowKey::Project(_)));
    let own = in_turn(written.sentences.iter().flatten().filter_map(is_project));
    let told = narrate_supposed(evaluated).into_iter().filter(|told| told.part == written.part).map(|told| told.key);
    let told = in_turn(told.collect::<Vec<_>>().iter().filter_map(is_project));
    let of_both: Vec<&RowKey> = told.iter().filter(|row| own.contains(row)).collect();
    let is_same = own.iter().filter(|row| told.contains(row)).eq(of_both);
    (!is_same).then_some(own)
}

/// Each once, where it comes first.
fn in_turn(rows: impl Iterator<Item = RowKey>) -> Vec<RowKey> {
    let mut turn = Vec::new();
    for row in rows {
        if !turn.contains(&row) {
            turn.push(row);
        }
    }
    turn
}

/// The paragraphs of `written` that are worded otherwise than the template does in `evaluated`, each in the place of its
/// sentence; what stands between sentences goes with the one before it, and a sentence that is not there is left out.
/// `None` where the sentences stand in another order.
pub(super) fn rewordings(evaluated: Evaluated<'_>, written: &Written<'_>) -> Option<BTreeMap<TextKey, Rewording>> {
    let told: Vec<Paragraph> =
        narrate_supposed(evaluated).into_iter().filter(|told| told.part == written.part).collect();
    let stand_for = placed(&told, written.sentences)?;
    let blank = missing(evaluated);
    let mut rewordings = BTreeMap::new();
    for (paragraph, places) in told.iter().zip(stand_for) {
        let lines: Vec<&str> = places.iter().map(|&place| written.texts[place].trim()).collect();
        let text = paragraph.text(blank);
        let own: Vec<&str> = text.lines().map(str::trim).filter(|line| !spelling::is_blank(line)).collect();
        let is_same =
            own.len() == lines.len() && own.iter().zip(&lines).all(|(own, line)| super::is_form_wording(line, own));
        if !is_same {
            rewordings.insert(paragraph.key.clone(), bound(evaluated, paragraph, &lines));
        }
    }
    Some(rewordings)
}

/// For each of the template's paragraphs the places of those that stand for it.
fn placed(told: &[Paragraph], sentences: &[Vec<TextKey>]) -> Option<Vec<Vec<usize>>> {
    let is_of = |told: &Paragraph, key: &TextKey| told.key == *key || told.slots().any(|slot| slot.key == *key);
    let found = |keys: &Vec<TextKey>| keys.iter().find_map(|key| told.iter().position(|told| is_of(told, key)));
    let found: Vec<Option<usize>> = sentences.iter().map(found).collect();
    let mut placed: Vec<Vec<usize>> = vec![Vec::new(); told.len()];
    let (mut at, mut place) = (0, 0);
    while place < found.len() {
        if let Some(found) = found[place] {
            if found < at {
                return None;
            }
            at = found;
            placed[at].push(place);
            place += 1;
            continue;
        }
        // What is no sentence: where as many sentences are missing, it stands for these, else it goes with the one before.
        let count = found[place..].iter().take_while(|found| found.is_none()).count();
        let next = found.get(place + count).copied().flatten().unwrap_or(told.len());
        let first = if placed.get(at)?.is_empty() { at } else { at + 1 };
        let is_each = next.checked_sub(first) == Some(count);
        for strange in 0..count {
            placed[if is_each { first + strange } else { at }].push(place + strange);
        }
        at = if is_each { next - 1 } else { at };
        place += count;
    }
    Some(placed)
}

/// `lines`, one of which stands for `paragraph`, with what in it says what the paragraph says bound.
fn bound(evaluated: Evaluated<'_>, paragraph: &Paragraph, lines: &[&str]) -> Rewording {
    let (Some(template), Some((_, sources))) =
        (evaluated.form.sentences.as_deref(), narrate_bound(evaluated, &paragraph.key))
    else {
        return lines.join("\n").into();
    };
    let of_line = |line: &&str| bound_in(line, paragraph, &sources, &template.words);
    let starts = lines.iter().scan(0, |end, line| {
        let start = *end;
        *end += line.len() + 1;
        Some(start)
    });
    let found = starts.zip(lines.iter().map(of_line)).max_by_key(|(_, bound)| bound.len());
    let moved = found.into_iter().flat_map(|(start, bound)| {
        bound.into_iter().map(move |piece| Bound { range: piece.range.start + start..piece.range.end + start, ..piece })
    });
    Rewording::new(lines.join("\n"), moved.collect())
}

/// What in `line` says what `paragraph` says, of whose pieces these are the `sources`.
fn bound_in(line: &str, paragraph: &Paragraph, sources: &[Option<String>], words: &Words) -> Vec<Bound> {
    let pieces = &paragraph.pieces;
    let reading = read_as(words, line, paragraph);
    let mut found: Vec<Bound> = Vec::new();
    let mut place = 0;
    while place < pieces.len().min(sources.len()) {
        let source = &sources[place];
        // A repetition is several pieces, all or none of which are bound.
        let is_repeated = source.as_ref().is_some_and(|source| source.starts_with('*'));
        let count = sources[place..].iter().take_while(|other| is_repeated && *other == source).count().max(1);
        let range = source.as_ref().and_then(|_| stretch(line, &pieces[place..place + count], &reading, place));
        if let (Some(source), Some(range)) = (source, range) {
            found.push(Bound { range, source: source.clone() });
        }
        place += count;
    }
    found
}

/// Where `pieces`, the first of which is at `place`, stand in `text`, in bytes, if they say there what they say here.
fn stretch(text: &str, pieces: &[Piece], reading: &Reading, place: usize) -> Option<Range<usize>> {
    let spans: Vec<&Range<usize>> = (place..place + pieces.len()).filter_map(|at| reading.spans[at].as_ref()).collect();
    let (start, end) = (spans.iter().map(|span| span.start).min()?, spans.iter().map(|span| span.end).max()?);
    let starts: Vec<usize> = text.char_indices().map(|(start, _)| start).chain([text.len()]).collect();
    let range = *starts.get(start)?..*starts.get(end)?;
    let own: Option<String> = pieces.iter().map(Piece::text).collect();
    spelling::is_same(&text[range.clone()], &own?).then_some(range)
}

/// Whether all figures of `rewording` are bound: none was typed that the tables may contradict one day.
pub(super) fn is_live(rewording: &Rewording) -> bool {
    rewording.pieces().into_iter().all(|piece| match piece {
        RewordedPiece::Words(words) => !spelling::tells_figure(words),
        RewordedPiece::Bound(..) => true,
    })
}
