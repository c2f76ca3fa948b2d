//! Performance tables that differ.

use std::collections::{HashMap, VecDeque};

use super::{ComparedField, ComparedText, TextDifference, likeness};
use crate::disclosure::{
    Amount, FundsField, Indicator, IndicatorField, PerformanceField, PerformanceSubject, PerformanceTable, Snapshot,
};
use crate::form::{Form, IndicatorColumn, ProjectPerformanceForm};
use crate::spelling;

/// Tables of projects whose names are less alike than this are not one that was renamed.
const LEAST: f64 = 0.6;
/// Most pairs of names that are compared.
const MOST_PAIRS: usize = 40_000;

/// The performance tables that differ, put after what was `found`.
pub(super) fn differences(form: &Form, old: &Snapshot, new: &Snapshot, found: &mut Vec<TextDifference>) {
    let words = Words::of(form);
    let (old, new) = (&old.performance, &new.performance);
    let pairs = table_pairs(old, new);
    if is_reordered(&pairs) {
        let names = |tables: &[PerformanceTable]| Some(tables.iter().map(title).collect::<Vec<_>>().join("、"));
        let (place, label) = (ComparedText::PerformanceOrder, "绩效目标表的次序".to_owned());
        found.push(TextDifference { place, label, old: names(old), new: names(new), follows: false });
    }
    for (before, after) in pairs {
        let place = |field| ComparedText::Performance { old: before, new: after, field };
        let tables = (before.map(|place| &old[place]), after.map(|place| &new[place]));
        let title = tables.1.or(tables.0).map(title).unwrap_or_default();
        let mut add = |field, label: &str, old: Option<String>, new: Option<String>| {
            let given = |text: Option<String>| text.filter(|text| !spelling::is_blank(text));
            let (old, new) = (given(old), given(new));
            let is_same = match (&old, &new) {
                (Some(old), Some(new)) => spelling::is_printed_alike(old, new),
                (old, new) => old == new,
            };
            if !is_same {
                let label = if label.is_empty() { title.clone() } else { format!("{title} {label}") };
                found.push(TextDifference { place: place(field), label, old, new, follows: false });
            }
        };
        let (Some(was), Some(is)) = tables else {
            add(
                None,
                "",
                tables.0.map(|table| words.whole(form, table)),
                tables.1.map(|table| words.whole(form, table)),
            );
            continue;
        };
        add(Some(ComparedField::Name), &words.name, Some(name(was)), Some(name(is)));
        add(Some(ComparedField::Contact), &words.contact, Some(contact(was)), Some(contact(is)));
        add(Some(ComparedField::Funds), &words.funds, Some(words.money(form, was)), Some(words.money(form, is)));
        add(Some(ComparedField::Goal), &words.goal, Some(was.goal.clone()), Some(is.goal.clone()));
        let pairs = indicator_pairs(&was.indicators, &is.indicators);
        if is_reordered(&pairs) {
            let names = |table: &PerformanceTable| {
                let names = table.indicators.iter().map(|indicator| indicator.level_three.as_str());
                Some(names.collect::<Vec<_>>().join("、"))
            };
            add(Some(ComparedField::Order), "指标的次序", names(was), names(is));
        }
        for (a, b) in pairs {
            let of =
                |place: Option<usize>, table: &PerformanceTable| place.map(|place| table.indicators[place].clone());
            let (x, y) = (of(a, was), of(b, is));
            let label = y.as_ref().or(x.as_ref()).map(|indicator| format!("“{}”", indicator.level_three));
            let (old, new) = words.told(x.as_ref(), y.as_ref());
            add(Some(ComparedField::Indicator(a, b)), &label.unwrap_or_default(), old, new);
        }
    }
}

/// What `form` calls a field of a performance table.
pub(in crate::review) fn field_label(form: &Form, field: PerformanceField) -> String {
    let mut words = Words::of(form);
    match field {
        PerformanceField::Project => words.name,
        PerformanceField::Contact | PerformanceField::Telephone => words.contact,
        PerformanceField::Goal => words.goal,
        PerformanceField::Funds(money) => {
            let place = match money {
                FundsField::Total => 0,
                FundsField::Fiscal => 1,
                FundsField::Superior => 2,
                FundsField::Other => 3,
            };
            std::mem::take(&mut words.money[place])
        }
        PerformanceField::Weight(_) => std::mem::take(&mut words.indicator[WEIGHT]),
        PerformanceField::Indicator(_, text) => {
            let place = IndicatorField::ALL.iter().position(|field| *field == text).unwrap_or_default();
            std::mem::take(&mut words.indicator[place + usize::from(place >= WEIGHT)])
        }
    }
}

