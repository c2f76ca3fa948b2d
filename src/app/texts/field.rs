//! The fields in which a person fills slots and figures.

use egui::{Key, Response, RichText, TextEdit, Ui};
use rust_decimal::Decimal;

use super::Typed;
use crate::app::protection::{Protection, field_ui};
use crate::app::theme::Palette;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{Amount, CellKey, SlotValue, TextKey};
use disclosure_engine::edit::{InputUnit, parse_amount};
use disclosure_engine::form::template::SlotKind;
use disclosure_engine::spelling::half_width;

/// What a field is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FieldKey {
    /// A slot.
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
}

impl Fields {
    /// Forgets what was typed when the disclosure is another.
    pub fn renew(&mut self, revision: u64) {
        if self.revision != revision {
            *self = Self { revision, ..Self::default() };
        }
    }

    /// Draws a field that holds `text`. What was typed is returned once the person is done with it.
    pub fn ui(&mut self, ui: &mut Ui, key: FieldKey, label: &str, text: &str, look: Look<'_>) -> Option<String> {
        let palette = Palette::of(ui.visuals());
        let mut typed = self.typed.get(&key).cloned().unwrap_or_else(|| text.to_owned());
        let response = look.ui(ui, &key, label, &mut typed);
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

    /// Keeps what was typed in the field and says why it cannot be taken.
    pub fn refuse(&mut self, key: FieldKey, why: String) {
        self.refused.insert(key, why);
    }
}

/// How a field looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// How much is written there.
    pub size: Size,
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
        if self.size == Size::Long && response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            response.surrender_focus();
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
