//! Loading a template: reading the file and refusing whatever does not fit together.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use super::super::error::{FormError, FormErrors, Found, SourceText};
use super::super::{Form, ListIndex, RowKind, further};
use super::changes::TemplateChangesSource;
use super::source::{
    ConditionSource, EachSource, FallingSource, GroupSource, KindSource, NeedSource, ParagraphSource, PartName,
    PerformanceSource, PriorSource, PriorSumSource, RestatedSource, TemplateSource, VariantSource,
};
use super::sums::{products, totals};
use super::wording::{Reader, Standing};
use super::{
    Causes, Condition, Each, Falling, Group, ParagraphTemplate, PartTemplate, PerformanceAccounts, PriorIdentity,
    PriorSum, Replaced, Restated, RowChoice, SlotForm, SlotKind, SlotNeed, Template, Variant, Words, named,
};
use crate::disclosure::{Kind, Measure as AmountMeasure, Part};

impl Template {
    /// Reads and checks the template written in `text` against `form`; `file` is its name in messages.
    ///
    /// # Errors
    /// When the file cannot be read, or refers to what the form or the template does not have: every such place.
    pub fn load(form: &Form, file: &str, text: &str) -> Result<Self, FormErrors> {
        Self::load_based(form, SourceText::alone(file, text))
    }

    /// Whether what `source` says can be read at all.
    pub(in crate::form) fn look_at(source: SourceText<'_>, found: &mut Found) {
        if let Err(errors) = written(source, found) {
            found.take(errors);
        }
    }

    /// The same, where what `source` says may be the changes of its bases.
    pub(in crate::form) fn load_based(form: &Form, source: SourceText<'_>) -> Result<Self, FormErrors> {
        let mut found = Found::default();
        let written = written(source, &mut found)?;
        Self::checked(form, source, &written, found)
    }

    fn checked<'a>(
        form: &Form,
        source: SourceText<'a>,
        written: &TemplateSource<'a>,
        mut found: Found,
    ) -> Result<Self, FormErrors> {
        refuse_doubled(source, written, &mut found);
        if !source.is_carried {
            super::silent::look(form, source, written, &mut found);
        }
        let slots: Vec<SlotForm> = written.slots.iter().map(Into::into).collect();
        let totals = totals(source, written, &slots, &mut found);
        let (phrases, repeats) = (&written.phrases, &written.repeats);
        let pieces = Cell::new(0);
        let mistakes = RefCell::default();
        let reader = Reader {
            source,
            form,
            phrases,
            repeats,
            slots: &slots,
            totals: &totals,
            pieces: &pieces,
            mistakes: &mistakes,
        };
        let mut ids = HashSet::new();
        let parts = written.parts.iter().map(|part| {
            let groups = part.groups.iter().filter_map(|group| reader.group(group, &mut ids, &mut found));
            PartTemplate { part: part.part.into(), groups: groups.collect() }
        });
        let parts = parts.collect();
        let prior = written.prior.iter().filter_map(|prior| found.keep(reader.prior(prior))).collect();
        let performance = written.performance.as_ref().and_then(|written| found.keep(reader.performance(written)));
        let restated = written.restated.as_ref().and_then(|restated| found.keep(reader.restated(restated)));
        let limits = reader.limits(&written.limits, &mut found);
        let needs = reader.needs(&written.needs, &mut found);
        let falling = written.falling.iter().filter_map(|falling| found.keep(reader.falling(falling))).collect();
        let products = products(source, written, &slots, &ids, &mut found);
        let words = words(written);
        let replaced = Replaced::new(pairs(&written.replaced));
        let causes = Causes {
            more: pairs(&written.causes.more),
            fewer: pairs(&written.causes.fewer),
            spared: written.causes.spared.iter().map(|word| (*word).to_owned()).collect(),
        };
        found.take_found(mistakes.take());
        if found.is_empty() && !source.is_carried {
            super::silent::unused(source, written, &mut found);
        }
        found.end(Self {
            words,
            parts,
            slots,
            totals,
            limits,
            needs,
            falling,
            products,
            prior,
            restated,
            performance,
            replaced,
            causes,
        })
    }
}

