//! The document of a sample, and of one with texts.

use super::{Block, Document};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    Disclosure, Indicator, Part, PerformanceFunds, PerformanceSubject, PerformanceTable, TableNumber, TextKey,
    TextPlace,
};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::FormLibrary;

fn whole_sample() -> Disclosure {
    let forms = FormLibrary::builtin().unwrap();
    disclosure_engine::file::read(include_str!("../../../assets/samples/urumqi-2025.budget"), &forms).unwrap()
}

/// The tables of the sample, without sentences and performance tables.
fn sample() -> Disclosure {
    let mut disclosure = whole_sample();
    (disclosure.prior, disclosure.slots, disclosure.performance) = Default::default();
    disclosure
}

fn document(disclosure: &Disclosure) -> Document {
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.get(&disclosure.form).unwrap().clone();
    let evaluation = evaluate(&form, disclosure);
    let catalog = Catalog::builtin().unwrap();
    Document::new(Evaluated { form: &form, catalog: &catalog, disclosure, evaluation: &evaluation }, false)
}

fn kinds(blocks: &[Block]) -> Vec<&str> {
    let kind = |block: &Block| match block {
        Block::Heading(heading) if heading.level == 2 => "heading",
        Block::Heading(_) => "small heading",
        Block::Signature { .. } => "signature",
        Block::Paragraph { .. } => "paragraph",
        Block::Table(_) => "table",
        Block::Picture(_) => "picture",
    };
    blocks.iter().map(kind).collect()
}

#[test]
fn the_frame_is_in_the_words_of_the_form() {
    let document = document(&sample());
    assert_eq!(document.title(), "乌鲁木齐市社会保险中心2025年单位预算公开");
    // A line in other words than the name of the body stands apart.
    let cover = ["预算单位：某局".to_owned(), "2025年单位预算".to_owned()];
    let apart = Document { cover, ..document.clone() };
    assert_eq!(apart.title(), "预算单位：某局 2025年单位预算");
    let titles: Vec<_> = document.parts.iter().map(|part| part.title.as_str()).collect();
    assert_eq!(titles[1], "第二部分　2025年单位预算公开表");
    let contents = document.contents();
    // The overview has two headings of its own.
    assert_eq!(contents.len(), 4 + 2 + 11 + 12);
    assert_eq!(contents[4].text, "一、单位收支总体情况表");
    assert_eq!(contents[15].text, "第三部分　2025年单位预算情况说明");
    assert_eq!(contents[16].text, "一、关于乌鲁木齐市社会保险中心2025年收支预算情况总体说明");
    assert_eq!(contents[27].text, "十二、其他重要事项的情况说明");
}

#[test]
fn tables_are_printed_with_their_heads_numbers_and_figures() {
    let document = document(&sample());
    let table = document.table(TableNumber(3)).unwrap();
    assert_eq!((table.label.as_str(), table.title.as_str()), ("表 3", "单位支出总体情况表"));
    assert_eq!((table.preparer.as_str(), table.unit_note.as_str()), ("编制单位：乌鲁木齐市社会保险中心", "单位：万元"));
    let numbers: Vec<_> = table.head.iter().filter(|cell| cell.row + 1 == table.head_rows).map(|c| &c.text).collect();
    assert_eq!(numbers, ["※", "※", "※", "※", "1", "2", "3"]);
    let texts = |row: usize| table.rows[row].cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>();
    assert_eq!(texts(0), ["", "", "", "总计", "18,627.14", "5,334.82", "13,292.32"]);
    assert_eq!(texts(4), ["208", "01", "02", "一般行政管理事务", "44.47", "", "44.47"]);
    assert!(table.rows[0].is_total && !table.rows[1].is_total);
    let landscape: Vec<_> = document.tables().filter(|t| t.is_landscape).filter_map(|t| Some(t.number?.0)).collect();
    assert_eq!(landscape, [2, 7, 11]);
    for table in document.tables() {
        let shares: f64 = table.columns.iter().map(|column| column.share).sum();
        assert!((shares - 1.0).abs() < 1e-9, "{}", table.title);
    }
}

#[test]
fn an_empty_table_says_so_unless_its_source_says_otherwise() {
    let mut disclosure = sample();
    let notes = |disclosure: &Disclosure| {
        let table = document(disclosure).table(TableNumber(8)).unwrap().clone();
        (table.is_empty(), table.note)
    };
    let (is_empty, note) = notes(&disclosure);
    assert!(is_empty && note.unwrap().starts_with("乌鲁木齐市社会保险中心2025年没有使用政府性基金预算"));
    disclosure.table_mut(TableNumber(8)).note = Some("无。".into());
    assert_eq!(notes(&disclosure).1.as_deref(), Some("无。"));
    disclosure.table_mut(TableNumber(8)).note = Some(String::new());
    assert_eq!(notes(&disclosure).1, None);
    assert_eq!(document(&disclosure).table(TableNumber(2)).unwrap().note, None);
}

