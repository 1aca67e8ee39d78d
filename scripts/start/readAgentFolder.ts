import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_MAX_BYTES, parseRegistrationFile } from '../../sdk/typescript/src/index.ts';
import { StartError } from './errors.ts';
import type { AgentFile, FileIssue, FolderContent, RefusedFile } from './types.ts';

const errorAt = (code: string, pointer: string, message: string): FileIssue => ({
  code,
  level: 'error',
  pointer,
  message,
});

/**
 * Reads a folder of registration files, in the order of their names. Subfolders aren't entered.
 *
 * @param folder Where to read.
 * @param shown The folder as the user knows it, for messages.
 * @throws StartError when the folder can't be read or has no *.json file.
 */
export async function readAgentFolder(folder: string, shown: string): Promise<FolderContent> {
  const names = await listNames(folder, shown);
  const agents: AgentFile[] = [];
  const refused: RefusedFile[] = [];
  const ignored: string[] = [];
  for (const name of names) {
    const isJson = name.toLowerCase().endsWith('.json');
    if (!isJson || (await isFolder(join(folder, name)))) {
      ignored.push(name);
      continue;
    }
    const read = await readAgentFile(join(folder, name), join(shown, name));
    if ('file' in read) agents.push(read);
    else refused.push(read);
  }
  if (agents.length + refused.length === 0) {
    throw new StartError(
      `no *.json file in ${shown}; put registration files there or name another folder: --agents DIR`,
    );
  }
  return { agents, refused, ignored };
}

async function listNames(folder: string, shown: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = { ENOENT: 'does not exist', ENOTDIR: 'is not a folder' };
    const reason = reasons[code ?? ''] ?? `can't be read (${code ?? String(error)})`;
    throw new StartError(`${shown} ${reason}; name a folder of registration files: --agents DIR`, { cause: error });
  }
}

async function isFolder(path: string): Promise<boolean> {
  const info = await stat(path).catch(() => undefined); // a broken link is told when it is read
  return info?.isDirectory() ?? false;
}

async function readAgentFile(path: string, shown: string): Promise<AgentFile | RefusedFile> {
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
