//! The table of the files: how each stands, and what part it has in the sum.

use egui::{Align, Button, Layout, RichText, Ui};
use egui_extras::{Column, TableBuilder, TableRow};

use super::survey::{Body, Surveyed};
use super::view::{Key, Line};
use super::{Addition, Folder, FolderRequest, ROW};
use crate::app::theme::{self, Palette};
use disclosure_engine::audit::Grade;
use disclosure_engine::spelling::visible;

/// The least width of the body's name; of what the other columns leave, it gets this share, and the file's the rest.
const NAME: f32 = 200.0;
const NAME_SHARE: f32 = 0.55;
/// Widths of the columns between them: department, kind, year, errors, doubts, income, spending, state.
const WIDTHS: [f32; 8] = [130.0, 46.0, 52.0, 50.0, 50.0, 108.0, 108.0, 104.0];
/// Of the column beside an earlier check.
const SINCE: f32 = 128.0;
/// Of the two columns in which the sum is chosen.
const CHOICES: [f32; 2] = [46.0, 46.0];
/// Which of the texts of a row are figures: errors, doubts, income, spending.
const FIGURES: std::ops::Range<usize> = 3..7;
/// Which of them are doubts.
const DOUBTS: usize = 4;
/// Other bodies that are named beside a doubt.
const MOST_NAMED: usize = 8;

/// What somebody does in a row.
enum Deed {
    Ask(FolderRequest),
    /// The department is another file.
    Department(usize),
    /// A unit is added up, or not.
    Unit(usize, bool),
    Fold(String),
}

impl Folder {
    /// Draws the table, no higher than `height`.
    pub(super) fn table_ui(&mut self, ui: &mut Ui, height: f32) -> Option<FolderRequest> {
        let palette = Palette::of(ui.visuals());
        if self.survey.files.is_empty() {
            return None;
        }
        if self.lines().is_empty() {
            ui.label(RichText::new("没有符合的文件").color(palette.weak_text));
            return None;
        }
        let (mut deed, mut ordered) = (None, None);
        let heads = self.heads();
        // The lines between columns go down as far as the ui that they are in.
        ui.scope(|ui| {
            let widths: Vec<f32> = self.widths();
            let spacing = ui.spacing().item_spacing.x * (widths.len() + 2) as f32;
            let left = ui.available_width() - widths.iter().sum::<f32>() - spacing;
            let table = TableBuilder::new(ui).striped(true).max_scroll_height(height).auto_shrink([false, true]);
            let table = table.cell_layout(Layout::left_to_right(Align::Center));
            let column = |width: f32| Column::initial(width).clip(true).resizable(true);
            let table = table.column(column((left * NAME_SHARE).max(NAME)));
            let table = widths.into_iter().fold(table, |table, width| table.column(column(width)));
            let table = table.column(Column::remainder().clip(true)).header(ROW, |mut row| {
                for (head, key) in &heads {
                    row.col(|ui| {
                        if self.head_ui_of(ui, head, *key) {
                            ordered = *key;
                        }
                    });
                }
            });
            table.body(|body| {
                body.rows(ROW, self.lines().len(), |mut row| {
                    let at = row.index();
                    deed = self.line_ui(&mut row, at).or(deed.take());
                });
            });
        });
        if let Some(key) = ordered {
            self.view.order_by(key);
            self.lines = None;
        }
        deed.and_then(|deed| self.carry_out(deed))
    }

    fn carry_out(&mut self, deed: Deed) -> Option<FolderRequest> {
        match deed {
            Deed::Ask(request) => return Some(request),
            Deed::Department(place) => {
                self.department = Some(place);
                self.is_unit = self.arrangement.units_of(&self.survey, place);
                self.addition = Addition::Wanted;
            }
            Deed::Unit(place, is_unit) => {
                if let Some(own) = self.is_unit.get_mut(place) {
                    *own = is_unit;
                }
                self.addition = Addition::Wanted;
            }
            Deed::Fold(title) => {
                self.view.fold(&title);
                self.lines = None;
            }
        }
        None
    }

    fn has_since(&self) -> bool {
        self.survey.earlier.is_some()
    }

    fn widths(&self) -> Vec<f32> {
        let since = self.has_since().then_some(SINCE);
        WIDTHS.into_iter().chain(since).chain(CHOICES).collect()
    }

    /// The heads of the columns, with what a click on one puts in order.
    fn heads(&self) -> Vec<(String, Option<Key>)> {
        // What the totals are called, the form says.
        let first = self.survey.files.iter().find_map(Surveyed::body);
        let total =
            |place: usize| first.and_then(|body| body.totals.get(place)).map_or("", |(label, _)| label).to_owned();
        let mut heads = vec![
            ("单位".to_owned(), Some(Key::Body)),
            ("主管部门".to_owned(), Some(Key::Department)),
            ("类型".to_owned(), Some(Key::Kind)),
            ("年度".to_owned(), Some(Key::Year)),
            ("错误".to_owned(), Some(Key::Errors)),
            ("存疑".to_owned(), Some(Key::Warnings)),
            (total(0), Some(Key::Income)),
            (total(1), Some(Key::Spending)),
            ("状态".to_owned(), Some(Key::State)),
        ];
        heads.extend(self.has_since().then(|| ("与上次比".to_owned(), Some(Key::Since))));
        heads.extend([("部门".to_owned(), None), ("汇入".to_owned(), None), ("文件".to_owned(), Some(Key::File))]);
        heads
    }

