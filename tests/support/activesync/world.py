# SPDX-License-Identifier: GPL-3.0-or-later
"""What the fake server keeps: users, folders, items, devices, and what was sent."""
import calendar
import itertools
import threading
import time

from mime import envelope
from wbxml import Element, make

# FolderHierarchy Type (MS-ASCMD, Type (FolderSync)) and the class of what is in a folder.
CLASSES = {2: "Email", 3: "Email", 4: "Email", 5: "Email", 6: "Email", 7: "Tasks", 8: "Calendar",
           9: "Contacts",
           10: "Notes", 12: "Email", 13: "Calendar", 14: "Contacts", 15: "Tasks", 17: "Notes", 1: "Email"}
INBOX, DRAFTS, DELETED, SENT, OUTBOX, TASKS, CALENDAR, CONTACTS, NOTES = 2, 3, 4, 5, 6, 7, 8, 9, 10
FIRST_FOLDERS = (("Inbox", INBOX), ("Drafts", DRAFTS), ("Deleted Items", DELETED), ("Sent Items", SENT),
                 ("Outbox", OUTBOX), ("Tasks", TASKS), ("Calendar", CALENDAR), ("Contacts", CONTACTS),
                 ("Notes", NOTES))
# What a client may make, and what nobody may delete.
OF_USERS = (1, 12, 13, 14, 15, 16, 17)


def element_from_json(json, space=None):
    """["Calendar:Subject", "text"], ["Categories", ["Category", "a"], …], {"base64": …} for bytes."""
    return make(json[0], *(tuple(part) if isinstance(part, list) else part
                           for part in map(tuple_of, json[1:])),
                space=space)


def tuple_of(json):
    return tuple(tuple_of(part) for part in json) if isinstance(json, list) else json


def element_to_json(element):
    head = f"{element.space}:{element.name}"
    if element.children:
        return [head, *(element_to_json(child) for child in element.children)]
    return [head, element.string()] if element.data is not None or element.text else [head]


def parse_date(text):
    """Seconds, of both forms of MS-ASDTYPE."""
    for form in "%Y-%m-%dT%H:%M:%S.%fZ", "%Y%m%dT%H%M%SZ", "%Y-%m-%dT%H:%M:%SZ":
        try:
            return calendar.timegm(time.strptime(text, form))
        except (ValueError, TypeError):
            pass
    return None


def format_date(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(seconds))


def format_compact(seconds):
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(seconds))


class Item:
    """data: an ApplicationData, in the newest form of the protocol; of a mail with mime only what is not
    in it."""

    def __init__(self, name, kind, data=None, mime=None, date=None):
        self.id, self.kind, self.mime = name, kind, mime
        self.data = data if data is not None else make("AirSync:ApplicationData")
        self.date = date
        self.version = 1
        self.draft = False

    def get(self, path, default=None):
        return self.data.get(path, default)

    def put(self, element):
        """In place of the one of that name."""
        self.data.children = [child for child in self.data.children
                              if (child.space, child.name) != (element.space, element.name)] + [element]

    def drop(self, space, name):
        self.data.children = [child for child in self.data.children
                              if (child.space, child.name) != (space, name)]

    def title(self):
        if self.mime is not None:
            return envelope(self.mime)["subject"]
        return next((child.text for child in self.data.children if child.name in ("Subject", "FileAs")), "")


class Folder:
    def __init__(self, name, parent, title, kind):
        self.id, self.parent, self.title, self.kind = name, parent, title, kind
        self.items = {}

    @property
    def item_class(self):
        return CLASSES.get(self.kind, "Email")


