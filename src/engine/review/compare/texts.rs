//! Texts that differ.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::rows::RowMatch;
use super::{ComparedText, TextDifference, likeness, performance};
use crate::audit::part_label;
use crate::disclosure::{
    CellKey, ColumnNumber, Part, RowKey, Snapshot, SnapshotParagraph, SnapshotRow, TableNumber, TextKey,
};
use crate::form::Form;
use crate::spelling;

/// Paragraphs less alike than this are not one that was changed.
const LEAST: f64 = 0.4;
/// Most pairs of paragraphs that are compared; in longer parts only equal ones are matched.
const MOST_PAIRS: usize = 40_000;

/// All texts that differ.
pub(super) fn differences(
    form: &Form,
    old: &Snapshot,
    new: &Snapshot,
    matches: &[RowMatch<'_>],
) -> Vec<TextDifference> {
    let mut found = heading(old, new);
    for table in matches {
        names(table, &mut found);
        fields(form, table, &mut found);
        note(table, &mut found);
    }
    let keys = Keys::of(form, matches);
    let mut parts: Vec<Part> = new.parts.iter().chain(&old.parts).map(|part| part.part).collect();
    parts.sort_unstable();
    parts.dedup();
    for part in parts {
        paragraphs(part, old, new, &keys, &mut found);
    }
    performance::differences(form, old, new, &mut found);
    found
}

fn text(place: ComparedText, label: impl Into<String>, old: &str, new: &str) -> Option<TextDifference> {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !spelling::is_blank(text));
    let (old, new) = (given(old), given(new));
    (old != new).then(|| TextDifference { place, label: label.into(), old, new, follows: false })
}

fn heading(old: &Snapshot, new: &Snapshot) -> Vec<TextDifference> {
    let (Some(old), Some(new)) = (&old.heading, &new.heading) else { return Vec::new() };
    let found = [
        text(ComparedText::Kind, "单位或部门", old.kind.name(), new.kind.name()),
        text(ComparedText::Body, "单位名称", &old.body, &new.body),
        text(ComparedText::Year, "年度", &old.year.to_string(), &new.year.to_string()),
    ];
    found.into_iter().flatten().collect()
}

/// Names of codes that differ; one that an import could not read is no other name.
fn names(table: &RowMatch<'_>, found: &mut Vec<TextDifference>) {
    let (Some(old), Some(new)) = (table.old, table.new) else { return };
    for (row, partner) in new.rows.iter().zip(&table.partners) {
        let Some((before, _)) = partner.map(|(place, likeness)| (&old.rows[place], likeness)) else { continue };
        if spelling::is_printed_alike(&before.code_name, &row.code_name) || before.code != row.code {
            continue;
        }
        let label = format!("表{} {} 的科目名称", new.number, row.code.map(|code| code.spaced()).unwrap_or_default());
        let (old, new_key) = (before.key.clone(), row.key.clone());
        let place = ComparedText::CodeName { table: new.number, old, new: new_key };
        found.extend(text(place, label, &before.code_name, &row.code_name));
    }
}

/// Texts and dates of rows that are in both.
fn fields(form: &Form, table: &RowMatch<'_>, found: &mut Vec<TextDifference>) {
    let (Some(old), Some(new)) = (table.old, table.new) else { return };
    for (row, partner) in new.rows.iter().zip(&table.partners) {
        let Some(before) = partner.map(|(place, _)| &old.rows[place]) else { continue };
        let columns: BTreeSet<ColumnNumber> = before.fields.keys().chain(row.fields.keys()).copied().collect();
        for column in columns {
            let text_of = |row: &SnapshotRow| row.fields.get(&column).cloned().unwrap_or_default();
            let (was, is) = (text_of(before), text_of(row));
            if spelling::is_printed_alike(&was, &is) {
                continue;
            }
            let title = form.field_of(&CellKey::new(new.number, row.key.clone(), column));
            let title = title.map_or("", |field| field.title.as_str());
            let label = format!("表{} {}（{column}）{title}", new.number, row.label());
            let (old_key, new_key) = (before.key.clone(), row.key.clone());
            let place = ComparedText::Field { table: new.number, old: old_key, new: new_key, column };
            found.extend(text(place, label, &was, &is));
        }
    }
}

