//! Which version of the program this is. What `build.rs` found out is here.

/// The number of the version.
pub const NUMBER: &str = env!("CARGO_PKG_VERSION");

/// The commit from which it was built. It is not known of what was built without a repository, or while the program is worked
/// on.
pub const COMMIT: Option<&str> = option_env!("BUDGET_DISCLOSURE_COMMIT");

/// The date of that commit.
pub const DATE: Option<&str> = option_env!("BUDGET_DISCLOSURE_DATE");

/// All that is known of it in a line.
pub const LINE: &str = match option_env!("BUDGET_DISCLOSURE_LINE") {
    Some(line) => line,
    None => NUMBER,
};
