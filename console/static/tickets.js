// The queue and a case while they are open: news as it comes, drafts as they are typed. Without it, reload.
// @ts-check

import { keys, remember } from "./keys.js";
import { inOneTab } from "./one_tab.js";
import { looked, quiet, ring, sound } from "./sound.js";

const POLL_MS = 12_000;
const AGAIN_MS = 5_000;
const BY_ITSELF = { Accept: "text/html", "Waybill-By-Itself": "yes" }; // nobody clicked: an open page keeps nobody signed in
const CHANNEL = "waybill-queue";
const title = document.title;
const hidden = (element, yes) => { if (element instanceof HTMLElement) element.hidden = yes; };

/* News: one tab of this browser listens and tells the others, so that ten open cases cost one connection. */

function listen(hear, online) {
  const others = new BroadcastChannel(CHANNEL);
  others.onmessage = (message) => hear(message.data);
  const again = async () => {
    const response = await fetch(location.href, { headers: BY_ITSELF }).catch(() => null);
    if (response?.redirected) location.reload(); else setTimeout(open, AGAIN_MS);
  };
  const open = () => {
    const source = new EventSource("/console/live");
    source.addEventListener("queue", (event) => {
      const news = JSON.parse(event.data);
      online(true);
      others.postMessage(news);
      hear(news);
    });
    source.addEventListener("error", () => {
      online(false);
      if (source.readyState === EventSource.CLOSED) again(); // from a lost network it comes back itself, from a refusal never
    });
  };
  inOneTab(CHANNEL, open);
}

/** What is on the page is replaced part by part: the composer is none of the parts, and a link that has the focus keeps it. */
async function refresh(parts, path) {
  const places = parts.map((part) => document.querySelector(`[data-refresh="${part}"]`));
  if (!places[0]) return;
  const response = await fetch(path, { headers: BY_ITSELF });
  if (response.redirected) { location.reload(); return; }
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const end = parts.includes("thread") && atEnd();
  for (const place of places) {
    if (!(place instanceof HTMLElement)) continue;
    const fresh = page.querySelector(`[data-refresh="${place.dataset.refresh}"]`) ?? page.body;
    const at = place.contains(document.activeElement) ? document.activeElement?.getAttribute("href") : null;
    place.replaceChildren(...fresh.childNodes);
    for (const link of at ? place.querySelectorAll("a[href]") : []) if (link.getAttribute("href") === at) /** @type {HTMLElement} */ (link).focus();
  }
  if (end) toEnd();
  remember();
}

/* Drafts */

function drafts(number, token) {
  const post = (path, fields) => fetch(`/console/tickets/${number}/${path}`, {
    method: "POST", body: new URLSearchParams({ form_token: token, ...fields }), keepalive: true,
  });
  for (const area of document.querySelectorAll("textarea[data-draft]")) {
    if (!(area instanceof HTMLTextAreaElement)) continue;
    const kind = area.dataset.draft ?? "reply";
    const state = document.querySelector(`[data-draft-state="${kind}"]`);
    let timer = 0, sending = false;
    const keep = async () => {
      clearTimeout(timer);
      timer = 0;
      const kept = await post("draft", { kind, words: area.value }).then((response) => response.ok, () => false);
      if (state) state.textContent = kept ? "Draft kept" : "Draft not kept: no connection";
    };
    area.addEventListener("input", () => { if (state) state.textContent = ""; clearTimeout(timer); timer = setTimeout(keep, 900); });
    area.form?.addEventListener("submit", () => { sending = true; clearTimeout(timer); timer = 0; });
    addEventListener("pagehide", () => { if (timer && !sending) keep(); });
  }
  const ready = document.querySelector("[data-ready]"), reply = document.querySelector("#reply");
  if (ready instanceof HTMLSelectElement && reply instanceof HTMLTextAreaElement) {
    for (const button of document.querySelectorAll("[data-hide-with-ready]")) hidden(button, true);
    ready.addEventListener("change", () => {
      const words = ready.selectedOptions[0]?.dataset.words;
      if (words) reply.setRangeText(words, reply.selectionStart, reply.selectionEnd, "end");
      ready.value = "";
      reply.dispatchEvent(new Event("input"));
      reply.focus();
    });
  }
  return post;
}

