//! How a form is written as the changes of another one (`based_on`), and carrying the changes out. Whatever is not named stays
//! as the other form has it.

use serde::Deserialize;

use super::DocumentForm;
use super::error::{Found, SourceText, suggestion};
use super::source::{
    ByKindSource, ChartSource, ColumnSource, FixedRowSource, FollowsSource, FormSource, IdentitySource, KindSource,
    LikelySource, ListSource, RegionSource, RowRuleSource, RowsSource, RuleSource, SectionSource, TableSource,
    UnitSource,
};

#[derive(Debug, Deserialize)]
#[serde(rename = "Form", deny_unknown_fields)]
pub(super) struct ChangesSource<'a> {
    pub id: &'a str,
    #[expect(dead_code, reason = "it was looked up before the rest was read")]
    pub based_on: &'a str,
    #[serde(default)]
    pub name: Option<&'a str>,
    #[serde(default)]
    pub year: Option<u16>,
    #[serde(default)]
    pub revision: Option<u32>,
    #[serde(borrow, default)]
    pub follows: Option<FollowsSource<'a>>,
    #[serde(borrow, default)]
    pub region: Option<RegionSource<'a>>,
    #[serde(default)]
    pub kind: Option<KindSource>,
    #[serde(borrow, default)]
    pub amounts: Option<UnitSource<'a>>,
    #[serde(borrow, default)]
    pub text_amounts: Option<UnitSource<'a>>,
    #[serde(default)]
    pub total_last: Option<bool>,
    #[serde(borrow, default)]
    pub preparer: Option<ByKindSource<'a>>,
    #[serde(default)]
    pub unit_note: Option<&'a str>,
    /// Those with an id that the other form has are changed, others are new.
    #[serde(borrow, default)]
    pub tables: Vec<TableChangeSource<'a>>,
    #[serde(borrow, default)]
    pub rules: Vec<RuleSource<'a>>,
    /// They take the place of all of the same rules.
    #[serde(borrow, default)]
    pub identities: Vec<IdentitySource<'a>>,
    #[serde(borrow, default)]
    pub likely: Option<Vec<LikelySource<'a>>>,
    #[serde(borrow, default)]
    pub row_rules: Vec<RowRuleSource<'a>>,
    #[serde(borrow, default)]
    pub charts: Option<Vec<ChartSource<'a>>>,
    #[serde(borrow, default)]
    pub texts: Option<TextsChangeSource<'a>>,
    #[serde(default)]
    pub document: Option<DocumentForm>,
    #[serde(borrow, default)]
    pub removed: RemovedSource<'a>,
}

/// What the form no longer has.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemovedSource<'a> {
    #[serde(borrow, default)]
    pub tables: Vec<&'a str>,
    #[serde(borrow, default)]
    pub rules: Vec<&'a str>,
    #[serde(default)]
    pub sections: Vec<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableChangeSource<'a> {
    pub id: &'a str,
    #[serde(default)]
    pub number: Option<u8>,
    #[serde(borrow, default)]
    pub title: Option<ByKindSource<'a>>,
    #[serde(borrow, default)]
    pub also: Option<Vec<&'a str>>,
    #[serde(borrow, default)]
    pub amounts: Option<UnitSource<'a>>,
    #[serde(default)]
    pub unit_note: Option<&'a str>,
    #[serde(default)]
    pub outline: Option<&'a str>,
    #[serde(borrow, default)]
    pub head: Option<Vec<Vec<&'a str>>>,
    #[serde(default)]
    pub numbered: Option<bool>,
    #[serde(default)]
    pub empty: Option<&'a str>,
    #[serde(borrow, default)]
    pub lists: Vec<ListChangeSource<'a>>,
}

/// A list of a table, in the order of the table's lists.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListChangeSource<'a> {
    /// All columns anew.
    #[serde(borrow, default)]
    pub columns: Option<Vec<ColumnSource<'a>>>,
    /// All rows anew.
    #[serde(borrow, default)]
    pub rows: Option<RowsSource<'a>>,
    #[serde(borrow, default)]
    pub changed_rows: Vec<RowChangeSource<'a>>,
    #[serde(borrow, default)]
    pub removed_rows: Vec<&'a str>,
}

