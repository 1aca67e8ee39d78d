import { readFile, stat } from 'node:fs/promises';
import { DEFAULT_MAX_BYTES, parseRegistrationFile } from '../../sdk/typescript/src/index.ts';
import type { AgentFile, FileIssue, RefusedFile } from './types.ts';

const errorAt = (code: string, pointer: string, message: string): FileIssue => ({
  code,
  level: 'error',
  pointer,
  message,
});

/**
 * Reads one registration file. Nothing is thrown for what is wrong with it.
 *
 * @param path Where it is.
 * @param shown The path as the user knows it, for messages.
 */
export async function readAgentFile(path: string, shown: string): Promise<AgentFile | RefusedFile> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > DEFAULT_MAX_BYTES) {
      const message = `the file is larger than accepted (${size} bytes, at most ${DEFAULT_MAX_BYTES}); shorten it`;
      return { path: shown, issues: [errorAt('text-too-large', '', message)] };
    }
    bytes = await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = `the file can't be read (${code ?? String(error)}); check the link or the permissions`;
    return { path: shown, issues: [errorAt('file-unreadable', '', message)] };
  }
  return judgeAgentFile(bytes, shown);
}

/**
 * Judges the bytes of a registration file.
 *
 * @param shown Where they come from, for messages.
 */
export function judgeAgentFile(bytes: Uint8Array, shown: string): AgentFile | RefusedFile {
  const result = parseRegistrationFile(bytes);
  if (result.kind === 'registration') {
    const source = JSON.parse(new TextDecoder().decode(bytes)) as Readonly<Record<string, unknown>>;
    return { path: shown, source, file: result.file, warnings: result.issues };
  }
  if (result.kind === 'invalid') return { path: shown, issues: result.issues };
  const message =
    'the file holds registrations only: it proves who serves a domain and describes no agent; ' +
    'for an agent add type, name, description, image and services';
  return { path: shown, issues: [errorAt('domain-proof-only', '/type', message), ...result.issues] };
}
