# SPDX-License-Identifier: GPL-3.0-or-later
"""A small client of ActiveSync for tests, independent of the program's.

  client = Client("http://127.0.0.1:1234/Microsoft-Server-ActiveSync", "alice", "alice-secret")
  reply = client.post("FolderSync", make("FolderHierarchy:FolderSync", ("SyncKey", "0")))
  reply.status, reply.headers, reply.body, reply.root (an Element, or None for an empty answer)
"""
import base64
import http.client
import ssl
import urllib.parse

import wbxml


class Reply:
    def __init__(self, answer):
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()
        self.type = self.headers.get_content_type()
        self.root = None
        if self.status == 200 and "vnd.ms-sync" in self.type and self.body[:1] == b"\x03":
            self.root = wbxml.decode(self.body)

    def get(self, path, default=None):
        return default if self.root is None else self.root.get(path, default)


class Client:
    def __init__(self, url, user, password, device="0123456789abcdef", version="14.1", ca_file=None):
        self.url, self.user, self.device, self.version = urllib.parse.urlsplit(url), user, device, version
        self.basic = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()
        self.context = ssl.create_default_context(cafile=ca_file) if ca_file else None
        self.policy_key = None

    def ask(self, method, command=None, body=b"", headers=(), parameters=(),
            content="application/vnd.ms-sync.wbxml", timeout=300):
        connect = http.client.HTTPSConnection if self.url.scheme == "https" else http.client.HTTPConnection
        options = {"context": self.context} if self.context else {}
        connection = connect(self.url.hostname, self.url.port, timeout=timeout, **options)
        all_headers = {"Authorization": self.basic, "User-Agent": "loft-tests"}
        query = ""
        if command:
            all_headers["MS-ASProtocolVersion"] = self.version
            query = "?" + urllib.parse.urlencode([
                ("Cmd", command), ("User", self.user), ("DeviceId", self.device), ("DeviceType", "Tests"),
                *parameters])
        if body:
            all_headers["Content-Type"] = content
        if command and self.policy_key is not None:
            all_headers["X-MS-PolicyKey"] = self.policy_key
        all_headers.update(headers)
        try:
            connection.request(method, self.url.path + query, body, all_headers)
            return Reply(connection.getresponse())
        finally:
            connection.close()

    def options(self):
        return self.ask("OPTIONS")

    def post(self, command, root=None, **arguments):
        return self.ask("POST", command, wbxml.encode(root) if root is not None else b"", **arguments)
