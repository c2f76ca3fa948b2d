//! Every rule that is checked: what it says, why, and what a breach looks like.

use egui::{Context, RichText, TextEdit};

use super::{Answer, body_ui, close_ui, modal};
use crate::app::grid::mark;
use crate::app::theme::{self, Palette};
use disclosure_engine::audit::{ExplainedRule, explained_rules};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::form::Form;
use disclosure_engine::spelling;

pub struct RulesDialog {
    form: String,
    rules: Vec<ExplainedRule>,
    query: String,
    is_fresh: bool,
}

impl RulesDialog {
    /// The rules of `form`; what a breach looks like is found by checking each rule's example.
    pub fn new(form: &Form, catalog: &Catalog) -> Self {
        Self { form: form.name.clone(), rules: explained_rules(form, catalog), query: String::new(), is_fresh: true }
    }

    /// Draws the list. Returns whether it was closed.
    pub fn show(&mut self, ctx: &Context) -> bool {
        let answer: Option<Answer<()>> = modal(ctx, "rules", 760.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new(format!("核对规则（{} 条）", self.rules.len())).text_style(theme::bold_text()));
            ui.label(RichText::new(&self.form).color(palette.weak_text));
            let search = TextEdit::singleline(&mut self.query).hint_text("搜索规则").desired_width(f32::INFINITY);
            let search = ui.add(search);
            search.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SearchInput, true, "搜索规则"));
            if std::mem::take(&mut self.is_fresh) {
                search.request_focus();
            }
            ui.add_space(6.0);
            let wanted: String = spelling::plain(&self.query).collect();
            body_ui(ui, |ui| {
                for rule in self.rules.iter().filter(|rule| matches(rule, &wanted)) {
                    rule_ui(ui, rule, &palette);
                }
            });
            close_ui(ui).then_some(Answer::Cancelled)
        });
        answer.is_some()
    }
}

fn matches(rule: &ExplainedRule, wanted: &str) -> bool {
    let text: String = spelling::plain(&format!("{} {} {}", rule.id, rule.title, rule.why)).collect();
    text.contains(wanted)
}

fn rule_ui(ui: &mut egui::Ui, rule: &ExplainedRule, palette: &Palette) {
    let (mark, color) = mark(rule.grade, palette);
    ui.horizontal_wrapped(|ui| {
        let (grade, color) = match rule.is_off {
            true => ("不查".to_owned(), palette.weak_text),
            false => (format!("{mark} {}", rule.grade.name()), color),
        };
        ui.label(RichText::new(format!("{grade} {}", rule.id)).color(color));
        ui.label(RichText::new(&rule.title).text_style(theme::bold_text()));
    });
    ui.label(&rule.why);
    // A form may bring no example of a rule of its own.
    if !rule.example.is_empty() {
        ui.label(RichText::new(format!("例：{}", rule.example)).color(palette.weak_text));
    }
    ui.separator();
}
