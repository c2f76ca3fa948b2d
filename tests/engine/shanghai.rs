//! A second region: tables in yuan with the total last, sentences in 万元, other parts in another order. What a district's
//! bodies publish is read, checked and printed by its form alone.

use std::path::Path;

use disclosure_engine::audit::{Finding, Grade, audit};
use disclosure_engine::disclosure::{Disclosure, Kind, RowKey, SlotValue, TableNumber, TextKey, TextPlace};
use disclosure_engine::file;
use disclosure_engine::import::Imported;
use disclosure_engine::narrative::narrate;
use disclosure_export::document::{Block, Document};

use crate::bench::Bench;
use crate::blame::tried_texts;
use crate::trials::texts::TextTrials;
use crate::trials::{Mistake, Trials};

fn sample(bench: &Bench) -> Disclosure {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/shanghai-2025.budget");
    file::open(&path, &bench.forms).unwrap()
}

fn findings(bench: &Bench, disclosure: &Disclosure) -> Vec<String> {
    let told = |finding: &Finding| format!("{} {}", finding.rule, finding.message);
    bench.with(disclosure, |evaluated| audit(evaluated).findings.iter().map(told).collect())
}

/// A document as a district's bodies print it, as text with cells parted by tabulators.
fn printed(tables: &str, sentences: &str) -> Vec<u8> {
    format!(
        "上海市云间区2025年区级单位预算\n预算单位：上海市云间区某某中心\n2025年单位预算编制说明\n{sentences}\n{tables}\n"
    )
    .into_bytes()
}

const SPENDING: &str = "2025年预算单位支出预算总表\n编制单位：上海市云间区某某中心\t\t\t\t\t\t单位：元\n\
                        功能分类科目编码\t\t\t功能分类科目名称\t合计\t基本支出\t项目支出\n类\t款\t项\t\t\t\t\n";
const THREE_PUBLIC: &str = "2025年单位“三公”经费和机关运行经费预算表\n编制单位：上海市云间区某某中心\t\t\t\t\t\t单位:万元\n\
                            “三公”经费预算数\t\t\t\t\t\t机关运行经费预算数\n\
                            合计\t因公出国(境)费\t公务接待费\t公务用车购置及运行费\t\t\t\n\t\t\t小计\t购置费\t运行费\t\n";
const BASIC: &str = "2025年预算单位一般公共预算基本支出部门预算经济分类预算表\n编制单位：上海市云间区某某中心\t\t\t\t\t单位：元\n\
                     经济分类科目编码\t\t部门经济分类科目名称\t合计\t人员经费\t公用经费\n类\t款\t\t\t\t\n";

#[test]
fn the_sample_is_sound_and_complete_and_comes_back_from_every_format() {
    let bench = Bench::new();
    let own = sample(&bench);
    assert_eq!(findings(&bench, &own), [""; 0]);
    for extension in ["pdf", "ofd", "docx", "xlsx"] {
        let Imported { disclosure, report } = bench.back(&own, extension);
        assert_eq!(bench.differences(&own, &disclosure), "", "{extension}");
        assert_eq!((report.unplaced.len(), report.unread.len()), (0, 0), "{extension}");
        assert_eq!(report.as_written, 0, "{extension}: every sentence follows the figures again");
    }
}

