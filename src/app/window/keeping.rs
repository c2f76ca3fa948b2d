//! What keeps work from being lost: what is typed goes to the journal, what a crash left is offered, earlier versions
//! are shown, and a file that somebody edits is not changed.

use std::path::Path;
use std::time::{Duration, Instant};

use egui::{Context, Frame, Margin, Panel, RichText, Ui, ViewportCommand};
use jiff::Timestamp;

use super::documents::After;
use super::{Dialog, Window};
use crate::app::dialogs::{RecoveryAnswer, RecoveryDialog, RecoveryEntry, Version, VersionsDialog};
use crate::app::differences::differences;
use crate::app::protection::Protection;
use crate::app::safekeeping::{self, Access, Safekeeping};
use crate::app::texts::{TextPage, TextsRequest};
use crate::app::theme::{self, Palette};
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::edit::Step;
use disclosure_engine::file::journal::{About, LeftBehind, left_behind};
use disclosure_engine::file::{self, Backups};
use disclosure_engine::spelling::visible;

/// At least this long between two states of what is being typed that go to the journal.
const TYPING_PAUSE: Duration = Duration::from_millis(400);

/// What is being typed and went to the journal.
#[derive(Debug, Default)]
pub(super) struct Typing {
    /// What went there last.
    unfinished: Unfinished,
    at: Option<Instant>,
}

/// What is being typed and was not taken yet.
#[derive(Debug, Default, PartialEq)]
struct Unfinished {
    in_cells: [Option<Step>; 2],
    in_texts: Vec<TextsRequest>,
    revision: u64,
}

impl Unfinished {
    fn is_nothing(&self) -> bool {
        self.in_cells.iter().all(Option::is_none) && self.in_texts.is_empty()
    }
}

/// What was asked in the notice above what is open.
enum NoticeRequest {
    SaveAs,
    OpenAnew,
    TakeOver,
}

impl Window {
    /// What was left behind is offered, where there is any.
    pub(super) fn offer_recovery(&mut self) {
        if let Some(state) = &self.state {
            self.left.extend(left_behind(state, &self.forms));
        }
        if !self.left.is_empty() {
            let entries = self.left.iter().map(|left| self.recovery_entry(left)).collect();
            self.dialog = Some(Dialog::Recovery(RecoveryDialog::new(entries)));
        }
    }

    fn recovery_entry(&self, left: &LeftBehind) -> RecoveryEntry {
        let saved = left.about.path.as_deref().map(|path| file::open(path, &self.forms));
        let differences = match (&left.disclosure, saved) {
            (Err(why), _) => Err(why.to_string()),
            (Ok(_), None) => Ok(Vec::new()),
            (Ok(_), Some(Err(why))) => Ok(vec![format!("原来的文件打不开：{why}")]),
            (Ok(left), Some(Ok(saved))) => {
                Ok(self.forms.get(&left.form).map_or(Vec::new(), |form| differences(form, &self.catalog, &saved, left)))
            }
        };
        let title = match &left.disclosure {
            Ok(disclosure) => format!("{} {}", visible(&disclosure.body), disclosure.year),
            Err(_) => "不能恢复的内容".into(),
        };
        let file = match &left.about.path {
            Some(path) => visible(&path.display().to_string()).into_owned(),
            None => "还没有保存过".into(),
        };
        RecoveryEntry { title, file, when: moment(left.written), differences }
    }

    /// Takes the answer to the offer of what was left behind.
    pub(super) fn carry_out_recovery(&mut self, ctx: &Context, answer: RecoveryAnswer) {
        match answer {
            RecoveryAnswer::Restore(place) => self.leave_for(ctx, After::Recover(place)),
            RecoveryAnswer::Discard(place) => {
                let left = self.left.remove(place);
                // Who thinks better of it finds it among the earlier versions.
                let is_kept = match (&self.state, &left.disclosure) {
                    (Some(state), Ok(disclosure)) => {
                        let backups = safekeeping::backups(state, left.about.path.as_deref(), disclosure);
                        backups.keep(file::write(disclosure).as_bytes(), left.written, true).is_ok()
                    }
                    _ => true,
                };
                if is_kept {
                    left.remove();
                }
                if !self.left.is_empty() {
                    self.offer_recovery();
                }
            }
        }
    }

