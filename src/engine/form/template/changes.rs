//! How the sentences of a form are written as the changes of another's, and carrying the changes out.

use serde::Deserialize;

use super::super::changes::put;
use super::super::error::{Found, SourceText, suggestion};
use super::source::{
    CausesSource, FallingSource, LimitSource, NeedsSource, ParagraphSource, PartSource, PerformanceSource, PriorSource,
    ProductSource, RepeatSource, RestatedSource, SlotSource, TemplateSource, TotalSource, WordsSource,
};
use crate::disclosure::Part;

#[derive(Debug, Deserialize)]
#[serde(rename = "Template", deny_unknown_fields)]
pub(super) struct TemplateChangesSource<'a> {
    #[serde(borrow, default)]
    pub words: Option<WordsSource<'a>>,
    #[serde(borrow, default)]
    pub slots: Vec<SlotSource<'a>>,
    #[serde(borrow, default)]
    pub totals: Vec<TotalSource<'a>>,
    #[serde(borrow, default)]
    pub limits: Option<Vec<LimitSource<'a>>>,
    /// Added to those that there are.
    #[serde(borrow, default)]
    pub more_limits: Vec<LimitSource<'a>>,
    #[serde(borrow, default)]
    pub needs: Option<Vec<NeedsSource<'a>>>,
    #[serde(borrow, default)]
    pub falling: Option<Vec<FallingSource<'a>>>,
    #[serde(borrow, default)]
    pub products: Option<Vec<ProductSource<'a>>>,
    #[serde(borrow, default)]
    pub prior: Option<Vec<PriorSource<'a>>>,
    #[serde(borrow, default)]
    pub restated: Option<RestatedSource<'a>>,
    #[serde(borrow, default)]
    pub performance: Option<PerformanceSource<'a>>,
    #[serde(borrow, default)]
    pub replaced: Option<Vec<(&'a str, &'a str)>>,
    #[serde(borrow, default)]
    pub causes: Option<CausesSource<'a>>,
    #[serde(borrow, default)]
    pub phrases: Vec<(&'a str, &'a str)>,
    #[serde(borrow, default)]
    pub repeats: Vec<RepeatSource<'a>>,
    /// Whole parts anew.
    #[serde(borrow, default)]
    pub parts: Vec<PartSource<'a>>,
    /// Paragraphs that stay where they are.
    #[serde(borrow, default)]
    pub paragraphs: Vec<ParagraphSource<'a>>,
    #[serde(borrow, default)]
    pub removed: RemovedSentences<'a>,
}

/// What the form no longer says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemovedSentences<'a> {
    #[serde(borrow, default)]
    pub paragraphs: Vec<&'a str>,
    #[serde(borrow, default)]
    pub slots: Vec<&'a str>,
    #[serde(borrow, default)]
    pub totals: Vec<&'a str>,
    /// Of sections that are gone.
    #[serde(default)]
    pub sections: Vec<u8>,
}

impl<'a> TemplateChangesSource<'a> {
    /// Carries the changes out in `template`.
    pub(super) fn change(self, source: SourceText<'a>, template: &mut TemplateSource<'a>, found: &mut Found) {
        for slot in self.slots {
            let name = slot.name;
            put(&mut template.slots, slot, |own| own.name == name);
        }
        for total in self.totals {
            let id = total.id;
            put(&mut template.totals, total, |own| own.id == id);
        }
        for phrase in self.phrases {
            put(&mut template.phrases, phrase, |own| own.0 == phrase.0);
        }
        for repeat in self.repeats {
            let id = repeat.id;
            put(&mut template.repeats, repeat, |own| own.id == id);
        }
        for part in self.parts {
            let name = Part::from(part.part);
            put(&mut template.parts, part, |own| Part::from(own.part) == name);
        }
        template.words = self.words.unwrap_or_else(|| template.words.clone());
        template.limits = self.limits.unwrap_or(std::mem::take(&mut template.limits));
        template.limits.extend(self.more_limits);
        template.needs = self.needs.unwrap_or(std::mem::take(&mut template.needs));
        template.falling = self.falling.unwrap_or(std::mem::take(&mut template.falling));
        template.products = self.products.unwrap_or(std::mem::take(&mut template.products));
        template.prior = self.prior.unwrap_or(std::mem::take(&mut template.prior));
        template.replaced = self.replaced.unwrap_or(std::mem::take(&mut template.replaced));
        template.causes = self.causes.unwrap_or(std::mem::take(&mut template.causes));
        template.restated = self.restated.or(template.restated.take());
        template.performance = self.performance.or(template.performance.take());
        let RemovedSentences { paragraphs, slots, totals, sections } = self.removed;
        template.parts.retain(|part| match Part::from(part.part) {
            Part::Section(number) => !sections.contains(&number),
            Part::Overview | Part::Glossary => true,
        });
        change_paragraphs(source, template, self.paragraphs, &paragraphs, found);
        template.slots.retain(|slot| !slots.contains(&slot.name));
        template.totals.retain(|total| !totals.contains(&total.id));
    }
}

fn change_paragraphs<'a>(
    source: SourceText<'a>,
    template: &mut TemplateSource<'a>,
    changed: Vec<ParagraphSource<'a>>,
    removed: &[&'a str],
    found: &mut Found,
) {
    let known: Vec<&str> = template
        .parts
        .iter()
        .flat_map(|part| &part.groups)
        .flat_map(|group| &group.paragraphs)
        .map(|paragraph| paragraph.id)
        .collect();
    let named = removed.iter().copied().chain(changed.iter().map(|paragraph| paragraph.id));
    for id in named.filter(|id| !known.contains(id)) {
        let hint = suggestion(id, known.iter().copied());
        found.add(source.error(id, format!("原来的句子里没有段落 {id}{hint}；新的段落写在 parts 里")));
    }
    for group in template.parts.iter_mut().flat_map(|part| &mut part.groups) {
        // What the group repeats is written where its first paragraph was.
        group.near = group.near.or(group.paragraphs.first().map(|paragraph| paragraph.id));
        group.paragraphs.retain(|paragraph| !removed.contains(&paragraph.id));
    }
    for paragraph in changed {
        let groups = template.parts.iter_mut().flat_map(|part| &mut part.groups);
        let mut paragraphs = groups.flat_map(|group| &mut group.paragraphs);
        if let Some(own) = paragraphs.find(|own| own.id == paragraph.id) {
            *own = paragraph;
        }
    }
    template.parts.iter_mut().for_each(|part| part.groups.retain(|group| !group.paragraphs.is_empty()));
}