/// A fixed row: one with an id that the list has is changed, another is new.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowChangeSource<'a> {
    pub id: &'a str,
    /// Behind which row a new one stands; without it before all others.
    #[serde(default)]
    pub after: Option<&'a str>,
    #[serde(default)]
    pub label: Option<&'a str>,
    #[serde(default)]
    pub indent: Option<u8>,
    #[serde(default)]
    pub code: Option<&'a str>,
    #[serde(default)]
    pub closing: Option<bool>,
    #[serde(default)]
    pub only_filled: Option<bool>,
    #[serde(borrow, default)]
    pub also: Option<Vec<&'a str>>,
    #[serde(default)]
    pub is: Option<&'a str>,
    #[serde(default)]
    pub rule: Option<&'a str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextsChangeSource<'a> {
    /// By number: one that the other form has is replaced, another is new.
    #[serde(borrow, default)]
    pub sections: Vec<SectionSource<'a>>,
    #[serde(borrow, default)]
    pub terms: Option<Vec<&'a str>>,
    #[serde(default)]
    pub performance_of: Option<Vec<u8>>,
    /// By rule: those of a rule that the other form has words for are replaced.
    #[serde(borrow, default)]
    pub words: Vec<(&'a str, Vec<&'a str>)>,
}

/// Puts `item` in the place of the one for which `is_same` holds, or behind all.
pub(super) fn put<T>(items: &mut Vec<T>, item: T, is_same: impl Fn(&T) -> bool) {
    match items.iter_mut().find(|own| is_same(own)) {
        Some(own) => *own = item,
        None => items.push(item),
    }
}

impl<'a> ChangesSource<'a> {
    /// Carries the changes out in `form`.
    pub fn change(self, source: SourceText<'a>, form: &mut FormSource<'a>, found: &mut Found) {
        form.id = self.id;
        form.follows = self.follows;
        form.revision = self.revision.unwrap_or(1);
        form.name = self.name.unwrap_or(form.name);
        form.year = self.year.unwrap_or(form.year);
        form.region = self.region.or(form.region.take());
        form.kind = self.kind.or(form.kind);
        form.text_amounts = self.text_amounts.or(form.text_amounts.take());
        form.total_last = self.total_last.unwrap_or(form.total_last);
        form.unit_note = self.unit_note.unwrap_or(form.unit_note);
        form.likely = self.likely.unwrap_or(std::mem::take(&mut form.likely));
        form.charts = self.charts.unwrap_or(std::mem::take(&mut form.charts));
        form.document = self.document.or(form.document.take());
        if let Some(amounts) = self.amounts {
            form.amounts = amounts;
        }
        if let Some(preparer) = self.preparer {
            form.preparer = preparer;
        }
        change_tables(source, form, self.tables, &self.removed.tables, found);
        for rule in &self.removed.rules {
            if !form.rules.iter().any(|own| own.id == *rule) {
                let hint = suggestion(rule, form.rules.iter().map(|own| own.id));
                found.add(source.error(rule, format!("原来的表式没有规则 {rule}{hint}")));
            }
            form.rules.retain(|own| own.id != *rule);
            form.identities.retain(|own| own.rule != *rule);
            form.row_rules.retain(|own| own.rule() != *rule);
        }
        for rule in self.rules {
            let id = rule.id;
            put(&mut form.rules, rule, |own| own.id == id);
        }
        let rules: Vec<&str> = self.identities.iter().map(|identity| identity.rule).collect();
        form.identities.retain(|own| !rules.contains(&own.rule));
        form.identities.extend(self.identities);
        let rules: Vec<&str> = self.row_rules.iter().map(RowRuleSource::rule).collect();
        form.row_rules.retain(|own| !rules.contains(&own.rule()));
        form.row_rules.extend(self.row_rules);
        change_texts(self.id, form, self.texts, &self.removed.sections);
    }
}

