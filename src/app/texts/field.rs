//! The fields in which a person fills slots and figures.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{EventFilter, Id, Key, Modifiers, Rect, Response, RichText, TextEdit, Ui, vec2};
use rust_decimal::Decimal;

use super::Typed;
use super::column::Column;
use super::suggested::LAST_YEAR;
use crate::app::focus::pressed_with;
use crate::app::protection::{Protection, field_ui};
use crate::app::theme::{Palette, link_ui};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{Amount, CellKey, SlotValue, TextKey};
use disclosure_engine::edit::{InputUnit, parse_amount};
use disclosure_engine::form::template::SlotKind;
use disclosure_engine::spelling::{half_width, visible_lines};

/// So many characters of a suggestion are shown.
const SHOWN_OF_SUGGESTION: usize = 24;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FieldKey {
    Slot(TextKey),
    /// One of last year's figures.
    Prior(CellKey),
}

/// What is being typed and was not taken yet.
#[derive(Default)]
pub(super) struct Fields {
    revision: u64,
    typed: Typed<FieldKey>,
    refused: Typed<FieldKey>,
    /// The fields of the page in the order in which they are drawn.
    pub(super) drawn: Vec<Drawn>,
    /// The field that has the keyboard.
    focused: Option<FieldKey>,
    /// The suggestion that was taken into a field by a key, while nothing else is typed there.
    offered: Option<(FieldKey, usize)>,
    /// What is to be pasted.
    pub(super) column: Option<Column>,
    /// The field that gets the keyboard as soon as it is drawn.
    wanted: Option<FieldKey>,
    /// The field that was left by a key, to go on from there.
    left: Option<Leaving>,
    /// The first blank field gets the keyboard once all of the page is drawn.
    wants_first: Option<First>,
    /// The field that had the keyboard when it was last brought into sight.
    in_sight: Option<Id>,
}

/// A field of the page that is shown.
pub(super) struct Drawn {
    pub key: FieldKey,
    pub id: Id,
    pub label: String,
    pub size: Size,
    /// Whether something is missing there.
    is_blank: bool,
    /// Whether nothing at all is written there.
    is_empty: bool,
    pub can_be_filled: bool,
}

/// What is offered for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Suggestion {
    /// Where it comes from.
    pub source: &'static str,
    pub text: String,
}

/// Which field of a page gets the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    /// The first one that is blank, or none.
    Blank,
    /// The first one that is blank, or else the first.
    Any,
}

/// A field that was left by a key.
struct Leaving {
    from: FieldKey,
    back: bool,
    /// What was typed there is taken before it is known which field is blank.
    is_taken: bool,
}

impl Fields {
    /// Forgets what was typed when the disclosure is another.
    pub fn renew(&mut self, revision: u64) {
        if self.revision != revision {
            let (wanted, left) = (self.wanted.take(), self.left.take());
            let Self { wants_first, in_sight, .. } = *self;
            *self = Self { revision, wanted, left, wants_first, in_sight, ..Self::default() };
        }
    }

    /// The field `key` gets the keyboard when it is drawn.
    pub fn want(&mut self, key: FieldKey) {
        self.wanted = Some(key);
    }

    /// The first blank field of the page that is drawn next gets the keyboard, if one is blank.
    pub fn want_first_blank(&mut self) {
        self.wants_first = Some(First::Blank);
    }

    /// The same, or the first field where none is blank.
    pub fn want_first(&mut self) {
        self.wants_first = Some(First::Any);
    }

    /// Begins a page.
    pub fn begin(&mut self, ui: &Ui) {
        self.take_column(ui);
        let focused = ui.memory(|memory| memory.focused());
        if focused.is_none() {
            self.in_sight = None;
        }
        let of_key = self.drawn.iter().find(|field| Some(field.id) == focused);
        self.focused = of_key.map(|field| field.key.clone());
        self.drawn.clear();
    }

