const DATA_URL = /^data:([^;,]+);base64,(.*)$/s;

/** The media type and the base64 data of a `data:` URL; null for another URL. */
export function readDataUrl(url: string): { readonly mediaType: string; readonly data: string } | null {
  const [, mediaType, data] = DATA_URL.exec(url) ?? [];
  return mediaType === undefined || data === undefined ? null : { mediaType, data };
}
