//! Documents made otherwise than the form says: each gives the right figures or a question, never a wrong figure.

use disclosure_engine::disclosure::{ColumnNumber, Kind, TableNumber};
use disclosure_engine::import::{ImportOptions, ImportUnit, Imported, Question, report_text};

use super::render::{in_every_format, in_every_format_with};
use super::sources::{
    SHAYIBAK, Sample, URUMQI, assert_figures, assert_nothing_wrong, assert_whole, forms, import, imported,
};

/// The text with each line changed, or left out.
pub fn by_line(text: &str, change: impl Fn(&str) -> Option<String>) -> String {
    text.lines().filter_map(change).collect::<Vec<_>>().join("\n")
}

/// The text with every cell of its tables changed.
pub fn by_cell(text: &str, change: impl Fn(&str) -> String) -> String {
    by_line(text, |line| {
        let is_row = line.contains('\t');
        Some(if is_row { line.split('\t').map(&change).collect::<Vec<_>>().join("\t") } else { line.to_owned() })
    })
}

/// The pieces of the text from each `表 N` to the next, and what stands before and after them.
pub fn split(text: &str) -> (String, Vec<String>, String) {
    let mut before = String::new();
    let mut tables: Vec<String> = Vec::new();
    let mut after = String::new();
    for line in text.lines() {
        if line.starts_with("表 ") {
            tables.push(String::new());
        } else if line.starts_with("第三部分") && !tables.is_empty() {
            after.push(' ');
        }
        let into = match (after.is_empty(), tables.last_mut()) {
            (false, _) => &mut after,
            (true, Some(table)) => table,
            (true, None) => &mut before,
        };
        into.push_str(line);
        into.push('\n');
    }
    (before, tables, after)
}

pub fn is_figure(cell: &str) -> bool {
    cell.contains('.') && cell.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.')
}

fn without_numbers(text: &str) -> String {
    by_line(text, |line| (!line.starts_with('※')).then(|| line.to_owned()))
}

fn in_yuan(cell: &str) -> String {
    if is_figure(cell) { format!("{}00.00", cell.replace([',', '.'], "")) } else { cell.to_owned() }
}

fn samples() -> [Sample; 2] {
    [URUMQI, SHAYIBAK]
}

#[test]
fn without_a_row_of_numbers_heads_tell_the_columns() {
    for imported in in_every_format(&without_numbers(SHAYIBAK.text)) {
        assert_whole(&imported, &SHAYIBAK);
    }
    // The heads of this one's second table are shifted: without their numbers nothing tells the columns.
    for urumqi in in_every_format(&without_numbers(URUMQI.text)) {
        let found = assert_nothing_wrong(&urumqi, &URUMQI);
        assert!(found >= 259 - 58 - 10, "{found}");
        assert_eq!(urumqi.report.missing, [TableNumber(2)]);
        let told = urumqi.report.not_understood.iter().filter(|left| left.table == Some(TableNumber(2)));
        assert!((1..=2).contains(&told.count()), "{:#?}", urumqi.report);
    }
}

#[test]
fn full_width_digits_and_brackets_are_read() {
    for sample in samples() {
        let wide = by_cell(sample.text, |cell| {
            let widened = |c: char| char::from_u32(u32::from(c) + 0xFEE0).unwrap();
            cell.chars().map(|c| if c.is_ascii_digit() || ",.()".contains(c) { widened(c) } else { c }).collect()
        });
        for imported in in_every_format(&wide) {
            assert_whole(&imported, &sample);
        }
    }
}

#[test]
fn figures_in_yuan_are_read_where_the_document_says_so() {
    for sample in samples() {
        let yuan = by_cell(sample.text, in_yuan).replace("单位：万元", "单位：元");
        for imported in in_every_format(&yuan) {
            assert_figures(&imported, &sample);
            assert_eq!(imported.report.questions, []);
        }
        // One table alone in another unit.
        let (before, mut tables, after) = split(sample.text);
        tables[2] = by_cell(&tables[2], in_yuan).replace("单位：万元", "（单位：元）");
        let mixed = format!("{before}{}{after}", tables.concat());
        for imported in in_every_format(&mixed) {
            assert_figures(&imported, &sample);
        }
    }
}

