//! The disclosures and documents of a folder as a table, each opened by a click, and the sum of units beside their department.

mod arrangement;
mod list;
mod sum;
mod survey;
mod view;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::{Align, CentralPanel, CollapsingHeader, Context, Frame, Layout, Margin, RichText, ScrollArea, TextEdit, Ui};

pub use survey::Survey;

use self::arrangement::Arrangement;
use self::sum::{Other, Sum, SumJob};
use self::survey::Surveyed;
use self::view::{Grouping, Line, View};
use super::theme::{self, Palette};
use crate::received::State;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::review::Role;
use disclosure_engine::review::intake::same_body;
use disclosure_engine::spelling::visible;

/// More differences than this are not drawn at once.
const MOST_DRAWN: usize = 200;
/// Height of a row.
const ROW: f32 = 28.0;
/// Width of the field in which a name is sought.
const SEARCH: f32 = 220.0;

pub struct Folder {
    survey: Survey,
    arrangement: Arrangement,
    view: View,
    /// The lines of the list; `None` where they are to be made anew.
    lines: Option<Vec<Line>>,
    /// The department among the files, by its place.
    department: Option<usize>,
    /// Which of the files are its units.
    is_unit: Vec<bool>,
    addition: Addition,
}

/// The sum of the units, as far as it was asked for.
enum Addition {
    /// Nobody asked yet, or something else is chosen since.
    Wanted,
    /// It is being added up.
    Working(SumJob),
    Done(Box<Sum>),
    /// Why there is none.
    Failed(String),
}

/// What was asked in the list.
pub enum FolderRequest {
    /// Open a file.
    Open(PathBuf),
    /// Open the sum of the units, or what lies in an archive, as a new disclosure.
    OpenSum(Box<Disclosure>),
    /// Choose what an earlier check printed, to compare with it.
    Earlier,
    Another,
    Close,
}

