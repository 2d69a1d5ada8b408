// Below the chat: the line to write in, the bot's keyboard, commands, attachments; or one wide button.

import { h, icon, menu } from "./dom.js";

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.element = h("footer");
    this.build();
  }

  build() {
    const { name } = this.phone.person;
    this.input = h("input", { placeholder: "Message", "aria-label": `Message from ${name}`, autocomplete: "off", enterkeyhint: "send" });
    this.commandsButton = h("button", { class: "commands", type: "button", "aria-label": "Commands", onclick: (event) => this.commands(event.currentTarget) }, "/");
    this.keysButton = h("button", { class: "round-button", type: "button", "aria-label": "Keyboard of the bot", onclick: () => { this.below.hidden = !this.below.hidden; } }, icon("keys"));
    this.below = h("div", { class: "below" });
    const attach = h("button", { class: "round-button", type: "button", "aria-label": "Attach", onclick: (event) => this.attach(event.currentTarget) }, icon("clip"));
    const form = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.sendInput(); } },
      this.commandsButton, attach, this.input, this.keysButton, h("button", { class: "round-button go", "aria-label": "Send" }, icon("send")));
    this.line = h("div", {}, form, this.below);
  }

  /** Follows the chat: Start while it is empty, Restart while the bot is blocked, the line to write in otherwise. */
  show(chat) {
    if (chat.blocked) this.showWide("Restart the bot", () => this.restart());
    else if (!chat.messages.length) this.showWide("Start", () => this.phone.act("say", { text: "/start" }));
    else if (this.element.firstChild !== this.line) this.element.replaceChildren(this.line);
    this.commandsButton.hidden = !chat.commands.length;
    this.input.placeholder = chat.placeholder ?? "Message";
    const source = JSON.stringify(chat.keyboard);
    if (source !== this.keysSource) this.showKeys(chat.keyboard);
    this.keysSource = source;
  }

  showWide(label, act) {
    this.element.replaceChildren(h("button", { class: "start", type: "button", onclick: act }, label));
  }

  showKeys(rows) {
    const key = (button) => h("button", { class: `key ${button.style ?? ""}`, type: "button", onclick: () => this.phone.act("press", { text: button.text }) },
      button.text, button.kind === "contact" ? icon("person") : null);
    this.below.replaceChildren(...(rows ?? []).map((row) => h("div", { class: "keyrow" }, ...row.map(key))));
    this.below.hidden = this.keysButton.hidden = !rows;
  }

  sendInput() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.phone.scroll.scrollTop = 0;
    this.phone.act("say", { text });
  }

  async restart() {
    await this.phone.act("unblock");
    await this.phone.act("say", { text: "/start" });
  }

  commands(anchor) {
    menu(anchor, this.phone.chat.commands.map(({ command, description }) => ({
      label: `/${command}`, hint: description, act: () => this.phone.act("say", { text: `/${command}` }),
    })));
  }

  attach(anchor) {
    const { phone } = this;
    const others = phone.table.people().filter((other) => other !== phone);
    menu(anchor, [
      { label: "A photo…", icon: "file", act: () => this.choose("image/*") },
      { label: "A file…", icon: "file", act: () => this.choose("") },
      { label: "My contact", icon: "person", hint: phone.person.phone, act: () => phone.act("contact") },
      { title: "Somebody’s contact" },
      ...others.map(({ person }) => ({ label: person.name, hint: person.phone, act: () => phone.act("contact", { of: person.id }) })),
    ]);
  }

  choose(accept) {
    const input = h("input", { type: "file", accept, onchange: () => this.phone.sendFiles(input.files) });
    input.click();
  }
}
