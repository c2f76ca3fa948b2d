//! What a paste would do, before it is done: rows that are matched or added, figures for computed cells, what cannot be
//! taken.

use egui::{Context, RichText, Ui};
use egui_extras::{Column, TableBuilder};

use super::{Answer, buttons_ui, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::disclosure::{Amount, CellKey, Code, Subject};
use disclosure_engine::edit::paste::Paste;
use disclosure_engine::edit::{Change, Put, Step};
use disclosure_engine::evaluate::Evaluated;

#[derive(Debug, Clone)]
pub struct PasteDialog {
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

impl PasteDialog {
    /// To ask about `paste`; `name` is what the step will be called.
    pub fn new(evaluated: Evaluated<'_>, paste: &Paste, name: &str) -> Self {
        let (differs, computed) =
            paste.read_after(evaluated, |after| (paste.differs(after), computed_lines(after, paste)));
        let differing = differs.iter().filter(|&&differs| differs).count();
        let mut summary = Vec::new();
        let mut say = |count: usize, text: &str| {
            if count > 0 {
                summary.push(text.replace('#', &count.to_string()));
            }
        };
        let plain = paste.step(evaluated, name, false);
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
        let stating = (!paste.computed.is_empty()).then(|| paste.step(evaluated, name, true));
        Self { summary, lines: lines(evaluated, paste, &plain, computed), plain: has_plain.then_some(plain), stating }
    }

    pub fn show(&mut self, ctx: &Context) -> Option<Answer<Step>> {
        modal(ctx, "paste", 840.0, |ui| {
            ui.label(RichText::new("粘贴").text_style(theme::bold_text()));
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
            let mut answer = None;
            buttons_ui(ui, |ui| {
                if ui.button("取消").clicked() {
                    answer = Some(Answer::Cancelled);
                }
                if let Some(step) = &self.stating
                    && ui.button("粘贴并对照").clicked()
                {
                    answer = Some(Answer::Done(step.clone()));
                }
                let plain = ui.add_enabled(self.plain.is_some(), egui::Button::new("粘贴"));
                if let Some(step) = &self.plain
                    && is_confirmed(&plain, answer.as_ref())
                {
                    answer = Some(Answer::Done(step.clone()));
                }
            });
            answer
        })
    }

    fn lines_ui(&self, ui: &mut Ui) {
        const ROW: f32 = 24.0;
        let column = |width| Column::initial(width).clip(true);
        TableBuilder::new(ui)
            .striped(true)
            .max_scroll_height(300.0)
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
    let unit = &after.form.unit;
    let line = |((key, amount), differs): (&(CellKey, Amount), bool)| {
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
    let unit = &evaluated.form.unit;
    let mut lines = Vec::new();
    let label = |key| evaluated.find(key).map_or_else(String::new, |cell| evaluated.cell_label(cell));
    for refused in &paste.refused {
        let (place, after) = (refused.place.clone(), refused.text.clone());
        lines.push(Line { place, before: String::new(), after, note: format!("不粘贴：{}", refused.reason) });
    }
    let now = |key| evaluated.find(key).map_or_else(String::new, |cell| unit.text(evaluated.value(cell)));
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
            let text = |amount: &Option<_>| amount.map_or_else(String::new, |amount| unit.text(amount));
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
