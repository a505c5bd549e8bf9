"""Where PyInstaller finds what a frozen program needs of this package."""

from __future__ import annotations

from pathlib import Path


def get_hook_dirs() -> list[str]:
    """The folder of the hook; PyInstaller asks for it through an entry point.

    Example:
        >>> [Path(folder).name for folder in get_hook_dirs()]
        ['_pyinstaller']
    """
    return [str(Path(__file__).parent)]