class Mailbox:
    def __init__(self, world, name):
        self.world, self.name = world, name
        self.address = f"{name}@example.test"
        self.password = f"{name}-secret"
        self.folders, self.gone_folders, self.devices = {}, set(), {}
        self.oof = make("Settings:Oof", ("OofState", 0))
        for title, kind in FIRST_FOLDERS:
            self.add_folder("0", title, kind)

    def add_folder(self, parent, title, kind):
        folder = Folder(str(len(self.folders) + len(self.gone_folders) + 1), parent, title, kind)
        self.folders[folder.id] = folder
        return folder

    def find_folder(self, word):
        """By id, type or name."""
        for folder in self.folders.values():
            if word in (folder.id, folder.kind, folder.title):
                return folder
        raise KeyError(f"{self.name} has no folder {word}")

    def below(self, name):
        found = [name]
        for folder in self.folders.values():
            if folder.parent == name:
                found += self.below(folder.id)
        return found

    def remove_folder(self, name):
        for each in self.below(name):
            self.folders.pop(each, None)
            self.gone_folders.add(each)

    def add(self, folder, mime=None, data=None, date=None):
        name = f"{folder.id}:{next(self.world.numbers)}"
        item = Item(name, folder.item_class, data, mime, date if date is not None else self.world.now())
        item.draft = folder.kind == DRAFTS
        folder.items[name] = item
        return item

    def move(self, item, source, target):
        """Gives its new id: those say in which folder an item is."""
        del source.items[item.id]
        item.id = f"{target.id}:{next(self.world.numbers)}"
        item.version += 1
        target.items[item.id] = item
        return item.id

    def find(self, name):
        for folder in self.folders.values():
            if name in folder.items:
                return folder, folder.items[name]
        return None, None


class Device:
    """What the server remembers of one client: keys, and what the client has at each."""

    def __init__(self):
        self.folder_keys = {}   # key: {id: (parent, title, type)}, the last two
        self.collections = {}   # id: sync.Collection
        self.policy_key = None  # the final one
        self.temporary_key = None
        self.policy_version = None
        self.information = None
        self.sent = set()       # ClientIds of mail
        self.last_sync = self.last_ping = None
        self.wiped = None       # what it acknowledged


class World:
    def __init__(self, versions, heartbeat):
        self.lock = threading.Condition(threading.RLock())
        self.numbers = itertools.count(1)
        self.keys = itertools.count(1)
        self.users = {name: Mailbox(self, name) for name in ("alice", "bob", "carol")}
        self.first_versions = self.versions = versions
        self.heartbeat = heartbeat  # (least, most)
        self.settings = {
            "policy": None,          # EASProvisionDoc as JSON; None: there is no policy
            "policy-version": 1,     # raise it: the policy has changed
            "accept-partial": True,  # an acknowledgement with Status 2 is good enough
            "require-device": True,  # 14.1: DeviceInformation with Provision, or Status 165
            "wipe": {},              # user: "device" or "account"
            "max-folders": 300,      # of a Ping
            "bearer": {},            # token: user
            "basic": True,
            "now": None,
            "certificates": {},      # address: base64
            "find-limit": 100,
            "exchange": False,       # looks like Exchange from outside
            "remembers": True,       # a command that comes again with the key before it is done once
            "people": [],            # more of the address book: {"DisplayName": …, "EmailAddress": …}
        }
        self.sent = []               # {"user", "to", "mime"}
        self.counts = {}
        self.requests = []
        self.connections = set()  # their numbers
        self.faults = []
        self.arrived = lambda box, mime: None  # what else a new mail does

    def now(self):
        return time.time() if self.settings["now"] is None else self.settings["now"]

    def new_key(self):
        return f"k{next(self.keys)}x{id(self) % 9973}"

    def changed(self):
        with self.lock:
            self.lock.notify_all()

    def mailbox_of(self, address):
        return next((box for box in self.users.values() if box.address == address.lower()), None)

    def deliver(self, sender, recipients, mime):
        """To those who live here; the rest is only noted."""
        self.sent.append({"user": sender, "to": sorted(recipients), "mime": mime.decode("utf-8", "replace")})
        for address in recipients:
            if box := self.mailbox_of(address):
                box.add(box.find_folder(INBOX), mime=mime)
                self.arrived(box, mime)
        self.changed()


def child_elements(*parts):
    """A list of elements of tuples, without None."""
    return make("AirSync:ApplicationData", *parts).children


__all__ = [name for name in dir() if not name.startswith("_")] + ["Element"]
