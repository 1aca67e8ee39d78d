// Stands in for Etherscan, Blockscout and Sourcify: their interfaces as far as they are used here, and their judgement. What is
// sent is compiled, and has to give the code on the chain and the transaction that deployed it; nothing is taken on trust.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getAddress } from 'ethers';
import type { JsonRpcProvider } from 'ethers';
import { compileInput, compilerVersion } from './compileInput.ts';
import type { StandardInput } from './compileInput.ts';

/** What a service is given to verify a contract, from any of the three. */
export interface Submission {
  readonly service: 'etherscan' | 'blockscout' | 'sourcify';
  readonly address: string;
  /** `source file:contract`. */
  readonly identifier: string;
  readonly compilerVersion: string;
  readonly input: StandardInput;
  /** Hex without 0x; Sourcify takes them from the transaction. */
  readonly constructorArguments?: string;
}

export interface VerifierStandIn {
  readonly url: string;
  /** Everything that was sent for verification, in this order. */
  readonly submissions: readonly Submission[];
  /** Paths of all requests, without their queries. */
  readonly requests: readonly string[];
  /** What a service would say of a submission; undefined for yes. */
  readonly judge: (submission: Submission) => Promise<string | undefined>;
  readonly close: () => Promise<void>;
}

export const API_KEY = 'KEY-OF-THE-TEST-2718281828';

