//! Adding a row: by code, with the names offered while typing, or by project.

use std::collections::BTreeSet;

use egui::{Button, Context, Id, Key, RichText, ScrollArea, Sense, TextEdit, Ui};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, is_saving, modal, refusal_ui};
use crate::app::focus::focus_all;
use crate::app::theme::{self, Palette};
use disclosure_engine::catalog::{CatalogEntry, CodesOfYear};
use disclosure_engine::disclosure::{Classification, Code, CodeLevel};
use disclosure_engine::edit::NewRow;
use disclosure_engine::form::{List, ListIndex, RowKind};

/// How many codes are offered at once.
const MOST_OFFERED: usize = 200;

#[derive(Debug, Clone)]
pub struct AddRowDialog {
    /// The list that gets the row.
    pub list: ListIndex,
    /// The row that gets another code, where none is added.
    pub recoded: Option<usize>,
    classification: Option<Classification>,
    has_project: bool,
    deepest: Option<CodeLevel>,
    typed: String,
    /// Codes that other tables have: they are offered first.
    used: BTreeSet<Code>,
    name: String,
    /// The name was typed by hand: it is not replaced by the catalogue's.
    is_name_typed: bool,
    project: String,
    unit: String,
    chosen: usize,
    refusal: Option<String>,
    is_fresh: bool,
}

/// A code as it is written in `classification`.
fn example(classification: Classification) -> &'static str {
    match classification {
        Classification::Function => "208 01 09",
        Classification::Economic => "301 01",
        Classification::GovernmentEconomic => "501 01",
    }
}

/// What is said of a code beside its name: that it came this year, or is no longer valid.
fn remark(codes: CodesOfYear<'_>, entry: &CatalogEntry) -> String {
    let came = entry.span.beginning().filter(|_| entry.span.from.is_some_and(|from| from.year == codes.year));
    match came {
        _ if !entry.is_valid_in(codes.year) => "　已停用".to_owned(),
        Some(came) => format!("　{came}"),
        None => String::new(),
    }
}

