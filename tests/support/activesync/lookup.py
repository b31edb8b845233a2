# SPDX-License-Identifier: GPL-3.0-or-later
"""ItemOperations, Search, Find, ResolveRecipients and ValidateCert of the fake server (MS-ASCMD)."""
import base64
import struct

import mime as mail
from meetings import merged_free_busy
from shapes import Wishes, show
from wbxml import Element, encode, make
from world import parse_date

TITLES = {"alice": "Engineer", "bob": "Designer", "carol": "Director"}


# ---- ItemOperations ---------------------------------------------------------------------------

class Multipart:
    """Part 0 is the document, the others are what Part numbers in it stand for (MS-ASCMD, 2.2.1.10.1)."""

    def __init__(self):
        self.parts = []

    def add(self, data):
        self.parts.append(data)
        return len(self.parts)

    def encode(self, root):
        parts = [encode(root), *self.parts]
        offset, head = 4 + 8 * len(parts), struct.pack("<I", len(parts))
        for part in parts:
            head += struct.pack("<II", offset, len(part))
            offset += len(part)
        return head + b"".join(parts)


def find_attachment(box, reference):
    """(type, bytes) or None."""
    try:
        name, _, number = base64.urlsafe_b64decode(reference.encode()).decode().rpartition("/")
        found = mail.attachments(box.find(name)[1].mime)[int(number)]
        return found[1], found[2]
    except (ValueError, IndexError, AttributeError):
        return next((item.contents[reference] for folder in box.folders.values()
                     for item in folder.items.values() if reference in getattr(item, "contents", {})), None)


def fetch_attachment(session, element, multipart):
    reference = element.get("AirSyncBase:FileReference")
    found = find_attachment(session.box, reference)
    if found is None:
        return make("ItemOperations:Fetch", ("Status", 15), ("AirSyncBase:FileReference", reference))
    kind, data = found
    total, span = len(data), element.get("Options/Range")
    if span:
        first, _, last = span.partition("-")
        if int(first) >= total or int(last) < int(first):
            return make("ItemOperations:Fetch", ("Status", 8), ("AirSyncBase:FileReference", reference))
        data = data[int(first):int(last) + 1]
        span = f"{first}-{int(first) + len(data) - 1}"
    body = ("Part", multipart.add(data)) if multipart else ("Data", base64.b64encode(data).decode())
    return make("ItemOperations:Fetch", ("Status", 1), ("AirSyncBase:FileReference", reference), (
        "Properties", ("Range", span) if span else None, ("Total", total) if span else None,
        ("AirSyncBase:ContentType", kind), body))


def fetch_item(session, element, multipart):
    box = session.box
    long_id, collection = element.get("Search:LongId"), element.get("AirSync:CollectionId")
    name = long_id or element.get("AirSync:ServerId")
    folder, item = box.find(name or "")
    if item is None or collection and folder.id != collection:
        return make("ItemOperations:Fetch", ("Status", 6), ("AirSync:CollectionId", collection)
                    if collection else None,
                    ("AirSync:ServerId", name) if name and not long_id else None)
    shown = show(item, Wishes(element.find("Options"), session.version))
    data = shown.find("AirSyncBase:Body/Data")
    if multipart and data is not None:
        body = shown.find("AirSyncBase:Body")
        number = multipart.add(data.text.encode("utf-8", "surrogateescape"))
        body.children[body.children.index(data)] = make("ItemOperations:Part", number)
    where = (("Search:LongId", long_id),) if long_id else (
        ("AirSync:CollectionId", folder.id), ("AirSync:ServerId", item.id))
    return make("ItemOperations:Fetch", ("Status", 1), *where, ("AirSync:Class", item.kind),
                ("Properties", *shown.children))


def empty_folder(session, element):
    folder = session.box.folders.get(element.get("AirSync:CollectionId"))
    if folder is not None:
        folder.items.clear()
        if element.find("Options/DeleteSubFolders"):
            for each in session.box.below(folder.id)[1:]:
                session.box.remove_folder(each)
        session.world.changed()
    return make("ItemOperations:EmptyFolderContents", ("Status", 1 if folder else 6),
                ("AirSync:CollectionId", element.get("AirSync:CollectionId", "")))


