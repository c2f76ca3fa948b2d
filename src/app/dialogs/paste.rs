//! What a paste would do, before it is done: what its columns are, rows that are matched or added, figures for computed cells,
//! what cannot be taken.

use egui::{Context, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use super::said_columns::{roles_of, said_columns_ui};
use super::{Answer, body_ui, buttons_ui, default_button_if, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::disclosure::{Amount, CellKey, Code, Subject};
use disclosure_engine::edit::paste::{Block, Paste, PastedColumns};
use disclosure_engine::edit::{Change, InputUnit, Put, Step};
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::form::{ColumnRole, List};

#[derive(Debug, Clone)]
pub struct PasteDialog {
    /// With plain numbers in the form's unit and in yuan, or in one of them alone.
    choices: Vec<(InputUnit, PasteChoice)>,
    chosen: usize,
    /// What the form's unit is called.
    unit_name: String,
    /// Whether the amounts look like yuan.
    looks_like_yuan: bool,
    /// What the columns of a foreign list are taken for.
    columns: Option<PasteColumns>,
}

/// What the person answers.
#[derive(Debug, Clone)]
pub enum PasteAnswer {
    /// To do this, and to remember what was said of the columns of lists of a shape.
    Paste(Step, Option<(String, Vec<Option<ColumnRole>>)>),
    /// To see what it would do with what is said of its columns, plain numbers being in this unit.
    Columns(PasteColumns, InputUnit),
}

/// What the columns of a foreign list are taken for, while a person may say it.
#[derive(Debug, Clone)]
pub struct PasteColumns {
    /// What is pasted.
    pub block: Block,
    /// What its columns are taken for.
    pub columns: PastedColumns,
    /// What a column can hold.
    roles: Vec<(ColumnRole, String)>,
    /// Whether they are not told: then they are shown without being asked for.
    is_asked: bool,
    is_shown: bool,
    /// Whether the person said something of them.
    is_said: bool,
}

impl PasteColumns {
    /// Those of `block`, a list for `list`; where `is_asked`, it is not told what they are. What was `remembered` of them is
    /// shown, so that it is not believed unseen.
    pub fn new(block: Block, columns: PastedColumns, list: &List, is_asked: bool, remembered: bool) -> Self {
        Self { block, columns, roles: roles_of(list), is_asked, is_shown: is_asked || remembered, is_said: false }
    }

    /// The same where the person said `columns`, of which something may be asked still.
    #[must_use]
    pub fn said(self, columns: PastedColumns, is_asked: bool) -> Self {
        Self { columns, is_asked, is_said: true, ..self }
    }

    /// What is to be remembered of them.
    fn remembered(&self) -> Option<(String, Vec<Option<ColumnRole>>)> {
        (self.is_said || self.is_asked).then(|| (self.columns.shape.clone(), self.columns.roles.clone()))
    }

    /// Draws them. Returns them with what the person says, once something else is said.
    fn ui(&mut self, ui: &mut Ui) -> Option<Self> {
        let palette = Palette::of(ui.visuals());
        if self.is_asked {
            let text = "认不出各列是什么：请指明哪一列是编码或名称、哪一列是哪个数。以后同样的表也这样粘贴。";
            ui.colored_label(palette.error, text);
        }
        ui.checkbox(&mut self.is_shown, "指明各列是什么");
        if !self.is_shown {
            return None;
        }
        let mut roles = self.columns.roles.clone();
        let is_chosen = said_columns_ui(ui, &self.roles, &mut roles, &self.block.rows);
        ui.add_space(8.0);
        is_chosen.then(|| Self { columns: self.columns.clone().said(roles), is_said: true, ..self.clone() })
    }
}

/// What a paste does with plain numbers in one unit.
#[derive(Debug, Clone)]
pub struct PasteChoice {
    summary: Vec<String>,
    lines: Vec<Line>,
    /// Pasting alone, and pasting with the figures for computed cells as stated amounts.
    plain: Option<Step>,
    stating: Option<Step>,
}

/// One thing that is, or is not, done.
#[derive(Debug, Clone)]
struct Line {
    place: String,
    before: String,
    after: String,
    note: String,
}

impl PasteChoice {
    /// What `paste` does; `plain` is its step.
    pub fn new(evaluated: Evaluated<'_>, paste: &Paste, plain: Step) -> Self {
        let (differs, computed) =
            Paste::read_after(evaluated, &plain, |after| (paste.differs(after), computed_lines(after, paste)));
        let differing = differs.iter().filter(|&&differs| differs).count();
        let mut summary = Vec::new();
        let mut say = |count: usize, text: &str| {
            if count > 0 {
                summary.push(text.replace('#', &count.to_string()));
            }
        };
        let changed = plain.changes.iter().filter(|change| matches!(change, Change::Amount(_))).count();
        say(changed, "# 格的数会改变");
        say(paste.entered.len() - changed.min(paste.entered.len()), "# 格的数与现有的相同");
        say(paste.added.len(), "会增加 # 行");
        say(paste.others.len(), "# 个名称会改变");
        say(paste.computed.len() - differing, "# 格由程序计算，粘贴的数与计算相符");
        say(differing, "# 格由程序计算，粘贴的数与计算不同");
        say(paste.refused.len(), "# 格不能作为数或名称，不会粘贴");
        say(paste.kept.len(), "# 行只有编码，没有数，保留原来的数");
        say(paste.outside, "# 格落在表外，不会粘贴");
        if !paste.left_out.is_empty() {
            summary.push(format!("{} 列有数，但没有取：{}", paste.left_out.len(), paste.left_out.join("、")));
        }
        let has_plain = !plain.changes.is_empty();
        let stating = (!paste.computed.is_empty()).then(|| paste.stating(evaluated, &plain));
        Self { summary, lines: lines(evaluated, paste, &plain, computed), plain: has_plain.then_some(plain), stating }
    }
}

impl PasteDialog {
    /// To ask about a paste with plain numbers in `unit`, or in the `other` one.
    pub fn new(
        own: PasteChoice,
        other: Option<PasteChoice>,
        unit: InputUnit,
        unit_name: &str,
        looks_like_yuan: bool,
    ) -> Self {
        let other_unit = if unit == InputUnit::Form { InputUnit::Yuan } else { InputUnit::Form };
        let mut choices: Vec<(InputUnit, PasteChoice)> =
            [(unit, Some(own)), (other_unit, other)].into_iter().filter_map(|(unit, own)| Some((unit, own?))).collect();
        choices.sort_by_key(|(unit, _)| *unit == InputUnit::Yuan);
        let chosen = choices.iter().position(|(own, _)| *own == unit).unwrap_or(0);
        Self { choices, chosen, unit_name: unit_name.to_owned(), looks_like_yuan, columns: None }
    }

    /// The same where the person may say what its columns are.
    #[must_use]
    pub fn with_columns(self, columns: Option<PasteColumns>) -> Self {
        Self { columns, ..self }
    }

    /// Whether enough is said of its columns.
    fn is_told(&self) -> bool {
        self.columns.as_ref().is_none_or(|own| own.columns.are_enough())
    }

    /// Which unit the plain numbers have.
    fn unit_ui(&mut self, ui: &mut Ui) {
        if self.choices.len() < 2 {
            return;
        }
        let palette = Palette::of(ui.visuals());
        if self.looks_like_yuan {
            let text = "看起来是元：粘贴的数是现有的数、或者别的表里同一笔数的一万倍。请选定单位，整块一起换算：";
            ui.colored_label(palette.error, text);
        }
        ui.horizontal(|ui| {
            theme::outline_choices(ui);
            ui.label("没有写单位的数是");
            let name = |unit: InputUnit| if unit == InputUnit::Yuan { "元" } else { self.unit_name.as_str() };
            let units = self.choices.iter().enumerate().map(|(place, (unit, _))| (place, name(*unit)));
            theme::radios_ui(ui, &mut self.chosen, units);
        });
        ui.add_space(4.0);
    }

    pub fn show(&mut self, ctx: &Context) -> Option<Answer<PasteAnswer>> {
        modal(ctx, "paste", 840.0, |ui| {
            ui.label(RichText::new("粘贴").text_style(theme::bold_text()));
            let unit = self.choices.get(self.chosen).map_or(InputUnit::Form, |(unit, _)| *unit);
            let said = body_ui(ui, |ui| {
                let said = self.columns.as_mut().and_then(|columns| columns.ui(ui));
                self.unit_ui(ui);
                if let Some((_, choice)) = self.choices.get(self.chosen) {
                    choice.ui(ui);
                }
                said
            });
            let answer = self.buttons_ui(ui);
            answer.or(said.map(|columns| Answer::Done(PasteAnswer::Columns(columns, unit))))
        })
    }

    fn buttons_ui(&self, ui: &mut Ui) -> Option<Answer<PasteAnswer>> {
        let (_, choice) = self.choices.get(self.chosen)?;
        let done = |step: &Step| {
            let remembered = self.columns.as_ref().and_then(PasteColumns::remembered);
            Some(Answer::Done(PasteAnswer::Paste(step.clone(), remembered)))
        };
        let is_told = self.is_told();
        let mut answer = None;
        buttons_ui(ui, |ui| {
            let plain = default_button_if(ui, is_told && choice.plain.is_some(), "粘贴");
            if let Some(step) = choice.plain.as_ref().filter(|_| is_told)
                && is_confirmed::<()>(&plain, None)
            {
                answer = done(step);
            }
            if let Some(step) = choice.stating.as_ref().filter(|_| is_told)
                && ui.button("粘贴并对照").clicked()
            {
                answer = done(step);
            }
            if ui.button("取消").clicked() {
                answer = Some(Answer::Cancelled);
            }
        });
        answer
    }
}

impl PasteChoice {
    fn ui(&self, ui: &mut Ui) {
        for line in &self.summary {
            ui.label(line);
        }
        ui.add_space(8.0);
        self.lines_ui(ui);
        if self.stating.is_some() {
            let palette = Palette::of(ui.visuals());
            let hint = "“粘贴并对照”把粘贴的合计记为公布数，与程序计算的数比较，不符的列为问题。";
            ui.colored_label(palette.weak_text, hint);
        }
    }

    fn lines_ui(&self, ui: &mut Ui) {
        const ROW: f32 = 24.0;
        let column = |width| Column::initial(width).clip(true);
        let ui_height = ui.ctx().content_rect().height();
        TableBuilder::new(ui)
            .striped(true)
            .max_scroll_height((ui_height - 300.0).clamp(80.0, 300.0))
            .column(column(300.0))
            .column(column(90.0))
            .column(column(110.0))
            .column(Column::remainder().clip(true))
            .header(ROW, |mut row| {
                for title in ["位置", "现在", "粘贴", "说明"] {
                    row.col(|ui| {
                        ui.strong(title);
                    });
                }
            })
            .body(|body| {
                body.rows(ROW, self.lines.len(), |mut row| {
                    let line = &self.lines[row.index()];
                    for text in [&line.place, &line.before, &line.after, &line.note] {
                        row.col(|ui| {
                            ui.add(egui::Label::new(text).truncate());
                        });
                    }
                });
            });
    }
}

/// The figures for computed cells beside what the program computes `after` the paste, which may be in new rows.
fn computed_lines(after: Evaluated<'_>, paste: &Paste) -> Vec<Line> {
    let line = |((key, amount), differs): (&(CellKey, Amount), bool)| {
        let unit = after.unit_of_key(key);
        let cell = after.find(key);
        let place = cell.map_or_else(String::new, |cell| after.cell_label(cell));
        let computed = cell.map(|cell| after.evaluation.values(cell.list).computed(cell.row, cell.column));
        let note = match computed {
            Some(computed) if differs => format!("计算得出 {}，不符", unit.text(computed)),
            Some(_) => "计算得出，相符".to_owned(),
            None => "没有这一格".to_owned(),
        };
        Line { place, before: String::new(), after: unit.text(*amount), note }
    };
    paste.computed.iter().zip(paste.differs(after)).map(line).collect()
}

fn lines(evaluated: Evaluated<'_>, paste: &Paste, plain: &Step, computed: Vec<Line>) -> Vec<Line> {
    let unit = |key: &CellKey| evaluated.unit_of_key(key);
    let mut lines = Vec::new();
    let label = |key| evaluated.find(key).map_or_else(String::new, |cell| evaluated.cell_label(cell));
    for refused in &paste.refused {
        let (place, after) = (refused.place.clone(), refused.text.clone());
        lines.push(Line { place, before: String::new(), after, note: format!("不粘贴：{}", refused.reason) });
    }
    let now = |key| evaluated.find(key).map_or_else(String::new, |cell| evaluated.amount_text(cell));
    let computed = paste.computed.iter().zip(computed);
    lines.extend(computed.map(|((key, _), line)| Line { before: now(key), ..line }));
    for (list, row) in &paste.added {
        let table = evaluated.form.table_of(*list).number;
        let code = row.subject.code().map(|code| code.spaced()).unwrap_or_default();
        let name = row.subject.project().map_or("", |project| &project.name);
        let place = format!("表{table} {code} {name}");
        lines.push(Line {
            place,
            before: String::new(),
            after: format!("{} 个数", row.amounts.len()),
            note: "新增一行".into(),
        });
    }
    // Names first: a figure in the wrong column shows as one.
    lines.extend(plain.changes.iter().filter_map(name_line));
    for change in &plain.changes {
        if let Change::Amount(Put { place: cell, from, to }) = change {
            let text = |amount: &Option<_>| amount.map_or_else(String::new, |amount| unit(cell).text(amount));
            lines.push(Line { place: label(cell), before: text(from), after: text(to), note: String::new() });
        }
    }
    lines.extend(plain.changes.iter().filter_map(|change| field_line(evaluated, change)));
    lines
}

/// A text or date that `change` puts into a row that is there.
fn field_line(evaluated: Evaluated<'_>, change: &Change) -> Option<Line> {
    let Change::Field(Put { place, from, to }) = change else { return None };
    let place = evaluated.field_label_of(place).unwrap_or_else(|| format!("表{}（{}）", place.table, place.column));
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Some(Line { place, before: text(from), after: text(to), note: String::new() })
}

/// A name that `change` replaces.
fn name_line(change: &Change) -> Option<Line> {
    let line = |table, code: Option<Code>, before: &str, after: &str| Line {
        place: format!("表{table} {} 名称", code.map(Code::spaced).unwrap_or_default()),
        before: before.to_owned(),
        after: after.to_owned(),
        note: "名称会改变".to_owned(),
    };
    match change {
        Change::Subject(Put { place, from, to }) => Some(line(place.table, from.code(), name_of(from), name_of(to))),
        Change::TotalName(Put { place: (table, code), from, to }) => {
            let text = |name: &Option<String>| name.clone().unwrap_or_default();
            Some(line(*table, Some(*code), &text(from), &text(to)))
        }
        _ => None,
    }
}

fn name_of(subject: &Subject) -> &str {
    match subject {
        Subject::Fixed(_) => "",
        Subject::Code { name, .. } => name,
        Subject::Project(project) => &project.name,
    }
}
