//! Loading a form: reading the file and refusing whatever does not fit together.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::error::{FormError, SourceText, suggestion};
use super::resolve::Resolver;
use super::source::{
    ByKindSource, ColumnSource, ExpressionSource, FixedRowSource, FootingSource, FormSource, ListSource, RowsSource,
    TableSource, UnitSource,
};
use super::{
    AmountColumn, ByKind, Column, Expression, FixedRow, Footing, Form, Identity, Likely, List, ListIndex, Relation,
    RowKind, RowPattern, Rule, RuleIndex, Scope, TableForm, Template, Term, TextsForm, builtin_templates, head, order,
};
use crate::disclosure::{AmountUnit, Code, CodeLevel, ColumnNumber, TableNumber};

impl Form {
    /// Reads and checks the form written in `text`; `file` is its name in messages.
    ///
    /// # Errors
    /// When the file cannot be read, or refers to a table, row, column or rule that it does not have: the first such
    /// place, and what was probably meant.
    pub fn load(file: &str, text: &str) -> Result<Self, FormError> {
        let source = SourceText { file, text };
        let written: FormSource<'_> = crate::ron_text::parse(text).map_err(|error| source.syntax_error(&error))?;
        let rules = rules(source, &written)?;
        let mut form = Self {
            id: written.id.to_owned(),
            name: written.name.to_owned(),
            year: written.year,
            unit: unit(source, &written.amounts)?,
            preparer: by_kind(&written.preparer),
            unit_note: written.unit_note.to_owned(),
            tables: Vec::new(),
            lists: Vec::new(),
            rules,
            identities: Vec::new(),
            likely: Vec::new(),
            row_rules: Vec::new(),
            texts: TextsForm::default(),
            document: written.document.clone(),
            sentences: None,
            evaluation_order: Vec::new(),
        };
        for table in &written.tables {
            form.add_table(source, table)?;
        }
        form.add_expressions(source, &written)?;
        form.add_identities(source, &written)?;
        form.add_likely(source, &written)?;
        form.add_row_rules(source, &written)?;
        form.add_texts(source, &written)?;
        form.check_order(source, &written)?;
        form.add_sentences(source, &written)?;
        Ok(form)
    }