/// Where the weight stands among the columns of an indicator.
const WEIGHT: usize = 6;

/// What the form calls each text of an indicator and, at the seventh place, its weight.
fn indicator_words(labels: &ProjectPerformanceForm) -> [String; 9] {
    let heads = labels.heads();
    IndicatorColumn::OF_PROJECT.map(|(column, _)| {
        let own = heads.iter().find(|(holds, ..)| *holds == column);
        own.map_or_else(String::new, |(_, head, _)| (*head).to_owned())
    })
}

/// What the form calls the parts of a performance table.
struct Words {
    name: String,
    contact: String,
    funds: String,
    money: [String; 4],
    goal: String,
    /// The texts of an indicator and, at the seventh place, its weight.
    indicator: [String; 9],
}

impl Words {
    fn of(form: &Form) -> Self {
        let Some(document) = &form.document else {
            let number = |number: usize| format!("({number})");
            let indicator = std::array::from_fn(|place| number(place + 1));
            let (name, contact, funds) = ("名称".into(), "联系方式".into(), "资金".into());
            return Self { name, contact, funds, money: [1, 2, 3, 4].map(number), goal: "目标".into(), indicator };
        };
        let (labels, whole) = (&document.performance.project, &document.performance.whole);
        Self {
            name: labels.name.clone(),
            contact: labels.contact.clone(),
            funds: labels.funds.clone(),
            money: [labels.total.clone(), labels.fiscal.clone(), whole.superior.clone(), labels.other.clone()],
            goal: labels.goal.clone(),
            indicator: indicator_words(labels),
        }
    }

    /// The money of a table in words.
    fn money(&self, form: &Form, table: &PerformanceTable) -> String {
        let funds = table.funds;
        let text = |amount: Option<Amount>| amount.map(|amount| form.text_unit.text(amount));
        let amounts = [funds.total, funds.fiscal, funds.superior, funds.other].map(text);
        let parts = self.money.iter().zip(amounts);
        parts.filter_map(|(label, text)| Some(format!("{label} {}", text?))).collect::<Vec<_>>().join("，")
    }

    /// A table that only one of the disclosures has.
    fn whole(&self, form: &Form, table: &PerformanceTable) -> String {
        let count = format!("{} 个指标", table.indicators.len());
        let parts = [self.money(form, table), table.goal.clone(), count];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；")
    }

    /// What differs of an indicator, before and after.
    fn told(&self, old: Option<&Indicator>, new: Option<&Indicator>) -> (Option<String>, Option<String>) {
        let texts = |indicator: &Indicator| -> Vec<String> {
            let mut texts: Vec<String> = IndicatorField::ALL.map(|field| indicator.text(field).to_owned()).to_vec();
            texts.insert(WEIGHT, indicator.weight.map(|weight| weight.normalize().to_string()).unwrap_or_default());
            texts
        };
        let (old, new) = (old.map(texts), new.map(texts));
        let differs = |place: usize| match (&old, &new) {
            (Some(old), Some(new)) => !spelling::is_printed_alike(&old[place], &new[place]),
            _ => true,
        };
        let told = |texts: &Vec<String>| {
            let own = (0..texts.len()).filter(|&place| differs(place));
            let own = own.filter(|&place| old.is_some() && new.is_some() || !texts[place].is_empty());
            let words = own.map(|place| format!("{}：{}", self.indicator[place], texts[place]));
            let told = words.collect::<Vec<_>>().join("；");
            if told.is_empty() && (old.is_none() || new.is_none()) { "空行".to_owned() } else { told }
        };
        (old.as_ref().map(told), new.as_ref().map(told))
    }
}

/// The places of the tables that are one, in the order of the new disclosure.
pub(in crate::review) fn table_pairs(old: &[PerformanceTable], new: &[PerformanceTable]) -> Vec<Places> {
    // A table of the body as a whole is none of a project, whatever that is called.
    pairs(old, new, |table| (table.subject == PerformanceSubject::Whole, name(table)))
}

