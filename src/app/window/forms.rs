//! Looking at the forms, and adding one.

use std::path::Path;

use egui::Context;

use super::documents::Picking;
use super::{Dialog, Window};
use crate::app::dialogs::{FormsAnswer, FormsDialog, Told};
use crate::app::paths::PathRequest;
use crate::forms::{self, AddError};

impl Window {
    /// Shows which forms there are.
    pub(in crate::app) fn show_forms(&mut self) {
        self.tell_forms(None);
    }

    fn tell_forms(&mut self, told: Option<Told>) {
        let folder = forms::user_folder(self.state.as_deref());
        let folder = folder.map_or_else(|| "（没有）".to_owned(), |folder| folder.display().to_string());
        self.dialog = Some(Dialog::Forms(FormsDialog::new(&self.forms, folder, told)));
    }

    /// Asks for the folder or file of a form.
    pub(super) fn ask_for_form(&mut self, ctx: &Context, answer: FormsAnswer) {
        self.picking = Some(Picking::Form);
        let request = match answer {
            FormsAnswer::AddFolder => PathRequest::choose_folder("选择表式的文件夹（里面有 form.ron）"),
            FormsAnswer::AddZip => PathRequest::open("选择表式的压缩文件").filter("压缩文件", &["zip"]),
        };
        self.picker.start(self.beginning_at_hand(request), ctx);
    }

    /// Copies the form at `path` into the user's folder, and says what came of it.
    pub(super) fn add_form(&mut self, path: &Path) {
        // Who chooses the file in a folder means the folder.
        let is_part = path.extension().is_some_and(|extension| extension == "ron");
        let path = if is_part { path.parent().unwrap_or(path) } else { path };
        let told = match forms::add(path, &self.forms, self.state.as_deref()) {
            Ok((form, folder)) => {
                self.forms.add_folder(&folder);
                Told::Added(format!("已加入：{}（{}）", form.name, form.short_name()))
            }
            Err(AddError::Unsound(errors)) => {
                Told::Refused(format!("没有加入，表式有 {} 处不对：\n{errors}", errors.iter().count()))
            }
            Err(AddError::Failed(sentence)) => Told::Refused(format!("没有加入：{sentence}")),
        };
        self.tell_forms(Some(told));
    }
}
