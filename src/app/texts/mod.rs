//! The parts that are text: each paragraph as it will be printed, with what a person fills in below it.
//!
//! Sentences follow from the figures and the template ([`disclosure_engine::narrative`]); what is missing in them is marked. A
//! paragraph can be rewritten: its figures go on following the tables, but for those that a person types over.

mod column;
mod field;
mod order;
mod paragraph;
mod prior;
mod rewriting;
mod suggested;
mod whole;

use std::collections::BTreeMap;

use egui::{Align, Context, FocusDirection, Key, Popup, Rect, RichText, ScrollArea, Shape, Ui};

use self::field::{FieldKey, Fields, Suggestion};
use self::order::ProjectOrder;
use self::prior::PriorPage;
use self::rewriting::{Rewriting, Rewritings};
use super::focus::pressed_with;
use super::prior::Prior;
use super::theme::{self, Palette};
use super::workspace::Workspace;
use disclosure_engine::audit::part_label;
use disclosure_engine::disclosure::{
    Amount, CellKey, CommentPlace, Part, Rewording, RowKey, SlotValue, TextKey, TextPlace,
};
use disclosure_engine::narrative::{Paragraph, narrate, narrate_offered};

/// Paragraphs are no wider than this, as on paper.
const WIDEST: f32 = 820.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextPage {
    /// 概况.
    Overview,
    /// 情况说明, all its sections.
    Narrative,
    /// 名词解释.
    Glossary,
    /// Last year's figures, which the sentences compare with.
    Prior,
    /// The performance table at this place, which [`super::performance`] draws.
    Performance(usize),
}

impl TextPage {
    /// All pages but those of performance tables, in the order of the outline.
    pub const ALL: [Self; 4] = [Self::Overview, Self::Narrative, Self::Glossary, Self::Prior];

    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "概况",
            Self::Narrative => "情况说明",
            Self::Glossary => "名词解释",
            Self::Prior => "上年预算数",
            Self::Performance(_) => "绩效目标表",
        }
    }

    pub fn holds(self, part: Part) -> bool {
        match self {
            Self::Overview => part == Part::Overview,
            Self::Narrative => matches!(part, Part::Section(_)),
            Self::Glossary => part == Part::Glossary,
            Self::Prior | Self::Performance(_) => false,
        }
    }
}

/// The pages of text, with what is being typed there.
#[derive(Default)]
pub struct Texts {
    shown: Option<TextPage>,
    /// The paragraphs of a revision.
    narrated: Option<Narrated>,
    /// Last year's figures at a revision.
    prior: Option<PriorPage>,
    /// What is offered for the blank reasons of a revision.
    suggested: Option<(u64, BTreeMap<TextKey, Vec<Suggestion>>)>,
    fields: Fields,
    rewritings: Rewritings,
    /// What was gone to: it is set off until something else is shown.
    chosen: Option<Spot>,
    /// It is to be brought into sight in the next frame.
    follows: bool,
}

/// The paragraphs of a revision: those that are printed, and those that would be if they were filled in.
struct Narrated {
    revision: u64,
    printed: Vec<Paragraph>,
    offered: Vec<Paragraph>,
}

/// What can be gone to on a page of text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Spot {
    /// A paragraph of a part that was written as a whole.
    Whole(Part, usize),
    /// A paragraph of the template.
    Sentence(TextKey),
    /// Last year's figure of a cell.
    Prior(CellKey),
}

/// What was asked on a page of text.
#[derive(Debug, Clone, PartialEq)]
pub enum TextsRequest {
    /// Fill a slot, or empty it.
    Slot(TextKey, Option<SlotValue>),
    /// Set one of last year's figures, in yuan.
    Prior(CellKey, Option<Amount>),
    /// Fill several fields at once, and say which could not be filled.
    Fill { requests: Vec<TextsRequest>, refused: Vec<String> },
    /// Fill blank figures of last year from last year's file, which is still to be chosen.
    FromLastYear,
    /// Word a paragraph otherwise.
    Rewrite(TextKey, Rewording),
    /// Speak of projects in another order.
    Order(Part, Vec<RowKey>),
    /// Give a paragraph back to the template.
    GiveBack(TextKey),
    /// Give a part that was written as a whole back to the template.
    GivePartBack(Part),
    /// Go to the cell of a figure.
    GoTo(CellKey),
    /// Comment on a paragraph.
    Comment(CommentPlace),
}

impl Texts {
    /// The page that is shown instead of a table.
    pub fn shown(&self) -> Option<TextPage> {
        self.shown
    }

    pub fn show(&mut self, page: TextPage) {
        self.shown = Some(page);
        self.chosen = None;
    }

    /// Shows `page` to somebody who turned to it by a key and goes on by keys: at its first blank.
    pub fn turn_to(&mut self, page: TextPage) {
        self.show(page);
        self.fields.want_first_blank();
    }

