//! The bar for finding, replacing and going to cells. It opens above the grid and leaves the table in sight.

use egui::{Id, Key, Modifiers, RichText, TextEdit, Ui};

use super::focus::focus_all;
use super::protection::button_ui;
use super::theme::Palette;
use super::workspace::Workspace;
use disclosure_engine::audit::text_label;
use disclosure_engine::edit::{Replacement, Step, replace_in_names};
use disclosure_engine::review::{Found, find_everywhere};

/// What the bar is open for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarKind {
    Find,
    /// Replacing in names.
    Replace,
    /// Going to a cell.
    GoTo,
}

/// What was asked in the bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BarRequest {
    /// Show a place.
    Show(Found),
    /// Go to the cell that is named so.
    GoTo(String),
    /// Replace what is found: [`FindBar::replacement`].
    Replace,
}

#[derive(Default)]
pub struct FindBar {
    kind: Option<BarKind>,
    query: String,
    replacement: String,
    address: String,
    refusal: Option<String>,
    /// The hits of a query at a revision.
    found: Option<(u64, String, Vec<Found>)>,
    /// What replacing does at a revision, with its query and replacement.
    replaced: Option<(u64, String, String, Replacement)>,
    current: Option<usize>,
    takes_focus: bool,
}

impl FindBar {
    pub fn is_open(&self) -> bool {
        self.kind.is_some()
    }

    pub fn open(&mut self, kind: BarKind) {
        self.kind = Some(kind);
        self.refusal = None;
        self.takes_focus = true;
        self.current = None;
    }

    pub fn close(&mut self) {
        self.kind = None;
    }

