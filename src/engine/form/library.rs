//! The forms that the program knows.

use super::{Form, FormError};

/// Name and text of each form that is built into the program.
pub fn builtin_forms() -> &'static [(&'static str, &'static str)] {
    &[("xinjiang-2025.ron", include_str!("../../../assets/forms/xinjiang-2025.ron"))]
}

/// Name and text of each template of sentences that is built into the program.
pub fn builtin_templates() -> &'static [(&'static str, &'static str)] {
    &[("xinjiang-2025-narrative.ron", include_str!("../../../assets/forms/xinjiang-2025-narrative.ron"))]
}

/// All forms that can be used, by id.
#[derive(Debug, Clone)]
pub struct FormLibrary {
    forms: Vec<std::sync::Arc<Form>>,
}

impl FormLibrary {
    /// The built-in forms.
    ///
    /// # Errors
    /// When one of them is unsound; a test keeps that from happening.
    pub fn builtin() -> Result<Self, FormError> {
        let forms = builtin_forms().iter().map(|(file, text)| Form::load(file, text).map(Into::into));
        Ok(Self { forms: forms.collect::<Result<_, _>>()? })
    }

    pub fn get(&self, id: &str) -> Option<&std::sync::Arc<Form>> {
        self.forms.iter().find(|form| form.id == id)
    }

    /// All forms, in the order in which they are listed above.
    pub fn all(&self) -> impl Iterator<Item = &std::sync::Arc<Form>> {
        self.forms.iter()
    }

    /// The form for `year`: that of the year itself, or the latest before it, or the earliest.
    pub fn for_year(&self, year: u16) -> Option<&std::sync::Arc<Form>> {
        let before = self.forms.iter().filter(|form| form.year <= year).max_by_key(|form| form.year);
        before.or_else(|| self.forms.iter().min_by_key(|form| form.year))
    }
}
