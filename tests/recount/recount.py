"""Works out every figure of a demonstration report a second time, from the answers, with numpy and scipy.

    recount.py ANSWERS.csv report.json codebook.json BENCHMARKS.csv SURVEY

The answers are what `manyi export --as csv` writes, which `scripts/export-check` holds to R, PSPP and LibreOffice. Measures,
intervals, tests, families, verdicts, drivers and what moved the index are written here as docs/methods.md and docs/analysis.md
state them, not as the program has them. A figure that differs ends the run with 1. Not recounted: bootstrap intervals."""

import csv
import json
import math
import sys
from collections import defaultdict

import numpy as np
from scipy import stats

SURVEYS = {
    "after-sales": dict(
        shares={"csat": ("overall", {4, 5}), "repurchase": ("buy_again", {4, 5}), "dissatisfied": ("overall", {1, 2}), "delivery_speed": ("service.speed", {4, 5})},
        means={"ces": ("effort", 1, 7)},
        nps={"nps": "recommend"},
        index=("csi", [("product_index", .25, ["product.quality", "product.description", "product.value"]),
                ("service_index", .3, [("delivery_index", .6, ["service.speed", "service.condition"]), ("support_index", .4, ["service.response", "service.solved"])]),
                ("experience_index", .2, ["experience.search", "experience.checkout", "experience.tracking"]),
                ("security_index", .15, ["security.privacy", "security.payment", "security.messages"]),
                ("brand_index", .1, ["brand.promises", "brand.reputation"])]),
        headline=["csat", "nps", "ces", "repurchase", "csi"],
        segments=["region", "channel", "customer_type"],
        practical=dict(share=.05, index=3, nps=10, mean=.05 * 6)),
    "support-csat": dict(
        shares={"csat": ("overall", {4, 5}), "fcr": ("resolved", {"first_time"}), "unresolved": ("resolved", {"not_yet"}), "quick_reply": ("waiting", {4, 5})},
        means={"ces": ("effort", 1, 7)},
        nps={},
        index=("staff_index", [("competence", .6, ["staff.understanding", "staff.knowledge"]), ("manner", .4, ["staff.clarity", "staff.courtesy"])]),
        headline=["csat", "ces", "fcr", "staff_index"],
        segments=["channel", "agent", "tried_before"],
        practical=dict(share=.05, index=3, nps=10, mean=.04 * 6)),
}
Z = stats.norm.ppf(.975)


def student(df):
    """The 97.5 % point; older scipy finds it to seven digits where df is no whole number, one step of Newton mends that."""
    q = stats.t.ppf(.975, df)
    return q - (stats.t.cdf(q, df) - .975) / stats.t.pdf(q, df)
FLAG = 30


def valid(cell):
    """Whether a cell of the export is an answer: missing ones are blank or a word between angle brackets."""
    return cell != "" and not cell.startswith("<")


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return None


def leaves(node, weight=1.0):
    """Item -> coefficient of a node of the index."""
    found = defaultdict(float)
    parts = node[-1]
    whole = sum(1 if isinstance(p, str) else p[1] for p in parts)
    for part in parts:
        if isinstance(part, str):
            found[part] += weight / whole
        else:
            for item, w in leaves(part, weight * part[1] / whole).items():
                found[item] += w
    return found


def nodes(root):
    yield root
    for part in root[-1]:
        if not isinstance(part, str):
            yield from nodes(part)


class Figure:
    """value, variance, df, base, low, high, and what the tests need."""
    def __init__(self, kind, **known):
        self.kind = kind
        self.__dict__.update(known)


def share(values, wanted):
    n = len(values)
    if n == 0:
        return None
    x = sum(v in wanted for v in values)
    p = x / n
    centre, half = (p + Z * Z / 2 / n) / (1 + Z * Z / n), Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / 4 / n / n)
    low, high = (0. if x == 0 else centre - half), (1. if x == n else centre + half)
    return Figure("share", value=p, base=n, x=x, low=low, high=high, var=p * (1 - p) / n, df=None)


def mean(values):
    n = len(values)
    if n < 2:
        return None
    a = np.array(values)
    interval = stats.t.interval(.95, n - 1, loc=a.mean(), scale=stats.sem(a)) if a.std() > 0 else (None, None)
    return Figure("mean", value=a.mean(), base=n, low=interval[0], high=interval[1], var=a.var(ddof=1) / n, df=n - 1, raw=a)


