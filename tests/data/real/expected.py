"""Figures of the real exports, computed with pandas and written to EXPECTED.json and EXPECTED.md.

    python3 tests/data/real/expected.py FOLDER

FOLDER holds the three exports that are not copied here (wjx-by-code-phone.csv, msforms-phone-resaved.csv,
nps-with-out-of-range.csv). Nothing of manyi is used. Shares, NPS and indices run from 0 (NPS: -100) to 100, means are
in the scale's own values.
"""

import json
import math
import pathlib
import sys

import pandas as pd

HERE = pathlib.Path(__file__).parent
AWAY = pathlib.Path(sys.argv[1])
figures, counts = [], []


def read(path, **options):
    return pd.read_csv(path, dtype=str, keep_default_na=False, **options)


def add(survey, figure, how, value, base, se=None, segment="", effective_base=None):
    row = {"survey": survey, "figure": figure, "segment": segment, "value": float(value), "base": int(base), "how": how}
    if se is not None:
        row["se"] = float(se)
    if effective_base is not None:
        row["effective_base"] = float(effective_base)
    figures.append(row)


def count(survey, file, read_, accepted, skipped, invalid, note):
    counts.append(dict(survey=survey, file=file, rows_read=read_, accepted=accepted, skipped=skipped, refused=0,
                       invalid_cells=invalid, note=note))


def share(survey, figure, how, hits, segment=""):
    hits = hits.dropna().astype(float)
    add(survey, figure, how, 100 * hits.mean(), len(hits), segment=segment)


def mean(survey, figure, how, values, segment=""):
    values = values.dropna()
    add(survey, figure, how, values.mean(), len(values), values.std() / math.sqrt(len(values)), segment)


def weighted(survey, figure, how, values, weights, times=1.0, segment=""):
    """Sum of w*x over sum of w; standard error linearised with replacement, a segment being a domain of the whole file
    (n of n/(n-1) is every row of it, as in R's survey); effective base (sum w)^2 / sum w^2."""
    w = weights[values.notna()]
    x = values.dropna().astype(float)
    m = (w * x).sum() / w.sum()
    n = len(d)
    se = math.sqrt(n / (n - 1) * ((w * (x - m)) ** 2).sum()) / w.sum()
    add(survey, figure, how, times * m, len(x), times * se, segment, w.sum() ** 2 / (w**2).sum())


# ---- flying
d = read(HERE / "flying/flying.csv")
c = list(d.columns)
rude = {"No, not rude at all": 1, "No, not at all rude": 1, "Yes, somewhat rude": 2, "Yes, very rude": 3}
rows = dict(zip(["move", "talk", "recline", "friends", "family", "bathroom", "walk", "baby", "unruly"],
                [8, 9, 12, 14, 15, 16, 17, 18, 19]))
r = {k: d[c[i]].map(rude) for k, i in rows.items()}
never = d[c[1]] == "Never"
count("flying", "flying.csv", 200, 200, 0, 0, "no cell is unreadable")
add("flying", "rude.baby not_asked", "frequency is Never", never.sum(), 200)
add("flying", "rude.baby skipped", "asked and empty", ((d[c[18]] == "") & ~never).sum(), 200)
add("flying", "rude.recline skipped", "asked and empty", ((d[c[12]] == "") & ~never).sum(), 200)
share("flying", "baby_rude", "rude.baby in 2, 3", (r["baby"] >= 2).where(r["baby"].notna()))
share("flying", "recline_fine", "rude.recline = 1", (r["recline"] == 1).where(r["recline"].notna()))
for name in ["Male", "Female"]:
    at = d["Gender"] == name
    share("flying", "baby_rude", "rude.baby in 2, 3", (r["baby"] >= 2).where(r["baby"].notna())[at], "gender=" + name.lower())
habit = d[c[2]].map(dict(zip(["Never", "Once in a while", "About half the time", "Usually", "Always"], range(1, 6))))
mean("flying", "recline_often", "mean of recline, 1 never to 5 always", habit)
share("flying", "ban_share", "ban is yes", (d[c[13]] == "Yes").where(d[c[13]] != ""))
leaf = {k: 100 * (3 - v) / 2 for k, v in r.items()}
seats = sum(leaf[k].mean() for k in ["move", "recline", "friends", "family"]) / 4
near = sum(leaf[k].mean() for k in ["talk", "bathroom", "walk", "baby", "unruly"]) / 5
anyone = pd.DataFrame(leaf).notna().any(axis=1).sum()
how = "leaf = mean of 100*(3-x)/2, leaves alike within a part, parts 0.5 each"
add("flying", "seats", how, seats, anyone)
add("flying", "neighbours", how, near, pd.DataFrame(leaf)[["talk", "bathroom", "walk", "baby", "unruly"]].notna().any(axis=1).sum())
add("flying", "tolerance", how, (seats + near) / 2, anyone)

