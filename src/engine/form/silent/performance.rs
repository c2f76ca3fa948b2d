//! Performance tables that cannot be filled in, or are asked for by one part of a form as no other part has them.

use std::collections::HashSet;

use super::super::error::{Found, SourceText};
use super::super::source::FormSource;
use super::super::{Form, IndicatorColumn, ProjectPerformanceForm, RowKind};

/// How many columns of indicators a performance table may have.
const FEWEST_COLUMNS: usize = 3;
const MOST_COLUMNS: usize = 12;

/// Looks for them in `form`, which was read of `written`.
pub(super) fn look<'a>(source: SourceText<'a>, written: &FormSource<'a>, form: &Form, found: &mut Found) {
    indicator_columns(source, form, found);
    sources(source, written, form, found);
    if !source.is_carried {
        levels(source, form, found);
    }
}

/// Performance tables of what are no projects, and those that follow a heading that there is not.
fn sources<'a>(source: SourceText<'a>, written: &FormSource<'a>, form: &Form, found: &mut Found) {
    for &list in &form.texts.performance_of {
        let own = form.list(list);
        if !matches!(own.rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_)) {
            let number = form.table_of(list).number;
            let near = written.texts.as_ref().and_then(|texts| texts.performance_near);
            let near = near.unwrap_or_else(|| source.place_of("", "performance_of"));
            found.add(source.error(near, format!("performance_of：表 T{number} 的行不是项目，没有项目绩效目标表")));
        }
    }
    let (Some(document), Some(template)) = (&form.document, &form.sentences) else { return };
    let after = &document.performance.after;
    let sections = written.texts.iter().flat_map(|texts| &texts.sections);
    let mut titles = sections.flat_map(|section| [Some(section.title), section.heading]).flatten();
    let is_there = titles.any(|title| title.contains(after.as_str())) || template.has_heading_with(after);
    if !after.is_empty() && !is_there {
        let message = format!("performance 的 after：没有一个标题里有“{after}”，绩效目标表不知道印在哪里后面");
        found.add(source.error(source.place_of(after, "after"), message));
    }
}

/// Columns of performance tables that cannot be filled in or told apart.
fn indicator_columns<'a>(source: SourceText<'a>, form: &Form, found: &mut Found) {
    let Some(labels) = form.document.as_ref().map(|document| &document.performance) else { return };
    let tables = [
        (
            &labels.project.columns,
            &labels.project.levels,
            labels.project.indicators.iter().any(|head| !head.is_empty()),
        ),
        (&labels.whole.columns, &labels.whole.levels, labels.whole.indicators.iter().any(|head| !head.is_empty())),
    ];
    for (columns, levels, has_heads) in tables.into_iter().filter(|(columns, ..)| !columns.is_empty()) {
        let has = |wanted: IndicatorColumn| columns.iter().any(|(holds, ..)| *holds == wanted);
        let mut mistake = |head: &str, message: String| {
            found.add(source.error(source.place_of(head, "columns"), message));
        };
        let first = &columns[0].1;
        if has_heads {
            mistake(first, "columns 和 indicators 只能写一个".to_owned());
        }
        if !(FEWEST_COLUMNS..=MOST_COLUMNS).contains(&columns.len()) {
            let message =
                format!("绩效目标表的 columns 应有 {FEWEST_COLUMNS} 到 {MOST_COLUMNS} 列，写了 {} 列", columns.len());
            mistake(first, message);
        }
        if !has(IndicatorColumn::Value) {
            mistake(first, "columns 里没有 Value（指标值），指标就没有填数的地方".to_owned());
        }
        if let Some((_, second)) =
            levels.iter().find(|(_, second)| !second.is_empty() && !has(IndicatorColumn::LevelTwo))
        {
            mistake(second, format!("levels 的第二级写了“{second}”，columns 里没有 LevelTwo，没有地方印"));
        }
        if let Some((first_level, _)) =
            levels.iter().find(|(one, _)| !one.is_empty() && !has(IndicatorColumn::LevelOne))
        {
            let message = format!("levels 的第一级写了“{first_level}”，columns 里没有 LevelOne，没有地方印");
            mistake(first_level, message);
        }
        for (place, (holds, head, width)) in columns.iter().enumerate() {
            if columns[..place].iter().any(|(other, ..)| other == holds) {
                mistake(head, format!("{holds:?} 出现了两次，每一样只能有一列"));
            }
            if columns[..place].iter().any(|(_, other, _)| other == head) {
                mistake(head, format!("有两列叫“{head}”，导入时分不清"));
            }
            if head.is_empty() || *width == 0 {
                mistake(head, format!("{holds:?} 这一列要有表头和宽度（0 以上）"));
            }
        }
    }
}

/// Levels with which a new table begins that are none.
fn levels(source: SourceText<'_>, form: &Form, found: &mut Found) {
    let Some(labels) = form.document.as_ref().map(|document| &document.performance) else { return };
    for levels in [&labels.project.levels, &labels.whole.levels] {
        if levels.iter().any(|(one, two)| one.trim().is_empty() && two.trim().is_empty()) {
            let message = "绩效目标表的 levels 里有一行一级、二级都没有写，新表里会是空的一行";
            found.add(source.error(source.place_of("", "levels"), message));
        }
    }
}

impl ProjectPerformanceForm {
    /// The levels of indicators that stand in the table of a project: those with which it begins, or any where it begins
    /// with none; `None` where it has no column for them.
    pub(in crate::form) fn known_levels(&self) -> Option<Vec<&str>> {
        let holds =
            |wanted: IndicatorColumn| self.heads().iter().any(|(holds, head, _)| *holds == wanted && !head.is_empty());
        let has_column = holds(IndicatorColumn::LevelOne) || holds(IndicatorColumn::LevelTwo);
        let levels = self.levels.iter().flat_map(|(one, two)| [one.as_str(), two.as_str()]);
        let mut known = HashSet::new();
        has_column.then(|| levels.filter(|level| !level.is_empty() && known.insert(*level)).collect())
    }
}
