import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StartError } from './errors.ts';
import { readAgentFile } from './readAgentFile.ts';
import type { AgentFile, FolderContent, RefusedFile } from './types.ts';

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
