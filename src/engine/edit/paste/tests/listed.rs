//! Lists whose columns are not the form's.

use super::{Open, coded, urumqi};
use crate::disclosure::{ColumnNumber, TableNumber};
use crate::edit::InputUnit;
use crate::edit::paste::{Block, PastedColumns, PastedRows, SaidOfColumns, Spot, paste_rows};
use crate::form::ColumnRole;

/// What goes into which column of which code.
type Landed = Vec<(String, u8, String)>;

impl Open {
    /// What pasting rows would do where `said` was said of their shape.
    fn listed(&self, table: u8, amount: Option<usize>, text: &str, said: SaidOfColumns<'_>) -> PastedRows {
        self.with(|evaluated| {
            let table = evaluated.form.table(TableNumber(table)).unwrap();
            let spot = Spot { amount, unit: None };
            paste_rows(evaluated, table, &Block::from_text(text), InputUnit::Form, &spot, said).unwrap()
        })
    }
}

#[test]
fn lists_of_finance_systems_land_without_a_question_where_heads_or_contents_tell_their_columns() {
    let bonus = || vec![("30103".to_owned(), 2, "29.91".to_owned())];
    // The table, what is pasted, and what goes into which column.
    let cases: Vec<(u8, &str, Landed)> = vec![
        // Words of heads over other figures within those over amounts.
        (6, "编码\t名称\t2025年度预算数\n30103\t奖金\t29.91", bonus()),
        (
            5,
            "科目\t2025年度基本支出\t项目支出\n2080505机关事业单位基本养老保险缴费支出\t541\t1",
            vec![("2080505".to_owned(), 2, "541".to_owned())],
        ),
        // Last year's figures under heads of the same name.
        (
            5,
            "科目\t上年数\t\t本年预算数\t\n\t基本支出\t项目支出\t基本支出\t项目支出\n\
             2080505机关事业单位基本养老保险缴费支出\t500\t2\t541\t1",
            vec![("2080505".to_owned(), 2, "541".to_owned())],
        ),
        // Columns in another order, amounts before the codes, names without codes.
        (6, "29.91\t30103\t奖金", bonus()),
        (6, "奖金\t30103\t29.91", bonus()),
        (6, "金额（元）\t科目\t编码\n299100\t奖金\t30103", bonus()),
        (6, "科目名称\t预算数\n奖金\t29.91", bonus()),
        (6, "经济分类\t本年预算（元）\n奖金\t299,100.00\n合计\t299,100.00", bonus()),
        // Other words around the form's, a title and a unit over the heads, a row that counts the columns, other figures beside.
        (6, "编码\t名称\t2025年人员经费支出\t2025年公用经费支出\t总额合计\n30103\t奖金\t29.91\t\t29.91", bonus()),
        (6, "部门预算支出表\t\t\n单位：元\t\t\n编码\t名称\t人员经费\n30103\t奖金\t299100", bonus()),
        (6, "编码\t名称\t人员经费\n1\t2\t3\n30103\t奖金\t29.91", bonus()),
        (6, "序号\t编码\t名称\t上年数\t人员经费\t增减%\n7\t30103\t奖金\t31.00\t29.91\t-3.5", bonus()),
        // As wide as the form's own table, in another order.
        (6, "编码\t名称\t备注\t公用经费\t人员经费\t合计\n30103\t奖金\t按月\t\t29.91\t29.91", bonus()),
        // Codes in parts, in other places than the form's.
        (6, "序号\t类\t款\t科目名称\t人员经费\n1\t301\t03\t奖金\t29.91\n2\t301\t3\t奖金\t", bonus()),
        (
            5,
            "功能分类科目\t项目支出（元）\t基本支出（元）\t合计（元）\n2080505机关事业单位基本养老保险缴费支出\t\t5410000\t5410000",
            vec![("2080505".to_owned(), 2, "541".to_owned())],
        ),
        (
            2,
            "编码\t名称\t财政拨款\t\n\t\t小计\t一般公共预算\n2080109\t社会保险经办机构\t7\t7",
            vec![("2080109".to_owned(), 3, "7".to_owned())],
        ),
        (
            7,
            "项目名称\t功能科目\t功能科目名称\t商品和服务支出\n新项目甲\t2080109\t社会保险经办机构\t5",
            vec![("2080109".to_owned(), 3, "5".to_owned())],
        ),
    ];
    for (table, text, right) in cases {
        let rows = urumqi().listed(table, None, text, &|_| None);
        assert!(!rows.is_asked, "表{table}: {text}\n{rows:?}");
        assert_eq!(coded(&rows.paste), right, "表{table}: {text}");
        let repeated = usize::from(text.contains("款\t科目名称"));
        assert_eq!(rows.paste.refused.len(), repeated, "表{table}: {text}\n{:?}", rows.paste.refused);
    }
}

