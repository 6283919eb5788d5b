"""Reads every kind of output: the numbers of a report, pages with their drawings and attributes, decks, tables, comparisons,
leagues, charts, explanations, Markdown."""

import csv
import html.parser
import io
import json
import re
import xml.etree.ElementTree
import zipfile

import numpy

from known import Known, PRIVACY_K
from survey import AGAIN, ANSWERED, EVERYBODY, MEASURES, RATINGS, SCALE, TARGET, TITLES, WAVES, of_points

POINTS = dict(zip(SCALE, (of_points(point) for point in numpy.eye(len(SCALE) + 1))))


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


def small(rows):
    """Bases of fewer people than may be told apart, of rows of any table."""
    found = [row for row in rows if row.get("base") is not None and 0 < row["base"] < PRIVACY_K]
    return [f"{row.get('id') or row.get('wave')} {row.get('segment')}={row.get('level')}: a base of {row['base']:.0f}" for row in found]


def start(survey):
    return {wave: Known(survey, wave) for wave in WAVES}


def take_scores(known, rows, thresholds):
    """Rows of scores: those of a report's numbers, of `manyi score`, `compare` and `league` are alike."""
    for row in rows:
        row = few(row, thresholds)
        wave = known.get(row["wave"])
        groups = groups_of(row)
        if wave is None or row["measure"] not in MEASURES or not all(groups.values()):
            continue
        of, weights = MEASURES[row["measure"]]
        wave.note(row, groups, of)
        if row["base"] is not None:
            wave.figure(groups, row["base"], row["value"] or 0, weights if row["value"] is not None else None, of=of)


def from_report(survey, told, thresholds=True):
    """The equations of a report: scores, changes, distributions, quality and quotas of all its waves and groups."""
    known = start(survey)
    take_scores(known, told["scores"], thresholds)
    for change in told["changes"]:
        if change["measure"] not in MEASURES or change.get("reference_base") is None:
            continue
        groups, (of, weights) = groups_of(change), MEASURES[change["measure"]]
        if not thresholds and min(change["base"], change["reference_base"]) < PRIVACY_K:
            continue
        known[change["wave"]].figure(groups, change["base"], change["value"], weights, of=of)
        if change["kind"] == "rest":
            known[change["wave"]].figure(groups, change["reference_base"], change["reference"], weights, outside=True, of=of)
        elif change["against"] in known:
            known[change["against"]].figure(groups, change["reference_base"], change["reference"], weights, of=of)
    last = known[told["wave"]]
    last.add({}, EVERYBODY, told["responses"])
    for answer in told["answers"]:
        if answer["base"] is not None and answer["share"] is not None:
            overall = answer["question"] == "overall"
            weights = POINTS[answer["id"].rsplit("=", 1)[1]] if overall else None
            last.figure({}, answer["base"], answer["share"], weights, of=answer["question"])
    for question in told["quality"]["questions"]:
        if question["answered"] is not None and question["question"] in ("overall", "again"):
            last.figure({}, question["answered"], of=question["question"])
    for quota in told["fieldwork"]["quotas"]:
        if quota["answers"] is not None and (thresholds or quota["answers"] >= PRIVACY_K):
            last.add({"place": quota["group"]}, EVERYBODY, quota["answers"])
    return known


def numbers(text):
    """The rows of a table in CSV, its bases and values as numbers."""
    number = lambda text: float(text) if text else None
    return [{**row, "base": number(row["base"]), "value": number(row["value"])} for row in csv.DictReader(io.StringIO(text))]


def from_markdown(text):
    """The rows of a table in Markdown, with their bases."""
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    rows = [dict(zip(table[0], row)) for row in table[2:]]
    return [{**row, "base": number_of(row.get("base", ""))} for row in rows]


def from_rows(survey, rows, thresholds=True):
    """The equations of rows of scores."""
    known = start(survey)
    take_scores(known, rows, thresholds)
    return known


