//! Words out of the characters of a page, by how near they stand, and the text of a cell.

use super::geometry::Rect;
use super::glyph::Glyph;
use super::order;
use crate::spelling::is_han;

/// How far apart, in points, characters of a word may stand, and how far their tops may differ on a line.
const NEAR: f64 = 3.0;
/// Fewer gaps between hanzi do not tell that a line is spread, and of ten so many are equally wide then.
const FEWEST_GAPS: usize = 4;
const NEARLY_ALL: usize = 7;
/// How far, in points, the gaps of a spread line may differ.
const EVEN: f64 = 0.75;

/// A run of characters without space between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub text: String,
    pub bounds: Rect,
    /// Where its line stands: fonts that stand side by side reach up and down by different amounts.
    baseline: f64,
    /// The blanks that are printed before it.
    blanks: String,
}

/// The text of a line that has these words, from the left.
pub(super) fn line_text<'w>(words: impl Iterator<Item = &'w Word>) -> String {
    let mut line = String::new();
    for word in words {
        if !line.is_empty() {
            // Room without a blank in it parts words too.
            line.push_str(if word.blanks.is_empty() { " " } else { &word.blanks });
        }
        line.push_str(&word.text);
    }
    order::read(line)
}

/// The words of `glyphs`, line by line.
///
/// What is printed sideways is put together by itself, run by run: a label beside the table must not join its figures.
pub(super) fn words(glyphs: &[&Glyph]) -> Vec<Word> {
    glyphs.chunk_by(|one, other| one.is_upright == other.is_upright).flat_map(run).collect()
}

/// What stands between a line that begins with `first` and the one before it: the blanks that are printed there, which
/// belong to the text, or else a break.
pub(super) fn line_break(first: Option<&Word>) -> &str {
    first.map(|word| word.blanks.as_str()).filter(|blanks| !blanks.is_empty()).unwrap_or("\n")
}

/// The text of a cell.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CellText {
    /// Its lines apart, but where a blank is printed at the break.
    pub text: String,
    /// Whether one is.
    pub prints_blanks: bool,
}

/// The text of a cell in which `glyphs` stand.
pub(super) fn cell_text(glyphs: &[&Glyph]) -> CellText {
    let words = words(glyphs);
    let bands = chained(words.iter().map(|word| word.baseline));
    let mut lines: Vec<Vec<&Word>> = vec![Vec::new(); bands.iter().max().map_or(0, |last| last + 1)];
    for (word, band) in words.iter().zip(bands) {
        lines[band].push(word);
    }
    let mut text = String::new();
    let mut prints_blanks = false;
    for line in lines {
        if !text.is_empty() {
            let between = line_break(line.first().copied());
            prints_blanks |= between != "\n";
            text.push_str(between);
        }
        text.push_str(&line_text(line.into_iter()));
    }
    CellText { text, prints_blanks }
}

/// The text of a cell in a document that prints the blanks at which it breaks lines: where there is none, a word was
/// broken that is too long for its cell, as the address of a page is.
pub(super) fn with_broken_words(text: &str) -> String {
    let mut lines = text.split('\n');
    let mut joined = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let is_of_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c < '\u{2E80}');
        if !(is_of_word(joined.chars().last()) && is_of_word(line.chars().next())) {
            joined.push('\n');
        }
        joined.push_str(line);
    }
    joined
}

