//! The lists of codes: the program's own and those of years, and following them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use super::documents::Picking;
use super::{Dialog, Window};
use crate::app::dialogs::{CatalogLine, CatalogsAnswer, CatalogsDialog, CodesDialog};
use crate::app::paths::PathRequest;
use crate::app::settings::KeptCatalog;
use crate::catalogs::{self, Named};
use disclosure_engine::catalog::CodeChange;
use disclosure_engine::disclosure::Classification;
use disclosure_engine::edit::{CodesSince, codes_since, follow_codes};

/// The lists that are used in place of the program's own.
#[derive(Debug, Clone, Default)]
pub(super) struct Lists {
    /// Those that the user loaded, at most one for a year; without a year it is for all.
    own: Vec<Named>,
    /// Those that a command named, which go before.
    named: Vec<Named>,
    /// Those of what a bureau wants, which go before those of the user.
    wanted: Vec<Named>,
}

impl Lists {
    pub(super) fn named(named: Vec<Named>) -> Self {
        Self { named, ..Self::default() }
    }

    fn all(&self) -> impl Iterator<Item = (&Named, bool)> {
        let named = self.wanted.iter().chain(&self.named).map(|named| (named, true));
        self.own.iter().map(|own| (own, false)).chain(named)
    }

    pub(super) fn set_wanted(&mut self, lists: Vec<Named>) {
        self.wanted = lists;
    }

    fn put(&mut self, list: Named) {
        self.remove(list.list.year);
        self.own.push(list);
        self.own.sort_by_key(|own| own.list.year);
    }

    fn remove(&mut self, year: Option<u16>) {
        self.own.retain(|own| own.list.year != year);
    }
}

impl Window {
    /// Shows which lists there are.
    pub(in crate::app) fn show_catalogs(&mut self) {
        self.tell_catalogs(None);
    }

    fn tell_catalogs(&mut self, told: Option<Result<String, String>>) {
        let line = |(named, is_named): (&Named, bool)| CatalogLine {
            year: named.list.year,
            path: named.path.display().to_string(),
            taken: named.list.taken.to_string(),
            is_named,
        };
        let lines: Vec<CatalogLine> = self.lists.all().map(line).collect();
        let open = self.workspace.as_ref().map(|open| open.disclosure().year).map(|year| {
            let of_year = lines.iter().filter_map(|line| line.year).filter(|own| *own <= year).max();
            let holds = match of_year {
                Some(own) => format!(" {own} 年的科目表"),
                None if lines.iter().any(|line| line.year.is_none()) => "各年通用的科目表".to_owned(),
                None => "程序自带的科目表".to_owned(),
            };
            (year, holds)
        });
        self.dialog = Some(Dialog::Catalogs(CatalogsDialog::new(lines, open, told)));
    }

    /// Takes the answer of the dialog.
    pub(super) fn take_catalogs(&mut self, ctx: &Context, answer: CatalogsAnswer) {
        match answer {
            CatalogsAnswer::Load => {
                self.picking = Some(Picking::Catalog);
                let request = PathRequest::open("载入一年的政府收支分类科目表")
                    .filter("科目表", &["xlsx", "xls", "et", "ods", "csv", "txt"]);
                self.picker.start(request, ctx);
            }
            CatalogsAnswer::Remove(year) => {
                self.lists.remove(year);
                self.remember_lists();
                let told = self.use_lists().map(|()| "不再用了。".to_owned());
                self.tell_catalogs(Some(told));
            }
        }
    }

    /// Loads the list that the user chose, says what was taken of it, and remembers it.
    pub(super) fn load_catalog(&mut self, path: &Path) {
        let told = self.read_list(path, None).and_then(|told| {
            self.use_lists()?;
            self.remember_lists();
            Ok(told)
        });
        self.tell_catalogs(Some(told.map_err(|refusal| format!("没有载入：{}\n{refusal}", path.display()))));
    }

