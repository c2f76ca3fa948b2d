//! What was said of tables and parts, in the file.

use serde::{Deserialize, Serialize};

use super::name::Name;
use super::texts::Part;
use crate::disclosure::{self, TableNumber};

/// A table or a part with what was said of it. Files of programs that did not know it have none.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub(super) of: Component,
    is: Word,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Component {
    Table(Name),
    Text(Part),
    Performance,
    Prior,
}

#[derive(Clone, Serialize, Deserialize)]
enum Word {
    Complete,
    Empty,
    Absent,
}

impl From<(&disclosure::Component, &disclosure::Said)> for Said {
    fn from((component, said): (&disclosure::Component, &disclosure::Said)) -> Self {
        let of = match *component {
            disclosure::Component::Table(table) => Component::Table(Name::Number(table.0)),
            disclosure::Component::Text(part) => Component::Text(part.into()),
            disclosure::Component::Performance => Component::Performance,
            disclosure::Component::Prior => Component::Prior,
        };
        let is = match said {
            disclosure::Said::Complete => Word::Complete,
            disclosure::Said::Empty => Word::Empty,
            disclosure::Said::Absent => Word::Absent,
        };
        Self { of, is }
    }
}

impl From<Said> for (disclosure::Component, disclosure::Said) {
    fn from(said: Said) -> Self {
        let component = match said.of {
            Component::Table(table) => disclosure::Component::Table(TableNumber(table.number())),
            Component::Text(part) => disclosure::Component::Text(part.into()),
            Component::Performance => disclosure::Component::Performance,
            Component::Prior => disclosure::Component::Prior,
        };
        let word = match said.is {
            Word::Complete => disclosure::Said::Complete,
            Word::Empty => disclosure::Said::Empty,
            Word::Absent => disclosure::Said::Absent,
        };
        (component, word)
    }
}
