"""The most memory that a process has held. The usual figure is that of its parent where that is higher."""

from __future__ import annotations

from pathlib import Path

_STATUS = Path("/proc/self/status")


def peak_megabytes() -> float:
    """The most memory of this process since its start, or since `forget_peak`."""
    (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def forget_peak() -> None:
    """Begin anew: what was held before and given back counts no more."""
    Path("/proc/self/clear_refs").write_text("5")