    /// After all fields of a page: the keyboard goes on from the field that was left by a key, to the next blank one,
    /// or where no other is blank to the next.
    pub fn end(&mut self, ui: &Ui) {
        if let Some(wanted) = self.wants_first.take().filter(|_| self.wanted.is_none()) {
            let fillable = || self.drawn.iter().filter(|field| field.can_be_filled);
            let any = || fillable().next().filter(|_| wanted == First::Any);
            if let Some(first) = fillable().find(|field| field.is_blank).or_else(any) {
                ui.memory_mut(|memory| memory.request_focus(first.id));
                ui.ctx().request_repaint();
            }
        }
        let Some(left) = &mut self.left else { return };
        if !std::mem::replace(&mut left.is_taken, true) {
            return ui.ctx().request_repaint();
        }
        let Some(Leaving { from, back, .. }) = self.left.take() else { return };
        let Some(place) = self.drawn.iter().position(|field| field.key == from) else { return };
        let count = self.drawn.len();
        let others = (1..count).map(|by| if back { (place + count - by) % count } else { (place + by) % count });
        let next = others.clone().find(|&other| self.drawn[other].is_blank).or_else(|| others.clone().next());
        if let Some(next) = next {
            ui.memory_mut(|memory| memory.request_focus(self.drawn[next].id));
            // It comes into sight once it has the keyboard.
            ui.ctx().request_repaint();
        }
    }

    /// Notices the keys by which a field is left: Enter and Tab, with Shift back.
    fn keys(&mut self, ui: &Ui, key: &FieldKey, response: &Response, size: Size) {
        let pressed = |wanted: Key| ui.input(|input| pressed_with(input, wanted).map(|modifiers| modifiers.shift));
        let by_enter = pressed(Key::Enter).filter(|_| size != Size::Paragraphs);
        let by_tab = pressed(Key::Tab).filter(|_| response.has_focus());
        let is_here = response.has_focus() || response.lost_focus();
        let Some(back) = by_enter.or(by_tab).filter(|_| is_here) else { return };
        ui.input_mut(|input| {
            input.consume_key(Modifiers::NONE, Key::Tab);
            input.consume_key(Modifiers::SHIFT, Key::Tab);
        });
        response.surrender_focus();
        self.left = Some(Leaving { from: key.clone(), back, is_taken: false });
    }

    /// Draws a field that holds `text`, with what is said of it below. What was typed is returned once the person is done
    /// with it.
    pub fn ui(&mut self, ui: &mut Ui, key: FieldKey, label: &str, text: &str, look: Look<'_>) -> Option<String> {
        let salt = format!("{key:?}");
        let draw = |ui: &mut Ui, typed: &mut String| look.ui(ui, &salt, typed);
        let done = self.edit(ui, &key, (label, text, text), look, draw);
        self.below_ui(ui, &key, look).or(done)
    }

