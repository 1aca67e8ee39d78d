import { ZeroAddress } from 'ethers';
import type { NewContract, Part } from '../plan.ts';
import type { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';
import { checkSetting, operationsOf } from './checkSetting.ts';
import { listedByLog } from './listedByLog.ts';
import { textOf } from './textOf.ts';

/** Owner, pending owner and guardian of a contract, and the validators that it lists. */
export async function checkRights(suite: Suite, findings: Findings, step: NewContract): Promise<void> {
  const { part, owner, hasGuardian, listedValidators } = step;
  const { reader } = suite;
  if (owner === undefined) {
    const place = { code: 'owner', part, field: 'has an owner' } as const;
    findings.expect(place, reader.interfaceOf(part).hasFunction('owner()'), false);
  } else {
    const found = await reader.read(part, 'owner');
    findings.expect({ code: 'owner', part, field: 'owner' }, found, reader.of(owner).address);
    const pending = await reader.read(part, 'pendingOwner');
    findings.expect({ code: 'pending-owner', part, field: 'pending owner' }, pending, ZeroAddress);
  }
  if (hasGuardian) await checkGuardian(suite, findings, part);
  if (listedValidators !== undefined) await checkListed(suite, findings, listedValidators);
}

const GUARDIAN_EVENTS: Partial<Record<Part, string>> = {
  teeKeyRegistry: 'TEEKeyGuardianSet',
  stakedValidation: 'StakedGuardianSet',
  sageRegistry: 'GuardianSet',
};

async function checkGuardian(suite: Suite, findings: Findings, part: Part): Promise<void> {
  await checkSetting(suite, findings, {
    code: 'guardian',
    part,
    field: 'guardian',
    found: await suite.reader.read(part, 'guardian'),
    expected: suite.config.governance.guardian,
    event: GUARDIAN_EVENTS[part] ?? '',
    valueOf: (args) => args['guardian'] as string,
  });
}

async function checkListed(suite: Suite, findings: Findings, parts: readonly Part[]): Promise<void> {
  const { reader, allowsChanges } = suite;
  const part = 'taskValidationPolicy';
  const expected = parts.filter((validator) => reader.has(validator)).map((validator) => reader.of(validator).address);
  const logged = await listedByLog(reader);
  const changes = await reader.changes(part, 'GovernanceValidatorSet');
  const operations = allowsChanges ? await operationsOf(reader, part, changes) : undefined;
  const isExplained = operations !== undefined && textOf(logged) !== textOf(expected);
  for (const address of isExplained ? logged : expected) {
    const listed = await reader.read(part, 'isGovernanceValidator', address);
    findings.expect({ code: 'listed-validators', part, field: `listing of ${address}` }, listed, true);
  }
  const place = { code: 'listed-validators', part, field: 'listed validators by the log' } as const;
  if (isExplained) findings.add('note', place, logged, expected, `changed by ${operations}`);
  else findings.expect(place, logged, expected);
}
