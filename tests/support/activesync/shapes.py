# SPDX-License-Identifier: GPL-3.0-or-later
"""Items of the fake server in the form that one client asked for: bodies by preference (MS-ASAIRS), the
versions' own elements (MS-ASEMAIL, MS-ASCAL)."""
import base64
import re

import mime as mail
from wbxml import Element, make
from world import format_compact, format_date, parse_date

MIME_TRUNCATION = (0, 4096, 5120, 7168, 10240, 20480, 51200, 102400, None)
ANSWERS = {"ACCEPTED": "Pos", "DECLINED": "Neg", "TENTATIVE": "Tent"}


class Wishes:
    """Of Options: BodyPreference, MIMESupport …"""

    def __init__(self, options=None, version=14.1):
        options = options if options is not None else Element("AirSync", "Options")
        self.version = version
        self.filter = int(options.get("AirSync:FilterType", 0) or 0)
        self.conflict = int(options.get("AirSync:Conflict", 1) or 0)
        self.mime_support = int(options.get("AirSync:MIMESupport", 0) or 0)
        limit = options.get("AirSync:MIMETruncation")
        self.mime_limit = MIME_TRUNCATION[min(int(limit), 8)] if limit else None
        self.bodies = {}
        for preference in options.all("AirSyncBase:BodyPreference"):
            size = preference.get("TruncationSize")
            self.bodies[int(preference.get("Type", 1))] = (
                int(size) if size else None, preference.get("AllOrNone") == "1",
                int(preference.get("Preview", 0) or 0))


def cut(data, size):
    """Not within a character."""
    return data if size is None or len(data) <= size else data[:size].decode("utf-8", "ignore").encode()


def make_body(wishes, kind, text, native_text):
    data = text if isinstance(text, bytes) else text.encode()
    size, all_or_none, preview = wishes.bodies.get(kind, (None, False, 0))
    if kind == 4 and wishes.mime_limit is not None:
        size = wishes.mime_limit if size is None else min(size, wishes.mime_limit)
    shown = cut(data, size)
    truncated = len(shown) < len(data)
    if truncated and all_or_none:
        shown = b""
    return make("AirSyncBase:Body", ("Type", kind), ("EstimatedDataSize", len(data)),
                ("Truncated", 1) if truncated else None,
                ("Data", shown.decode("utf-8", "surrogateescape")) if shown else None,
                ("Preview", re.sub(r"\s+", " ", native_text).strip()[:preview])
                if preview and wishes.version >= 14.0 else None)


def choose(wishes, native, signed=False):
    """The type of the body: MIME where it is wanted and allowed, else what the item itself has, else the
    first."""
    if 4 in wishes.bodies and (wishes.mime_support == 2 or wishes.mime_support == 1 and signed):
        return 4
    readable = [kind for kind in wishes.bodies if kind in (1, 2)]
    return native if native in readable or not readable else readable[0]


# ---- mail -------------------------------------------------------------------------------------

def reference(item_id, number):
    return base64.urlsafe_b64encode(f"{item_id}/{number}".encode()).decode()


def attachment_list(item, attached):
    if not attached:
        return None
    return make("AirSyncBase:Attachments", *(
        ("Attachment", ("DisplayName", name), ("FileReference", reference(item.id, number)),
         ("Method", 5 if kind == "message/rfc822" else 1), ("EstimatedDataSize", len(data)),
         ("ContentId", content_id) if content_id else None, ("IsInline", 1) if inline else None)
        for number, (name, kind, data, content_id, inline) in enumerate(attached)))


def property_of(text, name):
    found = re.search(rf"(?m)^{name}(?:;[^:\r\n]*)?:(.*?)\r?$", text or "")
    return found[1] if found else None


def message_class(method, text, kind):
    if method == "REQUEST":
        return "IPM.Schedule.Meeting.Request"
    if method == "CANCEL":
        return "IPM.Schedule.Meeting.Canceled"
    if method == "REPLY":
        status = re.search(r"PARTSTAT=(\w+)", text)
        return "IPM.Schedule.Meeting.Resp." + ANSWERS.get(status[1] if status else "", "Tent")
    return "IPM.Note.SMIME.MultipartSigned" if kind == "multipart/signed" else "IPM.Note"


def global_object_id(uid):
    """MS-ASEMAIL, GlobalObjId: a foreign UID behind vCal-Uid."""
    inner = b"vCal-Uid\x01\0\0\0" + uid.encode() + b"\0"
    return base64.b64encode(bytes.fromhex("040000008200E00074C5B7101A82E008") + bytes(20) +
                            len(inner).to_bytes(4, "little") + inner).decode()


UTC_ZONE = base64.b64encode(bytes(172)).decode()


