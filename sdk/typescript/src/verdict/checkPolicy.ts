import type { Hex } from '../client/types.ts';
import { parseDecimal } from './decimals.ts';
import type { AgentRequirements, TeeRequirement } from './types.ts';
import { VerdictError } from './VerdictError.ts';

const HASH = /^0x[0-9a-f]{64}$/i;
const ADDRESS = /^0x[0-9a-f]{40}$/i;
const MAX_RESPONSE = 100;

/**
 * Checks the parts of a policy that would otherwise pass everything, or nothing, by mistake.
 *
 * @throws VerdictError `policy-invalid`
 */
export function checkPolicy(
  agent: AgentRequirements | undefined,
  tee: (TeeRequirement & { readonly keyId?: Hex }) | undefined,
): void {
  const { file, reputation = [], validations = [] } = agent ?? {};
  if (file !== undefined && !['linked', 'committed'].includes(file)) {
    throw fault('agent.file', file, 'use linked or committed, or leave it out');
  }
  for (const { class: trustClass, minCount, minMean } of reputation) {
    if (!['task-backed', 'validated'].includes(trustClass)) {
      throw fault('agent.reputation.class', trustClass, 'use task-backed or validated; the open class says nothing');
    }
    checkCount('agent.reputation.minCount', minCount);
    if (minMean !== undefined && parseDecimal(minMean) === undefined) {
      throw fault('agent.reputation.minMean', minMean, 'give a decimal text such as "4.5"');
    }
  }
  for (const { validators, minCount, minResponse = 0 } of validations) {
    if (validators.length === 0) {
      throw fault('agent.validations.validators', '[]', 'name the validators that you trust; anybody can answer');
    }
    for (const one of validators) {
      if (!ADDRESS.test(one)) throw fault('agent.validations.validators', one, 'give addresses');
    }
    checkCount('agent.validations.minCount', minCount);
    if (!(minResponse >= 0 && minResponse <= MAX_RESPONSE)) {
      throw fault('agent.validations.minResponse', minResponse, 'give 0 to 100');
    }
  }
  if (tee === undefined) return;
  if ('keyId' in tee && !HASH.test(tee.keyId)) throw fault('tee.keyId', tee.keyId, 'give 32 bytes as hex');
  if (tee.measurements.length === 0) {
    throw fault('tee.measurements', '[]', 'name the accepted measurements; a TEE with unknown code proves nothing');
  }
  for (const one of tee.measurements) if (!HASH.test(one)) throw fault('tee.measurements', one, 'give 32 bytes as hex');
}

function checkCount(field: string, value: number): void {
  if (!(Number.isSafeInteger(value) && value >= 1)) throw fault(field, value, 'give a whole number of at least 1');
}

function fault(field: string, value: unknown, wayOut: string): VerdictError {
  return new VerdictError('policy-invalid', `policy: ${field} can't be ${String(value)}; ${wayOut}`, {
    details: { field, value },
  });
}
