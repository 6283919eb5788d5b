"""Attacks all that is published: can a hidden figure be worked out from those that are shown?

Makes random surveys with small and uneven groups, has the binary write everything it writes of them, and then knows nothing
but that, all of it together: reports and their numbers, decks with their workbooks, pages of units and their league, tables,
scores, comparisons, drivers, explanations, charts. Who answered what in which groups is a table of unknown counts; every figure
shown is an equation on it. Linear programming finds the least and the most people a hidden group can hold. A group with fewer
possible sizes than `privacy_k`, or a count of 1 to `privacy_k` - 1 people that only one value fits, is a leak. So is a number
beside a hidden group's name wherever that stands, and a difference from a hidden wave. Each crossed table is solved together
with all that is told by single segments. Leaks are named, and the exit code is 1.

A part of the surveys is published for everybody: there groups below `flag_below` are hidden, and none of them may be known more
closely than others.

Then suppression is turned off and a reader hides only what is small itself: the attack must find that to leak, in every kind
of output, or it has lost its teeth and the exit code is 1 too.

    attack.py MANYI [--waves 50] [--seed 1] [--only NAMES] [--keep DIR]
"""

import argparse
import json
import multiprocessing
import pathlib
import subprocess
import sys
import tempfile

import numpy

import outputs

from survey import Survey, THRESHOLDS, WAVES, WITHOUT

SETTINGS = 'languages = ["en"]\n[waves]\nkind = "quarterly"\n[report]\nlanguages = ["en"]\n'
# Surveys attacked at a time.
HANDS = 2
DOCUMENTS = "technical,waves,public"
# Groups that are hidden, and such that are not, of which a figure is explained.
EXPLAINED = (3, 2)
PUBLIC = """\
---
title: Results
audience: public
---

{{ cards() }}

{{ table("standing") }}

{% for one in segments() %}{{ table("top", by=one.id) }}{% endfor %}

{{ methods() }}
"""