impl AddRowDialog {
    /// To add a row to `list`; `unit` is what the rows there already have, or the body.
    pub fn new(index: ListIndex, list: &List, unit: Option<String>, code: Option<Code>) -> Self {
        let has_project = matches!(list.rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_));
        Self {
            list: index,
            recoded: None,
            classification: list.classification(),
            has_project,
            deepest: list.deepest_code(),
            typed: code.map(Code::spaced).unwrap_or_default(),
            used: BTreeSet::new(),
            name: String::new(),
            is_name_typed: false,
            project: String::new(),
            unit: unit.unwrap_or_default(),
            chosen: 0,
            refusal: None,
            is_fresh: true,
        }
    }

    /// The same, with `used` offered first.
    pub fn offering_first(self, used: BTreeSet<Code>) -> Self {
        Self { used, ..self }
    }

    /// To give the row at `row` of `list` another code than `code`.
    pub fn recode(index: ListIndex, list: &List, row: usize, code: Code, name: String) -> Self {
        let dialog = Self::new(index, list, None, Some(code));
        Self { recoded: Some(row), has_project: false, name, is_name_typed: true, ..dialog }
    }

    /// Keeps the dialog open and says why its answer cannot be taken.
    pub fn refuse(&mut self, refusal: String) {
        self.refusal = Some(refusal);
    }

    pub fn show(&mut self, ctx: &Context, codes: CodesOfYear<'_>) -> Option<Answer<NewRow>> {
        let answer = modal(ctx, "add row", 560.0, |ui| {
            ui.label(
                RichText::new(if self.recoded.is_some() { "更改科目" } else { "增加行" })
                    .text_style(theme::bold_text()),
            );
            ui.add_space(8.0);
            body_ui(ui, |ui| {
                if let Some(classification) = self.classification {
                    self.code_ui(ui, codes, classification);
                }
                if self.has_project {
                    self.project_ui(ui);
                }
            });
            refusal_ui(ui, self.refusal.as_deref());
            let mut answer = None;
            buttons_ui(ui, |ui| {
                let verb = if self.recoded.is_some() { "更改" } else { "增加" };
                let has_draft = !self.typed.trim().is_empty() || !self.project.trim().is_empty();
                if is_confirmed(&default_button(ui, verb), answer.as_ref()) || has_draft && is_saving(ctx) {
                    answer = Some(Answer::Done(()));
                }
                if ui.button("取消").clicked() {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        });
        match answer? {
            Answer::Cancelled => Some(Answer::Cancelled),
            Answer::Done(()) => self.new_row(codes).map(Answer::Done),
        }
    }

    fn code_ui(&mut self, ui: &mut Ui, codes: CodesOfYear<'_>, classification: Classification) {
        let label = ui.label("科目编码、名称里的几个字，或者拼音首字母（打 jbgz 找基本工资）；↑↓ 选择");
        let typed = ui
            .add(
                TextEdit::singleline(&mut self.typed)
                    .id(Id::unique("row code"))
                    .hint_text(example(classification))
                    .desired_width(f32::INFINITY)
                    .return_key(None),
            )
            .labelled_by(label.id);
        // Beside other projects the code is the same more often than not; what is still to be typed is the name.
        let begins_here = !self.has_project || self.typed.is_empty();
        if self.is_fresh && begins_here {
            self.is_fresh = false;
            focus_all(ui, typed.id, &self.typed);
        }
        let offered: Vec<CatalogEntry> = self.offered(codes, classification);
        if typed.changed() {
            self.chosen = 0;
            self.refusal = None;
        }
        let chosen = self.chosen;
        self.step_through(ui, offered.len());
        // A row that is recoded keeps its name until it is given another code.
        if self.recoded.is_some() && (typed.changed() || self.chosen != chosen) {
            self.is_name_typed = false;
        }
        let palette = Palette::of(ui.visuals());
        let mut picked = None;
        let room = (ui.ctx().content_rect().height() - 340.0).clamp(84.0, 220.0);
        let area = ScrollArea::vertical().id_salt("codes").max_height(room).min_scrolled_height(room);
        area.auto_shrink(false).show(ui, |ui| {
            for (place, entry) in offered.iter().enumerate() {
                let text = format!("{:<10} {}", entry.code.spaced(), entry.name);
                let text = if entry.attested { text } else { format!("{text}（未见于公开文件，请核对）") };
                let text = format!("{text}{}", remark(codes, entry));
                let wide = egui::vec2(ui.available_width(), 0.0);
                // Arrows go through them while the field has the focus: Tab must not.
                let row = Button::selectable(place == self.chosen, text).min_size(wide).right_text("");
                let row = ui.add(row.sense(Sense::CLICK));
                if place == self.chosen && !row.has_focus() && typed.has_focus() {
                    row.scroll_to_me(None);
                }
                if row.clicked() {
                    picked = Some(place);
                }
            }
            let gone = self.typed.parse().ok().and_then(|code| codes.gone(classification, code));
            if let Some(gone) = gone {
                ui.colored_label(palette.weak_text, gone.text());
            } else if offered.is_empty() {
                ui.colored_label(palette.weak_text, "科目表里没有；编码按 3、5、7 位数字照录，名称请自己填写");
            }
        });
        if let Some(place) = picked {
            self.chosen = 0;
            self.typed = offered[place].code.spaced();
            self.is_name_typed = false;
        }
        if !self.is_name_typed {
            match self.entry(codes, classification) {
                Some(entry) => self.name = entry.name,
                None if self.recoded.is_none() => self.name.clear(),
                None => {}
            }
        }
        ui.horizontal(|ui| {
            let label = ui.label("科目名称");
            let field = TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY).return_key(None);
            let name = ui.add(field).labelled_by(label.id);
            self.is_name_typed |= name.changed();
        });
    }

    fn project_ui(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let label = ui.label("项目名称");
            let field = TextEdit::singleline(&mut self.project).desired_width(f32::INFINITY).return_key(None);
            let project = ui.add(field.id(Id::unique("row project"))).labelled_by(label.id);
            if std::mem::take(&mut self.is_fresh) {
                focus_all(ui, project.id, &self.project);
            }
        });
        ui.horizontal(|ui| {
            let label = ui.label("所属单位");
            let hint = if self.classification.is_some() { "不分单位的，留空" } else { "" };
            let field = TextEdit::singleline(&mut self.unit).hint_text(hint).desired_width(f32::INFINITY);
            ui.add(field.return_key(None)).labelled_by(label.id);
        });
    }

    fn step_through(&mut self, ui: &Ui, count: usize) {
        // A key that is held comes several times in a slow frame.
        let (up, down) = ui.input(|input| (input.num_presses(Key::ArrowUp), input.num_presses(Key::ArrowDown)));
        self.chosen = (self.chosen + down).min(count.saturating_sub(1)).saturating_sub(up);
    }

    fn offered(&self, codes: CodesOfYear<'_>, classification: Classification) -> Vec<CatalogEntry> {
        let fits = |entry: &&CatalogEntry| self.deepest.is_none_or(|deepest| entry.code.level() <= deepest);
        let mut offered: Vec<CatalogEntry> = codes.search(classification, &self.typed).filter(fits).cloned().collect();
        // A code that was typed whole comes first; else the deepest codes are what is nearly always meant.
        let typed = self.typed.parse::<Code>().ok();
        let ended = typed.and_then(|code| codes.ended(classification, code));
        offered.extend(ended.filter(fits).cloned());
        offered.sort_by_key(|entry| {
            let is_deepest = Some(entry.code.level()) == self.deepest;
            (Some(entry.code) != typed, !self.used.contains(&entry.code), !is_deepest)
        });
        // Before a code that is no longer valid stands what took its place.
        let instead = typed.and_then(|code| codes.gone(classification, code));
        let instead = instead.and_then(|change| codes.valid(classification, change.successor()?.0).cloned());
        offered.splice(0..0, instead);
        offered.truncate(MOST_OFFERED);
        offered
    }

    /// The entry that is meant: the one that is set off in the list.
    fn entry(&self, codes: CodesOfYear<'_>, classification: Classification) -> Option<CatalogEntry> {
        let is_unlisted = self.chosen == 0
            && self
                .typed
                .parse::<Code>()
                .is_ok_and(|code| codes.get(classification, code).or(codes.ended(classification, code)).is_none());
        if is_unlisted { None } else { self.offered(codes, classification).get(self.chosen).cloned() }
    }

    fn new_row(&mut self, codes: CodesOfYear<'_>) -> Option<NewRow> {
        let mut code = None;
        if let Some(classification) = self.classification {
            let typed = self.typed.parse::<Code>();
            let entry = self.entry(codes, classification);
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
