import type { Provider } from 'ethers';
import type { AddressBook } from '../addressBook.ts';
import { checkConfig } from '../config.ts';
import { deploymentOf, suiteConfigOf } from '../fromAddressBook.ts';
import { suitePlan } from '../plan.ts';
import type { DeployStep } from '../plan.ts';
import type { ReadBuilt } from './BuiltContract.ts';
import { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';
import { SuiteReader } from './SuiteReader.ts';
import { checkBookCode } from './checkBookCode.ts';
import { checkChain } from './checkChain.ts';
import { checkDeployment } from './checkDeployment.ts';
import { checkLinks } from './checkLinks.ts';
import { checkMultisig } from './checkMultisig.ts';
import { checkParameters } from './checkParameters.ts';
import { checkRights } from './checkRights.ts';
import { checkSourceCode } from './checkSourceCode.ts';
import { checkTimelock } from './checkTimelock.ts';
import type { Finding } from './types.ts';

/** What an inspection has found, and at which block. */
export interface Inspection {
  readonly block: number;
  readonly findings: readonly Finding[];
}

/** What an inspection needs besides the book. */
export interface InspectionOptions {
  readonly provider: Provider;
  /** Artifacts of the present sources. */
  readonly readBuilt: ReadBuilt;
  /** Git commit of the present sources; undefined where it can't be told. */
  readonly commit: string | undefined;
  /** Told of each contract once it has been looked at. */
  readonly onPart: (name: string) => void;
}

/**
 * Compares a suite on the chain with its address book and with the present sources, all of it at one block. Nothing is sent.
 *
 * @param book Of the chain that the provider is connected to.
 * @returns Every comparison, also those that are as they should be.
 * @throws {DeployConfigError} For a book whose configuration can't have been deployed.
 * @throws What the provider throws when the chain can't be read.
 */
export async function inspectSuite(book: AddressBook, options: InspectionOptions): Promise<Inspection> {
  const { provider, readBuilt } = options;
  const reader = await SuiteReader.open(deploymentOf(book).contracts, provider, readBuilt);
  const config = checkConfig(suiteConfigOf(book));
  const plan = suitePlan(config);
  const steps = plan.flatMap((step) => ('existing' in step || !reader.has(step.part) ? [] : [step]));
  const suite: Suite = { reader, config, steps, allowsChanges: true };
  const findings = new Findings((part) => reader.nameOf(part));
  checkCommit(findings, book.commit, options.commit);
  checkParts(suite, findings, plan);
  checkChain(suite, findings, BigInt(book.chainId), book.chainClass);
  const present = plan.filter(({ part }) => reader.has(part));
  const inspected = await Promise.all(present.map((step) => inspectPart(suite, step, book, options)));
  return { block: reader.block, findings: [...findings.list, ...inspected.flat()] };
}

async function inspectPart(
  suite: Suite,
  step: DeployStep,
  book: AddressBook,
  { readBuilt, commit, onPart }: InspectionOptions,
): Promise<Finding[]> {
  const { part } = step;
  const findings = new Findings((of) => suite.reader.nameOf(of));
  const entry = book.contracts[part];
  if (entry === undefined) return [];
  const hasCode = await checkBookCode(suite, findings, part, entry.codeHash);
  if (!('existing' in entry) && !('existing' in step)) {
    await checkDeployment(suite, findings, step, entry, readBuilt);
    if (hasCode) await checkSourceCode(suite, findings, part, entry, readBuilt, wayOut(book.commit, commit));
  }
  if (hasCode) await inspectState(suite, findings, step);
  onPart(entry.contract);
  return findings.list;
}

/** What a contract says of itself. */
async function inspectState(suite: Suite, findings: Findings, step: DeployStep): Promise<void> {
  const { part } = step;
  await checkLinks(suite, findings, part);
  if ('existing' in step) return;
  if (part === 'multisig') await checkMultisig(suite, findings);
  if (part === 'timelock') await checkTimelock(suite, findings);
  await checkRights(suite, findings, step);
  await checkParameters(suite, findings, part);
}

function wayOut(booked: string, present: string | undefined): string {
  return booked === present
    ? 'the sources were changed after deployment, or other code is there'
    : `the book's commit isn't the present one: check out ${booked}, build, and run this again`;
}

function checkCommit(findings: Findings, booked: string, present: string | undefined): void {
  const place = { code: 'commit', part: 'suite', field: 'commit' } as const;
  if (present === booked) findings.add('ok', place, present, booked);
  else if (present === undefined)
    findings.add('note', place, 'unknown', booked, 'the sources are not in a git repository');
  else findings.add('note', place, present, booked, 'code is compared with the present sources, not those of the book');
}

/** Whether the book has the parts of its plan, all and no other. */
function checkParts({ reader }: Suite, findings: Findings, plan: readonly DeployStep[]): void {
  const planned = plan.map(({ part }) => part);
  const parts = reader.contracts.map(({ part }) => part);
  const place = { code: 'part', part: 'suite', field: 'parts in the book' } as const;
  findings.expect(place, parts, planned);
}
