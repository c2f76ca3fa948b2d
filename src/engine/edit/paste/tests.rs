//! What pasting does, on the form and the samples.

mod listed;
mod prescribed;

use super::{Block, Paste, Spot, paste_at, paste_rows};
use crate::catalog::Catalog;
use crate::disclosure::{Amount, CellKey, ColumnNumber, Disclosure, RowKey, TableNumber};
use crate::edit::InputUnit;
use crate::evaluate::{Evaluated, evaluate};
use crate::form::{Form, FormLibrary};
use crate::sheet::{Place, Sheet};

struct Open {
    form: std::sync::Arc<Form>,
    catalog: Catalog,
    disclosure: Disclosure,
}

fn urumqi() -> Open {
    let forms = FormLibrary::builtin().unwrap();
    let disclosure = crate::file::read(include_str!("../../../../assets/samples/urumqi-2025.budget"), &forms).unwrap();
    Open { form: forms.get(&disclosure.form).unwrap().clone(), catalog: Catalog::builtin().unwrap(), disclosure }
}

impl Open {
    fn with<T>(&self, act: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let evaluation = evaluate(&self.form, &self.disclosure);
        act(Evaluated {
            form: &self.form,
            catalog: &self.catalog,
            disclosure: &self.disclosure,
            evaluation: &evaluation,
        })
    }

    /// Pastes at places of a table, counted from its first row and column.
    fn at(&self, table: u8, first: (usize, usize), last: (usize, usize), text: &str) -> Paste {
        self.with(|evaluated| {
            let sheet = Sheet::new(evaluated, evaluated.form.table(TableNumber(table)).unwrap());
            let place = |(row, column)| Place { row, column };
            paste_at(evaluated, &sheet, (place(first), place(last)), &Block::from_text(text), InputUnit::Form)
        })
    }

    fn rows(&self, table: u8, text: &str) -> Option<Paste> {
        self.with(|evaluated| {
            let table = evaluated.form.table(TableNumber(table)).unwrap();
            paste_rows(evaluated, table, &Block::from_text(text), InputUnit::Form, &Spot::default(), &|_| None)
                .map(|rows| rows.paste)
        })
    }

    /// Pastes rows where a cell of a column is selected.
    fn rows_at(&self, table: u8, spot: &Spot, text: &str) -> Option<Paste> {
        self.with(|evaluated| {
            let table = evaluated.form.table(TableNumber(table)).unwrap();
            paste_rows(evaluated, table, &Block::from_text(text), InputUnit::Form, spot, &|_| None)
                .map(|rows| rows.paste)
        })
    }

    fn differing(&self, paste: &Paste) -> usize {
        let differs = self.with(|evaluated| {
            let plain = paste.step(evaluated, "粘贴", false);
            Paste::read_after(evaluated, &plain, |after| paste.differs(after))
        });
        differs.into_iter().filter(|&differs| differs).count()
    }

    fn apply(&mut self, paste: &Paste, states: bool) {
        let step = self.with(|evaluated| paste.step(evaluated, "粘贴", states));
        let before = self.disclosure.clone();
        step.apply(&mut self.disclosure);
        let mut undone = self.disclosure.clone();
        step.revert(&mut undone);
        undone.tables.retain(|_, table| *table != Default::default());
        assert_eq!(undone, before, "undo gives back what was there");
    }

    fn shown(&self, table: u8, row: RowKey, column: u8) -> String {
        self.with(|evaluated| {
            let key = CellKey::new(TableNumber(table), row, ColumnNumber(column));
            evaluated.form.text_unit.table_text(evaluated.value(evaluated.find(&key).unwrap()))
        })
    }
}

fn code(text: &str) -> RowKey {
    RowKey::Code(text.parse().unwrap())
}

fn amounts(paste: &Paste) -> Vec<Option<Amount>> {
    paste.entered.iter().map(|(_, amount)| *amount).collect()
}

#[test]
fn a_block_goes_where_the_selection_begins() {
    // 表6: columns 类 款 名称 合计 人员经费 公用经费; the third row is 301 01.
    let paste = urumqi().at(6, (2, 4), (2, 4), "1.00\t\n2.00\t");
    assert_eq!(amounts(&paste)[..1], [Some("10000".parse().unwrap())]);
    assert_eq!(paste.entered.len(), 4);
    assert_eq!((paste.outside, paste.refused.len(), paste.computed.len()), (0, 0, 0));
}

