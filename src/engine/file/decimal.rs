//! Numbers that are no amounts, written as amounts are.

use rust_decimal::Decimal;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::disclosure::plain_decimal;

/// A number in a file.
#[derive(Clone, Copy)]
pub(super) struct Plain(pub Decimal);

impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_string())
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        plain_decimal(&text).map(Self).ok_or_else(|| {
            D::Error::custom(format!("“{}”不是数，应为 \"12.5\" 这样的数字", text.chars().take(40).collect::<String>()))
        })
    }
}
