import { encodeResult } from 'ox/AbiFunction';
import type { AbiFunction } from 'ox/AbiFunction';
import { keccak256 } from 'ox/Hash';
import { fromString, padLeft, slice } from 'ox/Hex';
import type { Hex } from 'ox/Hex';
import { ABI } from '../../src/chain/abi.ts';
import type { Rpc } from '../../src/chain/types.ts';

/** How a node can fail. */
export type Fault = 'silent' | 'refused' | 429 | 500 | 'garbage' | 'html' | 'no-json-rpc' | 'huge' | 'other-id';

export interface FakeBlock {
  readonly number: number;
  readonly hash: Hex;
  readonly timestamp: number;
  readonly logs: readonly { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex }[];
  /** What the contracts say at this block. */
  readonly state: FakeState;
}

export interface FakeState {
  readonly registered: boolean;
  readonly revokedAt: number;
  readonly ownerChanged: boolean;
}

interface LogFilter {
  readonly address?: Hex | readonly Hex[];
  readonly fromBlock?: string;
  readonly toBlock?: string;
  readonly blockHash?: Hex;
}

export const CHAIN_ID = 31_337;
export const SAGE: Hex = `0x${'5a'.repeat(20)}`;
export const IDENTITY: Hex = `0x${'1d'.repeat(20)}`;
export const OWNER: Hex = `0x${'aa'.repeat(20)}`;
export const KEY_ID: Hex = `0x${'c1'.repeat(32)}`;
export const DID = 'did:sage:local:fake';
export const AGENT_ID = 7n;
const START = 1_800_000_000;

const agentTopic = padLeft('0x7', 32);

/** A node of a chain with one agent, that can be told to fail and to undo blocks. Speaks JSON-RPC over `fetch`. */
export class FakeNode {
  readonly blocks: FakeBlock[] = [];
  fault: Fault | undefined;
  /** Only these methods fail; all when undefined. */
  faultyMethods: readonly string[] | undefined;
  chainId = CHAIN_ID;
  knowsFinality = true;
  /** Whether it refuses to tell logs of blocks that it doesn't know, as EIP-234 has it; else it tells of none. */
  refusesUnknownBlocks = true;
  readonly requests: { readonly method: string; readonly params: readonly unknown[] }[] = [];
  #fork = 0;

  constructor() {
    this.mine(100, { registered: false, revokedAt: 0, ownerChanged: false });
  }

  get head(): FakeBlock {
    const head = this.blocks.at(-1);
    if (head === undefined) throw new Error('a chain has a block');
    return head;
  }

  get now(): number {
    return this.head.timestamp;
  }

  /** Mines blocks with the state of the last one. */
  mine(count = 1, change: Partial<FakeState> = {}, logs: FakeBlock['logs'] = []): void {
    for (let index = 0; index < count; index++) {
      const number = this.blocks.length;
      const state = { ...(this.blocks.at(-1)?.state ?? ({} as FakeState)), ...change };
      const hash = keccak256(fromString(`${this.#fork}/${number}/${this.blocks.at(-1)?.hash ?? ''}`));
      this.blocks.push({ number, hash, timestamp: START + number * 12, logs: index === 0 ? logs : [], state });
    }
  }

  register(): void {
    this.mine(1, { registered: true }, [
      {
        address: SAGE,
        topics: [keccak256(fromString('AgentRegistered')), agentTopic, keccak256(fromString(DID))],
        data: '0x',
      },
    ]);
  }

  revoke(): void {
    this.mine(1, { revokedAt: START + this.blocks.length * 12 }, [
      { address: SAGE, topics: [keccak256(fromString('KeyRevoked')), agentTopic, KEY_ID], data: '0x' },
    ]);
  }

  /** The agent goes to another owner, which only the identity registry logs. */
  transfer(): void {
    this.mine(1, { ownerChanged: true }, [
      {
        address: IDENTITY,
        topics: [keccak256(fromString('Transfer')), padLeft('0x1', 32), padLeft('0x2', 32), agentTopic],
        data: '0x',
      },
    ]);
  }

