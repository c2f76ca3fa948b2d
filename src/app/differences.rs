//! What one state of a disclosure says otherwise than another, in words.

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::Form;
use disclosure_engine::review::compare::{Comparison, RowDifference, cell_line, compare, following_line, row_line};
use disclosure_engine::review::snapshot;
use disclosure_engine::spelling::visible;

/// What `new` says otherwise than `old`, a line each: rows, figures and texts, without what follows from others.
pub fn differences(form: &Form, catalog: &Catalog, old: &Disclosure, new: &Disclosure) -> Vec<String> {
    let catalog = &*form.catalog(catalog);
    let [before, after] = [old, new].map(|disclosure| {
        let evaluation = evaluate(form, disclosure);
        snapshot(Evaluated { form, catalog, disclosure, evaluation: &evaluation })
    });
    let mut lines = lines(form, &compare(form, &before, &after));
    let counts = [
        ("批注", count(&old.comments, &new.comments)),
        ("接受的问题", count(&old.acceptances, &new.acceptances)),
        ("签审", count(&old.sign_offs, &new.sign_offs)),
    ];
    lines.extend(counts.iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what}：{count} 处不同")));
    if lines.is_empty() && old != new {
        lines.push("印出来的内容相同，只有不印的不同：标点或空格的写法、末位以后的小数、公布数的标记".to_owned());
    }
    lines
}

fn lines(form: &Form, comparison: &Comparison) -> Vec<String> {
    let mut lines = Vec::new();
    for row in &comparison.rows {
        lines.extend(row_line(row).map(|line| format!("表{} {}", row.table, visible(&line))));
        let cells = row.cells.iter().filter(|cell| !cell.follows);
        lines.extend(cells.map(|cell| format!("{}{}", row_label(row), cell_line(form, row.table, row.row(), cell))));
    }
    for text in comparison.texts.iter().filter(|text| !text.follows) {
        let words = |text: &Option<String>| text.as_deref().map_or("没有".to_owned(), brief);
        lines.push(format!("{}：{} → {}", visible(&text.label), words(&text.old), words(&text.new)));
    }
    for row in &comparison.prior {
        let cells = row.cells.iter().map(|cell| cell_line(form, row.table, row.row(), cell));
        lines.extend(cells.map(|cell| format!("上年预算数 {}{cell}", row_label(row))));
    }
    lines.extend(following_line(comparison));
    lines
}

fn row_label(row: &RowDifference) -> String {
    format!("表{} {}", row.table, visible(row.row().map_or("", |row| row.label.as_str())))
}

/// The beginning of a text that may be long.
fn brief(text: &str) -> String {
    const MOST: usize = 40;
    let cut = text.char_indices().nth(MOST).map(|(end, _)| format!("“{}…”", visible(&text[..end])));
    cut.unwrap_or_else(|| format!("“{}”", visible(text)))
}

/// How many items differ.
fn count<T: PartialEq>(old: &[T], new: &[T]) -> usize {
    let alone = |some: &[T], others: &[T]| some.iter().filter(|item| !others.contains(item)).count();
    alone(old, new).max(alone(new, old))
}
