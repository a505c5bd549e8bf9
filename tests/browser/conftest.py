"""A real Chromium, the built report and the built documentation. Run on purpose: ``pytest tests/browser``.

Needs the dependency groups ``browser`` and ``docs`` and a Chromium on the path. ``CARE_PATHWAY_REPORT`` and
``CARE_PATHWAY_SITE`` name what was built already; otherwise it is built here.
"""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: Widths that people use: a phone and a desktop.
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workforce report of the bundled example."""
    built = os.environ.get("CARE_PATHWAY_REPORT")
    if built:
        return Path(built).resolve()
    return _example(tmp_path_factory.mktemp("report")) / "report.html"


@pytest.fixture(scope="session")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plans of the people in the bundled example."""
    return _example(tmp_path_factory.mktemp("plans"), "--plans") / "plans.html"


def _example(folder: Path, *more: str) -> Path:
    program = "import sys; from care_pathway.cli import main; sys.exit(main())"
    out = folder / "example"
    subprocess.run(
        [sys.executable, "-c", program, "report", "--example", *more, "--out", str(out)], check=True
    )
    return out


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built documentation."""
    built = os.environ.get("CARE_PATHWAY_SITE")
    if built:
        return Path(built).resolve()
    out = tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(out)],
        check=True,
        cwd=ROOT,
    )
    return out


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the documentation is served, on this machine only."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "no chromium on the path; on Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


class Watched:
    """A page, with everything it asked for and everything it complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("requestfailed", self._failed)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(f"{message.type}: {message.text}")
                if message.type in {"error", "warning"}
                else None
            ),
        )
        page.on(
            "response",
            lambda response: (
                self.complaints.append(f"{response.status}: {response.url}")
                if response.status >= 400
                else None
            ),
        )

    def _failed(self, request: Request) -> None:
        # What a page was still fetching when it was left is given up, and is no fault of the page.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed ({request.failure}): {request.url}")

    def outside(self, allowed: str) -> list[str]:
        """Requests that left the page or its host."""
        return [url for url in self.requests if not url.startswith((allowed, "data:", "blob:"))]


@pytest.fixture
def open_page(browser: Browser) -> Any:
    """Opens an address at a size and colour scheme; closes everything afterwards."""

    @contextmanager
    def opened(url: str, size: str = "desktop", scheme: str = "light") -> Iterator[Watched]:
        # Reduced motion: nothing is judged in the middle of a fade.
        context = browser.new_context(
            viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce", service_workers="block"
        )
        try:
            watched = Watched(context.new_page())
            # A file has no network to wait for.
            watched.page.goto(url, wait_until="networkidle" if url.startswith("http") else "load")
            yield watched
        finally:
            context.close()

    return opened
