import { getAddress, isAddress, isHexString } from 'ethers';
import { z } from 'zod';
import {
  createFeedbackRequest,
  createRevocationRequest,
  createTaskFeedbackRequest,
  prepareFeedbackBySig,
  prepareRevokeFeedbackBySig,
  prepareTaskFeedbackBySig,
} from '../../sdk/typescript/src/client/index.ts';
import type { Address, ContractRef, Hex, PreparedCall, SigningRequest } from '../../sdk/typescript/src/client/index.ts';
import { TaskError } from '../lib/TaskError.ts';

const INTEGER = z
  .string()
  .regex(/^(?:0|-?[1-9]\d{0,77})$/, 'expected a decimal integer as text')
  .transform(BigInt);
const ADDRESS = z
  .string()
  .refine(isAddress, 'expected an address')
  .transform((text) => getAddress(text) as Address);
const WORD = z.custom<Hex>((value) => isHexString(value, 32), 'expected 32 bytes in hex');

const COMMON = {
  format: z.literal('sage-signed-feedback'),
  version: z.literal(1),
  chainId: INTEGER,
  registry: ADDRESS,
  by: z.strictObject({ client: ADDRESS, nonce: INTEGER, deadline: INTEGER }),
};

const INPUT = z.strictObject({
  agentId: INTEGER,
  value: INTEGER,
  valueDecimals: z.int(),
  tag1: z.string(),
  tag2: z.string(),
  endpoint: z.string(),
  feedbackURI: z.string(),
  feedbackHash: WORD,
});

const UNSIGNED = z.discriminatedUnion('kind', [
  z.strictObject({ ...COMMON, kind: z.literal('feedback'), input: INPUT }),
  z.strictObject({ ...COMMON, kind: z.literal('task-feedback'), taskId: WORD, input: INPUT }),
  z.strictObject({ ...COMMON, kind: z.literal('revocation'), agentId: INTEGER, feedbackIndex: INTEGER }),
]);

const SIGNATURE = z.custom<Hex>((value) => isHexString(value), 'expected bytes in hex');

/** What a client signs: a feedback, the rating of a task, or the revocation of a feedback. */
export type Unsigned = z.infer<typeof UNSIGNED>;

/** The same with the signature: whoever has it can send it, once and until its deadline. */
export type Signed = Unsigned & { readonly signature: Hex };

/**
 * Reads a signed feedback. Whether the signature is right, the contract says.
 *
 * @param json The parsed file.
 * @param path Named in errors.
 * @throws {TaskError} `bad-signed-feedback` for the first field that is wrong.
 */
export function parseSigned(json: unknown, path: string): Signed {
  const { signature, ...rest } = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  const { data: body, error } = UNSIGNED.safeParse(rest);
  const sealed = SIGNATURE.safeParse(signature);
  if (body !== undefined && sealed.success) return { ...body, signature: sealed.data };
  const issue = error?.issues[0] ?? { path: ['signature'], message: sealed.error?.issues[0]?.message ?? '' };
  const problem = `at "${issue.path.join('.')}": ${issue.message}; take the file as \`sage feedback sign\` wrote it`;
  throw new TaskError('bad-signed-feedback', problem, { field: 'file', value: path });
}

/** The typed data that the client signs. */
export function toRequest(unsigned: Unsigned): SigningRequest {
  const contract: ContractRef = { chainId: unsigned.chainId, address: unsigned.registry };
  const { by } = unsigned;
  if (unsigned.kind === 'feedback') return createFeedbackRequest(contract, unsigned.input, by);
  if (unsigned.kind === 'task-feedback') {
    return createTaskFeedbackRequest(contract, unsigned.taskId, unsigned.input, by);
  }
  return createRevocationRequest(contract, unsigned.agentId, unsigned.feedbackIndex, by);
}

/** The call that anybody can send. */
export function toCall(signed: Signed): PreparedCall {
  const { registry, by, signature } = signed;
  if (signed.kind === 'feedback') return prepareFeedbackBySig(registry, signed.input, by, signature);
  if (signed.kind === 'task-feedback') {
    return prepareTaskFeedbackBySig(registry, signed.taskId, signed.input, by, signature);
  }
  return prepareRevokeFeedbackBySig(registry, signed.agentId, signed.feedbackIndex, by, signature);
}
