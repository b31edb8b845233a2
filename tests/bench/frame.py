#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the start of a program to the first frame it tells of, in seconds; in run-in-display.sh.

usage: frame.py EMPTY-WINDOW LOFT-FIRST-FRAME PROFILE

Prints one line of JSON: the empty window, the window on the profile, its first messages; medians
of runs by turns, after one of each, so that both find their libraries in memory.
"""
import json
import statistics
import subprocess
import sys
import time


RUNS = 5


def measured(command):
    start = time.monotonic()
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told["frame"] - start, told["cpu"], told.get("rows", 0) - start


def main(empty_window, program, profile):
    commands = [empty_window], [program, profile]
    rounds = [[measured(command) for command in commands] for _ in range(RUNS + 1)][1:]
    empty, full = ([statistics.median(value) for value in zip(*one)] for one in zip(*rounds))
    print(json.dumps({"empty window seconds": empty[0], "empty window cpu": empty[1],
                      "first frame seconds": full[0], "first frame cpu": full[1],
                      "first messages seconds": full[2]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
