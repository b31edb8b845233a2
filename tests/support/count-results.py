#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts test cases, not programs, over one or more meson build folders.

usage: count-results.py BUILD...

A TAP program counts as many as it has cases; one that ended badly without a failed case (a
crash, a time limit, a sanitizer's report) counts one failed. A folder without results counts one
failed too. The last line is "N passed, N failed".
"""
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

# Tests print hostile bytes, and meson copies them into its XML as they are.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

GOOD = {"OK", "SKIP", "EXPECTEDFAIL"}


def programs(logs):
    """Name and result of every program of the run."""
    lines = (logs / "testlog.json").read_text(encoding="utf-8", errors="replace").split("\n")
    return [(entry["name"].split(" / ")[-1], entry["result"])
            for entry in map(json.loads, filter(None, lines))]


def case_fate(case):
    for fate in ("failure", "error", "skipped"):
        if case.find(fate) is not None:
            return "failed" if fate != "skipped" else "skipped"
    return "passed"


def cases(logs):
    """Program, case and fate of every case of the run."""
    text = (logs / "testlog.junit.xml").read_bytes().decode(errors="replace")
    text = text[text.index("?>") + 2:]  # the declaration is for bytes
    for suite in ElementTree.fromstring(NOT_XML.sub("?", text)).iter("testsuite"):
        for case in suite.iter("testcase"):
            # A TAP program is a suite of its own; programs without cases share one suite.
            program = suite.get("name") if " / " in suite.get("name") else case.get("name")
            yield program.split(" / ")[-1], case.get("name"), case_fate(case)


def count(build):
    logs = pathlib.Path(build) / "meson-logs"
    found = {"passed": 0, "failed": 0, "skipped": 0}
    failed_programs = set()
    try:
        for program, name, fate in cases(logs):
            found[fate] += 1
            if fate == "failed":
                failed_programs.add(program)
                print(f"failed: {build}: {program}: {name}")
        for program, result in programs(logs):
            if result not in GOOD and program not in failed_programs:
                found["failed"] += 1
                print(f"failed: {build}: {program}: {result}")
    except (OSError, ElementTree.ParseError, ValueError) as error:
        found["failed"] += 1
        print(f"failed: {build}: no results: {error}")
    return found


def main(builds):
    total = {"passed": 0, "failed": 0, "skipped": 0}
    for build in builds:
        for fate, number in count(build).items():
            total[fate] += number
    if total["skipped"]:
        print(f"{total['skipped']} skipped")
    print(f"{total['passed']} passed, {total['failed']} failed")
    return 0 if total["passed"] and not total["failed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
