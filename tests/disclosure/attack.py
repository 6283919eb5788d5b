"""Attacks all that is published: can a hidden figure be worked out from those that are shown?

Makes random surveys with small and uneven groups, has the binary write everything it writes of them, and then knows nothing
but that. Who answered what in which groups is a table of unknown counts; every figure shown is an equation on it. Linear
programming finds the least and the most people a hidden group can hold. A group with fewer possible sizes than `privacy_k`,
or a count of 1 to `privacy_k` - 1 people that only one value fits, is a leak. So is a number beside a hidden group's name, in
a page with its drawings, in Markdown or in the numbers of a chart, and a difference from a hidden wave. Leaks are named, and
the exit code is 1.

Then suppression is turned off and a reader hides only what is small itself: the attack must find that to leak, in every kind
of output, or it has lost its teeth and the exit code is 1 too.

    attack.py MANYI [--waves 50] [--seed 1] [--keep DIR]
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy

import outputs

from survey import Survey, THRESHOLDS, WAVES, WITHOUT

SETTINGS = 'languages = ["en"]\n[waves]\nkind = "quarterly"\n[report]\nlanguages = ["en"]\n'
DOCUMENTS = "technical,waves,public"


class Attack:
    """One workspace with its surveys, and what was found in it by kind of output."""

    def __init__(self, binary, root, surveys, thresholds):
        self.binary, self.root, self.surveys, self.thresholds = binary, root, surveys, thresholds
        self.found, self.tried, self.outputs = {}, 0, 0
        (root / "surveys").mkdir(parents=True, exist_ok=True)
        (root / "manyi.toml").write_text(SETTINGS)
        for survey in surveys:
            survey.write(root, THRESHOLDS if thresholds else WITHOUT)

    def manyi(self, *words):
        done = subprocess.run([self.binary, *words, "--workspace", self.root], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"manyi {' '.join(words)} failed:\n{done.stderr}")
        return done.stdout

    def tell(self, kind, leaks):
        self.found.setdefault(kind, []).extend(leaks)
        self.outputs += 1

    def solve(self, kind, known):
        for of in known.values():
            leaks, tried = of.leaks()
            self.tell(kind, leaks)
            self.tried += tried

    def run(self):
        self.manyi("run")
        for survey in self.surveys:
            self.manyi("report", survey.name, "--document", DOCUMENTS)
            self.report(survey)
            self.tables(survey)
            if self.thresholds:
                self.comparisons(survey)

    def hidden(self, known):
        """Groups of single segments that are hidden in every wave that has them: no number may stand beside their names. In the
        control those of any wave."""
        of_wave = [{group[0] for group in of.hidden - of.shown if len(group) == 1} for of in known.values()]
        last = list(known.values())[-1]
        everywhere = set.intersection(*of_wave) if self.thresholds else set.union(*of_wave)
        return {(s, l) for s, l in everywhere if last.survey.truth(last.wave)[last.survey.inside({s: l})].sum() > 0}

    def report(self, survey):
        for file in sorted(self.root.glob(f"site/reports/{survey.name}/*/report.en.json")):
            known = outputs.from_report(survey, json.loads(file.read_text()), self.thresholds)
            self.solve("report.json", known)
            hidden = self.hidden(known)
            for page in sorted(file.parent.glob("*.html")):
                lines = outputs.Page(page.read_text()).lines
                self.tell("page", [f"{page.name}: {leak}" for leak in outputs.beside(lines, survey, hidden)])
            for document in ("management", "summary", "technical"):
                text = self.manyi("report", survey.name, "--format", "md", "--document", document)
                self.tell("Markdown", [f"{document}: {leak}" for leak in outputs.beside(text.splitlines(), survey, hidden)])
            for segment in survey.segments:
                text = self.manyi("chart", "dots", survey.name, "--measure", "top", "--by", segment, "--format", "json")
                of_segment = {group for group in hidden if group[0] == segment}
                lines = [line.replace('"small"', "") for line in outputs.of_chart(text)]
                self.tell("chart", outputs.beside(lines, survey, of_segment))

    def tables(self, survey):
        banners = ["place,kind", "place>kind", "place,kind,place>kind", "area,place"]
        if survey.deep:
            banners += ["place>kind>size", "place,place>kind,place>kind>size", "place,kind,size,place>kind>size",
                        "place>kind,kind>size,place>size,place>kind>size"]
        for by in banners:
            more = [] if self.thresholds else ["--show-small"]
            told = json.loads(self.manyi("tab", survey.name, "--by", by, "--wave", "all", "--format", "json", *more))
            crossed = max(part.count(">") for part in by.split(","))
            self.solve(f"tab, {crossed + 1} crossed" if crossed else "tab", outputs.from_table(survey, told, self.thresholds))

    def comparisons(self, survey):
        by = ",".join(survey.segments)
        known = outputs.from_score(survey, self.manyi("score", survey.name, "--by", by, "--wave", "all", "--format", "csv"))
        self.solve("score", known)
        hidden = {wave: of.hidden for wave, of in known.items()}
        told = json.loads(self.manyi("compare", survey.name, "--by", by, "--format", "json"))
        self.tell("compare", outputs.compared(told, hidden))


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("manyi")
    asked.add_argument("--waves", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep")
    asked = asked.parse_args()
    draw = numpy.random.default_rng(asked.seed)
    surveys = [Survey(f"attacked{number}", draw, deep=number % 2 == 1) for number in range((asked.waves + 1) // 2)]
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(asked.keep or scratch)
        attack = Attack(asked.manyi, root / "kept", surveys, thresholds=True)
        attack.run()
        control = Attack(asked.manyi, root / "open", surveys[: max(4, len(surveys) // 6)], thresholds=False)
        control.run()
    leaks = [f"{kind}: {leak}" for kind, found in attack.found.items() for leak in found]
    print(f"{len(surveys) * len(WAVES)} waves, {attack.outputs} outputs, {attack.tried} hidden groups attacked, {len(leaks)} leaks")
    for leak in leaks[:40]:
        print(leak)
    caught = {kind: len(found) for kind, found in control.found.items()}
    print("without suppression: " + ", ".join(f"{count} in {kind}" for kind, count in caught.items()))
    blind = [kind for kind, count in caught.items() if count == 0]
    if attack.tried == 0:
        sys.exit("nothing was hidden: the attack has tried nothing")
    if blind:
        sys.exit(f"with suppression off nothing was found in {', '.join(blind)}: the attack is blind there")
    sys.exit(1 if leaks else 0)


if __name__ == "__main__":
    main()
