# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail that clients write: drafts of 16.x (MS-ASEMAIL, Send), SendMail, SmartReply, SmartForward
(MS-ASCMD)."""
import email.message
import email.policy
import email.utils
import re

import mime as mail
from shapes import reference
from wbxml import Element, make
from world import DRAFTS, SENT

FIELDS = {"To": "To", "Cc": "Cc", "Bcc": "Bcc", "Subject": "Subject", "ReplyTo": "Reply-To"}
IMPORTANCE = {"0": "low", "1": "", "2": "high"}


def keep_attachments(item, wanted):
    """What AirSyncBase:Attachments{Add, Delete} of 16.x say, and the answer with the references. wanted may
    be what the item has already, or say what becomes of that."""
    if wanted is None or not wanted.all("Add") and not wanted.all("Delete"):
        return None
    before = item.data.find("AirSyncBase:Attachments")
    dropped = [each.get("FileReference") for each in wanted.all("Delete")]
    kept = Element("AirSyncBase", "Attachments").add(*(
        each for each in (before.all("Attachment") if before is not None else [])
        if each.get("FileReference") not in dropped))
    answered = Element("AirSyncBase", "Attachments")
    for each in wanted.all("Add"):
        reference = f"{item.id}/kept{len(getattr(item, 'contents', {}))}"
        kept.add(make("AirSyncBase:Attachment", ("DisplayName", each.get("DisplayName", "")),
                      ("FileReference", reference), ("Method", each.get("Method", "1")),
                      ("EstimatedDataSize", len(each.find("Content").bytes()))))
        answered.add(make("AirSyncBase:Attachment", ("ClientId", each.get("ClientId", "")),
                          ("FileReference", reference)))
        item.contents = {**getattr(item, "contents", {}), reference: (each.get("ContentType", ""),
                                                                      each.find("Content").bytes())}
    item.put(kept) if kept.children else item.drop("AirSyncBase", "Attachments")
    return make("AirSync:ApplicationData", answered)


def attach(message, name, kind, content, content_id=""):
    main, _, sub = kind.partition("/")
    cid = f"<{content_id}>" if content_id else None
    if main == "message":
        message.add_attachment(mail.parse(content), filename=name)
    else:
        message.add_attachment(content, maintype=main, subtype=sub or "octet-stream", filename=name, cid=cid,
                               disposition="inline" if cid else "attachment")


def attach_all(message, data, old, item_id):
    """Those of the old mail but for what Delete says, then what Add says (MS-ASAIRS, Attachments)."""
    wanted = data.find("AirSyncBase:Attachments")
    dropped = [each.get("FileReference") for each in wanted.all("Delete")] if wanted is not None else []
    for number, (name, kind, content, content_id, _) in enumerate(mail.attachments(old) if old else ()):
        if reference(item_id, number) not in dropped:
            attach(message, name, kind, content, content_id)
    for each in wanted.all("Add") if wanted is not None else ():
        kind = "message/rfc822" if each.get("Method") == "5" else \
            each.get("ContentType") or "application/octet-stream"
        attach(message, each.get("DisplayName", "attachment"), kind, each.find("Content").bytes(),
               each.get("ContentId", ""))


def tell_references(item, data):
    """What the answer says of attachments that were added, or None."""
    wanted = data.find("AirSyncBase:Attachments")
    added = wanted.all("Add") if wanted is not None else []
    first = len(mail.attachments(item.mime)) - len(added)
    if not added:
        return None
    return make("AirSync:ApplicationData", ("AirSyncBase:Attachments", *(
        ("Attachment", ("ClientId", each.get("ClientId", "")),
         ("FileReference", reference(item.id, first + number))) for number, each in enumerate(added))))


def rebuild(box, data, old=None, item_id=""):
    """A mail of the elements; what they leave out is as in the old mail."""
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    before = mail.parse(old) if old is not None else None
    message["From"] = box.address
    for element, field in FIELDS.items():
        sent = next((child for child in data.children if child.name == element), None)
        if sent is not None:
            value = sent.text
        else:
            value = str(before[field] or "") if before is not None else ""
        if value:
            message[field] = value
    importance = data.get("Email:Importance")
    value = IMPORTANCE.get(importance, "") if importance is not None else \
        str(before["Importance"] or "") if before is not None else ""
    if value:
        message["Importance"] = value
    message["Date"] = email.utils.formatdate(box.world.now())
    message["Message-ID"] = str(before["Message-ID"]) if before is not None else email.utils.make_msgid(
        domain="exchange.example.test")
    body = data.find("AirSyncBase:Body")
    if body is not None:
        message.set_content(body.get("Data", ""), subtype="html" if body.get("Type") == "2" else "plain")
    elif before is not None:
        texts, native = mail.bodies(old)
        message.set_content(texts[native], subtype="html" if native == 2 else "plain")
    else:
        message.set_content("")
    attach_all(message, data, old, item_id)
    return message.as_bytes()


def add(box, folder, data, send):
    built = rebuild(box, data)
    if send:
        return dispatch(box, built, True), None, None
    item = box.add(folder, mime=built)
    item.put(make("Email:Read", 1))
    return 1, item.id, tell_references(item, data)


def change(box, folder, item, data, send):
    flags = [child for child in data.children if child.name in ("Read", "Flag", "Categories")]
    for child in flags:
        item.put(child)
    if len(flags) < len(data.children):
        item.mime = rebuild(box, data, item.mime, item.id)
    item.version += 1
    if send:
        status = dispatch(box, item.mime, True)
        if status == 1:
            del folder.items[item.id]
        return status, None, None
    return 1, None, tell_references(item, data)


# ---- sending ----------------------------------------------------------------------------------

def dispatch(box, mime, keep):
    """Sends it; 1 or a Status common to commands."""
    to = mail.recipients(mime)
    if not to:
        return 119
    sent = re.sub(rb"(?im)^From:.*$", b"From: " + box.address.encode() + b"\r", mail.crlf(mime), count=1) \
        if not re.search(rb"(?im)^From:.*" + re.escape(box.address.encode()), mime) else mail.crlf(mime)
    if keep:
        kept = box.add(box.find_folder(SENT), mime=sent)
        kept.put(make("Email:Read", 1))
    box.world.deliver(box.name, to, mail.without_bcc(sent))
    return 1


def check(mime):
    """0, or the Status that such a MIME gets."""
    if not mime:
        return 103
    if b"\n" in mime and b"\r\n" not in mime:
        return 101
    return 0 if re.match(rb"[!-9;-~]+:", mime) else 107


def quote(mime, original, forward):
    """What a server adds that is not told ReplaceMime."""
    message, texts = mail.parse(mime), mail.bodies(original)[0]
    own, native = mail.bodies(mime)
    text = own[1].rstrip("\r\n") + "\n\n-----Original Message-----\n" + texts[1]
    fields = [(name, str(value)) for name, value in message.items()
              if name.lower() not in ("content-type", "content-transfer-encoding", "mime-version")]
    made = email.message_from_bytes(mail.make_mail(fields, text), policy=email.policy.SMTP)
    for name, kind, content, *_ in mail.attachments(original) if forward else ():
        main, _, sub = kind.partition("/")
        made.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def source_of(session, root):
    name = root.get("Source/LongId") or root.get("Source/ItemId")
    return session.box.find(name)[1] if name else None


def forward_event(session, root, item):
    """16.x: Forwardees instead of a MIME body."""
    to = [each.get("Email") for each in root.all("Forwardees/Forwardee")]
    made = mail.make_mail([("From", session.box.address), ("To", ", ".join(to)),
                           ("Subject", "FW: " + item.title())], "Forwarded")
    return dispatch(session.box, made, True)


def compose(session, command, root):
    def reply(status):
        return None if status == 1 else make(f"ComposeMail:{command}", ("Status", status))

    client_id = root.get("ClientId")
    if not client_id or len(client_id) > 40:
        return reply(103)
    if client_id in session.device.sent:
        return reply(118)
    mime = root.find("Mime").bytes() if root.find("Mime") else b""
    item = source_of(session, root)
    if command != "SendMail" and item is None:
        return reply(150)
    if root.find("Forwardees") and session.version >= 16.0:
        status = forward_event(session, root, item)
    else:
        status = check(mime) or send_as(session.box, mime, root.find("SaveInSentItems") is not None,
                                        command, item,
                                        root.find("ReplaceMime") is not None)
    if status == 1:
        session.device.sent.add(client_id)
    return reply(status)


def send_as(box, mime, keep, command, item, replace):
    if item is not None and item.mime is not None and not replace:
        mime = quote(mime, item.mime, command == "SmartForward")
    status = dispatch(box, mime, keep)
    if status == 1 and item is not None and item.mime is not None:
        item.put(make("Email2:LastVerbExecuted", 1 if command == "SmartReply" else 3))
        item.version += 1
    return status


def compose_old(session, command, parameters, mime):
    """12.1: the body is the mail, the rest in the address. True, or False for HTTP 500."""
    item = session.box.find(parameters.get("ItemId", ""))[1]
    if command != "SendMail" and item is None or check(mime) not in (0, 101):
        return False
    return send_as(session.box, mime, parameters.get("SaveInSent") == "T", command, item, False) == 1


__all__ = ["DRAFTS", "add", "change", "compose", "compose_old", "keep_attachments", "dispatch"]