fn note(table: &RowMatch<'_>, found: &mut Vec<TextDifference>) {
    let Some(number) = table.new.or(table.old).map(|table| table.number) else { return };
    let note = |table: Option<&crate::disclosure::SnapshotTable>| table.map_or("", |table| &table.note).to_owned();
    let (old, new) = (note(table.old), note(table.new));
    if !spelling::is_printed_alike(&old, &new) {
        found.extend(text(ComparedText::Note(number), format!("表{number} 下面的说明"), &old, &new));
    }
}

/// What paragraphs of the old disclosure are called in the new one, where they speak of a row.
struct Keys<'a> {
    form: &'a Form,
    /// For each row of the old tables, by the number of the new table, its key in the new one; `None` for one that is gone.
    rows: HashMap<(TableNumber, RowKey), Option<RowKey>>,
}

impl<'a> Keys<'a> {
    fn of(form: &'a Form, matches: &[RowMatch<'_>]) -> Self {
        let mut rows = HashMap::new();
        for table in matches {
            let (Some(old), Some(new)) = (table.old, table.new) else { continue };
            for (row, partner) in old.rows.iter().zip(&table.new_of_old) {
                rows.insert((new.number, row.key.clone()), partner.map(|place| new.rows[place].key.clone()));
            }
        }
        Self { form, rows }
    }

    /// What the paragraph `key` is called in the new disclosure; `None` where it speaks of a row that is not there.
    fn key(&self, key: &TextKey) -> Option<TextKey> {
        let Some(row) = &key.row else { return Some(key.clone()) };
        let template = self.form.sentences.as_ref();
        let lists = template.map_or_else(Vec::new, |template| template.lists_of(&key.id));
        let tables = lists.into_iter().map(|list| self.form.table_of(list).number);
        let mut found = tables.filter_map(|table| self.rows.get(&(table, row.clone())));
        match found.next() {
            Some(partner) => partner.clone().map(|row| TextKey { row: Some(row), ..key.clone() }),
            // What fell away since last year has no row, and its code says the same in both.
            None => Some(key.clone()).filter(|_| !matches!(row, RowKey::Project(_))),
        }
    }
}

fn paragraphs(part: Part, old: &Snapshot, new: &Snapshot, keys: &Keys<'_>, found: &mut Vec<TextDifference>) {
    let of = |snapshot: &'_ Snapshot| -> Vec<SnapshotParagraph> {
        let own = snapshot.parts.iter().find(|own| own.part == part);
        own.map_or_else(Vec::new, |own| own.paragraphs.clone())
    };
    let (old, new) = (of(old), of(new));
    for (before, after) in aligned(&old, &new, keys) {
        let place = ComparedText::Paragraph { part, old: before, new: after };
        let (a, b) = (before.map(|place| &old[place]), after.map(|place| &new[place]));
        let words =
            |paragraph: Option<&SnapshotParagraph>| paragraph.map_or("", |paragraph| &paragraph.text).to_owned();
        let (was, is) = (words(a), words(b));
        if spelling::is_printed_alike(&was, &is) {
            continue;
        }
        let number = after.or(before).unwrap_or_default() + 1;
        let label = format!("{} 第 {number} 段", part_label(part));
        let written = |paragraph: Option<&SnapshotParagraph>| paragraph.map_or("", |own| &own.written).to_owned();
        let is_generated = |paragraph: Option<&SnapshotParagraph>| paragraph.is_none_or(|own| own.key.is_some());
        let follows = is_generated(a) && is_generated(b) && written(a) == written(b);
        found.extend(text(place, label, &was, &is).map(|text| TextDifference { follows, ..text }));
    }
}

