# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures that are measured once a run: round trips, the first rows, a huge message, a huge folder."""
import base64
import json
import pathlib
import random
import shutil
import sqlite3
import subprocess
import time

from line import SlowLine
from process import Measured, say

DELAY = 0.05  # seconds in each direction
FOLDERS = 300
HUGE_MESSAGE = 100_000_000


class Profile:
    """loftctl with a profile of its own and one account over plain text."""

    def __init__(self, chosen, server, folder, user, port):
        self.path = folder / f"profile-{user}"
        shutil.rmtree(self.path, ignore_errors=True)
        self.command = [chosen.build / "src/cli/loftctl", "--profile", self.path]
        Measured([*self.command, "account", "add", "imap", "--name", "bench", "--address",
                  f"{user}@example.test", "--user", user, "--host", "localhost", "--port", port,
                  "--security", "none", "--allow-plaintext", "--window", "all",
                  "--password-stdin", "--secrets-file"], f"{user}-secret\n")

    def run(self, *words):
        return Measured([*self.command, *words])

    def start_sync(self, *words):
        return subprocess.Popen([str(word) for word in [*self.command, "sync", *words]],
                                stdout=subprocess.DEVNULL)

    def count(self, condition="1"):
        """Rows of messages, as any process may see them while it syncs."""
        for store in self.path.glob("accounts/*/store.db"):
            try:
                with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as database:
                    return database.execute(
                        f"SELECT count(*) FROM message WHERE {condition}").fetchone()[0]
            except sqlite3.Error:
                pass
        return 0

    def wait_for(self, n, condition="1"):
        give_up = time.monotonic() + 120
        while self.count(condition) < n:
            if time.monotonic() > give_up:
                raise SystemExit("bench: no rows came")
            time.sleep(0.005)

    def remove(self):
        shutil.rmtree(self.path)


def write_maildir(path, messages):
    for name in ("cur", "new", "tmp"):
        (path / name).mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(messages):
        (path / "cur" / f"{1700000000 + number}.M{number}.bench:2,S").write_bytes(text)


def small_message(number):
    return (f"From: Eva <eva@example.org>\nTo: Bob <bob@example.test>\nSubject: Number {number}\n"
            f"Message-ID: <{number}@bench.example>\n\nText of number {number}.\n").encode()


def first_rows(chosen, server, folder):
    """From the start of the process, signing in included, until 50 rows are in the store."""
    profile = Profile(chosen, server, folder, "alice", server.values["IMAP_PORT"])
    begin = time.monotonic()
    sync = profile.start_sync()
    profile.wait_for(50)
    found = {"first rows seconds": time.monotonic() - begin}
    sync.terminate()
    sync.wait()
    profile.remove()
    return found


def many_folders(chosen, server, folder):
    """Round trips after signing in of a sync with nothing new, in an account of many folders."""
    home = pathlib.Path(server.values["MAIL_HOME"], "bob", "Maildir")
    for number in range(FOLDERS):
        write_maildir(home / f".Folder {number}", [small_message(number)])
    server.adopt()
    with SlowLine(server.values["IMAP_PORT"]) as line:
        profile = Profile(chosen, server, folder, "bob", line.port)
        profile.run("sync")
        line.forget()
        profile.run("sync")
        found = {"many folders trips": line.trips()}
    profile.remove()
    return found


def oldest(profile, n):
    listed = profile.run("--json", "messages", "--folder", "INBOX", "--limit", n, "--offset",
                         profile.count() - n)
    return [json.loads(text)["id"] for text in listed.output.splitlines()]


def click(chosen, server, folder):
    """Round trips' worth of time of showing messages whose body is not here, while a program that
    stays open, as the window does, syncs all: the first one and the next."""
    with SlowLine(server.values["IMAP_PORT"], DELAY) as line:
        profile = Profile(chosen, server, folder, "alice", line.port)
        sync = profile.start_sync("--watch", "600")
        profile.wait_for(500, "content = 1")
        ids = oldest(profile, 4)
        process = profile.run("messages", "--limit", 1).seconds
        trips = [(profile.run("show", number, "--text").seconds - process) / (2 * DELAY)
                 for number in ids]
        still_syncing = profile.count("content = 1") < profile.count()
        sync.terminate()
        sync.wait()
    profile.remove()
    if not still_syncing:
        say("The sync ended before the last click")
    return {"first click trips": trips[0], "click trips": sorted(trips[1:])[1]}


