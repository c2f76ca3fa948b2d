//! The window on small screens: what is shown fits, and what does not says so.

use egui::{MouseWheelSource, MouseWheelUnit, Rect, Shape, TouchPhase, vec2};

use super::*;

/// Sizes of the screens in use, in points: 1024 × 700, 1366 × 768 at 100, 150 and 200 %, 1920 × 1080.
const SCREENS: [(f32, f32); 5] = [(1024.0, 700.0), (1366.0, 768.0), (911.0, 512.0), (683.0, 384.0), (1920.0, 1080.0)];

const TABLES: [&str; 11] = [
    "表1 收支总体",
    "表2 收入",
    "表3 支出",
    "表4 财政拨款收支",
    "表5 一般公共预算支出",
    "表6 基本支出",
    "表7 项目支出",
    "表8 政府性基金",
    "表9 国有资本经营",
    "表10 “三公”经费",
    "表11 结转结余",
];

fn sized(harness: &mut Test, (width, height): (f32, f32)) {
    harness.set_size(vec2(width, height));
    harness.run();
}

/// The texts on the screen, with where each is and what of it is seen.
fn texts(harness: &Test) -> Vec<(String, Rect, Rect)> {
    let shapes = harness.output().shapes.iter();
    let texts = shapes.flat_map(|clipped| match &clipped.shape {
        Shape::Text(text) => {
            // Line by line: the first may begin where another text ends.
            let rows = text.galley.rows.iter().filter_map(|row| {
                let (first, last) = (row.glyphs.first()?, row.glyphs.last()?);
                let (left, right) = (row.pos.x + first.pos.x, row.pos.x + last.max_x());
                let rect = Rect::from_x_y_ranges(left..=right, row.rect().y_range());
                let rect = rect.translate(text.pos.to_vec2());
                Some((row.text(), rect, rect.intersect(clipped.clip_rect)))
            });
            rows.collect::<Vec<_>>()
        }
        _ => Vec::new(),
    });
    texts.filter(|(text, ..)| !text.trim().is_empty()).collect()
}

fn is_figure(text: &str) -> bool {
    text.contains('.') && text.chars().all(|c| c.is_ascii_digit() || ",.-".contains(c))
}

/// Turns the wheel, and waits for what is shown where the pointer rests.
fn wheel(harness: &mut Test, notches: f32) {
    let delta = vec2(0.0, notches);
    let (unit, phase, source) = (MouseWheelUnit::Line, TouchPhase::Move, MouseWheelSource::Unknown);
    harness.event(Event::MouseWheel { unit, delta, phase, source, modifiers: Modifiers::COMMAND });
    harness.run_steps(20);
}

fn table_percent(harness: &Test) -> u16 {
    harness.state().as_ref().unwrap().settings.table_scale().percent()
}

fn shows_findings(harness: &Test) -> bool {
    harness.state().as_ref().unwrap().has_findings_panel
}

#[test]
fn no_figure_is_cut_at_the_edge_of_what_is_seen() {
    let mut harness = urumqi();
    for screen in SCREENS {
        sized(&mut harness, screen);
        for name in TABLES {
            let table = TABLES.iter().position(|other| *other == name).unwrap() + 1;
            harness.state_mut().as_mut().unwrap().grid.show_table(TableNumber(table as u8));
            harness.run();
            for (text, rect, seen) in texts(&harness).into_iter().filter(|(text, ..)| is_figure(text)) {
                let is_seen = seen.width() > 0.5 && seen.height() > 0.5;
                let is_whole = seen.width() > rect.width() - 1.5;
                assert!(!is_seen || is_whole, "{screen:?} {name}: {text} is cut to {seen:?}");
            }
        }
    }
}

#[test]
fn rows_are_in_sight_on_every_screen() {
    let mut harness = urumqi();
    for screen in SCREENS {
        sized(&mut harness, screen);
        for table in 1..=7 {
            harness.state_mut().as_mut().unwrap().grid.show_table(TableNumber(table));
            harness.run();
            let figures = texts(&harness).into_iter().filter(|(text, _, seen)| is_figure(text) && seen.height() > 12.0);
            let mut rows: Vec<i32> = figures.map(|(_, rect, _)| rect.center().y.round() as i32).collect();
            rows.sort_unstable();
            rows.dedup();
            // At 200 % the head of a wide table takes most of a small screen.
            let least = if screen.1 < 400.0 { 1 } else { 3 };
            assert!(rows.len() >= least, "{screen:?} 表{table}: {rows:?}");
        }
    }
}

#[test]
fn no_text_lies_under_another() {
    let mut harness = urumqi();
    for screen in SCREENS {
        sized(&mut harness, screen);
        for table in 1..=11 {
            harness.state_mut().as_mut().unwrap().grid.show_table(TableNumber(table));
            harness.run();
            let texts = texts(&harness);
            for (place, (text, _, seen)) in texts.iter().enumerate() {
                for (other, _, other_seen) in &texts[..place] {
                    // Lines stand close together: what counts is ink beside ink.
                    let both = seen.shrink2(vec2(0.5, 4.0)).intersect(other_seen.shrink2(vec2(0.5, 4.0)));
                    assert!(!both.is_positive(), "{screen:?} 表{table}: {text} and {other} at {both:?}");
                }
            }
        }
    }
}

#[test]
fn the_wheel_with_ctrl_sizes_the_table_alone() {
    let state = folder();
    let mut harness = window_with(Some(sample("urumqi-2025.budget")), None, state.clone());
    table(&mut harness, "表2 收入");
    harness.get_by_label_contains("表2 208 01 01 行政运行（1）总计").hover();
    harness.run_steps(20);
    wheel(&mut harness, -2.0);
    assert_eq!(table_percent(&harness), 80);
    wheel(&mut harness, 5.0);
    assert_eq!(table_percent(&harness), 130);
    command(&mut harness, Key::Num0);
    assert_eq!(table_percent(&harness), 100);
    wheel(&mut harness, -1.0);
    assert!((harness.ctx.zoom_factor() - 1.0).abs() < f32::EPSILON, "the window itself");
    // Elsewhere the wheel with Ctrl does nothing.
    harness.get_by_label("表3 支出").hover();
    harness.run_steps(20);
    wheel(&mut harness, 3.0);
    assert_eq!(table_percent(&harness), 90);
    let again = window_with(Some(sample("urumqi-2025.budget")), None, state);
    assert_eq!(table_percent(&again), 90, "remembered");
}

#[test]
fn a_wide_table_can_be_fitted_to_the_window() {
    let mut harness = urumqi();
    sized(&mut harness, SCREENS[0]);
    table(&mut harness, "表2 收入");
    let last = "表2 208 01 01 行政运行（12）";
    assert_eq!(harness.query_all_by_label_contains(last).count(), 0);
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::ALT, Key::Num0);
    harness.run();
    assert_eq!(harness.query_all_by_label_contains(last).count(), 1);
    assert!(table_percent(&harness) < 100);
}

#[test]
fn the_findings_fold_by_themselves_where_a_table_needs_their_room() {
    let mut harness = urumqi();
    sized(&mut harness, SCREENS[1]);
    table(&mut harness, "表5 一般公共预算支出");
    assert!(shows_findings(&harness));
    table(&mut harness, "表2 收入");
    assert!(!shows_findings(&harness));
    // The counts below are still there, and lead to them.
    harness.get_by_label_contains("▲ 存疑 4").click();
    harness.run();
    assert!(shows_findings(&harness));
    table(&mut harness, "表7 项目支出");
    assert!(shows_findings(&harness), "what was asked for stays");
}
