// Small things for building the page: elements, menus, icons.

/** An element: h("button", {class: "key", onclick}, "text", child…). Attributes that are null or false are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const ICONS = {
  send: "M3 11.5 20.5 4 15 20.5l-3.8-6.3L3 11.5Zm8.2 2.7L20.5 4",
  clip: "m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.4 3.4 0 0 1 4.8 4.8L9.4 17a1.6 1.6 0 0 1-2.3-2.3L14.600 7.200",
  dots: "M12 5.500v.01M12 12v.01M12 18.500v.01",
  file: "M7 3h7l5 5v13H7zM14 3v5h5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 9a8 8 0 0 1 16 0",
  link: "M8 16 17 7M10 7h7v7",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  keys: "M3 6h18v12H3zM7 10v.01M12 10v.01M17 10v.01M8 14.500h8",
  down: "m6 9 6 6 6-6",
};

/** A line icon that takes the colour of the text around it. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** Opens a menu at *anchor*: items are {label, hint, act, icon} or {title}. It closes by itself. */
export function menu(anchor, items) {
  document.querySelectorAll(".menu").forEach((old) => old.remove());
  const list = h("div", { class: "menu", popover: "auto", role: "menu" });
  for (const item of items) {
    if (item.title) list.append(h("p", {}, item.title));
    else list.append(entry(item, list));
  }
  (anchor.closest("dialog") ?? document.body).append(list);
  list.addEventListener("toggle", (event) => event.newState === "closed" && setTimeout(() => list.remove()));
  list.showPopover();
  place(list, anchor.getBoundingClientRect());
  list.querySelector("button, select")?.focus();
}

function entry(item, list) {
  const choose = () => { list.hidePopover(); item.act(); };
  return h("button", { role: "menuitem", type: "button", onclick: choose },
    item.icon ? icon(item.icon) : null, h("span", {}, item.label), item.hint ? h("small", {}, item.hint) : null);
}

function place(list, at) {
  const box = list.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left), innerWidth - box.width - 8);
  const below = at.bottom + 6 + box.height < innerHeight;
  list.style.left = `${left}px`;
  list.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - box.height - 6)}px`;
}

const COLOURS = ["#7c5cd6", "#2a8fd6", "#e07b1f", "#16917c", "#d6487e", "#5b8c1f", "#b8562f", "#3f6ad8"];

/** A person's round letter; the same person always has the same colour. */
export function avatar(person) {
  const circle = h("span", { class: "avatar", "aria-hidden": "true" }, [...person.name][0] ?? "?");
  circle.style.setProperty("--own", COLOURS[person.id % COLOURS.length]);
  return circle;
}

/** A language in its own words. */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([code], { type: "language" }).of(code);
  } catch {
    return code;
  }
}

export const LANGUAGES = ["en", "ru", "pl", "de", "es", "fr", "uk", "ja"];

/** The <option>s of a language choice. */
export function languageOptions(chosen) {
  const codes = LANGUAGES.includes(chosen) ? LANGUAGES : [chosen, ...LANGUAGES];
  return codes.map((code) => h("option", { value: code, selected: code === chosen }, languageName(code)));
}
