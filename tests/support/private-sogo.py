#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers of private-sogo.sh, which starts this in namespaces: PostgreSQL, memcached, SOGo; and in this
process TLS before SOGo, the SMTP server that SOGo sends by, and the way to the IMAP server.

  private-sogo.py STATE      (IMAP_PORT, MAIL_HOME, CERTIFICATE_FILE in the environment)

STATE/ready is written when everybody can sign in. Ends when a server does.
"""
import asyncio
import base64
import contextlib
import glob
import http.client
import os
import pathlib
import random
import re
import socket
import ssl
import sys
import time

STATE = pathlib.Path(sys.argv[1])
POSTGRES = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
USERS = "alice", "bob", "carol"
ROOM = "room"  # a resource of the company, in the address book

# Without what makes a database durable: it lives as long as one test.
POSTGRES_SETTINGS = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off",
                     "synchronous_commit=off", "full_page_writes=off", "autovacuum=off",
                     "shared_buffers=32MB", "max_connections=100", "logging_collector=off")

TABLES = """CREATE ROLE sogo LOGIN PASSWORD 'sogo';
CREATE DATABASE sogo OWNER sogo;
\\c sogo sogo
CREATE TABLE people (c_uid text PRIMARY KEY, c_name text, c_password text, c_cn text, mail text, c_sn text,
  givenname text, c_o text, telephonenumber text, mobile text, title text, kind text, multiple_bookings int);
