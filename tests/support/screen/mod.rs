//! The real program on a real (virtual) screen: Xvfb shows it, xdotool presses its keys.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::not_run::missing;

const PROGRAM: &str = env!("CARGO_BIN_EXE_budget-disclosure");
/// Debug builds on a busy machine draw their first frame late.
const PATIENCE: Duration = Duration::from_secs(60);

/// A virtual screen; it goes away with the value.
pub struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    /// A screen of so many points; none where Xvfb or xdotool is missing.
    pub fn open(size: &str) -> Option<Self> {
        let has = |program: &str| Command::new(program).arg("-version").output().is_ok();
        if !has("Xvfb") || !has("xdotool") {
            missing("Xvfb or xdotool");
            return None;
        }
        let mut server = Command::new("Xvfb")
            // Without -noreset the server starts anew whenever its last client leaves, and refuses who comes meanwhile.
            .args(["-displayfd", "1", "-screen", "0", &format!("{size}x24"), "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb does not start");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let screen = Self { server, display: format!(":{}", number.trim()) };
        let start = Instant::now();
        while screen.xdotool(&["getdisplaygeometry"]).is_none() {
            assert!(start.elapsed() < PATIENCE, "Xvfb does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        Some(screen)
    }

    /// What xdotool answers, if it can.
    pub fn xdotool(&self, arguments: &[&str]) -> Option<String> {
        let output = Command::new("xdotool").args(arguments).env("DISPLAY", &self.display).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Starts the program on `file`, drawn by `renderer` (`software` or `opengl`), and gives it the keys.
    pub fn start(&self, renderer: &str, state: &Path, file: &Path) -> Running<'_> {
        let program = Command::new(PROGRAM)
            .arg(file)
            .env("BUDGET_DISCLOSURE_RENDERER", renderer)
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY")
            .env("BUDGET_DISCLOSURE_STATE", state)
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut running = Running { screen: self, program, window: String::new() };
        running.window = running.wait_for("the window", |running| {
            let pid = running.program.id().to_string();
            let found = running.screen.xdotool(&["search", "--onlyvisible", "--pid", &pid])?;
            found.lines().last().map(str::to_owned)
        });
        // Without a window manager nobody else gives the window the keys.
        running.wait_for("the title", |running| {
            running.screen.xdotool(&["windowfocus", &running.window])?;
            let title = running.title();
            title.contains("2025").then_some(())
        });
        std::thread::sleep(Duration::from_millis(500));
        running
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// The program with its window.
pub struct Running<'a> {
    screen: &'a Screen,
    pub program: Child,
    pub window: String,
}

impl Running<'_> {
    pub fn wait_for<T>(&mut self, what: &str, mut ready: impl FnMut(&mut Self) -> Option<T>) -> T {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(found) = ready(self) {
                return found;
            }
            if let Some(status) = self.program.try_wait().unwrap() {
                panic!("the program ended with {status} while waiting for {what}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{what} did not appear in {PATIENCE:?}");
    }

    pub fn title(&self) -> String {
        self.screen.xdotool(&["getwindowname", &self.window]).unwrap_or_default()
    }

    pub fn keys(&self, keys: &[&str]) {
        for key in keys {
            self.screen.xdotool(&["key", key]).unwrap_or_else(|| panic!("xdotool cannot press {key}"));
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    #[allow(dead_code, reason = "not every program types texts")]
    pub fn text(&self, text: &str) {
        self.screen.xdotool(&["type", "--delay", "20", text]).expect("xdotool cannot type");
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
