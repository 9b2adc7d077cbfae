// The chat as it is seen: a dialog with what was said, and below it what can be done.

import { icon, make, round } from "./dom.js";
import { lineOf, speaker } from "./lines.js";

/**
 * @typedef {import("./types").Line} Line
 */

const PHONE = "(max-width: 480px), (max-height: 420px)";
const MOST_ANNOUNCED = 5;
const NEAR_THE_END = 80;
const ABOVE = 18;
const TALLEST = 132;
const ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif";
const LARGEST_SIDE = 2048;
const PREVIEW_SIDE = 480;
const SMALL_ENOUGH = 500_000;

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
    this.status = make("div", { class: "note", role: "status" });
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
      make("div", { class: "titles" }, make("h2", { id: "title" }, words.title), this.subtitle),
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

// Below the conversation: the field, with a photo beside it; and at the end, whether it helped

class Composer {
  /**
   * @param {import("./types").Words} words
   * @param {import("./chat.js").Chat} chat
   */
  constructor(words, chat) {
    this.words = words;
    this.chat = chat;
    /** A photo chosen and not sent. @type {{file: File, picture: HTMLCanvasElement | null} | null} */
    this.chosen = null;
    const label = words.placeholder;
    const field = { part: "field", rows: 1, placeholder: label, "aria-label": label, maxlength: 4000, enterkeyhint: "send", dir: "auto" };
    this.field = make("textarea", field);
    this.file = make("input", { type: "file", accept: ACCEPTED, hidden: true });
    this.attach = round("photo", words.attach, () => this.file.click());
    this.tray = make("div", { class: "tray", hidden: true });
    const send = round("send", words.send, () => this.submit());
    this.form = make("form", { part: "composer" }, this.tray, this.attach, this.field, send, this.file);
    this.listen();
  }

  listen() {
    const { field, file, form } = this;
    form.addEventListener("submit", (event) => event.preventDefault());
    field.addEventListener("input", () => this.written());
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    field.addEventListener("paste", (event) => {
      const pasted = event.clipboardData?.files[0];
      if (!pasted) return;
      event.preventDefault();
      this.choose(pasted);
    });
    file.addEventListener("change", () => {
      const chosen = file.files?.[0];
      if (chosen) this.choose(chosen);
      file.value = "";
    });
  }

  fit() {
    const { field } = this;
    field.style.height = "";
    if (field.scrollHeight > field.clientHeight) field.style.height = `${Math.min(field.scrollHeight + 2, TALLEST)}px`;
  }

  written() {
    const { value } = this.field;
    this.fit();
    this.chat.drafted(value);
    if (value) this.chat.writes();
  }

  /** Words that are not sent yet. @param {string} text */
  draft(text) {
    this.field.value = text;
    this.fit();
  }

  submit() {
    const { chosen } = this;
    const text = this.field.value.trim();
    this.draft("");
    this.chat.drafted("");
    if (chosen) {
      this.choose(null);
      this.chat.show(chosen.file, chosen.picture);
    }
    if (text) this.chat.say(text);
    this.field.focus();
  }

  /** @param {File | null} file */
  async choose(file) {
    const { tray, words } = this;
    if (file && this.attach.hidden) return;
    this.chosen = file && { file, picture: await preview(file) };
    tray.hidden = !file;
    tray.replaceChildren();
    if (!file) return;
    const remove = round("close", words.remove, () => {
      this.choose(null);
      this.field.focus();
    });
    tray.append(this.chosen?.picture ?? make("span", { class: "bubble photo" }, icon("photo"), file.name), remove);
    this.field.focus();
  }
}

/**
 * @param {import("./types").Words} words
 * @param {() => void} end
 * @param {() => void} stay
 */
function asking(words, end, stay) {
  return make(
    "div",
    { class: "closing", role: "group", "aria-label": words.end },
    make("p", {}, words.endAsk),
    make("button", { class: "full", onclick: end }, words.endNow),
    make("button", { class: "plain", onclick: stay }, words.stay),
  );
}

/**
 * @param {import("./types").Words} words
 * @param {boolean} rated
 * @param {(helpful: boolean) => void} rate
 * @param {() => void} anew
 */
function closing(words, rated, rate, anew) {
  const chip = (/** @type {string} */ text, /** @type {boolean} */ helpful) =>
    make("button", { class: "chip", onclick: () => rate(helpful) }, text);
  const question = make("p", { id: "rate" }, words.rate);
  const scores = [chip(words.helped, true), chip(words.useless, false)];
  return make(
    "div",
    { class: "closing" },
    make("p", { class: "ended", role: "status" }, rated ? words.thanks : words.ended),
    !rated && make("div", { class: "rating", role: "group", "aria-labelledby": "rate" }, question, ...scores),
    make("button", { class: "full", onclick: anew }, words.anew),
  );
}

// Photos on their way: a preview, and a smaller copy without what a camera writes into its files.

/**
 * The picture, at most so large; null where this browser cannot read it.
 * Drawn, not linked: a page's content security policy has no say in it.
 * @param {Blob} file
 * @param {number} side
 * @returns {Promise<HTMLCanvasElement | null>}
 */
async function drawn(file, side) {
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = make("canvas", { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas;
  } catch {
    return null;
  }
}

/** @param {Blob} file */
const preview = (file) => drawn(file, PREVIEW_SIDE);

/**
 * What is sent: large pictures made smaller; what cannot be read here is sent as it is, for the server to judge.
 * @param {File} file
 * @returns {Promise<Blob>}
 */
export async function prepared(file) {
  if (file.size <= SMALL_ENOUGH) return file;
  const canvas = await drawn(file, LARGEST_SIDE);
  const smaller = canvas && (await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85)));
  return smaller && smaller.size < file.size ? smaller : file;
}
