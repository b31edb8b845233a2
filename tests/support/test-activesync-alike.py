#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One dialogue with SOGo and with the fake ActiveSync server: they differ where DIFFERENCES says, and
nowhere else.

  test-activesync-alike.py [--tell]      (--tell: print all that both say)

A difference that is not in the list is a mistake in the fake, or one more thing to know of SOGo.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "activesync"))

from client import Client  # noqa: E402
from wbxml import make  # noqa: E402

# What: what the fake says, what SOGo says. The fake follows the documents; of SOGo these are things to know.
DIFFERENCES = {
    # SOGo takes any key of folders, and gives all again for one that it does not know.
    "folders, bad key": ("9", "1"),
    # It looks at no ClientId: what was sent and not answered is sent again by a second try.
    "sent twice": ("118", "empty"),
    "sent to nobody": ("119", "120"),
    # DateReceived is the mail's Date, not when it came; the fake, as Exchange, says when it came.
    "mail's date is its own": ("False", "True"),
    # A Sync of a folder that is not there is answered by nothing, as if there were no news.
    "no folder": ("8", "empty"),
    # Changes that succeeded are told in Responses, and so are those of items that are not there.
    "read": ("1 none", "1 1"),
    "Change of nothing": ("8", "1"),
    "Delete of nothing": ("8", "1"),
    "Fetch of nothing": ("8", "1"),
    "whole of nothing": ("6", "1"),
    "estimate of key 0": ("3", "HTTP 501"),
    "estimate of nothing": ("2", "1"),
    "moved to nowhere": ("2 False", "HTTP 501 False"),
    "folder made twice": ("2", "HTTP 500"),
    # It says that it has removed the Inbox.
    "folder of its own removed": ("3", "1"),
    # A Location that a Change leaves out stays, though no Supported was sent; DtStamp is not given back.
    "event says": ("Plan||20261201T090000Z|20261201T100000Z|plan|20261101T000000Z|0|2|0|0",
                   "Plan|Room|20261201T090000Z|20261201T100000Z|plan||0|2|0|0"),
    # It waits for news of a folder that is not there, to the end.
    "ping of nothing": ("7 None", "1 None"),
    # One half hour too many; people whom it does not know have no Response.
    "free": ("1 1 0000", "1 1 00000"),
    "free, of how many": ("2", "1"),
    # Settings say that they worked, and nothing of what was asked.
    "user": ("1 1", "1 none"),
    "device": ("1 1", "1 none"),
    "away": ("1 1 0", "1 none none"),
}
MAIL = b"From: bob@example.test\r\nTo: alice@example.test\r\nSubject: Lunch\r\n" \
       b"Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <lunch@example.test>\r\n" \
       b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSoup?\r\n"
COLLECTION = "Collections/Collection/"


def say(reply, *paths):
    """What an answer says at the paths."""
    if reply.status != 200:
        return f"HTTP {reply.status}"
    if not reply.body:
        return "empty"
    if reply.root is None:
        return reply.type
    return " ".join(",".join(each.string() or "there" for each in reply.root.all(path)) or "none"
                    for path in paths)


