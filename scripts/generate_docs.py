"""Write the documentation pages that come from the data; at the same time the hook that mkdocs calls.

mkdocs calls `on_files` at each build, so the pages always agree with the package that is installed. Run
as a script it writes the picture in the README and in ``docs/assets``, or with ``--check`` says whether it
is up to date.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import care_pathway as cp
import cli_page
import notebook
import pathway_pages
import role_pages
import verdict_page
from care_pathway.cli import parser
from care_pathway.model import COLLECTIONS
from care_pathway.report import career_map
from care_pathway.titles.policy import policy

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "assets" / "career-map.svg"
CHANGELOG = ROOT / "CHANGELOG.md"


def picture() -> str:
    """The career map of the latest edition as SVG."""
    return career_map(cp.load())


def pages() -> dict[str, str]:
    """Every generated page by its path under ``docs``."""
    everything = [cp.load(edition.id) for edition in cp.editions()]
    *earlier, new = everything
    old = earlier[-1]
    found = {
        "pathway/index.md": pathway_pages.index_page(new),
        "pathway/career-map.md": pathway_pages.map_page(new, picture()),
        "pathway/editions.md": pathway_pages.editions_page(old, new, cp.compare(old, new)),
        "pathway/data-catalogue.md": pathway_pages.catalogue_page(reversed(everything), COLLECTIONS),
        "pathway/sources.md": pathway_pages.sources_page(new),
        "pathway/title-decisions.md": pathway_pages.title_decisions_page(policy()),
        "reference/ascwds-rules.md": verdict_page.verdict_page(),
        "reference/cli.md": cli_page.cli_page(parser()),
        "changelog.md": CHANGELOG.read_text("utf-8"),
    }
    for role in new.role_categories:
        found[f"pathway/{role.id}.md"] = role_pages.role_page(new, role, earlier)
    return found


def on_files(files: Any, config: Any) -> Any:
    """Add the generated pages and notebooks to those that mkdocs found."""
    from mkdocs.structure.files import File

    for path, content in (pages() | notebook.notebooks()).items():
        files.append(File.generated(config, path, content=content))
    return files


def main() -> int:
    """Run the script; 1 means that the picture is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether the picture is up to date")
    arguments = parser.parse_args()
    wanted = picture().rstrip() + "\n"
    if PICTURE.exists() and PICTURE.read_text("utf-8") == wanted:
        return 0
    print(f"{'out of date' if arguments.check else 'written'}: {PICTURE.relative_to(ROOT)}")
    if not arguments.check:
        PICTURE.write_text(wanted, "utf-8")
    return int(arguments.check)


if __name__ == "__main__":
    sys.exit(main())
