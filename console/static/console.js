// What the console's pages can do beyond forms and links. Nothing here is needed: each page works without it.

import { times } from "./times.js";

const clipboard = navigator.clipboard;

/** Buttons that copy what stands before them. */
function copying() {
  if (!clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = button.parentElement?.querySelector("[data-copy-from]");
    if (!(button instanceof HTMLButtonElement) || !source) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await clipboard.writeText(source.textContent ?? "");
      const before = button.textContent;
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = before; }, 1500);
    });
  }
}

/** A provider's fields are shown as soon as it is chosen; the button for that is for browsers without scripts. */
function choosing() {
  for (const button of document.querySelectorAll("button[data-hide-with-script]")) {
    if (!(button instanceof HTMLButtonElement) || !button.form) continue;
    button.hidden = true;
    for (const radio of button.closest("fieldset")?.querySelectorAll("input[type=radio]") ?? []) {
      radio.addEventListener("change", () => button.form?.requestSubmit(button));
    }
  }
}

/** On a narrow screen the menu starts closed, and any page with a script may close it. */
function menu() {
  const details = document.querySelector("details.menu");
  if (!(details instanceof HTMLDetailsElement)) return;
  const narrow = matchMedia("(max-width: 799px)");
  const fit = () => { details.open = !narrow.matches; };
  fit();
  narrow.addEventListener("change", fit);
}

/** Single keys can be switched off in this browser (WCAG 2.1.4). */
function shortcuts() {
  for (const note of document.querySelectorAll("[data-without-script]")) note.remove();
  const setting = document.querySelector("[data-shortcuts-setting]");
  const box = document.querySelector("[data-shortcuts-toggle]");
  if (!(setting instanceof HTMLElement) || !(box instanceof HTMLInputElement)) return;
  setting.hidden = false;
  box.checked = localStorage.getItem("waybill-shortcuts") !== "off";
  box.addEventListener("change", () => localStorage.setItem("waybill-shortcuts", box.checked ? "on" : "off"));
}

/** What was changed in one form of several is not lost, unasked, by sending another or by leaving. */
function keeping() {
  const touched = new Set();
  for (const form of document.querySelectorAll("form[data-keeps]")) {
    form.addEventListener("input", () => touched.add(form));
    form.addEventListener("submit", () => touched.delete(form));
  }
  addEventListener("beforeunload", (event) => { if (touched.size) event.preventDefault(); });
}

copying();
choosing();
menu();
shortcuts();
keeping();
times();