#[test]
fn a_selection_that_is_a_multiple_of_the_block_is_filled_with_it() {
    let one = urumqi().at(6, (2, 4), (5, 4), "7");
    assert_eq!(amounts(&one), [Some("70000".parse().unwrap()); 4]);
    let two = urumqi().at(6, (2, 4), (5, 4), "1\n2");
    let twice = ["10000", "20000", "10000", "20000"].map(|yuan| Some(yuan.parse().unwrap()));
    assert_eq!(amounts(&two), twice);
    let other = urumqi().at(6, (2, 4), (4, 4), "1\n2");
    assert_eq!(other.entered.len(), 2, "three rows are no multiple of two: the block is pasted once");
}

#[test]
fn what_falls_on_computed_cells_is_reported_and_can_be_stated_instead() {
    let mut open = urumqi();
    let paste = open.at(6, (2, 3), (2, 3), "1,300.00\t1,308.69");
    assert_eq!((paste.computed.len(), paste.entered.len()), (1, 1));
    assert_eq!(open.differing(&paste), 1);
    open.apply(&paste, true);
    assert_eq!(open.shown(6, code("30101"), 1), "1,300.00");
}

#[test]
fn what_is_no_amount_and_what_is_outside_is_reported() {
    let paste = urumqi().at(6, (2, 4), (2, 4), "abc\t1\t2");
    assert_eq!(paste.refused[0].text, "abc");
    assert_eq!(paste.refused[0].place, "表6 301 01 基本工资（2）人员经费");
    assert_eq!((paste.entered.len(), paste.outside), (1, 1));
}

#[test]
fn names_are_changed_and_codes_are_not() {
    let paste = urumqi().at(6, (2, 1), (2, 1), "02\t岗位工资");
    assert_eq!((paste.refused.len(), paste.others.len()), (1, 1));
    let same = urumqi().at(6, (2, 1), (2, 1), "01\t基本工资");
    assert!(same.is_idle() && same.refused.is_empty());
}

#[test]
fn rows_with_codes_are_matched_in_any_order_and_missing_ones_added_where_they_belong() {
    let mut open = urumqi();
    let text = "302\t01\t办公费\t250.00\t\t250.00\n301\t06\t伙食补助费\t3.00\t3.00\t\n301\t\t工资福利支出\t4,705.11\t4,705.11\t";
    let paste = open.rows(6, text).unwrap();
    assert_eq!((paste.added.len(), paste.refused.len()), (1, 0));
    open.apply(&paste, false);
    assert_eq!(open.shown(6, code("30201"), 3), "250.00");
    assert_eq!(open.shown(6, code("30106"), 2), "3.00");
    assert_eq!(open.shown(6, code("301"), 1), "4,705.11", "the total follows; the old stated one is dropped");
    let codes: Vec<_> =
        open.disclosure.tables[&TableNumber(6)].rows.iter().filter_map(|row| row.subject.code()).collect();
    assert!(codes.is_sorted());
}

#[test]
fn a_whole_table_is_taken_with_its_heads_by_the_row_of_column_numbers() {
    let seed = "科目\t\t\t一般公共预算基本支出\t\t\n经济分类科目编码\t\t经济分类科目名称\t合计\t人员经费\t公用经费\n类\t款\t\t\t\t\n\
                ※\t※\t※\t1\t2\t3\n\t\t总计\t5.00\t5.00\t\n301\t\t工资福利支出\t5.00\t5.00\t\n301\t01\t基本工资\t5.00\t5.00\t\n";
    let mut open = urumqi();
    let paste = open.rows(6, seed).unwrap();
    assert_eq!((paste.refused.len(), paste.added.len(), paste.computed.len()), (0, 0, 5));
    open.apply(&paste, false);
    assert_eq!(open.shown(6, code("30101"), 2), "5.00");
}

#[test]
fn columns_follow_their_numbers_where_the_block_leaves_some_out() {
    let paste = urumqi().rows(6, "※\t※\t※\t3\n302\t01\t办公费\t9\n").unwrap();
    assert_eq!(paste.entered.len(), 1);
    assert_eq!(paste.entered[0].0.column, ColumnNumber(3));
}

