//! The template of the sentences of a disclosure: which paragraphs each part has, how they are worded, and where each
//! figure and each word in them comes from. It is data beside the form, checked when it is loaded.

mod changes;
mod limits;
mod load;
mod source;
mod wording;

pub use limits::{Factor, Limit, LimitOf, LimitSide};

use super::{ListIndex, Term};
use crate::disclosure::{Kind, Part, TableNumber};

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
    /// Amounts that follow from what a person says of persons, prices and parts.
    pub products: Vec<SlotProduct>,
    /// What last year's figures must satisfy.
    pub prior: Vec<PriorIdentity>,
    /// From which tables the money of performance tables comes.
    pub performance: Option<PerformanceAccounts>,
    /// Words that come from replacing one word by another everywhere, with what they should be.
    pub replaced: Vec<(String, String)>,
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

/// Words and marks of the sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Of a change upwards: 增加, 增长.
    pub up: (String, String),
    /// Of a change downwards: 减少, 下降.
    pub down: (String, String),
    /// Of no change: 持平; blank where one of nothing counts as upwards.
    pub unchanged: String,
    /// What a unit and a department call themselves: 单位, 部门.
    pub kinds: (String, String),
    /// Stands where a slot is not filled.
    pub missing: String,
    /// What follows the name of a code of each level: （类）, （款）, （项）.
    pub levels: [String; 3],
}

/// The paragraphs of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartTemplate {
    pub part: Part,
    /// Its paragraphs, in groups that are repeated together.
    pub groups: Vec<Group>,
}

/// Paragraphs that are printed once, or again for each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// For what they are repeated.
    pub each: Option<Each>,
    pub paragraphs: Vec<ParagraphTemplate>,
}

/// For what something is repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Each {
    Rows {
        list: ListIndex,
        rows: RowChoice,
        /// Only those with an amount in the column at this place.
        filled: Option<usize>,
    },
    /// For each performance table that holds carried-over money beside this year's.
    Merged,
    /// For words, each as long as its amount, this year's, is not nothing.
    Words(Vec<(String, Vec<Term>)>),
    /// Once, unless this year's amount is known to be shown as last year's.
    Changed(Vec<Term>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowChoice {
    /// The 类.
    Classes,
    /// The rows that a person enters by code; those that had money last year are among them.
    Items,
    Projects,
}

/// A paragraph in its variants, of which the first whose conditions hold is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParagraphTemplate {
    /// Its id, unique in the template.
    pub id: String,
    /// The level of heading that it is: 3 for （一）.
    pub heading: Option<u8>,
    /// Its variants; without one that fits it is not printed.
    pub variants: Vec<Variant>,
}

/// One wording of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// When it is used: all must hold.
    pub when: Vec<Condition>,
    /// Its pieces, in printed order.
    pub wording: Vec<Wording>,
}

/// When a variant is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// This year's amount is not nothing.
    Has(Vec<Term>),
    /// This year's or last year's is not.
    HasOrHad(Vec<Term>),
    /// Nothing stands in the table.
    Empty(TableNumber),
    /// The disclosure is of this kind.
    Kind(Kind),
    /// There are performance tables of the body as a whole.
    Whole,
    /// There are performance tables that hold carried-over money beside this year's.
    Merged,
    /// The slot is filled.
    Filled(String),
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wording {
    Fixed(String),
    /// What the disclosure or the place says.
    Word(Word),
    /// A figure from the tables.
    Measure(Measure),
    /// What a person fills in.
    Slot {
        /// Its id: that of the paragraph, a dot and its name.
        id: String,
        /// Place of its name in [`Template::slots`].
        form: usize,
        view: SlotView,
    },
    /// A sum of slots: place in [`Template::totals`].
    Total(usize),
    /// Pieces that are repeated within the sentence.
    Repeat(Repeat),
}

/// What stands in a sentence and is neither a figure from the tables nor a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// Full name of the body.
    Body,
    /// Budget year.
    Year,
    /// The year before.
    LastYear,
    /// 单位 or 部门.
    Kind,
    /// 1, 2, 3 in a repetition.
    Ordinal,
    /// 一, 二, 三 in a repetition.
    Numeral,
    /// Name of the row.
    Name,
    /// Names of the row's 类, 款 and 项, each with its level.
    Path,
    /// How many performance tables of projects there are.
    ProjectTables,
    /// How many of the body as a whole.
    WholeTables,
    /// The carried-over money of a performance table.
    Carried,
    /// This year's money of a performance table.
    Granted,
}

/// A figure, or a word that follows from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// What of the amount is said.
    pub kind: MeasureKind,
    /// The amount.
    pub of: Vec<Term>,
    /// Of what a share is.
    pub whole: Vec<Term>,
    /// As the template writes it: `share T2[total](3) / T2[total](1)`.
    pub source: String,
}

