// Photos on their way: a preview, and a smaller copy without what a camera writes into its files.

import { make } from "./dom.js";

export const ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif";
const LARGEST_SIDE = 2048;
const PREVIEW_SIDE = 480;
const SMALL_ENOUGH = 500_000;

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
export const preview = (file) => drawn(file, PREVIEW_SIDE);

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