#[test]
fn texts_stand_under_their_headings_and_performance_tables_where_they_are_announced() {
    let mut disclosure = sample();
    let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    disclosure.texts.insert(Part::Overview, texts(&["一、主要职能", "（一）宣传政策。", ""]));
    disclosure.texts.insert(Part::Section(1), texts(&["一、关于本单位收支的说明", "收支总预算 1 万元。"]));
    let last = ["（一）运行经费情况", "无。", "（四）预算绩效情况", "见下表：", "（五）其他需说明的事项", "无。"];
    disclosure.texts.insert(Part::Section(12), texts(&last));
    disclosure.performance.push(PerformanceTable::default());
    let document = document(&disclosure);
    assert_eq!(kinds(&document.parts[0].blocks), ["heading", "paragraph"]);
    let narrative = &document.parts[2].blocks;
    let Block::Heading(first) = &narrative[0] else { panic!("{:?}", narrative[0]) };
    assert_eq!(first.text, "一、关于本单位收支的说明");
    assert_eq!(first.place, Some(TextPlace::Paragraph(Part::Section(1), 0)));
    assert_eq!(kinds(&narrative[..3]), ["heading", "paragraph", "heading"]);
    let end = ["paragraph", "small heading", "paragraph", "table", "small heading", "paragraph"];
    assert_eq!(kinds(&narrative[narrative.len() - 6..]), end);
}

#[test]
fn sentences_are_generated_where_a_part_is_not_written_as_a_whole() {
    let mut disclosure = whole_sample();
    disclosure.texts.insert(Part::Section(1), vec!["收支平衡。".to_owned()]);
    let key = TextKey::new("spending");
    disclosure.rewritten.insert(key.clone(), "支出预算 18,627.14 万元：".into());
    let document = document(&disclosure);
    let paragraphs = |part: usize| {
        let blocks = document.parts[part].blocks.iter().filter_map(|block| match block {
            Block::Paragraph { text, place } => Some((text.as_str(), place.clone())),
            _ => None,
        });
        blocks.collect::<Vec<_>>()
    };
    assert!(paragraphs(0)[0].0.starts_with("（一）"), "each line of a slot is a paragraph");
    let narrative = paragraphs(2);
    assert_eq!(narrative[0], ("收支平衡。", Some(TextPlace::Paragraph(Part::Section(1), 0))));
    assert!(narrative[1].0.ends_with("单位收入预算18,627.14万元，其中："));
    assert!(narrative.contains(&("支出预算 18,627.14 万元：", Some(TextPlace::Rewritten(key)))));
    assert_eq!(paragraphs(3).len(), 8);
    let narrative = &document.parts[2].blocks;
    let first_table = narrative.iter().position(|block| matches!(block, Block::Table(_))).unwrap();
    assert!(matches!(&narrative[first_table - 1], Block::Paragraph { text, .. } if text.ends_with("具体情况见下表：")));
}

/// Every place of the table's raster is covered by exactly one cell.
fn assert_tiled(table: &super::PrintedTable) {
    let mut covered = vec![vec![0; table.columns.len()]; table.rows.len()];
    for (row, printed) in table.rows.iter().enumerate() {
        for cell in &printed.cells {
            for line in &mut covered[row..row + cell.rows] {
                line[cell.column..cell.column + cell.columns].iter_mut().for_each(|count| *count += 1);
            }
        }
    }
    assert!(covered.iter().flatten().all(|count| *count == 1), "{}: {covered:?}", table.title);
}

#[test]
fn cells_cover_each_table_without_gaps() {
    let mut disclosure = sample();
    let indicator =
        |one: &str, two: &str| Indicator { level_one: one.into(), level_two: two.into(), ..Indicator::default() };
    let indicators = vec![
        indicator("产出指标", "数量指标"),
        // Blanks at the end of a name are not seen.
        indicator("产出指标\t", "数量指标 "),
        indicator("产出指标", "质量指标"),
        indicator("满意度指标", "质量指标"),
    ];
    let funds = PerformanceFunds { total: "1982.45".parse().ok(), ..PerformanceFunds::default() };
    for subject in [PerformanceSubject::Whole, PerformanceSubject::Project("补贴".into())] {
        let table = PerformanceTable { subject, funds, indicators: indicators.clone(), ..PerformanceTable::default() };
        disclosure.performance.push(table);
    }
    let document = document(&disclosure);
    assert_eq!(document.tables().count(), 13);
    document.tables().for_each(assert_tiled);
    let project = document.tables().last().unwrap();
    assert_eq!(project.rows[5].cells[0].rows, 3);
    assert_eq!(project.rows[5].cells[1].rows, 2);
}

#[test]
fn a_part_that_nobody_wrote_is_printed_as_the_screen_shows_it_with_its_blanks() {
    let document = document(&sample());
    for part in [0, 2, 3] {
        let paragraphs = document.parts[part].blocks.iter().filter(|block| matches!(block, Block::Paragraph { .. }));
        assert!(paragraphs.count() > 1, "{}", document.parts[part].title);
    }
    let is_blank = |block: &Block| matches!(block, Block::Paragraph { text, .. } if text.contains("（待填）"));
    assert!(document.parts[0].blocks.iter().any(is_blank));
}

#[test]
fn a_table_that_nobody_filled_in_is_not_called_empty() {
    let mut disclosure = sample();
    disclosure.tables.clear();
    let note =
        |disclosure: &Disclosure, table: u8| document(disclosure).table(TableNumber(table)).unwrap().note.clone();
    for table in 1..=11 {
        assert_eq!(note(&disclosure, table), None, "表{table}");
    }
    let said = |text: &str| text.contains("政府性基金预算支出情况表为空表");
    let says_so = |disclosure: &Disclosure| {
        let blocks = document(disclosure).parts.into_iter().flat_map(|part| part.blocks);
        blocks.filter(|block| matches!(block, Block::Paragraph { text, .. } if said(text))).count()
    };
    assert_eq!(says_so(&disclosure), 0);
    let component = disclosure_engine::disclosure::Component::Table(TableNumber(8));
    disclosure.said.insert(component, disclosure_engine::disclosure::Said::Empty);
    assert!(note(&disclosure, 8).is_some_and(|note| said(&note)));
    assert_eq!(says_so(&disclosure), 1);
}
