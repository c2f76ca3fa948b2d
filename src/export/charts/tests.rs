use disclosure_engine::catalog::Catalog;
use disclosure_engine::charts::charts;
use disclosure_engine::disclosure::Amount;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::FormLibrary;

use super::*;
use crate::picture::picture;

/// The picture of a sample, with the figures behind its bars, as they are drawn.
fn drawn(text: &str) -> (Drawing, Vec<Vec<Amount>>) {
    let forms = FormLibrary::builtin().unwrap();
    let disclosure = disclosure_engine::file::read(text, &forms).unwrap();
    let form = forms.get(&disclosure.form).unwrap();
    let (evaluation, catalog) = (evaluate(form, &disclosure), Catalog::builtin().unwrap());
    let evaluated = Evaluated { form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
    let charts = charts(evaluated);
    let amounts = charts.iter().map(|chart| chart.bars.iter().flat_map(|bar| [bar.now, bar.last]).flatten().collect());
    (Drawing::new(evaluated, &charts), amounts.collect())
}

fn samples() -> [(Drawing, Vec<Vec<Amount>>); 2] {
    [
        drawn(include_str!("../../../assets/samples/urumqi-2025.budget")),
        drawn(include_str!("../../../assets/samples/shanghai-2025.budget")),
    ]
}

/// The bars of the charts, without what explains their colours: how long each is.
fn lengths(drawing: &Drawing) -> Vec<f32> {
    let areas = drawing.shapes.iter().filter_map(|shape| match shape {
        Shape::Area { area, fill: Fill::ThisYear | Fill::LastYear } => Some(area.width),
        _ => None,
    });
    areas.skip(2).collect()
}

#[test]
fn figures_can_be_read_off_the_bars() {
    for (drawing, charts) in samples() {
        assert!(charts.len() == 5 && charts.iter().all(|chart| !chart.is_empty()), "{charts:?}");
        let lengths = lengths(&drawing);
        assert_eq!(lengths.len(), charts.iter().map(Vec::len).sum::<usize>());
        let mut rest = lengths.as_slice();
        for amounts in charts {
            let (own, others) = rest.split_at(amounts.len());
            rest = others;
            let yuan = |amount: &Amount| amount.yuan().to_string().parse::<f64>().unwrap();
            let largest = amounts.iter().map(yuan).fold(0.0, f64::max);
            let longest = f64::from(own.iter().copied().fold(0.0, f32::max));
            for (length, amount) in own.iter().zip(&amounts) {
                let read = f64::from(*length) / longest * largest;
                assert!((read - yuan(amount)).abs() <= largest * 1e-5, "{amount} is drawn as {read}");
            }
        }
    }
}

#[test]
fn each_bar_leads_to_a_cell_and_all_of_it_can_be_read_without_seeing_it() {
    for (drawing, _) in samples() {
        for bar in &drawing.bars {
            assert!(bar.cell.is_some(), "{bar:?}");
            assert!(drawing.alternative.contains(&bar.text), "{bar:?}");
            let Area { x, y, width, height } = bar.area;
            assert!(x >= 0.0 && y >= 0.0 && x + width <= drawing.width && y + height <= drawing.height);
        }
    }
}

#[test]
fn the_svg_is_well_formed_and_says_what_the_picture_shows() {
    for (drawing, _) in samples() {
        let svg = drawing.svg();
        let mut reader = quick_xml::Reader::from_str(&svg);
        let mut rects = 0;
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Empty(tag) if tag.name().as_ref() == "rect" => rects += 1,
                _ => {}
            }
        }
        let areas = drawing.shapes.iter().filter(|shape| matches!(shape, Shape::Area { .. })).count();
        assert_eq!(rects, areas + 1, "and the paper");
        assert!(svg.contains("<desc>") && svg.contains(&drawing.bars[0].text));
    }
}

#[test]
fn the_png_has_the_size_and_the_ink_of_the_picture() {
    let (drawing, _) = &samples()[0];
    let image = picture(&drawing.png(2.0).unwrap()).unwrap();
    assert_eq!((image.width, image.height), ((drawing.width * 2.0) as u32, (drawing.height * 2.0).ceil() as u32));
    let count = |color: [u8; 3]| image.rgba.chunks(4).filter(|pixel| pixel[..3] == color).count();
    let expected: f32 = drawing
        .shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Area { area, fill: Fill::ThisYear } => Some(area.width * area.height * 4.0),
            _ => None,
        })
        .sum();
    let green = count([0x1B, 0x6A, 0x4C]) as f32;
    // The outlines of last year's bars are of the same ink.
    assert!(green > expected * 0.9 && green < expected * 1.4, "{green} of {expected}");
    // Letters are there: the fonts were found.
    let dark = image.rgba.chunks(4).filter(|pixel| pixel[0] < 0x60 && pixel[1] < 0x60 && pixel[2] < 0x60).count();
    assert!(dark > 3_000, "{dark}");
}
