#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The fake ActiveSync server: a dialogue for each command, and its codec beside libwbxml2's programs."""
import base64
import http.client
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import unittest
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "activesync"))

from client import Client  # noqa: E402
from wbxml import TOKENS, Element, WbxmlError, decode, encode, make  # noqa: E402

MAIL = "From: Eva <eva@example.test>\r\nTo: alice@example.test\r\nSubject: {0}\r\n" \
       "Message-ID: <{0}@example.test>\r\n\r\nText of {0}\r\n"
LETTER = """From: Eva <eva@example.test>\r
To: alice@example.test\r
Subject: Letter\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="b"\r
\r
--b\r
Content-Type: text/html; charset=utf-8\r
\r
<p>Gr\u00fc\u00dfe</p>\r
--b\r
Content-Type: application/pdf; name="a.pdf"\r
Content-Disposition: attachment; filename="a.pdf"\r
Content-Transfer-Encoding: base64\r
\r
MDEyMzQ1Njc4OQ==\r
--b--\r
"""
INVITATION = """From: bob@example.test\r
To: alice@example.test\r
Subject: Planning\r
MIME-Version: 1.0\r
Content-Type: text/calendar; method=REQUEST; charset=utf-8\r
\r
BEGIN:VCALENDAR\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:planning\r
DTSTART:20261201T090000Z\r
DTEND:20261201T100000Z\r
SUMMARY:Planning\r
ORGANIZER:mailto:bob@example.test\r
ATTENDEE:mailto:alice@example.test\r
END:VEVENT\r
END:VCALENDAR\r
"""
COLLECTION = "Collections/Collection/"


