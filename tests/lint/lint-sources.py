#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules of the house that a reader of single lines can check.

usage: lint-sources.py SOURCE-ROOT

One TAP case a rule; every place that breaks it is named. What the build holds already (which
folder may include which) is tested in lint-layers.py; here stand the libraries in the default
include path, which the build cannot hold back, and habits.
"""
import pathlib
import re
import subprocess
import sys

# Library headers, and the only folders below src that may include them.
LIBRARIES = {
    r"sqlite3\.h": ["src/core/store"],
    r"zstd\.h": ["src/core/store"],
    r"zlib\.h": ["src/core/net"],
    r"openssl/": ["src/core/net", "src/core/format/crypto"],
    r"libical/": ["src/core/format/ical"],
    r"gmime/": ["src/core/format/mime", "src/core/format/crypto"],
    r"libxml/": ["src/core/format/mime", "src/core/format/xml",
                 "src/core/protocol/dav"],
    r"(ldap|lber)\.h": ["src/core/protocol/ldap"],
    r"libsoup/": ["src/core/net"],
    r"libsecret/": ["src/core/account"],
    r"json-glib/": ["src/core/net", "src/core/protocol/autoconfig", "src/core/protocol/graph", "src/cli"],
    r"(gtk|gdk|gsk|adwaita|webkit|pango)[/.]": ["src/ui", "src/main.c"],
}

# Pattern, where it must not stand (beginning of the path), and what to say.
FORBIDDEN = [
    (r"\bgoto\b", "", "goto"),
    (r"strstr \(\s*(\*?error|err)->message", "src", "an error told by its text"),
    (r"\b(strcpy|strcat|sprintf|vsprintf|gets|strtok|alloca|g_alloca|system|popen) \(", "src",
     "a function without limits"),
    (r"\bPKCS7_\w+ \(", "src", "PKCS7 instead of CMS"),
    (r"\b(g_print|g_printerr|printf|fprintf|puts) \(", "src/core", "printing in the core"),
    (r"\b(_|N_|C_|ngettext) \(\"", "src/core", "sentences for people in the core"),
    (r"\bg_assert(_\w+)? \(", "src/core/protocol", "an assertion beside server input"),
    (r"\bg_assert(_\w+)? \(", "src/core/format", "an assertion beside message input"),
    (r"\bGMutex\b", "src/ui", "a lock in the window"),
    # In loft-thread-task.c alone.
    (r"\bg_task_run_in_thread \(task,", "src", "a thread that may free what it worked for"),
]

LOG = "src/core/base/loft-log.c"  # prints, so that nobody else has to

VAGUE_NAMES = re.compile(r"(^|[-_/])(utils?|helpers?|common|misc|managers?)([-_./]|$)")
HEADER = "SPDX-License-Identifier: GPL-3.0-or-later"
C_HEADER = f"/* {HEADER} */"
OWN_TEXT = {".c", ".h", ".py", ".sh", ".md", ".ui", ".css", ".sql", ".build", ".in", ".json", ".1",
            ".txt", ""}
MACHINE_PATH = re.compile(r"(?<![\w./$}>)-])/(?:home|root|work|Users|mnt|media)/[\w.]")
RELATIVE_PATH = re.compile(r"(?<![\w/.])((?:\.\./)+\w[\w./-]*)")
LONGEST_LINE = 110  # we write to 100; a word more is no reason to stop anybody


class Tree:
    """The files under version control, read once."""

    def __init__(self, root):
        self.root = root
        names = subprocess.run(["git", "-C", root, "ls-files"], check=True, capture_output=True,
                               text=True).stdout.splitlines()
        self.names = sorted(name for name in names if (root / name).is_file())
        self.texts = {}
        for name in self.names:
            if "corpus/" in name or name.startswith("tests/data/") or name == "LICENSE":
                continue
            try:
                self.texts[name] = (root / name).read_text(encoding="utf-8")
            except UnicodeDecodeError:
                pass

    def c_files(self, below=""):
        return [name for name in self.texts if name.endswith((".c", ".h")) and name.startswith(below)]

    def lines(self, name):
        return enumerate(self.texts[name].splitlines(), 1)


def without_literals(text):
    """Comments and the text of strings blanked, line numbers kept."""
    def blank(match):
        found = match.group()
        return '"' + "\n" * found.count("\n") + '"' if found[0] == '"' else "\n" * found.count("\n")
    return re.sub(r'"(?:\\.|[^"\\\n])*"|/\*.*?\*/|//[^\n]*', blank, text, flags=re.S)


def below(name, folders):
    return any(name == folder or name.startswith(folder + "/") for folder in folders)


def check_licence(tree):
    for name, text in tree.texts.items():
        first = text.split("\n", 3)[:3]
        if name.endswith((".c", ".h")) and first[0] != C_HEADER:
            yield f"{name}: does not begin with {C_HEADER}"
        elif (name.endswith((".py", ".sh")) or name == "dev") and HEADER not in "\n".join(first):
            yield f"{name}: no {HEADER} at its top"


def check_libraries(tree):
    for name in tree.c_files("src/"):
        for number, line in tree.lines(name):
            include = re.match(r'\s*#\s*include\s+[<"]([^>"]+)', line)
            for library, folders in LIBRARIES.items() if include else ():
                if re.match(library, include.group(1)) and not below(name, folders):
                    yield f"{name}:{number}: {include.group(1)} belongs to {', '.join(folders)}"


def check_one_tls(tree):
    users = [name for name in tree.c_files("src/") if "SSL_new (" in without_literals(tree.texts[name])]
    if len(users) > 1:
        yield f"SSL_new in {', '.join(users)}: connections are made in one place"


def check_habits(tree):
    for name in tree.c_files():
        text = without_literals(tree.texts[name])
        for pattern, folder, what in FORBIDDEN:
            if not name.startswith(folder) or name == LOG:
                continue
            for match in re.finditer(pattern, text):
                yield f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {what}"


def check_names(tree):
    for name in tree.names:
        if VAGUE_NAMES.search(name) and not name.startswith("tests/fuzz/corpus"):
            yield f"{name}: a name that says nothing"
        base = name.rsplit("/", 1)[-1]
        if name.startswith("src/") and name.endswith((".c", ".h")) and name != "src/main.c" \
                and not base.startswith("loft-") and name != "src/cli/loftctl.c":
            yield f"{name}: files below src are named after their type: loft-…"


def check_lines(tree):
    for name in tree.texts:
        if pathlib.Path(name).suffix not in (".c", ".h", ".py", ".sh") and name != "dev":
            continue
        for number, line in tree.lines(name):
            if len(line) > LONGEST_LINE:
                yield f"{name}:{number}: {len(line)} columns"
            if line != line.rstrip():
                yield f"{name}:{number}: blanks at the end"
            if "\t" in line and name.endswith((".c", ".h")):
                yield f"{name}:{number}: a tab"


def check_includes_guarded(tree):
    """But for what nothing includes: it is compiled ahead, as a file of its own."""
    for name in tree.c_files("src/"):
        if name.endswith(".h") and "/pch/" not in name and "#pragma once" not in tree.texts[name]:
            yield f"{name}: no #pragma once"


def check_translations(tree):
    listed = [line for line in tree.texts["po/POTFILES.in"].splitlines()
              if line and not line.startswith("#")]
    if listed != sorted(listed):
        yield "po/POTFILES.in: not sorted"
    for name in listed:
        if name not in tree.names:
            yield f"po/POTFILES.in: {name} does not exist"
    marked = re.compile(r'\b(?:_|N_) \("|\b(?:C_|ngettext|NC_) \(|translatable="(?:yes|true)"')
    for name, text in tree.texts.items():
        if name.startswith("src/") and name.endswith((".c", ".ui")) and marked.search(text) \
                and name not in listed:
            yield f"{name}: has strings for people and is not in po/POTFILES.in"


def check_paths(tree):
    """Nothing may depend on one machine, or lead out of the tree."""
    for name, text in tree.texts.items():
        if pathlib.Path(name).suffix not in OWN_TEXT:
            continue
        for number, line in tree.lines(name):
            if MACHINE_PATH.search(line):
                yield f"{name}:{number}: a path of one machine: {line.strip()[:80]}"
            if name.endswith((".c", ".h")):
                continue
            for match in RELATIVE_PATH.finditer(line):
                target = (tree.root / name).parent / match.group(1).rstrip(".")
                if not target.resolve().exists() or tree.root not in target.resolve().parents:
                    yield f"{name}:{number}: {match.group(1)} is not in this tree"


def check_links(tree):
    for name, text in tree.texts.items():
        for target in re.findall(r"\]\(([^)#\s]+)", text) if name.endswith(".md") else ():
            if "://" not in target and not ((tree.root / name).parent / target).exists():
                yield f"{name}: links to {target}, which does not exist"


def check_faults(tree):
    """What they take away or change is still there, word for word."""
    for patch in sorted((tree.root / "tests/faults").glob("*.patch")):
        name = None
        for part in re.split(r"^(?=diff |@@ )", patch.read_text(encoding="utf-8"), flags=re.M):
            lines = part.split("\n")
            if part.startswith("diff "):
                name = re.search(r"^--- a/(.*)$", part, re.M).group(1)
            elif part.startswith("@@ "):
                before = [line[1:] for line in lines[1:] if line[:1] in (" ", "-")]
                if "\n".join(before) not in tree.texts.get(name, ""):
                    yield f"{patch.name}: does not apply to {name}"


CHECKS = [
    ("licence line", check_licence),
    ("libraries stay in their folders", check_libraries),
    ("one place makes TLS connections", check_one_tls),
    ("habits", check_habits),
    ("names", check_names),
    ("lines", check_lines),
    ("headers are included once", check_includes_guarded),
    ("every translatable string is in POTFILES", check_translations),
    ("no path of one machine", check_paths),
    ("links lead somewhere", check_links),
    ("planted faults can be planted", check_faults),
]


def main(root):
    tree = Tree(pathlib.Path(root).resolve())
    failed = not tree.c_files("src/")
    print(f"1..{len(CHECKS)}")
    for number, (title, check) in enumerate(CHECKS, 1):
        found = list(check(tree))
        print(f"{'not ok' if found else 'ok'} {number} - {title}")
        for place in found:
            print(f"# {place}")
        failed = failed or bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
