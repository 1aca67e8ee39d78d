import type { ChainReader } from '../chain/createChainReader.ts';
import { describeReason } from './describeReason.ts';
import type { Fault } from './Fault.ts';
import type { Judgement } from './Judgement.ts';
import type { BundledMessage, EvidenceBundle, JsonValue, Verdict } from './types.ts';

export interface Conclusion {
  readonly kind: EvidenceBundle['kind'];
  readonly reader: ChainReader;
  readonly did: string | null;
  readonly message: () => BundledMessage | null;
  readonly policy: () => Readonly<Record<string, JsonValue>>;
  readonly nonceStored: boolean;
  readonly signature?: Verdict['signature'];
}

/**
 * Ends a judgement.
 *
 * @param judgement What was found.
 * @param fault Why it isn't valid; undefined when it is.
 * @param conclusion What the bundle needs besides.
 */
export function conclude(judgement: Judgement, fault: Fault | undefined, conclusion: Conclusion): Verdict {
  const code = fault?.code ?? 'ok';
  const { verdict: status, meaning, wayOut } = describeReason(code);
  if (fault !== undefined) judgement.checks.push({ name: fault.check, status, code, facts: fault.facts });
  const message = [meaning, fault?.detail, wayOut].filter((part) => part !== undefined && part !== '').join('; ');
  const block = judgement.facts?.block;
  const { signature, reader } = conclusion;
  return {
    status,
    code,
    message,
    checks: judgement.checks,
    block,
    isFinal: block?.finality === 'finalized',
    // Before the signature was found right, the message only claims who sent it.
    subject: conclusion.kind === 'agent' || signature !== undefined ? judgement.subject : undefined,
    ...(signature === undefined ? {} : { signature }),
    ...(fault?.cause === undefined ? {} : { cause: fault.cause }),
    bundle: () => ({
      format: 'sage-evidence/1',
      kind: conclusion.kind,
      judgedAt: judgement.now,
      chainId: reader.chainId,
      contracts: Object.fromEntries(Object.entries(reader.contracts).filter(([, address]) => address !== undefined)),
      logsFrom: reader.logsFrom,
      block: block ?? null,
      did: conclusion.did,
      message: conclusion.message(),
      policy: conclusion.policy(),
      answers: [...judgement.answers],
      contents: judgement.contents,
      nonceStored: conclusion.nonceStored,
      verdict: { status, code, checks: judgement.checks },
    }),
  };
}
