# SPDX-License-Identifier: GPL-3.0-or-later
"""The internet of the account journey, inside a network namespace of its own: DNS, settings files
by https, an OAuth issuer with its browser, and an IMAP server that takes tokens. The mail itself
is a private Dovecot's.

Everything is on 127.0.0.1; what is not named here does not exist.
"""
import base64
import hashlib
import http.server
import json
import os
import pathlib
import re
import socketserver
import ssl
import struct
import subprocess
import threading
import urllib.parse
import urllib.request

CONFIG = """<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x">
<incomingServer type="imap"><hostname>%s</hostname><port>%d</port>
<socketType>%s</socketType><username>%s</username></incomingServer>
<outgoingServer type="smtp"><hostname>%s</hostname><port>465</port>
<socketType>SSL</socketType></outgoingServer></emailProvider></clientConfig>"""

A, SOA, MX, AAAA, SRV = 1, 6, 15, 28, 33


def encode_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


class Dns(socketserver.BaseRequestHandler):
    """Hosts that exist are at 127.0.0.1; server.records has (name, type) -> answers. About
    silent.test nothing is ever said."""

    def handle(self):
        data, socket = self.request
        labels, place = [], 12
        while data[place]:
            labels.append(data[place + 1:place + 1 + data[place]].decode("latin-1").lower())
            place += data[place] + 1
        kind = struct.unpack(">H", data[place + 1:place + 3])[0]
        name = ".".join(labels)
        if name.endswith("silent.test"):
            return
        answers = self.server.records.get((name, kind), [])
        known = answers or any(each == name for each, _ in self.server.records)
        head = data[:2] + struct.pack(">HHHHH", 0x8180 | (0 if known else 3), 1, len(answers), 0, 0)
        body = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(answer)) + answer
                        for answer in answers)
        socket.sendto(head + data[12:place + 5] + body, self.client_address)


