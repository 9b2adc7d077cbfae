// The custom element: its launcher, its place on any page, and the commands a page can give. The chat itself is fetched
// when somebody is about to use it, or used it before.

import { icon, make } from "./dom.js";
import { Store } from "./store.js";
import { en } from "./strings.js";
import { matched, sheet } from "./style.js";

const KEYS = ["keydown", "keyup", "keypress", "paste", "focusin", "focusout"];

/** @typedef {import("./chat.js").Chat} Chat */

export class WaybillChat extends HTMLElement {
  /** Where the widget's routes begin. @type {URL} */
  base = new URL("/widget/", location.href);
  words = en;
  /** @type {Promise<Chat> | null} */
  coming = null;
  /** @type {null | (() => Promise<string>)} */
  identity = null;
  /** Unread messages, as last told. @type {number | undefined} */
  counted;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [sheet()];
    // What is typed in here is not for the shop's hotkeys.
    for (const type of KEYS) this.root.addEventListener(type, (event) => event.stopPropagation());
  }

  connectedCallback() {
    this.rise();
    if (this.frame) return this.tint();
    const launcher = { class: "launcher", part: "launcher", "aria-expanded": "false" };
    this.badge = make("span", { class: "badge", "aria-hidden": "true", hidden: true });
    this.label = make("span", { class: "label" }, this.words.open);
    this.launcher = make("button", launcher, icon("parcel"), icon("down"), this.label, this.badge);
    this.launcher.addEventListener("click", () => this.toggle());
    for (const type of ["pointerenter", "focus"]) this.launcher.addEventListener(type, () => this.chat(), { once: true });
    this.frame = make("div", { class: "frame" }, this.launcher);
    this.root.append(this.frame);
    this.unread(0);
    this.tint();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.tint());
    this.store = new Store(this.key, (word) => this.coming?.then((chat) => chat.told(word)));
    this.restored = this.store.restore();
    this.restored.then((found) => {
      // What a signed-in visitor said shows only to somebody signed in.
      if (found && (this.identity || this.store?.kept.subject === null)) this.chat();
      this.tell("ready", {});
    });
  }

  get key() {
    return this.dataset.waybillKey ?? "";
  }

  /** Above everything else on the page, where the browser can. */
  rise() {
    if (!this.showPopover) return;
    this.popover = "manual";
    if (!this.matches(":popover-open")) this.showPopover();
  }

  /** Direction, scheme and colours, as the page has them now. */
  tint() {
    const { frame } = this;
    if (!frame) return;
    const page = getComputedStyle(document.documentElement);
    const theme = this.dataset.waybillTheme;
    const dark = page.colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches;
    frame.classList.toggle("dark", theme ? theme === "dark" : dark);
    frame.dir = page.direction;
    frame.lang = this.lang || "en";
    const { backgroundColor, borderTopColor } = getComputedStyle(frame);
    const { on, ink } = matched(borderTopColor, backgroundColor);
    frame.style.setProperty("--on-accent", on);
    frame.style.setProperty("--accent-ink", ink);
  }

  /** The chat, fetched once. @returns {Promise<Chat>} */
  chat() {
    this.coming ??= Promise.all([import("./chat.js"), this.restored]).then(([module]) => module.Chat.begin(this));
    this.coming.catch(() => {
      this.coming = null;
      this.tell("error", { code: "not_loaded" });
    });
    return this.coming;
  }

  /** @param {number} count */
  unread(count) {
    const { badge, launcher, words } = this;
    if (!badge || !launcher) return;
    badge.hidden = count === 0;
    badge.textContent = count > 9 ? "9+" : String(count);
    const isOpen = launcher.getAttribute("aria-expanded") === "true";
    const label = isOpen ? words.closeLabel : `${words.openLabel}: ${words.open}`;
    launcher.setAttribute("aria-label", count ? `${label}, ${words.unread(count)}` : label);
    if (this.counted !== count) this.tell("unread", { count });
    this.counted = count;
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`waybill:${name}`, { detail, bubbles: true, composed: true }));
  }

  // What a page can ask for

  async open() {
    (await this.chat()).open();
  }

  async close() {
    if (this.coming) (await this.chat()).close();
  }

  async toggle() {
    (await this.chat()).toggle();
  }

  show() {
    this.hidden = false;
    this.rise();
  }

  hide() {
    this.hidden = true;
  }

  /** Forget the conversation on this device and begin anew. */
  async reset() {
    (await this.chat()).reset();
  }

  /** The visitor has signed out: end the conversation, and forget it and them. */
  async logout() {
    this.identity = null;
    await (await this.chat()).logout();
  }

  /** The visitor is signed in: `token` is called whenever a fresh JWT is needed. @param {() => Promise<string>} token */
  async identify(token) {
    this.identity = token;
    await this.restored;
    if (this.coming) await (await this.coming).identified();
    else if (this.store?.used) await this.chat();
  }

  /** Put words into the field, unsent. @param {string} text */
  async prefill(text) {
    (await this.chat()).prefill(text);
  }

  /** The widget's words in the merchant's own. @param {Partial<import("./types").Words>} own */
  strings(own) {
    this.words = { ...en, ...own };
    if (this.label) this.label.textContent = this.words.open;
    this.unread(this.counted ?? 0);
  }
}

const COMMANDS = ["open", "close", "toggle", "show", "hide", "reset", "logout", "identify", "prefill", "strings"];

/**
 * Put the element on the page, keep it there, and carry out what the page asked for meanwhile.
 * @param {URL} base
 * @param {Record<string, string | undefined>} options  the script tag's data attributes
 * @param {[any[], (value: any) => void, (reason: any) => void][]} queue
 */
export function begin(base, options, queue) {
  if (!customElements.get("waybill-chat")) customElements.define("waybill-chat", WaybillChat);
  const element = /** @type {WaybillChat} */ (document.createElement("waybill-chat"));
  element.base = base;
  Object.assign(element.dataset, options);
  // Beside the body, not in it: pages that replace their body keep the chat, open as it was.
  const settle = () => element.isConnected || document.documentElement.append(element);
  settle();
  const watch = new MutationObserver(settle);
  watch.observe(document, { childList: true });
  watch.observe(document.documentElement, { childList: true });
  const run = async (/** @type {any[]} */ [name, ...rest]) => {
    if (!COMMANDS.includes(name)) throw new TypeError(`Waybill: there is no command "${name}".`);
    return /** @type {any} */ (element)[name](...rest);
  };
  /** @type {any} */ (window).Waybill = (/** @type {any[]} */ ...command) => run(command);
  for (const [command, done, failed] of queue) run(command).then(done, failed);
}
