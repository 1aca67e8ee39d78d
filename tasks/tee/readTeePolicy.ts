import { getBytes, isHexString } from 'ethers';
import type { TeePolicy, TrustedRoot } from '../../sdk/typescript/src/index.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readJsonFile } from '../lib/files.ts';

/** Every name of `TeePolicy`: one that is spelled wrongly would pass everything. */
const NAMES = [
  'allowDebug',
  'allowMigration',
  'measurements',
  'productId',
  'minimumSvn',
  'reportData',
  'key',
  'nonce',
  'requireNonce',
  'maxAgeSeconds',
  'clockSkewSeconds',
  'acceptedTcbStatuses',
  'refusedAdvisories',
  'minimumTcb',
  'maximumVmpl',
  'requireRevocationList',
  'collateralGraceSeconds',
] as const satisfies readonly (keyof TeePolicy)[];

const BYTES: readonly string[] = ['reportData', 'key', 'nonce'];

/**
 * Reads a policy for evidence: JSON with the names of `TeePolicy`, bytes as hex.
 *
 * @throws {TaskError} `bad-policy` with the name that is wrong; `file-fault`, `bad-json`.
 */
export function readTeePolicy(path: string): TeePolicy {
  const json = readJsonFile(path, '--policy');
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new TaskError('bad-policy', 'the file must hold an object', { field: '--policy', value: path });
  }
  const entries = Object.entries(json).map(([name, value]: [string, unknown]) => {
    if (!(NAMES as readonly string[]).includes(name)) {
      throw new TaskError('bad-policy', `there is no such name; known are ${NAMES.join(', ')}`, {
        field: '--policy',
        value: name,
      });
    }
    return [name, BYTES.includes(name) ? readHex(value, `--policy ${name}`) : value];
  });
  return Object.fromEntries(entries) as TeePolicy;
}

/**
 * Bytes that the user gave as hex.
 *
 * @throws {TaskError} `bad-hex`
 */
export function readHex(value: unknown, field: string): Uint8Array {
  if (isHexString(value) && value.length % 2 === 0) return getBytes(value);
  throw new TaskError('bad-hex', 'give 0x and hex digits', { field, value });
}

/**
 * Reads roots that take the place of the pinned ones: a JSON list of `{name, sha256, product}`.
 *
 * @throws {TaskError} `bad-roots`; `file-fault`, `bad-json`.
 */
export function readRoots(path: string): readonly TrustedRoot[] {
  const json = readJsonFile(path, '--roots');
  const isRoot = (one: unknown): boolean =>
    typeof one === 'object' &&
    one !== null &&
    'name' in one &&
    typeof one.name === 'string' &&
    'sha256' in one &&
    typeof one.sha256 === 'string';
  if (Array.isArray(json) && json.every(isRoot)) return json as TrustedRoot[];
  throw new TaskError('bad-roots', 'the file must hold a list of {"name", "sha256", "product"}', {
    field: '--roots',
    value: path,
  });
}
