// Single keys on the tickets' pages, and the way from one ticket to the next. They rest while one writes, and can be switched off.
// @ts-check

const ROUND = "waybill-round", LIST = "/console/tickets";
const off = () => localStorage.getItem("waybill-shortcuts") === "off";
const links = () => [...document.querySelectorAll("a[data-open]")];

/** The tickets of the list one came from, in its order, and that list's address: numbers alone, for this tab alone. */
function round() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(ROUND) ?? "{}");
    const at = String(kept.at ?? LIST);
    return { at: at.startsWith(LIST) ? at : LIST, numbers: Array.isArray(kept.numbers) ? kept.numbers.map(String) : [] };
  } catch { return { at: LIST, numbers: [] }; }
}

/** Remember the list that is shown. */
export function remember() {
  if (!document.querySelector('[data-refresh="queue"]')) return;
  const numbers = links().map((link) => link.textContent?.trim());
  sessionStorage.setItem(ROUND, JSON.stringify({ at: location.pathname + location.search, numbers }));
}

function step(by) {
  const here = document.querySelector("[data-case]");
  if (here instanceof HTMLElement) {
    const { numbers } = round(), at = numbers.indexOf(here.dataset.case ?? ""), next = numbers[at < 0 ? 0 : at + by];
    if (/^[0-9]{1,9}$/.test(next ?? "")) location.assign(`${LIST}/${next}`);
    return;
  }
  const all = links(), at = all.indexOf(/** @type {Element} */ (document.activeElement));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next instanceof HTMLElement) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
}

function focus(selector) {
  const found = document.querySelector(selector);
  if (found instanceof HTMLElement) { found.focus(); found.scrollIntoView({ block: "nearest" }); }
}

function claim() {
  const button = document.querySelector("[data-act=claim]");
  if (button instanceof HTMLButtonElement) { button.form?.requestSubmit(button); return; }
  const link = document.activeElement;
  if (link instanceof HTMLAnchorElement && link.matches("[data-open]")) location.assign(`${link.href}#claim`);
}

function list() {
  const dialog = document.querySelector("dialog[data-help]");
  if (!(dialog instanceof HTMLDialogElement)) return;
  if (dialog.open) { dialog.close(); return; }
  dialog.showModal();
  dialog.querySelector("button")?.focus();
}

const actions = {
  j: () => step(1), k: () => step(-1), c: claim, u: () => location.assign(round().at),
  r: () => focus("#reply"), n: () => focus("#note"), e: () => focus("[data-resolve]"), "/": () => focus("#find"), "?": list,
};

/** A form is sent from the keyboard while one writes, too. */
function sends(event) {
  const area = event.target;
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !(area instanceof HTMLTextAreaElement)) return false;
  const button = area.form?.querySelector("button[data-send]");
  if (!(button instanceof HTMLButtonElement) || button.disabled) return false;
  area.form?.requestSubmit(button);
  return true;
}

export function keys() {
  const hint = document.querySelector("[data-keys]");
  if (hint instanceof HTMLElement) hint.hidden = off();
  const back = document.querySelector("a[data-back]");
  if (back instanceof HTMLAnchorElement) back.href = round().at;
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const writing = target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
    if (sends(event)) { event.preventDefault(); return; }
    if (off()) return;
    if (writing && event.key === "Escape") { target.blur(); return; }
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actions[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  if (location.hash === "#claim") {
    history.replaceState(null, "", location.pathname + location.search);
    claim();
  }
}