/** Starts the three services on one port: `/etherscan`, `/blockscout`, `/sourcify`. */
export async function startVerifier(provider: JsonRpcProvider): Promise<VerifierStandIn> {
  const { chainId } = await provider.getNetwork();
  const state = new State(provider, chainId.toString());
  const server = createServer((request, response) => {
    answer(state, request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    submissions: state.submissions,
    requests: state.requests,
    judge: (submission) => state.judge(submission),
    close: () => stop(server),
  };
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

class State {
  readonly submissions: Submission[] = [];
  readonly requests: string[] = [];
  readonly verified = new Set<string>();
  /** Complaints by ticket; undefined for none. */
  readonly tickets = new Map<string, string | undefined>();
  readonly chainId: string;
  readonly #provider: JsonRpcProvider;

  constructor(provider: JsonRpcProvider, chainId: string) {
    this.#provider = provider;
    this.chainId = chainId;
  }

  /** Takes a submission; returns its ticket. */
  async take(submission: Submission): Promise<string> {
    this.submissions.push(submission);
    const complaint = await this.judge(submission);
    if (complaint === undefined) this.verified.add(`${submission.service} ${submission.address}`);
    const ticket = `ticket-${this.submissions.length}`;
    this.tickets.set(ticket, complaint);
    return ticket;
  }

  async judge({
    address,
    identifier,
    compilerVersion: version,
    input,
    ...rest
  }: Submission): Promise<string | undefined> {
    if (version !== compilerVersion()) return `compiler ${version}, the code was made by ${compilerVersion()}`;
    const [source, name] = identifier.split(/:(?=[^:]*$)/) as [string, string];
    if (input.sources[source] === undefined) return `no source ${source}`;
    const compiled = compileInput(input, source, name);
    if (typeof compiled === 'string') return compiled;
    const creation = await this.#creationOf(address);
    if (!creation.startsWith(`0x${compiled.bytecode}`)) return 'the sources give other code';
    if (!compiled.isRuntime(await this.#provider.getCode(address))) return 'the sources give other code at the address';
    const { constructorArguments } = rest;
    const sent = creation.slice(2 + compiled.bytecode.length);
    if (constructorArguments !== undefined && constructorArguments !== sent) return 'correct constructor arguments';
    return undefined;
  }

  /** The data of the transaction that deployed a contract, as explorers index it. */
  async #creationOf(address: string): Promise<string> {
    for (let number = await this.#provider.getBlockNumber(); number > 0; number--) {
      const block = await this.#provider.getBlock(number, true);
      for (const transaction of block?.prefetchedTransactions ?? []) {
        const receipt = await this.#provider.getTransactionReceipt(transaction.hash);
        if (receipt?.contractAddress === address) return transaction.data;
      }
    }
    throw new Error(`nobody deployed ${address}`);
  }
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  state.requests.push(url.pathname);
  const body = await bodyOf(request);
  const [, service, ...path] = url.pathname.split('/');
  const [status, result] =
    service === 'sourcify'
      ? await answerSourcify(state, path, body)
      : [200, await answerExplorer(state, service as 'etherscan' | 'blockscout', url.searchParams, body)];
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(result));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const yes = (result: unknown): object => ({ status: '1', message: 'OK', result });
const no = (result: unknown): object => ({ status: '0', message: 'NOTOK', result });

async function answerExplorer(
  state: State,
  service: 'etherscan' | 'blockscout',
  query: URLSearchParams,
  body: string,
): Promise<object> {
  if (service === 'etherscan') {
    if (query.get('apikey') !== API_KEY) return no(`Invalid API Key (${query.get('apikey')})`);
    if (query.get('chainid') !== state.chainId) return no(`Unsupported chainid ${query.get('chainid')}`);
  }
  if (query.get('module') !== 'contract') return no('no such module');
  switch (query.get('action') ?? '') {
    case 'getsourcecode': {
      const isKnown = state.verified.has(`${service} ${getAddress(query.get('address') ?? '')}`);
      return yes([{ SourceCode: isKnown ? 'known' : '' }]);
    }
    case 'verifysourcecode': {
      const form = new URLSearchParams(body);
      if (form.get('codeformat') !== 'solidity-standard-json-input') return no('codeformat');
      return yes(await state.take(submissionOf(service, form)));
    }
    case 'checkverifystatus': {
      const complaint = state.tickets.get(query.get('guid') ?? '');
      if (complaint === undefined) return yes('Pass - Verified');
      return service === 'etherscan' ? no(`Fail - Unable to verify. ${complaint}`) : yes('Fail - Unable to verify');
    }
    default:
      return no('no such action');
  }
}

function submissionOf(service: 'etherscan' | 'blockscout', form: URLSearchParams): Submission {
  const field = (name: string): string => {
    const value = form.get(name);
    if (value === null) throw new Error(`${name} is missing`);
    return value;
  };
  return {
    service,
    address: getAddress(field('contractaddress')),
    identifier: field('contractname'),
    compilerVersion: field('compilerversion'),
    input: JSON.parse(field('sourceCode')) as StandardInput,
    constructorArguments: field('constructorArguments'),
  };
}

async function answerSourcify(state: State, path: readonly string[], body: string): Promise<[number, object]> {
  const [version, verb, first, second] = path;
  if (version !== 'v2') return [404, {}];
  if (verb === 'contract') {
    const isKnown = state.verified.has(`sourcify ${getAddress(second ?? '')}`);
    const match = isKnown ? 'match' : null;
    return [isKnown ? 200 : 404, { match, creationMatch: match, runtimeMatch: match, chainId: first, address: second }];
  }
  if (second === undefined) {
    const complaint = state.tickets.get(first ?? '');
    const error =
      complaint === undefined ? {} : { error: { customCode: 'no_match', message: complaint, errorId: '1' } };
    const contract = { match: complaint === undefined ? 'match' : null };
    return [
      200,
      { isJobCompleted: true, verificationId: first, jobStartTime: '2026-01-01T00:00:00Z', contract, ...error },
    ];
  }
  if (first !== state.chainId) return [400, { customCode: 'unsupported_chain', message: first, errorId: '1' }];
  const sent = JSON.parse(body) as Record<'contractIdentifier' | 'compilerVersion', string> & {
    stdJsonInput: StandardInput;
  };
  const verificationId = await state.take({
    service: 'sourcify',
    address: getAddress(second),
    identifier: sent.contractIdentifier,
    compilerVersion: sent.compilerVersion,
    input: sent.stdJsonInput,
  });
  return [202, { verificationId }];
}
