import { ECHO_ACCOUNT, type Cast, type SignatureForm } from './cast.ts';
import { must } from './must.ts';
import { Material } from './material.ts';
import type { Outcome, ReferenceModel } from './model.ts';
import type { FeedbackInput, Operation, OperationOf } from './operations.ts';
import type { Random } from './random.ts';
import { ZERO_ADDRESS, agentOf, feedbackOf, isAgentSide, type Request } from './state.ts';
import { MAX_AGENT_ID } from './views.ts';

/** A way to go wrong, and the error it must end in. */
export interface Scenario {
  readonly name: string;
  readonly error: string;
  /** Undefined where the state has no occasion for it now. */
  readonly make: () => Operation | undefined;
}

export interface Generated {
  readonly op: Operation;
  readonly scenario: Scenario | undefined;
}

interface Fault<T> {
  readonly name: string;
  readonly error: string;
  /** Undefined where the state has no occasion for it now. */
  readonly change: (op: T) => Partial<T> | undefined;
}

interface TransferArgs {
  readonly sender: string;
  readonly from: string;
  readonly to: string;
  readonly agentId: bigint;
}

interface FeedbackRef {
  readonly agentId: bigint;
  readonly client: string;
  readonly index: bigint;
}

const FAULT_PERCENT = 14;
/** Share of the faulty operations that have a second fault. */
const MIXED_PERCENT = 25;
const HOT_AGENTS = 25;
const RECENT_AGENTS = 40;
/** Feedback that is answered so often that the count of responses outgrows a small field. */
const FAVOURITES = 2;
/** Operators are made and unmade so that about this share of the pairs exists. */
const OPERATOR_PERCENT = 8;
const WALLET_DELAY = 300;
const BAD_FORMS: readonly SignatureForm[] = ['other chain', 'other registry', 'high s', 'compact', 'cut', 'empty'];

/** Random operations on the state that the model has reached; most of them fit it. */
export class Generator {
  readonly #random: Random;
  readonly #model: ReferenceModel;
  readonly #cast: Cast;
  readonly #material: Material;
  readonly #feedback: FeedbackRef[] = [];
  readonly #requests: Request[] = [];
  readonly #walletChanges: OperationOf<'setAgentWallet'>[] = [];
  readonly scenarios: readonly Scenario[];
  #deck: Scenario[] = [];

