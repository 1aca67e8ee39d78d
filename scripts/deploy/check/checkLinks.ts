import { ZeroAddress } from 'ethers';
import type { Part } from '../plan.ts';
import type { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';

/** Which part each part tells that it works with. */
const LINKS: readonly (readonly [from: Part, view: string, to: Part])[] = [
  ['validationRegistry', 'getIdentityRegistry', 'identityRegistry'],
  ['stakedValidation', 'getIdentityRegistry', 'identityRegistry'],
  ['stakedValidation', 'getValidationRegistry', 'validationRegistry'],
  ['stakedValidation', 'getTEEKeyRegistry', 'teeKeyRegistry'],
  ['taskValidationPolicy', 'getIdentityRegistry', 'identityRegistry'],
  ['taskValidationPolicy', 'getValidationRegistry', 'validationRegistry'],
  ['reputationRegistry', 'getIdentityRegistry', 'identityRegistry'],
  ['reputationRegistry', 'getValidationPolicy', 'taskValidationPolicy'],
  ['sageRegistry', 'getIdentityRegistry', 'identityRegistry'],
  ['registrationRateHook', 'REGISTRY', 'sageRegistry'],
];

/** Whether a contract works with the others of the suite, as its views tell. */
export async function checkLinks({ reader, config }: Suite, findings: Findings, part: Part): Promise<void> {
  for (const [from, view, to] of LINKS) {
    if (from !== part || !reader.has(to)) continue;
    const found = await reader.read(part, view);
    findings.expect({ code: 'link', part, field: view }, found, reader.of(to).address);
  }
  if (part !== 'sageRegistry') return;
  const parameters = await reader.fields(part, 'getParameters');
  const verifiers = {
    p256Verifier: reader.has('p256Verifier') ? reader.of('p256Verifier').address : ZeroAddress,
    ed25519Verifier: config.ed25519Verifier,
  };
  for (const [name, address] of Object.entries(verifiers)) {
    findings.expect({ code: 'link', part, field: name }, parameters(name), address);
  }
}
