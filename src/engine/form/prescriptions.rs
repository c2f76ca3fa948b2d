//! Loading what a form prescribes for rows and texts.

use std::collections::BTreeSet;

use super::error::{FormError, Found, SourceText};
use super::source::{FormSource, FundSource, RowRuleSource, SectionSource, TextsSource};
use super::texts::{RULES_OF_WORDS, RuleWords};
use super::{Form, ListIndex, PartContents, PartForm, RowCheck, RowRule, SectionForm, TextsForm, Unplanned};
use crate::disclosure::{Classification, Code, CodeLevel, Fund};
use crate::spelling;

impl Form {
    pub(super) fn add_row_rules<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
        for written in &written.row_rules {
            let Some((rule, check)) = found.keep(self.row_rule(source, written)) else { continue };
            if let Some(rule) = found.keep(self.rule_named(source, rule)) {
                self.row_rules.push(RowRule { rule, check });
            }
        }
    }

    fn row_rule<'a>(
        &self,
        source: SourceText<'a>,
        written: &RowRuleSource<'a>,
    ) -> Result<(&'a str, RowCheck), FormError> {
        let coded = |rule: &'a str, number: u8| self.list_with_codes(source, rule, number);
        let entered = |rule: &'a str, number: u8| self.list_with_rows(source, rule, number);
        Ok(match *written {
            RowRuleSource::Same { rule, tables: (one, other) } => {
                let lists = (entered(rule, one)?, entered(rule, other)?);
                self.check_two(source, rule, ("Same", one, other), lists)?;
                (rule, RowCheck::Same(lists.0, lists.1))
            }
            RowRuleSource::Within { rule, table, of } => {
                let lists = (entered(rule, table)?, coded(rule, of)?);
                self.check_two(source, rule, ("Within", table, of), lists)?;
                (rule, RowCheck::Within(lists.0, lists.1))
            }
            RowRuleSource::Needs { rule, table, ref columns, row_in } => {
                let (list, row_in_list) = (entered(rule, table)?, coded(rule, row_in)?);
                self.check_two(source, rule, ("Needs", table, row_in), (list, row_in_list))?;
                let columns = self.columns_of(source, rule, list, columns)?;
                (rule, RowCheck::Needs { list, columns, row_in: row_in_list })
            }
            RowRuleSource::Fund { rule, table, ref columns, fund } => {
                let list = entered(rule, table)?;
                if self.list(list).classification() != Some(Classification::Function) && !source.is_carried {
                    let message = format!("Fund：表 T{table} 的行不是支出功能分类的科目，看不出是哪本预算的");
                    return Err(source.missing(rule, Some(self.table_of(list).number), message));
                }
                let columns = self.columns_of(source, rule, list, columns)?;
                let fund = match fund {
                    FundSource::General => Fund::General,
                    FundSource::GovernmentFund => Fund::GovernmentFund,
                    FundSource::StateCapital => Fund::StateCapital,
                };
                (rule, RowCheck::Fund { list, columns, fund })
            }
            RowRuleSource::Depth { rule, ref tables } => {
                let lists: Vec<ListIndex> = tables.iter().map(|&table| coded(rule, table)).collect::<Result<_, _>>()?;
                if let Some(place) = lists.iter().position(|list| self.list(*list).deepest_code().is_none()) {
                    let message = format!("Depth：表 T{} 的行是印好的，没有末级科目可列", tables[place]);
                    return Err(source.error(rule, message));
                }
                if lists.is_empty() && !source.is_carried {
                    return Err(source.error(rule, "Depth 的 tables 里没有表，什么也查不到"));
                }
                (rule, RowCheck::Depth(lists))
            }
            RowRuleSource::Classes { rule, table, ref classes } => {
                let code = |text: &&'a str| text.parse::<Code>().map_err(|error| source.error(text, error.to_string()));
                let codes: Vec<Code> = classes.iter().map(code).collect::<Result<_, _>>()?;
                let deeper = codes.iter().position(|code| code.level() != CodeLevel::Class);
                if let Some(place) = deeper.filter(|_| !source.is_carried) {
                    let message =
                        format!("Classes 里只能写类，例如 {}；{} 比类深", codes[place].class(), classes[place]);
                    return Err(source.error(classes[place], message));
                }
                if codes.is_empty() && !source.is_carried {
                    return Err(source.error(rule, "Classes 的 classes 里没有类，每一行都会算错"));
                }
                (rule, RowCheck::Classes(entered(rule, table)?, codes))
            }
        })
    }

    /// Refuses a rule that compares the rows of a table with its own, or codes of two classifications.
    fn check_two<'a>(
        &self,
        source: SourceText<'a>,
        near: &'a str,
        (name, one, other): (&str, u8, u8),
        lists: (ListIndex, ListIndex),
    ) -> Result<(), FormError> {
        if source.is_carried {
            return Ok(());
        }
        if one == other {
            return Err(source.error(near, format!("{name} 的两张表都是 T{one}，自己与自己比，什么也查不到")));
        }
        let classifications = [lists.0, lists.1].map(|list| self.list(list).classification());
        if let [Some(own), Some(of_other)] = classifications
            && own != of_other
        {
            let message = format!(
                "{name}：表 T{one} 的行是{}，表 T{other} 的是{}，科目没有一个相同",
                classification_name(own),
                classification_name(of_other)
            );
            return Err(source.missing(near, Some(self.table_of(lists.1).number), message));
        }
        Ok(())
    }

    /// The same of a table whose rows are entered one by one: what looks at them finds nothing among those that are printed
    /// in any case.
    fn list_with_rows<'a>(&self, source: SourceText<'a>, near: &'a str, number: u8) -> Result<ListIndex, FormError> {
        let table = self.resolver(source).table(near, number)?;
        let with_rows = table.list_indices().find(|list| self.list(*list).deepest_code().is_some());
        match with_rows {
            Some(list) => Ok(list),
            None if source.is_carried => self.list_with_codes(source, near, number),
            None => {
                let list = self.list_with_codes(source, near, number)?;
                let message = format!("表 T{number} 的行是印好的，没有一个一个填的科目，这一条什么也查不到");
                Err(source.missing(near, Some(self.table_of(list).number), message))
            }
        }
    }

    /// The list of a table whose rows have codes; `near` is where the table is named.
    fn list_with_codes<'a>(&self, source: SourceText<'a>, near: &'a str, number: u8) -> Result<ListIndex, FormError> {
        let table = self.resolver(source).table(near, number)?;
        let has_codes = |list: &ListIndex| {
            let list = self.list(*list);
            list.deepest_code().is_some() || list.fixed_rows().iter().any(|row| row.code.is_some())
        };
        let list = table.list_indices().find(has_codes);
        list.ok_or_else(|| source.error(near, format!("表 T{number} 的行没有科目编码")))
    }

    /// Places of the columns with these numbers.
    fn columns_of<'a>(
        &self,
        source: SourceText<'a>,
        near: &'a str,
        list: ListIndex,
        numbers: &[u8],
    ) -> Result<Vec<usize>, FormError> {
        if numbers.is_empty() && !source.is_carried {
            return Err(source.error(near, "columns 里没有列，这一条什么也查不到"));
        }
        let place = |&number: &u8| self.resolver(source).column(near, list, number);
        numbers.iter().map(place).collect()
    }

    pub(super) fn add_texts<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
        if let Some(texts) = &written.texts {
            self.texts = self.texts_form(source, texts, found);
        }
    }

    /// The parts of the finished document: each section stands in one of them.
    pub(super) fn add_parts<'a>(&mut self, source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
        let sections = || written.texts.iter().flat_map(|texts| &texts.sections).map(|section| section.number);
        let numbers: BTreeSet<u8> = sections().collect();
        let is_doubled = sections().count() != numbers.len();
        let Some(document) = self.document.take() else { return };
        let are_given = !document.parts.is_empty();
        let document = document.with_parts(numbers.iter().copied());
        if are_given {
            let near = |part: &PartForm| source.place_of(&part.title.unit, "parts:");
            doubled_parts(source, &document.parts, near, found);
            let mut placed: BTreeSet<u8> = BTreeSet::new();
            for part in &document.parts {
                let PartContents::Sections(sections) = &part.holds else { continue };
                for number in sections {
                    // Of sections of one number, which is told, one may have meant to have this one.
                    if !numbers.contains(number) && !is_doubled {
                        found.add(source.error(near(part), format!("document.parts：texts 里没有第 {number} 节")));
                    } else if !placed.insert(*number) {
                        found.add(source.error(near(part), format!("document.parts：第 {number} 节放了两次")));
                    }
                }
            }
            for number in numbers.iter().filter(|number| !placed.contains(number)) {
                let title = written.texts.iter().flat_map(|texts| &texts.sections).find(|own| own.number == *number);
                let near = title.map_or(source.text, |section| section.title);
                found.add(source.error(near, format!("document.parts：第 {number} 节没有放在哪个部分里")));
            }
            if !document.parts.iter().any(|part| part.holds == PartContents::Tables) {
                let message = "document.parts：没有一个部分是 Tables（各表），表就不印了";
                found.add(source.error(source.place_of("", "parts:"), message));
            }
        }
        self.document = Some(document);
    }

    fn texts_form<'a>(&self, source: SourceText<'a>, written: &TextsSource<'a>, found: &mut Found) -> TextsForm {
        let sections = written.sections.iter().filter_map(|section| found.keep(self.section(source, section)));
        let sections = sections.collect();
        let first = written.sections.first().map_or(source.text, |section| section.title);
        let near = written.performance_near.unwrap_or(first);
        let lists = written.performance_of.iter().map(|&table| self.list_with_codes(source, near, table));
        TextsForm {
            sections,
            terms: written.terms.iter().map(|&term| term.to_owned()).collect(),
            performance_of: lists.filter_map(|list| found.keep(list)).collect(),
            words: words(source, &written.words, found),
        }
    }

    fn section<'a>(&self, source: SourceText<'a>, written: &SectionSource<'a>) -> Result<SectionForm, FormError> {
        let resolver = self.resolver(source);
        let unplanned = written.unplanned.iter().map(|unplanned| {
            if unplanned.name.trim().is_empty() && !source.is_carried {
                return Err(source.error(unplanned.name, "unplanned 的 name 没有写，哪一句“未安排”都会当作说它"));
            }
            let amount = resolver.sum_of_named_cells(unplanned.amount)?;
            if !source.is_carried {
                self.check_money(source, unplanned.amount, &amount)?;
            }
            Ok(Unplanned { name: unplanned.name.to_owned(), amount })
        });
        let names_rows_of = written.names_rows_of.map(|table| {
            self.list_with_rows(source, written.title, table).map_err(|error| {
                let message = format!("names_rows_of：{}", error.message);
                if error.is_told() { FormError { message, ..error } } else { error }
            })
        });
        let table = |number: u8| self.resolver(source).table(written.title, number);
        let says_empty = written.says_empty.map(|number| table(number).map(|table| table.number));
        Ok(SectionForm {
            number: written.number,
            title: written.title.to_owned(),
            former: written.former.iter().map(|&title| title.to_owned()).collect(),
            heading: written.heading.map(str::to_owned),
            topics: written.topics.iter().map(|&topic| topic.to_owned()).collect(),
            unplanned: unplanned.collect::<Result<_, _>>()?,
            names_rows_of: names_rows_of.transpose()?,
            says_empty: says_empty.transpose()?,
        })
    }
}

