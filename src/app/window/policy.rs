//! What a bureau wants checked: choosing its file, remembering it, and checking by it.

use std::path::Path;

use egui::Context;

use super::documents::Picking;
use super::{Dialog, Window};
use crate::app::dialogs::{PolicyAnswer, PolicyDialog, PolicyLine, policy_wants};
use crate::app::paths::PathRequest;
use crate::catalogs;
use crate::policy::NamedPolicy;
use disclosure_engine::form::FormLibrary;

/// The policy by which everything is checked.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    policy: Option<NamedPolicy>,
    /// Whether a command named it.
    is_named: bool,
}

impl Wanted {
    pub(super) fn named(policy: Option<NamedPolicy>) -> Self {
        Self { is_named: policy.is_some(), policy }
    }
}

impl Window {
    /// Shows which policy is used.
    pub(in crate::app) fn show_policy(&mut self) {
        self.tell_policy(None);
    }

    fn tell_policy(&mut self, told: Option<Result<String, String>>) {
        let line = |named: &NamedPolicy| PolicyLine {
            path: named.path.display().to_string(),
            name: named.policy.name.clone(),
            wants: policy_wants(&named.policy),
            is_named: self.wanted.is_named,
        };
        let used = self.wanted.policy.as_ref().map(line);
        self.dialog = Some(Dialog::Policy(PolicyDialog::new(used, told)));
    }

    /// Takes the answer of the dialog.
    pub(super) fn take_policy(&mut self, ctx: &Context, answer: PolicyAnswer) {
        match answer {
            PolicyAnswer::Choose => {
                self.picking = Some(Picking::Policy);
                let request = PathRequest::open("选择审核要求").filter("审核要求", &["ron"]);
                self.picker.start(self.beginning_at_hand(request), ctx);
            }
            PolicyAnswer::Remove => {
                let told = self.use_policy(None).map(|()| "不再用了。".to_owned());
                self.settings.set_policy(None);
                self.tell_policy(Some(told));
            }
        }
    }

    /// Checks by the file that the user chose, and remembers it.
    pub(super) fn load_policy(&mut self, path: &Path) {
        let told = self.read_policy(path).map(|()| "从现在起按它核对。".to_owned());
        if told.is_ok() {
            self.settings.set_policy(Some(path.to_owned()));
        }
        self.tell_policy(Some(told.map_err(|refusal| format!("没有用：{refusal}"))));
    }

    /// Checks by the file that was chosen in an earlier run, unless a command named another.
    pub(super) fn load_remembered_policy(&mut self) {
        let Some(path) = self.settings.policy().map(Path::to_owned).filter(|_| self.wanted.policy.is_none()) else {
            return;
        };
        if let Err(refusal) = self.read_policy(&path) {
            let text = format!("{refusal}\n\n按程序和表式自己的规则核对。");
            self.complain("上次选的审核要求打不开", text);
        }
    }

    fn read_policy(&mut self, path: &Path) -> Result<(), String> {
        let named = NamedPolicy::read(path)?;
        self.use_policy(Some(named))
    }

    /// `forms` as the file in use wants them.
    ///
    /// # Errors
    /// A sentence, when it does not fit them.
    pub(super) fn wanted_forms(&self, forms: FormLibrary) -> Result<FormLibrary, String> {
        as_wanted(self.wanted.policy.as_ref(), forms)
    }

    pub(super) fn use_policy(&mut self, policy: Option<NamedPolicy>) -> Result<(), String> {
        // Those that an earlier file brought go with it.
        let forms = as_wanted(policy.as_ref(), self.forms_here()?)?;
        let lists = policy.as_ref().map(|named| catalogs::read(&named.catalogs())).transpose()?.unwrap_or_default();
        self.forms = forms;
        self.lists.set_wanted(lists);
        self.wanted = Wanted { policy, is_named: false };
        self.use_lists()?;
        self.keep_form_of_open();
        if let Some(workspace) = &mut self.workspace
            && let Some(form) = self.forms.get(&workspace.disclosure().form)
        {
            workspace.set_form(form.clone());
        }
        Ok(())
    }
}

/// `forms` with those that `policy` brings, checked as it says.
pub(super) fn as_wanted(policy: Option<&NamedPolicy>, mut forms: FormLibrary) -> Result<FormLibrary, String> {
    let Some(named) = policy else { return forms.with_policy(None).map_err(|error| error.to_string()) };
    for folder in named.forms() {
        let is_known = forms.known().iter().any(|known| known.origin.is_in(&folder));
        if !is_known {
            crate::forms::read_also(&mut forms, &folder)?;
        }
    }
    named.apply(&forms)
}
