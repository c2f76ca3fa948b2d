//! What a form calls the fields of its performance tables, as findings name them.

use crate::disclosure::FundsField;
use crate::form::{DocumentForm, IndicatorColumn};

/// A kind of money in the table of a project, or of the body as a whole.
pub(super) fn of_money(document: Option<&DocumentForm>, field: FundsField, is_whole: bool) -> &str {
    let own = document.map(|document| (&document.performance.project, &document.performance.whole));
    let names = own.map(|(project, whole)| -> [&str; 2] {
        match (field, is_whole) {
            (FundsField::Total, _) => [&project.total, ""],
            (FundsField::Fiscal, false) => [&project.fiscal, ""],
            (FundsField::Fiscal, true) => [&whole.fiscal, ""],
            (FundsField::Superior, _) => [&whole.superior, ""],
            (FundsField::Other, false) => [&project.other, ""],
            // What stands beside the figure goes before what stands over both.
            (FundsField::Other, true) => [&whole.other, &whole.other_funds],
        }
    });
    names.into_iter().flatten().find(|name| !name.is_empty()).unwrap_or("这一项")
}

/// A column of a project's indicators.
pub(super) fn head(document: Option<&DocumentForm>, column: IndicatorColumn) -> &str {
    let heads = document.map(|document| document.performance.project.heads()).unwrap_or_default();
    let own = heads.into_iter().find(|(holds, head, _)| *holds == column && !head.is_empty());
    own.map_or("上年的", |(_, head, _)| head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_form_names_is_this_one_and_the_whole_has_names_of_its_own() {
        let mut document = DocumentForm::default();
        let fields = [FundsField::Total, FundsField::Fiscal, FundsField::Superior, FundsField::Other];
        for field in fields {
            for is_whole in [false, true] {
                assert_eq!(of_money(None, field, is_whole), "这一项");
                assert_eq!(of_money(Some(&document), field, is_whole), "这一项");
            }
        }
        let (project, whole) = (&mut document.performance.project, &mut document.performance.whole);
        (project.fiscal, project.other) = ("其中：财政拨款".to_owned(), "自筹".to_owned());
        (whole.fiscal, whole.other_funds) = ("本级安排".to_owned(), "其他资金".to_owned());
        let told = |document: &DocumentForm, is_whole| {
            [FundsField::Fiscal, FundsField::Other].map(|field| of_money(Some(document), field, is_whole).to_owned())
        };
        assert_eq!(told(&document, false), ["其中：财政拨款", "自筹"]);
        assert_eq!(told(&document, true), ["本级安排", "其他资金"]);
        document.performance.whole.other = "其他".to_owned();
        assert_eq!(told(&document, true), ["本级安排", "其他"]);
    }

    #[test]
    fn a_head_that_no_form_gives_is_last_years() {
        let mut document = DocumentForm::default();
        assert_eq!(head(None, IndicatorColumn::LastYear), "上年的");
        assert_eq!(head(Some(&document), IndicatorColumn::LastYear), "上年的");
        document.performance.project.indicators[5] = "上年完成值".to_owned();
        assert_eq!(head(Some(&document), IndicatorColumn::LastYear), "上年完成值");
    }
}