class Web(http.server.BaseHTTPRequestHandler):
    """Answers by "host/path": text, or (status, header, value), or a function."""

    protocol_version = "HTTP/1.1"

    def reply(self, status, body="", headers=()):
        data = body.encode()
        self.send_response(status)
        for name, value in (("Content-Length", str(len(data))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def answer(self):
        path = urllib.parse.urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        form = urllib.parse.parse_qs(path.query + "&" + self.rfile.read(length).decode())
        found = self.server.places.get(self.headers.get("Host", "") + path.path)
        if found is None:
            self.reply(404)
        elif callable(found):
            found(self, {name: values[0] for name, values in form.items()})
        elif isinstance(found, tuple):
            self.reply(found[0], "", [found[1:]])
        else:
            self.reply(200, found, [("Content-Type", "text/xml")])

    do_GET = do_POST = do_PROPFIND = do_REPORT = do_OPTIONS = answer

    def log_message(self, *args):
        pass


class Imap(socketserver.StreamRequestHandler):
    """An empty mailbox behind AUTHENTICATE XOAUTH2, for whoever has the issuer's token."""

    def say(self, line):
        self.wfile.write((line + "\r\n").encode())

    def sign_in(self, tag, words):
        if len(words) < 4:
            self.say("+ ")
            words.append(self.rfile.readline().decode().strip())
        told = base64.b64decode(words[3]).decode()
        self.server.users.append(told.split("\1")[0])
        good = f"auth=Bearer {self.server.world.token}" in told
        self.say(f"{tag} OK in" if good else f"{tag} NO [AUTHENTICATIONFAILED] not this token")

    def handle(self):
        self.say("* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] hello")
        for line in self.rfile:
            words = line.decode().strip().split(" ")
            tag, verb = words[0], words[1].upper() if len(words) > 1 else ""
            if verb == "AUTHENTICATE":
                self.sign_in(tag, words)
                continue
            if verb == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR")
            elif verb == "LIST":
                self.say('* LIST () "/" INBOX')
            elif verb == "STATUS":
                self.say("* STATUS INBOX (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 1 UNSEEN 0)")
            elif verb in ("SELECT", "EXAMINE"):
                for told in ("FLAGS ()", "0 EXISTS", "OK [UIDVALIDITY 1] x", "OK [UIDNEXT 1] x"):
                    self.say(f"* {told}")
            elif verb == "LOGOUT":
                self.say("* BYE")
            self.say(f"{tag} OK done")


class Threaded(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True


def begin(server):
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class World:
    def __init__(self, folder, ca_folder, imap_port):
        self.folder, self.ca = pathlib.Path(folder), pathlib.Path(ca_folder)
        self.imap_port, self.token, self.challenges = imap_port, "token-1", {}
        self.dns = begin(socketserver.ThreadingUDPServer(("127.0.0.1", 53), Dns))
        self.dns.records = {}
        self.names, self.pages, self.plain_pages = set(), {}, {}

    def add_host(self, name):
        self.names.add(name)
        self.dns.records[(name, A)] = [bytes([127, 0, 0, 1])]

    def add_srv(self, name, host, port):
        self.dns.records[(name, SRV)] = [struct.pack(">HHH", 0, 0, port) + encode_name(host)]
        self.add_host(host)

    def add_mx(self, name, host):
        self.dns.records[(name, MX)] = [struct.pack(">H", 10) + encode_name(host)]

    def add_page(self, host, path, answer):
        self.add_host(host)
        self.pages[host + path] = answer

    def add_settings(self, domain, host, port=None, security="SSL", user="%EMAILADDRESS%"):
        """As cPanel and most hosters publish them."""
        self.add_host(host)
        self.add_page("autoconfig." + domain, "/mail/config-v1.1.xml",
                      CONFIG % (host, port or self.imap_port, security, user, "smtp." + domain))

    # Calendars and address books, each with one that is empty, for whoever has the password.

    def add_dav(self, domain, host, user, password):
        self.dav_word = base64.b64encode(f"{user}:{password}".encode()).decode()
        self.dav_users = []
        for service in ("caldavs", "carddavs"):
            self.add_srv(f"_{service}._tcp.{domain}", host, 443)
        for path in ("/.well-known/caldav", "/.well-known/carddav", "/", "/cal/", "/cal/fair/",
                     "/card/", "/card/people/"):
            self.add_page(host, path, self.answer_dav)

    def answer_dav(self, web, form):
        if self.dav_word not in web.headers.get("Authorization", ""):
            return web.reply(401, "", [("WWW-Authenticate", 'Basic realm="dav"')])
        self.dav_users.append(web.path)
        homes = ("<c:calendar-home-set><d:href>/cal/</d:href></c:calendar-home-set>"
                 "<k:addressbook-home-set><d:href>/card/</d:href></k:addressbook-home-set>")
        kinds = {"/cal/": ("/cal/fair/", "<c:calendar/>", "Fair"),
                 "/card/": ("/card/people/", "<k:addressbook/>", "People")}
        told = [(web.path, homes)]
        if web.path in kinds:
            path, kind, name = kinds[web.path]
            told.append((path, f"<d:resourcetype><d:collection/>{kind}</d:resourcetype>"
                               f"<d:displayname>{name}</d:displayname>"))
        body = "".join(f"<d:response><d:href>{path}</d:href><d:propstat><d:prop>{properties}"
                       "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
                       for path, properties in told)
        return web.reply(207, '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" '
                         'xmlns:c="urn:ietf:params:xml:ns:caldav" '
                         f'xmlns:k="urn:ietf:params:xml:ns:carddav">{body}</d:multistatus>',
                         [("Content-Type", "application/xml")])

    def certificate(self):
        """For all names, by the Dovecot's authority."""
        key, request, pem = (self.folder / name for name in ("web.key", "web.csr", "web.pem"))
        names = self.folder / "web.ext"
        names.write_text("subjectAltName=" + ",".join(f"DNS:{name}" for name in sorted(self.names))
                         + "\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n")
        for command in (
                ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                 "/CN=web", "-keyout", key, "-out", request],
                ["x509", "-req", "-in", request, "-days", "30", "-extfile", names, "-CA",
                 self.ca / "ca.pem", "-CAkey", self.ca / "ca.key", "-set_serial", "4711",
                 "-out", pem]):
            subprocess.run(["openssl", *map(str, command)], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem, key)
        return context

    def open(self):
        """After all names are known."""
        context = self.certificate()
        web = Threaded(("127.0.0.1", 443), Web, bind_and_activate=True)
        web.places = self.pages
        web.socket = context.wrap_socket(web.socket, server_side=True,
                                         do_handshake_on_connect=False)
        plain = Threaded(("127.0.0.1", 80), Web)
        plain.places = self.plain_pages
        begin(plain)
        imap = Threaded(("127.0.0.1", 1993), Imap)
        imap.world, imap.users = self, []
        imap.socket = context.wrap_socket(imap.socket, server_side=True,
                                          do_handshake_on_connect=False)
        self.imap_users = imap.users
        begin(web)
        begin(imap)

    def start_exchange(self, domain, host):
        """Told of by a redirect in clear text only, as where Exchange is at a hoster; users and passwords
        of fake-activesync. After open(), by which both names are known."""
        program = pathlib.Path(__file__).parents[1] / "support" / "fake-activesync.py"
        self.exchange = subprocess.Popen(
            [program, "--certificate", self.folder / "web.pem", "--key", self.folder / "web.key"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        port = int(self.exchange.stdout.readline())
        self.plain_pages[f"autodiscover.{domain}/autodiscover/autodiscover.xml"] = (
            302, "Location", f"https://{host}:{port}/autodiscover/autodiscover.xml")
        letter = ("From: Eva Adler <eva@example.test>\r\nTo: alice@example.test\r\n"
                  "Subject: Rooms for the fair\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\n"
                  "\r\nThe large hall is free.\r\n")
        request = urllib.request.Request(
            f"https://127.0.0.1:{port}/control/put",
            json.dumps({"folder": "Inbox", "mime": letter}).encode(),
            {"Content-Type": "application/json"})
        urllib.request.urlopen(request, context=ssl._create_unverified_context()).read()

    # The OAuth issuer: PKCE by S256, a code holds once.

    def add_issuer(self, host):
        self.add_page(host, "/authorize", self.authorize)
        self.add_page(host, "/token", self.give_token)

    def authorize(self, web, form):
        if form.get("code_challenge_method") != "S256" or not form.get("state"):
            return web.reply(400)
        code = f"code-{len(self.challenges)}"
        self.challenges[code] = form["code_challenge"]
        query = urllib.parse.urlencode({"code": code, "state": form["state"]})
        return web.reply(302, "", [("Location", form["redirect_uri"] + "?" + query)])

    def give_token(self, web, form):
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        told = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if self.challenges.pop(form.get("code"), None) != told:
            return web.reply(400, '{"error":"invalid_grant"}')
        return web.reply(200, json.dumps({
            "access_token": self.token, "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": "refresh-1"}), [("Content-Type", "application/json")])

    def install_browser(self):
        """What opens web pages: a browser whose person agrees to everything."""
        script = self.folder / "browser"
        script.write_text("#!/usr/bin/env python3\nimport ssl, sys, urllib.request\n"
                          f"context = ssl.create_default_context(cafile={str(self.ca / 'ca.pem')!r})\n"
                          "urllib.request.urlopen(sys.argv[1], context=context).read()\n")
        script.chmod(0o755)
        data = pathlib.Path(os.environ["XDG_DATA_HOME"], "applications")
        data.mkdir(parents=True, exist_ok=True)
        (data / "browser.desktop").write_text("[Desktop Entry]\nType=Application\nName=Browser\n"
                                              f"Exec={script} %u\n"
                                              "MimeType=x-scheme-handler/https;\n")
        (pathlib.Path(os.environ["XDG_CONFIG_HOME"]) / "mimeapps.list").write_text(
            "[Default Applications]\nx-scheme-handler/https=browser.desktop\n")


def read_ports(folder):
    return dict(re.findall(r"^(\w+)='?([^'\n]*)'?$", pathlib.Path(folder, "ports").read_text(),
                           re.M))

