//! The fixed words of the two published documents: each paragraph, heading, title and head that they print is printed
//! again word by word, and nothing else is.
//!
//! `fixtures/urumqi-2025.txt` is the one; of the other `fixtures/shayibak-2025-tables.tsv` has the tables and
//! `fixtures/shayibak-2025-words.txt` what the form prescribes beside them, with `…` where its author wrote.

use std::path::Path;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::form::template::{SlotKind, Word};
use disclosure_engine::narrative::{Paragraph, Piece, narrate};
use disclosure_engine::spelling::plain;
use disclosure_export::document::{Block, Document, PrintedCell, PrintedTable};

const URUMQI: (&str, &[&str]) = ("urumqi-2025.budget", &[include_str!("../fixtures/urumqi-2025.txt")]);
const SHAYIBAK: (&str, &[&str]) = (
    "shayibak-2025.budget",
    &[include_str!("../fixtures/shayibak-2025-tables.tsv"), include_str!("../fixtures/shayibak-2025-words.txt")],
);

/// Stands for what an author wrote.
const WRITTEN: char = '…';

/// The document of a sample, and the paragraphs in it that are generated.
fn printed(name: &str) -> (Document, Vec<Paragraph>) {
    let forms = FormLibrary::builtin().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name);
    let disclosure = file::open(&path, &forms).unwrap();
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, &disclosure);
    let catalog = Catalog::builtin().unwrap();
    let evaluated = Evaluated { form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
    (Document::new(evaluated, false), narrate(evaluated))
}

/// The text without what a reader does not see as words: blanks, width and kind of brackets.
fn bare(text: &str) -> String {
    plain(text).collect()
}

/// What is printed of a paragraph, with a sign in the place of what a person wrote.
fn pattern(paragraph: &Paragraph) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Slot(slot) if slot.form.kind == SlotKind::Text => WRITTEN.to_string(),
        // Projects may come in another order.
        Piece::Word { word: Word::Ordinal | Word::Numeral, .. } => WRITTEN.to_string(),
        piece => bare(piece.text().unwrap_or("?")),
    };
    paragraph.pieces.iter().map(text).collect()
}

/// Whether `line` of a document says what `pattern` does, with anything in the place of what a person wrote.
fn is_worded(pattern: &str, line: &str) -> bool {
    let pieces: Vec<&str> = pattern.split(WRITTEN).collect();
    let [first, between @ .., last] = &pieces[..] else { return pattern == line };
    let Some(rest) = line.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else { return false };
    let after = between.iter().try_fold(rest, |rest, piece| rest.split_once(piece).map(|(_, rest)| rest));
    after.is_some()
}

/// The rows of a table as a document prints them, head and all: the texts that begin in each, one after the other.
fn rows(table: &PrintedTable) -> Vec<String> {
    let mut rows = vec![String::new(); table.head_rows];
    let mut head: Vec<_> = table.head.iter().collect();
    head.sort_by_key(|cell| (cell.row, cell.column));
    for cell in head {
        rows[cell.row].push_str(&bare(&cell.text));
    }
    let is_written = |cell: &PrintedCell| cell.place.is_some() && cell.amount.is_none();
    let text = |cell: &PrintedCell| if is_written(cell) { WRITTEN.to_string() } else { bare(&cell.text) };
    rows.extend(table.rows.iter().map(|row| row.cells.iter().map(text).collect()));
    rows
}

/// What stands on the cover and in the contents.
fn front(document: &Document) -> Vec<String> {
    let entries = document.tables().filter_map(|table| table.contents_text.as_ref());
    document.cover.iter().chain([&document.contents_title]).chain(entries).map(|text| bare(text)).collect()
}

/// Everything that the document prints after the contents.
fn patterns(document: &Document, paragraphs: &[Paragraph]) -> Vec<String> {
    let mut patterns = Vec::new();
    for part in &document.parts {
        patterns.push(bare(&part.title));
        for block in &part.blocks {
            match block {
                Block::Heading(heading) => patterns.push(bare(&heading.text)),
                Block::Signature { lines, .. } => patterns.extend(lines.iter().map(|line| bare(line))),
                Block::Table(table) => {
                    let frame = [&table.label, &table.title, &table.subtitle, &table.preparer, &table.unit_note];
                    patterns.extend(frame.into_iter().chain(&table.note).map(|text| bare(text)));
                    patterns.extend(rows(table));
                }
                Block::Paragraph { .. } | Block::Picture(_) => {}
            }
        }
    }
    patterns.extend(paragraphs.iter().map(pattern));
    patterns.retain(|pattern| !pattern.is_empty() && pattern.chars().any(|c| c != WRITTEN));
    patterns
}