def item_operations(session, root):
    multipart = Multipart() if session.multipart else None
    answers = []
    for each in root.children:
        if each.name == "Fetch" and each.find("AirSyncBase:FileReference"):
            answers.append(fetch_attachment(session, each, multipart))
        elif each.name == "Fetch":
            answers.append(fetch_item(session, each, multipart))
        elif each.name == "EmptyFolderContents":
            answers.append(empty_folder(session, each))
        else:
            return make("ItemOperations:ItemOperations", ("Status", 2))
    answered = make("ItemOperations:ItemOperations", ("Status", 1), ("Response", *answers))
    return multipart.encode(answered) if multipart else answered


# ---- people -----------------------------------------------------------------------------------

def people(world):
    for box in world.users.values():
        yield {"DisplayName": box.name.capitalize() + " Example", "Phone": "+1 555 0100", "Office": "12",
               "Title": TITLES.get(box.name, ""), "Company": "Example Company", "Alias": box.name,
               "FirstName": box.name.capitalize(), "LastName": "Example", "MobilePhone": "+1 555 0101",
               "EmailAddress": box.address}
    yield from world.settings["people"]


def find_people(world, query):
    """Those one of whose names begins with it."""
    word = query.lower()
    return [person for person in people(world) if word and any(
        part.startswith(word) for name in ("DisplayName", "Alias", "EmailAddress")
        for part in (person.get(name, "").lower(), *person.get(name, "").lower().split()))]


def span_of(text, limit):
    first, _, last = (text or "0-99").partition("-")
    return int(first), min(int(last), int(first) + limit - 1)


def gal_parts(session, person):
    return [make(f"GAL:{name}", value) for name, value in person.items() if value]


# ---- Search, Find -----------------------------------------------------------------------------

def find_mail(session, words, collections, item_class, since=None, before=None, deep=True):
    found = []
    for folder in session.box.folders.values():
        if collections and folder.id not in [name for each in collections
                                             for name in (session.box.below(each) if deep else [each])]:
            continue
        for item in folder.items.values():
            text = (item.mime or b"").decode("utf-8", "replace").lower() if item.mime is not None else \
                item.data.dump().lower()
            if (item.kind == (item_class or item.kind) and all(word in text
                                                               for word in words.lower().split()) and
                    (since is None or item.date > since) and (before is None or item.date < before)):
                found.append((folder, item))
    return sorted(found, key=lambda pair: -(pair[1].date or 0))


def search(session, root):
    store = root.find("Store")

    def reply(status, *parts):
        return make("Search:Search", ("Status", 1), ("Response", ("Store", ("Status", status), *parts)))

    if store is None or store.get("Name") not in ("GAL", "Mailbox"):
        return reply(2)
    first, last = span_of(store.get("Options/Range"), session.world.settings["find-limit"])
    if store.get("Name") == "GAL":
        found = find_people(session.world, store.get("Query", ""))
        results = [make("Search:Result", ("Properties", *gal_parts(session, person))) for person in found]
    else:
        query = store.find("Query/And") or store.find("Query")
        if query is None or query.get("FreeText") is None:
            return reply(8)
        found = find_mail(session, query.get("FreeText"),
                          [each.text for each in query.all("AirSync:CollectionId")],
                          query.get("AirSync:Class"), parse_date(query.get("GreaterThan/Value")),
                          parse_date(query.get("LessThan/Value")),
                          store.find("Options/DeepTraversal") is not None)
        wishes = Wishes(store.find("Options"), session.version)
        results = [make("Search:Result", ("AirSync:Class", item.kind), ("LongId", item.id),
                        ("AirSync:CollectionId", folder.id), ("Properties", *show(item, wishes).children))
                   for folder, item in found]
    if not results:
        return reply(1, ("Result",))
    if first >= len(results):
        return reply(12)
    shown = results[first:last + 1]
    return reply(1, *shown, ("Range", f"{first}-{first + len(shown) - 1}"), ("Total", len(results)))


