"""A deck as PowerPoint's own readers see it: the numbers of its charts are those of report.json, in chart and workbook alike.

Usage: slides.py report.pptx report.json

Under every chart, in the notes, stand the ids of its numbers in the order in which they are drawn.
"""
import json
import sys
from io import BytesIO

from openpyxl import load_workbook
from pptx import Presentation


def known(report):
    """Every number of the report by its id, in the unit of a drawing."""
    numbers = {}
    for row in report["scores"]:
        numbers[row["id"]] = [row[name] for name in ("value", "low", "high")]
    for row in report["answers"]:
        numbers[row["id"]] = [row["share"], None, None]
    for row in report["drivers"]:
        numbers[row["id"]] = [row["importance"], row["importance_low"], row["importance_high"]]
    return numbers


def lengths(chart, side, count):
    """Lengths of the error bars of the first series on one side; None where there is none."""
    space = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
    found = chart._chartSpace.xpath(f".//c:ser[1]/c:errBars/c:{side}/c:numRef/c:numCache/c:pt")
    values = [None] * count
    for point in found:
        values[int(point.get("idx"))] = float(point.findtext("c:v", namespaces=space))
    return values


def check(slide, number, numbers):
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    chart, notes = frame.chart, slide.notes_slide.notes_text_frame.text.split("\n")
    ids = [line for line in notes if "/" in line and line in numbers]
    series = [one for one in chart.plots[0].series]
    drawn = [value for one in series for value in one.values]
    # A target is a line, not a number of the report.
    if len(series) > 1 and series[-1].name.lower().startswith(("target", "目标")):
        drawn = drawn[: len(series[0].values)]
    places = [place for place, value in enumerate(drawn) if value is not None]
    assert len(ids) == len(places), f"slide {number}: {len(ids)} ids for {len(places)} numbers"
    assert ids, f"slide {number} has no numbers"
    count = len(chart.plots[0].categories)
    plus, minus = lengths(chart, "plus", count), lengths(chart, "minus", count)
    for name, place in zip(ids, places):
        value, low, high = numbers[name]
        for times in (1, 100):
            if abs(drawn[place] - value * times) < 1e-8 * max(1, abs(value * times)):
                break
        else:
            raise AssertionError(f"slide {number}: {name} is {value}, drawn is {drawn[place]}")
        if place < count and plus[place] is not None:
            assert abs(drawn[place] + plus[place] - high * times) < 1e-6, (number, name, "high")
            assert abs(drawn[place] - minus[place] - low * times) < 1e-6, (number, name, "low")
    sheet = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    categories = [str(category) for category in chart.plots[0].categories]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == categories, f"slide {number}: categories"
    for column, one in enumerate(series, 2):
        assert sheet.cell(1, column).value == one.name, (number, column)
        inside = [sheet.cell(row, column).value for row in range(2, count + 2)]
        same = all((a is None) == (b is None) and (a is None or abs(a - b) < 1e-9) for a, b in zip(inside, one.values))
        assert same, f"slide {number}: the workbook has {inside}, the chart {one.values}"
    return len(ids)


def main(deck, report):
    deck = Presentation(deck)
    with open(report, encoding="utf-8") as file:
        numbers = known(json.load(file))
    assert (deck.slide_width, deck.slide_height) == (12192000, 6858000)
    total = charts = 0
    for number, slide in enumerate(deck.slides, 1):
        assert slide.shapes.title.text.strip(), f"slide {number} has no title"
        if any(shape.has_chart for shape in slide.shapes):
            charts += 1
            total += check(slide, number, numbers)
    assert charts >= 3, charts
    print(f"{deck.core_properties.title}: {len(deck.slides)} slides, {charts} charts, {total} numbers as in the report")


main(*sys.argv[1:])
