//! The tour: a few steps through the window on a sample, each of which points at a place.

use egui::{
    Align2, Area, Context, Frame, Id, Order, Rect, RichText, Role, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, vec2,
};

use super::theme::{self, Palette};

/// How wide a step is.
const WIDTH: f32 = 380.0;
/// Between a step and what it points at.
const GAP: f32 = 12.0;
/// Between a step and the edge of the window.
const EDGE: f32 = 10.0;

/// What a step points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TourPlace {
    Menu,
    Outline,
    /// What stands above the table on the active cell.
    CellBar,
    /// The table or the page.
    Middle,
    Findings,
    Status,
}

/// What the window does when a step begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TourDeed {
    /// Show a table, at a figure that somebody entered.
    ShowFigure,
    /// Swap two digits of it.
    MakeMistake,
    /// Put it back.
    TakeBack,
    ShowSentences,
    ShowCharts,
    ShowFigureAgain,
}

/// A step.
pub struct Step {
    pub place: TourPlace,
    pub deed: Option<TourDeed>,
    title: &'static str,
    text: &'static str,
}

const fn step(place: TourPlace, deed: Option<TourDeed>, title: &'static str, text: &'static str) -> Step {
    Step { place, deed, title, text }
}

/// All steps. They take three minutes together.
pub static STEPS: [Step; 10] = [
    step(
        TourPlace::Outline,
        Some(TourDeed::ShowFigure),
        "左边是目录",
        "要公开的内容都在这里：各张表、概况、情况说明、绩效目标表。名字后面的记号说它怎么样了：✓ 填完了，◐ 填了一部分，\
         ● 有错误，▲ 有存疑，≈ 只有尾差。点一下就去那里。",
    ),
    step(
        TourPlace::Middle,
        None,
        "中间是表，和印出来的一样",
        "白底的格直接打字就填，Enter 往下，Tab 往右；灰底的格由程序算，不用填。填错了按 Ctrl+Z。\
         要加一行，在表下面的空白行打编码、名称，或者名称的拼音首字母。",
    ),
    step(
        TourPlace::CellBar,
        None,
        "上方说明选中的这一格",
        "它是什么、合多少元、由哪些格算出、用在哪里、上年多少。点绿色的字，就去那一格。",
    ),
    step(
        TourPlace::Findings,
        Some(TourDeed::MakeMistake),
        "打错一个数会怎样",
        "刚才替您把选中的这一格颠倒了两个数字。右边马上列出哪里不平，并且指出最可能错在哪一格、应该是多少。\
         一个数错了，会牵出好几处不平，改好它就都没有了。",
    ),
    step(
        TourPlace::Findings,
        Some(TourDeed::TakeBack),
        "改正，或者接受",
        "打错的已经替您改回来了，不平也就没有了。平时对照原始材料，对了点“采用”，不对自己去改。存疑的有时本来就对，写明理由“接受”。\
         F8 到下一处问题。尾差（≈）是四舍五入造成的，不用改。",
    ),
    step(
        TourPlace::Middle,
        Some(TourDeed::ShowSentences),
        "情况说明已经写好",
        "句子里绿色的数从表里来，表一改它就改。有下划线的地方要您填，Tab 到下一处。想换一种说法，指到那一段点“改写”，或者按 F2。",
    ),
    step(
        TourPlace::Middle,
        Some(TourDeed::ShowCharts),
        "同样的数，画成图",
        "点一根条，去它的那一格。还没有填的不会画成 0。可以存成图片，放进汇报材料。",
    ),
    step(
        TourPlace::Status,
        Some(TourDeed::ShowFigureAgain),
        "下面是选中的合计和保存情况",
        "选中几格，这里就是它们的合计。没有保存也不用怕：打的字一秒钟以内就记在本机，断电以后会问要不要接着做。",
    ),
    step(
        TourPlace::Outline,
        None,
        "不知道下一步做什么，按 F6",
        "程序按工作的先后，带您到下一处要填的地方。没有地方可去，就是填完了。",
    ),
    step(
        TourPlace::Menu,
        None,
        "填完了，导出",
        "“文件 › 导出…”做成 PDF、OFD、Word、Excel 和网页。去年公开过的，从“文件 › 从上年文件新建…”开始最省事。\
         要查什么，按 F1 打开手册，翻开的就是您所在的地方。",
    ),
];

/// Where the places are in the window.
#[derive(Debug, Clone, Copy)]
pub struct Places {
    pub menu: Rect,
    pub outline: Option<Rect>,
    pub cell_bar: Option<Rect>,
    pub middle: Rect,
    pub findings: Option<Rect>,
    pub status: Rect,
}

impl Default for Places {
    fn default() -> Self {
        let none = Rect::ZERO;
        Self { menu: none, outline: None, cell_bar: None, middle: none, findings: None, status: none }
    }
}