def from_models(survey, rows, thresholds=True):
    """Those who answered both questions, of whom `manyi drivers` and `manyi reliability` tell how many they are."""
    known = start(survey)
    for row in rows:
        row, groups = few(row, thresholds), groups_of(row)
        if row.get("base") is not None and row.get("wave") in known and all(groups.values()):
            known[row["wave"]].add(groups, ANSWERED * AGAIN, row["base"])
    return known


def from_table(survey, told, thresholds=True):
    """The equations of a banner table: counts and bases of every column of one wave, or of all. Rows of a question that makes
    groups are their sizes."""
    known = start(survey)
    for row in told["rows"]:
        row = few(row, thresholds)
        groups, wave, question = groups_of(row), known.get(row["wave"]), row["question"]
        if wave is None or not set(groups) <= set(survey.segments):
            continue
        if question in survey.segments:
            if row["count"] is None or groups.get(question, row["answer"]) != row["answer"]:
                continue
            if thresholds or row["count"] >= PRIVACY_K:
                inside = {**groups, question: row["answer"]}
                wave.add(inside, EVERYBODY, row["count"])
                wave.note({"base": row["count"]}, inside, "responses")
            continue
        if question not in ("overall", "again"):
            continue
        wave.note(row, groups, question)
        if row["base"] is None:
            continue
        wave.figure(groups, row["base"], of=question)
        if question == "again":
            continue
        if row["count"] is not None and row["answer"] in SCALE:
            wave.add(groups, POINTS[row["answer"]], row["count"])
        elif row["value"] is not None and row["answer"] == "mean":
            wave.add(groups, of_points(RATINGS + [0]), row["base"] * row["value"])
    return known


def number_of(text):
    """The number in a cell of a page; `None` without one."""
    found = re.search(r"\d+(\.\d+)?", text)
    return float(found[0]) if found else None


def take_cell(known, groups, measure, base, text, outside=False):
    """A base and a value as they stand on a page, in percent or on the scale."""
    value = number_of(text)
    if base is None or value is None:
        return
    of, weights = MEASURES[measure]
    # Two decimals of a mean do not tell the sum of many answers.
    told = "%" in text or base < 90
    known.figure(groups, base, value / 100 if "%" in text else value, weights if told else None, outside, of)


def from_league_page(survey, page, segment):
    """The equations of a page that sets units side by side."""
    known, levels = start(survey), {name: level for (of, level), name in survey.labels().items() if of == segment}
    for heading, table in page.tables:
        measure = TITLES.get(heading)
        for row in table[1:] if measure else ():
            cells = dict(zip(table[0], row))
            if row[0] in levels and cells.get("n"):
                take_cell(known[WAVES[-1]], {segment: levels[row[0]]}, measure, number_of(cells["n"]), cells["Score"])
    return known


def from_unit_page(survey, page, segment, level):
    """The equations of the page of one unit: its own figures, those of the rest, and how many responses it has."""
    known, groups = start(survey), {segment: level}
    last = known[WAVES[-1]]
    for line in page.lines:
        found = re.search(r"(\d+) responses", line)
        if found:
            last.add(groups, EVERYBODY, float(found[1]))
    for _, table in page.tables:
        head = table[0] if table else []
        for row in table[1:]:
            cells = dict(zip(head, row))
            if row[0] in TITLES and "Here" in cells:
                take_cell(last, groups, TITLES[row[0]], number_of(cells["n"]), cells["Here"])
            elif len(head) == len(SCALE) + 2 and number_of(row[-1]) is not None:
                rest, then = row[0] == "The rest", row[0].startswith("Here, ")
                wave = known[row[0].removeprefix("Here, ")] if then else last
                base = number_of(row[-1])
                wave.figure(groups, base, outside=rest)
                for point, text in zip(SCALE, row[1:-1]):
                    if number_of(text) is not None:
                        wave.add(groups, POINTS[point], base * number_of(text) / 100, rest)
    return known


def from_explanation(survey, told, groups):
    """The equations of an explained figure."""
    known = start(survey)
    last = known[WAVES[-1]]
    if isinstance(told.get("responses"), (int, float)):
        last.add(groups, EVERYBODY, told["responses"])
        last.note({"base": told["responses"]}, groups, "responses")
    if isinstance(told.get("base"), (int, float)):
        last.figure(groups, told["base"])
    return known