/// What the file says, with the changes carried out that it makes.
fn written<'a>(source: SourceText<'a>, found: &mut Found) -> Result<TemplateSource<'a>, FormErrors> {
    // The bases stand from the nearest to the one that is whole.
    let mut texts = source.bases.iter().rev().map(|base| SourceText::alone(&base.file, base.text)).chain([source]);
    let first = texts.next().unwrap_or(source);
    let read = |text: &str| crate::ron_text::parse::<TemplateSource<'_>>(text).err();
    let unreadable = |error| further::unreadable(first, &error, further::OF_TEMPLATE, read);
    let mut written: TemplateSource<'a> = crate::ron_text::parse(first.text).map_err(unreadable)?;
    say_where(written.performance.as_mut(), first.text);
    for changed in texts {
        let mut changes: TemplateChangesSource<'a> = crate::ron_text::parse(changed.text).map_err(|error| {
            let read = |text: &str| crate::ron_text::parse::<TemplateChangesSource<'_>>(text).err();
            further::unreadable(changed, &error, further::OF_NONE, read)
        })?;
        say_where(changes.performance.as_mut(), changed.text);
        changes.change(changed, &mut written, found);
    }
    Ok(written)
}

/// Notes where in `text` the sources of performance tables are written: their numbers alone do not tell.
fn say_where<'a>(written: Option<&mut PerformanceSource<'a>>, text: &'a str) {
    let at = text.find("performance:").and_then(|at| text.get(at..));
    if let Some(written) = written {
        written.near = at;
    }
}

/// What is written twice is used once, and nobody sees which.
fn refuse_doubled<'a>(source: SourceText<'a>, written: &TemplateSource<'a>, found: &mut Found) {
    let mut look = |what: &str, names: Vec<&'a str>| {
        let mut seen = HashSet::new();
        for name in names.into_iter().filter(|name| !seen.insert(*name)) {
            found.add(source.error(name, format!("{what} {name} 出现了两次")));
        }
    };
    look("slots 里的", written.slots.iter().map(|slot| slot.name).collect());
    look("totals 里的", written.totals.iter().map(|total| total.id).collect());
    look("phrases 里的", written.phrases.iter().map(|(name, _)| *name).collect());
    look("repeats 里的", written.repeats.iter().map(|repeat| repeat.id).collect());
    let mut parts = HashSet::new();
    for part in written.parts.iter().filter(|part| !parts.insert(Part::from(part.part))) {
        let first = part.groups.iter().flat_map(|group| &group.paragraphs).next();
        let near = first.map_or(source.text, |paragraph| paragraph.id);
        found.add(source.error(near, "这一部分（part）写了两次"));
    }
}

impl From<PartName> for Part {
    fn from(name: PartName) -> Self {
        match name {
            PartName::Overview => Self::Overview,
            PartName::Section(number) => Self::Section(number),
            PartName::Glossary => Self::Glossary,
        }
    }
}

