# SPDX-License-Identifier: GPL-3.0-or-later
"""A full account of a real SOGo by ActiveSync: its first sync, and one with nothing new, against a bare loop
of the same Sync requests whose answers nobody reads. What is here in the end is what IMAP, CalDAV and
CardDAV say.

  eas.py BUILD [--messages N]
"""
import argparse
import base64
import concurrent.futures
import http.client
import imaplib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys

from process import Measured, say

ROOT = pathlib.Path(__file__).resolve().parents[2]
SUPPORT = ROOT / "tests/support"
USER, PASSWORD = "alice", "alice-secret"
MESSAGES, EVENTS, CONTACTS, TASKS = 5_000, 1_000, 500, 200
ROUNDS = 3
WRITERS = 4
COLLECTIONS = 10

ZONES = "Europe/Vienna", "America/New_York", "Asia/Kolkata", "Australia/Sydney"

HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Bench//EN\n"
EVENT = """BEGIN:VEVENT
UID:event-{number}
DTSTAMP:20260101T000000Z
DTSTART;TZID={zone}:{day}T{hour:02}0000
DTEND;TZID={zone}:{day}T{hour:02}3000
{rule}SUMMARY:Meeting number {number} of the spring fair
LOCATION:Room {room}
DESCRIPTION:{text}
END:VEVENT
"""
MOVED = """BEGIN:VEVENT
UID:event-{number}
DTSTAMP:20260101T000000Z
RECURRENCE-ID;TZID={zone}:{day}T{hour:02}0000
DTSTART;TZID={zone}:{day}T{later:02}0000
DTEND;TZID={zone}:{day}T{later:02}3000
SUMMARY:Later than the others of {number}
END:VEVENT
"""
TASK = """BEGIN:VTODO
UID:task-{number}
DTSTAMP:20260101T000000Z
DUE;VALUE=DATE:2026{month:02}15
SUMMARY:Bring box {number}
END:VTODO
"""
CARD = """BEGIN:VCARD
VERSION:3.0
UID:card-{number}
FN:Eva{number} Adler{family}
N:Adler{family};Eva{number};;;
EMAIL;TYPE=work:eva{number}@example.test
TEL;TYPE=cell:+43 1 {number:07}
ORG:Fair {family};Sales
END:VCARD
"""


# ---- what the account has ----------------------------------------------------------------------

def event(number):
    """Each tenth a series, each twentieth with an occurrence that moved."""
    days, facts = number % 1000, {"number": number, "zone": ZONES[number % len(ZONES)], "room": number % 40,
                                  "hour": 8 + number % 9, "later": 19, "text": "Bring the figures. " * 6}
    facts["day"] = f"{2025 + days // 336}{1 + days % 336 // 28:02}{1 + days % 28:02}"
    facts["rule"] = "RRULE:FREQ=WEEKLY;COUNT=20\n" if number % 10 == 0 else ""
    return HEAD + EVENT.format(**facts) + (MOVED.format(**facts) if number % 20 == 0 else "") + \
        "END:VCALENDAR\n"


def everything():
    for number in range(EVENTS):
        yield f"Calendar/personal/event-{number}.ics", event(number)
    for number in range(TASKS):
        yield f"Calendar/personal/task-{number}.ics", \
            HEAD + TASK.format(number=number, month=1 + number % 12) + "END:VCALENDAR\n"
    for number in range(CONTACTS):
        yield f"Contacts/personal/card-{number}.vcf", CARD.format(number=number, family=number % 50)


