// What scrolls sideways must be reachable by keyboard: tables on a phone, and long lines of code.
(function () {
  "use strict";
  function mark() {
    document
      .querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code, .md-typeset .highlight pre")
      .forEach(function (box) {
        if (box.scrollWidth > box.clientWidth) {
          box.setAttribute("tabindex", "0");
          if (box.classList.contains("md-typeset__scrollwrap") && !box.hasAttribute("role")) {
            box.setAttribute("role", "region");
            box.setAttribute("aria-label", "Table, scrolls sideways");
          }
        }
      });
  }
  window.addEventListener("load", function () {
    var search = document.querySelector(".md-search");
    if (search) {
      search.setAttribute("aria-label", "Search");
    }
    mark();
    window.setTimeout(mark, 400);
  });
  window.addEventListener("resize", mark);
})();
