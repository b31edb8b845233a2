# SPDX-License-Identifier: GPL-3.0-or-later
"""Messages that are moved offline and then sent, beside the same UID MOVE by hand; once a run."""
import imaplib
import json
import pathlib
import time

from process import say
from single import Profile

MESSAGES = 10_000
USER = "carol"


def fill(server):
    """Small messages: what counts is their number."""
    place = pathlib.Path(server.values["MAIL_HOME"], USER, "Maildir", "cur")
    place.mkdir(parents=True, exist_ok=True)
    for number in range(MESSAGES):
        (place / f"1700000000.M{number}P1.bench:2,S").write_text(
            f"From: a@example.test\r\nSubject: Letter {number}\r\n"
            f"Message-ID: <{number}@bench.test>\r\n\r\nText {number}\r\n")
    server.adopt()


def move_by_hand(server, source, target):
    """One UID MOVE of everything, and what the server took for it."""
    client = imaplib.IMAP4("127.0.0.1", int(server.values["IMAP_PORT"]))
    client.login(USER, f"{USER}-secret")
    client.create(target)
    client.select(source)
    begin = time.monotonic()
    status, _ = client.uid("MOVE", "1:*", target)
    seconds = time.monotonic() - begin
    client.logout()
    if status != "OK":
        raise SystemExit("bench: UID MOVE was refused")
    return seconds


def in_folder(server, name):
    client = imaplib.IMAP4("127.0.0.1", int(server.values["IMAP_PORT"]))
    client.login(USER, f"{USER}-secret")
    number = int(client.select(name, readonly=True)[1][0])
    client.logout()
    return number


def lines(profile, *words):
    return [json.loads(line) for line in profile.run("--json", *words).output.splitlines()]


def measure(chosen, server, folder):
    say(f"Moving {MESSAGES} messages")
    fill(server)
    by_hand = [move_by_hand(server, "INBOX", "Moved"), move_by_hand(server, "Moved", "INBOX")]
    profile = Profile(chosen, server, folder, USER, server.values["IMAP_PORT"])
    profile.run("sync")
    ids = [entry["id"] for entry in
           lines(profile, "messages", "--folder", "INBOX", "--limit", MESSAGES)]
    here = profile.run("--offline", "move", *ids, "--to", "Moved")
    waiting = lines(profile, "pending")
    nothing = profile.run("--offline", "pending")
    sent = profile.run("pending", "retry", waiting[0]["id"])
    if lines(profile, "pending") or in_folder(server, "Moved") != MESSAGES:
        raise SystemExit("bench: not everything was moved")
    profile.remove()
    return {"move here seconds": here.seconds, "move sent seconds": sent.seconds,
            "move start seconds": nothing.seconds, "move by hand seconds": min(by_hand)}


def table(figures):
    by_hand = figures["move by hand seconds"]
    sent = figures["move sent seconds"] - figures["move start seconds"]
    yield f"move {MESSAGES:,} offline", f"{figures['move here seconds']:.3f} s", "whole process"
    yield "and send them", f"{sent:.3f} s", \
        f"{sent / by_hand:.2f} x UID MOVE by hand ({by_hand:.3f} s)"
