//! Documents as people really make them, none of which was seen before: the right figures or a word about them, never a
//! wrong figure.

use disclosure_engine::disclosure::TableNumber;
use disclosure_engine::import::{ImportOptions, Imported};
use rust_xlsxwriter::{Workbook, Worksheet};

use super::render::{in_every_format, in_every_format_with};
use super::sources::{SHAYIBAK, URUMQI, assert_figures, assert_nothing_wrong, assert_whole, import, imported};
use super::variants::{by_cell, by_line, is_figure, split};

/// The rows of a table as the sample's text has them.
fn rows(table: &str) -> Vec<Vec<&str>> {
    table.lines().filter(|line| !line.trim().is_empty()).map(|line| line.split('\t').collect()).collect()
}

fn put(sheet: &mut Worksheet, rows: &[Vec<&str>], (top, left): (u32, u16)) {
    for (cells, row) in rows.iter().zip(top..) {
        for (text, column) in cells.iter().zip(left..).filter(|(text, _)| !text.is_empty()) {
            let number = is_figure(text).then(|| text.replace(',', "").parse::<f64>().unwrap());
            match number {
                Some(number) => sheet.write_number(row, column, number),
                None => sheet.write_string(row, column, *text),
            }
            .unwrap();
        }
    }
}

/// A workbook with the cover and all tables of the sample, each in its sheet; `change` does the rest.
fn workbook(change: impl Fn(usize, &mut Worksheet)) -> Vec<u8> {
    let (before, tables, _) = split(SHAYIBAK.text);
    let mut workbook = Workbook::new();
    put(workbook.add_worksheet(), &rows(&before), (0, 0));
    for (table, number) in tables.iter().zip(1..) {
        let sheet = workbook.add_worksheet();
        put(sheet, &rows(table), (0, 0));
        change(number, sheet);
    }
    workbook.save_to_buffer().unwrap()
}

fn told(imported: &Imported, words: &str) -> bool {
    imported.report.not_understood.iter().any(|left| left.reason.contains(words))
}

#[test]
fn two_tables_beside_each_other_in_one_sheet_are_taken_apart() {
    let (before, tables, _) = split(SHAYIBAK.text);
    for gap in [1, 3] {
        let mut book = Workbook::new();
        put(book.add_worksheet(), &rows(&before), (0, 0));
        for number in [1, 2, 3, 4, 7, 8, 9, 10, 11] {
            put(book.add_worksheet(), &rows(&tables[number - 1]), (0, 0));
        }
        let sheet = book.add_worksheet();
        let (left, right) = (rows(&tables[4]), rows(&tables[5]));
        let width = left.iter().map(Vec::len).max().unwrap();
        put(sheet, &left, (0, 0));
        put(sheet, &right, (0, width as u16 + gap));
        assert_whole(&imported(&book.save_to_buffer().unwrap()), &SHAYIBAK);
    }
}

#[test]
fn a_table_that_goes_on_under_a_head_of_its_own_is_one() {
    for sample in [URUMQI, SHAYIBAK] {
        let (before, mut tables, after) = split(sample.text);
        for number in [3, 5, 6] {
            let lines: Vec<&str> = tables[number - 1].lines().collect();
            let last_head = lines.iter().position(|line| line.starts_with('※')).unwrap();
            let at = last_head + 1 + (lines.len() - last_head) / 2;
            let heads = lines[..=last_head].join("\n").replace("情况表", "情况表（续表）");
            tables[number - 1] = format!("{}\n\n{heads}\n{}\n", lines[..at].join("\n"), lines[at..].join("\n"));
        }
        for imported in in_every_format(&format!("{before}{}{after}", tables.concat())) {
            assert_whole(&imported, &sample);
        }
    }
}

