// The page: asks for the token, lists the systems, and follows the feed.

import { addExchanges, forgetExchanges, showExchanges } from "./exchanges.js";
import { chooseFaults, readArmed, showFaults } from "./faults.js";
import { at, make, say, tag } from "./make.js";
import { speak, word } from "./words.js";

const BASE = "/control/1";
const TOKEN = "lienthong-token";
const LANGUAGE = "lienthong-language";
const WAIT_S = 25;
const AGAIN_MS = 1000;
const BREATH_MS = 250; // under heavy traffic the page follows at this pace and says what it skipped
let token = sessionStorage.getItem(TOKEN);
let systems = [];
let chosen = null;
let round = 0;

async function ask(method, path, body) {
  const headers = { Authorization: `Bearer ${token}` };
  const options = { method, headers, cache: "no-store", body: body === undefined ? undefined : JSON.stringify(body) };
  const answer = await fetch(path, options);
  return { ok: answer.ok, status: answer.status, body: await answer.json() };
}

function figure(key, count, kind) {
  return count ? tag(`${count} ${word(key)}`, kind) : null;
}

function card(system) {
  const { totals } = system;
  const accounts = Object.entries(system.accounts).map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, make("code", {}, value))));
  const pick = make("button", {
    type: "button", class: "pick", data: { system: system.system }, "aria-pressed": String(system.control === chosen),
    onclick: () => choose(system.control),
  }, make("strong", {}, system.title), make("span", { class: "quiet" }, `${system.system} · ${system.profile}`));
  return make("li", {}, pick, make("code", { class: "address" }, system.national),
    make("p", { class: "figures" },
      tag(`${totals.exchanges} ${word("total")}`),
      figure("refused", totals.refused, "open"),
      figure("unmatched", totals.unmatched, "open"),
      figure("with-defects", totals.with_defects, "bad"),
      figure("with-behaviour", totals.with_behaviour, "fault"),
      figure("mock-errors", totals.mock_errors, "bad")),
    accounts.length ? make("details", {}, make("summary", {}, word("accounts")), make("dl", {}, ...accounts)) : null);
}

function showSystems() {
  const open = new Set([...document.querySelectorAll("#systems details[open]")].map((box) => box.parentElement.dataset.control));
  at("systems").replaceChildren(...systems.map((system) => {
    const made = card(system);
    made.dataset.control = system.control;
    if (open.has(system.control)) made.querySelector("details").open = true;
    return made;
  }));
}

async function choose(control) {
  chosen = control;
  showSystems();
  showExchanges(control);
  await chooseFaults(systems.find((system) => system.control === control), ask);
}

function news(found) {
  for (const { control, counts } of found) {
    const system = systems.find((one) => one.control === control);
    if (system) system.totals = counts;
  }
  showSystems();
  addExchanges(found);
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function tellState(key) {
  at("state").className = key;
  at("state").dataset.word = key;
  at("state").textContent = word(key);
}

async function follow(mine) {
  let cursor = null;
  while (mine === round) {
    try {
      const after = cursor === null ? "" : `&after=${encodeURIComponent(cursor)}`;
      const answer = await ask("GET", `${BASE}/feed?wait=${cursor === null ? 0 : WAIT_S}${after}`);
      if (mine !== round) return;
      if (answer.status === 401) return shut(word("wrong-token"));
      if (answer.status === 422) {
        cursor = null;
        forgetExchanges();
      } else if (answer.ok) {
        tellState("live");
        ({ cursor } = answer.body);
        if (answer.body.systems.length) {
          news(answer.body.systems);
          await readArmed();
          await pause(BREATH_MS);
        }
      }
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      tellState("lost");
      await pause(AGAIN_MS);
    }
  }
}

function shut(why = "") {
  round += 1;
  token = null;
  sessionStorage.removeItem(TOKEN);
  at("inside").hidden = true;
  at("leave").hidden = true;
  at("door").hidden = false;
  tellState("out");
  say(at("refused"), why);
}

async function enter() {
  const answer = await ask("GET", `${BASE}/systems`);
  if (!answer.ok) return shut(word("wrong-token"));
  sessionStorage.setItem(TOKEN, token);
  ({ systems } = answer.body);
  at("token").value = "";
  say(at("refused"), "");
  at("door").hidden = true;
  at("inside").hidden = false;
  at("leave").hidden = false;
  forgetExchanges();
  if (systems.length) await choose(systems[0].control);
  round += 1;
  follow(round);
}

function switchLanguage(wanted) {
  sessionStorage.setItem(LANGUAGE, wanted);
  speak(wanted);
  showSystems();
  showFaults();
  showExchanges();
}

at("door").addEventListener("submit", (event) => {
  event.preventDefault();
  token = at("token").value;
  enter();
});
at("leave").addEventListener("click", () => shut());
at("only-wrong").addEventListener("change", () => showExchanges());
at("only-one").addEventListener("change", () => showExchanges());
for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => switchLanguage(button.dataset.language));
}
switchLanguage(sessionStorage.getItem(LANGUAGE) ?? "vi");
if (token) enter();
