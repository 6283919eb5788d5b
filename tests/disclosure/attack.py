"""Attacks what reports and tables show: can a hidden figure be worked out from those that are shown?

Makes random surveys with small and uneven groups, has the binary write their reports and banner tables, and then knows
nothing but those. Who answered what in which groups is a table of unknown counts; every figure shown is an equation on it.
Linear programming (HiGHS) finds the least and the most people a hidden group can hold. A group with fewer possible sizes than
`privacy_k`, or a count of 1 to `privacy_k` - 1 people that only one value fits, is a leak: it is named, and the exit code is 1.

    attack.py MANYI [--waves 50] [--seed 1] [--keep DIR]
"""

import argparse
import csv
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy
from scipy import sparse
from scipy.optimize import linprog

PRIVACY_K = 5
RATINGS = [1, 2, 3, 4, 5]
SCALE = ["very_dissatisfied", "dissatisfied", "neither", "satisfied", "very_satisfied"]
WAVES = ["2026Q2", "2026Q3"]

# What a measure makes of the five points of the rating: the sum a published value stands for, as weights of the points.
MEASURES = {
    "top": [0, 0, 0, 1, 1],
    "low": [1, 1, 0, 0, 0],
    "average": [1, 2, 3, 4, 5],
}

DEFINITION = """\
id: {id}
title: Attacked
languages: [en]
hidden:
  - id: place
    options: [{places}]
  - id: kind
    options: [{kinds}]
pages:
  - id: one
    questions:
      - id: overall
        kind: rating
        scale: satisfaction5
        text: How satisfied are you?
segments: [place, kind]
measures:
  - {{id: top, kind: top_box, of: overall, top: 2, headline: true}}
  - {{id: low, kind: bottom_box, of: overall, bottom: 2, headline: true}}
  - {{id: average, kind: mean, of: overall, headline: true}}
report:
  hide_below: 10
  privacy_k: 5
"""


