"""Prints which characters the fonts have that are named: a line for each run of codes, its first and last."""

import sys

from fontTools.ttLib import TTFont

codes = sorted(set().union(*(TTFont(path).getBestCmap() for path in sys.argv[1:])))
runs = []
for code in codes:
    if runs and runs[-1][1] == code - 1:
        runs[-1][1] = code
    else:
        runs.append([code, code])
for first, last in runs:
    print(f"{first:X}-{last:X}")