/// The words of characters that all stand upright, or all do not.
fn run(glyphs: &[&Glyph]) -> Vec<Word> {
    let is_upright = glyphs.first().is_none_or(|glyph| glyph.is_upright);
    // Across the lines, and along them.
    let across = |glyph: &Glyph| if is_upright { glyph.baseline } else { glyph.bounds.left };
    let along = |glyph: &Glyph| {
        let bounds = &glyph.bounds;
        if is_upright { (bounds.left, bounds.right) } else { (bounds.top, bounds.bottom) }
    };
    let lines = chained(glyphs.iter().map(|glyph| across(glyph)));
    let mut sorted: Vec<(usize, &Glyph)> = lines.into_iter().zip(glyphs.iter().copied()).collect();
    // A quotation mark of full width may be set so far to the left that it begins before the figure which it follows.
    let middle = |glyph: &Glyph| along(glyph).0 + along(glyph).1;
    sorted.sort_by(|(line, one), (other_line, other)| line.cmp(other_line).then(middle(one).total_cmp(&middle(other))));
    let gap = |last: &Glyph, glyph: &Glyph| along(last).0.max(along(glyph).0) - along(last).1.min(along(glyph).1);
    let mut words: Vec<Word> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let mut blanks = String::new();
    let lines = sorted.chunk_by(|(line, _), (other, _)| line == other);
    for (glyph, reach) in lines.flat_map(|line| {
        let reach = reach(line, gap);
        line.iter().map(move |(_, glyph)| (*glyph, reach))
    }) {
        if glyph.is_blank() {
            last = None;
            blanks.push_str(&glyph.text);
            continue;
        }
        let is_next = last.is_some_and(|last| {
            // Within figures and Latin words nothing is spread.
            let reach = if last.text.is_ascii() && glyph.text.is_ascii() { NEAR } else { reach };
            gap(last, glyph) <= reach && (across(last) - across(glyph)).abs() <= NEAR
        });
        match words.last_mut().filter(|_| is_next) {
            Some(word) => {
                push(&mut word.text, &glyph.text);
                word.bounds = word.bounds.union(&glyph.bounds);
            }
            None => {
                let mut text = String::new();
                push(&mut text, &glyph.text);
                words.push(Word {
                    text,
                    bounds: glyph.bounds,
                    baseline: glyph.baseline,
                    blanks: std::mem::take(&mut blanks),
                });
            }
        }
        last = Some(glyph);
    }
    words
}

/// How far apart the characters of words on a line may stand. Where a long figure does not fit on the line, its hanzi are spread
/// over the whole width, all by the same.
fn reach(line: &[(usize, &Glyph)], gap: impl Fn(&Glyph, &Glyph) -> f64) -> f64 {
    let are_hanzi = |pair: &&[(usize, &Glyph)]| pair.iter().all(|(_, glyph)| glyph.text.chars().all(is_han));
    let mut gaps: Vec<f64> = line.windows(2).filter(are_hanzi).map(|pair| gap(pair[0].1, pair[1].1)).collect();
    if gaps.len() < FEWEST_GAPS {
        return NEAR;
    }
    gaps.sort_by(f64::total_cmp);
    let usual = gaps[gaps.len() / 2];
    let even = gaps.iter().filter(|gap| (*gap - usual).abs() <= EVEN).count();
    // A character is never moved away by its own width.
    let is_spread = even * 10 >= gaps.len() * NEARLY_ALL && line.iter().all(|(_, glyph)| usual < glyph.size);
    if is_spread { NEAR.max(usual + EVEN) } else { NEAR }
}

/// Adds `piece`, letters in place of Latin ligatures.
fn push(text: &mut String, piece: &str) {
    for c in order::seen(piece).chars() {
        match c {
            '\u{FB00}' => text.push_str("ff"),
            '\u{FB01}' => text.push_str("fi"),
            '\u{FB02}' => text.push_str("fl"),
            '\u{FB03}' => text.push_str("ffi"),
            '\u{FB04}' => text.push_str("ffl"),
            '\u{FB05}' | '\u{FB06}' => text.push_str("st"),
            c => text.push(c),
        }
    }
}

