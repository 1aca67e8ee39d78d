/** A file of an archive. */
export interface ArchiveFile {
  /** Within the archive's folder, with slashes. */
  readonly path: string;
  readonly content: Buffer;
}

/** What all files of the archive have in common. */
export const FILE_MODE = 0o644;