impl<'a> Reader<'a, '_> {
    /// A group that is repeated for what is wrong is not kept.
    fn group(&self, written: &GroupSource<'a>, ids: &mut HashSet<&'a str>, found: &mut Found) -> Option<Group> {
        let first = written.paragraphs.first().map_or(self.source.text, |paragraph| paragraph.id);
        let near = written.near.unwrap_or(first);
        for paragraph in written.paragraphs.iter().filter(|paragraph| !ids.insert(paragraph.id)) {
            found.add(self.source.error(paragraph.id, format!("段落 {} 出现了两次", paragraph.id)));
        }
        let each = match &written.each {
            Some(each) => Some(found.keep(self.each(near, each, Standing::default()))?),
            None => None,
        };
        let list = each.as_ref().and_then(Each::list);
        let paragraphs = written.paragraphs.iter().filter_map(|written| found.keep(self.paragraph(written, list)));
        let paragraphs = paragraphs.collect();
        Some(Group { each, paragraphs })
    }

    fn prior(&self, written: &PriorSource<'a>) -> Result<PriorIdentity, FormError> {
        let standing = Standing::default();
        let when = match written.when {
            Some((left, right)) => Some((self.sum(left, standing)?, self.sum(right, standing)?)),
            None => None,
        };
        Ok(PriorIdentity {
            rule: written.rule.to_owned(),
            left: self.prior_sum(written.rule, &written.left)?,
            right: self.prior_sum(written.rule, &written.right)?,
            when,
        })
    }

    fn restated(&self, written: &RestatedSource<'a>) -> Result<Restated, FormError> {
        let slot = |id: &'a str, wanted: SlotKind| match named(self.slots, id) {
            Some(slot) if slot.kind == wanted => Ok(id.to_owned()),
            Some(_) => Err(self.source.error(id, format!("{id} 的 kind 应为 {wanted:?}"))),
            None => Err(self.source.error(id, format!("slots 里没有 {id}"))),
        };
        Ok(Restated {
            published: slot(written.published, SlotKind::Amount)?,
            reason: slot(written.reason, SlotKind::Text)?,
            amount: self.sum(written.amount, Standing::default())?,
        })
    }

    fn falling(&self, written: &FallingSource<'a>) -> Result<Falling, FormError> {
        let amount = self.sum(written.amount, Standing::default())?;
        Ok(Falling { rule: written.rule.to_owned(), amount, message: written.message.to_owned() })
    }

    fn paragraph(
        &self,
        written: &ParagraphSource<'a>,
        list: Option<ListIndex>,
    ) -> Result<ParagraphTemplate, FormError> {
        let standing = Standing { paragraph: written.id, list, ..Standing::default() };
        // Mistakes of one hide none of the next.
        let variants: Vec<_> = written.variants.iter().map(|variant| self.variant(variant, standing)).collect();
        let mut variants = variants.into_iter().collect::<Result<Vec<_>, _>>()?;
        match (written.text, variants.is_empty()) {
            (Some(text), true) => variants.push(Variant { when: Vec::new(), wording: self.wording(text, standing)? }),
            (None, false) => {}
            _ => return Err(self.source.error(written.id, "text 与 variants 要写一个，且只写一个")),
        }
        Ok(ParagraphTemplate { id: written.id.to_owned(), heading: written.heading, variants })
    }

    fn variant(&self, written: &VariantSource<'a>, standing: Standing<'_>) -> Result<Variant, FormError> {
        let when = written.when.iter().map(|condition| self.told(self.condition(written.text, condition, standing)));
        let when: Vec<_> = when.collect();
        let wording = self.wording(written.text, standing)?;
        Ok(Variant { when: when.into_iter().collect::<Result<_, _>>()?, wording })
    }

    /// `result`, whose mistake is told now, so that what stands beside it can be looked at.
    pub(super) fn told<T>(&self, result: Result<T, FormError>) -> Result<T, FormError> {
        result.map_err(|error| {
            self.mistakes.borrow_mut().add(error);
            FormError::untold()
        })
    }

    fn condition(
        &self,
        near: &'a str,
        written: &ConditionSource<'a>,
        standing: Standing<'_>,
    ) -> Result<Condition, FormError> {
        Ok(match *written {
            ConditionSource::Has(sum) => Condition::Has(self.sum(sum, standing)?),
            ConditionSource::HasOrHad(sum) => Condition::HasOrHad(self.sum(sum, standing)?),
            ConditionSource::Empty(number) => {
                Condition::Empty(self.form.resolver(self.source).table(near, number)?.number)
            }
            ConditionSource::Unit => Condition::Kind(Kind::Unit),
            ConditionSource::Department => Condition::Kind(Kind::Department),
            ConditionSource::Whole => Condition::Whole,
            ConditionSource::Merged => Condition::Merged,
            ConditionSource::Filled(id) => match named(self.slots, id) {
                Some(_) => Condition::Filled(id.to_owned()),
                None => return Err(self.source.error(id, format!("slots 里没有 {id}"))),
            },
        })
    }

    /// What `written` repeats; `near` is where that is asked for, in a sentence that stands so.
    pub(super) fn each(
        &self,
        near: &'a str,
        written: &EachSource<'a>,
        standing: Standing<'_>,
    ) -> Result<Each, FormError> {
        let (table, rows, filled) = match written {
            EachSource::Classes { table, filled } => (*table, RowChoice::Classes, *filled),
            EachSource::Items { table, filled } => (*table, RowChoice::Items, *filled),
            EachSource::Projects { table } => (*table, RowChoice::Projects, None),
            EachSource::Merged => return Ok(Each::Merged),
            EachSource::Changed(sum) => return Ok(Each::Changed(self.changed(sum, standing)?)),
            EachSource::Words(words) => {
                let words = words.iter().map(|(word, sum)| Ok(((*word).to_owned(), self.sum(sum, standing)?)));
                return Ok(Each::Words(words.collect::<Result<_, FormError>>()?));
            }
        };
        let list = self.list(near, table, rows)?;
        let place = |number: u8| self.form.resolver(self.source).column(near, list, number);
        Ok(Each::Rows { list, rows, filled: filled.map(place).transpose()? })
    }

    /// The list of a table that has such rows.
    fn list(&self, near: &'a str, number: u8, rows: RowChoice) -> Result<ListIndex, FormError> {
        let table = self.form.resolver(self.source).table(near, number)?;
        let fits = |list: &ListIndex| match (&self.form.list(*list).rows, rows) {
            (RowKind::Fixed(fixed), RowChoice::Classes) => fixed.iter().any(|row| row.code.is_some()),
            (rows, RowChoice::Classes | RowChoice::Items) => rows.is_by_code(),
            (rows, RowChoice::Projects) => matches!(rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_)),
        };
        let list = table.list_indices().find(fits);
        list.ok_or_else(|| self.source.error(near, format!("表 T{number} 没有这样的行")))
    }

    fn performance(&self, written: &PerformanceSource<'a>) -> Result<PerformanceAccounts, FormError> {
        let sum = |text: Option<&'a str>| text.map(|text| self.sum(text, Standing::default())).transpose();
        let near = written.near.unwrap_or(self.source.text);
        let column = |(table, number): (u8, u8)| {
            let projects = self.list(near, table, RowChoice::Projects);
            let list = projects.or_else(|_| self.list(near, table, RowChoice::Items))?;
            let column = self.form.resolver(self.source).column(near, list, number)?;
            if self.form.list(list).amounts[column].measure() != AmountMeasure::Money {
                let message = format!("performance：表 T{table} 的列 ({number}) 不是金额，不能是绩效目标表的钱");
                let table = self.form.table_of(list).number;
                return Err(self.source.missing(near, Some(table), message));
            }
            Ok((list, column))
        };
        if written.weights.is_empty() {
            let message = "performance 的 weights 没有写：权重之和可以是多少，例如 weights: [100]";
            return Err(self.source.error(near, message));
        }
        Ok(PerformanceAccounts {
            granted: written.granted.iter().map(|&at| column(at)).collect::<Result<_, FormError>>()?,
            carried: written.carried.map(column).transpose()?,
            spending: sum(written.spending)?,
            total: sum(written.total)?,
            superior: sum(written.superior)?,
            local: sum(written.local)?,
            other: sum(written.other)?,
            carry_over: sum(written.carry_over)?,
            weights: written.weights.clone(),
            levels: written.levels.clone(),
            bounded: written.bounded.clone(),
            funds_from: written.funds_from,
            subjects: written.subjects.clone(),
        })
    }

    fn prior_sum(&self, near: &'a str, written: &PriorSumSource<'a>) -> Result<PriorSum, FormError> {
        match *written {
            PriorSumSource::Cells(sum) => Ok(PriorSum::Cells(self.sum(sum, Standing::default())?)),
            PriorSumSource::Items(table, column) => {
                let list = self.list(near, table, RowChoice::Items)?;
                let place = self.form.resolver(self.source).column(near, list, column)?;
                Ok(PriorSum::Items(list, place))
            }
        }
    }
}