    /// The template of the form's sentences comes from its own file.
    fn add_sentences<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>) -> Result<(), FormError> {
        let Some(file) = written.sentences else { return Ok(()) };
        let Some((file, text)) = builtin_templates().iter().find(|(name, _)| *name == file) else {
            return Err(source.error(file, format!("没有文件 {file}")));
        };
        self.sentences = Some(Template::load(self, file, text)?.into());
        Ok(())
    }

    /// The terms of `text`, a sum that stands in another file: cells that leave out their row mean that of `list`.
    pub(in crate::form) fn sum_at<'a>(
        &self,
        source: SourceText<'a>,
        text: &'a str,
        list: Option<ListIndex>,
    ) -> Result<Vec<Term>, FormError> {
        let resolver = Resolver { source, tables: &self.tables, lists: &self.lists };
        match list {
            Some(list) => resolver.sum(text, list),
            None => resolver.sum_of_named_cells(text),
        }
    }

    fn add_table<'a>(&mut self, source: SourceText<'a>, written: &TableSource<'a>) -> Result<(), FormError> {
        let number = TableNumber(written.number);
        if self.table(number).is_some() {
            return Err(source.error(written.title.unit, format!("表 T{number} 出现了两次")));
        }
        let width = written.lists.iter().map(|list| list.columns.len()).sum();
        let head = head::read(source, written.title.unit, &written.head, width)?;
        let first_list = self.lists.len();
        let mut first_column = 0;
        let mut ids = HashSet::new();
        for list in &written.lists {
            let amounts = (0..list.columns.len()).filter(|&c| list.columns[c].number().is_some());
            let places: Vec<_> = amounts.map(|c| first_column + c).collect();
            let titles = head::titles(&head, &places);
            let list = self.list_without_expressions(source, list, titles, &mut ids)?;
            first_column += list.columns.len();
            self.lists.push(list);
        }
        self.tables.push(TableForm {
            number,
            title: by_kind(&written.title),
            outline: written.outline.to_owned(),
            head,
            head_rows: written.head.len(),
            numbered: written.numbered,
            empty: written.empty.to_owned(),
            lists: first_list..self.lists.len(),
        });
        Ok(())
    }

    fn list_without_expressions<'a>(
        &self,
        source: SourceText<'a>,
        written: &ListSource<'a>,
        titles: Vec<String>,
        ids: &mut HashSet<&'a str>,
    ) -> Result<List, FormError> {
        let mut columns = Vec::new();
        let mut amounts: Vec<AmountColumn> = Vec::new();
        for (column, title) in written.columns.iter().scan(titles.into_iter(), |titles, column| {
            Some((column, column.number().and_then(|_| titles.next()).unwrap_or_default()))
        }) {
            if let Some(number) = column.number() {
                columns.push(Column::Amount(amounts.len()));
                amounts.push(AmountColumn { number: ColumnNumber(number), title, expression: None });
            } else {
                columns.push(column.text_column());
            }
        }
        let footing = |footing: &FootingSource<'a>| {
            let rule = self.rule_named(source, footing.rule)?;
            Ok(Footing { total: footing.total.to_owned(), rule })
        };
        let rows = match &written.rows {
            RowsSource::Function(written) => RowKind::Function(footing(written)?),
            RowsSource::Economic(written) => RowKind::Economic(footing(written)?),
            RowsSource::FunctionProject(written) => RowKind::FunctionProject(footing(written)?),
            RowsSource::UnitProject(written) => RowKind::UnitProject(footing(written)?),
            RowsSource::Fixed(written) => {
                let rows = written.iter().map(|row| fixed_row(source, row, ids));
                RowKind::Fixed(rows.collect::<Result<_, _>>()?)
            }
        };
        Ok(List { table: self.tables.len(), columns, amounts, rows, column_order: Vec::new(), cell_order: Vec::new() })
    }

    /// Expressions come after all tables: they may refer to any of them.
    fn add_expressions<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>) -> Result<(), FormError> {
        for (place, list) in written.tables.iter().flat_map(|table| &table.lists).enumerate() {
            let index = ListIndex(place);
            for (column, written) in list.columns.iter().filter(|column| column.number().is_some()).enumerate() {
                if let Some(written) = written.expression() {
                    let expression = self.expression(source, written, index)?;
                    self.check_definition(source, written.is, &expression, index)?;
                    self.lists[place].amounts[column].expression = Some(expression);
                }
            }
            let RowsSource::Fixed(rows) = &list.rows else { continue };
            for (row, written) in rows.iter().enumerate() {
                let expression = match (written.is, written.rule) {
                    (None, None) => continue,
                    (Some(is), Some(rule)) => self.expression(source, ExpressionSource { is, rule }, index)?,
                    _ => return Err(source.error(written.id, "is 与 rule 要同时写")),
                };
                if let RowKind::Fixed(rows) = &mut self.lists[place].rows {
                    rows[row].expression = Some(expression);
                }
            }
        }
        Ok(())
    }

    fn expression<'a>(
        &self,
        source: SourceText<'a>,
        written: ExpressionSource<'a>,
        list: ListIndex,
    ) -> Result<Expression, FormError> {
        let resolver = Resolver { source, tables: &self.tables, lists: &self.lists };
        let terms = resolver.sum(written.is, list)?;
        Ok(Expression { rule: self.rule_named(source, written.rule)?, terms })
    }

    /// A column whose rows are derived can be computed row by row only if it looks at no other row of its own list.
    fn check_definition<'a>(
        &self,
        source: SourceText<'a>,
        text: &'a str,
        expression: &Expression,
        list: ListIndex,
    ) -> Result<(), FormError> {
        let derived = self.list(list).footing().is_some();
        let other_row = |row: RowPattern| row != RowPattern::Same;
        if derived && expression.terms.iter().any(|term| term.cell.list == list && other_row(term.cell.row)) {
            return Err(source.error(text, "列的算式只能引用本行的其他列或其他表"));
        }
        Ok(())
    }

    fn add_identities<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>) -> Result<(), FormError> {
        for identity in &written.identities {
            let resolver = Resolver { source, tables: &self.tables, lists: &self.lists };
            let mut scope = Scope::Once;
            let equation = resolver.equation(identity.check, &mut scope)?;
            let mut when = Vec::new();
            for condition in &identity.when {
                when.push(resolver.equation(condition, &mut scope)?);
            }
            let rule = self.rule_named(source, identity.rule)?;
            self.identities.push(Identity { rule, scope, equation, when });
        }
        Ok(())
    }

    fn add_likely<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>) -> Result<(), FormError> {
        for likely in &written.likely {
            let resolver = Resolver { source, tables: &self.tables, lists: &self.lists };
            let mut scope = Scope::Once;
            let equation = resolver.equation(likely.check, &mut scope)?;
            let is_one_cell = matches!(equation.left.as_slice(), [term] if !term.negative);
            if !is_one_cell || equation.relation != Relation::Equal {
                return Err(source.error(likely.check, "likely 的左边只能是一格，中间是等号"));
            }
            self.likely.push(Likely { scope, equation, why: likely.why.to_owned() });
        }
        Ok(())
    }

    fn check_order<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>) -> Result<(), FormError> {
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

    pub(super) fn rule_named<'a>(&self, source: SourceText<'a>, id: &'a str) -> Result<RuleIndex, FormError> {
        self.rules.iter().position(|rule| rule.id == id).map(RuleIndex).ok_or_else(|| {
            let hint = suggestion(id, self.rules.iter().map(|rule| rule.id.as_str()));
            source.error(id, format!("rules 里没有规则 {id}{hint}"))
        })
    }
}

