//! Adding a row: by code, with the names offered while typing, or by project.

use egui::{Context, Key, RichText, ScrollArea, TextEdit, Ui};

use super::{Answer, buttons_ui, modal};
use crate::app::theme::{self, Palette};
use crate::catalog::{Catalog, CatalogEntry};
use crate::disclosure::{Classification, Code, CodeLevel};
use crate::edit::NewRow;
use crate::form::{List, ListIndex, RowKind};

/// How many codes are offered at once.
const MOST_OFFERED: usize = 200;

/// The dialog.
#[derive(Debug, Clone)]
pub struct AddRowDialog {
    /// The list that gets the row.
    pub list: ListIndex,
    classification: Option<Classification>,
    has_project: bool,
    deepest: Option<CodeLevel>,
    typed: String,
    name: String,
    /// The name was typed by hand: it is not replaced by the catalogue's.
    is_name_typed: bool,
    project: String,
    unit: String,
    chosen: usize,
    refusal: Option<String>,
    is_fresh: bool,
}

impl AddRowDialog {
    /// To add a row to `list`; `unit` is what the rows there already have, or the body.
    pub fn new(index: ListIndex, list: &List, unit: Option<String>, code: Option<Code>) -> Self {
        let has_project = matches!(list.rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_));
        Self {
            list: index,
            classification: list.classification(),
            has_project,
            deepest: list.deepest_code(),
            typed: code.map(Code::spaced).unwrap_or_default(),
            name: String::new(),
            is_name_typed: false,
            project: String::new(),
            unit: unit.unwrap_or_default(),
            chosen: 0,
            refusal: None,
            is_fresh: true,
        }
    }

    /// Keeps the dialog open and says why its answer cannot be taken.
    pub fn refuse(&mut self, refusal: String) {
        self.refusal = Some(refusal);
    }

    /// Draws the dialog.
    pub fn show(&mut self, ctx: &Context, catalog: &Catalog) -> Option<Answer<NewRow>> {
        let answer = modal(ctx, "add row", 560.0, |ui| {
            ui.label(RichText::new("增加行").text_style(theme::bold_text()));
            ui.add_space(8.0);
            if let Some(classification) = self.classification {
                self.code_ui(ui, catalog, classification);
            }
            if self.has_project {
                self.project_ui(ui);
            }
            let palette = Palette::of(ui.visuals());
            if let Some(refusal) = &self.refusal {
                ui.colored_label(palette.error, refusal);
            }
            let mut answer = None;
            buttons_ui(ui, |ui| {
                if ui.button("取消").clicked() {
                    answer = Some(Answer::Cancelled);
                }
                if ui.button("增加").clicked() || ui.input(|input| input.key_pressed(Key::Enter)) {
                    answer = Some(Answer::Done(()));
                }
            });
            answer
        });
        match answer? {
            Answer::Cancelled => Some(Answer::Cancelled),
            Answer::Done(()) => self.new_row(catalog).map(Answer::Done),
        }
    }

    fn code_ui(&mut self, ui: &mut Ui, catalog: &Catalog, classification: Classification) {
        let label = ui.label("科目编码或名称（可以只打开头几位，或名称里的几个字；↑↓ 选择）");
        let typed = ui
            .add(TextEdit::singleline(&mut self.typed).hint_text("208 01 09").desired_width(f32::INFINITY))
            .labelled_by(label.id);
        if std::mem::take(&mut self.is_fresh) {
            typed.request_focus();
        }
        let offered: Vec<CatalogEntry> = self.offered(catalog, classification);
        if typed.changed() {
            self.chosen = 0;
            self.refusal = None;
        }
        self.step_through(ui, offered.len());
        let palette = Palette::of(ui.visuals());
        let mut picked = None;
        ScrollArea::vertical().max_height(220.0).min_scrolled_height(220.0).auto_shrink(false).show(ui, |ui| {
            for (place, entry) in offered.iter().enumerate() {
                let text = format!("{:<10} {}", entry.code.spaced(), entry.name);
                let text = if entry.attested { text } else { format!("{text}（未见于公开文件，请核对）") };
                let row = ui.selectable_label(place == self.chosen, RichText::new(text));
                if place == self.chosen && !row.has_focus() && typed.has_focus() {
                    row.scroll_to_me(None);
                }
                if row.clicked() {
                    picked = Some(place);
                }
            }
            if offered.is_empty() {
                ui.colored_label(palette.weak_text, "科目表里没有；编码按 3、5、7 位数字照录，名称请自己填写");
            }
        });
        if let Some(place) = picked {
            self.chosen = 0;
            self.typed = offered[place].code.spaced();
            self.is_name_typed = false;
        }
        if !self.is_name_typed {
            self.name = self.entry(catalog, classification).map(|entry| entry.name).unwrap_or_default();
        }
        ui.horizontal(|ui| {
            let label = ui.label("科目名称");
            let name = ui.add(TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY)).labelled_by(label.id);
            self.is_name_typed |= name.changed();
        });
    }

    fn project_ui(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let label = ui.label("项目名称");
            let project =
                ui.add(TextEdit::singleline(&mut self.project).desired_width(f32::INFINITY)).labelled_by(label.id);
            if std::mem::take(&mut self.is_fresh) {
                project.request_focus();
            }
        });
        ui.horizontal(|ui| {
            let label = ui.label("所属单位");
            let hint = if self.classification.is_some() { "不分单位的，留空" } else { "" };
            ui.add(TextEdit::singleline(&mut self.unit).hint_text(hint).desired_width(f32::INFINITY))
                .labelled_by(label.id);
        });
    }

    fn step_through(&mut self, ui: &Ui, count: usize) {
        let (up, down) = ui.input(|input| (input.key_pressed(Key::ArrowUp), input.key_pressed(Key::ArrowDown)));
        if down {
            self.chosen = (self.chosen + 1).min(count.saturating_sub(1));
        }
        if up {
            self.chosen = self.chosen.saturating_sub(1);
        }
    }

    fn offered(&self, catalog: &Catalog, classification: Classification) -> Vec<CatalogEntry> {
        let fits = |entry: &&CatalogEntry| self.deepest.is_none_or(|deepest| entry.code.level() <= deepest);
        let mut offered: Vec<CatalogEntry> =
            catalog.search(classification, &self.typed).filter(fits).take(MOST_OFFERED).cloned().collect();
        // The deepest codes are what is nearly always meant.
        offered.sort_by_key(|entry| std::cmp::Reverse(Some(entry.code.level()) == self.deepest));
        offered
    }

    /// The entry that is meant: the one whose code was typed, or the chosen one.
    fn entry(&self, catalog: &Catalog, classification: Classification) -> Option<CatalogEntry> {
        match self.typed.parse::<Code>() {
            Ok(code) if self.chosen == 0 => catalog.get(classification, code).cloned(),
            _ => self.offered(catalog, classification).get(self.chosen).cloned(),
        }
    }

    fn new_row(&mut self, catalog: &Catalog) -> Option<NewRow> {
        let mut code = None;
        if let Some(classification) = self.classification {
            let typed = self.typed.parse::<Code>();
            let entry = self.entry(catalog, classification);
            code = entry.map(|entry| entry.code).or(typed.clone().ok());
            if let (None, Err(error)) = (code, typed) {
                self.refusal = Some(error.to_string());
                return None;
            }
        }
        let unit = (self.has_project && !self.unit.trim().is_empty()).then(|| self.unit.clone());
        Some(NewRow { code, code_name: self.name.clone(), project: self.project.clone(), unit })
    }
}
