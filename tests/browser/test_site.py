"""The built documentation, opened by a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.accessibility import grave_faults, unreachable
from tests.browser.conftest import SIZES

PAGES = {
    "home": "",
    "tutorial": "tutorials/developer/",
    "care manager": "tutorials/care-manager/",
    "how-to": "how-to/read-asc-wds/",
    "explanation": "explanation/provenance/",
    "role category": "pathway/enhanced-care-worker/",
    "career map": "pathway/career-map/",
    "data catalogue": "pathway/data-catalogue/",
    "editions": "pathway/editions/",
    "reference": "reference/titles/",
    "changes": "changelog/",
}
#: One page of each kind: the controls around the text are the same on all.
BY_KEYBOARD = {"home", "career map", "role category", "tutorial"}


def every_page(site: Path) -> list[str]:
    """The pages of the documentation; the page that runs the package has tests of its own."""
    return sorted(
        "" if page.parent == site else f"{page.parent.relative_to(site).as_posix()}/"
        for page in site.rglob("index.html")
        if "try" not in page.relative_to(site).parts
    )


def test_every_page_opens_without_complaint_and_without_leaving_the_host(
    site: Path, address: str, open_page: Any
) -> None:
    pages = every_page(site)
    assert len(pages) > 40
    with open_page(address) as watched:
        for path in pages:
            watched.page.goto(address + path)
        assert watched.complaints == []
        assert watched.outside(address) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_for_everybody(name: str, size: str, address: str, open_page: Any) -> None:
    """Rule: no complaint, no grave fault, nothing moves sideways, and a keyboard reaches every control."""
    with open_page(address + PAGES[name], size) as watched:
        watched.page.wait_for_timeout(600)  # tables get their scroll boxes after loading
        assert watched.complaints == []
        assert grave_faults(watched.page) == []
        assert watched.page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
        if name in BY_KEYBOARD:
            assert unreachable(watched.page) == []


@pytest.mark.parametrize("name", ["home", "role category", "tutorial"])
def test_axe_finds_no_grave_fault_in_the_dark(name: str, address: str, open_page: Any) -> None:
    with open_page(address + PAGES[name], scheme="dark") as watched:
        watched.page.wait_for_timeout(600)
        assert grave_faults(watched.page) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_career_map_is_there_to_see(size: str, address: str, open_page: Any) -> None:
    with open_page(address + PAGES["career map"], size) as watched:
        picture = watched.page.locator(".site-map svg")
        assert picture.is_visible()
        box = picture.bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert box["height"] > 300
        assert picture.locator("title").first.text_content()


def test_search_finds_a_role_category(address: str, open_page: Any) -> None:
    with open_page(address) as watched:
        watched.page.keyboard.press("/")
        watched.page.keyboard.type("enhanced care worker", delay=20)
        first = watched.page.locator(".md-search-result__link").first
        first.wait_for(timeout=10_000)
        assert "nhanced" in (first.text_content() or "")
        assert watched.complaints == []
        assert watched.outside(address) == []