class Dav:
    """A connection for each request: SOGo ends them as it likes."""

    def __init__(self, port):
        self.port = port
        word = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        self.headers = {"Authorization": f"Basic {word}"}

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        connection.request(method, f"/SOGo/dav/{USER}/{path}", body, {**self.headers, **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def put(self, item):
        path, text = item
        kind = "text/vcard" if path.endswith("vcf") else "text/calendar"
        status, _ = self.ask("PUT", path, text.replace("\n", "\r\n").encode(),
                             **{"Content-Type": f"{kind}; charset=utf-8"})
        if status // 100 != 2:
            sys.exit(f"bench: PUT {path}: {status}")

    def names(self, path):
        _, text = self.ask("PROPFIND", path, b'<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>',
                           Depth="1", **{"Content-Type": "text/xml"})
        return {name for name in re.findall(r"<D:href>[^<]*/([^</]+)</D:href>", text) if "." in name}


class Server:
    """A Dovecot with the mail and a SOGo before it, in a folder of their own."""

    def __init__(self, chosen, folder, messages):
        self.folder = folder / "eas-server"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.run("private-dovecot.sh", "start", self.folder)
        self.mail = self.ports(self.folder)
        self.lay(chosen, folder, messages)
        self.run("private-dovecot.sh", "adopt", self.folder)
        self.run("private-sogo.sh", "start", self.folder / "sogo", self.folder)
        self.sogo = self.ports(self.folder / "sogo")
        self.url = f"http://127.0.0.1:{self.sogo['HTTP_PORT']}/SOGo/Microsoft-Server-ActiveSync"
        self.dav = Dav(int(self.sogo["HTTP_PORT"]))
        with concurrent.futures.ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(self.dav.put, everything()))

    def run(self, name, *words):
        subprocess.run(["sh", SUPPORT / name, *words], check=True,
                       env={**os.environ, "WATCH_PID": str(os.getpid()), "REMOVE_WHEN_DEAD": "1"})

    def ports(self, folder):
        return dict(line.replace("'", "").split("=", 1)
                    for line in (folder / "ports").read_text().splitlines())

    def lay(self, chosen, folder, messages):
        """Files in place of deliveries; kept, since the same seed gives the same bytes."""
        maildir = folder / f"eas-mailbox-{messages}"
        if not (maildir / "complete").exists():
            shutil.rmtree(maildir, ignore_errors=True)
            Measured([chosen.build / "tests/support/sample/loft-sample-mailbox", "--bench",
                      messages, "--seed", "1", maildir])
            (maildir / "complete").touch()
        target = pathlib.Path(self.mail["MAIL_HOME"], USER, "Maildir")
        subprocess.run(["cp", "-a", "-f", f"{maildir}/.", target], check=True)
        imap = self.imap()
        for number in range(COLLECTIONS):
            imap.create(f"Folder {number}")
        imap.logout()

    def imap(self):
        client = imaplib.IMAP4("127.0.0.1", int(self.mail["IMAP_PORT"]))
        client.login(USER, PASSWORD)
        return client

    def uids(self):
        client = self.imap()
        client.select("INBOX", readonly=True)
        found = set(client.uid("SEARCH", "ALL")[1][0].decode().split())
        client.logout()
        return found

    def stop(self):
        self.run("private-sogo.sh", "stop", self.folder / "sogo")
        self.run("private-dovecot.sh", "remove", self.folder)


# ---- what is measured --------------------------------------------------------------------------

def floor(chosen, server):
    return json.loads(Measured([chosen.build / "tests/bench/loft-eas-floor", server.url, USER,
                                PASSWORD]).output)


def check(profile, server):
    """The store against the server's other doors."""
    store = max(profile.glob("accounts/*/store.db"), key=lambda path: path.stat().st_size)
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as database:
        def column(query):
            return {str(row[0]) for row in database.execute(query)}

        inbox = column("SELECT message.remote_id FROM message JOIN folder ON folder.id = folder_id "
                       "WHERE path = 'INBOX'")
        uids = column("SELECT uid FROM resource")
    wanted = {name.rpartition(".")[0] for path in ("Calendar/personal/", "Contacts/personal/")
              for name in server.dav.names(path)}
    if inbox != server.uids():
        sys.exit(f"bench: {len(inbox)} messages here, {len(server.uids())} there")
    if len(uids) != len(wanted) or len(wanted) != EVENTS + TASKS + CONTACTS:
        sys.exit(f"bench: {len(uids)} resources here, {len(wanted)} there")


def loft(chosen, folder, server):
    profile = folder / "eas-profile"
    shutil.rmtree(profile, ignore_errors=True)
    command = [chosen.build / "src/cli/loftctl", "--profile", profile]
    Measured([*command, "account", "add", "eas", "--name", "bench", "--address", "alice@example.test",
              "--user", USER, "--url", server.url, "--window", "all", "--password-stdin",
              "--secrets-file"], f"{PASSWORD}\n")
    full = Measured([*command, "sync"])
    check(profile, server)
    os.environ["LOFT_TRACE"] = "eas"
    traced = subprocess.run([*map(str, command), "sync"], stderr=subprocess.PIPE, check=True, text=True)
    del os.environ["LOFT_TRACE"]
    again = Measured([*command, "sync"])
    shutil.rmtree(profile)
    return full, again, len(re.findall(r" eas Sync$", traced.stderr, re.M))


def measure(chosen, folder, messages=MESSAGES, rounds=1):
    say(f"ActiveSync: SOGo gets {messages} messages, {EVENTS} events, {CONTACTS} contacts, "
        f"{TASKS} tasks")
    server = Server(chosen, folder, messages)
    found = []
    try:
        for _ in range(rounds):
            bare = floor(chosen, server)
            full, again, syncs = loft(chosen, folder, server)
            found.append((bare["seconds"], full.seconds, full.cpu, full.memory, again.seconds,
                          syncs))
    finally:
        server.stop()
    names = ("eas loop seconds", "eas seconds", "eas cpu", "eas memory", "eas again seconds",
             "eas again syncs")
    return {"eas messages": messages,
            **{name: statistics.median(column) for name, column in zip(names, zip(*found))}}


def table(figures):
    first, full = figures["eas loop seconds"], figures["eas seconds"]
    yield f"ActiveSync, {figures['eas messages']:,.0f} messages", f"{full:.3f} s", \
        f"{full / first:.2f} x bare loop, {figures['eas cpu']:.2f} s of processor time, " \
        f"{figures['eas memory'] / 1e6:.0f} MB"
    yield "ActiveSync, nothing new", f"{figures['eas again seconds']:.3f} s", \
        f"{figures['eas again syncs']:.0f} Sync"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    chosen.build = chosen.build.resolve()
    folder = chosen.build / "bench"
    folder.mkdir(exist_ok=True)
    for row in table(measure(chosen, folder, chosen.messages, chosen.rounds)):
        print(*row, sep="   ")


if __name__ == "__main__":
    main()
