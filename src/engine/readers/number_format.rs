//! What a number format shows of the number in a cell: another number, or the unit of that one.

/// What stands in a cell whose format does not show it as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// The format makes the number smaller: what the cell holds is yuan.
    Smaller,
    /// The format writes a unit behind the number, which is in that unit whatever stands over the table.
    In(&'static str),
}

/// Units that a format may write, the longest first, and what they are.
const UNITS: [(&str, &str); 5] = [("亿元", "亿元"), ("万元", "万元"), ("亿", "亿元"), ("万", "万元"), ("元", "元")];

impl Shown {
    /// What `format`, the code of a number format, shows otherwise than it is.
    pub fn by(format: &str) -> Option<Self> {
        let pieces = pieces(format);
        let is_digit = |piece: &Piece| *piece == Piece::Digit;
        let last = pieces.iter().rposition(is_digit)?;
        // A comma after the last digit divides by a thousand; a point that is only written parts off what is not shown as
        // a fraction, as in `0!.0,`.
        let divides = pieces[last..].contains(&Piece::Comma);
        let is_written_point = |piece: &Piece| *piece == Piece::Written('.');
        let point = pieces[..last].iter().any(is_written_point) && pieces.iter().position(is_digit) < Some(last);
        let written: String = pieces[last..]
            .iter()
            .filter_map(|piece| if let Piece::Written(c) = piece { Some(*c) } else { None })
            .collect();
        Self::of(divides || point, &written)
    }

    /// What a format shows that divides the number, or writes `written` behind it.
    pub fn of(is_smaller: bool, written: &str) -> Option<Self> {
        if is_smaller {
            return Some(Self::Smaller);
        }
        let written = written.trim();
        UNITS.iter().find(|(word, _)| written.starts_with(word)).map(|(_, unit)| Self::In(unit))
    }

    /// The unit of the number that the cell holds.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Smaller => "元",
            Self::In(unit) => unit,
        }
    }
}

/// A piece of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A digit of the number.
    Digit,
    Comma,
    /// A character that is printed as it stands.
    Written(char),
    Other,
}

/// The pieces of the format of positive numbers, which is the first.
fn pieces(format: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => pieces.extend(chars.by_ref().take_while(|c| *c != '"').map(Piece::Written)),
            '!' | '\\' => pieces.extend(chars.next().map(Piece::Written)),
            // A blank as wide as a character, a character that fills the cell, a colour or condition.
            '_' | '*' => drop(chars.next()),
            '[' => drop(chars.by_ref().find(|c| *c == ']')),
            '0' | '#' | '?' => pieces.push(Piece::Digit),
            ',' => pieces.push(Piece::Comma),
            '.' => pieces.push(Piece::Other),
            c if c.is_ascii() => pieces.push(Piece::Other),
            c => pieces.push(Piece::Written(c)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_show_another_number_or_a_unit_are_known() {
        for format in [
            "0!.0,",
            "0!.00,",
            "0!.0000",
            "0\\.0,\"万\"",
            "0\".\"0000",
            "#\".\"##",
            "#,##0,",
            "0.00,,",
            "0.00,,\"亿\"",
            "0!.00,,\"亿\"",
            "#,##0.00,;[Red]-0",
            "#,##0.00,\"千元\"",
            "[>=10000]0!.0,\"万\";0",
            "_ * #,##0,_ ;_ * -#,##0,_ ",
        ] {
            assert_eq!(Shown::by(format), Some(Shown::Smaller), "{format}");
        }
        for (format, unit) in [
            ("0.00\"万元\"", "万元"),
            ("#,##0.00万元", "万元"),
            ("0.00\\万", "万元"),
            ("#,##0.0000\"亿\"", "亿元"),
            ("#,##0.00\"元\"", "元"),
            ("#,##0.00 \"元\"_ ", "元"),
        ] {
            assert_eq!(Shown::by(format), Some(Shown::In(unit)), "{format}");
        }
        for format in [
            "#,##0.00",
            "General",
            "0.00_ ",
            "_ * #,##0.00_ ;_ * -#,##0.00_ ",
            "@",
            "0\"!.\"",
            "[$¥-804]#,##0.00",
            "\"¥\"#,##0.00",
            "0.00;\"万元\"0",
            "0\"人\"",
            "yyyy\"年\"m\"月\"",
            "0.00%",
        ] {
            assert_eq!(Shown::by(format), None, "{format}");
        }
    }
}
