/** Whether a text is the id of a key in its one spelling here. */
export function isKeyId(text: string): boolean {
  return /^0x[0-9a-f]{64}$/.test(text);
}
