#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed, memory and disk of Loft's core beside a floor and beside peers, in one run.

usage: bench.py --build BUILD [--full] [--messages N] [--runs N] [--no-peers]

A private Dovecot over TLS serves a generated mailbox (see tests/support/sample). Each round runs
the floor (one connection that reads everything and throws it away), Loft and the peers, one after
the other, so that a slow minute of the machine slows all of them. What counts are ratios of
medians. The table goes to standard output, all numbers to BUILD/bench.json.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile

import dav
import eas
import month
import operations
import people
import pickup
import single
from process import Measured, say

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVER = ROOT / "tests/support/private-dovecot.sh"
SEED = "1"
QUERY = "drafts museum"


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--full", action="store_true", help="50,000 messages, medians of five")
    parser.add_argument("--messages", type=int)
    parser.add_argument("--runs", type=int)
    parser.add_argument("--no-peers", action="store_true", help="without mbsync, mu and mpop")
    chosen = parser.parse_args()
    chosen.build = chosen.build.resolve()
    chosen.messages = chosen.messages or (50_000 if chosen.full else 5_000)
    chosen.runs = chosen.runs or (5 if chosen.full else 3)
    return chosen


def disk(folder):
    """What the files take, whatever the file system keeps beside them."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


# ---- the mailbox and its server ----------------------------------------------------------------

def corpus(chosen, folder):
    """The generated Maildir; kept, since the same seed gives the same bytes."""
    maildir = folder / f"mailbox-{chosen.messages}-{SEED}"
    done = maildir / "complete"
    if not done.exists():
        say(f"Writing {chosen.messages} messages")
        shutil.rmtree(maildir, ignore_errors=True)
        Measured([chosen.build / "tests/support/sample/loft-sample-mailbox", "--bench",
                  chosen.messages, "--seed", SEED, maildir])
        done.touch()
    return maildir


MEMORY = pathlib.Path("/dev/shm")
MEMORY_FREE = 2_000_000_000


def server_folder(folder):
    """In memory where there is room: that the mail is in the kernel's cache is part of every
    figure, and not every kernel keeps it there. What we write stays on the disk."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= MEMORY_FREE:
        place = pathlib.Path(tempfile.mkdtemp(prefix="loft-bench-", dir=MEMORY))
    else:
        place = folder / "server"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    place.chmod(0o755)  # the server has a user of its own
    return place


class Dovecot:
    def __init__(self, folder, maildir):
        self.folder = server_folder(folder)
        subprocess.run([SERVER, "start", self.folder], check=True,
                       env={**os.environ, "WATCH_PID": str(os.getpid()), "REMOVE_WHEN_DEAD": "1"})
        self.values = dict(line.replace("'", "").split("=", 1)
                           for line in (self.folder / "ports").read_text().splitlines())
        self.port = self.values["IMAPS_PORT"]
        target = pathlib.Path(self.values["MAIL_HOME"], "alice", "Maildir")
        # Hard links where they can be: the server renames and removes, but never writes into a
        # message.
        same_disk = os.stat(maildir).st_dev == os.stat(target).st_dev
        subprocess.run(["cp", "-al" if same_disk else "-a", "-f", f"{maildir}/.", target],
                       check=True)
        self.adopt()

    def adopt(self):
        subprocess.run([SERVER, "adopt", self.folder], check=True)

    def stop(self):
        subprocess.run([SERVER, "remove", self.folder], check=False)


# ---- what is measured --------------------------------------------------------------------------

def floor(chosen, server):
    found = json.loads(Measured([chosen.build / "tests/bench/loft-floor", server.port, "alice",
                                 "alice-secret"]).output)
    if found["messages"] != chosen.messages:
        raise SystemExit(f"bench: the server has {found['messages']} messages")
    return {"floor seconds": found["seconds"]}


def loft(chosen, server, folder):
    """Full sync into a new profile, a sync with nothing new, searches."""
    profile = folder / "profile"
    shutil.rmtree(profile, ignore_errors=True)
    command = [chosen.build / "src/cli/loftctl", "--profile", profile]
    Measured([*command, "account", "add", "imap", "--name", "bench", "--address",
              "alice@example.test", "--user", "alice", "--host", "localhost", "--port", server.port,
              "--security", "tls", "--trust", server.values["FINGERPRINT"], "--window", "all",
              "--password-stdin", "--secrets-file"], "alice-secret\n")
    full = Measured([*command, "sync"])
    again = Measured([*command, "sync"])
    search = Measured([*command, "--json", "search", QUERY, "--limit", "50"])
    folders = [json.loads(line) for line in
               Measured([*command, "--json", "folders", "--account", "bench"]).output.splitlines()]
    inbox = next(entry for entry in folders if entry["path"] == "INBOX")
    if inbox["total"] != chosen.messages or inbox["cached"] != chosen.messages:
        raise SystemExit(f"bench: Loft holds {inbox}")
    found = {"sync seconds": full.seconds, "sync memory": full.memory,
             "nothing new seconds": again.seconds, "nothing new memory": again.memory,
             "search seconds": search.seconds, "search results": len(search.output.splitlines()),
             "disk": disk(profile), **reading(chosen, profile), **composing(chosen)}
    shutil.rmtree(profile)
    return found


