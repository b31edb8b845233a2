#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The message list for who reads from right to left: rows, keys, menus, search, table, 360 px.

usage: mirrored-journey.py LOFT LOFTCTL SERVER-SCRIPT SAMPLE-MAILBOX SCHEMA-FOLDER PICTURES

As journey.py, whose window it drives; a picture of every step is left in PICTURES. Some steps are
walked with LOFT_TEST_SOAK=1 only.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import traceback

from journey import BUTTONS, FIRST, SECOND, THIRD, Atspi, Journey, Server, read_text

MIRRORED = {"LOFT_TEST_RIGHT_TO_LEFT": "1"}
DARK = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}


class MirroredJourney(Journey):
    def control(self, *arguments):
        return subprocess.run([self.loftctl, "--profile", str(self.profile), *arguments],
                              check=True, capture_output=True, text=True).stdout

    def left_of(self, node):
        return Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW).x

    def stand_from_the_right(self, *nodes):
        places = self.loft.wait("their places", lambda: [self.left_of(node) for node in nodes])
        assert places == sorted(places, reverse=True), places

    def again(self, *arguments, **more):
        self.loft.close()
        self.start(*arguments, **more)

    # Steps, in order.

    def set_up(self):
        port = re.search(r"^IMAP_PORT='?(\d+)",
                         pathlib.Path(self.server.folder, "ports").read_text(), re.M)[1]
        self.control("account", "add", "imap", "--name", "alice", "--address",
                     "alice@example.test", "--host", "127.0.0.1", "--port", port, "--user",
                     "alice", "--security", "none", "--password-command", "echo alice-secret")
        self.control("sync", "--account", "alice")
        self.start(environment=MIRRORED)
        self.loft.row(FIRST)

    def columns(self):
        loft = self.loft
        loft.click(loft.row(FIRST))
        text = loft.wait("its text", lambda: next(
            (node for node in loft.nodes() if node.get_role_name() == "text"
             and "here are the figures we spoke of" in read_text(node)), None))
        self.stand_from_the_right(loft.row("Inbox"), loft.row(FIRST), text)
        self.picture("columns")

    def keys(self):
        """Up and down are what they are; the selection grows as anywhere."""
        loft = self.loft
        loft.click(loft.row(SECOND))
        loft.says("Many greetings from the harbour")
        loft.keys("shift+Down", "shift+Down")
        loft.says("3 selected")
        self.picture("several")
        loft.keys("Escape")
        loft.says_no_more("3 selected")

    def arrange(self):
        self.loft.click(self.loft.find(BUTTONS, "Sort and Filter"))

    def sort(self):
        loft = self.loft
        before = loft.wait("rows", loft.row_names)
        self.arrange()
        loft.says("Group by Conversation")
        self.picture("sort-and-filter")
        loft.choose("Sender")
        loft.wait("another order", lambda: loft.row_names() != before)
        self.arrange()
        loft.choose("Date")
        loft.row(FIRST)

    def search(self):
        loft = self.loft
        loft.keys("ctrl+e")
        loft.type("from:marta ")
        loft.wait("few rows", lambda: FIRST not in " ".join(loft.row_names()))
        loft.row(SECOND)
        loft.type("har")
        self.picture("search")
        loft.keys("Escape", "Escape", "Escape")
        loft.row(FIRST)

    def categories(self):
        """By the menu of a row, whose submenu opens to the other side."""
        loft = self.loft
        loft.click(loft.row(THIRD), "3")
        loft.choose("Categories")
        loft.says("Edit Categories")
        self.picture("categories")
        loft.choose("Work")
        loft.wait("the category on its row", lambda: any(
            THIRD in name and "Work" in name for name in loft.row_names()))
        self.picture("category")
        loft.keys("ctrl+z")
        loft.wait("the category to go", lambda: not any(
            THIRD in name and "Work" in name for name in loft.row_names()))

    def table(self):
        self.again(1400, 860, MIRRORED, "reading-pane='below'")
        loft = self.loft
        loft.row(FIRST)
        self.stand_from_the_right(loft.row("Inbox"), loft.find(BUTTONS, "From"),
                                  loft.find(BUTTONS, "Subject"), loft.find(BUTTONS, "Date"))
        before = loft.wait("rows", loft.row_names)
        loft.click(loft.find(BUTTONS, "From"))
        loft.wait("another order", lambda: loft.row_names() != before)
        self.picture("table")

    def dark_and_compact(self):
        self.again(1280, 800, {**MIRRORED, **DARK}, "density='compact'")
        self.loft.row(FIRST)
        self.picture("dark-compact")

    def back(self):
        """To where one came from: to the right."""
        self.again(360, 640, MIRRORED)
        loft = self.loft
        loft.click(loft.row(FIRST))
        loft.says("here are the figures we spoke of")
        self.picture("narrow-message")
        loft.keys("alt+Right")
        loft.row(SECOND)
        self.picture("narrow-list")
        loft.keys("alt+Right")
        loft.row("Inbox")
        self.picture("narrow-folders")

    def end(self):
        self.loft.close()


def main(command, loftctl, script, sample, schemas, pictures):
    os.environ["GSETTINGS_SCHEMA_DIR"] = schemas
    server = Server(script, sample, tempfile.mkdtemp(prefix="loft-mirrored-journey-server-"))
    journey = MirroredJourney(command, loftctl, server, pictures)
    steps = [journey.set_up, journey.columns, journey.back, journey.end]
    if "LOFT_TEST_SOAK" in os.environ:
        steps[2:2] = [journey.keys, journey.sort, journey.search, journey.categories, journey.table,
                      journey.dark_and_compact]
    print(f"1..{len(steps)}", flush=True)
    failed = False
    try:
        for number, step in enumerate(steps, 1):
            start = time.monotonic()
            try:
                step()
                print(f"ok {number} /mirrored-journey/{step.__name__} # "
                      f"{time.monotonic() - start:.1f} s", flush=True)
            except Exception:
                print("\n".join(f"# {line}" for line in traceback.format_exc().splitlines()))
                print(f"not ok {number} /mirrored-journey/{step.__name__}", flush=True)
                for line in journey.loft.last_words() if journey.loft else []:
                    print(f"# {line}")
                if journey.loft:
                    journey.picture(f"failed-{step.__name__}")
                failed = True
                break  # the next step stands on this one
    finally:
        if journey.loft and journey.loft.process.poll() is None:
            journey.loft.process.kill()
        subprocess.run([script, "remove", server.folder], check=False)
        subprocess.run(["rm", "-rf", journey.folder], check=False)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
