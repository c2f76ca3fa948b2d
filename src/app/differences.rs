//! What one state of a disclosure says otherwise than another, in words.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;
use crate::disclosure::{Amount, CellKey, Disclosure, RowKey, TableNumber};
use crate::evaluate::{Evaluated, evaluate};
use crate::form::Form;
use crate::spelling::visible;

/// What `new` says otherwise than `old`, a line each: rows and figures one by one, texts by their part.
pub fn differences(form: &Form, catalog: &Catalog, old: &Disclosure, new: &Disclosure) -> Vec<String> {
    let values = [old, new].map(|disclosure| evaluate(form, disclosure));
    let of = |disclosure, evaluation| Evaluated { form, catalog, disclosure, evaluation };
    let (before, after) = (of(old, &values[0]), of(new, &values[1]));
    let mut lines = Vec::new();
    if (&old.form, old.kind, &old.body, old.year) != (&new.form, new.kind, &new.body, new.year) {
        let heading = |of: &Disclosure| format!("{} {} 年", visible(&of.body), of.year);
        lines.push(format!("单位与年度：{} → {}", heading(old), heading(new)));
    }
    rows(&mut lines, old, new);
    amounts(&mut lines, [before, after], entered, "");
    amounts(&mut lines, [before, after], stated, " 公布数");
    parts(&mut lines, old, new);
    lines
}

fn rows(lines: &mut Vec<String>, old: &Disclosure, new: &Disclosure) {
    let names = |of: &Disclosure| -> BTreeMap<(TableNumber, RowKey), String> {
        let rows = of.tables.iter().flat_map(|(number, table)| table.rows.iter().map(move |row| (*number, row)));
        rows.map(|(number, row)| ((number, row.subject.key()), row_name(row))).collect()
    };
    let (before, after) = (names(old), names(new));
    for place in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
        let table = place.0;
        match (before.get(place), after.get(place)) {
            (None, Some(name)) => lines.push(format!("表{table} 增加一行：{name}")),
            (Some(name), None) => lines.push(format!("表{table} 删除一行：{name}")),
            (Some(one), Some(other)) if one != other => lines.push(format!("表{table} 名称：{one} → {other}")),
            _ => {}
        }
    }
}

fn row_name(row: &crate::disclosure::Row) -> String {
    use crate::disclosure::Subject;

    match &row.subject {
        Subject::Fixed(_) => "固定行".into(),
        Subject::Code { code, name } => format!("{} {}", code.spaced(), visible(name)),
        Subject::Project(project) => visible(&project.name).into_owned(),
    }
}

fn entered(of: &Disclosure) -> BTreeMap<CellKey, Amount> {
    let rows = of.tables.iter().flat_map(|(number, table)| table.rows.iter().map(move |row| (*number, row)));
    let cells = rows.flat_map(|(number, row)| {
        row.amounts.iter().map(move |(column, amount)| (CellKey::new(number, row.subject.key(), *column), *amount))
    });
    cells.collect()
}

fn stated(of: &Disclosure) -> BTreeMap<CellKey, Amount> {
    let stated = of.tables.iter().flat_map(|(number, table)| table.stated.iter().map(move |stated| (*number, stated)));
    stated.map(|(number, ((row, column), amount))| (CellKey::new(number, row.clone(), *column), *amount)).collect()
}

fn amounts(
    lines: &mut Vec<String>,
    [before, after]: [Evaluated<'_>; 2],
    figures: impl Fn(&Disclosure) -> BTreeMap<CellKey, Amount>,
    what: &str,
) {
    let (old, new) = (figures(before.disclosure), figures(after.disclosure));
    for key in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
        let (from, to) = (old.get(key), new.get(key));
        if from == to {
            continue;
        }
        let label = [after, before].iter().find_map(|state| state.find(key).map(|cell| state.cell_label(cell)));
        let label = label.unwrap_or_else(|| format!("表{}", key.table));
        let text =
            |amount: Option<&Amount>| amount.map_or("空白".to_owned(), |amount| before.form.unit.text(*amount));
        lines.push(format!("{}{what}：{} → {}", visible(&label), text(from), text(to)));
    }
}

/// How much differs in the parts that are not tables.
fn parts(lines: &mut Vec<String>, old: &Disclosure, new: &Disclosure) {
    fn maps<K: Ord, V: PartialEq>(one: &BTreeMap<K, V>, other: &BTreeMap<K, V>) -> usize {
        let keys: BTreeSet<&K> = one.keys().chain(other.keys()).collect();
        keys.into_iter().filter(|key| one.get(key) != other.get(key)).count()
    }
    fn lists<T: PartialEq>(one: &[T], other: &[T]) -> usize {
        let shared = one.len().min(other.len());
        let changed = one.iter().zip(other).filter(|(one, other)| one != other).count();
        changed + one.len().max(other.len()) - shared
    }
    let numbers: BTreeSet<&TableNumber> = old.tables.keys().chain(new.tables.keys()).collect();
    let differs = |number: &&&TableNumber| {
        let of = |disclosure: &Disclosure| {
            disclosure.table(***number).map(|table| (table.names.clone(), table.note.clone()))
        };
        of(old).unwrap_or_default() != of(new).unwrap_or_default()
    };
    let counts = [
        ("表内的类、款名称和说明", numbers.iter().filter(differs).count()),
        ("上年预算数", maps(&old.prior, &new.prior)),
        ("文字中填写的内容", maps(&old.slots, &new.slots)),
        ("改写的段落", maps(&old.rewritten, &new.rewritten)),
        ("整体写成的部分", maps(&old.texts, &new.texts)),
        ("绩效目标表", lists(&old.performance, &new.performance)),
        ("批注", lists(&old.comments, &new.comments)),
        ("接受的问题", lists(&old.acceptances, &new.acceptances)),
    ];
    lines.extend(counts.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}：{count} 处不同")));
}
