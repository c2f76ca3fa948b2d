//! Sentences of small disclosures: the variants by case, the rules for shares and growth, and reading them again.

use super::reading::{ReadBefore, Reader, read_as};
use super::*;
use crate::disclosure::{CellKey, ColumnNumber, Kind, RowKey, TableNumber};
use crate::evaluate::tests::Draft;
use crate::form::{Form, NARRATIVE_FILE, Template, builtin_form};

fn prior(mut draft: Draft, table: u8, row: RowKey, column: u8, amount: &str) -> Draft {
    let amount = draft.amount(amount);
    draft.disclosure.prior.insert(CellKey::new(TableNumber(table), row, ColumnNumber(column)), amount);
    draft
}

/// The paragraph `id` of `draft`, or of its row with `code`.
fn sentence(draft: &Draft, id: &str, code: Option<&str>) -> Option<String> {
    let row = code.map(|code| RowKey::Code(code.parse().unwrap()));
    let key = TextKey { id: id.to_owned(), row };
    draft.with(|evaluated| {
        narrate(evaluated).iter().find(|paragraph| paragraph.key == key).map(|paragraph| paragraph.text("…"))
    })
}

/// What is said of 基本支出 that was `last` and is `now`.
fn change(last: &str, now: &str) -> String {
    let draft = prior(Draft::new().code(3, "2080101", &[(2, now)]), 3, RowKey::Total, 2, last);
    // Last year's figures are known, though this one may have been nothing.
    let draft = prior(draft, 3, RowKey::Total, 3, "1");
    let text = sentence(&draft, "spending_basic", None).unwrap();
    text.split_once("比上年预算").unwrap().1.split_once("，主要").unwrap().0.to_owned()
}

#[test]
fn growth_is_against_last_year_and_its_words_come_in_pairs() {
    assert_eq!(change("8", "10"), "增加2.00万元，增长25.00%");
    assert_eq!(change("10", "8"), "减少2.00万元，下降20.00%");
    assert_eq!(change("0", "5"), "增加5.00万元，增长100.00%");
    assert_eq!(change("5", "0"), "减少5.00万元，下降100.00%");
    assert_eq!(change("5", "5"), "增加0.00万元，增长0.00%");
    assert_eq!(change("0", "0"), "增加0.00万元，增长0.00%");
    // Half of the last place is rounded away from zero, once, from the exact amounts.
    assert_eq!(change("80", "80.1"), "增加0.10万元，增长0.13%");
    assert_eq!(change("10", "10.005"), "增加0.01万元，增长0.10%");
}

#[test]
fn a_change_is_that_between_the_amounts_as_they_are_shown() {
    assert_eq!(change("10", "9.996"), "增加0.00万元，增长0.00%");
    assert_eq!(change("1", "1.0049"), "增加0.00万元，增长0.00%");
    assert_eq!(change("0", "0.003"), "增加0.00万元，增长0.00%");
    assert_eq!(change("1.004", "1.006"), "增加0.01万元，增长1.00%");
    assert_eq!(change("1.006", "1.004"), "减少0.01万元，下降0.99%");
}

/// The accounts of tables with these names and totals: whether each is named and explained, and its money in 万元.
fn accounts(draft: &mut Draft, tables: &[(&str, &str)]) -> Vec<(bool, bool, String)> {
    use crate::disclosure::{PerformanceFunds, PerformanceSubject, PerformanceTable};
    let table = |(name, total): &(&str, &str)| PerformanceTable {
        subject: PerformanceSubject::Project((*name).to_owned()),
        funds: PerformanceFunds { total: Some(draft.amount(total)), ..PerformanceFunds::default() },
        ..PerformanceTable::default()
    };
    draft.disclosure.performance = tables.iter().map(table).collect();
    draft.with(|evaluated| {
        let money =
            |account: &super::accounts::Account| evaluated.form.text_unit.text(account.granted + account.carried);
        let accounts = super::accounts::accounts(evaluated);
        accounts.iter().map(|account| (account.is_named, account.is_explained, money(account))).collect()
    })
}

