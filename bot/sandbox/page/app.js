// The table with the phones: who is there, the clock, the dialogs, and the stream of what happens.

import { get, send } from "./api.js";
import { avatar, h, languageOptions } from "./dom.js";
import { Log } from "./log.js";
import { Phone } from "./phone.js";

const $ = (selector) => document.querySelector(selector);
const phones = new Map();
const table = { people: () => [...phones.values()], now: () => new Date(Date.now() + shift), isActive: (phone) => phone === active, activate, unread: showTab, enlarge };
const log = new Log((chat) => phones.get(Number(chat))?.person.name ?? chat ?? "");
let active = null;
let shift = 0;

// People

async function load() {
  const people = await get("users");
  for (const [id, phone] of phones) if (!people.some((person) => person.id === id)) { phone.element.remove(); phone.tab.remove(); phones.delete(id); }
  for (const person of people) {
    if (phones.has(person.id)) phones.get(person.id).setPerson(person);
    else lay(person);
  }
  if (!active || !phones.has(active.person.id)) activate(table.people()[0]);
  await Promise.all(table.people().map((phone) => phone.refresh()));
}

function lay(person) {
  const phone = new Phone(person, table);
  phone.tab = h("button", { type: "button", "data-tab": person.id, onclick: () => { phone.read(); phone.element.scrollIntoView({ block: "nearest", inline: "nearest" }); } });
  phones.set(person.id, phone);
  $("#phones").append(phone.element);
  $("#tabs").append(phone.tab);
  showTab(phone);
}

function showTab(phone) {
  if (!phone.tab) return;
  phone.tab.replaceChildren(avatar(phone.person), phone.person.name, ...(phone.unread ? [h("span", { class: "badge" }, phone.unread)] : []));
  phone.tab.setAttribute("aria-pressed", phone === active);
  const waiting = table.people().reduce((sum, each) => sum + each.unread, 0);
  document.title = waiting ? `(${waiting}) Okaeri sandbox` : "Okaeri sandbox";
}

function activate(phone) {
  if (!phone || phone === active) return;
  active = phone;
  for (const each of table.people()) { each.element.classList.toggle("on", each === phone); showTab(each); }
}

// The clock

const parts = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
const shortFace = new Intl.DateTimeFormat("en-GB", { ...parts, year: "2-digit" });
const longFace = new Intl.DateTimeFormat("en-GB", { weekday: "short", ...parts });

function setClock(now) { shift = new Date(now) - Date.now(); tick(); }

function tick() {
  const now = table.now();
  $("#now").dateTime = now.toISOString();
  $("#now").textContent = (innerWidth < 900 ? shortFace : longFace).format(now);
}

async function move(body) { setClock((await send("clock", body)).now); }

document.querySelectorAll("[data-move]").forEach((button) => button.addEventListener("click", () => move(JSON.parse(button.dataset.move))));
setInterval(tick, 1000);
addEventListener("resize", tick);

// Dialogs

/** Opens a dialog; *done* gets its form when it was confirmed. */
function dialog(id, before, done) {
  const box = $(id);
  const form = box.querySelector("form");
  before(form);
  box.returnValue = "cancel";
  box.addEventListener("close", () => box.returnValue === "ok" && done(form), { once: true });
  box.showModal();
}

$("#add").addEventListener("click", () => dialog("#add-dialog", (form) => { form.reset(); form.elements.language.replaceChildren(...languageOptions("en")); },
  async (form) => {
    const person = await send("users", { name: form.elements.name.value, language: form.elements.language.value });
    await load();
    const phone = phones.get(person.id);
    phone.read();
    phone.element.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  }));

$("#to-date").addEventListener("click", () => dialog("#date-dialog", (form) => {
  const local = new Date(table.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  form.elements.moment.min = local;
  form.elements.moment.value = local;
}, (form) => move({ set: new Date(form.elements.moment.value).toISOString() })));

$("#reset").addEventListener("click", () => dialog("#reset-dialog", () => {}, () => send("reset")));

function enlarge(person, message) {
  const box = $("#picture");
  box.querySelector("img").src = message.photo.url;
  box.querySelector("img").alt = message.text || "Picture";
  const others = table.people().filter((phone) => phone.person.id !== person.id);
  $("#picture-people").replaceChildren(...others.map((phone) => h("button", { value: "sent", onclick: () => {
    phone.read();
    phone.act("photo", { of_user: person.id, of_message: message.id });
  } }, avatar(phone.person), phone.person.name)));
  box.showModal();
}

$("#picture").addEventListener("click", (event) => event.target === event.currentTarget && event.currentTarget.close());

// Light and dark

const THEMES = ["", "light", "dark"];

function setTheme(name) {
  document.documentElement.dataset.theme = name;
  localStorage.setItem("theme", name);
  const words = { "": "as the system", light: "light", dark: "dark" };
  $("#theme").title = $("#theme").ariaLabel = `Colours: ${words[name]}`;
  $("#theme").textContent = { "": "◐", light: "☀", dark: "☾" }[name];
}

$("#theme").addEventListener("click", () => setTheme(THEMES[(THEMES.indexOf(document.documentElement.dataset.theme) + 1) % THEMES.length]));
setTheme(localStorage.getItem("theme") ?? "");

// What happens

const happenings = {
  chat: (event) => phones.get(event.user)?.refresh(),
  people: load,
  clock: (event) => setClock(event.now),
  call: (event) => log.add(event),
  reset: () => { phones.forEach((phone) => { phone.element.remove(); phone.tab.remove(); }); phones.clear(); active = null; begin(); },
};

async function begin() {
  setClock((await get("clock")).now);
  await Promise.all([load(), log.load()]);
}

const stream = new EventSource("/sim/events");
stream.addEventListener("open", () => { $("#offline").hidden = true; begin(); });
stream.addEventListener("error", () => { $("#offline").hidden = false; });
stream.addEventListener("message", (event) => { const told = JSON.parse(event.data); happenings[told.kind]?.(told); });
document.addEventListener("visibilitychange", () => !document.hidden && active?.setUnread(0));
