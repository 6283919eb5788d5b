"""Reads every kind of output: the numbers of a report, its pages, tables, comparisons, charts, Markdown."""

import csv
import html.parser
import io
import json
import re

import numpy

from known import Known, PRIVACY_K
from survey import MEASURES, RATINGS, SCALE, TARGET, WAVES


def groups_of(row):
    """The group of a row of a table, such as `{"place": "p1", "kind": "k0"}`."""
    if not row.get("segment"):
        return {}
    return dict(zip(row["segment"].split("*"), (row["level"] or "").split("*")))


def few(row, thresholds):
    """With suppression off, a reader's own: hide only what is small itself. A negative control of the attack."""
    if not thresholds and row.get("base") is not None and 0 < row["base"] < PRIVACY_K:
        return {**row, "base": None, "value": None, "count": None, "note": "hidden_privacy"}
    return row


def start(survey):
    return {wave: Known(survey, wave) for wave in WAVES}


def take_scores(known, rows, thresholds):
    """Rows of scores: those of a report's numbers and of `manyi score` are alike."""
    for row in rows:
        row = few(row, thresholds)
        of = known.get(row["wave"])
        groups = groups_of(row)
        if of is None or row["measure"] not in MEASURES or not all(groups.values()):
            continue
        of.note(row, groups)
        if row["base"] is not None and row["value"] is not None:
            of.figure(groups, row["base"], row["value"], MEASURES[row["measure"]])
        elif row["base"] is not None:
            of.figure(groups, row["base"], 0, [0] * 6)


def from_report(survey, told, thresholds=True):
    """The equations of a report: scores, changes, distributions and quotas of all its waves and groups."""
    known = start(survey)
    take_scores(known, told["scores"], thresholds)
    for change in told["changes"]:
        if change["measure"] not in MEASURES or change.get("reference_base") is None:
            continue
        groups, weights = groups_of(change), MEASURES[change["measure"]]
        if not thresholds and min(change["base"], change["reference_base"]) < PRIVACY_K:
            continue
        known[change["wave"]].figure(groups, change["base"], change["value"], weights)
        if change["kind"] == "rest":
            known[change["wave"]].figure(groups, change["reference_base"], change["reference"], weights, outside=True)
        elif change["against"] in known:
            known[change["against"]].figure(groups, change["reference_base"], change["reference"], weights)
    last = known[told["wave"]]
    last.add({}, numpy.ones(6), told["responses"])
    for answer in told["answers"]:
        if answer["base"] is not None and answer["share"] is not None:
            point = SCALE.index(answer["id"].rsplit("=", 1)[1])
            last.figure({}, answer["base"], answer["share"], numpy.eye(6)[point])
    for quota in told["fieldwork"]["quotas"]:
        if quota["answers"] is not None and (thresholds or quota["answers"] >= PRIVACY_K):
            last.add({"place": quota["group"]}, numpy.ones(6), quota["answers"])
    return known


def from_score(survey, text):
    """The equations of `manyi score --format csv`."""
    known = start(survey)
    rows = []
    for row in csv.DictReader(io.StringIO(text)):
        number = lambda name: float(row[name]) if row[name] else None
        rows.append({**row, "base": number("base"), "value": number("value")})
    take_scores(known, rows, True)
    return known


def from_table(survey, told, thresholds=True):
    """The equations of a banner table: counts and bases of every column of one wave, or of all."""
    known = start(survey)
    for row in told["rows"]:
        row = few(row, thresholds)
        groups, of = groups_of(row), known.get(row["wave"])
        if of is None or row["question"] != "overall" or not set(groups) <= set(survey.segments):
            continue
        of.note(row, groups)
        if row["base"] is None:
            continue
        of.figure(groups, row["base"], 0, [0] * 6)
        if row["count"] is not None and row["answer"] in SCALE:
            of.add(groups, numpy.eye(6)[SCALE.index(row["answer"])], row["count"])
        elif row["value"] is not None and row["answer"] == "mean":
            of.add(groups, numpy.array(RATINGS + [0], dtype=float), row["base"] * row["value"])
    return known


def compared(told, hidden):
    """Comparisons one side of which is hidden: with the difference and the other side it is known."""
    found = []
    for row in told["rows"]:
        group = tuple(sorted(groups_of(row).items()))
        if row.get("change") is None:
            continue
        for wave in (row["wave"], row["against"]):
            if group in hidden.get(wave, set()):
                found.append(f"{row['id']}: a difference from {row['against']} is shown")
    return found


class Page(html.parser.HTMLParser):
    """The lines of a page: paragraphs, items, headings, rows and columns of tables, and of drawings what stands side by side."""

    LINES = {"p", "li", "h1", "h2", "h3", "h4", "cite", "title", "desc", "option", "figcaption"}

    def __init__(self, text):
        super().__init__()
        self.lines, self.open, self.table, self.drawing, self.cell, self.at = [], [], None, None, None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in self.LINES:
            self.open.append([tag, ""])
        elif tag == "table":
            self.table = []
        elif tag == "tr" and self.table is not None:
            self.table.append([])
        elif tag in ("td", "th") and self.table:
            self.cell = ""
        elif tag == "svg":
            self.drawing = {}
        elif tag == "text":
            self.at = round(float(attributes.get("y", 0)))

    def handle_endtag(self, tag):
        if self.open and self.open[-1][0] == tag:
            self.lines.append(self.open.pop()[1])
        elif tag in ("td", "th") and self.cell is not None:
            self.table[-1].append(self.cell)
            self.cell = None
        elif tag == "table" and self.table is not None:
            self.lines += [" ".join(row) for row in self.table]
            head = self.table[0] if self.table else []
            for at, name in enumerate(head):
                self.lines += [f"{name}: {row[at]}" for row in self.table[1:] if at < len(row) and at > 0]
            self.table = None
        elif tag == "svg" and self.drawing is not None:
            self.lines += [" ".join(words) for words in self.drawing.values()]
            self.drawing = None
        elif tag == "text":
            self.at = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data
        elif self.at is not None and self.drawing is not None:
            # Words of one row of a drawing stand at one height, give or take what centres them.
            near = next((y for y in self.drawing if abs(y - self.at) <= 2), self.at)
            self.drawing.setdefault(near, []).append(data)
        for one in self.open[-1:]:
            one[1] += data


def beside(lines, survey, hidden):
    """Numbers that stand in one line with the name of a hidden group."""
    found = []
    names = survey.labels()
    for line in lines:
        for group in hidden:
            name = names[group]
            if name in line and re.search(r"\d", line.replace(TARGET, "")):
                found.append(f"{survey.name} {group[0]}={group[1]}: “{' '.join(line.split())[:120]}”")
    return found


def of_chart(text):
    """The lines of a chart's numbers: every object that has a label, whole."""
    lines = []

    def walk(value):
        if isinstance(value, dict):
            if isinstance(value.get("label"), str):
                lines.append(json.dumps(value))
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(json.loads(text))
    return lines
