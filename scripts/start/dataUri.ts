const PREFIX = 'data:application/json;base64,';

/** A JSON document as a data URI: the form that the standard names for a file kept on the chain. */
export function toDataUri(document: unknown): string {
  return PREFIX + Buffer.from(JSON.stringify(document), 'utf8').toString('base64');
}

/** The bytes in such a URI; undefined for a URI of another form. */
export function fromDataUri(uri: string): Uint8Array | undefined {
  return uri.startsWith(PREFIX) ? Buffer.from(uri.slice(PREFIX.length), 'base64') : undefined;
}
