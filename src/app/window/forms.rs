//! Looking at the forms, adding one and taking it out, and another revision for the open disclosure.

use std::path::Path;

use egui::Context;

use super::documents::Picking;
use super::{Dialog, Window};
use crate::app::dialogs::{FormsAnswer, FormsDialog, Told};
use crate::app::paths::PathRequest;
use crate::forms::{self, AddError};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

impl Window {
    /// Shows which forms there are.
    pub(in crate::app) fn show_forms(&mut self) {
        self.tell_forms(None);
    }

    fn tell_forms(&mut self, told: Option<Told>) {
        let folder = forms::user_folder(self.state.as_deref());
        let open = self.workspace.as_ref().map(|workspace| workspace.form());
        self.dialog = Some(Dialog::Forms(FormsDialog::new(&self.forms, folder, open, told)));
    }

    /// Does what is asked for in the dialog.
    pub(super) fn carry_out_forms(&mut self, ctx: &Context, answer: FormsAnswer) {
        let request = match answer {
            FormsAnswer::AddFolder => PathRequest::choose_folder("选择表式的文件夹（里面有 form.ron）"),
            FormsAnswer::AddZip => PathRequest::open("选择表式的压缩文件").filter("压缩文件", &["zip"]),
            FormsAnswer::Remove(id) => return self.remove_form(&id),
            FormsAnswer::Follow => return self.follow_form_here(),
        };
        self.picking = Some(Picking::Form);
        self.picker.start(self.beginning_at_hand(request), ctx);
    }

    /// Copies the form at `path` into the user's folder, and says what came of it.
    pub(super) fn add_form(&mut self, path: &Path) {
        // Who chooses the file in a folder means the folder.
        let is_part = path.extension().is_some_and(|extension| extension == "ron");
        let path = if is_part { path.parent().unwrap_or(path) } else { path };
        let told = match forms::add(path, &self.forms, &self.catalog, self.state.as_deref()) {
            Ok(added) => {
                let refused = self.read_forms();
                let (name, short) = (&added.form.name, added.form.short_name());
                let aside = added.replaced.map(|aside| format!("\n{}。", aside.told())).unwrap_or_default();
                Told::Done(format!("已加入：{name}（{short}），第 {} 版。{aside}{refused}", added.form.revision))
            }
            Err(AddError::Unsound(errors)) => {
                let unseen = errors.unseen().map_or_else(String::new, |unseen| format!("\n{unseen}"));
                Told::Refused(format!("没有加入，表式有 {} 处不对：\n{errors}{unseen}", errors.iter().count()))
            }
            Err(AddError::Mistaken(mistakes)) => {
                Told::Refused(format!("没有加入，表式有 {} 处不对：\n{}", mistakes.len(), mistakes.join("\n")))
            }
            Err(AddError::Failed(sentence)) => Told::Refused(format!("没有加入：{sentence}")),
        };
        self.tell_forms(Some(told));
    }

    fn remove_form(&mut self, id: &str) {
        let told = match forms::remove(id, &self.forms, self.state.as_deref()) {
            Ok(aside) => {
                let refused = self.read_forms();
                Told::Done(format!("已移出 {id}：{}。{refused}", aside.told()))
            }
            Err(sentence) => Told::Refused(format!("没有移出：{sentence}")),
        };
        self.tell_forms(Some(told));
    }

    /// The forms that this machine has, without what a bureau wants, and those that files brought.
    ///
    /// # Errors
    /// A sentence, when a folder that a command named has none any more.
    pub(super) fn forms_here(&self) -> Result<FormLibrary, String> {
        let forms = forms::library(self.state.as_deref(), &self.more_forms)?;
        Ok(forms.with_carried_of(&self.forms))
    }

    /// Reads the forms again, after one came or went. Where what a bureau wants does not fit them any more, it is used no
    /// longer, and what is to be said of that is returned.
    fn read_forms(&mut self) -> String {
        let Ok(forms) = self.forms_here() else { return String::new() };
        match self.wanted_forms(forms) {
            Ok(forms) => {
                self.forms = forms;
                self.keep_form_of_open();
                String::new()
            }
            Err(refusal) => {
                let unused = self.use_policy(None).err().map(|refusal| format!("\n{refusal}")).unwrap_or_default();
                format!("\n审核要求不能用了：{refusal}。按程序和表式自己的规则核对。{unused}")
            }
        }
    }

    /// What is open goes on with the form that it follows, also where that is no longer among the others.
    pub(super) fn keep_form_of_open(&mut self) {
        let Some(workspace) = &mut self.workspace else { return };
        let own = workspace.form().clone();
        let is_same = self.forms.get(&own.id).is_some_and(|form| form.files().same_texts(own.files()));
        if is_same {
            return;
        }
        if let Some(form) = self.forms.carry(own.files()).ok().and_then(|id| self.forms.get(&id)) {
            workspace.rename_form(form.clone());
        }
    }

    /// Lets the open disclosure follow the revision of its form that this machine has.
    fn follow_form_here(&mut self) {
        let told = match self.followed() {
            Ok(told) => Told::Done(told),
            Err(sentence) => Told::Refused(format!("没有改用：{sentence}")),
        };
        self.tell_forms(Some(told));
    }

    fn followed(&mut self) -> Result<String, String> {
        if !self.finish_editing() {
            return Err("还有没录完的，请先录完或者按 Esc 放弃".to_owned());
        }
        let Some(workspace) = &mut self.workspace else { return Err("没有打开的文件".to_owned()) };
        if workspace.protection().is_some() {
            return Err("文件现在不能修改".to_owned());
        }
        let id = workspace.form().given_id().to_owned();
        let read = |disclosure| file::follow(disclosure, &self.forms, &id).map_err(|error| error.to_string());
        let (disclosure, told) = read(workspace.disclosure())?;
        let saved = workspace.safekeeping().saved().and_then(|saved| read(saved).ok());
        let form = self.forms.get(&disclosure.form).cloned().ok_or_else(|| forms::unknown(&self.forms, &id))?;
        workspace.follow(form, disclosure, saved.map(|(saved, _)| saved));
        self.grid.reset();
        self.findings.forget();
        if let Some(first) = self.workspace.as_ref().and_then(|workspace| workspace.form().tables.first()) {
            self.grid.show_table(first.number);
        }
        Ok(format!("{}改用以前的修改不能再撤销；保存以前，文件还是原来的。", told.unwrap_or_default()))
    }
}