# ---- masculinity
d = read(HERE / "masculinity/masculinity.csv")
w = d["weight"].astype(float)
count("masculinity", "masculinity.csv", 300, 300, 0, 0, "\"No answer\" and \"NA\" are skipped by the mapping")
manly = d["q0001"].map(dict(zip(["Not at all masculine", "Not very masculine", "Somewhat masculine", "Very masculine"], range(1, 5))))
seen = d["q0002"].map(dict(zip(["Not at all important", "Not too important", "Somewhat important", "Very important"], range(1, 5))))
often = dict(zip(["Never, and not open to it", "Never, but open to it", "Rarely", "Sometimes", "Often"], range(1, 6)))
top2 = (manly >= 3).where(manly.notna())
top1 = (manly == 4).where(manly.notna())
press = (d["q0005"] == "Yes").where(d["q0005"] != "No answer")
weighted("masculinity", "feel_manly", "manly in 3, 4; weighted", top2, w, 100)
weighted("masculinity", "feel_very_manly", "manly = 4; weighted", top1, w, 100)
weighted("masculinity", "seen_mean", "mean of seen_manly; weighted", seen, w)
weighted("masculinity", "under_pressure", "pressure is yes; weighted", press, w, 100)
weighted("masculinity", "health_worry", "physical_health chosen; weighted", d["q0008_0009"] != "Not selected", w, 100)
weighted("masculinity", "cry_mean", "mean of does.cry; weighted", d["q0007_0004"].map(often), w)
for label, name in [("18 - 34", "18-34"), ("35 - 64", "35-64"), ("65 and up", "65-up")]:
    at = d["age3"] == label
    weighted("masculinity", "feel_very_manly", "manly = 4; weighted", top1[at], w[at], 100, "age=" + name)
add("masculinity", "feel_very_manly without weights", "for contrast: not what manyi reports", 100 * top1.dropna().astype(float).mean(), top1.notna().sum())

# ---- airline seats
d = read(HERE / "airline-seats/airline-seats.csv")
count("airline-seats", "airline-seats.csv", 300, 300, 0, 0, "11 ratings of 0.0 for the screen are not_applicable by the mapping; dates of 1970-01-01 make a wave 1970 of 10")
for wave, n in d["date"].str[:4].value_counts().sort_index().items():
    add("airline-seats", "responses", "rows of the wave", n, n, segment="wave=" + wave)
overall = pd.to_numeric(d["overall_rating"])
year = d["date"].str[:4]
share("airline-seats", "top_overall", "overall 8 to 10, all waves", overall >= 8)
mean("airline-seats", "mean_overall", "all waves", overall)
share("airline-seats", "recommend_share", "recommended = 1, all waves", d["recommended"] == "1")
legroom = pd.to_numeric(d["seat_legroom_rating"])
share("airline-seats", "poor_legroom", "legroom 1, 2, all waves", legroom <= 2)
screen = pd.to_numeric(d["viewing_tv_rating"], errors="coerce")
add("airline-seats", "seat_rating.screen not_applicable", "0.0", (screen == 0).sum(), 300)
add("airline-seats", "seat_rating.screen skipped", "empty", (d["viewing_tv_rating"] == "").sum(), 300)
screen = screen.where(screen > 0)
number = lambda name: pd.to_numeric(d[name], errors="coerce")
for wave in ["", "2014", "2015"]:
    at = year.str.startswith(wave)
    m = lambda x: (25 * (x[at] - 1)).mean()
    space = (m(legroom) + m(number("seat_width_rating")) + m(number("aisle_space_rating"))) / 3
    comfort = (m(number("seat_recline_rating")) + m(screen)) / 2
    segment = "wave=" + wave if wave else ""
    how = "leaf = mean of 25*(stars-1); space 0.7 (legroom, width, aisle), comfort 0.3 (recline, screen)"
    add("airline-seats", "seat_index", how, 0.7 * space + 0.3 * comfort, at.sum(), segment=segment)
    add("airline-seats", "space", how, space, at.sum(), segment=segment)
    if wave:
        mean("airline-seats", "mean_overall", "mean", overall[at], segment)
        share("airline-seats", "recommend_share", "recommended = 1", (d["recommended"] == "1")[at], segment)

# ---- phone-zh
d = read(AWAY / "wjx-by-code-phone.csv", encoding="utf-8-sig")
c = list(d.columns)
count("phone-zh", "wjx-by-code-phone.csv", 21, 21, 0, 5,
      "price: 一万不到, 当时8000 现在大概低一点; wanted_price: 一万出头, 13000+, 11000？")