#[test]
fn a_project_of_several_rows_has_one_table_or_several() {
    let mut draft =
        Draft::new().project(7, "", "2080109", "甲", &[(3, "30")]).project(7, "", "2080199", "甲", &[(3, "20")]);
    let yes = |money: &str| (true, true, money.to_owned());
    assert_eq!(accounts(&mut draft, &[("甲", "50")]), [yes("50.00")]);
    assert_eq!(accounts(&mut draft, &[("甲", "30"), ("甲", "20")]), [yes("30.00"), yes("20.00")]);
    assert_eq!(accounts(&mut draft, &[("甲", "20"), ("甲", "30")]), [yes("20.00"), yes("30.00")]);
    let no = |money: &str| (true, false, money.to_owned());
    assert_eq!(accounts(&mut draft, &[("甲", "49")]), [no("50.00")]);
    assert_eq!(accounts(&mut draft, &[("甲", "31"), ("甲", "20")]), [no("30.00"), yes("20.00")]);
    // What was carried over under the same name is managed with it, or is not.
    let mut draft = Draft::new().project(7, "", "2080109", "甲", &[(3, "30")]).project(11, "", "", "甲", &[(5, "4")]);
    assert_eq!(accounts(&mut draft, &[("甲", "34")]), [yes("34.00")]);
    assert_eq!(accounts(&mut draft, &[("甲", "30")]), [yes("30.00")]);
}

#[test]
fn money_of_this_year_and_carried_over_in_one_table_is_told_with_the_name_of_its_project() {
    let mut draft = Draft::new().project(7, "", "2080109", "甲", &[(3, "30")]).project(11, "", "", "甲", &[(5, "4")]);
    let merged = |draft: &Draft| -> Vec<String> {
        draft.with(|evaluated| {
            let paragraphs = narrate(evaluated);
            let merged = paragraphs.iter().filter(|paragraph| paragraph.key.id == "merged");
            merged.map(|paragraph| paragraph.text("…")).collect()
        })
    };
    let year = draft.disclosure.year;
    accounts(&mut draft, &[("甲", "34")]);
    let told = format!("本单位{year}年上年结转资金4.00万元与当年财政拨款预算30.00万元做在“甲”同一项目支出绩效目标表。");
    assert_eq!(merged(&draft), [told]);
    accounts(&mut draft, &[("甲", "30")]);
    assert_eq!(merged(&draft), Vec::<String>::new());
}

#[test]
fn a_table_may_be_paid_from_a_table_without_projects() {
    let mut draft = Draft::new().code(9, "2230105", &[(4, "60")]);
    assert_eq!(accounts(&mut draft, &[("社会化管理补助资金", "60")]), [(false, true, "60.00".to_owned())]);
    assert_eq!(accounts(&mut draft, &[("社会化管理补助资金", "61")]), [(false, false, "0.00".to_owned())]);
    draft.with(|evaluated| {
        let findings = crate::audit::audit(evaluated).findings;
        assert_eq!(findings.iter().filter(|finding| finding.rule == "F40-4").count(), 1);
    });
    accounts(&mut draft, &[("社会化管理补助资金", "60")]);
    draft.with(|evaluated| {
        let findings = crate::audit::audit(evaluated).findings;
        assert_eq!(findings.iter().filter(|finding| finding.rule == "F40-4").count(), 0);
    });
}

#[test]
fn many_tables_without_a_project_of_their_name_are_explained_at_once() {
    let mut draft = Draft::new();
    for number in 1..=150 {
        draft = draft.project(7, "", "2080109", &format!("项目{number}"), &[(3, &(number * 10_000).to_string())]);
    }
    // 2 to the power of 12 sums.
    for number in 0..12 {
        draft = draft.project(11, "", "", &format!("结转{number}"), &[(5, &(1 << number).to_string())]);
    }
    let tables: Vec<(String, String)> =
        (1..=150).map(|number| (format!("绩效{number}"), (number * 10_000 + 1).to_string())).collect();
    let tables: Vec<(&str, &str)> = tables.iter().map(|(name, total)| (name.as_str(), total.as_str())).collect();
    let found = accounts(&mut draft, &tables);
    assert_eq!(found.iter().filter(|(_, is_explained, _)| *is_explained).count(), 1, "1 was carried over once");
}