fn classification_name(of: Classification) -> &'static str {
    match of {
        Classification::Function => "支出功能分类的科目",
        Classification::Economic => "部门预算支出经济分类的科目",
        Classification::GovernmentEconomic => "政府预算支出经济分类的科目",
    }
}

/// Parts of one title, and what stands in several.
fn doubled_parts<'a>(
    source: SourceText<'a>,
    parts: &[PartForm],
    near: impl Fn(&PartForm) -> &'a str,
    found: &mut Found,
) {
    for (place, part) in parts.iter().enumerate() {
        let before = &parts[..place];
        let title = &part.title;
        let is_titled = |other: &PartForm| other.title.unit == title.unit || other.title.department == title.department;
        if !title.unit.is_empty() && !title.department.is_empty() && before.iter().any(is_titled) {
            found.add(source.error(near(part), format!("document.parts：有两个部分叫“{}”", title.unit)));
        }
        if !source.is_carried {
            idle_part(source, parts, place, &near, found);
        }
        let is_whole = !matches!(part.holds, PartContents::Sections(_));
        if is_whole && before.iter().any(|other| other.holds == part.holds) {
            found.add(source.error(near(part), format!("document.parts：{:?} 放了两次", part.holds)));
        }
    }
}

/// A part without anything in it, and one of the name of another.
fn idle_part<'a>(
    source: SourceText<'a>,
    parts: &[PartForm],
    place: usize,
    near: impl Fn(&PartForm) -> &'a str,
    found: &mut Found,
) {
    let part = &parts[place];
    if part.holds == PartContents::Sections(Vec::new()) {
        found.add(source.error(near(part), "document.parts：Sections 里一节也没有，这个部分是空的"));
    }
    let names = |part: &PartForm| -> Vec<String> {
        let own = part.also.iter().chain([&part.title.unit, &part.title.department]);
        own.filter(|name| !name.is_empty()).cloned().collect()
    };
    let others = parts.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, other)| other);
    let mut others = others.flat_map(names);
    if let Some(also) = part.also.iter().find(|also| others.any(|other| other == **also)) {
        let message = format!("document.parts：also 里的“{also}”也是另一个部分的标题，导入时分不清");
        found.add(source.error(source.place_of(also, "parts:"), message));
    }
}

/// The words of each rule; one that looks for none is refused.
fn words<'a>(source: SourceText<'a>, written: &[(&'a str, Vec<&'a str>)], found: &mut Found) -> Vec<RuleWords> {
    for (rule, _) in written.iter().filter(|(rule, _)| !RULES_OF_WORDS.contains(rule)) {
        let message = format!("texts.words：规则 {rule} 不看词，可以写的是 {}", RULES_OF_WORDS.join("、"));
        found.add(source.error(rule, message));
    }
    let words = |words: &[&str]| -> Vec<String> {
        let words = words.iter().map(|word| word.chars().map(spelling::half_width).collect::<String>());
        words.filter(|word| !spelling::is_blank(word)).collect()
    };
    written.iter().map(|(rule, own)| RuleWords { rule: (*rule).to_owned(), words: words(own) }).collect()
}
