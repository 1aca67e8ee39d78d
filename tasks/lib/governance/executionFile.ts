import { getAddress, isAddress, isHexString } from 'ethers';
import type { Call, Confirmation, Execution } from '../../../scripts/governance/types.ts';
import { TaskError } from '../TaskError.ts';
import { readJsonFile, replaceFile, writeNewFile } from '../files.ts';
import { toJson } from '../toJson.ts';

const FORMAT = 'sage-execution/1';

/** What goes from owner to owner: an execution of the multisig with the signatures so far. Nothing in it is secret. */
export interface ExecutionFile extends Execution {
  readonly chainId: bigint;
  /** Address of the wallet. */
  readonly multisig: string;
  /** The wallet's `ownersVersion` that is signed. */
  readonly ownersVersion: bigint;
  readonly confirmations: readonly Confirmation[];
}

/** The text of a file. */
export function renderExecution(file: ExecutionFile): string {
  const { chainId, multisig, ownersVersion, nonce, minGas, deadline } = file;
  const calls = file.calls.map(({ target, value, data }) => ({ target, value, data }));
  const confirmations = file.confirmations.map(({ owner, signature }) => ({ owner, signature }));
  const head = { format: FORMAT, chainId, multisig, ownersVersion };
  return `${toJson({ ...head, nonce, minGas, deadline, calls, confirmations })}\n`;
}

/** @throws {TaskError} `file-exists` */
export function createExecutionFile(path: string, file: ExecutionFile): void {
  writeNewFile(path, renderExecution(file), '--out');
}

/** Replaces a file, as a whole. */
export function saveExecutionFile(path: string, file: ExecutionFile): void {
  replaceFile(path, renderExecution(file), 'file');
}

/**
 * Reads and checks a file. Whether it fits the chain, and whether its signatures are right, is another question.
 *
 * @throws {TaskError} `bad-execution-file` with the first field that is wrong.
 */
export function readExecutionFile(path: string): ExecutionFile {
  const json = readJsonFile(path, 'file');
  const read = reader(path, isRecord(json) ? json : {});
  read.check('format', (value) => value === FORMAT, `"${FORMAT}"`);
  return {
    chainId: read.uint('chainId'),
    multisig: read.address('multisig'),
    ownersVersion: read.uint('ownersVersion'),
    nonce: read.uint('nonce'),
    minGas: read.uint('minGas'),
    deadline: read.uint('deadline'),
    calls: read.list('calls', (call): Call => {
      return { target: call.address('target'), value: call.uint('value'), data: call.hex('data') };
    }),
    confirmations: read.list('confirmations', (confirmation): Confirmation => {
      return { owner: confirmation.address('owner'), signature: confirmation.hex('signature') };
    }),
  };
}

interface Reader {
  readonly check: (field: string, isRight: (value: unknown) => boolean, expected: string) => unknown;
  readonly uint: (field: string) => bigint;
  readonly address: (field: string) => string;
  readonly hex: (field: string) => string;
  readonly list: <T>(field: string, read: (item: Reader) => T) => T[];
}

function reader(path: string, source: Readonly<Record<string, unknown>>, prefix = ''): Reader {
  const check: Reader['check'] = (field, isRight, expected) => {
    const value = source[field];
    if (isRight(value)) return value;
    throw new TaskError('bad-execution-file', `in ${path}, expected ${expected}; restore the file`, {
      field: `${prefix}${field}`,
      ...(value !== undefined && { value }),
    });
  };
  return {
    check,
    uint: (field) =>
      BigInt(check(field, (value) => typeof value === 'string' && /^\d{1,78}$/.test(value), 'digits') as string),
    address: (field) => getAddress(check(field, isAddress, 'an address') as string),
    hex: (field) =>
      check(field, (value) => isHexString(value) && value.length % 2 === 0, '0x and hex digits of bytes') as string,
    list: (field, read) => {
      const items = check(field, (value) => Array.isArray(value) && value.every(isRecord), 'a list of objects');
      return (items as Record<string, unknown>[]).map((item, index) =>
        read(reader(path, item, `${prefix}${field}[${index}].`)),
      );
    },
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