#[test]
fn a_source_without_money_is_unplanned_and_one_that_fell_away_is_told() {
    let draft = Draft::new().code(2, "2080101", &[(3, "5")]);
    assert_eq!(sentence(&draft, "income_fund", None).unwrap(), "政府性基金预算未安排。");
    assert_eq!(sentence(&draft, "income_own", None), None);
    let draft = prior(draft, 2, RowKey::Total, 5, "2");
    let fallen = "政府性基金预算0.00万元，占0.00%，比上年预算减少2.00万元，下降100.00%，主要原因是…。";
    assert_eq!(sentence(&draft, "income_fund", None).unwrap(), fallen);
}

#[test]
fn an_item_that_fell_away_keeps_its_sentence_where_its_code_belongs() {
    let draft = Draft::new().code(5, "2080102", &[(2, "5")]);
    let draft = prior(draft, 5, RowKey::Code("2080101".parse().unwrap()), 1, "3");
    let fallen = sentence(&draft, "items", Some("2080101")).unwrap();
    assert!(fallen.starts_with("1、") && fallen.contains("行政运行（项）"), "{fallen}");
    assert!(fallen.contains("预算数为0.00万元，比上年预算减少3.00万元，下降100.00%"), "{fallen}");
    assert!(sentence(&draft, "items", Some("2080102")).unwrap().starts_with("2、"));
}

#[test]
fn empty_and_filled_tables_are_worded_differently() {
    let empty = Draft::new();
    assert!(sentence(&empty, "capital", None).unwrap().ends_with("国有资本经营预算支出情况表为空表。"));
    let filled = Draft::new().code(9, "2230105", &[(4, "5")]);
    assert!(sentence(&filled, "capital", None).unwrap().contains("国有资本经营预算拨款5.00万元。与上年预算相比"));
    assert!(sentence(&filled, "capital_items", Some("2230105")).unwrap().starts_with("1、"));
}

#[test]
fn a_unit_and_a_department_call_themselves_so() {
    let mut draft = Draft::new();
    assert!(sentence(&draft, "scale", None).unwrap().contains("均纳入单位预算管理"));
    draft.disclosure.kind = crate::disclosure::Kind::Department;
    assert!(sentence(&draft, "scale", None).unwrap().contains("均纳入部门预算管理"));
    assert!(sentence(&draft, "machines", None).unwrap().starts_with("单位价值50万元以上"));
}

#[test]
fn sums_of_slots_are_computed_once_all_are_filled() {
    let mut draft = Draft::new();
    let mut fill = |name: &str, amount: &str| {
        let amount = draft.amount(amount);
        draft.disclosure.slots.insert(TextKey::new(format!("procurement.{name}")), SlotValue::Amount(amount));
    };
    fill("goods", "1.5");
    fill("works", "0");
    let half = sentence(&draft, "procurement", None).unwrap();
    assert!(half.contains("政府采购预算…万元") && half.contains("货物预算1.50万元"), "{half}");
    let amount = draft.amount("2");
    draft.disclosure.slots.insert(TextKey::new("procurement.services"), SlotValue::Amount(amount));
    assert!(sentence(&draft, "procurement", None).unwrap().contains("政府采购预算3.50万元"));
}

#[test]
fn a_figure_is_read_at_its_place_though_the_words_around_it_changed() {
    let draft = Draft::new().code(3, "2080101", &[(2, "5")]);
    draft.with(|evaluated| {
        let template = evaluated.form.sentences.as_ref().unwrap();
        let paragraphs = narrate(evaluated);
        let reader = Reader::new(&template.words, &paragraphs, |_| true);
        let text = "基本支出共计 1,234.50 万元，约占 12.30%，比上年的预算减少了 7.00 万元，下降 3%，原因是 2 人退休。";
        let reading = reader.read(text, &ReadBefore::default()).unwrap();
        let paragraph = &paragraphs[reading.paragraph];
        assert_eq!(paragraph.key.id, "spending_basic");
        let said: Vec<String> = (0..paragraph.pieces.len())
            .filter(|&place| !matches!(paragraph.pieces[place], Piece::Fixed(_)))
            .map(|place| reading.piece(text, place).unwrap())
            .collect();
        assert_eq!(said[..6], ["1,234.50", "12.30", "减少", "7.00", "下降", "3"]);
        assert!(said[6].ends_with("2 人退休"), "{said:?}");
        assert_eq!(reader.read("本单位今年没有什么可说的。", &ReadBefore::default()), None);
        let other = read_as(&template.words, "无。", paragraph);
        assert!(other.spans.iter().filter(|span| span.is_some()).count() <= 2, "{other:?}");
    });
}

