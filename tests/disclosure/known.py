"""What somebody who reads an output can write down, and what follows from it by linear programming (HiGHS)."""

import numpy
from scipy import sparse
from scipy.optimize import linprog

from survey import ANSWERED, RATINGS, SCALE

PRIVACY_K = 5
# Hidden groups of an output that are tried.
TRIED = 14


class Known:
    """Equations on the unknown counts of a wave."""

    def __init__(self, survey, wave):
        self.survey, self.wave = survey, wave
        self.rows, self.sums, self.by = [], [], []
        self.hidden, self.shown = set(), set()

    def note(self, row, groups):
        """Keeps in mind what is shown, and what is hidden to protect people: of their own group, or of another."""
        group = tuple(sorted(groups.items()))
        if row["base"] is not None:
            self.shown.add(group)
        elif row["note"] in ("hidden_privacy", "hidden_complement"):
            self.hidden.add(group)

    def add(self, groups, weights, total, outside=False):
        row = numpy.zeros(self.survey.shape)
        row[self.survey.inside(groups, outside)] = weights
        self.rows.append(row.ravel())
        self.by.append(frozenset(groups))
        self.sums.append(float(round(total)))

    def figure(self, groups, base, value, weights, outside=False):
        """A published base and value: how many there are, and what their answers add up to."""
        self.add(groups, ANSWERED, base, outside)
        self.add(groups, numpy.array(weights, dtype=float), base * value, outside)

    def range(self, row, without=None):
        """The least and the most a sum of unknown counts can be, if need be without what is told by these segments; `None` if
        what is published contradicts itself."""
        used = [at for at, by in enumerate(self.by) if by != without]
        if not used:
            return [0.0, 10_000.0]
        equations = sparse.csr_matrix(numpy.array([self.rows[at] for at in used]))
        sums = [self.sums[at] for at in used]
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
        for group in sorted(self.hidden)[:TRIED]:
            groups, crossed = dict(group), frozenset(dict(group))
            inside = self.survey.inside(groups)
            counts = truth[inside].sum(axis=0)
            people = counts @ ANSWERED
            if people == 0:
                continue
            tried += 1
            what = f"{self.survey.name}/{self.wave} " + "&".join(f"{segment}={level}" for segment, level in group)
            if group in self.shown:
                found.append(f"{what}: hidden in one row and shown in another")
                continue
            row = numpy.zeros(self.survey.shape)
            row[inside] = ANSWERED
            ends = self.range(row)
            if ends is None:
                found.append(f"{what}: what is published contradicts itself")
                continue
            if ends[1] - ends[0] < PRIVACY_K - 1e-6:
                # What is told by other segments side by side may tell as much by itself; then no figure of this crossing
                # could be hidden to mend it.
                if len(crossed) > 1 and self.alone(row, crossed, PRIVACY_K):
                    continue
                found.append(f"{what}: has {people:.0f} people, between {ends[0]:.2f} and {ends[1]:.2f} are possible")
                continue
            # The answers of people who could be recognised.
            for point in range(len(RATINGS)) if people < PRIVACY_K else ():
                if counts[point] == 0:
                    continue
                one = numpy.zeros(self.survey.shape)
                one[inside, point] = 1
                ends = self.range(one)
                if ends is not None and ends[1] - ends[0] < 1e-6:
                    # One satisfied person in all, one in the place, one of the kind: that is told by each alone.
                    if len(crossed) > 1 and self.alone(one, crossed, 1e-6):
                        continue
                    found.append(f"{what}: exactly {counts[point]:.0f} of {people:.0f} answered {SCALE[point]}")
        return found, tried

    def alone(self, row, crossed, room):
        """Whether as much is known without the crossing itself."""
        ends = self.range(row, without=crossed)
        return ends is not None and ends[1] - ends[0] < room - 1e-6 * (room > 1e-6) + 1e-7
