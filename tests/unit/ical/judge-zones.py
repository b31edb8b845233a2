#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of zones is what an independent reader of the database, Python's zoneinfo, says.

usage: judge-zones.py TABLE
"""
import datetime
import sys
import zoneinfo


def main(table):
    with open(table, encoding="ascii") as lines:
        rows = [line.split() for line in lines if not line.startswith("#")]
    wrong = 0
    for zone, wall, seconds in rows:
        time = datetime.datetime.strptime(wall, "%Y%m%dT%H%M%S")
        found = int(time.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0).timestamp())
        if found != int(seconds):
            print(f"# {zone} {wall}: {found}")
            wrong += 1
    print("1..1")
    print(f"{'not ok' if wrong or len(rows) < 300 else 'ok'} 1 - {len(rows)} times")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
