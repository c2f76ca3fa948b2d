//! What the window costs on a machine without a graphics card: `cargo bench --bench window`.
//!
//! The real program on a virtual screen of 1366 × 768 with urumqi open, as it draws itself there, and then drawn by Mesa's
//! OpenGL, on the processor too. Processor time is that of all its threads, those that draw among them, from pressing a key to
//! its being let go. Linux only; needs Xvfb and xdotool.

#[path = "../tests/support/not_run/mod.rs"]
mod not_run;
#[path = "../tests/support/screen/mod.rs"]
mod screen;

use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

use screen::{Running, Screen};

/// How many keys are pressed, and cells filled in.
const KEYS: u32 = 40;
const CELLS: u32 = 20;

fn main() {
    let Some(screen) = Screen::open("1366x768") else { return };
    for renderer in ["software", "opengl"] {
        println!("drawn by {renderer}:");
        measure(&screen, renderer);
    }
}

fn measure(screen: &Screen, renderer: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("urumqi.budget");
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples/urumqi-2025.budget"), &file).unwrap();
    let running = screen.start(renderer, folder.path(), &file);
    screen.xdotool(&["windowsize", &running.window, "1366", "768"]).expect("the window has a size");
    // 表6, which has rows to go through.
    running.keys(&["ctrl+Next"; 5]);
    thread::sleep(Duration::from_secs(2));
    println!("{}", memory(&running));

    let idle = spent(&running, || thread::sleep(Duration::from_secs(5)));
    println!("idle for 5 s: {idle:?} of processor time");
    let arrows = spent(&running, || (0..KEYS).for_each(|_| press(&running, &["Down"])));
    println!("an arrow key: {:?}", arrows / KEYS);
    press(&running, &["ctrl+Home", "Right", "Right", "Down", "Down"]);
    let cells = spent(&running, || (0..CELLS).for_each(|_| press(&running, &["7", "Return"])));
    println!("a cell of one digit, committed: {:?}", cells / CELLS);
    println!("{}", memory(&running));
}

/// Presses keys as fast as somebody who types, each on the screen before the next.
fn press(running: &Running<'_>, keys: &[&str]) {
    for key in keys {
        running.keys(&[key]);
        thread::sleep(Duration::from_millis(120));
    }
}

/// The processor time that the program spends while `deed` is done, and on what that leaves to do.
fn spent(running: &Running<'_>, deed: impl FnOnce()) -> Duration {
    let before = processor_time(running);
    deed();
    thread::sleep(Duration::from_millis(500));
    processor_time(running).saturating_sub(before)
}

fn processor_time(running: &Running<'_>) -> Duration {
    let stat = proc_file(running, "stat");
    // Behind the name in brackets, which may hold blanks, user and system time are the 12th and 13th.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks: u64 = fields[11..13].iter().filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    // Linux counts in hundredths of a second.
    Duration::from_millis(10 * ticks)
}

/// What the program has in memory: in all, and without what is mapped from files.
fn memory(running: &Running<'_>) -> String {
    let status = proc_file(running, "status");
    let of = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        let kilobytes = line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok());
        kilobytes.unwrap_or_default() / 1024
    };
    format!("memory: {} MiB resident, of which {} MiB its own", of("VmRSS"), of("RssAnon"))
}

fn proc_file(running: &Running<'_>, name: &str) -> String {
    let path = Path::new("/proc").join(running.program.id().to_string()).join(name);
    fs::read_to_string(path).expect("this needs Linux")
}
