// The panel with the Bot API calls.

import { get } from "./api.js";
import { h } from "./dom.js";

const MOST_LINES = 400;
const face = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

export class Log {
  /** *nameOf* turns a chat id into somebody's name. */
  constructor(nameOf) {
    this.nameOf = nameOf;
    this.lines = [];
    this.trouble = 0;
    this.panel = document.querySelector("#log");
    this.list = document.querySelector("#log-lines");
    this.badge = document.querySelector("#log-badge");
    this.toggle = document.querySelector("#log-toggle");
    this.filter = document.querySelector("#log-filter");
    this.errors = document.querySelector("#log-errors");
    this.toggle.addEventListener("click", () => this.show(this.panel.hidden));
    for (const control of [this.filter, this.errors]) control.addEventListener("input", () => this.draw());
    this.show(innerWidth >= 1560);
  }

  show(open) {
    this.panel.hidden = !open;
    this.toggle.setAttribute("aria-expanded", open);
    if (open) this.setTrouble(0);
  }

  setTrouble(count) {
    this.trouble = count;
    this.badge.hidden = count === 0;
    this.badge.textContent = count;
  }

  async load() {
    this.lines = await get(`calls?limit=${MOST_LINES}`);
    this.setTrouble(0);
    this.draw();
  }

  add(line) {
    this.lines.push(line);
    if (this.lines.length > MOST_LINES) this.lines.shift();
    if (this.panel.hidden && this.isTrouble(line)) this.setTrouble(this.trouble + 1);
    if (this.fits(line)) {
      this.list.prepend(this.element(line));
      if (this.list.children.length > MOST_LINES) this.list.lastChild.remove();
    }
  }

  draw() { this.list.replaceChildren(...this.lines.filter((line) => this.fits(line)).map((line) => this.element(line)).reverse()); }

  isTrouble(line) { return !line.ok || line.warnings.length > 0; }

  fits(line) {
    if (line.method === "getUpdates" && line.ok) return false; // the bot's heartbeat would drown the rest
    const words = `${line.method} ${this.nameOf(line.chat)} ${line.text} ${line.error} ${line.warnings.join(" ")}`.toLowerCase();
    return words.includes(this.filter.value.toLowerCase()) && (!this.errors.checked || this.isTrouble(line));
  }

  element(line) {
    const kind = line.ok ? (line.warnings.length ? "warning" : "") : "error";
    const remarks = [line.error, ...line.warnings].filter(Boolean);
    return h("li", { class: kind },
      h("details", {}, h("summary", {},
        h("time", {}, face.format(new Date(line.time))), h("b", {}, line.method), h("span", {}, this.nameOf(line.chat)), h("small", {}, `${line.ms < 10 ? line.ms.toFixed(1) : Math.round(line.ms)} ms`)),
      line.text ? h("p", {}, line.text) : h("p", { class: "soft" }, "no text")),
      ...remarks.map((remark) => h("p", { class: "remark" }, remark)));
  }
}