#[test]
fn parts_and_totals_stand_where_the_form_has_them() {
    let bench = Bench::new();
    bench.with(&sample(&bench), |evaluated| {
        let document = Document::new(evaluated, false);
        let titles: Vec<&str> = document.parts.iter().map(|part| part.title.as_str()).collect();
        let body = "上海市云间区档案服务中心";
        let own = [&format!("{body}主要职能"), &format!("{body}机构设置"), "名词解释", "2025年单位预算编制说明", ""];
        assert_eq!(titles[..5], own.map(str::to_owned));
        let contents: Vec<&str> = document.contents().iter().map(|entry| entry.text).collect();
        assert!(contents.contains(&"五、单位预算表") && contents.contains(&"1. 2025年预算单位财务收支预算总表"));
        assert!(!contents.iter().any(|entry| entry.contains("政府采购")), "{contents:?}");
        let row = |number: u8, row: usize| -> Vec<String> {
            let table = document.table(TableNumber(number)).unwrap();
            table.rows[row].cells.iter().map(|cell| cell.text.clone()).filter(|text| !text.is_empty()).collect()
        };
        // Only the classes with money, counted as they are printed, and the total below them.
        assert_eq!(row(1, 3)[1..3], ["四、住房保障支出".to_owned(), "614,600.00".to_owned()]);
        let last = document.table(TableNumber(2)).unwrap().rows.len() - 1;
        assert_eq!(row(2, last), ["合计", "10,687,200.50", "10,567,200.50", "120,000.00"]);
        assert_eq!(row(6, 0), ["合计"], "an empty table keeps its total row");
        assert_eq!(row(9, 0), ["4.80", "0.80", "4.00", "4.00"], "in 万元, in a row without a label");
        let signs = document.parts.iter().flat_map(|part| &part.blocks);
        assert!(!signs.into_iter().any(|block| matches!(block, Block::Signature { .. })));
    });
}

#[test]
fn what_did_not_change_is_said_with_the_forms_own_word() {
    let bench = Bench::new();
    let mut own = sample(&bench);
    let told = |own: &Disclosure, id: &str| {
        bench.with(own, |evaluated| {
            let paragraphs = narrate(evaluated);
            paragraphs.iter().find(|paragraph| paragraph.key.id == id).unwrap().text("（待填）")
        })
    };
    assert_eq!(told(&own, "abroad"), "（一）因公出国（境）费0.00万元，比2024年预算持平。");
    assert!(told(&own, "reception").starts_with("（三）公务接待费0.80万元，比2024年预算减少0.20万元，主要原因是"));
    own.prior.clear();
    assert_eq!(
        told(&own, "abroad"),
        "（一）因公出国（境）费0.00万元，比2024年预算（待填）（待填）万元，主要原因是（待填）。"
    );
}

/// The rules that a document with these tables and sentences breaks, with grade and what is quoted.
fn rules(tables: &str, sentences: &str) -> Vec<String> {
    let bench = Bench::new();
    let Imported { disclosure, .. } = bench.read(&printed(tables, sentences));
    assert_eq!((disclosure.form.as_str(), disclosure.kind), ("shanghai-2025", Kind::Unit));
    bench.with(&disclosure, |evaluated| {
        let findings = audit(evaluated).findings;
        let told =
            findings.iter().filter(|finding| matches!(finding.grade, Grade::Error | Grade::Warning | Grade::Rounding));
        told.filter(|finding| !matches!(finding.rule.as_str(), "F3" | "F4" | "F16"))
            .map(|finding| format!("{} {}", finding.grade.name(), finding.rule))
            .collect()
    })
}

#[test]
fn whole_yuan_are_rounded_and_fen_are_not() {
    let row = |code: &str, figures: [&str; 3]| format!("{code}\t名称\t{}\n", figures.join("\t"));
    let table = |total: &str, end: &str| {
        let figure = |figure: &str| format!("{figure}{end}");
        let rows = [
            ("208\t\t", [total, "20,000,002", "10,000,001"]),
            ("208\t05\t", [total, "20,000,002", "10,000,001"]),
            ("208\t05\t01", ["10,000,001", "10,000,001", ""]),
            ("208\t05\t05", ["20,000,002", "10,000,001", "10,000,001"]),
        ];
        let rows = rows.map(|(code, figures)| {
            row(
                code,
                figures.map(|f| if f.is_empty() { String::new() } else { figure(f) }).each_ref().map(String::as_str),
            )
        });
        format!(
            "{SPENDING}{}合计\t\t\t\t{}\t{}\t{}\n",
            rows.concat(),
            figure(total),
            figure("20,000,002"),
            figure("10,000,001")
        )
    };
    assert_eq!(rules(&table("30,000,003", ""), ""), [""; 0]);
    // One yuan can be the rounding of two figures without decimals, and cannot be that of figures with fen.
    let rounded = rules(&table("30,000,004", ""), "");
    assert!(!rounded.is_empty() && rounded.iter().all(|rule| rule.starts_with("尾差")), "{rounded:?}");
    let wrong = rules(&table("30,000,004", ".00"), "");
    assert!(wrong.iter().any(|rule| rule.starts_with("错误")), "{wrong:?}");
}

