//! Sentences that say something else than the figures, in the samples: the faults that were found by comparing the two
//! published documents (narrative section 4), each put in, and every figure of every sentence changed by one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use disclosure_engine::audit::{Finding, Grade, Repair, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Part, PerformanceSubject, SlotValue, TextKey, TextPlace};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::form::template::{MeasureKind, SlotKind, SlotView, Word};
use disclosure_engine::narrative::{Paragraph, Piece, narrate, told_prior};

const URUMQI: &str = "urumqi-2025.budget";
const SHAYIBAK: &str = "shayibak-2025.budget";

struct Bench {
    forms: FormLibrary,
    catalog: Catalog,
}

impl Bench {
    fn new() -> Self {
        Self { forms: FormLibrary::builtin().unwrap(), catalog: Catalog::builtin().unwrap() }
    }

    fn open(&self, name: &str) -> Disclosure {
        file::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name), &self.forms).unwrap()
    }

    fn with<T>(&self, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        look(Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation })
    }

    fn findings(&self, disclosure: &Disclosure) -> Vec<Finding> {
        self.with(disclosure, |evaluated| audit(evaluated).findings)
    }

    fn paragraphs(&self, disclosure: &Disclosure) -> Vec<Paragraph> {
        self.with(disclosure, narrate)
    }

    /// The sample with `part` as it is printed, as if it were imported.
    fn imported(&self, name: &str, parts: &[Part]) -> Disclosure {
        let mut disclosure = self.open(name);
        let paragraphs = self.paragraphs(&disclosure);
        for paragraph in paragraphs.iter().filter(|paragraph| parts.contains(&paragraph.part)) {
            let text = paragraph.text("____");
            disclosure.texts.entry(paragraph.part).or_default().extend(text.lines().map(str::to_owned));
        }
        disclosure
    }

    /// How many findings of `rule` there are.
    fn count(&self, disclosure: &Disclosure, rule: &str) -> usize {
        self.findings(disclosure).iter().filter(|finding| finding.rule == rule).count()
    }
}

/// Replaces `from` in the paragraphs of `part`, where it must stand.
fn replace(disclosure: &mut Disclosure, part: Part, from: &str, to: &str) {
    let paragraphs = disclosure.texts.get_mut(&part).unwrap();
    let paragraph = paragraphs.iter_mut().find(|paragraph| paragraph.contains(from)).unwrap();
    *paragraph = paragraph.replacen(from, to, 1);
}

fn all_parts() -> Vec<Part> {
    [Part::Overview, Part::Glossary].into_iter().chain((1..=12).map(Part::Section)).collect()
}

/// Rules of errors and warnings, each once: a name that is told again is wrong again.
fn rules(findings: &[Finding]) -> BTreeSet<String> {
    let grave = findings.iter().filter(|finding| matches!(finding.grade, Grade::Error | Grade::Warning));
    grave.map(|finding| finding.rule.clone()).collect()
}

#[test]
fn what_the_program_words_is_read_again_without_a_complaint() {
    let bench = Bench::new();
    for name in [URUMQI, SHAYIBAK] {
        let generated = rules(&bench.findings(&bench.open(name)));
        let mut imported = bench.imported(name, &all_parts());
        assert_eq!(rules(&bench.findings(&imported)), generated, "{name}");
        // An imported document tells last year's figures only in its sentences.
        (imported.prior, imported.slots) = Default::default();
        assert_eq!(rules(&bench.findings(&imported)), generated, "{name} without last year's figures");
    }
}

#[test]
fn last_years_figures_are_taken_from_the_sentences_of_an_imported_document() {
    let bench = Bench::new();
    for name in [URUMQI, SHAYIBAK] {
        let mut imported = bench.imported(name, &all_parts());
        let prior = std::mem::take(&mut imported.prior);
        let told = bench.with(&imported, told_prior);
        assert!(told.values().any(|amount| amount.is_zero()), "{name}: what was nothing is told too");
        let told: BTreeMap<_, _> = told.into_iter().filter(|(_, amount)| !amount.is_zero()).collect();
        assert_eq!(told, prior, "{name}");
    }
}

#[test]
fn a_project_that_is_named_otherwise_in_the_text_is_found() {
    let bench = Bench::new();
    for (part, from, to, rule) in [
        (Part::Section(7), "乌财企(2024)95号", "乌财企〔2024〕95号", "F40-2"),
        (Part::Section(7), "***离休干部离休补贴", "改制破产企业离休干部离休补贴", "F40-3"),
        (Part::Section(11), "乌财企（2023）97号", "乌财企〔2023〕97号", "F40-2"),
        (Part::Section(11), "乌财社（2024）122号", "乌财社〔2024〕122号", "F40-2"),
    ] {
        let mut disclosure = bench.imported(URUMQI, &[part]);
        assert_eq!(bench.count(&disclosure, rule), 0, "{from}");
        replace(&mut disclosure, part, from, to);
        assert_eq!(bench.count(&disclosure, rule), 1, "{to}");
    }
}

