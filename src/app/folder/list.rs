//! The table of the files: how each stands, and what part it has in the sum.

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::survey::{Surveyed, Unread};
use super::{Addition, Folder, FolderRequest, ROW};
use crate::app::theme::{self, Palette};
use disclosure_engine::audit::Grade;

/// Which of the texts of a row are figures: errors, warnings, income, spending.
const FIGURES: std::ops::Range<usize> = 2..6;
/// The least width of the body's name; of what the other columns leave, it gets this share, and the file's the rest.
const NAME: f32 = 300.0;
const NAME_SHARE: f32 = 0.55;
/// Widths of the columns between them.
const WIDTHS: [f32; 9] = [50.0, 56.0, 50.0, 50.0, 120.0, 120.0, 100.0, 46.0, 46.0];

/// Which file is the department, and which are its units.
struct Parts {
    department: Option<usize>,
    is_unit: Vec<bool>,
}

impl Folder {
    /// Draws the table, no higher than `height`.
    pub(super) fn table_ui(&mut self, ui: &mut Ui, height: f32) -> Option<FolderRequest> {
        if self.survey.files.is_empty() {
            if !self.survey.is_working() {
                let palette = Palette::of(ui.visuals());
                ui.label(
                    RichText::new("这个文件夹和下面各级文件夹里没有 .budget 文件，也没有可以导入的文件")
                        .color(palette.weak_text),
                );
            }
            return None;
        }
        let mut request = None;
        let mut parts = Parts { department: self.department, is_unit: self.is_unit.clone() };
        // What the totals are called, the form says.
        let first = self.survey.files.iter().find_map(|file| file.result.as_ref().ok());
        let total =
            |place: usize| first.and_then(|body| body.totals.get(place)).map_or("", |(label, _)| label).to_owned();
        let [income, spending] = [total(0), total(1)];
        let heads = ["单位", "类型", "年度", "错误", "存疑", &income, &spending, "状态", "部门", "汇入", "文件"];
        // The lines between columns go down as far as the ui that they are in.
        ui.scope(|ui| {
            let spacing = ui.spacing().item_spacing.x * (WIDTHS.len() + 1) as f32;
            let left = ui.available_width() - WIDTHS.iter().sum::<f32>() - spacing;
            let table = TableBuilder::new(ui).striped(true).max_scroll_height(height).auto_shrink([false, true]);
            let table = table.cell_layout(Layout::left_to_right(Align::Center));
            let column = |width: f32| Column::initial(width).clip(true).resizable(true);
            let table = table.column(column((left * NAME_SHARE).max(NAME)));
            let table = WIDTHS.into_iter().fold(table, |table, width| table.column(column(width)));
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
                    request = self.row_ui(&mut row, place, &mut parts).or(request.take());
                });
            });
        });
        if (parts.department, &parts.is_unit) != (self.department, &self.is_unit) {
            (self.department, self.is_unit, self.addition) = (parts.department, parts.is_unit, Addition::Wanted);
        }
        request
    }

    /// The file at `place`.
    fn row_ui(&self, row: &mut TableRow<'_, '_>, place: usize, parts: &mut Parts) -> Option<FolderRequest> {
        let file = &self.survey.files[place];
        let mut request = None;
        row.col(|ui| request = body_ui(ui, file));
        for (column, (text, grade)) in texts(file).into_iter().enumerate() {
            let layout = match FIGURES.contains(&column) {
                true => Layout::right_to_left(Align::Center),
                false => Layout::left_to_right(Align::Center),
            };
            row.col(|ui| {
                let text = RichText::new(text).color(grade_color(grade, &Palette::of(ui.visuals())));
                ui.with_layout(layout, |ui| ui.label(text));
            });
        }
        let is_read = file.result.is_ok();
        row.col(|ui| {
            if is_read {
                theme::outline_choices(ui);
                let radio = ui.radio(parts.department == Some(place), "");
                let name = format!("作为部门：{}", file_name(file));
                radio.widget_info(|| egui::WidgetInfo::labeled(egui::Role::RadioButton, true, &name));
                if radio.clicked() {
                    parts.department = Some(place);
                    parts.is_unit[place] = false;
                }
            }
        });
        row.col(|ui| {
            if is_read && parts.department != Some(place) {
                theme::outline_choices(ui);
                let check = ui.checkbox(&mut parts.is_unit[place], "");
                let name = format!("汇入：{}", file_name(file));
                check.widget_info(|| egui::WidgetInfo::labeled(egui::Role::CheckBox, true, &name));
            }
        });
        row.col(|ui| {
            let name = file.path.strip_prefix(&self.survey.folder).unwrap_or(&file.path);
            let label = ui.label(RichText::new(name.display().to_string()).weak());
            if let Err(Unread::Broken(error)) = &file.result {
                label.on_hover_text(error);
            }
        });
        request
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
        Err(Unread::Document) => {
            let link = ui.link(format!("导入 {}…", file_name(file)));
            link.on_hover_text("读进来看过，再决定采不采用").clicked().then(|| FolderRequest::Open(file.path.clone()))
        }
        Err(Unread::Broken(error)) => {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new(error).color(palette.error)).on_hover_text(error);
            None
        }
    }
}

/// Kind, year, errors, warnings, totals and state, each with the grade that colours it.
fn texts(file: &Surveyed) -> Vec<(String, Option<Grade>)> {
    let body = match &file.result {
        Ok(body) => body,
        Err(unread) => {
            let mut blank = vec![(String::new(), None); 6];
            blank.push(match unread {
                Unread::Broken(_) => ("读不出".to_owned(), Some(Grade::Error)),
                Unread::Document => ("没有导入".to_owned(), None),
            });
            return blank;
        }
    };
    let count = |wanted: Grade| {
        let found = Grade::ALL.into_iter().zip(body.counts).find(|(grade, _)| *grade == wanted);
        found.map_or(0, |(_, count)| count)
    };
    let (errors, warnings) = (count(Grade::Error), count(Grade::Warning));
    let counted = |count: usize, grade| (count.to_string(), Some(grade).filter(|_| count > 0));
    let total =
        |place: usize| body.totals.get(place).map_or_else(String::new, |(_, total)| body.form.text_unit.text(*total));
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
