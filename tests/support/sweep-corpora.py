#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file below a folder goes through a real sync, and must come out as the server has it.

usage: sweep-corpora.py LOFTCTL FOLDER

Each file is taken for one message, an mbox for many. A private Dovecot serves them; Loft syncs;
then each message is listed, its raw bytes are compared with what the server says (read by an
independent client), its text and HTML are made, and some are searched by their subject. Prints
counts, and every message that broke a promise.
"""
import collections
import concurrent.futures
import imaplib
import json
import mailbox
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

SERVER = pathlib.Path(__file__).resolve().parent / "private-dovecot.sh"
LARGEST = 64 * 1024 * 1024
SEARCHES = 200
SECONDS_EACH = 60
imaplib._MAXLINE = 100_000_000  # the judge has no need of that limit


def contents(path):
    """The messages in one file."""
    with open(path, "rb") as file:
        start = file.read(5)
    if start != b"From ":
        return [path.read_bytes()]
    box = mailbox.mbox(path, create=False)
    return [box.get_bytes(key) for key in box.keys()]


def gather(folder, maildir):
    """Writes all of them into the Maildir; returns where each came from, by its file's number."""
    origins = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink() or path.stat().st_size > LARGEST:
            continue
        for message in contents(path):
            name = f"{1600000000 + len(origins)}.M{len(origins):07d}.corpus:2,"
            (maildir / "cur" / name).write_bytes(message)
            origins.append(path)
    return origins


class Server:
    def __init__(self, folder):
        self.folder = folder
        subprocess.run([SERVER, "start", folder], check=True,
                       env={**os.environ, "WATCH_PID": str(os.getpid())})
        self.values = dict(line.replace("'", "").split("=", 1)
                           for line in (folder / "ports").read_text().splitlines())
        self.maildir = pathlib.Path(self.values["MAIL_HOME"], "alice", "Maildir")

    def adopt(self):
        subprocess.run([SERVER, "adopt", self.folder], check=True)

    def remove(self):
        subprocess.run([SERVER, "remove", self.folder], check=False)

    def messages(self):
        """UID and bytes of all, by a client that is not ours."""
        client = imaplib.IMAP4("127.0.0.1", int(self.values["IMAP_PORT"]))
        client.login("alice", "alice-secret")
        count = int(client.select("INBOX", readonly=True)[1][0])
        for number in range(1, count + 1):
            answer = client.fetch(str(number), "(UID BODY.PEEK[])")[1][0]
            yield re.search(rb"UID (\d+)", answer[0]).group(1).decode(), answer[1]
        client.logout()


class Loft:
    def __init__(self, program, profile):
        self.command = [program, "--profile", profile]

    def run(self, *arguments, text=None, accept=(0,)):
        done = subprocess.run([*self.command, *arguments], input=text, capture_output=True,
                              timeout=None if arguments[0] == "sync" else SECONDS_EACH)
        if done.returncode not in accept:
            raise RuntimeError(f"{' '.join(arguments[:3])} ended with {done.returncode}: "
                               f"{done.stderr.decode(errors='replace')[:300]}")
        return done.stdout

    def lines(self, *arguments):
        return [json.loads(line) for line in self.run("--json", *arguments).splitlines()]


def check_message(loft, entry, expected):
    """What is wrong with one message, or nothing."""
    try:
        if loft.run("show", entry["id"], "--raw") != expected:
            return "the raw bytes differ from the server's"
        loft.run("show", entry["id"], "--headers")
        for form in ("--text", "--html"):
            loft.run("show", entry["id"], form).decode("utf-8")
    except (RuntimeError, subprocess.TimeoutExpired, UnicodeDecodeError) as error:
        return str(error)
    return None


def check_search(loft, entries):
    """Some messages are found by the words of their own subject."""
    chosen = random.Random(1).sample(entries, min(SEARCHES, len(entries)))
    tried = 0
    for entry in chosen:
        words = re.findall(r"(?<![\w@.])[A-Za-z]{4,}(?![\w@.])", entry["subject"] or "")[:3]
        if not words:
            continue
        tried += 1
        query = " ".join(f"subject:{word}" for word in words)
        if entry["id"] not in {found["id"] for found in loft.lines("search", query, "--limit", "1000000")}:
            yield entry, f"not found by {query}"
    print(f"{tried} searched by subject")


def check_all(loft, server, origins):
    listed = {entry["remote_id"]: entry for entry in
              loft.lines("messages", "--account", "sweep", "--folder", "INBOX", "--limit", "10000000")}
    bad, checks = [], []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for number, (uid, expected) in enumerate(server.messages()):
            entry = listed.get(uid)
            if entry is None:
                bad.append((origins[number], "not listed"))
                continue
            checks.append((origins[number], pool.submit(check_message, loft, entry, expected)))
    bad += [(origin, wrong) for origin, check in checks if (wrong := check.result())]
    bad += [(entry["remote_id"], wrong) for entry, wrong in check_search(loft, list(listed.values()))]
    return len(checks), bad


def main(program, folder):
    program = str(pathlib.Path(program).resolve())
    with tempfile.TemporaryDirectory() as scratch:
        os.chmod(scratch, 0o755)
        server = Server(pathlib.Path(scratch, "server"))
        try:
            origins = gather(pathlib.Path(folder), server.maildir)
            server.adopt()
            print(f"{len(origins)} messages", flush=True)
            loft = Loft(program, f"{scratch}/profile")
            loft.run("account", "add", "imap", "--name", "sweep", "--address",
                     "alice@example.test", "--user", "alice", "--host", "localhost", "--port",
                     server.values["IMAPS_PORT"], "--security", "tls", "--trust",
                     server.values["FINGERPRINT"], "--window", "all", "--password-stdin",
                     "--secrets-file", text=b"alice-secret\n")
            loft.run("sync", accept=(0, 3))
            checked, bad = check_all(loft, server, origins)
            loft.run("doctor")
        finally:
            server.remove()
    for origin, wrong in bad:
        print(f"{origin}: {wrong}")
    print(f"{checked} compared with the server, {len(bad)} broken promises")
    print(collections.Counter(wrong.split(":")[0] for _, wrong in bad).most_common() or "")
    return 1 if bad or not checked else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