/// For each place the number of its group: a place belongs to the group of the next smaller one where it is near to it.
fn chained(places: impl Iterator<Item = f64>) -> Vec<usize> {
    let mut sorted: Vec<(f64, usize)> = places.zip(0..).collect();
    sorted.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    let mut groups = vec![0; sorted.len()];
    let mut group = 0;
    for pair in sorted.windows(2) {
        group += usize::from(pair[1].0 - pair[0].0 > NEAR);
        groups[pair[1].1] = group;
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Matrix;
    use super::*;

    fn glyphs(text: &str, left: f64, top: f64) -> Vec<Glyph> {
        let place = |(index, c): (usize, char)| {
            let left = left + index as f64 * 10.0;
            let bounds = Rect { left, top, right: left + 10.0, bottom: top + 10.0 };
            Glyph::new(c.to_string().into(), 0, bounds, 10.0, &Matrix([1.0, 0.0, 0.0, -1.0, 0.0, 0.0]))
        };
        text.chars().enumerate().map(place).collect()
    }

    #[test]
    fn gaps_spaces_and_lines_part_words() {
        let mut all = glyphs("第二行", 0.0, 20.0);
        all.extend(glyphs("12.5", 44.0, 1.0));
        all.extend(glyphs("第 一", 0.0, 0.0));
        let all: Vec<&Glyph> = all.iter().collect();
        let texts: Vec<String> = words(&all).into_iter().map(|word| word.text).collect();
        assert_eq!(texts, ["第", "一", "12.5", "第二行"]);
        assert_eq!(cell_text(&all), CellText { text: "第 一 12.5\n第二行".to_owned(), prints_blanks: false });
    }

    /// `text` with so much room between its hanzi.
    fn spread(text: &str, room: impl Fn(usize) -> f64) -> Vec<Glyph> {
        let mut all = glyphs(text, 0.0, 0.0);
        let mut moved = 0.0;
        for index in 0..all.len() {
            if index > 0 && [index - 1, index].iter().any(|place| all[*place].text.chars().all(is_han)) {
                moved += room(index);
            }
            all[index].bounds.left += moved;
            all[index].bounds.right += moved;
        }
        all
    }

    #[test]
    fn a_line_that_is_spread_over_its_width_has_no_blanks_but_those_that_are_printed() {
        let text = "基本支出27,389,331.40万元，比 上年预算增加";
        for room in [0.0, 2.0, 4.0, 9.0] {
            let all = spread(text, |_| room);
            assert_eq!(line_text(words(&all.iter().collect::<Vec<_>>()).iter()), text, "{room}");
        }
        // Two figures beside each other are two.
        let mut figures = spread("某某中心本年预算合计12", |_| 6.0);
        let right = figures.last().unwrap().bounds.right;
        figures.extend(glyphs("34", right + 5.0, 0.0));
        assert_eq!(line_text(words(&figures.iter().collect::<Vec<_>>()).iter()), "某某中心本年预算合计12 34");
        // Columns of single words, or what stands at both ends of a line, are no spread line.
        let apart = spread("表一单位万元", |index| if index == 2 { 9.0 } else { 0.0 });
        assert_eq!(line_text(words(&apart.iter().collect::<Vec<_>>()).iter()), "表一 单位万元");
        let columns = spread("甲乙丙丁戊", |index| 12.0 + index as f64);
        assert_eq!(line_text(words(&columns.iter().collect::<Vec<_>>()).iter()), "甲 乙 丙 丁 戊");
    }

    #[test]
    fn a_word_is_broken_where_no_blank_is_printed_though_others_are() {
        let mut all = glyphs("see ", 0.0, 0.0);
        all.extend(glyphs("www.a.", 0.0, 20.0));
        all.extend(glyphs("cn表", 0.0, 40.0));
        let of_cell = cell_text(&all.iter().collect::<Vec<_>>());
        assert_eq!(of_cell, CellText { text: "see www.a.\ncn表".to_owned(), prints_blanks: true });
        assert_eq!(with_broken_words(&of_cell.text), "see www.a.cn表");
        assert_eq!(with_broken_words("第一\n第二\nab"), "第一\n第二\nab");
    }

    #[test]
    fn sideways_text_is_put_together_by_itself() {
        let mut all = glyphs("合计", 0.0, 0.0);
        let mut label = glyphs("甲乙", 20.0, 0.0);
        label[1].bounds = Rect { left: 20.0, top: 10.0, right: 30.0, bottom: 20.0 };
        label.iter_mut().for_each(|glyph| glyph.is_upright = false);
        all.extend(label);
        let all: Vec<&Glyph> = all.iter().collect();
        let texts: Vec<String> = words(&all).into_iter().map(|word| word.text).collect();
        assert_eq!(texts, ["合计", "甲乙"]);
    }

    #[test]
    fn a_ligature_is_its_letters() {
        let mut all = glyphs("oce", 0.0, 0.0);
        all[1].text = "\u{FB03}c".into();
        assert_eq!(words(&all.iter().collect::<Vec<_>>())[0].text, "office");
    }
}
