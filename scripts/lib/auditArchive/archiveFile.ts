/** A file of an archive. */
export interface ArchiveFile {
  /** Within the archive's folder, with slashes. */
  readonly path: string;
  readonly content: Buffer;
  /** Whether git has it as a program; forge needs that of its compiler. */
  readonly executable?: boolean;
}

/** The mode of a file in the archive, whatever it is on disk. */
export function modeOf(executable = false): number {
  return executable ? 0o755 : 0o644;
}