def nps(values):
    n = len(values)
    if n == 0:
        return None
    p, d = sum(v >= 9 for v in values), sum(v <= 6 for v in values)
    score = (p - d) / n
    m = n + 3
    pp, dd = (p + .75) / m, (d + .75) / m
    se = math.sqrt((pp + dd - (pp - dd) ** 2) / m)
    return Figure("nps", value=100 * score, base=n, low=max(-100, 100 * (pp - dd - Z * se)), high=min(100, 100 * (pp - dd + Z * se)),
                  var=1e4 * ((p + d) / n - score ** 2) / n, df=n - 1)


def index(rows, wave_size, coefficients):
    influence = np.zeros(len(rows))
    value, anybody = 0., np.zeros(len(rows), bool)
    items = {}
    for item, weight in coefficients.items():
        y = np.array([np.nan if (v := number(r[item])) is None else (v - 1) * 25 for r in rows])
        ok = ~np.isnan(y)
        if not ok.any():
            return None
        m = y[ok].mean()
        moved = np.where(ok, (np.nan_to_num(y) - m) / ok.sum(), 0)
        items[item] = (m, wave_size / (wave_size - 1) * (moved ** 2).sum(), int(ok.sum()))
        influence += weight * moved
        value += weight * m
        anybody |= ok
    n = int(anybody.sum())
    var = wave_size / (wave_size - 1) * (influence ** 2).sum()
    half = student(n - 1) * math.sqrt(var) if n > 1 and var > 0 else None
    return Figure("index", value=value, base=n, var=var, df=n - 1, items=items,
                  low=None if half is None else max(0, value - half), high=None if half is None else min(100, value + half))


def difference(a, b):
    """Test of a against b: word, difference, low, high, p."""
    d = a.value - b.value
    if a.kind == "share" and a.df is None and b.df is None:
        table = [[a.x, a.base - a.x], [b.x, b.base - b.x]]
        low = d - math.hypot(a.value - a.low, b.high - b.value)
        high = d + math.hypot(a.high - a.value, b.value - b.low)
        total = (a.x + b.x) / (a.base + b.base)
        if total in (0, 1):
            return None, d, low, high, 1.
        expected = stats.contingency.expected_freq(table)
        if expected.min() < 5:
            return "fisher", d, low, high, stats.fisher_exact(table)[1]
        return "two_proportion_z", d, low, high, stats.chi2_contingency(table, correction=False)[1]
    if a.kind == "mean" and hasattr(b, "raw"):
        # The interval by hand: scipy has it only from 1.11 on, and Debian's is older.
        df = (a.var + b.var) ** 2 / (a.var ** 2 / (a.base - 1) + b.var ** 2 / (b.base - 1))
        half = student(df) * math.sqrt(a.var + b.var)
        return "welch", d, d - half, d + half, stats.ttest_ind(a.raw, b.raw, equal_var=False).pvalue
    se = math.sqrt(a.var + b.var)
    if a.kind == "nps":
        return "nps_z", d, d - Z * se, d + Z * se, 2 * stats.norm.sf(abs(d) / se)
    q = student(a.df + b.df)
    return "design_t", d, d - q * se, d + q * se, 2 * stats.t.sf(abs(d) / se, a.df + b.df)


def against_target(a, target):
    d = a.value - target
    if a.kind == "share":
        p = 2 * stats.norm.sf(abs(d) / math.sqrt(target * (1 - target) / a.base))
    else:
        p = 2 * stats.t.sf(abs(d) / math.sqrt(a.var), a.df)
    return "one_sample", d, a.low - target, a.high - target, p


