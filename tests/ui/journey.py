#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's way through the real program: from the first start to reading offline.

usage: journey.py LOFT SERVER-SCRIPT SAMPLE-MAILBOX SCHEMA-FOLDER PICTURES

Runs inside tests/support/run-in-display.sh. The window is read through the accessibility bus and
driven by keys, mouse and the actions that widgets offer there; the server's Maildir, read from
disk, judges what arrived. A picture of every step is left in PICTURES.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import traceback

# This side of the bus warns when a program has ended, and the helper processes of the web view
# about things of theirs: warnings must not be fatal for them. Loft's own are read from its output.
if "G_DEBUG" in os.environ:
    del os.environ["G_DEBUG"]
    os.execv(sys.executable, [sys.executable, *sys.argv])

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 120  # only matters when something hangs
PASSWORD = "alice-secret"
APPLICATION_PATH = "org/loftmail/Loft"
# The same thing is called differently by GTK 4.8 and later ones.
BUTTONS = {"push button", "button", "toggle button"}
FIELDS = {"text", "entry", "password text"}
# What stands for a colour in a menu.
INVISIBLE = " \u00a0\u2003\u200e\u200f"


class Loft:
    def __init__(self, command, profile, width, height, environment=None, settings="",
                 arguments=()):
        self.size = (width, height)
        config = pathlib.Path(os.environ["XDG_CONFIG_HOME"], "glib-2.0", "settings", "keyfile")
        config.parent.mkdir(parents=True, exist_ok=True)
        config.write_text(f"[{APPLICATION_PATH}]\nwidth={width}\nheight={height}\n{settings}\n")
        self.output = tempfile.TemporaryFile("w+", errors="replace")
        self.process = subprocess.Popen(
            [command, "--profile", str(profile), *arguments], stderr=self.output,
            env={**os.environ, "GSETTINGS_BACKEND": "keyfile", **(environment or {})})
        self.wait("the window", self.root)

    def close(self):
        if self.process.poll() is None:
            self.keys("ctrl+q")
        self.wait_for_end()

    def wait_for_end(self):
        try:
            status = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError("Loft did not quit") from None
        assert status == 0, f"Loft ended with {status}"
        assert not self.complaints(), self.complaints()

    def complaints(self):
        """Warnings of the program itself."""
        self.output.seek(0)
        own = f"({pathlib.Path(self.process.args[0]).name}:{self.process.pid}): "
        return [line.strip() for line in self.output if line.startswith(own)]

    def last_words(self):
        self.output.seek(0)
        return [line.strip() for line in self.output][-60:]

    def root(self):
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child and child.get_process_id() == self.process.pid and child.get_child_count():
                return child
        return None

    def nodes(self, node=None, turned=False):
        """Everything on screen, in reading order; turned: what lies above all, as toasts do, first."""
        node = node or self.root()
        order = range(node.get_child_count() if node else 0)
        for index in reversed(order) if turned else order:
            child = node.get_child_at_index(index)
            if child and child.get_state_set().contains(Atspi.StateType.VISIBLE):
                yield child
                yield from self.nodes(child, turned)

    def wait(self, what, condition, patience=PATIENCE):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"Loft ended ({self.process.returncode}), waiting for {what}")
            try:
                found = condition()
            except (GLib.Error, AttributeError, subprocess.CalledProcessError):
                found = None  # the tree changed while it was read, no window is there yet
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"waited {patience} s for {what}")

    def find(self, roles, name):
        roles = {roles} if isinstance(roles, str) else roles
        return self.wait(f"{'/'.join(sorted(roles))} “{name}”", lambda: next(
            (node for node in self.nodes()
             if node.get_role_name() in roles and node.get_name() == name), None))

    def says(self, text):
        """A label, or the text of a message, with these words."""
        def search():
            for node in self.nodes(turned=True):
                if text in (node.get_name() or ""):
                    return node
                if node.get_role_name() == "text" and text in read_text(node):
                    return node
            return None
        return self.wait(f"“{text}”", search)

    def shows_html(self, text):
        """A busy machine may be too late with it: then the plain text is shown, and the choice."""
        def search():
            for node in self.nodes():
                if text in (node.get_name() or ""):
                    return node
                if node.get_name() == "Show Anyway" and node.get_role_name() in BUTTONS:
                    Atspi.Action.do_action(node.get_action_iface(), 0)
            return None
        return self.wait(f"“{text}”", search)

    def says_no_more(self, text):
        self.wait(f"no “{text}”", lambda: not any(
            text in (node.get_name() or "") for node in self.nodes()))

    def press(self, name):
        # AdwMessageDialog (1.2) says the names of its buttons twice.
        node = self.wait(f"button “{name}”", lambda: next(
            (node for node in self.nodes() if node.get_role_name() in BUTTONS
             and node.get_name() in (name, f"{name} {name}")), None))
        assert Atspi.Action.do_action(node.get_action_iface(), 0), name

    def menu_with(self, name):
        """The open menu, and its lines: each name, and whether the keyboard is there."""
        for menu in self.nodes():
            if menu.get_role_name() != "menu":
                continue
            lines = menu_lines(menu)
            if name in lines:
                return menu, lines
        return None

    def choose(self, *names):
        """Lines of the open menu by their names, by keyboard; one opens the menu of the next."""
        for name in names:
            menu, lines = self.wait(f"menu line “{name}”", lambda name=name: self.menu_with(name))
            while not lines[name]:
                self.keys("Down")
                lines = self.wait("the next line", lambda menu=menu, before=lines: (
                    (found := menu_lines(menu)) != before and found))
            self.keys("Return")

    def fill(self, name, text):
        node = self.find(FIELDS, name)
        assert Atspi.EditableText.set_text_contents(node.get_editable_text_iface(), text), name

    def field(self, name):
        return read_text(self.find(FIELDS, name))

    def row(self, text):
        """The content of the row of a list that says it."""
        return self.wait(f"row “{text}”", lambda: next(
            (row.get_child_at_index(0) for row in self.nodes()
             if row.get_role() == Atspi.Role.LIST_ITEM and row.get_child_count()
             and text in (row.get_child_at_index(0).get_name() or "")), None))

    def row_names(self):
        contents = [row.get_child_at_index(0) for row in self.nodes()
                    if row.get_role() == Atspi.Role.LIST_ITEM and row.get_child_count()]
        return [content.get_name() for content in contents if content]

    def x_window(self):
        return self.wait("its X window", lambda: run(
            "xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)).split())[-1]

    def move_to_corner(self):
        run("xdotool", "windowmove", self.x_window(), "0", "0")
        self.wait("the window in the corner", lambda: self.corner() == (0, 0))

    def corner(self):
        values = dict(line.split("=") for line in
                      run("xdotool", "getwindowgeometry", "--shell", self.x_window()).split())
        return int(values["X"]), int(values["Y"])

    def place_of(self, node):
        """Where it stays: two looks see the same place."""
        def look():
            place = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
            left, top = self.corner()
            return left + place.x + place.width // 2, top + place.y + place.height // 2
        places = []

        def same():
            places.append(look())
            return places[-1] if places[-2:-1] == places[-1:] else None
        return self.wait("a place to click", same)

    def click(self, node, button="1"):
        """Rows have no action on this bus, so it takes a mouse."""
        x, y = self.place_of(node)
        run("xdotool", "mousemove", str(x), str(y), "click", button)

    def scroll_to(self, node):
        """With the wheel, over the middle of the window."""
        left, top = self.corner()
        width, height = self.size

        def is_seen():
            if self.place_of(node)[1] < top + height - 40:
                return True
            run("xdotool", "mousemove", str(left + width // 2), str(top + height // 2), "click", "5")
            return False
        self.wait(f"“{node.get_name()}” on screen", is_seen)
        return node

    def turn_to(self, page):
        """Of the switches above and below the one that is there."""
        def search():
            for node in self.nodes():
                if node.get_role_name() == "page tab" and node.get_name() == page:
                    place = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
                    if place.width > 0 and place.height > 0:
                        return node
            return None
        self.click(self.wait(f"page “{page}”", search))

    def active_window(self):
        """Ours that has the focus, says the window manager; dialogs do not tell it on the bus."""
        window = run("xdotool", "getactivewindow").strip()
        return window if int(run("xdotool", "getwindowpid", window)) == self.process.pid else None

    def wait_for_focus(self, not_in=None):
        """Keys that no window has asked for are lost: the window manager gives the focus late."""
        return self.wait("a window with the focus", lambda: next(
            (window for window in [self.active_window()] if window != not_in), None))

    def keys(self, *names):
        self.wait_for_focus()
        run("xdotool", "key", "--clearmodifiers", *names)

    def type(self, text):
        self.wait_for_focus()
        run("xdotool", "type", "--delay", "15", text)


def menu_lines(menu):
    lines = {}
    for index in range(menu.get_child_count()):
        node = menu.get_child_at_index(index)
        if not node or not node.get_state_set().contains(Atspi.StateType.VISIBLE):
            continue
        if node.get_role_name().endswith("menu item"):
            focused = node.get_state_set().contains(Atspi.StateType.FOCUSED)
            lines[(node.get_name() or "").strip(INVISIBLE)] = focused
        else:
            lines |= menu_lines(node)
    return lines


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def read_text(node):
    text = node.get_text_iface()
    return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)) if text else ""


class Server:
    """The private Dovecot, and its Maildir as an independent reader of what arrived."""

    def __init__(self, script, sample, folder):
        self.script, self.folder = script, folder
        self.start()
        run(sample, "--demo", "--count=240", "--seed=7", f"{self.mail}/alice/Maildir")
        run(script, "adopt", folder)

    def start(self):
        subprocess.run([self.script, "start", self.folder], check=True,
                       env={**os.environ, "WATCH_PID": str(os.getpid())})
        values = dict(re.findall(r"^(\w+)='?([^'\n]*)'?$",
                                 pathlib.Path(self.folder, "ports").read_text(), re.M))
        self.port, self.mail = values["IMAPS_PORT"], values["MAIL_HOME"]

    def stop(self):
        subprocess.run([self.script, "stop", self.folder], check=True)

    def count(self, flag, subject):
        """How many messages with this subject have the flag ("S" seen, "F" flagged)."""
        while True:
            try:
                return sum(flag in path.name.rsplit(":2,", 1)[1] for path
                           in pathlib.Path(self.mail, "alice", "Maildir").glob("*/*:2,*")
                           if f"\nSubject: {subject}\n".encode()
                           in path.read_bytes()[:4000].replace(b"\r", b""))
            except FileNotFoundError:
                pass  # a flag has just changed: the file has another name now


FIRST = "Budget for the spring fair"
SECOND = "Re: Signage for the harbour museum"
NEWSLETTER = "Issue 118: the quiet grotesque"
THIRD = "Sunday lunch"
MINUTES = "Minutes of Tuesday's meeting"


class Journey:
    def __init__(self, command, loftctl, server, pictures):
        self.command, self.loftctl, self.server = command, loftctl, server
        self.pictures = pathlib.Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.folder = tempfile.mkdtemp(prefix="loft-journey-")
        self.profile = pathlib.Path(self.folder, "profile")
        self.n_pictures = 0
        self.loft = None

    def picture(self, name):
        if "LOFT_TEST_SANITIZED" in os.environ and not name.startswith("failed"):
            return
        self.n_pictures += 1
        time.sleep(0.4)  # for the last frame: a picture is for people, no test waits for it
        width, height = self.loft.size
        subprocess.run(["import", "-window", "root", "-crop", f"{width}x{height}+0+0", "+repage",
                        str(self.pictures / f"{self.n_pictures:02d}-{name}.png")], check=True)

    def start(self, width=1280, height=800, environment=None, settings=""):
        self.loft = Loft(self.command, self.profile, width, height, environment, settings)
        self.loft.move_to_corner()

    # Steps, in order.

    def first_start(self):
        self.start()
        self.loft.says("Welcome to Loft")
        self.picture("first-start")

    def wrong_certificate_then_wrong_password(self):
        loft = self.loft
        loft.fill("Your Name", "Alice Lindqvist")
        loft.fill("Email Address", "alice@example.test")
        loft.fill("Password", "not-the-password")
        loft.press("Set Up by Hand")
        loft.find(FIELDS, "Server Name")
        assert loft.field("User Name") == "alice@example.test"
        loft.fill("Server Name", "localhost")
        loft.fill("Port", self.server.port)
        loft.fill("User Name", "alice")
        loft.press("Sign In")
        loft.says("Is This Really localhost?")
        self.picture("certificate")
        loft.press("Trust This Certificate")
        loft.says("did not accept user name and password")
        self.picture("wrong-password")

    def add_account(self):
        loft = self.loft
        loft.fill("Password", PASSWORD)
        loft.press("Sign In")
        loft.says("could not be put into the keyring")
        loft.press("Keep in a File")
        loft.row(FIRST)
        loft.says("Updated")
        self.picture("list")
        assert PASSWORD not in loft.process.args

    def names(self):
        """Whatever takes the focus says what it is."""
        def nameless():
            return [f"{node.get_role_name()} “{node.get_name()}”" for node in self.loft.nodes()
                    if node.get_state_set().contains(Atspi.StateType.FOCUSABLE)
                    and node.get_role_name() in BUTTONS | FIELDS | {"list", "combo box"}
                    # what others made: AdwPasswordEntryRow's eye
                    and node.get_parent().get_parent().get_role_name() not in FIELDS
                    and re.fullmatch(r"(Gtk|Adw|Loft)\w+|", node.get_name() or "")]
        found = self.loft.wait("all names", lambda: (nameless(),))[0]
        assert not found, found

    def read_plain(self):
        loft = self.loft
        n_seen = self.server.count("S", FIRST)
        loft.click(loft.row(FIRST))
        loft.says("eva.adler@")
        loft.says("here are the figures we spoke of")
        self.picture("plain")
        loft.wait("the message read on the server",
                  lambda: self.server.count("S", FIRST) == n_seen + 1)

    def read_html(self):
        loft = self.loft
        loft.click(loft.row(NEWSLETTER))
        loft.shows_html("Remote images were not loaded")
        self.picture("html")
        loft.keys("ctrl+shift+p")
        loft.says("Six rules for breaking words")
        self.picture("html-as-text")
        loft.keys("ctrl+shift+p")

    def flag(self):
        loft = self.loft
        n_flagged = self.server.count("F", SECOND)
        loft.click(loft.row(SECOND))
        loft.says("Many greetings from the harbour")
        loft.keys("ctrl+d")
        loft.wait("the flag on its row", lambda: any(
            "Flagged, Marta" in name and SECOND in name for name in loft.row_names()))
        loft.wait("the flag on the server",
                  lambda: self.server.count("F", SECOND) == n_flagged + 1)
        self.picture("flagged")

    def own_window(self):
        """A message in its own window keeps its message and has its own actions."""
        loft = self.loft
        loft.click(loft.row(THIRD))
        main = loft.wait_for_focus()
        loft.keys("ctrl+o")
        window = loft.find("frame", THIRD)
        loft.wait_for_focus(main)
        loft.wait("its text", lambda: any("Nils" in read_text(node) for node in loft.nodes(window)
                                          if node.get_role_name() == "text"))
        n_flagged = self.server.count("F", THIRD)
        self.picture("own-window")
        loft.keys("ctrl+d")
        loft.wait("the flag on the server",
                  lambda: self.server.count("F", THIRD) == n_flagged + 1)
        loft.keys("ctrl+w")
        loft.wait("one window", lambda: loft.root().get_child_count() == 1)
        loft.keys("ctrl+d")
        loft.wait("the flag to go from the server",
                  lambda: self.server.count("F", THIRD) == n_flagged)

    def several(self):
        loft = self.loft
        loft.click(loft.row(FIRST))
        loft.keys("shift+Down", "shift+Down")
        loft.says("3 selected")
        self.picture("several")
        loft.keys("Escape")
        loft.says_no_more("3 selected")

    def in_folder(self, folder, subject):
        """How many messages with this subject the server has there; folder "" is the inbox."""
        place = pathlib.Path(self.server.mail, "alice", "Maildir", *([f".{folder}"] if folder else []))
        while True:
            try:
                return sum(f"\nSubject: {subject}\n".encode()
                           in path.read_bytes()[:4000].replace(b"\r", b"")
                           for part in ("cur", "new") for path in (place / part).glob("*"))
            except FileNotFoundError:
                pass

    def arrive(self, folder, subject, n):
        self.loft.wait(f"{n} of “{subject}” in “{folder}”",
                       lambda: self.in_folder(folder, subject) == n)

    def throw_away_and_take_back(self):
        loft = self.loft
        n_here, n_trash = self.in_folder("", MINUTES), self.in_folder("Trash", MINUTES)
        loft.click(loft.row(MINUTES))
        loft.keys("Delete")
        loft.says("1 message moved to Trash")
        self.picture("thrown-away")
        self.arrive("Trash", MINUTES, n_trash + 1)
        loft.keys("ctrl+z")
        self.arrive("Trash", MINUTES, n_trash)
        self.arrive("", MINUTES, n_here)

    def questions(self):
        """Keys that follow a question at once are not for what lies behind it, whoever has the focus
        by then; and Return is the harmless answer."""
        loft = self.loft
        folders = ["", "Trash", "Archive", "Junk"]
        before = [self.in_folder(folder, MINUTES) for folder in folders]
        n_flagged = self.server.count("F", MINUTES)
        loft.click(loft.row(MINUTES))
        main = loft.wait_for_focus()
        keys = [["Delete"]]
        if "LOFT_TEST_SOAK" in os.environ:
            keys += [["e"], ["s"], ["1"], ["u"], ["ctrl+BackSpace", "ctrl+d"],
                     ["shift+Delete", "exclam"]]
        for more in keys:
            run("xdotool", "key", "--delay", "1", "shift+Delete", *more)
            loft.says("Delete 1 Message for Ever?")
            loft.wait_for_focus(main)
            loft.keys("Escape")
            loft.says_no_more("for Ever?")
            loft.wait("the main window", lambda: loft.active_window() == main)
        run("xdotool", "key", "--delay", "1", "shift+Delete", "Return")
        loft.says_no_more("for Ever?")
        loft.wait("the main window", lambda: loft.active_window() == main)
        # What is done is sent in order: behind this nothing else is on its way.
        loft.keys("ctrl+d")
        loft.wait("the flag", lambda: self.server.count("F", MINUTES) == n_flagged + 1)
        loft.keys("ctrl+d")
        loft.wait("no flag", lambda: self.server.count("F", MINUTES) == n_flagged)
        assert [self.in_folder(folder, MINUTES) for folder in folders] == before
        assert loft.active_window() == main

    def move_by_name(self):
        loft = self.loft
        n_here, n_archive = self.in_folder("", MINUTES), self.in_folder("Archive", MINUTES)
        loft.click(loft.row(MINUTES))
        loft.keys("ctrl+m")
        loft.says("Move 1 Message")
        self.picture("move-by-name")
        loft.type("arch")
        loft.keys("Return")
        loft.says("1 message moved to Archive")
        self.picture("moved")
        self.arrive("Archive", MINUTES, n_archive + 1)
        self.arrive("", MINUTES, n_here - 1)
        loft.keys("ctrl+z")
        self.arrive("", MINUTES, n_here)

    def preferences(self):
        loft = self.loft
        loft.keys("ctrl+comma")
        loft.says("Group by Conversation")
        self.picture("preferences")
        loft.keys("Escape")
        loft.says_no_more("Group by Conversation")

    def menu(self):
        loft = self.loft
        loft.click(loft.row(THIRD), "3")
        loft.says("Mark as Unread")
        self.picture("context-menu")
        loft.keys("Escape")
        loft.keys("ctrl+question")
        loft.says("Check for new mail")
        self.picture("shortcuts")
        loft.keys("Escape")
        loft.says_no_more("Check for new mail")

    def search(self):
        loft = self.loft
        loft.keys("ctrl+f")
        loft.type("harbour")
        loft.wait("few rows", lambda: THIRD not in " ".join(loft.row_names()))
        loft.row(SECOND)
        self.picture("search")
        loft.keys("ctrl+a")
        loft.type("xyzzyplugh")
        loft.says("No Results Found")
        self.picture("no-results")
        loft.press("Clear Search")
        loft.row(FIRST)

    def work_offline(self):
        loft = self.loft
        n_flagged = self.server.count("F", THIRD)
        loft.keys("F10")
        loft.says("Work Offline")
        self.picture("main-menu")
        loft.choose("Work Offline")
        loft.says("Working offline")
        loft.click(loft.row(THIRD))
        loft.says("Nils")
        loft.keys("ctrl+d")
        loft.says("Offline, 1 change waiting")
        assert self.server.count("F", THIRD) == n_flagged
        self.picture("offline")
        loft.press("Go Online")
        loft.wait("the flag on the server",
                  lambda: self.server.count("F", THIRD) == n_flagged + 1)
        loft.says("Updated")

    def server_gone(self):
        loft = self.loft
        self.server.stop()
        loft.keys("F5")
        loft.says("Offline")
        loft.click(loft.row(FIRST))
        loft.says("here are the figures we spoke of")
        self.picture("server-gone")
        self.server.start()
        loft.keys("F5")
        loft.says("Updated")

    def new_mail(self):
        """Comes by itself, and leaves the open message where it is."""
        loft = self.loft
        place = pathlib.Path(self.server.mail, "alice", "Maildir")
        arrived = place / "tmp" / "1.new"
        arrived.write_text("From: Nora Hale <nora@example.org>\nTo: alice@example.test\n"
                           f"Subject: Just arrived\nDate: {time.strftime('%a, %d %b %Y %T')} +0000"
                           "\n\nHere it is.\n")
        owner = place.stat()
        os.chown(arrived, owner.st_uid, owner.st_gid)
        arrived.rename(place / "new" / f"{int(time.time())}.new.journey")
        loft.keys("F5")
        loft.row("Just arrived")
        loft.says("here are the figures we spoke of")
        self.picture("new-mail")

    def beside_loftctl(self):
        """Two syncs and a flag by loftctl while the window owns the account."""
        loft = self.loft
        control = [self.loftctl, "--profile", str(self.profile)]
        found = run(*control, "--json", "search", 'subject:"just arrived"').splitlines()
        number = json.loads(found[0])["id"]
        syncs = [subprocess.Popen([*control, "sync"], stdout=subprocess.DEVNULL)
                 for _ in range(2)]
        run(*control, "flag", number, "+flagged", "+together")
        loft.row("Flagged, Nora Hale, Just arrived")
        assert [sync.wait(PATIENCE) for sync in syncs] == [0, 0]
        loft.wait("the flag on the server",
                  lambda: self.server.count("F", "Just arrived") == 1)
        loft.wait("the server's answer", lambda: run(*control, "pending") == "")
        run(*control, "flag", number, "-flagged")
        loft.wait("the flag to go from the server",
                  lambda: self.server.count("F", "Just arrived") == 0)
        loft.wait("the flag to go from the row",
                  lambda: not any("Flagged, Nora" in name for name in loft.row_names()))

    def quit_and_start(self):
        self.loft.close()
        self.start()
        self.loft.row(FIRST)

    def dark(self):
        self.loft.close()
        self.start(environment={"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"})
        self.loft.click(self.loft.row(FIRST))
        self.loft.says("here are the figures we spoke of")
        self.picture("dark")
        self.loft.click(self.loft.row(NEWSLETTER))
        self.loft.shows_html("Remote images were not loaded")
        self.picture("dark-html")

    def lines(self):
        """Rows under titles, above the reading pane and without one; there a window opens."""
        self.loft.close()
        self.start(1400, 860, settings="reading-pane='below'")
        self.loft.click(self.loft.row(FIRST))
        self.loft.says("here are the figures we spoke of")
        self.picture("below")
        before = self.loft.wait("rows", self.loft.row_names)
        self.loft.click(self.loft.find(BUTTONS, "From"))
        self.loft.wait("another order", lambda: self.loft.row_names() != before)
        self.picture("below-by-sender")
        self.loft.close()
        self.start(1400, 860, {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"},
                   "reading-pane='off'\nsort='date'")
        self.loft.click(self.loft.row(SECOND))
        self.picture("no-pane-dark")
        self.loft.keys("Return")
        self.loft.find("frame", SECOND)
        self.picture("no-pane-window")

    def two_columns(self):
        self.loft.close()
        self.start(800, 700)
        self.loft.click(self.loft.row(FIRST))
        self.loft.says("here are the figures we spoke of")
        self.picture("medium")
        self.loft.keys("F9")
        self.loft.row("Inbox")
        self.picture("medium-sidebar")

    def one_column(self):
        self.loft.close()
        self.start(360, 640)
        self.loft.row(FIRST)
        self.picture("narrow-list")
        self.loft.keys("F6")
        self.loft.keys("alt+Down", "Return")
        self.loft.says("Just arrived")
        self.picture("narrow-message")
        self.loft.keys("alt+Left")
        self.loft.row(FIRST)
        self.loft.keys("alt+Left")
        self.loft.row("Inbox")
        self.picture("narrow-folders")

    def wrong_password_later(self):
        """The password is changed elsewhere: the account says so, the mail stays."""
        self.loft.close()
        kept = self.profile / "secrets.ini"
        assert kept.stat().st_mode & 0o777 == 0o600
        kept.write_text(kept.read_text().replace(PASSWORD, "before"))
        self.start()
        self.loft.says("Sign-in Failed")
        self.loft.row(FIRST)
        self.picture("sign-in-again")
        main = self.loft.wait_for_focus()
        self.loft.press("Sign In…")
        self.loft.says("Enter the password of alice at localhost.")
        self.picture("password-dialog")
        self.loft.wait_for_focus(main)
        self.loft.type(PASSWORD)
        self.loft.keys("Return")
        self.loft.says_no_more("Sign-in Failed")
        self.loft.says("Updated")

    def remove_account(self):
        loft = self.loft
        loft.click(loft.find(BUTTONS, "Account Menu"))
        loft.choose("Remove Account…")
        loft.says("Remove alice@example.test?")
        self.picture("remove")
        loft.press("Remove")
        loft.says("Welcome to Loft")
        loft.wait("its files to go", lambda: not list(self.profile.glob("*/store.db")))

    def end(self):
        self.loft.close()


def main(command, loftctl, script, sample, schemas, pictures):
    os.environ["GSETTINGS_SCHEMA_DIR"] = schemas
    server = Server(script, sample, tempfile.mkdtemp(prefix="loft-journey-server-"))
    journey = Journey(command, loftctl, server, pictures)
    steps = [journey.first_start, journey.wrong_certificate_then_wrong_password,
             journey.add_account, journey.names, journey.read_plain, journey.read_html,
             journey.flag, journey.own_window, journey.several,
             journey.throw_away_and_take_back, journey.questions, journey.move_by_name,
             journey.preferences, journey.menu, journey.search, journey.work_offline,
             journey.server_gone, journey.new_mail, journey.beside_loftctl,
             journey.quit_and_start, journey.dark, journey.lines,
             journey.two_columns, journey.one_column, journey.wrong_password_later,
             journey.remove_account, journey.end]
    print(f"1..{len(steps)}", flush=True)
    failed = False
    try:
        for number, step in enumerate(steps, 1):
            start = time.monotonic()
            try:
                step()
                print(f"ok {number} /journey/{step.__name__} # {time.monotonic() - start:.1f} s",
                      flush=True)
            except Exception:
                print("\n".join(f"# {line}" for line in traceback.format_exc().splitlines()))
                print(f"not ok {number} /journey/{step.__name__}", flush=True)
                for line in journey.loft.last_words() if journey.loft else []:
                    print(f"# {line}")
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
