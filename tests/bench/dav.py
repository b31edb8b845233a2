# SPDX-License-Identifier: GPL-3.0-or-later
"""Calendars and address books: a first sync from Radicale, and one with nothing new, against a bare loop of
sync-collection and multiget whose answers nobody reads."""
import base64
import http.client
import json
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time

from process import Measured, say

USER = "alice"
ROUNDS = 3
STEP = 100  # things in one multiget of the loop, as Loft asks for events

EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Bench//EN
BEGIN:VEVENT
UID:event-{number}
DTSTAMP:20260101T000000Z
DTSTART:{day}T{hour:02}0000Z
DTEND:{day}T{hour:02}3000Z
{rule}SUMMARY:Meeting number {number} of the spring fair
LOCATION:Room {room}
DESCRIPTION:{text}
END:VEVENT
END:VCALENDAR
"""

CARD = """BEGIN:VCARD
VERSION:3.0
UID:card-{number}
FN:Eva{number} Adler{family}
N:Adler{family};Eva{number};;;
EMAIL;TYPE=work:eva{number}@example.test
TEL;TYPE=cell:+43 1 {number:07}
ORG:Fair {family};Sales
NOTE:{text}
END:VCARD
"""

CONFIGURATION = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[storage]
filesystem_folder = {folder}
[logging]
level = warning
"""

# path, what Radicale calls it, prefix of its multiget, property with the text, name space
COLLECTIONS = [
    ("work", "VCALENDAR", "calendar", "calendar-data", "caldav"),
    ("people", "VADDRESSBOOK", "addressbook", "address-data", "carddav"),
]


def event(number):
    days = number % 1000
    return EVENT.format(number=number, room=number % 40, hour=8 + number % 9,
                        day=f"{2025 + days // 336}{1 + days % 336 // 28:02}{1 + days % 28:02}",
                        rule="RRULE:FREQ=WEEKLY;COUNT=20\n" if number % 10 == 0 else "",
                        text="Bring the figures we spoke of. " * 6)


def card(number):
    return CARD.format(number=number, family=number % 500, text="Met at the spring fair.")


def lay(folder, n):
    """Files in place of uploads, and only once: the server reads each for the first time at great length."""
    stamp = folder / f"made-{n}"
    if stamp.exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    home = folder / "collection-root" / USER
    for name, tag, *_ in COLLECTIONS:
        place = home / name
        place.mkdir(parents=True)
        (place / ".Radicale.props").write_text(json.dumps({"tag": tag, "D:displayname": name}))
        write, ending = (event, "ics") if tag == "VCALENDAR" else (card, "vcf")
        for number in range(n):
            (place / f"{number}.{ending}").write_bytes(
                write(number).replace("\n", "\r\n").encode())
    (home / ".Radicale.props").write_text("{}")
    stamp.touch()


class Radicale:
    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        config = folder.parent / "radicale.conf"
        config.write_text(CONFIGURATION.format(port=self.port, folder=folder))
        self.process = subprocess.Popen(["/usr/bin/python3", "-m", "radicale", "--config", config])
        self.await_answer()

    def await_answer(self):
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        sys.exit("bench: Radicale did not start")

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Loop:
    """The floor: asks for everything, parses nothing but addresses."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1200)
        word = base64.b64encode(f"{USER}:secret".encode()).decode()
        self.headers = {"Authorization": f"Basic {word}", "Content-Type": "text/xml", "Depth": "1"}

    def report(self, path, body):
        self.connection.request("REPORT", path, '<?xml version="1.0"?>' + body, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 207:
            sys.exit(f"bench: {path}: {answer.status}")
        return text.decode()

    def list(self, path, token=""):
        text = self.report(path, f'<sync-collection xmlns="DAV:"><sync-token>{token}</sync-token>'
                           "<sync-level>1</sync-level><prop><getetag/></prop></sync-collection>")
        return [href for href in re.findall("<href>([^<]*)</href>", text) if href != path], \
            re.search("<sync-token>([^<]*)</sync-token>", text).group(1)

    def get(self, path, prefix, data, space, hrefs):
        wanted = "".join(f"<href>{href}</href>" for href in hrefs)
        self.report(path, f'<C:{prefix}-multiget xmlns="DAV:"'
                    f' xmlns:C="urn:ietf:params:xml:ns:{space}">'
                    f"<prop><getetag/><C:{data}/></prop>{wanted}</C:{prefix}-multiget>")

    def run(self):
        tokens = {}
        for name, _, *words in COLLECTIONS:
            path = f"/{USER}/{name}/"
            hrefs, tokens[path] = self.list(path)
            for first in range(0, len(hrefs), STEP):
                self.get(path, *words, hrefs[first:first + STEP])
        return tokens


def measured(func, *words):
    begin = time.monotonic()
    result = func(*words)
    return time.monotonic() - begin, result


def loop(port):
    first, tokens = measured(Loop(port).run)
    again, _ = measured(lambda: [Loop(port).list(path, token) for path, token in tokens.items()])
    return first, again


def loft(chosen, folder, port):
    profile = folder / "dav-profile"
    shutil.rmtree(profile, ignore_errors=True)
    command = [chosen.build / "src/cli/loftctl", "--profile", profile]
    Measured([*command, "account", "add", "dav", "--name", "bench", "--address",
              "alice@example.test", "--user", USER, "--url", f"http://127.0.0.1:{port}/{USER}/",
              "--password-stdin", "--secrets-file"], "secret\n")
    full = Measured([*command, "sync"])
    again = Measured([*command, "sync"])
    shutil.rmtree(profile)
    return full, again


def measure(chosen, folder):
    n = 20_000 if chosen.full else 2_000
    rounds = []
    lay(folder / "dav", n)
    server = Radicale(folder / "dav")
    try:
        say(f"DAV: Radicale reads {n} events and {n} contacts")
        loop(server.port)
        for _ in range(ROUNDS):
            first, again = loop(server.port)
            full, nothing = loft(chosen, folder, server.port)
            rounds.append((first, full.seconds, again, nothing.seconds, full.memory))
    finally:
        server.stop()
    names = ("dav loop seconds", "dav seconds", "dav loop again seconds", "dav again seconds",
             "dav memory")
    return {"dav things": 2 * n,
            **{name: statistics.median(column) for name, column in zip(names, zip(*rounds))}}


def table(figures):
    first, full = figures["dav loop seconds"], figures["dav seconds"]
    again, nothing = figures["dav loop again seconds"], figures["dav again seconds"]
    yield f"DAV, {figures['dav things']:.0f} things", f"{full:.3f} s", \
        f"{full / first:.2f} x bare loop, {figures['dav memory'] / 1e6:.0f} MB"
    yield "DAV, nothing new", f"{nothing:.3f} s", f"{nothing / again:.2f} x bare loop"


if __name__ == "__main__":
    class Chosen:
        build = pathlib.Path(sys.argv[1]).resolve()
        full = "--full" in sys.argv

    place = Chosen.build / "bench"
    place.mkdir(exist_ok=True)
    for row in table(measure(Chosen, place)):
        print(*row, sep="   ")
