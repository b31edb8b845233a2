# SPDX-License-Identifier: GPL-3.0-or-later
"""Provision, the folders, MoveItems and Settings of the fake server (MS-ASPROV, MS-ASCMD)."""
from wbxml import Element, make
from world import OF_USERS, element_from_json, parse_date

WBXML_POLICY = "MS-EAS-Provisioning-WBXML"


# ---- Provision --------------------------------------------------------------------------------

def provision(session, root):
    def reply(*parts):
        return make("Provision:Provision", *parts)

    device, settings = session.device, session.world.settings
    for name in "RemoteWipe", "AccountOnlyRemoteWipe":
        if done := root.find(name):
            device.wiped = {"what": name, "status": done.get("Status")}
            settings["wipe"].pop(session.box.name, None)
            return reply(("Status", 1))
    wipe = settings["wipe"].get(session.box.name)
    if wipe == "device" or wipe == "account" and session.version >= 16.1:
        return reply(("Status", 1), ("RemoteWipe" if wipe == "device" else "AccountOnlyRemoteWipe",))
    if information := root.find("Settings:DeviceInformation"):
        device.information = information
    policy = root.find("Policies/Policy")
    if policy is None:
        return reply(("Status", 2))
    if session.version >= 14.1 and device.information is None and settings["require-device"]:
        return reply(("Status", 165))
    return reply(*answer_policy(session, policy))


def answer_policy(session, policy):
    device, settings = session.device, session.world.settings
    information = ("Settings:DeviceInformation", ("Status", 1)) if device.information else None

    def reply(status, *parts):
        return (information, ("Status", 1),
                ("Policies", ("Policy", ("PolicyType", policy.get("PolicyType", "")),
                                                          ("Status", status), *parts)))

    if policy.get("PolicyType") != WBXML_POLICY:
        return reply(3)
    if settings["policy"] is None:
        return reply(2)
    if policy.get("PolicyKey") is None:
        device.temporary_key = new_policy_key(session)
        document = Element("Provision", "Data").add(element_from_json(settings["policy"], "Provision"))
        return reply(1, ("PolicyKey", device.temporary_key), document)
    if policy.get("PolicyKey") != device.temporary_key:
        return reply(5)
    status = policy.get("Status")
    if status not in ("1", "2") or status == "2" and not settings["accept-partial"]:
        device.policy_key = None
        return (("Status", 139),)
    device.policy_key, device.temporary_key = new_policy_key(session), None
    device.policy_version = settings["policy-version"]
    return reply(1, ("PolicyKey", device.policy_key))


def new_policy_key(session):
    return str(1000000000 + next(session.world.keys))


def policy_fault(session, command, key):
    """None, or the Status that anything but Provision gets (449 for 12.1)."""
    settings = session.world.settings
    if command in ("Provision", "Autodiscover"):
        return None
    if session.box.name in settings["wipe"] and (
            settings["wipe"][session.box.name] == "device" or session.version >= 16.1):
        return 140
    if settings["policy"] is None or command == "Settings" and session.version < 14.1:
        return None
    if session.device.policy_key is None:
        return 142
    if session.device.policy_version != settings["policy-version"]:
        return 143
    return None if key == session.device.policy_key else 142 if key in (None, "0") else 144


# ---- folders ----------------------------------------------------------------------------------

def snapshot(box):
    return {folder.id: (folder.parent, folder.title, folder.kind) for folder in box.folders.values()}


def new_key(session, key):
    """The last two are taken: the answer with the newer one may have been lost."""
    keys = session.device.folder_keys
    kept = {key: keys[key]} if key in keys else {}
    fresh = session.world.new_key()
    session.device.folder_keys = {**kept, fresh: snapshot(session.box)}
    return fresh


def folder_sync(session, root):
    key = root.get("SyncKey")
    if key is None:
        return make("FolderHierarchy:FolderSync", ("Status", 10))
    if key != "0" and key not in session.device.folder_keys:
        return make("FolderHierarchy:FolderSync", ("Status", 9))
    before, now = session.device.folder_keys.get(key, {}), snapshot(session.box)
    changes = [make("FolderHierarchy:Delete", ("ServerId", name)) for name in before if name not in now]
    for name, (parent, title, kind) in now.items():
        if before.get(name) != (parent, title, kind):
            changes.append(make("FolderHierarchy:Update" if name in before else "FolderHierarchy:Add",
                                ("ServerId", name), ("ParentId", parent), ("DisplayName", title),
                                ("Type", kind)))
    fresh = new_key(session, key) if changes or key == "0" else key
    return make("FolderHierarchy:FolderSync", ("Status", 1), ("SyncKey", fresh),
                ("Changes", ("Count", len(changes)), *changes))


