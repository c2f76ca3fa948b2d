//! The manual: opened where one is.

use egui::{Context, Key, Modifiers, Panel, Ui};

use super::{Dialog, Window};
use crate::app::manual::ManualPlace;
use crate::app::texts::TextPage;
use crate::app::workspace::Workspace;
use disclosure_engine::audit::{RuleText, all_rules};

/// How wide it is at first.
const ROOM: f32 = 430.0;
/// It is never wider than this share of the window.
const MOST: f32 = 0.6;

impl Window {
    /// Opens the manual at the place that says most of what is shown, or closes it.
    pub(in crate::app) fn toggle_manual(&mut self) {
        if self.manual.is_open() {
            self.manual.close();
        } else {
            self.manual.open(self.place_in_manual());
        }
    }

    /// F1 over a dialog: the keys of commands do nothing there.
    pub(super) fn take_help_key(&mut self, ctx: &Context) {
        if self.has_dialog() && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F1)) {
            self.toggle_manual();
        }
    }

    /// Draws the manual at the side.
    pub(super) fn manual_ui(&mut self, ui: &mut Ui) {
        if !self.manual.is_open() || self.has_dialog() {
            return;
        }
        let most = ui.available_width() * MOST;
        let rules = rules(self.workspace.as_ref(), &self.forms);
        let panel = Panel::right("manual").default_size(ROOM.min(most)).min_size(260.0).max_size(most);
        let manual = &mut self.manual;
        panel.show(ui, |ui| manual.ui(ui, &rules));
    }

    /// Draws it over the dialog that is open.
    pub(super) fn manual_over_dialog(&mut self, ctx: &Context) {
        if self.manual.is_open() && self.has_dialog() {
            let rules = rules(self.workspace.as_ref(), &self.forms);
            self.manual.over_dialog(ctx, &rules);
        }
    }

    fn place_in_manual(&self) -> ManualPlace {
        if let Some(dialog) = &self.dialog {
            return of_dialog(dialog);
        }
        if self.shows_folder {
            return ManualPlace::of("bureau");
        }
        match (&self.workspace, self.texts.shown()) {
            (None, _) => ManualPlace::of("start"),
            (_, Some(TextPage::Prior)) => ManualPlace::under("last-year", "上年预算数这一页"),
            (_, Some(TextPage::Charts)) => ManualPlace::under("export", "图表"),
            (_, Some(TextPage::Performance(_))) => ManualPlace::under("filling", "绩效目标表"),
            (_, Some(_)) => ManualPlace::under("filling", "填“概况”和“情况说明”"),
            (_, None) => ManualPlace::under("filling", "在表里填数"),
        }
    }
}

/// Where the manual speaks of a dialog.
fn of_dialog(dialog: &Dialog) -> ManualPlace {
    match dialog {
        Dialog::Import(_) => ManualPlace::under("import", "怎样导入"),
        Dialog::Paste(_) => ManualPlace::under("filling", "从财政一体化系统或 Excel 粘贴"),
        Dialog::AddRow(_) => ManualPlace::under("filling", "增加一行"),
        Dialog::TakeOver(_) => ManualPlace::under("filling", "带入别的表已有的数"),
        Dialog::Performance(_) => ManualPlace::under("filling", "绩效目标表"),
        Dialog::Conflict(_) | Dialog::Merge(..) | Dialog::Recovery(_) | Dialog::Versions(_) => {
            ManualPlace::under("filling", "保存和找回")
        }
        Dialog::Roll(_) | Dialog::Codes(_) => ManualPlace::under("last-year", "从上年文件新建"),
        Dialog::LastYear(_) => ManualPlace::under("last-year", "上年预算数这一页"),
        Dialog::Accept(_) => ManualPlace::under("audit", "接受一个问题"),
        Dialog::Comment(_) | Dialog::Sign(_) => ManualPlace::under("audit", "审阅别人的文件"),
        Dialog::Rules(_) | Dialog::Policy(_) => ManualPlace::of("findings"),
        Dialog::Export(_) => ManualPlace::under("export", "导出成文件"),
        Dialog::Forms(_) => ManualPlace::under("forms", "加一个表式"),
        Dialog::Catalogs(_) => ManualPlace::under("forms", "编码和科目表"),
        Dialog::Message(_) | Dialog::Question(_) | Dialog::About(_) | Dialog::Heading(_) | Dialog::Generate(_) => {
            ManualPlace::of("start")
        }
    }
}

/// The rules of the form that is open, or of the newest.
fn rules<'a>(workspace: Option<&'a Workspace>, forms: &'a disclosure_engine::form::FormLibrary) -> Vec<RuleText<'a>> {
    let newest = || forms.all().max_by_key(|form| form.year);
    let form = workspace.map(|workspace| workspace.form().as_ref()).or_else(|| newest().map(AsRef::as_ref));
    form.map(|form| all_rules(form).collect()).unwrap_or_default()
}
