import { Interface } from 'ethers';
import type { InterfaceAbi } from 'ethers';
import type { ContractName } from '../../../examples/indexer/core/addressBook.ts';
import { encodeCall, encodeError, encodeResult } from '../differential/abi.ts';
import { Inquiry } from '../differential/inquiry.ts';
import type { ViewCheck } from '../differential/inquiry.ts';
import { Random } from '../differential/random.ts';
import { ReferenceViews } from '../differential/views.ts';
import type { Check, Known } from './checks.ts';
import { sageChecks } from './sageChecks.ts';
import { stakedChecks } from './stakedChecks.ts';
import { stateOf } from './stateOf.ts';
import { teeKeyChecks } from './teeKeyChecks.ts';
import { policyChecks, trustChecks } from './trustChecks.ts';

/** What a call of a view gave. */
export interface Answer {
  readonly ok: boolean;
  /** Return data, or that of the error. */
  readonly data: string;
}

/** A chain whose views can be asked. */
export interface AskedChain {
  readonly chainId: bigint;
  readonly call: (to: string, data: string) => Promise<Answer>;
  readonly abiOf: (contract: ContractName) => Promise<InterfaceAbi>;
}

/** A view that says something else than the rows. */
export interface Difference {
  readonly view: string;
  readonly expected: string;
  readonly actual: string;
}

export interface Comparison {
  readonly views: number;
  /** The views that were asked, as `Contract.view`. */
  readonly asked: ReadonlySet<string>;
  readonly differences: readonly Difference[];
}

/** A question in bytes, and the bytes of its answer. */
interface Question {
  readonly contract: ContractName;
  readonly view: string;
  readonly args: readonly unknown[];
  readonly data: string;
  readonly expected: Answer;
}

const STANDARD = { identity: 'Identity', reputation: 'Reputation', validation: 'Validation' } as const;
const STANDARD_NAMES: readonly ContractName[] = Object.values(STANDARD);
/** What SAGE adds, by contract. */
const SUITE = {
  Sage: sageChecks,
  Reputation: trustChecks,
  Policy: policyChecks,
  Staked: stakedChecks,
  TeeKeys: teeKeyChecks,
} as const;
const SUITE_NAMES = Object.keys(SUITE) as (keyof typeof SUITE)[];
const SEED = 48;
/** Calls that wait for an answer at the same time. */
const AT_ONCE = 64;

/**
 * Asks all views of the contracts and compares what they return, byte by byte, with what the rows tell.
 *
 * @param only Only the views of this contract.
 */
export async function compareViews(chain: AskedChain, known: Known, only?: ContractName): Promise<Comparison> {
  const wanted = only === undefined ? undefined : [only];
  const questions = [...standardQuestions(chain, known, wanted), ...(await suiteQuestions(chain, known, wanted))];
  const differences: Difference[] = [];
  for (let begin = 0; begin < questions.length; begin += AT_ONCE) {
    await Promise.all(
      questions.slice(begin, begin + AT_ONCE).map(async ({ contract, view, args, data, expected }) => {
        const actual = await chain.call(known.addresses[contract], data);
        if (actual.ok === expected.ok && actual.data === expected.data) return;
        differences.push({ view: `${contract}.${view}${show(args)}`, expected: tell(expected), actual: tell(actual) });
      }),
    );
  }
  const asked = new Set(questions.map(({ contract, view }) => `${contract}.${view}`));
  return { views: questions.length, asked, differences };
}

/** The three registries of the standard, by the views of their reference model. */
function standardQuestions(
  { chainId }: AskedChain,
  { rows, addresses, accounts }: Known,
  wanted: readonly ContractName[] = STANDARD_NAMES,
): Question[] {
  if (!wanted.some((name) => STANDARD_NAMES.includes(name))) return [];
  const { Identity: identity, Reputation: reputation, Validation: validation } = addresses;
  const views = new ReferenceViews(stateOf(rows), { chainId, addresses: { identity, reputation, validation } });
  const inquiry = new Inquiry(views, { actors: accounts, rejecting: [identity] }, new Random(SEED));
  const checks = [...inquiry.everything()].flatMap((subject) => subject.views());
  return checks.filter(({ contract }) => wanted.includes(STANDARD[contract])).map(toQuestion);
}

function toQuestion({ contract, signature, args, expected }: ViewCheck): Question {
  const answer =
    'error' in expected
      ? { ok: false, data: encodeError(expected.error) }
      : { ok: true, data: encodeResult(contract, signature, expected.values) };
  const data = encodeCall(contract, signature, args);
  return { contract: STANDARD[contract], view: signature, args, data, expected: answer };
}

async function suiteQuestions(
  chain: AskedChain,
  known: Known,
  wanted: readonly ContractName[] = SUITE_NAMES,
): Promise<Question[]> {
  const interfaces = new Map<ContractName, Interface>();
  const checks = SUITE_NAMES.filter((name) => wanted.includes(name)).flatMap((name) => [...SUITE[name](known)]);
  const questions: Question[] = [];
  for (const check of checks) {
    const { contract } = check;
    const calls = interfaces.get(contract) ?? new Interface(await chain.abiOf(contract));
    interfaces.set(contract, calls);
    questions.push(encode(calls, check));
  }
  return questions;
}

function encode(calls: Interface, { contract, view, args, expected }: Check): Question {
  const data = calls.encodeFunctionData(view, args);
  const answer =
    'error' in expected
      ? { ok: false, data: calls.encodeErrorResult(expected.error, expected.args) }
      : { ok: true, data: calls.encodeFunctionResult(view, expected) };
  return { contract, view, args, data, expected: answer };
}

function tell({ ok, data }: Answer): string {
  return `${ok ? '' : 'error '}${data.length > 1000 ? `${data.slice(0, 1000)}… (${data.length})` : data}`;
}

function show(args: readonly unknown[]): string {
  return JSON.stringify(args, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item));
}