/// Nothing finer than a 分 is shown: what is shown is then a whole number of the parts in which amounts are held, and so
/// is half of it.
fn unit<'a>(source: SourceText<'a>, written: &UnitSource<'a>) -> Result<AmountUnit, FormError> {
    let fen = u64::from(written.yuan) * 100;
    let parts = 10_u64.checked_pow(written.decimals);
    if fen == 0 || !parts.is_some_and(|parts| fen.is_multiple_of(parts)) {
        return Err(source.error(written.name, "金额单位至少为 1 元，小数最多到分"));
    }
    Ok(AmountUnit { name: written.name.to_owned(), yuan: Decimal::from(written.yuan), decimals: written.decimals })
}

fn rules<'a>(source: SourceText<'a>, written: &FormSource<'a>) -> Result<Vec<Rule>, FormError> {
    let mut ids = HashSet::new();
    let rules = written.rules.iter().map(|rule| {
        if !ids.insert(rule.id) {
            return Err(source.error(rule.id, format!("规则 {} 出现了两次", rule.id)));
        }
        let (id, title, why) = (rule.id.to_owned(), rule.title.to_owned(), rule.why.to_owned());
        Ok(Rule { id, title, why, doubtful: rule.doubtful })
    });
    rules.collect()
}

fn by_kind(written: &ByKindSource<'_>) -> ByKind {
    ByKind { unit: written.unit.to_owned(), department: written.department.to_owned() }
}

fn fixed_row<'a>(
    source: SourceText<'a>,
    written: &FixedRowSource<'a>,
    ids: &mut HashSet<&'a str>,
) -> Result<FixedRow, FormError> {
    if !ids.insert(written.id) {
        return Err(source.error(written.id, format!("行 [{}] 在这个表里出现了两次", written.id)));
    }
    let code = written.code.map(|code| {
        let parsed = code.parse::<Code>().map_err(|error| source.error(code, error.to_string()))?;
        if parsed.level() == CodeLevel::Class {
            Ok(parsed)
        } else {
            Err(source.error(code, "固定行的科目应为类"))
        }
    });
    Ok(FixedRow {
        id: written.id.to_owned(),
        label: written.label.to_owned(),
        indent: written.indent,
        code: code.transpose()?,
        closing: written.closing,
        expression: None,
    })
}

