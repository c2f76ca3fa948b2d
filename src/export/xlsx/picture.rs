//! A picture on a sheet of its own.

use rust_xlsxwriter::{Image, Worksheet, XlsxError};

use super::Writer;
use crate::charts::Drawing;

/// So many pixels of a picture to a point, and how much smaller it is shown: sharp in print.
const PIXELS: f32 = 2.0;
const SCALE: f64 = 0.4;
/// So long is the text alternative of a picture at most, in characters.
const LONGEST_ALTERNATIVE: usize = 250;

impl Writer<'_> {
    /// Puts the picture on the sheet.
    pub(super) fn picture(&self, sheet: &mut Worksheet, drawing: &Drawing) -> Result<(), XlsxError> {
        self.set_up_page(sheet, false);
        // Without fonts there is no picture: the figures are in the tables all the same.
        let Ok(png) = drawing.png(PIXELS) else { return Ok(()) };
        // Excel holds no longer one.
        let alternative: String = drawing.alternative.chars().take(LONGEST_ALTERNATIVE).collect();
        let image = Image::new_from_buffer(&png)?.set_alt_text(&alternative);
        sheet.insert_image(0, 0, &image.set_scale_width(SCALE).set_scale_height(SCALE))?;
        Ok(())
    }
}