    /// Draws the box of a field by `draw`. It holds `text`, and shows `shown` while nothing is typed there. What was typed is
    /// returned once the person is done with it.
    pub fn edit(
        &mut self,
        ui: &mut Ui,
        key: &FieldKey,
        (label, text, shown): (&str, &str, &str),
        look: Look<'_>,
        draw: impl FnOnce(&mut Ui, &mut String) -> Response,
    ) -> Option<String> {
        let mut typed = self.typed.get(key).cloned().unwrap_or_else(|| shown.to_owned());
        let by_key = self.offered_by_key(ui, key, look, &mut typed);
        let response = draw(ui, &mut typed);
        if response.has_focus() {
            // Tab goes from field to field and not over the links between them.
            let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            below_caret(ui);
        }
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, label));
        self.drawn.push(Drawn {
            key: key.clone(),
            id: response.id,
            label: label.to_owned(),
            size: look.size,
            is_blank: look.is_needed && typed.trim().is_empty(),
            is_empty: typed.is_empty(),
            can_be_filled: look.protection.is_none(),
        });
        if by_key {
            cursor_to_end(ui, response.id, &typed);
        }
        if self.wanted.as_ref() == Some(key) && look.protection.is_none() {
            self.wanted = None;
            response.request_focus();
        }
        // A field that was given the keyboard from outside never says that it gained it.
        if response.has_focus() && self.in_sight.replace(response.id) != Some(response.id) {
            response.scroll_to_me(None);
        }
        self.keys(ui, key, &response, look.size);
        // What cannot be typed into is told to have changed all the same.
        if (response.changed() || by_key) && look.protection.is_none() {
            self.typed.insert(key.clone(), typed.clone());
            self.refused.remove(key);
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.typed.remove(key);
            self.refused.remove(key);
        }
        if !response.lost_focus() {
            return None;
        }
        let is_other = self.typed.get(key).is_some_and(|typed| typed != text);
        if !is_other && text.is_empty() && shown != text {
            // Nothing is filled in, and nothing was put in the place of what is printed then.
            self.typed.remove(key);
        }
        is_other.then_some(typed)
    }

    /// Draws what is said of the field `key` and what is offered for it. Returns what was clicked on.
    pub fn below_ui(&mut self, ui: &mut Ui, key: &FieldKey, look: Look<'_>) -> Option<String> {
        if let Some(refusal) = self.refused.get(key) {
            ui.label(RichText::new(refusal).color(Palette::of(ui.visuals()).error));
        }
        let is_empty = self.drawn.iter().any(|field| field.key == *key && field.is_empty);
        self.suggestions_ui(ui, key, look, is_empty)
    }

    /// What is typed in the field `key` and was not taken yet.
    pub fn typed_in(&self, key: &FieldKey) -> Option<&str> {
        self.typed.get(key).map(String::as_str)
    }

    /// The field that has the keyboard.
    pub fn focused(&self) -> Option<&FieldKey> {
        self.focused.as_ref()
    }

    /// Puts the fields that were drawn from the place `from` on into the order of `keys`.
    pub fn put_in_order(&mut self, from: usize, keys: &[FieldKey]) {
        self.drawn[from..].sort_by_key(|field| keys.iter().position(|key| *key == field.key));
    }

    /// With the arrows goes through what is offered for the field `key`, while nothing else is typed there. Returns whether
    /// `typed` is another suggestion than before.
    fn offered_by_key(&mut self, ui: &Ui, key: &FieldKey, look: Look<'_>, typed: &mut String) -> bool {
        if look.suggested.is_empty() || self.focused.as_ref() != Some(key) || look.protection.is_some() {
            return false;
        }
        let present = self.offered(key, look, typed);
        if present.is_none() && !typed.is_empty() {
            return false;
        }
        let pressed = |wanted: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, wanted));
        let next = match present {
            _ if pressed(Key::ArrowDown) => Some(present.map_or(0, |place| (place + 1).min(look.suggested.len() - 1))),
            Some(place) if pressed(Key::ArrowUp) => place.checked_sub(1),
            _ => return false,
        };
        *typed = next.map(|place| look.suggested[place].text.clone()).unwrap_or_default();
        self.offered = next.map(|place| (key.clone(), place));
        true
    }

    /// The place of the suggestion that stands in the field as it was taken.
    fn offered(&self, key: &FieldKey, look: Look<'_>, typed: &str) -> Option<usize> {
        let (_, place) = self.offered.as_ref().filter(|(of, _)| of == key)?;
        look.suggested.get(*place).filter(|suggestion| suggestion.text == typed).map(|_| *place)
    }

    /// What is offered for a field in which nothing is typed. Returns what was clicked on.
    fn suggestions_ui(&self, ui: &mut Ui, key: &FieldKey, look: Look<'_>, is_empty: bool) -> Option<String> {
        let present = self.typed.get(key).and_then(|typed| self.offered(key, look, typed));
        if look.suggested.is_empty() || look.protection.is_some() || !is_empty && present.is_none() {
            return None;
        }
        let palette = Palette::of(ui.visuals());
        let mut clicked = None;
        ui.horizontal_wrapped(|ui| {
            if self.focused.as_ref() == Some(key) {
                ui.label(RichText::new("按 ↓ 填").color(palette.weak_text));
            }
            for (place, Suggestion { source, text }) in look.suggested.iter().enumerate() {
                let chars = text.chars().count();
                let short: String = text.chars().take(SHOWN_OF_SUGGESTION).collect();
                let dots = if chars > SHOWN_OF_SUGGESTION { "…" } else { "" };
                let mark = if present == Some(place) { "● " } else { "" };
                let name = match *source {
                    // It stands grey in the field already.
                    LAST_YEAR => "采用上年的".to_owned(),
                    _ => format!("{source}：{}{dots}", visible_lines(&short)),
                };
                let link = link_ui(ui, &format!("{mark}{name}"));
                if link.on_hover_text(visible_lines(text)).clicked() {
                    clicked = Some(text.clone());
                }
            }
        });
        clicked
    }

    /// Whether something was typed and not taken yet.
    pub fn is_typing(&self) -> bool {
        !self.typed.is_empty()
    }

    /// What was typed and not taken yet.
    pub fn typed(&self) -> impl Iterator<Item = (&FieldKey, &str)> {
        self.typed.iter().map(|(key, typed)| (key, typed.as_str()))
    }

    /// Keeps what was typed in the field and says why it cannot be taken. The field gets the keyboard back: nothing else
    /// can be done before it is mended or given up.
    pub fn refuse(&mut self, key: FieldKey, why: String) {
        self.left = None;
        self.wanted = Some(key.clone());
        self.refused.insert(key, why);
    }
}