impl<'a> ColumnSource<'a> {
    fn number(&self) -> Option<u8> {
        match self {
            Self::Entered(column) | Self::Computed { column, .. } => Some(*column),
            _ => None,
        }
    }

    fn expression(&self) -> Option<ExpressionSource<'a>> {
        match *self {
            Self::Computed { is, rule, .. } => Some(ExpressionSource { is, rule }),
            _ => None,
        }
    }

    fn text_column(&self) -> Column {
        match self {
            Self::Class => Column::CodePart(CodeLevel::Class),
            Self::Section => Column::CodePart(CodeLevel::Section),
            Self::Item => Column::CodePart(CodeLevel::Item),
            Self::Name => Column::Name,
            Self::Project => Column::Project,
            Self::Label | Self::Entered(_) | Self::Computed { .. } => Column::Label,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::builtin_forms;

    fn broken(from: &str, to: &str) -> FormError {
        let (file, text) = builtin_forms()[0];
        assert!(text.contains(from), "the form no longer says {from}");
        Form::load(file, &text.replacen(from, to, 1)).expect_err("a broken form was accepted")
    }

    #[test]
    fn the_form_of_xinjiang_is_sound() {
        let (file, text) = builtin_forms()[0];
        let form = Form::load(file, text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(form.tables.len(), 11);
    }

    #[test]
    fn a_misspelt_table_row_column_or_rule_is_refused_with_its_place_and_what_was_meant() {
        let (_, text) = builtin_forms()[0];
        let line = text.lines().position(|line| line.contains("T5[total](2) = T6[total](1)")).unwrap() + 1;

        let error = broken("T5[total](2) = T6[total](1)", "T5[total](2) = T66[total](1)");
        assert_eq!((error.line, error.message.as_str()), (line, "没有表 T66，是否指 T6？"));
        let error = broken("T5[total](2) = T6[total](1)", "T5[totol](2) = T6[total](1)");
        assert_eq!((error.line, error.message.as_str()), (line, "表 T5 没有行 [totol]，是否指 total？"));
        let error = broken("T5[total](2) = T6[total](1)", "T5[total](2) = T6[total](4)");
        assert_eq!((error.line, error.message.as_str()), (line, "表 T6 没有列 (4)，此处有 1、2、3"));
        let error = broken("rule: \"A12\"", "rule: \"A112\"");
        assert!(error.message.starts_with("rules 里没有规则 A112，是否指 A1"), "{error}");
        assert!(error.column > 1);
    }

    #[test]
    fn a_misspelt_field_is_refused_with_its_place() {
        let error = broken("outline:", "outlin:");
        assert!(error.line > 1 && error.message.contains("outlin"), "{error}");
    }

    #[test]
    fn a_unit_that_shows_less_than_a_fen_is_refused() {
        let (file, text) = builtin_forms()[0];
        for (yuan, decimals, is_sound) in
            [(10_000, 6, true), (1, 2, true), (10_000, 7, false), (1, 40, false), (0, 0, false)]
        {
            let unit = format!("yuan: {yuan}, decimals: {decimals}");
            let loaded = Form::load(file, &text.replacen("yuan: 10000, decimals: 2", &unit, 1));
            assert_eq!(loaded.is_ok(), is_sound, "{unit}");
        }
    }

    #[test]
    fn an_expression_that_needs_itself_is_refused() {
        let error = broken("\"(2) + (9..12)\"", "\"(1) + (9..12)\"");
        assert!(error.message.contains("引用自己"), "{error}");
    }
}
