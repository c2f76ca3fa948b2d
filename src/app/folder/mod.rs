//! The disclosures of a folder as a table, each opened by a click, and the sum of units beside their department.

mod survey;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Align, CentralPanel, Context, Frame, Layout, Margin, ProgressBar, RichText, ScrollArea, Ui};
use egui_extras::{Column, TableBuilder};

pub use survey::Survey;

use self::survey::{Body, Surveyed};
use super::theme::{self, Palette};
use crate::audit::Grade;
use crate::catalog::Catalog;
use crate::disclosure::{Amount, Disclosure};
use crate::evaluate::{Evaluated, evaluate};
use crate::review::compare::cell_line;
use crate::review::{SumDifference, compare_with_sum, consolidate, ungrouped_tables};
use crate::spelling::visible;

/// More differences than this are not drawn at once.
const MOST_DRAWN: usize = 200;
/// Which of the texts of a row are figures: errors, warnings, income, spending.
const FIGURES: std::ops::Range<usize> = 2..6;
/// Height of a row.
const ROW: f32 = 28.0;

/// The list of a folder.
pub struct Folder {
    survey: Survey,
    /// The department among the files, by its place.
    department: Option<usize>,
    /// Which of the files are its units.
    is_unit: Vec<bool>,
    sum: Option<Sum>,
}

/// A department beside the sum of its units.
struct Sum {
    /// How many units were added up.
    units: usize,
    /// The sum as a disclosure of its own.
    disclosure: Disclosure,
    left_out: Vec<String>,
    /// What is not equal, in words, with what each unit prints there.
    lines: Vec<SumLine>,
    /// How many differences are more than rounding.
    errors: usize,
}

struct SumLine {
    text: String,
    parts: String,
    is_rounding: bool,
    follows: bool,
}

/// What was asked in the list.
pub enum FolderRequest {
    /// Open a file.
    Open(PathBuf),
    /// Open the sum of the units as a new disclosure.
    OpenSum(Box<Disclosure>),
    /// List another folder.
    Another,
    /// Leave the list.
    Close,
}

