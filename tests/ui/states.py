#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every state that a pane can be in without anything to show, in the window on a pretended service.

usage: states.py FAKE-WINDOW PICTURES

Runs inside tests/support/run-in-display.sh. Each state must say its words on screen and the program
must not complain; a picture of each is left in PICTURES. By default every third is shown;
LOFT_TEST_SOAK=1 shows all, and in the other looks: dark, right to left, 360 px.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from journey import Loft, run  # noqa: E402
from sample_pdf import PDF  # noqa: E402

WIDE, NARROW = "1400x860", "360x640"
LOOKS = [("", WIDE, []), ("-dark-360", NARROW, ["--dark"]), ("-rtl-360", NARROW, ["--rtl"]),
         ("-rtl-dark", WIDE, ["--rtl", "--dark"])]

# Name, arguments, what is said where all columns are seen, and where one is (None: the same).
STATES = [
    ("no-account", ["--state", "start"], "Welcome to Loft", None),
    ("empty", ["--state", "empty"], "The inbox is empty.", None),
    ("loading", ["--state", "loading"], "Inbox", None),
    ("first-sync", ["--state", "first-sync"], "Nothing Here Yet", None),
    ("nothing-selected", ["--state", "few"], "No Message Selected", "Inbox"),
    ("several-selected", ["--state", "few", "--all"], "40 Messages Selected", "40 selected"),
    ("no-results", ["--state", "few", "--search", "xyzzyplugh"], "No Results Found", None),
    ("offline", ["--state", "offline"], "Working offline", None),
    ("unreached", ["--state", "unreached"], "Offline", "All Clear"),
    ("sign-in", ["--state", "auth"], "Sign-in Failed", None),
    ("untrusted", ["--state", "untrusted"], "Server Not Trusted", None),
    ("not-downloaded", ["--state", "not-here", "--select", "0", "--action", "message"],
     "Not Downloaded Yet", None),
    ("broken", ["--state", "broken", "--select", "0", "--action", "message"],
     "Local Data Cannot Be Used", None),
    ("preparing", ["--state", "preparing"], "One Moment", None),
    ("unopened", ["--state", "unopened"], "Mail Cannot Be Opened", None),
    ("alert", ["--state", "alert"], "97% full", None),
    ("quota", ["--state", "quota"], "is filling up", None),
    ("archive", ["--state", "folders", "--action", "archive-old"], "from before", None),
    ("room", ["--maildir", "MAILDIR", "--action", "room"], "Large Messages", None),
    ("save-search", ["--state", "few", "--search", "from:nora hall", "--action", "save-search"],
     "It is shown in the sidebar", None),
    ("outbox", ["--state", "few", "--action", "mail.outbox"], "Drafts and Outbox", None),
    ("waiting", ["--state", "outbox", "--action", "mail.outbox"], "Send Now", None),
    ("templates", ["--state", "few", "--action", "mail.templates"], "No Templates", None),
    ("move", ["--state", "folders", "--select", "0", "--action", "mail.move"], "Move 1 Message", None),
    ("pop3-editor", ["--state", "pop3", "--action", "edit-account"], "pop.example.org", None),
    ("pdf", ["--maildir", "MAILDIR", "--select", "0", "--action", "attachment"], "Page 1 of 2", None),
    ("left-out", ["--state", "left-out", "--action", "sidebar.activity"],
     "3 folders and messages could not be downloaded", None),
    ("problems", ["--state", "problems", "--action", "sidebar.activity"],
     "This message is only on this computer.", None),
    ("writing", ["--state", "writing"], "Re: Colours for the museum", None),
]


class FakeWindow(Loft):
    def __init__(self, command, size, arguments):
        self.size = tuple(map(int, size.split("x")))
        self.output = tempfile.TemporaryFile("w+", errors="replace")
        self.process = subprocess.Popen([command, "--size", size, *arguments], stderr=self.output,
                                        env={**os.environ, "GSETTINGS_BACKEND": "memory"})
        self.wait("the window", self.root)

    def frames(self):
        return run("xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)).split()

    def width(self, frame):
        return int(re.search(r"Geometry: (\d+)", run("xdotool", "getwindowgeometry", frame))[1])

    def fit_dialogs(self, main):
        """As the shell of a telephone does it."""
        for frame in self.frames():
            if frame != main and self.width(frame) > self.size[0]:
                run("xdotool", "windowsize", frame, str(self.size[0]), str(self.size[1]))
                run("xdotool", "windowmove", frame, "0", "0")

    def close(self):
        self.process.kill()
        self.process.wait()
        assert not self.complaints(), self.complaints()


def put_letter(maildir):
    """One with a PDF attached, whose name is long."""
    (maildir / "cur").mkdir(parents=True)
    (maildir / "cur" / "1.plan").write_bytes(
        b"From: Nora Hale <nora@example.org>\nTo: alice@example.test\nSubject: Plan of the hall\n"
        b"Date: Mon, 2 Mar 2026 10:00:00 +0000\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe plan is attached.\n--b\n"
        b"Content-Type: application/pdf\nContent-Disposition: attachment; filename=\"Plan of the hall"
        b" with all the tables, chairs and doors (third version, not approved).pdf\"\n\n"
        + PDF + b"\n--b--\n")


def show(command, pictures, number, state, look, maildir):
    name, arguments, wide_words, narrow_words = state
    arguments = [str(maildir) if each == "MAILDIR" else each for each in arguments]
    suffix, size, flags = look
    window = FakeWindow(command, size, arguments + flags)
    try:
        frame = window.wait("its X window", window.frames)[-1]
        run("xdotool", "windowmove", frame, "0", "0")
        window.says(wide_words if size == WIDE else narrow_words or wide_words)
        if size == NARROW:
            assert window.width(frame) == window.size[0], f"{window.width(frame)} px wide"
            window.fit_dialogs(frame)
        time.sleep(1.2 if name == "loading" else 0.4)  # for the picture only
        run("import", "-window", "root", "-crop", f"{size}+0+0", "+repage",
            str(pictures / f"{number:02d}-{name}{suffix}.png"))
    finally:
        window.close()


def main(command, pictures):
    pictures = pathlib.Path(pictures)
    pictures.mkdir(parents=True, exist_ok=True)
    soak = os.environ.get("LOFT_TEST_SOAK")
    looks = LOOKS if soak else LOOKS[:1]
    states = list(enumerate(STATES, 1))[::1 if soak else 3]
    print(f"1..{len(states) * len(looks)}", flush=True)
    n_failed = n = 0
    folder = tempfile.TemporaryDirectory()
    maildir = pathlib.Path(folder.name, "Maildir")
    put_letter(maildir)
    for look in looks:
        for number, state in states:
            n += 1
            try:
                show(command, pictures, number, state, look, maildir)
                print(f"ok {n} /states/{state[0]}{look[0]}", flush=True)
            except Exception:
                n_failed += 1
                print("\n".join(f"# {line}" for line in traceback.format_exc().splitlines()))
                print(f"not ok {n} /states/{state[0]}{look[0]}", flush=True)
    return 1 if n_failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