  /** Something happens to another agent. */
  disturb(): void {
    this.mine(1, {}, [
      { address: SAGE, topics: [keccak256(fromString('KeyRevoked')), padLeft('0x8', 32), KEY_ID], data: '0x' },
    ]);
  }

  /** Undoes blocks and mines as many others, and one more. */
  reorganise(depth: number): void {
    this.blocks.splice(this.blocks.length - depth, depth);
    this.#fork += 1;
    this.mine(depth + 1);
  }

  /** Has the blocks of another node, up to so many before its head. */
  follow(other: FakeNode, behind = 0): void {
    this.blocks.splice(0, this.blocks.length, ...other.blocks.slice(0, other.blocks.length - behind));
  }

  count(method: string): number {
    return this.requests.filter((request) => request.method === method).length;
  }

  readonly fetch = async (_url: unknown, init?: { body?: unknown; signal?: AbortSignal | null }): Promise<Response> => {
    const { id, method, params } = JSON.parse(String(init?.body)) as { id: number; method: string; params: unknown[] };
    this.requests.push({ method, params });
    const fault = this.faultyMethods === undefined || this.faultyMethods.includes(method) ? this.fault : undefined;
    switch (fault) {
      case 'silent':
        return new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
        });
      case 'refused':
        throw new TypeError('fetch failed');
      case 429:
      case 500:
        return new Response('later', { status: fault });
      case 'garbage':
        return new Response('{"jsonrpc":"2.0","id":1,"result":');
      case 'html':
        return new Response('<html>hello</html>');
      case 'no-json-rpc':
        return new Response('[]');
      case 'huge':
        return new Response(`{"jsonrpc":"2.0","id":${id},"result":"0x${'00'.repeat(3_000_000)}"}`);
      case 'other-id':
        return new Response(JSON.stringify({ jsonrpc: '2.0', id: id + 1, result: '0x1' }));
      case undefined:
        break;
    }
    const answer = this.#answer(method, params);
    return new Response(JSON.stringify({ jsonrpc: '2.0', id, ...answer }));
  };

  /** The same without HTTP. */
  get rpc(): Rpc {
    return {
      request: async ({ method, params }) => {
        const response = await this.fetch('', { body: JSON.stringify({ id: 1, method, params }) });
        const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
        if (error !== undefined) throw Object.assign(new Error(error.message), error);
        return result;
      },
    };
  }

  #answer(method: string, params: readonly unknown[]): { result: unknown } | { error: object } {
    switch (method) {
      case 'eth_chainId':
        return { result: `0x${this.chainId.toString(16)}` };
      case 'eth_getBlockByNumber':
        return this.#blockByNumber(String(params[0]));
      case 'eth_getLogs':
        return this.#logs(params[0] as LogFilter);
      case 'eth_getBlockByHash':
        return { result: this.#headerOf(this.blocks.find(({ hash }) => hash === params[0])) };
      case 'eth_getCode':
        return this.#code(params[0] as Hex, params[1] as { blockHash: Hex; requireCanonical: boolean });
      case 'eth_call':
        return this.#call(
          params[0] as { to?: Hex; data: Hex },
          params[1] as { blockHash: Hex; requireCanonical: boolean },
        );
      default:
        return { error: { code: -32_601, message: `${method} is not known` } };
    }
  }

  #blockByNumber(tag: string): { result: unknown } | { error: object } {
    const back = { latest: 0, safe: 8, finalized: 16 }[tag];
    if (back !== undefined && back > 0 && !this.knowsFinality)
      return { error: { code: -32_602, message: 'unknown tag' } };
    const block = back === undefined ? this.blocks[Number(tag)] : this.blocks.at(-1 - back);
    return { result: this.#headerOf(block) };
  }

  #headerOf(block: FakeBlock | undefined): object | null {
    if (block === undefined) return null;
    const { number, hash, timestamp } = block;
    const parentHash = this.blocks[number - 1]?.hash ?? `0x${'00'.repeat(32)}`;
    return { number: `0x${number.toString(16)}`, hash, parentHash, timestamp: `0x${timestamp.toString(16)}` };
  }

  #logs({ address = [], fromBlock, toBlock, blockHash }: LogFilter): { result: unknown } | { error: object } {
    const blocks =
      blockHash === undefined
        ? this.blocks.slice(Number(fromBlock), Number(toBlock) + 1)
        : this.blocks.filter(({ hash }) => hash === blockHash);
    if (blockHash !== undefined && blocks.length === 0 && this.refusesUnknownBlocks) {
      return { error: { code: -32_000, message: 'unknown block' } };
    }
    const addresses = [address].flat();
    const logs = blocks.flatMap(({ logs: all, number, hash }) =>
      all
        .filter((log) => addresses.includes(log.address))
        .map((log) => ({ ...log, blockHash: hash, blockNumber: `0x${number.toString(16)}` })),
    );
    return { result: logs };
  }

  #code(address: Hex, at: { blockHash: Hex; requireCanonical: boolean }): { result: unknown } | { error: object } {
    if (!at.requireCanonical) return { error: { code: -32_602, message: 'not pinned' } };
    if (!this.blocks.some(({ hash }) => hash === at.blockHash))
      return { error: { code: -32_000, message: 'header not found' } };
    return { result: address === SAGE || address === IDENTITY ? '0x00' : '0x' };
  }

  #call(
    { to = '0x', data }: { to?: Hex; data: Hex },
    at: { blockHash: Hex; requireCanonical: boolean },
  ): { result: unknown } | { error: object } {
    if (!at.requireCanonical) return { error: { code: -32_602, message: 'not pinned' } };
    const block = this.blocks.find(({ hash }) => hash === at.blockHash);
    if (block === undefined) return { error: { code: -32_000, message: 'header not found' } };
    const { registered, revokedAt, ownerChanged } = block.state;
    const revert = (signature: string): { error: object } => ({
      error: { code: 3, message: 'execution reverted', data: slice(keccak256(fromString(signature)), 0, 4) },
    });
    const answer = (abi: AbiFunction, output: unknown): { result: unknown } => ({
      result: encodeResult(abi, output as readonly unknown[]),
    });
    const owner = ownerChanged ? `0x${'bb'.repeat(20)}` : OWNER;
    switch (`${to}${data.slice(0, 10)}`) {
      case `${SAGE}${selector('agentByDID(string)')}`:
        return registered ? answer(ABI.agentByDID, AGENT_ID) : revert('SageDidUnknown(string)');
      case `${SAGE}${selector('getAgent(uint256)')}`:
        return answer(ABI.getAgent, {
          ...{ did: DID, owner: OWNER, isClaimed: !ownerChanged, isActive: true },
          ...{ nonce: 1, epoch: 0, activeKeys: revokedAt === 0 ? 1 : 0 },
        });
      case `${SAGE}${selector('getKey(uint256,bytes32)')}`:
        return answer(ABI.getKey, {
          ...{ keyId: KEY_ID, keyType: 0, state: 1, validFrom: START, validUntil: revokedAt, compromisedSince: 0 },
          ...{ nonce: 0, epoch: 0, proofHash: `0x${'00'.repeat(32)}` },
        });
      case `${SAGE}${selector('getIdentityRegistry()')}`:
        return answer(ABI.getIdentityRegistry, IDENTITY);
      case `${IDENTITY}${selector('ownerOf(uint256)')}`:
        return answer(ABI.ownerOf, owner);
      default:
        return { result: '0x' };
    }
  }
}

function selector(signature: string): Hex {
  return slice(keccak256(fromString(signature)), 0, 4);
}
