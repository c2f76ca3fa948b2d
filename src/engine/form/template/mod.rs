//! The template of the sentences of a disclosure: which paragraphs each part has, how they are worded, and where each
//! figure and each word in them comes from. It is data beside the form, checked when it is loaded.

mod accounts;
mod changes;
mod limits;
mod load;
mod paragraphs;
mod replaced;
mod silent;
mod slots;
mod source;
mod sums;
mod wording;

pub use accounts::{Falling, PerformanceAccounts, PriorIdentity, PriorSum, Restated};
pub use limits::{Factor, Limit, LimitOf, LimitSide, Need};
pub use paragraphs::{
    Condition, Each, Group, Measure, MeasureKind, ParagraphTemplate, PartTemplate, Repeat, RowChoice, SlotView,
    Variant, Word, Wording, Words,
};
pub use replaced::Replaced;
pub use slots::{SlotForm, SlotKind, SlotNeed, SlotProduct, SlotTotal};

use super::ListIndex;
use crate::disclosure::Part;

/// The checked template of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    /// Words that it needs everywhere.
    pub words: Words,
    /// The parts that it words, in printed order.
    pub parts: Vec<PartTemplate>,
    /// What a slot of each name is.
    pub slots: Vec<SlotForm>,
    /// Figures that are sums of slots.
    pub totals: Vec<SlotTotal>,
    /// What must not be larger than something else.
    pub limits: Vec<Limit>,
    /// What there must be where there is something else.
    pub needs: Vec<Need>,
    /// Amounts that are not larger than last year's.
    pub falling: Vec<Falling>,
    /// Amounts that follow from what a person says of persons, prices and parts.
    pub products: Vec<SlotProduct>,
    /// What last year's figures must satisfy.
    pub prior: Vec<PriorIdentity>,
    /// Where a person says what was published last year of figures that were restated.
    pub restated: Option<Restated>,
    /// From which tables the money of performance tables comes.
    pub performance: Option<PerformanceAccounts>,
    /// Words that come from replacing one word by another everywhere, with what they should be.
    pub replaced: Replaced,
    /// What only explains more, and what only less.
    pub causes: Causes,
}

/// Words of reasons that explain a change in one direction only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Causes {
    /// A word and one that follows it in the same clause, which explain an increase: 新增, 项目.
    pub more: Vec<(String, String)>,
    /// The same of a decrease: 压减, 支出.
    pub fewer: Vec<(String, String)>,
    /// Words with which a reason may explain the opposite all the same: it speaks of last year, or of money elsewhere.
    pub spared: Vec<String>,
}

