//! placeholder

pub mod fonts;
pub mod paths;
pub mod theme;
pub mod recent;
pub mod settings;
