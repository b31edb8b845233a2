#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An Exchange account in the real window: the rules of its organisation, refused and accepted; flags with
days and categories that others gave; and all of it deleted by the organisation.

usage: exchange-journey.py LOFT LOFTCTL SCHEMAS PICTURES

Runs inside tests/support/run-in-display.sh. What the server has is its own word (fake-activesync.py). With
LOFT_TEST_SOAK=1 the rules in other looks too.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from journey import Loft, run  # noqa: E402

DAY = 86400
DARK = {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}
POLICY = ["EASProvisionDoc", ["DevicePasswordEnabled", 1], ["RequireDeviceEncryption", 1],
          ["MaxInactivityTimeDeviceLock", 900], ["AttachmentsEnabled", 1], ["MaxAttachmentSize", 5000000],
          ["MaxEmailAgeFilter", 6], ["AllowCamera", 0]]


class Server:
    """fake-activesync.py, and what it says of itself."""

    def __init__(self):
        program = pathlib.Path(__file__).parents[1] / "support" / "fake-activesync.py"
        self.process = subprocess.Popen([program, "--heartbeat", "1-3540"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.root = f"http://127.0.0.1:{int(self.process.stdout.readline())}"
        self.url = self.root + "/Microsoft-Server-ActiveSync"

    def ask(self, word, **asked):
        request = urllib.request.Request(f"{self.root}/control/{word}", json.dumps(asked).encode(),
                                         {"Content-Type": "application/json"})
        return json.load(urllib.request.urlopen(request))

    def put(self, subject, data, body="The text of it.", days=0):
        date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(time.time() - days * DAY))
        name = subject.replace(" ", ".")
        mime = (f"From: Eva Adler <eva@example.test>\r\nTo: alice@example.test\r\nDate: {date}\r\n"
                f"Message-ID: <{name}@example.test>\r\nSubject: {subject}\r\n\r\n{body}\r\n")
        return self.ask("put", folder="Inbox", mime=mime, data=data, date=time.time() - days * DAY)["id"]

    def item(self, name):
        for folder in self.ask("state", full=1)["folders"]:
            for item in folder["items"]:
                if item["id"] == name:
                    return item
        return None

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def flag(first, last):
    """From and until so many days from now, as Outlook writes it."""
    def day(n):
        return time.strftime("%Y-%m-%dT00:00:00.000Z", time.gmtime(time.time() + n * DAY))
    return ["Email:Flag", ["Email:Status", 2], ["Email:FlagType", "Follow up"],
            ["Tasks:StartDate", day(first)], ["Tasks:UtcStartDate", day(first)],
            ["Tasks:DueDate", day(last)], ["Tasks:UtcDueDate", day(last)]]


class Journey:
    def __init__(self, command, loftctl, folder, pictures):
        self.command, self.loftctl = command, loftctl
        self.pictures = pathlib.Path(pictures)
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.profile = pathlib.Path(folder, "profile")
        self.server = Server()
        self.loft = None
        self.n_pictures = 0
        self.fill()

    def fill(self):
        self.rooms = self.server.put("Rooms for the fair", [
            flag(-1, 1), ["Email:Categories", ["Email:Category", "Spring fair"],
                          ["Email:Category", "Verträge"]]])
        self.contract = self.server.put("The contract", [["Email:Read", 1]], days=1)
        self.ctl("account", "add", "eas", "--name", "work", "--address", "alice@example.test", "--url",
                 self.server.url, "--user", "alice", "--secrets-file", "--password-stdin")

    def ctl(self, *words):
        return subprocess.run([self.loftctl, "--profile", str(self.profile), *words], check=True,
                              input="alice-secret\n", capture_output=True, text=True).stdout

    def picture(self, name):
        self.n_pictures += 1
        time.sleep(0.5)  # for the last frame: a picture is for people, no test waits for it
        width, height = self.loft.size
        run("import", "-window", "root", "-crop", f"{width}x{height}+0+0", "+repage",
            str(self.pictures / f"{self.n_pictures:02d}-{name}.png"))

    def start(self, width=1280, height=800, environment=None):
        if self.loft is not None:
            self.loft.close()
        self.loft = Loft(self.command, self.profile, width, height, environment)
        self.loft.move_to_corner()

    def stop(self):
        if self.loft is not None and self.loft.process.poll() is None:
            self.loft.process.kill()
        self.server.stop()

    # Steps

    def refused(self):
        self.server.ask("set", policy=POLICY)
        self.start()
        self.loft.says("gives nothing to this computer")
        self.picture("waits")
        self.loft.press("Review…")
        self.loft.says("The computer’s disk is encrypted")
        self.loft.says("Delete This Account Here")
        self.picture("rules")
        self.loft.keys("alt+n")
        self.loft.says_no_more("Delete This Account Here")
        assert "waiting" in self.ctl("--json", "account", "policy", "work")

    def looks(self):
        for name, width, height, environment in (("dark", 1280, 800, DARK), ("narrow", 360, 640, None)):
            self.start(width, height, environment)
            self.loft.press("Review…")
            self.loft.says("The computer’s disk is encrypted")
            self.picture(f"rules-{name}")
            self.loft.keys("alt+n")
            self.loft.says_no_more("Delete This Account Here")
            self.picture(f"waits-{name}")
        self.start()

    def accepted(self):
        self.loft.press("Review…")
        self.loft.says("The computer’s disk is encrypted")
        self.loft.keys("alt+a")
        self.loft.says_no_more("gives nothing to this computer")
        self.loft.row("Rooms for the fair")
        self.picture("accepted")
        assert "accepted" in self.ctl("--json", "account", "policy", "work")

    def followed_up(self):
        """What others said of a message shows; what is said here, and taken back, arrives there."""
        self.loft.click(self.loft.row("Rooms for the fair"))
        self.loft.says("Follow up tomorrow")
        self.loft.says("Spring fair")
        self.loft.says("Verträge")
        self.picture("follow-up")
        self.loft.click(self.loft.row("Rooms for the fair"), "3")
        self.loft.wait("the menu", lambda: self.loft.menu_with("Follow Up"))
        self.loft.keys("w")
        self.loft.wait("the choices", lambda: self.loft.menu_with("Mark Complete"))
        self.picture("follow-up-menu")
        self.loft.keys("c")
        self.loft.says("1 message is done")
        self.picture("done")
        self.loft.wait("the server to have it", lambda: "Email:CompleteTime" in self.data(self.rooms))
        self.loft.keys("ctrl+z")
        self.loft.says("Follow up tomorrow")
        self.loft.wait("the server to have it back",
                       lambda: '["Email:Status", "2"]' in self.data(self.rooms))
        assert "Tasks:UtcDueDate" in self.data(self.rooms)

    def data(self, name):
        return json.dumps(self.server.item(name)["data"])

    def wiped(self):
        self.server.ask("set", wipe={"alice": "account"})
        self.loft.keys("F5")
        self.loft.says("Your organisation removed the data of work")
        self.picture("wiped")
        assert "RemoteWipe" in json.dumps(self.server.ask("devices"))
        assert "alice@" not in self.ctl("account", "list")
        self.loft.press("OK")
        self.loft.says_no_more("Your organisation removed")
        self.picture("wiped-put-away")

    def end(self):
        assert not self.loft.complaints(), self.loft.complaints()
        self.loft.close()


def main(command, loftctl, schemas, pictures):
    os.environ["GSETTINGS_SCHEMA_DIR"] = schemas
    with tempfile.TemporaryDirectory(prefix="loft-exchange-") as folder:
        journey = Journey(command, loftctl, folder, pictures)
        steps = [journey.refused, journey.accepted, journey.followed_up, journey.wiped, journey.end]
        if "LOFT_TEST_SOAK" in os.environ:
            steps.insert(1, journey.looks)
        print(f"1..{len(steps)}", flush=True)
        try:
            for number, step in enumerate(steps, 1):
                step()
                print(f"ok {number} - {step.__name__}", flush=True)
        except BaseException:
            if journey.loft is not None:
                for line in journey.loft.last_words():
                    print(f"# {line}")
                journey.picture("failed")
            raise
        finally:
            journey.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
