// A phone: its head, its chat, and what its owner does in it.

import { asUpload, deepLink, get, send } from "./api.js";
import { Composer } from "./composer.js";
import { avatar, h, icon, languageName, languageOptions, menu } from "./dom.js";
import { dayElement, messageElement } from "./message.js";

const TOAST_STAYS = 4200;

export class Phone {
  /** *table* is what phones share: people(), now(), enlarge(), unread(). */
  constructor(person, table) {
    this.person = person;
    this.table = table;
    this.path = `users/${person.id}`;
    this.shown = new Map();
    this.toastSeq = -1;
    this.unread = 0;
    this.chat = null;
    this.build();
  }

  build() {
    this.status = h("small", { class: "status" });
    this.dot = h("span", { class: "badge", hidden: true });
    this.name = h("b");
    this.face = h("span", { class: "face" });
    this.head = h("header", {}, this.face, h("div", { class: "who" }, this.name, this.status), this.dot,
      h("button", { class: "round-button", type: "button", "aria-label": `More about ${this.person.name}`, onclick: (event) => this.more(event.currentTarget) }, icon("dots")));
    this.lines = h("div", { class: "lines", role: "log", "aria-label": `Chat of ${this.person.name}` });
    this.scroll = h("div", { class: "chat", tabindex: "-1" }, this.lines);
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.composer = new Composer(this);
    this.element = h("section", { class: "phone", "data-person": this.person.id, "aria-label": `${this.person.name}’s phone` },
      this.head, h("div", { class: "screen" }, this.scroll, this.toasts), this.composer.element);
    for (const event of ["pointerdown", "focusin"]) this.element.addEventListener(event, () => this.read());
    this.element.addEventListener("dragover", (event) => event.preventDefault());
    this.element.addEventListener("drop", (event) => { event.preventDefault(); this.sendFiles(event.dataTransfer.files); });
    this.element.addEventListener("paste", (event) => event.clipboardData.files.length && this.sendFiles(event.clipboardData.files));
    this.setPerson(this.person);
  }

  setPerson(person) {
    this.person = person;
    this.name.textContent = person.name;
    this.face.replaceChildren(avatar(person));
    this.showStatus();
  }

  showStatus() {
    const typing = this.chat?.typing;
    const words = { typing: "typing", upload_photo: "sending a picture", upload_document: "sending a file" };
    this.status.classList.toggle("busy", Boolean(typing));
    this.status.textContent = typing ? `bot is ${words[typing] ?? "busy"}…` : `${this.person.note} · ${languageName(this.person.language)}`;
  }

  // What is on the screen

  /** Fetches the chat; calls that come together share one fetch. */
  refresh() {
    if (this.fetching) { this.again = true; return this.fetching; }
    this.fetching = this.fetchOnce().finally(() => {
      this.fetching = null;
      if (this.again) { this.again = false; this.refresh(); }
    });
    return this.fetching;
  }

  async fetchOnce() {
    const chat = await get(`${this.path}/chat?limit=150`);
    const first = this.chat === null;
    this.chat = chat;
    this.showMessages(chat, first);
    this.showStatus();
    this.showToast(chat.toast, first);
    this.composer.show(chat);
    if (chat.typing) setTimeout(() => this.refresh(), 5200);
  }

  showMessages(chat, first) {
    const seen = new Set();
    let fresh = 0;
    let previous = null;
    const lines = [];
    for (const message of chat.messages) {
      const day = new Date(message.time).toDateString();
      if (day !== previous) lines.push(dayElement(message.time, this.table.now()));
      previous = day;
      const known = this.shown.get(message.id);
      const source = JSON.stringify({ ...message, seq: 0 });
      if (!known && message.from === "bot" && !first) fresh += 1;
      if (known?.source !== source) this.shown.set(message.id, { source, element: this.draw(message, known) });
      lines.push(this.shown.get(message.id).element);
      seen.add(message.id);
    }
    for (const id of this.shown.keys()) if (!seen.has(id)) this.shown.delete(id);
    if (!chat.messages.length) lines.push(this.welcome(chat));
    this.arrange(lines);
    this.element.querySelectorAll(".key.waiting").forEach((key) => key.classList.remove("waiting"));
    if (fresh && !this.isRead()) this.setUnread(this.unread + fresh);
  }