/// What is said of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasureKind {
    Amount,
    /// Its share of another, in percent.
    Share,
    /// How far it is from last year's.
    Difference,
    /// The same in percent of last year's.
    Growth,
    /// Whether it went up or down: 增加, 减少.
    Moves,
    /// The same before a percentage: 增长, 下降.
    Grows,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotView {
    /// As it is filled.
    Value,
    /// A count without its sign.
    Size,
    /// 增加 or 减少, by its sign.
    Moves,
}

/// Pieces that are repeated within a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// Its id in the template.
    pub id: String,
    pub each: Each,
    /// The pieces.
    pub wording: Vec<Wording>,
    pub separator: String,
    /// What stands there when there is nothing.
    pub none: Vec<Wording>,
}

/// What slots of one name are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotForm {
    /// The name in the template, the last part of the id.
    pub name: String,
    /// What a person is asked for: 主要原因.
    pub label: String,
    /// What is filled in.
    pub kind: SlotKind,
    /// What happens when nothing is.
    pub need: SlotNeed,
    /// What stands there when nothing is filled in; `{year}` is the year.
    pub default: Option<String>,
    /// Whether it tells what happens in one year only: another year's is no starting point.
    pub each_year: bool,
}

/// What is filled in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// Words.
    Text,
    Amount,
    /// A number.
    Count,
    /// Square metres.
    Area,
}

/// What happens when nothing is filled in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotNeed {
    /// The reason of a change is missing: doubtful.
    Reason,
    /// A purpose is missing: doubtful.
    Purpose,
    /// Something is missing that must be published.
    Required,
    /// Nothing is printed, and nothing is wrong, but it is still to be filled in before the document is published: its date.
    ToPublish,
    /// Nothing.
    Optional,
}

impl SlotNeed {
    /// Whether it is a blank as long as nothing is filled in.
    pub fn is_needed(self) -> bool {
        self != Self::Optional
    }
}

/// A figure that is the sum of slots of its paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotTotal {
    /// Its id: that of the paragraph, a dot and a name.
    pub id: String,
    /// The rule that it states.
    pub rule: String,
    /// Ids of the slots.
    pub of: Vec<String>,
    /// What is added up.
    pub kind: SlotKind,
}

/// An amount of a row that follows from what a person says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotProduct {
    /// So many persons, each at this price.
    Persons {
        /// The rule that it states.
        rule: String,
        /// Id of the slot that tells how many persons.
        persons: String,
        /// Id of the slot with the price.
        price: String,
        /// Id of the paragraph with the amount.
        amount: String,
    },
    /// Parts that add up.
    Parts {
        /// The rule that it states.
        rule: String,
        /// Id of the slot that tells the parts.
        parts: String,
        /// Id of the paragraph with the amount.
        amount: String,
    },
}

/// What last year's figures must satisfy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorIdentity {
    /// The rule that it states.
    pub rule: String,
    /// The left side.
    pub left: PriorSum,
    /// The right side.
    pub right: PriorSum,
    /// It is tried only where these differ by nothing.
    pub when: Option<(Vec<Term>, Vec<Term>)>,
}

/// One side of a [`PriorIdentity`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PriorSum {
    Cells(Vec<Term>),
    /// All rows by code of the list, in the column at this place.
    Items(ListIndex, usize),
}

/// From which tables the money of performance tables comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerformanceAccounts {
    /// Lists with the projects and items that this year's grants pay, and the place of the column with the amount. The
    /// first is the one whose projects have performance tables.
    pub granted: Vec<(ListIndex, usize)>,
    /// The list of carried-over money by project, and the place of its column; `None` where the form has no such list, as
    /// what follows is where it does not say it.
    pub carried: Option<(ListIndex, usize)>,
    /// Project expenditure of the body: what all tables together account for.
    pub spending: Option<Vec<Term>>,
    /// All money of the body.
    pub total: Option<Vec<Term>>,
    /// Grants of superiors (上级安排).
    pub superior: Option<Vec<Term>>,
    /// Grants of the own level (本级安排).
    pub local: Option<Vec<Term>>,
    /// Money that is no grant (其他资金).
    pub other: Option<Vec<Term>>,
    /// Carried-over grants.
    pub carry_over: Option<Vec<Term>>,
    /// What the weights of a table may add up to.
    pub weights: Vec<u32>,
    /// Words of one subject each: an indicator that names one belongs to a project that speaks of it.
    pub subjects: Vec<Vec<String>>,
}

impl PerformanceAccounts {
    /// The list of the projects that have performance tables and that of carried-over money, each with the place of the
    /// column with the amount.
    pub fn of_projects(&self) -> impl Iterator<Item = (ListIndex, usize)> {
        self.granted.first().into_iter().chain(&self.carried).copied()
    }
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
