"""``python -m care_pathway``, and where the ``care-pathway`` command begins."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command; Ctrl-C ends it quietly, also while it is still being loaded."""
    try:
        from care_pathway.cli import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