fn change_texts<'a>(id: &'a str, form: &mut FormSource<'a>, changes: Option<TextsChangeSource<'a>>, removed: &[u8]) {
    let Some(texts) = &mut form.texts else { return };
    texts.sections.retain(|section| !removed.contains(&section.number));
    let Some(changes) = changes else { return };
    for section in changes.sections {
        let number = section.number;
        put(&mut texts.sections, section, |own| own.number == number);
    }
    texts.sections.sort_by_key(|section| section.number);
    texts.terms = changes.terms.unwrap_or(std::mem::take(&mut texts.terms));
    for (rule, words) in changes.words {
        put(&mut texts.words, (rule, words), |own| own.0 == rule);
    }
    if let Some(tables) = changes.performance_of {
        (texts.performance_of, texts.performance_near) = (tables, Some(id));
    }
}

fn change_tables<'a>(
    source: SourceText<'a>,
    form: &mut FormSource<'a>,
    changes: Vec<TableChangeSource<'a>>,
    removed: &[&'a str],
    found: &mut Found,
) {
    let in_order = form.tables.iter().zip(1..).all(|(table, number)| usize::from(table.number) == number);
    for id in removed {
        if !form.tables.iter().any(|table| table.named() == *id) {
            let hint = suggestion(id, form.tables.iter().map(TableSource::named));
            found.add(source.error(id, format!("原来的表式没有表 {id}{hint}")));
        }
    }
    form.tables.retain(|table| !removed.contains(&table.named()));
    for change in changes {
        let (id, number) = (change.id, change.number);
        let place = form.tables.iter().position(|table| table.named() == id);
        let table = match place {
            Some(place) => {
                let mut table = form.tables.remove(place);
                table.change(source, change, found);
                table
            }
            None => match change.made(source, found) {
                Some(table) => table,
                None => continue,
            },
        };
        // A table that says its number stands there, and the others move on.
        let behind = match (number, place) {
            (Some(number), _) if in_order => usize::from(number).saturating_sub(1),
            (_, Some(place)) => place,
            (Some(number), None) => form.tables.iter().take_while(|own| own.number < number).count(),
            (None, None) => form.tables.len(),
        };
        form.tables.insert(behind.min(form.tables.len()), table);
    }
    if in_order {
        for (table, number) in form.tables.iter_mut().zip(1..) {
            table.number = number;
        }
    }
}

impl<'a> TableSource<'a> {
    /// Its id, or what stands for it.
    fn named(&self) -> &'a str {
        self.id.unwrap_or(self.title.unit)
    }

    fn change(&mut self, source: SourceText<'a>, change: TableChangeSource<'a>, found: &mut Found) {
        self.number = change.number.unwrap_or(self.number);
        self.outline = change.outline.unwrap_or(self.outline);
        self.numbered = change.numbered.unwrap_or(self.numbered);
        self.empty = change.empty.unwrap_or(self.empty);
        self.unit_note = change.unit_note.or(self.unit_note);
        self.amounts = change.amounts.or(self.amounts.take());
        if let Some(also) = change.also {
            self.also = also;
        }
        if let Some(title) = change.title {
            self.title = title;
        }
        if let Some(head) = change.head {
            self.head = head;
        }
        if change.lists.len() > self.lists.len() {
            let message = format!("表 {} 有 {} 组行，这里写了 {} 组", change.id, self.lists.len(), change.lists.len());
            found.add(source.error(change.id, message));
        }
        for (list, change) in self.lists.iter_mut().zip(change.lists) {
            list.change(source, change, found);
        }
    }
}

