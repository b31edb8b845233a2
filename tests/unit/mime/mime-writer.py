#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the writer of messages writes, read back by Python's own reader and found equal.

usage: mime-writer.py LOFT_MIME_COMPOSE
"""

import base64
import email
import email.header
import email.policy
import email.utils
import json
import pathlib
import re
import subprocess
import sys
import tempfile

POLICY = email.policy.default.clone(utf8=True)
ANN = ["Ann", "ann@example.org"]
BOB = ["Bob", "bob@example.org"]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3
RAW = b"From: Eva <eva@example.org>\r\nSubject: Inner\r\n\r\nInner text\r\n"

LATIN = "Grüße aus Köln — naïve café"
CYRILLIC = "Привет, как дела? Встреча в понедельник"
CHINESE = "会议记录请见附件，谢谢大家的参与"
ARABIC = "مرحبا بالعالم، هذا اجتماع مهم"
EMOJI = "👩‍👩‍👧 party 🎉"
WORDS = {"ascii": "Minutes of the meeting", "latin": LATIN, "cyrillic": CYRILLIC,
         "chinese": CHINESE, "arabic": ARABIC, "emoji": EMOJI}


def part(data, kind="application/octet-stream", name="", content_id=None):
    found = {"data": base64.b64encode(data).decode(), "type": kind, "name": name}
    if content_id:
        found["id"] = content_id
    return found


def draft(**values):
    return {"from": ANN, "to": [BOB], "subject": "Hello", "text": "Hello Bob\n", **values}


def subjects():
    for name, text in WORDS.items():
        yield f"subject {name}", draft(subject=text)
        yield f"subject {name} long", draft(subject=" ".join([text] * 12))
    yield "subject empty", draft(subject="")
    yield "subject one long word", draft(subject="x" * 700)
    yield "subject one long foreign word", draft(subject="ü" * 300)
    yield "subject like an encoded word", draft(subject="=?utf-8?q?not_one?= =?")
    yield "subject with two blanks", draft(subject="a  b")
    yield "subject with blanks around words", draft(subject="ü ü  ü x ü")
    yield "subject with quotes", draft(subject='He said "yes" (twice) <now>; ok')
    yield "subject of 5,000", draft(subject="ab " * 1666 + "c")


def people():
    for name, text in WORDS.items():
        yield f"name {name}", draft(to=[[text, "bob@example.org"]])
    yield "name with comma", draft(to=[["Miller, Bob", "bob@example.org"]])
    yield "name with quotes", draft(to=[['Bob "Bobby" Miller', "bob@example.org"]])
    yield "name with backslash", draft(to=[["Bob \\ Miller", "bob@example.org"]])
    yield "name with brackets", draft(to=[["Bob (Sales) [x]", "bob@example.org"]])
    yield "name with at", draft(to=[["bob@example.org", "bob@example.org"]])
    yield "name with dot", draft(to=[["Bob B. Miller", "bob@example.org"]])
    yield "name of 300", draft(to=[["Bob " * 75 + "X", "bob@example.org"]])
    yield "name foreign with comma", draft(to=[["Müller, Jörg", "bob@example.org"]])
    yield "no name", draft(to=[["", "bob@example.org"]])
    yield "quoted local part", draft(to=[["Bob", '"b o b"@example.org']])
    yield "plus and dots", draft(to=[["", "a.b+c_d-e=f@mail.example.org"]])
    yield "many", draft(to=[[f"Person {n}", f"person{n}@example.org"] for n in range(200)])
    yield "many foreign", draft(to=[[f"Jürgen {n}", f"p{n}@example.org"] for n in range(50)])
    yield "all fields", draft(sender=["Sec", "sec@example.org"], cc=[["C", "c@example.org"]],
                              reply_to=[["R", "r@example.org"], ["S", "s@example.org"]])
    yield "bcc kept", draft(bcc=[["H", "h@example.org"]], with_bcc=True)
    yield "bcc dropped", draft(bcc=[["H", "h@example.org"]])
    yield "no recipients", draft(to=[])
    yield "foreign local part", draft(to=[["Jörg", "jörg@example.org"]])
    yield "foreign both sides", draft(to=[["用户", "用户@例子.公司"]])


def texts():
    for name, text in WORDS.items():
        yield f"text {name}", draft(text=text + "\n")
        yield f"text {name} of many lines", draft(text=(text + "\n") * 60)
        yield f"text {name} in one line", draft(text=" ".join([text] * 60) + "\n")
        yield f"text {name} unflowed", draft(text=(text + "\n") * 3, flowed=False)
    yield "text empty", draft(text="")
    yield "text without line end", draft(text="no end")
    yield "text of empty lines", draft(text="\n\n\na\n\n\n")
    yield "text with From", draft(text="From here on\n>From there\n From x\n")
    yield "text with dots", draft(text=".\n..\n.a\n")
    yield "text with boundary-like lines", draft(text="--\n--x\n--==--\n", html="<p>--x</p>")
    yield "text with signature", draft(text="Hi\n\n-- \nAnn\n")
    yield "text with quotes", draft(text="> one\n>> two " + "word " * 40 + "end\n> three\nme\n")
    yield "text with a word of 2,000", draft(text="x" * 2000 + " y\n")
    yield "text with two dashes and a long word", draft(text="-- " + "x" * 90 + "\n")
    yield "text with tabs", draft(text="\ta\tb\n")
    yield "text with equals", draft(text="a=b=3D ü=20\n")
    yield "text unflowed with blanks at the end", draft(text="a \nb  \nü \n", flowed=False)
    yield "text unflowed long line", draft(text="word " * 400 + "\n", flowed=False)


def htmls():
    for name, text in WORDS.items():
        yield f"html {name}", draft(text=text + "\n", html=f"<p>{text}</p>\n")
    yield "html of one line", draft(html="<p>" + "x" * 5000 + "</p>")
    image = part(PNG, "image/png", "logo.png", "logo@loft")
    yield "html with picture", draft(html='<img src="cid:logo@loft">', parts=[image])
    yield "html with picture and file", draft(html='<img src="cid:logo@loft">',
                                              parts=[image, part(b"%PDF", "application/pdf",
                                                                 "a.pdf")])
    yield "picture without html", draft(parts=[image])
    yield "html with two pictures", draft(html="<p>2</p>", parts=[
        image, part(PNG * 2, "image/png", "", "b@loft")])


QUOTE = ('<blockquote type="cite" style="margin:0 0 0 6px;border-left:2px solid #aaa;'
         'padding-left:12px;">')


def page(inside):
    """As the editor of HTML hands it over."""
    return ('<!DOCTYPE html>\n<html><head><meta charset="utf-8"></head>\n<body>\n'
            f"{inside}\n</body></html>\n")


def rich():
    """What is written in the editor of HTML: formatting, quotes, pictures in the text, and beside
    them files and forwarded messages."""
    image = part(PNG, "image/png", "", "3f0c@inline")
    photo = part(b"\xff\xd8\xff" + bytes(range(256)), "image/jpeg", "Foto ü.jpg", "77aa@inline")
    shown = '<img src="cid:3f0c@inline" alt="dot" width="120">'
    both = shown + '<img src="cid:77aa@inline">'
    for name, text in WORDS.items():
        quoted = page(f"<div>{text}</div><div>Eva:</div>{QUOTE}<p>{text}</p></blockquote>")
        yield f"rich quote {name}", draft(text=f"{text}\nEva:\n> {text}\n", html=quoted)
        yield f"rich picture {name}", draft(text=text + "\n", html=page(f"<b>{text}</b>{shown}"),
                                            parts=[image])
        yield f"rich picture and file {name}", draft(
            text=text + "\n", html=page(f"<ul><li>{text}</li></ul>{both}"),
            parts=[image, photo, part(b"%PDF", "application/pdf", f"{text[:20]}.pdf")])
    yield "rich lists and table", draft(html=page(
        "<ol><li>one<ul><li>two</li></ul></li></ol><table><tbody><tr><td>a</td><td>b</td></tr>"
        "</tbody></table>"))
    yield "rich signature", draft(text="Hello\n\n-- \nAnn\n", html=page(
        '<div>Hello</div><div class="signature"><div>-- </div><div>Ann</div></div>'))
    yield "rich sheet of a quote", draft(html=page(
        "<style>\n.message-1a2b3c4d p{color:red;}\n</style>\n"
        f'{QUOTE}<div class="message-1a2b3c4d"><p>x</p></div></blockquote>'))
    yield "rich deep quotes", draft(html=page(QUOTE * 50 + "x" + "</blockquote>" * 50))
    yield "rich line of 200,000", draft(html=page("<p>" + "word ü " * 28000 + "</p>"))
    yield "rich fifty pictures", draft(
        html=page("".join(f'<img src="cid:{n}@inline">' for n in range(50))),
        parts=[part(PNG, "image/png", "", f"{n}@inline") for n in range(50)])
    yield "rich with a forwarded message", draft(html=page(shown), parts=[
        image, part(RAW, "message/rfc822", "Inner.eml")])
    nested = b"Subject: Outer\r\nContent-Type: message/rfc822\r\n\r\n" + RAW
    mixed = (b"Subject: Outer\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n"
             b"\r\n--x\r\nContent-Type: text/html\r\n\r\n<b>y</b>\r\n--x\r\n"
             b"Content-Type: message/rfc822\r\n\r\n" + RAW + b"\r\n--x--\r\n")
    yield "rich with nested forwards", draft(html=page(both), parts=[
        image, photo, part(nested, "message/rfc822", ""), part(mixed, "message/rfc822", "m.eml")])
    yield "rich reply with all", draft(
        text="Ja\n> nein\n", html=page(f"<h1>{LATIN}</h1>{both}{QUOTE}nein</blockquote>"),
        parts=[image, part(mixed, "message/rfc822", "m.eml"), photo, part(b"x", name="ü.bin")],
        in_reply_to="a@example.org", references=["a@example.org"])


def files():
    names = ["a.txt", "two words.pdf", "quote\".pdf", "semi;colon.pdf", "apo'strophe.pdf",
             "back\\slash.pdf", "übung größe.pdf", "отчёт.docx", "附件.zip", "x" * 200 + ".txt",
             "ü" * 120 + ".txt", "100%.txt", "a=b.txt", "tab.txt", ".hidden", "no-extension",
             "emoji🎉.png", "عربي.pdf", "a'b'c.txt"]
    for name in names:
        yield f"file {name[:30]}", draft(parts=[part(b"data", "application/pdf", name)])
    yield "file empty", draft(parts=[part(b"", "text/plain", "empty.txt")])
    yield "file of text with CRLF", draft(parts=[part(b"a\r\nb\nc\r", "text/plain", "a.txt")])
    yield "file of all bytes", draft(parts=[part(bytes(range(256)) * 50, name="b")])
    yield "file of 2 MB", draft(parts=[part(bytes(range(251)) * 8000, name="b")])
    yield "file of odd type", draft(parts=[part(b"x", "nonsense", "b")])
    yield "thirty files", draft(parts=[part(b"%d" % n, name=f"{n}.bin") for n in range(30)])
    yield "forwarded", draft(parts=[part(RAW, "message/rfc822", "Inner.eml")])
    yield "forwarded with 8 bit", draft(parts=[
        part(RAW.replace(b"text", "täxt".encode()), "message/rfc822", "")])
    nested = b"Subject: Outer\r\nContent-Type: message/rfc822\r\n\r\n" + RAW
    yield "forwarded twice", draft(parts=[part(nested, "message/rfc822", "")])
    yield "forwarded with NUL", draft(parts=[part(RAW + b"\0", "message/rfc822", "x.eml")])
    yield "forwarded with bare LF", draft(parts=[part(RAW + b"x\n", "message/rfc822", "x.eml")])
    yield "forwarded with a long line", draft(parts=[
        part(RAW + b"x" * 2000 + b"\r\n", "message/rfc822", "x.eml")])


def fields():
    yield "reply", draft(in_reply_to="a@example.org", references=["r@example.org", "a@example.org"])
    yield "200 references", draft(in_reply_to="a199@example.org",
                                  references=[f"a{n}@example.org" for n in range(200)])
    yield "high", draft(priority=1)
    yield "low", draft(priority=2)
    yield "receipt", draft(receipt=True)
    yield "newlines in subject", draft(subject="a\r\nBcc: evil@example.org\n\nbody")
    yield "newlines in name", draft(to=[["a\r\nBcc: evil@example.org", "bob@example.org"]])
    yield "newlines in file name", draft(parts=[part(b"x", name="a\r\nX-Evil: 1\n\n.txt")])
    yield "date in winter", draft(date="2026-01-15T23:59:59-08:00")
    yield "date of half an hour", draft(date="2026-01-15T23:59:59+05:30")


def cases():
    for group in (subjects, people, texts, htmls, rich, files, fields):
        yield from group()


# ---- judging ----------------------------------------------------------------------------------

def blank(text):
    return re.sub(r"[\x00-\x1f\x7f]", " ", text)


def pairs(message, field):
    """By the older reader: the newer keeps blanks between encoded words of a name."""
    value = dict(message.raw_items()).get(field)
    return [] if value is None else [
        [str(email.header.make_header(email.header.decode_header(name))), address]
        for name, address in email.utils.getaddresses([re.sub(r"\r?\n", "", value)])]


def wanted_pairs(addresses):
    """A domain is written as DNS has it."""
    wanted = []
    for name, address in addresses:
        local, _, domain = address.rpartition("@")
        wanted.append([blank(name), f"{local}@{domain.encode('idna').decode()}"])
    return wanted


def joined(text):
    """format=flowed read by the book (RFC 3676, 4.2)."""
    lines, open_depth = [], None
    for line in text.split("\n")[:-1]:
        depth = len(line) - len(line.lstrip(">"))
        rest = line[depth:].removeprefix(" ")
        flows = rest.endswith(" ") and rest != "-- "
        if open_depth == depth and rest != "-- ":
            lines[-1] += rest
        else:
            lines.append(">" * depth + (" " if depth else "") + rest)
        open_depth = depth if flows else None
    return "\n".join(lines)


def text_of(found):
    text = found.get_payload(decode=True).decode(found.get_content_charset())
    assert "\r" not in text.replace("\r\n", "")
    return text.replace("\r\n", "\n")


def check_text(found, case):
    wanted = case["text"]
    text = text_of(found)
    if not case.get("flowed", True):
        assert found.get_param("format") is None
        assert text.rstrip("\n") == wanted.rstrip("\n"), text
        return
    assert found.get_param("format") == "flowed"
    assert all(len(line) <= 80 or " " not in line.removeprefix("-- ").strip()
               for line in text.split("\n"))
    clean = "\n".join(line if line == "-- " else re.sub("^(>+)(?![> ])", r"\1 ", line.rstrip(" "))
                      for line in wanted.split("\n"))
    ended = text if text.endswith("\n") else text + "\n"
    assert joined(ended).rstrip("\n") == clean.rstrip("\n"), joined(ended)


def check_part(found, wanted, inline):
    data = base64.b64decode(wanted["data"])
    kind = wanted["type"]
    if kind == "message/rfc822" and found.get_content_type() == kind:
        inner = found.get_payload(0)
        assert inner["Subject"] in ("Inner", "Outer")
        assert inner.as_bytes(policy=email.policy.SMTP) == data
    else:
        assert found.get_payload(decode=True) == data
    assert found.get_content_disposition() == ("inline" if inline else "attachment")
    assert (found.get_filename() or "") == blank(wanted["name"]), found.get_filename()
    if "id" in wanted:
        assert found["Content-ID"] == f"<{wanted['id']}>"


def check_fields(message, case, raw):
    # The standard's reader folds white space around a fold; two blanks are two.
    assert message["Subject"] == blank(case["subject"]), repr(message["Subject"])
    assert pairs(message, "From") == wanted_pairs([case["from"]])
    for field, name in (("To", "to"), ("Cc", "cc"), ("Reply-To", "reply_to")):
        assert pairs(message, field) == wanted_pairs(case.get(name, [])), pairs(message, field)
    assert pairs(message, "Bcc") == (wanted_pairs(case.get("bcc", [])) if case.get("with_bcc")
                                     else [])
    assert pairs(message, "Sender") == wanted_pairs([case["sender"]] if "sender" in case else [])
    assert message["Message-ID"] == "<id@example.org>"
    assert message["Date"].datetime.isoformat() == case.get("date", "2026-03-29T02:30:00+01:00")
    references = "".join(message.get("References", "").split())
    assert references == "".join(f"<{r}>" for r in case.get("references", []))
    assert message.get("In-Reply-To") == (f"<{case['in_reply_to']}>" if "in_reply_to" in case
                                          else None)
    assert message.get("Importance") == (None, "high", "low")[case.get("priority", 0)]
    assert ("Disposition-Notification-To" in message) == case.get("receipt", False)
    assert "X-Evil" not in message and message["MIME-Version"] == "1.0"
    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def is_ascii(case):
    return all(address.isascii() for field in ("to", "cc", "bcc")
               for _, address in case.get(field, []))


def check(case, raw):
    # Addresses that are not ASCII make the whole message UTF-8 (RFC 6532).
    message = (email.message_from_bytes(raw, policy=POLICY) if is_ascii(case)
               else email.message_from_string(raw.decode(), policy=POLICY))
    parts = case.get("parts", [])
    inline = [p for p in parts if "id" in p and case.get("html")]
    attached = [p for p in parts if p not in inline]
    assert not [d for p in message.walk() for d in p.defects], "defects"
    check_fields(message, case, raw)
    body = message
    if attached:
        assert message.get_content_type() == "multipart/mixed"
        body, *found = message.get_payload()
        assert len(found) == len(attached)
        for one, wanted in zip(found, attached):
            check_part(one, wanted, False)
    if case.get("html") is None:
        assert body.get_content_type() == "text/plain"
        check_text(body, case)
        return
    assert body.get_content_type() == "multipart/alternative"
    plain, html = body.get_payload()
    check_text(plain, case)
    if inline:
        assert html.get_content_type() == "multipart/related"
        html, *found = html.get_payload()
        assert len(found) == len(inline)
        for one, wanted in zip(found, inline):
            check_part(one, wanted, True)
    assert html.get_content_type() == "text/html"
    assert text_of(html).rstrip("\n") == case["html"].rstrip("\n")


def main(compose):
    table = list(cases())
    print(f"1..{len(table)}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        drafts = pathlib.Path(folder, "drafts.json")
        drafts.write_text(json.dumps([case for _, case in table]), encoding="utf-8")
        subprocess.run([compose, drafts, folder], check=True)
        for number, (name, case) in enumerate(table):
            raw = pathlib.Path(folder, f"{number}.eml").read_bytes()
            try:
                check(case, raw)
                print(f"ok {number + 1} - {name}")
            except Exception as error:  # a reader that stumbles is a finding as well
                failed += 1
                head = raw[:1500].decode(errors="replace").replace("\n", "\n# ")
                print(f"not ok {number + 1} - {name}\n# {type(error).__name__} {error!s:.300}\n# {head}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
