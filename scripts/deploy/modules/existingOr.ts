import type { DeployStep, NewContract } from '../planTypes.ts';

/** The step of a registry that others may have deployed already. */
export function existingOr(existing: string | undefined, step: NewContract): DeployStep {
  return existing === undefined ? step : { part: step.part, contract: step.contract, existing };
}