/// How a field looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    /// What stands in it while it is empty.
    pub hint: &'a str,
    pub size: Size,
    /// Whether it is a blank as long as nothing is written there.
    pub is_needed: bool,
    /// Why nothing can be written there, if it cannot.
    pub protection: Option<Protection>,
    /// What is offered while nothing is written there.
    pub suggested: &'a [Suggestion],
}

/// How much is written in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// A figure or a word.
    Short,
    /// A part of a sentence: it wraps, and Enter is the end of it.
    Long,
    /// Several paragraphs.
    Paragraphs,
}

impl Look<'_> {
    fn ui(self, ui: &mut Ui, salt: &str, typed: &mut String) -> Response {
        field_ui(ui, typed, self.protection, |typed| {
            let edit = match self.size {
                Size::Short => TextEdit::singleline(typed).desired_width(180.0),
                Size::Long => TextEdit::multiline(typed).desired_rows(1).desired_width(f32::INFINITY).return_key(None),
                Size::Paragraphs => TextEdit::multiline(typed).desired_rows(2).desired_width(f32::INFINITY),
            };
            edit.id_salt(salt).hint_text(self.hint)
        })
    }
}

/// Candidates of an input method stand below the line that is typed, not over it.
fn below_caret(ui: &Ui) {
    ui.output_mut(|output| {
        if let Some(ime) = &mut output.ime {
            ime.cursor_rect = Rect::from_min_size(ime.cursor_rect.left_bottom(), vec2(1.0, 1.0));
        }
    });
}

/// Puts the cursor of the text field `id` behind `text`.
fn cursor_to_end(ui: &Ui, id: Id, text: &str) {
    let mut state = TextEditState::load(ui, id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(text.chars().count()))));
    state.store(ui, id);
}

/// What `typed` fills into a slot of `kind`; nothing empties it. Only a change may be below zero.
///
/// # Errors
/// When it is no such value: the sentence says what is wanted.
pub(super) fn slot_value(
    workspace: &Workspace,
    kind: SlotKind,
    may_decrease: bool,
    typed: &str,
) -> Result<Option<SlotValue>, String> {
    let plain: String = typed.chars().map(half_width).filter(|c| !c.is_whitespace() && *c != ',').collect();
    if plain.is_empty() {
        return Ok(None);
    }
    match kind {
        SlotKind::Text => Ok(Some(SlotValue::Text(typed.to_owned()))),
        SlotKind::Amount => Ok(amount(workspace, typed)?.map(SlotValue::Amount)),
        SlotKind::Count => match plain.parse::<i64>() {
            Ok(count) if count < 0 && !may_decrease => Err("人数、台数、个数不能是负数".to_owned()),
            Ok(count) => Ok(Some(SlotValue::Count(count))),
            Err(_) if may_decrease => Err("请填整数，减少写负数".to_owned()),
            Err(_) => Err("请填整数".to_owned()),
        },
        SlotKind::Area => Decimal::from_str_exact(&plain)
            .map(|area| Some(SlotValue::Area(area)))
            .map_err(|_| "请填平方米数，如 1,234.56".to_owned()),
    }
}

/// The amount that `typed` is, in yuan.
///
/// # Errors
/// When it is none.
pub(super) fn amount(workspace: &Workspace, typed: &str) -> Result<Option<Amount>, String> {
    parse_amount(typed, &workspace.form().text_unit, InputUnit::Form).map_err(|error| error.to_string())
}
