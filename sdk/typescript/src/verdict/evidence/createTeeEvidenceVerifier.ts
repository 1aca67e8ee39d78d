import type { JsonValue, RecordInput, TeeEvidence, TeeEvidenceVerifier } from '../types.ts';
import { VerdictError } from '../VerdictError.ts';
import { judgeTeeEvidence } from './judgeTeeEvidence.ts';
import type { TeeEvidenceOptions, TeeEvidenceRules } from './types.ts';

const HEX = /^0x(?:[0-9a-f]{2})+$/i;
const MOMENTS: readonly unknown[] = ['now', 'proposal'];

/** A verifier whose rules go into bundles. */
export type ReplayableVerifier = TeeEvidenceVerifier & { readonly toJSON: () => Readonly<Record<string, JsonValue>> };

/**
 * Makes the `verifyEvidence` of a policy: SGX and TDX by `verifyQuote`, SEV-SNP by `verifySnpReport`, Nitro by
 * `verifyNitroDocument`. Besides what the options ask for, the evidence must bind the registered key (`createKeyBinding`;
 * either spelling of a point) and have the measurement that the TEE key registry holds (`computeTeeMeasurement`).
 *
 * The verdict carries the code of the verification as `tee-evidence/…`. A source that fails counts as one that has nothing,
 * and the message tells how it failed. Rules and collateral go into the bundle, so that `replay` judges the evidence again
 * without any of the caller's functions.
 *
 * Trust: the vendors' roots. Collateral is signed by them, so its source only has to be there.
 *
 * @param options What is accepted, at which moment, and where collateral comes from.
 * @throws VerdictError `policy-invalid`
 */
export function createTeeEvidenceVerifier(options: TeeEvidenceOptions = {}): ReplayableVerifier {
  checkOptions(options);
  const { policy, nonce, roots, judgeAt } = options;
  const rules: TeeEvidenceRules = { policy, nonce, roots, judgeAt };
  const verify = (evidence: TeeEvidence, record: RecordInput): ReturnType<typeof judgeTeeEvidence> =>
    judgeTeeEvidence(evidence, options, record);
  const toJSON = (): Readonly<Record<string, JsonValue>> =>
    JSON.parse(JSON.stringify(rules)) as Readonly<Record<string, JsonValue>>;
  return Object.assign(verify, { toJSON });
}

function checkOptions({ nonce, judgeAt = {}, roots }: TeeEvidenceOptions): void {
  if (nonce !== undefined && !HEX.test(nonce)) throw fault('nonce', nonce, 'give bytes as 0x and hex digits');
  for (const [kind, moment] of Object.entries(judgeAt)) {
    if (!MOMENTS.includes(moment)) throw fault(`judgeAt.${kind}`, moment, 'give now or proposal');
  }
  if (roots?.length === 0) throw fault('roots', '[]', 'leave it out for the pinned roots');
}

function fault(field: string, value: unknown, wayOut: string): VerdictError {
  return new VerdictError('policy-invalid', `TEE evidence: ${field} can't be ${String(value)}; ${wayOut}`, {
    details: { field, value },
  });
}