def meeting_request(text, version):
    start, end = parse_date(property_of(text, "DTSTART")), parse_date(property_of(text, "DTEND"))
    uid = property_of(text, "UID") or ""
    organizer = re.sub("(?i)^mailto:", "", property_of(text, "ORGANIZER") or "")
    if start is None:
        return None
    return make("Email:MeetingRequest", ("AllDayEvent", 0), ("StartTime", format_date(start)),
                ("DtStamp", format_date(start)), ("EndTime", format_date(end or start)), ("InstanceType", 0),
                ("Location", property_of(text, "LOCATION")) if property_of(text, "LOCATION") else None,
                ("Organizer", organizer), ("ResponseRequested", 1), ("Sensitivity", 0), ("BusyStatus", 2),
                ("TimeZone", UTC_ZONE),
                ("Calendar:UID", uid) if version >= 16.0 else ("GlobalObjId", global_object_id(uid)),
                ("Email2:MeetingMessageType", 1) if version >= 14.1 else None)


def own_data(item, version):
    """What is kept beside the MIME: Read, Flag, Categories, LastVerb…"""
    kept = {"Read", "Flag"} | ({"Categories", "LastVerbExecuted", "LastVerbExecutionTime"}
                               if version >= 14.0 else set())
    return [child for child in item.data.children if child.name in kept]


def show_mail(item, wishes):
    head, message = mail.envelope(item.mime), mail.parse(item.mime)
    method, text = mail.calendar_part(item.mime)
    kind = message.get_content_type()
    texts, native = mail.bodies(item.mime)
    chosen = choose(wishes, native, kind == "multipart/signed")
    # Whether Exchange puts Bcc into the MIME of a draft is not documented; Email2:Bcc says it in any case.
    data = texts[chosen] if chosen != 4 else \
        mail.crlf(mail.without_bcc(item.mime) if item.draft else item.mime)
    version = wishes.version
    subject = head["subject"]
    return make("AirSync:ApplicationData",
                ("Email:To", head["to"]) if head["to"] else None, ("Email:Cc", head["cc"]) if head["cc"]
                else None,
                ("Email:From", head["from"]), ("Email:Subject", subject),
                ("Email:ReplyTo", head["reply-to"]) if head["reply-to"] else None,
                ("Email:DateReceived", format_date(item.date)), ("Email:DisplayTo", head["to"]),
                ("Email:ThreadTopic", re.sub(r"(?i)^((re|fwd?): *)+", "", subject)),
                ("Email:Importance", head["importance"]),
                None if item.data.find("Email:Read") else ("Email:Read", 0), *own_data(item, version),
                attachment_list(item, mail.attachments(item.mime)),
                make_body(wishes, chosen, data, texts[1]),
                ("Email:MessageClass", message_class(method, text, kind)),
                meeting_request(text, version) if method in ("REQUEST", "CANCEL") else None,
                ("Email:InternetCPID", 65001),
                ("Email:ContentClass", "urn:content-classes:message"),
                ("AirSyncBase:NativeBodyType", native),
                ("Email2:ConversationId", conversation(subject)) if version >= 14.0 else None,
                ("Email2:IsDraft", 1) if version >= 16.0 and item.draft else None,
                ("Email2:Bcc", head["bcc"]) if version >= 16.0 and item.draft and head["bcc"] else None)


def conversation(subject):
    topic = re.sub(r"(?i)^((re|fwd?): *)+", "", subject)
    return topic.encode()[:16].ljust(16, b"\0")


# ---- the rest ---------------------------------------------------------------------------------

def show_calendar(child, version):
    """From the newest form: places are structures and instances have ids from 16.0 on."""
    if version >= 16.0:
        return child
    if child.space == "AirSyncBase" and child.name == "Location":
        return make("Calendar:Location", child.get("DisplayName", ""))
    if child.name == "Exceptions":
        return Element("Calendar", "Exceptions").add(*(
            Element("Calendar", "Exception").add(*(show_calendar(part, version) for part in each.children))
            for each in child.children))
    if child.space == "AirSyncBase" and child.name == "InstanceId":
        return make("Calendar:ExceptionStartTime", format_compact(parse_date(child.text)))
    if child.name == "Attachments":
        return None
    return child


def show_other(item, wishes):
    shown = Element("AirSync", "ApplicationData")
    body = item.data.find("AirSyncBase:Body")
    for child in item.data.children:
        if child is not body:
            shown.add(show_calendar(child, wishes.version) if item.kind == "Calendar" else child)
    if body is not None:
        native = int(body.get("Type", 1))
        text = body.get("Data", "")
        chosen = choose(wishes, native)
        if chosen == 1 and native == 2:
            text = mail.html_to_text(text)
        elif chosen == 2 and native == 1:
            text = f"<html><body>{text}</body></html>"
        shown.add(make_body(wishes, chosen, text, text), make("AirSyncBase:NativeBodyType", native))
    return shown


def show(item, wishes):
    return show_mail(item, wishes) if item.mime is not None else show_other(item, wishes)
