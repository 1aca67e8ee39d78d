import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.ts';

export interface GeneratedFile {
  /** Within the repository, with slashes. */
  readonly file: string;
  readonly text: string;
  /** What a reader types to have it written. */
  readonly command: string;
}

/** Writes a generated document. With `check` it writes nothing, and returns what is wrong when the file on disk differs. */
export function writeGenerated({ file, text, command }: GeneratedFile, check: boolean): string[] {
  const path = join(ROOT, file);
  if (!check) {
    writeFileSync(path, text);
    return [];
  }
  const current = existsSync(path) && readFileSync(path, 'utf8') === text;
  return current ? [] : [`${file} is stale: run \`${command}\``];
}
