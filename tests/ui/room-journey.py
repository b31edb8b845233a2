#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A mailbox that fills up, in the real window against a real server: the warning, what takes room, old
messages that go to the archive and come back.

usage: room-journey.py LOFT LOFTCTL PRIVATE-DOVECOT SCHEMAS PICTURES

Runs inside tests/support/run-in-display.sh. What the server has is told by its Maildir.
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from journey import BUTTONS, Loft, run  # noqa: E402

SIZE = (1280, 800)
LARGE = [("", "Plans of the harbour museum", 3_400_000, 20, "harbour-plans.pdf"),
         ("", "Photographs of the opening", 2_900_000, 40, "photographs.zip"),
         (".Work", "Catalogue, third proof", 2_300_000, 90, "catalogue.pdf")]
N_OLD = 12
FROM_BELOW = 5  # the line of the account's menu


def message(number, subject, size, days, attachment):
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(time.time() - days * 86400))
    header = (f"From: Nora Hall <nora@example.test>\r\nTo: alice@example.test\r\nDate: {date}\r\n"
              f"Message-ID: <r{number}@example.test>\r\nSubject: {subject}\r\n")
    if attachment is None:
        return header + "\r\nA few words.\r\n"
    line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\r\n"
    return (header + "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            "--b\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n"
            f"--b\r\nContent-Type: application/octet-stream; name=\"{attachment}\"\r\n"
            f"Content-Disposition: attachment; filename=\"{attachment}\"\r\n"
            f"Content-Transfer-Encoding: base64\r\n\r\n{line * (size // len(line))}--b--\r\n")


class Server:
    def __init__(self, script, folder):
        self.script, self.folder = script, folder
        subprocess.run([script, "start", folder], check=True,
                       env={**os.environ, "PROFILE": "extended", "WATCH_PID": str(os.getpid())})
        self.ports = dict(line.split("=", 1)
                          for line in pathlib.Path(folder, "ports").read_text().split("\n") if line)
        self.ports = {name: value.strip("'\"") for name, value in self.ports.items()}
        self.maildir = pathlib.Path(self.ports["MAIL_HOME"], "alice", "Maildir")
        self.fill()

    def fill(self):
        for number, (folder, subject, size, days, name) in enumerate(
                LARGE + [("", f"Letter {i}", 0, 900 + i, None) for i in range(N_OLD)]):
            place = self.maildir / (f".{folder.strip('.')}" if folder else "") / "cur"
            for each in ("cur", "new", "tmp"):
                (place.parent / each).mkdir(parents=True, exist_ok=True)
            when = time.time() - days * 86400
            path = place / f"{int(when)}.{number}.x:2,S"
            path.write_text(message(number, subject, size, days, name), newline="")
            os.utime(path, (when, when))
        subprocess.run([self.script, "adopt", self.folder], check=True)

    def count(self, folder):
        place = self.maildir / (f".{folder}" if folder else "")
        return sum(len(list((place / each).glob("*"))) for each in ("cur", "new"))

    def stop(self):
        subprocess.run([self.script, "remove", self.folder], check=True)


def picture(pictures, name):
    time.sleep(0.5)
    run("import", "-window", "root", str(pictures / f"{name}.png"))


def make_profile(loftctl, server, profile):
    command = [loftctl, "--profile", str(profile)]
    subprocess.run(command + ["account", "add", "imap", "--name", "work", "--address",
                              "alice@example.test", "--user", "alice", "--host", "127.0.0.1", "--port",
                              server.ports["IMAPS_PORT"], "--trust", server.ports["FINGERPRINT"],
                              "--password-stdin", "--secrets-file"],
                   input="alice-secret\n", text=True, check=True)
    subprocess.run(command + ["sync"], check=True, stdout=subprocess.DEVNULL)


def warned(loft, pictures):
    loft.says("work is filling up")
    picture(pictures, "filling-up")
    loft.press("Free Room")
    loft.says("Large Messages")
    loft.says("harbour-plans.pdf")
    loft.says("Space Used on the Server")
    picture(pictures, "what-takes-room")
    loft.keys("Escape")
    loft.says_no_more("Large Messages")
    loft.press("Dismiss")
    loft.says_no_more("work is filling up")


def archived(loft, server, pictures):
    loft.click(loft.find(BUTTONS, "Account Menu"))
    loft.says("Archive Old Messages…")
    loft.keys(*["Up"] * FROM_BELOW, "Return")
    loft.says(f"{N_OLD} messages")
    picture(pictures, "archive")
    loft.keys("alt+a")
    loft.says(f"{N_OLD} messages archived")
    picture(pictures, "archived")
    loft.wait("the server to have it", lambda: server.count("Archive") == N_OLD)
    assert server.count("") == 2
    # Whether or not the toast is still there.
    loft.keys("ctrl+z")
    loft.wait("the server to have it back", lambda: server.count("") == N_OLD + 2)


def main(command, loftctl, script, schemas, pictures):
    os.environ["GSETTINGS_SCHEMA_DIR"] = schemas
    pictures = pathlib.Path(pictures)
    pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="loft-room-") as folder:
        print("1..2", flush=True)
        server = Server(script, str(pathlib.Path(folder, "dovecot")))
        loft = None
        try:
            profile = pathlib.Path(folder, "profile")
            make_profile(loftctl, server, profile)
            loft = Loft(command, profile, *SIZE)
            loft.says("Updated")
            for number, step in enumerate((lambda: warned(loft, pictures),
                                           lambda: archived(loft, server, pictures)), 1):
                step()
                print(f"ok {number}", flush=True)
            assert not loft.complaints(), loft.complaints()
            loft.close()
        except BaseException:
            picture(pictures, "failed")
            raise
        finally:
            if loft is not None and loft.process.poll() is None:
                loft.process.kill()
            server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
