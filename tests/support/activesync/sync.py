# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync, GetItemEstimate and Ping of the fake server (MS-ASCMD): what a client has at each key, and what
differs."""
import copy
import os
import time

import drafts
import meetings
from shapes import Wishes, show
from wbxml import Element, make
from world import CONTACTS, DELETED, DRAFTS, INBOX, parse_date

PERIODS = {1: 1, 2: 3, 3: 7, 4: 14, 5: 31, 6: 92, 7: 183}  # FilterType in days


class Collection:
    """One client's view of one folder. Two generations: the client may not have got the last answer, and then
    asks again with the key before it; what that request did is in done, and not done again."""

    def __init__(self, key, supported):
        self.key, self.snapshot = key, {}  # id: version
        self.previous = None               # (key, snapshot)
        self.done = {}                     # of the step from previous to key: command -> answer
        self.supported = supported         # None, or {(space, name)} that are not ghosted
        self.options = None

    def enter(self, key):
        """FALSE for a key that is neither the last nor the one before."""
        if key == self.key:
            self.previous, self.done = (self.key, dict(self.snapshot)), {}
        elif self.previous and key == self.previous[0]:
            self.snapshot = dict(self.previous[1])
        else:
            return False
        return True


# ---- what differs -----------------------------------------------------------------------------

def passes(world, item, wanted):
    if wanted == 8:
        return item.get("Tasks:Complete") != "1"
    if wanted not in PERIODS or item.kind not in ("Email", "Calendar"):
        return True
    since = world.now() - PERIODS[wanted] * 86400
    if item.kind == "Email":
        return item.date >= since
    end = parse_date(item.get("Calendar:EndTime"))
    return item.data.find("Calendar:Recurrence") is not None or end is None or end >= since


def differences(world, folder, collection, wanted):
    """[(command, id)] in the order in which they go out."""
    visible = {name for name, item in folder.items.items() if passes(world, item, wanted)}
    known = collection.snapshot
    gone = [("Delete", name) for name in known if name not in folder.items]
    hidden = [("SoftDelete", name) for name in known if name in folder.items and name not in visible]
    changed = [("Change", name) for name in known
               if name in visible and folder.items[name].version != known[name]]
    new = sorted((name for name in visible if name not in known),
                 key=lambda name: -(folder.items[name].date or 0))
    return gone + hidden + changed + [("Add", name) for name in new]


def tell(folder, collection, command, name, wishes):
    """One server command; the client has that then."""
    if command in ("Delete", "SoftDelete"):
        del collection.snapshot[name]
        return make("AirSync:" + command, ("ServerId", name))
    item = folder.items[name]
    collection.snapshot[name] = item.version
    data = show(item, wishes)
    if command == "Change" and item.mime is not None and not item.draft:
        data.children = [child for child in data.children
                         if child.name in ("Read", "Flag", "Categories", "LastVerbExecuted",
                                           "LastVerbExecutionTime")]
    return make("AirSync:" + command, ("ServerId", name), data)


# ---- what the client changes ------------------------------------------------------------------

def newest(child):
    """A Calendar element of 14.1 in the form that is kept (that of 16.x)."""
    if child.space != "Calendar":
        return child
    if child.name == "Location":
        return make("AirSyncBase:Location", ("DisplayName", child.text))
    if child.name == "ExceptionStartTime":
        return make("AirSyncBase:InstanceId", child.text)
    if child.name in ("Exceptions", "Exception"):
        return Element("Calendar", child.name).add(*(newest(part) for part in child.children))
    return child


def is_empty(child):
    return not child.children and not child.text and child.data is None


def merge(item, data, version, supported):
    """ApplicationData of a Change."""
    sent = [newest(child) for child in data.children]
    names = {(child.space, child.name) for child in data.children} | {(child.space, child.name)
                                                                      for child in sent}
    if version < 16.0 and item.kind in ("Calendar", "Contacts"):
        item.data.children = [
            child for child in item.data.children
            if (child.space, child.name) in names or child.name in ("UID", "DtStamp", "Body", "OrganizerName",
                                                                   "OrganizerEmail")
            or supported is not None and (child.space, child.name) not in supported]
    for child in sent:
        if is_empty(child) and child.name not in ("Flag", "Categories"):
            item.drop(child.space, child.name)
        else:
            item.put(child)
    item.version += 1


def change_instance(item, instance, data):
    """One occurrence, 16.x; data None: it does not take place."""
    exceptions = item.data.find("Calendar:Exceptions") or Element("Calendar", "Exceptions")
    when = parse_date(instance)
    kept = [each for each in exceptions.children if parse_date(each.get("AirSyncBase:InstanceId")) != when]
    old = [each for each in exceptions.children if each not in kept]
    changed = Element("Calendar", "Exception").add(make("AirSyncBase:InstanceId", instance))
    if data is None:
        changed.add(make("Calendar:Deleted", 1))
    else:
        sent = {(child.space, child.name) for child in data.children} | {("AirSyncBase", "InstanceId")}
        changed.add(*(child for each in old for child in each.children
                      if (child.space, child.name) not in sent),
                    *data.children)
    exceptions.children = kept + [changed]
    item.put(exceptions)
    item.version += 1


class Commands:
    """Those of one Collection of a request."""

    def __init__(self, box, folder, collection, version, wishes, element):
        self.box, self.folder, self.collection, self.version = box, folder, collection, version
        self.wishes = wishes
        self.as_moves = element.get("DeletesAsMoves", "1") != "0"
        self.forced = None  # a Status that all are given instead

    def run(self, command):
        """An element of Responses, or None where success is not told."""
        name = command.get("ServerId") or command.get("ClientId")
        if self.forced is not None:
            return make("AirSync:" + command.name, ("ClientId" if command.name == "Add" else "ServerId",
                                                    name),
                        ("Status", self.forced))
        if command.name == "Fetch":
            return self.fetch(name)
        token = command.name, name, command.get("AirSyncBase:InstanceId")
        if token not in self.collection.done or not self.box.world.settings["remembers"]:
            handle = {"Add": self.add, "Change": self.change, "Delete": self.delete}[command.name]
            self.collection.done[token] = handle(name, command)
        status, server_id, extra = self.collection.done[token]
        if command.name == "Add":
            if status == 1 and server_id in self.folder.items:
                self.collection.snapshot[server_id] = self.folder.items[server_id].version
            return make("AirSync:Add", ("ClientId", name), ("ServerId", server_id) if server_id else None,
                        ("Status", status), extra)
        if command.name == "Delete" and status == 1 and token[2] is None:
            self.collection.snapshot.pop(name, None)
        elif command.name != "Add" and status == 1 and name in self.folder.items:
            self.collection.snapshot[name] = self.folder.items[name].version
        if status == 1 and extra is None:
            return None
        return make("AirSync:" + command.name, ("ServerId", name), ("Status", status), extra)

    def fetch(self, name):
        item = self.folder.items.get(name)
        if item is None:
            return make("AirSync:Fetch", ("ServerId", name), ("Status", 8))
        return make("AirSync:Fetch", ("ServerId", name), ("Status", 1), show(item, self.wishes))

    def add(self, name, command):
        data = command.find("ApplicationData") or Element("AirSync", "ApplicationData")
        if self.folder.item_class == "Email":
            if self.version < 16.0 or self.folder.kind != DRAFTS:
                return 6, None, None
            return drafts.add(self.box, self.folder, data, command.find("Email2:Send") is not None)
        if self.version >= 16.0 and data.find("Calendar:Exceptions"):
            return 6, None, None
        if self.folder.kind == CONTACTS and not data.children:
            return 6, None, None
        kept = Element("AirSync", "ApplicationData").add(*(newest(child) for child in data.children))
        item = self.box.add(self.folder, data=kept)
        if item.kind == "Calendar":
            self.complete_event(item)
        return 1, item.id, drafts.keep_attachments(
            item, item.data.find("AirSyncBase:Attachments")) if self.version >= 16.0 else None

    def complete_event(self, item):
        if self.version >= 16.0:
            item.drop("Calendar", "ClientUid")
            item.drop("Calendar", "UID")
        if item.get("Calendar:UID") is None:
            item.put(make("Calendar:UID", os.urandom(16).hex().upper()))
        if item.get("Calendar:OrganizerEmail") is None and item.data.find("Calendar:Attendees"):
            item.put(make("Calendar:OrganizerEmail", self.box.address))
        if self.version >= 16.0:
            meetings.invite(self.box, item, "REQUEST")

    def change(self, name, command):
        item = self.folder.items.get(name)
        data = command.find("ApplicationData") or Element("AirSync", "ApplicationData")
        if item is None:
            return 8, None, None
        if item.mime is not None:
            return self.change_mail(item, data, command.find("Email2:Send") is not None)
        if name in self.collection.snapshot and item.version != self.collection.snapshot[name] and \
                self.wishes.conflict == 1:
            return 7, None, None
        instance = command.get("AirSyncBase:InstanceId")
        if self.version >= 16.0 and (data.find("Calendar:Exceptions") or data.find("Calendar:UID")):
            return 6, None, None
        answer = None
        if instance is not None:
            if self.version < 16.0:
                return 4, None, None
            change_instance(item, instance, data)
        else:
            wanted = data.find("AirSyncBase:Attachments")
            data.children = [child for child in data.children if child is not wanted]
            merge(item, data, self.version, self.collection.supported)
            answer = drafts.keep_attachments(item, wanted) if self.version >= 16.0 else None
        if item.kind == "Calendar" and self.version >= 16.0:
            meetings.invite(self.box, item, "REQUEST")
        return 1, None, answer

    def change_mail(self, item, data, send):
        allowed = {"Read", "Flag"} | ({"Categories"} if self.version >= 14.0 else set())
        if item.draft and self.version >= 16.0:
            return drafts.change(self.box, self.folder, item, data, send)
        if any(child.name not in allowed for child in data.children):
            return 6, None, None
        merge(item, data, self.version, None)
        return 1, None, None

    def delete(self, name, command):
        item, instance = self.folder.items.get(name), command.get("AirSyncBase:InstanceId")
        if item is None:
            return 8, None, None
        if instance is not None:
            change_instance(item, instance, None)
            return 1, None, None
        if item.kind == "Calendar" and self.version >= 16.0:
            meetings.invite(self.box, item, "CANCEL")
        if self.as_moves and self.folder.kind != DELETED and item.kind == "Email":
            self.box.move(item, self.folder, self.box.find_folder(DELETED))
        else:
            del self.folder.items[name]
        return 1, None, None


# ---- Sync -------------------------------------------------------------------------------------

def answer(collection_id, status, key, *parts):
    return make("AirSync:Collection", ("SyncKey", key), ("CollectionId", collection_id), ("Status", status),
                *parts)


def begin(session, element, name):
    if element.find("Commands"):
        return answer(name, 4, "0")
    supported = element.find("Supported")
    collection = Collection(session.world.new_key(), None if supported is None else
                            {(child.space, child.name) for child in supported.children})
    if session.version >= 16.0 and supported is not None:
        return answer(name, 4, "0")
    session.device.collections[name] = collection
    return answer(name, 1, collection.key)


def read_options(collection, element, version):
    """They stay until others come."""
    options = [each for each in element.all("Options") if each.get("Class") != "SMS"]
    if options:
        collection.options = options[0]
    return Wishes(collection.options, version)


def sync_collection(session, element):
    """(Collection of the answer, whether it says anything new)."""
    name, key = element.get("CollectionId"), element.get("SyncKey")
    folder = session.box.folders.get(name)
    if name is None or key is None:
        return answer(name or "", 4, "0"), True
    if folder is None:
        return answer(name, 12 if name in session.box.gone_folders else 8, "0"), True
    if key == "0":
        return begin(session, element, name), True
    collection = session.device.collections.get(name)
    if collection is None or not collection.enter(key):
        session.device.collections.pop(name, None)
        return answer(name, 3, "0"), True
    wishes = read_options(collection, element, session.version)
    return bring(session, folder, collection, element, wishes)


def bring(session, folder, collection, element, wishes):
    asked = element.find("Commands")
    asked = asked.children if asked is not None else []
    commands = Commands(session.box, folder, collection, session.version, wishes, element)
    commands.forced = session.item_status
    responses = [response for response in map(commands.run, asked) if response is not None]
    told, more = [], False
    if element.get("GetChanges") != "0":
        found = differences(session.world, folder, collection, wishes.filter)
        window = min(int(element.get("WindowSize") or session.window or 100) or 512, 512)
        told = [tell(folder, collection, command, name, wishes) for command, name in found[:window]]
        more = len(found) > window
    news = bool(told or asked)
    if news:
        collection.key = session.world.new_key()
        if asked:
            session.world.changed()
    elif collection.previous:
        collection.previous = collection.previous if collection.previous[0] != collection.key else None
    return answer(folder.id, 1, collection.key, ("Class", folder.item_class) if session.version < 14.0
                  else None,
                  ("MoreAvailable",) if more else None, ("Responses", *responses) if responses else None,
                  ("Commands", *told) if told else None), news


def limits(session, root):
    """(seconds to wait, an answer instead)."""
    wait, heartbeat = root.get("Wait"), root.get("HeartbeatInterval")
    least, most = session.world.heartbeat
    if wait is not None:
        if not 1 <= int(wait) <= 59:
            return 0, make("AirSync:Sync", ("Status", 14), ("Limit", 59 if int(wait) > 59 else 1))
        return int(wait) * 60, None
    if heartbeat is not None:
        if not least <= int(heartbeat) <= most:
            return 0, make("AirSync:Sync", ("Status", 14), ("Limit", most if int(heartbeat) > most
                                                            else least))
        return int(heartbeat), None
    return 0, None


def complete(session, root):
    """The request that an empty or partial one stands for, or None."""
    last = session.device.last_sync
    if root is None:
        return copy.deepcopy(last) if last is not None and root is None else None
    if root.find("Partial") is None:
        return root
    if last is None:
        return None
    own = {each.get("CollectionId") for each in root.all("Collections/Collection")}
    whole = make("AirSync:Sync", ("Collections", *root.all("Collections/Collection"), *(
        each for each in last.all("Collections/Collection") if each.get("CollectionId") not in own)))
    return whole.add(*(child for child in root.children if child.name not in ("Partial", "Collections")))


def remember(session, root, replies):
    """For the next empty one: with the keys of now, without the commands."""
    keys = {reply.get("CollectionId"): reply.get("SyncKey") for reply in replies}
    session.device.last_sync = last = copy.deepcopy(root)
    for each in last.all("Collections/Collection"):
        each.children = [child for child in each.children if child.name != "Commands"]
        each.find("SyncKey").text = keys.get(each.get("CollectionId"), "0")


def sync(session, root):
    root = complete(session, root)
    if root is None or not root.all("Collections/Collection"):
        return make("AirSync:Sync", ("Status", 13 if root is None else 4))
    if not session.device.folder_keys:
        return make("AirSync:Sync", ("Status", 12))
    wait, refusal = limits(session, root)
    if refusal is not None:
        return refusal
    session.window = root.get("WindowSize")
    end = time.monotonic() + wait
    while True:
        found = [sync_collection(session, each) for each in root.all("Collections/Collection")]
        remember(session, root, [reply for reply, _ in found])
        if any(news for _, news in found):
            return make("AirSync:Sync", ("Collections", *(reply for reply, news in found if news)))
        if time.monotonic() >= end or not session.wait(end - time.monotonic()):
            return None


# ---- GetItemEstimate, Ping --------------------------------------------------------------------

def estimate_one(session, element):
    name, key = element.get("CollectionId"), element.get("AirSync:SyncKey") or element.get("SyncKey")
    folder, collection = session.box.folders.get(name), session.device.collections.get(name)
    status = 2 if folder is None else 3 if collection is None or key in (None, "0") else 4 if key not in (
        collection.key, (collection.previous or [None])[0]) else 1
    options = element.find("AirSync:Options")
    found = differences(session.world, folder, collection, Wishes(options, session.version).filter) \
        if status == 1 else []
    return make("GetItemEstimate:Response", ("Status", status), ("Collection", (
        "Class", folder.item_class) if folder and session.version < 14.0 else None,
                                                                 ("CollectionId", name or ""),
        ("Estimate", len(found)) if status == 1 else None))


def get_item_estimate(session, root):
    return make("GetItemEstimate:GetItemEstimate", *(
        estimate_one(session, each) for each in root.all("Collections/Collection")))


def pending(session, names):
    found = []
    for name in names:
        folder, collection = session.box.folders.get(name), session.device.collections.get(name)
        wishes = Wishes(collection.options, session.version)
        if differences(session.world, folder, collection, wishes.filter):
            found.append(name)
    return found


def ping(session, root):
    def refuse(status, *parts):
        return make("Ping:Ping", ("Status", status), *parts)

    if root is None:
        root = session.device.last_ping
    elif session.device.last_ping is not None:
        # What is left out stays as it was.
        root = make("Ping:Ping", root.find("HeartbeatInterval")
                    or session.device.last_ping.find("HeartbeatInterval"),
                    root.find("Folders") or session.device.last_ping.find("Folders"))
    if root is None or root.get("HeartbeatInterval") is None or not root.all("Folders/Folder"):
        return refuse(3)
    names = [each.get("Id") for each in root.all("Folders/Folder")]
    heartbeat, (least, most) = int(root.get("HeartbeatInterval")), session.world.heartbeat
    if not least <= heartbeat <= most:
        return refuse(5, ("HeartbeatInterval", least if heartbeat < least else most))
    if len(names) > session.world.settings["max-folders"]:
        return refuse(6, ("MaxFolders", session.world.settings["max-folders"]))
    session.device.last_ping = root
    end = time.monotonic() + heartbeat
    while True:
        if any(name not in session.box.folders for name in names):
            return refuse(7)
        if any(name not in session.device.collections for name in names):
            # The documents say nothing of a folder without key; Exchange is said to ask for a Sync.
            return refuse(2, ("Folders", *(("Folder", name) for name in names
                                           if name not in session.device.collections)))
        if found := pending(session, names):
            return refuse(2, ("Folders", *(("Folder", name) for name in found)))
        if time.monotonic() >= end or not session.wait(end - time.monotonic()):
            return refuse(1)


__all__ = ["sync", "get_item_estimate", "ping", "differences", "INBOX"]