#[test]
fn amounts_are_read_in_whatever_dress() {
    for dress in ["¥{}", "￥ {}", " {} ", "'{}", "{}元", "{}万元"] {
        let text =
            by_cell(SHAYIBAK.text, |cell| if is_figure(cell) { dress.replace("{}", cell) } else { cell.to_owned() });
        // 元 behind a figure is 元, whatever the head of the table says.
        if dress == "{}元" {
            let text = by_cell(SHAYIBAK.text, |cell| match is_figure(cell) {
                true => format!("{}00.00元", cell.replace([',', '.'], "")),
                false => cell.to_owned(),
            });
            in_every_format(&text).iter().for_each(|imported| assert_figures(imported, &SHAYIBAK));
            continue;
        }
        for imported in in_every_format(&text) {
            println!("{dress}");
            assert_nothing_wrong(&imported, &SHAYIBAK);
            if dress != "'{}" {
                assert_whole(&imported, &SHAYIBAK);
            }
        }
    }
}

#[test]
fn the_unit_may_stand_in_the_heads_alone() {
    let text = SHAYIBAK.text.replace("单位：万元", "");
    let heads = ["合计", "总计", "基本支出", "项目支出", "预算数", "小计", "人员经费", "公用经费"];
    let text = by_cell(&text, |cell| if heads.contains(&cell) { format!("{cell}（万元）") } else { cell.to_owned() });
    for imported in in_every_format(&text) {
        assert_nothing_wrong(&imported, &SHAYIBAK);
    }
}

#[test]
fn subtotals_of_pages_and_groups_are_listed_and_not_taken_for_rows() {
    let (before, mut tables, after) = split(SHAYIBAK.text);
    for number in [3, 5, 6] {
        let width = tables[number - 1].lines().map(|line| line.split('\t').count()).max().unwrap();
        for (label, place) in [("小计", 0), ("本页小计", 0), ("承前页", 3), ("过次页", 3)] {
            let mut cells = vec![""; width];
            cells[place.min(width - 4)] = label;
            cells[width - 3] = "12.34";
            cells[width - 2] = "12.34";
            tables[number - 1] = format!("{}\n{}\n", tables[number - 1].trim_end(), cells.join("\t"));
        }
    }
    for imported in in_every_format(&format!("{before}{}{after}", tables.concat())) {
        assert_figures(&imported, &SHAYIBAK);
        assert!(imported.report.unplaced.len() >= 12, "{:#?}", imported.report.unplaced);
    }
}

#[test]
fn thousands_of_blank_rows_are_nothing() {
    let blank = format!("{}\n", "\t".repeat(12)).repeat(3000);
    let (before, tables, after) = split(SHAYIBAK.text);
    let tables: Vec<String> = tables.iter().map(|table| format!("{}\n{blank}", table.trim_end())).collect();
    for imported in in_every_format(&format!("{before}{}{after}", tables.concat())) {
        assert_whole(&imported, &SHAYIBAK);
    }
}

#[test]
fn titles_are_known_with_blanks_numbers_and_the_year_in_them() {
    for (from, to) in [
        ("部门支出总体情况表", "部 门 支 出 总 体 情 况 表"),
        ("部门支出总体情况表", "2025年部门支出总体情况表"),
        ("部门支出总体情况表", "表三：部门支出总体情况表"),
        ("部门支出总体情况表", "公开03表 部门支出总体情况表"),
        ("部门支出总体情况表", "部门（单位）支出总体情况表"),
    ] {
        for imported in in_every_format(&SHAYIBAK.text.replace(from, to)) {
            println!("{to}");
            assert_whole(&imported, &SHAYIBAK);
        }
    }
}

#[test]
fn a_table_that_is_printed_twice_is_taken_once() {
    let (before, tables, after) = split(SHAYIBAK.text);
    for number in 1..=11 {
        let twice = format!("{}{}{}", tables[..number].concat(), tables[number - 1], tables[number..].concat());
        let imported = imported(format!("{before}{twice}{after}").as_bytes());
        println!("{number}");
        assert_figures(&imported, &SHAYIBAK);
    }
}

