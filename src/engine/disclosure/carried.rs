//! The form that a disclosure takes along.

/// The files of a form that is not built into the program, as texts: whoever opens the disclosure can use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedForm {
    /// Name of the folder.
    pub name: String,
    /// Name and text of each file.
    pub texts: Vec<(String, String)>,
}
