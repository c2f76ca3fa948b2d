//! Lines and areas: those of tables.

use std::io;

use typst::layout::{Point, Transform};
use typst::visualize::{CurveItem, FillRule, FixedStroke, Geometry, LineCap, LineJoin, Paint, Shape};

use super::Ids;
use super::geometry::{Bounds, color, list, moved, number, place};
use crate::xml::Xml;

/// A step of a path, with the points that it needs.
pub(super) type Step = (char, Vec<(f64, f64)>);

/// Writes `shape`, which `at` brings to its place.
pub(super) fn write(xml: &mut Xml, shape: &Shape, at: Transform, ids: &mut Ids) -> io::Result<()> {
    let steps = steps(&shape.geometry, at);
    let painted = Painted { fill: shape.fill.as_ref(), rule: shape.fill_rule, stroke: shape.stroke.as_ref() };
    write_steps(xml, &steps, painted, ids)
}

/// How a path is painted.
#[derive(Clone, Copy)]
pub(super) struct Painted<'a> {
    pub fill: Option<&'a Paint>,
    pub rule: FillRule,
    pub stroke: Option<&'a FixedStroke>,
}

/// Writes the path of `steps`, where it paints something.
pub(super) fn write_steps(xml: &mut Xml, steps: &[Step], painted: Painted<'_>, ids: &mut Ids) -> io::Result<()> {
    let points = || steps.iter().flat_map(|(_, points)| points.iter().copied());
    if points().next().is_none() || painted.fill.is_none() && painted.stroke.is_none() {
        return Ok(());
    }
    let width = painted.stroke.map_or(0.0, |stroke| stroke.thickness.to_mm());
    // What reaches over its bounds is cut off, and half of a line lies beside its path.
    let bounds = Bounds::around(points()).grown(width.max(0.01));
    let data: Vec<String> = steps
        .iter()
        .map(|(step, points)| {
            let numbers = points.iter().flat_map(|(x, y)| [x - bounds.left, y - bounds.top]);
            format!("{step} {}", list(numbers)).trim_end().to_owned()
        })
        .collect();
    let (id, bounds, width) = (ids.next().to_string(), bounds.attribute(), number(width));
    let mut attributes = vec![("ID", id.as_str()), ("Boundary", &bounds)];
    let dashes = painted.stroke.and_then(|stroke| stroke.dash.as_ref());
    let dashes = dashes.map(|dashes| list(dashes.array.iter().map(|length| length.to_mm())));
    match painted.stroke {
        Some(stroke) => {
            attributes.extend([("LineWidth", width.as_str()), ("Cap", cap(stroke)), ("Join", join(stroke))])
        }
        None => attributes.push(("Stroke", "false")),
    }
    if let Some(dashes) = &dashes {
        attributes.push(("DashPattern", dashes));
    }
    if painted.fill.is_some() {
        attributes.push(("Fill", "true"));
        attributes.push(("Rule", if painted.rule == FillRule::NonZero { "NonZero" } else { "Even-Odd" }));
    }
    xml.element("ofd:PathObject", &attributes, |xml| {
        if let Some(stroke) = painted.stroke {
            color(xml, "ofd:StrokeColor", &stroke.paint)?;
        }
        if let Some(fill) = painted.fill {
            color(xml, "ofd:FillColor", fill)?;
        }
        xml.text("ofd:AbbreviatedData", &[], &data.join(" "))
    })
}

fn cap(stroke: &FixedStroke) -> &'static str {
    match stroke.cap {
        LineCap::Butt => "Butt",
        LineCap::Round => "Round",
        LineCap::Square => "Square",
    }
}

fn join(stroke: &FixedStroke) -> &'static str {
    match stroke.join {
        LineJoin::Miter => "Miter",
        LineJoin::Round => "Round",
        LineJoin::Bevel => "Bevel",
    }
}

/// The path of `geometry`.
fn steps(geometry: &Geometry, at: Transform) -> Vec<Step> {
    let point = |point: Point| moved(at, place(point));
    let origin = || point(Point::zero());
    match geometry {
        Geometry::Line(end) => vec![('M', vec![origin()]), ('L', vec![point(*end)])],
        Geometry::Rect(size) => {
            let corners = [Point::with_x(size.x), size.to_point(), Point::with_y(size.y)];
            let sides = corners.map(|corner| ('L', vec![point(corner)]));
            [('M', vec![origin()])].into_iter().chain(sides).chain([('C', Vec::new())]).collect()
        }
        Geometry::Curve(curve) => {
            let step = |item: &CurveItem| match *item {
                CurveItem::Move(to) => ('M', vec![point(to)]),
                CurveItem::Line(to) => ('L', vec![point(to)]),
                CurveItem::Cubic(first, second, to) => ('B', [first, second, to].map(point).to_vec()),
                CurveItem::Close => ('C', Vec::new()),
            };
            curve.0.iter().map(step).collect()
        }
    }
}
