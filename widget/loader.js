// The one script of a shop's page: takes commands until the widget is there, and fetches the widget. Stores nothing.
(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const page = /** @type {any} */ (window);
  if (!script || page.Waybill) return;
  /** @type {[IArguments | any[], (value: any) => void, (reason: any) => void][]} */
  const queue = [];
  page.Waybill = (/** @type {any[]} */ ...command) =>
    new Promise((done, failed) => queue.push([command, done, failed]));
  if (!script.dataset.waybillKey) return console.error("Waybill: the script tag needs a data-waybill-key.");
  import(new URL("{{modules}}/element.js", script.src).href).then(
    (module) => module.begin(new URL(".", script.src), { ...script.dataset }, queue),
    () => console.error("Waybill: the chat could not be loaded."),
  );
})();