#[test]
fn a_unit_that_is_not_said_is_asked_for() {
    for sample in samples() {
        let silent = sample.text.replace("单位：万元", "");
        for asked in in_every_format(&silent) {
            assert!(matches!(asked.report.questions.as_slice(), [Question::Unit(_)]), "{:?}", asked.report.questions);
            assert_nothing_wrong(&asked, &sample);
        }
        let options = ImportOptions { unit: Some(ImportUnit::Wan), ..ImportOptions::default() };
        for imported in in_every_format_with(&silent, &options) {
            assert_whole(&imported, &sample);
        }
        let yuan = by_cell(&silent, in_yuan);
        let options = ImportOptions { unit: Some(ImportUnit::Yuan), ..ImportOptions::default() };
        for imported in in_every_format_with(&yuan, &options) {
            assert_figures(&imported, &sample);
        }
    }
}

#[test]
fn a_table_that_does_not_say_its_unit_takes_that_of_others_only_where_it_repeats_their_figures() {
    let (before, mut tables, after) = split(SHAYIBAK.text);
    tables[2] = tables[2].replace("单位：万元", "");
    let text = format!("{before}{}{after}", tables.concat());
    for imported in in_every_format(&text) {
        assert_whole(&imported, &SHAYIBAK);
    }
    tables[2] = by_cell(&tables[2], in_yuan);
    let text = format!("{before}{}{after}", tables.concat());
    for asked in in_every_format(&text) {
        assert_eq!(asked.report.questions, [Question::Unit(vec![TableNumber(3)])]);
        assert_nothing_wrong(&asked, &SHAYIBAK);
    }
}

#[test]
fn tables_may_come_in_any_order_and_some_may_be_missing() {
    for sample in samples() {
        let (before, tables, after) = split(sample.text);
        let reversed: String = tables.iter().rev().cloned().collect();
        for imported in in_every_format(&format!("{before}{reversed}{after}")) {
            assert_whole(&imported, &sample);
        }
        for left_out in 0..tables.len() {
            let rest: Vec<&str> =
                tables.iter().enumerate().filter(|(place, _)| *place != left_out).map(|(_, t)| t.as_str()).collect();
            let imported = imported(format!("{before}{}{after}", rest.concat()).as_bytes());
            assert_eq!(imported.report.missing, [TableNumber(left_out as u8 + 1)]);
            let missing = |place: &(u8, String, u8)| usize::from(place.0) == left_out + 1;
            let printed = sample.printed();
            let expected = printed.keys().filter(|place| !missing(place)).count();
            assert_eq!(imported.report.figures(), expected, "without 表{}", left_out + 1);
        }
    }
}

#[test]
fn tables_without_titles_are_known_by_their_heads() {
    for sample in samples() {
        let untitled =
            by_line(sample.text, |line| (!line.ends_with("情况表") || line.contains('\t')).then(|| line.to_owned()));
        let options = ImportOptions { kind: Some(sample.kind), ..ImportOptions::default() };
        let imported = import(untitled.as_bytes(), &options).unwrap();
        assert_nothing_wrong(&imported, &sample);
        assert_whole(&imported, &sample);
    }
}

#[test]
fn columns_that_the_form_does_not_have_are_listed() {
    for sample in samples() {
        let mut is_head = false;
        let (before, tables, after) = split(sample.text);
        let wider: Vec<String> = tables
            .iter()
            .map(|table| {
                let mut rows = 0;
                let lines = table.lines().map(|line| {
                    if !line.contains('\t') {
                        rows = 0;
                        return line.to_owned();
                    }
                    rows += 1;
                    is_head = line.starts_with('※');
                    let last = if rows == 1 {
                        "上年执行数"
                    } else if is_head {
                        ""
                    } else if line.contains('.') {
                        "7.77"
                    } else {
                        ""
                    };
                    format!("{line}\t{last}")
                });
                lines.collect::<Vec<_>>().join("\n") + "\n"
            })
            .collect();
        for imported in in_every_format(&format!("{before}{}{after}", wider.concat())) {
            assert_figures(&imported, &sample);
            assert!(imported.report.unplaced.iter().all(|left| left.text.contains("7.77")));
            assert!(imported.report.unplaced.len() > 50);
        }
    }
}

