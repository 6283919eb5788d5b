#!/usr/bin/env python3
"""Compares two answers to the benchmark job: agree.py MANYI.csv PEER.csv [TOLERANCE]

TOLERANCE is relative, 1e-9 unless said: a peer that computes in 32-bit floats cannot agree better than those do.

Every base, mean and share must agree, every p-value and adjusted p-value too. The peer tests the NPS with the
formula for shares, manyi with that for NPS: in the peer's family manyi's p-values of the NPS take their place and the
adjustment is made anew, so that both correct the same family.
"""
import csv
import sys


def adjusted(p):
    order = sorted((value, at) for at, value in p.items())
    found, least = {}, 1.0
    for rank in range(len(order), 0, -1):
        value, at = order[rank - 1]
        least = min(least, value * len(order) / rank)
        found[at] = least
    return found


def number(text):
    return float(text) if text not in ("", "nan") else None


tolerance = float(sys.argv[3]) if len(sys.argv) > 3 else 1e-9
ours = {}
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    segment = row["segment"] or "total"
    level = (row["level"] or "total").lower()
    ours[row["measure"], segment, level, row["wave"]] = row

peer_cells, peer_p = {}, {}
for row in csv.DictReader(open(sys.argv[2], encoding="utf-8")):
    at = (row["by"], row["value"].lower(), row["wave"])
    question = row["question"]
    peer_cells[(question + "_mean", *at)] = (number(row["n"]), number(row["mean"]))
    if number(row["t2b"]) is not None:
        if question == "recommend":
            peer_cells[("nps", *at)] = (number(row["n"]), 100 * number(row["t2b"]))
        else:
            peer_cells[(question + "_top2", *at)] = (number(row["n"]), number(row["t2b"]))
    for kind, column in (("_top2", "p_share"), ("_mean", "p_mean")):
        p = number(row[column])
        if p is not None and not (question == "recommend" and kind == "_top2"):
            peer_p[(question + kind, *at)] = p
nps_p = {key: number(row["p"]) for key, row in ours.items() if key[0] == "nps" and number(row["p"]) is not None}
peer_q = adjusted({**peer_p, **nps_p})

faults, worst = [], 0.0


def check(key, what, got, want, scale=1.0):
    global worst
    if got is None or abs(got - want) > tolerance * max(scale, abs(want)):
        faults.append(f"{key} {what}: {got} and {want}")
    else:
        worst = max(worst, abs(got - want))


for key, (base, value) in peer_cells.items():
    row = ours.get(key)
    if row is None:
        faults.append(f"{key}: not there")
        continue
    check(key, "base", number(row["base"]), base)
    check(key, "value", number(row["value"]), value)
for key, p in peer_p.items():
    row = ours.get(key)
    if row is not None:
        check(key, "p", number(row["p"]), p)
        check(key, "p_adjusted", number(row["p_adjusted"]), peer_q[key])
for fault in faults[:10]:
    print(fault)
print(f"{len(peer_cells)} cells and {len(peer_p)} tests compared, {len(faults)} differ, largest difference {worst:.1e}")
sys.exit(1 if faults or not peer_cells or not peer_p else 0)
