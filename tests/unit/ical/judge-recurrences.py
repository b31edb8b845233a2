#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of recurrences is what an independent expander, python3-dateutil, says.

usage: judge-recurrences.py TABLE
"""
import datetime
import itertools
import signal
import sys

from dateutil.rrule import rrulestr

SHOWN = 12


def give_up(*_):
    raise TimeoutError


def form(start):
    return "%Y%m%dT%H%M%S" if "T" in start else "%Y%m%d"


def whole_day(start, rule):
    """A date as the end of an event with hours means all of that day."""
    if "T" not in start:
        return rule
    parts = [part + "T235959" if part.startswith("UNTIL=") and "T" not in part[6:] else part
             for part in rule.split(";")]
    return ";".join(parts)


def expand(start, rule):
    first = datetime.datetime.strptime(start, form(start))
    # A rule that never matches has no end here; two seconds are a long time.
    signal.alarm(2)
    try:
        times = list(itertools.islice(iter(rrulestr(whole_day(start, rule), dtstart=first)),
                                      SHOWN + 1))
    except TimeoutError:
        times = []
    signal.alarm(0)
    if not times or times[0] != first:
        count = [int(part[6:]) for part in rule.split(";") if part.startswith("COUNT=")]
        times = ([first] + times)[:count[0] if count else None]
    return ",".join([time.strftime(form(start)) for time in times[:SHOWN]] +
                    ["..."] * (len(times) > SHOWN))


def main(table):
    signal.signal(signal.SIGALRM, give_up)
    with open(table, encoding="ascii") as lines:
        rows = [line.split() for line in lines if not line.startswith("#")]
    wrong = [(start, rule, expand(start, rule)) for start, rule, times in rows
             if expand(start, rule) != times]
    for start, rule, times in wrong:
        print(f"# {start} {rule}: {times}")
    print("1..1")
    print(f"{'not ok' if wrong or len(rows) < 150 else 'ok'} 1 - {len(rows)} recurrences")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