#[test]
fn a_total_alone_on_a_page_and_a_row_without_a_label_are_taken() {
    let bench = Bench::new();
    let rows = "208\t\t\t社会保障和就业支出\t5.00\t3.00\t2.00\n208\t05\t\t行政事业单位养老支出\t5.00\t3.00\t2.00\n208\t05\t05\t机关事业单位基本养老保险缴费支出\t5.00\t3.00\t2.00\n";
    let text =
        format!("{SPENDING}{rows}\n合计\t5.00\t3.00\t2.00\n\n{THREE_PUBLIC}4.80\t\t0.80\t4.00\t\t4.00\t213.28\n");
    let Imported { disclosure, report } = bench.read(&printed(&text, ""));
    assert_eq!((report.unplaced.len(), report.unread.len(), report.not_understood.len()), (0, 0, 0), "{report:#?}");
    let spending = &disclosure.tables[&TableNumber(3)];
    assert_eq!(
        spending.stated.keys().filter(|(row, _)| *row == disclosure_engine::disclosure::RowKey::Total).count(),
        3
    );
    assert_eq!(disclosure.tables[&TableNumber(9)].rows[0].amounts.len(), 3);
}

#[test]
fn an_amount_in_two_units_is_compared_as_the_coarser_prints_it() {
    let basic = |amount: &str| {
        format!(
            "{BASIC}302\t\t商品和服务支出\t{amount}\t\t{amount}\n302\t01\t办公费\t{amount}\t\t{amount}\n合计\t\t\t{amount}\t\t{amount}\n{THREE_PUBLIC}4.80\t\t0.80\t4.00\t\t4.00\t213.28\n"
        )
    };
    assert_eq!(rules(&basic("2,132,777.54"), ""), [""; 0]);
    assert_eq!(rules(&basic("2,132,700.00"), ""), ["存疑 S35"]);
}

#[test]
fn sentences_are_checked_in_their_own_unit() {
    let rows = "208\t\t\t社会保障和就业支出\t877,077.00\t877,077.00\t\n208\t05\t\t行政事业单位养老支出\t877,077.00\t877,077.00\t\n208\t05\t05\t机关事业单位基本养老保险缴费支出\t877,077.00\t877,077.00\t\n合计\t\t\t\t877,077.00\t877,077.00\t\n";
    let general = SPENDING.replace("支出预算总表", "一般公共预算支出功能分类预算表");
    let tables = format!("{SPENDING}{rows}\n{general}{rows}");
    let item = |path: &str, amount: &str| {
        format!("财政拨款支出主要内容如下：\n1. “{path}”科目{amount}万元，主要用于单位缴费。")
    };
    let names = "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）";
    let dashes = "社会保障和就业支出-行政事业单位养老支出-机关事业单位基本养老保险缴费支出";
    assert_eq!(rules(&tables, &item(names, "87.71")), [""; 0]);
    assert_eq!(rules(&tables, &item(dashes, "87.71")), [""; 0], "names are parted in several ways");
    assert_eq!(rules(&tables, &item(names, "87.70")), ["错误 F20"], "cut instead of rounded");
    assert_eq!(rules(&tables, &item(names, "887.71")), ["错误 F19"]);
    let spending = |base: &str| {
        format!(
            "支出预算87.71万元，其中：财政拨款支出预算87.71万元，比2024年{base}增加1.00万元。财政拨款支出预算中，一般公共预算拨款支出预算87.71万元，比2024年{base}增加1.00万元；政府性基金拨款支出预算0万元，比2024年{base}持平；国有资本经营预算拨款支出预算0万元，比2024年{base}持平。"
        )
    };
    assert_eq!(rules(&tables, &spending("预算")), [""; 0]);
    assert_eq!(rules(&tables, &spending("预算执行数"))[..1], ["存疑 F26"], "another base of comparison");
}