def rows_profile(chosen, folder, number):
    """A profile whose inbox has so many rows and no bodies; kept."""
    profile = folder / f"rows-{number}"
    if not (profile / "complete").exists():
        say(f"Writing a folder of {number} rows")
        shutil.rmtree(profile, ignore_errors=True)
        profile.mkdir()
        Measured([chosen.build / "tests/bench/loft-list-rows", "make", profile, number])
        (profile / "complete").touch()
    return profile


def rows(chosen, profile):
    """What the window's list model does before the first row can be drawn."""
    found = json.loads(Measured([chosen.build / "tests/bench/loft-list-rows", "measure",
                                 profile]).output)
    return {"list rows": found["rows"], "list seconds": found["ids_seconds"],
            "list screen seconds": found["screen_seconds"],
            "list memory": found["peak_kb"] * 1024}


ARRANGEMENTS = ("conversations", "messages", "unread", "size", "sender", "subject")


def switches(chosen, profile):
    """To a folder of 100,000 messages until the rows of the first screen are read; and to other
    arrangements."""
    found = json.loads(Measured([chosen.build / "tests/bench/loft-list-rows", "switch",
                                 profile]).output)
    return {f"switch {name} {what}": found[name]["cpu_seconds"] if what == "cpu"
            else found[name]["ids_seconds"] + found[name]["screen_seconds"]
            for name in ARRANGEMENTS for what in ("seconds", "cpu")}


def window(chosen, profile):
    """The window on the same folder, drawn without a graphics card."""
    found = json.loads(Measured([ROOT / "tests/support/run-in-display.sh",
                                 chosen.build / "tests/bench/loft-list-scroll",
                                 profile]).output)
    return {"window rows": found["rows"], "window open seconds": found["open_seconds"],
            "wheel 99": found["wheel_99_ms"], "wheel worst": found["wheel_worst_ms"],
            "drag 99": found["drag_99_ms"], "drag worst": found["drag_worst_ms"]}


def in_display(script, *words):
    """What one of our scripts prints that runs the window."""
    return json.loads(Measured([ROOT / "tests/support/run-in-display.sh", "/usr/bin/python3",
                                ROOT / "tests/bench" / script, *words]).output)


def first_frame(chosen, profile):
    """From the start of the program to the first frame, beside an empty window's."""
    return in_display("frame.py", chosen.build / "tests/bench/empty-window",
                      chosen.build / "tests/bench/loft-first-frame", profile)


def reading(chosen, profile):
    """HTML messages of a synced profile, and the memory of reading one."""
    return in_display("reading.py", chosen.build / "tests/bench/empty-web-window",
                      chosen.build / "tests/bench/loft-html-open", profile)


def composing(chosen):
    """From the wish to write until the text is on screen, another composer being open already."""
    found = json.loads(Measured([ROOT / "tests/support/run-in-display.sh",
                                 chosen.build / "tests/bench/loft-composer-open"]
                                ).output.splitlines()[-1])
    return {f"compose {kind} {what}": found[kind][f"{what}_ms"] / 1000 for kind in found
            for what in ("first", "median", "worst_letter")}


MBSYNC = """FSync no

IMAPStore far
Host localhost
Port {port}
User alice
Pass alice-secret
SSLType IMAPS
CertificateFile {ca}

MaildirStore near
Path {folder}/
Inbox {folder}/INBOX

Channel bench
Far :far:
Near :near:
Patterns INBOX
Create Near
SyncState *
"""


def peers(server, folder):
    """mbsync without fsync, then mu over what it fetched."""
    place = folder / "peers"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    config = place / "mbsyncrc"
    config.write_text(MBSYNC.format(port=server.port, ca=server.values["CA_FILE"], folder=place))
    index = ["--muhome", place / "mu"]
    full = Measured(["mbsync", "-q", "-c", config, "bench"])
    again = Measured(["mbsync", "-q", "-c", config, "bench"])
    Measured(["mu", "init", "-q", *index, "--maildir", place / "INBOX"])
    indexed = Measured(["mu", "index", "-q", *index])
    search = Measured(["mu", "find", *index, "--maxnum", "50", "--sortfield", "date", "--reverse",
                       QUERY], accept=(0, 2, 4))
    found = {"mbsync seconds": full.seconds, "mbsync memory": full.memory,
             "mbsync nothing new seconds": again.seconds, "mu index seconds": indexed.seconds,
             "mu index memory": indexed.memory, "mu find seconds": search.seconds,
             "mu find results": len(search.output.splitlines()), "peers disk": disk(place)}
    shutil.rmtree(place)
    return found


# ---- report ------------------------------------------------------------------------------------

