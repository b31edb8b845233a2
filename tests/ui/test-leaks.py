#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows the leak vectors in a network namespace and counts what leaves for the network.

usage: test-leaks.py RUN-IN-DISPLAY LEAK-VIEW [DIRECTORY]

With a directory all mails and pages with HTML below it are shown instead.

The namespace has an address and a route, so that getaddrinfo() really asks, a DNS that answers
every question with an address where everything is taken, and a listener on the wire that counts
questions and connection attempts. Without the walls at least 20 vectors must be seen: else the
judge is blind and the test fails.
"""
import ctypes
import os
import pathlib
import re
import select
import socket
import struct
import subprocess
import sys
import tempfile
import threading

ADDRESS = "10.99.7.1"
GATEWAY = "10.99.7.2"
CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x20000, 0x10000000, 0x40000000
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
libc = ctypes.CDLL(None, use_errno=True)


def call(function, *arguments):
    if function(*arguments) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{function.__name__}: {os.strerror(error)}")


def enter_namespace(folder):
    """A network of its own; as an ordinary user inside a user namespace."""
    flags = CLONE_NEWNS | CLONE_NEWNET
    uid, gid = os.getuid(), os.getgid()
    if uid != 0:
        call(libc.unshare, flags | CLONE_NEWUSER)
        pathlib.Path("/proc/self/setgroups").write_text("deny")
        pathlib.Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
        pathlib.Path("/proc/self/gid_map").write_text(f"0 {gid} 1")
    else:
        call(libc.unshare, flags)
    call(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    resolver = folder / "resolv.conf"
    resolver.write_text(f"nameserver {ADDRESS}\noptions timeout:1 attempts:1\n")
    switch = folder / "nsswitch.conf"
    switch.write_text("hosts: files dns\n")
    for own, target in ((resolver, "/etc/resolv.conf"), (switch, "/etc/nsswitch.conf")):
        real = os.path.realpath(target)
        if os.path.exists(real):
            call(libc.mount, bytes(own), real.encode(), None, MS_BIND, None)
    # X servers find out by the network whether a number is free, and this network has none: keep
    # ours from taking the socket of one outside.
    sockets = pathlib.Path("/tmp/.X11-unix")
    sockets.mkdir(mode=0o1777, exist_ok=True)
    call(libc.mount, b"sockets", bytes(sockets), b"tmpfs", 0, b"mode=1777")
    for command in ("link set lo up", "link add leak0 type veth peer name leak1",
                    f"addr add {ADDRESS}/24 dev leak0", f"addr add {GATEWAY}/24 dev leak1",
                    "link set leak0 up", "link set leak1 up", f"route add default via {GATEWAY}"):
        subprocess.run(["/usr/sbin/ip" if os.path.exists("/usr/sbin/ip") else "ip",
                        *command.split()], check=True)


def question_name(packet):
    labels, at = [], 12
    while at < len(packet) and packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]].decode("ascii", "replace"))
        at += 1 + packet[at]
    return ".".join(labels).lower(), at + 1


def answer(packet):
    _, at = question_name(packet)
    kind = struct.unpack_from(">H", packet, at)[0]
    head = packet[:2] + b"\x81\x80\0\1" + (b"\0\1" if kind == 1 else b"\0\0") + b"\0\0\0\0"
    body = packet[12:at + 4]
    record = b"\xc0\x0c\0\1\0\1\0\0\0\1\0\4" + socket.inet_aton(ADDRESS)
    return head + body + (record if kind == 1 else b"")


# An X server tries at its start whether somebody has its display by TCP; no vector uses this port.
DISPLAY_NUMBER = 100 + os.getpid() % 59000
DISPLAY_PORT = 6000 + DISPLAY_NUMBER
PRINTER_PORT = 631  # a print job asks this machine for its printers
JUDGE = "judge.leak.test"  # asked for by the test itself: proof that questions are seen


MODES = ("message", "source", "conversation", "list", "search", "attachments", "print", "reply",
         "edit-as-new", "paste", "editor", "all", "filter", "none")


class Network(threading.Thread):
    """Answers the DNS, takes connections, and listens to all that goes over the wire."""

    def __init__(self):
        super().__init__(daemon=True)
        self.wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        self.dns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.dns.bind(("0.0.0.0", 53))
        self.doors = []
        for port in (80, 443, 8080, 21, 3478):
            door = socket.socket()
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(("0.0.0.0", port))
            door.listen(64)
            self.doors.append(door)
        self.reset()
        self.start()

    def reset(self):
        self.names, self.questions, self.attempts, self.other = set(), 0, set(), set()

    def run(self):
        while True:
            ready, _, _ = select.select([self.wire, self.dns, *self.doors], [], [])
            for source in ready:
                if source is self.wire:
                    self.look(source.recv(65535))
                elif source is self.dns:
                    packet, sender = source.recvfrom(4096)
                    source.sendto(answer(packet), sender)
                else:
                    connection, _ = source.accept()
                    connection.close()

    def look(self, frame):
        kind = struct.unpack_from(">H", frame, 12)[0]
        if kind == 0x0800:
            head = (frame[14] & 15) * 4
            protocol, rest = frame[23], frame[14 + head:]
        elif kind == 0x86DD:
            protocol, rest = frame[20], frame[54:]
        else:
            return
        if protocol not in (6, 17) or len(rest) < 14:
            return
        source, target = struct.unpack_from(">HH", rest)
        if protocol == 17 and target == 53:
            name = question_name(rest[8:])[0]
            # The judge's own question may be answered late, when a view is looked at already.
            self.questions += name != JUDGE
            self.names.add(name)
        elif protocol == 6 and rest[13] & 0x12 == 2 and \
                target not in (DISPLAY_PORT, PRINTER_PORT):
            self.attempts.add((source, target))
        elif protocol == 17 and source != 53:
            self.other.add((source, target))


def vectors_seen(network):
    return {int(found[1]) for name in network.names
            if (found := re.fullmatch(r"v(\d+)\.leak\.test", name))}


def show(network, display, view, mode):
    network.reset()
    # The helper processes of the web view warn about media plug-ins, which must not end them.
    environment = {name: value for name, value in os.environ.items() if name != "G_DEBUG"}
    environment["LOFT_DISPLAY_NUMBER"] = str(DISPLAY_NUMBER)
    # WebKit's helpers sometimes die at their start on a busy machine; that is no verdict. What was
    # asked for until then counts all the same.
    for _ in range(3):
        result = subprocess.run([display, view, mode], stdout=subprocess.PIPE, text=True,
                                timeout=900, env=environment)
        counted = re.search(r"^vectors: (\d+)$", result.stdout, re.M)
        if result.returncode == 0 and counted:
            break
        print(f"# leak-view {mode} ended with {result.returncode}; once more", flush=True)
    if result.returncode != 0 or not counted:
        print(f"Bail out! leak-view {mode} ended with {result.returncode}")
        sys.exit(1)
    for line in re.findall(r"^mails: .*$", result.stdout, re.M):
        print(f"# {line}")
    return int(counted[1])


def report(number, network, n_vectors, mode, good):
    seen = sorted(vectors_seen(network))
    print(f"# {mode}: {network.questions} DNS questions, {len(network.attempts)} connection "
          f"attempts, {len(network.other)} other, {len(seen)} of {n_vectors} vectors {seen}")
    if not good:
        print(f"# names {sorted(network.names)}, TCP {sorted(network.attempts)}, "
              f"UDP {sorted(network.other)}")
    print(f"{'ok' if good else 'not ok'} {number} /leaks/{mode}", flush=True)
    return good


def main(display, view, mails=None):
    modes = MODES
    if mails:
        modes = ("mails",)
        os.environ["LOFT_LEAK_MAILS"] = os.path.abspath(mails)
    with tempfile.TemporaryDirectory() as folder:
        try:
            enter_namespace(pathlib.Path(folder))
            network = Network()
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"Bail out! no network namespace: {error}")
            return 1
        socket.getaddrinfo(JUDGE, 80)
        if JUDGE not in network.names:
            print("Bail out! the judge does not see a question")
            return 1
        print(f"1..{len(modes)}")
        good = True
        for number, mode in enumerate(modes, 1):
            n_vectors = show(network, display, view, mode)
            silent = not (network.questions or network.attempts or network.other)
            enough = n_vectors >= 150
            if mode == "none":
                good &= report(number, network, n_vectors, "positive-control",
                               enough and len(vectors_seen(network)) >= 20)
            else:
                good &= report(number, network, n_vectors, mode, enough and silent)
        return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