def find(session, root):
    if session.version < 16.1:
        return make("Find:Find", ("Status", 2))
    mailbox = root.find("ExecuteSearch/MailBoxSearchCriterion")
    gal = root.find("ExecuteSearch/GalSearchCriterion")
    criterion = mailbox or gal
    if criterion is None or root.get("SearchId") is None:
        return make("Find:Find", ("Status", 2))
    first, last = span_of(criterion.get("Options/Range"), session.world.settings["find-limit"])
    if gal is not None:
        results = [make("Find:Result", ("Properties", *gal_parts(session, person)))
                   for person in find_people(session.world, gal.get("Query", ""))]
    else:
        query = criterion.find("Query")
        found = find_mail(session, query.get("FreeText", ""),
                          [each.text for each in query.all("AirSync:CollectionId")],
                          query.get("AirSync:Class"),
                          deep=criterion.find("Options/DeepTraversal") is not None)
        results = [make("Find:Result", ("AirSync:Class", item.kind), ("AirSync:ServerId", item.id),
                        ("AirSync:CollectionId", folder.id), find_properties(item)) for folder, item in found]
    shown = results[first:last + 1]
    return make("Find:Find", ("Status", 1), ("Response", (
        "ItemOperations:Store", "GAL" if gal is not None else "Mailbox"), ("Status", 1), *shown,
        ("Range", f"{first}-{first + len(shown) - 1}") if shown else None, ("Total", len(results))))


def find_properties(item):
    shown = show(item, Wishes(version=16.1))
    kept = [each for each in shown.children if each.space == "Email" and each.name in
            ("Subject", "DateReceived", "DisplayTo", "Importance", "Read", "From", "Flag")]
    texts, _ = mail.bodies(item.mime) if item.mime is not None else ({1: ""}, 1)
    return make("Find:Properties", *kept, ("Preview", texts[1][:255]),
                ("HasAttachments", 1 if item.mime is not None and mail.attachments(item.mime) else 0))


# ---- ResolveRecipients, ValidateCert ----------------------------------------------------------

def resolve_one(session, word, options):
    def reply(status, *parts):
        return make("ResolveRecipients:Response", ("To", word), ("Status", status), *parts)

    found = [person for person in find_people(session.world, word)]
    exact = [person for person in found if person["EmailAddress"] == word.lower()]
    found = exact or found
    if not found:
        return reply(4)
    most = int(options.get("MaxAmbiguousRecipients", 19) or 19) if len(found) > 1 else 1
    shown = [resolved(session, person, options) for person in found[:most]]
    return reply(1 if len(found) == 1 else 2 if len(found) <= most else 3, ("RecipientCount", len(found)),
                 *shown)


def resolved(session, person, options):
    parts = [("Type", 1), ("DisplayName", person["DisplayName"]), ("EmailAddress", person["EmailAddress"])]
    if wanted := options.find("Availability"):
        start, end = parse_date(wanted.get("StartTime")), parse_date(wanted.get("EndTime"))
        box = session.world.mailbox_of(person["EmailAddress"])
        parts.append(("Availability", ("Status", 1), ("MergedFreeBusy", merged_free_busy(box, start, end)))
                     if start is not None and end is not None and end > start
                     else ("Availability", ("Status", 5)))
    if options.get("CertificateRetrieval", "1") != "1":
        held = session.world.settings["certificates"].get(person["EmailAddress"])
        parts.append(("Certificates", ("Status", 1 if held else 7), ("CertificateCount", 1 if held else 0),
                      ("RecipientCount", 1), ("Certificate", held) if held else None))
    return make("ResolveRecipients:Recipient", *parts)


def resolve_recipients(session, root):
    words = [each.text for each in root.all("To")]
    options = root.find("Options") or Element("ResolveRecipients", "Options")
    if not words or len(words) > 20:
        return make("ResolveRecipients:ResolveRecipients", ("Status", 5))
    return make("ResolveRecipients:ResolveRecipients", ("Status", 1),
                *(resolve_one(session, word, options) for word in words))


def validate_cert(session, root):
    """Looks only whether it is base64 of DER."""
    statuses = []
    for each in root.all("Certificates/Certificate"):
        try:
            statuses.append(1 if base64.b64decode(each.text, validate=True)[:1] == b"\x30" else 17)
        except ValueError:
            statuses.append(17)
    return make("ValidateCert:ValidateCert", ("Status", 1 if statuses else 2),
                *(("Certificate", ("Status", status)) for status in statuses))
