// Making elements. Everything anybody wrote becomes a text node; there is no way from here to markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children; strings become text. `on…` attributes are listeners.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (tag === "button") element.setAttribute("type", "button");
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(.../** @type {Node[]} */ (children.filter(Boolean)));
  return element;
}

const PATHS = {
  parcel: "M3.5 8 12 3.5 20.5 8v8.5L12 21l-8.5-4.5zM3.5 8l8.5 4.5L20.5 8M12 12.5V21M7.8 5.8l8.5 4.5",
  down: "m6 9.5 6 6 6-6",
  close: "m6 6 12 12M18 6 6 18",
  end: "M14 4h6v16h-6M10 16l-4-4 4-4M6.5 12H15",
  send: "M12 19.5V5M5.5 11 12 4.5l6.5 6.5",
  photo: "M4 7h4l1.5-2.5h5L16 7h4v12H4zM12 16a3.3 3.3 0 1 0-.1 0z",
  check: "m5.5 12.5 4.5 4.5 8.5-9.5",
  out: "M8 16 16.5 7.5M9.5 7.5h7v7",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/**
 * A round button with a picture and a name.
 * @param {keyof typeof PATHS} name
 * @param {string} label
 * @param {() => void} onclick
 */
export function round(name, label, onclick) {
  return make("button", { class: `round ${name}`, "aria-label": label, title: label, onclick }, icon(name));
}

const LINK = /https?:\/\/[^\s<>"]+[^\s<>"'.,;:!?)\]]/g;

/** Words with their links; only http and https become one. @param {string} text @param {string} newTab */
export function linked(text, newTab) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(from, match.index), link(match[0], newTab, match[0]));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}

/**
 * @param {string} url
 * @param {string} newTab
 * @param {...(Node | string)} children
 */
export function link(url, newTab, ...children) {
  const away = { href: url, target: "_blank", rel: "noopener noreferrer" };
  return make("a", away, ...children, make("span", { class: "unseen" }, ` (${newTab})`));
}
