"""What a keyboard reaches, and what axe-core finds."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

GRAVE = {"serious", "critical"}

# Every control that a person could use: visible, enabled, not taken out of the order on purpose, and the
# first of a group of radio buttons, which the arrow keys walk.
_CONTROLS = """
() => {
  const wanted = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';
  const seen = new Set();
  let count = 0;
  for (const one of document.querySelectorAll(wanted)) {
    if (one.disabled || one.tabIndex < 0 || one.type === 'hidden' || one.closest('[inert]')) continue;
    const folded = one.closest('details:not([open])');
    if (folded && !(one.tagName === 'SUMMARY' && one.parentElement === folded)) continue;
    if (one.tagName === 'SUMMARY' && one.parentElement.parentElement.closest('details:not([open])')) continue;
    if (!one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: false})) continue;
    if (one.type === 'radio') {
      if (seen.has(one.name)) continue;
      seen.add(one.name);
    }
    one.dataset.control = String(count++);
  }
  return count;
}
"""

_FOCUSED = "() => document.activeElement && document.activeElement.dataset.control"
_DESCRIBE = """(number) => {
  const one = document.querySelector(`[data-control="${number}"]`);
  return one ? one.outerHTML.slice(0, 160) : number;
}"""


def unreachable(page: Page) -> list[str]:
    """Controls that pressing Tab from the top never focuses."""
    count = page.evaluate(_CONTROLS)
    page.evaluate("() => { document.activeElement && document.activeElement.blur(); window.scrollTo(0, 0); }")
    reached: set[str] = set()
    nothing_new = 0
    while len(reached) < count and nothing_new < 25:
        page.keyboard.press("Tab")
        focused = page.evaluate(_FOCUSED)
        nothing_new = 0 if focused and focused not in reached else nothing_new + 1
        if focused:
            reached.add(focused)
    missed = [str(number) for number in range(count) if str(number) not in reached]
    return [page.evaluate(_DESCRIBE, number) for number in missed]


def grave_faults(page: Page) -> list[str]:
    """Serious and critical faults that axe-core finds, one line each."""
    found: dict[str, Any] = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{fault['impact']} {fault['id']}: {fault['help']} | {node['html'][:160]} | "
        + str(node.get("failureSummary", "")).replace("\n", " ")[:240]
        for fault in found["violations"]
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]
