//! Spreadsheets that show another thing than they hold: formats that make numbers smaller or write a unit, dates, formulas
//! that nothing computed, rows and columns that nobody sees.

use disclosure_engine::disclosure::TableNumber;
use disclosure_engine::import::Imported;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};

use super::documents::office::Office;
use super::sources::{SHAYIBAK, assert_figures, assert_whole, imported};
use super::variants::{is_figure, split};

/// A figure of the sample in 万元, to be written into a cell.
type Write<'a> = &'a dyn Fn(&mut Worksheet, u32, u16, f64);

/// A workbook of the sample, each table in its sheet, the figures of 表3, 表5 and 表6 written by `write`.
fn workbook(write: Write<'_>) -> Vec<u8> {
    let (before, tables, _) = split(SHAYIBAK.text);
    let mut book = Workbook::new();
    put(book.add_worksheet(), &before, &|sheet, row, column, wan| {
        sheet.write_number(row, column, wan).unwrap();
    });
    for (table, number) in tables.iter().zip(1..) {
        let plain: Write<'_> = &|sheet, row, column, wan| {
            sheet.write_number(row, column, wan).unwrap();
        };
        put(book.add_worksheet(), table, if [3, 5, 6].contains(&number) { write } else { plain });
    }
    book.save_to_buffer().unwrap()
}

fn put(sheet: &mut Worksheet, text: &str, write: Write<'_>) {
    for (line, row) in text.lines().filter(|line| !line.trim().is_empty()).zip(0..) {
        for (cell, column) in line.split('\t').zip(0..).filter(|(cell, _)| !cell.is_empty()) {
            match is_figure(cell) {
                true => write(sheet, row, column, cell.replace(',', "").parse().unwrap()),
                false => drop(sheet.write_string(row, column, cell).unwrap()),
            }
        }
    }
}

fn is_noted(imported: &Imported, words: &str) -> bool {
    imported.report.notices.iter().any(|notice| notice.contains(words))
}

/// The numbers that 万元 are in the unit that each format hides or writes.
const FORMATS: [(&str, f64); 11] = [
    ("0!.0,", 10_000.0),
    ("0!.0000", 10_000.0),
    ("0\".\"0000", 10_000.0),
    ("#,##0.00,", 10_000.0),
    ("#,##0,;-#,##0,", 10_000.0),
    ("0.00,,\"亿\"", 10_000.0),
    ("[>=10000]0!.0,\"万\";0", 10_000.0),
    ("#,##0.00\"元\"", 10_000.0),
    ("#,##0.00\"万元\"", 1.0),
    ("0.000000\"亿\"", 0.0001),
    ("_ * #,##0.00_ ;_ * -#,##0.00_ ", 1.0),
];

#[test]
fn what_a_number_format_hides_or_writes_is_the_unit_of_the_number_and_is_told() {
    for (format, times) in FORMATS {
        println!("{format}");
        let shown = Format::new().set_num_format(format);
        let imported = imported(&workbook(&|sheet, row, column, wan| {
            let number = (wan * times * 1e8).round() / 1e8;
            sheet.write_number_with_format(row, column, number, &shown).unwrap();
        }));
        assert_whole(&imported, &SHAYIBAK);
        assert_eq!(is_noted(&imported, "数字格式"), !format.starts_with('_'), "{:?}", imported.report.notices);
    }
}

#[test]
fn formats_come_through_other_spreadsheets() {
    let Some(office) = Office::find() else { return };
    for (format, times) in [("#,##0.00,", 10_000.0), ("#,##0.00\"万元\"", 1.0)] {
        let shown = Format::new().set_num_format(format);
        let book = workbook(&|sheet, row, column, wan| {
            sheet.write_number_with_format(row, column, (wan * times).round_ties_even() + 0.0, &shown).unwrap();
        });
        // Whole numbers alone are rounded: what is compared is what the workbook itself gives.
        let own = imported(&book);
        let file = office.put("shown.xlsx", &book);
        for other in ["xls", "ods"] {
            println!("{format} {other}");
            let bytes =
                std::fs::read(office.convert(other, std::slice::from_ref(&file)).join(format!("shown.{other}")))
                    .unwrap();
            let converted = imported(&bytes);
            assert_eq!(converted.disclosure.tables, own.disclosure.tables);
            assert!(is_noted(&converted, "数字格式"), "{:?}", converted.report.notices);
        }
    }
}

#[test]
fn an_amount_that_is_formatted_as_a_date_is_said_to_be_one() {
    for format in ["yyyy/m/d", "yyyy\"年\"m\"月\"d\"日\"", "m\"月\"d\"日\"", "yyyy-mm-dd hh:mm"] {
        let date = Format::new().set_num_format(format);
        let imported = imported(&workbook(&|sheet, row, column, wan| {
            sheet.write_number_with_format(row, column, wan, &date).unwrap();
        }));
        let unread = &imported.report.unread;
        assert!(unread.len() > 20 && unread.iter().all(|left| left.reason.contains("格式是日期")), "{unread:#?}");
    }
}

