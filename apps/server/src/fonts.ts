/** Where the fonts of documents are. This file is at apps/server/src, or bundled at apps/server/dist. */
export const FONTS = new URL('../fonts/', import.meta.url)
