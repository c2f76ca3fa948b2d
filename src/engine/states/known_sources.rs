//! In which tables the figures of very many instances are entered.

use super::InstanceSources;
use crate::evaluate::Evaluated;
use crate::ties::instances::{Instance, InstanceKind};

/// The sources of the last instance of each identity. Those of the next code nearly always are the same.
#[derive(Default)]
pub(crate) struct KnownSources {
    /// By the identity's place in the form: which of its terms had rows, and the sources.
    of_identities: Vec<Option<(u64, InstanceSources)>>,
}

impl KnownSources {
    /// What [`States::sources_of_instance`](super::States::sources_of_instance) says.
    pub fn of(&mut self, evaluated: Evaluated<'_>, instance: &Instance<'_>) -> InstanceSources {
        let states = evaluated.states();
        let (InstanceKind::Identity { place, .. }, Some(shape)) = (instance.kind, instance.shape) else {
            return states.sources_of_instance(evaluated, instance);
        };
        if let Some(Some((known_shape, known))) = self.of_identities.get(place)
            && *known_shape == shape
        {
            return *known;
        }
        let found = states.sources_of_instance(evaluated, instance);
        if instance.cells().all(|cell| states.sources.are_same_in_all_rows(cell)) {
            if self.of_identities.len() <= place {
                self.of_identities.resize(place + 1, None);
            }
            self.of_identities[place] = Some((shape, found));
        }
        found
    }
}
