//! The parts that are text: each paragraph as it will be printed, with blanks for what a person fills in.
//!
//! Sentences follow from the figures and the template ([`disclosure_engine::narrative`]); what a person knows is typed into them
//! where it will be printed. A paragraph can be rewritten: its figures go on following the tables, but for those that a person types over.

mod blank;
mod column;
mod current;
mod field;
mod flow;
mod order;
mod page;
mod paragraph;
mod prior;
mod rewriting;
mod sentences;
mod suggested;
mod tools;
mod whole;

use std::collections::BTreeMap;

use egui::{Align, Context, Event, FocusDirection, Frame, Key, Margin, Popup, Rect, RichText, ScrollArea, Shape, Ui};

use self::current::Current;
use self::field::{FieldKey, Fields, Suggestion};
use self::prior::PriorPage;
use self::rewriting::{Rewriting, Rewritings};
use super::command::Command;
use super::focus::pressed_with;
use super::theme::{self, Palette};
use super::workspace::Workspace;
use disclosure_engine::disclosure::{
    Amount, CellKey, CommentPlace, Part, Rewording, RowKey, SlotValue, TextKey, TextPlace,
};
use disclosure_engine::edit::rewording;
use disclosure_engine::narrative::Paragraph;

pub use self::page::TextPage;

/// Paragraphs are no wider than this, as on paper.
const WIDEST: f32 = 820.0;

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
    /// Where the keyboard is.
    current: Current,
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
        self.current.leave();
    }

    /// Shows `page` to somebody who turned to it by a key and goes on by keys: at its first blank.
    pub fn turn_to(&mut self, page: TextPage) {
        self.show(page);
        self.fields.want_first_blank();
    }

    /// What keys ask that nothing else has: a Tab goes to the fields of the page, and not over the menus and panels that are
    /// drawn before it; the arrows go from paragraph to paragraph. Returns the command of a key that means one there.
    pub fn take_keys(&mut self, ctx: &Context) -> Option<Command> {
        let is_page = self.shown.is_some_and(TextPage::is_of_texts);
        if !is_page || Popup::is_any_open(ctx) {
            return None;
        }
        if ctx.memory(|memory| memory.focused()).is_none() {
            if ctx.input(|input| pressed_with(input, Key::Tab).is_some()) {
                ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
                self.fields.want_first();
            }
            self.current.take_keys(ctx);
        }
        ctx.input_mut(|input| {
            let place = input.events.iter().position(|event| command_of(event).is_some())?;
            command_of(&input.events.remove(place))
        })
    }

    /// Shows tables again. A paragraph that is being rewritten waits until its page is shown again.
    pub fn hide(&mut self) {
        self.shown = None;
        self.chosen = None;
        self.current.leave();
    }

    /// Begins to word the paragraph otherwise at which the keyboard is, or the first one. Returns why that is not possible.
    pub fn begin_rewording(&mut self, workspace: &Workspace) -> Option<&'static str> {
        match self.current.spot_or_first() {
            Some(Spot::Sentence(key)) => {
                let key = key.clone();
                self.current.go_to(Spot::Sentence(key.clone()), true);
                self.rewritings.begin(&key, rewording(workspace.evaluated(), &key));
                None
            }
            Some(Spot::Whole(..)) => Some("这一部分是整体写成的；要一段一段改，先点“改为按句式生成”"),
            Some(Spot::Prior(_)) | None => Some("这一页没有可以改写的段落"),
        }
    }

    /// The paragraph at which the keyboard is, to be commented on.
    pub fn current_comment_place(&self, workspace: &Workspace) -> Option<CommentPlace> {
        match self.current.spot()? {
            Spot::Sentence(key) => Some(CommentPlace::Sentence(key.clone())),
            Spot::Whole(part, place) => {
                let text = workspace.disclosure().texts.get(part)?.get(*place)?;
                Some(CommentPlace::Paragraph(*part, text.clone()))
            }
            Spot::Prior(_) => None,
        }
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
        self.current.go_to(spot.clone(), false);
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
        self.current.begin();
        let mut request = None;
        ScrollArea::vertical().id_salt(page).auto_shrink(false).show(ui, |ui| {
            // At the left the bar stands that marks a paragraph.
            let margin = Frame::new().inner_margin(Margin { left: 14, ..Margin::ZERO });
            margin.show(ui, |ui| {
                ui.set_max_width(ui.available_width().min(WIDEST));
                ui.label(RichText::new(page.name()).text_style(theme::bold_text()).size(20.0));
                request = match page {
                    TextPage::Prior => self.prior_ui(ui, workspace),
                    _ => self.paragraphs_ui(ui, workspace, page),
                };
                ui.add_space(40.0);
            });
            request = self.fields.filled_by_column(workspace).or(request.take());
            self.fields.end(ui);
        });
        request
    }
}

/// The command that the key means on a page of text.
fn command_of(event: &Event) -> Option<Command> {
    match event {
        Event::Key { key, pressed: true, modifiers, .. } => Command::of_paragraphs(*key, *modifiers),
        _ => None,
    }
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
