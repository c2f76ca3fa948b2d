//! Which figures that somebody had stated fell away with a step, because what they are the sum of was changed.

use disclosure_engine::edit::{Change, Put, Step};
use disclosure_engine::evaluate::Evaluated;

/// What `step` takes away that is seen to differ from the computed figures of `evaluated`, to which it is yet to be done;
/// `None` where that is nothing, or is what the step is for.
pub(super) fn told(evaluated: Evaluated<'_>, step: &Step) -> Option<String> {
    let is_meant = step.changes.iter().all(|change| matches!(change, Change::Stated(_)));
    if is_meant {
        return None;
    }
    let dropped = step.changes.iter().filter_map(|change| {
        let Change::Stated(Put { place, from: Some(stated), to: None }) = change else { return None };
        let cell = evaluated.find(place)?;
        let unit = evaluated.unit_of_cell(cell);
        let computed = evaluated.evaluation.values(cell.list).computed(cell.row, cell.column);
        let differs = unit.shown(computed) != unit.shown(*stated);
        differs.then(|| format!("{} {}", evaluated.cell_label(cell), unit.text(*stated)))
    });
    let dropped: Vec<String> = dropped.collect();
    let first = dropped.first()?;
    let others = if dropped.len() > 1 { format!(" 等 {} 格", dropped.len()) } else { String::new() };
    Some(format!("公布数 {first}{others}随着去掉了，改为算出的数；撤销可以找回"))
}