def drivers(spec, told, rows, check):
    """Johnson's relative weights of the items of the index, and slopes of a regression, among those who answered all."""
    if not told:
        return
    outcome = told[0]["outcome"]
    cells = lambda item: np.array([np.nan if (v := number(r[item])) is None else v for r in rows])
    y, known = cells(outcome), {item: cells(item) for item in leaves(spec["index"])}
    asked = ~np.isnan(y)
    # What fewer than half could rate is set aside.
    items = [item for item, x in known.items() if (~np.isnan(x[asked])).sum() * 2 >= asked.sum()]
    check.same("drivers", sorted(items), sorted(driver["driver"] for driver in told), "drivers")
    x = np.column_stack([known[item] for item in items])
    whole = asked & ~np.isnan(x).any(axis=1)
    x, y = x[whole], y[whole]
    r = np.corrcoef(np.column_stack([y, x]), rowvar=False)
    values, vectors = np.linalg.eigh(r[1:, 1:])
    root = vectors @ np.diag(np.sqrt(values)) @ vectors.T
    weights = root ** 2 @ np.linalg.solve(root, r[1:, 0]) ** 2
    design = np.column_stack([np.ones(len(y)), x])
    slopes, *_ = np.linalg.lstsq(design, y, rcond=None)
    df = len(y) - design.shape[1]
    # The sandwich of a sample of equal weights, as svyglm has it.
    bread, residuals = np.linalg.inv(design.T @ design), y - design @ slopes
    meat = (design * residuals[:, None] ** 2).T @ design
    errors = np.sqrt(np.diag(bread @ meat @ bread) * len(y) / (len(y) - 1))
    for driver in told:
        at = items.index(driver["driver"])
        half = student(df) * errors[at + 1]
        check.same("driver base", len(y), driver["base"], driver["id"])
        check.same("importance", weights[at] / weights.sum(), driver["importance"], driver["id"])
        for what, value in dict(slope=slopes[at + 1], slope_low=slopes[at + 1] - half, slope_high=slopes[at + 1] + half).items():
            check.same(what, value, driver[what], driver["id"])
        scores = [(v - 1) * 25 for r in rows if (v := number(r[driver["driver"]])) is not None]
        check.same("performance", np.mean(scores), driver["performance"], driver["id"])


def against_benchmark(a, reference, base, se):
    """Another sample: Student's t with the degrees of freedom of both."""
    var = se ** 2 if se is not None else reference * (1 - reference) / base
    d, df = a.value - reference, a.base + base - 2
    half = math.sqrt(a.var + var)
    q = student(df)
    return "design_t", d, d - q * half, d + q * half, 2 * stats.t.sf(abs(d) / half, df)


class Check:
    def __init__(self):
        self.seen, self.wrong = defaultdict(int), []

    def same(self, what, ours, theirs, of):
        self.seen[what] += 1
        if ours is None or theirs is None or isinstance(ours, (str, list)):
            good = ours == theirs
        else:
            good = math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-10)
        if not good:
            self.wrong.append(f"{of} {what}: manyi {theirs}, here {ours}")


def adjusted(ps, how):
    m, order = len(ps), np.argsort(ps)
    out = np.empty(m)
    if how == "holm":
        so_far = 0.
        for rank, i in enumerate(order):
            so_far = max(so_far, min(1., ps[i] * (m - rank)))
            out[i] = so_far
    else:
        least = 1.
        for rank, i in reversed(list(enumerate(order, 1))):
            least = min(least, ps[i] * m / rank)
            out[i] = least
    return out


