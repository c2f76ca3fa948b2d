//! A formula of a spreadsheet, as far as it adds up cells.

use rust_decimal::Decimal;

use super::super::hidden::cell_place;

#[derive(Debug)]
pub(super) enum Expression {
    Number(Decimal),
    Cells(Reference),
    Negative(Box<Self>),
    Both(Operator, Box<Self>, Box<Self>),
    Sum(Vec<Self>),
    /// Rounded to so many decimals.
    Rounded(Box<Self>, u32),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Operator {
    Plus,
    Minus,
    Times,
    DividedBy,
}

/// Cells between two corners, by row and column from 0.
#[derive(Debug)]
pub(super) struct Reference {
    /// The name of the sheet, where it is another.
    pub sheet: Option<String>,
    pub first: (u32, u32),
    pub last: (u32, u32),
}

/// Brackets and signs inside each other, and how long a formula may be, in bytes.
const DEEPEST: usize = 40;
const LONGEST: usize = 8192;

impl Expression {
    /// Reads a formula; `None` where it does more than add up cells.
    pub fn read(formula: &str) -> Option<Self> {
        let formula = formula.trim();
        let mut reader = Reader { rest: formula.strip_prefix('=').unwrap_or(formula), depth: 0 };
        if formula.len() > LONGEST {
            return None;
        }
        let expression = reader.sum()?;
        reader.rest.trim().is_empty().then_some(expression)
    }
}

impl Expression {
    /// The cells that it names.
    pub fn references(&self) -> Vec<&Reference> {
        let (mut found, mut rest) = (Vec::new(), vec![self]);
        while let Some(next) = rest.pop() {
            match next {
                Self::Number(_) => {}
                Self::Cells(reference) => found.push(reference),
                Self::Negative(inner) | Self::Rounded(inner, _) => rest.push(inner),
                Self::Both(_, left, right) => rest.extend([left.as_ref(), right.as_ref()]),
                Self::Sum(parts) => rest.extend(parts),
            }
        }
        found
    }
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn take(&mut self, c: char) -> bool {
        let rest = self.rest.trim_start();
        let after = rest.strip_prefix(c);
        self.rest = after.unwrap_or(rest);
        after.is_some()
    }

    fn sum(&mut self) -> Option<Expression> {
        let mut sum = self.product()?;
        loop {
            let operator = match () {
                () if self.take('+') => Operator::Plus,
                () if self.take('-') => Operator::Minus,
                () => return Some(sum),
            };
            sum = Expression::Both(operator, Box::new(sum), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Option<Expression> {
        let mut product = self.factor()?;
        loop {
            let operator = match () {
                () if self.take('*') => Operator::Times,
                () if self.take('/') => Operator::DividedBy,
                () => return Some(product),
            };
            product = Expression::Both(operator, Box::new(product), Box::new(self.factor()?));
        }
    }

    fn factor(&mut self) -> Option<Expression> {
        self.depth += 1;
        let factor = if self.depth > DEEPEST { None } else { self.inner() };
        self.depth -= 1;
        factor
    }

    fn inner(&mut self) -> Option<Expression> {
        if self.take('-') {
            return Some(Expression::Negative(Box::new(self.factor()?)));
        } else if self.take('+') {
            return self.factor();
        } else if self.take('(') {
            let inner = self.sum()?;
            return self.take(')').then_some(inner);
        }
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        if self.rest.starts_with(is_number) {
            let end = self.rest.find(|c| !is_number(c)).unwrap_or(self.rest.len());
            let (number, rest) = self.rest.split_at(end);
            self.rest = rest;
            return number.parse().ok().map(Expression::Number);
        }
        self.function().or_else(|| self.reference().map(Expression::Cells))
    }

    fn function(&mut self) -> Option<Expression> {
        let (name, rest) = self.rest.split_once('(')?;
        let name = name.trim().to_ascii_uppercase();
        if !matches!(name.as_str(), "SUM" | "SUBTOTAL" | "ROUND") {
            return None;
        }
        self.rest = rest;
        let mut parts = vec![self.sum()?];
        while self.take(',') {
            parts.push(self.sum()?);
        }
        if !self.take(')') {
            return None;
        }
        match (name.as_str(), parts.as_slice()) {
            ("SUM", _) => Some(Expression::Sum(parts)),
            // 9 and 109 add up.
            ("SUBTOTAL", [Expression::Number(kind), _, ..])
                if [Decimal::from(9), Decimal::from(109)].contains(kind) =>
            {
                Some(Expression::Sum(parts.split_off(1)))
            }
            ("ROUND", [_, Expression::Number(places)]) => {
                let places = places.to_string().parse().ok().filter(|places| *places <= 10)?;
                Some(Expression::Rounded(Box::new(parts.swap_remove(0)), places))
            }
            _ => None,
        }
    }

    fn reference(&mut self) -> Option<Reference> {
        let sheet = self.sheet();
        let first = self.corner()?;
        let last = if self.take(':') { self.corner()? } else { first };
        Some(Reference { sheet, first, last })
    }

    /// The name of a sheet before an exclamation mark, quoted or not.
    fn sheet(&mut self) -> Option<String> {
        if let Some(quoted) = self.rest.strip_prefix('\'') {
            let (name, rest) = quoted.split_once("'!")?;
            self.rest = rest;
            return Some(name.replace("''", "'"));
        }
        let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.')?;
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest.strip_prefix('!')?;
        Some(name.to_owned())
    }

    fn corner(&mut self) -> Option<(u32, u32)> {
        let end = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '$').unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        let place = cell_place(&name.replace('$', ""))?;
        self.rest = rest;
        Some(place)
    }
}
