(function () {
  "use strict";
  var list = document.getElementById("people-list");
  var box = document.getElementById("people-filter");
  if (list && box) {
    var people = Array.prototype.slice.call(list.querySelectorAll(".person"));
    var text = document.getElementById("filter-text");
    var role = document.getElementById("filter-role");
    var site = document.getElementById("filter-site");
    var look = document.getElementById("filter-look");
    var said = document.getElementById("filter-said");
    var more = document.getElementById("people-more");
    var step = 40, limit = step;
    var show = function () {
      var wanted = text.value.trim().toLowerCase(), found = 0, seen = 0;
      people.forEach(function (one) {
        var fits = (!wanted || one.dataset.words.indexOf(wanted) >= 0) &&
          (!role.value || one.dataset.role === role.value) &&
          (!site || !site.value || one.dataset.site === site.value) && (!look.checked || one.dataset.look === "1");
        if (fits) { found += 1; }
        one.hidden = !fits || found > limit;
        if (!one.hidden) { seen += 1; }
      });
      said.textContent = seen + " of " + found + " people shown";
      more.hidden = found <= limit;
    };
    var again = function () { limit = step; show(); };
    text.addEventListener("input", again);
    role.addEventListener("change", again);
    look.addEventListener("change", again);
    if (site) { site.addEventListener("change", again); }
    more.addEventListener("click", function () {
      var first = people.filter(function (one) { return !one.hidden; }).length;
      limit += step;
      show();
      var next = people.filter(function (one) { return !one.hidden; })[first];
      if (next) { next.querySelector("summary").focus(); }
    });
    box.hidden = false;
    show();
  }
  // A link into a folded part opens it.
  var unfold = function () {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var one = target; one; one = one.parentElement) { if (one.tagName === "DETAILS") { one.open = true; } }
    if (target) { target.scrollIntoView(); }
  };
  window.addEventListener("hashchange", unfold);
  unfold();
  // For a meeting the first screen and what it leads to are printed; everything, where that was asked for.
  var full = document.documentElement.hasAttribute("data-full");
  var opened = [];
  window.addEventListener("beforeprint", function () {
    var wanted = full ? "details:not([open])" : "details[data-print]:not([open])";
    document.querySelectorAll(wanted).forEach(function (one) { one.open = true; opened.push(one); });
    if (full && list) { people.forEach(function (one) { one.hidden = false; }); }
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (one) { one.open = false; });
    opened = [];
    if (list && box) { show(); }
  });
}());
