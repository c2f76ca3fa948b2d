//! In which tables the figures of very many instances are entered.

use super::{InstanceSources, States};
use crate::evaluate::Evaluated;
use crate::ties::instances::{Instance, InstanceKind};

/// The sources of the last instance of each identity. Those of the next code nearly always are the same.
#[derive(Default)]
pub(crate) struct KnownSources {
    /// By the identity's place in the form: the shape of the instance, and the sources.
    of_identities: Vec<Option<(u64, InstanceSources)>>,
}

impl KnownSources {
    /// What [`States::sources_of_instance`] says.
    pub fn of(&mut self, states: &States, evaluated: Evaluated<'_>, instance: &Instance<'_>) -> InstanceSources {
        let (InstanceKind::Identity { place, .. }, Some(shape)) = (instance.kind, instance.shape) else {
            return states.sources_of_instance(evaluated, instance);
        };
        if let Some(Some((known_shape, known))) = self.of_identities.get(place)
            && *known_shape == shape
        {
            return *known;
        }
        let found = states.sources_of_instance(evaluated, instance);
        if self.of_identities.len() <= place {
            self.of_identities.resize(place + 1, None);
        }
        self.of_identities[place] = Some((shape, found));
        found
    }
}
