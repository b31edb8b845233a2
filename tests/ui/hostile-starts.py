#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the real program on a profile full of hostile mails, the newest first, again and again.

usage: hostile-starts.py LOFT TEST-UI-HOSTILE SCHEMA-FOLDER

Runs inside tests/support/run-in-display.sh. Every start shows the list, opens another of the
mails and ends when it is told to.
"""
import os
import shutil
import subprocess
import sys
import tempfile

from journey import Loft

STARTS = 20 if "LOFT_TEST_SOAK" in os.environ else 3


def start(command, profile, number):
    loft = Loft(command, profile, 1000, 700)
    try:
        loft.click(loft.row("Hostile nested-parts"))
        # Opened one after the other, so that what the one before left behind is met too.
        loft.keys(*["j"] * (1 + number * 6 % 18))
        loft.says("mallory@example.org")
        loft.close()
    finally:
        if loft.process.poll() is None:
            loft.process.kill()


def main(command, hostile, schemas):
    os.environ["GSETTINGS_SCHEMA_DIR"] = schemas
    folder = tempfile.mkdtemp(prefix="loft-hostile-")
    print(f"1..{STARTS}", flush=True)
    try:
        subprocess.run([hostile, "--make", folder], check=True)
        for number in range(STARTS):
            start(command, folder, number)
            print(f"ok {number + 1} /hostile/start", flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
