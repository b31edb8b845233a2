#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long HTML messages take to be painted, and what the window with one open takes of memory, its
web processes included, beside a bare window with a web view; in run-in-display.sh.

usage: reading.py EMPTY-WEB-WINDOW LOFT-HTML-OPEN PROFILE

Prints one line of JSON. Memory is the proportional set size: a page that several processes share
counts for each in part.
"""
import json
import pathlib
import subprocess
import sys
import time

SETTLE = 3  # seconds, in which caches of the start are given back


def processes(root):
    """The process and all below it, among them those that a sandbox started."""
    parents = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def memory(root):
    total = 0
    for pid in processes(root):
        rollup = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines()
                      if line.startswith("Pss:"))
    return total * 1024


def measured(command):
    """What it prints, and its memory then."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    if not line:
        raise SystemExit(f"reading.py: {command[0]}: {process.communicate()[1]}")
    time.sleep(SETTLE)
    taken = memory(process.pid)
    process.communicate()
    return json.loads(line), taken


def main(bare_window, program, profile):
    _, bare = measured([bare_window])
    told, taken = measured([program, profile])
    print(json.dumps({"html seconds": told["median_ms"] / 1000,
                      "first html seconds": told["first_ms"] / 1000,
                      "worst html seconds": told["worst_ms"] / 1000, "html messages": told["n"],
                      "html memory": taken, "bare web memory": bare}))


if __name__ == "__main__":
    main(*sys.argv[1:])
