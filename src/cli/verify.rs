//! `export --verify`: what was written is read again, and must say what its source says.

use disclosure_engine::catalog::Catalog;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{ImportOptions, read};
use disclosure_engine::review::compare::{Comparison, TextDifference, cell_line, compare, row_line};
use disclosure_engine::review::snapshot;

/// Reads the document `bytes` again that was written of `evaluated`. The error is a sentence that says what it says
/// otherwise.
pub(super) fn verified(
    evaluated: Evaluated<'_>,
    bytes: &[u8],
    forms: &FormLibrary,
    catalog: &Catalog,
) -> Result<(), String> {
    let (form, source) = (evaluated.form, evaluated.disclosure);
    let options = ImportOptions {
        form: Some(form.id.clone()),
        kind: Some(source.kind),
        year: Some(source.year),
        ..ImportOptions::default()
    };
    let back = read(bytes, forms, catalog, &options);
    let back = back.map_err(|error| format!("写出来的读不回来：{error}"))?.disclosure;
    let evaluation = evaluate(form, &back);
    let again = Evaluated { disclosure: &back, evaluation: &evaluation, ..evaluated };
    let mut found = compare(form, &snapshot(evaluated), &snapshot(again));
    // What a document says of last year is worked out from its sentences, and told by them.
    found.prior.clear();
    match first(&found, form) {
        None => Ok(()),
        Some(told) => {
            let count = found.rows.len() + found.texts.len();
            Err(format!("写出来的读回来与原来的不同（{count} 处），没有留下：{told}"))
        }
    }
}

/// The first difference in words.
fn first(found: &Comparison, form: &disclosure_engine::form::Form) -> Option<String> {
    let row = found.rows.first().map(|row| {
        let label = row.row().map_or("", |row| row.label.as_str());
        let cell = row.cells.first().map(|cell| format!("{label}{}", cell_line(form, row.table, row.row(), cell)));
        format!("表{} {}", row.table, cell.or_else(|| row_line(row)).unwrap_or_else(|| label.to_owned()))
    });
    row.or_else(|| found.texts.first().map(other_text))
}

/// A text that was read back otherwise, from a little before the place where the two part.
fn other_text(text: &TextDifference) -> String {
    const BEFORE: usize = 8;
    const SHOWN: usize = 30;
    let [old, new] = [&text.old, &text.new].map(|text| text.as_deref().unwrap_or_default());
    let common = old.chars().zip(new.chars()).take_while(|(old, new)| old == new).count();
    let from = common.saturating_sub(BEFORE);
    let quoted = |text: &str| match text.chars().skip(from).take(SHOWN).collect::<String>() {
        none if none.is_empty() => "空".to_owned(),
        part => format!("“{part}”"),
    };
    format!("{}：原来是{}，读回来是{}", text.label, quoted(old), quoted(new))
}