/// The text with other cells in the rows of 表3, but for the row of numbers: they end with 合计, 基本支出, 项目支出.
fn with_spending(sample: &Sample, change: impl Fn(&mut [String])) -> String {
    let (before, mut tables, after) = split(sample.text);
    tables[2] = by_line(&tables[2], |line| {
        let mut cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        if cells.len() > 3 && !line.starts_with('※') {
            change(&mut cells);
        }
        Some(cells.join("\t"))
    });
    format!("{before}{}\n{after}", tables.concat())
}

#[test]
fn heads_that_changed_places_over_the_same_numbers_are_followed_or_asked_about() {
    for sample in samples() {
        let text = with_spending(&sample, |cells| {
            let last = cells.len() - 1;
            cells.swap(last, last - 1);
        });
        for imported in in_every_format(&text) {
            // A document that does not say which cells are merged may have its heads shifted: a person is asked.
            if imported.report.recognised.contains("表3 的列认不出来") {
                assert!(imported.disclosure.table(TableNumber(3)).is_none_or(|table| table.rows.is_empty()));
                continue;
            }
            assert_whole(&imported, &sample);
        }
    }
}

#[test]
fn numbers_take_no_figure_below_a_head_that_the_form_does_not_know() {
    for sample in samples() {
        let text = with_spending(&sample, |cells| {
            let last = cells.len() - 1;
            cells.swap(last, last - 1);
            if cells[last] == "基本支出" {
                cells[last] = "运转支出".to_owned();
            }
        });
        let imported = imported(text.as_bytes());
        let basic = ColumnNumber(2);
        let table = imported.disclosure.table(TableNumber(3)).unwrap();
        assert!(table.rows.iter().all(|row| !row.amounts.contains_key(&basic)), "{table:?}");
        assert!(table.rows.iter().any(|row| row.amounts.contains_key(&ColumnNumber(3))), "{table:?}");
        let lost = imported.report.unplaced.iter().filter(|left| left.reason.contains("运转支出")).count();
        assert!(lost > 3, "{:?}", imported.report.unplaced);
        assert!(imported.report.recognised.contains("表3 有 2 列对不上"), "{}", imported.report.recognised);
    }
}

#[test]
fn final_accounts_are_told_though_their_tables_are_like_those_of_a_budget() {
    for sample in samples() {
        let cover = format!("{}\n2025年单位决算公开\n", sample.body);
        for text in [format!("{cover}{}", sample.text.replace("预算", "决算")), sample.text.replace("预算", "决算")]
        {
            let told = import(text.as_bytes(), &ImportOptions::default()).unwrap_err().to_string();
            assert!(told.contains("它像是决算公开，不是预算公开"), "{told}");
        }
    }
}

#[test]
fn notes_between_tables_and_rows_are_no_rows() {
    for sample in samples() {
        let (before, tables, after) = split(sample.text);
        let noted: String = tables
            .iter()
            .map(|table| format!("{table}\n注：本表反映本年预算安排情况，金额 12.34 万元。\n说明：无\n\n"))
            .collect();
        for imported in in_every_format(&format!("{before}{noted}{after}")) {
            assert_whole(&imported, &sample);
        }
    }
}

