# SPDX-License-Identifier: GPL-3.0-or-later
"""WBXML of ActiveSync (MS-ASWBXML) for tests: a second codec, which shares nothing with the program's but the
names of the tags.

  element = make("FolderHierarchy:FolderSync", ("SyncKey", "0"))
  element = decode(encode(element))
  element.get("SyncKey") == "0"

An element has a space (name of its code page), a name, and either text, data (opaque bytes) or children.
"""
import pathlib
import re

TABLES = pathlib.Path(__file__).resolve().parents[3] / "src/core/format/wbxml/loft-eas-tags.c"

SWITCH_PAGE, END, ENTITY, STR_I, STR_T, OPAQUE = 0x00, 0x01, 0x02, 0x03, 0x83, 0xC3
HAS_CONTENT, HAS_ATTRIBUTES = 0x40, 0x80


class WbxmlError(Exception):
    pass


def read_tables():
    """The names as the program has them: {(space, name): (page, token)}, and the other way."""
    text = TABLES.read_text()
    arrays = re.findall(r"static const char \*const (\w+)\[\] = \{(.*?)\n\};", text, re.S)
    tables = {name: re.findall(r'\[(0x[0-9a-f]+)\] = "(\w+)"', body) for name, body in arrays}
    spaces = re.findall(r'^  \{ "(\w+)", (\w+), ', text, re.M)
    tokens = {(space, name): (page, int(token, 16))
              for page, (space, table) in enumerate(spaces) for token, name in tables[table]}
    assert len(spaces) == 26 and len(tokens) > 600, (len(spaces), len(tokens))
    return tokens, {place: name for name, place in tokens.items()}


TOKENS, NAMES = read_tables()


class Element:
    def __init__(self, space, name, content=None):
        self.space, self.name = space, name
        self.text, self.data, self.children = "", None, []
        if isinstance(content, bytes):
            self.data = content
        elif content is not None:
            self.text = str(content)

    def bytes(self):
        return self.data if self.data is not None else self.text.encode()

    def string(self):
        return self.data.decode("utf-8", "replace") if self.data is not None else self.text

    def _matches(self, word):
        space, _, name = word.rpartition(":")
        return self.name == name and space in ("", self.space)

    def all(self, path):
        """Those at "A/Space:B" below this one."""
        found = [self]
        for word in path.split("/"):
            found = [child for element in found for child in element.children if child._matches(word)]
        return found

    def find(self, path):
        found = self.all(path)
        return found[0] if found else None

    def get(self, path, default=None):
        """The text of the first one at path."""
        found = self.find(path)
        return default if found is None else found.string()

    def add(self, *parts):
        for part in parts:
            if part is not None:
                self.children.append(part if isinstance(part, Element)
                                     else make(part[0], *part[1:], space=self.space))
        return self

    def equals(self, other):
        return (self.space, self.name, self.bytes(), len(self.children)) == \
            (other.space, other.name, other.bytes(), len(other.children)) and \
            all(mine.equals(theirs) for mine, theirs in zip(self.children, other.children))

    def dump(self, depth=0):
        """For people."""
        body = repr(self.data) if self.data is not None else self.text
        lines = "  " * depth + f"{self.space}:{self.name}" + (f" = {body}" if body else "") + "\n"
        return lines + "".join(child.dump(depth + 1) for child in self.children)

    __repr__ = __str__ = dump


def make(word, *content, space=None):
    """Content: one text, number or bytes; or elements and tuples of the same form. A name without a space is
    in that of the element around it; None among the content is left out."""
    prefix, _, name = word.rpartition(":")
    space = prefix or space
    if (space, name) not in TOKENS:
        raise WbxmlError(f"no tag {space}:{name}")
    if len(content) == 1 and not isinstance(content[0], (tuple, Element)):
        return Element(space, name, content[0])
    return Element(space, name).add(*content)


# ---- writing ----------------------------------------------------------------------------------

def encode_number(number):
    out = [number & 0x7F]
    while number := number >> 7:
        out.append(number & 0x7F | 0x80)
    return bytes(reversed(out))


def clean(text):
    return re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text).encode("utf-8", "replace")


def encode(root, seams=None):
    """seams: a list that gets where each element ends."""
    out = bytearray(b"\x03\x01\x6a\x00")
    page = 0

    def write(element):
        nonlocal page
        wanted, token = TOKENS[element.space, element.name]
        if wanted != page:
            out.extend((SWITCH_PAGE, wanted))
            page = wanted
        if element.data is None and not element.text and not element.children:
            out.append(token)
            end()
            return
        out.append(token | HAS_CONTENT)
        if element.data is not None:
            out.extend(bytes((OPAQUE,)) + encode_number(len(element.data)) + element.data)
        elif element.text:
            out.extend(bytes((STR_I,)) + clean(element.text) + b"\0")
        for child in element.children:
            write(child)
        out.append(END)
        end()

    def end():
        if seams is not None:
            seams.append(len(out))

    write(root)
    return bytes(out)


# ---- reading ----------------------------------------------------------------------------------

class Reader:
    def __init__(self, data):
        self.data, self.at, self.page = data, 0, 0

    def byte(self):
        if self.at >= len(self.data):
            raise WbxmlError(f"ends at {self.at}")
        self.at += 1
        return self.data[self.at - 1]

    def number(self):
        number = 0
        for _ in range(5):
            byte = self.byte()
            number = number << 7 | byte & 0x7F
            if not byte & 0x80:
                return number
        raise WbxmlError(f"a number too long at {self.at}")

    def take(self, length):
        if length > len(self.data) - self.at:
            raise WbxmlError(f"{length} bytes wanted at {self.at}")
        self.at += length
        return self.data[self.at - length:self.at]

    def string(self):
        end = self.data.find(b"\0", self.at)
        if end < 0:
            raise WbxmlError(f"a string without end at {self.at}")
        text = self.take(end - self.at)
        self.at += 1
        return text.decode()

    def element(self, token):
        place = self.page, token & 0x3F
        if place not in NAMES:
            raise WbxmlError(f"unknown tag {place[0]}/{place[1]:#x} at {self.at}")
        if token & HAS_ATTRIBUTES:
            raise WbxmlError(f"attributes at {self.at}")
        element = Element(*NAMES[place])
        if not token & HAS_CONTENT:
            return element
        while (token := self.byte()) != END:
            if token == SWITCH_PAGE:
                self.page = self.byte()
            elif token == STR_I:
                element.text += self.string()
            elif token == OPAQUE:
                element.data = (element.data or b"") + self.take(self.number())
            elif token in (ENTITY, STR_T):
                raise WbxmlError(f"token {token:#x} at {self.at}, which nobody sends")
            else:
                element.children.append(self.element(token))
        return element


def decode(data):
    """Strict: the program under test has written it."""
    reader = Reader(data)
    if reader.byte() != 3 or reader.number() != 1 or reader.number() != 106:
        raise WbxmlError("not WBXML 1.3 of public id 1 in UTF-8")
    reader.take(reader.number())
    while (token := reader.byte()) == SWITCH_PAGE:
        reader.page = reader.byte()
    root = reader.element(token)
    if reader.at != len(data):
        raise WbxmlError(f"{len(data) - reader.at} bytes behind the end")
    return root