def table(figures, raw):
    """Rows of name, value, and what it is measured against."""
    def seconds(name):
        return f"{figures[name]:.3f} s"

    def megabytes(name):
        return f"{figures[name] / 1e6:.0f} MB"

    def ratio(name, base):
        return f"{figures[name] / base:.2f}"

    has_peers = "mbsync seconds" in figures
    peer_sum = figures["mbsync seconds"] + figures["mu index seconds"] if has_peers else None
    yield "floor", seconds("floor seconds"), ""
    yield "full sync", seconds("sync seconds"), \
        f"{ratio('sync seconds', figures['floor seconds'])} x floor" + \
        (f", {ratio('sync seconds', peer_sum)} x (mbsync + mu index)" if has_peers else "")
    yield "sync, nothing new", seconds("nothing new seconds"), \
        f"{ratio('nothing new seconds', figures['mbsync nothing new seconds'])} x mbsync" \
        if has_peers else ""
    yield "search, whole process", seconds("search seconds"), \
        f"{figures['search results']:.0f} results"
    yield f"list of {figures['list rows']:,.0f} rows", seconds("list seconds"), \
        f"and {seconds('list screen seconds')} for 256 rows, {megabytes('list memory')}"
    for name in ARRANGEMENTS:
        yield f"switch to 100,000, {name}", seconds(f"switch {name} seconds"), \
            f"{seconds(f'switch {name} cpu')} of processor time"
    yield f"window, {figures['window rows']:,.0f} rows", seconds("window open seconds"), \
        "from the choice of the folder to its first frame"
    yield "first frame, 50,000", seconds("first frame seconds"), \
        f"{ratio('first frame seconds', figures['empty window seconds'])} x empty window, " \
        f"{ratio('first frame cpu', figures['empty window cpu'])} x its processor time; " \
        f"{seconds('first messages seconds')} to the first messages"
    yield "HTML message, warm", seconds("html seconds"), \
        f"from the click to its painted frame; the first {seconds('first html seconds')}"
    for kind in ("text", "html"):
        yield f"composer of {kind}, warm", seconds(f"compose {kind} median"), \
            f"to its text on screen; the first {seconds(f'compose {kind} first')}, a letter at " \
            f"most {seconds(f'compose {kind} worst_letter')}"
    yield "memory, HTML message open", megabytes("html memory"), \
        f"{ratio('html memory', figures['bare web memory'])} x a bare window with a web view"
    yield "frames while wheeling", f"{figures['wheel 99']:.1f} ms", \
        f"99 % of them, worst {figures['wheel worst']:.1f} ms; dragging {figures['drag 99']:.1f}" \
        f" and {figures['drag worst']:.1f} ms"
    yield "peak memory of full sync", megabytes("sync memory"), ""
    yield "disk", megabytes("disk"), f"{ratio('disk', raw)} x raw ({raw / 1e6:.0f} MB)"
    if has_peers:
        yield "mbsync, without fsync", seconds("mbsync seconds"), megabytes("mbsync memory")
        yield "mbsync, nothing new", seconds("mbsync nothing new seconds"), ""
        yield "mu index", seconds("mu index seconds"), megabytes("mu index memory")
        yield "mu find", seconds("mu find seconds"), f"{figures['mu find results']:.0f} results"
        yield "disk of Maildir and mu", megabytes("peers disk"), \
            f"{ratio('peers disk', raw)} x raw"


def report(chosen, rounds, once, raw):
    figures = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    print(f"{chosen.messages} messages, medians of {len(rounds)}\n")
    for name, value, against in [*table(figures, raw), *pickup.table(figures),
                                  *single.table(once), *operations.table(once),
                                  *dav.table(once), *eas.table(once), *month.table(once),
                                  *people.table(once)]:
        print(f"{name:<28}{value:>12}   {against}")
    target = chosen.build / "bench.json"
    target.write_text(json.dumps({"messages": chosen.messages, "raw bytes": raw,
                                  "processors": os.cpu_count(), "medians": figures,
                                  "rounds": rounds, "once": once}, indent=2) + "\n")
    print(f"\nall numbers: {target}")


def main():
    chosen = options()
    folder = chosen.build / "bench"
    folder.mkdir(exist_ok=True)
    maildir = corpus(chosen, folder)
    raw = disk(maildir)
    million = rows_profile(chosen, folder, 1_000_000 if chosen.full else 100_000)
    usual = rows_profile(chosen, folder, 50_000)
    large = rows_profile(chosen, folder, 100_000)
    server = Dovecot(folder, maildir)
    try:
        say(f"Warming up; the server's mail is in {server.folder}")
        floor(chosen, server)
        once = {**single.measure(chosen, server, folder),
                **operations.measure(chosen, server, folder),
                **dav.measure(chosen, folder), **eas.measure(chosen, folder), **month.measure(chosen, folder),
                **people.measure(chosen)}
        rounds = []
        for number in range(chosen.runs):
            say(f"Round {number + 1} of {chosen.runs}")
            rounds.append({**floor(chosen, server), **loft(chosen, server, folder),
                           **rows(chosen, million), **switches(chosen, large),
                           **window(chosen, million),
                           **first_frame(chosen, usual),
                           **pickup.measure(chosen, server, folder),
                           **({} if chosen.no_peers else peers(server, folder))})
    finally:
        server.stop()
    report(chosen, rounds, once, raw)


if __name__ == "__main__":
    main()
