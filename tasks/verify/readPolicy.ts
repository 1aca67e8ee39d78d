import { z } from 'zod';
import type { AgentPolicy, RequestPolicy } from '../../sdk/typescript/src/index.ts';
import type { Hex } from '../../sdk/typescript/src/client/index.ts';
import { TaskError } from '../lib/TaskError.ts';
import { readJsonFile } from '../lib/files.ts';

const HEX = z.custom<Hex>((value) => typeof value === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(value), 'expected hex');
const COUNT = z.int().min(1);

const REQUIREMENTS = z.strictObject({
  file: z.enum(['linked', 'committed']).optional(),
  domains: z.array(z.string()).optional(),
  reputation: z
    .array(
      z.strictObject({
        class: z.enum(['task-backed', 'validated']),
        tag: z.string().optional(),
        minCount: COUNT,
        minMean: z.string().optional(),
      }),
    )
    .optional(),
  validations: z
    .array(
      z.strictObject({
        validators: z.array(HEX),
        tag: z.string().optional(),
        minCount: COUNT,
        minResponse: z.number().optional(),
      }),
    )
    .optional(),
});

const TEE = {
  measurements: z.array(HEX),
  kinds: z.array(z.enum(['sgx', 'sev', 'trustzone', 'nitro', 'tdx'])).optional(),
};

// Strict throughout: a name that is spelled wrongly would ask for nothing, and pass everything.
const AGENT_POLICY = z.strictObject({
  agent: REQUIREMENTS.optional(),
  tee: z.strictObject({ ...TEE, keyId: HEX }).optional(),
});

const REQUEST_POLICY = z.strictObject({
  agent: REQUIREMENTS.optional(),
  tee: z.strictObject(TEE).optional(),
  requiredComponents: z.array(z.string()).optional(),
  requiredParameters: z.array(z.enum(['created', 'expires', 'nonce', 'alg', 'keyid', 'tag'])).optional(),
  label: z.string().optional(),
  tag: z.string().optional(),
  maxAge: z.union([z.number(), z.literal('Infinity').transform(() => Infinity)]).optional(),
  clockSkew: z.number().optional(),
  contentDigest: z.enum(['when-covered', 'required']).optional(),
  keyMustBeInForce: z.enum(['now', 'signing-time']).optional(),
});

/** The part of a policy for agents that a file can hold. */
export type AgentPolicyFile = Pick<AgentPolicy, 'agent' | 'tee'>;

/** The part of a policy for requests that a file can hold. */
export type RequestPolicyFile = Omit<
  RequestPolicy,
  'reader' | 'finality' | 'fetcher' | 'now' | 'createKey' | 'nonceStore'
>;

/**
 * Reads a policy for agents.
 *
 * @param path Empty for none: then only registration, service and ownership are asked.
 * @throws {TaskError} `bad-policy` with the name that is wrong; `file-fault`, `bad-json`.
 */
export function readAgentPolicy(path: string): AgentPolicyFile {
  return read(path, AGENT_POLICY);
}

/** Like `readAgentPolicy`, for requests. */
export function readRequestPolicy(path: string): RequestPolicyFile {
  // What is left out is absent, and never undefined: zod gives it so.
  return read(path, REQUEST_POLICY) as RequestPolicyFile;
}

function read<T>(path: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(path === '' ? {} : readJsonFile(path, '--policy'));
  if (result.success) return result.data;
  const { issues } = result.error;
  const [issue] = issues;
  const place = issue?.path.join('.') ?? '';
  throw new TaskError('bad-policy', `at "${place}": ${issue?.message ?? 'wrong'}; see docs/verdicts.md`, {
    field: '--policy',
    value: path,
    details: { issues: issues.map(({ path: at, message }) => ({ at: at.join('.'), message })) },
  });
}
