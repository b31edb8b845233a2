#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the start of a program to the first frame it tells of, in seconds; in run-in-display.sh.

usage: frame.py EMPTY-WINDOW LOFT-FIRST-FRAME PROFILE

Prints one line of JSON: the empty window, the window on the profile, its first messages. Each
program is started once before it is measured, so that both find their libraries in memory.
"""
import json
import subprocess
import sys
import time


def measured(command):
    subprocess.run(command, check=True, capture_output=True)
    start = time.monotonic()
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told["frame"] - start, told.get("rows", 0) - start


def main(empty_window, program, profile):
    empty, _ = measured([empty_window])
    frame, messages = measured([program, profile])
    print(json.dumps({"empty window seconds": empty, "first frame seconds": frame,
                      "first messages seconds": messages}))


if __name__ == "__main__":
    main(*sys.argv[1:])
