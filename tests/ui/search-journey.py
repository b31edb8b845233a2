#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Three accounts in the real program: their inbox, searches that are saved, attachments, offline.

usage: search-journey.py LOFT LOFTCTL SERVER-SCRIPT SAMPLE-MAILBOX SCHEMA-FOLDER PICTURES

As journey.py, whose window it drives; a picture of every step is left in PICTURES.
"""
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

from journey import BUTTONS, FIRST, SECOND, Atspi, Journey, Server, run
from sample_pdf import PDF

PLAN = "Plan of the hall"
NOTE = "A word from the other side"
DEEP = "Only its header is here"


def letter(subject, sender, text, attachment=None, days_old=0):
    head = (f"From: {sender}\nTo: bob@example.test\nSubject: {subject}\n"
            f"Date: {time.strftime('%a, %d %b %Y %T', time.gmtime(time.time() - days_old * 86400))}"
            f" +0000\nMessage-ID: <{len(subject)}@letters>\n"
            "MIME-Version: 1.0\n")
    if attachment is None:
        return f"{head}\n{text}\n".encode()
    return (f"{head}Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{text}\n--b\n"
            "Content-Type: application/pdf\nContent-Disposition: attachment; filename=hall.pdf\n\n"
            ).encode() + attachment + b"\n--b--\n"


class SearchJourney(Journey):
    def put(self, user, name, raw):
        place = pathlib.Path(self.server.mail, user, "Maildir")
        if not place.exists():
            for part in ("", "tmp", "cur", "new"):
                (place / part).mkdir(parents=True, exist_ok=True)
            run("chown", "-R", "--reference", str(place.parents[1] / "alice"), str(place.parent))
        arrived = place / "tmp" / name
        arrived.write_bytes(raw)
        os.chown(arrived, place.stat().st_uid, place.stat().st_gid)
        arrived.rename(place / "new" / name)

    def control(self, *arguments, **more):
        return subprocess.run([self.loftctl, "--profile", str(self.profile), *arguments],
                              check=True, capture_output=True, text=True, **more).stdout

    def set_up(self):
        """Of an old letter of the third account the header alone is here."""
        self.put("bob", "1.plan", letter(PLAN, "Nora Hale <nora@example.org>",
                                         "The plan is attached.", PDF))
        self.put("carol", "1.note", letter(NOTE, "Ivo Stern <ivo@example.org>", "Hello from here."))
        self.put("carol", "2.deep", letter(DEEP, "Ivo Stern <ivo@example.org>",
                                           "The word zanzibar is in its text.", days_old=400))
        port = re.search(r"^IMAP_PORT='?(\d+)",
                         pathlib.Path(self.server.folder, "ports").read_text(), re.M)[1]
        for user in ("alice", "bob", "carol"):
            self.control("account", "add", "imap", "--name", user, "--address",
                         f"{user}@example.test", "--host", "127.0.0.1", "--port", port,
                         "--user", user, "--security", "none",
                         "--password-command", f"echo {user}-secret",
                         "--window", "30" if user == "carol" else "all")
            self.control("sync", "--account", user)
        self.start()
        self.loft.row(FIRST)

    def unified(self):
        loft = self.loft
        loft.click(loft.find("label", "All Accounts"))
        loft.click(loft.row("Inbox, all accounts"))
        for subject in (FIRST, PLAN, NOTE):
            loft.row(subject)
        self.picture("unified")

    def pills(self):
        loft = self.loft
        loft.keys("ctrl+e")
        loft.type("from:nora ")
        loft.row(PLAN)
        loft.wait("nothing else", lambda: FIRST not in " ".join(loft.row_names()))
        self.picture("pill")
        loft.type("hall")
        loft.row(PLAN)

    def save(self):
        loft = self.loft
        main = loft.wait_for_focus()
        loft.press("Save This Search")
        loft.says("It is shown in the sidebar")
        self.picture("save-search")
        loft.fill("Name", "Of Nora")
        loft.wait_for_focus(main)
        loft.keys("Return")
        loft.wait_for_focus()
        loft.row("Of Nora, saved search")
        loft.says("Search saved")
        self.picture("saved")

    def open_saved(self):
        """Out of the search, and by its line into it again; from line to line by the arrows."""
        loft = self.loft
        loft.keys("ctrl+e", "Escape", "Escape")
        loft.row(FIRST)
        loft.click(loft.row("Of Nora, saved search"))
        loft.row(PLAN)
        loft.wait("nothing else", lambda: FIRST not in " ".join(loft.row_names()))
        self.picture("saved-opened")

    def edit_saved(self):
        loft = self.loft
        main = loft.wait_for_focus()
        loft.keys("F2")
        loft.says("Edit Search")
        self.picture("edit-search")
        loft.fill("Name", "Letters of Ivo")
        loft.fill("Search For", "from:ivo")
        loft.wait_for_focus(main)
        loft.keys("Return")
        loft.row("Letters of Ivo, saved search")
        loft.row(NOTE)
        loft.says_no_more("Of Nora")

    def remove_saved(self):
        loft = self.loft
        loft.click(loft.row("Letters of Ivo, saved search"))
        loft.keys("Delete")
        self.picture("removed-search")
        loft.press("Undo")
        loft.row("Letters of Ivo, saved search")

    def preview(self):
        loft = self.loft
        loft.click(loft.row("Inbox, all accounts"))
        loft.click(loft.row(PLAN))
        loft.says("The plan is attached.")
        card = loft.wait("its card", lambda: next(
            (node for node in loft.nodes() if node.get_role_name() in BUTTONS
             and node.get_name().startswith("hall.pdf, ")), None))
        Atspi.Action.do_action(card.get_action_iface(), 0)
        loft.wait("the first page", lambda: any(
            "Page 1 of 2" in (node.get_name() or "") for node in loft.nodes()))
        self.picture("pdf")
        loft.keys("Escape")
        loft.says("The plan is attached.")

    def find(self):
        """In a conversation, from its keyboard: what is found is counted over its open cards."""
        loft = self.loft
        loft.click(loft.row(SECOND))
        loft.says("Many greetings from the harbour")
        loft.keys("ctrl+shift+f")
        loft.type("harbour")
        loft.wait("a count", lambda: any(
            re.fullmatch(r"1 of \d+", node.get_name() or "") for node in loft.nodes()))
        self.picture("find")
        loft.keys("Escape")

    def is_here(self, subject):
        """Whether the text of a message is in one of the stores, which others may read."""
        for store in self.profile.glob("accounts/*/store.db"):
            rows = sqlite3.connect(f"file:{store}?mode=ro", uri=True).execute(
                "SELECT content FROM message WHERE subject = ?", (subject,)).fetchall()
            if rows:
                return rows[0][0] != 0
        raise AssertionError(f"no “{subject}” in any store")

    def from_server(self):
        """Only the server knows the word: what it found stands in the list, and opens."""
        loft = self.loft
        assert not self.is_here(DEEP)
        loft.keys("ctrl+e")
        loft.type("zanzibar")
        loft.click(loft.row(DEEP))
        loft.says("The word zanzibar is in its text.")
        self.picture("from-server")
        loft.wait("its text to be kept", lambda: self.is_here(DEEP))
        loft.keys("ctrl+e", "Escape", "Escape")
        loft.row(FIRST)

    def offline(self):
        loft = self.loft
        self.server.stop()
        loft.keys("F5")
        loft.says("Offline")
        loft.click(loft.row(NOTE))
        loft.says("Hello from here.")
        self.picture("offline")

    def end(self):
        self.loft.close()


def main(command, loftctl, script, sample, schemas, pictures):
    os.environ["GSETTINGS_SCHEMA_DIR"] = schemas
    server = Server(script, sample, tempfile.mkdtemp(prefix="loft-search-journey-server-"))
    journey = SearchJourney(command, loftctl, server, pictures)
    steps = [journey.set_up, journey.unified, journey.pills, journey.save, journey.open_saved,
             journey.edit_saved, journey.remove_saved, journey.preview, journey.find,
             journey.from_server, journey.offline, journey.end]
    print(f"1..{len(steps)}", flush=True)
    failed = False
    try:
        for number, step in enumerate(steps, 1):
            start = time.monotonic()
            try:
                step()
                print(f"ok {number} /search-journey/{step.__name__} # "
                      f"{time.monotonic() - start:.1f} s", flush=True)
            except Exception:
                print("\n".join(f"# {line}" for line in traceback.format_exc().splitlines()))
                print(f"not ok {number} /search-journey/{step.__name__}", flush=True)
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