#[test]
fn what_neither_heads_nor_contents_tell_is_asked_and_what_is_said_is_remembered_by_shape() {
    let two = "2080505\t养老\t541.00\t1.00\n2080101\t行政运行\t3,000.00\t";
    let cases = [
        // The table, the amount column that is selected, and what is pasted.
        (8, None, "2120801\t征地\t541.00\n2120802\t土地开发支出\t3,000.00"),
        (3, None, two),
        (3, Some(1), "编码\t名称\t甲口径\t乙口径\n2080505\t养老\t541.00\t1.00"),
        (6, None, "编码\t名称\t甲\t乙\t丙\n30103\t奖金\t29.91\t29.91\t"),
        (6, None, "编码\t名称\t人员经费\t其中财政\n30103\t奖金\t29.91\t20.00"),
        (10, None, "项目\t金额\n公务接待费\t5.00"),
    ];
    for (table, amount, text) in cases {
        let open = urumqi();
        let asked = open.listed(table, amount, text, &|_| None);
        assert!(asked.is_asked, "表{table}: {text}\n{asked:?}");
        let columns = asked.columns.unwrap();
        let number = open.form.list(columns.list).amounts.last().unwrap().number;
        let last = columns.roles.len() - 1;
        let mut roles: Vec<Option<ColumnRole>> = vec![None; columns.roles.len()];
        roles[0] = Some(if table == 10 { ColumnRole::Name } else { ColumnRole::Code });
        roles[last] = Some(ColumnRole::AmountOf(number));
        let said = |own: &PastedColumns| (own.shape == columns.shape).then(|| roles.clone());
        let rows = open.listed(table, amount, text, &said);
        assert!(!rows.is_asked, "表{table}: {text}");
        let amounts = rows.paste.entered.iter().map(|(cell, amount)| (cell.column, amount.is_some()));
        let added = rows.paste.added.iter().flat_map(|(_, row)| row.amounts.keys().map(|column| (*column, true)));
        let taken: Vec<_> = amounts.chain(added).filter(|(_, is_there)| *is_there).collect();
        assert!(taken.iter().all(|(column, _)| *column == number), "表{table}: {text}\n{taken:?}");
        // The next file of that shape has other figures, another year, and other rows.
        let next = text.replace("541.00", "612.34").replace("29.91", "17.00");
        assert_eq!(open.listed(table, amount, &next, &|_| None).columns.unwrap().shape, columns.shape);
    }
    // Another table, or other heads, are another shape.
    let shape = |table, text| urumqi().listed(table, None, text, &|_| None).columns.unwrap().shape;
    assert_ne!(shape(3, two), shape(5, two));
    assert_ne!(shape(3, two), shape(3, &format!("编码\t名称\t甲\t乙\n{two}")));
}

#[test]
fn columns_of_figures_that_are_not_taken_are_named() {
    let cases: [(u8, &str, &[&str]); 5] = [
        (5, "科目\t2025年度基本支出\t项目支出\n2080505养老\t541\t1", &[]),
        (6, "序号\t编码\t名称\t上年数\t人员经费\t增减%\n7\t30103\t奖金\t31.00\t29.91\t-3.5", &["上年数", "增减"]),
        (
            5,
            "科目\t上年数\t\t本年预算数\t\n\t基本支出\t项目支出\t基本支出\t项目支出\n2080505养老\t500\t2\t541\t1",
            &["上年数基本支出", "上年数项目支出"],
        ),
        (6, "编码\t名称\t人员经费\t其中财政\n30103\t奖金\t29.91\t20.00", &["其中财政"]),
        (6, "编码\t名称\t人员经费\t备注\n30103\t奖金\t29.91\t按月", &[]),
    ];
    for (table, text, right) in cases {
        let rows = urumqi().listed(table, None, text, &|_| None);
        assert_eq!(rows.paste.left_out, right, "表{table}: {text}");
    }
    // Where nothing is over it, by its place; also where a person says that it is not taken.
    let text = "2080505\t养老\t541.00\t1.00";
    let said = |own: &PastedColumns| {
        let mut roles = vec![None; own.roles.len()];
        (roles[0], roles[2]) = (Some(ColumnRole::Code), Some(ColumnRole::AmountOf(ColumnNumber(2))));
        Some(roles)
    };
    assert_eq!(urumqi().listed(3, None, text, &said).paste.left_out, ["第 4 列"]);
}

