#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stateful Exchange ActiveSync server in memory, for what no real one does here: 16.x, policies, wipe,
drafts, Find, every Status, throttling, lost answers.

  fake-activesync.py [--versions 12.1,14.0,…] [--heartbeat 60-3540] [--certificate PEM --key PEM]

Users alice, bob and carol, password NAME-secret, address NAME@example.test; mail between them is delivered.
The port is the first line of output; it ends when its input does. URL: /Microsoft-Server-ActiveSync, also
below any other folder, for which there are counts by its name ("at /new"); queries plain or base64;
/autodiscover/autodiscover.xml (POX, mobilesync) leads there.

Control, without sign-in: POST /control/WORD with a JSON object, or GET /control/WORD?name=value. "user" is
alice when it is left out. Words (activesync/control.py):
  put {folder, mime | data, contents: {FileReference: text} of Attachments in data, read, date, categories,
       many: how often, with {n} in mime as the number}
      folder: id, type or name; data: [["Calendar:Subject", "x"], ["Calendar:Recurrence", ["Type", 0]], …]
  change {id, data, drop, mime, read}   delete {id}   move {id, folder}
  folder {name, type, parent}   rename {folder, name, parent}   remove {folder}   state {full}
  set {policy: ["EASProvisionDoc", ["AttachmentsEnabled", 1], …], policy-version, accept-partial,
       wipe: {user: "device" or "account"}, bearer: {token: user}, now, max-folders,
       people: more of the address book, …} (activesync/world.py)
  versions {versions}   forget {what: "sync", "folders", "device"}: keys mean nothing any more
  counts, requests, sent, devices, connections, faults   wait {command, count}   clear   release
  reset: all as at the start
  fault {command, skip, times, user, at: "/new", the folder} and one of
    http: status, with headers and body      status: of the command, or with collection: of one ("*": each)
    item: Status of each command in a Sync   empty: true     html: true (a page to sign in)
    garbage: hex                             cut: n bytes of the answer, which was done
    elements: so many of the answer, which was done, as if it ended there
    lose: true (done, but no answer)         refuse: true (not done, no answer)
    hold: true (until release)               delay: seconds

Statuses: numbers and meanings are those of MS-ASCMD 2.2.2 (common ones) and 2.2.3.177 (of each command) and
of MS-ASPROV. Not found there and therefore doubtful:
  - Sync of a folder that never was: 8; that is gone: 12. Exchange's choice is not documented.
  - Sync before any FolderSync: 12.
  - mail added by a client that is not a draft of 16.x: 6; Exceptions or UID in a Change of 16.x: 6.
  - a Ping for a folder without SyncKey: 2, so that it is synced.
  - conflicts are found for all but mail, whose flags go to the last who sets them; a Delete always wins.
  - Body, UID, DtStamp and the organizer survive a Change of 12.1 to 14.1 that leaves them out; ghosting is
    for calendar and contacts only, tasks and notes are merged.
  - SendMail with bare LF: 101; a policy acknowledged with 3 or 4, or not fully where that is not enough: 139.
  - MergedFreeBusy looks at the first occurrence of a series only.
  - ValidateCert judges by the first byte.
