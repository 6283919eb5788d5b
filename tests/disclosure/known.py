"""What somebody who reads outputs can write down, and what follows from it by linear programming (HiGHS)."""

import numpy
from scipy import sparse
from scipy.optimize import linprog

from survey import ANSWERED, BASES, SCALE, of_points

PRIVACY_K = 5
# Hidden groups that are tried of a wave and a base.
TRIED = 14


class Known:
    """Equations on the unknown counts of a wave."""

    def __init__(self, survey, wave):
        self.survey, self.wave = survey, wave
        self.equations = {}
        self.hidden = {of: set() for of in BASES}
        self.shown = {of: set() for of in BASES}

    def note(self, row, groups, of="overall"):
        """Keeps in mind what is shown, and what is hidden to protect people: of their own group, or of another."""
        group = tuple(sorted(groups.items()))
        if row["base"] is not None:
            self.shown[of].add(group)
        elif row["note"] in ("hidden_privacy", "hidden_complement"):
            self.hidden[of].add(group)

    def add(self, groups, weights, total, outside=False):
        row = numpy.zeros(self.survey.shape)
        row[self.survey.inside(groups, outside)] = weights
        # What several outputs tell is told once.
        self.equations[row.tobytes(), float(round(total))] = (row.ravel(), frozenset(groups))

    def figure(self, groups, base, value=0.0, weights=None, outside=False, of="overall"):
        """A published base and value: how many there are, and what their answers add up to."""
        self.add(groups, BASES[of], base, outside)
        if weights is not None:
            self.add(groups, weights, base * value, outside)

    def learn(self, other, segments=None):
        """Takes over what another output tells; of no more segments at once than named."""
        told = other.equations.items()
        self.equations.update((key, known) for key, known in told if segments is None or len(known[1]) <= segments)
        for of in BASES:
            self.hidden[of] |= other.hidden[of]
            self.shown[of] |= other.shown[of]

    def range(self, row, without=None):
        """The least and the most a sum of unknown counts can be, if need be without what is told by these segments; `None` if
        what is published contradicts itself."""
        used = [(known, total) for (_, total), (known, by) in self.equations.items() if by != without]
        if not used:
            return [0.0, 10_000.0]
        equations = sparse.csr_matrix(numpy.array([known for known, _ in used]))
        sums = [total for _, total in used]
        ends = []
        for sign in (1, -1):
            found = linprog(sign * row.ravel(), A_eq=equations, b_eq=sums, bounds=(0, 10_000), method="highs")
            if found.status != 0:
                return None
            ends.append(sign * found.fun)
        return ends

    def leaks(self):
        """Hidden figures that can be worked out, and how many were tried."""
        found, tried = [], 0
        truth = self.survey.truth(self.wave)
        few = {group for of in ("overall", "again") for group in self.hidden[of] if len(group) == 1}
        responses = {group for group in few if 0 < truth[self.survey.inside(dict(group))].sum() < PRIVACY_K}
        for of, weights in BASES.items():
            for group in sorted(self.hidden[of] | (responses if of == "responses" else set()))[:TRIED]:
                groups, crossed = dict(group), frozenset(dict(group))
                inside = self.survey.inside(groups)
                counts = truth[inside].sum(axis=0)
                people = counts @ weights
                if people == 0:
                    continue
                tried += 1
                what = f"{self.survey.name}/{self.wave} " + "&".join(f"{segment}={level}" for segment, level in group)
                if group in self.shown[of]:
                    found.append(f"{what}: {of} hidden in one place and shown in another")
                    continue
                row = numpy.zeros(self.survey.shape)
                row[inside] = weights
                ends = self.range(row)
                if ends is None:
                    found.append(f"{what}: what is published contradicts itself")
                    continue
                if ends[1] - ends[0] < PRIVACY_K - 1e-6:
                    # What is told by other segments side by side may tell as much by itself; then no figure of this crossing
                    # could be hidden to mend it.
                    if len(crossed) > 1 and self.alone(row, crossed, PRIVACY_K):
                        continue
                    found.append(f"{what}: has {people:.0f} people ({of}), between {ends[0]:.2f} and {ends[1]:.2f} are possible")
                    continue
                if of == "overall" and people < PRIVACY_K:
                    found += self.answers(what, crossed, inside, counts)
        return found, tried

    def answers(self, what, crossed, inside, counts):
        """The answers of people who could be recognised."""
        found = []
        for point, name in enumerate(SCALE):
            own = of_points(numpy.eye(len(SCALE) + 1)[point])
            if counts @ own == 0:
                continue
            one = numpy.zeros(self.survey.shape)
            one[inside] = own
            ends = self.range(one)
            if ends is not None and ends[1] - ends[0] < 1e-6:
                # One satisfied person in all, one in the place, one of the kind: that is told by each alone.
                if len(crossed) > 1 and self.alone(one, crossed, 1e-6):
                    continue
                found.append(f"{what}: exactly {counts @ own:.0f} of {counts @ ANSWERED:.0f} answered {name}")
        return found

    def alone(self, row, crossed, room):
        """Whether as much is known without the crossing itself."""
        ends = self.range(row, without=crossed)
        return ends is not None and ends[1] - ends[0] < room - 1e-6 * (room > 1e-6) + 1e-7
