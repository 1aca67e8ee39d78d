import { integer, text } from './readArgs.ts';
import type { SuiteEvent } from './types.ts';

/** Numbers of `ITEEKeyRegistry.ProposalStatus`. */
export const PROPOSAL_STATUS = ['None', 'Open', 'Approved', 'Rejected', 'Lapsed', 'Withdrawn'] as const;

/** A round of a staked request, by its events. */
export interface RequestRound {
  readonly opened: SuiteEvent;
  /** How many had to commit; with fewer the round expires, and nobody has to reveal. */
  readonly minValidators: number;
  readonly committed: number;
  readonly revealed: number;
  readonly finalized: SuiteEvent | undefined;
}

/** A proposal of a TEE key, by its events. */
export interface KeyProposal {
  readonly proposed: SuiteEvent;
  /** Seconds since 1970. */
  readonly endsAt: number;
  readonly votes: readonly SuiteEvent[];
  readonly settled: SuiteEvent | undefined;
}

/** Events by which something that is being followed has come to its end. */
const LAST_EVENTS: Readonly<Record<string, readonly string[]>> = {
  request: ['StakedRequestFinalized'],
  proposal: ['TEEKeySettled'],
  operation: ['CallExecuted', 'Cancelled'],
  transaction: ['TransactionExecuted'],
};

/** What the events are about that later ones need. */
const SUBJECTS: Readonly<Record<string, (event: SuiteEvent) => readonly string[]>> = {
  StakedRequestOpened: ofRound,
  StakedVerdictCommitted: ofRound,
  StakedVerdictRevealed: ofRound,
  StakedRequestFinalized: ofRound,
  TEEKeyProposed: ofProposal,
  TEEKeyVoted: ofProposal,
  TEEKeySettled: ofSettlement,
  TEEKeyRevoked: ofKey,
  CallScheduled: ofOperation,
  CallExecuted: ofOperation,
  Cancelled: ofOperation,
  TransactionProposed: ofTransaction,
  TransactionExecuted: ofTransaction,
  TEEKeyParametersSet: ofName,
  MinDelayChange: ofName,
  ThresholdChanged: ofName,
};

/** Names of the events that are remembered. */
export const REMEMBERED_EVENTS: readonly string[] = Object.keys(SUBJECTS);

/**
 * The events that later ones are judged by, and nothing else: those of open rounds, proposals, operations and transactions, the
 * last decision about each key, the last change of what holds. Because it holds events and no conclusions, a reorganisation is
 * undone by dropping those of the blocks that are gone.
 */
export class History {
  #events: SuiteEvent[] = [];
  readonly #bySubject = new Map<string, SuiteEvent[]>();

  constructor(events: readonly SuiteEvent[] = []) {
    for (const event of events) this.add(event);
  }

  /** In the order of the chain. */
  get events(): readonly SuiteEvent[] {
    return this.#events;
  }

  /** Takes up the next event of the chain, if later ones need it. */
  add(event: SuiteEvent): void {
    const subjects = subjectsOf(event);
    if (subjects.length === 0) return;
    this.#events.push(event);
    for (const subject of subjects) {
      const known = this.#bySubject.get(subject);
      if (known === undefined) this.#bySubject.set(subject, [event]);
      else known.push(event);
    }
  }

