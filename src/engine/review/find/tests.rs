use super::*;
use crate::catalog::Catalog;
use crate::disclosure::{Disclosure, Part, TextKey};
use crate::evaluate::evaluate;
use crate::form::FormLibrary;

fn sample() -> Disclosure {
    let forms = FormLibrary::builtin().unwrap();
    crate::file::read(include_str!("../../../../assets/samples/urumqi-2025.budget"), &forms).unwrap()
}

fn found(disclosure: &Disclosure, typed: &str) -> Vec<Found> {
    let (forms, catalog) = (FormLibrary::builtin().unwrap(), Catalog::builtin().unwrap());
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    find_everywhere(Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation }, typed)
}

fn texts(found: Vec<Found>) -> Vec<TextPlace> {
    let texts = found.into_iter().filter_map(|found| match found {
        Found::Text(place) => Some(place),
        _ => None,
    });
    texts.collect()
}

#[test]
fn indicators_are_found_by_name_and_by_value() {
    let disclosure = sample();
    let field = |row, field| TextPlace::Performance(1, PerformanceField::Indicator(row, field));
    // Its second table measures 发放人次 of at least 100,000, and last year's were 130,000.
    assert!(texts(found(&disclosure, "发放人次")).contains(&field(0, IndicatorField::LevelThree)));
    assert!(texts(found(&disclosure, "10万人次")).contains(&field(0, IndicatorField::Value)));
    assert!(texts(found(&disclosure, "13万人次")).contains(&field(0, IndicatorField::LastYear)));
    // What several indicators share is printed in one cell, and found once.
    let shared = texts(found(&disclosure, "产出指标"));
    assert_eq!(shared.iter().filter(|place| matches!(place, TextPlace::Performance(1, _))).count(), 1);
    let total = TextPlace::Performance(1, PerformanceField::Funds(FundsField::Total));
    assert!(texts(found(&disclosure, "1874.31")).contains(&total));
}

#[test]
fn sentences_are_found_as_they_are_printed_and_rewritten_ones_as_they_are_written() {
    let mut disclosure = sample();
    let reason = "部分项目完成后不再安排";
    let hits = texts(found(&disclosure, reason));
    let [TextPlace::Rewritten(key)] = hits.as_slice() else { panic!("{hits:?}") };
    let key: TextKey = key.clone();
    // A figure is found in sentences with and without its comma.
    let places = |disclosure: &Disclosure, typed: &str| texts(found(disclosure, typed));
    assert!(places(&disclosure, "8198.13").contains(&TextPlace::Rewritten(key.clone())));
    assert_eq!(places(&disclosure, "8198.13"), places(&disclosure, "8,198.13"));
    disclosure.rewritten.insert(key.clone(), "一般公共预算见表２。".into());
    assert!(places(&disclosure, reason).is_empty());
    assert_eq!(places(&disclosure, "见 表2"), [TextPlace::Rewritten(key)]);
    // A part that was written as a whole hides the generated sentences.
    disclosure.texts.insert(Part::Glossary, vec!["甲".to_owned(), "财政拨款：略".to_owned()]);
    assert!(places(&disclosure, "财政拨款：略").contains(&TextPlace::Paragraph(Part::Glossary, 1)));
    assert!(places(&disclosure, "专户管理行政事业性收费").is_empty());
}

#[test]
fn last_years_figures_are_found_and_the_order_is_that_of_the_pages() {
    let disclosure = sample();
    let (key, last) = disclosure.prior.iter().find(|(_, last)| !last.is_zero()).unwrap();
    let typed = (last.yuan() / rust_decimal::Decimal::from(10_000)).round_dp(2).to_string();
    assert!(found(&disclosure, &typed).contains(&Found::Prior(key.clone())), "{typed}");
    let rank = |found: &Found| match found {
        Found::Cell(_) => 0,
        Found::Text(TextPlace::Performance(..)) => 3,
        Found::Text(_) => 1,
        Found::Prior(_) => 2,
    };
    let ranks: Vec<_> = found(&disclosure, "生活补贴").iter().map(rank).collect();
    assert!(ranks.is_sorted() && ranks.contains(&0) && ranks.contains(&1) && ranks.contains(&3), "{ranks:?}");
    assert_eq!(found(&disclosure, " "), []);
}