#[test]
fn projects_are_matched_by_name_whatever_brackets_and_blanks_they_have() {
    let mut open = urumqi();
    let row =
        |name: &str, amount: &str| format!("208\t01\t09\t社会保险经办机构\t{name}\t\t\t{amount}{}", "\t".repeat(8));
    let text = format!("{}\n{}", row("综合业务 运行费", "1.00"), row("新增项目（一）", "2.00"));
    let paste = open.rows(7, &text).unwrap();
    assert_eq!((paste.added.len(), paste.entered.iter().filter(|(_, amount)| amount.is_some()).count()), (1, 1));
    open.apply(&paste, false);
    let again = open.rows(7, &row("新增项目(一)", "2.00")).unwrap();
    assert_eq!(again.added.len(), 0);
}

#[test]
fn a_block_that_does_not_say_its_rows_is_not_matched() {
    assert!(urumqi().rows(6, "1\t2\t3\t4\t5\t6").is_none());
    assert!(urumqi().rows(6, "1.00\t2.00").is_none());
}

#[test]
fn rows_with_codes_are_matched_though_the_block_is_narrower_or_wider_than_the_table() {
    let open = urumqi();
    for (text, outside) in [("301\t01\t基本工资\t100\t100", 0), ("301\t01\t基本工资\t100\t100\t\t7", 1)] {
        let paste = open.rows(6, text).unwrap();
        let (cell, amount) = &paste.entered[0];
        assert_eq!((&cell.row, amount.unwrap().to_string().as_str()), (&code("30101"), "1,000,000.00"));
        assert_eq!(
            (paste.entered.len(), paste.computed.len(), paste.outside),
            (1 + usize::from(outside > 0), 1, outside)
        );
    }
    assert!(open.rows(6, "301\t02\t100\t1").is_none(), "four amounts are no row of 表6");
}

#[test]
fn a_row_that_stands_twice_in_the_block_is_taken_once_and_told() {
    let paste = urumqi().rows(6, "302\t01\t办公费\t\t\t6.00\n302\t01\t办公费\t\t\t7.00").unwrap();
    assert_eq!(amounts(&paste).last().unwrap().unwrap().to_string(), "60,000.00");
    assert_eq!(paste.refused[0].text, "302 01");
}

#[test]
fn a_pasted_row_takes_the_place_of_what_was_stated_before_it_came() {
    let mut open = urumqi();
    let table = open.disclosure.tables.get_mut(&TableNumber(6)).unwrap();
    table.stated.insert((code("30106"), crate::disclosure::ColumnNumber(2)), Amount::from_yuan(5.into()).unwrap());
    let paste = open.rows(6, "301\t06\t伙食补助费\t\t\t3.00").unwrap();
    open.apply(&paste, false);
    let table = &open.disclosure.tables[&TableNumber(6)];
    assert!(!table.stated.keys().any(|(row, _)| *row == code("30106")), "an entered cell has no stated amount");
}

#[test]
fn rows_with_codes_that_the_table_cannot_have_are_refused_and_not_pasted_as_amounts() {
    let paste = urumqi().rows(6, "999\t98\t没有的科目\t1.00\t1.00\t\n997\t98\t也没有\t2.00\t2.00\t").unwrap();
    assert!(paste.entered.is_empty());
}

#[test]
fn figures_for_computed_cells_are_compared_with_what_will_be_computed() {
    let open = urumqi();
    let paste = open.rows(6, "301\t01\t基本工资\t1.00\t1.00\t").unwrap();
    assert_eq!(open.differing(&paste), 0);
}

/// A sheet of the sample as a spreadsheet would copy it.
fn copied(open: &Open, table: u8) -> String {
    open.with(|evaluated| {
        let sheet = Sheet::new(evaluated, evaluated.form.table(TableNumber(table)).unwrap());
        let text = |place| match sheet.cell(place) {
            crate::sheet::SheetCell::Amount(cell) => evaluated.form.text_unit.table_text(evaluated.value(cell)),
            crate::sheet::SheetCell::Text { list, row, column } => evaluated.text(list, row, column),
            crate::sheet::SheetCell::Blank => String::new(),
        };
        let line = |row| (0..sheet.columns.len()).map(|column| text(Place { row, column })).collect::<Vec<_>>();
        (0..sheet.rows).map(|row| line(row).join("\t")).collect::<Vec<_>>().join("\n")
    })
}

#[test]
fn every_table_of_a_disclosure_pasted_whole_into_an_empty_one_gives_the_same_figures() {
    let source = urumqi();
    let mut target = urumqi();
    target.disclosure.tables.clear();
    // What is linked to other tables comes after them: an edit drops what is stated for cells that depend on it.
    for table in [2, 3, 6, 7, 8, 9, 10, 11, 5, 4, 1] {
        let text = copied(&source, table);
        if text.is_empty() {
            continue;
        }
        let paste = target.rows(table, &text).unwrap_or_else(|| panic!("表{table}: the rows are not recognised"));
        assert_eq!(paste.refused, [], "表{table}");
        target.apply(&paste, true);
    }
    for table in 1..=11 {
        assert_eq!(copied(&target, table), copied(&source, table), "表{table}");
    }
}