    /// A Tab that nothing has goes to the fields of the page, and not over the menus and panels that are drawn before it.
    pub fn catch_tab(&mut self, ctx: &Context) {
        let is_page = self.shown.is_some_and(|page| !matches!(page, TextPage::Performance(_)));
        let is_free = ctx.memory(|memory| memory.focused()).is_none() && !Popup::is_any_open(ctx);
        if is_page && is_free && ctx.input(|input| pressed_with(input, Key::Tab).is_some()) {
            ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
            self.fields.want_first();
        }
    }

    /// Shows tables again. A paragraph that is being rewritten waits until its page is shown again.
    pub fn hide(&mut self) {
        self.shown = None;
        self.chosen = None;
    }

    /// Whether something is being typed: undo belongs to its field.
    pub fn is_typing(&self) -> bool {
        self.fields.is_typing() || self.rewritings.open.is_some() && self.shown.is_some()
    }

    /// What is being typed, to be taken before something else is done; `None` where some of it cannot be taken and stays.
    pub fn finish(&mut self, workspace: &Workspace) -> Option<Vec<TextsRequest>> {
        let mut requests = self.finish_fields(workspace)?;
        requests.extend(self.rewritings.open.as_mut().and_then(Rewriting::take));
        Some(requests)
    }

    /// The same of the fields alone: a paragraph that is being rewritten waits.
    pub fn finish_fields(&mut self, workspace: &Workspace) -> Option<Vec<TextsRequest>> {
        // What was typed before another disclosure was shown belongs to none of these fields.
        self.fields.renew(workspace.revision());
        let typed: Vec<_> = self.fields.typed().map(|(key, typed)| (key.clone(), typed.to_owned())).collect();
        typed.into_iter().map(|(key, typed)| taken(workspace, &mut self.fields, &key, &typed)).collect()
    }

    /// What is being typed, as [`Texts::finish`] would take it; what cannot be taken is left out.
    pub fn unfinished(&self, workspace: &Workspace) -> Vec<TextsRequest> {
        let typed = self.fields.typed().filter_map(|(key, typed)| request_of(workspace, key, typed)?.ok());
        let rewritten = self.rewritings.open.clone().filter(Rewriting::is_changed).and_then(Rewriting::request);
        typed.chain(rewritten).collect()
    }

    /// Shows where `place` is edited. Returns whether that is on a page of text.
    pub fn go_to(&mut self, workspace: &Workspace, place: &TextPlace) -> bool {
        let key = match place {
            TextPlace::Paragraph(part, place) => {
                self.shown = TextPage::ALL.into_iter().find(|page| page.holds(*part));
                self.choose(Spot::Whole(*part, *place));
                return self.shown.is_some();
            }
            TextPlace::Slot(key) | TextPlace::Rewritten(key) => key.clone(),
            TextPlace::Performance(table, _) => {
                self.show(TextPage::Performance(*table));
                return true;
            }
            _ => return false,
        };
        let is_it = |paragraph: &&Paragraph| paragraph.key == key || paragraph.slots().any(|slot| slot.key == key);
        let Narrated { printed, offered, .. } = self.narrated(workspace);
        let found = printed.iter().chain(offered).find(is_it).map(|found| (found.part, found.key.clone()));
        let Some((part, paragraph)) = found else { return false };
        self.shown = TextPage::ALL.into_iter().find(|page| page.holds(part));
        self.choose(Spot::Sentence(paragraph));
        if let TextPlace::Slot(key) = place {
            self.fields.want(FieldKey::Slot(key.clone()));
        }
        true
    }

    /// Shows last year's figure of `cell`.
    pub fn go_to_prior(&mut self, cell: CellKey) {
        self.shown = Some(TextPage::Prior);
        self.fields.want(FieldKey::Prior(cell.clone()));
        self.choose(Spot::Prior(cell));
    }

    fn choose(&mut self, spot: Spot) {
        (self.chosen, self.follows) = (Some(spot), true);
    }

    /// Draws `content`, which is at `spot`: set off and brought into sight where it was gone to.
    fn spot_ui<R>(&mut self, ui: &mut Ui, spot: &Spot, content: impl FnOnce(&mut Self, &mut Ui) -> R) -> R {
        if self.chosen.as_ref() != Some(spot) {
            return content(self, ui);
        }
        // Behind what is drawn after it, whose size is not known before.
        let behind = ui.painter().add(Shape::Noop);
        let top = ui.cursor().top();
        let inner = content(self, ui);
        let (x, bottom) = (ui.min_rect().x_range(), ui.cursor().top() - ui.spacing().item_spacing.y);
        let rect = Rect::from_x_y_ranges(x, top - 4.0..=bottom);
        ui.painter().set(behind, Shape::rect_filled(rect, 2.0, Palette::of(ui.visuals()).selection_fill));
        if std::mem::take(&mut self.follows) {
            ui.scroll_to_rect(rect, Some(Align::Center));
        }
        inner
    }

