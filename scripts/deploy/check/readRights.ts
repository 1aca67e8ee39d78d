import { ZeroAddress } from 'ethers';
import type { Part } from '../plan.ts';
import type { SuiteReader } from './SuiteReader.ts';
import { ROLES } from './checkTimelock.ts';
import { listedByLog } from './listedByLog.ts';

/** One right that somebody holds. */
export interface Right {
  readonly part: Part;
  /** Name of the artifact. */
  readonly contract: string;
  /** For example `owner`, `PROPOSER_ROLE` or `voter (weight 3)`. */
  readonly right: string;
  /** Address; undefined when nobody holds it. */
  readonly holder: string | undefined;
  /** What the holder is in the suite: a part, `guardian`, `anybody`; undefined for any other account. */
  readonly known: string | undefined;
}

interface Held {
  readonly right: string;
  /** Zero for nobody. */
  readonly holder: unknown;
}

/**
 * Who holds which right on the contracts of a suite, by their views; the policy's list and the voters of TEE keys, which have no
 * view, by their log. Contracts without any right are left out: nobody can change them.
 */
export async function readRights(reader: SuiteReader): Promise<Right[]> {
  const rights: Right[] = [];
  for (const { part, contract, deployment } of reader.contracts) {
    // What others have deployed has other rights, which our ABI doesn't tell.
    if (deployment === undefined) continue;
    for (const { right, holder } of await heldOn(reader, part)) {
      const address = String(holder);
      const isAnybody = right === 'EXECUTOR_ROLE' && address === ZeroAddress;
      const isNobody = address === ZeroAddress && !isAnybody;
      const known = isAnybody ? 'anybody' : nameOf(reader, address);
      rights.push({ part, contract, right, holder: isNobody ? undefined : address, known });
    }
  }
  return rights;
}

async function heldOn(reader: SuiteReader, part: Part): Promise<Held[]> {
  const held: Held[] = [];
  const contract = reader.interfaceOf(part);
  for (const [view, right] of [
    ['owner', 'owner'],
    ['pendingOwner', 'pending owner'],
    ['guardian', 'guardian'],
  ] as const) {
    if (contract.hasFunction(`${view}()`)) held.push({ right, holder: await reader.read(part, view) });
  }
  if (part === 'timelock') held.push(...(await rolesOf(reader)));
  if (part === 'multisig') held.push(...(await walletOwners(reader)));
  if (part === 'taskValidationPolicy') {
    for (const holder of await listedByLog(reader)) held.push({ right: 'listed validator', holder });
  }
  if (part === 'teeKeyRegistry') held.push(...(await voters(reader)));
  if (part === 'sageRegistry') held.push({ right: 'hook', holder: (await reader.fields(part, 'getHook'))('hook') });
  return held;
}

async function rolesOf(reader: SuiteReader): Promise<Held[]> {
  const held: Held[] = [];
  for (const right of ROLES) {
    const members = await reader.read('timelock', 'getRoleMembers', await reader.read('timelock', right));
    for (const holder of listOf(members)) held.push({ right, holder });
  }
  return held;
}

async function walletOwners(reader: SuiteReader): Promise<Held[]> {
  const owners = listOf(await reader.read('multisig', 'getOwners'));
  const threshold = String(await reader.read('multisig', 'threshold'));
  return owners.map((holder) => ({ right: `owner, ${threshold} of ${owners.length} confirm`, holder }));
}

async function voters(reader: SuiteReader): Promise<Held[]> {
  const weights = new Map<string, bigint>();
  for (const { args } of await reader.events('teeKeyRegistry', 'VoteWeightSet')) {
    weights.set(args['voter'] as string, args['weight'] as bigint);
  }
  return [...weights]
    .filter(([, weight]) => weight > 0n)
    .map(([holder, weight]) => ({ right: `voter (weight ${weight})`, holder }));
}

function nameOf(reader: SuiteReader, address: string): string | undefined {
  return reader.contracts.find((other) => other.address === address)?.part;
}

/** What a view gives as list; its answer alone where it gives none. */
function listOf(answer: unknown): unknown[] {
  return Array.isArray(answer) ? (answer as unknown[]) : [answer];
}