impl Each {
    /// The list whose rows it takes.
    pub fn list(&self) -> Option<ListIndex> {
        match self {
            Self::Rows { list, .. } => Some(*list),
            Self::Merged | Self::Words(_) | Self::Changed(_) => None,
        }
    }
}

fn pairs(written: &[(&str, &str)]) -> Vec<(String, String)> {
    written.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}

fn words(written: &TemplateSource<'_>) -> Words {
    let pair = |(one, other): (&str, &str)| (one.to_owned(), other.to_owned());
    let (class, section, item) = written.words.levels;
    Words {
        up: pair(written.words.up),
        down: pair(written.words.down),
        unchanged: written.words.unchanged.to_owned(),
        kinds: pair(written.words.kinds),
        missing: written.words.missing.to_owned(),
        levels: [class, section, item].map(str::to_owned),
    }
}

impl From<&super::source::SlotSource<'_>> for SlotForm {
    fn from(written: &super::source::SlotSource<'_>) -> Self {
        let kind = match written.kind {
            KindSource::Text => SlotKind::Text,
            KindSource::Amount => SlotKind::Amount,
            KindSource::Count => SlotKind::Count,
            KindSource::Area => SlotKind::Area,
        };
        let need = match written.need {
            NeedSource::Reason => SlotNeed::Reason,
            NeedSource::Purpose => SlotNeed::Purpose,
            NeedSource::Required => SlotNeed::Required,
            NeedSource::ToPublish => SlotNeed::ToPublish,
            NeedSource::Optional => SlotNeed::Optional,
        };
        let default = written.default.map(str::to_owned);
        let (name, label) = (written.name.to_owned(), written.label.to_owned());
        Self { name, label, kind, need, default, each_year: written.each_year }
    }
}
