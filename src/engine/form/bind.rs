//! Loading what binds the cells of a form: expressions, identities, and the order in which they are computed.

use super::error::{FormError, Found, SourceText};
use super::source::{ExpressionSource, FormSource, RowsSource};
use super::{Expression, Form, Identity, Likely, ListIndex, Relation, RowKind, RowPattern, Scope, Term, order};

impl Form {
    /// Expressions come after all tables: they may refer to any of them.
    pub(super) fn add_expressions<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
        for (place, list) in written.tables.iter().flat_map(|table| &table.lists).enumerate() {
            let index = ListIndex(place);
            for (column, written) in list.columns.iter().filter(|column| column.is_figure()).enumerate() {
                if let Some(written) = written.expression() {
                    let expression = self.expression(source, written, index, found);
                    let own = Some(self.lists[place].amounts[column].measure());
                    let sound = expression.filter(|Expression { terms, .. }| {
                        let is_of_row = found.keep(self.check_row(source, written.is, terms, index)).is_some();
                        is_of_row && found.keep(self.check_measures(source, written.is, terms, own)).is_some()
                    });
                    self.lists[place].amounts[column].expression = sound;
                }
                if let Some(written) = written.ratio() {
                    self.lists[place].amounts[column].ratio = self.ratio(source, &written, index, found);
                }
            }
            let RowsSource::Fixed(rows) = &list.rows else { continue };
            for (row, written) in rows.iter().enumerate() {
                let expression = match (written.is, written.rule) {
                    (None, None) => continue,
                    (Some(is), Some(rule)) => {
                        let expression = self.expression(source, ExpressionSource { is, rule }, index, found);
                        expression.filter(|expression| {
                            found.keep(self.check_measures(source, is, &expression.terms, None)).is_some()
                        })
                    }
                    _ => {
                        found.add(source.error(written.id, "is 与 rule 要同时写"));
                        continue;
                    }
                };
                if let RowKind::Fixed(rows) = &mut self.lists[place].rows {
                    rows[row].expression = expression;
                }
            }
        }
    }

    fn expression<'a>(
        &self,
        source: SourceText<'a>,
        written: ExpressionSource<'a>,
        list: ListIndex,
        found: &mut Found,
    ) -> Option<Expression> {
        let resolver = self.resolver(source);
        let terms = found.keep(resolver.sum(written.is, list));
        let rule = found.keep(self.rule_named(source, written.rule));
        Some(Expression { rule: rule?, terms: terms? })
    }

    /// A column whose rows are derived can be computed row by row only if it looks at no other row of its own list.
    pub(super) fn check_row<'a>(
        &self,
        source: SourceText<'a>,
        text: &'a str,
        terms: &[Term],
        list: ListIndex,
    ) -> Result<(), FormError> {
        let derived = self.list(list).footing().is_some();
        let other_row = |row: RowPattern| row != RowPattern::Same;
        if derived && terms.iter().any(|term| term.cell.list == list && other_row(term.cell.row)) {
            return Err(source.error(text, "列的算式只能引用本行的其他列或其他表"));
        }
        Ok(())
    }

    pub(super) fn add_identities<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
        for identity in &written.identities {
            let resolver = self.resolver(source);
            let mut scope = Scope::Once;
            let mut equation = |text| {
                let equation = resolver.equation(text, &mut scope)?;
                let terms: Vec<Term> = equation.left.iter().chain(&equation.right).copied().collect();
                self.check_measures(source, text, &terms, None)?;
                Ok(equation)
            };
            let when: Vec<_> = identity.when.iter().map(|condition| found.keep(equation(condition))).collect();
            let equation = found.keep(equation(identity.check));
            let rule = found.keep(self.rule_named(source, identity.rule));
            if let (Some(equation), Some(when), Some(rule)) = (equation, when.into_iter().collect(), rule) {
                self.identities.push(Identity { rule, scope, equation, when });
            }
        }
    }

    pub(super) fn add_likely<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
        for likely in &written.likely {
            let resolver = self.resolver(source);
            let mut scope = Scope::Once;
            let Some(equation) = found.keep(resolver.equation(likely.check, &mut scope)) else { continue };
            let terms: Vec<Term> = equation.left.iter().chain(&equation.right).copied().collect();
            if found.keep(self.check_measures(source, likely.check, &terms, None)).is_none() {
                continue;
            }
            let is_one_cell = matches!(equation.left.as_slice(), [term] if !term.negative);
            if !is_one_cell || equation.relation != Relation::Equal {
                found.add(source.error(likely.check, "likely 的左边只能是一格，中间是等号"));
                continue;
            }
            self.likely.push(Likely { scope, equation, why: likely.why.to_owned() });
        }
    }

    /// Puts lists, columns and cells in an order in which they can be computed.
    pub(super) fn put_in_order<'a>(
        &mut self,
        source: SourceText<'a>,
        written: &FormSource<'a>,
    ) -> Result<(), FormError> {
        const CIRCLE: &str = "的算式绕了一圈又引用自己";
        let sources: Vec<_> = written.tables.iter().flat_map(|table| &table.lists).collect();
        for (place, written) in sources.iter().enumerate() {
            let index = ListIndex(place);
            let circle = |column: usize| {
                let number = self.lists[place].amounts[column].number;
                let written =
                    written.columns.iter().find_map(|c| c.expression().filter(|_| c.number() == Some(number.0)));
                source.error(written.map_or(source.text, |e| e.is), format!("列 ({number}) {CIRCLE}"))
            };
            let list = &self.lists[place];
            if list.footing().is_some() {
                let order = order::columns(list, index).map_err(circle)?;
                self.lists[place].column_order = order;
            } else {
                let order = order::fixed_cells(list, index).map_err(|(row, _)| {
                    let RowsSource::Fixed(rows) = &written.rows else { return source.error(source.text, CIRCLE) };
                    source.error(rows[row].id, format!("行 [{}] {CIRCLE}", rows[row].id))
                })?;
                self.lists[place].cell_order = order;
            }
        }
        self.evaluation_order = order::lists(self).map_err(|list| {
            let table = &written.tables[self.lists[list.0].table];
            source.error(table.title.unit, format!("表 T{} {CIRCLE}", table.number))
        })?;
        Ok(())
    }
}
