//! How a file names tables and columns: by the ids of the form, by number in files of format 1.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

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

/// What stands in the columns of a row, in the order of the columns. Nothing may stand twice: serde by itself would keep the
/// last and say nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns<T>(pub(super) Vec<(Name, T)>);

/// Amounts by column.
pub(super) type Amounts = Columns<Amount>;
/// Texts and dates by column.
pub(super) type Texts = Columns<String>;

impl<T> Default for Columns<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Columns<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, column: &Name) -> bool {
        self.0.iter().any(|(own, _)| own == column)
    }
}

impl<T> FromIterator<(u8, T)> for Columns<T> {
    fn from_iter<I: IntoIterator<Item = (u8, T)>>(cells: I) -> Self {
        Self(cells.into_iter().map(|(column, cell)| (Name::Number(column), cell)).collect())
    }
}

impl<T: Serialize> Serialize for Columns<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        self.0.iter().try_for_each(|(column, cell)| map.serialize_entry(column, cell))?;
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Columns<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ColumnsVisitor(PhantomData))
    }
}

struct ColumnsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ColumnsVisitor<T> {
    type Value = Columns<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{…}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Columns<T>, A::Error> {
        let mut cells = Vec::new();
        let mut seen = HashSet::new();
        while let Some(column) = access.next_key::<Name>()? {
            if !seen.insert(column.clone()) {
                return Err(A::Error::custom(format!("“{column}”在同一个 {{ }} 里写了两次")));
            }
            cells.push((column, access.next_value()?));
        }
        Ok(Columns(cells))
    }
}
