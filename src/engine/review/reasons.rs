//! The same reason in the disclosures of several bodies: what explains a change in one is seldom word for word what explains
//! one in another.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::TextKey;
use crate::evaluate::Evaluated;
use crate::narrative::given_reasons;
use crate::spelling;

/// Shorter reasons, in characters, may well be those of several bodies: 人员减少.
const SHORTEST: usize = 12;

/// The reasons that one disclosure gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyReasons {
    pub body: String,
    pub reasons: BTreeMap<TextKey, String>,
}

/// A reason that several bodies give word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedReason {
    /// As the first of them writes it.
    pub text: String,
    /// Who gives it, by their places among all, and of what.
    pub given: Vec<(usize, TextKey)>,
}

impl BodyReasons {
    pub fn of(evaluated: Evaluated<'_>) -> Self {
        Self { body: evaluated.disclosure.body.clone(), reasons: given_reasons(evaluated) }
    }
}

/// The reasons that more than one body gives, those of most bodies first. Versions of one body's disclosure are one body.
pub fn shared_reasons(all: &[BodyReasons]) -> Vec<SharedReason> {
    let mut shared: BTreeMap<String, SharedReason> = BTreeMap::new();
    for (place, own) in all.iter().enumerate() {
        for (key, text) in &own.reasons {
            let plain: String = spelling::plain(text).filter(|c| c.is_alphanumeric()).collect();
            if plain.chars().count() >= SHORTEST {
                let reason = SharedReason { text: text.clone(), given: Vec::new() };
                shared.entry(plain).or_insert(reason).given.push((place, key.clone()));
            }
        }
    }
    let bodies = |reason: &SharedReason| {
        let bodies = reason.given.iter().map(|(place, _)| spelling::plain(&all[*place].body).collect::<String>());
        bodies.collect::<BTreeSet<_>>().len()
    };
    let mut several: Vec<SharedReason> = shared.into_values().filter(|reason| bodies(reason) > 1).collect();
    several.sort_by_key(|reason| std::cmp::Reverse(bodies(reason)));
    several
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(name: &str, reasons: &[(&str, &str)]) -> BodyReasons {
        let reasons = reasons.iter().map(|(key, text)| (TextKey::new(*key), (*text).to_owned())).collect();
        BodyReasons { body: name.to_owned(), reasons }
    }

    #[test]
    fn a_long_reason_of_several_bodies_is_told_once() {
        let long = "本年新增社保卡换发任务，相应增加印制费用";
        let all = [
            body("甲局", &[("a", long), ("b", "人员减少")]),
            body("乙局", &[("c", "本年新增社保卡换发任务,相应增加印制费用。"), ("b", "人员减少")]),
            body("甲 局", &[("a", "本年退休人员较多，人员经费相应减少")]),
            body("甲局", &[("a", "本年退休人员较多，人员经费相应减少")]),
        ];
        let shared = shared_reasons(&all);
        assert_eq!(shared.len(), 1);
        assert_eq!(
            (shared[0].text.as_str(), &shared[0].given[..]),
            (long, &[(0, TextKey::new("a")), (1, TextKey::new("c"))][..])
        );
    }
}
