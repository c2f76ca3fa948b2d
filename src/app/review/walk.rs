//! The way through all findings, differences and comments, one after the other.

use super::Compared;
use disclosure_engine::audit::{Audit, Finding, Grade};
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::review::compare::Comparison;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stop {
    /// A finding, by its place in the audit.
    Finding(usize),
    /// A sign-off that no longer holds, by its place.
    SignOff(usize),
    /// A row that came, went or was renamed, by its place in the comparison.
    Row(usize),
    /// A figure that differs: place of its row, and its place there.
    Cell(usize, usize),
    /// A text that differs.
    Text(usize),
    /// A comment that is open, by its place among the comments.
    Comment(usize),
}

/// Where the way has got to.
#[derive(Debug, Default)]
pub struct Walk {
    at: Option<(usize, Stop)>,
}

impl Walk {
    /// The next stop, or the one before; the way begins again after its end. `None` where there is nothing.
    pub fn step(&mut self, stops: &[Stop], back: bool) -> Option<Stop> {
        let count = stops.len();
        let last = count.checked_sub(1)?;
        let next = match self.at {
            None if back => last,
            None => 0,
            Some((place, stop)) => {
                // What was settled meanwhile is no stop any more: the one in its place is next.
                let is_there = stops.get(place) == Some(&stop);
                match (back, is_there) {
                    (true, _) => (place.min(count) + count - 1) % count,
                    (false, true) => (place + 1) % count,
                    (false, false) => place % count,
                }
            }
        };
        let stop = stops[next];
        self.at = Some((next, stop));
        Some(stop)
    }

    /// Begins anew.
    pub fn reset(&mut self) {
        self.at = None;
    }
}

/// Everything to stop at: findings that nobody accepted, sign-offs that no longer hold, differences, open comments.
pub fn stops(audit: &Audit, disclosure: &Disclosure, compared: Option<&Compared>, since: &[Comparison]) -> Vec<Stop> {
    let is_stop = |finding: &Finding| finding.accepted.is_none() && finding.grade != Grade::ToCome;
    let findings = audit.findings.iter().enumerate().filter(|(_, finding)| is_stop(finding));
    let mut stops: Vec<Stop> = findings.map(|(place, _)| Stop::Finding(place)).collect();
    let withdrawn = since.iter().enumerate().filter(|(_, since)| !since.is_empty());
    stops.extend(withdrawn.map(|(place, _)| Stop::SignOff(place)));
    if let Some(compared) = compared {
        for (place, row) in compared.comparison.rows.iter().enumerate() {
            if row.is_changed() {
                stops.push(Stop::Row(place));
            }
            if row.old.is_some() && row.new.is_some() {
                let cells = row.cells.iter().enumerate().filter(|(_, cell)| !cell.follows);
                stops.extend(cells.map(|(cell, _)| Stop::Cell(place, cell)));
            }
        }
        let texts = compared.comparison.texts.iter().enumerate().filter(|(_, text)| !text.follows);
        stops.extend(texts.map(|(place, _)| Stop::Text(place)));
    }
    let open = disclosure.comments.iter().enumerate().filter(|(_, comment)| comment.is_open());
    stops.extend(open.map(|(place, _)| Stop::Comment(place)));
    stops
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_goes_round_and_on_from_what_was_settled() {
        let stops = [Stop::Finding(0), Stop::Comment(0), Stop::Comment(1)];
        let mut walk = Walk::default();
        let seen: Vec<_> = (0..4).filter_map(|_| walk.step(&stops, false)).collect();
        assert_eq!(seen, [stops[0], stops[1], stops[2], stops[0]]);
        assert_eq!(walk.step(&stops, true), Some(stops[2]));
        walk.step(&stops, false);
        // The finding at which the way stands is mended: the next is where it was.
        assert_eq!(walk.step(&stops[1..], false), Some(stops[1]));
        assert_eq!(walk.step(&[], false), None);
    }
}