    /// Loads the lists that were chosen in earlier runs.
    pub(super) fn load_remembered_catalogs(&mut self) {
        let mut refused = Vec::new();
        for KeptCatalog { year, path } in self.settings.catalogs().to_vec() {
            if let Err(refusal) = self.read_list(&path, Some(year)) {
                refused.push(format!("{}\n{refusal}", path.display()));
            }
        }
        refused.extend(self.use_lists().err());
        if !refused.is_empty() {
            self.remember_lists();
            let text = format!("{}\n\n没有载入的年度，用程序自带的科目表。", refused.join("\n\n"));
            self.complain("上次载入的科目表打不开", text);
        }
    }

    /// Reads the list at `path`, for the year that was kept, or else that of its title or of the disclosure that is open.
    fn read_list(&mut self, path: &Path, kept: Option<Option<u16>>) -> Result<String, String> {
        let mut list = catalogs::read_list(path)?;
        let open = self.workspace.as_ref().map(|open| open.disclosure().year);
        list.year = kept.unwrap_or_else(|| list.year.or(open));
        let year = list.year.map_or_else(|| "各年的".to_owned(), |year| format!("{year} 年的"));
        let mut lines = vec![format!("{year}科目表已载入：{}。", list.taken)];
        if let (Some(own), Some(open)) = (list.year, open)
            && own > open
        {
            lines.push(format!("打开的文件是 {open} 年的，不按它。"));
        }
        lines.extend(list.taken.not_understood.iter().map(ToString::to_string));
        self.lists.put(Named { path: path.to_owned(), list });
        Ok(lines.join("\n"))
    }

    pub(super) fn use_lists(&mut self) -> Result<(), String> {
        self.catalog = Arc::new(catalogs::catalog(self.lists.all().map(|(named, _)| &named.list))?);
        if let Some(workspace) = &mut self.workspace {
            workspace.set_catalog(self.catalog.clone());
        }
        Ok(())
    }

    fn remember_lists(&mut self) {
        let kept = |own: &Named| KeptCatalog { year: own.list.year, path: PathBuf::clone(&own.path) };
        self.settings.set_catalogs(self.lists.own.iter().map(kept).collect());
    }

    /// How the codes of the disclosure that is open changed since the budget of the year before.
    fn codes_since_last_year(&self) -> Option<(u16, CodesSince)> {
        let evaluated = self.workspace.as_ref()?.evaluated();
        let year = evaluated.disclosure.year;
        Some((year, codes_since(evaluated, year.saturating_sub(1))))
    }

    /// Shows which codes changed, and offers to follow; `left` is what of last year's has no place. Returns whether there
    /// is anything to show of codes.
    pub(super) fn offer_code_changes(&mut self, left: Vec<String>) -> bool {
        match self.codes_since_last_year() {
            Some((year, since)) if !since.is_empty() => {
                self.dialog = Some(Dialog::Codes(CodesDialog::new(year, since, left)));
                true
            }
            _ => false,
        }
    }

    /// The same where a person asks for it.
    pub(in crate::app) fn show_code_changes(&mut self) {
        if !self.offer_code_changes(Vec::new()) {
            let text = "文件里用到的科目，与去年的科目表相比没有变动。今年印发了新的科目表的，请先在“科目表…”里载入。";
            self.complain("科目变动", text);
        }
    }

    /// Gives rows what took the place of their codes.
    pub(super) fn take_code_changes(&mut self, chosen: &[(Classification, CodeChange)]) {
        let Some(workspace) = &mut self.workspace else { return };
        match follow_codes(workspace.evaluated(), chosen) {
            Ok(followed) => {
                workspace.make(followed.step);
                if followed.left.is_empty() {
                    self.grid.set_notice(format!("{} 个科目改成了今年的，可以撤销", chosen.len()));
                } else {
                    self.complain("有的科目没有改", followed.left.join("\n"));
                }
            }
            Err(error) => self.complain("科目没有改", error.to_string()),
        }
    }
}
