//! What the options of `import` say of tables that titles and heads do not tell.

use disclosure_engine::disclosure::{ColumnNumber, TableNumber};
use disclosure_engine::form::ColumnRole;
use disclosure_engine::import::{ImportUnit, SaidGrid};

/// What is said of every such table: its number, and what each column holds. `None` where nothing is said.
///
/// # Errors
/// A sentence, where a column is called by no word that is known.
pub(super) fn all_grids(
    table: Option<u8>,
    columns: &[String],
    unit: Option<ImportUnit>,
) -> Result<Option<SaidGrid>, String> {
    if table.is_none() && columns.is_empty() {
        return Ok(None);
    }
    let columns = columns.iter().map(|word| role(word.trim())).collect::<Result<Vec<_>, String>>()?;
    Ok(Some(SaidGrid { table: table.map(TableNumber), columns, unit }))
}

fn role(word: &str) -> Result<Option<ColumnRole>, String> {
    Ok(match word {
        "code" => Some(ColumnRole::Code),
        "name" => Some(ColumnRole::Name),
        "project" => Some(ColumnRole::Project),
        "unit" => Some(ColumnRole::Unit),
        "amount" => Some(ColumnRole::Amount),
        "-" | "" => None,
        number => {
            let number = number.parse().map_err(|_| {
                format!(
                    "--columns 里的“{number}”不认识：可以写 code、name、project、unit、amount、表式的列号，不取的列写 -"
                )
            })?;
            Some(ColumnRole::AmountOf(ColumnNumber(number)))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_called_by_words_and_numbers() {
        let words = ["code", " name", "-", "2"].map(str::to_owned);
        let said = all_grids(Some(5), &words, None).unwrap().unwrap();
        let two = ColumnRole::AmountOf(ColumnNumber(2));
        assert_eq!(said.columns, [Some(ColumnRole::Code), Some(ColumnRole::Name), None, Some(two)]);
        assert_eq!(said.table, Some(TableNumber(5)));
        assert_eq!(all_grids(None, &[], None), Ok(None));
        assert!(all_grids(None, &["金额".to_owned()], None).unwrap_err().contains("金额"));
    }
}
