import { z } from 'zod';
import type { EvidenceBundle } from './types.ts';

const MAX_ENTRIES = 10_000;
/** Deepest nesting; ours has less than ten levels. What walks values by recursion has no stack for some thousands. */
const MAX_DEPTH = 100;

const hex = z.string().regex(/^0x(?:[0-9a-f]{2})*$/);
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const seconds = z.number().nonnegative();
const whole = z.int().nonnegative();
const status = z.enum(['valid', 'invalid', 'unknown']);

const log = z.strictObject({ address, topics: z.array(hex).max(4), data: hex, blockNumber: whole });
const answer = z.union([
  z.strictObject({ kind: z.literal('call'), to: address.nullable(), data: hex, result: hex }),
  z.strictObject({ kind: z.literal('call'), to: address.nullable(), data: hex, revert: hex }),
  z.strictObject({ kind: z.literal('code'), address, code: hex }),
  z.strictObject({
    kind: z.literal('logs'),
    address,
    topics: z.array(hex.nullable()).max(4),
    fromBlock: whole,
    logs: z.array(log).max(MAX_ENTRIES),
  }),
]);
const field = z.tuple([z.string(), z.string()]);
const check = z.strictObject({ name: z.string(), status, code: z.string(), facts: z.record(z.string(), z.json()) });

const BUNDLE = z.strictObject({
  format: z.literal('sage-evidence/1'),
  kind: z.enum(['request', 'agent']),
  judgedAt: seconds,
  chainId: whole,
  contracts: z.record(z.string(), address),
  logsFrom: whole,
  block: z
    .strictObject({
      chainId: whole,
      number: whole,
      hash: hex,
      timestamp: seconds,
      finality: z.enum(['latest', 'safe', 'finalized']),
    })
    .nullable(),
  did: z.string().nullable(),
  message: z
    .strictObject({
      method: z.string(),
      requestTarget: z.string(),
      targetUri: z.string().optional(),
      fields: z.array(field),
      trailers: z.array(field).optional(),
      body: z.string().optional(),
      content: z.enum(['none', 'unread', 'too-large']).optional(),
    })
    .nullable(),
  policy: z.record(z.string(), z.json()),
  answers: z.array(answer).max(MAX_ENTRIES),
  contents: z
    .array(
      z.union([
        z.strictObject({ uri: z.string(), bytes: z.string(), finalUrl: z.string().optional() }),
        z.strictObject({ uri: z.string(), error: z.string(), details: z.record(z.string(), z.json()) }),
      ]),
    )
    .max(MAX_ENTRIES),
  nonceStored: z.boolean(),
  verdict: z.strictObject({ status, code: z.string(), checks: z.array(check) }),
});

/**
 * Reads a bundle. Unknown fields are refused: whoever made one of a later format means something by them.
 *
 * @param value Of its JSON.
 * @returns Undefined for anything but a bundle of this format whose chain and block agree.
 */
export function readBundle(value: unknown): EvidenceBundle | undefined {
  // Functions and absent fields of a bundle that never was JSON fall away here, as they would on the way.
  const read = parse(value);
  if (read === undefined) return undefined;
  const { block, chainId, contracts } = read;
  if (block !== null && block.chainId !== chainId) return undefined;
  return contracts['sageRegistry'] === undefined ? undefined : (read as unknown as EvidenceBundle);
}

function parse(value: unknown): z.infer<typeof BUNDLE> | undefined {
  try {
    return isDeeperThan(value, MAX_DEPTH) ? undefined : BUNDLE.safeParse(value).data;
  } catch {
    // A value that never was JSON may throw when it is read.
    return undefined;
  }
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}
