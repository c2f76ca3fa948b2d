//! Comparisons of cells that always hold, that are written twice, or that nothing is left to say for.

use std::collections::HashSet;

use super::super::error::{Found, SourceText};
use super::super::source::FormSource;
use super::super::{Form, RowPattern, Scope, Term};

/// Looks for them in `form`, which was read of `written`. What refers to what there is not is told elsewhere.
pub(super) fn look<'a>(source: SourceText<'a>, written: &FormSource<'a>, form: &Form, found: &mut Found) {
    let resolver = form.resolver(source);
    let mut known = HashSet::new();
    for identity in &written.identities {
        let sides = resolver.equation(identity.check, &mut once());
        if sides.is_ok_and(|sides| sides.left == sides.right) {
            found.add(source.error(identity.check, "两边是同样的格，总是成立，什么也查不到"));
        }
        let texts = [identity.rule, identity.check].into_iter().chain(identity.when.iter().copied());
        if !known.insert(texts.map(plain).collect::<Vec<_>>()) {
            found.add(source.error(identity.check, "这一条写了两遍，会报两次"));
        }
    }
    for likely in &written.likely {
        let Ok(equation) = resolver.equation(likely.check, &mut once()) else { continue };
        if equation.left == equation.right {
            found.add(source.error(likely.check, "两边是同样的格，推不出什么"));
        } else if equation.left.iter().any(|term| is_computed(form, term)) {
            found.add(source.error(likely.check, "likely 左边的格是算出来的，不会空着，推不出什么"));
        }
    }
    for column in written.tables.iter().flat_map(|table| &table.lists).flat_map(|list| &list.columns) {
        if let Some(ratio) = column.ratio().filter(|ratio| plain(ratio.part) == plain(ratio.whole)) {
            found.add(source.error(ratio.part, "百分比的两头是同样的格，总是 100% 或者 0"));
        }
    }
    for chart in &written.charts {
        let Ok(bars) = form.sum_at(source, chart.bars, None) else { continue };
        let is_twice = bars.iter().enumerate().any(|(place, bar)| bars[..place].contains(bar));
        if is_twice {
            found.add(source.error(chart.bars, "charts 的 bars 里有一格写了两遍"));
        }
        if chart.title.trim().is_empty() {
            found.add(source.error(chart.title, "charts 的 title 没有写，看不出画的是什么"));
        }
    }
}

/// Where it is not asked for which rows an equation is tried.
fn once() -> Scope {
    Scope::Once
}

/// `text` without blanks.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether the program computes the cell, so that it is never blank beside what it follows from.
fn is_computed(form: &Form, term: &Term) -> bool {
    let list = form.list(term.cell.list);
    let Some(column) = term.cell.column else { return false };
    match term.cell.row {
        RowPattern::Fixed(row) => list.is_computed_at(row, column),
        // A row may be missing below a total, and with it the total.
        RowPattern::Total | RowPattern::Same | RowPattern::SameCode | RowPattern::Code(_) => {
            list.is_computed(column, true)
        }
    }
}