    /// The head of a column. Returns whether it was clicked.
    fn head_ui_of(&self, ui: &mut Ui, head: &str, key: Option<Key>) -> bool {
        let text = |text: String| RichText::new(text).text_style(theme::bold_text());
        let Some(key) = key.filter(|_| !head.is_empty()) else {
            ui.label(text(head.to_owned()));
            return false;
        };
        let mark = match self.view.order {
            Some((own, true)) if own == key => "▼",
            Some((own, false)) if own == key => "▲",
            _ => "",
        };
        let button = ui.add(Button::new(text(format!("{head}{mark}"))).frame(false));
        button.on_hover_text(format!("按{head}排序")).clicked()
    }

    /// The line at `at`.
    fn line_ui(&self, row: &mut TableRow<'_, '_>, at: usize) -> Option<Deed> {
        match &self.lines()[at] {
            Line::Group { title, files, counts, is_folded } => self.group_ui(row, (title, *files, *counts, *is_folded)),
            Line::File { place, count } => self.row_ui(row, *place, *count),
        }
    }

    /// The head of a group.
    fn group_ui(
        &self,
        row: &mut TableRow<'_, '_>,
        (title, files, counts, is_folded): (&String, usize, [usize; 2], bool),
    ) -> Option<Deed> {
        let mut deed = None;
        row.col(|ui| {
            let mark = if is_folded { "▸" } else { "▾" };
            let text = RichText::new(format!("{mark} {}", visible(title))).text_style(theme::bold_text());
            let button = ui.add(Button::new(text).frame(false).truncate());
            if button.on_hover_text(title).clicked() {
                deed = Some(Deed::Fold(title.clone()));
            }
        });
        for column in 0..self.widths().len() + 1 {
            row.col(|ui| {
                let palette = Palette::of(ui.visuals());
                let (text, grade) = match column {
                    0 => (format!("{files} 份"), None),
                    3 if counts[0] > 0 => (counts[0].to_string(), Some(Grade::Error)),
                    4 if counts[1] > 0 => (counts[1].to_string(), Some(Grade::Warning)),
                    _ => return,
                };
                let text = RichText::new(text).color(grade_color(grade, &palette)).text_style(theme::bold_text());
                ui.with_layout(layout(column), |ui| ui.label(text));
            });
        }
        deed
    }

    /// The file at `place`, in a group of a rule that it breaks `count` times.
    fn row_ui(&self, row: &mut TableRow<'_, '_>, place: usize, count: Option<usize>) -> Option<Deed> {
        let file = &self.survey.files[place];
        let mut deed = None;
        row.col(|ui| deed = body_ui(ui, file).map(Deed::Ask));
        for (column, (text, grade)) in self.texts(place, count).into_iter().enumerate() {
            row.col(|ui| {
                let text = RichText::new(text).color(grade_color(grade, &Palette::of(ui.visuals())));
                let label = ui.with_layout(layout(column), |ui| ui.label(text)).inner;
                // Worded only while somebody points at it.
                if label.hovered()
                    && let Some(remark) = self.remark(place, column)
                {
                    label.on_hover_text(remark);
                }
            });
        }
        let is_read = file.result.is_ok();
        // Where a file stands among the others is known once all are read.
        let is_settled = !self.survey.is_working();
        row.col(|ui| {
            if is_settled && file.body().is_some_and(|body| body.is_department()) {
                theme::outline_choices(ui);
                let radio = ui.radio(self.department == Some(place), "");
                let name = format!("作为部门：{}", file_name(file));
                radio.widget_info(|| egui::WidgetInfo::labeled(egui::Role::RadioButton, true, &name));
                if radio.clicked() {
                    deed = Some(Deed::Department(place));
                }
            }
        });
        row.col(|ui| {
            if is_settled && is_read && self.department != Some(place) {
                theme::outline_choices(ui);
                let mut is_unit = self.is_unit.get(place) == Some(&true);
                let check = ui.checkbox(&mut is_unit, "");
                let name = format!("汇入：{}", file_name(file));
                check.widget_info(|| egui::WidgetInfo::labeled(egui::Role::CheckBox, true, &name));
                if check.changed() {
                    deed = Some(Deed::Unit(place, is_unit));
                }
            }
        });
        row.col(|ui| {
            let name = file.target.path.strip_prefix(&self.survey.folder).unwrap_or(&file.target.path);
            let shown = visible(&name.display().to_string()).into_owned();
            let label = ui.label(RichText::new(&shown).weak());
            label.on_hover_text(file.result.as_ref().err().map_or(shown, |failure| failure.sentence.clone()));
        });
        deed
    }