def huge_message(chosen, server, folder):
    """Written a megabyte at a time: the memory of whoever starts a process counts as the process's."""
    noise = random.Random(1)
    text = (b"From: Eva <eva@example.org>\nSubject: Film\nMIME-Version: 1.0\n"
            b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nA film.\n--b\n"
            b"Content-Type: video/mp4; name=film.mp4\nContent-Transfer-Encoding: base64\n\n")
    home = pathlib.Path(server.values["MAIL_HOME"], "carol", "Maildir")
    write_maildir(home, [text])
    with next((home / "cur").iterdir()).open("ab") as message:
        for _ in range(HUGE_MESSAGE // 1_000_000):
            message.write(base64.encodebytes(noise.randbytes(13700 * 54)))
        message.write(b"--b--\n")
    server.adopt()
    profile = Profile(chosen, server, folder, "carol", server.values["IMAP_PORT"])
    found = {"huge message memory": profile.run("sync").memory}
    profile.remove()
    return found


def core(chosen, folder):
    """Without a network: what grows with the number of messages."""
    program = chosen.build / "tests/bench/loft-core-speed"
    base, large, huge = (50_000, 500_000, 1_000_000) if chosen.full else (5_000, 50_000, 100_000)

    def sync(n, what):
        place = folder / "core"
        shutil.rmtree(place, ignore_errors=True)
        found = json.loads(Measured([program, "sync", place, n, what]).output)
        return found

    def search(place):
        return json.loads(Measured([program, "search", place, "word3 word14"]).output)

    found = {"headers base": base, "headers large": large, "headers huge": huge}
    for name, n in (("base", base), ("large", large), ("huge", huge)):
        measured = sync(n, "headers")
        found[f"headers {name} seconds"] = measured["seconds"]
        found[f"headers {name} memory"] = measured["peak_kb"] * 1024
    shutil.rmtree(folder / "core")
    measured = json.loads(Measured([chosen.build / "tests/bench/loft-conversation-speed",
                                    folder / "core", large]).output)
    found["conversations seconds"] = measured["seconds"]
    found["conversations"] = measured["conversations"]
    for name, n in (("base", base), ("large", large)):
        sync(n, "bodies")
        measured = search(folder / "core")
        found[f"search {name} seconds"] = measured["seconds"]
        found[f"search {name} results"] = measured["results"]
    measured = json.loads(Measured([program, "typing", folder / "core"]).output)
    found["typing median seconds"] = measured["median"]
    found["typing worst seconds"] = measured["worst"]
    measured = json.loads(Measured([chosen.build / "tests/bench/loft-wbxml-speed"]).output)
    found.update({f"WBXML {name}": measured[name] for name in ("ours", "peer", "handed")})
    shutil.rmtree(folder / "core")
    return found


def measure(chosen, server, folder):
    found = {}
    for what, function in (("first rows", first_rows), ("many folders", many_folders),
                           ("clicks", click), ("a huge message", huge_message)):
        say(f"Measuring {what}")
        found.update(function(chosen, server, folder))
    say("Measuring folders without a network")
    return {**found, **core(chosen, folder)}


def table(figures):
    yield "first 50 rows", f"{figures['first rows seconds']:.3f} s", "from the start of the process"
    yield f"nothing new, {FOLDERS} folders", f"{figures['many folders trips']} trips", "after login"
    yield "click during a full sync", f"{figures['click trips']:.1f} trips", \
        f"the first {figures['first click trips']:.1f}"
    yield "memory, 100 MB message", f"{figures['huge message memory'] / 1e6:.0f} MB", ""
    yield f"{figures['headers large']:,} headers", f"{figures['headers large seconds']:.2f} s", \
        f"{figures['headers large seconds'] / figures['headers base seconds']:.1f} x " \
        f"{figures['headers base']:,} headers"
    yield f"conversations of {figures['headers large']:,}", \
        f"{figures['conversations seconds']:.2f} s", \
        f"{figures['conversations seconds'] / figures['headers large seconds']:.2f} x their headers"
    yield f"memory, {figures['headers huge']:,} headers", \
        f"{figures['headers huge memory'] / 1e6:.0f} MB", ""
    for name in ("base", "large"):
        yield f"search, {figures[f'headers {name}']:,} messages", \
            f"{figures[f'search {name} seconds'] * 1000:.1f} ms", \
            f"in the store, {figures[f'search {name} results']} results"
    yield "search as you type, a key", f"{figures['typing worst seconds'] * 1000:.1f} ms", \
        f"the worst over {figures['headers large']:,} messages; " \
        f"median {figures['typing median seconds'] * 1000:.1f} ms"
    yield "reading WBXML, a tree", f"{figures['WBXML ours'] / 1e6:.0f} MB/s", \
        f"{figures['WBXML ours'] / figures['WBXML peer']:.1f} x libwbxml; " \
        f"{figures['WBXML handed'] / 1e6:.0f} MB/s item by item"