/// The places of paragraphs in the old and the new part, those that are one together, in the order of the new part.
fn aligned(
    old: &[SnapshotParagraph],
    new: &[SnapshotParagraph],
    keys: &Keys<'_>,
) -> Vec<(Option<usize>, Option<usize>)> {
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut is_used = vec![false; old.len()];
    let by_key: HashMap<TextKey, usize> = old
        .iter()
        .enumerate()
        .filter_map(|(place, paragraph)| Some((keys.key(paragraph.key.as_ref()?)?, place)))
        .collect();
    for (place, paragraph) in new.iter().enumerate() {
        let before = paragraph.key.as_ref().and_then(|key| by_key.get(key)).copied().filter(|&before| !is_used[before]);
        before.into_iter().for_each(|before| is_used[before] = true);
        partner[place] = before;
    }
    let (olds, news): (Vec<usize>, Vec<usize>) = (
        (0..old.len()).filter(|&place| !is_used[place]).collect(),
        (0..new.len()).filter(|&place| partner[place].is_none()).collect(),
    );
    for (before, after) in in_sequence(old, new, &olds, &news) {
        partner[after] = Some(before);
        is_used[before] = true;
    }
    let gone = |from: usize, is_used: &[bool]| -> Vec<(Option<usize>, Option<usize>)> {
        (from..old.len()).take_while(|&place| !is_used[place]).map(|place| (Some(place), None)).collect()
    };
    let mut pairs = gone(0, &is_used);
    for (place, before) in partner.iter().enumerate() {
        pairs.push((*before, Some(place)));
        if let Some(before) = before {
            pairs.extend(gone(before + 1, &is_used));
        }
    }
    pairs
}

/// The pairs of `olds` and `news`, in their order, that are most alike in all.
fn in_sequence(
    old: &[SnapshotParagraph],
    new: &[SnapshotParagraph],
    olds: &[usize],
    news: &[usize],
) -> Vec<(usize, usize)> {
    // What both begin and end with is one in any case; only what is between is compared.
    let is_equal = |(before, after): &(&usize, &usize)| spelling::is_same(&old[**before].text, &new[**after].text);
    let head = olds.iter().zip(news).take_while(is_equal).count();
    let tail = olds[head..].iter().rev().zip(news[head..].iter().rev()).take_while(is_equal).count();
    let ends = |places: &[usize]| -> Vec<usize> {
        places[..head].iter().chain(&places[places.len() - tail..]).copied().collect()
    };
    let equal = ends(olds).into_iter().zip(ends(news));
    let (olds, news) = (&olds[head..olds.len() - tail], &news[head..news.len() - tail]);
    if olds.len() * news.len() > MOST_PAIRS {
        return equal.chain(equal_in_sequence(old, new, olds, news)).collect();
    }
    // Likeness in all of the first i and the first j; where it came from is read off backwards.
    let width = news.len() + 1;
    let mut best = vec![0.0_f64; (olds.len() + 1) * width];
    let mut alike = vec![0.0_f64; olds.len() * news.len()];
    for (i, &before) in olds.iter().enumerate() {
        for (j, &after) in news.iter().enumerate() {
            let likeness = likeness::paragraphs(&old[before].text, &new[after].text);
            let likeness = if likeness < LEAST { 0.0 } else { likeness };
            alike[i * news.len() + j] = likeness;
            let together = if likeness > 0.0 { best[i * width + j] + likeness } else { 0.0 };
            best[(i + 1) * width + j + 1] = together.max(best[i * width + j + 1]).max(best[(i + 1) * width + j]);
        }
    }
    let (mut i, mut j) = (olds.len(), news.len());
    let mut pairs = Vec::new();
    while i > 0 && j > 0 {
        let here = best[i * width + j];
        if here == best[(i - 1) * width + j] {
            i -= 1;
        } else if here == best[i * width + j - 1] {
            j -= 1;
        } else {
            (i, j) = (i - 1, j - 1);
            pairs.push((olds[i], news[j]));
        }
    }
    equal.chain(pairs).collect()
}

/// The pairs of `olds` and `news`, in their order, that say the same: for parts that are too long to try all pairs.
fn equal_in_sequence(
    old: &[SnapshotParagraph],
    new: &[SnapshotParagraph],
    olds: &[usize],
    news: &[usize],
) -> Vec<(usize, usize)> {
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    let plain = |text: &str| -> String { spelling::plain(text).collect() };
    for &place in olds {
        places.entry(plain(&old[place].text)).or_default().push_back(place);
    }
    let mut last = None;
    let mut pairs = Vec::new();
    for &after in news {
        let Some(places) = places.get_mut(&plain(&new[after].text)) else { continue };
        while places.front().is_some_and(|&before| last.is_some_and(|last| before <= last)) {
            places.pop_front();
        }
        if let Some(before) = places.pop_front() {
            last = Some(before);
            pairs.push((before, after));
        }
    }
    pairs
}
