//! The fields in which a person fills slots and figures.

use egui::{EventFilter, Id, Key, Modifiers, Response, RichText, TextEdit, Ui};
use rust_decimal::Decimal;

use super::Typed;
use crate::app::protection::{Protection, field_ui};
use crate::app::theme::Palette;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{Amount, CellKey, SlotValue, TextKey};
use disclosure_engine::edit::{InputUnit, parse_amount};
use disclosure_engine::form::template::SlotKind;
use disclosure_engine::spelling::half_width;

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
    /// The fields of the page in the order in which they are drawn, and whether each is blank.
    drawn: Vec<(FieldKey, Id, bool)>,
    /// The field that gets the keyboard as soon as it is drawn.
    wanted: Option<FieldKey>,
    /// The field that was left by a key, to go on from there.
    left: Option<Leaving>,
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
            *self = Self { revision, wanted, left, ..Self::default() };
        }
    }

    /// The field `key` gets the keyboard when it is drawn.
    pub fn want(&mut self, key: FieldKey) {
        self.wanted = Some(key);
    }

    /// Begins a page.
    pub fn begin(&mut self) {
        self.drawn.clear();
    }

    /// After all fields of a page: the keyboard goes on from the field that was left by a key, to the next blank one,
    /// or where no other is blank to the next.
    pub fn end(&mut self, ui: &Ui) {
        let Some(left) = &mut self.left else { return };
        if !std::mem::replace(&mut left.is_taken, true) {
            return ui.ctx().request_repaint();
        }
        let Some(Leaving { from, back, .. }) = self.left.take() else { return };
        let Some(place) = self.drawn.iter().position(|(key, ..)| *key == from) else { return };
        let count = self.drawn.len();
        let others = (1..count).map(|by| if back { (place + count - by) % count } else { (place + by) % count });
        let next = others.clone().find(|&other| self.drawn[other].2).or_else(|| others.clone().next());
        if let Some(next) = next {
            ui.memory_mut(|memory| memory.request_focus(self.drawn[next].1));
        }
    }

    /// Notices the keys by which a field is left: Enter and Tab, with Shift back.
    fn keys(&mut self, ui: &Ui, key: &FieldKey, response: &Response, size: Size) {
        let pressed = |wanted: Key| ui.input(|input| input.key_pressed(wanted).then_some(input.modifiers.shift));
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

    /// Draws a field that holds `text`. What was typed is returned once the person is done with it.
    pub fn ui(&mut self, ui: &mut Ui, key: FieldKey, label: &str, text: &str, look: Look<'_>) -> Option<String> {
        let palette = Palette::of(ui.visuals());
        let mut typed = self.typed.get(&key).cloned().unwrap_or_else(|| text.to_owned());
        let response = look.ui(ui, &key, label, &mut typed);
        self.drawn.push((key.clone(), response.id, look.is_needed && typed.trim().is_empty()));
        if self.wanted.as_ref() == Some(&key) && look.protection.is_none() {
            self.wanted = None;
            response.request_focus();
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        self.keys(ui, &key, &response, look.size);
        // What cannot be typed into is told to have changed all the same.
        if response.changed() && look.protection.is_none() {
            self.typed.insert(key.clone(), typed.clone());
            self.refused.remove(&key);
        }
        if let Some(refusal) = self.refused.get(&key) {
            ui.label(RichText::new(refusal).color(palette.error));
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
            self.typed.remove(&key);
            self.refused.remove(&key);
        }
        let is_done = response.lost_focus() && self.typed.get(&key).is_some_and(|typed| typed != text);
        is_done.then_some(typed)
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
    fn ui(self, ui: &mut Ui, key: &FieldKey, label: &str, typed: &mut String) -> Response {
        let response = field_ui(ui, typed, self.protection, |typed| {
            let edit = match self.size {
                Size::Short => TextEdit::singleline(typed).desired_width(180.0),
                Size::Long => TextEdit::multiline(typed).desired_rows(1).desired_width(f32::INFINITY).return_key(None),
                Size::Paragraphs => TextEdit::multiline(typed).desired_rows(2).desired_width(f32::INFINITY),
            };
            edit.id_salt(format!("{key:?}")).hint_text(self.hint)
        });
        if response.has_focus() {
            // Tab goes from field to field and not over the links between them.
            let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, label));
        response
    }
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
    parse_amount(typed, &workspace.form().unit, InputUnit::Form).map_err(|error| error.to_string())
}