    /// What there is to tell beside a text of a row: where the file should lie, and who gives its reasons, too.
    fn remark(&self, place: usize, column: usize) -> Option<String> {
        match column {
            0 => self.arrangement.files.get(place)?.remark.clone(),
            DOUBTS => {
                let others = &self.survey.files[place].body()?.shared_with;
                let named: Vec<_> = others.iter().take(MOST_NAMED).map(|other| visible(other)).collect();
                let rest = if others.len() > MOST_NAMED { "等" } else { "" };
                (!others.is_empty()).then(|| format!("有的原因与{}{rest}的一字不差", named.join("、")))
            }
            _ => None,
        }
    }

    /// Department, kind, year, errors, doubts, totals, state and what became of an earlier check, each with the grade that
    /// colours it.
    fn texts(&self, place: usize, count: Option<usize>) -> Vec<(String, Option<Grade>)> {
        let file = &self.survey.files[place];
        let placed = self.arrangement.files.get(place);
        let misfiled = placed.is_some_and(|placed| placed.remark.is_some());
        let department = self.arrangement.department(place).unwrap_or_default();
        let department = (
            if misfiled { format!("▲ {}", visible(department)) } else { visible(department).into_owned() },
            misfiled.then_some(Grade::Warning),
        );
        let mut texts = vec![department];
        match &file.result {
            Ok(body) => texts.extend(body_texts(body, count, self.arrangement.is_older(place))),
            Err(failure) => {
                texts.extend(vec![(String::new(), None); 6]);
                texts.push((failure.state.name().to_owned(), Some(Grade::Error)));
            }
        }
        if self.has_since() {
            texts.push(match file.body().and_then(|body| body.since) {
                Some([mended, left, new]) => {
                    (format!("改{mended} 余{left} 新{new}"), (new > 0).then_some(Grade::Error))
                }
                None => (if file.result.is_ok() { "上次没有" } else { "" }.to_owned(), None),
            });
        }
        texts
    }
}

fn layout(column: usize) -> Layout {
    match FIGURES.contains(&column) {
        true => Layout::right_to_left(Align::Center),
        false => Layout::left_to_right(Align::Center),
    }
}

/// Kind, year, errors, doubts, totals and state. In a group of a rule only how often that one is broken is told.
fn body_texts(body: &Body, count: Option<usize>, is_older: bool) -> Vec<(String, Option<Grade>)> {
    let (errors, warnings) = (body.count(Grade::Error), body.count(Grade::Warning));
    let counted = |count: usize, grade| (count.to_string(), Some(grade).filter(|_| count > 0));
    let total =
        |place: usize| body.totals.get(place).map_or_else(String::new, |(_, total)| body.form.text_unit.text(*total));
    let gravest = [(errors, Grade::Error), (warnings, Grade::Warning)].into_iter().find(|(count, _)| *count > 0);
    let found = match count {
        Some(count) => [(format!("其中 {count}"), None), (String::new(), None)],
        None => [counted(errors, Grade::Error), counted(warnings, Grade::Warning)],
    };
    let [first, second] = found;
    let state = if is_older { format!("{}（旧）", body.state.name()) } else { body.state.name().to_owned() };
    vec![
        (body.disclosure.kind.name().to_owned(), None),
        (body.disclosure.year.to_string(), None),
        first,
        second,
        (total(0), None),
        (total(1), None),
        (state, gravest.map(|(_, grade)| grade)),
    ]
}

/// The file without its folder.
fn file_name(file: &Surveyed) -> String {
    file.target.path.file_name().map(|name| visible(&name.to_string_lossy()).into_owned()).unwrap_or_default()
}

/// The name of the body, which opens it.
fn body_ui(ui: &mut Ui, file: &Surveyed) -> Option<FolderRequest> {
    match &file.result {
        Ok(body) => {
            let name = visible(&body.disclosure.body);
            let name = if name.is_empty() { file_name(file) } else { name.into_owned() };
            let link = ui.link(name).on_hover_text(visible(&file.target.path.display().to_string()));
            link.clicked().then(|| match file.target.packed {
                // What lies in an archive has no file of its own.
                Some(_) => FolderRequest::OpenSum(Box::new(body.disclosure.clone())),
                None => FolderRequest::Open(file.target.path.clone()),
            })
        }
        Err(failure) => {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new(visible(&failure.sentence)).color(palette.error)).on_hover_text(&failure.sentence);
            None
        }
    }
}

fn grade_color(grade: Option<Grade>, palette: &Palette) -> egui::Color32 {
    match grade {
        Some(Grade::Error) => palette.error,
        Some(Grade::Warning) => palette.warning,
        _ => palette.text,
    }
}
