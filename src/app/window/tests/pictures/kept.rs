//! The pictures as they were when somebody looked at them last.

use std::path::{Path, PathBuf};

use resvg::tiny_skia::{ColorU8, Pixmap};

use crate::app::display::software::raster::Canvas;

/// How wide a kept picture is: panels, lines and marks can be told apart, and single letters need not be the same.
const WIDTH: usize = 400;
/// A pixel differs when one of its colours does by more than this, of 255.
const TOLERANCE: u8 = 24;
/// So many of a thousand pixels may differ.
const MAY_DIFFER: usize = 3;

/// A picture of the usual width.
#[derive(PartialEq, Eq)]
pub struct Picture {
    height: usize,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// `canvas` in the usual width: each pixel is the mean of those that it covers.
    pub fn of(canvas: &Canvas) -> Self {
        let height = canvas.height * WIDTH / canvas.width;
        let span = |place: usize, of: usize, from: usize| place * from / of..((place + 1) * from / of).min(from);
        let pixel = |place: usize| {
            let (rows, columns) =
                (span(place / WIDTH, height, canvas.height), span(place % WIDTH, WIDTH, canvas.width));
            let mut sum = [0_usize; 3];
            let mut count = 0;
            for row in rows {
                for color in &canvas.pixels[row * canvas.width..][columns.clone()] {
                    let [_, red, green, blue] = color.to_be_bytes();
                    [red, green, blue].into_iter().zip(&mut sum).for_each(|(own, sum)| *sum += usize::from(own));
                    count += 1;
                }
            }
            // Sixteen steps of each colour say enough, and take little room.
            sum.map(|sum| u8::try_from(sum / count).unwrap() & 0xF0)
        };
        Self { height, pixels: (0..WIDTH * height).map(pixel).collect() }
    }

    /// The picture in the file; none where it is missing.
    fn read(path: &Path) -> Option<Self> {
        let pixmap = Pixmap::decode_png(&std::fs::read(path).ok()?).unwrap();
        let pixels = pixmap.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]);
        Some(Self { height: usize::try_from(pixmap.height()).unwrap(), pixels: pixels.collect() })
    }

    fn write(&self, path: &Path) {
        let mut pixmap = Pixmap::new(u32::try_from(WIDTH).unwrap(), u32::try_from(self.height).unwrap()).unwrap();
        for ([red, green, blue], pixel) in self.pixels.iter().zip(pixmap.pixels_mut()) {
            *pixel = ColorU8::from_rgba(*red, *green, *blue, 255).premultiply();
        }
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, pixmap.encode_png().unwrap()).unwrap();
    }

    /// How many pixels differ.
    fn differs(&self, other: &Self) -> usize {
        if self.height != other.height {
            return self.pixels.len();
        }
        let pairs = self.pixels.iter().zip(&other.pixels);
        pairs.filter(|(one, other)| one.iter().zip(*other).any(|(a, b)| a.abs_diff(*b) > TOLERANCE)).count()
    }

    /// Whether nobody would see a difference.
    pub fn is_like(&self, other: &Self) -> bool {
        self.differs(other) * 1000 <= self.pixels.len() * MAY_DIFFER
    }

    /// Compares it with the one that is kept under this name; under `BLESS` it takes its place. Returns what is to be said
    /// where they differ.
    pub fn compared(&self, name: &str) -> Option<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = root.join("tests/fixtures/pictures").join(name).with_extension("png");
        let kept = Self::read(&path);
        if kept.as_ref().is_some_and(|kept| self.is_like(kept)) {
            return None;
        }
        let differs = kept.as_ref().map_or(self.pixels.len(), |kept| self.differs(kept));
        if std::env::var_os("BLESS").is_some() {
            self.write(&path);
            return None;
        }
        let now: PathBuf = root.join("target/pictures").join(name).with_extension("png");
        self.write(&now);
        Some(format!("{name}: {differs} of {} pixels differ; as it is now: {}", self.pixels.len(), now.display()))
    }
}