def main(answers, report, codebook, benchmarks, survey):
    spec = SURVEYS[survey]
    codebook = json.load(open(codebook, encoding="utf-8"))
    report = json.load(open(report, encoding="utf-8"))
    benchmarks = {line["measure"]: line for line in csv.DictReader(open(benchmarks, encoding="utf-8"))}
    rows = list(csv.DictReader(open(answers, encoding="utf-8-sig")))
    waves = defaultdict(list)
    for row in rows:
        waves[row["wave"]].append(row)
    trees = {node[0]: leaves(node) for node in nodes(spec["index"])}
    check = Check()
    cache = {}

    def figure(measure, wave, keep, key):
        if (measure, wave, key) in cache:
            return cache[measure, wave, key]
        inside = [r for r in waves[wave] if keep(r)]
        if measure in spec["shares"]:
            item, wanted = spec["shares"][measure]
            texts = [r[item] for r in inside if valid(r[item])]
            out = share([number(t) if number(t) is not None else t for t in texts], wanted)
        elif measure in spec["means"]:
            out = mean([v for r in inside if (v := number(r[spec["means"][measure][0]])) is not None])
        elif measure in spec["nps"]:
            out = nps([v for r in inside if (v := number(r[spec["nps"][measure]])) is not None])
        else:
            out = index(inside, len(waves[wave]), trees[measure])
        cache[measure, wave, key] = out
        return out

    def of(measure, wave, segment, level, rest=False):
        if segment is None:
            return figure(measure, wave, lambda r: True, None)
        def has(r):
            return level in r[segment].split("|") if "|" in r[segment] else r[segment] == level
        if rest:
            return figure(measure, wave, lambda r: not has(r), (segment, level, "rest"))
        return figure(measure, wave, has, (segment, level))

    for score in report["scores"]:
        if score["method"] == "published" or score["value"] is None:
            continue
        mine = of(score["measure"], score["wave"], score["segment"], score["level"])
        for what in ("value", "base", "low", "high"):
            check.same("score " + what, getattr(mine, what), score[what], score["id"])
        check.same("small base", mine.base < FLAG, score["note"] == "small_base", score["id"])

    families = defaultdict(list)
    for change in report["changes"]:
        mine = of(change["measure"], change["wave"], change["segment"], change["level"])
        kind = change["kind"]
        if kind == "target":
            other, (word, d, low, high, p) = None, against_target(mine, change["reference"])
        elif kind == "benchmark":
            known = benchmarks[change["measure"]]
            se = float(known["se"]) if known["se"] else None
            other, found = None, against_benchmark(mine, change["reference"], int(known["base"]), se)
            word, d, low, high, p = found
        elif kind == "rest":
            other = of(change["measure"], change["wave"], change["segment"], change["level"], rest=True)
            word, d, low, high, p = difference(mine, other)
        else:
            other = of(change["measure"], change["against"], change["segment"], change["level"])
            word, d, low, high, p = difference(mine, other)
        here = change["id"]
        check.same("change", d, change["change"], here)
        check.same("change low", low, change["change_low"], here)
        check.same("change high", high, change["change_high"], here)
        check.same("p", p, change["p"], here)
        if word:
            check.same("test", word, change["test"], here)
        if other:
            check.same("reference", other.value, change["reference"], here)
            check.same("reference base", other.base, change["reference_base"], here)
        few = mine.base < FLAG or (other is not None and other.base < FLAG)
        families[change["family"]].append((change, mine, few, p, d))

    for family, members in families.items():
        tested = [m for m in members if not m[2]]
        how = "holm" if family.startswith("headline") else "bh"
        for (change, mine, few, p, d), q in zip(tested, adjusted([m[3] for m in tested], how) if tested else []):
            here = change["id"]
            check.same("family size", len(tested), change["family_size"], here)
            check.same("adjusted p", q, change["p_adjusted"], here)
            threshold = spec["practical"][mine.kind]
            up, down = ("rose", "fell") if change["kind"] in ("previous", "year_before") else ("above", "below")
            verdict = "no_evidence" if q >= .05 else "small" if abs(d) < threshold - 1e-12 else up if d > 0 else down
            check.same("verdict", verdict, change["verdict"], here)
        for change, *_ in (m for m in members if m[2]):
            check.same("verdict", "too_few", change["verdict"], change["id"])

    now = waves[report["wave"]]
    for answer in report["answers"]:
        given = [r[answer["question"]] for r in now if valid(r[answer["question"]])]
        check.same("answer base", len(given), answer["base"], answer["id"])
        field = next(field for field in codebook["fields"] if field["name"] == answer["question"])
        code = next(str(value["value"]) for value in field["values"] if value["id"] == answer["answer"])
        chosen = sum(cell in (code, answer["answer"]) for cell in given)
        check.same("answer share", chosen / len(given), answer["share"], answer["id"])

    moved = defaultdict(float)
    for mover in report["movers"]:
        a, b = (of(mover["measure"], wave, None, None) for wave in (report["wave"], mover["against"]))
        (now_mean, v1, n1), (then_mean, v2, n2) = a.items[mover["item"]], b.items[mover["item"]]
        weight = trees[mover["measure"]][mover["item"]]
        points = weight * (now_mean - then_mean)
        half = weight * student(n1 + n2 - 2) * math.sqrt(v1 + v2)
        mine = dict(now=now_mean, then=then_mean, weight=weight, points=points, points_low=points - half, points_high=points + half)
        for what, value in mine.items():
            check.same("mover " + what, value, mover[what], mover["id"])
        moved[mover["measure"], mover["against"]] += mover["points"]
    for (measure, wave), points in moved.items():
        change = of(measure, report["wave"], None, None).value - of(measure, wave, None, None).value
        check.same("movers add up", change, points, f"{measure} {wave}")

    drivers(spec, report["drivers"], now, check)

    quality = report["quality"]
    for question in quality["questions"]:
        cells = [r[question["question"]] for r in now]
        for kind in ("not_asked", "dont_know", "not_applicable", "refused", "invalid"):
            check.same("missing " + kind, cells.count(f"<{kind}>"), question[kind], question["id"])
    check.same("responses", len(now), report["responses"], report["id"])

    for what, count in sorted(check.seen.items()):
        print(f"{count:6} {what}")
    for line in check.wrong[:40]:
        print(line)
    print(f"{survey}: {sum(check.seen.values())} figures recounted, {len(check.wrong)} differ")
    return 1 if check.wrong else 0


sys.exit(main(*sys.argv[1:]))
