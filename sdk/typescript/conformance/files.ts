import { readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkAgentCard, checkRegistrationFile } from '../src/index.ts';
import type { CaseResult } from './types.ts';

/** One judged file. */
export interface FileResult extends CaseResult {
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  /** The version of its format, where it could be told. */
  readonly version: string | undefined;
  /** `code pointer` of every finding, warnings included. */
  readonly issues: readonly string[];
}

type Check = (bytes: Uint8Array) => {
  readonly verdict: FileResult['verdict'];
  readonly version: string | undefined;
  readonly issues: readonly { readonly code: string; readonly pointer: string }[];
};

/** Judges the `.json` files of a folder, or one file, as registration files of ERC-8004. */
export function registration(path: string): readonly FileResult[] {
  return judgeFiles(path, checkRegistrationFile);
}

/** Judges the `.json` files of a folder, or one file, as A2A agent cards. */
export function cards(path: string): readonly FileResult[] {
  return judgeFiles(path, checkAgentCard);
}

function judgeFiles(path: string, check: Check): readonly FileResult[] {
  const isFolder = statSync(path).isDirectory();
  const names = isFolder ? readdirSync(path).filter((name) => name.endsWith('.json')) : [basename(path)];
  return names.sort().map((name) => {
    const file = isFolder ? join(path, name) : path;
    const { verdict, version, issues } = check(new Uint8Array(readFileSync(file)));
    const findings = issues.map(({ code, pointer }) => `${code} ${pointer}`.trim());
    return { id: name, passed: verdict === 'valid', got: verdict, verdict, version, issues: findings };
  });
}