impl Folder {
    /// The list of `folder`, which is read from now on, beside the `earlier` check.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn open(
        ctx: &Context,
        forms: &FormLibrary,
        catalog: &Arc<Catalog>,
        folder: &Path,
        earlier: Option<PathBuf>,
    ) -> Result<Self, String> {
        Ok(Self {
            survey: Survey::begin(ctx, forms, catalog, folder, earlier)?,
            arrangement: Arrangement::default(),
            view: View::default(),
            lines: None,
            department: None,
            is_unit: Vec::new(),
            addition: Addition::Wanted,
        })
    }

    /// The folder that is listed.
    pub fn path(&self) -> &Path {
        &self.survey.folder
    }

    /// Shows it as `other` was shown: the same order, groups and search.
    pub fn shown_as(mut self, other: Self) -> Self {
        self.view = other.view;
        self
    }

    /// Draws the list in place of everything else.
    pub fn ui(&mut self, ui: &mut Ui, catalog: &Arc<Catalog>) -> Option<FolderRequest> {
        if self.survey.update() {
            self.arrange();
        }
        if self.lines.is_none() {
            self.lines = Some(self.view.lines(&self.survey, &self.arrangement));
        }
        if let Addition::Working(job) = &self.addition
            && let Some(sum) = job.take()
        {
            self.addition = sum.map_or_else(Addition::Failed, |sum| Addition::Done(Box::new(sum)));
        }
        let palette = Palette::of(ui.visuals());
        let paper = Frame::new().fill(palette.paper).inner_margin(Margin::symmetric(20, 14));
        let mut request = None;
        CentralPanel::default().frame(paper).show(ui, |ui| {
            request = self.head_ui(ui);
            self.state_ui(ui);
            ui.add_space(4.0);
            request = self.choices_ui(ui).or(request.take());
            ui.add_space(4.0);
            let wanted = if let Addition::Done(_) = self.addition {
                ui.available_height() * 0.5
            } else {
                ui.available_height() - 2.0 * ROW - 40.0
            };
            request = self.table_ui(ui, wanted.max(160.0)).or(request.take());
            ui.add_space(8.0);
            request = self.sum_ui(ui, catalog).or(request.take());
        });
        request
    }

    fn lines(&self) -> &[Line] {
        self.lines.as_deref().unwrap_or_default()
    }

    /// What came puts the files beside each other anew. Until a person says otherwise, the likely department is that whose
    /// units are added up.
    fn arrange(&mut self) {
        self.lines = None;
        // While hundreds come, a list that is arranged with each would not be drawn.
        if self.survey.is_working() {
            return;
        }
        self.arrangement = Arrangement::of(&self.survey);
        self.survey.doubt(&mut self.arrangement);
        self.department = self.arrangement.likely_department(&self.survey);
        self.is_unit = match self.department {
            Some(place) => self.arrangement.units_of(&self.survey, place),
            None => vec![false; self.survey.files.len()],
        };
        self.addition = Addition::Wanted;
    }

    fn head_ui(&mut self, ui: &mut Ui) -> Option<FolderRequest> {
        let palette = Palette::of(ui.visuals());
        let mut request = None;
        ui.horizontal(|ui| {
            ui.label(RichText::new("文件夹里的预算公开").text_style(theme::bold_text()).size(20.0));
            ui.label(RichText::new(visible(&self.survey.folder.display().to_string())).color(palette.weak_text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button("返回").clicked() {
                    request = Some(FolderRequest::Close);
                }
                if theme::link_ui(ui, "换一个文件夹…").clicked() {
                    request = Some(FolderRequest::Another);
                }
            });
        });
        request
    }

    /// How far it is, or how the files stand all together.
    fn state_ui(&mut self, ui: &mut Ui) {
        let palette = Palette::of(ui.visuals());
        if self.survey.is_working() {
            ui.horizontal(|ui| {
                let (done, all) = (self.survey.files.len(), self.survey.found.unwrap_or(0));
                let share = if all == 0 { 0.0 } else { done as f32 / all as f32 };
                theme::progress_ui(ui, share, &format!("已核对 {done} / {all}"));
                if ui.button("停止").clicked() {
                    self.survey.cancel();
                    self.arrange();
                }
            });
            return;
        }
        let places = || (0..self.survey.files.len()).filter(|place| !self.arrangement.is_older(*place));
        let states = |wanted: State| {
            places().filter(|place| self.survey.files[*place].body().is_some_and(|body| body.state == wanted)).count()
        };
        let broken = self.survey.files.iter().filter(|file| file.result.is_err()).count();
        let older = self.survey.files.len() - places().count();
        let older = if older == 0 { String::new() } else { format!("；另有旧的 {older} 份") };
        let stopped = match self.survey.found {
            Some(found) if found > self.survey.files.len() => {
                format!("停止时还有 {} 份没有核对。", found - self.survey.files.len())
            }
            _ => String::new(),
        };
        let text = format!(
            "共 {} 份：有错误 {}，有存疑 {}，读不出 {broken}{older}。{stopped}点单位名称打开。",
            places().count(),
            states(State::Errors),
            states(State::Warnings),
        );
        ui.label(text);
        for told in self.survey.problem.iter().chain(&self.survey.passed_over) {
            ui.label(RichText::new(visible(told)).color(palette.weak_text));
        }
    }

    /// What is shown of the files.
    fn choices_ui(&mut self, ui: &mut Ui) -> Option<FolderRequest> {
        let mut request = None;
        let before = self.view.clone();
        ui.horizontal(|ui| {
            let search =
                TextEdit::singleline(&mut self.view.search).hint_text("找单位、部门或文件").desired_width(SEARCH);
            let search = ui.add(search);
            search.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "找单位、部门或文件"));
            theme::outline_choices(ui);
            ui.checkbox(&mut self.view.only_errors, "只看有错误的");
            ui.add_space(12.0);
            for grouping in Grouping::ALL {
                ui.selectable_value(&mut self.view.grouping, grouping, grouping.name());
            }
            ui.add_space(12.0);
            let earlier = match &self.survey.earlier {
                Some(path) => format!("与 {} 比", visible(&path.file_name().unwrap_or_default().to_string_lossy())),
                None => "与上次比…".to_owned(),
            };
            let hover = "选上次核对时 check --format json 存下的文件";
            if theme::link_ui(ui, &earlier).on_hover_text(hover).clicked() {
                request = Some(FolderRequest::Earlier);
            }
        });
        if self.view != before {
            self.lines = None;
        }
        request
    }

    fn sum_ui(&mut self, ui: &mut Ui, catalog: &Arc<Catalog>) -> Option<FolderRequest> {
        let palette = Palette::of(ui.visuals());
        let chosen = self.is_unit.iter().filter(|is_unit| **is_unit).count();
        let mut request = None;
        ui.horizontal_wrapped(|ui| {
            if let Addition::Working(job) = &self.addition {
                ui.ctx().request_repaint_after(Duration::from_millis(100));
                theme::progress_ui(ui, job.progress.share(), &format!("正在把 {chosen} 个单位相加"));
                if ui.button("取消").clicked() {
                    self.addition = Addition::Wanted;
                }
                return;
            }
            let can_add = chosen > 0 && self.department.is_some() && !self.survey.is_working();
            let button = egui::Button::new(format!("部门与 {chosen} 个单位的合计核对"));
            let button = ui.add_enabled(can_add, button);
            if button.on_disabled_hover_text("请先选定一个部门和要汇入的单位").clicked() {
                self.add_up(ui.ctx(), catalog);
            }
            if let Addition::Failed(problem) = &self.addition {
                ui.label(RichText::new(format!("✕ {problem}")).color(palette.error));
            }
            if let Addition::Done(sum) = &self.addition {
                match sum.errors {
                    0 => ui.label(RichText::new("✓ 部门各表等于各单位合计").color(palette.accent)),
                    errors => ui.label(RichText::new(format!("● {errors} 处不等于单位合计")).color(palette.error)),
                };
                let hover = "各单位相加得到的一份部门预算公开，没有存盘";
                if ui.button("打开合计数").on_hover_text(hover).clicked() {
                    request = Some(FolderRequest::OpenSum(Box::new(sum.disclosure.clone())));
                }
            }
        });
        let Addition::Done(sum) = &self.addition else { return request };
        ui.label(RichText::new(format!("{} 个单位相加，单位合计 → 部门", sum.units)).color(palette.weak_text));
        ScrollArea::vertical().auto_shrink(false).id_salt("sum").show(ui, |ui| {
            for reason in &sum.left_out {
                ui.label(RichText::new(reason).color(palette.warning));
            }
            for cause in &sum.causes {
                ui.label(RichText::new(cause).color(palette.error).text_style(theme::bold_text()));
            }
            // What follows from others says nothing of its own.
            let roots = sum.lines.iter().filter(|line| !line.follows);
            for line in roots.clone().take(MOST_DRAWN) {
                let color = if line.is_rounding { palette.rounding } else { palette.error };
                ui.label(RichText::new(&line.text).color(color)).on_hover_text(&line.parts);
                if !line.is_rounding {
                    ui.label(RichText::new(format!("　　{}", line.parts)).color(palette.weak_text));
                }
            }
            let undrawn = roots.count().saturating_sub(MOST_DRAWN);
            let follow: Vec<&sum::SumLine> = sum.lines.iter().filter(|line| line.follows).collect();
            if undrawn > 0 {
                ui.label(format!("还有 {undrawn} 处没有列出"));
            }
            if !follow.is_empty() {
                let title = RichText::new(format!("随之不等 {} 处", follow.len())).color(palette.weak_text);
                CollapsingHeader::new(title).id_salt("follow").show(ui, |ui| {
                    for line in follow.into_iter().take(MOST_DRAWN) {
                        ui.label(RichText::new(&line.text).color(palette.weak_text)).on_hover_text(&line.parts);
                    }
                });
            }
        });
        request
    }

    /// Begins to add up the chosen units, to compare the department with the sum.
    fn add_up(&mut self, ctx: &Context, catalog: &Arc<Catalog>) {
        let body = |place: usize| self.survey.files.get(place).and_then(Surveyed::body).cloned();
        let Some(department) = self.department.and_then(body) else { return };
        let chosen: Vec<usize> = (0..self.is_unit.len()).filter(|place| self.is_unit[*place]).collect();
        let units = chosen.iter().filter_map(|place| body(*place)).collect();
        self.addition = match SumJob::begin(ctx, catalog, department, units, self.others(&chosen)) {
            Ok(job) => Addition::Working(job),
            Err(problem) => Addition::Failed(problem),
        };
    }

    /// The files beside those that were `chosen`, any of which the department may have added up.
    fn others(&self, chosen: &[usize]) -> Vec<Other> {
        let name_of = |place: usize| self.survey.files[place].body().map(|body| same_body(&body.disclosure.body));
        let year_of = |place: usize| self.survey.files[place].body().map(|body| body.disclosure.year);
        let year = self.department.and_then(year_of);
        let other = |place: usize| {
            let file = &self.survey.files[place];
            let body = file.body().filter(|body| !body.is_department())?.clone();
            let unit = chosen.iter().position(|unit| name_of(*unit) == name_of(place));
            let role = match unit {
                _ if year_of(place) != year => Role::OtherYear(unit),
                Some(unit) => Role::Older(unit),
                None => Role::Foreign,
            };
            let file_name = file.target.path.file_name().unwrap_or_default().to_string_lossy();
            let name = format!("{}（{file_name}）", body.disclosure.body);
            Some(Other { body, role, name })
        };
        (0..self.survey.files.len()).filter(|place| !chosen.contains(place)).filter_map(other).collect()
    }
}
