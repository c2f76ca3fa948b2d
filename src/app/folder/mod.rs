//! The disclosures of a folder as a table, each opened by a click, and the sum of units beside their department.

mod list;
mod sum;
mod survey;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use egui::{Align, CentralPanel, Context, Frame, Layout, Margin, RichText, ScrollArea, Ui};

pub use survey::Survey;

use self::sum::{Sum, SumJob};
use self::survey::{Body, Surveyed, Unread};
use super::theme::{self, Palette};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::spelling::visible;

/// More differences than this are not drawn at once.
const MOST_DRAWN: usize = 200;
/// Height of a row.
const ROW: f32 = 28.0;

pub struct Folder {
    survey: Survey,
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
    /// Open the sum of the units as a new disclosure.
    OpenSum(Box<Disclosure>),
    Another,
    Close,
}

impl Folder {
    /// The list of `folder`, which is read from now on.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn open(ctx: &Context, forms: &FormLibrary, catalog: &Arc<Catalog>, folder: &Path) -> Result<Self, String> {
        let survey = Survey::begin(ctx, forms, catalog, folder)?;
        Ok(Self { survey, department: None, is_unit: Vec::new(), addition: Addition::Wanted })
    }

    /// The folder that is listed.
    pub fn path(&self) -> &Path {
        &self.survey.folder
    }

    /// Draws the list in place of everything else.
    pub fn ui(&mut self, ui: &mut Ui, catalog: &Arc<Catalog>) -> Option<FolderRequest> {
        if self.survey.update() {
            self.choose_department();
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
            ui.add_space(6.0);
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

    /// The first department of the newest year is taken for that of all units of its year, until the person says otherwise.
    fn choose_department(&mut self) {
        let bodies = || self.survey.files.iter().map(|file| file.result.as_ref().ok());
        let departments = bodies().flatten().filter(|body| body.is_department()).map(|body| body.disclosure.year);
        let newest = departments.max().or_else(|| bodies().flatten().map(|body| body.disclosure.year).max());
        let is_newest = |body: &Arc<Body>| Some(body.disclosure.year) == newest;
        self.department = bodies().position(|body| body.is_some_and(|body| body.is_department() && is_newest(body)));
        self.is_unit = bodies().map(|body| body.is_some_and(|body| !body.is_department() && is_newest(body))).collect();
        self.addition = Addition::Wanted;
    }

    fn head_ui(&mut self, ui: &mut Ui) -> Option<FolderRequest> {
        let palette = Palette::of(ui.visuals());
        let mut request = None;
        ui.horizontal(|ui| {
            ui.label(RichText::new("文件夹里的预算公开").text_style(theme::bold_text()).size(20.0));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button("返回").clicked() {
                    request = Some(FolderRequest::Close);
                }
            });
        });
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(visible(&self.survey.folder.display().to_string())).color(palette.weak_text));
            if theme::link_ui(ui, "换一个文件夹…").clicked() {
                request = Some(FolderRequest::Another);
            }
        });
        if self.survey.is_working() {
            ui.horizontal(|ui| {
                let (done, all) = (self.survey.files.len(), self.survey.found.unwrap_or(0));
                let share = if all == 0 { 0.0 } else { done as f32 / all as f32 };
                theme::progress_ui(ui, share, &format!("已核对 {done} / {all}"));
                if ui.button("停止").clicked() {
                    self.survey.cancel();
                }
            });
        } else {
            let states = |wanted: &str| {
                let bodies = self.survey.files.iter().filter_map(|file| file.result.as_ref().ok());
                bodies.filter(|body| body.state() == wanted).count()
            };
            let unread = |wanted: fn(&Unread) -> bool| {
                self.survey.files.iter().filter(|file| file.result.as_ref().is_err_and(wanted)).count()
            };
            let broken = unread(|unread| matches!(unread, Unread::Broken(_)));
            let count = unread(|unread| *unread == Unread::Document);
            let documents = match count {
                0 => String::new(),
                count => format!("另有 {count} 份 Word、Excel、PDF 文件没有导入，点“导入…”读进来。"),
            };
            let text = format!(
                "共 {} 份：有错误 {}，有存疑 {}，读不出 {broken}。点单位名称打开。{documents}",
                self.survey.files.len() - count,
                states("有错误"),
                states("有存疑"),
            );
            ui.label(text);
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
            for line in sum.lines.iter().take(MOST_DRAWN) {
                let color = match (line.is_rounding, line.follows) {
                    (true, _) => palette.rounding,
                    (false, true) => palette.weak_text,
                    (false, false) => palette.error,
                };
                ui.label(RichText::new(&line.text).color(color)).on_hover_text(&line.parts);
                if !line.follows && !line.is_rounding {
                    ui.label(RichText::new(format!("　　{}", line.parts)).color(palette.weak_text));
                }
            }
            if sum.lines.len() > MOST_DRAWN {
                ui.label(format!("还有 {} 处没有列出", sum.lines.len() - MOST_DRAWN));
            }
        });
        request
    }

    /// Begins to add up the chosen units, to compare the department with the sum.
    fn add_up(&mut self, ctx: &Context, catalog: &Arc<Catalog>) {
        let bodies = |file: &Surveyed| file.result.as_ref().ok().cloned();
        let Some(department) = self.department.and_then(|place| bodies(self.survey.files.get(place)?)) else { return };
        let chosen = self.survey.files.iter().zip(&self.is_unit).filter(|(_, is_unit)| **is_unit);
        let units = chosen.filter_map(|(file, _)| bodies(file)).collect();
        self.addition = match SumJob::begin(ctx, catalog, department, units) {
            Ok(job) => Addition::Working(job),
            Err(problem) => Addition::Failed(problem),
        };
    }
}
