//! Opening the window on the screen, or saying why it cannot be.

mod last_words;
mod let_go;

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use eframe::{NativeOptions, Renderer, UserEvent};
use egui::{IconData, ViewportBuilder, ViewportCommand, vec2};
use winit::event_loop::EventLoop;
use winit::platform::run_on_demand::EventLoopExtRunOnDemand;

use let_go::Keyed;

use super::Window;
use super::clipboard::CellClipboard;
use crate::more::More;

/// The title of the window.
const TITLE: &str = "预算公开编辑器";

/// There is no screen to show the window on, or it cannot be drawn on it.
#[derive(Debug, thiserror::Error)]
pub enum NoDisplay {
    /// There is no display at all.
    #[error(
        "没有可用的图形界面（DISPLAY 和 WAYLAND_DISPLAY 都没有设置），窗口打不开。\n\
         不需要窗口的命令：\n  \
         budget-disclosure check FILE...    核对文件\n  \
         budget-disclosure new --body NAME --year N -o FILE.budget    新建文件\n\
         其余见 budget-disclosure --help"
    )]
    Absent,
    /// There is one, but the window cannot be opened on it.
    #[error(
        "窗口打不开。{remedy}\n\
         不需要窗口的命令：budget-disclosure check、budget-disclosure new，见 budget-disclosure --help\n\
         原因：{0}",
        remedy = REMEDY
    )]
    Unusable(String),
    /// What is built into the program is broken.
    #[error("程序自带的数据有误：{0}")]
    Data(String),
}

/// What can be done where the window cannot be drawn.
const REMEDY: &str = if cfg!(windows) {
    "请更新显卡驱动程序；如果是在远程桌面里打开的，请到那台计算机上打开。"
} else {
    "请检查图形界面和显卡驱动（Debian 上需要的软件包见 README.md）。"
};

/// Opens the window, on `file` if there is one and with the forms of the folders `forms`, too, and returns when it is closed.
///
/// # Errors
/// When there is no display, or no way to draw on it.
pub fn run(file: Option<PathBuf>, more: More) -> Result<(), NoDisplay> {
    if cfg!(all(unix, not(target_os = "macos"))) && !has_display() {
        return Err(NoDisplay::Absent);
    }
    last_words::listen();
    // The only one that there may be, whatever draws.
    let event_loop = EventLoop::with_user_event().build();
    let mut event_loop = event_loop.map_err(|error| NoDisplay::Unusable(error.to_string()))?;
    match open(&mut event_loop, file.clone(), &more, Renderer::Glow) {
        Err(NoDisplay::Unusable(error)) => open_without_opengl(&mut event_loop, file, &more, error),
        outcome => outcome,
    }
}

/// On Windows a remote desktop or a virtual machine may have Direct3D and no OpenGL.
#[cfg(windows)]
fn open_without_opengl(
    event_loop: &mut EventLoop<UserEvent>,
    file: Option<PathBuf>,
    more: &More,
    first: String,
) -> Result<(), NoDisplay> {
    open(event_loop, file, more, Renderer::Wgpu).map_err(|error| match error {
        NoDisplay::Unusable(second) => NoDisplay::Unusable(format!("{first}；{second}")),
        other => other,
    })
}

/// Elsewhere OpenGL is there, drawn by the processor if need be.
#[cfg(not(windows))]
fn open_without_opengl(
    _event_loop: &mut EventLoop<UserEvent>,
    _file: Option<PathBuf>,
    _more: &More,
    error: String,
) -> Result<(), NoDisplay> {
    Err(NoDisplay::Unusable(error))
}

/// Shows `message` in a box of Windows, for who has neither the window nor a console; elsewhere there is always a place to
/// print it.
pub fn show_message(message: &str) {
    #[cfg(windows)]
    {
        let message = rfd::MessageDialog::new().set_title(TITLE).set_description(message);
        message.set_level(rfd::MessageLevel::Error).show();
    }
    #[cfg(not(windows))]
    let _ = message;
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Opens the window, drawn by `renderer`, and returns when it is closed.
fn open(
    event_loop: &mut EventLoop<UserEvent>,
    file: Option<PathBuf>,
    more: &More,
    renderer: Renderer,
) -> Result<(), NoDisplay> {
    let more = more.clone();
    // What is wrong with the program's own data: eframe passes on its words and not what they are about.
    let broken = Rc::new(RefCell::new(None));
    let tell = Rc::clone(&broken);
    let creator = move |creation: &eframe::CreationContext<'_>| {
        let window = Window::new(creation, file, &more).map_err(|error| {
            *tell.borrow_mut() = Some(error.to_string());
            error.to_string()
        })?;
        creation.egui_ctx.add_plugin(CellClipboard::default());
        // Asked for once more: some window managers forget what was asked before the window was there.
        creation.egui_ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
        Ok(Box::new(window) as Box<dyn eframe::App>)
    };
    let program = eframe::create_native("budget-disclosure", options(renderer), Box::new(creator), event_loop);
    let ended = event_loop.run_app_on_demand(&mut Keyed::new(program));
    if let Some(error) = broken.take() {
        return Err(NoDisplay::Data(error));
    }
    match last_words::take() {
        Some(error) => Err(NoDisplay::Unusable(error)),
        None => ended.map_err(|error| NoDisplay::Unusable(error.to_string())),
    }
}

fn options(renderer: Renderer) -> NativeOptions {
    NativeOptions {
        renderer,
        // There are no gradients that would show bands, and where the processor draws it costs for each point.
        dithering: false,
        viewport: ViewportBuilder::default()
            .with_title(TITLE)
            .with_app_id("budget-disclosure")
            .with_inner_size(vec2(1280.0, 720.0))
            .with_min_inner_size(vec2(640.0, 360.0))
            .with_maximized(true)
            .with_drag_and_drop(true)
            .with_icon(icon()),
        ..NativeOptions::default()
    }
}

/// The program's icon; a window without one still opens.
fn icon() -> IconData {
    let picture = include_bytes!("../../assets/icons/program-64.png");
    eframe::icon_data::from_png_bytes(picture).unwrap_or_default()
}
