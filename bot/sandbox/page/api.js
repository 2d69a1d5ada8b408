// The page speaks to /sim and nothing else.

async function ask(path, options) {
  const answer = await fetch(`/sim/${path}`, options);
  const content = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Error(typeof content.detail === "string" ? content.detail : JSON.stringify(content.detail));
  return content;
}

export const get = (path) => ask(path);

export const send = (path, body = {}, method = "POST") =>
  ask(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** A file of this computer as the JSON that /photo and /document take. */
export async function asUpload(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { base64: btoa(text), name: file.name || "picture.png" };
}

/** The deep link to the bot in *url* (also inside t.me/share/url), or null when it leads elsewhere. */
export function deepLink(url, username) {
  let link;
  try {
    link = new URL(url);
  } catch {
    return null;
  }
  const host = ["t.me", "telegram.me"].includes(link.hostname);
  if (host && link.pathname === "/share/url") {
    return deepLink(link.searchParams.get("url") ?? "", username);
  }
  const name = link.protocol === "tg:" ? link.searchParams.get("domain") : host ? link.pathname.slice(1) : "";
  return name?.toLowerCase() === username.toLowerCase() ? url : null;
}
