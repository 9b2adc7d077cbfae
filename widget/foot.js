// What stands below the conversation: the field, with a photo beside it; and at the end, whether it helped.

import { icon, make, round } from "./dom.js";

const TALLEST = 132;
const ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif";
const LARGEST_SIDE = 2048;
const PREVIEW_SIDE = 480;
const SMALL_ENOUGH = 500_000;

export class Composer {
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
    const field = { rows: 1, placeholder: label, "aria-label": label, maxlength: 4000, enterkeyhint: "send", dir: "auto" };
    this.field = make("textarea", { part: "field", ...field });
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
export function asking(words, end, stay) {
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
export function closing(words, rated, rate, anew) {
  const chip = (/** @type {string} */ text, /** @type {boolean} */ helpful) =>
    make("button", { class: "chip", onclick: () => rate(helpful) }, text);
  const question = make("p", { id: "rate" }, words.rate);
  const scores = [chip(words.helped, true), chip(words.useless, false)];
  return make(
    "div",
    { class: "closing", part: "closing" },
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
