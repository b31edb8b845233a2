#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing HTML in the real program: an answer with formatting, killed and opened again, other looks.

usage: rich-journey.py LOFT LOFTCTL SERVER-SCRIPT SAMPLE-MAILBOX SCHEMA-FOLDER PICTURES

As journey.py, whose window it drives; a picture of every step is left in PICTURES. What stands in
the web view is not on the accessibility bus: the drafts that are kept tell it.
"""
import email
import email.policy
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import traceback

from journey import BUTTONS, FIELDS, Atspi, Journey, Server, run

SUBJECT = "Colours for the museum"
SECOND = "Colours for the garden"
RICH = "write-format='rich'"
PIXELS = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5"
          "ErkJggg==")


def letter(subject):
    return (f"From: Eva Adler <eva@example.org>\nTo: alice@example.test\nSubject: {subject}\n"
            f"Date: {time.strftime('%a, %d %b %Y %T')} +0000\n"
            f"Message-ID: <{subject.split()[-1]}@letters>\n"
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
            "--b\nContent-Type: text/html; charset=utf-8\n\n"
            "<style>h2{color:#1a5fb4} td{border:1px solid #888;padding:4px}</style>"
            "<h2>Colours</h2><p>Here are the <b>three</b> we like:</p>"
            "<table><tr><td bgcolor='#f6d32d'>Yellow</td><td bgcolor='#33d17a'>Green</td>"
            "<td bgcolor='#62a0ea'>Blue</td></tr></table>"
            "<p style='display:none'>hidden words</p>"
            "<img src='cid:dot' width='120' height='24' alt='bar'>"
            "<img src='http://tracker.invalid/x.gif'><p>Which one?</p>\n"
            "--b\nContent-Type: image/png\nContent-ID: <dot>\nContent-Transfer-Encoding: base64\n\n"
            f"{PIXELS}\n--b--\n").encode()


class RichJourney(Journey):
    def put(self, subject):
        place = pathlib.Path(self.server.mail, "alice", "Maildir")
        arrived = place / "tmp" / f"1.{subject.split()[-1]}"
        arrived.write_bytes(letter(subject))
        os.chown(arrived, place.stat().st_uid, place.stat().st_gid)
        arrived.rename(place / "new" / arrived.name)

    def control(self, *arguments):
        return subprocess.run([self.loftctl, "--profile", str(self.profile), *arguments],
                              check=True, capture_output=True, text=True).stdout

    def kept(self):
        """The subjects of the drafts that are stored."""
        return [json.loads(line).get("subject") for line in
                self.control("--json", "outbox", "--drafts").splitlines() if line.strip()]

    def pressed(self, name):
        """A toggle button, once the caret is where it is on."""
        self.loft.wait(f"{name} on", lambda: any(
            node.get_name() == name and node.get_state_set().contains(Atspi.StateType.PRESSED)
            for node in self.loft.nodes()))

    def editor(self):
        """The page is there when the buttons above it are."""
        self.loft.wait("the buttons", lambda: any(
            node.get_name() == "Bold" and node.get_role_name() in BUTTONS
            for node in self.loft.nodes()))
        time.sleep(0.5)  # keys go where the caret will be; nothing tells when the page has it

    def set_up(self):
        self.put(SUBJECT)
        self.put(SECOND)
        port = re.search(r"^IMAP_PORT='?(\d+)",
                         pathlib.Path(self.server.folder, "ports").read_text(), re.M)[1]
        self.control("account", "add", "imap", "--name", "alice", "--address",
                     "alice@example.test", "--host", "127.0.0.1", "--port", port, "--user", "alice",
                     "--security", "none", "--password-command", "echo alice-secret")
        self.control("sync", "--account", "alice")
        self.start(settings=RICH)

    def write(self):
        loft = self.loft
        self.editor()
        loft.type("Thank you. I like ")
        loft.keys("ctrl+b")
        self.pressed("Bold")
        loft.type("green")
        loft.keys("ctrl+b")
        loft.type(" best:")
        loft.keys("Return")
        loft.press("List")
        self.pressed("List")
        loft.type("fresh")
        loft.keys("Return")
        loft.type("cheap")

    def open_reply(self, subject):
        self.loft.click(self.loft.row(subject))
        self.loft.shows_html("Remote images were not loaded")
        self.loft.keys("ctrl+r")

    def reply(self):
        self.open_reply(SUBJECT)
        self.write()
        self.picture("reply")

    def pop_out(self):
        loft = self.loft
        loft.keys("ctrl+shift+o")
        loft.find("frame", f"Re: {SUBJECT}")
        self.pressed("List")
        self.picture("window")
        loft.keys("ctrl+k")
        loft.find(FIELDS, "Address")
        self.picture("link")
        loft.keys("Escape")

    def killed(self):
        """What is kept outlives the program."""
        self.loft.wait("the draft", lambda: f"Re: {SUBJECT}" in self.kept())
        self.loft.process.kill()
        self.loft.process.wait()
        assert f"Re: {SUBJECT}" in self.kept()

    def drafts_there(self):
        """What the server's folder of drafts has, as Python reads it."""
        for path in pathlib.Path(self.server.mail, "alice", "Maildir", ".Drafts").glob("*/*"):
            try:
                yield email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            except FileNotFoundError:
                pass  # it has just got another name

    def html_there(self):
        return next((draft.get_body(("html",)).get_content() for draft in self.drafts_there()
                     if draft["Subject"] == f"Re: {SUBJECT}" and draft.get_body(("html",))), None)

    def reopened(self):
        """What was written before the program was killed is written on, with its looks."""
        self.start(settings=RICH)
        loft = self.loft
        loft.row(SUBJECT)
        main = loft.wait_for_focus()
        loft.keys("F10")
        loft.choose("Drafts and Outbox")
        outbox = loft.wait_for_focus(main)
        loft.says(f"Re: {SUBJECT}")
        self.picture("kept-drafts")
        loft.press("Edit")
        loft.find("frame", f"Re: {SUBJECT}")
        loft.wait("the letter's window", lambda: loft.active_window() not in (None, main, outbox))
        self.editor()
        self.picture("reopened")
        loft.keys("Escape")
        loft.wait("the letter is closed", lambda: loft.active_window() in (main, outbox))
        loft.wait("the draft there", self.html_there)
        html = re.sub(r"\s+", " ", self.html_there())
        self.assert_looks(html)

    def assert_looks(self, html):
        assert re.search(r"I like (&nbsp;)?\s*<(b|strong)[^>]*>green</", html), html
        assert re.search(r"<ul.*<li[^>]*>.*fresh.*<li[^>]*>.*cheap", html), html
        assert "three" in html and "tracker.invalid" not in html, html

    def quit(self):
        """From the window of drafts, which is over the main one."""
        self.loft.close()

    def dark(self):
        self.loft.close()
        self.start(environment={"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}, settings=RICH)
        self.open_reply(SECOND)
        self.write()
        self.loft.keys("ctrl+shift+o")
        self.loft.find("frame", f"Re: {SECOND}")
        self.picture("dark")
        self.loft.process.kill()
        self.loft.process.wait()

    def narrow(self):
        self.start(360, 640, settings=RICH)
        self.loft.row(SUBJECT)
        self.loft.keys("ctrl+n")
        self.loft.find("frame", "New Message")
        window = self.loft.wait_for_focus()
        run("xdotool", "windowsize", window, "360", "640", "windowmove", window, "0", "0",
            "windowraise", window)
        self.editor()
        self.picture("narrow")
        self.loft.process.kill()
        self.loft.process.wait()

def main(command, loftctl, script, sample, schemas, pictures):
    os.environ["GSETTINGS_SCHEMA_DIR"] = schemas
    server = Server(script, sample, tempfile.mkdtemp(prefix="loft-journey-server-"))
    journey = RichJourney(command, loftctl, server, pictures)
    steps = [journey.set_up, journey.reply, journey.pop_out, journey.killed, journey.reopened,
             journey.quit, journey.dark, journey.narrow]
    print(f"1..{len(steps)}", flush=True)
    failed = False
    try:
        for number, step in enumerate(steps, 1):
            start = time.monotonic()
            try:
                step()
                print(f"ok {number} /rich-journey/{step.__name__} # "
                      f"{time.monotonic() - start:.1f} s", flush=True)
            except Exception:
                print("\n".join(f"# {line}" for line in traceback.format_exc().splitlines()))
                print(f"not ok {number} /rich-journey/{step.__name__}", flush=True)
                for line in journey.loft.last_words() if journey.loft else []:
                    print(f"# {line}")
                if journey.loft:
                    journey.picture(f"failed-{step.__name__}")
                failed = True
                break
    finally:
        if journey.loft and journey.loft.process.poll() is None:
            journey.loft.process.kill()
        subprocess.run([script, "remove", server.folder], check=False)
        run("rm", "-rf", journey.folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
