#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""An independent client of ActiveSync: tells what the server has, and changes it elsewhere.

  activesync-witness.py URL USER PASSWORD COMMAND …

  options                       "VERSIONS" and "COMMANDS" of the server
  folders                       "TYPE PARENT ID NAME" of each
  items COLLECTION              each item of it: "ID", and below it what it says, as tags
  send FILE                     a mail
  delete COLLECTION ID…         for good

Ends with 1 and a sentence when the server says anything but that it worked. Each call is a device of its own.
"""
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "activesync"))

from client import Client  # noqa: E402
from wbxml import make  # noqa: E402


def demand(reply, *paths):
    """The statuses at the paths, where there are any, are 1."""
    if reply.status != 200:
        sys.exit(f"HTTP {reply.status}: {reply.body[:200]!r}")
    for path in paths:
        for status in reply.root.all(path) if reply.root else ():
            if status.text != "1":
                sys.exit(f"{path} {status.text}:\n{reply.root}")
    return reply


def print_options(client):
    reply = demand(client.options())
    print(reply.headers["MS-ASProtocolVersions"])
    print(reply.headers["MS-ASProtocolCommands"])


def list_folders(client):
    reply = demand(client.post("FolderSync", make("FolderHierarchy:FolderSync", ("SyncKey", "0"))), "Status")
    return [[folder.get(name) for name in ("Type", "ParentId", "ServerId", "DisplayName")]
            for folder in reply.root.all("Changes/Add")]


def print_folders(client):
    for folder in list_folders(client):
        print(*folder)


def sync(client, key, collection, *parts):
    root = make("AirSync:Sync", ("Collections", ("Collection", ("SyncKey", key),
                                                 ("CollectionId", collection), *parts)))
    return demand(client.post("Sync", root), "Status", "Collections/Collection/Status",
                  "Collections/Collection/Responses/Delete/Status")


def read_items(client, collection):
    """The last key and {id: data}. An empty answer means: nothing more."""
    list_folders(client)
    path, items = "Collections/Collection/", {}
    key = sync(client, "0", collection).get(path + "SyncKey")
    while True:
        reply = sync(client, key, collection, ("GetChanges",), ("WindowSize", 100),
                     ("Options", ("FilterType", 0), ("AirSyncBase:BodyPreference", ("Type", 1))))
        if reply.root is None or reply.get(path + "SyncKey") == key:
            return key, items
        key = reply.get(path + "SyncKey")
        for item in reply.root.all(path + "Commands/Add") + reply.root.all(path + "Commands/Change"):
            items[item.get("ServerId")] = item.find("ApplicationData")
        if reply.root.find(path + "MoreAvailable") is None:
            return key, items


def print_items(client, collection):
    for name, data in sorted(read_items(client, collection)[1].items()):
        print(name + "\n" + "".join(child.dump(1) for child in data.children), end="")


def send(client, file):
    mime = pathlib.Path(file).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    demand(client.post("SendMail", make("ComposeMail:SendMail", ("ClientId", os.urandom(16).hex()),
                                        ("SaveInSentItems",), ("Mime", mime))), "Status")


def delete(client, collection, *names):
    key, _ = read_items(client, collection)
    sync(client, key, collection, ("DeletesAsMoves", 0), ("GetChanges", 0),
         ("Commands", *(("Delete", ("ServerId", name)) for name in names)))


COMMANDS = {"options": print_options, "folders": print_folders, "items": print_items, "send": send,
            "delete": delete}

if len(sys.argv) < 5 or sys.argv[4] not in COMMANDS:
    sys.exit(__doc__)
url, user, password, command, *arguments = sys.argv[1:]
COMMANDS[command](Client(url, user, password, device=os.urandom(8).hex()), *arguments)
