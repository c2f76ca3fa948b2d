//! From one year to the next: drafts from last year's disclosure, and last year's figures beside its file.

use std::collections::BTreeMap;
use std::path::Path;

use egui::Context;

use super::documents::{After, FILTER, Picking};
use super::{Dialog, Window};
use crate::app::dialogs::{RollAnswer, RollDialog};
use crate::app::paths::PathRequest;
use crate::app::prior::Prior;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::{Disclosure, TextKey};
use disclosure_engine::edit::{EditError, roll_forward};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::narrative::given_reasons;

impl Window {
    /// Asks for the year of the draft that follows on the disclosure that is open; where none is, for last year's file.
    pub(in crate::app) fn begin_roll(&mut self, ctx: &Context) {
        match self.workspace.as_ref().map(|workspace| workspace.disclosure().clone()) {
            Some(last) => self.dialog = Some(Dialog::Roll(RollDialog::new(last))),
            None => self.ask_for(ctx, Picking::RollFrom, "打开上年的预算公开文件"),
        }
    }

    /// Asks for the year of the draft that follows on the file at `path`.
    pub(super) fn open_to_roll(&mut self, path: &Path) {
        match file::open(path, &self.forms) {
            Ok(last) => self.dialog = Some(Dialog::Roll(RollDialog::new(last))),
            Err(error) => self.complain("文件打不开", format!("{}\n\n{error}", path.display())),
        }
    }

    /// Takes the answer of the dialog.
    pub(super) fn take_roll(&mut self, ctx: &Context, mut dialog: RollDialog, answer: RollAnswer) {
        let RollAnswer::Make(year) = answer else {
            return self.ask_for(ctx, Picking::RollFrom, "打开上年的预算公开文件");
        };
        match self.rolled(&dialog.last, year) {
            Ok((draft, reasons)) => self.leave_for(ctx, After::Draft(Box::new(draft), reasons)),
            Err(error) => {
                dialog.refuse(error.to_string());
                self.dialog = Some(Dialog::Roll(dialog));
            }
        }
    }

    /// The draft for `year` that follows on `last`, and last year's reasons, which stay to be chosen from.
    fn rolled(&self, last: &Disclosure, year: u16) -> Result<(Disclosure, BTreeMap<TextKey, String>), EditError> {
        let form = self.forms.for_year(year).ok_or(EditError::YearOutOfRange)?;
        let last_form = self.forms.get(&last.form).ok_or(EditError::YearOutOfRange)?;
        let evaluation = evaluate(last_form, last);
        let catalog = &self.catalog;
        let evaluated = Evaluated { form: last_form, catalog, disclosure: last, evaluation: &evaluation };
        Ok((roll_forward(evaluated, form, year)?, given_reasons(evaluated)))
    }

    /// Asks for last year's file to compare with, or puts it away.
    pub(in crate::app) fn toggle_last_year(&mut self, ctx: &Context) {
        match &mut self.workspace {
            Some(workspace) if workspace.last_year().is_some() => workspace.set_last_year(None),
            _ => self.ask_for(ctx, Picking::LastYear, "打开上年的预算公开文件，核对上年预算数"),
        }
    }

    /// Compares last year's figures with the file at `path` from now on, and says what came of it.
    pub(super) fn open_last_year(&mut self, path: &Path) {
        let opened = match file::open(path, &self.forms) {
            Ok(disclosure) => disclosure,
            Err(error) => return self.complain("文件打不开", format!("{}\n\n{error}", path.display())),
        };
        let (Some(form), Some(workspace)) = (self.forms.get(&opened.form).cloned(), &mut self.workspace) else {
            return;
        };
        let (body, year) = (opened.body.clone(), opened.year);
        if let Some(why) = disclosure_engine::audit::not_last_year(workspace.disclosure(), &opened) {
            return self.complain("不能核对", format!("{}\n\n{why}", path.display()));
        }
        workspace.set_last_year(Some(Prior::new(form, &self.catalog, opened)));
        let told = against_text(workspace);
        self.shows_findings = Some(true);
        self.complain("与上年文件核对", format!("{body} {year} 年：{told}"));
    }

    fn ask_for(&mut self, ctx: &Context, picking: Picking, title: &str) {
        self.picking = Some(picking);
        let request = PathRequest::open(title).filter(FILTER, &[file::EXTENSION]);
        self.picker.start(self.beginning_at_hand(request), ctx);
    }
}

/// What the comparison found, in a sentence.
fn against_text(workspace: &Workspace) -> String {
    let findings = workspace.audit().findings.iter();
    match findings.filter(|finding| finding.rule == disclosure_engine::audit::LAST_YEAR_RULE).count() {
        0 => "上年预算数与上年公开的数全部一致。".to_owned(),
        count => format!(
            "上年预算数有 {count} 处与上年公开的数不一致，已列在问题列表里（D7）。\n\
             在“上年预算数”页改正后，问题自行消失；不再核对时，在“审核”菜单里关掉。"
        ),
    }
}
