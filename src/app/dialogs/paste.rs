//! What a paste would do, before it is done: rows that are matched or added, figures for computed cells, what cannot be
//! taken.

use egui::{Context, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use super::{Answer, body_ui, buttons_ui, default_button_if, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::disclosure::{Amount, CellKey, Code, Subject};
use disclosure_engine::edit::paste::Paste;
use disclosure_engine::edit::{Change, InputUnit, Put, Step};
use disclosure_engine::evaluate::Evaluated;

#[derive(Debug, Clone)]
pub struct PasteDialog {
    /// With plain numbers in the form's unit and in yuan, or in one of them alone.
    choices: Vec<(InputUnit, PasteChoice)>,
    chosen: usize,
    /// What the form's unit is called.
    unit_name: String,
    /// Whether the amounts look like yuan.
    looks_like_yuan: bool,
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
        say(changed, "# 格金额会改变");
        say(paste.entered.len() - changed.min(paste.entered.len()), "# 格金额与现有的相同");
        say(paste.added.len(), "会增加 # 行");
        say(paste.others.len(), "# 个名称会改变");
        say(paste.computed.len() - differing, "# 格由程序计算，粘贴的数与计算相符");
        say(differing, "# 格由程序计算，粘贴的数与计算不同");
        say(paste.refused.len(), "# 格不能作为金额或名称，不会粘贴");
        say(paste.kept.len(), "# 行只有编码，没有数，保留原来的数");
        say(paste.outside, "# 格落在表外，不会粘贴");
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
        Self { choices, chosen, unit_name: unit_name.to_owned(), looks_like_yuan }
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
            for (place, (unit, _)) in self.choices.iter().enumerate() {
                let name = if *unit == InputUnit::Yuan { "元" } else { &self.unit_name };
                ui.radio_value(&mut self.chosen, place, name);
            }
        });
        ui.add_space(4.0);
    }

    pub fn show(&mut self, ctx: &Context) -> Option<Answer<Step>> {
        modal(ctx, "paste", 840.0, |ui| {
            ui.label(RichText::new("粘贴").text_style(theme::bold_text()));
            body_ui(ui, |ui| {
                self.unit_ui(ui);
                let Some((_, choice)) = self.choices.get(self.chosen) else { return };
                for line in &choice.summary {
                    ui.label(line);
                }
                ui.add_space(8.0);
                choice.lines_ui(ui);
                if choice.stating.is_some() {
                    let palette = Palette::of(ui.visuals());
                    let hint = "“粘贴并对照”把粘贴的合计记为公布数，与程序计算的数比较，不符的列为问题。";
                    ui.colored_label(palette.weak_text, hint);
                }
            });
            let (_, choice) = self.choices.get(self.chosen)?;
            let mut answer = None;
            buttons_ui(ui, |ui| {
                let plain = default_button_if(ui, choice.plain.is_some(), "粘贴");
                if let Some(step) = &choice.plain
                    && is_confirmed::<()>(&plain, None)
                {
                    answer = Some(Answer::Done(step.clone()));
                }
                if let Some(step) = &choice.stating
                    && ui.button("粘贴并对照").clicked()
                {
                    answer = Some(Answer::Done(step.clone()));
                }
                if ui.button("取消").clicked() {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        })
    }
}

impl PasteChoice {
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
        let unit = after.unit_of_table(key.table);
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
    let unit = |key: &CellKey| evaluated.unit_of_table(key.table);
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
    lines
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
