# SPDX-License-Identifier: GPL-3.0-or-later
"""A line to a server that is as slow as wished, and counts round trips."""
import asyncio
import re
import threading

ASKS_TO_SIGN_IN = re.compile(rb"^(\S+) (?:LOGIN|AUTHENTICATE) ", re.M | re.I)


class Connection:
    """One round trip is begun whenever the client speaks after the server did."""

    def __init__(self):
        self.trips = 0
        self.tag = None
        self.signed_in = False
        self.server_spoke = False

    def client_says(self, data):
        if self.signed_in and self.server_spoke:
            self.trips += 1
        self.server_spoke = False
        asked = ASKS_TO_SIGN_IN.search(data)
        if asked:
            self.tag = asked.group(1)

    def server_says(self, data):
        self.server_spoke = True
        if self.tag and re.search(rb"^" + re.escape(self.tag) + rb" OK", data, re.M):
            self.signed_in = True


class SlowLine:
    """Plain text between a port of its own on loopback and the server's; every byte is late by the
    given seconds, in each direction. Used in a with statement."""

    def __init__(self, server_port, seconds=0.0):
        self.server_port = int(server_port)
        self.seconds = seconds
        self.connections = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        listening = asyncio.start_server(self.serve, "127.0.0.1", 0)
        server = asyncio.run_coroutine_threadsafe(listening, self.loop).result()
        self.port = server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self.end(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    @staticmethod
    async def end():
        """What is left: a client that was ended in the middle."""
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def trips(self):
        """Of the connection that needed most."""
        return max((connection.trips for connection in self.connections), default=0)

    def forget(self):
        self.connections = []

    async def serve(self, client_reader, client_writer):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server_port)
        connection = Connection()
        self.connections.append(connection)
        try:
            await asyncio.gather(self.pump(client_reader, writer, connection.client_says),
                                 self.pump(reader, client_writer, connection.server_says))
        except asyncio.CancelledError:
            pass

    async def pump(self, reader, writer, note):
        queue = asyncio.Queue()
        sending = asyncio.create_task(self.send_late(queue, writer))
        try:
            while data := await reader.read(65536):
                note(data)
                await queue.put((self.loop.time() + self.seconds, data))
        except ConnectionError:
            pass
        await queue.put((self.loop.time() + self.seconds, None))
        await sending

    async def send_late(self, queue, writer):
        try:
            while True:
                when, data = await queue.get()
                await asyncio.sleep(when - self.loop.time())
                if data is None:
                    break
                writer.write(data)
                await writer.drain()
        except ConnectionError:
            pass
        writer.close()