class Talk:
    def __init__(self, url):
        self.alice = Client(url, "alice", "alice-secret", device="alike1")
        self.bob = Client(url, "bob", "bob-secret", device="alike2")
        self.stranger = Client(url, "alice", "wrong")
        self.said, self.keys = {}, {}

    def note(self, name, *what):
        self.said[name] = " ".join(map(str, what))

    def sync(self, folder, *parts, key=None):
        name = self.folders.get(folder, folder)
        reply = self.alice.post("Sync", make("AirSync:Sync", ("Collections", ("Collection", (
            "SyncKey", key or self.keys.get(name, "0")), ("CollectionId", name), *parts))))
        if reply.get(COLLECTION + "Status") == "1":
            self.keys[name] = reply.get(COLLECTION + "SyncKey")
        return reply

    def command(self, folder, command, *parts):
        return self.sync(folder, ("GetChanges", 0), ("Commands", (command, *parts)))

    def ids(self, reply):
        return [each.get("ServerId")
                for each in reply.root.all(COLLECTION + "Commands/Add")] if reply.root else []

    def settle(self, folder):
        """Everything that there is; the ids."""
        self.sync(folder, key="0")
        found = []
        while True:
            reply = self.sync(folder, ("GetChanges",), ("WindowSize", 100))
            found += self.ids(reply)
            if reply.root is None or not self.ids(reply):
                return found

    # ---- the dialogue -------------------------------------------------------------------------

    def start(self):
        self.note("wrong password", self.stranger.options().status)
        self.note("options", self.alice.options().status)
        reply = self.alice.post("Provision", make("Provision:Provision", ("Settings:DeviceInformation", (
            "Set", ("Model", "x"))), ("Policies", ("Policy", (
            "PolicyType", "MS-EAS-Provisioning-WBXML")))))
        self.note("provision", say(reply, "Status", "Policies/Policy/Status"))
        reply = self.folder_command("FolderSync", key="0")
        self.folders = {each.get("Type"): each.get("ServerId") for each in reply.root.all("Changes/Add")}
        self.folder_key = reply.get("SyncKey")
        self.note("folders", say(reply, "Status"),
                  sorted(self.folders.keys() & {"2", "3", "4", "5", "7", "8", "9"}))
        self.note("folders, none new", say(self.folder_command("FolderSync"), "Status", "Changes/Count"))
        self.note("folders, bad key", say(self.folder_command("FolderSync", key="made-up"), "Status"))
        self.bob.post("FolderSync", make("FolderHierarchy:FolderSync", ("SyncKey", "0")))

    def folder_command(self, command, *parts, key=None):
        reply = self.alice.post(command, make(f"FolderHierarchy:{command}", (
            "SyncKey", key or self.folder_key), *parts))
        if reply.get("Status") == "1":
            self.folder_key = reply.get("SyncKey")
        return reply

    def change_folders(self):
        reply = self.folder_command("FolderCreate", ("ParentId", 0), ("DisplayName", "Plans"), ("Type", 12))
        name = reply.get("ServerId")
        self.note("folder made", say(reply, "Status"))
        self.note("folder made twice", say(self.folder_command(
            "FolderCreate", ("ParentId", 0), ("DisplayName", "Plans"), ("Type", 12)), "Status"))
        self.note("folder renamed", say(self.folder_command(
            "FolderUpdate", ("ServerId", name), ("ParentId", 0), ("DisplayName", "Old plans")), "Status"))
        self.note("folder of its own removed", say(self.folder_command(
            "FolderDelete", ("ServerId", self.folders["2"])), "Status"))
        self.note("folder removed", say(self.folder_command("FolderDelete", ("ServerId", name)), "Status"))

    def send(self, name, mime=MAIL):
        return self.bob.post("SendMail", make("ComposeMail:SendMail", ("ClientId", name),
                                              ("SaveInSentItems",), (
            "Mime", mime)))

    def read_mail(self):
        self.note("sent", say(self.send("a"), "Status"))
        self.note("sent twice", say(self.send("a"), "Status"))
        nobody = self.send("b", MAIL.replace(b"To: alice@example.test\r\n", b""))
        self.note("sent to nobody", say(nobody, "Status"))
        self.note("bad key", say(self.sync("2", key="made-up"), COLLECTION + "Status"))
        self.note("first key", say(self.sync("2", key="0"), COLLECTION + "Status", COLLECTION + "Commands"))
        before = self.keys[self.folders["2"]]
        reply = self.sync("2", ("GetChanges",), ("Options", ("AirSyncBase:BodyPreference", ("Type", 1))))
        self.note("mail", say(reply, COLLECTION + "Status"), bool(self.ids(reply)))
        data = reply.root.find(COLLECTION + "Commands/Add/ApplicationData")
        self.note("mail says", sorted({each.name for each in data.children} & {
            "From", "To", "Subject", "DateReceived", "Read", "Importance", "MessageClass", "Body",
            "InternetCPID",
            "ThreadTopic", "DisplayTo", "ContentClass", "NativeBodyType"}))
        self.note("mail's date is its own", data.get("DateReceived") == "2026-11-23T10:00:00.000Z")
        self.note("mail's text", data.get("Subject"), data.get("Body/Type"),
                  data.get("Body/Data", "").strip(), data.get("Read"), data.get("MessageClass"))
        again = self.sync("2", ("GetChanges",), key=before)
        self.note("mail, with the key before", say(again, COLLECTION + "Status"),
                  self.ids(again) == self.ids(reply))
        self.note("no folder", say(self.sync("nowhere", key="0"), COLLECTION + "Status"))

    def change_mail(self):
        item = self.settle("2")[0]
        read = self.command("2", "Change", ("ServerId", item), ("ApplicationData", ("Email:Read", 1)))
        self.note("read", say(read, COLLECTION + "Status", COLLECTION + "Responses/Change/Status"))
        self.note("read, no echo", self.ids(self.sync("2", ("GetChanges",))))
        for command in "Change", "Delete", "Fetch":
            data = (("ApplicationData", ("Email:Read", 1)),) if command == "Change" else ()
            reply = self.command("2", command, ("ServerId", "99999"), *data)
            self.note(f"{command} of nothing", say(reply, COLLECTION + f"Responses/{command}/Status"))
        reply = self.command("2", "Fetch", ("ServerId", item))
        self.note("fetched", say(reply, COLLECTION + "Responses/Fetch/Status"))
        self.operate(item)
        self.estimate()
        self.move(item)

    def operate(self, item):
        def fetch(name, *options):
            return self.alice.post("ItemOperations", make("ItemOperations:ItemOperations", ("Fetch", (
                "Store", "Mailbox"), ("AirSync:CollectionId",
                                      self.folders["2"]), ("AirSync:ServerId", name), (
                "Options", *options))))

        whole = fetch(item, ("AirSync:MIMESupport", 2), ("AirSyncBase:BodyPreference", ("Type", 4)))
        mime = whole.get("Response/Fetch/Properties/Body/Data", "")
        self.note("whole mail", say(whole, "Status", "Response/Fetch/Status"), "Subject: Lunch\r\n" in mime,
                  "Soup?" in mime)
        self.note("whole of nothing", say(fetch("99999"), "Response/Fetch/Status"))

    def estimate(self):
        for name, key, folder in (("estimate", self.keys[self.folders["2"]], self.folders["2"]), (
                "estimate of key 0", "0", self.folders["2"]), ("estimate of nothing", "1-1", "nowhere")):
            reply = self.alice.post("GetItemEstimate", make("GetItemEstimate:GetItemEstimate", (
                "Collections", ("Collection", ("AirSync:SyncKey", key), ("CollectionId", folder)))))
            self.note(name, say(reply, "Response/Status"))

    def move(self, item):
        inbox, trash = self.folders["2"], self.folders["4"]
        for name, what, source, target in (("moved to nowhere", item, inbox, "nowhere"), (
                "moved nothing", "99999", inbox, trash), (
                "moved", item, inbox, trash)):
            reply = self.alice.post("MoveItems", make("Move:MoveItems", ("Move", ("SrcMsgId", what), (
                "SrcFldId", source), ("DstFldId", target))))
            self.note(name, say(reply, "Response/Status"), bool(reply.get("Response/DstMsgId")))
        self.note("moved, then there", len(self.settle("4")))

    def items(self):
        times = ("Calendar:StartTime", "20261201T090000Z"), ("Calendar:EndTime", "20261201T100000Z")
        rows = (("8", "event", ("Calendar:Subject", "Plan"), ("Calendar:Location", "Room"), *times, (
                    "Calendar:UID", "plan"), ("Calendar:DtStamp", "20261101T000000Z"),
                 ("Calendar:Sensitivity", 0), (
                    "Calendar:BusyStatus", 2), ("Calendar:AllDayEvent", 0), ("Calendar:MeetingStatus", 0)),
                ("9", "contact", ("Contacts:FileAs", "Eva"), ("Contacts:FirstName", "Eva"), (
                    "Contacts:JobTitle", "Cook")),
                ("7", "task", ("Tasks:Subject", "Bread"), ("Tasks:Importance", 2), ("Tasks:Complete", 0)))
        for folder, name, *data in rows:
            self.settle(folder)
            reply = self.command(folder, "Add", ("ClientId", "c1"), ("ApplicationData", *data))
            self.note(f"{name} made", say(reply, COLLECTION + "Responses/Add/Status"))
            item = self.settle(folder)[0]  # SOGo takes no key that it gave to an empty folder
            reply = self.command(folder, "Change", ("ServerId", item), ("ApplicationData", data[0], *(
                each for each in data[1:] if each[0] not in ("Calendar:Location", "Contacts:JobTitle"))))
            self.note(f"{name} changed", say(reply, COLLECTION + "Status"))
            self.sync(folder, key="0")
            shown = self.sync(folder, ("GetChanges",)).root.find(COLLECTION + "Commands/Add/ApplicationData")
            self.note(f"{name} says", "|".join(shown.get(part[0]) or "" for part in data))
            reply = self.command(folder, "Delete", ("ServerId", item))
            self.note(f"{name} removed", say(reply, COLLECTION + "Status"), len(self.settle(folder)))

    def ping(self):
        self.settle("2")
        for name, seconds, folder in (("ping of nothing", 5, "nowhere"), ("ping too long", 60,
                                                                          self.folders["2"])):
            reply = self.alice.post("Ping", make("Ping:Ping", ("HeartbeatInterval", seconds), ("Folders", (
                "Folder", ("Id", folder), ("Class", "Email")))))
            self.note(name, say(reply, "Status"), reply.get("HeartbeatInterval"))

    def lookup(self):
        reply = self.alice.post("Search", make("Search:Search",
                                               ("Store", ("Name", "GAL"), ("Query", "carol"), (
            "Options", ("Range", "0-9")))))
        self.note("people", say(reply, "Status", "Response/Store/Status",
                                "Response/Store/Result/Properties/GAL:EmailAddress", "Response/Store/Total"))
        reply = self.alice.post("ResolveRecipients", make("ResolveRecipients:ResolveRecipients", (
            "To", "bob@example.test"), ("To", "nobody@elsewhere.test"), ("Options", ("Availability", (
                "StartTime", "2026-12-01T08:00:00.000Z"), ("EndTime", "2026-12-01T10:00:00.000Z")))))
        self.note("free", say(reply, "Status"), reply.get("Response/Status"),
                  reply.get("Response/Recipient/Availability/MergedFreeBusy"))
        self.note("free, of how many", len(reply.root.all("Response")))
        reply = self.alice.post("Settings", make("Settings:Settings", ("UserInformation", ("Get",))))
        self.note("user", say(reply, "Status", "UserInformation/Status"))
        reply = self.alice.post("Settings", make("Settings:Settings",
                                                 ("DeviceInformation", ("Set", ("Model", "x")))))
        self.note("device", say(reply, "Status", "DeviceInformation/Status"))
        reply = self.alice.post("Settings", make("Settings:Settings", ("Oof", ("Get", ("BodyType", "Text")))))
        self.note("away", say(reply, "Status", "Oof/Status", "Oof/Get/OofState"))
        reply = self.alice.post("MeetingResponse", make("MeetingResponse:MeetingResponse", ("Request", (
            "UserResponse", 1), ("CollectionId", self.folders["2"]), ("RequestId", "99999"))))
        self.note("answer to nothing", say(reply, "Result/Status"))

    def run(self):
        for step in (self.start, self.read_mail, self.change_mail, self.change_folders, self.items, self.ping,
                     self.lookup):
            try:
                step()
            except (AttributeError, IndexError, TypeError) as error:
                self.note(f"stopped in {step.__name__}", repr(error))
        return self.said