#[test]
fn formulas_that_nothing_computed_are_computed_or_told() {
    // The total row of 表3 and 表5 holds the sums; the file says 0 or nothing of them.
    for result in ["0", ""] {
        let computed = |formula: &str| Formula::new(formula).set_result(result);
        let imported = imported(&workbook(&|sheet, row, column, wan| {
            let formula = format!("SUM({}*1,0)", (wan * 1e6).round() / 1e6);
            sheet.write_formula(row, column, computed(&formula)).unwrap();
        }));
        assert_whole(&imported, &SHAYIBAK);
        assert!(is_noted(&imported, "算式没有算过"), "{:?}", imported.report.notices);
        let riddle = workbook(&|sheet, row, column, _| {
            sheet.write_formula(row, column, computed("VLOOKUP(A1,A:B,2,0)")).unwrap();
        });
        let told = super::sources::imported(&riddle);
        assert!(
            told.report.unread.len() > 20 && told.report.unread.iter().all(|left| left.reason.contains("没有算过"))
        );
        assert!(is_noted(&told, "没有计算结果"), "{:?}", told.report.notices);
    }
}

#[test]
fn results_of_a_workbook_that_was_computed_are_kept() {
    let imported = imported(&workbook(&|sheet, row, column, wan| {
        sheet.write_formula(row, column, Formula::new("VLOOKUP(A1,A:B,2,0)").set_result(wan.to_string())).unwrap();
    }));
    assert_whole(&imported, &SHAYIBAK);
    let errors = super::sources::imported(&workbook(&|sheet, row, column, _| {
        sheet.write_formula(row, column, Formula::new("B1/0").set_result("#DIV/0!")).unwrap();
    }));
    assert!(errors.report.unread.len() > 20);
    assert!(errors.report.unread.iter().all(|left| left.reason.contains("算式出错")), "{:?}", errors.report.unread);
}

#[test]
fn what_nobody_sees_is_left_out_of_every_kind_of_workbook() {
    let book = |hide: &dyn Fn(&mut Worksheet)| {
        let (before, tables, _) = split(SHAYIBAK.text);
        let mut book = Workbook::new();
        let plain: Write<'_> = &|sheet, row, column, wan| {
            sheet.write_number(row, column, wan).unwrap();
        };
        put(book.add_worksheet(), &before, plain);
        for (table, number) in tables.iter().zip(1..) {
            let sheet = book.add_worksheet();
            put(sheet, table, plain);
            if number == 3 {
                sheet.write_string(60, 0, "229").unwrap();
                sheet.write_number(60, 4, 7.77).unwrap();
                hide(sheet);
            }
        }
        book.save_to_buffer().unwrap()
    };
    let by_row = book(&|sheet| _ = sheet.set_row_hidden(60).unwrap());
    let flat = book(&|sheet| _ = sheet.set_row_height(60, 0).unwrap());
    for bytes in [&by_row, &flat] {
        let imported = imported(bytes);
        assert_whole(&imported, &SHAYIBAK);
        assert!(is_noted(&imported, "1 行是隐藏的"), "{:?}", imported.report.notices);
    }
    let Some(office) = Office::find() else { return };
    let file = office.put("hidden.xlsx", &by_row);
    for other in ["xls", "ods"] {
        let bytes =
            std::fs::read(office.convert(other, std::slice::from_ref(&file)).join(format!("hidden.{other}"))).unwrap();
        let imported = imported(&bytes);
        println!("{other}");
        assert_figures(&imported, &SHAYIBAK);
        assert!(is_noted(&imported, "1 行是隐藏的"), "{:?}", imported.report.notices);
    }
}

#[test]
fn a_file_of_which_no_amount_can_be_read_is_known_to_be_one() {
    let date = Format::new().set_num_format("yyyy/m/d");
    let (_, tables, _) = split(SHAYIBAK.text);
    let mut book = Workbook::new();
    put(book.add_worksheet(), &tables[2], &|sheet, row, column, wan| {
        sheet.write_number_with_format(row, column, wan, &date).unwrap();
    });
    let options = disclosure_engine::import::ImportOptions { assumes_heading: true, ..Default::default() };
    let imported = super::sources::import(&book.save_to_buffer().unwrap(), &options).unwrap();
    let understood = imported.report.understood();
    assert!(understood.is_nothing(), "{understood:?}");
    assert_eq!((understood.tables, understood.of_tables), (1, 11));
    let whole = super::sources::imported(SHAYIBAK.text.as_bytes()).report.understood();
    assert_eq!((whole.tables, whole.amounts, whole.placed), (11, SHAYIBAK.count, SHAYIBAK.count));
    assert!(!whole.is_nothing() && whole.sentence().contains("203 个数取进 203 个"), "{}", whole.sentence());
    assert_eq!(imported.report.tables[0].number, TableNumber(3));
}