"""

# SOGoInternalSyncInterval: SOGo sleeps five seconds at a time and counts them as this number, so with a lower
# one a Ping takes that much longer than its heartbeat.
SETTINGS = """{{
  SOGoProfileURL = "{database}/profiles";
  OCSFolderInfoURL = "{database}/folders";
  OCSSessionsFolderURL = "{database}/sessions";
  OCSEMailAlarmsFolderURL = "{database}/alarms";
  OCSCacheFolderURL = "{database}/cache";
  OCSStoreURL = "{database}/store";
  OCSAclURL = "{database}/acl";
  SOGoUserSources = ({{
    type = sql; id = directory; viewURL = "{database}/people"; displayName = "Company";
    canAuthenticate = YES; isAddressBook = YES; listRequiresDot = NO; userPasswordAlgorithm = none;
    MailFieldNames = ( mail ); KindFieldName = kind; MultipleBookingsFieldName = multiple_bookings;
  }});
  SOGoMailDomain = "example.test";
  SOGoIMAPServer = "imap://127.0.0.1:{imap}";
  SOGoSMTPServer = "smtp://127.0.0.1:{smtp}";
  SOGoMailingMechanism = smtp;
  SOGoSentFolderName = Sent;
  SOGoTrashFolderName = Trash;
  SOGoDraftsFolderName = Drafts;
  SOGoJunkFolderName = Junk;
  SOGoMemcachedHost = "{memcached}";
  SOGoTimeZone = UTC;
  SOGoLanguage = English;
  SOGoAppointmentSendEMailNotifications = YES;
  SOGoFoldersSendEMailNotifications = NO;
  SOGoACLsSendEMailNotifications = NO;
  SOGoEnablePublicAccess = NO;
  SOGoFreeBusyDefaultInterval = ( 30, 365 );
  SOGoMaximumFailedLoginCount = 0;
  SOGoMaximumPingInterval = {patience};
  SOGoMaximumSyncInterval = {patience};
  SOGoInternalSyncInterval = 5;
  SOGoEASDebugEnabled = {debug};
  WOWorkersCount = {workers};
  WOPort = "127.0.0.1:{http}";
  WOListenQueueSize = 50;
  WOWatchDogRequestTimeout = 5;
  WONoDetach = YES;
  WOLogFile = "-";
  WOPidFile = "{state}/sogod.pid";
  SxVMemLimit = 2048;
  NGMimeBuildMimeTempDirectory = "{state}";
}}
"""


def listening(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def free_port():
    """Below the range that the kernel hands out, so that no client socket takes it meanwhile."""
    while listening(port := random.randrange(20000, 32000)):
        pass
    return port


async def spawn(name, *command, **environment):
    with open(STATE / "log" / f"{name}.log", "ab") as log:
        return await asyncio.create_subprocess_exec(
            *command, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            env={**os.environ, "HOME": str(STATE), "TZ": "UTC", **environment})


async def until(check, process):
    while not await check():
        if process.returncode is not None:
            sys.exit(f"ended with {process.returncode}")
        await asyncio.sleep(0.02)


# ---- database -----------------------------------------------------------------------------------

def people():
    for name in USERS:
        proper = name.capitalize()
        yield (name, name, f"{name}-secret", f"{proper} Example", f"{name}@example.test", "Example", proper,
               "Example Company", "+1 555 0100", "+1 555 0101", "Engineer", "", 0)
    yield (ROOM, ROOM, f"{ROOM}-secret", "Meeting Room", f"{ROOM}@example.test", "Room", "Meeting",
           "Example Company", "", "", "", "location", 1)


async def start_database(port):
    directory = STATE / "database"
    initdb = await spawn("initdb", f"{POSTGRES}/initdb", "-D", str(directory), "-U", "postgres", "-A",
                         "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")
    if await initdb.wait() != 0:
        sys.exit("initdb failed")
    settings = [word for setting in (f"port={port}", *POSTGRES_SETTINGS) for word in ("-c", setting)]
    server = await spawn("postgres", f"{POSTGRES}/postgres", "-D", str(directory), *settings)

    async def ready():
        asked = await spawn("psql", f"{POSTGRES}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port))
        return await asked.wait() == 0

    await until(ready, server)
    rows = "".join("INSERT INTO people VALUES ({});\n".format(", ".join(
        str(value) if isinstance(value, int) else f"'{value}'" for value in person)) for person in people())
    psql = await asyncio.create_subprocess_exec(
        f"{POSTGRES}/psql", "-q", "-h", "127.0.0.1", "-p", str(port), "-U", "postgres", "-d", "postgres",
        "-v", "ON_ERROR_STOP=1", stdin=asyncio.subprocess.PIPE)
    await psql.communicate((TABLES + rows).encode())
    if psql.returncode != 0:
        sys.exit("psql failed")
    return server


# ---- mail ---------------------------------------------------------------------------------------

REFUSED = {"blocked": b"550 5.7.1 Recipient refuses mail", "later": b"450 4.2.1 Try again later",
           "full": b"452 4.2.2 Mailbox full"}
delivered = 0


def deliver(sender, recipients, message):
    """Into the Maildirs, as a mail server would."""
    global delivered
    text = f"Return-Path: <{sender}>\n".encode() + message.replace(b"\r\n", b"\n")
    for name in recipients:
        delivered += 1
        file = f"{int(time.time())}.M{delivered}P{os.getpid()}.sogo"
        maildir = pathlib.Path(os.environ["MAIL_HOME"]) / name / "Maildir"
        (maildir / "tmp" / file).write_bytes(text)
        (maildir / "tmp" / file).rename(maildir / "new" / file)


def judge(recipient):
    name, _, domain = recipient.lower().partition("@")
    if domain == "example.test" and name in REFUSED:
        return REFUSED[name]
    return b"250 2.1.5 Ok" if domain == "example.test" and name in USERS else b"550 5.1.1 No such user"


async def receive_mail(reader, writer):
    sender, recipients = "", []

    def say(line):
        writer.write(line + b"\r\n")

    say(b"220 mail.example.test ESMTP")
    while line := await reader.readline():
        command, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
        command, address = command.upper(), re.search("<([^>]*)>", rest)
        if command in ("EHLO", "HELO"):
            say(b"250-mail.example.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 20000000")
        elif command == "MAIL" and address:
            sender, recipients = address[1], []
            say(b"250 2.1.0 Ok")
        elif command == "RCPT" and address:
            answer = judge(address[1])
            if answer.startswith(b"250"):
                recipients.append(address[1].lower().partition("@")[0])
            say(answer)
        elif command == "DATA" and recipients:
            say(b"354 Go on")
            await writer.drain()
            lines = []
            while (line := await reader.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b"."))
            deliver(sender, recipients, b"".join(lines))
            say(b"250 2.0.0 Delivered")
        elif command in ("RSET", "NOOP"):
            say(b"250 2.0.0 Ok")
        elif command == "QUIT":
            say(b"221 2.0.0 Bye")
            break
        else:
            say(b"503 5.5.1 Not now")


async def pump(reader, writer):
    """SOGo sends a command in two pieces, the second only after a word on the first, with which the kernel
    takes its time where an answer has gone out before: 40 ms, twice a message."""
    hurry = writer.get_extra_info("socket").setsockopt
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
        hurry(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


async def pump_commands(reader, writer):
    """SOGo never says that it wants CONDSTORE, and then Dovecot tells no HIGHESTMODSEQ of a mailbox in
    which no client did; without it SOGo shows the mailbox to ActiveSync as empty. So its SELECTs say it."""
    select = False
    fresh = True  # a command begins here
    while line := await reader.readline():
        if fresh:
            select = re.match(rb"\S+ (?:SELECT|EXAMINE) ", line, re.I) is not None
        literal = re.search(rb"\{(\d+)\+?\}\r\n$", line)
        if select and not literal:
            line = line.removesuffix(b"\r\n") + b" (CONDSTORE)\r\n"
        writer.write(line)
        if literal:
            remaining = int(literal[1])
            while remaining and (data := await reader.read(min(remaining, 65536))):
                remaining -= len(data)
                writer.write(data)
        await writer.drain()
        fresh = not literal


async def relay(reader, writer, port, upwards):
    up_reader, up_writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 26)

    async def one_way(copying, target):
        with contextlib.suppress(OSError):
            await copying
            target.write_eof() if target.can_write_eof() else target.close()

    try:
        await asyncio.gather(one_way(upwards(reader, up_writer), up_writer),
                             one_way(pump(up_reader, writer), writer))
    finally:
        up_writer.close()


async def listen(serve, context=None):
    async def handle(reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await serve(reader, writer)
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context, limit=1 << 26)
    return server, server.sockets[0].getsockname()[1]


# ---- SOGo ---------------------------------------------------------------------------------------

def sign_in(port, name, folder):
    """A user's folders are made when that user first asks for them, and an invitation to a user who has none
    reaches no calendar."""
    basic = base64.b64encode(f"{name}:{name}-secret".encode()).decode()
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("PROPFIND", f"/SOGo/dav/{name}/{folder}/personal/",
                       headers={"Depth": "0", "Authorization": f"Basic {basic}"})
    status = connection.getresponse().status
    if status != 207:
        sys.exit(f"SOGo does not let {name} in: {status}")


async def start_sogo(port):
    server = await spawn("sogod", "/usr/sbin/sogod", LC_ALL="C.UTF-8")

    async def ready():
        return listening(port)

    await until(ready, server)
    # One after the other: the first requests make the tables, and two at once get in each other's way.
    for name in USERS:
        for folder in "Calendar", "Contacts":
            await asyncio.to_thread(sign_in, port, name, folder)
    return server


async def main():
    cache, database, sogo_port = free_port(), free_port(), free_port()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = pathlib.Path(os.environ["CERTIFICATE_FILE"])
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    imap_server, imap = await listen(lambda *ends: relay(*ends, int(os.environ["IMAP_PORT"]), pump_commands))
    smtp_server, smtp = await listen(receive_mail)
    https_server, https = await listen(lambda *ends: relay(*ends, sogo_port, pump), context)
    memcached = await spawn("memcached", "/usr/bin/memcached", "-l", "127.0.0.1", "-p", str(cache),
                            "-U", "0", "-m", "32")
    postgres = await start_database(database)
    (STATE / "sogo.conf").write_text(SETTINGS.format(
        database=f"postgresql://sogo:sogo@127.0.0.1:{database}/sogo", imap=imap, smtp=smtp, http=sogo_port,
        memcached=f"127.0.0.1:{cache}", state=STATE, patience=os.environ.get("PATIENCE", "30"),
        debug=os.environ.get("EAS_DEBUG", "NO"), workers=os.environ.get("WORKERS", "6")))
    sogo = await start_sogo(sogo_port)
    (STATE / "ready.new").write_text(f"HTTPS_PORT={https}\nHTTP_PORT={sogo_port}\nSMTP_PORT={smtp}\n")
    (STATE / "ready.new").rename(STATE / "ready")
    await asyncio.wait([asyncio.ensure_future(process.wait()) for process in (memcached, postgres, sogo)],
                       return_when=asyncio.FIRST_COMPLETED)
    sys.exit("a server has ended")


asyncio.run(main())
