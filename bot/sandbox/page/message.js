// One message in a chat, as an element.

import { h, icon } from "./dom.js";

const clockFace = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** The element of *message*; *acts* says what presses and clicks do. */
export function messageElement(message, acts) {
  const mine = message.from === "person";
  const bubble = h("div", { class: `bubble${message.photo ? " with-photo" : ""}${message.text || message.invoice || message.payment ? "" : " wordless"}` },
    message.forwarded_from && h("p", { class: "forwarded" }, `Forwarded from ${message.forwarded_from}`),
    message.reply_to && h("blockquote", { class: "reply" }, message.reply_to.text || "picture"),
    message.photo && photo(message, acts),
    message.document && documentRow(message.document),
    message.contact && contactRow(message.contact),
    message.invoice && invoiceRow(message.invoice),
    message.payment && paymentRow(message.payment),
    message.text && words(message, acts),
    meta(message, mine));
  return h("article", { class: mine ? "m me" : "m", "data-message": message.id },
    bubble, message.buttons.length ? keys(message, acts) : null);
}

function words(message, acts) {
  const text = h("div", { class: "text" });
  text.innerHTML = message.html; // made by the sandbox from entities: escaped, with tags of its own only
  text.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const spoiler = event.target.closest("tg-spoiler");
    if (spoiler) spoiler.classList.add("open");
    if (!link) return;
    event.preventDefault();
    if (link.dataset.say) acts.say(link.dataset.say);
    else acts.follow(link.href, link);
  });
  for (const link of text.querySelectorAll("a[data-say]")) link.setAttribute("href", "#");
  return text;
}

function photo(message, acts) {
  const picture = h("img", { src: message.photo.url, alt: message.text || "Picture", width: message.photo.width, height: message.photo.height });
  return h("button", { class: "photo", type: "button", "aria-label": "Enlarge the picture", onclick: () => acts.enlarge(message) }, picture);
}

function documentRow(file) {
  const size = file.size < 1024 ? `${file.size} B` : file.size < 1048576 ? `${(file.size / 1024).toFixed(1)} KB` : `${(file.size / 1048576).toFixed(1)} MB`;
  return h("a", { class: "file", href: file.url, download: file.name },
    h("span", { class: "round" }, icon("file")), h("span", {}, h("b", {}, file.name), h("small", {}, size)));
}

function contactRow(contact) {
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  return h("div", { class: "file" },
    h("span", { class: "round" }, icon("person")), h("span", {}, h("b", {}, name), h("small", {}, contact.phone_number)));
}

/** A sum as Telegram shows it: Stars, or money in the digits of its currency. */
function price(amount, currency) {
  if (currency === "XTR") return `⭐ ${amount}`;
  const face = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return face.format(amount / 10 ** face.resolvedOptions().maximumFractionDigits);
}

function invoiceRow(invoice) {
  return h("div", { class: "invoice" }, h("b", {}, invoice.title), h("p", {}, invoice.description),
    h("small", {}, invoice.paid ? `Paid: ${price(invoice.total_amount, invoice.currency)}` : price(invoice.total_amount, invoice.currency)));
}

function paymentRow(payment) {
  const sum = price(payment.amount, payment.currency);
  return h("div", { class: "text" }, payment.back ? `↩️ ${sum} came back` : `💳 ${sum} paid`);
}

function meta(message, mine) {
  const ticks = message.taken ? "✓✓" : "✓";
  return h("span", { class: "meta" },
    message.edited && "edited ",
    h("time", { datetime: message.time }, clockFace.format(new Date(message.time))),
    mine && h("span", { class: "ticks", title: message.taken ? "The bot has it" : "Waiting for the bot" }, ticks));
}

function keys(message, acts) {
  const rows = message.buttons.map((row, y) => h("div", { class: "keyrow" },
    ...row.map((button, x) => h("button", {
      class: `key ${button.style ?? ""}`, type: "button", "data-kind": button.kind,
      onclick: (event) => acts.press(message, button, y, x, event.currentTarget),
    }, button.kind === "pay" && message.invoice?.paid ? "Receipt" : button.text, button.kind === "url" ? icon("link") : button.kind === "copy" ? icon("copy") : null))));
  return h("div", { class: "keys" }, ...rows);
}

const dayFace = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const dayFaceWithYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** The pill between two days. */
export function dayElement(time, now) {
  const day = new Date(time);
  const face = day.getFullYear() === now.getFullYear() ? dayFace : dayFaceWithYear;
  return h("p", { class: "day", "data-day": day.toDateString() }, face.format(day));
}
