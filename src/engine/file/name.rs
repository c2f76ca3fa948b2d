//! How a file names tables and columns: by the ids of the form, by number in files of format 1.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::disclosure::Amount;

/// A table or a column.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Name {
    /// As format 1 has it, and a disclosure whose form gave no ids.
    Number(u8),
    Id(String),
}

impl Name {
    /// The number; 0, which no table or column has, for what is not placed.
    pub(super) fn number(&self) -> u8 {
        match self {
            Self::Number(number) => *number,
            Self::Id(_) => 0,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Id(id) => f.write_str(id),
        }
    }
}

impl Serialize for Name {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_u8(*number),
            Self::Id(id) => serializer.serialize_str(id),
        }
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NameVisitor)
    }
}

struct NameVisitor;

impl Visitor<'_> for NameVisitor {
    type Value = Name;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("编号或带引号的 id")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Name, E> {
        u8::try_from(number).map(Name::Number).map_err(|_| E::custom("编号超出范围"))
    }

    fn visit_str<E: Error>(self, id: &str) -> Result<Name, E> {
        Ok(Name::Id(id.to_owned()))
    }
}

/// Amounts by column, in the order of the columns. Nothing may stand twice: serde by itself would keep the last and say
/// nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Amounts(pub(super) Vec<(Name, Amount)>);

impl Amounts {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, column: &Name) -> bool {
        self.0.iter().any(|(own, _)| own == column)
    }
}

impl FromIterator<(u8, Amount)> for Amounts {
    fn from_iter<T: IntoIterator<Item = (u8, Amount)>>(amounts: T) -> Self {
        Self(amounts.into_iter().map(|(column, amount)| (Name::Number(column), amount)).collect())
    }
}

impl Serialize for Amounts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(column, amount)| map.serialize_entry(column, amount))?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Amounts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(AmountsVisitor)
    }
}

struct AmountsVisitor;

impl<'de> Visitor<'de> for AmountsVisitor {
    type Value = Amounts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{…}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Amounts, A::Error> {
        let mut amounts = Vec::new();
        let mut seen = HashSet::new();
        while let Some(column) = access.next_key::<Name>()? {
            if !seen.insert(column.clone()) {
                return Err(A::Error::custom(format!("“{column}”在同一个 {{ }} 里写了两次")));
            }
            amounts.push((column, access.next_value()?));
        }
        Ok(Amounts(amounts))
    }
}
