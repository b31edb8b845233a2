#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A week in the real calendar, without any server: add, move, take back, edit a series, look.

usage: calendar-journey.py LOFT LOFTCTL SCHEMA-FOLDER PICTURES

As journey.py, whose window it drives; what is kept is judged by loftctl. A picture of every step and of
every view is left in PICTURES; LOFT_TEST_SOAK=1 has the views in dark, from right to left and at 360 px
too.
"""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import time
import traceback

from journey import BUTTONS, Atspi, Journey, run

TODAY = datetime.date.today()
MONDAY = TODAY - datetime.timedelta(days=TODAY.weekday())
VIEWS = ["month", "week", "work-week", "day", "agenda"]
SETTINGS = "without-account=true\nlast-pane='calendar'\n"
LOOKS = [("-dark", 1280, 800, {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}),
         ("-rtl", 1280, 800, {"LOFT_TEST_RIGHT_TO_LEFT": "1"}),
         ("-360", 360, 640, {}),
         ("-rtl-dark-360", 360, 640, {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark",
                                      "LOFT_TEST_RIGHT_TO_LEFT": "1"})]


def at(day, hour, minute=0):
    return f"{day:%Y%m%d}T{hour:02}{minute:02}00Z"


def event(uid, summary, start, end, *lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", "BEGIN:VEVENT",
                        f"UID:{uid}", "DTSTAMP:20260101T000000Z", f"DTSTART{start}", f"DTEND{end}",
                        f"SUMMARY:{summary}", *lines, "END:VEVENT", "END:VCALENDAR", ""])


def hours(uid, summary, day, first, last, *lines):
    return event(uid, summary, f":{at(day, first)}", f":{at(day, last)}", *lines)


def days(uid, summary, first, n, *lines):
    end = first + datetime.timedelta(days=n)
    return event(uid, summary, f";VALUE=DATE:{first:%Y%m%d}", f";VALUE=DATE:{end:%Y%m%d}", *lines)


def sample():
    yield hours("standup@test", "Stand-up", MONDAY, 9, 10, "RRULE:FREQ=DAILY;COUNT=30")
    yield hours("budget@test", "Budget for the spring fair", TODAY, 10, 12, "LOCATION:Room 3",
                "DESCRIPTION:The figures of last year\\, and what the hall costs now.",
                "ATTENDEE;CN=Eva Adler;PARTSTAT=ACCEPTED:mailto:eva@example.org",
                "ATTENDEE;CN=Jan Novak;PARTSTAT=NEEDS-ACTION:mailto:jan@example.org",
                "CONFERENCE;VALUE=URI:https://meet.example.org/budget")
    yield hours("review@test", "Review of the plans of the large hall behind the old town museum",
                TODAY, 11, 13, "STATUS:TENTATIVE")
    for number in range(12):
        yield hours(f"visitor{number}@test", f"Visitor {number + 1}", TODAY, 14, 15 + number % 3)
    for number in range(40):
        yield days(f"fair{number}@test", f"Stand {number + 1} at the fair", TODAY, 1 + number % 3)


class CalendarJourney(Journey):
    def __init__(self, command, loftctl, pictures):
        super().__init__(command, loftctl, None, pictures)

    def control(self, *arguments):
        return subprocess.run([self.loftctl, "--profile", str(self.profile), *arguments],
                              check=True, capture_output=True, text=True).stdout

    def events(self, name):
        lines = self.control("events", "--json", "--from", str(MONDAY - datetime.timedelta(days=8)),
                             "--to", str(MONDAY + datetime.timedelta(days=60))).splitlines()
        return [found for found in map(json.loads, lines) if found["summary"] == name]

    def chip(self, name):
        return self.loft.wait(f"event “{name}”", lambda: next(
            (node for node in self.loft.nodes() if node.get_role_name() in BUTTONS
             and (node.get_name() or "").startswith(name)), None))

    def show(self, view):
        self.loft.keys(f"alt+{VIEWS.index(view) + 1}")

    def begin(self, width=1280, height=800, environment=None):
        self.start(width, height, environment, SETTINGS)
        self.loft.wait_for_focus()
        self.loft.keys("ctrl+2")
        self.loft.find(BUTTONS, "New Event")

    # Steps, in order.

    def fill(self):
        folder = pathlib.Path(self.folder, "events")
        folder.mkdir()
        for number, text in enumerate(sample()):
            path = folder / f"{number}.ics"
            path.write_text(text)
            self.control("event", "add", str(path))

    def open(self):
        self.begin()
        self.picture("opened")

    def quick_add(self):
        loft = self.loft
        self.show("day")
        loft.keys("ctrl+n")
        loft.says("New Event")
        loft.type(f"Lunch with Eva {TODAY:%Y-%m-%d} 13:00-14:00 @Canteen")
        self.picture("quick-add")
        loft.keys("Return")
        self.chip("Lunch with Eva")
        found = loft.wait("it in the store", lambda: self.events("Lunch with Eva"))
        assert found[0]["location"] == "Canteen", found

    def move(self):
        """By mouse, an hour of pixels down; and back by Undo."""
        loft = self.loft
        self.show("day")
        before = self.events("Lunch with Eva")[0]["start"]
        x, y = loft.place_of(self.chip("Lunch with Eva"))
        run("xdotool", "mousemove", str(x), str(y), "mousedown", "1")
        for step in range(1, 9):
            run("xdotool", "mousemove", str(x), str(y + 10 * step))
        self.picture("dragged")
        run("xdotool", "mouseup", "1")
        loft.wait("it moved", lambda: self.events("Lunch with Eva")[0]["start"] != before)
        self.picture("moved")
        loft.keys("ctrl+z")
        loft.wait("it back", lambda: self.events("Lunch with Eva")[0]["start"] == before)

    def card(self):
        loft = self.loft
        self.show("week")
        loft.click(self.chip("Budget for the spring fair"))
        loft.says("Jan Novak")
        self.picture("card")
        loft.press("Edit")
        loft.says("Time Zone")
        self.picture("editor")
        loft.keys("Escape")

    def series(self):
        loft = self.loft
        self.show("day")
        loft.click(self.chip("Stand-up"))
        loft.press("Edit")
        loft.says("This event is one of a series.")
        self.picture("series-dialog")
        loft.keys("Return")  # This Event Only
        loft.fill("Title", "Stand-up with the printer")
        self.picture("series-editor")
        loft.keys("ctrl+Return")
        loft.wait("one of them changed", lambda: len(self.events("Stand-up with the printer")) == 1)
        assert len(self.events("Stand-up")) == 29, len(self.events("Stand-up"))

    def views(self):
        for view in VIEWS:
            self.show(view)
            self.picture(f"view-{view}")

    def looks(self):
        for name, width, height, environment in LOOKS:
            self.loft.close()
            self.begin(width, height, environment)
            for view in VIEWS:
                self.show(view)
                self.picture(f"view-{view}{name}")

    def end(self):
        """The session tells it to: as with Ctrl+Q."""
        self.loft.process.terminate()
        self.loft.wait_for_end()


def main(command, loftctl, schemas, pictures):
    os.environ["GSETTINGS_SCHEMA_DIR"] = schemas
    Atspi.init()
    journey = CalendarJourney(command, loftctl, pictures)
    steps = [journey.fill, journey.open, journey.quick_add, journey.move, journey.card,
             journey.series, journey.views]
    if "LOFT_TEST_SOAK" in os.environ:
        steps.append(journey.looks)
    steps.append(journey.end)
    print(f"1..{len(steps)}", flush=True)
    failed = False
    try:
        for number, step in enumerate(steps, 1):
            start = time.monotonic()
            try:
                step()
                print(f"ok {number} /calendar-journey/{step.__name__}"
                      f" # {time.monotonic() - start:.1f} s", flush=True)
            except Exception:
                print("\n".join(f"# {line}" for line in traceback.format_exc().splitlines()))
                print(f"not ok {number} /calendar-journey/{step.__name__}", flush=True)
                for line in journey.loft.last_words() if journey.loft else []:
                    print(f"# {line}")
                if journey.loft:
                    journey.picture(f"failed-{step.__name__}")
                failed = True
                break  # the next step stands on this one
    finally:
        if journey.loft and journey.loft.process.poll() is None:
            journey.loft.process.kill()
        subprocess.run(["rm", "-rf", journey.folder], check=False)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