"""
import argparse
import base64
import http.server
import itertools
import json
import os
import pathlib
import re
import ssl
import struct
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "activesync"))

import drafts  # noqa: E402
import folders  # noqa: E402
import lookup  # noqa: E402
import meetings  # noqa: E402
import sync  # noqa: E402
from control import Control  # noqa: E402
from wbxml import TOKENS, Element, WbxmlError, decode, encode, make  # noqa: E402
from world import Device, World  # noqa: E402

PLACE = "/Microsoft-Server-ActiveSync"
# MS-ASHTTP, Command Codes; None: no longer in use.
CODES = ("Sync", "SendMail", "SmartForward", "SmartReply", "GetAttachment", None, None, None, None,
         "FolderSync",
         "FolderCreate", "FolderDelete", "FolderUpdate", "MoveItems", "GetItemEstimate", "MeetingResponse",
         "Search",
         "Settings", "Ping", "ItemOperations", "Provision", "ResolveRecipients", "ValidateCert", "Find")
PARAMETERS = {0: "AttachmentName", 1: "CollectionId", 3: "ItemId", 4: "LongId", 6: "Occurrence"}
SPACES = {"Sync": "AirSync", "SendMail": "ComposeMail", "SmartForward": "ComposeMail",
          "SmartReply": "ComposeMail",
          "FolderSync": "FolderHierarchy", "FolderCreate": "FolderHierarchy",
          "FolderDelete": "FolderHierarchy",
          "FolderUpdate": "FolderHierarchy", "MoveItems": "Move"}
SIGN_IN_PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>"


class Lost(Exception):
    """The connection ends without an answer."""


class Answer:
    def __init__(self, status=200, body=b"", headers=(), kind="application/vnd.ms-sync.wbxml"):
        self.status, self.body, self.headers, self.kind = status, body, dict(headers), kind
        self.cut, self.seams = None, []


class Session:
    """One request of a client who has signed in."""

    def __init__(self, world, box, parameters, headers):
        self.world, self.box = world, box
        self.device = box.devices.setdefault(parameters.get("DeviceId", ""), Device())
        self.version = float(parameters.get("version") or headers.get("MS-ASProtocolVersion") or 14.1)
        self.policy_key = parameters.get("policy") or headers.get("X-MS-PolicyKey")
        self.multipart = parameters.get("multipart") or headers.get("MS-ASAcceptMultiPart") == "T"
        self.window = self.item_status = None

    def wait(self, seconds):
        """For a change; FALSE when the time is up."""
        return self.world.lock.wait(max(seconds, 0))


def parse_query(query):
    if "Cmd=" in query:
        return dict(urllib.parse.parse_qsl(query))
    data = base64.b64decode(urllib.parse.unquote(query))
    parameters = {"version": data[0] / 10, "Cmd": CODES[data[1]]}
    at = 4
    for name in "DeviceId", "policy", "DeviceType":
        value, at = data[at + 1:at + 1 + data[at]], at + 1 + data[at]
        parameters[name] = str(struct.unpack("<I", value)[0]) if name == "policy" and len(value) == 4 else \
            value.decode() if name != "policy" else None
    while at + 1 < len(data):
        tag, length = data[at], data[at + 1]
        value, at = data[at + 2:at + 2 + length], at + 2 + length
        if tag == 7:
            parameters["SaveInSent"] = "T" if value[0] & 1 else "F"
            parameters["multipart"] = bool(value[0] & 2)
        elif tag in PARAMETERS:
            parameters[PARAMETERS[tag]] = value.decode()
    return parameters


def run_command(session, command, root):
    """An Element, bytes of a multipart answer, or None for an empty one."""
    plain = {"Sync": sync.sync, "Ping": sync.ping, "GetItemEstimate": sync.get_item_estimate,
             "FolderSync": folders.folder_sync, "MoveItems": folders.move_items,
             "Provision": folders.provision,
             "Settings": folders.settings, "ItemOperations": lookup.item_operations, "Search": lookup.search,
             "Find": lookup.find, "ResolveRecipients": lookup.resolve_recipients,
             "ValidateCert": lookup.validate_cert, "MeetingResponse": meetings.meeting_response}
    changing = {"FolderCreate": folders.create, "FolderUpdate": folders.update,
                "FolderDelete": folders.delete}
    if command in changing:
        return folders.change_folder(session, command, root, changing[command])
    if command in ("SendMail", "SmartReply", "SmartForward"):
        return drafts.compose(session, command, root)
    return plain[command](session, root)


def refuse(command, status):
    return make(f"{SPACES.get(command, command)}:{command}", ("Status", status))


def pack(answered):
    if answered is None:
        return Answer(kind=None)
    if isinstance(answered, bytes):
        return Answer(body=answered, kind="application/vnd.ms-sync.multipart")
    seams = []
    answer = Answer(body=encode(answered, seams))
    answer.seams = seams
    return answer


class Server:
    def __init__(self, world):
        self.use(world)

    def use(self, world):
        self.world, self.control = world, Control(world)
        world.arrived = meetings.arrive

    def run_control(self, word, asked):
        if word == "reset":
            self.use(World(self.world.first_versions, self.world.heartbeat))
            return 200, {}
        return self.control.run(word, asked)

    def authenticate(self, headers):
        kind, _, word = (headers.get("Authorization") or "").partition(" ")
        if kind == "Bearer":
            return self.world.users.get(self.world.settings["bearer"].get(word))
        if kind != "Basic" or not self.world.settings["basic"]:
            return None
        name, _, password = base64.b64decode(word).decode("utf-8", "replace").partition(":")
        box = self.world.users.get(name.partition("@")[0].rpartition("\\")[2])
        return box if box is not None and password == box.password else None

    def challenge(self):
        wanted = 'Basic realm="fake"' if self.world.settings["basic"] else \
            'Bearer client_id="fake", authorization_uri="https://login.example.test/"'
        return Answer(401, b"", {"WWW-Authenticate": wanted}, None)

    def options(self, headers, place):
        self.count("OPTIONS", place)
        if fault := self.take_fault("OPTIONS", None, place):
            return self.play(fault, "OPTIONS", None, lambda: self.offer(headers))
        return self.offer(headers)

    def offer(self, headers):
        if self.authenticate(headers) is None:
            return self.challenge()
        commands = [name for name in CODES if name and (name != "Find" or "16.1" in self.world.versions)]
        looks = {"X-FEServer": "FAKE"} if self.world.settings["exchange"] else {}
        return Answer(200, b"", {"MS-ASProtocolVersions": ",".join(self.world.versions),
                                 "MS-ASProtocolCommands": ",".join(commands),
                                 "MS-Server-ActiveSync": "15.2", **looks}, None)

    # ---- faults -------------------------------------------------------------------------------

    def take_fault(self, command, user, place):
        for fault in self.world.faults:
            if (fault["command"] not in ("*", command) or fault.get("user", user) != user
                    or fault.get("at", place) != place or fault["times"] == 0):
                continue
            if fault["skip"] > 0:
                fault["skip"] -= 1
                continue
            fault["times"] -= 1
            return fault
        return None

    def play(self, fault, command, root, work):
        """work () gives the true answer. The lock is held."""
        if "http" in fault:
            return Answer(fault["http"], fault.get("body", "").encode(), fault.get("headers", {}),
                          "text/html")
        if "garbage" in fault:
            return Answer(body=bytes.fromhex(fault["garbage"]))
        if "status" in fault:
            return pack(self.status(fault, command, root))
        if fault.get("empty"):
            return Answer(kind=None)
        if fault.get("html"):
            return Answer(200, SIGN_IN_PAGE, (), "text/html; charset=utf-8")
        if fault.get("refuse"):
            raise Lost
        while fault.get("hold") and self.control.held:
            self.world.lock.wait(60)
        if "delay" in fault:
            self.world.lock.release()
            time.sleep(fault["delay"])
            self.world.lock.acquire()
        answer = work()
        if fault.get("lose"):
            raise Lost
        answer.cut = fault.get("cut")
        if 0 < fault.get("elements", 0) <= len(answer.seams):
            answer.body = answer.body[:answer.seams[fault["elements"] - 1]]
        return answer

    def status(self, fault, command, root):
        if "collection" not in fault or root is None:
            return refuse(command, fault["status"])
        return make("AirSync:Sync", ("Collections", *(
            ("Collection", ("SyncKey", each.get("SyncKey", "0")),
             ("CollectionId", each.get("CollectionId", "")),
             ("Status", fault["status"])) for each in root.all("Collections/Collection")
            if fault["collection"] in ("*", each.get("CollectionId")))))

    # ---- commands -----------------------------------------------------------------------------

    def post(self, query, headers, body, place):
        parameters = parse_query(query)
        command = parameters.get("Cmd")
        root = decode(body) if body[:1] == b"\x03" else None
        with self.world.lock:
            box = self.authenticate(headers)
            self.count(command, place)
            self.note(box, command, headers, root, body)
            fault = self.take_fault(command, box.name if box else None, place)
            # What is no answer of a server that knows the client comes whether or not it does.
            if fault and "http" in fault:
                return self.play(fault, command, root, None)
            if box is None:
                return self.challenge()
            session = Session(self.world, box, parameters, headers)

            def work():
                return self.answer(session, command, parameters, root, body)

            if fault is None:
                return work()
            session.item_status = fault.get("item")
            return self.play(fault, command, root, work)

    def count(self, command, place):
        for name in (command, f"at {place}") if place else (command,):
            self.world.counts[name] = self.world.counts.get(name, 0) + 1

    def note(self, box, command, headers, root, body):
        self.world.requests.append({
            "command": command, "user": box.name if box else None,
            "version": headers.get("MS-ASProtocolVersion"),
            "policy-key": headers.get("X-MS-PolicyKey"), "user-agent": headers.get("User-Agent"),
            "authorization": (headers.get("Authorization") or "").partition(" ")[0],
            "body": root.dump() if root is not None else body.decode("utf-8", "replace")})
        self.world.lock.notify_all()

    def answer(self, session, command, parameters, root, body):
        if str(session.version) not in self.world.versions:
            return pack(refuse(command, 138)) if session.version >= 14.0 else Answer(400, kind=None)
        status = folders.policy_fault(session, command, session.policy_key)
        if status is not None:
            return pack(refuse(command, status)) if session.version >= 14.0 else Answer(449, kind=None)
        if command in ("SendMail", "SmartReply", "SmartForward") and session.version < 14.0:
            return Answer(200 if drafts.compose_old(session, command, parameters, body) else 500, kind=None)
        if command == "GetAttachment":
            found = lookup.find_attachment(session.box, parameters.get("AttachmentName", ""))
            return Answer(200, found[1], (), found[0]) if found else Answer(500, kind=None)
        if command not in CODES:
            return Answer(501, kind=None)
        space = SPACES.get(command, command)
        if (space, command) not in TOKENS or root is None and command not in ("Sync", "Ping"):
            return Answer(400, kind=None)
        if root is not None and (root.space, root.name) != (space, command):
            return pack(refuse(command, 103))
        return pack(run_command(session, command, root))

    def autodiscover(self, headers, body, own_url):
        box = self.authenticate(headers)
        if box is None:
            return self.challenge()
        asked = re.search(rb"<EMailAddress>\s*([^<\s]*)", body)
        address = asked[1].decode() if asked else box.address
        return Answer(200, AUTODISCOVER.format(address=address, name=box.name.capitalize(),
                                               url=own_url).encode(), (),
                      "text/xml; charset=utf-8")


AUTODISCOVER = """<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
<Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/mobilesync/responseschema/2006">
<Culture>en:en</Culture>
<User><DisplayName>{name} Example</DisplayName><EMailAddress>{address}</EMailAddress></User>
<Action><Settings><Server>
<Type>MobileSync</Type><Url>{url}</Url><Name>{url}</Name>
</Server></Settings></Action></Response></Autodiscover>
"""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self):
        super().setup()
        self.number = next(self.server.numbers)

    def log_message(self, *words):
        pass

    def body(self):
        if "chunked" in (self.headers.get("Transfer-Encoding") or ""):
            data = b""
            while length := int(self.rfile.readline().split(b";")[0], 16):
                data += self.rfile.read(length)
                self.rfile.readline()
            self.rfile.readline()
            return data
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def give(self, answer):
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.kind:
            self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body if answer.cut is None else answer.body[:answer.cut])
        self.close_connection = self.close_connection or answer.cut is not None

    def give_json(self, status, value):
        self.give(Answer(status, json.dumps(value).encode(), (), "application/json"))

    def serve(self, method):
        server, url, body = self.server.owner, urllib.parse.urlsplit(self.path), self.body()
        known = url.path.endswith(PLACE)
        place = url.path.removesuffix(PLACE)
        if known:
            server.world.connections.add(self.number)
        scheme = "https" if self.server.secure else "http"
        try:
            if url.path.startswith("/control/"):
                asked = json.loads(body) if body else dict(urllib.parse.parse_qsl(url.query))
                self.give_json(*server.run_control(url.path.removeprefix("/control/"), asked))
            elif known and method == "OPTIONS":
                with server.world.lock:
                    answer = server.options(self.headers, place)
                self.give(answer)
            elif known and method == "POST":
                self.give(server.post(url.query, self.headers, body, place))
            elif (url.path.lower() == "/autodiscover/autodiscover.xml"
                  and method in ("GET", "POST")):
                self.give(server.autodiscover(self.headers, body,
                                              f"{scheme}://{self.headers['Host']}{PLACE}"))
            else:
                self.give(Answer(404, kind=None))
        except Lost:
            self.close_connection = True
        except (WbxmlError, UnicodeDecodeError) as error:
            print(f"fake-activesync: {error}", file=sys.stderr)
            self.give(Answer(400, str(error).encode(), (), "text/plain"))
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    def do_GET(self):
        self.serve("GET")

    def do_POST(self):
        self.serve("POST")

    def do_OPTIONS(self):
        self.serve("OPTIONS")


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, owner, certificate, key):
        super().__init__(("127.0.0.1", 0), Handler)
        self.owner, self.secure, self.numbers = owner, certificate is not None, itertools.count()
        if self.secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, ssl.SSLError)):
            super().handle_error(request, client_address)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--versions", default="12.1,14.0,14.1,16.0,16.1")
    parser.add_argument("--heartbeat", default="60-3540")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    options = parser.parse_args()
    world = World(options.versions.split(","), tuple(map(int, options.heartbeat.split("-"))))
    listener = Listener(Server(world), options.certificate, options.key)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    print(listener.server_address[1], flush=True)
    while os.read(0, 4096):
        pass


__all__ = ["Element"]
main()