#[test]
fn a_template_that_does_not_fit_its_form_is_refused_with_its_place() {
    let files = builtin_form("xinjiang-2025").unwrap();
    let form = Form::load(files).unwrap();
    let (file, text) = (files.path(NARRATIVE_FILE), files.text(NARRATIVE_FILE).unwrap());
    for (from, to, said) in [
        ("{T1[income_total](1)}", "{T1[income_totl](1)}", "没有行 [income_totl]，是否指 income_total？"),
        ("{T1[income_total](1)}", "{T1[income_total](7)}", "没有列 (7)"),
        ("{body}{year}年所有收入", "{bdy}{year}年所有收入", "不认识 {bdy}，是否指 body？"),
        ("{?duties}", "{?dutys}", "slots 里没有 dutys，是否指 duties？"),
        ("{*incomes}", "{*income}", "repeats 里没有 income，是否指 incomes？"),
        ("{@source T3[total](2)", "{@sourc T3[total](2)", "phrases 里没有 sourc，是否指 source？"),
        ("(id: \"incomes\", text", "(id: \"scale\", text", "段落 scale 出现了两次"),
        ("{share (1) / T5[total](1)}", "{share (1)}", "占比要写成"),
    ] {
        assert!(text.contains(from), "the template no longer says {from}");
        let errors = Template::load(&form, &file, &text.replacen(from, to, 1)).expect_err(to);
        let error = errors.first().unwrap();
        let line = text[..text.find(from).unwrap()].matches('\n').count() + 1;
        assert!(error.message.contains(said), "{error}");
        assert_eq!(error.line, line, "{error}");
        assert!(error.column > 1 && error.to_string().contains("narrative.ron"), "{error}");
    }
}

#[test]
fn last_years_figure_follows_from_a_sentence_of_which_one_figure_is_wrong() {
    let told = |text: &str| {
        let mut draft = Draft::new().code(3, "2080101", &[(2, "5"), (3, "2")]);
        draft.disclosure.texts.insert(Part::Section(3), vec![text.to_owned()]);
        let prior = draft.with(super::told_prior);
        prior.values().map(|amount| draft.form.text_unit.text(*amount)).collect::<Vec<_>>()
    };
    let sentence = |amount: &str, change: &str| {
        format!("基本支出{amount}万元，占71.43%，比上年预算{change}，主要原因是人员调动。")
    };
    for (amount, change, last) in [
        ("5.00", "增加1.00万元，增长25.00%", "4.00"),
        ("5.00", "增 加1.00万元，增长25.00%", "4.00"),
        ("5.00", "减少1.00万元，下降16.67%", "6.00"),
        ("5.00", "减 少1.00万元，下 降16.67%", "6.00"),
        // The direction is reversed, or this year's amount wrong: the change still says what it was.
        ("5.00", "减少1.00万元，下降25.00%", "4.00"),
        ("7.00", "增加1.00万元，增长25.00%", "4.00"),
    ] {
        assert_eq!(told(&sentence(amount, change)), [last], "{amount} {change}");
    }
}

