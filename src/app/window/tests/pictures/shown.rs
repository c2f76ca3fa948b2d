//! The pictures that the manual and the README show, drawn by the program in a run.
//!
//! They are in `assets/pictures`, and compared there: `BLESS=1 cargo test --lib pictures` draws those anew that do not look as
//! the program does any more.

use std::path::Path;
use std::time::Duration;

use resvg::tiny_skia::Pixmap;

use super::drawn::canvas;
use super::kept::Picture;
use super::*;
use crate::app::display::software::raster::Canvas;

/// So many pixels to a point. Between two whole numbers thin lines would be broken.
const SCALE: f32 = 1.0;

/// A picture: its name, the size of the window, and how one gets to what it shows.
type Shown = (&'static str, Vec2, fn(Screen, &TestTextures) -> Test);

const SHOWN: [Shown; 8] = [
    ("start", vec2(900.0, 600.0), |screen, textures| on_screen(screen, None, textures.clone())),
    ("window", vec2(1240.0, 740.0), with_a_mistake),
    ("sentences", vec2(1100.0, 640.0), |screen, textures| on_page(screen, textures, "情况说明")),
    ("last-year", vec2(1100.0, 560.0), |screen, textures| on_page(screen, textures, "上年预算数")),
    ("import", vec2(940.0, 640.0), gone_through),
    ("export", vec2(800.0, 660.0), |screen, textures| {
        let mut harness = on_screen(screen, Some(with_swapped_digits()), textures.clone());
        open(&mut harness, Command::Export);
        harness
    }),
    ("charts", vec2(980.0, 640.0), |screen, textures| {
        let mut harness = on_screen(screen, Some(sample("urumqi-2025.budget")), textures.clone());
        open(&mut harness, Command::ShowCharts);
        harness
    }),
    ("folder", vec2(1280.0, 620.0), of_a_county),
];

/// A page without the findings at its side.
fn on_page(screen: Screen, textures: &TestTextures, page: &str) -> Test {
    let mut harness = on_screen(screen, Some(sample("urumqi-2025.budget")), textures.clone());
    show(&mut harness, page);
    open(&mut harness, Command::ToggleFindings);
    harness
}

/// The window at what is found where two digits are swapped.
fn with_a_mistake(screen: Screen, textures: &TestTextures) -> Test {
    let mut harness = on_screen(screen, Some(with_swapped_digits()), textures.clone());
    show(&mut harness, "表2 收入");
    open(&mut harness, Command::NextFinding);
    harness
}

/// A copy of the sample with two digits of a figure swapped.
fn with_swapped_digits() -> PathBuf {
    let path = folder().join("urumqi-2025.budget");
    std::fs::write(&path, mistaken(&sample_text())).unwrap();
    path
}

fn sample_text() -> String {
    std::fs::read_to_string(sample("urumqi-2025.budget")).unwrap()
}

/// A disclosure in which 2,256.84 was typed as 2,265.84.
fn mistaken(text: &str) -> String {
    text.replacen("{\"general\": \"22568400\"", "{\"general\": \"22658400\"", 1)
}

/// What a colleague sent, before it is taken.
fn gone_through(screen: Screen, textures: &TestTextures) -> Test {
    let path = folder().join("送来的.txt");
    std::fs::write(&path, include_str!("../../../../../tests/fixtures/shayibak-2025-tables.tsv")).unwrap();
    let mut harness = on_screen(screen, Some(path), textures.clone());
    crate::app::window::tests::import::wait(&mut harness);
    harness
}

/// A folder of a county that there is not, in which some have made a mistake.
fn of_a_county(screen: Screen, textures: &TestTextures) -> Test {
    // The same name on every machine, unless somebody else has it.
    let named = tempfile::Builder::new().prefix("2025年预算公开").rand_bytes(0).tempdir();
    let county = named.or_else(|_| tempfile::tempdir()).unwrap();
    let units = [
        ("教育局", ["教育局", "第一小学", "第二中学", "幼儿园"]),
        ("水利局", ["水利局", "灌溉服务站", "水库管理所", "水政监察队"]),
        ("卫生健康委员会", ["卫生健康委员会", "妇幼保健院", "疾控中心", "中心血站"]),
    ];
    for (number, (department, units)) in units.into_iter().enumerate() {
        let below = county.path().join(format!("云岭县{department}"));
        std::fs::create_dir(&below).unwrap();
        for (place, unit) in units.into_iter().enumerate() {
            let text = sample_text().replace("乌鲁木齐市社会保险中心", &format!("云岭县{unit}"));
            let text = if (number + 2 * place) % 5 == 4 { mistaken(&text) } else { text };
            std::fs::write(below.join(format!("云岭县{unit}2025年预算公开.budget")), text).unwrap();
        }
    }
    let mut harness = on_screen(screen, None, textures.clone());
    let ctx = harness.ctx.clone();
    harness.state_mut().as_mut().unwrap().list_folder(&ctx, county.path());
    for _ in 0..3_000 {
        harness.step();
        if harness.query_by_label_contains("共 12 份").is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    harness.run_ok();
    harness
}

/// The picture in this file; none where it is missing.
fn read(path: &Path) -> Option<Canvas> {
    let pixmap = Pixmap::decode_png(&std::fs::read(path).ok()?).ok()?;
    let pixels = pixmap.pixels().iter().map(|pixel| u32::from_be_bytes([0, pixel.red(), pixel.green(), pixel.blue()]));
    let side = |length: u32| usize::try_from(length).unwrap();
    Some(Canvas { width: side(pixmap.width()), height: side(pixmap.height()), pixels: pixels.collect() })
}

#[test]
fn the_manual_shows_the_program_as_it_is() {
    let mut different = Vec::new();
    for (name, size, go) in SHOWN {
        let screen = (name, size, SCALE);
        let textures = TestTextures::default();
        let mut harness = go(screen, &textures);
        harness.run_steps(2);
        let canvas = canvas(&harness, screen, &textures);
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = root.join("assets/pictures").join(name).with_extension("png");
        let is_same = |kept: Canvas| {
            (kept.width, kept.height) == (canvas.width, canvas.height)
                && Picture::of(&kept).is_like(&Picture::of(&canvas))
        };
        if read(&path).is_some_and(is_same) {
            continue;
        }
        let is_kept = std::env::var_os("BLESS").is_some();
        let path = if is_kept { path } else { root.join("target/pictures").join(name).with_extension("png") };
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, palette::png(&canvas)).unwrap();
        if !is_kept {
            different.push(format!("{name} looks otherwise; as it is now: {}", path.display()));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    let shown = SHOWN.map(|(name, ..)| name);
    assert_eq!(crate::manual::PICTURES.map(|(name, _)| name), shown, "the manual has those that are drawn");
}
