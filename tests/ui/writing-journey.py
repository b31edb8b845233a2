#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writing in the real program: offline and online, refused, uncertain, drafts, identities.

usage: writing-journey.py LOFT LOFTCTL SERVER-SCRIPT SAMPLE-MAILBOX SCHEMA-FOLDER PICTURES

As journey.py, whose window it drives. Mail is handed to an SMTP server of the journey's own, which
counts what it delivered; copies and drafts are judged in the Maildir.
"""
import email
import email.policy
import os
import pathlib
import re
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import traceback

from journey import BUTTONS, FIRST, Journey, Server

SETTINGS = "undo-send-seconds=0"


class Submission(socketserver.StreamRequestHandler):
    """Takes mail; not for nobody@, and breaks off at the end of what is called uncertain."""

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        self.say("220 here")
        recipients = []
        for line in self.rfile:
            word = line.strip().upper()
            if word.startswith(b"EHLO"):
                self.say("250-here\r\n250-SIZE 300000\r\n250-DSN\r\n250 PIPELINING")
            elif word.startswith(b"RCPT") and b"NOBODY" in word:
                self.say("550 5.1.1 <nobody@example.org>: no such user here")
            elif word.startswith(b"RCPT"):
                recipients.append(line)
                self.say("250 ok")
            elif word == b"DATA":
                self.say("354 go on")
                if not self.take(recipients):
                    return
                recipients = []
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self, recipients):
        raw = b""
        for line in self.rfile:
            if line == b".\r\n":
                break
            raw += line
        if b"Subject: Uncertain" in raw:
            self.server.n_uncertain += 1
            return False
        self.server.delivered.append((recipients, raw))
        self.say("250 ok")
        return True


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Submission)
        self.delivered, self.n_uncertain = [], 0
        threading.Thread(target=self.serve_forever, daemon=True).start()


class WritingJourney(Journey):
    def control(self, *arguments):
        return subprocess.run([self.loftctl, "--profile", str(self.profile), *arguments],
                              check=True, capture_output=True, text=True).stdout

    def maildir(self, folder, subject):
        return [path for path in
                pathlib.Path(self.server.mail, "alice", "Maildir", folder).glob("*/*")
                if f"\nSubject: {subject}\n".encode()
                in b"\n" + path.read_bytes().replace(b"\r", b"")]

    def kept(self, what, folder, subject, n):
        def look():
            try:
                return len(self.maildir(folder, subject)) == n
            except FileNotFoundError:
                return False  # it has just got another name
        self.loft.wait(what, look)

    def set_up(self):
        self.sink = Sink()
        port = re.search(r"^IMAP_PORT='?(\d+)",
                         pathlib.Path(self.server.folder, "ports").read_text(), re.M)[1]
        self.control("account", "add", "imap", "--name", "alice", "--address",
                     "alice@example.test", "--host", "127.0.0.1", "--port", port, "--user",
                     "alice", "--security", "none", "--password-command", "echo alice-secret")
        for key, value in (("outgoing-host", "127.0.0.1"), ("outgoing-security", "none"),
                           ("outgoing-port", str(self.sink.server_address[1])),
                           ("outgoing-auth", "none")):
            self.control("account", "set", "alice", f"{key}={value}")
        self.control("sync", "--account", "alice")
        self.start(settings=SETTINGS)
        self.loft.row(FIRST)

    def write(self, to, subject, text):
        """In a window of its own, which has the focus then."""
        loft = self.loft
        main = loft.wait_for_focus()
        loft.keys("ctrl+n")
        loft.wait_for_focus(main)
        loft.type(f"{to},")
        loft.keys("Tab")
        loft.type(subject)
        loft.keys("Return")
        loft.type(text)
        return main

    def offline_then_online(self):
        loft = self.loft
        note = pathlib.Path(self.folder, "note.txt")
        note.write_text("What goes along\n")
        loft.click(loft.row(FIRST))
        loft.says("here are the figures we spoke of")
        loft.keys("F10")
        loft.choose("Work Offline")
        loft.says("Working offline")
        main = loft.wait_for_focus()
        loft.keys("ctrl+r")
        loft.says("Queue")
        loft.type("Thank you")
        loft.press("Attach Files")
        loft.wait_for_focus(main)
        loft.type(str(note))
        loft.keys("Return")
        loft.says("note.txt")
        loft.wait_for_focus()
        self.picture("reply-offline")
        loft.keys("ctrl+Return")
        loft.says("Outbox")
        self.picture("outbox-line")
        assert not self.sink.delivered
        loft.press("Go Online")
        loft.wait("the message", lambda: len(self.sink.delivered) == 1)
        message = email.message_from_bytes(self.sink.delivered[0][1],
                                           policy=email.policy.default)
        assert [part.get_filename() for part in message.iter_attachments()] == ["note.txt"]
        assert message["In-Reply-To"]
        loft.says_no_more("Outbox")
        self.kept("the copy", ".Sent", f"Re: {FIRST}", 1)

    def refused(self):
        loft = self.loft
        main = self.write("nobody@example.org", "Refused", "Hello")
        self.picture("new-message")
        loft.keys("ctrl+Return")
        loft.wait_for_focus()
        loft.says("Outbox")
        loft.press("Outbox")
        loft.says("there is no such mailbox")
        self.picture("refused")
        loft.press("Discard")
        loft.says("Nothing Waits Here")
        loft.keys("Escape")
        loft.wait("the main window", lambda: loft.active_window() == main)

    def uncertain(self):
        loft = self.loft
        main = self.write("bob@example.org", "Uncertain", "Hello")
        loft.keys("ctrl+Return")
        loft.press("Outbox")
        loft.press("It Arrived")
        self.picture("arrived")
        loft.says("Nothing Waits Here")
        assert self.sink.n_uncertain == 1
        loft.keys("Escape")
        loft.wait("the main window", lambda: loft.active_window() == main)

    def draft(self):
        loft = self.loft
        main = self.write("bob@example.org", "Not yet", "Half a sentence")
        composer = loft.wait_for_focus()
        loft.keys("Escape")
        loft.says("Keep This Draft?")
        loft.wait_for_focus(composer)
        loft.keys("Return")
        self.kept("the draft", ".Drafts", "Not yet", 1)
        loft.wait("the main window", lambda: loft.active_window() == main)
        loft.click(loft.row("Drafts"))
        loft.click(loft.row("Not yet"))
        loft.says("This is a draft.")
        self.picture("draft")
        loft.press("Edit")
        loft.wait_for_focus(main)
        loft.says("Half a sentence")
        loft.keys("ctrl+Return")
        loft.wait("the message", lambda: len(self.sink.delivered) == 2)
        self.kept("no draft", ".Drafts", "Not yet", 0)
        self.kept("its copy", ".Sent", "Not yet", 1)

    def identities(self):
        loft = self.loft
        loft.click(loft.find(BUTTONS, "Account Menu"))
        loft.choose("Account Settings…")
        loft.says("As whom you write")
        self.picture("account")
        loft.press("Add Identity")
        loft.says("Signature in HTML")
        loft.fill("Your Name", "Alice at the Club")
        loft.fill("Email Address", "alice")
        loft.press("Done")
        loft.says("An email address looks like")
        self.picture("identity-refused")

    def end(self):
        """With windows open that would be asked about."""
        assert not self.loft.complaints(), self.loft.complaints()
        self.loft.process.kill()
        self.loft.process.wait()


def main(command, loftctl, script, sample, schemas, pictures):
    os.environ["GSETTINGS_SCHEMA_DIR"] = schemas
    server = Server(script, sample, tempfile.mkdtemp(prefix="loft-writing-journey-server-"))
    journey = WritingJourney(command, loftctl, server, pictures)
    steps = [journey.set_up, journey.offline_then_online, journey.refused, journey.uncertain,
             journey.draft, journey.identities, journey.end]
    print(f"1..{len(steps)}", flush=True)
    failed = False
    try:
        for number, step in enumerate(steps, 1):
            start = time.monotonic()
            try:
                step()
                print(f"ok {number} /writing-journey/{step.__name__} # "
                      f"{time.monotonic() - start:.1f} s", flush=True)
            except Exception:
                print("\n".join(f"# {line}" for line in traceback.format_exc().splitlines()))
                print(f"not ok {number} /writing-journey/{step.__name__}", flush=True)
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