  /** The history without the blocks after `block`. */
  until(block: number): History {
    return new History(this.#events.filter((event) => event.block <= block));
  }

  /**
   * The history without what ended so long ago that no reorganisation can bring it back.
   *
   * @param final The last block that can't be replaced any more.
   */
  pruned(final: number): History {
    const kept = new Set<SuiteEvent>();
    for (const [subject, events] of this.#bySubject)
      for (const event of neededOf(subject, events, final)) kept.add(event);
    return new History(this.#events.filter((event) => kept.has(event)));
  }

  /** The last event of a name, before the events that are still to come. */
  latest(name: string): SuiteEvent | undefined {
    return this.#bySubject.get(`latest:${name}`)?.at(-1);
  }

  /** A round; undefined when its opening isn't known. */
  round(requestHash: string, round: string): RequestRound | undefined {
    return readRound(this.#bySubject.get(`request:${requestHash}:${round}`) ?? []);
  }

  /** Rounds that are not finalized. */
  openRounds(): readonly RequestRound[] {
    return this.#of('request')
      .flatMap((events) => readRound(events) ?? [])
      .filter(({ finalized }) => !finalized);
  }

  /** A proposal; undefined when its making isn't known. */
  proposal(proposalId: string): KeyProposal | undefined {
    return readProposal(this.#bySubject.get(`proposal:${proposalId}`) ?? []);
  }

  /** Proposals that are not settled or withdrawn. */
  openProposals(): readonly KeyProposal[] {
    return this.#of('proposal')
      .flatMap((events) => readProposal(events) ?? [])
      .filter(({ settled }) => !settled);
  }

  /** How many operations wait in the timelock. */
  pendingOperations(): number {
    return this.#of('operation').filter((events) => !hasEnded('operation', events, Infinity)).length;
  }

  /** What was decided last about a key; undefined for nothing, and after an approval. */
  refusalOf(keyId: string): 'rejected' | 'revoked' | undefined {
    const last = this.#bySubject.get(`key:${keyId}`)?.at(-1);
    if (last === undefined || isApproval(last)) return undefined;
    return last.name === 'TEEKeyRevoked' ? 'revoked' : 'rejected';
  }

  /** Wei that a proposed transaction of the wallet sends. */
  amountOf(transactionId: string): string | undefined {
    const proposed = this.#bySubject.get(`transaction:${transactionId}`)?.[0];
    return proposed?.name === 'TransactionProposed' ? text(proposed, 'amount') : undefined;
  }

  #of(kind: string): readonly (readonly SuiteEvent[])[] {
    return [...this.#bySubject].filter(([subject]) => kindOf(subject) === kind).map(([, events]) => events);
  }
}

/** What an event is about. Events about nothing that later ones need are not kept. */
function subjectsOf(event: SuiteEvent): readonly string[] {
  return SUBJECTS[event.name]?.(event) ?? [];
}

function ofRound(event: SuiteEvent): readonly string[] {
  return [`request:${text(event, 'requestHash')}:${text(event, 'round')}`];
}

function ofProposal(event: SuiteEvent): readonly string[] {
  return [`proposal:${text(event, 'proposalId')}`];
}

function ofSettlement(event: SuiteEvent): readonly string[] {
  return isDecision(event) ? [...ofProposal(event), ...ofKey(event)] : ofProposal(event);
}

function ofKey(event: SuiteEvent): readonly string[] {
  return [`key:${text(event, 'keyId')}`];
}

function ofOperation(event: SuiteEvent): readonly string[] {
  return [`operation:${text(event, 'id')}`];
}

function ofTransaction(event: SuiteEvent): readonly string[] {
  return [`transaction:${text(event, 'transactionId')}`];
}

function ofName({ name }: SuiteEvent): readonly string[] {
  return [`latest:${name}`];
}

function neededOf(subject: string, events: readonly SuiteEvent[], final: number): readonly SuiteEvent[] {
  const kind = kindOf(subject);
  if (kind in LAST_EVENTS) return hasEnded(kind, events, final) ? [] : events;
  const later = events.filter(({ block }) => block > final);
  const last = events.filter(({ block }) => block <= final).at(-1);
  return last === undefined || (kind === 'key' && isApproval(last)) ? later : [last, ...later];
}

/** The last event decides: a cancelled operation can be scheduled again. */
function hasEnded(kind: string, events: readonly SuiteEvent[], final: number): boolean {
  const last = events.at(-1);
  return last !== undefined && last.block <= final && LAST_EVENTS[kind]?.includes(last.name) === true;
}

function kindOf(subject: string): string {
  return subject.slice(0, subject.indexOf(':'));
}

function statusOf(settled: SuiteEvent): string | undefined {
  return PROPOSAL_STATUS[Number(text(settled, 'status'))];
}

/** An approval without trust came too late: the key was revoked meanwhile, and stays so. */
function isApproval(event: SuiteEvent): boolean {
  return event.name === 'TEEKeySettled' && statusOf(event) === 'Approved';
}

function isDecision(settled: SuiteEvent): boolean {
  return statusOf(settled) === 'Rejected' || (isApproval(settled) && integer(settled, 'trustedUntil') > 0n);
}

function readRound(events: readonly SuiteEvent[]): RequestRound | undefined {
  const opened = events.find(({ name }) => name === 'StakedRequestOpened');
  if (opened === undefined) return undefined;
  const count = (wanted: string): number => events.filter(({ name }) => name === wanted).length;
  const terms = opened.args['terms'] as Readonly<Record<string, string>>;
  return {
    opened,
    minValidators: Number(terms['minValidators']),
    committed: count('StakedVerdictCommitted'),
    revealed: count('StakedVerdictRevealed'),
    finalized: events.find(({ name }) => name === 'StakedRequestFinalized'),
  };
}

function readProposal(events: readonly SuiteEvent[]): KeyProposal | undefined {
  const proposed = events.find(({ name }) => name === 'TEEKeyProposed');
  if (proposed === undefined) return undefined;
  return {
    proposed,
    endsAt: proposed.time + Number(integer(proposed, 'votingPeriod')),
    votes: events.filter(({ name }) => name === 'TEEKeyVoted'),
    settled: events.find(({ name }) => name === 'TEEKeySettled'),
  };
}