#[test]
fn the_older_forms_of_nine_and_ten_tables_give_no_wrong_figure() {
    // Titles and set of 2021 and 2023: table 7 named after its fund, no ninth or eleventh, 三公 of one fund.
    let (before, tables, after) = split(SHAYIBAK.text);
    let options = ImportOptions { year: Some(2021), ..ImportOptions::default() };
    let old = format!(
        "{before}{}{}{}{after}",
        tables[..6].concat(),
        tables[6].replace("项目支出情况表", "一般公共预算项目支出情况表"),
        tables[9].replace("财政拨款“三公”经费", "一般公共预算“三公”经费")
    )
    .replace("2025 年", "2021 年")
    .replace("2025年", "2021年")
    .replace("财政拨款收支预算总体情况表", "财政拨款收支总体情况表");
    for imported in in_every_format_with(&old, &options) {
        // The names of projects have their years in them.
        let mut disclosure = imported.disclosure.clone();
        disclosure.tables.remove(&TableNumber(7));
        assert_nothing_wrong(&Imported { disclosure, ..imported.clone() }, &SHAYIBAK);
        assert!(imported.report.missing.contains(&TableNumber(11)));
    }
}

#[test]
fn hidden_rows_columns_and_sheets_of_a_workbook_are_left_out_and_told() {
    let plain = workbook(|_, _| {});
    assert_whole(&imported(&plain), &SHAYIBAK);
    // A copy of a row with another figure, hidden below the table, and a column of last year's figures.
    let hidden = workbook(|number, sheet| {
        if number == 3 {
            sheet.write_string(60, 0, "229").unwrap();
            sheet.write_number(60, 4, 7.77).unwrap();
            sheet.set_row_hidden(60).unwrap();
            sheet.write_number(20, 9, 7.77).unwrap();
            sheet.set_column_hidden(9).unwrap();
        }
    });
    let imported_hidden = imported(&hidden);
    assert_whole(&imported_hidden, &SHAYIBAK);
    assert!(told(&imported_hidden, "1 行、1 列是隐藏的"), "{:#?}", imported_hidden.report.not_understood);
    let sheet = workbook(|number, sheet| {
        if number == 8 {
            sheet.set_hidden(true);
        }
    });
    assert!(told(&imported(&sheet), "是隐藏的"));
}

#[test]
fn what_a_sheet_computes_without_a_result_is_told() {
    let book = workbook(|number, sheet| {
        if number == 3 {
            sheet.write_formula(5, 4, "=1+1").unwrap();
        }
    });
    assert_nothing_wrong(&imported(&book), &SHAYIBAK);
}

#[test]
fn a_document_inside_one_cell_of_a_table_is_read() {
    let documents = super::render::rendered(SHAYIBAK.text);
    let (_, docx) = documents.iter().find(|(format, _)| *format == "docx").unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut body = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("word/document.xml").unwrap(), &mut body).unwrap();
    let framed =
        body.replace("<w:body>", "<w:body><w:tbl><w:tr><w:tc>").replace("</w:body>", "</w:tc></w:tr></w:tbl></w:body>");
    let options = ImportOptions { kind: Some(SHAYIBAK.kind), year: Some(2025), ..ImportOptions::default() };
    let imported = import(&super::wrap::docx(framed.as_bytes()), &options).unwrap();
    assert_nothing_wrong(&imported, &SHAYIBAK);
    assert!(imported.report.figures() > 100, "{:#?}", imported.report);
}

#[test]
fn remarks_and_rows_of_text_among_the_rows_take_nothing_away() {
    let text = by_line(SHAYIBAK.text, |line| {
        let is_total = line.starts_with("总计\t") || line.starts_with("合计\t");
        Some(if is_total { format!("{line}\n其中：以下各项\t\t\n（万元）\t\t") } else { line.to_owned() })
    });
    for imported in in_every_format(&text) {
        assert_figures(&imported, &SHAYIBAK);
    }
}
