"""Random surveys with small and uneven groups, and who answered what, which only the check of a leak looks at."""

import csv
import datetime

import numpy

SCALE = ["very_dissatisfied", "dissatisfied", "neither", "satisfied", "very_satisfied"]
RATINGS = [1, 2, 3, 4, 5]
# Answers of a response: a point of the scale or none, and whether a second question was answered.
KINDS = 2 * (len(SCALE) + 1)
EVERYBODY = numpy.ones(KINDS)
ANSWERED = numpy.repeat([1.0, 1, 1, 1, 1, 0], 2)
AGAIN = numpy.tile([1.0, 0], KINDS // 2)
# Who is counted: for the first question, the second, and by response.
BASES = {"overall": ANSWERED, "again": AGAIN, "responses": EVERYBODY}


def of_points(weights):
    """Weights of the points of the scale, and of no answer, as weights of the kinds of answers."""
    return numpy.repeat(numpy.array(weights, dtype=float), 2)


WAVES = ["2026Q2", "2026Q3"]
# What quotas aim at: a number that is shown beside every group and tells nothing.
TARGET = "7777"

# What a measure makes of the answers: who is counted, and the sum a published value stands for as weights of the kinds of
# answers. Of the second question only who answered it is followed.
MEASURES = {
    "top": ("overall", of_points([0, 0, 0, 1, 1, 0])),
    "low": ("overall", of_points([1, 1, 0, 0, 0, 0])),
    "average": ("overall", of_points([1, 2, 3, 4, 5, 0])),
    "before": ("again", None),
}
TITLES = {"Content": "top", "Displeased": "low", "Rating": "average", "Earlier": "before"}

# Names without a number in them and not part of each other, so that a number beside one on a page is about it.
NAMES = {
    "place": ["Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir"],
    "kind": ["Gold", "Iron", "Lead", "Neon", "Tin", "Zinc"],
    "size": ["Tiny", "Vast", "Wide"],
    "area": ["Uplands", "Valleys", "Moors"],
}

DEFINITION = """\
id: {id}
title: Attacked
languages: [en]
hidden:
{hidden}
pages:
  - id: one
    questions:
      - id: overall
        kind: rating
        scale: satisfaction5
        text: How satisfied are you?
      - id: again
        kind: rating
        scale: satisfaction5
        text: How satisfied were you last time?
      - id: why
        kind: text
        text: What is the reason?
segments: [{segments}]
quotas:
  - {{id: places, of: place, targets: [{targets}]}}
measures:
  - {{id: top, kind: top_box, of: overall, top: 2, title: Content, headline: true}}
  - {{id: low, kind: bottom_box, of: overall, bottom: 2, title: Displeased, headline: true}}
  - {{id: average, kind: mean, of: overall, title: Rating, headline: true}}
  - {{id: before, kind: top_box, of: again, top: 2, title: Earlier, headline: true}}
report:
{thresholds}
"""

THRESHOLDS = "  hide_below: 10\n  privacy_k: 5\n"
WITHOUT = "  flag_below: 1\n  hide_below: 1\n  privacy_k: 1\n"


class Survey:
    """One random survey. Places lie in areas; `deep` ones are also divided by size, to cross three segments."""

    def __init__(self, name, draw, deep):
        self.name, self.deep = name, deep
        most = 4 if deep else 7
        sizes = {"place": int(draw.integers(2, most)), "kind": int(draw.integers(2, most)), "size": 2 if deep else 0}
        self.levels = {segment: [f"{segment[0]}{n}" for n in range(count)] for segment, count in sizes.items()}
        self.area_of = [int(draw.integers(0, 3)) for _ in self.levels["place"]]
        self.levels["area"] = [f"a{n}" for n in range(3)]
        self.segments = [segment for segment in ("place", "kind", "size", "area") if self.levels[segment]]
        self.shape = tuple(len(self.levels[segment]) + 1 for segment in ("place", "kind", "size")) + (KINDS,)
        self.rows = []
        for wave, month in zip(WAVES, (5, 8)):
            size = int(draw.integers(30, 220))
            shares = {
                segment: draw.dirichlet(numpy.full(len(self.levels[segment]), 0.6))
                for segment in ("place", "kind", "size")
                if self.levels[segment]
            }
            points = draw.dirichlet(numpy.full(5, 0.8))
            # How many leave a question blank: nobody, next to nobody, some.
            blank, blank_again = draw.choice([0, 0.01, 0.05], 1)[0], draw.choice([0, 0.01, 0.03, 0.2], 1)[0]
            for number in range(size):
                at = {
                    segment: int(draw.choice(len(share), p=share)) if draw.random() > 0.03 else None
                    for segment, share in shares.items()
                }
                point = int(draw.choice(5, p=points)) if draw.random() >= blank else None
                again = int(draw.choice(5)) if draw.random() >= blank_again else None
                words = " ".join(draw.choice(["late", "again", "kind", "slow", "fine", "help"], 5)) if draw.random() < 0.6 else ""
                self.rows.append((wave, f"{wave}-{number}", datetime.date(2026, month, 3), at, point, again, words))

    def cells(self, at):
        """The cells of the segments in a file of answers."""
        found = {segment: "" if at.get(segment) is None else self.levels[segment][at[segment]] for segment in self.segments}
        found["area"] = "" if at["place"] is None else self.levels["area"][self.area_of[at["place"]]]
        return [found[segment] for segment in self.segments]

    def write(self, root, thresholds):
        hidden = []
        for segment in self.segments:
            hidden += [f"  - id: {segment}", "    options:"]
            hidden += [f"      - {{id: {level}, text: {self.label(segment, level)}}}" for level in self.levels[segment]]
        targets = ", ".join(f"{{option: {level}, target: {TARGET}}}" for level in self.levels["place"])
        (root / "surveys" / f"{self.name}.yaml").write_text(DEFINITION.format(
            id=self.name, hidden="\n".join(hidden), segments=", ".join(self.segments), targets=targets, thresholds=thresholds))
        folder = root / "inbox" / self.name
        folder.mkdir(parents=True)
        with open(folder / "answers.csv", "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["response_id", "submitted_at", *self.segments, "overall", "again", "why"])
            for _, name, day, at, point, again, words in self.rows:
                out.writerow([name, f"{day}T10:00:00Z", *self.cells(at), *("" if answer is None else SCALE[answer] for answer in (point, again)), words])

    def label(self, segment, level):
        """What readers call a group."""
        return NAMES[segment][self.levels[segment].index(level)]

    def labels(self):
        """The groups of all segments with what readers call them."""
        return {(segment, level): self.label(segment, level) for segment in self.segments for level in self.levels[segment]}

    def inside(self, groups, outside=False):
        """Which cells of people belong to a group, such as `{"place": "p1", "kind": "k0"}`; with `outside` which do not."""
        found = numpy.ones(self.shape[:3], dtype=bool)
        for segment, level in groups.items():
            own = self.levels[segment].index(level)
            axis = {"place": 0, "kind": 1, "size": 2, "area": 0}[segment]
            of_level = [own == at for at in range(self.shape[axis])]
            if segment == "area":
                of_level = [area == own for area in self.area_of] + [False]
            form = [1, 1, 1]
            form[axis] = -1
            found &= numpy.array(of_level).reshape(form)
        return ~found if outside else found

    def truth(self, wave):
        """How many gave each answer in each cell of people; the last level of a segment is "in no group"."""
        counts = numpy.zeros(self.shape)
        for of, _, _, at, point, again, _ in self.rows:
            if of == wave:
                place = tuple(-1 if at.get(segment) is None else at[segment] for segment in ("place", "kind", "size"))
                kind = len(SCALE) if point is None else point
                counts[place + (2 * kind + (again is None),)] += 1
        return counts
