// What one tab of this browser does for all of them, however many are open; when it is closed, the next one does.
// @ts-check

/** Begin where no other tab has begun; a browser without locks begins in each. @param {string} name of what is done @param {() => void} begin */
export function inOneTab(name, begin) {
  if (navigator.locks) navigator.locks.request(name, () => { begin(); return new Promise(() => {}); });
  else begin();
}
