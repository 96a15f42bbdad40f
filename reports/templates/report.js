(function () {
  "use strict";
  var page = document.documentElement;

  function speak(language) {
    page.lang = language;
    document.getElementById("say-" + language).checked = true;
    document.querySelectorAll("option[data-vi]").forEach(function (choice) {
      choice.textContent = choice.dataset[language];
    });
  }

  // What is folded is text until somebody opens it: in a noscript, or packed.
  function unfold(box) {
    var packed = box.querySelector(":scope > script"), folded = box.querySelector(":scope > noscript");
    if (!folded) {
      return Promise.resolve();
    }
    if (!packed) {
      folded.outerHTML = folded.textContent;
      return Promise.resolve();
    }
    folded.remove();
    return inflate(packed.textContent).then(function (text) {
      packed.outerHTML = text;
    });
  }

  function inflate(text) {
    var bytes = Uint8Array.from(atob(text), function (sign) {
      return sign.charCodeAt(0);
    });
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }

  function find(name) {
    var place = document.getElementById(name);
    var holder = place || !name ? null : document.querySelector('[data-holds~="' + CSS.escape(name) + '"]');
    if (!holder) {
      return Promise.resolve(place);
    }
    return unfold(holder).then(function () {
      return document.getElementById(name);
    });
  }

  function show(place) {
    var ways = Array.from(place.querySelectorAll(":scope > details.cases"));
    for (var box = place; box; box = box.parentElement) {
      ways.push(box);
    }
    return Promise.all(ways.filter(function (box) {
      return box.tagName === "DETAILS";
    }).map(function (box) {
      box.open = true;
      return unfold(box);
    })).then(function () {
      var focus = place.querySelector(":scope > summary") || place;
      if (focus === place) {
        place.tabIndex = -1;
      }
      place.scrollIntoView();
      focus.focus({preventScroll: true});
    });
  }

  function follow() {
    var name = decodeURIComponent(location.hash.slice(1));
    if (name === "vi" || name === "en") {
      speak(name);
      return Promise.resolve(null);
    }
    return find(name).then(function (place) {
      return place && show(place).then(function () {
        return place;
      });
    });
  }

  function filterRequirements() {
    var words = document.getElementById("find").value.toLocaleLowerCase(page.lang);
    var status = document.getElementById("find-status").value;
    var area = document.getElementById("find-area").value;
    var blocking = document.getElementById("find-blocking").checked;
    var shown = 0;
    document.querySelectorAll(".requirements > tbody").forEach(function (group) {
      var rows = Array.from(group.querySelectorAll("tr[data-status]"));
      var seen = rows.filter(function (row) {
        row.hidden = Boolean(
          (status && row.dataset.status.split(" ").indexOf(status) < 0) ||
          (area && row.dataset.area !== area) ||
          (blocking && !row.hasAttribute("data-blocking")) ||
          (words && row.textContent.toLocaleLowerCase(page.lang).indexOf(words) < 0)
        );
        return !row.hidden;
      });
      group.hidden = seen.length === 0;
      shown += seen.length;
    });
    document.getElementById("found").textContent = shown;
  }

  function listen(ids, event, action) {
    ids.forEach(function (id) {
      document.getElementById(id).addEventListener(event, action);
    });
  }

  page.classList.remove("static");
  speak("vi");
  document.addEventListener("toggle", function (event) {
    if (event.target.open) {
      unfold(event.target);
    }
  }, true);
  follow();
  window.addEventListener("hashchange", follow);
  ["vi", "en"].forEach(function (language) {
    listen(["say-" + language], "change", function () {
      speak(language);
    });
  });
  document.querySelectorAll(".needs-script").forEach(function (box) {
    box.hidden = false;
  });
  listen(["find", "find-status", "find-area", "find-blocking"], "input", filterRequirements);
  listen(["find-exchange"], "change", function (event) {
    location.hash = "x-" + event.target.value.trim();
    follow().then(function (place) {
      document.getElementById("no-exchange").hidden = Boolean(place);
    });
  });
  document.querySelectorAll("a[data-find]").forEach(function (link) {
    link.addEventListener("click", function () {
      var wanted = link.dataset.find.split(" ");
      document.getElementById("find-area").value = wanted[0];
      document.getElementById("find-status").value = wanted[1];
      filterRequirements();
    });
  });
})();
