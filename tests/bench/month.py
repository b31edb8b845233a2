# SPDX-License-Identifier: GPL-3.0-or-later
"""A month of the calendar over many stored events, some of which recur: read from the store, put in order and
given lines; and the switch to the pane that shows them."""
import datetime
import json
import pathlib
import random
import shutil
import sys

from process import Measured, say

DISPLAY = pathlib.Path(__file__).resolve().parents[1] / "support/run-in-display.sh"
BAR = 0.100
CALENDAR = ["--account", "On this computer", "--folder", "Calendar"]


def event(number, recurs, chance):
    begin = datetime.datetime(2018, 1, 1) + datetime.timedelta(minutes=15 * chance.randrange(4 * 24 * 3650))
    end = begin + datetime.timedelta(minutes=chance.choice((30, 60, 90, 2880)))
    yield from ("BEGIN:VEVENT", f"UID:event-{number}@bench.example", "DTSTAMP:20260101T000000Z",
                f"DTSTART:{begin:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}",
                f"SUMMARY:Meeting {number} about {chance.choice(('budget', 'fair', 'plans'))}")
    if recurs:
        yield f"RRULE:FREQ={chance.choice(('DAILY;INTERVAL=9', 'WEEKLY', 'MONTHLY', 'YEARLY'))};COUNT=" \
            f"{chance.randrange(5, 150)}"
    yield "END:VEVENT"


def write(path, n, n_recurring):
    """The same events for the same numbers, begun in ten years."""
    chance = random.Random(7)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bench//EN"]
    for number in range(n):
        lines += event(number, number < n_recurring, chance)
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), newline="")


def measure(chosen, folder):
    n = 50_000 if chosen.full else 5_000
    place, source = folder / "month", folder / "month.ics"
    shutil.rmtree(place, ignore_errors=True)
    write(source, n, n // 25)
    say(f"Month: {n} events are stored")
    Measured([chosen.build / "src/cli/loftctl", "--offline", "--profile", place, "import", source,
              *CALENDAR])
    said = Measured([chosen.build / "tests/bench/loft-month-speed", place / "accounts" / "local"])
    seen = Measured([DISPLAY, chosen.build / "tests/bench/loft-pane-frame", place])
    shutil.rmtree(place)
    source.unlink()
    return {"month stored": n,
            **{f"month {name}": value for name, value in json.loads(said.output).items()},
            **{f"pane {name}": value for name, value in json.loads(seen.output).items()}}


def table(figures):
    both = 1000 * (figures["month reading"] + figures["month laying"])
    yield f"month of {figures['month stored']:,.0f} events", f"{both:.1f} ms", \
        f"processor time; {1000 * figures['month laying']:.1f} ms to lay out, at most " \
        f"{1000 * figures['month worst']:.1f} ms for {figures['month events']:.0f} events"
    first, events, cpu, later = (f"{1000 * figures[f'pane {name}']:.1f} ms"
                                 for name in ("first frame", "first events", "first cpu", "with events"))
    yield "switch to the calendar", first, \
        f"to its first frame the first time (bar {1000 * BAR:.0f} ms), {cpu} of processor time; " \
        f"to its events {events}, later {later}"


if __name__ == "__main__":
    class Chosen:
        build = pathlib.Path(sys.argv[1]).resolve()
        full = "--full" in sys.argv

    (Chosen.build / "bench").mkdir(exist_ok=True)
    for row in table(measure(Chosen, Chosen.build / "bench")):
        print(*row, sep="   ")