def change_folder(session, command, root, work):
    key = root.get("SyncKey")
    if key in (None, "0") or key not in session.device.folder_keys:
        return make(f"FolderHierarchy:{command}", ("Status", 10 if key is None else 9))
    status, *parts = work(session.box, root)
    if status != 1:
        return make(f"FolderHierarchy:{command}", ("Status", status))
    # Only this change is known to the client by the new key: what others did comes with FolderSync.
    old, now = session.device.folder_keys[key], snapshot(session.box)
    fresh = session.world.new_key()
    mine = {root.get("ServerId"), *(part[1] for part in parts)}
    known = {name: now[name] if name in mine else value for name, value in old.items()
             if name in now or name not in session.box.gone_folders}
    known.update({name: now[name] for name in mine if name in now})
    session.device.folder_keys = {key: old, fresh: known}
    session.world.changed()
    return make(f"FolderHierarchy:{command}", ("Status", 1), ("SyncKey", fresh), *parts)


def taken(box, parent, title, but=None):
    return any(folder.parent == parent and folder.title == title and folder.id != but
               for folder in box.folders.values())


def create(box, root):
    parent, title, kind = root.get("ParentId", "0"), root.get("DisplayName", ""), int(root.get("Type") or 0)
    if kind not in OF_USERS or not title:
        return (10,)
    if parent != "0" and parent not in box.folders:
        return (5,)
    if taken(box, parent, title):
        return (2,)
    return 1, ("ServerId", box.add_folder(parent, title, kind).id)


def update(box, root):
    folder, parent = box.folders.get(root.get("ServerId")), root.get("ParentId", "0")
    if folder is None:
        return (4,)
    if folder.kind not in OF_USERS:
        return (2,)
    if parent != "0" and (parent not in box.folders or parent in box.below(folder.id)):
        return (5,)
    if taken(box, parent, root.get("DisplayName", ""), folder.id):
        return (2,)
    folder.parent, folder.title = parent, root.get("DisplayName", folder.title)
    return (1,)


def delete(box, root):
    folder = box.folders.get(root.get("ServerId"))
    if folder is None:
        return (4,)
    if folder.kind not in OF_USERS:
        return (3,)
    box.remove_folder(folder.id)
    return (1,)


# ---- MoveItems --------------------------------------------------------------------------------

def move_one(box, element):
    def reply(status, *parts):
        return make("Move:Response", ("SrcMsgId", element.get("SrcMsgId", "")), ("Status", status), *parts)

    source, target = box.folders.get(element.get("SrcFldId")), box.folders.get(element.get("DstFldId"))
    name = element.get("SrcMsgId")
    if source is None or name not in source.items:
        return reply(1)
    if target is None:
        return reply(2)
    if source is target:
        return reply(4)
    if source.item_class != target.item_class:
        return reply(5)
    return reply(3, ("DstMsgId", box.move(source.items[name], source, target)))


def move_items(session, root):
    moved = make("Move:MoveItems", *(move_one(session.box, each) for each in root.all("Move")))
    session.world.changed()
    return moved


# ---- Settings ---------------------------------------------------------------------------------

def read_oof(box, wanted):
    kind = wanted.get("BodyType", "Text")
    shown = make("Settings:Get")
    for child in box.oof.children:
        if child.name == "OofMessage":
            shown.add(make("Settings:OofMessage",
                           *(part for part in child.children if part.name != "BodyType"),
                           ("BodyType", kind)))
        else:
            shown.add(child)
    return make("Settings:Oof", ("Status", 1), shown)


def write_oof(box, wanted):
    state = wanted.get("OofState")
    start, end = parse_date(wanted.get("StartTime")), parse_date(wanted.get("EndTime"))
    if state not in ("0", "1", "2") or state == "2" and (start is None or end is None or end <= start):
        return make("Settings:Oof", ("Status", 5))
    box.oof = make("Settings:Oof", *wanted.children)
    return make("Settings:Oof", ("Status", 1))


def user_information(session):
    addresses = make("Settings:EmailAddresses", ("SMTPAddress", session.box.address),
                     ("PrimarySmtpAddress", session.box.address) if session.version >= 14.1 else None)
    inner = ("Accounts", ("Account", ("UserDisplayName", session.box.name.capitalize() + " Example"),
                          addresses)) \
        if session.version >= 14.1 else addresses
    return make("Settings:UserInformation", ("Status", 1), ("Get", inner))


def settings(session, root):
    parts = []
    if oof := root.find("Oof"):
        wanted = oof.find("Get")
        parts.append(read_oof(session.box, wanted) if wanted is not None else
                     write_oof(session.box, oof.find("Set") or Element("Settings", "Set")))
    if root.find("UserInformation/Get"):
        parts.append(user_information(session))
    if information := root.find("DeviceInformation"):
        session.device.information = information
        parts.append(make("Settings:DeviceInformation", ("Status", 1)))
    if root.find("DevicePassword"):
        parts.append(make("Settings:DevicePassword", ("Status", 1)))
    return make("Settings:Settings", ("Status", 1 if parts else 2), *parts)
