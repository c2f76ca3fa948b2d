//! How large the table is drawn, beside the zoom of the whole window.

/// Least and greatest, in per cent.
const LEAST: u16 = 50;
const GREATEST: u16 = 200;
/// What a notch of the wheel or a key adds.
const STEP: u16 = 10;

/// A size in per cent, within bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale(u16);

impl Default for Scale {
    fn default() -> Self {
        Self(100)
    }
}

impl Scale {
    pub fn from_percent(percent: u16) -> Self {
        Self(percent.clamp(LEAST, GREATEST))
    }

    pub fn percent(self) -> u16 {
        self.0
    }

    /// So many steps larger, or smaller.
    pub fn stepped(self, steps: i16) -> Self {
        let added = i32::from(steps) * i32::from(STEP);
        let percent = (i32::from(self.0) + added).clamp(i32::from(LEAST), i32::from(GREATEST));
        Self(u16::try_from(percent).unwrap_or(LEAST))
    }

    /// The greatest, up to the normal one, at which what is `needed` wide normally has `room`, in points.
    pub fn fitting(needed: f32, room: f32) -> Self {
        let fits = |scale: &Self| scale.of(needed) <= room;
        (LEAST..=100).rev().map(Self).find(fits).unwrap_or(Self(LEAST))
    }

    /// What is so many points normally.
    pub fn of(self, points: f32) -> f32 {
        points * f32::from(self.0) / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stay_within_bounds() {
        let normal = Scale::default();
        assert_eq!(normal.stepped(2).percent(), 120);
        assert_eq!(normal.stepped(-1).percent(), 90);
        assert_eq!(normal.stepped(i16::MAX).percent(), GREATEST);
        assert_eq!(normal.stepped(i16::MIN).percent(), LEAST);
        assert_eq!(Scale::from_percent(7).percent(), LEAST);
    }

    #[test]
    fn what_fits_is_never_wider_than_the_room_unless_it_could_not_be_read() {
        for room in [300.0, 640.0, 900.0, 1100.0, 2000.0] {
            let scale = Scale::fitting(1000.0, room);
            assert!(scale.of(1000.0) <= room || scale.percent() == LEAST, "{room}: {scale:?}");
            assert!(scale.percent() == 100 || scale.stepped(1).of(1000.0) > room, "{room}: {scale:?}");
        }
    }
}
