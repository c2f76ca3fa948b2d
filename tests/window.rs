//! The real program on a real (virtual) screen: typed into, saved, and opened again.
//!
//! Needs Xvfb and xdotool. Where they are missing the tests say so and do nothing, except under CI, where they must run.

#[path = "support/not_run/mod.rs"]
mod not_run;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use not_run::missing;

const PROGRAM: &str = env!("CARGO_BIN_EXE_budget-disclosure");
/// Debug builds on a busy machine draw their first frame late.
const PATIENCE: Duration = Duration::from_secs(60);

/// A virtual screen; it goes away with the value.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    fn open() -> Option<Self> {
        let has = |program: &str| Command::new(program).arg("-version").output().is_ok();
        if !has("Xvfb") || !has("xdotool") {
            missing("Xvfb or xdotool");
            return None;
        }
        let mut server = Command::new("Xvfb")
            // Without -noreset the server starts anew whenever its last client leaves, and refuses who comes meanwhile.
            .args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset"])
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

    fn xdotool(&self, arguments: &[&str]) -> Option<String> {
        let output = Command::new("xdotool").args(arguments).env("DISPLAY", &self.display).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn start(&self, state: &Path, file: &Path) -> Running<'_> {
        let program = Command::new(PROGRAM)
            .arg(file)
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
struct Running<'a> {
    screen: &'a Screen,
    program: Child,
    window: String,
}

impl Running<'_> {
    fn wait_for<T>(&mut self, what: &str, mut ready: impl FnMut(&mut Self) -> Option<T>) -> T {
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

    fn title(&self) -> String {
        self.screen.xdotool(&["getwindowname", &self.window]).unwrap_or_default()
    }

    fn keys(&self, keys: &[&str]) {
        for key in keys {
            self.screen.xdotool(&["key", key]).unwrap_or_else(|| panic!("xdotool cannot press {key}"));
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    fn text(&self, text: &str) {
        self.screen.xdotool(&["type", "--delay", "20", text]).expect("xdotool cannot type");
    }

    fn save(&mut self) {
        self.wait_for("the unsaved mark", |running| running.title().contains("未保存").then_some(()));
        self.keys(&["ctrl+s"]);
        self.wait_for("the saved state", |running| (!running.title().contains("未保存")).then_some(()));
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Finding B16 of `file`, as `check` reports it: what stands in 表5 and what 表6 adds up to.
fn basic_expenditure(file: &Path) -> Option<(String, String)> {
    let output = Command::new(PROGRAM).args(["check", "--format", "json"]).arg(file).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = report["findings"].as_array()?.iter().find(|finding| finding["rule"] == "B16")?;
    Some((finding["stated"].as_str()?.to_owned(), finding["expected"].as_str()?.to_owned()))
}

#[test]
fn an_amount_is_typed_the_total_changes_and_both_are_there_after_saving_and_opening_again() {
    let Some(screen) = Screen::open() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("urumqi.budget");
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples/urumqi-2025.budget"), &file).unwrap();
    assert_eq!(basic_expenditure(&file), None);

    let enter = |amount| {
        let mut program = screen.start(folder.path(), &file);
        // To 表6, and there from the total to 301 01 人员经费.
        program.keys(&["ctrl+Next", "ctrl+Next", "ctrl+Next", "ctrl+Next", "ctrl+Next", "Down", "Down", "Right"]);
        program.text(amount);
        program.keys(&["Return"]);
        program.save();
    };
    enter("1318.69");
    assert_eq!(basic_expenditure(&file), Some(("5334.82".to_owned(), "5344.82".to_owned())));

    enter("1308.69");
    assert_eq!(basic_expenditure(&file), None);
}

/// Windows and Macs always have one.
#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn without_a_display_a_sentence_says_so_and_names_the_commands_that_need_none() {
    let output = Command::new(PROGRAM)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("没有可用的图形界面") && message.contains("budget-disclosure check"), "{message}");
    assert!(!message.contains("panicked"), "{message}");
}

/// Windows and Macs always have one.
#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn a_display_that_cannot_be_reached_is_told_without_a_panic() {
    let output = Command::new(PROGRAM)
        .env("DISPLAY", ":4077")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("窗口打不开") && !message.contains("panicked"), "{message}");
}
