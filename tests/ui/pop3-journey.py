#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail that is picked up, in the real program: set-up, each wish for what stays on the server, the
rest of a large message, names that the server changes, removal.

usage: pop3-journey.py LOFT LOFTCTL SERVER-SCRIPT SAMPLE-MAILBOX SCHEMA-FOLDER PICTURES

As journey.py, whose window it drives. What the server has is counted in its Maildir. What takes a
start of its own is walked through with LOFT_TEST_SOAK=1 only.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import traceback

from journey import BUTTONS, FIRST, PASSWORD, Journey, Server

LARGE = "Scans of the harbour museum"
LAST_WORDS = "The last words of the large one."
# As the settings call them, and what the page says of each besides.
WISHES = [("never", "Bring Whole Messages"), ("after-days", "Days"),
          ("when-deleted", "Bring Whole Messages"), ("when-moved", "Bring Whole Messages"),
          ("keep-messages", "Messages to Keep There"),
          ("keep-megabytes", "Megabytes to Keep There"),
          ("at-once", "This computer will have the only copy")]


class PickupJourney(Journey):
    def place(self):
        return pathlib.Path(self.server.mail, "alice", "Maildir")

    def there(self):
        return sum(1 for folder in ("cur", "new") for _ in (self.place() / folder).iterdir())

    def deliver(self, subject, text):
        place = self.place()
        arrived = place / "tmp" / "1.new"
        arrived.write_text("From: Nora Hale <nora@example.org>\nTo: alice@example.test\n"
                           f"Subject: {subject}\nDate: {time.strftime('%a, %d %b %Y %T')} +0000"
                           f"\n\n{text}\n")
        owner = place.stat()
        os.chown(arrived, owner.st_uid, owner.st_gid)
        arrived.rename(place / "new" / f"{int(time.time())}.new.journey")

    def settings(self):
        return (self.profile / "accounts.ini").read_text()

    def open_settings(self):
        loft = self.loft
        loft.click(loft.find(BUTTONS, "Account Menu"))
        loft.says("Remove Account…")
        loft.keys("Up", "Up", "Up", "Return")
        loft.says("Remove From the Server")

    def reach(self, text):
        """Scrolls until it is wholly in the window."""
        loft = self.loft

        def look():
            node = loft.says(text)
            _, y = loft.place_of(node)
            height = self.loft.size[1]
            if 120 < y < height - 160:
                return node
            subprocess.run(["xdotool", "mousemove", str(loft.size[0] // 2), str(height // 2),
                            "click", "--repeat", "1" if abs(y - height // 2) < 500 else "5",
                            "4" if y <= 120 else "5"], check=True)
            return None
        return loft.wait(f"“{text}” in sight", look)

    def choose(self, row, index):
        loft = self.loft
        loft.click(self.reach(row))
        loft.keys("Home", *["Down"] * index, "Return")

    def save(self, expected):
        self.loft.press("Save")
        self.loft.wait(f"{expected} in the settings", lambda: expected in self.settings())
        self.loft.says_no_more("Remove From the Server")

    # Steps, in order.

    def set_up(self):
        ports = pathlib.Path(self.server.folder, "ports").read_text()
        self.start()
        loft = self.loft
        loft.says("Welcome to Loft")
        loft.fill("Your Name", "Alice Lindqvist")
        loft.fill("Email Address", "alice@example.test")
        loft.fill("Password", PASSWORD)
        loft.press("Set Up by Hand")
        loft.click(loft.says("Kind of Account"))
        loft.keys("Down", "Return")
        loft.wait("its usual port", lambda: loft.field("Port") == "995")
        loft.fill("Server Name", "localhost")
        loft.fill("Port", re.search(r"^POP3S_PORT='?(\d+)", ports, re.M)[1])
        loft.fill("User Name", "alice")
        self.picture("by-hand")
        loft.press("Sign In")
        loft.says("Is This Really localhost?")
        loft.press("Trust This Certificate")
        loft.says("could not be put into the keyring")
        loft.press("Keep in a File")
        loft.row(FIRST)
        loft.says("Updated")
        self.picture("list")
        assert "kind=pop3" in self.settings(), self.settings()
        assert "removal=" not in self.settings() or "removal=never" in self.settings()
        self.n_there = self.there()
        assert self.n_there > 30, self.n_there

    def each_wish(self):
        self.open_settings()
        self.picture("settings")
        self.reach("Bring Whole Messages")
        row = self.loft.says("Remove From the Server")
        self.picture(WISHES[0][0])
        for index, (name, said) in enumerate(WISHES[1:], 1):
            self.loft.click(row)
            self.loft.keys("Home", *["Down"] * index, "Return")
            self.loft.says(said)
            self.picture(name)
        self.loft.click(row)
        self.loft.keys("Home", *["Down"] * 4, "Return")
        self.loft.says("Messages to Keep There")
        self.save("removal=keep-messages\n")
        # Nothing of it concerned what is here and new.
        assert self.there() == self.n_there, self.there()

    def keep_twenty(self):
        """What goes are the oldest ones, and all of them are here."""
        subprocess.run([self.loftctl, "--profile", str(self.profile), "account", "set",
                        "alice@example.test", "removal=keep-messages", "removal-limit=20"],
                       check=True)
        self.loft.close()
        self.start()
        self.loft.row(FIRST)
        self.loft.wait("twenty there", lambda: self.there() == 20)

    def only_the_header(self):
        loft = self.loft
        self.open_settings()
        self.choose("Bring Whole Messages", 2)
        self.reach("Bring Whole Messages")
        self.picture("up-to-1-mb")
        self.save("download-limit=1000\n")
        loft.says("Updated")
        self.deliver(LARGE, "x" * 70 + "\n" + ("A line of the large one. " * 3 + "\n") * 20000
                     + LAST_WORDS)
        loft.keys("F5")
        row = loft.row(LARGE)
        loft.says("Updated")
        loft.click(row)
        loft.says("Only the Header Is Here")
        self.picture("only-the-header")
        self.server.stop()
        loft.press("Download the Rest")
        loft.says("not been downloaded yet")
        self.picture("rest-not-here")
        self.server.start()
        loft.press("Try Again")
        loft.says("A line of the large one.")
        self.picture("rest-here")

    def looks(self):
        for name, width, height, environment in (
                ("dark", 1280, 800, {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}),
                ("rtl", 1280, 800, {"LOFT_TEST_RIGHT_TO_LEFT": "1"}),
                ("narrow", 360, 640, None)):
            self.loft.close()
            self.start(width, height, environment)
            loft = self.loft
            loft.row(FIRST)
            if name == "narrow":
                loft.keys("alt+Left")
                loft.row("Inbox")
            self.open_settings()
            self.choose("Remove From the Server", 6)
            loft.says("This computer will have the only copy")
            self.reach("Bring Whole Messages")
            self.picture(f"settings-{name}")
            loft.keys("Escape")
            loft.says_no_more("Remove From the Server")
            loft.click(loft.find(BUTTONS, "Account Menu"))
            loft.says("Remove Account…")
            loft.keys("Up", "Return")
            loft.says("Remove alice@example.test?")
            loft.says("Its mail is kept on this computer, and is deleted with it.")
            self.picture(f"remove-{name}")
            loft.keys("Escape")
            loft.says_no_more("Remove alice@example.test?")

    def renamed(self):
        """The server gives all its messages other names."""
        loft = self.loft
        self.server.stop()
        for path in self.place().glob("dovecot*"):
            path.unlink()
        self.server.start()
        loft.keys("F5")
        loft.says("Updated")
        self.open_settings()
        loft.says("Nothing is removed for a week")
        self.reach("Bring Whole Messages")
        self.picture("renamed")
        loft.keys("Escape")
        loft.says_no_more("Remove From the Server")

    def end(self):
        self.loft.close()


def main(command, loftctl, script, sample, schemas, pictures):
    os.environ["GSETTINGS_SCHEMA_DIR"] = schemas
    server = Server(script, sample, tempfile.mkdtemp(prefix="loft-pop3-journey-server-"))
    journey = PickupJourney(command, loftctl, server, pictures)
    if "LOFT_TEST_SOAK" in os.environ:
        steps = [journey.set_up, journey.each_wish, journey.keep_twenty, journey.only_the_header,
                 journey.looks, journey.renamed, journey.end]
    else:
        steps = [journey.set_up, journey.each_wish, journey.only_the_header, journey.end]
    print(f"1..{len(steps)}", flush=True)
    failed = False
    try:
        for number, step in enumerate(steps, 1):
            start = time.monotonic()
            try:
                step()
                print(f"ok {number} /pop3-journey/{step.__name__} # "
                      f"{time.monotonic() - start:.1f} s", flush=True)
            except Exception:
                print("\n".join(f"# {line}" for line in traceback.format_exc().splitlines()))
                print(f"not ok {number} /pop3-journey/{step.__name__}", flush=True)
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