#[test]
fn growth_over_what_was_spent_last_year_follows_from_the_sentence() {
    let bench = Bench::new();
    let row = Some(RowKey::Code("2012604".parse().unwrap()));
    let key = |name: &str| TextKey { id: format!("general_items.{name}"), row: row.clone() };
    let said = |trend: &str| {
        let mut disclosure = sample(&bench);
        disclosure.slots.insert(key("executed"), SlotValue::Amount("8000000".parse().unwrap()));
        disclosure.slots.insert(key("trend"), SlotValue::Text(trend.to_owned()));
        disclosure.slots.insert(key("why"), SlotValue::Text("新开展馆藏档案数字化".to_owned()));
        bench.with(&disclosure, |evaluated| {
            let place = TextPlace::Slot(key("trend"));
            let of_trend = |finding: &Finding| finding.text.as_ref().is_some_and(|spot| spot.place == place);
            let found: Vec<Finding> = audit(evaluated).findings.into_iter().filter(of_trend).collect();
            let mended = found.first().and_then(|finding| finding.repairs.first()?.mended(&disclosure));
            (found.iter().map(|finding| finding.rule.clone()).collect::<Vec<_>>(), mended)
        })
    };
    // 846 万元 after 800.
    assert_eq!(said("增加5.75%"), (Vec::new(), None));
    assert_eq!(said("增加5.44%"), (vec!["F22".to_owned()], Some("增加5.75%".to_owned())));
    assert_eq!(said("减少5.75%"), (vec!["F23".to_owned()], Some("增加5.75%".to_owned())));
}

#[test]
fn last_years_figure_follows_from_what_is_said_not_to_have_changed() {
    let bench = Bench::new();
    let text = format!(
        "{THREE_PUBLIC}4.80\t\t0.80\t4.00\t\t4.00\t\n\n其他相关情况说明\n一、2025年“三公”经费预算情况说明\n2025年“三公”经费预算数为4.80万元，比2024年预算持平。其中：\n（三）公务接待费0.80万元，比2024年预算减少0.20万元，主要原因是来访的少。\n"
    );
    let Imported { disclosure, .. } = bench.read(&printed(&text, ""));
    let amounts: Vec<String> = disclosure.prior.values().map(|amount| amount.to_string()).collect();
    assert_eq!(amounts, ["48,000.00", "10,000.00"]);
}

#[test]
fn next_years_draft_follows_the_next_form_of_the_same_kind() {
    let bench = Bench::new();
    let form = bench.forms.get("shanghai-2025-department").unwrap();
    let next = bench.forms.successor(form, 2026).unwrap();
    assert_eq!(next.id, "shanghai-2026-department");
    let label = |id: &str| {
        let rows = next.lists.iter().flat_map(|list| list.fixed_rows());
        rows.clone().find(|row| row.id == id).map(|row| (row.numbering.clone(), row.label.clone())).unwrap()
    };
    assert_eq!(label("general").1, "1、一般公共预算");
    assert_eq!(label("208"), ("{numeral}、".to_owned(), "社会保障和就业支出".to_owned()));
}

#[test]
fn a_wrong_figure_is_named_with_the_value_that_it_should_have() {
    let trials = Trials::shanghai();
    let (mut tried, mut caught, mut first, mut among) = (0, 0, 0, 0);
    for (sample, place) in trials.all() {
        for mistake in Mistake::ALL {
            let Some(wrong) = trials.printed((sample, place)).wrong(mistake) else { continue };
            let outcome = trials.check(sample, &[(place, wrong)]);
            tried += 1;
            caught += usize::from(outcome.is_caught);
            first += outcome.first;
            among += outcome.among;
            if outcome.first == 0 {
                println!("{}", outcome.described);
            }
        }
    }
    println!("{tried} mistakes, {caught} caught, {first} named first, {among} named among equals");
    assert!(tried > 300);
    // What 表9 alone says of 三公, in ten thousand yuan, one more digit can mend in two ways.
    assert!(
        caught == tried && first * 100 >= tried * 98 && among + 1 >= tried,
        "{caught}, {first} and {among} of {tried}"
    );
}

#[test]
fn a_wrong_figure_or_word_of_a_sentence_is_one_finding_that_names_it() {
    let mistakes = [Mistake::Digit, Mistake::Swap, Mistake::Tenfold];
    assert!(tried_texts(&TextTrials::shanghai(), |_| &mistakes) > 100);
}