#[test]
fn machines_and_the_sum_of_performance_tables_that_do_not_fit_are_found() {
    let bench = Bench::new();
    let mut disclosure = bench.open(URUMQI);
    assert_eq!((bench.count(&disclosure, "F44"), bench.count(&disclosure, "F48-5")), (1, 1));
    disclosure.slots.insert(TextKey::new("machines.half_million"), SlotValue::Count(1));
    assert_eq!(bench.count(&disclosure, "F44"), 0);
}

#[test]
fn performance_tables_under_other_names_than_their_projects_are_found_and_their_projects_named() {
    let bench = Bench::new();
    let names = [
        (URUMQI, "1874.31", "2025年4月-2026年3月1995年前退休（退职）人员生活补贴资金"),
        (URUMQI, "7299.00", "2025年4月-2026年3月国有企业办中小学退休教师生活待遇补贴资金"),
        (URUMQI, "115.75", "2025年自治区财政社保经办机构业务补助经费"),
        (URUMQI, "44.47", "辅助履职人员报酬支出"),
        (URUMQI, "280.00", "****伤残群众抚恤经费"),
        (URUMQI, "114.00", "提前下达2025年国有企业办职教幼教退休教师生活待遇中央财政补助资金"),
        (SHAYIBAK, "1.50", "购买办公设备"),
        (SHAYIBAK, "902.64", "提前下达国有企业退休人员社会化管理补助资金"),
    ];
    for (sample, total, other) in names {
        let mut disclosure = bench.open(sample);
        let form = bench.forms.get(&disclosure.form).unwrap();
        let total = form.text_unit.amount(total.parse().unwrap()).unwrap();
        let table = disclosure.performance.iter_mut().find(|table| table.funds.total == Some(total)).unwrap();
        let right = std::mem::replace(&mut table.subject, PerformanceSubject::Project(other.to_owned()));
        let findings = bench.findings(&disclosure);
        let found: Vec<_> = findings.iter().filter(|finding| finding.rule == "F40-4").collect();
        assert_eq!(found.len(), 1, "{other}");
        let Some(Repair::Text { text, .. }) = found[0].repairs.first() else { panic!("{other}: {:?}", found[0]) };
        assert_eq!(PerformanceSubject::Project(text.clone()), right);
    }
}

#[test]
fn a_word_that_was_replaced_everywhere_is_found() {
    let bench = Bench::new();
    let mut disclosure = bench.imported(SHAYIBAK, &[Part::Section(12)]);
    replace(&mut disclosure, Part::Section(12), "单位价值50万元", "部门价值50万元");
    assert_eq!(bench.count(&disclosure, "F38"), 1);
}

/// The text of `paragraph` with the piece at `place` as `text`.
fn with_piece(paragraph: &Paragraph, place: usize, text: &str) -> String {
    let pieces = paragraph.pieces.iter().enumerate();
    pieces.map(|(at, piece)| if at == place { text } else { piece.text().unwrap() }).collect()
}

/// What could stand there by mistake.
fn mistaken(piece: &Piece) -> Option<String> {
    let printed = piece.text()?;
    let more = |units: i64| {
        let plain: rust_decimal::Decimal = printed.replace(',', "").parse().ok()?;
        Some(format!("{:.*}", plain.scale() as usize, plain + rust_decimal::Decimal::new(units, plain.scale())))
    };
    let one_more = || more(1);
    match piece {
        Piece::Figure(figure) if matches!(figure.kind, MeasureKind::Moves | MeasureKind::Grows) => {
            let words = [("增加", "减少"), ("减少", "增加"), ("增长", "下降"), ("下降", "增长")];
            words.iter().find(|(word, _)| *word == printed).map(|(_, other)| (*other).to_owned())
        }
        // A copy of one amount must be what the table prints; what is reckoned from rounded figures may be off by rounding.
        Piece::Figure(figure) if figure.kind == MeasureKind::Amount && figure.of.cells.len() == 1 => one_more(),
        Piece::Total { kind: SlotKind::Count, .. } => one_more(),
        Piece::Figure(_) | Piece::Total { .. } => more(200),
        Piece::Word {
            word: Word::Year | Word::LastYear | Word::ProjectTables | Word::Carried | Word::Granted, ..
        } => one_more(),
        Piece::Word { word: Word::Path, text } => Some(text.replacen('支', "之", 1)).filter(|other| other != text),
        Piece::Slot(slot) if slot.view == SlotView::Value => None,
        _ => None,
    }
}

