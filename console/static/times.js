// Times that stay true while a page is open, in the reader's own zone. Without it they are those of the page's making, in UTC.
// @ts-check

const EVERY_MS = 10_000;
const SKEW = 2;  // times are written in whole seconds: what has just happened is not ahead
const MINUTE = 60, HOUR = 3600, DAY = 86_400;
const exactly = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
});

/** As `console/showing.py` writes a span. */
function span(seconds) {
  const whole = Math.abs(seconds);
  if (whole < MINUTE) return `${Math.round(whole)} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min`;
  if (whole < DAY) return `${Math.floor(whole / HOUR)} h ${Math.floor((whole % HOUR) / MINUTE)} min`;
  return `${Math.floor(whole / DAY)} d ${Math.floor((whole % DAY) / HOUR)} h`;
}

const ways = {
  ago: (past) => (past > -SKEW ? `${span(Math.max(past, 0))} ago` : `in ${span(past)}`),
  since: (past) => span(past),
  due: (past) => (past > 0 ? `${span(past)} late` : span(past)),
};

/** In the words of the server, which knows no four letters of a month. @param {HTMLTimeElement} time @param {number} now in milliseconds, by the server's clock */
function write(time, now) {
  const at = Date.parse(time.dateTime), as = time.dataset.as ?? "";
  if (Number.isNaN(at)) return;
  const moment = exactly.format(at).replace("Sept ", "Sep "), past = (now - at) / 1000;
  const words = as === "moment" ? moment : ways[as]?.(past);
  if (words && time.textContent !== words) time.textContent = words;
  if (time.title && time.title !== moment) time.title = moment;
  if (as === "due" && past > 0) { time.classList.add("bad-text"); time.closest("tr")?.classList.add("late"); }
}

/** Keep the times of a page, also those that come later. */
export function times() {
  const main = document.querySelector("main[data-now]");
  if (!(main instanceof HTMLElement)) return;
  const ahead = Date.parse(main.dataset.now ?? "") - Date.now();
  const all = () => {
    for (const time of main.querySelectorAll("time[data-as]")) if (time instanceof HTMLTimeElement) write(time, Date.now() + ahead);
  };
  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].some((node) => node instanceof HTMLElement && (node.matches("time") || node.querySelector("time"))))) all();
  }).observe(main, { childList: true, subtree: true });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) all(); });
  setInterval(all, EVERY_MS);
  all();
}
