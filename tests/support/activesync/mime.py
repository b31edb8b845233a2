# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail as the fake server reads it: by Python's email package, which shares nothing with the program's
reader."""
import email
import email.policy
import email.utils
import html
import re

POLICY = email.policy.default


def parse(mime):
    return email.message_from_bytes(mime, policy=POLICY)


def crlf(mime):
    return re.sub(rb"\r?\n", b"\r\n", mime)


def envelope(mime):
    message = parse(mime)

    def words(name):
        return str(message.get(name, ""))

    date = message.get("Date")
    return {"subject": words("Subject"), "from": words("From"), "to": words("To"), "cc": words("Cc"),
            "bcc": words("Bcc"), "reply-to": words("Reply-To"),
            "message-id": words("Message-ID").strip(), "in-reply-to": words("In-Reply-To").strip(),
            "date": date.datetime.timestamp() if date is not None and date.datetime else None,
            "importance": {"high": 2, "low": 0}.get(words("Importance").lower(), 1)}


def recipients(mime):
    message = parse(mime)
    fields = [str(value) for name in ("To", "Cc", "Bcc") for value in message.get_all(name, [])]
    return [address.lower() for _, address in email.utils.getaddresses(fields) if "@" in address]


def without_bcc(mime):
    return re.sub(rb"(?im)^Bcc:.*\r?\n(?:[ \t].*\r?\n)*", b"", mime)


def html_to_text(text):
    return html.unescape(re.sub("<[^>]*>", "", re.sub(r"(?i)<(br|/p|/div)[^>]*>", "\n", text))).strip()


def bodies(mime):
    """{1: text, 2: HTML}, and which of the two the mail has itself."""
    message = parse(mime)
    texts = {}
    readable = message.get_content_maintype() != "application"
    for kind, subtype in (1, "plain"), (2, "html"):
        part = message.get_body(preferencelist=(subtype,)) if readable else None
        if part is not None:
            try:
                texts[kind] = part.get_content()
            except (LookupError, KeyError):
                texts[kind] = part.get_payload(decode=True).decode("latin-1")
    native = 2 if 2 in texts else 1
    if 1 not in texts:
        texts[1] = html_to_text(texts.get(2, ""))
    if 2 not in texts:
        texts[2] = f"<html><body><pre>{html.escape(texts[1])}</pre></body></html>"
    return texts, native


def attachments(mime):
    """[(name, type, bytes, content id, inline)]"""
    found = []
    for part in parse(mime).walk():
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            continue
        inline = part.get_content_disposition() == "inline" or part["Content-ID"] is not None
        if part.get_filename() is None and not (inline and part.get_content_maintype() != "text"):
            continue
        data = part.get_payload(decode=True)
        if data is None:
            data = b"".join(bytes(each) for each in part.get_payload())
        found.append((part.get_filename() or "attachment", part.get_content_type(), data,
                      str(part["Content-ID"] or "").strip("<> "), inline and part["Content-ID"] is not None))
    return found


def calendar_part(mime):
    """(method, text) of an invitation or answer, or (None, None)."""
    for part in parse(mime).walk():
        if part.get_content_type() == "text/calendar":
            text = part.get_payload(decode=True).decode("utf-8", "replace")
            found = re.search(r"(?m)^METHOD:(\w+)", text)
            return (found[1].upper() if found else "PUBLISH"), re.sub(r"\r?\n[ \t]", "", text)
    return None, None


def make_mail(fields, text, subtype="plain"):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    for name, value in fields:
        if value:
            message[name] = value
    message.set_content(text, subtype=subtype)
    return message.as_bytes()
