/** Whether a text is a DID (DID Core 1.0, section 3.1) of at most 255 characters, without path, query and fragment. */
export function isDid(text: string): boolean {
  return text.length <= 255 && /^did:[a-z0-9]+:(?:[A-Za-z0-9._:-]|%[0-9A-F]{2})*[A-Za-z0-9._-]$/.test(text);
}