  draw(message, known) {
    const element = messageElement(message, {
      say: (text) => this.act("say", { text }),
      follow: (url, anchor) => this.follow(url, anchor),
      enlarge: (shown) => this.table.enlarge(this.person, shown),
      press: (shown, button, row, column, key) => this.press(shown, button, row, column, key),
    });
    if (known) element.classList.add(known.source.includes('"taken":false') ? "still" : "changed");
    return element;
  }

  arrange(lines) {
    lines.forEach((line, place) => { if (this.lines.children[place] !== line) this.lines.insertBefore(line, this.lines.children[place] ?? null); });
    while (this.lines.children.length > lines.length) this.lines.lastChild.remove();
  }

  welcome(chat) {
    const choice = h("select", { "aria-label": "Language of this phone", onchange: (event) => this.tell(send(this.path, { language: event.target.value }, "PATCH")) },
      ...languageOptions(this.person.language));
    return h("div", { class: "welcome" }, h("b", {}, chat.bot.name), h("p", {}, chat.bot.about || `What can this bot do? Press Start as ${this.person.name} and see.`),
      h("label", {}, "This phone speaks ", choice));
  }

  showToast(toast, first) {
    if (!toast || toast.seq <= this.toastSeq) return;
    this.toastSeq = toast.seq;
    if (first) return;
    if (toast.alert) this.showAlert(toast.text);
    else this.say(toast.text);
  }

  /** Shows *text* for a moment over the chat. */
  say(text, kind = "") {
    const note = h("div", { class: `toast ${kind}` }, text);
    this.toasts.append(note);
    setTimeout(() => note.remove(), TOAST_STAYS);
  }

  showAlert(text) {
    this.element.querySelector(".alert")?.remove();
    const close = () => box.remove();
    const ok = h("button", { type: "button", class: "strong", onclick: close }, "OK");
    const box = h("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": text, onkeydown: (event) => event.key === "Escape" && close() },
      h("div", {}, h("p", {}, text), ok));
    this.element.querySelector(".screen").append(box);
    ok.focus();
  }

  // Unread

  isRead() { return this.table.isActive(this) && !document.hidden; }

  read() {
    this.table.activate(this);
    this.setUnread(0);
  }

  setUnread(count) {
    this.unread = count;
    this.dot.hidden = count === 0;
    this.dot.textContent = count;
    this.element.classList.toggle("fresh", count > 0);
    this.table.unread(this);
  }

  // What the person does

  async act(verb, body = {}) { return this.tell(send(`${this.path}/${verb}`, body)); }

  async tell(promise) {
    try {
      return await promise;
    } catch (problem) {
      this.say(problem.message, "problem");
      return null;
    }
  }

  async press(message, button, row, column, key) {
    if (button.kind === "url") { this.follow(button.url, key); return; }
    if (button.kind === "copy") {
      await navigator.clipboard?.writeText(button.copy).catch(() => null);
      this.say(`Copied: ${button.copy}`);
      return;
    }
    if (button.kind === "pay" && message.invoice?.paid) { this.say("Paid. The money is a game here."); return; }
    key.classList.add("waiting");
    setTimeout(() => key.classList.remove("waiting"), 10000);
    if (button.kind === "pay") await this.act("pay", { message_id: message.id });
    else await this.act("press", { message_id: message.id, row, column });
  }

  follow(url, anchor) {
    const link = deepLink(url, this.chat.bot.username);
    if (!link) { if (/^https?:/.test(url)) open(url, "_blank", "noopener"); return; }
    const people = this.table.people();
    menu(anchor, [{ title: "Who opens it?" }, ...people.map((phone) => ({
      label: phone.person.name, hint: phone === this ? "this phone" : phone.person.note, act: () => { phone.read(); phone.act("open", { link }); },
    }))]);
  }

  async sendFiles(files) {
    for (const file of files) await this.act(file.type.startsWith("image/") ? "photo" : "document", await asUpload(file));
  }

  more(anchor) {
    const blocked = this.chat?.blocked;
    menu(anchor, [
      { title: `${this.person.name} · id ${this.person.id}` },
      { label: blocked ? "Unblock the bot" : "Block the bot", act: () => this.act(blocked ? "unblock" : "block") },
      { label: "Say /start", act: () => this.act("open", { link: `https://t.me/${this.chat.bot.username}` }) },
    ]);
  }
}
