//! `diff`: what two disclosures say differently.

use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::{Format, Status, complain, terminal};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, AmountUnit, Disclosure, Snapshot};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::{Correspondence, Form, FormLibrary};
use disclosure_engine::import::open_any;
use disclosure_engine::review::compare::{
    Apart, CellDifference, Comparison, RowChange, RowDifference, compare_across, report_text, unit_of,
};
use disclosure_engine::review::snapshot;

/// One of the two.
struct Side {
    form: Arc<Form>,
    snapshot: Snapshot,
    /// How many figures of an imported document have no place and are not compared.
    left_out: usize,
}

pub(super) fn run(forms: &FormLibrary, catalog: &Catalog, old: &Path, new: &Path, format: Format) -> Status {
    let (before, after) = match (read(old, forms, catalog), read(new, forms, catalog)) {
        (Ok(before), Ok(after)) => (before, after),
        (before, after) => {
            [before.err(), after.err()].into_iter().flatten().for_each(|message| {
                complain(message);
            });
            return Status::Failed;
        }
    };
    for (path, side) in [(old, &before), (new, &after)] {
        if side.left_out > 0 {
            let count = side.left_out;
            complain(format!("{}：导入时有 {count} 处的数没有放进表里或者读不出来，没有比较", path.display()));
        }
    }
    let corresponding = Correspondence::between(&before.form, &after.form);
    if !corresponding.has_any() {
        let (one, other) = (before.form.short_name(), after.form.short_name());
        return complain(format!("两份文件的表式不同（{one}，{other}），没有一张表对应，不能比较"));
    }
    let comparison = compare_across(&corresponding, &before.snapshot, &after.snapshot);
    let printed = match format {
        Format::Text => {
            let (old, new) = (terminal::name(old), terminal::name(new));
            terminal::report(&format!("旧：{old}\n新：{new}\n{}", report_text(&after.form, &comparison)))
        }
        Format::Json => terminal::report_json(&JsonComparison::new(&after.form, &comparison)),
    };
    let found = if comparison.is_empty() { Status::Done } else { Status::ErrorsFound };
    found.and(printed)
}

fn read(path: &Path, forms: &FormLibrary, catalog: &Catalog) -> Result<Side, String> {
    let named = |message: String| format!("{}：{message}", path.display());
    let opened = open_any(path, forms, catalog, None).map_err(named)?;
    let disclosure: Disclosure = opened.disclosure;
    let form = forms.get(&disclosure.form).ok_or_else(|| named(format!("用的表式 {} 本程序没有", disclosure.form)))?;
    let (evaluation, catalog) = (evaluate(form, &disclosure), &*form.catalog(catalog));
    let evaluated = Evaluated { form, catalog, disclosure: &disclosure, evaluation: &evaluation };
    Ok(Side { form: form.clone(), snapshot: snapshot(evaluated), left_out: opened.left_out })
}

/// The differences for machines. Amounts are in the form's unit.
#[derive(Serialize)]
struct JsonComparison {
    cells: Vec<JsonCell>,
    rows: Vec<JsonRow>,
    texts: Vec<JsonText>,
    /// Last year's figures, as `cells`.
    prior: Vec<JsonCell>,
    /// Where the two follow other forms: figures that have no counterpart of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    apart: Vec<JsonApart>,
}

#[derive(Serialize)]
struct JsonApart {
    side: &'static str,
    /// Where, and why they have none.
    place: String,
    /// Whether they were compared all the same, added up.
    merged: bool,
    figures: Vec<JsonFigure>,
}

#[derive(Serialize)]
struct JsonFigure {
    row: String,
    amount: String,
}

#[derive(Serialize)]
struct JsonCell {
    table: u8,
    row: String,
    column: u8,
    old: Option<String>,
    new: Option<String>,
}

#[derive(Serialize)]
struct JsonRow {
    table: u8,
    row: String,
    change: &'static str,
    /// What a renamed row was called.
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<String>,
    /// How sure it is that a renamed row is the same, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<u8>,
}

#[derive(Serialize)]
struct JsonText {
    place: String,
    old: Option<String>,
    new: Option<String>,
}

impl JsonComparison {
    fn new(form: &Form, comparison: &Comparison) -> Self {
        let texts = comparison.texts.iter().map(|text| JsonText {
            place: text.label.clone(),
            old: text.old.clone(),
            new: text.new.clone(),
        });
        Self {
            cells: comparison.rows.iter().flat_map(|row| cells(form, row)).collect(),
            rows: comparison.rows.iter().filter_map(JsonRow::new).collect(),
            texts: texts.collect(),
            prior: comparison.prior.iter().flat_map(|row| cells_in(row, |_| &form.text_unit)).collect(),
            apart: comparison.apart.iter().map(json_apart).collect(),
        }
    }
}

fn json_apart(apart: &Apart) -> JsonApart {
    let figure = |(row, amount): &(String, Amount)| JsonFigure { row: row.clone(), amount: apart.unit.plain(*amount) };
    JsonApart {
        side: if apart.is_old { "old" } else { "new" },
        place: apart.place.clone(),
        merged: apart.is_merged,
        figures: apart.figures.iter().map(figure).collect(),
    }
}

fn cells<'a>(form: &'a Form, row: &'a RowDifference) -> impl Iterator<Item = JsonCell> + 'a {
    cells_in(row, |cell| unit_of(form, row.table, row.row(), cell))
}

fn cells_in<'a>(
    row: &'a RowDifference,
    unit: impl Fn(&CellDifference) -> &'a AmountUnit + 'a,
) -> impl Iterator<Item = JsonCell> + 'a {
    let name = row.row().map_or("", |row| row.id.as_str());
    row.cells.iter().map(move |cell| {
        let plain = |amount: Option<Amount>| amount.map(|amount| unit(cell).plain(amount));
        JsonCell {
            table: row.table.0,
            row: name.to_owned(),
            column: cell.column.0,
            old: plain(cell.old),
            new: plain(cell.new),
        }
    })
}

impl JsonRow {
    fn new(row: &RowDifference) -> Option<Self> {
        let change = match row.change {
            _ if !row.is_changed() => return None,
            RowChange::Kept => return None,
            RowChange::Added => "added",
            RowChange::Removed => "removed",
            RowChange::Moved => "moved",
            RowChange::Renamed(_) => "renamed",
        };
        let (was, certainty) = match row.change {
            RowChange::Renamed(likeness) => (row.old.as_ref().map(|row| row.id.clone()), Some(likeness.percent)),
            _ => (None, None),
        };
        Some(Self { table: row.table.0, row: row.row()?.id.clone(), change, was, certainty })
    }
}
