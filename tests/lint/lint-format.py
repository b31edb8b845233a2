#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the C sources with what clang-format makes of them.

usage: lint-format.py SOURCE-ROOT [FILE...]

Parameters, tables and comments aligned in columns are wanted, and clang-format would undo them;
where a long expression is broken is a matter of taste. So both sides are compared statement by
statement: what belongs together is put on one line, runs of blanks become one, comments and the
text of strings are left out. What remains is indentation, braces, and blanks around brackets and
operators.
"""
import difflib
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

LITERAL_OR_COMMENT = re.compile(
    r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
ENDINGS = (";", "{", "}", ":", ",", ")")
CONTINUATIONS = ("?", ":", "&", "|", "+", "G_GNUC", '"')
INITIALIZER = re.compile(r"(?:[=)] ?|\benum(?: \w+)? )\{")
UNFINISHED = re.compile(r"^[\w\s*\[\]]+ = |G_GNUC_\w+ \([^()]*\)$")
MOST_SHOWN = 12
AT_ONCE = 100


def bare(text):
    """Without comments, directives and the text of literals."""
    text = LITERAL_OR_COMMENT.sub(lambda m: '""' if m.group()[0] in "\"'" else "", text)
    return DIRECTIVE.sub("", text)


def balance(line, brackets):
    return sum(line.count(o) - line.count(c) for o, c in brackets)


def statements(text):
    """Each statement on one line, with the indentation of its first."""
    out, open_brackets, open_braces = [], 0, 0
    for line in bare(text).split("\n"):
        tokens = re.sub(r"\s+", " ", line.strip())
        if not tokens:
            continue
        if open_brackets or open_braces or (out and goes_on(out[-1], tokens)):
            out[-1] += " " + tokens
        else:
            out.append(line[:len(line) - len(line.lstrip())] + tokens)
        open_brackets += balance(tokens, ("()", "[]"))
        if open_braces:
            open_braces += balance(tokens, ("{}",))
        elif initializer := INITIALIZER.search(tokens):
            open_braces = balance(tokens[initializer.start():], ("{}",))
    return [tidy(statement) for statement in out]


def goes_on(statement, following):
    if following.startswith(CONTINUATIONS):
        return True
    if statement.endswith(")") and UNFINISHED.search(statement):
        return True
    return not statement.endswith(ENDINGS) and statement.strip() not in ("else", "do")


def tidy(statement):
    """Without the blanks that are a matter of taste, or that clang-format sets wrongly."""
    indent = statement[:len(statement) - len(statement.lstrip())]
    text = re.sub(r"([(\[]) | ([)\]])|(\)) (?=\{)|(\]) (?=\()|(\*) | ?([<>]) ?",
                  r"\1\2\3\4\5\6", statement.strip())
    return indent + ("G_DEFINE_QUARK" if text.startswith("G_DEFINE_QUARK") else text)


def differences(path, wanted):
    text = path.read_text(encoding="utf-8")
    return [line for line in difflib.unified_diff(statements(text), statements(wanted), n=0,
                                                  lineterm="")
            if not line.startswith(("---", "+++", "@@"))]


def formatted(root, files):
    """What clang-format makes of each, many at a time: it starts slower than it works."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(root / ".clang-format", folder)
        copies = {path: pathlib.Path(folder, f"{number}{path.suffix}")
                  for number, path in enumerate(files)}
        for path, copy in copies.items():
            shutil.copy(path, copy)
        names = list(copies.values())
        for first in range(0, len(names), AT_ONCE):
            subprocess.run(["clang-format", "-i", "--style=file", *names[first:first + AT_ONCE]],
                           check=True)
        return {path: copy.read_text(encoding="utf-8") for path, copy in copies.items()}


def remembered(root):
    """What was found formatted before, by content: the whole tree takes half a minute."""
    git = subprocess.run(["git", "-C", root, "rev-parse", "--absolute-git-dir"],
                         capture_output=True, text=True).stdout.strip()
    return pathlib.Path(git) / "loft-formatted" if git else None


def key_of(path, style):
    return hashlib.sha256(style + path.read_bytes()).hexdigest()


def sources(root):
    listed = subprocess.run(["git", "-C", root, "ls-files", "*.c", "*.h"], check=True,
                            capture_output=True, text=True).stdout.split()
    return [root / name for name in listed if (root / name).exists()]


def main(arguments):
    root = pathlib.Path(arguments[0])
    files = [pathlib.Path(name).absolute() for name in arguments[1:]] or sources(root)
    style = (root / ".clang-format").read_bytes() + pathlib.Path(__file__).read_bytes()
    memory = remembered(root)
    known = set(memory.read_text().split()) if memory and memory.exists() else set()
    keys = {path: key_of(path, style) for path in files}
    texts = formatted(root, [path for path in files if keys[path] not in known])
    wrong = {path: found for path, text in texts.items() if (found := differences(path, text))}
    if memory:
        memory.write_text("\n".join(sorted({keys[path] for path in files if path not in wrong} |
                                           (known if arguments[1:] else set()))))
    print("1..1")
    print(f"{'not ok' if wrong or not files else 'ok'} 1 - {len(files)} C files are formatted")
    for path, found in wrong.items():
        print(f"# {path}")
        for line in found[:MOST_SHOWN]:
            print(f"#   {line}")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
