// Makes elements. What comes over the wire only ever becomes text, never markup.

export const at = (id) => document.getElementById(id);

export function make(name, options = {}, ...inside) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key === "class") element.className = value;
    else if (key === "data") Object.assign(element.dataset, value);
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  for (const part of inside) {
    if (part !== null) element.append(part instanceof Node ? part : document.createTextNode(String(part)));
  }
  return element;
}

export function tag(text, kind = "") {
  return make("span", { class: `tag ${kind}` }, text);
}

export function say(place, text) {
  place.textContent = text;
  place.hidden = !text;
}
