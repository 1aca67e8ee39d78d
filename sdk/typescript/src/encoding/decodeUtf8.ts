const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes UTF-8. A byte order mark stays in the text.
 *
 * @param bytes Any bytes.
 * @returns The text, or undefined when the bytes are no UTF-8.
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined;
  }
}
