import { BOUND_MARKER, SUPPORTED_INTERFACES, type ContractName, type ErrorRecord, type EventRecord } from './abi.ts';
import type { Cast } from './cast.ts';
import type { Value } from './codec.ts';
import { Material } from './material.ts';
import type { Operation } from './operations.ts';
import type { Random } from './random.ts';
import { ZERO_ADDRESS, agentOf, booksOf, feedbackOf } from './state.ts';
import { Failure, MAX_AGENT_ID, type ReferenceViews } from './views.ts';

/** A view with what it must return or fail with. */
export interface ViewCheck {
  readonly contract: ContractName;
  readonly signature: string;
  readonly args: readonly Value[];
  readonly expected: { readonly values: readonly Value[] } | { readonly error: ErrorRecord };
}

/** Something whose views are worth asking; `key` keeps the same thing from being asked about twice. */
export interface Subject {
  readonly key: string;
  readonly views: () => ViewCheck[];
}

const ALL = 2n ** 256n - 1n;
/** The registry counts transfers up to below this number. */
const TRANSFER_LIMIT = 2n ** 19n;

/** Turns subjects into views and their expected answers. */
export class Inquiry {
  readonly #views: ReferenceViews;
  readonly #cast: Pick<Cast, 'actors' | 'rejecting'>;
  readonly #random: Random;
  readonly #material: Material;

  constructor(views: ReferenceViews, cast: Pick<Cast, 'actors' | 'rejecting'>, random: Random) {
    this.#views = views;
    this.#cast = cast;
    this.#random = random;
    this.#material = new Material(random);
  }

