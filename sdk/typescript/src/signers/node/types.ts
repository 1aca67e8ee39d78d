/** How a key file is read. */
export interface KeyFileReadOptions {
  /**
   * Reads the file also if its mode lets other accounts read it, or if it belongs to another account. For mounted secrets
   * whose mode and owner can't be set; by default such a file is refused. Windows has neither, so nothing is checked there.
   */
  readonly allowShared?: boolean;
}

/** How a keystore file is written. */
export interface KeystoreWriteOptions {
  /**
   * Replaces a file that is there; the old one stays beside it as a backup. By default a file that is there is never
   * touched.
   */
  readonly replace?: boolean;
}

/** What was written. */
export interface WrittenKeystore {
  readonly path: string;
  /** Where the file before is now; undefined if there was none. */
  readonly backup: string | undefined;
}