  constructor(random: Random, model: ReferenceModel, cast: Cast) {
    this.#random = random;
    this.#model = model;
    this.#cast = cast;
    this.#material = new Material(random);
    this.scenarios = [...this.#identityScenarios(), ...this.#reputationScenarios(), ...this.#validationScenarios()];
  }

  next(): Generated {
    if (this.#agentCount() >= HOT_AGENTS && this.#random.chance(FAULT_PERCENT)) {
      for (;;) {
        if (this.#deck.length === 0) this.#deck = this.#random.shuffled(this.scenarios);
        const scenario = must(this.#deck.pop());
        const op = scenario.make();
        if (op !== undefined) return { op, scenario };
      }
    }
    return { op: this.#fitting(), scenario: undefined };
  }

  /** Remembers what later operations can refer to. */
  learn(op: Operation, outcome: Outcome): void {
    if (!outcome.ok) return;
    for (const { name, args } of outcome.events) {
      if (name !== 'NewFeedback') continue;
      this.#feedback.push({ agentId: args[0] as bigint, client: args[1] as string, index: args[2] as bigint });
    }
    if (op.kind === 'setAgentWallet') this.#walletChanges.push(op);
    if (op.kind === 'validationRequest') {
      const request = this.#model.state.validation.requests.get(op.requestHash);
      if (request !== undefined) this.#requests.push(request);
    }
  }

  #fitting(): Operation {
    if (this.#agentCount() < HOT_AGENTS) return this.#registerBatch();
    const make = this.#random.weighted<() => Operation | undefined>([
      [1, () => ({ kind: 'register', sender: this.#actor() })],
      [1.5, () => ({ kind: 'registerWithURI', sender: this.#actor(), uri: this.#material.uri() })],
      [1.2, () => this.#registerWithMetadata()],
      [0.4, () => this.#registerBatch()],
      [1, () => this.#registerFor()],
      [5, () => this.#setAgentURI()],
      [6, () => this.#setMetadata()],
      [6, () => this.#setAgentWallet()],
      [3, () => this.#unsetAgentWallet()],
      [6, () => this.#approve()],
      [3, () => this.#setApprovalForAll()],
      [4, () => ({ kind: 'transferFrom', ...this.#transfer() })],
      [3, () => ({ kind: 'safeTransferFrom', ...this.#transfer() })],
      [2, () => ({ kind: 'safeTransferFromWithData', ...this.#transfer(), data: this.#material.metadataValue() })],
      [25, () => this.#giveFeedback()],
      [2, () => this.#giveFeedbackBatch()],
      [8, () => this.#revokeFeedback()],
      [8, () => this.#appendResponse()],
      [9, () => this.#validationRequest()],
      [10, () => this.#validationResponse()],
    ]);
    return make() ?? this.#fitting();
  }

  // Choices

  #agentCount(): number {
    return this.#model.state.identity.agents.length;
  }

  #actor(): string {
    return this.#random.pick(this.#cast.actors);
  }

  /** An agent that exists: often a new one, often one of the few that everybody uses. */
  #agentId(): bigint {
    const count = this.#agentCount();
    return BigInt(
      this.#random.weighted<() => number>([
        [35, () => count - 1 - this.#random.below(Math.min(RECENT_AGENTS, count))],
        [35, () => this.#random.below(Math.min(HOT_AGENTS, count))],
        [30, () => this.#random.below(count)],
      ])(),
    );
  }

  #unknownAgentId(): bigint {
    const count = BigInt(this.#agentCount());
    const random = this.#random;
    // The next ids may be given out before the operation is performed; the others are far ahead.
    return random.pick([count, count + BigInt(random.between(500, 5000)), MAX_AGENT_ID - random.bigint(8)]);
  }

  #owner(agentId: bigint): string {
    return this.#model.views.agent(agentId).owner;
  }

  #isSide(agentId: bigint, account: string): boolean {
    return isAgentSide(this.#model.state, this.#model.views.agent(agentId), account);
  }

  /** Somebody who may act for the agent; in about a third of the cases not the owner, where there is another. */
  #controller(agentId: bigint): string {
    if (this.#random.chance(65)) return this.#owner(agentId);
    const side = this.#cast.actors.filter((actor) => this.#isSide(agentId, actor));
    return side.length === 0 ? this.#owner(agentId) : this.#random.pick(side);
  }

  #stranger(agentId: bigint): string | undefined {
    const strangers = this.#cast.actors.filter((actor) => !this.#isSide(agentId, actor));
    return strangers.length === 0 ? undefined : this.#random.pick(strangers);
  }

  /** An agent for which somebody acts who isn't its owner, as operator or as approved account. */
  #deputy(as: 'operator' | 'approved'): { agentId: bigint; deputy: string } | undefined {
    for (let attempt = 0; attempt < 20; ++attempt) {
      const agentId = this.#agentId();
      const { owner, approved } = this.#model.views.agent(agentId);
      const isOperator = (account: string): boolean => this.#model.state.identity.operators.has(`${owner}/${account}`);
      if (as === 'approved') {
        if (approved !== ZERO_ADDRESS && approved !== owner && !isOperator(approved)) {
          return { agentId, deputy: approved };
        }
        continue;
      }
      const operators = this.#cast.actors.filter((actor) => actor !== owner && isOperator(actor));
      if (operators.length > 0) return { agentId, deputy: this.#random.pick(operators) };
    }
    return undefined;
  }

  #feedbackRef(): FeedbackRef | undefined {
    if (this.#feedback.length === 0) return undefined;
    return this.#random.chance(50)
      ? this.#feedback[this.#feedback.length - 1 - this.#random.below(Math.min(200, this.#feedback.length))]
      : this.#random.pick(this.#feedback);
  }

  #request(): Request | undefined {
    if (this.#requests.length === 0) return undefined;
    return this.#random.chance(50)
      ? this.#requests[this.#requests.length - 1 - this.#random.below(Math.min(100, this.#requests.length))]
      : this.#random.pick(this.#requests);
  }

  /**
   * Operations that would succeed but for one thing. The faults are in the order of the contract's checks; now and then
   * a later one comes along, which must not be the one that is told.
   */
  #faults<T extends object>(
    make: () => T | undefined,
    faults: readonly Fault<T>[],
    finish: (bad: T, good: T) => Operation,
  ): Scenario[] {
    return faults.map(({ name, error, change }, i) => ({
      name,
      error,
      make: () => {
        const good = make();
        const changed = good && change(good);
        if (good === undefined || changed === undefined) return undefined;
        const later = faults.slice(i + 1);
        const more = later.length > 0 && this.#mixed() ? this.#random.pick(later).change(good) : undefined;
        return finish({ ...good, ...more, ...changed }, good);
      },
    }));
  }

  /** Whether to add a second fault. */
  #mixed(): boolean {
    return this.#random.chance(MIXED_PERCENT);
  }

  // Identity

  #registerWithMetadata(): OperationOf<'registerWithMetadata'> {
    const count = this.#random.chance(2) ? 32 : this.#random.below(5);
    const metadata = Array.from({ length: count }, (): readonly [string, string] => [
      this.#material.metadataKey(),
      count === 32 ? this.#random.hex(this.#random.below(40)) : this.#material.metadataValue(),
    ]);
    const length = metadata.reduce((sum, [, value]) => sum + value.length / 2 - 1, 0);
    return {
      kind: 'registerWithMetadata',
      sender: this.#actor(),
      uri: this.#material.uri(),
      metadata: length > 8192 ? metadata.slice(0, 1) : metadata,
    };
  }

  #registerBatch(): OperationOf<'registerBatch'> {
    const count = this.#random.chance(2) ? 50 : this.#random.between(1, 6);
    const uris = Array.from({ length: count }, () => {
      const uri = this.#material.uri();
      return uri.length > 900 ? uri.slice(0, 100) : uri;
    });
    return { kind: 'registerBatch', sender: this.#actor(), uris };
  }

  /** Also by a contract that couldn't receive an agent, and now and then for the caller itself. */
  #registerFor(): OperationOf<'registerFor'> {
    const sender = this.#random.chance(20) ? this.#random.pick(this.#cast.rejectingSenders) : this.#actor();
    return { kind: 'registerFor', sender, owner: this.#actor(), uri: this.#material.uri() };
  }

  #setAgentURI(): Operation {
    const agentId = this.#agentId();
    return { kind: 'setAgentURI', sender: this.#controller(agentId), agentId, uri: this.#material.uri() };
  }

  #setMetadata(): Operation {
    const agentId = this.#agentId();
    const [key, value] = [this.#material.metadataKey(), this.#material.metadataValue()];
    return { kind: 'setMetadata', sender: this.#controller(agentId), agentId, key, value };
  }

  /** A deadline that the contract accepts for the agent now, if there is one. */
  #deadline(agentId: bigint): bigint | undefined {
    const { lastDeadline } = this.#model.views.agent(agentId);
    const { time } = this.#model;
    const least = lastDeadline >= time ? lastDeadline + 1n : time;
    const latest = time + BigInt(WALLET_DELAY);
    if (least > latest) return undefined;
    // Often a near one, so that the next change has room.
    if (this.#random.chance(50)) return least;
    return this.#random.chance(5) ? latest : least + BigInt(this.#random.below(Number(latest - least) + 1));
  }

  #signedWallet(
    agentId: bigint,
    deadline: bigint,
    change: { owner?: string; signer?: string; form?: SignatureForm; newWallet?: string } = {},
  ): OperationOf<'setAgentWallet'> {
    const newWallet = change.newWallet ?? this.#random.pick(this.#cast.keyHolders);
    const { consent, signature } = this.#cast.sign(
      {
        agentId,
        newWallet,
        deadline,
        owner: change.owner ?? this.#model.ownerOf(agentId),
        signer: change.signer ?? (newWallet === ECHO_ACCOUNT ? must(this.#cast.keyHolders[0]) : newWallet),
      },
      change.form ?? 'good',
    );
    const sender = agentOf(this.#model.state, agentId) === undefined ? this.#actor() : this.#controller(agentId);
    return { kind: 'setAgentWallet', sender, agentId, newWallet, deadline, signature, consent };
  }

  #setAgentWallet(): Operation | undefined {
    const agentId = this.#agentId();
    const deadline = this.#deadline(agentId);
    if (deadline === undefined) return undefined;
    // The contract account is asked by ERC-1271 and says yes.
    return this.#signedWallet(agentId, deadline, this.#random.chance(8) ? { newWallet: ECHO_ACCOUNT } : {});
  }

  #unsetAgentWallet(): Operation {
    const agentId = this.#agentId();
    return { kind: 'unsetAgentWallet', sender: this.#controller(agentId), agentId };
  }

  #approve(): Operation {
    const agentId = this.#agentId();
    const owner = this.#owner(agentId);
    const operators = this.#cast.actors.filter((actor) =>
      this.#model.state.identity.operators.has(`${owner}/${actor}`),
    );
    const sender = operators.length > 0 && this.#random.chance(30) ? this.#random.pick(operators) : owner;
    return { kind: 'approve', sender, agentId, to: this.#random.chance(25) ? ZERO_ADDRESS : this.#actor() };
  }

  #setApprovalForAll(): Operation {
    const pairs = [...this.#model.state.identity.operators];
    const share = (100 * pairs.length) / this.#cast.actors.length ** 2;
    if (share > OPERATOR_PERCENT && this.#random.chance(75)) {
      const [sender, operator] = this.#random.pick(pairs).split('/') as [string, string];
      return { kind: 'setApprovalForAll', sender, operator, approved: false };
    }
    const approved = this.#random.chance(90);
    return { kind: 'setApprovalForAll', sender: this.#actor(), operator: this.#actor(), approved };
  }

  #transfer(): TransferArgs {
    const agentId = this.#agentId();
    return { sender: this.#controller(agentId), from: this.#owner(agentId), to: this.#actor(), agentId };
  }

  #anyTransfer(transfer: TransferArgs): Operation {
    return this.#random.weighted<Operation>([
      [2, { kind: 'transferFrom', ...transfer }],
      [1, { kind: 'safeTransferFrom', ...transfer }],
      [1, { kind: 'safeTransferFromWithData', ...transfer, data: '0x' }],
    ]);
  }

  #walletScenarios(): Scenario[] {
    /** For an agent with room for another deadline. */
    const roomy = (
      make: (agentId: bigint, deadline: bigint) => Operation | undefined,
    ): (() => Operation | undefined) => {
      return () => {
        const agentId = this.#agentId();
        const deadline = this.#deadline(agentId);
        return deadline === undefined ? undefined : make(agentId, deadline);
      };
    };
    /** Keys without code: of the others every signature is accepted. */
    const plain = (): string => this.#random.pick(this.#cast.keyHolders.filter((key) => !this.#cast.codes.has(key)));
    const badForm = (): { form?: SignatureForm } => (this.#mixed() ? { form: 'empty' } : {});
    const signature = 'IdentityInvalidWalletSignature';
    return [
      {
        name: 'wallet set by a stranger',
        error: 'IdentityNotAuthorized',
        make: roomy((agentId, deadline) => {
          const sender = this.#stranger(agentId);
          if (sender === undefined) return undefined;
          const op = this.#signedWallet(agentId, this.#mixed() ? 1n : deadline);
          return { ...op, sender, newWallet: this.#mixed() ? ZERO_ADDRESS : op.newWallet };
        }),
      },
      {
        name: 'wallet of an unknown agent',
        error: 'ERC721NonexistentToken',
        make: () => this.#signedWallet(this.#unknownAgentId(), this.#model.time),
      },
      {
        name: 'zero wallet',
        error: 'IdentityZeroWallet',
        make: roomy((agentId, deadline) => ({
          ...this.#signedWallet(agentId, this.#mixed() ? 1n : deadline),
          newWallet: ZERO_ADDRESS,
        })),
      },
      {
        name: 'deadline passed',
        error: 'IdentityWalletDeadlineExpired',
        make: () =>
          this.#signedWallet(
            this.#agentId(),
            this.#model.time - BigInt(this.#random.pick([1, 1, 2, 300, 100_000])),
            badForm(),
          ),
      },
      {
        name: 'deadline too far',
        error: 'IdentityWalletDeadlineTooFar',
        make: () => {
          const ahead = this.#random.pick([1n, 1n, 2n, 3600n, 2n ** 96n, 2n ** 200n]);
          return this.#signedWallet(this.#agentId(), this.#model.time + BigInt(WALLET_DELAY) + ahead, badForm());
        },
      },
      {
        name: 'deadline not later',
        error: 'IdentityWalletDeadlineNotLater',
        make: () => {
          const change = this.#recentWalletChange();
          if (change === undefined) return undefined;
          const { lastDeadline } = this.#model.views.agent(change.agentId);
          return this.#signedWallet(change.agentId, lastDeadline, badForm());
        },
      },
      {
        name: 'wallet signature used again',
        error: 'IdentityWalletDeadlineNotLater',
        make: () => {
          const change = this.#recentWalletChange();
          return change === undefined ? undefined : { ...change, sender: this.#controller(change.agentId) };
        },
      },
      {
        name: 'signed by another key',
        error: signature,
        make: roomy((agentId, deadline) => {
          const newWallet = plain();
          const signer = this.#random.pick(this.#cast.keyHolders.filter((key) => key !== newWallet));
          return this.#signedWallet(agentId, deadline, { newWallet, signer });
        }),
      },
      {
        name: 'signed for another owner',
        error: signature,
        make: roomy((agentId, deadline) => {
          const others = this.#cast.actors.filter((actor) => actor !== this.#owner(agentId));
          return this.#signedWallet(agentId, deadline, { newWallet: plain(), owner: this.#random.pick(others) });
        }),
      },
      {
        name: 'signed for another deadline',
        error: signature,
        make: roomy((agentId, deadline) => {
          const op = this.#signedWallet(agentId, deadline + 1n, { newWallet: plain() });
          return { ...op, deadline };
        }),
      },
      {
        name: 'signed for another agent',
        error: signature,
        make: roomy((agentId, deadline) => {
          const owner = this.#owner(agentId);
          const op = this.#signedWallet(agentId + 1n, deadline, { newWallet: plain(), owner });
          return { ...op, agentId, sender: this.#controller(agentId) };
        }),
      },
      {
        name: 'signature of a wrong form or domain',
        error: signature,
        make: roomy((agentId, deadline) =>
          this.#signedWallet(agentId, deadline, { newWallet: plain(), form: this.#random.pick(BAD_FORMS) }),
        ),
      },
      {
        name: 'wallet that is a contract without ERC-1271',
        error: signature,
        make: roomy((agentId, deadline) => ({
          ...this.#signedWallet(agentId, deadline, { newWallet: plain() }),
          newWallet: this.#random.pick(this.#cast.rejecting),
        })),
      },
    ];
  }

  /** An accepted wallet change whose deadline hasn't passed; the agent may have been cleared or sold since. */
  #recentWalletChange(): OperationOf<'setAgentWallet'> | undefined {
    const open = this.#walletChanges.slice(-200).filter(({ deadline }) => deadline >= this.#model.time);
    return open.length === 0 ? undefined : this.#random.pick(open);
  }

  #identityScenarios(): Scenario[] {
    const random = this.#random;
    const unauthorized = (name: string, make: (agentId: bigint, sender: string) => Operation): Scenario => ({
      name,
      error: 'IdentityNotAuthorized',
      make: () => {
        const agentId = this.#agentId();
        const sender = this.#stranger(agentId);
        return sender === undefined ? undefined : make(agentId, sender);
      },
    });
    const unknown = (name: string, make: (agentId: bigint, sender: string) => Operation): Scenario => ({
      name,
      error: 'ERC721NonexistentToken',
      make: () => make(this.#unknownAgentId(), this.#actor()),
    });
    const uri = (): string => this.#material.uri();
    const longURI = (): string => this.#material.longURI();
    const value = (): string => this.#material.metadataValue();
    return [
      unauthorized('URI set by a stranger', (agentId, sender) => ({
        kind: 'setAgentURI',
        sender,
        agentId,
        uri: uri(),
      })),
      unauthorized('metadata set by a stranger', (agentId, sender) => ({
        kind: 'setMetadata',
        sender,
        agentId,
        key: random.pick(['name', 'agentWallet']),
        value: value(),
      })),
      unauthorized('wallet cleared by a stranger', (agentId, sender) => ({
        kind: 'unsetAgentWallet',
        sender,
        agentId,
      })),
      unknown('URI of an unknown agent', (agentId, sender) => ({ kind: 'setAgentURI', sender, agentId, uri: uri() })),
      unknown('metadata of an unknown agent', (agentId, sender) => ({
        kind: 'setMetadata',
        sender,
        agentId,
        key: 'name',
        value: value(),
      })),
      unknown('wallet of an unknown agent cleared', (agentId, sender) => ({
        kind: 'unsetAgentWallet',
        sender,
        agentId,
      })),
      unknown('unknown agent approved', (agentId, sender) => ({ kind: 'approve', sender, agentId, to: this.#actor() })),
      unknown('unknown agent transferred', (agentId, sender) =>
        this.#anyTransfer({ sender, from: sender, to: this.#actor(), agentId }),
      ),
      ...this.#walletScenarios(),
      {
        name: 'reserved key set',
        error: 'IdentityReservedMetadataKey',
        make: () => {
          const agentId = this.#agentId();
          return {
            kind: 'setMetadata',
            sender: this.#controller(agentId),
            agentId,
            key: 'agentWallet',
            value: value(),
          };
        },
      },
      {
        name: 'reserved key registered',
        error: 'IdentityReservedMetadataKey',
        make: () => {
          const op = this.#registerWithMetadata();
          const metadata = [...op.metadata.slice(0, 31)];
          metadata.splice(random.below(metadata.length + 1), 0, ['agentWallet', this.#actor()]);
          return { ...op, metadata };
        },
      },
      {
        name: 'too long a URI registered',
        error: 'IdentityURITooLong',
        make: () =>
          random.pick<Operation>([
            { kind: 'registerWithURI', sender: this.#actor(), uri: longURI() },
            { ...this.#registerWithMetadata(), uri: longURI() },
            { ...this.#registerFor(), uri: longURI(), ...(this.#mixed() ? { owner: ZERO_ADDRESS } : {}) },
          ]),
      },
      {
        name: 'too long a URI set',
        error: 'IdentityURITooLong',
        make: () => {
          const agentId = this.#agentId();
          return { kind: 'setAgentURI', sender: this.#controller(agentId), agentId, uri: longURI() };
        },
      },
      {
        name: 'one URI of a batch too long',
        error: 'IdentityURITooLong',
        make: () => ({ kind: 'registerBatch', sender: this.#actor(), uris: ['', longURI(), ''] }),
      },
      {
        name: 'all URIs of a batch too long',
        error: 'IdentityURITooLong',
        make: () => ({
          kind: 'registerBatch',
          sender: this.#actor(),
          uris: ['', this.#material.text(24_576), this.#material.text(24_576), 'x'],
        }),
      },
      {
        name: 'too long a value set',
        error: 'IdentityMetadataTooLong',
        make: () => {
          const agentId = this.#agentId();
          const key = random.pick(['name', 'agentWallet']);
          return { kind: 'setMetadata', sender: this.#controller(agentId), agentId, key, value: random.hex(8193) };
        },
      },
      {
        name: 'too long values registered',
        error: 'IdentityMetadataTooLong',
        make: () => ({
          kind: 'registerWithMetadata',
          sender: this.#actor(),
          uri: this.#material.text(5),
          metadata: [
            ['name', random.hex(4096)],
            ['model', random.hex(4097)],
          ],
        }),
      },
      {
        name: 'too many entries registered',
        error: 'IdentityTooManyMetadataEntries',
        make: () => ({
          kind: 'registerWithMetadata',
          sender: this.#actor(),
          uri: '',
          metadata: new Array<readonly [string, string]>(random.pick([33, 40])).fill(['agentWallet', '0x']),
        }),
      },
      {
        name: 'batch of no or too many agents',
        error: 'IdentityBatchSize',
        make: () => ({
          kind: 'registerBatch',
          sender: this.#actor(),
          uris: new Array<string>(random.pick([0, 51, 60])).fill(''),
        }),
      },
      {
        name: 'registered by a contract that is no receiver',
        error: 'ERC721InvalidReceiver',
        make: () => {
          const sender = random.pick(this.#cast.rejectingSenders);
          return random.pick<Operation>([
            { kind: 'register', sender },
            { kind: 'registerWithURI', sender, uri: 'ipfs://x' },
            { ...this.#registerWithMetadata(), uri: '', sender },
            { kind: 'registerBatch', sender, uris: ['', ''] },
          ]);
        },
      },
      {
        name: 'registered for the zero address',
        error: 'ERC721InvalidReceiver',
        make: () => ({ ...this.#registerFor(), owner: ZERO_ADDRESS }),
      },
      {
        name: 'registered for a contract that is no receiver',
        error: 'ERC721InvalidReceiver',
        make: () => ({ ...this.#registerFor(), owner: random.pick(this.#cast.rejecting) }),
      },
      {
        name: 'approved by a stranger',
        error: 'ERC721InvalidApprover',
        make: () => {
          const agentId = this.#agentId();
          const sender = this.#stranger(agentId);
          return sender === undefined ? undefined : { kind: 'approve', sender, agentId, to: sender };
        },
      },
      {
        name: 'approved by the approved account',
        error: 'ERC721InvalidApprover',
        make: () => {
          const found = this.#deputy('approved');
          if (found === undefined) return undefined;
          return { kind: 'approve', sender: found.deputy, agentId: found.agentId, to: this.#actor() };
        },
      },
      {
        name: 'zero operator',
        error: 'ERC721InvalidOperator',
        make: () => ({
          kind: 'setApprovalForAll',
          sender: this.#actor(),
          operator: ZERO_ADDRESS,
          approved: random.chance(50),
        }),
      },
      {
        name: 'transfer to zero',
        error: 'ERC721InvalidReceiver',
        make: () => {
          const agentId = random.chance(80) ? this.#agentId() : this.#unknownAgentId();
          const from = this.#model.ownerOf(agentId);
          const sender = from === ZERO_ADDRESS ? this.#actor() : from;
          return this.#anyTransfer({ sender, from, to: ZERO_ADDRESS, agentId });
        },
      },
      {
        name: 'safe transfer to a contract that is no receiver',
        error: 'ERC721InvalidReceiver',
        make: () => {
          const transfer = { ...this.#transfer(), to: random.pick(this.#cast.rejecting) };
          return random.chance(50)
            ? { kind: 'safeTransferFrom', ...transfer }
            : { kind: 'safeTransferFromWithData', ...transfer, data: value() };
        },
      },
      {
        name: 'transfer by a stranger',
        error: 'ERC721InsufficientApproval',
        make: () => {
          const agentId = this.#agentId();
          const sender = this.#stranger(agentId);
          if (sender === undefined) return undefined;
          const from = random.chance(80) ? this.#owner(agentId) : sender;
          return this.#anyTransfer({ sender, from, to: sender, agentId });
        },
      },
      {
        name: 'transfer from somebody else than the owner',
        error: 'ERC721IncorrectOwner',
        make: () => {
          const agentId = this.#agentId();
          const from = random.pick(this.#cast.actors.filter((actor) => actor !== this.#owner(agentId)));
          return this.#anyTransfer({ sender: this.#controller(agentId), from, to: this.#actor(), agentId });
        },
      },
    ];
  }

  // Reputation

  #feedbackInput(agentId: bigint): FeedbackInput {
    return {
      agentId,
      value: this.#material.value(),
      decimals: this.#material.decimals(),
      tag1: this.#material.tag(),
      tag2: this.#material.tag(),
      endpoint: this.#material.link(),
      feedbackURI: this.#material.link(),
      feedbackHash: this.#random.hex(32),
    };
  }

  /** Clients keep to the tags and decimals of their last feedback for an agent often enough to get uniform books. */
  #giveFeedback(): OperationOf<'giveFeedback'> | undefined {
    const agentId = this.#agentId();
    const sender = this.#stranger(agentId);
    if (sender === undefined) return undefined;
    const input = this.#feedbackInput(agentId);
    const last = feedbackOf(this.#model.state, agentId, sender).at(-1);
    if (last === undefined || this.#random.chance(35)) return { kind: 'giveFeedback', sender, ...input };
    const { decimals, tag1, tag2 } = last;
    return { kind: 'giveFeedback', sender, ...input, decimals, tag1, tag2 };
  }

  #giveFeedbackBatch(): OperationOf<'giveFeedbackBatch'> | undefined {
    const sender = this.#actor();
    const inputs: FeedbackInput[] = [];
    const count = this.#random.chance(2) ? 25 : this.#random.between(1, 6);
    for (let i = 0; i < 3 * count && inputs.length < count; ++i) {
      const agentId = this.#agentId();
      if (!this.#isSide(agentId, sender)) inputs.push(this.#feedbackInput(agentId));
    }
    return inputs.length === 0 ? undefined : { kind: 'giveFeedbackBatch', sender, inputs };
  }

  #revokeFeedback(): Operation | undefined {
    for (let attempt = 0; attempt < 10; ++attempt) {
      const ref = this.#feedbackRef();
      if (ref === undefined) return undefined;
      const { agentId, client, index } = ref;
      if (this.#model.views.feedback(agentId, client, index).revoked) continue;
      return { kind: 'revokeFeedback', sender: client, agentId, index };
    }
    return undefined;
  }

  #appendResponse(): Operation | undefined {
    const ref =
      this.#feedback.length > FAVOURITES && this.#random.chance(7)
        ? this.#feedback[this.#random.below(FAVOURITES)]
        : this.#feedbackRef();
    if (ref === undefined) return undefined;
    const responseURI = `ipfs://${this.#material.text(this.#random.below(50))}`;
    return { kind: 'appendResponse', sender: this.#actor(), ...ref, responseURI, responseHash: this.#random.hex(32) };
  }

  /** Feedback with one thing wrong, alone or in the last place of a batch. */
  #feedbackFaults(): Scenario[] {
    type Given = OperationOf<'giveFeedback'>;
    const random = this.#random;
    return this.#faults<Given>(
      () => this.#giveFeedback(),
      [
        {
          name: 'too many decimals',
          error: 'ReputationInvalidDecimals',
          change: () => ({ decimals: random.pick([19n, 19n, 20n, 77n, 255n]) }),
        },
        {
          name: 'value out of range',
          error: 'ReputationValueOutOfRange',
          change: () => ({ value: this.#material.valueOutOfRange() }),
        },
        {
          name: 'unknown agent rated',
          error: 'ERC721NonexistentToken',
          change: () => ({ agentId: this.#unknownAgentId() }),
        },
        { name: 'too long a tag1', error: 'TagTooLong', change: () => ({ tag1: this.#material.longTag() }) },
        { name: 'too long a tag2', error: 'TagTooLong', change: () => ({ tag2: this.#material.longTag() }) },
      ],
      (bad, good) => {
        if (random.chance(70)) return bad;
        return { kind: 'giveFeedbackBatch', sender: bad.sender, inputs: [good, good, bad] };
      },
    );
  }

  #selfFeedback(name: string, choose: () => { agentId: bigint; deputy: string } | undefined): Scenario {
    return {
      name,
      error: 'ReputationSelfFeedback',
      make: () => {
        const chosen = choose();
        if (chosen === undefined) return undefined;
        const good = this.#feedbackInput(chosen.agentId);
        const input = this.#mixed() ? { ...good, tag1: this.#material.longTag() } : good;
        return this.#random.chance(70)
          ? { kind: 'giveFeedback', sender: chosen.deputy, ...input }
          : { kind: 'giveFeedbackBatch', sender: chosen.deputy, inputs: [input] };
      },
    };
  }

  #reputationScenarios(): Scenario[] {
    const random = this.#random;
    return [
      ...this.#feedbackFaults(),
      this.#selfFeedback('feedback by the owner', () => {
        const agentId = this.#agentId();
        return { agentId, deputy: this.#owner(agentId) };
      }),
      this.#selfFeedback('feedback by an operator', () => this.#deputy('operator')),
      this.#selfFeedback('feedback by the approved account', () => this.#deputy('approved')),
      {
        name: 'feedback batch of wrong size',
        error: 'ReputationBatchSize',
        make: () => {
          const good = this.#giveFeedback();
          if (good === undefined) return undefined;
          const { sender, ...input } = good;
          const inputs = new Array<FeedbackInput>(random.pick([0, 26])).fill({ ...input, endpoint: '' });
          return { kind: 'giveFeedbackBatch', sender, inputs };
        },
      },
      {
        name: 'unknown feedback revoked',
        error: 'ReputationFeedbackNotFound',
        make: () => {
          const [agentId, sender] = [this.#agentId(), this.#actor()];
          const last = BigInt(this.#model.feedbackCount(agentId, sender));
          return { kind: 'revokeFeedback', sender, agentId, index: random.pick([0n, last + 1n, 2n ** 64n - 1n]) };
        },
      },
      {
        name: 'feedback revoked twice',
        error: 'ReputationAlreadyRevoked',
        make: () => {
          for (let attempt = 0; attempt < 50; ++attempt) {
            const ref = this.#feedbackRef();
            if (ref === undefined) return undefined;
            const { agentId, client, index } = ref;
            if (!this.#model.views.feedback(agentId, client, index).revoked) continue;
            return { kind: 'revokeFeedback', sender: client, agentId, index };
          }
          return undefined;
        },
      },
      {
        name: 'response without URI',
        error: 'ReputationEmptyResponseURI',
        make: () => {
          const op = this.#appendResponse();
          return op === undefined ? undefined : ({ ...op, responseURI: '' } as Operation);
        },
      },
      {
        name: 'response to unknown feedback',
        error: 'ReputationFeedbackNotFound',
        make: () => {
          const [agentId, client] = [this.#agentId(), this.#actor()];
          const last = BigInt(this.#model.feedbackCount(agentId, client));
          const index = random.pick([0n, last + 1n, 2n ** 64n - 1n]);
          const responseHash = random.hex(32);
          return {
            kind: 'appendResponse',
            sender: this.#actor(),
            agentId,
            client,
            index,
            responseURI: 'x',
            responseHash,
          };
        },
      },
    ];
  }

  // Validation

  #validationRequest(): OperationOf<'validationRequest'> {
    const random = this.#random;
    const agentId = this.#agentId();
    const sender = this.#controller(agentId);
    const validator = random.weighted<() => string>([
      [75, () => this.#actor()],
      [10, () => sender],
      [10, () => this.#controller(agentId)],
      [5, () => random.hex(20)],
    ])();
    return {
      kind: 'validationRequest',
      sender,
      validator,
      agentId,
      requestURI: this.#material.link(),
      requestHash: this.#requestHash(agentId, validator),
    };
  }

  /** A plain hash, a bound one, or one that only carries the marks of a bound one. */
  #requestHash(agentId: bigint, validator: string): string {
    const random = this.#random;
    if (random.chance(50)) return random.hex(32);
    const [bound] = this.#model.views.boundRequestHash(agentId, validator, random.hex(32)) as [string];
    return random.chance(80) ? bound : bound.slice(0, 18) + random.hex(24).slice(2);
  }

  #validationResponse(): OperationOf<'validationResponse'> | undefined {
    const request = this.#request();
    if (request === undefined) return undefined;
    const random = this.#random;
    return {
      kind: 'validationResponse',
      sender: request.validator,
      requestHash: request.hash,
      response: BigInt(random.chance(20) ? random.pick([0, 1, 99, 100]) : random.below(101)),
      responseURI: this.#material.link(),
      responseHash: random.chance(20) ? `0x${'0'.repeat(64)}` : random.hex(32),
      tag: random.chance(50) ? random.pick(['', 'soft', 'hard']) : this.#material.tag(),
    };
  }

  #requestFaults(): Scenario[] {
    const random = this.#random;
    const other = (agentId: bigint): bigint => {
      const id = this.#agentId();
      return id === agentId ? (id === 0n ? 1n : id - 1n) : id;
    };
    return this.#faults<OperationOf<'validationRequest'>>(
      () => this.#validationRequest(),
      [
        { name: 'zero validator', error: 'ValidationZeroValidator', change: () => ({ validator: ZERO_ADDRESS }) },
        {
          name: 'request for an agent id beyond 32 bits',
          error: 'ValidationAgentIdTooLarge',
          change: () => ({ agentId: random.pick([MAX_AGENT_ID + 1n, 2n ** 40n + random.bigint(40), 2n ** 256n - 1n]) }),
        },
        {
          name: 'hash bound to another agent',
          error: 'ValidationHashBoundToOtherAgent',
          change: ({ agentId, validator }) => ({
            requestHash: this.#model.views.boundRequestHash(other(agentId), validator, random.hex(32))[0] as string,
          }),
        },
        {
          name: 'request for an unknown agent',
          error: 'ERC721NonexistentToken',
          change: () => ({ agentId: this.#unknownAgentId(), requestHash: random.hex(32) }),
        },
        {
          name: 'request by a stranger',
          error: 'ValidationNotAuthorized',
          change: ({ agentId }) => {
            const sender = this.#stranger(agentId);
            return sender === undefined ? undefined : { sender };
          },
        },
        {
          name: 'hash taken by another agent',
          error: 'ValidationRequestExists',
          change: ({ agentId }) => {
            const isTaken = (request: Request): boolean =>
              request.agentId !== agentId && this.#model.views.boundAgent(request.hash) === undefined;
            const taken = Array.from({ length: 10 }, () => this.#request()).find((one) => one && isTaken(one));
            return taken && { requestHash: taken.hash };
          },
        },
      ],
      (bad) => bad,
    );
  }

  #responseFaults(): Scenario[] {
    const random = this.#random;
    return this.#faults<OperationOf<'validationResponse'>>(
      () => this.#validationResponse(),
      [
        {
          name: 'answer to an unknown request',
          error: 'ValidationUnknownRequest',
          change: () => ({ requestHash: random.hex(32) }),
        },
        {
          name: 'answer by somebody else',
          error: 'ValidationNotValidator',
          change: ({ sender }) => ({ sender: random.pick(this.#cast.actors.filter((actor) => actor !== sender)) }),
        },
        {
          name: 'answer above 100',
          error: 'ValidationResponseOutOfRange',
          change: () => ({ response: random.pick([101n, 101n, 127n, 128n, 255n]) }),
        },
        {
          name: 'too long a tag of an answer',
          error: 'TagTooLong',
          change: () => ({ tag: this.#material.longTag() }),
        },
      ],
      (bad) => bad,
    );
  }

  #validationScenarios(): Scenario[] {
    return [
      ...this.#requestFaults(),
      {
        name: 'request repeated by the same agent',
        error: 'ValidationRequestExists',
        make: () => {
          const request = this.#request();
          if (request === undefined) return undefined;
          const { agentId, hash } = request;
          return { ...this.#validationRequest(), sender: this.#controller(agentId), agentId, requestHash: hash };
        },
      },
      ...this.#responseFaults(),
    ];
  }
}