#[test]
fn any_figure_direction_name_or_year_of_a_sentence_that_is_changed_is_found_there() {
    let bench = Bench::new();
    let mut tried = 0;
    for name in [URUMQI, SHAYIBAK] {
        let disclosure = bench.open(name);
        for paragraph in bench.paragraphs(&disclosure) {
            for (place, piece) in paragraph.pieces.iter().enumerate() {
                let Some(other) = mistaken(piece) else { continue };
                let mut disclosure = disclosure.clone();
                disclosure.rewritten.insert(paragraph.key.clone(), with_piece(&paragraph, place, &other).into());
                let at = TextPlace::Rewritten(paragraph.key.clone());
                let findings = bench.findings(&disclosure);
                let is_there = |finding: &Finding| {
                    let is_grave = matches!(finding.grade, Grade::Error | Grade::Warning);
                    is_grave && finding.text.as_ref().is_some_and(|spot| spot.place == at)
                };
                let found = findings.iter().any(is_there);
                assert!(found, "{name} {}: {}", paragraph.key, with_piece(&paragraph, place, &other));
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

/// The sample with the sentences of `part` joined into paragraphs by `join`, as somebody rewrites them.
fn joined(bench: &Bench, name: &str, part: Part, join: impl Fn(&[String]) -> Vec<String>) -> Disclosure {
    let mut disclosure = bench.imported(name, &[part]);
    let paragraphs = disclosure.texts.remove(&part).unwrap();
    disclosure.texts.insert(part, join(&paragraphs));
    disclosure
}

/// What is found in the texts of `part`, each with the words that it is about.
fn found_in(bench: &Bench, disclosure: &Disclosure, part: Part) -> Vec<(String, String)> {
    let findings = bench.findings(disclosure);
    let grave = findings.iter().filter(|finding| matches!(finding.grade, Grade::Error | Grade::Warning));
    let spots = grave.filter_map(|finding| {
        let spot = finding.text.as_ref()?;
        let TextPlace::Paragraph(of, place) = spot.place else { return None };
        let text = &disclosure.texts[&of][place];
        let piece = text.chars().skip(spot.range.start).take(spot.range.len()).collect();
        (of == part).then(|| (finding.rule.clone(), piece))
    });
    spots.collect()
}

#[test]
fn a_paragraph_that_holds_many_sentences_is_read_sentence_by_sentence() {
    let bench = Bench::new();
    let in_one = |paragraphs: &[String]| vec![paragraphs.concat()];
    let by_twos = |paragraphs: &[String]| paragraphs.chunks(2).map(<[String]>::concat).collect();
    for name in [URUMQI, SHAYIBAK] {
        for part in [1, 2, 3, 5, 6, 10].map(Part::Section) {
            let apart = found_in(&bench, &bench.imported(name, &[part]), part);
            assert_eq!(found_in(&bench, &joined(&bench, name, part, in_one), part), apart, "{name} {part:?} in one");
            assert_eq!(found_in(&bench, &joined(&bench, name, part, by_twos), part), apart, "{name} {part:?} by twos");
        }
    }
}

#[test]
fn a_contradiction_in_a_paragraph_of_many_sentences_has_its_place() {
    let bench = Bench::new();
    let part = Part::Section(2);
    let in_one = |paragraphs: &[String]| vec![paragraphs.concat()];
    for (from, to, rule, piece) in [
        ("18,627.14", "18,627.41", "F19", "18,627.41"),
        ("8,198.13", "8,198.31", "F19", "8,198.31"),
        ("44.01%", "44.10%", "F21", "44.10"),
        ("3,598.26万元", "3,598.62万元", "F19", "3,598.62"),
    ] {
        let mut disclosure = joined(&bench, URUMQI, part, in_one);
        replace(&mut disclosure, part, from, to);
        let mut found = found_in(&bench, &disclosure, part);
        // A share that is wrong makes the sum of the shares wrong too.
        found.retain(|(rule, _)| rule != "D8");
        assert_eq!(found, [(rule.to_owned(), piece.to_owned())], "{to}");
    }
}

#[test]
fn a_section_that_is_told_in_other_words_is_still_compared_sentence_by_sentence() {
    let bench = Bench::new();
    let part = Part::Section(3);
    // Two sentences of the form in one paragraph, with words of their own between and around them.
    let text = |basic: &str, project: &str, direction: &str| {
        format!(
            "2025年，我单位支出预算共计18,627.14万元。其中，基本支出安排{basic}万元，占全部支出的28.64%；\
             项目支出安排{project}万元，占71.36%，与上年预算相比{direction}。"
        )
    };
    let findings = |text: String| {
        let mut disclosure = bench.imported(URUMQI, &[part]);
        disclosure.texts.insert(part, vec![text]);
        found_in(&bench, &disclosure, part)
    };
    let right = findings(text("5,334.82", "13,292.32", "有所增加"));
    assert!(!right.iter().any(|(rule, _)| rule == "F19" || rule == "F21"), "{right:?}");
    let wrong = findings(text("5,334.28", "13,292.32", "有所增加"));
    assert!(wrong.contains(&("F19".into(), "5,334.28".into())), "{wrong:?}");
    let wrong = findings(text("5,334.82", "13,229.32", "有所增加"));
    assert!(wrong.contains(&("F19".into(), "13,229.32".into())), "{wrong:?}");
}

#[test]
fn shares_and_changes_that_are_told_in_other_words_are_compared_too() {
    let bench = Bench::new();
    let part = Part::Section(2);
    // The words are not those of the form; only the amount, its name and what follows it are.
    let text = |share: &str, word: &str, difference: &str, grows: &str, growth: &str| {
        format!(
            "我单位今年的收入里，上级一般公共预算安排的转移支付资金约为6,830.75万元，占收入总额的比重为{share}%。因为补助增多，\
             上级一般公共预算安排的转移支付资金达到6,830.75万元，较上年预算{word}了{difference}万元，{grows}{growth}%。"
        )
    };
    let findings = |text: String| {
        let mut disclosure = bench.imported(URUMQI, &[part]);
        disclosure.texts.insert(part, vec![text]);
        let mut found = found_in(&bench, &disclosure, part);
        found.retain(|(_, piece)| !piece.is_empty());
        found
    };
    let right = text("36.67", "增加", "5,446.75", "提高", "393.55");
    assert_eq!(findings(right), []);
    for (wrong, rule, piece) in [
        (text("36.76", "增加", "5,446.75", "提高", "393.55"), "F21", "36.76"),
        (text("36.67", "减少", "5,446.75", "提高", "393.55"), "F23", "减少"),
        (text("36.67", "增加", "5,464.75", "提高", "393.55"), "F25", "5,464.75"),
        (text("36.67", "增加", "5,446.75", "降低", "393.55"), "F23", "降低"),
        (text("36.67", "增加", "5,446.75", "提高", "339.55"), "F22", "339.55"),
    ] {
        assert_eq!(findings(wrong.clone()), [(rule.to_owned(), piece.to_owned())], "{wrong}");
    }
    // A share of something else, and a change from what came of last year's budget, which nobody told the program.
    let of_else = text("36.67", "增加", "5,446.75", "提高", "393.55")
        .replace("占收入总额的比重为36.67%", "占财政拨款的45.45%")
        .replace("较上年预算增加了5,446.75万元，提高393.55%", "较上年决算增加了5万元，提高0.07%");
    assert_eq!(findings(of_else), []);
}

#[test]
fn a_rewritten_paragraph_may_take_in_the_sentences_after_it() {
    let bench = Bench::new();
    let disclosure = bench.open(URUMQI);
    let paragraphs = bench.paragraphs(&disclosure);
    let part = Part::Section(3);
    let of_part: Vec<&Paragraph> = paragraphs.iter().filter(|paragraph| paragraph.part == part).collect();
    let whole: String = of_part.iter().map(|paragraph| paragraph.text("____")).collect();
    let key = of_part[0].key.clone();
    let grave = |text: &str| {
        let mut disclosure = disclosure.clone();
        disclosure.rewritten.insert(key.clone(), text.into());
        let at = TextPlace::Rewritten(key.clone());
        let findings = bench.findings(&disclosure);
        let here = findings.into_iter().filter(|finding| finding.text.as_ref().is_some_and(|spot| spot.place == at));
        here.map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(grave(&whole), [""; 0], "{whole}");
    assert_eq!(grave(&whole.replacen("13,292.32", "13,292.23", 1)), ["F19"]);
}

#[test]
fn an_indicator_of_another_project_is_found_in_a_sample_and_a_table_that_is_another_ones_too() {
    let bench = Bench::new();
    let mut disclosure = bench.open(SHAYIBAK);
    let cleaning = disclosure.performance.iter().position(|table| table.goal.contains("办公场所整洁")).unwrap();
    assert_eq!(bench.count(&disclosure, "F49-2"), 0);
    disclosure.performance[cleaning].indicators[2].level_three = "社会保险补贴发放准确率".into();
    assert_eq!(bench.count(&disclosure, "F49-2"), 1);
    let mut disclosure = bench.open(URUMQI);
    assert_eq!(bench.count(&disclosure, "F49-2"), 0, "tables of like projects are alike");
    disclosure.performance[1].indicators = disclosure.performance[0].indicators.clone();
    assert_eq!(bench.count(&disclosure, "F49-2"), 1);
}
