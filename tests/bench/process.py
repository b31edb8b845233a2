# SPDX-License-Identifier: GPL-3.0-or-later
"""What one process takes."""
import os
import subprocess
import sys
import time


def say(text):
    print(text, file=sys.stderr, flush=True)


class Measured:
    """One process: seconds, peak memory in bytes, standard output."""

    def __init__(self, arguments, text=None, accept=(0,)):
        begin = time.monotonic()
        process = subprocess.Popen([str(word) for word in arguments], stdout=subprocess.PIPE,
                                   stdin=subprocess.PIPE if text else subprocess.DEVNULL)
        if text:
            process.stdin.write(text.encode())
            process.stdin.close()
        self.output = process.stdout.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds = time.monotonic() - begin
        self.memory = usage.ru_maxrss * 1024
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in accept:
            raise SystemExit(f"bench: {arguments[0]} ended with {process.returncode}")
