# SPDX-License-Identifier: GPL-3.0-or-later
"""What one process takes."""
import json
import os
import subprocess
import sys
import time


def say(text):
    print(text, file=sys.stderr, flush=True)


class Measured:
    """One process: seconds, processor time, peak memory in bytes, standard output. It is started by a
    small process (the end of this file), because the kernel counts its starter's memory as its own."""

    def __init__(self, arguments, text=None, accept=(0,)):
        words = [str(word) for word in arguments]
        reader, writer = os.pipe()
        process = subprocess.Popen([sys.executable, __file__, str(writer), *words],
                                   stdout=subprocess.PIPE, pass_fds=[writer],
                                   stdin=subprocess.PIPE if text else subprocess.DEVNULL)
        os.close(writer)
        if text:
            process.stdin.write(text.encode())
            process.stdin.close()
        self.output = process.stdout.read().decode(errors="replace")
        process.wait()
        with os.fdopen(reader) as report:
            found = json.load(report)
        self.seconds, self.memory, self.cpu = found["seconds"], found["memory"], found["cpu"]
        if found["status"] not in accept:
            raise SystemExit(f"bench: {words[0]} ended with {found['status']}")


def start_and_report(report, words):
    begin = time.monotonic()
    process = subprocess.Popen(words)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    with os.fdopen(report, "w") as out:
        json.dump({"seconds": time.monotonic() - begin, "memory": usage.ru_maxrss * 1024,
                   "cpu": usage.ru_utime + usage.ru_stime,
                   "status": process.returncode}, out)


if __name__ == "__main__":
    start_and_report(int(sys.argv[1]), sys.argv[2:])
