"""The page that runs the package in a browser: with the network cut, its answers are the command line's."""

from __future__ import annotations

import csv
import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.accessibility import grave_faults
from tests.browser.conftest import ROOT, SIZES

sys.path.insert(0, str(ROOT / "scripts"))

import build_try

#: The bundled example is answered for one day, so that the two runs answer the same question.
ON = "2026-11-01"
#: A browser runs no compiled solver, so that no learning is chosen there. All else is the same: these show
#: what the tables say, and the test names what differs in each table.
SHOWN = {"report.html", "pack.xlsx", "inspection-index.html"}
TABLES = {"learning.csv", "report.json", "problems.csv", "inspection-facts.csv"}
LOADED = 120_000


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built page."""
    if built := os.environ.get("CARE_PATHWAY_TRY"):
        return Path(built).resolve()
    out = tmp_path_factory.mktemp("try") / "page"
    subprocess.run([sys.executable, str(ROOT / "scripts" / "build_try.py"), str(out)], check=True)
    return out


@pytest.fixture(scope="session")
def where(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Where a folder is served, on this machine only, by the plainest of web servers."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class FirstLoad(NamedTuple):
    """A browser that has loaded the page once and has no network since, and what that load was like."""

    context: BrowserContext
    asked: list[str]
    faults: dict[str, list[str]]


@pytest.fixture(scope="session")
def first_load(browser: Browser, where: str) -> Iterator[FirstLoad]:
    """The only load with a network: Python starts for each, and takes its time."""
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(where)
    page.locator("#state", has_text="open the page again without a network").wait_for(timeout=LOADED)
    found = faults(page)
    page.close()
    context.set_offline(True)
    yield FirstLoad(context, asked, found)
    context.close()


@pytest.fixture(scope="session")
def offline(first_load: FirstLoad) -> BrowserContext:
    """A browser that has loaded the page once, and has no network since."""
    return first_load.context


def faults(page: Page) -> dict[str, list[str]]:
    """Grave faults of a page at every width."""
    found = {}
    for name, size in SIZES.items():
        page.set_viewport_size(size)
        found[name] = grave_faults(page)
    return found


def opened(context: BrowserContext, where: str) -> Page:
    """The page, ready, with the network cut."""
    page = context.new_page()
    page.goto(where)
    page.locator("#state", has_text="Ready").wait_for(timeout=LOADED)
    return page


@pytest.fixture(scope="module")
def started(offline: BrowserContext, where: str) -> Iterator[tuple[Page, float]]:
    """One page for several questions, as a person would leave it open, and the seconds until it was ready."""
    began = time.monotonic()
    page = opened(offline, where)
    yield page, time.monotonic() - began
    page.close()


@pytest.fixture
def page(started: tuple[Page, float]) -> Page:
    """The page that stays open; each question has a form of its own."""
    return started[0]


#: A browser without a window asks nobody, and lets one page save so many files in a row.
IN_A_ROW = 10
CONTENT = "async url => [...new Uint8Array(await (await fetch(url)).arrayBuffer())]"


def example(page: Page, on: str = "") -> None:
    """Have the report of the example made in the page."""
    page.evaluate("delete document.body.dataset.report")
    page.fill("#on", on)
    page.click("#example")
    page.locator("body[data-report='0']").wait_for(timeout=LOADED)


def downloads(page: Page, where: str, into: Path) -> dict[str, Path]:
    """The files that the page offers: the first saved as a person would, the rest read where they lie."""
    found = {}
    # The page itself may fetch nothing, not even its own files; another of the same host may.
    other = page.context.new_page()
    other.goto(where + "files.json")
    for number, link in enumerate(page.locator("#report-files a").all()):
        name, url = link.get_attribute("download"), link.get_attribute("href")
        assert name
        found[name] = into / name
        if number < IN_A_ROW:
            with page.expect_download() as download:
                link.click()
            assert download.value.suggested_filename == name
            download.value.save_as(found[name])
        else:
            found[name].write_bytes(bytes(other.evaluate(CONTENT, url)))
    other.close()
    return found


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def others(path: Path, than: Path) -> list[dict[str, str]]:
    """The rows of a table that another has not."""
    known = rows(than)
    return [row for row in rows(path) if row not in known]


def test_the_example_is_answered_as_on_the_command_line(
    started: tuple[Page, float], where: str, tmp_path: Path
) -> None:
    page, seconds = started
    began = time.monotonic()
    example(page, ON)
    assert seconds + time.monotonic() - began < 60, "the first answer"
    made = downloads(page, where, tmp_path)
    program = "import sys; from care_pathway.cli import main; sys.exit(main())"
    out = tmp_path / "cli"
    subprocess.run(
        [sys.executable, "-c", program, "report", "--example", "--on", ON, "--out", str(out)], check=True
    )
    files = (path for path in out.rglob("[!.]*") if path.is_file())
    expected = {"-".join(path.relative_to(out).parts): path for path in files}
    assert made.keys() == expected.keys()
    same = {name for name, path in expected.items() if made[name].read_bytes() == path.read_bytes()}
    assert expected.keys() - same <= SHOWN | TABLES
    here, there = (json.loads(one["report.json"].read_text("utf-8")) for one in (made, expected))
    assert here.pop("problem_count") == there.pop("problem_count") + 1
    assert {name for name in here.keys() | there.keys() if here.get(name) != there.get(name)} == {"learning"}
    (left_out,) = others(made["problems.csv"], expected["problems.csv"])
    assert left_out["kind"] == "not-done"
    assert others(expected["problems.csv"], made["problems.csv"]) == []
    assert rows(made["learning.csv"]) == []
    facts = others(made["inspection-facts.csv"], expected["inspection-facts.csv"])
    assert [row["fact"] for row in facts] == ["records", "development"]


def test_titles_are_looked_up(page: Page) -> None:
    page.fill("#titles", "Care Assistant\n-\nChef\n\n")  # a dash is no question to standard input here
    page.click("#titles-form button")
    page.wait_for_selector("#titles-table:not([hidden])")
    rows = page.locator("#titles-table tbody tr").all_inner_texts()
    assert "care-or-support-worker" in rows[0]
    assert len(rows) == 2


def test_own_files_and_bad_ones(page: Page, tmp_path: Path) -> None:
    """A wrong file and one of 50 MB are refused in words; what was made before stays, and nothing is sent."""
    good = {"staff": "Staff ref,Job title\nS1,Care Assistant\n", "courses": "Course title\nDementia care\n"}
    made = {"staff": "#report-files a", "courses": "#courses-files a"}
    wrong, large = tmp_path / "list.pdf", tmp_path / "large.csv"
    wrong.write_bytes(b"%PDF-1.4 nothing of ours")
    with large.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def given(field: str, path: Path, said: str) -> None:
        page.set_input_files(f"#{field}", str(path))
        page.locator("form", has=page.locator(f"#{field}")).locator("button[type=submit]").click()
        form = "report" if field == "staff" else field
        page.locator(f"#{form}-said", has_text=said).wait_for(timeout=LOADED)

    for field, text in good.items():
        own = tmp_path / f"{field}.csv"
        own.write_text(text, "utf-8")
        before = page.locator(made[field]).count()
        given(field, wrong, "PDF")
        given(field, large, "50 MB. A browser takes up to 25 MB")
        assert page.locator(made[field]).count() == before
        given(field, own, "wrote ")
        links = page.locator(made[field]).count()
        assert links
        given(field, wrong, "What stands below is from before.")
        given(field, large, "What stands below is from before.")
        assert page.locator(made[field]).count() == links
    assert page.frame_locator("#report-page").locator("h1").first.inner_text()
    assert page.locator("#courses-table tbody tr").count() == 1
    assert [url for url in asked if not url.startswith("blob:")] == []


def test_what_a_message_asks_for_is_said_in_the_page(page: Page, tmp_path: Path) -> None:
    """A manager without a command line can name a column all the same."""
    staff = tmp_path / "staff.csv"
    staff.write_text("Number,What they are\n1,Care Assistant\n2,Cook\n", "utf-8")
    page.set_input_files("#staff", str(staff))
    asked = "--column job_title="
    for options, said in (
        ("", asked),
        (asked + '"What', "cannot be read"),
        ("--colunm x", "did you mean '--column'"),
        (asked + '"What they are"', "wrote report.html"),
    ):
        page.fill("#options", options)
        page.click("#report-form button[type=submit]")
        page.locator("#report-said", has_text=said).wait_for(timeout=LOADED)


def test_two_tabs_and_a_reload_in_the_middle(page: Page, offline: BrowserContext, where: str) -> None:
    """Each tab has its own answer; one that is loaded again while it works is as new, and the other stays."""
    one, two = opened(offline, where), page
    two.evaluate("delete document.body.dataset.report")
    for tab in (one, two):
        tab.click("#example")
    one.locator("#report-said", has_text="Working").wait_for()
    one.reload()
    two.locator("body[data-report='0']").wait_for(timeout=LOADED)
    one.locator("#state", has_text="Ready").wait_for(timeout=LOADED)
    assert one.locator("#report-said").inner_text() == ""
    assert two.frame_locator("#report-page").locator("h1").first.inner_text()
    example(one)
    one.close()


def test_the_page_and_its_report_have_no_grave_fault(first_load: FirstLoad, page: Page, where: str) -> None:
    """At every width; the first load asks its own host, and an answer nobody."""
    none: dict[str, list[str]] = {name: [] for name in SIZES}
    assert first_load.faults == none
    assert {url.split("/")[2] for url in first_load.asked if url.startswith("http")} == {where.split("/")[2]}
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    example(page)
    assert [url for url in asked if not url.startswith("blob:")] == []
    assert faults(page) == none, "with the report in it"


def test_a_new_build_reaches_a_browser_that_keeps_the_old_one(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    """What works without a network must not stay as it is for ever: opened again, it is new."""
    ours = Path(shutil.copytree(folder, tmp_path / "page"))
    context = browser.new_context()
    with served(ours) as address:
        page = context.new_page()
        page.goto(address)
        page.evaluate("navigator.serviceWorker.ready")  # the page is kept; Python need not have started
        old = page.evaluate("caches.keys()")
        assert len(old) == 1
        with (ours / "app.js").open("a", encoding="utf-8") as stream:
            stream.write("document.body.dataset.build = 'new';\n")
        build_try.seal(ours, json.loads((ours / "files.json").read_text("utf-8"))["wheels"])
        page.reload()  # shows what is kept, and meanwhile fetches what is new
        for _ in range(240):
            if len(kept := page.evaluate("caches.keys()")) == 1 and kept != old:
                break
            page.wait_for_timeout(250)
        page.reload()
        page.locator("body[data-build='new']").wait_for(timeout=LOADED)
        page.close()
    context.close()


def test_a_file_that_misses_its_field_leaves_the_page_as_it_is(page: Page) -> None:
    """Left alone, a browser shows the file in the place of the page, and what was made there is lost."""
    stopped = page.evaluate(
        """() => {
            const given = { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() };
            return [document.querySelector("h1"), document.querySelector("#staff")].map((place) =>
                ["dragover", "drop"].map((kind) => !place.dispatchEvent(new DragEvent(kind, given))));
        }"""
    )
    assert stopped == [[True, True], [False, False]]
    assert page.locator("#report-said").inner_text() == "Drop a file on the field that it is for."