def explained(told):
    """Numbers in what is told of a hidden figure, but for what every figure has."""
    common = {"sources", "schema_version", "id", "definition"}
    return [f"{key}: {value}" for key, value in told.items() if key not in common and re.search(r"\d", json.dumps(value))]


def compared(told, hidden):
    """Comparisons one side of which is hidden: with the difference and the other side it is known."""
    found = []
    for row in told["rows"]:
        group = tuple(sorted(groups_of(row).items()))
        if row.get("change") is None or row["measure"] not in MEASURES:
            continue
        for wave in (row["wave"], row["against"]):
            if group in hidden.get((wave, MEASURES[row["measure"]][0]), set()):
                found.append(f"{row['id']}: a difference from {row['against']} is shown")
    return found


def deck(data):
    """The lines of a deck: paragraphs and rows of slides and notes, categories of charts with their numbers, and rows of the
    workbooks that lie in it."""
    lines = []
    file = zipfile.ZipFile(io.BytesIO(data))
    for name in file.namelist():
        if name.endswith(".xlsx"):
            lines += workbook(file.read(name))
        elif re.match(r"ppt/(slides|notesSlides|charts)/[^/]+\.xml$", name):
            root = xml.etree.ElementTree.fromstring(file.read(name))
            words = lambda inside: " ".join(text.text or "" for text in inside.iter() if text.tag.endswith("}t"))
            lines += [words(row) for row in root.iter() if row.tag.endswith(("}tr", "}p"))]
            lines += [value for node in root.iter() for key, value in node.attrib.items() if key in ("descr", "title", "name")]
            for series in (node for node in root.iter() if node.tag.endswith("}ser")):
                points = {}
                for part in (node for node in series if node.tag.endswith(("}cat", "}val", "}xVal", "}yVal", "}dLbls", "}errBars"))):
                    for point in (node for node in part.iter() if node.tag.endswith("}pt")):
                        points.setdefault(point.get("idx"), []).append("".join(point.itertext()))
                lines += [" ".join(texts) for texts in points.values()]
    return lines


def workbook(data):
    """The rows of a workbook's sheets."""
    file = zipfile.ZipFile(io.BytesIO(data))
    shared = []
    if "xl/sharedStrings.xml" in file.namelist():
        root = xml.etree.ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
        shared = ["".join(one.itertext()) for one in root]
    lines = []
    for name in file.namelist():
        if not name.startswith("xl/worksheets/"):
            continue
        root = xml.etree.ElementTree.fromstring(file.read(name))
        for row in (node for node in root.iter() if node.tag.endswith("}row")):
            text = lambda cell: shared[int("".join(cell.itertext()))] if cell.get("t") == "s" else "".join(cell.itertext())
            lines.append(" ".join(text(cell) for cell in row))
    return lines


class Page(html.parser.HTMLParser):
    """The lines of a page: paragraphs, items, headings, rows and columns of tables, of drawings what stands side by side, and
    what attributes say; and its tables with the heading above each."""

    SAYING = ("title", "alt", "content", "value", "label", "summary")
    LINES = {"p", "li", "h1", "h2", "h3", "h4", "cite", "title", "desc", "option", "figcaption"}

    def __init__(self, text):
        super().__init__()
        self.lines, self.open, self.table, self.drawing, self.cell, self.at = [], [], None, None, None, None
        self.tables, self.heading = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        said = [text for name, text in attributes.items() if name in self.SAYING or name.startswith(("data-", "aria-"))]
        self.lines += [text for text in said if text]
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
            if tag in ("h2", "h3"):
                self.heading = self.lines[-1].strip()
        elif tag in ("td", "th") and self.cell is not None:
            self.table[-1].append(self.cell)
            self.cell = None
        elif tag == "table" and self.table is not None:
            self.tables.append((self.heading, [[cell.strip() for cell in row] for row in self.table]))
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
                # What is hidden is drawn with nothing.
                empty = re.sub(r'"(base|share|value)": 0\.0|"text": "0?"', "", json.dumps(value))
                lines.append(empty)
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(json.loads(text))
    return lines