/* Who else is here */

function looking(post, number) {
  const place = document.querySelector("[data-looking]");
  const gone = () => { post("looking", { gone: "yes" }).catch(() => {}); };
  const say = async () => {
    if (document.hidden) return;
    const response = await post("looking", {}).catch(() => null);
    if (!response?.ok || !place) return;
    const { others, read } = await response.json();
    if (String(read) !== document.querySelector("#state")?.getAttribute("data-read")) refresh(["thread"], `/console/tickets/${number}/thread`);
    place.textContent = others.map((each) => `${each.name} ${each.writing ? "is writing here" : "has this open too"}.`).join(" ");
    hidden(place, others.length === 0);
  };
  say();
  setInterval(say, POLL_MS);
  addEventListener("pagehide", gone);
  document.addEventListener("visibilitychange", () => { if (document.hidden) gone(); else say(); });
  return say;
}

/** The order, fresh: asked for when the page opens and when somebody asks again. */
function order() {
  const link = document.querySelector("[data-order]");
  if (!(link instanceof HTMLAnchorElement)) return;
  const look = async () => {
    const place = document.querySelector("#order-panel");
    if (!place) return;
    place.setAttribute("aria-busy", "true");
    place.replaceChildren(Object.assign(document.createElement("p"), { className: "muted", textContent: "Asking the shop …" }));
    const response = await fetch(link.dataset.order ?? "").catch(() => null);
    if (!response?.ok || response.redirected) { place.textContent = "The server did not answer. Try again."; return; }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("#order-panel");
    if (fresh) place.replaceWith(fresh);
  };
  link.textContent = "Look again";
  link.addEventListener("click", (event) => { event.preventDefault(); look(); });
  look();
}

/* The end of what was said: shown to whoever has the ticket, and kept in sight while they look at it. */

const root = document.documentElement;
const atEnd = () => innerHeight + scrollY >= root.scrollHeight - 48;
const toEnd = () => scrollTo({ top: root.scrollHeight });

function latest() {
  if (!location.hash && !location.search.includes("done=")) toEnd();
  const reply = document.querySelector("#reply");
  const goOn = () => { if (location.search.includes("done=sent") && reply instanceof HTMLElement) reply.focus({ preventScroll: true }); };
  addEventListener("load", () => requestAnimationFrame(goOn));  // after the browser has gone to the part of the page that was asked for
}

/* All together */

function begin() {
  for (const button of document.querySelectorAll(".composer [data-hide-with-script]")) hidden(button, true);
  remember();
  keys();
  sound();
  const place = document.querySelector("[data-case]");
  const number = place instanceof HTMLElement ? place.dataset.case : undefined;
  const post = place instanceof HTMLElement && number ? drafts(number, place.dataset.token ?? "") : null;
  const say = post && number ? looking(post, number) : null;
  if (post) order();
  if (place?.hasAttribute("data-mine")) latest();
  const offline = document.querySelector("[data-offline]"), badge = document.querySelector("[data-waiting]");
  let unseen = 0;
  const retitle = () => { document.title = unseen ? `(${unseen}) ${title}` : title; };
  const look = () => { unseen = 0; quiet(); retitle(); };
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  listen((news) => {
    if (badge instanceof HTMLElement) { badge.textContent = String(news.waiting); badge.hidden = news.waiting === 0; }
    const arrived = ["created", "released", "lapsed", "reopened"].includes(news.event);
    if (arrived || (news.event === "customer_wrote" && news.mine)) {
      if (!looked()) unseen += 1;
      ring();
      retitle();
    }
    // "hello" too: what happened between this page's making and its listening was told to nobody.
    if (!number) { refresh(["queue", "tabs", "company"], location.pathname + location.search); return; }
    if (String(news.number) !== number && !["hello", "missed", "who"].includes(news.event)) return;
    say?.();
    if (!["looking", "left", "who"].includes(news.event)) refresh(["thread"], `/console/tickets/${number}/thread`);
  }, (on) => hidden(offline, on));
}

begin();
