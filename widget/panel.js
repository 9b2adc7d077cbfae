// The chat as it is seen: a dialog with what was said, and below it what can be done.

import { icon, make, round } from "./dom.js";
import { Composer, asking, closing } from "./foot.js";
import { lineOf, speaker } from "./lines.js";

/**
 * @typedef {import("./types").Line} Line
 */

const PHONE = "(max-width: 480px), (max-height: 420px)";
const MOST_ANNOUNCED = 5;
const NEAR_THE_END = 80;
const ABOVE = 18;

export class Panel {
  /**
   * @param {import("./element.js").WaybillChat} element
   * @param {import("./chat.js").Chat} chat
   */
  constructor(element, chat) {
    const { words } = element;
    this.element = element;
    this.chat = chat;
    this.words = words;
    this.isOpen = false;
    /** What stands below the log. @type {"composer" | "asking" | "ended" | "rated"} */
    this.below = "composer";
    /** @type {WeakMap<Line, HTMLElement>} */
    this.shown = new WeakMap();
    /** The line that is to be in sight, and the one that was sought. @type {HTMLElement | null} */
    this.towards = null;
    /** @type {HTMLElement | null} */
    this.sought = null;
    this.phone = matchMedia(PHONE);
    this.subtitle = make("p", { class: "subtitle" });
    this.end = round("end", words.end, () => this.ask());
    this.welcome = make("div", { class: "line assistant" }, make("div", { class: "bubble" }, words.welcome));
    this.sign = make("div", { class: "typing", role: "img", hidden: true }, make("span"), make("span"), make("span"));
    this.chips = make("div", { class: "replies", role: "group", "aria-label": words.replies });
    // What is new is announced beside the log, in words and once; the log itself may be read at leisure.
    const log = { class: "log", part: "log", role: "log", "aria-live": "off", "aria-label": words.conversation, tabindex: 0 };
    this.log = make("div", log, this.welcome, this.sign, this.chips);
    this.announcer = make("div", { class: "unseen", "aria-live": "polite" });
    this.status = make("div", { class: "note", part: "note", role: "status" });
    this.composer = new Composer(words, chat);
    this.foot = make("div", { class: "foot" }, this.composer.form);
    this.dialog = this.build();
    element.frame?.prepend(this.dialog);
    element.launcher?.setAttribute("aria-controls", "panel");
  }

  build() {
    const { words } = this;
    const header = make(
      "header",
      { part: "header" },
      make("span", { class: "mark-icon" }, icon("parcel")),
      make("div", { class: "titles" }, make("h2", { id: "title", part: "title" }, words.title), this.subtitle),
      this.end,
      round("close", words.close, () => this.chat.close()),
    );
    const dialog = { class: "panel", part: "panel", id: "panel", role: "dialog", "aria-labelledby": "title", hidden: true };
    const built = make("section", dialog, header, this.log, this.announcer, this.status, this.foot);
    built.addEventListener("keydown", (event) => this.key(event));
    this.phone.addEventListener("change", () => this.fit());
    for (const type of ["resize", "scroll"]) visualViewport?.addEventListener(type, () => this.fit());
    return built;
  }

  // Opening and closing

  /** @param {boolean} focus */
  open(focus) {
    this.element.tint();
    this.element.rise();
    this.turn(true);
    this.fit();
    this.down();
    if (focus) this.focus();
  }

  close() {
    const inside = this.dialog.contains(this.element.root.activeElement);
    this.turn(false);
    if (inside) this.element.launcher?.focus();
  }

  /** @param {boolean} isOpen */
  turn(isOpen) {
    const { frame, launcher, counted = 0 } = this.element;
    this.isOpen = isOpen;
    this.dialog.hidden = !isOpen;
    frame?.classList.toggle("open", isOpen);
    launcher?.setAttribute("aria-expanded", String(isOpen));
    this.element.unread(counted);
  }

  focus() {
    const { form, field } = this.composer;
    if (form.isConnected) field.focus();
    else this.foot.querySelector("button")?.focus();
  }

