//! How the responses of a view were drawn: its strata and units, its population, its replicate weights.

use super::super::DesignFault;
use super::super::DesignFaultKind;
use super::super::DrawnStratum;
use super::UnitPart;
use super::View;
use crate::model::Design;
use crate::model::Replicates;

impl<'a> View<'a> {
    /// How the responses of the wave were drawn, stratum by stratum, and this view within each: one part a cluster, in an
    /// order that is the same for all views of the wave; or one for the whole stratum where responses were drawn singly; with
    /// a population each of them by its cells. `None` when the survey has no design. Within a part there are
    /// [`answers`](Self::answers), [`any_of`](Self::any_of), [`values`](Self::values) and, for single responses,
    /// [`battery`](Self::battery).
    #[must_use]
    pub fn by_unit(&self) -> Option<Vec<(DrawnStratum, Vec<UnitPart<'a>>)>> {
        let units = self.tabulation.units.as_ref()?;
        let within = |leaf: super::super::units::Leaf| UnitPart {
            view: Self {
                unit: Some(leaf.unit),
                ..*self
            },
            cluster: leaf.cluster,
            cell: leaf.cell,
            whole: leaf.whole,
        };
        let strata = units.of_wave(self.wave).into_iter();
        Some(
            strata
                .map(|(drawn, own)| (drawn, own.into_iter().map(within).collect()))
                .collect(),
        )
    }

    /// What the margins of the population make of an influence in this wave, by cell, from its scores Σ w·u by cell; `None`
    /// without a population.
    #[must_use]
    pub fn fitted(&self, scores: &[f64]) -> Option<Vec<f64>> {
        let calibration = self.tabulation.plan.calibration.as_ref()?;
        calibration.fitted(&self.tabulation.waves[self.wave], scores)
    }

    /// Number of cells of the population in this wave; `None` without a population.
    #[must_use]
    pub fn population_cells(&self) -> Option<usize> {
        let calibration = self.tabulation.plan.calibration.as_ref()?;
        Some(calibration.cells(&self.tabulation.waves[self.wave]))
    }

    /// Whether the accuracy of estimates comes from how the sample was drawn, weighted or replicated.
    #[must_use]
    pub fn is_designed(&self) -> bool {
        self.tabulation.plan.is_designed()
    }

    /// The replicate weights of the survey; `None` when it has none.
    #[must_use]
    pub fn replicates(&self) -> Option<&'a Replicates> {
        self.tabulation.plan.replicates.as_ref()
    }

    /// Degrees of freedom of the replicate weights of this wave.
    #[must_use]
    pub fn replicate_df(&self) -> Option<f64> {
        Some(self.tabulation.replicated.as_ref()?.df(self.wave))
    }

    /// The same group counted by a set of replicate weights: [`answers`](Self::answers), [`any_of`](Self::any_of),
    /// [`values`](Self::values) and [`joint`](Self::joint); their unweighted counts are those of all who count.
    #[must_use]
    pub fn replicate(self, replicate: usize) -> Self {
        Self {
            replicate: Some(replicate),
            ..self
        }
    }

    /// Numbers of the unit parts that have responses of the group, rising, in the order of [`by_unit`](Self::by_unit);
    /// whatever is left out of the group.
    #[must_use]
    pub fn units_present(&self) -> Vec<u32> {
        let (axis, group) = self.whole;
        let units = self.tabulation.units.as_ref();
        units.map_or_else(Vec::new, |units| units.present(axis, self.place(axis, group)))
    }

    /// The view within a unit part.
    #[must_use]
    pub fn within(self, unit: u32) -> Self {
        Self {
            unit: Some(unit),
            ..self
        }
    }

    /// How the responses were drawn; `None` means singly and alike.
    #[must_use]
    pub fn design(&self) -> Option<&'a Design> {
        self.tabulation.plan.design.as_ref()
    }

    /// Whether the view's wave has a stratum that contradicts itself in what it says of its population.
    #[must_use]
    pub fn design_is_sound(&self) -> bool {
        let faults = self
            .tabulation
            .units
            .as_ref()
            .map(|units| units.faults(self.wave, &self.tabulation.waves[self.wave]));
        let grave = |fault: &DesignFault| fault.kind != DesignFaultKind::LonelyUnit;
        !faults.unwrap_or_default().iter().any(grave)
    }
}
