//! Lists as finance systems export them: a code in one cell, perhaps with its name, amounts in yuan, other words in the head,
//! no title of the form.

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{CellKey, Code, ColumnNumber, RowKey, TableNumber};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::ColumnRole;
use disclosure_engine::import::{ImportOptions, ImportUnit, Imported, Question, SaidGrid};

use super::render::rendered;
use super::sources::{forms, import};

fn options() -> ImportOptions {
    ImportOptions { year: Some(2025), assumes_heading: true, ..ImportOptions::default() }
}

/// What the cell of a code shows.
fn shown(imported: &Imported, table: u8, code: &str, column: u8) -> String {
    let (forms, catalog) = (forms(), Catalog::builtin().unwrap());
    let disclosure = &imported.disclosure;
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    let evaluated = Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation };
    let row = RowKey::Code(code.parse::<Code>().unwrap());
    let key = CellKey::new(TableNumber(table), row, ColumnNumber(column));
    evaluated.find(&key).map(|cell| form.text_unit.table_text(evaluated.value(cell))).unwrap_or_default()
}

/// Imports `text` in every format with `options`, and asserts what cells of `table` show.
#[track_caller]
fn assert_shown(text: &str, options: &ImportOptions, table: u8, cells: &[(&str, u8, &str)]) {
    for (format, bytes) in rendered(text) {
        let imported = import(&bytes, options).unwrap_or_else(|error| panic!("{format}: {error}"));
        assert_eq!(imported.report.questions, [], "{format} {text}");
        assert_eq!(imported.report.tables.len(), 1, "{format} {text}");
        assert_eq!(imported.report.tables[0].number, TableNumber(table), "{format} {text}");
        assert_eq!(imported.report.left_out(), 0, "{format} {:#?}", imported.report);
        for (code, column, figure) in cells {
            assert_eq!(shown(&imported, table, code, *column), *figure, "{format} {code} {text}");
        }
    }
}

#[test]
fn a_list_of_economic_codes_alone_is_table_6() {
    let cells = [("30103", 2, "29.91"), ("30201", 3, "5.00"), ("30302", 2, "1.50"), ("301", 1, "29.91")];
    for text in [
        "部门经济分类\t金额（万元）\n30103-奖金\t29.91\n30201-办公费\t5.00\n30302-退休费\t1.50\n",
        "科目编码\t科目名称\t金额(元)\n30103\t奖金\t299,100.00\n30201\t办公费\t50,000.00\n30302\t退休费\t15,000.00\n",
        "经济科目\t本年预算（万元）\n30103奖金\t29.91\n30201 办公费\t5.00\n30302—退休费\t1.50\n",
        "序号\t编码\t名称\t单位：万元\n1\t30103\t奖金\t29.91\n2\t30201\t办公费\t5.00\n3\t30302\t退休费\t1.50\n合计\t\t\t36.41\n",
        "单位：万元\n30103\t奖金\t29.91\n30201\t办公费\t5.00\n30302\t退休费\t1.50\n",
        "科目编码\t科目名称\t合计（万元）\t人员经费\t公用经费\n301\t工资福利支出\t29.91\t29.91\t\n30103\t奖金\t29.91\t29.91\t\n\
         302\t商品和服务支出\t5.00\t\t5.00\n30201\t办公费\t5.00\t\t5.00\n30302\t退休费\t1.50\t1.50\t\n",
    ] {
        assert_shown(text, &options(), 6, &cells);
    }
}

#[test]
fn the_unit_of_a_list_is_asked_for_where_nothing_says_it() {
    let text = "编码\t名称\t金额\n30103\t奖金\t299100.00\n30201\t办公费\t50000.00\n";
    let asked = import(text.as_bytes(), &options()).unwrap();
    assert_eq!(asked.report.questions, [Question::Unit(vec![TableNumber(6)])]);
    let answered = ImportOptions { unit: Some(ImportUnit::Yuan), ..options() };
    assert_shown(text, &answered, 6, &[("30103", 2, "29.91"), ("30201", 3, "5.00")]);
}

#[test]
fn a_list_of_functional_codes_is_what_a_person_says() {
    let text = "功能科目编码\t科目名称\t金额(元)\n2080505\t机关事业单位基本养老保险缴费支出\t5,427,000.00\n\
                2080101\t行政运行\t36,677,900.00\n";
    let asked = import(text.as_bytes(), &options()).unwrap();
    assert_eq!(asked.report.questions, [Question::Columns]);
    let grid = &asked.report.grids[0];
    assert_eq!(grid.rows[1][0], "2080505");
    assert_eq!(grid.said.columns[..2], [Some(ColumnRole::Code), Some(ColumnRole::Name)]);
    let columns = vec![Some(ColumnRole::Code), Some(ColumnRole::Name), Some(ColumnRole::AmountOf(ColumnNumber(2)))];
    let said = SaidGrid { table: Some(TableNumber(5)), columns, unit: None };
    let cells = [("2080505", 2, "542.70"), ("2080101", 2, "3,667.79"), ("208", 2, "4,210.49")];
    let by_shape = ImportOptions { said: [(grid.shape.clone(), said.clone())].into(), ..options() };
    // The same answer serves the next file of that shape, whatever its rows.
    let next = text.replace("36,677,900.00", "36,677,900.00\n2080102\t一般行政管理事务\t1,000.00");
    for answered in [&by_shape, &ImportOptions { said_of_all: Some(said), ..options() }] {
        assert_shown(text, answered, 5, &cells);
        assert_shown(&next, answered, 5, &[("2080102", 2, "0.10")]);
    }
}

#[test]
fn the_name_may_stand_in_the_cell_of_the_code() {
    for joint in ["", " ", "-", "—", "_"] {
        let text = format!(
            "功能分类\t合计（万元）\t基本支出\t项目支出\n2080505{joint}机关事业单位基本养老保险缴费支出\t542.70\t542.70\t\n"
        );
        let said = SaidGrid { table: Some(TableNumber(3)), ..SaidGrid::default() };
        let answered = ImportOptions { said_of_all: Some(said), ..options() };
        assert_shown(&text, &answered, 3, &[("2080505", 1, "542.70"), ("2080505", 2, "542.70")]);
    }
}

#[test]
fn an_amount_whose_column_no_code_tells_is_listed() {
    let text = "编码\t名称\t金额（万元）\n30103\t奖金\t29.91\n30701\t国内债务付息\t5.00\n";
    let imported = import(text.as_bytes(), &options()).unwrap();
    assert_eq!(shown(&imported, 6, "30103", 2), "29.91");
    assert_eq!(imported.report.unplaced.len(), 1, "{:#?}", imported.report);
    assert_eq!((imported.report.understood().amounts, imported.report.understood().placed), (2, 1));
}

#[test]
fn a_table_said_to_be_none_is_left_alone() {
    let text = "编码\t名称\t金额（万元）\n30103\t奖金\t29.91\n30201\t办公费\t5.00\n";
    let shape = import(text.as_bytes(), &options()).unwrap().report.grids[0].shape.clone();
    let none = ImportOptions { said: [(shape, SaidGrid::default())].into(), ..options() };
    let left = import(text.as_bytes(), &none).unwrap();
    assert!(left.report.tables.is_empty() && left.disclosure.tables.is_empty());
}