class Attack:
    """One workspace with its surveys, and what was found in it by kind of output."""

    def __init__(self, binary, root, surveys, thresholds=True, public=False):
        self.binary, self.root, self.surveys, self.thresholds, self.public = binary, root, surveys, thresholds, public
        self.found, self.tried, self.outputs = {}, 0, 0
        (root / "surveys").mkdir(parents=True, exist_ok=True)
        (root / "manyi.toml").write_text(SETTINGS)
        if public:
            (root / "reports").mkdir()
            (root / "reports" / "management.en.md").write_text(PUBLIC)
        for survey in surveys:
            survey.write(root, THRESHOLDS if thresholds else WITHOUT)

    def manyi(self, *words):
        done = subprocess.run([self.binary, *words, "--workspace", self.root], capture_output=True, text=True)
        if done.returncode != 0:
            # No exit: in a process of a pool that would be waited for without end.
            raise RuntimeError(f"manyi {' '.join(map(str, words))} failed:\n{done.stderr}")
        return done.stdout

    def tell(self, kind, leaks):
        self.found.setdefault(kind, []).extend(leaks)
        self.outputs += 1

    def solve(self, kind, known):
        for of in known.values():
            leaks, tried = of.leaks()
            self.tell(kind, leaks)
            self.tried += tried

    def learn(self, kind, known):
        """What an output tells, put to all that is known; in the control it is solved by itself for what scores hide."""
        for wave, of in known.items():
            self.together[wave].learn(of)
        if not self.thresholds:
            for wave, of in known.items():
                for base, hidden in self.small[wave].hidden.items():
                    of.hidden[base] = set(hidden)
            self.solve(kind, known)
        else:
            self.outputs += 1

    def rows(self, kind, *words):
        """The rows of a table as the binary writes it, none of a base that is small itself."""
        told = json.loads(self.manyi(*words, "--format", "json"))
        self.tell(kind, outputs.small(told["rows"]))
        return told

    def run(self):
        """Attacks all surveys, two at a time."""
        self.manyi("run")
        with multiprocessing.get_context("fork").Pool(HANDS) as pool:
            for found, tried, outputs in pool.imap(self.attack, self.surveys):
                for kind, leaks in found.items():
                    self.found.setdefault(kind, []).extend(leaks)
                self.tried += tried
                self.outputs += outputs

    def attack(self, survey):
        """What was found in the outputs of a survey by kind, how many hidden groups were tried, and outputs read."""
        self.found, self.tried, self.outputs = {}, 0, 0
        self.together = outputs.start(survey)
        by = ",".join(survey.segments)
        scores = outputs.numbers(self.manyi("score", survey.name, "--by", by, "--wave", "all", "--format", "csv"))
        self.small = outputs.from_rows(survey, scores, self.thresholds)
        if self.public:
            self.report(survey)
            self.solve("all together", self.together)
        else:
            self.manyi("report", survey.name, "--language", "zh,en", "--side-by-side", "--document", DOCUMENTS)
            self.learn("score", self.small)
            self.report(survey)
            self.units(survey)
            self.commands(survey, by)
            self.tables(survey)
            if self.thresholds:
                self.solve("all together", self.together)
            self.crossed(survey)
        return self.found, self.tried, self.outputs

    def hidden(self, survey):
        """Groups of single segments that are hidden in every wave that has them: no number may stand beside their names. In the
        control those of any wave."""
        known = self.together if self.thresholds else self.small
        of_wave = [
            {group[0] for base in ("overall", "again") for group in of.hidden[base] - of.shown["overall"] - of.shown["again"] if len(group) == 1}
            for of in known.values()
        ]
        everywhere = set.intersection(*of_wave) if self.thresholds else set.union(*of_wave)
        last = survey.truth(WAVES[-1])
        return {(s, l) for s, l in everywhere if last[survey.inside({s: l})].sum() > 0}

    def report(self, survey):
        for file in sorted(self.root.glob(f"site/reports/{survey.name}/*/report.en.json")):
            told = json.loads(file.read_text())
            self.tell("report.json", outputs.small(told["scores"]))
            self.learn("report.json", outputs.from_report(survey, told, self.thresholds))
            hidden = self.hidden(survey)
            for page in sorted(file.parent.glob("*.html")):
                lines = outputs.Page(page.read_text()).lines
                self.tell("page", [f"{page.name}: {leak}" for leak in outputs.beside(lines, survey, hidden)])
            documents = ("management",) if self.public else ("management", "summary", "technical")
            for document in documents:
                text = self.manyi("report", survey.name, "--format", "md", "--document", document)
                self.tell("Markdown", [f"{document}: {leak}" for leak in outputs.beside(text.splitlines(), survey, hidden)])
            deck = self.root / f"{survey.name}.pptx"
            self.manyi("report", survey.name, "--format", "pptx", "-o", deck)
            self.tell("deck", outputs.beside(outputs.deck(deck.read_bytes()), survey, hidden))
            if not self.public:
                self.charts(survey, hidden)

    def charts(self, survey, hidden):
        asked = [("dots", "--measure", "top", "--by"), ("funnel", "--measure", "top", "--by"), ("pareto", "--of"), ("histogram", "--of")]
        for segment in survey.segments:
            of_segment = {group for group in hidden if group[0] == segment}
            for words in asked:
                done = subprocess.run(
                    [self.binary, "chart", words[0], survey.name, *words[1:], segment, "--format", "json", "--workspace", self.root],
                    capture_output=True, text=True)
                if done.returncode != 0:
                    # A chart that may show nothing says so.
                    self.outputs += 1
                    continue
                lines = [line.replace('"small"', "") for line in outputs.of_chart(done.stdout)]
                self.tell("chart", outputs.beside(lines, survey, of_segment))
        text = self.manyi("chart", "dots", survey.name, "--measure", "top", "--by", "place", "--format", "svg")
        self.tell("drawing", outputs.beside(outputs.Page(text).lines, survey, {group for group in hidden if group[0] == "place"}))

    def units(self, survey):
        self.manyi("report", survey.name, "--per", "place")
        for file in sorted(self.root.glob(f"site/reports/{survey.name}/*/by-place/index.en.html")):
            page = outputs.Page(file.read_text())
            self.tell("league page", outputs.beside(page.lines, survey, {group for group in self.hidden(survey) if group[0] == "place"}))
            self.learn("league page", outputs.from_league_page(survey, page, "place"))
            for level in survey.levels["place"]:
                page = outputs.Page((file.parent / "units" / f"{level}.en.html").read_text())
                self.learn("unit page", outputs.from_unit_page(survey, page, "place", level))
        told = self.rows("league", "league", survey.name, "--by", "place", "--wave", "all")
        self.learn("league", outputs.from_rows(survey, told["rows"], self.thresholds))

    def commands(self, survey, by):
        told = self.rows("compare", "compare", survey.name, "--by", by)
        if self.thresholds:
            self.learn("compare", outputs.from_rows(survey, told["rows"]))
        hidden = {(wave, base): of.hidden[base] for wave, of in self.small.items() for base in ("overall", "again")}
        self.tell("compare", outputs.compared(told, hidden))
        asked = [
            ("drivers", "--outcome", "overall", "--drivers", "again", "--boot", "0"),
            ("reliability", "--items", "overall,again"),
        ]
        for verb, *words in asked:
            told = self.rows(verb, verb, survey.name, *words, "--by", by, "--wave", "all")
            known = outputs.from_models(survey, told["rows"], self.thresholds)
            if self.thresholds:
                self.learn(verb, known)
        self.explanations(survey)
        text = self.manyi("score", survey.name, "--by", by, "--format", "md")
        self.tell("score in Markdown", outputs.small(outputs.from_markdown(text)))
        if self.thresholds:
            shown = outputs.numbers(self.manyi("score", survey.name, "--by", by, "--wave", "all", "--format", "csv", "--show-small"))
            self.tell("--show-small", outputs.small(shown))
            self.learn("--show-small", outputs.from_rows(survey, shown))

    def explanations(self, survey):
        last = self.small[WAVES[-1]]
        hidden = sorted(group for group in last.hidden["overall"] if len(group) == 1)[: EXPLAINED[0]]
        shown = sorted(group for group in last.shown["overall"] if len(group) == 1)[: EXPLAINED[1]]
        for group in hidden + shown:
            (segment, level), = group
            told = json.loads(self.manyi("explain", f"{survey.name}/{WAVES[-1]}/top?{segment}={level}", "--format", "json"))
            if group in hidden:
                self.tell("explain", [f"{segment}={level}: {leak}" for leak in outputs.explained(told)])
            elif self.thresholds:
                self.learn("explain", outputs.from_explanation(survey, told, dict(group)))

    def tables(self, survey):
        """Tables of every question by single segments."""
        for by in (",".join(survey.segments), "place"):
            told = json.loads(self.manyi("tab", survey.name, "--by", by, "--wave", "all", "--format", "json"))
            if self.thresholds:
                self.tell("tab", outputs.small(told["rows"]))
            self.learn("tab", outputs.from_table(survey, told, self.thresholds))

    def crossed(self, survey):
        banners = ["place,kind,place>kind"]
        if survey.deep:
            banners += ["place>kind>size", "place,place>kind,place>kind>size", "place,kind,size,place>kind>size",
                        "place>kind,kind>size,place>size,place>kind>size"]
        else:
            banners += ["place>kind"]
        for by in banners:
            told = json.loads(self.manyi("tab", survey.name, "--of", "overall", "--by", by, "--wave", "all", "--format", "json"))
            known = outputs.from_table(survey, told, self.thresholds)
            for wave, of in known.items():
                crossed = {group for group in of.hidden["overall"] if len(group) > 1}
                if self.thresholds:
                    of.learn(self.together[wave], segments=1)
                    of.hidden = {base: set() for base in of.hidden}
                    of.hidden["overall"] = crossed
            self.solve(f"tab, {max(part.count('>') for part in by.split(',')) + 1} crossed", known)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("manyi")
    asked.add_argument("--waves", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep")
    asked.add_argument("--only", help="the names of some surveys, such as attacked3,attacked7")
    asked = asked.parse_args()
    draw = numpy.random.default_rng(asked.seed)
    surveys = [Survey(f"attacked{number}", draw, deep=number % 2 == 1) for number in range((asked.waves + 1) // 2)]
    few = max(4, len(surveys) // 6)
    if asked.only:
        surveys = [survey for survey in surveys if survey.name in asked.only.split(",")]
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(asked.keep or scratch)
        attack = Attack(asked.manyi, root / "kept", surveys)
        attack.run()
        public = Attack(asked.manyi, root / "public", surveys[-few:], public=True)
        public.run()
        control = Attack(asked.manyi, root / "open", surveys[: 3 * few], thresholds=False)
        control.run()
    kept = list(attack.found.items()) + [(f"public {kind}", found) for kind, found in public.found.items()]
    leaks = [f"{kind}: {leak}" for kind, found in kept for leak in found]
    tried = attack.tried + public.tried
    print(f"{len(surveys) * len(WAVES)} waves, {attack.outputs + public.outputs} outputs, {tried} hidden groups attacked, {len(leaks)} leaks")
    for leak in leaks[:40]:
        print(leak)
    caught = {kind: len(found) for kind, found in control.found.items()}
    print("without suppression: " + ", ".join(f"{count} in {kind}" for kind, count in caught.items()))
    blind = [kind for kind, count in caught.items() if count == 0]
    if attack.tried == 0 or public.tried == 0:
        sys.exit("nothing was hidden: the attack has tried nothing")
    if blind:
        sys.exit(f"with suppression off nothing was found in {', '.join(blind)}: the attack is blind there")
    sys.exit(1 if leaks else 0)


if __name__ == "__main__":
    main()