opinion = d[c[9]].astype(int)
share("phone-zh", "pleased", "satisfied 1, 2 (1 is best)", opinion <= 2)
mean("phone-zh", "opinion", "mean of 1 best to 5", opinion)
add("phone-zh", "phone_index", "mean of 25*(5-x)", (25 * (5 - opinion)).mean(), 21)
# Who chose nothing at all did not answer: one respondent.
eight = d[[name for name in c if name.startswith("8、(")]] == "1"
share("phone-zh", "battery_counts", "column 8、(电池) is 1, of those who chose anything", eight["8、(电池)"].where(eight.any(axis=1)))
price = d[c[8]].replace({"现在4000": "4000", "9000买的时候": "9000", "买的时候大概10000左右": "10000"})
mean("phone-zh", "mean_price", "readable numbers and the three the mapping turns into one", pd.to_numeric(price, errors="coerce"))
add("phone-zh", "price skipped", "(空)", (d[c[8]] == "(空)").sum(), 21)

# ---- phone-en
d = read(AWAY / "msforms-phone-resaved.csv", encoding="utf-8-sig")
c = list(d.columns)
now = pd.to_numeric(d[c[7]].str.replace(",", ""), errors="coerce")
count("phone-en", "msforms-phone-resaved.csv", 55, 55, 0, 8,
      "price above 20000: 1010833, 998000000; wanted_price above it: 188888, 99,998,800,000; in words: Expensive af, "
      "Idk about 750 also I think, cheap as possible …, since it's not listed …; 12 cells of `factors` hold words of one's own, which are the option Other")
sat = d[c[8]].map({"Very satisfied": 5, "Somewhat satisfied": 4, "Neither satisfied nor dissatisfied": 3, "Very dissatisfied": 1})
share("phone-en", "pleased", "satisfied 4, 5", sat >= 4)
share("phone-en", "very_pleased", "satisfied 5", sat == 5)
mean("phone-en", "mean_satisfied", "mean 1 to 5", sat)
add("phone-en", "phone_index", "mean of 25*(x-1)", (25 * (sat - 1)).mean(), 55)
chosen = d[c[12]].str.split(";")
known = {"Battery", "Pricing", "Storage", "Operating system", "Screen size", "Memory", "Screen resolution", "Brand", "Screen refresh rate", "Publicity", ""}
valid = chosen.map(lambda parts: any(part.strip() for part in parts))
share("phone-en", "battery_counts", "Battery among the factors, of those who named any",
      chosen.map(lambda parts: "Battery" in [part.strip() for part in parts]).where(valid))
odd = chosen.map(lambda parts: any(part.strip() not in known for part in parts))
add("phone-en", "factors cells with words of one's own", "after trimming blanks and line breaks", odd.sum(), 55)
mean("phone-en", "mean_price", "prices up to 20000", now.where(now <= 20000))

# ---- appointment-nps
d = read(AWAY / "nps-with-out-of-range.csv")
count("appointment-nps", "nps-with-out-of-range.csv", 300, 299, 1, 2,
      "one response stands twice, alike but for the appointment; two answers of 11.0")
d = d.drop_duplicates("response_id")
x = pd.to_numeric(d["nps"])
x = x.where(x <= 10)
n = x.notna().sum()
p, q = (x >= 9).sum() / n, (x <= 6).sum() / n
add("appointment-nps", "nps", "100*(9,10 less 0 to 6); 11 left out", 100 * (p - q), n, 100 * math.sqrt((p + q - (p - q) ** 2) / n))
share("appointment-nps", "promoters", "9, 10", (x >= 9).where(x.notna()))
share("appointment-nps", "detractors", "0 to 6", (x <= 6).where(x.notna()))
share("appointment-nps", "passives", "7, 8", ((x >= 7) & (x <= 8)).where(x.notna()))
mean("appointment-nps", "mean_recommend", "mean 0 to 10", x)

(HERE / "EXPECTED.json").write_text(json.dumps({"counts": counts, "figures": figures}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
lines = ["# What the real exports give", "", f"Computed by `expected.py` with pandas {pd.__version__}, without manyi. "
         "Shares, NPS and indices in points of 100, means in the scale's own values; `se` of a weighted figure is linearised.", "",
         "| survey | file | rows read | accepted | skipped | refused | invalid cells | note |", "|---|---|--:|--:|--:|--:|--:|---|"]
lines += [f"| {k['survey']} | {k['file']} | {k['rows_read']} | {k['accepted']} | {k['skipped']} | {k['refused']} | {k['invalid_cells']} | {k['note']} |" for k in counts]
lines += ["", "| survey | figure | segment | value | base | se | effective base | how |", "|---|---|---|--:|--:|--:|--:|---|"]
for f in figures:
    se = f"{f['se']:.6f}" if "se" in f else ""
    eff = f"{f['effective_base']:.4f}" if "effective_base" in f else ""
    lines.append(f"| {f['survey']} | {f['figure']} | {f['segment']} | {f['value']:.6f} | {f['base']} | {se} | {eff} | {f['how']} |")
(HERE / "EXPECTED.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
