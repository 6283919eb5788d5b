//! Which segments lie within others: provinces in regions, bands of age in wider ones.
//!
//! Found in the responses and not in the definition, so that segments of a customer file are known too. The groups of the
//! finer segment then add up to groups of the coarser one, which matters for what may be shown.

use super::axis::Division;
use super::blocks::Blocks;
use super::blocks::NOWHERE;
use super::need::Plan;
use crate::model::VariableIndex;

/// No response at this level yet.
const NOBODY: u32 = u32::MAX;

/// For every two segments, whether each group of one lies in a single group of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Nesting {
    pairs: Vec<NestedPair>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct NestedPair {
    /// Axes of the plan.
    fine: usize,
    coarse: usize,
    /// The group of the coarse segment that each group of the fine one lies in; `None` once one lies in two.
    parents: Option<Vec<u32>>,
}

/// A segment within another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nested {
    /// The segment with the smaller groups.
    pub fine: VariableIndex,
    /// The one it lies in.
    pub coarse: VariableIndex,
    /// The coarse group of each fine one; `None` where nobody is in it, or only people in no coarse group.
    pub parents: Vec<Option<usize>>,
}

impl Nesting {
    pub fn empty(plan: &Plan) -> Self {
        let is_segment = |axis: &usize| matches!(plan.axes[*axis].division, Division::Segment(_));
        let axes: Vec<usize> = (0..plan.axes.len()).filter(is_segment).collect();
        let others = |fine: usize| axes.iter().filter(move |coarse| **coarse != fine);
        let pairs = axes
            .iter()
            .flat_map(|fine| others(*fine).map(|coarse| (*fine, *coarse)));
        let pairs = pairs.map(|(fine, coarse)| NestedPair {
            fine,
            coarse,
            parents: Some(vec![NOBODY; plan.axes[fine].levels]),
        });
        Self { pairs: pairs.collect() }
    }

    /// Looks at the responses of a batch. Two segments that are not nested are soon known not to be, and cost nothing more.
    pub fn note(&mut self, plan: &Plan, blocks: &[Blocks]) {
        for pair in &mut self.pairs {
            let (Blocks::One(fine), Blocks::One(coarse)) = (&blocks[pair.fine], &blocks[pair.coarse]) else {
                pair.parents = None;
                continue;
            };
            let groups = |axis: usize| u32::try_from(plan.axes[axis].groups()).unwrap_or(NOWHERE);
            let (of_fine, of_coarse) = (groups(pair.fine), groups(pair.coarse));
            let Some(parents) = &mut pair.parents else { continue };
            let counted = fine.iter().zip(coarse).filter(|(fine, _)| **fine != NOWHERE);
            let mut found = counted.map(|(fine, coarse)| (fine % of_fine, coarse % of_coarse));
            let holds = found.all(|(level, parent)| match parents.get_mut(level as usize) {
                Some(known) if *known == NOBODY => {
                    *known = parent;
                    true
                }
                Some(known) => *known == parent,
                // In no group of the finer segment.
                None => true,
            });
            if !holds {
                pair.parents = None;
            }
        }
    }

    /// Adds what was found in other responses.
    pub fn merge(&mut self, other: &Self) {
        for (pair, more) in self.pairs.iter_mut().zip(&other.pairs) {
            let both = pair.parents.take().zip(more.parents.as_ref());
            pair.parents = both.and_then(|(mut parents, more)| {
                let mut each = parents.iter_mut().zip(more);
                let holds = each.all(|(known, more)| {
                    if *known == NOBODY {
                        *known = *more;
                    }
                    *more == NOBODY || known == more
                });
                holds.then_some(parents)
            });
        }
    }

    /// Segments within others, as far as the responses tell.
    pub fn found(&self, plan: &Plan) -> Vec<Nested> {
        let segment = |axis: usize| plan.axes[axis].segment();
        let of_pair = |pair: &NestedPair| {
            let parents = pair.parents.as_ref()?;
            let levels = plan.axes[pair.coarse].levels;
            let parent = |parent: &u32| usize::try_from(*parent).ok().filter(|parent| *parent < levels);
            Some(Nested {
                fine: segment(pair.fine)?,
                coarse: segment(pair.coarse)?,
                parents: parents.iter().map(parent).collect(),
            })
        };
        self.pairs.iter().filter_map(of_pair).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tabulation::testing;
    use crate::tabulation::testing::OVERALL;
    use crate::tabulation::testing::REGION;

    /// Responses of one wave by their groups of the rating (five) and of the region (three).
    fn looked_at(responses: &[(u32, u32)]) -> (Plan, Nesting) {
        let plan = Plan::new(&testing::survey(false), &[OVERALL, REGION], []);
        let mut nesting = Nesting::empty(&plan);
        let column = |of: fn(&(u32, u32)) -> u32| Blocks::One(responses.iter().map(of).collect());
        let blocks = [
            Blocks::One(vec![0; responses.len()]),
            column(|one| one.0),
            column(|one| one.1),
        ];
        nesting.note(&plan, &blocks);
        (plan, nesting)
    }

    fn told(plan: &Plan, nesting: &Nesting) -> Vec<(VariableIndex, Vec<Option<usize>>)> {
        nesting
            .found(plan)
            .into_iter()
            .map(|one| (one.fine, one.parents))
            .collect()
    }

    #[test]
    fn a_segment_lies_within_another_when_each_of_its_groups_does() {
        let (plan, nesting) = looked_at(&[(0, 0), (1, 0), (3, 2), (0, 0), (5, 1)]);
        assert_eq!(
            told(&plan, &nesting),
            [(OVERALL, vec![Some(0), Some(0), None, Some(2), None])]
        );
        // One response elsewhere, or in no region, and it does not.
        for other in [1, 3] {
            let (plan, nesting) = looked_at(&[(0, 0), (1, 0), (0, other)]);
            assert_eq!(told(&plan, &nesting), []);
        }
    }

    #[test]
    fn parts_tell_together_what_the_whole_tells() {
        let (plan, mut nesting) = looked_at(&[(0, 0), (1, 0)]);
        nesting.merge(&looked_at(&[(0, 0), (3, 2)]).1);
        assert_eq!(
            told(&plan, &nesting),
            [(OVERALL, vec![Some(0), Some(0), None, Some(2), None])]
        );
        nesting.merge(&looked_at(&[(1, 2)]).1);
        assert_eq!(told(&plan, &nesting), []);
    }
}