impl Template {
    /// Ids of the rules that it states.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        let of_products = self.products.iter().map(|product| match product {
            SlotProduct::Persons { rule, .. } | SlotProduct::Parts { rule, .. } => rule,
        });
        let of_limits = self.limits.iter().map(|limit| &limit.rule);
        let of_prior = self.prior.iter().map(|prior| &prior.rule);
        let of_totals = self.totals.iter().map(|total| &total.rule);
        let of_needs = self.needs.iter().map(|need| &need.rule);
        let of_falling = self.falling.iter().map(|falling| &falling.rule);
        let of_limits = of_limits.chain(of_needs).chain(of_falling);
        of_totals.chain(of_limits).chain(of_products).chain(of_prior).map(String::as_str)
    }

    pub fn paragraph(&self, id: &str) -> Option<&ParagraphTemplate> {
        let groups = self.parts.iter().flat_map(|part| &part.groups);
        groups.flat_map(|group| &group.paragraphs).find(|paragraph| paragraph.id == id)
    }

    /// The part in which the paragraph or slot `id` stands.
    pub fn part_of(&self, id: &str) -> Option<Part> {
        self.standing(id).map(|(part, ..)| part)
    }

    /// Whether a sentence has a slot of this name.
    pub(in crate::form) fn uses(&self, name: &str) -> bool {
        let groups = self.parts.iter().flat_map(|part| &part.groups);
        let mut variants = groups.flat_map(|group| &group.paragraphs).flat_map(|paragraph| &paragraph.variants);
        variants.any(|variant| has_slot(&variant.wording, &|of, _| of.rsplit('.').next() == Some(name)))
    }

    /// The paragraphs that print how far an amount moved also when it did not, and the figure: behind the word for the
    /// direction, outside of pieces that are printed only for a change.
    pub(in crate::form) fn change_of_nothing(&self) -> Vec<(&str, &str)> {
        let groups = self.parts.iter().flat_map(|part| &part.groups);
        let paragraphs = groups.flat_map(|group| &group.paragraphs);
        paragraphs
            .filter_map(|paragraph| {
                let told = paragraph.variants.iter().find_map(|variant| always_told(&variant.wording));
                Some((paragraph.id.as_str(), told?))
            })
            .collect()
    }

    /// The repetitions for a change that have a word for a direction where there is none.
    pub(in crate::form) fn words_of_nothing(&self) -> Vec<&str> {
        let groups = self.parts.iter().flat_map(|part| &part.groups);
        let mut found = Vec::new();
        for variant in groups.flat_map(|group| &group.paragraphs).flat_map(|paragraph| &paragraph.variants) {
            put_words_of_nothing(&variant.wording, &mut found);
        }
        found
    }

    /// Whether a heading has this word.
    pub(in crate::form) fn has_heading_with(&self, word: &str) -> bool {
        let groups = self.parts.iter().flat_map(|part| &part.groups);
        let headings = groups.flat_map(|group| &group.paragraphs).filter(|paragraph| paragraph.heading.is_some());
        let mut pieces = headings.flat_map(|paragraph| &paragraph.variants).flat_map(|variant| &variant.wording);
        pieces.any(|piece| matches!(piece, Wording::Fixed(text) if text.contains(word)))
    }

    /// Whether a sentence has the slot `id`: its paragraph, and its name there.
    pub fn asks_for(&self, id: &str) -> bool {
        let groups = self.parts.iter().flat_map(|part| &part.groups);
        let mut variants = groups.flat_map(|group| &group.paragraphs).flat_map(|paragraph| &paragraph.variants);
        variants.any(|variant| has_slot(&variant.wording, &|of, _| of == id))
    }

    /// Whether the slot `id` is a change that may be one downwards: a sentence has a word for its direction.
    pub fn may_decrease(&self, id: &str) -> bool {
        let groups = self.parts.iter().flat_map(|part| &part.groups);
        let mut variants = groups.flat_map(|group| &group.paragraphs).flat_map(|paragraph| &paragraph.variants);
        variants.any(|variant| has_slot(&variant.wording, &|of, view| of == id && view == SlotView::Moves))
    }

    /// The lists of whose rows the paragraph or slot `id` speaks, where it is repeated for rows or for performance tables.
    pub fn lists_of(&self, id: &str) -> Vec<ListIndex> {
        let Some((_, group, paragraph)) = self.standing(id) else { return Vec::new() };
        let mut repeated: Vec<&Each> = group.each.iter().collect();
        paragraph.variants.iter().for_each(|variant| put_repeated(&variant.wording, &mut repeated));
        let lists = |each: &Each| match each {
            Each::Rows { list, .. } => vec![*list],
            Each::Merged => self.performance.iter().flat_map(|form| form.of_projects()).map(|(list, _)| list).collect(),
            Each::Words(_) | Each::Changed(_) => Vec::new(),
        };
        repeated.into_iter().flat_map(lists).collect()
    }

    /// Where the paragraph or slot `id` stands, and the paragraph.
    fn standing(&self, id: &str) -> Option<(Part, &Group, &ParagraphTemplate)> {
        let is_it = |paragraph: &&ParagraphTemplate| {
            id.strip_prefix(paragraph.id.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let mut groups = self.parts.iter().flat_map(|part| part.groups.iter().map(|group| (part.part, group)));
        groups.find_map(|(part, group)| Some((part, group, group.paragraphs.iter().find(is_it)?)))
    }

    pub fn slot(&self, id: &str) -> Option<&SlotForm> {
        named(&self.slots, id)
    }
}

/// Whether `wording` has a slot, by id and view, that is wanted.
fn has_slot(wording: &[Wording], is_wanted: &dyn Fn(&str, SlotView) -> bool) -> bool {
    wording.iter().any(|piece| match piece {
        Wording::Slot { id, view, .. } => is_wanted(id, *view),
        Wording::Repeat(repeat) => has_slot(&repeat.wording, is_wanted),
        _ => false,
    })
}

/// The first figure of a change in `wording` that follows a word for its direction and is printed though nothing changed.
fn always_told(wording: &[Wording]) -> Option<&str> {
    // 增加了 and 增加 alike.
    let is_particle = |piece: &&Wording| matches!(piece, Wording::Fixed(text) if text.chars().count() <= 1);
    let mut after_direction = false;
    for piece in wording.iter().filter(|piece| !is_particle(piece)) {
        let told = match piece {
            Wording::Measure(Measure { kind: MeasureKind::Difference | MeasureKind::Growth, source, .. }) => {
                after_direction.then_some(source.as_str())
            }
            Wording::Repeat(repeat) if !matches!(repeat.each, Each::Changed(_)) => always_told(&repeat.wording),
            // What stands there is printed for no change at all.
            Wording::Repeat(repeat) => always_told(&repeat.none),
            _ => None,
        };
        if told.is_some() {
            return told;
        }
        after_direction =
            matches!(piece, Wording::Measure(Measure { kind: MeasureKind::Moves | MeasureKind::Grows, .. }));
    }
    None
}

/// Puts the ids of such repetitions in `wording` at the end of `found`.
fn put_words_of_nothing<'t>(wording: &'t [Wording], found: &mut Vec<&'t str>) {
    let is_word = |piece: &Wording| {
        matches!(piece, Wording::Measure(Measure { kind: MeasureKind::Moves | MeasureKind::Grows, .. }))
    };
    for piece in wording {
        let Wording::Repeat(repeat) = piece else { continue };
        if matches!(repeat.each, Each::Changed(_)) && repeat.none.iter().any(is_word) {
            found.extend(repeat.source.split(' ').next());
        }
        put_words_of_nothing(&repeat.wording, found);
    }
}

/// Puts what pieces of `wording` are repeated for at the end of `repeated`.
fn put_repeated<'t>(wording: &'t [Wording], repeated: &mut Vec<&'t Each>) {
    for piece in wording {
        if let Wording::Repeat(repeat) = piece {
            repeated.push(&repeat.each);
            put_repeated(&repeat.wording, repeated);
        }
    }
}

/// What the slot with this id is.
fn named<'s>(slots: &'s [SlotForm], id: &str) -> Option<&'s SlotForm> {
    let name = id.rsplit('.').next()?;
    slots.iter().find(|slot| slot.name == name)
}