    /// Opens what was left behind as it was.
    pub(super) fn recover(&mut self, place: usize) {
        if place >= self.left.len() {
            return;
        }
        let mut left = self.left.remove(place);
        let Ok(disclosure) = std::mem::replace(&mut left.disclosure, Err(file::FileError::Empty)) else { return };
        // What is open may be the same file, as it is on the disk: its lock goes first.
        self.workspace = None;
        let mut safekeeping = Safekeeping::new(self.state.as_deref(), left.about.clone());
        let is_taken = safekeeping.access().is_read_only();
        if is_taken {
            // Somebody edits the file by now: what was left is not to be lost over that.
            safekeeping = Safekeeping::new(self.state.as_deref(), About::default());
        }
        if let Some(saved) = self.opened_once(&left.about) {
            safekeeping.set_saved(saved.into());
        }
        self.show_kept(disclosure, safekeeping, false);
        if is_taken {
            self.grid.set_notice("原来的文件正由别人编辑，恢复的内容请另存为别的文件");
        }
        // Only what is on the disk again may be removed.
        let is_written = self.workspace.as_ref().is_some_and(|workspace| workspace.safekeeping().write_now());
        if is_written {
            left.remove();
        }
    }

    /// What the file said when it was opened: it still does, or an earlier version does.
    fn opened_once(&self, about: &About) -> Option<Disclosure> {
        let (path, digest) = (about.path.as_deref()?, about.opened?);
        let versions = Backups::of(self.state.as_deref()?, path).list();
        let versions = versions.iter().filter_map(|version| file::open_version(&version.path, &self.forms).ok());
        let mut opened = file::open_to_edit(path, &self.forms).into_iter().chain(versions);
        opened.find(|opened| opened.digest == digest).map(|opened| opened.disclosure)
    }

    /// Gives the journal what is being typed and was not taken yet.
    pub(super) fn journal_typing(&mut self, ctx: &Context) {
        let Some(workspace) = &self.workspace else { return };
        if workspace.access().is_read_only() {
            return;
        }
        let in_cells = [self.grid.unfinished(workspace), self.performance.unfinished(workspace)];
        let now = Unfinished { in_cells, in_texts: self.texts.unfinished(workspace), revision: workspace.revision() };
        let is_nothing = now.is_nothing();
        if now == self.typing.unfinished || is_nothing && self.typing.unfinished.is_nothing() {
            return;
        }
        let waited = self.typing.at.map_or(TYPING_PAUSE, |at| at.elapsed());
        if waited < TYPING_PAUSE && !is_nothing {
            return ctx.request_repaint_after(TYPING_PAUSE - waited);
        }
        let mut steps: Vec<Step> = now.in_cells.iter().flatten().cloned().collect();
        steps.extend(now.in_texts.iter().filter_map(|request| Self::text_step(workspace, request)?.ok()));
        steps.retain(|step| !step.changes.is_empty());
        workspace.journal_unfinished(&steps);
        self.typing = Typing { unfinished: now, at: Some(Instant::now()) };
    }

    /// The system asks the program to end: nobody is asked anything, and what is not saved stays in the journal.
    pub(super) fn end_at_once(&mut self, ctx: &Context) {
        if self.is_closing {
            return;
        }
        // What is being typed does not wait for its turn.
        self.typing.at = None;
        self.journal_typing(ctx);
        if let Some(workspace) = &self.workspace {
            workspace.safekeeping().write_now();
        }
        self.is_closing = true;
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }

    /// Shows the earlier versions of what is open.
    pub(in crate::app) fn show_versions(&mut self) {
        let Some(workspace) = &self.workspace else { return };
        let Some(backups) = workspace.safekeeping().backups(workspace.disclosure()) else {
            return self.complain("没有以前的版本", "系统没有给程序存放的文件夹，以前的版本无处可存。");
        };
        let versions = backups.list().into_iter().map(|backup| {
            let difference = match file::open_version(&backup.path, &self.forms).map(|opened| opened.disclosure) {
                Ok(disclosure) if disclosure == *workspace.disclosure() => "与现在相同".to_owned(),
                Ok(disclosure) => format!("与现在有 {} 处不同", workspace.differences_to(&disclosure).len()),
                Err(error) => error.to_string(),
            };
            Version {
                when: moment(backup.at) + &seconds(backup.at),
                is_unsaved: backup.is_unsaved,
                path: backup.path,
                difference,
            }
        });
        let folder = visible(&backups.folder().display().to_string()).into_owned();
        self.dialog = Some(Dialog::Versions(VersionsDialog { versions: versions.collect(), folder }));
    }

    /// Opens an earlier version as something that was not saved yet.
    pub(super) fn open_version(&mut self, path: &Path) {
        match file::open_version(path, &self.forms) {
            Ok(opened) => self.show(opened.disclosure, None),
            Err(error) => self.complain("文件打不开", error.to_string()),
        }
    }