impl<'a> ListSource<'a> {
    fn change(&mut self, source: SourceText<'a>, change: ListChangeSource<'a>, found: &mut Found) {
        if let Some(columns) = change.columns {
            self.columns = columns;
        }
        if let Some(rows) = change.rows {
            self.rows = rows;
        }
        let near = change.removed_rows.first().copied().or(change.changed_rows.first().map(|row| row.id));
        let RowsSource::Fixed(rows) = &mut self.rows else {
            if let Some(near) = near {
                found.add(source.error(near, "这一组的行不是固定的，没有行可以改"));
            }
            return;
        };
        for id in change.removed_rows {
            if !rows.iter().any(|row| row.id == id) {
                let hint = suggestion(id, rows.iter().map(|row| row.id));
                found.add(source.error(id, format!("原来的表式这里没有行 [{id}]{hint}")));
            }
            rows.retain(|row| row.id != id);
        }
        for change in change.changed_rows {
            change_row(source, rows, change, found);
        }
    }
}

fn change_row<'a>(
    source: SourceText<'a>,
    rows: &mut Vec<FixedRowSource<'a>>,
    change: RowChangeSource<'a>,
    found: &mut Found,
) {
    if let Some(row) = rows.iter_mut().find(|row| row.id == change.id) {
        row.label = change.label.unwrap_or(row.label);
        row.indent = change.indent.unwrap_or(row.indent);
        row.closing = change.closing.unwrap_or(row.closing);
        row.only_filled = change.only_filled.unwrap_or(row.only_filled);
        row.also = change.also.unwrap_or(std::mem::take(&mut row.also));
        row.code = change.code.or(row.code);
        row.is = change.is.or(row.is);
        row.rule = change.rule.or(row.rule);
        return;
    }
    let Some(label) = change.label else {
        let hint = suggestion(change.id, rows.iter().map(|row| row.id));
        let message = format!("原来的表式这里没有行 [{}]{hint}；新的行要写 label", change.id);
        return found.add(source.error(change.id, message));
    };
    let behind = match change.after {
        None => 0,
        Some(after) => match rows.iter().position(|row| row.id == after) {
            Some(place) => place + 1,
            None => {
                let hint = suggestion(after, rows.iter().map(|row| row.id));
                return found.add(source.error(after, format!("这里没有行 [{after}]{hint}")));
            }
        },
    };
    let RowChangeSource { id, indent, code, closing, only_filled, also, is, rule, .. } = change;
    let (indent, closing, also) = (indent.unwrap_or_default(), closing.unwrap_or_default(), also.unwrap_or_default());
    let only_filled = only_filled.unwrap_or_default();
    rows.insert(behind, FixedRowSource { id, label, also, indent, code, closing, only_filled, is, rule });
}

impl<'a> TableChangeSource<'a> {
    /// A table that the other form does not have: all of it must be there.
    fn made(self, source: SourceText<'a>, found: &mut Found) -> Option<TableSource<'a>> {
        let missing =
            |field: &str| source.error(self.id, format!("原来的表式没有表 {}；新的表要写全，还缺 {field}", self.id));
        let mut lists = Vec::new();
        for list in self.lists {
            match (list.columns, list.rows) {
                (Some(columns), Some(rows)) => lists.push(ListSource { columns, rows }),
                _ => {
                    found.add(missing("lists 里的 columns 和 rows"));
                    return None;
                }
            }
        }
        if lists.is_empty() {
            found.add(missing("lists"));
            return None;
        }
        let missing_first = [
            ("number", self.number.is_none()),
            ("title", self.title.is_none()),
            ("outline", self.outline.is_none()),
            ("head", self.head.is_none()),
            ("numbered", self.numbered.is_none()),
            ("empty", self.empty.is_none()),
        ];
        for (field, _) in missing_first.iter().filter(|(_, is_missing)| *is_missing) {
            found.add(missing(field));
        }
        Some(TableSource {
            id: Some(self.id),
            number: self.number?,
            title: self.title?,
            also: self.also.unwrap_or_default(),
            amounts: self.amounts,
            unit_note: self.unit_note,
            outline: self.outline?,
            head: self.head?,
            numbered: self.numbered?,
            empty: self.empty?,
            lists,
        })
    }
}
