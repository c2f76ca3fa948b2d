//! The picture as SVG: rectangles and texts, nothing that only some programs know.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use super::{Anchor, Area, Drawing, Fill, Shape};

/// The window's ink green.
const GREEN: &str = "#1B6A4C";
const TEXT: &str = "#1F2622";
const WEAK: &str = "#5C635E";
/// What reads Chinese wherever the picture is shown; the program's own font comes first.
const FAMILY: &str = "Noto Sans SC, Microsoft YaHei, PingFang SC, SimHei, sans-serif";

pub(super) fn write(drawing: &Drawing) -> String {
    let (width, height) = (drawing.width, drawing.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#FFFFFF\"/>\n",
        escape(drawing.alternative.lines().next().unwrap_or_default()),
        escape(&drawing.alternative),
    );
    for shape in &drawing.shapes {
        // Writing to a text cannot fail.
        let _ = match shape {
            Shape::Area { area, fill } => writeln!(svg, "{}", rect(*area, *fill)),
            Shape::Text { x, y, anchor, size, is_bold, is_weak, text } => {
                let anchor = if *anchor == Anchor::End { " text-anchor=\"end\"" } else { "" };
                let weight = if *is_bold { " font-weight=\"600\"" } else { "" };
                let color = if *is_weak { WEAK } else { TEXT };
                writeln!(
                    svg,
                    "<text x=\"{x}\" y=\"{y}\" font-family=\"{FAMILY}\" font-size=\"{size}\"{weight}{anchor} \
                     fill=\"{color}\">{}</text>",
                    escape(text.as_str())
                )
            }
        };
    }
    svg.push_str("</svg>\n");
    svg
}

fn rect(Area { x, y, width, height }: Area, fill: Fill) -> String {
    let look = match fill {
        Fill::ThisYear => format!("fill=\"{GREEN}\""),
        Fill::LastYear => format!("fill=\"#FFFFFF\" stroke=\"{GREEN}\" stroke-width=\"1\""),
        Fill::Axis => format!("fill=\"{WEAK}\""),
    };
    format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {look}/>")
}
