# SPDX-License-Identifier: GPL-3.0-or-later
"""POP3: as many messages picked up by Loft and by mpop, each into an empty place."""
import pathlib
import shutil

from process import Measured

MPOP = """account bench
host localhost
port {port}
user alice
password alice-secret
tls on
tls_starttls off
tls_fingerprint {fingerprint}
keep on
delivery maildir {folder}/mail
uidls_file {folder}/uidls
"""


def loft(chosen, server, folder):
    profile = folder / "pickup-profile"
    shutil.rmtree(profile, ignore_errors=True)
    command = [chosen.build / "src/cli/loftctl", "--profile", profile]
    Measured([*command, "account", "add", "pop3", "--name", "bench", "--address",
              "alice@example.test", "--user", "alice", "--host", "localhost", "--port",
              server.values["POP3S_PORT"], "--security", "tls", "--trust",
              server.values["FINGERPRINT"], "--password-stdin", "--secrets-file"],
             "alice-secret\n")
    full = Measured([*command, "sync"])
    again = Measured([*command, "sync"])
    shutil.rmtree(profile)
    return {"pickup seconds": full.seconds, "pickup memory": full.memory,
            "pickup nothing new seconds": again.seconds}


def mpop(server, folder):
    place = folder / "pickup-mpop"
    shutil.rmtree(place, ignore_errors=True)
    for name in ("new", "cur", "tmp"):
        (place / "mail" / name).mkdir(parents=True)
    config = place / "mpoprc"
    colons = ":".join(server.values["FINGERPRINT"][i:i + 2].upper() for i in range(0, 64, 2))
    config.write_text(MPOP.format(port=server.values["POP3S_PORT"], folder=place,
                                  fingerprint=colons))
    config.chmod(0o600)
    words = ["mpop", "--quiet", f"--file={config}", "bench"]
    full = Measured(words)
    again = Measured(words)
    shutil.rmtree(place)
    return {"mpop seconds": full.seconds, "mpop nothing new seconds": again.seconds}


def measure(chosen, server, folder):
    found = loft(chosen, server, pathlib.Path(folder))
    if not chosen.no_peers:
        found.update(mpop(server, pathlib.Path(folder)))
    return found


def table(figures):
    has_peer = "mpop seconds" in figures

    def against(name, peer):
        return f"{figures[name] / figures[peer]:.2f} x mpop" if has_peer else ""

    yield "POP3, all", f"{figures['pickup seconds']:.3f} s", \
        f"{against('pickup seconds', 'mpop seconds')}, {figures['pickup memory'] / 1e6:.0f} MB"
    yield "POP3, nothing new", f"{figures['pickup nothing new seconds']:.3f} s", \
        against("pickup nothing new seconds", "mpop nothing new seconds")