#[test]
fn the_unit_of_the_heads_is_that_of_the_figures_whatever_the_form_shows() {
    let entered = |yuan: i64, head: &str| {
        let mut open = urumqi();
        let mut form = (*open.form).clone();
        form.tables.iter_mut().for_each(|table| table.unit.yuan = yuan.into());
        open.form = std::sync::Arc::new(form);
        let paste = open.listed(6, None, &format!("编码\t名称\t人员经费{head}\n30103\t奖金\t5"), &|_| None).paste;
        let refused: Vec<String> = paste.refused.iter().map(|refused| refused.text.clone()).collect();
        (paste.entered.iter().filter_map(|(_, amount)| *amount).map(|own| own.to_string()).collect::<Vec<_>>(), refused)
    };
    for yuan in [1, 10_000] {
        for (head, right) in [("（元）", "5.00"), ("（万元）", "50,000.00"), ("(单位：人民币万元)", "50,000.00")]
        {
            assert_eq!(entered(yuan, head), (vec![right.to_owned()], Vec::new()), "{yuan} {head}");
        }
        for (head, right) in [("（千元）", "千元"), ("（亿元）", "亿元"), ("（元）\t公用经费（万元）", "万元、元")]
        {
            assert_eq!(entered(yuan, head), (Vec::new(), vec![right.to_owned()]), "{yuan} {head}");
        }
    }
}

#[test]
fn texts_for_amounts_that_are_none_do_not_vanish() {
    let cases = [
        // Of whose amount nothing tells the column, whose name says no code, and which says nothing.
        (8, "2120801\t征地\t12..5\n2120802\t土地\t3\n2120803\t城市\t4", "12..5"),
        (5, "科目名称\t基本支出\n没有的科目\t12..5\n行政运行\t3\n事业运行\t4", "没有的科目"),
        (6, "编码\t名称\t人员经费\n30103\t奖金\t29.91\n\t\t8.00", "8.00"),
        (6, "编码\t名称\t人员经费\n30103\t奖金\t29.91\n\t\t12..5\n30102\t津贴补贴\t1", "12..5"),
        (6, "编码\t名称\t人员经费\n30103\t奖金\t29.91\n30102\t津贴补贴\t待定\n30107\t绩效工资\t1", "待定"),
    ];
    for (table, text, right) in cases {
        let paste = urumqi().listed(table, None, text, &|_| None).paste;
        assert!(paste.refused.iter().any(|refused| refused.text == right), "表{table}: {text}\n{:?}", paste.refused);
    }
    // Heads that stand on each page again are no rows.
    let again =
        "编码\t名称\t人员经费\n30103\t奖金\t29.91\n编码\t名称\t人员经费\n30102\t津贴补贴\t1\n30107\t绩效工资\t1";
    assert_eq!(urumqi().listed(6, None, again, &|_| None).paste.refused, []);
}

#[test]
fn what_was_said_before_does_not_overrule_what_a_list_without_heads_is_told_to_be() {
    let (bare, headed) = ("2080505\t541.00", "编码\t预算\n2080505\t541.00");
    for (amount, text, right) in [(Some(1), bare, false), (None, bare, true), (Some(1), headed, true)] {
        let asked = std::cell::Cell::new(None);
        let said = |own: &PastedColumns| {
            asked.set(Some(own.may_be_remembered()));
            own.may_be_remembered().then(|| vec![Some(ColumnRole::Code), Some(ColumnRole::AmountOf(ColumnNumber(3)))])
        };
        let rows = urumqi().listed(8, amount, text, &said);
        assert_eq!((asked.get(), rows.is_said), (Some(right), right), "{text}");
    }
}

#[test]
fn a_name_that_several_codes_have_is_not_guessed() {
    let paste = urumqi().rows(5, "科目名称\t基本支出\n机关服务\t1.00\n没有的科目\t2.00").unwrap();
    let told: Vec<_> = paste.refused.iter().map(|refused| (refused.text.as_str(), refused.reason.as_str())).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].0 == "机关服务" && told[0].1.contains("不止一行"), "{told:?}");
    assert!(told[1].0 == "没有的科目" && told[1].1.contains("没有叫这个名称"), "{told:?}");
}

#[test]
fn rows_of_plain_figures_and_prose_are_no_lists() {
    for text in [
        "1.00\t2.00\n3\t4",
        "301\t302\n205\t210",
        "301\t2\n302\t5",
        "30150\t20850",
        "\t2.00\n3\t",
        "一、基本情况\t见附件\n二、说明\t无",
        "1.00\t见附件",
    ] {
        for table in [3, 6, 10, 11] {
            assert!(urumqi().rows(table, text).is_none(), "表{table}: {text}");
        }
    }
}