class Server:
    def __init__(self, *options):
        self.process = subprocess.Popen([sys.executable, HERE / "fake-activesync.py", "--heartbeat", "1-3540",
                                         *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}/Microsoft-Server-ActiveSync"

    def control(self, word, **asked):
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection.request("POST", "/control/" + word, json.dumps(asked))
        answer = connection.getresponse()
        told = json.loads(answer.read())
        connection.close()
        assert answer.status == 200, told
        return told

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class Dialogue(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.end()

    def setUp(self):
        self.server.control("reset")
        self.client = self.sign_in("alice", "14.1")

    def sign_in(self, user, version, device="device1"):
        client = Client(self.server.url, user, f"{user}-secret", device=device, version=version)
        client.keys = {}
        reply = client.post("FolderSync", make("FolderHierarchy:FolderSync", ("SyncKey", "0")))
        client.folders = {each.get("Type"): each.get("ServerId") for each in reply.root.all("Changes/Add")} \
            if reply.root else {}
        client.folder_key = reply.get("SyncKey")
        return client

    def put(self, folder="Inbox", **what):
        return self.server.control("put", folder=folder, **what)["id"]

    def sync(self, folder, *parts, client=None, key=None):
        """folder: a type, or "=" and an id."""
        client = client or self.client
        name = folder[1:] if folder.startswith("=") else client.folders.get(folder, folder)
        root = make("AirSync:Sync", ("Collections", ("Collection", (
            "SyncKey", key if key is not None else client.keys.get(name, "0")), ("CollectionId", name),
                                                     *parts)))
        reply = client.post("Sync", root)
        self.assertEqual(reply.status, 200)
        if reply.root is not None and reply.get(COLLECTION + "Status") == "1":
            client.keys[name] = reply.get(COLLECTION + "SyncKey")
        return reply

    def start(self, folder, *parts, client=None):
        self.sync(folder, *parts, client=client, key="0")

    def ids(self, reply, command="Add"):
        return [each.get("ServerId") for each in reply.root.all(COLLECTION + "Commands/" + command)] \
            if reply.root else []

    def commands(self, *commands):
        return "Commands", *commands

    def status(self, reply, path="Status"):
        self.assertEqual(reply.status, 200)
        return reply.get(path)


class Codec(unittest.TestCase):
    # Where the peer has another name: 0.11.8 follows older documents, and knows nothing of 16.1.
    OTHER = {"requirestoragecardencryption": "deviceencryptionenabled", "assistantphonenumber":
             "assistanttelephonenumber", "rightsmanagementinformation": "ihsmanagementinformation",
             "owner": "rmowner",
             "removerightsmanagementprotection": "removerightsmanagementdistribution"}
    UNKNOWN = "ProposedStartTime", "ProposedEndTime", "AccountOnlyRemoteWipe"

    def convert(self, program, data, *options):
        with tempfile.TemporaryDirectory() as folder:
            source, target = pathlib.Path(folder, "in"), pathlib.Path(folder, "out")
            source.write_bytes(data)
            ran = subprocess.run([program, *options, "-o", target, source], capture_output=True, text=True)
            self.assertTrue(target.exists(), ran.stderr)
            return target.read_bytes()

    def all_tags(self):
        root = Element("AirSync", "Sync")
        for space, name in TOKENS:
            if space != "Find" and name not in self.UNKNOWN:
                root.add(Element(space, name, f"{space} {name} \u20ac"))
        return root

    def test_peer_reads(self):
        root = self.all_tags()
        text = self.convert("wbxml2xml", encode(root), "-l", "ACTIVESYNC", "-m", "1", "-i", "1")
        read = list(xml.etree.ElementTree.fromstring(text))
        self.assertEqual(len(read), len(root.children))
        for mine, theirs in zip(root.children, read):
            space, _, name = theirs.tag[1:].partition("}")
            name, own = re.sub("[-_]", "", name).lower(), mine.name.lower()
            self.assertEqual(space.lower(), mine.space.lower() + ":")
            if mine.space == "Contacts":
                own = own.replace("address", "") if own.startswith(("business", "home", "other")) else own
            self.assertTrue(own in name or self.OTHER.get(own) == name, (mine.name, name))

    def test_peer_writes(self):
        root = self.all_tags()
        text = self.convert("wbxml2xml", encode(root), "-l", "ACTIVESYNC", "-m", "1", "-i", "1")
        written = self.convert("xml2wbxml", text, "-v", "1.3", "-a", "-n")
        self.assertEqual(*([(each.space, each.name, each.bytes()) for each in tree.children]
                           for tree in (decode(written), root)))

    def test_bytes(self):
        root = make("ComposeMail:SendMail", ("ClientId", "a"), ("SaveInSentItems",),
                    ("Mime", b"\0\x01\xff" * 100))
        self.assertTrue(decode(encode(root)).equals(root))
        self.assertEqual(encode(make("AirSync:Sync", ("Status", "a\0\x01b"))),
                         bytes.fromhex("03016a00454e0361620001 01"))

    def test_bad(self):
        good = encode(make("AirSync:Sync", ("Collections", ("Collection", ("SyncKey", "0")))))
        for data in [good[:length] for length in range(len(good))] + [good + b"\1",
                                                                      b"\x03\x01\x6a\x00\x85\x01"]:
            with self.assertRaises(WbxmlError):
                decode(data)


class SignIn(Dialogue):
    def test_options(self):
        reply = self.client.options()
        self.assertEqual(reply.headers["MS-ASProtocolVersions"], "12.1,14.0,14.1,16.0,16.1")
        self.assertIn("Find", reply.headers["MS-ASProtocolCommands"])
        self.server.control("versions", versions=["14.1"])
        self.assertEqual(self.client.options().headers["MS-ASProtocolVersions"], "14.1")
        newer = Client(self.server.url, "alice", "alice-secret", version="16.1")
        self.assertEqual(newer.post("Sync", make("AirSync:Sync")).get("Status"), "138")

    def test_wrong_password(self):
        reply = Client(self.server.url, "alice", "wrong").options()
        self.assertEqual((reply.status, reply.headers["WWW-Authenticate"]), (401, 'Basic realm="fake"'))

    def test_bearer(self):
        self.server.control("set", bearer={"token": "alice"}, basic=False)
        self.assertEqual(self.client.options().status, 401)
        self.client.basic = "Bearer token"
        self.assertEqual(self.client.options().status, 200)

    def test_base64_query(self):
        root = make("FolderHierarchy:FolderSync", ("SyncKey", "0"))
        query = bytes([141, 9, 9, 4, 3]) + b"abc" + bytes([0, 5]) + b"Tests"
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
        connection.request("POST", "/Microsoft-Server-ActiveSync?" + base64.b64encode(query).decode(),
                           encode(root),
                           {"Authorization": self.client.basic})
        self.assertEqual(decode(connection.getresponse().read()).get("Status"), "1")
        self.assertIn("abc", self.server.control("devices"))
        connection.close()

    def test_autodiscover(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
        connection.request("POST", "/autodiscover/autodiscover.xml",
                           "<EMailAddress>alice@example.test</EMailAddress>",
                           {"Authorization": self.client.basic})
        self.assertIn(f"<Url>{self.server.url}</Url>", connection.getresponse().read().decode())
        connection.close()


class Policies(Dialogue):
    DEVICE = "Settings:DeviceInformation", ("Set", ("Model", "Loft"))
    POLICY = "PolicyType", "MS-EAS-Provisioning-WBXML"

    def provision(self, *policy, device=True, client=None):
        return (client or self.client).post("Provision", make("Provision:Provision", self.DEVICE if device
                                                              else None, (
            "Policies", ("Policy", self.POLICY, *policy))))

    def folder_sync(self, client=None):
        return (client or self.client).post("FolderSync", make("FolderHierarchy:FolderSync",
                                                               ("SyncKey", "0")))

    def test_none(self):
        self.assertEqual(self.status(self.provision(), "Policies/Policy/Status"), "2")

    def test_policy(self):
        self.server.control("set", policy=["EASProvisionDoc", ["AttachmentsEnabled", 1],
                                           ["MaxAttachmentSize", 5]])
        self.assertEqual(self.status(self.folder_sync()), "142")
        self.assertEqual(self.status(self.provision(device=False)), "165")
        reply = self.provision()
        self.assertEqual(reply.get("Policies/Policy/Data/EASProvisionDoc/MaxAttachmentSize"), "5")
        self.client.policy_key = reply.get("Policies/Policy/PolicyKey")
        self.assertEqual(self.status(self.folder_sync()), "142")  # a temporary key opens nothing
        self.assertEqual(self.status(self.provision(("PolicyKey", "1"), ("Status", 1)),
                                     "Policies/Policy/Status"), "5")
        final = self.provision(("PolicyKey", self.client.policy_key),
                               ("Status", 1)).get("Policies/Policy/PolicyKey")
        self.assertNotEqual(final, self.client.policy_key)
        self.assertEqual(self.status(self.folder_sync()), "144")
        self.client.policy_key = final
        self.assertEqual(self.status(self.folder_sync()), "1")
        self.server.control("set", **{"policy-version": 2})
        self.assertEqual(self.status(self.folder_sync()), "143")

    def test_old_version(self):
        self.server.control("set", policy=["EASProvisionDoc"])
        old = Client(self.server.url, "bob", "bob-secret", version="12.1")
        self.assertEqual(self.folder_sync(old).status, 449)

    def test_refused(self):
        self.server.control("set", policy=["EASProvisionDoc"], **{"accept-partial": False})
        key = self.provision().get("Policies/Policy/PolicyKey")
        self.assertEqual(self.status(self.provision(("PolicyKey", key), ("Status", 2))), "139")

    def test_wipe(self):
        for what, name, version in ("device", "RemoteWipe", "14.1"), ("account", "AccountOnlyRemoteWipe",
                                                                      "16.1"):
            self.client.version = version
            self.server.control("set", wipe={"alice": what})
            self.assertEqual(self.status(self.folder_sync()), "140")
            self.assertIsNotNone(self.provision().root.find(name))
            done = self.client.post("Provision", make("Provision:Provision", (name, ("Status", 1))))
            self.assertEqual(self.status(done), "1")
            self.assertEqual(self.status(self.folder_sync()), "1")
            self.assertEqual(self.server.control("devices")["device1"]["wiped"],
                             {"what": name, "status": "1"})


class Folders(Dialogue):
    def change(self, command, *parts, key=None):
        reply = self.client.post(command, make(f"FolderHierarchy:{command}", (
            "SyncKey", key or self.client.folder_key), *parts))
        if reply.get("Status") == "1":
            self.client.folder_key = reply.get("SyncKey")
        return reply

    def test_all(self):
        first = self.client.folder_key
        made = self.change("FolderCreate", ("ParentId", 0), ("DisplayName", "Plans"), ("Type", 12))
        name = made.get("ServerId")
        again = self.change("FolderCreate", ("ParentId", 0), ("DisplayName", "Plans"), ("Type", 12))
        self.assertEqual(self.status(again), "2")
        self.assertEqual(self.status(self.change("FolderCreate", ("ParentId", 99), ("DisplayName", "a"),
                                                 ("Type", 12))), "5")
        self.assertEqual(self.status(self.change("FolderUpdate", ("ServerId", name), ("ParentId", 0),
                                                 ("DisplayName", "Old"))), "1")
        self.assertEqual(self.status(self.change("FolderSync")), "1")
        self.assertEqual(self.status(self.change("FolderDelete", ("ServerId", self.client.folders["2"]))),
                         "3")
        self.assertEqual(self.status(self.change("FolderUpdate", ("ServerId", self.client.folders["2"]),
                                                 ("ParentId", 0), ("DisplayName", "x"))), "2")
        self.assertEqual(self.status(self.change("FolderDelete", ("ServerId", name))), "1")
        self.assertEqual(self.status(self.change("FolderDelete", ("ServerId", name))), "4")
        self.assertEqual(self.status(self.change("FolderSync", key=first)), "9")

    def test_elsewhere(self):
        name = self.server.control("folder", name="Elsewhere")["id"]
        old = self.client.folder_key
        reply = self.change("FolderSync")
        self.assertEqual(reply.get("Changes/Add/ServerId"), name)
        self.assertEqual(self.change("FolderSync", key=old).get("Changes/Add/ServerId"),
                         name)  # its answer was lost
        self.server.control("rename", folder="Elsewhere", name="Here")
        self.assertEqual(self.change("FolderSync").get("Changes/Update/DisplayName"), "Here")
        self.server.control("remove", folder="Here")
        self.assertEqual(self.change("FolderSync").get("Changes/Delete/ServerId"), name)
        self.assertEqual(self.change("FolderSync").get("Changes/Count"), "0")

    def test_own_change_hides_no_other(self):
        other = self.server.control("folder", name="Elsewhere")["id"]
        self.change("FolderCreate", ("ParentId", 0), ("DisplayName", "Mine"), ("Type", 12))
        reply = self.change("FolderSync")
        self.assertEqual([each.get("ServerId") for each in reply.root.all("Changes/Add")], [other])


class SyncMail(Dialogue):
    BODY = "Options", ("AirSyncBase:BodyPreference", ("Type", 1), ("TruncationSize", 4))

    def test_windows(self):
        names = [self.put(mime=MAIL.format(f"m{number}"), date=1000 + number) for number in range(5)]
        self.start("2")
        seen = []
        for more in True, True, False:
            reply = self.sync("2", ("WindowSize", 2))
            seen += self.ids(reply)
            self.assertEqual(reply.root.find(COLLECTION + "MoreAvailable") is not None, more)
        self.assertEqual(seen, names[::-1])
        self.assertEqual(self.sync("2").body, b"")

    def test_lost_answer(self):
        name = self.put(mime=MAIL.format("one"))
        self.start("2")
        key = self.client.keys["1"]
        first, again = self.sync("2"), self.sync("2", key=key)
        self.assertEqual(self.ids(again), [name])
        self.assertNotEqual(first.get(COLLECTION + "SyncKey"), again.get(COLLECTION + "SyncKey"))
        self.put(mime=MAIL.format("two"))
        self.sync("2")
        self.assertEqual(self.sync("2", key=key).get(COLLECTION + "Status"), "3")

    def test_bodies(self):
        self.put(mime=LETTER)
        for preference, wanted in (
                (("Type", 1), ("1", None, "Gr\u00fc\u00dfe")),
                ((("Type", 2), ("TruncationSize", 6)), ("2", "1", "<p>Gr")),
                ((("Type", 1), ("TruncationSize", 3), ("AllOrNone", 1)), ("1", "1", None)),
                ((("Type", 1), ("TruncationSize", 0), ("Preview", 3)), ("1", "1", None))):
            preference = preference if isinstance(preference[0], tuple) else (preference,)
            self.start("2")
            body = self.sync("2", ("Options", ("AirSyncBase:BodyPreference", *preference))).root.find(
                COLLECTION + "Commands/Add/ApplicationData/Body")
            text = body.get("Data")
            self.assertEqual((body.get("Type"), body.get("Truncated"), text and text.strip()), wanted)
        self.assertEqual(body.get("Preview"), "Gr\u00fc")
        self.start("2")
        whole = self.sync("2", ("Options", ("MIMESupport", 2), ("AirSyncBase:BodyPreference", ("Type", 4))))
        self.assertEqual(whole.get(COLLECTION + "Commands/Add/ApplicationData/Body/Data"), LETTER)
        attachment = whole.root.find(COLLECTION + "Commands/Add/ApplicationData/Attachments/Attachment")
        self.assertEqual((attachment.get("DisplayName"), attachment.get("EstimatedDataSize")),
                         ("a.pdf", "10"))

    def test_changes(self):
        name = self.put(mime=MAIL.format("one"))
        self.start("2")
        self.sync("2")
        self.server.control("change", id=name, read=True, categories=["Red"])
        reply = self.sync("2")
        data = reply.root.find(COLLECTION + "Commands/Change/ApplicationData")
        self.assertEqual([(each.name, each.text) for each in data.children],
                         [("Read", "1"), ("Categories", "")])
        self.sync("2", self.commands(("Change", ("ServerId", name), ("ApplicationData", ("Email:Read", 0), (
            "Email:Flag", ("Status", 2), ("FlagType", "for Follow Up"))))))
        self.assertEqual(self.sync("2").body, b"")  # one's own change does not come back
        told = self.server.control("state", full=1)["folders"][0]["items"][0]
        self.assertFalse(told["read"])
        self.assertIn(["Email:FlagType", "for Follow Up"], told["data"][-1])
        refused = self.sync("2", self.commands(("Change", ("ServerId", name), (
            "ApplicationData", ("Email:Subject", "no")))))
        self.assertEqual(refused.get(COLLECTION + "Responses/Change/Status"), "6")

    def test_delete(self):
        one, two = self.put(mime=MAIL.format("one")), self.put(mime=MAIL.format("two"))
        self.start("2")
        self.sync("2")
        self.sync("2", self.commands(("Delete", ("ServerId", one))))
        self.sync("2", ("DeletesAsMoves", 0), self.commands(("Delete", ("ServerId", two))))
        self.start("4")
        self.assertEqual(len(self.ids(self.sync("4"))), 1)
        gone = self.sync("2", self.commands(("Delete", ("ServerId", two))))
        self.assertEqual(gone.get(COLLECTION + "Responses/Delete/Status"), "8")
        self.server.control("put", folder="Inbox", mime=MAIL.format("three"))
        three = self.ids(self.sync("2"))[0]
        self.server.control("delete", id=three)
        self.assertEqual(self.ids(self.sync("2"), "Delete"), [three])

    def test_replayed_delete(self):
        name = self.put(mime=MAIL.format("one"))
        self.start("2")
        self.sync("2")
        key = self.client.keys["1"]
        for _ in range(2):
            reply = self.sync("2", self.commands(("Delete", ("ServerId", name))), key=key)
            self.assertIsNone(reply.root.find(COLLECTION + "Responses"))
        self.start("4")
        self.assertEqual(len(self.ids(self.sync("4"))), 1)

    def test_fetch(self):
        name = self.put(mime=MAIL.format("one"))
        self.start("2")
        reply = self.sync("2", ("GetChanges", 0), self.BODY, self.commands(
            ("Fetch", ("ServerId", name)), ("Fetch", ("ServerId", "none"))))
        self.assertEqual(reply.get(COLLECTION + "Responses/Fetch/ApplicationData/Body/Data"), "Text")
        self.assertEqual([each.get("Status") for each in reply.root.all(COLLECTION + "Responses/Fetch")],
                         ["1", "8"])
        self.assertEqual(self.ids(reply), [])

    def test_filter(self):
        self.server.control("set", now=10_000_000)
        old, new = self.put(mime=MAIL.format("old"), date=10_000_000 - 2 * 86400), self.put(
            mime=MAIL.format("new"), date=10_000_000)
        self.start("2")
        self.assertEqual(self.ids(self.sync("2", ("Options", ("FilterType", 1)))), [new])
        self.assertEqual(self.ids(self.sync("2", ("Options", ("FilterType", 0)))), [old])
        self.assertEqual(self.ids(self.sync("2", ("Options", ("FilterType", 1))), "SoftDelete"), [old])

    def test_statuses(self):
        self.assertEqual(self.sync("2", key="made-up").get(COLLECTION + "Status"), "3")
        self.assertEqual(self.sync("nowhere", key="0").get(COLLECTION + "Status"), "8")
        name = self.server.control("folder", name="Short")["id"]
        self.server.control("remove", folder="Short")
        self.assertEqual(self.sync("=" + name, key="0").get(COLLECTION + "Status"), "12")
        self.assertEqual(self.sign_in("bob", "14.1").post("Sync").get("Status"), "13")
        fresh = Client(self.server.url, "bob", "bob-secret", device="new")
        self.assertEqual(fresh.post("Sync", make("AirSync:Sync", ("Collections", ("Collection", (
            "SyncKey", 0), ("CollectionId", "1"))))).get("Status"), "12")
        root = make("AirSync:Sync", ("Collections", ("Collection", ("SyncKey", "0"), ("CollectionId", "1"))),
                    ("HeartbeatInterval", 9999))
        reply = self.client.post("Sync", root)
        self.assertEqual((reply.get("Status"), reply.get("Limit")), ("14", "3540"))

    def test_empty_request(self):
        self.start("2")
        self.put(mime=MAIL.format("one"))
        reply = self.client.post("Sync")
        self.assertEqual(len(self.ids(reply)), 1)

    def test_waiting(self):
        self.start("2")
        found = []
        root = make("AirSync:Sync", ("Collections", ("Collection", ("SyncKey", self.client.keys["1"]), (
            "CollectionId", "1"))), ("HeartbeatInterval", 600))
        waiting = threading.Thread(target=lambda: found.append(self.client.post("Sync", root)))
        self.server.control("clear")
        waiting.start()
        self.server.control("wait", command="Sync", count=1)
        name = self.put(mime=MAIL.format("one"))
        waiting.join()
        self.assertEqual(self.ids(found[0]), [name])

    def test_several(self):
        self.start("2")
        self.start("9")
        self.put(mime=MAIL.format("one"))
        root = make("AirSync:Sync", ("Collections", *(("Collection", ("SyncKey", self.client.keys[name]), (
            "CollectionId", name)) for name in ("1", self.client.folders["9"]))))
        reply = self.client.post("Sync", root)
        self.assertEqual([each.get("CollectionId") for each in reply.root.all("Collections/Collection")],
                         ["1"])

    def test_old_has_class(self):
        client = self.sign_in("alice", "12.1", "old")
        self.start("2", client=client)
        self.put(mime=MAIL.format("one"))
        self.assertEqual(self.sync("2", client=client).get(COLLECTION + "Class"), "Email")


class SyncItems(Dialogue):
    EVENT = (("Calendar:Subject", "Plan"), ("Calendar:StartTime", "20261201T090000Z"), (
        "Calendar:EndTime", "20261201T100000Z"), ("Calendar:Location", "Room"), ("Calendar:Reminder", 5))

    def add(self, folder, *data, client=None, key=None, name="c1"):
        return self.sync(folder, self.commands(("Add", ("ClientId", name), ("ApplicationData", *data))),
                         client=client, key=key)

    def change(self, folder, name, *data, client=None, options=None, extra=()):
        return self.sync(folder, options, self.commands(("Change", ("ServerId", name), *extra, (
            "ApplicationData", *data))), client=client)

    def items(self, kind):
        return [item for folder in self.server.control("state", full=1)["folders"] if folder["type"] == kind
                for item in folder["items"]]

    def test_add_and_replay(self):
        self.start("9")
        key = self.client.keys[self.client.folders["9"]]
        first = self.add("9", ("Contacts:FileAs", "Eva"), key=key).get(COLLECTION + "Responses/Add/ServerId")
        again = self.add("9", ("Contacts:FileAs", "Eva"), key=key).get(COLLECTION + "Responses/Add/ServerId")
        self.assertEqual(first, again)
        self.assertEqual(len(self.items(9)), 1)
        self.assertEqual(self.sync("9").body, b"")

    def test_conflict(self):
        self.start("9")
        name = self.add("9", ("Contacts:FileAs", "Eva")).get(COLLECTION + "Responses/Add/ServerId")
        self.server.control("change", id=name, data=[["Contacts:FileAs", "Server"]])
        reply = self.change("9", name, ("Contacts:FileAs", "Client"))
        self.assertEqual(reply.get(COLLECTION + "Responses/Change/Status"), "7")
        self.assertEqual(reply.get(COLLECTION + "Commands/Change/ApplicationData/FileAs"), "Server")
        self.server.control("change", id=name, data=[["Contacts:FileAs", "Server 2"]])
        self.change("9", name, ("Contacts:FileAs", "Client"), options=("Options", ("Conflict", 0)))
        self.assertEqual(self.items(9)[0]["title"], "Client")

    def test_ghosting(self):
        for supported, kept in ((None, []), (("Supported",), ["Location", "Reminder"]),
                                (("Supported", ("Calendar:Reminder",)), ["Location"])):
            self.start("8", supported)
            name = self.add("8", *self.EVENT).get(COLLECTION + "Responses/Add/ServerId")
            self.change("8", name, ("Calendar:Subject", "New"))
            names = [part[0].partition(":")[2] for part in self.items(8)[-1]["data"]]
            self.assertEqual([each for each in names if each in ("Location", "Reminder")], kept)
            self.server.control("delete", id=name)

    def test_newest_form(self):
        newer = self.sign_in("alice", "16.1", "newer")
        self.start("8", client=newer)
        refused = self.add("8", ("Calendar:Exceptions", ("Exception", ("Deleted", 1))), client=newer)
        self.assertEqual(refused.get(COLLECTION + "Responses/Add/Status"), "6")
        made = self.add("8", ("Calendar:Subject", "Series"), ("Calendar:StartTime", "20261201T090000Z"), (
            "Calendar:EndTime", "20261201T100000Z"), ("Calendar:ClientUid", "mine"), (
            "AirSyncBase:Location", ("DisplayName", "Room")), (
            "Calendar:Recurrence", ("Type", 0), ("Interval", 1)), client=newer, name="c2")
        name = made.get(COLLECTION + "Responses/Add/ServerId")
        instance = ("AirSyncBase:InstanceId", "20261202T090000Z"),
        self.change("8", name, ("Calendar:Subject", "Once"), client=newer, extra=instance)
        self.sync("8",
                  self.commands(("Delete", ("ServerId", name),
                                 ("AirSyncBase:InstanceId", "20261203T090000Z"))),
                  client=newer)
        self.start("8")
        old = self.sync("8").root.find(COLLECTION + "Commands/Add/ApplicationData")
        self.assertEqual(old.get("Calendar:Location"), "Room")
        self.assertNotEqual(old.get("UID"), "mine")
        self.assertEqual([each.get("ExceptionStartTime") for each in old.all("Exceptions/Exception")],
                         ["20261202T090000Z", "20261203T090000Z"])
        self.assertEqual([each.get("Deleted") for each in old.all("Exceptions/Exception")], [None, "1"])
        self.change("8", name, ("Calendar:Subject", "Renamed"), client=newer)  # the rest stays
        data = self.items(8)[0]["data"]
        self.assertIn(["Calendar:Subject", "Renamed"], data)
        self.assertIn("Calendar:Recurrence", [part[0] for part in data])

    def test_organizer(self):
        newer = self.sign_in("alice", "16.1", "newer")
        self.start("8", client=newer)
        self.add("8", *self.EVENT[:3], ("Calendar:MeetingStatus", 1), ("Calendar:Attendees", ("Attendee", (
            "Email", "bob@example.test"), ("Name", "Bob"))), client=newer)
        sent = self.server.control("sent")
        self.assertEqual([each["to"] for each in sent], [["bob@example.test"]])
        self.assertIn("METHOD:REQUEST", sent[0]["mime"])
        state = self.server.control("state", user="bob")["folders"]
        self.assertEqual([len(each["items"]) for each in state if each["type"] in (2, 8)], [1, 1])

    def test_drafts(self):
        data = ("Email:To", "bob@example.test"), ("Email:Subject", "Draft"), (
            "AirSyncBase:Body", ("Type", 1), ("Data", "Text"))
        self.start("3")
        self.assertEqual(self.add("3", *data).get(COLLECTION + "Responses/Add/Status"), "6")
        newer = self.sign_in("alice", "16.0", "newer")
        self.start("3", client=newer)
        name = self.add("3", *data, client=newer).get(COLLECTION + "Responses/Add/ServerId")
        self.change("3", name, ("Email:Subject", "Better"), client=newer)
        shown = self.sync("3", self.commands(("Fetch", ("ServerId", name))), client=newer)
        data = shown.root.find(COLLECTION + "Responses/Fetch/ApplicationData")
        self.assertEqual((data.get("Subject"), data.get("To"), data.get("IsDraft"),
                          data.get("Body/Data").strip()),
                         ("Better", "bob@example.test", "1", "Text"))
        self.attach_to_draft(name, newer)
        reply = self.change("3", name, client=newer, extra=(("Email2:Send",),))
        self.assertEqual(self.ids(reply, "Delete"), [name])
        self.assertEqual(len(self.server.control("sent")), 1)
        self.assertEqual([len(self.items(kind)) for kind in (3, 5)], [0, 1])

    def attach_to_draft(self, name, client):
        """Two, of which one goes again."""
        def attachments():
            shown = self.sync("3", self.commands(("Fetch", ("ServerId", name))), client=client)
            return [(each.get("DisplayName"), each.get("Method"), each.get("ContentId")) for each in
                    shown.root.all(COLLECTION + "Responses/Fetch/ApplicationData/Attachments/Attachment")]

        reply = self.change("3", name, ("Email:Importance", 2), ("AirSyncBase:Attachments", (
            "Add", ("ClientId", "a"), ("Content", b"PNG"), ("ContentId", "a@x"), ("ContentType", "image/png"),
            ("DisplayName", "a.png"), ("IsInline", 1), ("Method", 1)), (
            "Add", ("ClientId", "b"), ("Content", b"Subject: old\r\n\r\nOld\r\n"), ("DisplayName", "b.eml"),
            ("Method", 5))), client=client)
        told = reply.root.all(COLLECTION + "Responses/Change/ApplicationData/Attachments/Attachment")
        self.assertEqual([each.get("ClientId") for each in told], ["a", "b"])
        self.assertEqual(attachments(), [("a.png", "1", "a@x"), ("b.eml", "5", None)])
        self.change("3", name, ("AirSyncBase:Attachments", (
            "Delete", ("FileReference", told[0].get("FileReference")))), client=client)
        self.assertEqual(attachments(), [("b.eml", "5", None)])
        self.assertIn("Importance: high", self.items(3)[0]["mime"])

    def test_tasks(self):
        self.start("7")
        self.add("7", ("Tasks:Subject", "Bread"), ("Tasks:Complete", 1))
        self.start("7")
        self.assertEqual(self.sync("7", ("Options", ("FilterType", 8))).body, b"")
        self.assertEqual(len(self.ids(self.sync("7", ("Options", ("FilterType", 0))))), 1)


class Mail(Dialogue):
    OUT = b"From: alice@example.test\r\nTo: bob@example.test, eva@elsewhere.test\r\n" \
          b"Bcc: carol@example.test\r\n" \
          b"Subject: Hello\r\n\r\nHow are you?\r\n"

    def send(self, command="SendMail", *parts, mime=OUT, name="c1"):
        return self.client.post(command, make(f"ComposeMail:{command}", ("ClientId", name), *parts,
                                              ("SaveInSentItems",), ("Mime", mime)))

    def test_send(self):
        self.assertEqual(self.send().body, b"")
        self.assertEqual(self.send().get("Status"), "118")
        sent = self.server.control("sent")
        self.assertEqual([each["to"] for each in sent], [["bob@example.test", "carol@example.test",
                                                         "eva@elsewhere.test"]])
        self.assertNotIn("Bcc", sent[0]["mime"])
        self.assertEqual(self.send(mime=self.OUT.replace(b"\r", b""), name="c2").get("Status"), "101")
        self.assertEqual(self.send(mime=b"no mail\r\n", name="c3").get("Status"), "107")
        self.assertEqual(self.send(mime=b"Subject: x\r\n\r\n", name="c4").get("Status"), "119")
        inbox = self.server.control("state", user="bob")["folders"][0]["items"]
        self.assertEqual([each["title"] for each in inbox], ["Hello"])

    def test_send_old(self):
        self.client.version = "12.1"
        reply = self.client.ask("POST", "SendMail", self.OUT, parameters=[("SaveInSent", "T")],
                                content="message/rfc822")
        self.assertEqual((reply.status, reply.body), (200, b""))
        self.assertEqual(len(self.server.control("sent")), 1)

    def test_reply_and_forward(self):
        name = self.put(mime=LETTER)
        self.start("2")
        self.sync("2")
        source = "Source", ("FolderId", "1"), ("ItemId", name)
        self.assertEqual(self.send("SmartReply", source).body, b"")
        self.assertEqual(self.send("SmartForward", source, name="c2").body, b"")
        self.assertEqual(self.send("SmartReply", source, ("ReplaceMime",), name="c3").body, b"")
        self.assertEqual(self.send("SmartReply", ("Source", ("FolderId", "1"), ("ItemId", "1:999")),
                                   name="c4").get("Status"), "150")
        sent = [each["mime"] for each in self.server.control("sent")]
        self.assertEqual(["Original Message" in each for each in sent], [True, True, False])
        self.assertEqual(["a.pdf" in each for each in sent], [False, True, False])
        data = self.sync("2").root.find(COLLECTION + "Commands/Change/ApplicationData")
        self.assertEqual(data.get("LastVerbExecuted"), "1")

    def test_move(self):
        name = self.put(mime=MAIL.format("one"))

        def move(source, target, item=name):
            return self.client.post("MoveItems", make("Move:MoveItems", ("Move", ("SrcMsgId", item), (
                "SrcFldId", source), ("DstFldId", target))))

        for source, target, status in (("1", "1", "4"), ("1", "99", "2"), ("99", "1", "1"), ("1", "3", "3"),
                                       ("1", "3", "1")):
            reply = move(source, target)
            self.assertEqual(reply.get("Response/Status"), status, (source, target))
        state = self.server.control("state")["folders"]
        self.assertEqual([len(each["items"]) for each in state if each["id"] in ("1", "3")], [0, 1])

    def test_item_operations(self):
        name = self.put(mime=LETTER)
        fetch = "Fetch", ("Store", "Mailbox"), ("AirSync:CollectionId", "1"), ("AirSync:ServerId", name), (
            "Options", ("AirSync:MIMESupport", 2), ("AirSyncBase:BodyPreference", ("Type", 4)))
        root = make("ItemOperations:ItemOperations", fetch)
        reply = self.client.post("ItemOperations", root)
        self.assertEqual(reply.get("Response/Fetch/Properties/Body/Data"), LETTER)
        reference = reply.get("Response/Fetch/Properties/Attachments/Attachment/FileReference")
        reply = self.client.post("ItemOperations", root, headers={"MS-ASAcceptMultiPart": "T"})
        self.assertEqual(reply.type, "application/vnd.ms-sync.multipart")
        offset, length = (int.from_bytes(reply.body[at:at + 4], "little") for at in (12, 16))
        self.assertEqual(reply.body[offset:offset + length].decode(), LETTER)

        def attachment(*options, reference=reference):
            return self.client.post("ItemOperations", make("ItemOperations:ItemOperations", ("Fetch", (
                "Store", "Mailbox"), ("AirSyncBase:FileReference",
                                      reference), *options))).root.find("Response/Fetch")

        self.assertEqual(base64.b64decode(attachment().get("Properties/Data")), b"0123456789")
        part = attachment(("Options", ("Range", "2-4")))
        self.assertEqual((base64.b64decode(part.get("Properties/Data")), part.get("Properties/Total")),
                         (b"234", "10"))
        self.assertEqual(attachment(("Options", ("Range", "20-30"))).get("Status"), "8")
        self.assertEqual(attachment(reference="none").get("Status"), "15")
        empty = self.client.post("ItemOperations", make("ItemOperations:ItemOperations",
                                                        ("EmptyFolderContents", (
            "AirSync:CollectionId", "1"))))
        self.assertEqual(empty.get("Response/EmptyFolderContents/Status"), "1")
        self.assertEqual(self.client.post("ItemOperations", root).get("Response/Fetch/Status"), "6")

    def test_estimate(self):
        self.put(mime=MAIL.format("one"))

        def estimate(key, name="1"):
            reply = self.client.post("GetItemEstimate", make("GetItemEstimate:GetItemEstimate", (
                "Collections", ("Collection", ("AirSync:SyncKey", key), ("CollectionId", name)))))
            return reply.get("Response/Status"), reply.get("Response/Collection/Estimate")

        self.assertEqual(estimate("0"), ("3", None))
        self.start("2")
        self.assertEqual(estimate(self.client.keys["1"]), ("1", "1"))
        self.assertEqual(estimate("x"), ("4", None))
        self.assertEqual(estimate("x", "99"), ("2", None))

    def test_meeting(self):
        name = self.put(mime=INVITATION)
        self.start("2")
        shown = self.sync("2").root.find(COLLECTION + "Commands/Add/ApplicationData")
        self.assertEqual(shown.get("MessageClass"), "IPM.Schedule.Meeting.Request")
        self.assertEqual(shown.get("MeetingRequest/StartTime"), "2026-12-01T09:00:00.000Z")
        self.assertIn(b"vCal-Uid\x01\0\0\0planning\0",
                      base64.b64decode(shown.get("MeetingRequest/GlobalObjId")))

        def respond(answer, item, *parts, folder="1"):
            return self.client.post("MeetingResponse", make("MeetingResponse:MeetingResponse", ("Request", (
                "UserResponse", answer), ("CollectionId", folder), ("RequestId", item), *parts)))

        self.assertEqual(respond(9, name).get("Result/Status"), "2")
        self.assertEqual(respond(1, "1:999").get("Result/Status"), "2")
        reply = respond(1, name)
        event = reply.get("Result/CalendarId")
        self.assertEqual(reply.get("Result/Status"), "1")
        self.assertEqual(self.server.control("sent"), [])  # up to 14.1 the client writes
        self.client.version = "16.1"
        reply = respond(3, event, ("SendResponse",), folder=event.partition(":")[0])
        self.assertEqual((reply.get("Result/Status"), reply.get("Result/CalendarId")), ("1", None))
        sent = self.server.control("sent")[0]
        self.assertEqual(sent["to"], ["bob@example.test"])
        self.assertIn("PARTSTAT=DECLINED", sent["mime"])


class Waiting(Dialogue):
    def ping(self, seconds, *names):
        return self.client.post("Ping", make("Ping:Ping", ("HeartbeatInterval", seconds) if seconds
                                             else None, (
            "Folders", *(("Folder", ("Id", name), ("Class", "Email")) for name in names)) if names else None))

    def test_statuses(self):
        self.start("2")
        self.assertEqual(self.client.post("Ping").get("Status"), "3")
        reply = self.ping(9999, "1")
        self.assertEqual((reply.get("Status"), reply.get("HeartbeatInterval")), ("5", "3540"))
        self.server.control("set", **{"max-folders": 1})
        reply = self.ping(60, "1", "2")
        self.assertEqual((reply.get("Status"), reply.get("MaxFolders")), ("6", "1"))
        self.assertEqual(self.ping(60, "99").get("Status"), "7")
        self.assertEqual(self.ping(1, "1").get("Status"), "1")

    def test_change(self):
        self.start("2")
        found = []
        waiting = threading.Thread(target=lambda: found.append(self.ping(600, "1")))
        waiting.start()
        self.server.control("wait", command="Ping", count=1)
        self.put(mime=MAIL.format("one"))
        waiting.join()
        self.assertEqual((found[0].get("Status"), found[0].get("Folders/Folder")), ("2", "1"))


class Lookup(Dialogue):
    def test_search_people(self):
        def search(word, span="0-99"):
            return self.client.post("Search", make("Search:Search",
                                                   ("Store", ("Name", "GAL"), ("Query", word), (
                "Options", ("Range", span))))).root.find("Response/Store")

        found = search("bob")
        self.assertEqual(found.get("Result/Properties/GAL:EmailAddress"), "bob@example.test")
        self.assertEqual((found.get("Range"), found.get("Total")), ("0-0", "1"))
        self.assertEqual(search("example", "1-1").get("Range"), "1-1")
        self.assertIsNone(search("nobody").find("Result/Properties"))

    def test_search_mail(self):
        name = self.put(mime=MAIL.format("needle"))
        reply = self.client.post("Search", make("Search:Search",
                                                ("Store", ("Name", "Mailbox"), ("Query", ("And", (
            "AirSync:Class", "Email"), ("AirSync:CollectionId", "1"), ("FreeText", "NEEDLE"))), (
            "Options", ("Range", "0-9")))))
        long_id = reply.get("Response/Store/Result/LongId")
        self.assertEqual((reply.get("Response/Store/Status"),
                          reply.get("Response/Store/Result/Properties/Subject")),
                         ("1", "needle"))
        fetched = self.client.post("ItemOperations", make("ItemOperations:ItemOperations", ("Fetch", (
            "Store", "Mailbox"), ("Search:LongId", long_id))))
        self.assertEqual(fetched.get("Response/Fetch/Properties/Subject"), "needle")
        self.assertEqual(long_id, name)

    def test_find(self):
        self.put(mime=MAIL.format("needle"))
        root = make("Find:Find", ("SearchId", "a"), ("ExecuteSearch", ("MailBoxSearchCriterion", ("Query", (
            "AirSync:Class", "Email"), ("AirSync:CollectionId", "1"), ("FreeText", "needle")), (
            "Options", ("Range", "0-9")))))
        self.assertEqual(self.client.post("Find", root).get("Status"), "2")
        self.client.version = "16.1"
        reply = self.client.post("Find", root)
        self.assertEqual(reply.get("Response/Result/Properties/Email:Subject"), "needle")
        people = self.client.post("Find", make("Find:Find", ("SearchId", "b"), ("ExecuteSearch", (
            "GalSearchCriterion", ("Query", "bob"), ("Options", ("Range", "0-9"))))))
        self.assertEqual(people.get("Response/Result/Properties/GAL:EmailAddress"), "bob@example.test")

    def test_resolve(self):
        self.server.control("put", user="bob", folder="Calendar", data=[
            ["Calendar:StartTime", "20261201T090000Z"], ["Calendar:EndTime", "20261201T093000Z"]])
        self.server.control("set", certificates={"bob@example.test": "MIIB"})
        reply = self.client.post("ResolveRecipients", make("ResolveRecipients:ResolveRecipients", (
            "To", "bob@example.test"), ("To", "example"), ("To", "nobody"),
                                                           ("Options", ("CertificateRetrieval", 2), (
                "MaxAmbiguousRecipients", 2), ("Availability", ("StartTime", "2026-12-01T08:30:00.000Z"), (
                    "EndTime", "2026-12-01T10:00:00.000Z")))))
        answers = reply.root.all("Response")
        self.assertEqual([each.get("Status") for each in answers], ["1", "3", "4"])
        self.assertEqual(answers[0].get("Recipient/Availability/MergedFreeBusy"), "020")
        self.assertEqual(answers[0].get("Recipient/Certificates/Certificate"), "MIIB")

    def test_settings(self):
        def settings(*parts):
            return self.client.post("Settings", make("Settings:Settings", *parts)).root

        self.assertEqual(settings(("UserInformation", ("Get",))).get(
            "UserInformation/Get/Accounts/Account/EmailAddresses/PrimarySmtpAddress"), "alice@example.test")
        self.assertEqual(settings(("DeviceInformation",
                                   ("Set", ("Model", "Loft")))).get("DeviceInformation/Status"), "1")
        message = "OofMessage", ("AppliesToInternal",), ("Enabled", 1), ("ReplyMessage",
                                                                         "Away"), ("BodyType", "Text")
        times = ("StartTime", "2026-12-01T08:00:00.000Z"), ("EndTime", "2026-12-02T08:00:00.000Z")
        self.assertEqual(settings(("Oof", ("Set", ("OofState", 2), message))).get("Oof/Status"), "5")
        self.assertEqual(settings(("Oof", ("Set", ("OofState", 2), *times, message))).get("Oof/Status"), "1")
        shown = settings(("Oof", ("Get", ("BodyType", "Text"))))
        self.assertEqual((shown.get("Oof/Get/OofState"), shown.get("Oof/Get/OofMessage/ReplyMessage")),
                         ("2", "Away"))

    def test_validate(self):
        reply = self.client.post("ValidateCert", make("ValidateCert:ValidateCert", ("Certificates", (
            "Certificate", "MIIB"), ("Certificate", "!"))))
        self.assertEqual([each.get("Status") for each in reply.root.all("Certificate")], ["1", "17"])


class Faults(Dialogue):
    def fault(self, **what):
        self.server.control("fault", **what)

    def test_http(self):
        for status, headers in (401, {}), (403, {}), (449, {}), (451,
                                                                 {"X-MS-Location": "https://other.test/"}), \
                (456, {}), (500, {}), (501, {}), (503, {"Retry-After": "7"}):
            self.fault(command="FolderSync", skip=1, http=status, headers=headers)
            self.assertEqual(self.sign_in("alice", "14.1").folder_key[0], "k")
            reply = self.client.post("FolderSync", make("FolderHierarchy:FolderSync", ("SyncKey", "0")))
            self.assertEqual(reply.status, status)
            for name, value in headers.items():
                self.assertEqual(reply.headers[name], value)
        self.assertEqual(self.server.control("counts")["FolderSync"], 17)

    def test_statuses(self):
        self.start("2")
        self.fault(command="Sync", status=110)
        self.assertEqual(self.sync("2").get("Status"), "110")
        self.fault(command="Sync", status=5, collection="1")
        self.assertEqual(self.sync("2").get(COLLECTION + "Status"), "5")
        self.fault(command="Sync", item=6)
        reply = self.sync("2",
                          self.commands(("Change", ("ServerId", "1:1"),
                                         ("ApplicationData", ("Email:Read", 1)))))
        self.assertEqual(reply.get(COLLECTION + "Responses/Change/Status"), "6")

    def test_strange_answers(self):
        self.fault(command="Sync", html=True)
        self.assertEqual(self.sync("2", key="0").type, "text/html")
        self.fault(command="Sync", empty=True)
        self.assertEqual(self.sync("2", key="0").body, b"")
        self.fault(command="Sync", garbage="ff")
        self.assertEqual(self.sync("2", key="0").body, b"\xff")

    def test_lost(self):
        send = make("ComposeMail:SendMail", ("ClientId", "a"), ("Mime", Mail.OUT))
        self.fault(command="SendMail", refuse=True)
        with self.assertRaises(http.client.HTTPException):
            self.client.post("SendMail", send)
        self.assertEqual(self.server.control("sent"), [])
        self.fault(command="SendMail", lose=True)
        with self.assertRaises(http.client.HTTPException):
            self.client.post("SendMail", send)
        self.assertEqual(len(self.server.control("sent")), 1)
        self.assertEqual(self.client.post("SendMail", send).get("Status"), "118")
        self.fault(command="FolderSync", cut=10)
        with self.assertRaises(http.client.IncompleteRead):
            self.client.post("FolderSync", make("FolderHierarchy:FolderSync", ("SyncKey", "0")))

    def test_hold(self):
        self.fault(command="FolderSync", hold=True)
        found = []
        held = threading.Thread(target=lambda: found.append(self.sign_in("alice", "14.1")))
        count = self.server.control("counts")["FolderSync"] + 1
        held.start()
        self.server.control("wait", command="FolderSync", count=count)
        self.assertEqual(found, [])
        self.server.control("release")
        held.join()
        self.assertEqual(len(found), 1)

    def test_forget(self):
        self.start("2")
        self.server.control("forget", what="sync")
        self.assertEqual(self.sync("2").get(COLLECTION + "Status"), "3")
        self.server.control("forget", what="folders")
        reply = self.client.post("FolderSync", make("FolderHierarchy:FolderSync",
                                                    ("SyncKey", self.client.folder_key)))
        self.assertEqual(reply.get("Status"), "9")

    def test_ends_with_its_input(self):
        other = Server()
        other.end()
        self.assertEqual(other.process.returncode, 0)


os.environ["no_proxy"] = "*"
if __name__ == "__main__":
    unittest.main()