  #check(contract: ContractName, signature: string, args: readonly Value[], answer: () => Value[]): ViewCheck {
    try {
      return { contract, signature, args, expected: { values: answer() } };
    } catch (failure) {
      if (failure instanceof Failure) return { contract, signature, args, expected: { error: failure.error } };
      throw failure;
    }
  }

  // Random arguments

  #accounts(): string[] {
    const { actors } = this.#cast;
    const count = this.#random.pick([1, 1, 2, 3, actors.length]);
    const chosen = Array.from({ length: count }, () => this.#random.pick(actors));
    return this.#random.chance(10) ? [...chosen, this.#random.hex(20)] : chosen;
  }

  /** Often empty, which means all. */
  #filterAccounts(): string[] {
    return this.#random.chance(40) ? [] : this.#accounts();
  }

  /** Mostly one of the tags that are in use here. */
  #filterTag(used: readonly string[]): string {
    if (this.#random.chance(30)) return '';
    if (used.length > 0 && this.#random.chance(70)) return this.#random.pick(used);
    return this.#random.chance(90) ? this.#material.tag() : this.#material.longTag();
  }

  /** The start and the size of a page of a list; also beyond its end. */
  #page(length: number): [offset: bigint, limit: bigint] {
    const offset = this.#random.chance(5) ? ALL - this.#random.bigint(4) : BigInt(this.#random.below(length + 3));
    const limit = this.#random.chance(15) ? ALL : BigInt(this.#random.below(length + 3));
    return [offset, limit];
  }

  #index(length: number): bigint {
    return BigInt(this.#random.below(length + 2));
  }

  // Subjects

  /** The identity of an agent. */
  agent(agentId: bigint): Subject {
    const views = this.#views;
    return {
      key: `agent ${agentId}`,
      views: () => {
        const keys = ['agentWallet', ...(agentOf(views.state, agentId)?.metadata.keys() ?? []), this.#material.text(4)];
        const transfers = agentOf(views.state, agentId)?.transfers.length ?? 0;
        const spenders = [...this.#accounts(), this.#random.chance(10) ? ZERO_ADDRESS : this.#random.hex(20)];
        return [
          this.#check('identity', 'exists', [agentId], () => views.exists(agentId)),
          this.#check('identity', 'ownerOf', [agentId], () => views.ownerOf(agentId)),
          this.#check('identity', 'ownershipOf', [agentId], () => views.ownershipOf(agentId)),
          ...[BigInt(transfers), this.#index(transfers)].map((transfer) => this.#transferredAt(agentId, transfer)),
          this.#check('identity', 'tokenURI', [agentId], () => views.tokenURI(agentId)),
          this.#check('identity', 'getApproved', [agentId], () => views.getApproved(agentId)),
          this.#check('identity', 'getAgentWallet', [agentId], () => views.getAgentWallet(agentId)),
          ...keys.map((key) =>
            this.#check('identity', 'getMetadata', [agentId, key], () => views.getMetadata(agentId, key)),
          ),
          ...spenders.map((spender) =>
            this.#check('identity', 'isAuthorizedOrOwner', [spender, agentId], () =>
              views.isAuthorizedOrOwner(spender, agentId),
            ),
          ),
        ];
      },
    };
  }

  #transferredAt(agentId: bigint, transfer: bigint): ViewCheck {
    const views = this.#views;
    return this.#check('identity', 'transferredAt', [agentId, transfer], () => views.transferredAt(agentId, transfer));
  }

  /** All transfers of an agent, and numbers that none of them has. */
  transfers(agentId: bigint): Subject {
    return {
      key: `transfers ${agentId}`,
      views: () => {
        const count = agentOf(this.#views.state, agentId)?.transfers.length ?? 0;
        const numbers = Array.from({ length: count + 2 }, (_, i) => BigInt(i));
        return [...numbers, TRANSFER_LIMIT + 1n, ALL].map((transfer) => this.#transferredAt(agentId, transfer));
      },
    };
  }

  /** What an account owns, and how many agents there are. */
  account(account: string): Subject {
    const views = this.#views;
    return {
      key: `account ${account}`,
      views: () => [
        this.#check('identity', 'balanceOf', [account], () => views.balanceOf(account)),
        this.#check('identity', 'agentCount', [], () => views.agentCount()),
      ],
    };
  }

  operator(owner: string, operator: string): Subject {
    const views = this.#views;
    return {
      key: `operator ${owner} ${operator}`,
      views: () => [
        this.#check('identity', 'isApprovedForAll', [owner, operator], () => views.isApprovedForAll(owner, operator)),
      ],
    };
  }

  /** All clients of an agent. */
  ratedAgent(agentId: bigint): Subject {
    const views = this.#views;
    return {
      key: `rated agent ${agentId}`,
      views: () => {
        const books = booksOf(views.state, agentId);
        const clients = [...books.keys()];
        const used = [...books.values()].flat();
        const tags1 = used.map(({ tag1 }) => tag1);
        const tags2 = used.map(({ tag2 }) => tag2);
        const checks = [
          this.#check('reputation', 'getClients', [agentId], () => views.getClients(agentId)),
          this.#check('reputation', 'getClientCount', [agentId], () => views.getClientCount(agentId)),
          this.#check('reputation', 'getSummary', [agentId, clients, '', ''], () =>
            views.getSummary(agentId, clients, '', ''),
          ),
        ];
        const [offset, limit] = this.#page(clients.length);
        checks.push(
          this.#check('reputation', 'getClientsPage', [agentId, offset, limit], () =>
            views.getClientsPage(agentId, offset, limit),
          ),
        );
        const [named, revokedToo] = [this.#filterAccounts(), this.#random.chance(50)];
        const [tag1, tag2] = [this.#filterTag(tags1), this.#filterTag(tags2)];
        const responders = this.#filterAccounts();
        const index = this.#index(3);
        const clientList = this.#random.chance(3) ? [] : this.#accounts();
        const [filter1, filter2] = [this.#filterTag(tags1), this.#filterTag(tags2)];
        checks.push(
          this.#check('reputation', 'getSummary', [agentId, clientList, filter1, filter2], () =>
            views.getSummary(agentId, clientList, filter1, filter2),
          ),
          this.#check('reputation', 'readAllFeedback', [agentId, named, tag1, tag2, revokedToo], () =>
            views.readAllFeedback(agentId, named, tag1, tag2, revokedToo),
          ),
          this.#check('reputation', 'getResponseCount', [agentId, ZERO_ADDRESS, index, responders], () =>
            views.getResponseCount(agentId, ZERO_ADDRESS, index, responders),
          ),
        );
        return checks;
      },
    };
  }

  /** One client's feedback for an agent. */
  book(agentId: bigint, client: string): Subject {
    const views = this.#views;
    return {
      key: `book ${agentId} ${client}`,
      views: () => {
        const book = feedbackOf(views.state, agentId, client);
        const tags1 = book.map(({ tag1 }) => tag1);
        const tags2 = book.map(({ tag2 }) => tag2);
        const checks = [
          this.#check('reputation', 'getLastIndex', [agentId, client], () => views.getLastIndex(agentId, client)),
          this.#check('reputation', 'getSummary', [agentId, [client], '', ''], () =>
            views.getSummary(agentId, [client], '', ''),
          ),
        ];
        const [tag1, tag2] = [this.#filterTag(tags1), this.#filterTag(tags2)];
        const [fromIndex, limit] = this.#feedbackPage(book.length);
        const responders = this.#filterAccounts();
        checks.push(
          this.#check('reputation', 'getSummary', [agentId, [client, client], tag1, tag2], () =>
            views.getSummary(agentId, [client, client], tag1, tag2),
          ),
          this.#check('reputation', 'readFeedbackPage', [agentId, client, fromIndex, limit], () =>
            views.readFeedbackPage(agentId, client, fromIndex, limit),
          ),
          this.#check('reputation', 'summarizePage', [agentId, client, fromIndex, limit, tag1, tag2], () =>
            views.summarizeFeedbackPage(agentId, client, fromIndex, limit, tag1, tag2),
          ),
          this.#check('reputation', 'getResponseCount', [agentId, client, 0n, responders], () =>
            views.getResponseCount(agentId, client, 0n, responders),
          ),
        );
        return checks;
      },
    };
  }

  /** The whole of a book, and of the lists of an agent, in pages without gap. */
  joinedPages(agentId: bigint): Subject {
    const views = this.#views;
    return {
      key: `pages ${agentId}`,
      views: () => {
        const books = booksOf(views.state, agentId);
        const checks: ViewCheck[] = [];
        for (const [offset, limit] of this.#pages(books.size)) {
          checks.push(
            this.#check('reputation', 'getClientsPage', [agentId, offset, limit], () =>
              views.getClientsPage(agentId, offset, limit),
            ),
          );
        }
        for (const [client, book] of books) {
          const summarize = this.#random.chance(25);
          for (const [offset, limit] of this.#pages(book.length)) {
            checks.push(
              this.#check('reputation', 'readFeedbackPage', [agentId, client, offset + 1n, limit], () =>
                views.readFeedbackPage(agentId, client, offset + 1n, limit),
              ),
            );
            // The dearest view of all: for a part of the books only.
            if (!summarize) continue;
            checks.push(
              this.#check('reputation', 'summarizePage', [agentId, client, offset + 1n, limit, '', ''], () =>
                views.summarizeFeedbackPage(agentId, client, offset + 1n, limit, '', ''),
              ),
            );
          }
        }
        for (const [offset, limit] of this.#pages(views.requestsOf(agentId).length)) {
          checks.push(
            this.#check('validation', 'getAgentValidationsPage', [agentId, offset, limit], () =>
              views.getAgentValidationsPage(agentId, offset, limit),
            ),
            this.#check('validation', 'summarizePage', [agentId, offset, limit, [], '', false], () =>
              views.summarizeValidationPage(agentId, offset, limit, [], '', false),
            ),
          );
        }
        return checks;
      },
    };
  }

  /** Pages of one random size that make up a list; one page for a short list. */
  #pages(length: number): (readonly [offset: bigint, limit: bigint])[] {
    const size = 1 + this.#random.below(Math.max(length, 20));
    const pages: (readonly [bigint, bigint])[] = [];
    for (let offset = 0; offset < length; offset += size) pages.push([BigInt(offset), BigInt(size)]);
    return pages;
  }

  #feedbackPage(length: number): [fromIndex: bigint, limit: bigint] {
    const [offset, limit] = this.#page(length);
    return [offset % 2n ** 64n, limit];
  }

  feedback(agentId: bigint, client: string, index: bigint): Subject {
    const views = this.#views;
    return {
      key: `feedback ${agentId} ${client} ${index}`,
      views: () => {
        const responders = this.#filterAccounts();
        return [
          this.#check('reputation', 'readFeedback', [agentId, client, index], () =>
            views.readFeedback(agentId, client, index),
          ),
          this.#check('reputation', 'getResponseCount', [agentId, client, index, responders], () =>
            views.getResponseCount(agentId, client, index, responders),
          ),
        ];
      },
    };
  }

  request(hash: string): Subject {
    const views = this.#views;
    return {
      key: `request ${hash}`,
      views: () => [
        this.#check('validation', 'getValidationStatus', [hash], () => views.getValidationStatus(hash)),
        this.#check('validation', 'requestExists', [hash], () => views.requestExists(hash)),
        this.#check('validation', 'isAnswered', [hash], () => views.isAnswered(hash)),
        this.#check('validation', 'isSelfValidation', [hash], () => views.isSelfValidation(hash)),
        this.#check('validation', 'boundAgentOf', [hash], () => views.boundAgentOf(hash)),
      ],
    };
  }

  /** All validations of an agent. */
  validatedAgent(agentId: bigint): Subject {
    const views = this.#views;
    return {
      key: `validated agent ${agentId}`,
      views: () => {
        const requests = views.requestsOf(agentId);
        const tags = requests.map(({ answer }) => answer?.tag ?? '');
        const checks = [
          this.#check('validation', 'getAgentValidations', [agentId], () => views.getAgentValidations(agentId)),
          this.#check('validation', 'getAgentValidationCount', [agentId], () => views.getAgentValidationCount(agentId)),
        ];
        const [offset, limit] = this.#page(requests.length);
        const contentHash = this.#random.hex(32);
        const validator = this.#random.pick(this.#cast.actors);
        checks.push(
          this.#check('validation', 'getAgentValidationsPage', [agentId, offset, limit], () =>
            views.getAgentValidationsPage(agentId, offset, limit),
          ),
          this.#check('validation', 'boundRequestHash', [agentId, validator, contentHash], () =>
            views.boundRequestHash(agentId, validator, contentHash),
          ),
        );
        for (const tag of ['', this.#random.pick([...tags, 'soft']), this.#filterTag(tags)]) {
          const [validators, others] = [this.#filterAccounts(), this.#filterAccounts()];
          const independent = this.#random.chance(50);
          const page: [bigint, bigint] = this.#random.chance(30) ? [0n, ALL] : this.#page(requests.length);
          checks.push(
            this.#check('validation', 'getSummary', [agentId, validators, tag], () =>
              views.getValidationSummary(agentId, validators, tag, false),
            ),
            this.#check('validation', 'getIndependentSummary', [agentId, others, tag], () =>
              views.getValidationSummary(agentId, others, tag, true),
            ),
            this.#check('validation', 'summarizePage', [agentId, ...page, validators, tag, independent], () =>
              views.summarizeValidationPage(agentId, ...page, validators, tag, independent),
            ),
          );
        }
        return checks;
      },
    };
  }

  /** All requests that name a validator. */
  validator(validator: string): Subject {
    const views = this.#views;
    return {
      key: `validator ${validator}`,
      views: () => {
        const [offset, limit] = this.#page(views.requestsTo(validator).length);
        return [
          this.#check('validation', 'getValidatorRequests', [validator], () => views.getValidatorRequests(validator)),
          this.#check('validation', 'getValidatorRequestCount', [validator], () =>
            views.getValidatorRequestCount(validator),
          ),
          this.#check('validation', 'getValidatorRequestsPage', [validator, offset, limit], () =>
            views.getValidatorRequestsPage(validator, offset, limit),
          ),
        ];
      },
    };
  }

  /** What never changes. */
  constants(): Subject {
    const views = this.#views;
    const number = (contract: ContractName, signature: string, value: bigint): ViewCheck =>
      this.#check(contract, signature, [], () => [value]);
    return {
      key: 'constants',
      views: () => [
        this.#check('identity', 'name', [], () => views.name()),
        this.#check('identity', 'symbol', [], () => views.symbol()),
        this.#check('identity', 'contractURI', [], () => views.contractURI()),
        this.#check('identity', 'eip712Domain', [], () => views.eip712Domain()),
        number('identity', 'MAX_BATCH', 50n),
        number('identity', 'MAX_BATCH_URI_LENGTH', 49_152n),
        number('identity', 'MAX_METADATA_ENTRIES', 32n),
        number('identity', 'MAX_METADATA_LENGTH', 8192n),
        number('identity', 'MAX_WALLET_DEADLINE_DELAY', 300n),
        number('reputation', 'MAX_BATCH', 25n),
        number('reputation', 'MAX_TAG_LENGTH', 256n),
        number('validation', 'MAX_TAG_LENGTH', 256n),
        number('validation', 'MAX_AGENT_ID', MAX_AGENT_ID),
        this.#check('validation', 'BOUND_MARKER', [], () => [BOUND_MARKER]),
        this.#check('reputation', 'getIdentityRegistry', [], () => views.getIdentityRegistry()),
        this.#check('validation', 'getIdentityRegistry', [], () => views.getIdentityRegistry()),
        this.#check('identity', 'balanceOf', [ZERO_ADDRESS], () => views.balanceOf(ZERO_ADDRESS)),
        ...(['identity', 'reputation', 'validation'] as const).flatMap((contract) =>
          [...SUPPORTED_INTERFACES[contract], '0xffffffff', '0x00000000', '0x780e9d63', this.#random.hex(4)].map((id) =>
            this.#check(contract, 'supportsInterface', [id], () => views.supportsInterface(contract, id)),
          ),
        ),
      ],
    };
  }

  // What to ask about

  /** What an operation may have touched, also when it failed. */
  touchedBy(op: Operation, events: readonly EventRecord[]): Subject[] {
    const subjects = events.flatMap((event) => this.#touchedByEvent(event));
    if ('agentId' in op) subjects.push(this.agent(op.agentId));
    if ('requestHash' in op) subjects.push(this.request(op.requestHash));
    return subjects;
  }

  #touchedByEvent({ name, args }: EventRecord): Subject[] {
    switch (name) {
      case 'Transfer':
        return [this.agent(args[2] as bigint), this.account(args[0] as string), this.account(args[1] as string)];
      case 'ApprovalForAll':
        return [this.operator(args[0] as string, args[1] as string)];
      case 'NewFeedback':
      case 'FeedbackRevoked':
      case 'ResponseAppended': {
        const [agentId, client, index] = args as [bigint, string, bigint];
        return [this.ratedAgent(agentId), this.book(agentId, client), this.feedback(agentId, client, index)];
      }
      case 'ValidationRequest':
        return [this.validatedAgent(args[1] as bigint), this.validator(args[0] as string)];
      case 'ValidationResponse':
        return [this.validatedAgent(args[1] as bigint)];
      default:
        return [];
    }
  }

  /** Everything there is, and a little of what isn't. */
  *everything(): Generator<Subject> {
    const { identity, reputation, validation } = this.#views.state;
    const { actors, rejecting } = this.#cast;
    yield this.constants();
    for (const account of [...actors, ...rejecting, this.#random.hex(20)]) {
      yield this.account(account);
      yield this.validator(account);
      for (const operator of actors) yield this.operator(account, operator);
    }
    for (const validator of validation.ofValidator.keys()) yield this.validator(validator);
    const count = BigInt(identity.agents.length);
    const ids = [...identity.agents.keys()].map(BigInt);
    for (const agentId of [...ids, count, count + 1n, MAX_AGENT_ID, MAX_AGENT_ID + 1n, ALL]) {
      yield this.agent(agentId);
      yield this.transfers(agentId);
      yield this.ratedAgent(agentId);
      yield this.validatedAgent(agentId);
      yield this.joinedPages(agentId);
      const books = reputation.books.get(agentId) ?? new Map<string, never[]>();
      for (const client of [...books.keys(), this.#random.hex(20)]) {
        yield this.book(agentId, client);
        const last = (books.get(client) ?? []).length;
        for (let index = 0n; index <= last + 1; ++index) yield this.feedback(agentId, client, index);
      }
    }
    for (const hash of [...validation.requests.keys(), this.#random.hex(32), `0x${'0'.repeat(64)}`]) {
      yield this.request(hash);
    }
  }
}