#[test]
fn lists_side_by_side_are_matched_each_by_its_labels() {
    let open = urumqi();
    let text = "其中：事业收入\t3.00\t204 公共安全支出\t\n其他收入\t2.00\t205 教育支出\t";
    let paste = open.rows(1, text).unwrap();
    assert_eq!(amounts(&paste), [Some("30000".parse().unwrap()), Some("20000".parse().unwrap())]);
}

#[test]
fn a_row_with_figures_that_the_table_does_not_have_is_reported() {
    let text = "合计\t27.30\t27.30\t\t\n公务接待费\t\t1.00\t\t\n会议费\t5.00\t5.00\t\t";
    let paste = urumqi().rows(10, text).unwrap();
    let [refused] = &paste.refused[..] else { panic!("{:?}", paste.refused) };
    assert_eq!((refused.place.as_str(), refused.text.as_str()), ("表10", "会议费"));
    assert_eq!(refused.reason, "这张表没有这一行");
}

#[test]
fn a_code_with_nothing_below_it_is_a_row_of_its_own() {
    let paste = urumqi()
        .rows(8, "212\t\t\t城乡社区支出\t5.00\t\t\t5.00\n212\t08\t\t国有土地使用权出让收入安排的支出\t5.00\t\t\t5.00");
    let paste = paste.unwrap();
    assert_eq!(paste.added.len(), 1);
    assert_eq!(paste.added[0].1.subject.code().unwrap().to_string(), "21208");
}

#[test]
fn codes_that_a_spreadsheet_holds_as_numbers_find_their_rows() {
    for (first, second) in [("301\t1", "301\t13"), ("301\t30101", "301\t30113")] {
        let text = format!("{first}\t基本工资\t1000\t1000\t\n{second}\t住房公积金\t300\t300\t\n");
        let paste = urumqi().rows(6, &text).unwrap();
        let keys: Vec<_> =
            paste.entered.iter().filter(|(_, amount)| amount.is_some()).map(|(key, _)| &key.row).collect();
        assert_eq!(keys, [&code("30101"), &code("30113")], "{text}");
        assert!(paste.added.is_empty() && paste.refused.is_empty(), "{text}");
    }
}

#[test]
fn a_row_with_figures_whose_code_is_none_is_told() {
    let paste = urumqi().rows(6, "301\t01\t基本工资\t1\t1\t\n3O1\t02\t津贴补贴\t2\t2\t\n").unwrap();
    assert_eq!(paste.refused[0].text, "3O102");
}

/// The units of the rows that pasting `rows` into the 表11 of a department adds.
fn pasted_units(open: &Open, rows: &[(&str, &str)]) -> (Paste, Vec<String>) {
    let line = |&(name, amount): &(&str, &str)| format!("{name}\t{amount}\t{amount}\t\t\t{amount}\t\t\t\t");
    let text: Vec<_> = rows.iter().map(line).collect();
    let paste = open.rows(11, &text.join("\n")).unwrap();
    let units = paste.added.iter().map(|(_, row)| row.subject.project().unwrap().unit.clone().unwrap()).collect();
    (paste, units)
}

fn department() -> Open {
    let mut open = urumqi();
    open.disclosure =
        Disclosure::new(open.form.id.as_str(), crate::disclosure::Kind::Department, "某局", open.form.year);
    open
}

#[test]
fn projects_of_equal_amount_are_no_unit_unless_a_name_or_a_total_says_so() {
    let mut open = department();
    let pairs = [("窗口设备", "10"), ("档案整理", "10")];
    assert_eq!(pasted_units(&open, &pairs).1, ["某局", "某局"]);
    assert_eq!(pasted_units(&open, &[("总计", "10"), pairs[0], pairs[1]]).1, ["窗口设备"], "the total says so");
    assert_eq!(pasted_units(&open, &[("某局", "20"), pairs[0], pairs[1]]).1, ["某局", "某局"]);
    let (paste, units) = pasted_units(&open, &[("某局", "10"), ("窗口设备", "10")]);
    assert_eq!(units, ["某局"]);
    open.apply(&paste, false);
    assert_eq!(pasted_units(&open, &[("某局", "10"), ("培训", "10")]).1, ["某局"]);
}