    /// Says above what is open that it cannot be changed, or not be saved where it is.
    pub(super) fn access_ui(&mut self, ui: &mut Ui) {
        let Some(workspace) = &self.workspace else { return };
        let palette = Palette::of(ui.visuals());
        let text = match workspace.access() {
            Access::Free if workspace.is_locked() => return self.review_mode_ui(ui),
            Access::Free => return,
            Access::Elsewhere => "这个位置不能写入（只读的磁盘，或没有权限）：可以修改，但要另存到别处。".to_owned(),
            Access::Unlocked(blocked) => {
                let name = blocked.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                format!(
                    "没有锁定：旁边的“{}”{}，没有动它。可以修改、保存，但别人同时编辑时不会提醒；请把它移走后重新打开。",
                    visible(&name),
                    blocked.why
                )
            }
            Access::Others(owner) => {
                let who = owner.as_ref().map_or("别的窗口".to_owned(), safekeeping::who);
                format!("只读：{}正在编辑这个文件。", visible(&who))
            }
            Access::Uncertain(owner) => format!(
                "只读：{}打开过这个文件，没有正常关闭，或者仍在编辑。请先问清楚。",
                visible(&safekeeping::who(owner))
            ),
        };
        let is_uncertain = matches!(workspace.access(), Access::Uncertain(_));
        let is_read_only = workspace.access().is_read_only();
        let mut request = None;
        let frame = Frame::new().fill(palette.head_fill).inner_margin(Margin::symmetric(12, 6));
        Panel::top("access").frame(frame).show(ui, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(text).color(palette.warning).text_style(theme::bold_text()));
                if is_read_only && ui.button("再试一次").on_hover_text("重新打开；对方关闭后就可以编辑").clicked()
                {
                    request = Some(NoticeRequest::OpenAnew);
                }
                if is_uncertain && ui.button("确实没有人在编辑，由我编辑").clicked() {
                    request = Some(NoticeRequest::TakeOver);
                }
                if ui.button("另存为…").clicked() {
                    request = Some(NoticeRequest::SaveAs);
                }
            });
        });
        let ctx = ui.ctx().clone();
        match request {
            Some(NoticeRequest::SaveAs) => self.save_as(&ctx),
            Some(NoticeRequest::OpenAnew) => {
                if let Some(path) = self.workspace.as_ref().and_then(Workspace::path).map(Path::to_owned) {
                    self.open_path(&ctx, &path);
                }
            }
            Some(NoticeRequest::TakeOver) => self.edit_left_locked(&ctx),
            None => {}
        }
    }

    /// Says above what is open that it is only reviewed.
    fn review_mode_ui(&mut self, ui: &mut Ui) {
        let palette = Palette::of(ui.visuals());
        let frame = Frame::new().fill(palette.head_fill).inner_margin(Margin::symmetric(12, 6));
        let leaves = Panel::top("access").frame(frame).show(ui, |ui| {
            let row = ui.horizontal_wrapped(|ui| {
                let text = "审阅模式：内容已锁定，可以看、复制、批注、签审，不能修改。";
                ui.label(RichText::new(text).color(palette.accent).text_style(theme::bold_text()));
                ui.button("退出审阅模式").clicked()
            });
            row.inner
        });
        if leaves.inner {
            self.toggle_review_mode();
        }
    }

    /// Edits a file on which another machine left its lock.
    fn edit_left_locked(&mut self, ctx: &Context) {
        let Some(workspace) = &mut self.workspace else { return };
        // What the other machine saved meanwhile must be seen before it is edited.
        if let Some(path) = workspace.path().map(Path::to_owned)
            && let Ok(opened) = file::open(&path, &self.forms)
            && opened != *workspace.disclosure()
        {
            self.open_path(ctx, &path);
        }
        if let Some(workspace) = &mut self.workspace {
            workspace.take_over();
        }
    }

    /// Says so when a change was asked for that cannot be made.
    pub(super) fn tell_refusal(&mut self) {
        let Some(workspace) = &mut self.workspace else { return };
        let too_long = workspace.take_too_long();
        if workspace.take_refusal() {
            let protection = workspace.protection();
            self.tell_protection(protection);
        }
        if let Some(error) = too_long {
            self.warn("没有放进去", error.to_string());
        }
    }

    /// Says why nothing was changed.
    pub(super) fn tell_protection(&mut self, protection: Option<Protection>) {
        match (protection, self.texts.shown()) {
            (None, _) => {}
            (Some(protection), Some(TextPage::Performance(_))) => self.performance.set_notice(protection.why()),
            (Some(protection), _) => self.grid.refuse(protection.why()),
        }
    }
}

/// What tells apart what was saved in the same minute.
fn seconds(at: Timestamp) -> String {
    at.strftime(":%S").to_string()
}

/// A moment as people say it.
pub(super) fn moment(at: Timestamp) -> String {
    at.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y年%-m月%-d日 %H:%M").to_string()
}
