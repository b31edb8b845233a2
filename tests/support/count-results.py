#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts test cases, not programs, over one or more meson build folders.

usage: count-results.py BUILD...
       count-results.py --alone SUITE BUILD

A TAP program counts as many as it has cases; one that ended badly without a failed case (a
crash, a time limit, a sanitizer's report) counts one failed. A folder without results counts one
failed too. A program that was run once more alone counts by that run, and is named as unsteady.
The last line is "N passed, N failed".

With --alone, the programs of the suite that are to be run once more are printed instead.
"""
import json
import pathlib
import re
import signal
import sys
import xml.etree.ElementTree as ElementTree

# Tests print hostile bytes, and meson copies them into its XML as they are.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

GOOD = {"OK", "SKIP", "EXPECTEDFAIL"}

# Suites whose programs wait for real servers and windows, and whose time the others may take.
WAITING = ("server", "ui")

# Never a matter of time.
CRASHES = {signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL}
REPORTS = ("ERROR: AddressSanitizer", "ERROR: LeakSanitizer", "runtime error: ")


def entries(log):
    """The programs of one run as meson wrote them."""
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return [json.loads(line) for line in lines if line]


def crashed(entry):
    code = entry["returncode"]
    output = entry.get("stdout", "") + entry.get("stderr", "")
    return (max(-code, code - 128) in CRASHES
            or any(report in output for report in REPORTS))


def to_run_alone(build, suite):
    """Names of the programs of the suite that failed without a crash."""
    for entry in entries(pathlib.Path(build) / "meson-logs" / "testlog.json"):
        place, _, name = entry["name"].rpartition(" / ")
        suites = place.partition(":")[2].split("+")
        if (suite in WAITING and suite in suites and entry["result"] not in GOOD
                and not crashed(entry)):
            yield name


def case_fate(case):
    for fate in ("failure", "error", "skipped"):
        if case.find(fate) is not None:
            return "failed" if fate != "skipped" else "skipped"
    return "passed"


def cases(log):
    """Program, case and fate of every case of one run."""
    text = log.read_bytes().decode(errors="replace")
    text = text[text.index("?>") + 2:]  # the declaration is for bytes
    for suite in ElementTree.fromstring(NOT_XML.sub("?", text)).iter("testsuite"):
        for case in suite.iter("testcase"):
            # A TAP program is a suite of its own; programs without cases share one suite.
            program = suite.get("name") if " / " in suite.get("name") else case.get("name")
            yield program, case.get("name"), case_fate(case)


def runs(logs):
    """The base name of each run's files, and the programs that count by it."""
    alone = {}
    for log in sorted(logs.glob("alone-*.json")):
        alone[log.stem] = {entry["name"] for entry in entries(log)}
    first = {entry["name"] for entry in entries(logs / "testlog.json")}
    return {"testlog": first.difference(*alone.values()), **alone}


def short(program):
    return program.split(" / ")[-1]


def count(build):
    logs = pathlib.Path(build) / "meson-logs"
    found = {"passed": 0, "failed": 0, "skipped": 0}
    try:
        for run, programs in runs(logs).items():
            failed = set()
            for program, name, fate in cases(logs / f"{run}.junit.xml"):
                # meson puts the project's name before a program in one file and not in the other.
                if short(program) not in map(short, programs):
                    continue
                found[fate] += 1
                if fate == "failed":
                    failed.add(short(program))
                    print(f"failed: {build}: {short(program)}: {name}")
            for entry in entries(logs / f"{run}.json"):
                if entry["name"] not in programs or entry["result"] in GOOD:
                    continue
                if short(entry["name"]) not in failed:
                    found["failed"] += 1
                    print(f"failed: {build}: {short(entry['name'])}: {entry['result']}")
                failed.add(short(entry["name"]))
            if run != "testlog":
                for program in sorted(set(map(short, programs)) - failed):
                    print(f"unsteady: {build}: {program}: failed beside the others, passed alone")
    except (OSError, ElementTree.ParseError, ValueError) as error:
        found["failed"] += 1
        print(f"failed: {build}: no results: {error}")
    return found


def main(arguments):
    if arguments[:1] == ["--alone"]:
        print(*to_run_alone(arguments[2], arguments[1]))
        return 0
    total = {"passed": 0, "failed": 0, "skipped": 0}
    for build in arguments:
        for fate, number in count(build).items():
            total[fate] += number
    if total["skipped"]:
        print(f"{total['skipped']} skipped")
    print(f"{total['passed']} passed, {total['failed']} failed")
    return 0 if total["passed"] and not total["failed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