#[test]
fn the_units_of_a_department_are_told_from_their_projects_by_their_sums() {
    let mut open = department();
    let rows = [("甲中心", "10"), ("项目一", "10"), ("乙中心", "20"), ("项目二", "15"), ("项目三", "5")];
    let (paste, units) = pasted_units(&open, &rows);
    assert_eq!(units, ["甲中心", "乙中心", "乙中心"]);
    open.apply(&paste, true);
    assert_eq!(open.shown(11, RowKey::Total, 1), "30.00");
    assert_eq!(open.shown(11, RowKey::Unit("乙中心".to_owned()), 1), "20.00");
}

#[test]
fn a_row_with_nothing_but_its_code_keeps_its_figures_and_one_with_its_name_takes_blanks() {
    let mut open = urumqi();
    let paste = open.rows(6, "301\t01\t\t\t\t\n301\t02\t津贴补贴\t\t\t\n301\t03\t奖金\t\t1.00\t").unwrap();
    assert_eq!(paste.kept, ["30101".parse().unwrap()]);
    assert!(paste.refused.is_empty() && paste.outside == 0);
    let before = open.shown(6, code("30101"), 2);
    open.apply(&paste, false);
    assert_eq!((before.as_str(), open.shown(6, code("30101"), 2).as_str()), ("1,308.69", "1,308.69"));
    assert_eq!(open.shown(6, code("30102"), 2), "", "a blank beside a name overwrites");
    assert_eq!(open.shown(6, code("30103"), 2), "1.00");
    // A code with a zero or a dash says that there is no money.
    let paste = open.rows(6, "301\t01\t\t\t0\t\n302\t01\t办公费\t\t\t2.00").unwrap();
    assert!(paste.kept.is_empty());
    open.apply(&paste, false);
    assert_eq!(open.shown(6, code("30101"), 2), "");
}

/// The amounts that go into cells of coded rows: the code, the column and the amount in 万元.
fn coded(paste: &Paste) -> Vec<(String, u8, String)> {
    let wan = |amount: &Amount| (amount.yuan() / rust_decimal::Decimal::from(10_000)).normalize().to_string();
    let entered = paste.entered.iter().filter_map(|(cell, amount)| match &cell.row {
        RowKey::Code(code) => Some((code.to_string(), cell.column.0, amount.as_ref().map(wan)?)),
        _ => None,
    });
    let added = paste.added.iter().flat_map(|(_, row)| {
        let code = row.subject.code().map(|code| code.to_string()).unwrap_or_default();
        row.amounts.iter().map(move |(column, amount)| (code.clone(), column.0, wan(amount)))
    });
    entered.chain(added).collect()
}

#[test]
fn a_whole_code_in_one_cell_says_the_row_whatever_is_selected() {
    for text in [
        "30103\t奖金\t29.91",
        "30103\t29.91",
        "30103-奖金\t29.91",
        "30103奖金\t29.91",
        "３０１０３\t奖金\t２９．９１",
        "1\t30103\t奖金\t29.91",
        "科目编码\t科目名称\t金额(元)\n30103\t奖金\t299,100.00",
        "部门经济分类\t本年预算\n30103 奖金\t29.91",
        "编码\t名称\t人员经费\n30103\t奖金\t29.91",
    ] {
        for amount in [None, Some(0), Some(2)] {
            let paste = urumqi().rows_at(6, &Spot { amount, unit: None }, text).unwrap();
            assert_eq!(coded(&paste), [("30103".to_owned(), 2, "29.91".to_owned())], "{text}");
            assert_eq!(paste.refused, [], "{text}");
        }
    }
    // 302 is 公用经费; a row that the table has not is added; the total is compared.
    let paste =
        urumqi().rows(6, "30299\t其他\t1.00\n30103\t奖金\t2.00\n30227\t委托业务费\t3.00\n\t合计\t6.00").unwrap();
    let found = coded(&paste);
    assert!(found.contains(&("30103".to_owned(), 2, "2".to_owned())), "{found:?}");
    assert!(found.contains(&("30299".to_owned(), 3, "1".to_owned())), "{found:?}");
    assert!(found.contains(&("30227".to_owned(), 3, "3".to_owned())), "{found:?}");
    assert_eq!(paste.computed.len(), 1, "{:?}", paste.computed);
}