    /// Says why what was asked cannot be done.
    pub fn refuse(&mut self, refusal: String) {
        self.refusal = Some(refusal);
    }

    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace) -> Option<BarRequest> {
        let kind = self.kind?;
        ui.add_space(4.0);
        let request =
            ui.horizontal(|ui| if kind == BarKind::GoTo { self.go_to_ui(ui) } else { self.find_ui(ui, workspace) });
        let mut request = request.inner;
        if kind == BarKind::Replace {
            let replace = ui.horizontal(|ui| self.replace_ui(ui, workspace)).inner;
            request = replace.or(request);
        }
        ui.add_space(4.0);
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.close();
        }
        request
    }

    fn find_ui(&mut self, ui: &mut Ui, workspace: &Workspace) -> Option<BarRequest> {
        let palette = Palette::of(ui.visuals());
        let label = ui.label("查找");
        let hint = "金额、编码、名称、文字";
        let field = TextEdit::singleline(&mut self.query).id(Id::unique("find")).hint_text(hint).desired_width(260.0);
        let field = ui.add(field.return_key(None)).labelled_by(label.id);
        if std::mem::take(&mut self.takes_focus) {
            focus_all(ui, field.id, &self.query);
        }
        let count = self.hits(workspace).len();
        let (mut next, mut previous) = (false, false);
        if field.has_focus() {
            previous = ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::Enter));
            next = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        }
        previous |= ui.button("上一个").clicked();
        next |= ui.button("下一个").clicked();
        let text = match (self.query.trim().is_empty(), self.current) {
            (true, _) => String::new(),
            (false, _) if count == 0 => "没有找到".to_owned(),
            (false, Some(current)) => format!("第 {} 处，共 {count} 处", current + 1),
            (false, None) => format!("共 {count} 处"),
        };
        ui.label(RichText::new(text).color(palette.weak_text));
        if ui.button("关闭").clicked() {
            self.close();
        }
        let place = self.current.and_then(|current| place_name(workspace, self.hits(workspace).get(current)?));
        if let Some(place) = place {
            ui.add(egui::Label::new(RichText::new(place).color(palette.weak_text)).truncate());
        }
        if count == 0 || !(next || previous) {
            return None;
        }
        let current = match (self.current, previous) {
            (None, false) => 0,
            (None, true) => count - 1,
            (Some(current), false) => (current + 1) % count,
            (Some(current), true) => (current + count - 1) % count,
        };
        self.current = Some(current);
        let hit = self.hits(workspace).get(current)?;
        Some(BarRequest::Show(hit.clone()))
    }

    /// The step that replaces what is searched for.
    pub fn replacement_step(&mut self, workspace: &Workspace) -> Step {
        self.replacement(workspace).step.clone()
    }

    /// What replacing would do.
    fn replacement(&mut self, workspace: &Workspace) -> &Replacement {
        let key = (workspace.revision(), self.query.trim(), self.replacement.as_str());
        let is_fresh = |(revision, query, by, _): &(u64, String, String, Replacement)| {
            (*revision, query.as_str(), by.as_str()) == key
        };
        let known = self.replaced.take().filter(is_fresh);
        let found = || replace_in_names(workspace.evaluated(), key.1, key.2);
        let known = known.unwrap_or_else(|| (key.0, key.1.to_owned(), key.2.to_owned(), found()));
        &self.replaced.insert(known).3
    }

    fn replace_ui(&mut self, ui: &mut Ui, workspace: &Workspace) -> Option<BarRequest> {
        let palette = Palette::of(ui.visuals());
        let label = ui.label("替换为");
        let field = TextEdit::singleline(&mut self.replacement).id(Id::unique("replace")).desired_width(260.0);
        let field = field.hint_text("留空就是删去");
        // Enter must not give the keyboard to the table behind: what is typed next would change it.
        ui.add(field.return_key(None)).labelled_by(label.id);
        let names = &self.replacement(workspace).names;
        let count = names.len();
        let preview: Vec<String> = names.iter().take(8).map(|(from, to)| format!("{from} → {to}")).collect();
        // Without a replacement it takes words out of names: that is said, and not done by mistake.
        let is_removal = self.replacement.is_empty();
        let button = match (is_removal, self.query.trim()) {
            (true, "") => "全部替换".to_owned(),
            (true, query) => format!("从 {count} 个名称里删去“{query}”"),
            (false, _) => format!("全部替换（{count} 个名称）"),
        };
        let button = egui::Button::new(button).truncate();
        let button = ui.add_enabled_ui(count > 0, |ui| button_ui(ui, button, workspace.protection())).inner;
        let preview = if count > preview.len() { format!("{}\n…", preview.join("\n")) } else { preview.join("\n") };
        let is_replaced = button.on_hover_text(preview.clone()).clicked();
        ui.add(egui::Label::new(RichText::new(preview.replace('\n', "；")).color(palette.weak_text)).truncate());
        is_replaced.then_some(BarRequest::Replace)
    }

    fn go_to_ui(&mut self, ui: &mut Ui) -> Option<BarRequest> {
        let palette = Palette::of(ui.visuals());
        let label = ui.label("定位");
        let field = TextEdit::singleline(&mut self.address).id(Id::unique("go to")).hint_text("表6 301 01 (2)");
        let field = ui.add(field.return_key(None).desired_width(260.0)).labelled_by(label.id);
        if std::mem::take(&mut self.takes_focus) {
            focus_all(ui, field.id, &self.address);
        }
        let is_entered = field.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let is_clicked = ui.button("转到").clicked();
        if field.changed() {
            self.refusal = None;
        }
        if let Some(refusal) = &self.refusal {
            ui.colored_label(palette.error, refusal);
        }
        if ui.button("关闭").clicked() {
            self.close();
        }
        (is_entered || is_clicked).then(|| BarRequest::GoTo(self.address.clone()))
    }

    fn hits(&mut self, workspace: &Workspace) -> &[Found] {
        let is_fresh = self
            .found
            .as_ref()
            .is_some_and(|(revision, query, _)| *revision == workspace.revision() && *query == self.query);
        if !is_fresh {
            let is_same_query = self.found.as_ref().is_some_and(|(_, query, _)| *query == self.query);
            let hits = find_everywhere(workspace.evaluated(), &self.query);
            self.current = self.current.filter(|&current| is_same_query && current < hits.len());
            self.found = Some((workspace.revision(), self.query.clone(), hits));
        }
        self.found.as_ref().map_or(&[], |(_, _, hits)| hits)
    }
}

/// Where a hit beside the tables stands, in words; in a table the bar of the cell says it.
fn place_name(workspace: &Workspace, found: &Found) -> Option<String> {
    match found {
        Found::Cell(_) => None,
        Found::Text(place) => Some(text_label(workspace.evaluated(), place)),
        Found::Prior(_) => Some("上年预算数".to_owned()),
    }
}
