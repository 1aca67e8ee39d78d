import { ZeroAddress } from 'ethers';
import type { Result } from 'ethers';
import { DEFAULT_GOVERNANCE_THRESHOLD, DEFAULT_HOOK, DEFAULT_PARAMETERS, SAGE_CONSTANTS } from '../defaults.ts';
import type { Part } from '../plan.ts';
import type { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';
import { checkSetting } from './checkSetting.ts';

/** Kinds of environments, by their number in `TEEKind`. */
const TEE_KINDS = ['SGX', 'SEV', 'TrustZone', 'Nitro', 'TDX'] as const;

const CHECKS: Partial<Record<Part, (suite: Suite, findings: Findings) => Promise<void>>> = {
  teeKeyRegistry: checkTeeKeys,
  stakedValidation: async (suite, findings) => {
    await checkNumbers(suite, findings, 'stakedValidation', 'StakedParametersSet');
    await checkPause(suite, findings, 'stakedValidation');
  },
  taskValidationPolicy: checkThreshold,
  sageRegistry: checkSage,
};

/** What governance can set, against what the contract starts with; and whether it is paused. */
export async function checkParameters(suite: Suite, findings: Findings, part: Part): Promise<void> {
  await CHECKS[part]?.(suite, findings);
}

async function checkNumbers(
  suite: Suite,
  findings: Findings,
  part: 'teeKeyRegistry' | 'stakedValidation',
  event: string,
): Promise<void> {
  const fields = await suite.reader.fields(part, 'getParameters', 'parameters');
  for (const [name, expected] of Object.entries(DEFAULT_PARAMETERS[part])) {
    await checkSetting(suite, findings, {
      code: 'parameter',
      part,
      field: name,
      found: fields(name),
      expected,
      event,
      valueOf: (args) => (args['parameters'] as Result).getValue(name) as bigint,
    });
  }
}

async function checkTeeKeys(suite: Suite, findings: Findings): Promise<void> {
  const part = 'teeKeyRegistry';
  await checkNumbers(suite, findings, part, 'TEEKeyParametersSet');
  const totalWeight = {
    field: 'total vote weight',
    found: await suite.reader.read(part, 'totalVoteWeight'),
    expected: 0,
    event: 'VoteWeightSet',
    valueOf: (args: Result) => args['totalWeight'] as bigint,
  };
  await checkSetting(suite, findings, { code: 'parameter', part, ...totalWeight });
  for (const [kind, name] of TEE_KINDS.entries()) {
    await checkSetting(suite, findings, {
      code: 'parameter',
      part,
      field: `evidence verifier of ${name}`,
      found: await suite.reader.read(part, 'verifierOf', kind),
      expected: ZeroAddress,
      event: 'TEEKeyVerifierSet',
      valueOf: (args) => (args['kind'] === BigInt(kind) ? (args['verifier'] as string) : undefined),
    });
  }
}

async function checkThreshold(suite: Suite, findings: Findings): Promise<void> {
  const part = 'taskValidationPolicy';
  await checkSetting(suite, findings, {
    code: 'parameter',
    part,
    field: 'governance threshold',
    found: await suite.reader.read(part, 'governanceThreshold'),
    expected: DEFAULT_GOVERNANCE_THRESHOLD,
    event: 'GovernanceThresholdSet',
    valueOf: (args) => args['threshold'] as bigint,
  });
}

async function checkSage(suite: Suite, findings: Findings): Promise<void> {
  const part = 'sageRegistry';
  const { reader, config } = suite;
  const fields = await reader.fields(part, 'getParameters');
  for (const [name, expected] of Object.entries(SAGE_CONSTANTS)) {
    findings.expect({ code: 'parameter', part, field: name }, fields(name), expected);
  }
  // A registry of others may or may not tell of transfers.
  if (config.existing.identityRegistry === undefined) {
    findings.expect({ code: 'parameter', part, field: 'tracksTransfers' }, fields('tracksTransfers'), true);
  }
  const hookOf = (read: (name: string) => unknown): string =>
    `${String(read('hook'))}, before ${String(read('before'))}, after ${String(read('afterwards'))}`;
  await checkSetting(suite, findings, {
    code: 'hook',
    part,
    field: 'hook',
    found: hookOf(await reader.fields(part, 'getHook')),
    expected: DEFAULT_HOOK,
    event: 'HookSet',
    valueOf: (args) => hookOf((name) => args.getValue(name) as unknown),
  });
  await checkPause(suite, findings, part);
}

async function checkPause({ reader }: Suite, findings: Findings, part: Part): Promise<void> {
  const found = await reader.read(part, 'isPaused');
  const last = (await reader.events(part, 'Paused')).at(-1);
  const reason = last && `by ${String(last.args['by'])} in block ${last.block}, transaction ${last.transaction}`;
  findings.expect({ code: 'paused', part, field: 'paused' }, found, false, reason);
}