/// What the documents print otherwise, and why that is kept apart: the text that is printed, and ours.
const OTHERWISE: [(&str, &str); 8] = [
    // Its own list of contents words these two as they are here, or the text under it does.
    ("第一部分2025年乌鲁木齐市社会保险中心单位概况", "第一部分2025年单位概况"),
    ("收支预算情况的总体说明", "收支预算情况总体说明"),
    // One project goes by two names.
    ("项目名称:改制破产企业离休干部离休补贴", "项目名称:***离休干部离休补贴"),
    // One nothing of many is written without decimals.
    ("其他资金:0", "年度预算总额274.39其中:财政拨款274.39其他资金0.00"),
    // A change of nothing has no direction.
    ("离休0人,减少0人。", "离休0人,增加0人。"),
    // 单位 is no body here: whoever turned the form for units into one for departments turned that too.
    (
        "部门价值50万元以上大型设备0台,部门价值100万元以上大型设备0台。",
        "单位价值50万元以上大型设备0台,单位价值100万元以上大型设备0台。",
    ),
    // What two authors remark in words of their own follows from the figures here.
    ("做在同一项目支出绩效目标表。", "同一项目支出绩效目标表。"),
    ("做在企业办退休中小学教师项目支出绩效目标表。", "同一项目支出绩效目标表。"),
];

/// How lines begin that are all their authors'.
const WRITTEN_BY_AUTHORS: [&str; 4] = ["(一)宣传", "(二)承担", "(三)承担", "(四)配合"];

/// The lines of a document with its words, rows of tables with their cells one after the other.
fn lines(text: &str) -> Vec<String> {
    // A page ends within a word.
    let text = text.replace("预算增\n\n加", "预算增加");
    // The text marks bold terms and lists.
    let words = |line: &str| line.trim_start_matches("- ").replace("、**", "、").replace("**：", "：");
    text.lines().map(|line| bare(&words(line))).filter(|line| !line.is_empty()).collect()
}

#[test]
fn the_words_of_the_form_are_those_of_both_documents() {
    for (name, texts) in [URUMQI, SHAYIBAK] {
        let (document, paragraphs) = printed(name);
        let lines: Vec<String> = texts.iter().flat_map(|text| lines(text)).collect();
        let mut patterns = patterns(&document, &paragraphs);
        // Of one document nobody has the first pages.
        if lines.contains(&bare(&document.contents_title)) {
            patterns.extend(front(&document));
        }
        let is_known = |ours: &str| OTHERWISE.iter().any(|(_, own)| ours.ends_with(own));
        let unprinted: Vec<&String> = patterns
            .iter()
            .filter(|pattern| !lines.iter().any(|line| is_worded(pattern, line)) && !is_known(pattern))
            .collect();
        assert!(unprinted.is_empty(), "{name} does not print {unprinted:#?}");
    }
}

#[test]
fn both_documents_print_nothing_that_the_form_does_not_say() {
    for (name, texts) in [URUMQI, SHAYIBAK] {
        let (document, paragraphs) = printed(name);
        let patterns = [patterns(&document, &paragraphs), front(&document)].concat();
        let lines: Vec<String> = texts.iter().flat_map(|text| lines(text)).collect();
        let is_known = |line: &str| {
            OTHERWISE.iter().any(|(printed, _)| line.ends_with(printed))
                || WRITTEN_BY_AUTHORS.iter().any(|own| line.starts_with(own))
        };
        // What stands in performance tables is their authors'.
        let mut is_performance = false;
        let unsaid: Vec<&String> = lines
            .iter()
            .filter(|line| {
                let is_said = patterns.iter().any(|pattern| is_worded(pattern, line));
                is_performance = line.ends_with("绩效目标表") || is_performance && !line.starts_with("(五)");
                !is_said && !is_performance && !is_known(line)
            })
            .collect();
        assert!(unsaid.is_empty(), "{name} prints {unsaid:#?}");
    }
}

#[test]
fn the_sentences_of_both_documents_stand_in_the_order_of_the_form() {
    for (name, texts) in [URUMQI, SHAYIBAK] {
        let (_, paragraphs) = printed(name);
        let lines: Vec<String> = texts.iter().flat_map(|text| lines(text)).collect();
        let mut place = 0;
        for paragraph in paragraphs.iter().filter(|paragraph| paragraph.key.row.is_none()) {
            let pattern = pattern(paragraph);
            let is_own = pattern.chars().all(|c| c == WRITTEN);
            if is_own || OTHERWISE.iter().any(|(_, own)| pattern.ends_with(own)) {
                continue;
            }
            // Name and date are printed each on a line.
            let found = lines[place..].iter().position(|line| is_worded(&pattern, line));
            let is_signature = paragraph.key.id == "signature";
            assert!(found.is_some() || is_signature, "{name}: {pattern} is not after {:?}", lines.get(place));
            place += found.map_or(0, |found| found + 1);
        }
    }
}
