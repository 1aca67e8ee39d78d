import { Utf8ErrorFuncs, isError, toUtf8String } from 'ethers';

/** A text of the chain, where a text is any bytes. */
export interface ChainText {
  /** What isn't UTF-8 is replaced by U+FFFD. */
  readonly text: string;
  readonly isUtf8: boolean;
}

/**
 * Reads a text out of what ethers decoded. ethers throws at the access to one that isn't UTF-8; a stranger's must not keep anybody
 * from reading the rest.
 *
 * @param index Its place: by name, ethers' error is without the bytes.
 */
export function readText(decoded: readonly unknown[], index: number): ChainText {
  try {
    return { text: decoded[index] as string, isUtf8: true };
  } catch (error) {
    const bytes = bytesOf(error);
    if (bytes === undefined) throw error;
    return { text: toUtf8String(bytes, Utf8ErrorFuncs.replace), isUtf8: false };
  }
}

/** For people. */
export function markText({ text, isUtf8 }: ChainText): string {
  return isUtf8 ? text : `${text} (not UTF-8)`;
}

function bytesOf(error: unknown): Uint8Array | undefined {
  const cause = error instanceof Error && 'error' in error ? error.error : undefined;
  if (!isError(cause, 'INVALID_ARGUMENT') || cause.argument !== 'bytes') return undefined;
  return cause.value instanceof Uint8Array ? cause.value : undefined;
}
