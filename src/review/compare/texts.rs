//! Texts that differ.

use std::collections::HashMap;

use super::rows::RowMatch;
use super::{ComparedText, TextDifference, likeness, performance};
use crate::audit::part_label;
use crate::disclosure::{Part, RowKey, Snapshot, SnapshotParagraph, TextKey};
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
        note(table, &mut found);
    }
    let keys = row_keys(matches);
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
        if spelling::is_same(&before.code_name, &row.code_name) || before.code != row.code {
            continue;
        }
        let label = format!("表{} {} 的科目名称", new.number, row.code.map(|code| code.spaced()).unwrap_or_default());
        let (old, new_key) = (before.key.clone(), row.key.clone());
        let place = ComparedText::CodeName { table: new.number, old, new: new_key };
        found.extend(text(place, label, &before.code_name, &row.code_name));
    }
}

fn note(table: &RowMatch<'_>, found: &mut Vec<TextDifference>) {
    let Some(number) = table.new.or(table.old).map(|table| table.number) else { return };
    let note = |table: Option<&crate::disclosure::SnapshotTable>| table.map_or("", |table| &table.note).to_owned();
    let (old, new) = (note(table.old), note(table.new));
    if !spelling::is_same(&old, &new) {
        found.extend(text(ComparedText::Note(number), format!("表{number} 下面的说明"), &old, &new));
    }
}

/// The keys that rows of the old disclosure have in the new one.
fn row_keys(matches: &[RowMatch<'_>]) -> HashMap<RowKey, RowKey> {
    let mut keys = HashMap::new();
    for table in matches {
        let (Some(old), Some(new)) = (table.old, table.new) else { continue };
        for (row, partner) in old.rows.iter().zip(&table.new_of_old) {
            let partner = partner.map(|place| new.rows[place].key.clone());
            partner.into_iter().for_each(|key| {
                keys.entry(row.key.clone()).or_insert(key);
            });
        }
    }
    keys
}

fn paragraphs(
    part: Part,
    old: &Snapshot,
    new: &Snapshot,
    keys: &HashMap<RowKey, RowKey>,
    found: &mut Vec<TextDifference>,
) {
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
        if spelling::is_same(&was, &is) {
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
    keys: &HashMap<RowKey, RowKey>,
) -> Vec<(Option<usize>, Option<usize>)> {
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut is_used = vec![false; old.len()];
    let by_key: HashMap<TextKey, usize> = old
        .iter()
        .enumerate()
        .filter_map(|(place, paragraph)| {
            let key = paragraph.key.clone()?;
            let row = key.row.map(|row| keys.get(&row).cloned().unwrap_or(row));
            Some((TextKey { row, ..key }, place))
        })
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
    let is_short = olds.len() * news.len() <= MOST_PAIRS;
    if !is_short {
        let places: HashMap<&str, usize> = olds.iter().map(|&place| (old[place].text.as_str(), place)).collect();
        let mut last = None;
        let mut pairs = Vec::new();
        for &after in news {
            let before =
                places.get(new[after].text.as_str()).copied().filter(|&before| last.is_none_or(|l| before > l));
            last = before.or(last);
            pairs.extend(before.map(|before| (before, after)));
        }
        return pairs;
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
    pairs.reverse();
    pairs
}
