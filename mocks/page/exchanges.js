// The exchanges: newest first, each with what was wrong in it.

import { at, make, say, tag } from "./make.js";
import { word } from "./words.js";

const MOST = 300;
let kept = [];
let chosen = null;
let skipped = 0;

function isWrong(exchange) {
  return exchange.defects.length > 0 || exchange.behaviour.length > 0 || exchange.silence !== null ||
    exchange.operation === null || exchange.facts.accepted === false || "mock_error" in exchange.facts;
}

function outcome(exchange) {
  if ("mock_error" in exchange.facts) return tag(`${word("mock-errors")}: ${exchange.facts.mock_error}`, "bad");
  if (exchange.facts.accepted === false) return tag(exchange.facts.reason ?? word("refused"), "open");
  if (exchange.operation === null) return tag(word("no-operation"), "open");
  return exchange.facts.accepted === true ? tag(word("ok"), "good") : null;
}

function part(key, ...inside) {
  return make("div", { class: "part" }, make("h4", {}, word(key)), ...inside);
}

const text = (value) => make("pre", {}, typeof value === "string" ? value : JSON.stringify(value, null, 2));

function address({ method, path, query }) {
  const pairs = Object.entries(query).flatMap(([name, values]) => values.map((value) => `${name}=${value}`));
  return `${method} ${path}${pairs.length ? `?${pairs.join("&")}` : ""}`;
}

function message(key, half) {
  const headers = make("details", {}, make("summary", {}, word("headers")), text(half.headers));
  return part(key, text(half.text ?? half.body ?? "–"), headers);
}

function inside(exchange) {
  const defects = exchange.defects.map((row) =>
    make("li", {}, make("code", {}, row.pointer || "/"), ` ${row.rule}: ${row.message}`));
  return [
    defects.length ? part("defects", make("ul", { class: "defects" }, ...defects)) : null,
    exchange.facts.reason ? part("reason", make("p", {}, exchange.facts.reason)) : null,
    exchange.behaviour.length ? part("behaviour", make("p", {}, exchange.behaviour.join(", "))) : null,
    part("address", text(address(exchange.request))),
    message("request", exchange.request),
    exchange.response ? message("response", exchange.response) : part("silence", make("p", {}, exchange.silence)),
    part("facts", text(exchange.facts)),
  ];
}

function row(exchange) {
  const status = exchange.response ? exchange.response.status : exchange.silence;
  const arrow = exchange.direction === "to-sut" ? "→" : "←";
  const line = make("summary", {},
    make("time", { dateTime: exchange.started }, new Date(exchange.started).toLocaleTimeString("vi-VN")),
    make("span", { class: "system" }, `${arrow} ${exchange.system}`),
    make("span", { class: "what" }, exchange.operation ?? `${exchange.request.method} ${exchange.request.path}`),
    tag(status, exchange.response && status < 400 ? "" : "open"),
    outcome(exchange),
    ...exchange.behaviour.map((name) => tag(name, "fault")),
    exchange.defects.length ? tag(`${exchange.defects.length} ${word("defect-count")}`, "bad") : null,
  );
  const details = make("details", { data: { id: exchange.id } }, line);
  details.addEventListener("toggle", () => {
    if (details.open && details.childElementCount === 1) details.append(...inside(exchange).filter(Boolean));
  });
  return make("li", { class: isWrong(exchange) ? "wrong" : "" }, details);
}

function isShown({ control, exchange }) {
  return (!at("only-wrong").checked || isWrong(exchange)) && (!at("only-one").checked || control === chosen);
}

export function showExchanges(control = chosen) {
  chosen = control;
  const open = new Set([...document.querySelectorAll("#exchanges > li > details[open]")].map((box) => box.dataset.id));
  const rows = kept.filter(isShown).map(({ exchange }) => row(exchange));
  at("exchanges").replaceChildren(...rows);
  for (const box of document.querySelectorAll("#exchanges > li > details")) box.open = open.has(box.dataset.id);
  at("none").hidden = rows.length > 0;
}

export function addExchanges(systems) {
  const fresh = systems.flatMap(({ control, exchanges }) => exchanges.map((exchange) => ({ control, exchange })));
  if (fresh.length === 0) return;
  skipped += systems.reduce((sum, system) => sum + system.skipped, 0);
  say(at("skipped"), skipped ? `${skipped} ${word("skipped")}` : "");
  fresh.sort((one, other) => (one.exchange.started < other.exchange.started ? 1 : -1));
  kept = [...fresh, ...kept].slice(0, MOST);
  const shown = fresh.filter(isShown);
  at("exchanges").prepend(...shown.map(({ exchange }) => row(exchange)));
  while (at("exchanges").childElementCount > MOST) at("exchanges").lastElementChild.remove();
  at("none").hidden = at("exchanges").childElementCount > 0;
}

export function forgetExchanges() {
  kept = [];
  skipped = 0;
  say(at("skipped"), "");
  showExchanges();
}