/// The places of the indicators that are one, in the order of the new table.
pub(in crate::review) fn indicator_pairs(old: &[Indicator], new: &[Indicator]) -> Vec<Places> {
    pairs(old, new, |indicator| (false, indicator.level_three.clone()))
}

/// Whether what is in both follows in another order.
fn is_reordered(pairs: &[Places]) -> bool {
    let olds: Vec<usize> = pairs.iter().filter(|(_, new)| new.is_some()).filter_map(|(old, _)| *old).collect();
    !olds.is_sorted()
}

fn name(table: &PerformanceTable) -> String {
    match &table.subject {
        PerformanceSubject::Project(name) => name.clone(),
        PerformanceSubject::Whole => String::new(),
    }
}

fn title(table: &PerformanceTable) -> String {
    match &table.subject {
        PerformanceSubject::Project(name) => format!("绩效目标表“{name}”"),
        PerformanceSubject::Whole => "整体绩效目标表".to_owned(),
    }
}

fn contact(table: &PerformanceTable) -> String {
    // Where one of the two is missing it is said which.
    match (spelling::is_blank(&table.contact), spelling::is_blank(&table.telephone)) {
        (true, true) => String::new(),
        (false, true) => table.contact.clone(),
        (true, false) => format!("电话 {}", table.telephone),
        (false, false) => format!("{}，电话 {}", table.contact, table.telephone),
    }
}

/// The places of one thing in the old and in the new disclosure.
pub(in crate::review) type Places = (Option<usize>, Option<usize>);

/// The places of what is equal in both, of the same name, or most alike in name, in the order of the new; what `name`
/// says first is never alike where it is not equal.
fn pairs<T: PartialEq>(old: &[T], new: &[T], name: impl Fn(&T) -> (bool, String)) -> Vec<Places> {
    let plain = |thing: &T| -> (bool, String) {
        let (kind, name) = name(thing);
        (kind, spelling::plain(&name).collect())
    };
    let old_names: Vec<(bool, String)> = old.iter().map(plain).collect();
    let new_names: Vec<(bool, String)> = new.iter().map(plain).collect();
    let mut places: HashMap<&(bool, String), VecDeque<usize>> = HashMap::new();
    for (place, name) in old_names.iter().enumerate() {
        places.entry(name).or_default().push_back(place);
    }
    // Of several of one name those that are equal are one, the others as they follow each other.
    let mut partner: Vec<Option<usize>> = new
        .iter()
        .zip(&new_names)
        .map(|(thing, name)| {
            let places = places.get_mut(name)?;
            let rank = places.iter().position(|&place| old[place] == *thing)?;
            places.remove(rank)
        })
        .collect();
    for (partner, name) in partner.iter_mut().zip(&new_names).filter(|(partner, _)| partner.is_none()) {
        *partner = places.get_mut(name).and_then(VecDeque::pop_front);
    }
    let mut is_used = vec![false; old.len()];
    partner.iter().flatten().for_each(|&place| is_used[place] = true);
    let olds: Vec<usize> = (0..old.len()).filter(|&place| !is_used[place]).collect();
    let news: Vec<usize> = (0..new.len()).filter(|&place| partner[place].is_none()).collect();
    if olds.len() * news.len() <= MOST_PAIRS {
        let mut likely: Vec<(f64, usize, usize)> = Vec::new();
        for &before in &olds {
            let news = news.iter().filter(|&&after| old_names[before].0 == new_names[after].0);
            let alike = |after: usize| likeness::names(&old_names[before].1, &new_names[after].1);
            likely.extend(news.map(|&after| (alike(after), before, after)));
        }
        likely.retain(|&(likeness, ..)| likeness >= LEAST);
        likely.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (_, before, after) in likely {
            if !is_used[before] && partner[after].is_none() {
                (is_used[before], partner[after]) = (true, Some(before));
            }
        }
    }
    let mut pairs: Vec<_> = partner.iter().enumerate().map(|(after, before)| (*before, Some(after))).collect();
    pairs.extend((0..old.len()).filter(|&place| !is_used[place]).map(|place| (Some(place), None)));
    pairs
}