#[test]
fn heads_in_one_row_tell_the_columns_or_are_listed() {
    let one_row = |number: usize, head: &str, table: &str| {
        let is_head = |line: &str| line.contains('\t') && !line.contains('.') && !line.starts_with("201");
        let mut lines: Vec<&str> = table.lines().collect();
        let first = lines.iter().position(|line| is_head(line)).unwrap();
        let last = lines.iter().position(|line| line.starts_with('※')).unwrap_or(first + 1);
        lines.splice(first..=last, [head]);
        assert!(lines.len() > first, "{number}");
        lines.join("\n") + "\n"
    };
    let heads = [
        (
            2,
            "类\t款\t项\t科目名称\t总计\t财政拨款（补助）小计\t一般公共预算\t上级一般公共预算安排的转移支付\t政府性基金预算\t上级政府性基金安排的转移支付\t国有资本经营预算\t上级国有资本经营预算安排的转移支付\t财政专户（教育收费）\t单位资金\t财政拨款结转\t非财政拨款结转结余",
        ),
        (3, "类\t款\t项\t科目名称\t合计\t基本支出\t项目支出"),
        (6, "类\t款\t科目名称\t合计\t人员经费\t公用经费"),
        (
            11,
            "项目\t合计\t财政拨款小计\t财政拨款人员经费\t财政拨款公用经费\t财政拨款项目支出\t非财政拨款小计\t非财政拨款人员经费\t非财政拨款公用经费\t非财政拨款项目支出",
        ),
    ];
    for sample in samples() {
        let (before, mut tables, after) = split(sample.text);
        for (number, head) in heads {
            tables[number - 1] = one_row(number, head, &tables[number - 1]);
        }
        for imported in in_every_format(&format!("{before}{}{after}", tables.concat())) {
            assert_figures(&imported, &sample);
        }
    }
}

#[test]
fn codes_may_stand_in_one_column_or_only_where_they_change() {
    let joined = by_line(SHAYIBAK.text, |line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let is_coded = cells.len() == 7 && (cells[0].len() == 3 && cells[0].parse::<u32>().is_ok());
        Some(if is_coded {
            // 20801 in every column, as finance systems write it.
            let class = cells[0].to_owned();
            let section = format!("{}{}", cells[0], cells[1]);
            let item = format!("{section}{}", cells[2]);
            let section = if cells[1].is_empty() { String::new() } else { section };
            let item = if cells[2].is_empty() { String::new() } else { item };
            [&[class.as_str(), &section, &item], &cells[3..]].concat().join("\t")
        } else {
            line.to_owned()
        })
    });
    for imported in in_every_format(&joined) {
        assert_whole(&imported, &SHAYIBAK);
    }
    let mut class = String::new();
    let lines = SHAYIBAK.text.lines().map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let is_coded = cells.len() == 7 && cells[0].parse::<u32>().is_ok();
        if is_coded && cells[0] == class {
            return line.replacen(cells[0], "", 1);
        }
        class = if is_coded { cells[0].to_owned() } else { String::new() };
        line.to_owned()
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    for imported in in_every_format(&text) {
        assert_whole(&imported, &SHAYIBAK);
    }
}

#[test]
fn labels_without_their_numbering_are_told_by_their_neighbours() {
    let bare = by_cell(URUMQI.text, |cell| {
        if cell.contains('年') {
            return cell.to_owned();
        }
        let rest = cell.trim_start_matches(|c: char| c.is_ascii_digit() && !cell.contains('.') || c == '.');
        let rest = rest.strip_prefix("其中：").unwrap_or(rest);
        if is_figure(cell) || cell.chars().all(|c| c.is_ascii_digit()) {
            cell.to_owned()
        } else {
            rest.trim().to_owned()
        }
    });
    for imported in in_every_format(&bare) {
        assert_nothing_wrong(&imported, &URUMQI);
    }
}

#[test]
fn a_table_of_another_region_follows_the_form_of_that_region() {
    let shanghai = "2025年度单位预算\n预算单位财务收支预算总表\n编制单位：某所\n单位：元\n收入\t\t支出\t\n项目\t预算数\t项目\t预算数\n一、财政拨款收入\t9,374,600\t一、社会保障和就业支出\t1,107,768\n收入总计\t9,374,600\t支出总计\t9,374,600\n";
    let imported = import(shanghai.as_bytes(), &ImportOptions::default()).unwrap();
    // Units and departments have forms of their own there, which these few rows do not tell apart.
    assert!(imported.disclosure.form.starts_with("shanghai-2025"), "{}", imported.disclosure.form);
    // A title that no form has is no table of any.
    let elsewhere = shanghai.replace("预算单位财务收支预算总表", "预算单位资金来源去向总表").replace("项目", "事项");
    let elsewhere = elsewhere.replace("财政拨款收入", "拨来的款").replace("总计", "共计");
    assert!(import(elsewhere.as_bytes(), &ImportOptions::default()).is_err());
}

