# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test does to the fake server: POST /control/WORD with JSON, GET /control/WORD. See
fake-activesync.py."""
from wbxml import make
from world import element_from_json, element_to_json


class Control:
    def __init__(self, world):
        self.world = world
        self.held = True

    def box(self, asked):
        return self.world.users[asked.get("user", "alice")]

    def item(self, asked):
        folder, item = self.box(asked).find(asked["id"])
        if item is None:
            raise KeyError(f"no item {asked['id']}")
        return folder, item

    # ---- items and folders --------------------------------------------------------------------

    def put(self, asked):
        return [self.put_one(asked, number) for number in range(int(asked.get("many", 1)))][-1]

    def put_one(self, asked, number):
        box = self.box(asked)
        mime = asked["mime"].replace("{n}", str(number)).encode() if "mime" in asked else None
        item = box.add(box.find_folder(asked["folder"]), mime=mime, date=asked.get("date"))
        self.apply(item, asked)
        if mime is not None:
            self.world.arrived(box, mime)
        return {"id": item.id}

    def apply(self, item, asked):
        for json in asked.get("data", ()):
            item.put(element_from_json(json))
        for reference, text in asked.get("contents", {}).items():
            item.contents = {**getattr(item, "contents", {}), reference: ("text/plain", text.encode())}
        for word in asked.get("drop", ()):
            item.drop(*word.split(":"))
        if "read" in asked:
            item.put(make("Email:Read", int(asked["read"])))
        if "categories" in asked:
            item.put(make("Email:Categories", *(("Category", each) for each in asked["categories"])))

    def change(self, asked):
        _, item = self.item(asked)
        if "mime" in asked:
            item.mime = asked["mime"].encode()
        self.apply(item, asked)
        item.version += 1

    def delete(self, asked):
        folder, item = self.item(asked)
        del folder.items[item.id]

    def move(self, asked):
        folder, item = self.item(asked)
        return {"id": self.box(asked).move(item, folder, self.box(asked).find_folder(asked["folder"]))}

    def folder(self, asked):
        return {"id": self.box(asked).add_folder(asked.get("parent", "0"), asked["name"],
                                                 asked.get("type", 12)).id}

    def rename(self, asked):
        folder = self.box(asked).find_folder(asked["folder"])
        folder.title, folder.parent = asked.get("name", folder.title), asked.get("parent", folder.parent)

    def remove(self, asked):
        self.box(asked).remove_folder(self.box(asked).find_folder(asked["folder"]).id)

    def state(self, asked):
        """With full=1 also data and MIME of each item."""
        return {"folders": [{
            "id": folder.id, "parent": folder.parent, "name": folder.title, "type": folder.kind,
            "items": [self.tell(item, "full" in asked) for item in folder.items.values()],
        } for folder in self.box(asked).folders.values()]}

    def tell(self, item, full):
        told = {"id": item.id, "title": item.title(), "read": item.get("Email:Read") == "1",
                "date": item.date,
                "version": item.version, "draft": item.draft}
        if full:
            told["data"] = [element_to_json(child) for child in item.data.children]
            told["mime"] = item.mime.decode("utf-8", "replace") if item.mime is not None else None
        return told

    # ---- the server ---------------------------------------------------------------------------

    def set(self, asked):
        unknown = asked.keys() - self.world.settings.keys()
        if unknown:
            raise KeyError(f"no setting {unknown}")
        self.world.settings.update(asked)

    def versions(self, asked):
        self.world.versions = asked["versions"]

    def forget(self, asked):
        """Keys mean nothing any more: what is "folders", "sync" or "device" (all of it)."""
        box = self.box(asked)
        for device in list(box.devices.values()):
            if asked.get("what") in (None, "sync"):
                device.collections.clear()
            if asked.get("what") in (None, "folders"):
                device.folder_keys.clear()
        if asked.get("what") == "device":
            box.devices.clear()

    def fault(self, asked):
        self.world.faults.append({"command": "*", "skip": 0, "times": 1, **asked})

    def clear(self, asked):
        """Faults and what was counted."""
        self.world.faults.clear()
        self.world.counts.clear()
        self.world.requests.clear()
        self.world.connections.clear()

    def release(self, asked):
        """Lets go what {"hold": true} holds, now and later."""
        self.held = False

    def counts(self, asked):
        return self.world.counts

    def requests(self, asked):
        return self.world.requests

    def faults(self, asked):
        """With how often each is still to come."""
        return self.world.faults

    def connections(self, asked):
        """Over how many ActiveSync was spoken."""
        return {"count": len(self.world.connections)}

    def sent(self, asked):
        return self.world.sent

    def devices(self, asked):
        return {name: {
            "policy-key": device.policy_key, "wiped": device.wiped,
            "information": element_to_json(device.information) if device.information else None,
            "collections": {each: collection.key for each, collection in device.collections.items()},
        } for name, device in self.box(asked).devices.items()}

    def wait(self, asked):
        """Until so many requests of a command have come."""
        while self.world.counts.get(asked["command"], 0) < int(asked["count"]):
            self.world.lock.wait(60)

    WORDS = {"put", "change", "delete", "move", "folder", "rename", "remove", "state", "set", "versions",
             "forget",
             "fault", "clear", "release", "counts", "requests", "sent", "devices", "connections",
             "faults", "wait"}

    def run(self, word, asked):
        """(status, answer)"""
        if word not in self.WORDS:
            return 404, {"error": f"no {word}"}
        with self.world.lock:
            try:
                answer = getattr(self, word)(asked)
            except (KeyError, ValueError, TypeError) as error:
                return 400, {"error": repr(error)}
            self.world.changed()
            return 200, answer if answer is not None else {}