impl Folder {
    /// The list of `folder`, which is read from now on.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn open(ctx: &Context, catalog: &Arc<Catalog>, folder: &Path) -> Result<Self, String> {
        let survey = Survey::begin(ctx, catalog, folder)?;
        Ok(Self { survey, department: None, is_unit: Vec::new(), sum: None })
    }

    /// The folder that is listed.
    pub fn path(&self) -> &Path {
        &self.survey.folder
    }

    /// Draws the list in place of everything else.
    pub fn ui(&mut self, ui: &mut Ui, catalog: &Catalog) -> Option<FolderRequest> {
        if self.survey.update() {
            self.choose_department();
        }
        let palette = Palette::of(ui.visuals());
        let paper = Frame::new().fill(palette.paper).inner_margin(Margin::symmetric(20, 14));
        let mut request = None;
        CentralPanel::default().frame(paper).show(ui, |ui| {
            request = self.head_ui(ui);
            ui.add_space(6.0);
            let wanted = if self.sum.is_some() { ui.available_height() * 0.5 } else { ui.available_height() - 50.0 };
            request = self.table_ui(ui, wanted.max(160.0)).or(request.take());
            ui.add_space(8.0);
            request = self.sum_ui(ui, catalog).or(request.take());
        });
        request
    }

    /// The first department is taken for that of all units, until the person says otherwise.
    fn choose_department(&mut self) {
        let bodies = self.survey.files.iter().map(|file| file.result.as_ref().ok());
        self.is_unit = bodies.clone().map(|body| body.is_some_and(|body| !body.is_department())).collect();
        self.department = bodies.into_iter().position(|body| body.is_some_and(Body::is_department));
        self.sum = None;
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
                ui.add(ProgressBar::new(share).desired_width(300.0).text(format!("已核对 {done} / {all}")));
                if ui.button("停止").clicked() {
                    self.survey.cancel();
                }
            });
        } else {
            let states = |wanted: &str| {
                let bodies = self.survey.files.iter().filter_map(|file| file.result.as_ref().ok());
                bodies.filter(|body| body.state() == wanted).count()
            };
            let unread = self.survey.files.iter().filter(|file| file.result.is_err()).count();
            let text = format!(
                "共 {} 份：有错误 {}，有存疑 {}，读不出 {unread}。点单位名称打开。",
                self.survey.files.len(),
                states("有错误"),
                states("有存疑"),
            );
            ui.label(text);
        }
        request
    }

    fn table_ui(&mut self, ui: &mut Ui, height: f32) -> Option<FolderRequest> {
        let palette = Palette::of(ui.visuals());
        if self.survey.files.is_empty() {
            if !self.survey.is_working() {
                ui.label(RichText::new("这个文件夹和下面各级文件夹里没有 .budget 文件").color(palette.weak_text));
            }
            return None;
        }
        let mut request = None;
        let (mut department, mut units) = (self.department, self.is_unit.clone());
        // What the totals are called, the form says.
        let first = self.survey.files.iter().find_map(|file| file.result.as_ref().ok());
        let total =
            |place: usize| first.and_then(|body| body.totals.get(place)).map_or("", |(label, _)| label).to_owned();
        let [income, spending] = [total(0), total(1)];
        let heads = ["单位", "类型", "年度", "错误", "存疑", &income, &spending, "状态", "部门", "汇入", "文件"];
        let widths = [300.0, 50.0, 56.0, 50.0, 50.0, 120.0, 120.0, 100.0, 46.0, 46.0];
        let mut table = TableBuilder::new(ui).striped(true).max_scroll_height(height).auto_shrink([false, true]);
        for width in widths {
            table = table.column(Column::initial(width).clip(true).resizable(true));
        }
        let table = table.column(Column::remainder().clip(true)).header(ROW, |mut row| {
            for head in heads {
                row.col(|ui| {
                    ui.label(RichText::new(head).text_style(theme::bold_text()));
                });
            }
        });
        table.body(|body| {
            body.rows(ROW, self.survey.files.len(), |mut row| {
                let place = row.index();
                let file = &self.survey.files[place];
                row.col(|ui| request = body_ui(ui, file).or(request.take()));
                let cells = texts(file);
                for (column, (text, grade)) in cells.iter().enumerate() {
                    let text = RichText::new(text).color(grade_color(*grade, &palette));
                    let layout = match FIGURES.contains(&column) {
                        true => Layout::right_to_left(Align::Center),
                        false => Layout::left_to_right(Align::Center),
                    };
                    row.col(|ui| {
                        ui.with_layout(layout, |ui| ui.label(text));
                    });
                }
                let is_read = file.result.is_ok();
                row.col(|ui| {
                    if !is_read {
                        return;
                    }
                    let radio = ui.radio(department == Some(place), "");
                    let name = format!("作为部门：{}", file_name(file));
                    radio.widget_info(|| egui::WidgetInfo::labeled(egui::Role::RadioButton, true, &name));
                    if radio.clicked() {
                        department = Some(place);
                        units[place] = false;
                    }
                });
                row.col(|ui| {
                    if is_read && department != Some(place) {
                        let check = ui.checkbox(&mut units[place], "");
                        let name = format!("汇入：{}", file_name(file));
                        check.widget_info(|| egui::WidgetInfo::labeled(egui::Role::CheckBox, true, &name));
                    }
                });
                row.col(|ui| {
                    let name = file.path.strip_prefix(&self.survey.folder).unwrap_or(&file.path);
                    let label = ui.label(RichText::new(name.display().to_string()).color(palette.weak_text));
                    if let Err(error) = &file.result {
                        label.on_hover_text(error);
                    }
                });
            });
        });
        if (department, &units) != (self.department, &self.is_unit) {
            (self.department, self.is_unit, self.sum) = (department, units, None);
        }
        request
    }

    fn sum_ui(&mut self, ui: &mut Ui, catalog: &Catalog) -> Option<FolderRequest> {
        let palette = Palette::of(ui.visuals());
        let chosen = self.is_unit.iter().filter(|is_unit| **is_unit).count();
        let mut request = None;
        ui.horizontal_wrapped(|ui| {
            let can_add = chosen > 0 && self.department.is_some() && !self.survey.is_working();
            let button = egui::Button::new(format!("部门与 {chosen} 个单位的合计核对"));
            let button = ui.add_enabled(can_add, button);
            if button.on_disabled_hover_text("请先选定一个部门和要汇入的单位").clicked() {
                self.sum = self.add_up(catalog);
            }
            if let Some(sum) = &self.sum {
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
        let Some(sum) = &self.sum else { return request };
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

    /// Adds up the units and compares the department with the sum.
    fn add_up(&self, catalog: &Catalog) -> Option<Sum> {
        let department = self.survey.files.get(self.department?)?.result.as_ref().ok()?;
        let chosen = self.survey.files.iter().zip(&self.is_unit).filter(|(_, is_unit)| **is_unit);
        let bodies = chosen.filter_map(|(file, _)| file.result.as_ref().ok());
        let (units, others): (Vec<&Body>, Vec<&Body>) = bodies.partition(|unit| unit.form.id == department.form.id);
        let evaluated: Vec<Evaluated<'_>> = units.iter().map(|unit| unit.evaluated(catalog)).collect();
        let ungrouped = ungrouped_tables(department.evaluated(catalog));
        let sum = consolidate(&department.form, &department.disclosure.body, &evaluated, &ungrouped);
        let evaluation = evaluate(&department.form, &sum.disclosure);
        let own = Evaluated { form: &department.form, catalog, disclosure: &sum.disclosure, evaluation: &evaluation };
        let found = compare_with_sum(department.evaluated(catalog), own, &evaluated);
        let mut left_out = sum.left_out;
        left_out.extend(others.iter().map(|other| format!("{} 用的是另一种表式，没有相加", other.disclosure.body)));
        let errors = found.iter().filter(|difference| !difference.is_rounding).count();
        let lines = found.iter().map(|difference| line(department, &units, difference)).collect();
        Some(Sum { units: units.len(), disclosure: sum.disclosure, left_out, lines, errors })
    }
}

/// A difference in words.
fn line(department: &Body, units: &[&Body], difference: &SumDifference) -> SumLine {
    let form = &department.form;
    let mark = match (difference.is_rounding, difference.cell.follows) {
        (true, _) => "≈ 尾差",
        (false, true) => "　随之不等",
        (false, false) => "● 不等",
    };
    let figures = cell_line(form, difference.table, &difference.cell);
    let amount = |amount: Option<Amount>| amount.map_or_else(|| "空".to_owned(), |amount| form.unit.text(amount));
    let parts = units.iter().zip(&difference.parts);
    let parts: Vec<String> = parts.map(|(unit, part)| format!("{} {}", unit.disclosure.body, amount(*part))).collect();
    SumLine {
        text: format!("{mark}　表{} {}{figures}", difference.table, difference.row.label),
        parts: parts.join("，"),
        is_rounding: difference.is_rounding,
        follows: difference.cell.follows,
    }
}

/// The file without its folder.
fn file_name(file: &Surveyed) -> String {
    file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The name of the body, which opens it.
fn body_ui(ui: &mut Ui, file: &Surveyed) -> Option<FolderRequest> {
    match &file.result {
        Ok(body) => {
            let link = ui.link(&body.disclosure.body).on_hover_text(file.path.display().to_string());
            link.clicked().then(|| FolderRequest::Open(file.path.clone()))
        }
        Err(error) => {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new(error).color(palette.error)).on_hover_text(error);
            None
        }
    }
}

/// Kind, year, errors, warnings, totals and state, each with the grade that colours it.
fn texts(file: &Surveyed) -> Vec<(String, Option<Grade>)> {
    let Ok(body) = &file.result else {
        let mut blank = vec![(String::new(), None); 6];
        blank.push(("读不出".to_owned(), Some(Grade::Error)));
        return blank;
    };
    let count = |wanted: Grade| {
        let found = Grade::ALL.into_iter().zip(body.counts).find(|(grade, _)| *grade == wanted);
        found.map_or(0, |(_, count)| count)
    };
    let (errors, warnings) = (count(Grade::Error), count(Grade::Warning));
    let counted = |count: usize, grade| (count.to_string(), Some(grade).filter(|_| count > 0));
    let total =
        |place: usize| body.totals.get(place).map_or_else(String::new, |(_, total)| body.form.unit.text(*total));
    let gravest = [(errors, Grade::Error), (warnings, Grade::Warning)].into_iter().find(|(count, _)| *count > 0);
    vec![
        (body.disclosure.kind.name().to_owned(), None),
        (body.disclosure.year.to_string(), None),
        counted(errors, Grade::Error),
        counted(warnings, Grade::Warning),
        (total(0), None),
        (total(1), None),
        (body.state().to_owned(), gravest.map(|(_, grade)| grade)),
    ]
}

fn grade_color(grade: Option<Grade>, palette: &Palette) -> egui::Color32 {
    match grade {
        Some(Grade::Error) => palette.error,
        Some(Grade::Warning) => palette.warning,
        _ => palette.text,
    }
}
