#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layers are what src/README.md says, and the build really holds them.

usage: lint-layers.py SOURCE-ROOT BUILD-ROOT

First each folder's meson.build is compared with the table here: a dependency that is added there
must be decided, not slipped in. Then wrong includes are compiled with the very command of the
folder, from a scratch copy, and must stop with "No such file or directory"; the same copy without
the include must compile.
"""
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

# What a folder of the core may see of the house.
LAYERS = {
    "base": "",
    "model": "base",
    "format/mime": "base model",
    "format/contentline": "base",
    "format/mailbox": "base model",
    "format/ical": "base model contentline",
    "format/vcard": "base model contentline",
    "format/wbxml": "base",
    "format/exchange": "base model contentline ical mime vcard wbxml",
    "net": "base model",
    "protocol/sasl": "base model net",
    "protocol/imap": "base model net sasl",
    "protocol/smtp": "base model net sasl",
    "protocol/pop3": "base model net sasl",
    "protocol/dav": "base model net",
    "protocol/eas": "base model net wbxml",
    "protocol/ldap": "base model net",
    "protocol/autoconfig": "base model net",
    "store": "base model",
    "backend-api": "base model",
    "sync": "base model contentline ical mime vcard net store backend_api",
    "backend": ("base model contentline ical mime wbxml exchange net sasl imap smtp pop3 dav eas"
                " ldap backend_api"),
    "account": "base model wbxml net sasl imap smtp pop3 dav eas ldap",
    "service": ("base model contentline ical mime vcard exchange mailbox net sasl imap autoconfig store"
                " backend_api sync backend account"),
}
WINDOW_AND_TOOL = {"ui": "base model service", "cli": "base model service"}

# Folder, header that it must not find.
WRONG_INCLUDES = [
    ("src/core/base", "loft-message.h"),
    ("src/core/model", "loft-stream.h"),
    ("src/core/net", "loft-imap-session.h"),
    ("src/core/protocol/imap", "loft-mail-store.h"),
    ("src/core/protocol/imap", "loft-backend.h"),
    ("src/core/protocol/smtp", "loft-imap-session.h"),
    ("src/core/protocol/pop3", "loft-imap-session.h"),
    ("src/core/protocol/autoconfig", "loft-imap-session.h"),
    ("src/core/protocol/dav", "loft-backend.h"),
    ("src/core/protocol/eas", "loft-backend.h"),
    ("src/core/protocol/ldap", "loft-backend.h"),
    ("src/core/store", "loft-stream.h"),
    ("src/core/backend-api", "loft-mail-store.h"),
    ("src/core/backend", "loft-mail-store.h"),
    ("src/core/backend", "loft-account-sync.h"),
    ("src/core/sync", "loft-imap-session.h"),
    ("src/core/format/mime", "loft-stream.h"),
    ("src/core/format/contentline", "loft-message.h"),
    ("src/core/format/exchange", "loft-stream.h"),
    ("src/core/sync", "gtk/gtk.h"),
    ("src/cli", "gtk/gtk.h"),
    ("src/cli", "loft-mail-store.h"),
    ("src/ui", "loft-mail-store.h"),
    ("src/ui", "loft-stream.h"),
]


def layer_of(name):
    return name.rsplit("/", 1)[-1].replace("-", "_")


def meson_layers(path):
    """The layers, as names without _dep, that a folder's library or program is compiled with."""
    text = re.sub(r"#.*", "", path.read_text(encoding="utf-8"))
    names = {layer_of(folder) for folder in LAYERS}
    used = set(re.findall(r"\b(\w+)_dep\b", text)) & names
    return used, text


def check_table(root):
    for folder, allowed in LAYERS.items():
        path = root / "src/core" / folder / "meson.build"
        used, text = meson_layers(path)
        for extra in used - set(allowed.split()) - {layer_of(folder)}:
            yield f"{path.relative_to(root)}: {extra} is not a layer below {folder}"
        exported = text.find("declare_dependency(")
        if exported >= 0 and "dependencies:" in text[exported:]:
            yield f"{path.relative_to(root)}: exports the headers of other layers"
    for folder, allowed in WINDOW_AND_TOOL.items():
        path = root / "src" / folder / "meson.build"
        for extra in meson_layers(path)[0] - set(allowed.split()):
            yield f"{path.relative_to(root)}: {extra} is not for {folder}"
    known = {f"src/core/{folder}/meson.build" for folder in LAYERS} | {"src/core/meson.build"}
    for path in (root / "src/core").rglob("meson.build"):
        name = str(path.relative_to(root))
        if name not in known and "static_library" in path.read_text(encoding="utf-8"):
            yield f"{name}: a layer that is not in the table"


class Compiler:
    """Compiles scratch copies as the build compiles their folder."""

    def __init__(self, root, build):
        self.root = root
        self.build = build
        entries = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
        self.entries = [(pathlib.Path(entry["directory"], entry["file"]).resolve(), entry)
                        for entry in entries]

    def entry(self, folder):
        """(the source, its command); nothing for a folder without sources yet."""
        inside = (self.root / folder).resolve()
        return next(((source, entry) for source, entry in self.entries if inside in source.parents
                     and source.suffix == ".c"), None)

    def compile(self, entry, source, include):
        command = shlex.split(entry["command"])
        if "ccache" in command[0]:
            command = command[1:]
        drop = {"-o", "-MF", "-MQ", "-MD", "-c", entry["file"]}
        kept = [word for before, word in zip([""] + command, command)
                if word not in drop and before not in {"-o", "-MF", "-MQ"}]
        with tempfile.TemporaryDirectory() as scratch:
            copy = pathlib.Path(scratch, "scratch.c")
            text = source.read_text(encoding="utf-8")
            copy.write_text((f'#include "{include}"\n' if include else "") + text, encoding="utf-8")
            # Quoted includes of the copy are looked up beside the original, as they would be.
            return subprocess.run([*kept, f"-iquote{source.parent}", "-fsyntax-only", str(copy)],
                                  cwd=entry["directory"], capture_output=True, text=True,
                                  env={"LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin"})


def check_wrong_includes(root, build):
    compiler = Compiler(root, build)
    tried = 0
    for folder, header in WRONG_INCLUDES:
        found = compiler.entry(folder)
        if found is None or not header_exists(root, header):
            continue
        source, entry = found
        clean = compiler.compile(entry, source, None)
        if clean.returncode != 0:
            yield f"{folder}: the copy does not compile as it is: {clean.stderr[:400]}"
            continue
        wrong = compiler.compile(entry, source, header)
        tried += 1
        if wrong.returncode == 0:
            yield f"{folder} can include {header}"
        elif f"{header}: No such file or directory" not in wrong.stderr:
            yield f"{folder} with {header} fails for another reason: {wrong.stderr[:400]}"
    if tried < 5:
        yield f"only {tried} wrong includes could be tried"


def header_exists(root, header):
    return "/" in header or any((root / "src").rglob(header))


def main(root, build):
    root, build = pathlib.Path(root).resolve(), pathlib.Path(build).resolve()
    cases = [("folders see the layers of the table", list(check_table(root))),
             ("a wrong include does not compile", list(check_wrong_includes(root, build)))]
    print(f"1..{len(cases)}")
    for number, (title, found) in enumerate(cases, 1):
        print(f"{'not ok' if found else 'ok'} {number} - {title}")
        for place in found:
            print("# " + place.replace("\n", "\n# "))
    return 1 if any(found for _, found in cases) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
