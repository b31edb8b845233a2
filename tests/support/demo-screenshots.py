#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts Loft, looks around in it, and leaves screenshots of the main views.

usage: demo-screenshots.py FOLDER SCHEMA-FOLDER LOFT [ARGUMENT...]

Runs inside tests/support/run-in-display.sh. The window is driven as a person would, by keys and
mouse, and read through the accessibility bus, so that every picture waits for its content.
"""
import os
import pathlib
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

PATIENCE = 30  # seconds for anything to appear
SETTLE = 0.7   # for the last frame, after everything has appeared


class Window:
    """One run of the program with settings of its own."""

    def __init__(self, command, application_id, settings, environment=None):
        config = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "glib-2.0", "settings", "keyfile")
        config.parent.mkdir(parents=True, exist_ok=True)
        lines = [f"[{application_id.replace('.', '/')}]"]
        config.write_text("\n".join(lines + [f"{k}={v}" for k, v in settings.items()]) + "\n")
        self.process = subprocess.Popen(command, env={**os.environ, "GSETTINGS_BACKEND": "keyfile",
                                                      **(environment or {})})
        self.wait("the window", self.root)

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def root(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child and child.get_process_id() == self.process.pid and child.get_child_count():
                return child
        return None

    def nodes(self, node=None):
        node = node or self.root()
        for index in range(node.get_child_count() if node else 0):
            child = node.get_child_at_index(index)
            if child:
                yield child
                yield from self.nodes(child)

    def wait(self, what, condition):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise SystemExit(f"Loft ended with {self.process.returncode}, waiting for {what}")
            try:
                found = condition()
            except gi.repository.GLib.Error:
                found = None  # the tree changed while it was read
            if found:
                return found
            time.sleep(0.05)
        raise SystemExit(f"waited {PATIENCE} s for {what}")

    def find(self, text):
        """The content of the row that says it; an open message may say it too."""
        return self.wait(text, lambda: next((row.get_child_at_index(0) for row in self.nodes()
                                             if row.get_role() == Atspi.Role.LIST_ITEM
                                             and row.get_child_count()
                                             and text in row.get_child_at_index(0).get_name()),
                                            None))

    def open(self, subject):
        """Clicks the row until its message is open: a list that has just changed may miss one.
        Rows have no action on this bus, so it takes a mouse."""
        for _ in range(5):
            row = self.find(subject)
            place = Atspi.Component.get_extents(row, Atspi.CoordType.WINDOW)
            left, top = self.corner()
            self.pointer("mousemove", str(left + place.x + place.width // 2),
                         str(top + place.y + place.height // 2), "click", "1")
            end = time.monotonic() + 3
            while time.monotonic() < end:
                if any(node.get_role() == Atspi.Role.HEADING and node.get_name() == subject
                       for node in self.nodes()):
                    return
                time.sleep(0.1)
        raise SystemExit(f"{subject} does not open")

    def corner(self):
        window = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid",
                                 str(self.process.pid)], check=True, capture_output=True,
                                text=True).stdout.split()[-1]
        lines = subprocess.run(["xdotool", "getwindowgeometry", "--shell", window], check=True,
                               capture_output=True, text=True).stdout.split()
        values = dict(line.split("=") for line in lines)
        return int(values["X"]), int(values["Y"])

    def pointer(self, *arguments):
        subprocess.run(["xdotool", *arguments], check=True)

    def keys(self, *names):
        subprocess.run(["xdotool", "key", "--clearmodifiers", *names], check=True)

    def type(self, text):
        subprocess.run(["xdotool", "type", "--delay", "20", text], check=True)


def shoot(folder, name):
    time.sleep(SETTLE)
    subprocess.run(["import", "-window", "root", str(folder / f"{name}.png")], check=True)


def wait_until_drawn(window, place):
    """Web content is not on the accessibility bus, so its colours are counted."""
    def coloured():
        count = subprocess.run(["import", "-window", "root", "-crop", place, "-format", "%k",
                                "info:-"], check=True, capture_output=True, text=True).stdout
        return int(count) > MANY_COLOURS
    window.wait("a drawn page", coloured)


WIDE = {"maximized": "true"}
PAGE = "560x400+700+300"  # inside the reading pane of a wide window
MANY_COLOURS = 8
FIRST = "Budget for the spring fair"
NEWSLETTER = "Issue 118: the quiet grotesque"
SEARCH = "harbour"


def main(folder, schemas, *command):
    folder = pathlib.Path(folder)
    application_id = next(pathlib.Path(schemas).glob("*.gschema.xml")).name[:-len(".gschema.xml")]

    window = Window(command, application_id, WIDE)
    window.open(FIRST)
    window.pointer("mousemove", "1270", "790")
    shoot(folder, "mail")
    window.open(NEWSLETTER)
    wait_until_drawn(window, PAGE)
    shoot(folder, "newsletter")
    window.keys("ctrl+f")
    window.type(SEARCH)
    window.find("Signage for the harbour museum")
    shoot(folder, "search")
    window.close()

    window = Window(command, application_id, WIDE, {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"})
    window.open(FIRST)
    shoot(folder, "mail-dark")
    window.close()

    window = Window(command, application_id, {"width": "400", "height": "720"})
    window.find(FIRST)
    shoot(folder, "mail-narrow")
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