#[test]
fn codes_of_seven_digits_go_to_the_column_that_is_selected_or_that_alone_is_entered() {
    let text = "2080505\t机关事业单位基本养老保险缴费支出\t541.00\n2080101\t行政运行\t3,000.00";
    let column_of = |table: u8, amount: Option<usize>| {
        let paste = urumqi().rows_at(table, &Spot { amount, unit: None }, text).unwrap();
        (coded(&paste).into_iter().map(|(_, column, _)| column).collect::<Vec<_>>(), paste.refused.len())
    };
    assert_eq!(column_of(5, None), (vec![2, 2], 0), "the project column is computed from 表7");
    assert_eq!(column_of(2, Some(3)), (vec![4, 4], 0));
    assert_eq!(column_of(8, Some(3)), (vec![4, 4], 0));
    assert_eq!(column_of(9, Some(1)), (vec![2, 2], 0));
    // What nothing tells is not guessed.
    let paste = urumqi().rows_at(8, &Spot::default(), text).unwrap();
    assert_eq!((coded(&paste), paste.refused.len()), (vec![], 2));
    assert!(paste.refused[0].reason.contains("不知道"), "{:?}", paste.refused);
    let two = "2080505\t\t541.00\t1.00\n2080101\t行政运行\t3,000.00\t";
    let paste = urumqi().rows_at(3, &Spot { amount: Some(1), unit: None }, two).unwrap();
    assert_eq!(
        coded(&paste)[..2],
        [("2080505".to_owned(), 2, "541".to_owned()), ("2080505".to_owned(), 3, "1".to_owned())]
    );
}

#[test]
fn what_a_list_does_not_have_is_left_as_it_is() {
    let open = urumqi();
    let paste = open.rows_at(2, &Spot { amount: Some(2), unit: None }, "2080109\t社会保险经办机构\t7.00").unwrap();
    assert_eq!(paste.entered.len(), 1, "{:?}", paste.entered);
}

#[test]
fn a_project_goes_to_the_unit_whose_rows_are_selected() {
    let text = "2080109\t新项目甲\t5.00";
    let spot = Spot { amount: Some(2), unit: Some("某中心".to_owned()) };
    let paste = urumqi().rows_at(7, &spot, text).unwrap();
    let project = paste.added[0].1.subject.project().unwrap();
    assert_eq!((project.name.as_str(), project.unit.as_deref()), ("新项目甲", Some("某中心")));
    assert_eq!(coded(&paste), [("2080109".to_owned(), 3, "5".to_owned())]);
}

#[test]
fn amounts_that_are_ten_thousand_times_what_they_should_be_look_like_yuan() {
    let open = urumqi();
    let looks_in = |open: &Open, paste: Option<Paste>| {
        let paste = paste.unwrap();
        open.with(|evaluated| paste.looks_like_yuan(evaluated, &paste.step(evaluated, "粘贴", false)))
    };
    let looks = |paste| looks_in(&open, paste);
    let own = open.with(|evaluated| {
        let list = evaluated.form.table(TableNumber(6)).unwrap().list_indices().next().unwrap();
        let rows = evaluated.evaluation.layout(list).rows.len();
        let line = |row: usize| {
            let code = evaluated.evaluation.layout(list).rows[row].code?;
            let amount = |column| evaluated.value(crate::evaluate::CellIndex { list, row, column });
            (code.level() == crate::disclosure::CodeLevel::Section).then(|| (code, amount(0)))
        };
        (0..rows).filter_map(line).collect::<Vec<_>>()
    });
    let text = |unit: u32| -> String {
        let line = |(code, amount): &(crate::disclosure::Code, Amount)| {
            format!("{code}\t{}\n", amount.yuan() / rust_decimal::Decimal::from(unit))
        };
        own.iter().map(line).collect()
    };
    assert!(looks(open.rows(6, &text(1))));
    assert!(!looks(open.rows(6, &text(10_000))));
    // One of them may be another amount beside.
    assert!(looks(open.rows(6, "30103\t299100\n30101\t13086900")));
    assert!(!looks(open.rows(6, "30103\t29.91\n30101\t1308.69")));
    // Into an empty table the other tables tell: 表5 says how much the basic expenditure is.
    let mut empty = urumqi();
    empty.disclosure.tables.remove(&TableNumber(6));
    let looks = |paste| looks_in(&empty, paste);
    assert!(looks(empty.rows(6, &text(1))));
    assert!(!looks(empty.rows(6, &text(10_000))));
}
