import type { Provider } from 'ethers';
import { Findings } from './check/Findings.ts';
import type { Suite } from './check/Suite.ts';
import { SuiteReader } from './check/SuiteReader.ts';
import { checkBookCode } from './check/checkBookCode.ts';
import { checkMultisig } from './check/checkMultisig.ts';
import { checkRights } from './check/checkRights.ts';
import { checkTimelock } from './check/checkTimelock.ts';
import { checkConfig } from './config.ts';
import type { SuiteConfig } from './config.ts';
import type { Deployment, ReadArtifact } from './deploySuite.ts';
import { GovernanceMismatchError } from './errors.ts';
import { suitePlan } from './plan.ts';

/** Something about a contract that was read from the chain and found as planned. */
export interface Fact {
  readonly contract: string;
  readonly field: string;
  readonly value: string;
}

/**
 * Proves on the chain that a suite is governed as its configuration says, by the checks of `sage doctor`: that the code is the one
 * deployed; the wallet's owners and threshold; the timelock's delay
 * and the members of each of its roles, by its lists, by `hasRole` and by its log; for every contract with an owner that this is
 * the timelock and nobody is about to take over; the guardians; and the validators that the policy lists.
 *
 * @param config What the suite was deployed with.
 * @param deployment What `deploySuite` returned. Registries that were there before are others' matter and not looked at.
 * @returns What was found, all of it as expected.
 * @throws {GovernanceMismatchError} For the first thing that differs.
 */
export async function verifyGovernance(
  config: SuiteConfig,
  deployment: Deployment,
  provider: Provider,
  readArtifact: ReadArtifact,
): Promise<Fact[]> {
  const checked = checkConfig(config);
  const reader = await SuiteReader.open(deployment.contracts, provider, readArtifact);
  const steps = suitePlan(checked).flatMap((step) => ('existing' in step ? [] : [step]));
  const suite: Suite = { reader, config: checked, steps, allowsChanges: false };
  const findings = new Findings((part) => reader.nameOf(part));
  for (const { part, codeHash } of deployment.contracts) await checkBookCode(suite, findings, part, codeHash);
  await checkMultisig(suite, findings);
  await checkTimelock(suite, findings);
  for (const step of steps) await checkRights(suite, findings, step);
  const wrong = findings.list.find(({ status }) => status === 'differs');
  if (wrong !== undefined) {
    throw new GovernanceMismatchError(wrong.contract, wrong.field, wrong.found, wrong.expected);
  }
  return findings.list.map(({ contract, field, found }) => ({ contract, field, value: found }));
}