    /// Draws the page that is shown.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace) -> Option<TextsRequest> {
        let page = self.shown?;
        self.fields.renew(workspace.revision());
        self.fields.begin(ui);
        let mut request = None;
        ScrollArea::vertical().id_salt(page).auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(WIDEST));
            ui.label(RichText::new(page.name()).text_style(theme::bold_text()).size(20.0));
            ui.add_space(6.0);
            request = match page {
                TextPage::Prior => self.prior_ui(ui, workspace),
                _ => self.paragraphs_ui(ui, workspace, page),
            };
            ui.add_space(40.0);
            request = self.fields.filled_by_column(workspace).or(request.take());
            self.fields.end(ui);
        });
        request
    }

    fn narrated(&mut self, workspace: &Workspace) -> &Narrated {
        let revision = workspace.revision();
        let known = self.narrated.take().filter(|narrated| narrated.revision == revision);
        self.narrated.insert(known.unwrap_or_else(|| {
            let evaluated = workspace.evaluated();
            Narrated { revision, printed: narrate(evaluated), offered: narrate_offered(evaluated) }
        }))
    }

    /// What is offered for the blank reasons in `paragraphs`.
    fn suggested(&mut self, workspace: &Workspace, paragraphs: &[Paragraph]) -> BTreeMap<TextKey, Vec<Suggestion>> {
        match self.suggested.take() {
            Some((revision, suggested)) if revision == workspace.revision() => suggested,
            _ => {
                let mut last = workspace.disclosure().last_reasons.clone();
                last.extend(workspace.last_year().map(Prior::reasons).cloned().unwrap_or_default());
                suggested::suggested(workspace, paragraphs, &last)
            }
        }
    }

    /// Draws the parts of `page` in the order in which they are printed: each as it was written as a whole, else its
    /// sentences. What is not printed is not shown, so that nobody fills it in for nothing.
    fn paragraphs_ui(&mut self, ui: &mut Ui, workspace: &Workspace, page: TextPage) -> Option<TextsRequest> {
        self.narrated(workspace);
        let narrated = self.narrated.take()?;
        let Narrated { revision, printed: paragraphs, offered } = &narrated;
        let suggested = self.suggested(workspace, paragraphs);
        let whole = &workspace.disclosure().texts;
        let mut parts: Vec<Part> =
            paragraphs.iter().chain(offered).map(|paragraph| paragraph.part).chain(whole.keys().copied()).collect();
        parts.retain(|part| page.holds(*part));
        parts.sort_unstable();
        parts.dedup();
        let mut request = None;
        for part in parts {
            if whole.contains_key(&part) {
                request = self.whole_part_ui(ui, workspace, part).or(request);
                continue;
            }
            if matches!(part, Part::Section(_)) {
                section_ui(ui, workspace, part);
            }
            let of_part: Vec<&Paragraph> = paragraphs.iter().filter(|paragraph| paragraph.part == part).collect();
            let order = ProjectOrder::of(&of_part);
            for &paragraph in &of_part {
                let spot = Spot::Sentence(paragraph.key.clone());
                let asked = self.spot_ui(ui, &spot, |texts, ui| {
                    let (fields, rewritings) = (&mut texts.fields, &mut texts.rewritings);
                    paragraph::ui(ui, workspace, (paragraph, &order), fields, rewritings, &suggested)
                });
                request = asked.or(request);
            }
            for paragraph in offered.iter().filter(|paragraph| paragraph.part == part) {
                let spot = Spot::Sentence(paragraph.key.clone());
                let asked = self
                    .spot_ui(ui, &spot, |texts, ui| paragraph::offered_ui(ui, workspace, paragraph, &mut texts.fields));
                request = asked.or(request);
            }
        }
        self.suggested = Some((*revision, suggested));
        self.narrated = Some(narrated);
        request
    }
}

/// The title of a section.
fn section_ui(ui: &mut Ui, workspace: &Workspace, part: Part) {
    let title = workspace.form().texts.sections.iter().find(|section| Part::Section(section.number) == part);
    ui.add_space(14.0);
    let label = format!("{}　{}", part_label(part), title.map_or("", |section| &section.title));
    ui.label(RichText::new(label).text_style(theme::bold_text()));
    ui.separator();
}

/// What `typed` asks for in the field `key`; `None` where it cannot be taken, which the field then says.
fn taken(workspace: &Workspace, fields: &mut Fields, key: &FieldKey, typed: &str) -> Option<TextsRequest> {
    request_of(workspace, key, typed)?.map_err(|why| fields.refuse(key.clone(), why)).ok()
}

/// What `typed` asks for in the field `key`, or why it cannot be taken.
fn request_of(workspace: &Workspace, key: &FieldKey, typed: &str) -> Option<Result<TextsRequest, String>> {
    Some(match key {
        FieldKey::Slot(slot) => {
            let template = workspace.form().sentences.as_deref();
            let kind = template.and_then(|template| template.slot(&slot.id)).map(|form| form.kind)?;
            let may_decrease = template.is_some_and(|template| template.may_decrease(&slot.id));
            let value = field::slot_value(workspace, kind, may_decrease, typed);
            value.map(|value| TextsRequest::Slot(slot.clone(), value))
        }
        FieldKey::Prior(cell) => {
            field::amount(workspace, typed).map(|amount| TextsRequest::Prior(cell.clone(), amount))
        }
    })
}

/// What people typed, by what it is for.
type Typed<K> = BTreeMap<K, String>;
