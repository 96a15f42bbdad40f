(function () {
  "use strict";
  var page = document.documentElement;

  function speak(language) {
    page.lang = language;
    document.getElementById("say-" + language).checked = true;
  }

  function follow() {
    var name = decodeURIComponent(location.hash.slice(1));
    if (name === "vi" || name === "en") {
      speak(name);
      return;
    }
    var place = document.getElementById(name);
    for (var box = place; box; box = box.parentElement) {
      if (box.tagName === "DETAILS") {
        box.open = true;
      }
    }
    if (place) {
      place.scrollIntoView();
    }
  }

  function setAll(open) {
    document.querySelectorAll("details.exchange").forEach(function (box) {
      box.open = open;
    });
  }

  page.classList.remove("static");
  speak("vi");
  follow();
  window.addEventListener("hashchange", follow);
  ["vi", "en"].forEach(function (language) {
    document.getElementById("say-" + language).addEventListener("change", function () {
      speak(language);
    });
  });
  document.querySelector(".buttons").hidden = false;
  document.getElementById("open-all").addEventListener("click", function () {
    setAll(true);
  });
  document.getElementById("close-all").addEventListener("click", function () {
    setAll(false);
  });
})();
