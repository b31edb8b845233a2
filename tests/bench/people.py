# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion of people while somebody types."""
import json
import pathlib
import sys

from process import Measured

BAR = 0.020


def measure(chosen):
    said = Measured([chosen.build / "tests/bench/loft-people-speed", 50_000])
    return {f"people {name}": value for name, value in json.loads(said.output).items()}


def table(figures):
    yield f"completion of {figures['people people']:,.0f} people", \
        f"{1000 * figures['people worst']:.1f} ms", \
        f"processor time, worst key (bar {1000 * BAR:.0f} ms), median " \
        f"{1000 * figures['people key']:.2f} ms; {figures['people making']:.2f} s to make the index"


if __name__ == "__main__":
    class Chosen:
        build = pathlib.Path(sys.argv[1]).resolve()

    for row in table(measure(Chosen)):
        print(*row, sep="   ")
