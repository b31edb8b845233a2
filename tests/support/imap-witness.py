#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second, independent IMAP client: tells what the server has, and changes it elsewhere.

  imap-witness.py PORT CA_FILE USER COMMAND …     (TLS on localhost, password USER-secret)

  state                        every folder and message, sorted, in the lines that
                               loft_test_profile_dump () prints
  append FOLDER FILE [FLAGS]   FLAGS as on the wire: "(\\Seen work)"
  store FOLDER UIDS OP FLAGS   OP: +FLAGS, -FLAGS or FLAGS
  move FOLDER UIDS TARGET      copy FOLDER UIDS TARGET      expunge FOLDER UIDS
  create FOLDER | delete FOLDER | rename FOLDER TARGET | subscribe FOLDER | unsubscribe FOLDER
"""
import base64
import hashlib
import imaplib
import re
import ssl
import sys

imaplib._MAXLINE = 100_000_000


def decode_name(name):
    """Modified UTF-7 (RFC 3501, 5.1.3)."""

    def shift(match):
        word = match.group(1)
        if not word:
            return "&"
        word = word.replace(",", "/")
        return base64.b64decode(word + "=" * (-len(word) % 4)).decode("utf-16-be")

    return re.sub("&([^-]*)-", shift, name)


def encode_name(name):
    def shift(match):
        word = base64.b64encode(match.group(0).encode("utf-16-be")).decode().rstrip("=")
        return "&" + word.replace("/", ",") + "-"

    return re.sub("[^\x20-\x7e]+", shift, name.replace("&", "&-"))


def quote(name):
    return '"' + encode_name(name).replace("\\", "\\\\").replace('"', '\\"') + '"'


def check(answer):
    status, data = answer
    if status != "OK":
        raise SystemExit(f"imap-witness: {status} {data}")
    return data


def flag_words(text):
    words = []
    for word in text.split():
        if word.lower() == "\\recent":
            continue
        words.append("forwarded" if word.lower() == "$forwarded" else word.lower().lstrip("\\"))
    return " ".join(sorted(words))


def folder_state(client, path):
    lines = []
    check(client.select(quote(path), readonly=True))
    data = check(client.uid("FETCH", "1:*", "(UID FLAGS RFC822.SIZE BODY.PEEK[])"))
    for item in data:
        if not isinstance(item, tuple):
            continue
        head = item[0].decode()
        uid = re.search(r"UID (\d+)", head).group(1)
        flags = flag_words(re.search(r"FLAGS \(([^)]*)\)", head).group(1))
        size = re.search(r"RFC822.SIZE (\d+)", head).group(1)
        digest = hashlib.sha256(item[1]).hexdigest()
        lines.append(f"{path}\t{uid}\t{flags}\t{size}\t{digest}")
    return lines or [f"{path}\t"]


def list_folders(client):
    for line in check(client.list()):
        match = re.match(rb'\(([^)]*)\) (?:"."|NIL) (.*)$', line)
        name = match.group(2).decode()
        if name.startswith('"'):
            name = re.sub(r"\\(.)", r"\1", name[1:-1])
        yield decode_name(name), match.group(1).decode().lower().split()


def state(client):
    lines = []
    for path, attributes in list_folders(client):
        if "\\noselect" in attributes or "\\nonexistent" in attributes:
            lines.append(f"{path}\t")
        else:
            lines += folder_state(client, path)
    sys.stdout.write("\n".join(sorted(lines, key=lambda line: line.encode())))


def change(client, command, args):
    if command == "append":
        with open(args[1], "rb") as file:
            message = re.sub(rb"\r?\n", b"\r\n", file.read())
        check(client.append(quote(args[0]), args[2] if len(args) > 2 else None, None, message))
    elif command in ("store", "move", "copy", "expunge"):
        check(client.select(quote(args[0])))
        if command == "store":
            check(client.uid("STORE", args[1], args[2], args[3]))
        elif command == "expunge":
            check(client.uid("STORE", args[1], "+FLAGS", "(\\Deleted)"))
            check(client.expunge())
        else:
            check(client.uid("COPY", args[1], quote(args[2])))
            if command == "move":
                check(client.uid("STORE", args[1], "+FLAGS", "(\\Deleted)"))
                check(client.expunge())
    elif command in ("create", "delete", "rename", "subscribe", "unsubscribe"):
        check(getattr(client, command)(*[quote(name) for name in args]))
    else:
        raise SystemExit(__doc__)


def main():
    port, ca_file, user, command = sys.argv[1:5]
    context = ssl.create_default_context(cafile=ca_file)
    client = imaplib.IMAP4_SSL("localhost", int(port), ssl_context=context)
    client.login(user, f"{user}-secret")
    if command == "state":
        state(client)
    else:
        change(client, command, sys.argv[5:])
    client.logout()


main()
