// The queue and a case while they are open: news as it comes, drafts as they are typed, keys. Without it, reload.
// @ts-check

const POLL_MS = 12_000;
const AGAIN_MS = 5_000;
const BY_ITSELF = { Accept: "text/html", "Waybill-By-Itself": "yes" }; // nobody clicked: an open page keeps nobody signed in
const CHANNEL = "waybill-queue";
const title = document.title;
const stored = (name, otherwise) => localStorage.getItem(`waybill-${name}`) ?? otherwise;
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
  if (navigator.locks) navigator.locks.request(CHANNEL, () => { open(); return new Promise(() => {}); });
  else open();
}

/** What is on the page is replaced part by part: the composer, and what is focused, are never among the parts. */
async function refresh(part, path) {
  const place = document.querySelector(`[data-refresh="${part}"]`);
  if (!place) return;
  const response = await fetch(path, { headers: BY_ITSELF });
  if (response.redirected) { location.reload(); return; }
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector(`[data-refresh="${part}"]`) ?? page.body;
  const at = document.activeElement?.getAttribute("href");
  place.replaceChildren(...fresh.childNodes);
  if (at) for (const link of place.querySelectorAll("a[data-open]")) if (link.getAttribute("href") === at) link.focus();
}

/* Sound until seen: switched on by a click, for browsers let no page begin by itself. */

const alarm = { context: /** @type {AudioContext | null} */ (null), timer: 0 };

function beep() {
  const context = alarm.context;
  if (!context) return;
  for (const [begin, pitch] of [[0, 660], [0.16, 880]]) {
    const tone = context.createOscillator(), volume = context.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, context.currentTime + begin);
    volume.gain.exponentialRampToValueAtTime(0.12, context.currentTime + begin + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + begin + 0.15);
    tone.connect(volume).connect(context.destination);
    tone.start(context.currentTime + begin);
    tone.stop(context.currentTime + begin + 0.16);
  }
}

function ring() {
  if (!document.hidden && document.hasFocus()) { beep(); return; }
  if (alarm.timer) return;
  beep();
  alarm.timer = setInterval(beep, 6000);
}

function seen() {
  clearInterval(alarm.timer);
  alarm.timer = 0;
}

function sound() {
  const button = document.querySelector("[data-sound]");
  if (!(button instanceof HTMLButtonElement)) return;
  const show = () => {
    const on = alarm.context?.state === "running";
    button.textContent = on ? "Sound on" : "Sound off";
    button.setAttribute("aria-pressed", String(on));
  };
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (alarm.context) { await alarm.context.close(); alarm.context = null; } else { alarm.context = new AudioContext(); await alarm.context.resume(); beep(); }
    show();
  });
  show();
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

function looking(post) {
  const place = document.querySelector("[data-looking]");
  const say = async () => {
    const response = await post("looking", {}).catch(() => null);
    if (!response?.ok || !place) return;
    const others = await response.json();
    place.textContent = others.map((each) => `${each.name} ${each.writing ? "is writing here" : "has this open too"}.`).join(" ");
    hidden(place, others.length === 0);
  };
  say();
  setInterval(say, POLL_MS);
  addEventListener("pagehide", () => { post("looking", { gone: "yes" }).catch(() => {}); });
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

/* Keys */

function keys() {
  hidden(document.querySelector("[data-keys]"), stored("shortcuts", "on") === "off");
  const help = document.querySelector("dialog[data-help]");
  const step = (by) => {
    const links = [...document.querySelectorAll("a[data-open]")];
    const at = links.indexOf(/** @type {Element} */ (document.activeElement));
    const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)];
    if (next instanceof HTMLElement) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  };
  const focus = (selector) => { const found = document.querySelector(selector); if (found instanceof HTMLElement) found.focus(); return Boolean(found); };
  const claim = () => {
    const button = document.querySelector("[data-act=claim]");
    if (button instanceof HTMLButtonElement) { button.form?.requestSubmit(button); return; }
    const link = document.activeElement;
    if (link instanceof HTMLAnchorElement && link.matches("[data-open]")) location.assign(`${link.href}#claim`);
  };
  const actions = {
    j: () => step(1), k: () => step(-1), c: claim,
    r: () => focus("#reply"), n: () => focus("#note"), e: () => focus("[data-resolve]"), "/": () => focus("#find"),
    "?": () => { if (!(help instanceof HTMLDialogElement)) return; if (help.open) { help.close(); return; } help.showModal(); help.querySelector("button")?.focus(); },
  };
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const writing = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
    if (writing && event.key === "Escape") { target.blur(); return; }
    if (writing || event.ctrlKey || event.metaKey || event.altKey || stored("shortcuts", "on") === "off") return;
    const act = actions[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  if (location.hash === "#claim") {
    history.replaceState(null, "", location.pathname + location.search);
    claim();
  }
}

/* All together */

function begin() {
  for (const button of document.querySelectorAll(".composer [data-hide-with-script]")) hidden(button, true);
  keys();
  sound();
  const place = document.querySelector("[data-case]");
  const number = place instanceof HTMLElement ? place.dataset.case : undefined;
  const post = place instanceof HTMLElement && number ? drafts(number, place.dataset.token ?? "") : null;
  const say = post ? looking(post) : null;
  if (post) order();
  const offline = document.querySelector("[data-offline]"), badge = document.querySelector("[data-waiting]");
  let unseen = 0;
  const retitle = () => { document.title = unseen ? `(${unseen}) ${title}` : title; };
  const look = () => { unseen = 0; seen(); retitle(); };
  addEventListener("focus", look);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  listen((news) => {
    if (badge instanceof HTMLElement) { badge.textContent = String(news.waiting); badge.hidden = news.waiting === 0; }
    const arrived = ["created", "released", "lapsed", "reopened"].includes(news.event);
    if (arrived || (news.event === "customer_wrote" && news.mine)) {
      if (document.hidden || !document.hasFocus()) unseen += 1;
      ring();
      retitle();
    }
    // "hello" too: what happened between this page's making and its listening was told to nobody.
    refresh("queue", location.pathname + location.search);
    if (number && (String(news.number) === number || ["hello", "missed"].includes(news.event))) { refresh("thread", `/console/tickets/${number}/thread`); say?.(); }
  }, (on) => hidden(offline, on));
}

begin();