class Survey:
    """One random survey: its levels, and who answered what, which only the check of a leak looks at."""

    def __init__(self, name, draw):
        self.name = name
        self.places = [f"p{n}" for n in range(draw.integers(2, 7))]
        self.kinds = [f"k{n}" for n in range(draw.integers(2, 7))]
        self.rows = []
        for wave, month in zip(WAVES, (5, 8)):
            size = int(draw.integers(30, 220))
            by_place = draw.dirichlet(numpy.full(len(self.places), 0.6))
            by_kind = draw.dirichlet(numpy.full(len(self.kinds), 0.6))
            points = draw.dirichlet(numpy.full(5, 0.8))
            for number in range(size):
                place = str(draw.choice(self.places, p=by_place)) if draw.random() > 0.03 else ""
                kind = str(draw.choice(self.kinds, p=by_kind)) if draw.random() > 0.03 else ""
                point = int(draw.choice(5, p=points)) if draw.random() > 0.05 else None
                self.rows.append((wave, f"{wave}-{number}", datetime.date(2026, month, 3), place, kind, point))

    def write(self, root):
        (root / "surveys" / f"{self.name}.yaml").write_text(
            DEFINITION.format(id=self.name, places=", ".join(self.places), kinds=", ".join(self.kinds)))
        folder = root / "inbox" / self.name
        folder.mkdir(parents=True)
        with open(folder / "answers.csv", "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["response_id", "submitted_at", "place", "kind", "overall"])
            for _, name, day, place, kind, point in self.rows:
                out.writerow([name, f"{day}T10:00:00Z", place, kind, "" if point is None else SCALE[point]])

    def truth(self, wave):
        """How many gave each answer in each pair of groups; the last level of a segment is "in no group"."""
        counts = numpy.zeros((len(self.places) + 1, len(self.kinds) + 1, 5))
        for of, _, _, place, kind, point in self.rows:
            if of == wave and point is not None:
                at = self.places.index(place) if place else -1, self.kinds.index(kind) if kind else -1
                counts[at[0], at[1], point] += 1
        return counts


class Known:
    """Equations on the unknown counts of a wave: what somebody who reads the output can write down."""

    def __init__(self, survey, wave):
        self.survey, self.wave = survey, wave
        self.shape = (len(survey.places) + 1, len(survey.kinds) + 1, 5)
        self.rows, self.sums, self.of_margins = [], [], []
        self.hidden, self.shown = set(), set()

    def note(self, row, groups):
        """Keeps in mind what is shown, and what is hidden to protect people: of their own group, or of another."""
        group = groups.get("place"), groups.get("kind")
        if row["base"] is not None:
            self.shown.add(group)
        elif row["note"] in ("hidden_privacy", "hidden_complement"):
            self.hidden.add(group)

    def group(self, place=None, kind=None, outside=False):
        """Which pairs of groups belong to a column; with `outside` those that do not."""
        inside = numpy.zeros(self.shape[:2], dtype=bool)
        places = slice(None) if place is None else self.survey.places.index(place)
        kinds = slice(None) if kind is None else self.survey.kinds.index(kind)
        inside[places, kinds] = True
        return ~inside if outside else inside

    def add(self, inside, weights, total):
        row = numpy.zeros(self.shape)
        row[inside] = weights
        self.rows.append(row.ravel())
        self.of_margins.append(inside.all(axis=0).any() or inside.all(axis=1).any())
        self.sums.append(float(round(total)))

    def figure(self, inside, base, value, weights):
        """A published base and value: how many there are, and what their answers add up to."""
        self.add(inside, numpy.ones(5), base)
        self.add(inside, numpy.array(weights, dtype=float), base * value)

    def range(self, row, margins_only=False):
        """The least and the most a sum of unknown counts can be; `None` if what is published contradicts itself."""
        used = [at for at, margin in enumerate(self.of_margins) if margin or not margins_only]
        equations = sparse.csr_matrix(numpy.array([self.rows[at] for at in used]))
        sums = [self.sums[at] for at in used]
        ends = []
        for sign in (1, -1):
            found = linprog(sign * row.ravel(), A_eq=equations, b_eq=sums, bounds=(0, 10_000), method="highs")
            if found.status != 0:
                return None
            ends.append(sign * found.fun)
        return ends


def from_report(survey, file):
    """The equations of a report: scores, changes and distributions of all its waves and groups."""
    told = json.loads(file.read_text())
    known = {wave: Known(survey, wave) for wave in WAVES}

    def levels(segment, level):
        return {} if segment is None else {segment: level}

    for score in told["scores"]:
        if score["wave"] not in known or score["measure"] not in MEASURES:
            continue
        of = known[score["wave"]]
        groups = levels(score["segment"], score["level"])
        of.note(score, groups)
        if score["base"] is not None:
            if score["value"] is not None:
                of.figure(of.group(**groups), score["base"], score["value"], MEASURES[score["measure"]])
            else:
                of.add(of.group(**groups), numpy.ones(5), score["base"])
    for change in told["changes"]:
        if change["measure"] not in MEASURES or change.get("reference_base") is None:
            continue
        groups = levels(change["segment"], change["level"])
        weights = MEASURES[change["measure"]]
        of = known[change["wave"]]
        of.figure(of.group(**groups), change["base"], change["value"], weights)
        if change["kind"] == "rest":
            of.figure(of.group(**groups, outside=True), change["reference_base"], change["reference"], weights)
        elif change["against"] in known:
            then = known[change["against"]]
            then.figure(then.group(**groups), change["reference_base"], change["reference"], weights)
    last = known[told["wave"]]
    for answer in told["answers"]:
        if answer["base"] is not None and answer["share"] is not None:
            point = SCALE.index(answer["id"].rsplit("=", 1)[1])
            last.figure(last.group(), answer["base"], answer["share"], numpy.eye(5)[point])
    return known


def from_table(survey, told):
    """The equations of a banner table: counts and bases of every column of one wave, or of all."""
    known = {wave: Known(survey, wave) for wave in WAVES}
    for row in told["rows"]:
        groups = {}
        if row["segment"] is not None:
            groups = dict(zip(row["segment"].split("*"), row["level"].split("*")))
        of = known.get(row["wave"])
        if of is None or row["question"] != "overall" or not set(groups) <= {"place", "kind"}:
            continue
        of.note(row, groups)
        if row["base"] is None:
            continue
        of.add(of.group(**groups), numpy.ones(5), row["base"])
        if row["count"] is not None and row["answer"] in SCALE:
            of.add(of.group(**groups), numpy.eye(5)[SCALE.index(row["answer"])], row["count"])
        elif row["value"] is not None and row["answer"] == "mean":
            of.add(of.group(**groups), numpy.array(RATINGS, dtype=float), row["base"] * row["value"])
    return known


def leaks(known):
    """Hidden figures of one output that can be worked out, and how many were tried."""
    found, tried = [], 0
    for wave, of in known.items():
        truth = of.survey.truth(wave)
        for place, kind in sorted(of.hidden, key=str)[:40]:
            inside = of.group(place=place, kind=kind)
            people = truth[inside].sum()
            if people == 0:
                continue
            tried += 1
            what = f"{of.survey.name} {wave} place={place} kind={kind}"
            if (place, kind) in of.shown:
                found.append(f"{what}: hidden in one row and shown in another")
                continue
            row = numpy.zeros(of.shape)
            row[inside] = 1
            ends = of.range(row)
            if ends is None:
                found.append(f"{what}: what is published contradicts itself")
                continue
            if ends[1] - ends[0] < PRIVACY_K - 1e-6:
                # The columns of the segments side by side may tell as much by themselves; then no cell of theirs could be
                # hidden to mend it.
                alone = of.range(row, margins_only=True)
                if place and kind and alone[1] - alone[0] < PRIVACY_K - 1e-6:
                    continue
                found.append(f"{what}: has {people:.0f} people, between {ends[0]:.2f} and {ends[1]:.2f} are possible")
                continue
            # The answers of people who could be recognised.
            for point in range(5) if people < PRIVACY_K else ():
                count = truth[inside][..., point].sum()
                one = numpy.zeros(of.shape)
                one[inside, point] = 1
                ends = of.range(one) if count else None
                if ends is not None and ends[1] - ends[0] < 1e-6:
                    # One satisfied person in all, one in the place, one of the kind: the columns of the segments tell that
                    # by themselves, whether they are crossed or not.
                    alone = of.range(one, margins_only=True)
                    if alone is not None and alone[1] - alone[0] < 1e-6:
                        continue
                    found.append(f"{what}: exactly {count:.0f} of {people:.0f} answered {SCALE[point]}")
    return found, tried


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("manyi")
    asked.add_argument("--waves", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep")
    asked = asked.parse_args()
    draw = numpy.random.default_rng(asked.seed)
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(asked.keep or scratch)
        (root / "surveys").mkdir(parents=True, exist_ok=True)
        (root / "manyi.toml").write_text('languages = ["en"]\n[waves]\nkind = "quarterly"\n[report]\nlanguages = ["en"]\n')
        surveys = [Survey(f"attacked{number}", draw) for number in range((asked.waves + 1) // 2)]
        for survey in surveys:
            survey.write(root)

        def manyi(*words):
            done = subprocess.run([asked.manyi, *words, "--workspace", root], capture_output=True, text=True)
            if done.returncode != 0:
                sys.exit(f"manyi {' '.join(words)} failed:\n{done.stderr}")
            return done.stdout

        manyi("run")
        found, tried, outputs = [], 0, 0
        for survey in surveys:
            for file in sorted(root.glob(f"site/reports/{survey.name}/*/report.en.json")):
                new, more = leaks(from_report(survey, file))
                found += [f"report: {leak}" for leak in new]
                tried, outputs = tried + more, outputs + 1
            for by in ("place,kind", "place>kind", "place,kind,place>kind"):
                told = json.loads(manyi("tab", survey.name, "--by", by, "--wave", "all", "--format", "json"))
                new, more = leaks(from_table(survey, told))
                found += [f"tab --by {by}: {leak}" for leak in new]
                tried, outputs = tried + more, outputs + 1
    print(f"{len(surveys) * len(WAVES)} waves, {outputs} outputs, {tried} hidden groups attacked, {len(found)} leaks")
    for leak in found[:40]:
        print(leak)
    if tried == 0:
        sys.exit("nothing was hidden: the attack has tried nothing")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