impl Places {
    fn of(&self, place: TourPlace) -> Rect {
        let found = match place {
            TourPlace::Menu => Some(self.menu),
            TourPlace::Outline => self.outline,
            TourPlace::CellBar => self.cell_bar,
            TourPlace::Middle => Some(self.middle),
            TourPlace::Findings => self.findings,
            TourPlace::Status => Some(self.status),
        };
        // A panel that is folded is pointed at where it would be.
        found.unwrap_or(self.middle)
    }
}

/// What is asked in a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TourAnswer {
    GoTo(usize),
    End,
}

/// Draws the step with this number over the window; one that is new gets the keyboard.
pub fn ui(ctx: &Context, (number, is_new): (usize, bool), places: &Places) -> Option<TourAnswer> {
    let step = STEPS.get(number)?;
    let target = places.of(step.place);
    let palette = Palette::of(&ctx.global_style().visuals);
    let painter = ctx.layer_painter(egui::LayerId::new(Order::Foreground, Id::unique("tour frame")));
    painter.rect_stroke(target.shrink(2.0), 4.0, Stroke::new(3.0, palette.accent), StrokeKind::Inside);
    let id = Id::unique("tour");
    let height = ctx.memory(|memory| memory.area_rect(id)).map_or(220.0, |rect| rect.height());
    let corner = beside(target, ctx.content_rect(), vec2(WIDTH, height));
    let area = Area::new(id).order(Order::Foreground).fixed_pos(corner).pivot(Align2::LEFT_TOP);
    let shown = area.show(ctx, |ui| {
        let frame = Frame::window(ui.style()).stroke(Stroke::new(2.0, palette.accent)).inner_margin(14.0);
        frame.show(ui, |ui| step_ui(ui, (number, is_new), step, &palette)).inner
    });
    shown.inner
}

/// Draws the text and the buttons of a step. Returns what was pressed.
fn step_ui(ui: &mut Ui, (number, is_new): (usize, bool), step: &Step, palette: &Palette) -> Option<TourAnswer> {
    ui.set_width(WIDTH - 28.0);
    let mut answer = None;
    let text = format!("{}。{}", step.title, step.text);
    let title = ui.label(RichText::new(step.title).text_style(theme::bold_text()).size(17.0));
    // A screen reader reads the step as a whole.
    title.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    ui.add(egui::Label::new(step.text).wrap());
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("{} / {}", number + 1, STEPS.len())).color(palette.weak_text));
        let is_last = number + 1 == STEPS.len();
        let next = if is_last { "结束" } else { "下一步" };
        let button = egui::Button::new(RichText::new(next).color(palette.paper)).fill(palette.accent);
        let button = ui.add(button);
        if is_new || ui.memory(|memory| memory.focused()).is_none() {
            button.request_focus();
        }
        if button.clicked() {
            answer = Some(if is_last { TourAnswer::End } else { TourAnswer::GoTo(number + 1) });
        }
        let back = ui.add_enabled(number > 0, egui::Button::new("上一步"));
        if back.clicked() {
            answer = Some(TourAnswer::GoTo(number - 1));
        }
        if !is_last {
            let end = ui.button("不看了").on_hover_text("Esc");
            if end.clicked() {
                answer = Some(TourAnswer::End);
            }
        }
    });
    answer
}

/// The upper left corner of a box of this size that stands beside `target`, and within the window in any case.
fn beside(target: Rect, window: Rect, size: Vec2) -> egui::Pos2 {
    let room = window.shrink(EDGE);
    let right = egui::pos2(target.right() + GAP, target.top() + GAP);
    let left = egui::pos2(target.left() - GAP - size.x, target.top() + GAP);
    let below = egui::pos2(target.left() + GAP, target.bottom() + GAP);
    let above = egui::pos2(target.left() + GAP, target.top() - GAP - size.y);
    let within = egui::pos2(target.right() - size.x - 2.0 * GAP, target.bottom() - size.y - 2.0 * GAP);
    let fits = |corner: &egui::Pos2| room.contains_rect(Rect::from_min_size(*corner, size));
    let corner = [right, left, below, above].into_iter().find(fits).unwrap_or(within);
    let most = (room.max - size).max(room.min);
    corner.clamp(room.min, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_stands_in_the_window_wherever_it_points() {
        for (width, height) in [(1024.0, 700.0), (911.0, 512.0), (1366.0, 768.0), (1920.0, 1080.0), (400.0, 300.0)] {
            let window = Rect::from_min_size(egui::Pos2::ZERO, vec2(width, height));
            for x in 0..8_u8 {
                for y in 0..8_u8 {
                    let corner = egui::pos2(f32::from(x) * width / 8.0, f32::from(y) * height / 8.0);
                    let target = Rect::from_min_max(corner, window.max);
                    let size = vec2(WIDTH.min(width - 2.0 * EDGE), 200.0_f32.min(height - 2.0 * EDGE));
                    let stands = Rect::from_min_size(beside(target, window, size), size);
                    assert!(window.contains_rect(stands), "{target:?} in {window:?}: {stands:?}");
                }
            }
        }
    }
}
