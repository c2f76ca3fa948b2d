//! The keys and what the marks mean.

use egui::{Context, RichText};

use super::{Answer, body_ui, close_ui, modal};
use crate::app::command::{Command, Keys};
use crate::app::grid::mark;
use crate::app::theme::{self, Palette};
use disclosure_engine::audit::Grade;

/// Keys that belong to the grid and to no menu.
const GRID_KEYS: [(&str, &str); 18] = [
    ("方向键", "移动"),
    ("Ctrl+方向键", "到数据边缘"),
    ("Shift+方向键", "扩大选区"),
    ("Tab、Shift+Tab", "右移、左移"),
    ("Enter", "下移；用过 Tab 的，回到开始的一列"),
    ("Shift+Enter", "上移"),
    ("Home、End", "行首、行尾"),
    ("Ctrl+Home、Ctrl+End", "表首、表尾"),
    ("PageUp、PageDown", "上翻、下翻一屏"),
    ("直接打字", "替换单元格；可以写 1,234.56、1.2万、3亿、5000元、=12.5+3*2"),
    (
        "在表下的空白行（＋）打字",
        "增加一行：编码（同一类的，只打后几位）、名称、拼音首字母，或项目名称；填完数按 Enter 又回到空白行",
    ),
    ("Tab（在空白行）", "增加灰字写着的下一个科目"),
    ("Ctrl+Enter", "把输入的数填入整个选区"),
    ("Delete", "清除金额；在计算的格上，去掉公布数、恢复计算"),
    ("Shift+空格、Ctrl+空格", "选中整行、整列（也可以点表头）"),
    ("拖动、双击列边", "改变列宽、列宽适应内容"),
    ("Esc", "放弃正在输入的内容"),
    ("Backspace", "清空并编辑单元格"),
];

/// Keys of the boxes on pages of text.
const BOX_KEYS: [(&str, &str); 3] = [
    ("Enter、Tab；Shift 往回", "框里：去下一处空着的框"),
    ("↓、↑", "空着的原因：填上同上、上年、别处的原因，接着换下一个"),
    ("粘贴一列", "从光标所在的框往下填"),
];

/// Draws the help. Returns whether it was closed.
pub fn help_ui(ctx: &Context) -> bool {
    let answer: Option<Answer<()>> = modal(ctx, "help", 620.0, |ui| {
        ui.label(RichText::new("快捷键与标记").text_style(theme::bold_text()));
        ui.add_space(8.0);
        body_ui(ui, |ui| {
            let grid = egui::Grid::new("help").num_columns(2).striped(true).spacing([24.0, 6.0]);
            // What a key does is wrapped within the dialog.
            grid.max_col_width(ui.available_width() * 0.62).show(ui, |ui| {
                for (key, text) in GRID_KEYS.into_iter().chain(BOX_KEYS) {
                    ui.label(key);
                    ui.label(text);
                    ui.end_row();
                }
                for command in Command::ALL.into_iter().filter(|command| command.entry().keys != Keys::None) {
                    ui.label(command.keys_text());
                    ui.label(command.text());
                    ui.end_row();
                }
                let palette = Palette::of(ui.visuals());
                for (grade, text) in [
                    (Grade::Error, "数字互相矛盾，尾差不能解释，或缺少必须公开的内容"),
                    (Grade::Warning, "很可能有误，或不宜这样公开"),
                    (Grade::Rounding, "四舍五入造成的差，可以公开"),
                    (Grade::Unchecked, "没有内容可以核对，不算通过"),
                    (Grade::ToCome, "还没有填完，不是错误"),
                ] {
                    let (mark, color) = mark(grade, &palette);
                    ui.label(RichText::new(format!("{mark} {}", grade.name())).color(color));
                    ui.label(text);
                    ui.end_row();
                }
            });
        });
        close_ui(ui).then_some(Answer::Cancelled)
    });
    answer.is_some()
}