#[test]
fn last_years_figures_among_each_other_tell_which_figure_of_a_sentence_is_wrong() {
    // 一般公共预算 was 5.00, 基本支出 4.00 and 项目支出 1.00.
    let told = |general: &str, basic: &str, project: &str| {
        let draft = Draft::new().code(2, "2080101", &[(3, "6"), (4, "1")]);
        let mut draft = draft.code(3, "2080101", &[(2, "5"), (3, "2")]);
        let sentence = |name: &str, amount: &str, share: &str, change: &str| {
            format!("{name}{amount}万元，占{share}%，比上年预算{change}，主要原因是人员调动。")
        };
        let income = vec![sentence("一般公共预算", "6.00", "85.71", general)];
        let spending =
            vec![sentence("基本支出", "5.00", "71.43", basic), sentence("项目支出", "2.00", "28.57", project)];
        draft.disclosure.texts = [(Part::Section(2), income), (Part::Section(3), spending)].into();
        let prior = draft.with(super::told_prior);
        let last = |table: u8, column: u8| {
            let cell = CellKey::new(TableNumber(table), RowKey::Total, ColumnNumber(column));
            draft.form.text_unit.text(prior[&cell])
        };
        [last(2, 3), last(3, 2), last(3, 3)]
    };
    let (general, basic, project) =
        ("增加1.00万元，增长20.00%", "增加1.00万元，增长25.00%", "增加1.00万元，增长100.00%");
    for (wrong, last) in [
        ([general, basic, project], ["5.00", "4.00", "1.00"]),
        // The amount of the change is wrong, and what the others leave for it has the percentage that is told.
        ([general, "增加1.10万元，增长25.00%", project], ["5.00", "4.00", "1.00"]),
        ([general, "增加0.10万元，增长25.00%", project], ["5.00", "4.00", "1.00"]),
        (["增加0.80万元，增长20.00%", basic, project], ["5.00", "4.00", "1.00"]),
        (["增加1.80万元，增长20.00%", basic, project], ["5.00", "4.00", "1.00"]),
        // The percentage is wrong, or nothing that the others leave has it.
        ([general, "增加1.00万元，增长52.00%", project], ["5.00", "4.00", "1.00"]),
        ([general, "增加1.10万元，增长52.00%", project], ["5.00", "3.90", "1.00"]),
    ] {
        assert_eq!(told(wrong[0], wrong[1], wrong[2]), last, "{wrong:?}");
    }
}

#[test]
fn a_change_may_be_told_or_not_whatever_the_figures_say() {
    let form = Form::load(builtin_form("shanghai-2025").unwrap()).unwrap();
    for last in ["4", "5"] {
        let draft = prior(Draft::of_form(form.clone()).code(2, "2080101", &[(2, "5")]), 2, RowKey::Total, 2, last);
        let worded = draft.with(|evaluated| {
            let of_income = narrate_variants(evaluated).into_iter().filter(|paragraph| paragraph.key.id == "income");
            of_income.map(|paragraph| paragraph.generated("…")).collect::<Vec<_>>()
        });
        let told =
            |text: &&String| text.split_once("比2024年预算").unwrap().1.split('；').next().unwrap().contains("万元");
        assert_eq!(worded.len(), 2, "{worded:?}");
        assert_eq!(worded.iter().filter(told).count(), 1, "{worded:?}");
    }
}

#[test]
fn what_waits_to_be_filled_in_is_offered_where_all_else_fits() {
    let files = builtin_form("xinjiang-2025").unwrap();
    let (filled, of_departments) = ("[Filled(\"signature.date\")]", "[Department, Filled(\"signature.date\")]");
    assert!(files.text(NARRATIVE_FILE).unwrap().contains(filled));
    let form = Form::load(&files.replaced(NARRATIVE_FILE, filled, of_departments)).unwrap();
    for (kind, is_offered) in [(Kind::Unit, false), (Kind::Department, true)] {
        let mut draft = Draft::of_form(form.clone());
        draft.disclosure.kind = kind;
        let offered = draft.with(|evaluated| {
            narrate_offered(evaluated).into_iter().map(|paragraph| paragraph.key.id).collect::<Vec<_>>()
        });
        assert_eq!(offered.iter().any(|id| id == "signature"), is_offered, "{offered:?}");
        assert!(offered.iter().any(|id| id == "more_terms"), "{offered:?}");
    }
}

#[test]
fn what_nobody_entered_yet_is_not_nothing() {
    use crate::disclosure::{Component, Said};
    let mut draft = Draft::new().code(6, "30101", &[(2, "5")]).code(2, "2080101", &[(3, "5")]);
    draft.disclosure.said.clear();
    let operating = |draft: &Draft| sentence(draft, "basic_operating", None);
    let fund = |draft: &Draft| sentence(draft, "income_fund", None);
    assert_eq!(sentence(&draft, "basic_personnel", None).unwrap(), "人员经费5.00万元，主要包括：科目30101。");
    assert_eq!(operating(&draft).unwrap(), "公用经费…万元，主要包括：（待填）。");
    assert_eq!(fund(&draft), None, "an amount of one source says nothing of another");
    for table in [2, 6] {
        draft.disclosure.said.insert(Component::Table(TableNumber(table)), Said::Complete);
    }
    assert_eq!(operating(&draft).unwrap(), "公用经费0.00万元，主要包括：无。");
    assert_eq!(fund(&draft).unwrap(), "政府性基金预算未安排。");
}