def talk_to_fake():
    process = subprocess.Popen([sys.executable, HERE / "fake-activesync.py", "--heartbeat", "1-5"],
                               stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE)
    try:
        return Talk(f"http://127.0.0.1:{int(process.stdout.readline())}/Microsoft-Server-ActiveSync").run()
    finally:
        process.stdin.close()
        process.wait()


def talk_to_sogo():
    parent = pathlib.Path(os.environ.get("LOFT_TEST_BUILD_ROOT", tempfile.gettempdir()), "test-servers")
    parent.mkdir(parents=True, exist_ok=True)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="alike-", dir=parent))
    folder.chmod(0o755)
    watched = {**os.environ, "WATCH_PID": str(os.getpid()), "REMOVE_WHEN_DEAD": "1", "PATIENCE": "5"}
    dovecot, sogo = folder / "dovecot", folder / "dovecot" / "sogo"
    try:
        subprocess.run([HERE / "private-dovecot.sh", "start", dovecot], env=watched, check=True)
        subprocess.run([HERE / "private-sogo.sh", "start", sogo, dovecot], env=watched, check=True)
        ports = dict(line.split("=", 1) for line in (sogo / "ports").read_text().split())
        return Talk(f"http://127.0.0.1:{ports['HTTP_PORT']}/SOGo/Microsoft-Server-ActiveSync").run()
    finally:
        subprocess.run([HERE / "private-sogo.sh", "stop", sogo], check=False)
        subprocess.run([HERE / "private-dovecot.sh", "remove", dovecot], check=False)
        folder.rmdir()


def main():
    fake, sogo = talk_to_fake(), talk_to_sogo()
    if "--tell" in sys.argv:
        for name in sogo:
            sign = "==" if fake.get(name) == sogo[name] else "!="
            print(f"{name}: {fake.get(name)!r} {sign} {sogo[name]!r}")
    differ = {name: (fake.get(name), sogo.get(name)) for name in {**fake, **sogo}
              if fake.get(name) != sogo.get(name)}
    wrong = {name: words for name, words in differ.items() if DIFFERENCES.get(name) != words}
    for name, words in wrong.items():
        print(f"{name}: the fake says {words[0]!r}, SOGo {words[1]!r}", file=sys.stderr)
    gone = DIFFERENCES.keys() - differ.keys()
    if gone:
        print("no longer different:", *sorted(gone), file=sys.stderr)
    sys.exit(bool(wrong or gone))


if __name__ == "__main__":
    main()
