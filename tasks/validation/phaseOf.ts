import type { Status } from './staked.ts';
import type { StakedRequest } from './readRequest.ts';

/** Where a round is: an open one in one of three parts, else how it ended. */
export type Phase = 'commit' | 'reveal' | 'finalize' | Exclude<Status, 'none' | 'open'>;

/** Somebody's right in a round. */
export interface Right {
  readonly who: string;
  readonly what: string;
  /** Unix seconds, included; null when it is so now. */
  readonly from: bigint | null;
  /** Unix seconds, excluded; null for no end. */
  readonly until: bigint | null;
}

type Round = Pick<
  StakedRequest,
  'status' | 'mode' | 'commitEnd' | 'revealEnd' | 'committed' | 'revealed' | 'minValidators' | 'teeResponse'
>;

/** Whether a round can be finalized at a time, as the contract's `finalize` sees it. */
export function canFinalize(round: Round, now: bigint): boolean {
  const { status, mode, commitEnd, revealEnd, committed, revealed, minValidators, teeResponse } = round;
  if (status !== 'open' || now < commitEnd) return false;
  if (mode === 'tee' || now >= revealEnd || committed < minValidators) return true;
  return revealed === committed && (mode === 'stake' || teeResponse !== null);
}

/** The phase of a round at a time. */
export function phaseOf(round: Round, now: bigint): Phase {
  const { status } = round;
  if (status !== 'open' && status !== 'none') return status;
  if (now < round.commitEnd) return 'commit';
  return canFinalize(round, now) ? 'finalize' : 'reveal';
}

/** Who can do what in a round at a time, and until when. */
export function rightsIn(round: Round, now: bigint): Right[] {
  const { mode, commitEnd, revealEnd } = round;
  const phase = phaseOf(round, now);
  const right = (who: string, what: string, until: bigint | null = null, from: bigint | null = null): Right => ({
    who,
    what,
    from,
    until,
  });
  const finalize = (from: bigint | null): Right => right('anybody', 'finalize', null, from);
  if (phase === 'disputed' || phase === 'expired') {
    return [right("the agent's side, and whom it authorized", 'open the next round')];
  }
  if (phase === 'decided') return [];
  if (phase === 'finalize') return [finalize(null)];
  if (phase === 'commit' && mode === 'tee') {
    return [right('the holder of a trusted TEE key', 'answer', commitEnd), finalize(commitEnd)];
  }
  if (phase === 'commit') {
    const judges = "anybody but the requester and the agent's side";
    return [
      right(judges, 'commit to a verdict', commitEnd),
      right('who committed', 'reveal', revealEnd, commitEnd),
      ...(mode === 'hybrid' ? [right('the holder of a trusted TEE key', 'answer', revealEnd, commitEnd)] : []),
      finalize(revealEnd),
    ];
  }
  const answers = mode === 'hybrid' && round.teeResponse === null;
  const tee = answers ? [right('the holder of a trusted TEE key', 'answer', revealEnd)] : [];
  return [right('who committed', 'reveal', revealEnd), ...tee, finalize(revealEnd)];
}
