//! Performance tables.

use super::asked::{Asker, MergePlace};
use super::list::{Items, KeyOf, list};
use crate::disclosure::{
    FundsField, Indicator, IndicatorField, PerformanceField, PerformanceFunds, PerformanceSubject, PerformanceTable,
};

struct Tables;

struct Indicators(usize);

/// What items are recognised by: the step, and what is the same.
type Key = (Option<String>, String);

fn subject(table: &PerformanceTable) -> Option<String> {
    match &table.subject {
        PerformanceSubject::Project(name) => Some(name.clone()),
        PerformanceSubject::Whole => None,
    }
}

/// The merged performance tables. Two of one name are told apart by what else they say; one that was renamed is recognised
/// by that alone.
pub(super) fn performance(asker: &mut Asker<'_>, tables: [&[PerformanceTable]; 3]) -> Vec<PerformanceTable> {
    let all: KeyOf<'_, PerformanceTable, Key> = &|table| Some((subject(table), format!("{table:?}")));
    let named: KeyOf<'_, PerformanceTable, Key> = &|table| Some((subject(table), String::new()));
    let rest: KeyOf<'_, PerformanceTable, Key> = &|table| {
        let nameless = PerformanceTable { subject: PerformanceSubject::default(), ..table.clone() };
        (nameless != PerformanceTable::default()).then(|| (None, format!("{nameless:?}")))
    };
    let [indicators, goal, contact] = [indicators_of, goal_of, contact_of].map(|said| {
        let under = move |table: &PerformanceTable| said(table).map(|said| (subject(table), said));
        let alone = move |table: &PerformanceTable| said(table).map(|said| (None, said));
        (under, alone)
    });
    let keys: [KeyOf<'_, PerformanceTable, Key>; 9] =
        [all, &indicators.0, &goal.0, &contact.0, named, rest, &indicators.1, &goal.1, &contact.1];
    list(asker, tables, &keys, &Tables)
}

fn indicators_of(table: &PerformanceTable) -> Option<String> {
    (!table.indicators.is_empty()).then(|| format!("{:?}", table.indicators))
}

fn goal_of(table: &PerformanceTable) -> Option<String> {
    (!table.goal.is_empty()).then(|| table.goal.clone())
}

fn contact_of(table: &PerformanceTable) -> Option<String> {
    let contact = [table.contact.as_str(), table.telephone.as_str()].join("\n");
    (contact.len() > 1).then_some(contact)
}

impl Items<PerformanceTable> for Tables {
    fn place(&self, _: &PerformanceTable, id: usize) -> MergePlace {
        MergePlace::PerformanceTable(id)
    }

    fn order(&self) -> MergePlace {
        MergePlace::PerformanceOrder
    }

    fn told(&self, _: &Asker<'_>, item: &PerformanceTable) -> String {
        let name = subject(item).map_or_else(|| "整体绩效目标表".to_owned(), |name| format!("“{name}”"));
        format!("{name}，{} 个指标", item.indicators.len())
    }

    fn blank(&self, item: &PerformanceTable) -> PerformanceTable {
        PerformanceTable { subject: item.subject.clone(), ..PerformanceTable::default() }
    }

    fn merge(
        &self,
        asker: &mut Asker<'_>,
        id: usize,
        [base, mine, theirs]: [&PerformanceTable; 3],
    ) -> PerformanceTable {
        asker.about = subject(mine).map_or_else(|| "整体绩效目标表".to_owned(), |name| format!("绩效目标表“{name}”"));
        let place = |field| move || MergePlace::Performance(id, field);
        let named = |_: &Asker<'_>, subject: &PerformanceSubject| match subject {
            PerformanceSubject::Project(name) => name.clone(),
            PerformanceSubject::Whole => "整体".to_owned(),
        };
        let all = [base, mine, theirs];
        let mut funds = PerformanceFunds::default();
        for field in [FundsField::Total, FundsField::Fiscal, FundsField::Superior, FundsField::Other] {
            let amounts = all.map(|table| table.funds.amount(field));
            *funds.amount_mut(field) = asker.amount(place(PerformanceField::Funds(field)), amounts.each_ref());
        }
        let merged = PerformanceTable {
            subject: asker.value(place(PerformanceField::Project), all.map(|table| &table.subject), named),
            contact: asker.text(place(PerformanceField::Contact), all.map(|table| &table.contact)),
            telephone: asker.text(place(PerformanceField::Telephone), all.map(|table| &table.telephone)),
            funds,
            goal: asker.text(place(PerformanceField::Goal), all.map(|table| &table.goal)),
            indicators: indicators(asker, id, all.map(|table| table.indicators.as_slice())),
        };
        asker.about.clear();
        merged
    }
}

fn indicators(asker: &mut Asker<'_>, table: usize, indicators: [&[Indicator]; 3]) -> Vec<Indicator> {
    let all: KeyOf<'_, Indicator, String> = &|indicator| Some(format!("{indicator:?}"));
    let levels: KeyOf<'_, Indicator, String> = &|indicator| {
        let Indicator { level_one, level_two, level_three, .. } = indicator;
        Some([level_one.as_str(), level_two, level_three].join("\n"))
    };
    let named: KeyOf<'_, Indicator, String> =
        &|indicator| Some(indicator.level_three.clone()).filter(|name| !name.is_empty());
    let rest: KeyOf<'_, Indicator, String> = &|indicator| {
        let nameless = Indicator {
            level_one: String::new(),
            level_two: String::new(),
            level_three: String::new(),
            ..indicator.clone()
        };
        (nameless != Indicator::default()).then(|| format!("{nameless:?}"))
    };
    list(asker, indicators, &[all, levels, named, rest], &Indicators(table))
}

impl Items<Indicator> for Indicators {
    fn place(&self, _: &Indicator, id: usize) -> MergePlace {
        MergePlace::Indicator(self.0, id)
    }

    fn order(&self) -> MergePlace {
        MergePlace::IndicatorOrder(self.0)
    }

    fn told(&self, _: &Asker<'_>, item: &Indicator) -> String {
        format!("{} {}", item.level_three, item.value).trim().to_owned()
    }

    fn blank(&self, _: &Indicator) -> Indicator {
        Indicator::default()
    }

    fn merge(&self, asker: &mut Asker<'_>, id: usize, all: [&Indicator; 3]) -> Indicator {
        let table = self.0;
        let mut merged = Indicator::default();
        for field in IndicatorField::ALL {
            let place = || MergePlace::Performance(table, PerformanceField::Indicator(id, field));
            let texts = all.map(|indicator| indicator.text(field).to_owned());
            *merged.text_mut(field) = asker.text(place, texts.each_ref());
        }
        let place = || MergePlace::Performance(table, PerformanceField::Weight(id));
        let told = |_: &Asker<'_>, weight: &Option<_>| {
            weight.map_or_else(String::new, |weight: rust_decimal::Decimal| weight.to_string())
        };
        merged.weight = asker.value(place, all.map(|indicator| &indicator.weight), told);
        merged
    }
}