  /** A phone's screen is all ours; its keyboard takes away from below. */
  fit() {
    if (!this.isOpen) return;
    const view = this.phone.matches ? visualViewport : null;
    if (view) this.dialog.setAttribute("aria-modal", "true");
    else this.dialog.removeAttribute("aria-modal");
    this.dialog.style.setProperty("--height", view && `${view.height}px`);
    this.dialog.style.setProperty("--top", view && `${view.offsetTop}px`);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key === "Escape" && !event.isComposing) this.chat.close();
    if (event.key !== "Tab" || !this.phone.matches) return;
    /** @type {HTMLElement[]} */
    const all = [...this.dialog.querySelectorAll("button, textarea, a, [tabindex='0']")].map((each) => /** @type {any} */ (each));
    const stops = all.filter((each) => each.offsetParent);
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (this.element.root.activeElement !== from) return;
    event.preventDefault();
    to?.focus();
  }

  // What was said

  /** Show a line, before `next` or last. @param {Line} line @param {Line | null} next */
  place(line, next) {
    const { log } = this;
    const near = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END;
    this.shown.get(line)?.remove();
    const drawn = this.draw(line);
    log.insertBefore(drawn, (next && this.shown.get(next)) ?? this.sign);
    if (!next && (near || line.party === "customer")) this.towards = drawn;
  }

  /** @param {Line} line */
  draw(line) {
    const picture = this.chat.photos.get(line.cid ?? "")?.picture ?? null;
    const drawn = lineOf(line, this.words, picture, () => {
      this.chat.retry(line);
      this.composer.field.focus();
    });
    this.shown.set(line, drawn);
    return drawn;
  }

  /** Its state has changed. @param {Line} line */
  update(line) {
    const before = this.shown.get(line);
    if (!before?.isConnected) return;
    const drawn = this.draw(line);
    if (this.towards === before) this.towards = this.sought = drawn;
    before.replaceWith(drawn);
  }

  clear() {
    this.log.replaceChildren(this.welcome, this.sign, this.chips);
    this.towards = null;
    this.typing(null);
  }

  /** To the end, as far as the newest line stays in sight from its beginning. */
  down() {
    const { log, towards } = this;
    if (!this.isOpen) return;
    const end = log.scrollHeight - log.clientHeight;
    log.scrollTop = towards?.isConnected ? Math.min(end, towards.offsetTop - ABOVE) : end;
  }

  /** To those who hear the page, once. @param {Line} line */
  announce(line) {
    this.say(`${speaker(line, this.words)}: ${line.text}`);
  }

  /** @param {string} text */
  say(text) {
    this.announcer.append(make("p", {}, text));
    while (this.announcer.childElementCount > MOST_ANNOUNCED) this.announcer.firstChild?.remove();
  }

  /** Somebody writes, or nobody. @param {string | null} name @param {number} [ms] */
  typing(name, ms) {
    clearTimeout(this.fading);
    this.sign.hidden = name === null;
    if (name === null) return;
    this.sign.setAttribute("aria-label", this.words.typing(name || this.words.assistant));
    this.fading = setTimeout(() => this.typing(null), ms);
    this.down();
  }

  // How things stand

  /** Where the chat stands, and what can be answered with one touch. */
  standing() {
    const { words, chat } = this;
    const { party, name, photos, ended, rated } = chat.kept.standing;
    const last = chat.kept.lines.at(-1);
    this.subtitle.textContent = party === "colleague" ? words.colleague(name ?? words.someone) : words.subtitle;
    this.composer.attach.hidden = photos < 1;
    this.welcome.hidden = !!last;
    this.end.hidden = !last || ended;
    const offered = ended ? [] : replies(last, words);
    this.chips.replaceChildren(...offered.map((text) => this.chip(text)));
    this.chips.hidden = !offered.length;
    this.under(ended ? (rated ? "rated" : "ended") : this.below === "asking" ? "asking" : "composer");
    if (this.towards !== this.sought) this.down();
    this.sought = this.towards;
  }

  /** @param {string} text */
  chip(text) {
    const onclick = () => {
      this.chat.say(text);
      this.composer.field.focus();
    };
    return make("button", { class: "chip", part: "reply", onclick }, text);
  }

  /** Focus stays below if it was there. @param {Panel["below"]} what */
  under(what) {
    if (what === this.below) return;
    const { chat, words } = this;
    const inside = this.foot.contains(this.element.root.activeElement);
    const trouble = () => this.note("offline");
    this.below = what;
    if (what === "composer") this.foot.replaceChildren(this.composer.form);
    else if (what === "asking") this.foot.replaceChildren(asking(words, () => chat.end().catch(trouble), () => this.stay()));
    else this.foot.replaceChildren(closing(words, what === "rated", (yes) => chat.rate(yes).catch(trouble), () => chat.reset()));
    if (inside) this.focus();
  }

  ask() {
    this.under("asking");
    this.focus();
  }

  stay() {
    this.under("composer");
    this.focus();
  }

  /** What stands in the way; null when nothing does. @param {"offline" | "failed" | null} kind @param {string} [code] */
  note(kind, code = "") {
    const failures = /** @type {Record<string, string>} */ (this.words.failures);
    const text = (kind === "failed" ? (failures[code] ?? failures[""]) : kind && this.words[kind]) ?? "";
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.classList.toggle("grave", kind === "failed");
  }
}

/** @param {Line | undefined} last @param {import("./types").Words} words */
function replies(last, words) {
  if (!last) return words.starters;
  if (!last.offers) return [];
  const accept = /** @type {Record<string, string>} */ (words.accept);
  return [accept[last.offers] ?? words.yes, words.no];
}
