import { ChainError } from '../chain/ChainError.ts';
import { decodeBase64 } from '../encoding/decodeBase64.ts';
import { decodeUtf8 } from '../encoding/decodeUtf8.ts';
import { TeeError } from '../tee/TeeError.ts';
import { OWN_VERIFIER } from './bundlePolicy.ts';
import { readDcapCollateral, readSnpCollateral } from './evidence/collateralTexts.ts';
import { createTeeEvidenceVerifier } from './evidence/createTeeEvidenceVerifier.ts';
import { COLLATERAL_URIS, refuse } from './evidence/judgeTeeEvidence.ts';
import type { TeeEvidenceOptions, TeeEvidenceRules } from './evidence/types.ts';
import type { BundledContent, EvidenceBundle, TeeEvidenceVerifier } from './types.ts';

/**
 * The policy of a bundle with functions in it again, but for reader, fetcher and clock.
 *
 * @param bundle Of any content: what is wrong in its policy is found when it is used.
 * @param given Judges TEE evidence in place of what the bundle says.
 */
export function revivePolicy({ policy, contents }: EvidenceBundle, given: TeeEvidenceVerifier | undefined): object {
  const { maxAge, tee, ...rest } = policy as Record<string, unknown>;
  const isAsked = typeof tee === 'object' && tee !== null;
  return {
    ...rest,
    ...(isAsked ? { tee: reviveTee(tee, contents, given) } : {}),
    ...(maxAge === undefined ? {} : { maxAge: maxAge === 'Infinity' ? Infinity : maxAge }),
  };
}

function reviveTee(
  tee: object,
  contents: readonly BundledContent[],
  given: TeeEvidenceVerifier | undefined,
): Readonly<Record<string, unknown>> {
  const { verifyEvidence, ...rest } = tee as Record<string, unknown>;
  if (verifyEvidence === undefined) return rest;
  if (given !== undefined) return { ...rest, verifyEvidence: given };
  return {
    ...rest,
    verifyEvidence: verifyEvidence === OWN_VERIFIER ? missing : createRecorded(verifyEvidence, contents),
  };
}

function missing(): never {
  const message = 'the policy judged evidence by a function of its own; replay with verifyEvidence';
  throw new ChainError('recording-incomplete', message);
}

/** The rules of the bundle, with the collateral that it holds. What was no collateral of ours is no missing one. */
function createRecorded(rules: unknown, contents: readonly BundledContent[]): TeeEvidenceVerifier {
  const read = <T>(uri: string, parse: (text: string) => T): T | undefined => {
    const content = contents.find((one) => one.uri === uri);
    if (content === undefined) return undefined;
    const bytes = 'bytes' in content ? decodeBase64(content.bytes) : undefined;
    const text = bytes === undefined ? undefined : decodeUtf8(bytes);
    if (text === undefined) throw new TeeError('collateral-malformed', `${uri}: no text in base64`);
    return parse(text);
  };
  const create = (collateral: Pick<TeeEvidenceOptions, 'intel' | 'amd'>): TeeEvidenceVerifier =>
    createTeeEvidenceVerifier({ ...(rules as TeeEvidenceRules), ...collateral });
  try {
    return create({
      intel: read(COLLATERAL_URIS.intel, readDcapCollateral),
      amd: read(COLLATERAL_URIS.amd, readSnpCollateral),
    });
  } catch (error) {
    if (!(error instanceof TeeError)) throw error;
    const refused = refuse(error.code, error.message);
    return () => refused;
  }
}