#[test]
fn what_the_document_does_not_say_is_asked_for() {
    let silent =
        URUMQI.text.replace("2025 年", "").replace("2025年", "").replace("单位收", "收").replace("单位支", "支");
    let silent = silent.replace("编制单位", "填报单位").replace("单位预算", "预算").replace("单位概况", "概况");
    for imported in in_every_format(&silent) {
        assert!(imported.report.questions.contains(&Question::Year), "{:#?}", imported.report.questions);
        assert!(imported.report.questions.contains(&Question::Kind), "{:#?}", imported.report.questions);
        for question in &imported.report.questions {
            assert!(question.sentence().contains("--"), "{}", question.sentence());
        }
        // Before it is answered nothing is said in its place.
        let told = report(&imported);
        let heading = told.lines().next().unwrap_or_default();
        assert!(
            heading.starts_with(&format!("{}（没有写明年份）（没有写明是单位还是部门）预算公开（表式 ", URUMQI.body)),
            "{heading}"
        );
        assert!(!told.contains("单位支出总体情况表") && !told.contains("本次公开的是"), "{told}");
    }
    let half = ImportOptions { year: Some(2025), ..ImportOptions::default() };
    let told = report(&import(silent.as_bytes(), &half).unwrap());
    assert!(told.starts_with(&format!("{} 2025 年（没有写明是单位还是部门）预算公开（表式 ", URUMQI.body)), "{told}");
    let whole = ImportOptions { kind: Some(Kind::Unit), ..half };
    let told = report(&import(silent.as_bytes(), &whole).unwrap());
    assert!(told.starts_with(&format!("{} 2025 年单位预算公开（表式 ", URUMQI.body)), "{told}");
    assert!(told.contains("单位支出总体情况表"), "{told}");
}

/// What is told of an import.
fn report(imported: &Imported) -> String {
    let forms = forms();
    report_text(forms.get(&imported.disclosure.form).unwrap(), &imported.disclosure, &imported.report)
}

#[test]
fn a_table_of_another_year_is_left_out() {
    let (before, tables, after) = split(SHAYIBAK.text);
    let last_year = tables[2].replace("部门支出总体情况表", "2024年部门支出总体情况表").replace("148.87", "100.00");
    for imported in in_every_format(&format!("{before}{}{last_year}{after}", tables.concat())) {
        assert_figures(&imported, &SHAYIBAK);
        assert!(!imported.report.not_understood.is_empty(), "{:#?}", imported.report);
    }
}

#[test]
fn a_row_that_comes_twice_with_other_figures_is_listed() {
    let twice = SHAYIBAK
        .text
        .replace("301\t02\t津贴补贴\t8.54\t8.54\t", "301\t02\t津贴补贴\t8.54\t8.54\t\n301\t02\t津贴补贴\t9.99\t9.99\t");
    for imported in in_every_format(&twice) {
        assert_figures(&imported, &SHAYIBAK);
        assert_eq!(imported.report.unplaced.len(), 1);
    }
}

#[test]
fn cells_that_hold_no_figure_are_listed_and_not_guessed() {
    for bad in ["8.5O", "#REF!", "8.54 9.99", "=1+2", "(1)", "约8"] {
        let broken = SHAYIBAK.text.replace("津贴补贴\t8.54\t8.54", &format!("津贴补贴\t8.54\t{bad}"));
        for imported in in_every_format(&broken) {
            assert_eq!(imported.report.unread.len(), 1, "{bad}");
            assert_nothing_wrong(&imported, &SHAYIBAK);
        }
    }
}

#[test]
fn a_table_of_another_title_with_the_same_heads_is_not_mixed_in() {
    let (before, tables, after) = split(SHAYIBAK.text);
    let other = tables[2].replace("部门支出总体情况表", "部门支出执行情况汇总表").replace("148.87", "100.00");
    for text in [
        format!("{before}{}{other}{}{after}", tables[..3].concat(), tables[3..].concat()),
        format!("{before}{other}{}{after}", tables.concat()),
    ] {
        for imported in in_every_format(&text) {
            assert_figures(&imported, &SHAYIBAK);
            assert!(imported.report.not_understood.iter().any(|left| left.reason.contains("不是表式里的表")));
        }
    }
}
