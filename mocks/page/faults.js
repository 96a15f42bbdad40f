// The faults of the chosen system: which there are, which are armed, to arm and to disarm them.

import { at, make, say, tag } from "./make.js";
import { language, word } from "./words.js";

let ask = null;
let control = null;
let known = [];
let armed = [];

const fault = () => known.find((kind) => kind.name === at("fault").value);

function field(name, schema) {
  const types = [schema.type ?? "string"].flat();
  const isNumber = types.every((type) => type === "number" || type === "integer");
  const input = schema.enum
    ? make("select", {}, ...schema.enum.map((value) => make("option", { value: JSON.stringify(value) }, JSON.stringify(value))))
    : make("input", { type: isNumber ? "number" : "text", step: "any", value: schema.examples?.[0] ?? schema.default ?? schema.minimum ?? "" });
  input.dataset.argument = name;
  input.dataset.kind = schema.enum ? "json" : isNumber ? "number" : types.includes("string") ? "text" : "json";
  if (isNumber && schema.exclusiveMinimum === 0 && input.value === "") input.value = "1";
  return make("label", {}, make("span", {}, name), input);
}

function given() {
  const found = {};
  for (const input of at("arguments").querySelectorAll("[data-argument]")) {
    const { argument, kind } = input.dataset;
    found[argument] = kind === "text" ? input.value : kind === "number" ? Number(input.value) : JSON.parse(input.value);
  }
  return found;
}

export function showFault() {
  const kind = fault();
  if (!kind) return;
  at("fault-said").textContent = kind[language()] || kind.usage;
  at("operation").replaceChildren(
    make("option", { value: "*" }, word("any")),
    ...kind.operations.map((name) => make("option", { value: name }, name)),
  );
  at("chance").disabled = kind.reach === "system";
  at("arguments").replaceChildren(...Object.entries(kind.arguments.properties ?? {}).map(([name, schema]) => field(name, schema)));
  say(at("arm-refused"), "");
}

function showArmed() {
  const rows = armed.map((one) => {
    const over = one.times_left === 0 || one.seconds_left === 0;
    const left = one.times_left === null ? "" : `, ${one.times_left} ${word("times-left")}`;
    const seconds = one.seconds_left === null ? "" : `, ${Math.ceil(one.seconds_left)} s`;
    return make("li", { class: over ? "over" : "" },
      make("span", {}, make("strong", {}, one.name), ` ${one.operation === "*" ? "" : one.operation} `,
        make("code", {}, Object.keys(one.arguments).length ? JSON.stringify(one.arguments) : "")),
      tag(`${one.hits} ${word("hits")}${over ? `, ${word("spent")}` : left + seconds}`, over ? "" : "fault"),
      make("button", { type: "button", class: "plain", data: { disarm: one.id }, onclick: () => disarm(one.id) }, word("disarm")));
  });
  at("armed").replaceChildren(...(rows.length ? rows : [make("li", { class: "quiet" }, word("none-armed"))]));
}

async function disarm(id) {
  await ask("DELETE", `${control}/behaviours/${encodeURIComponent(id)}`);
  await readArmed();
}

export async function readArmed() {
  if (control === null) return;
  const asked = control;
  const answer = await ask("GET", `${asked}/behaviours`);
  if (asked === control && answer.ok) {
    armed = answer.body.behaviours;
    showArmed();
  }
}

export function showFaults() {
  const before = at("fault").value;
  at("fault").replaceChildren(...known.map((kind) => make("option", { value: kind.name }, kind.name)));
  if (known.some((kind) => kind.name === before)) at("fault").value = before;
  showFault();
  showArmed();
}

export async function chooseFaults(system, asking) {
  ask = asking;
  control = system.control;
  at("faults-of").textContent = system.system;
  const answer = await ask("GET", `${control}/behaviours/known`);
  known = answer.ok ? answer.body.known : [];
  showFaults();
  await readArmed();
}

async function arm(event) {
  event.preventDefault();
  const number = (id) => (at(id).value === "" ? null : Number(at(id).value));
  const wish = { name: at("fault").value, operation: at("operation").value, times: number("times"), for_s: number("for-s"), arguments: given() };
  if (!at("chance").disabled) wish.chance = number("chance");
  const answer = await ask("POST", `${control}/behaviours`, wish);
  say(at("arm-refused"), answer.ok ? "" : answer.body.detail);
  await readArmed();
}

at("arm").addEventListener("submit", arm);
at("fault").addEventListener("change", showFault);
