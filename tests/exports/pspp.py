"""Compares what PSPP reads from an SPSS file with the CSV export of the same answers."""
import csv
import sys

csv.field_size_limit(1 << 30)
pspp = list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig", newline="")))
own = list(csv.DictReader(open(sys.argv[2], encoding="utf-8", newline="")))
assert len(pspp) == len(own), (len(pspp), len(own))
cells = 0
for theirs, ours in zip(pspp, own):
    for name, value in ours.items():
        text = theirs[name]
        if name in ("submitted", "started"):
            continue
        if value.startswith("'") and value[1:2] in "=+-@＝＋－＠":
            value = value[1:]
        try:
            same = float(text) == float(value)
        except ValueError:
            number = text.strip().lstrip("-").isdigit() and int(float(text)) in range(-98, -90)
            same = text.strip() == value.strip() or (value == "" and (number or text.strip() == ""))
        assert same, (ours["response_id"], name, text, value)
        cells += 1
print(f"SPSS file in PSPP: {cells} cells agree")
