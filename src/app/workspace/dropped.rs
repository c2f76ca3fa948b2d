//! Which figures that somebody had stated fell away with a step, because what they are the sum of was changed.

use std::collections::HashSet;

use disclosure_engine::disclosure::CellKey;
use disclosure_engine::edit::{Change, Step};
use disclosure_engine::evaluate::Evaluated;

/// What `step` takes away that is seen to differ from the computed figures of `evaluated`, to which it is yet to be done;
/// `None` where that is nothing.
pub(super) fn told(evaluated: Evaluated<'_>, step: &Step) -> Option<String> {
    let anew = step.changes.iter().filter_map(|change| match change {
        Change::Stated(put) if put.to.is_some() => Some(&put.place),
        _ => None,
    });
    let anew: HashSet<&CellKey> = anew.collect();
    let dropped = step.dropped.iter().filter(|place| !anew.contains(place)).filter_map(|place| evaluated.find(place));
    let dropped = dropped.filter(|cell| evaluated.is_stated_otherwise(*cell)).map(|cell| {
        let stated = evaluated.unit_of_cell(cell).text(evaluated.value(cell));
        format!("{} {stated}", evaluated.cell_label(cell))
    });
    let dropped: Vec<String> = dropped.collect();
    let first = dropped.first()?;
    let others = if dropped.len() > 1 { format!(" 等 {} 格", dropped.len()) } else { String::new() };
    Some(format!("公布数 {first}{others}随着去掉了，改为算出的数；撤销可以找回"))
}
