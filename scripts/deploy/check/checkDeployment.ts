import { isError, zeroPadValue } from 'ethers';
import type { Interface, TransactionReceipt, TransactionResponse } from 'ethers';
import type { DeployedEntry } from '../addressBook.ts';
import { DeployConfigError } from '../errors.ts';
import type { ConstructorArgument, NewContract, Part } from '../plan.ts';
import type { ReadBuilt } from './BuiltContract.ts';
import type { Findings } from './Findings.ts';
import type { Suite } from './Suite.ts';

/**
 * The constructor arguments of the book against those of the plan (so that the parts belong together), and against those that
 * were sent: the deployment's transaction is the compiler's init code and the encoded arguments.
 */
export async function checkDeployment(
  suite: Suite,
  findings: Findings,
  step: NewContract,
  entry: DeployedEntry,
  readBuilt: ReadBuilt,
): Promise<void> {
  const { part } = step;
  const contract = suite.reader.interfaceOf(part);
  const planned = plannedArguments(suite, step);
  if (planned !== undefined) {
    compareArguments(findings, part, contract, entry.constructorArguments, planned, 'by the plan');
  }
  const place = { code: 'deployment', part, field: 'transaction' } as const;
  const { provider } = suite.reader;
  const transaction = await provider.getTransaction(entry.transaction);
  const receipt = transaction === null ? null : await provider.getTransactionReceipt(entry.transaction);
  if (transaction === null || receipt === null) {
    const reason = "the node doesn't know it: wrong in the book, or too old for this node; arguments not recomputed";
    findings.add('note', place, 'unknown', entry.transaction, reason);
    return;
  }
  checkReceipt(findings, part, entry, receipt);
  const { bytecode } = await readBuilt(entry.contract);
  compareSent(findings, part, contract, entry.constructorArguments, transaction, bytecode);
}

function checkReceipt(findings: Findings, part: Part, entry: DeployedEntry, receipt: TransactionReceipt): void {
  const place = { code: 'deployment', part, field: 'deployed address' } as const;
  if (receipt.contractAddress !== null) findings.expect(place, receipt.contractAddress, entry.address);
  else if (isToldByFactory(receipt, entry.address)) findings.add('ok', place, entry.address, entry.address);
  else findings.add('differs', place, 'another, or none', entry.address, `as ${entry.transaction} tells`);
  findings.expect({ code: 'deployment', part, field: 'block' }, receipt.blockNumber, entry.block);
  findings.expect({ code: 'deployment', part, field: 'status' }, receipt.status, 1);
}

/** A factory (CreateX) names the contract that it made in an indexed field of its event. */
function isToldByFactory({ to, logs }: TransactionReceipt, address: string): boolean {
  const topic = zeroPadValue(address, 32).toLowerCase();
  return logs.some((log) => log.address === to && log.topics.slice(1).includes(topic));
}

/** A transaction without receiver is init code and arguments; a call of a factory has both among its own arguments. */
function compareSent(
  findings: Findings,
  part: Part,
  contract: Interface,
  args: readonly ConstructorArgument[],
  { data, to }: TransactionResponse,
  bytecode: string,
): void {
  const code = bytecode.slice(2);
  const at = to === null ? 2 : data.indexOf(code);
  const sent = at > 0 && data.startsWith(code, at) ? decode(contract, data.slice(at + code.length), to) : undefined;
  if (sent !== undefined) {
    compareArguments(findings, part, contract, args, sent, 'as sent');
    return;
  }
  const place = { code: 'deployment', part, field: 'init code' } as const;
  const reason = "it isn't what the present sources build; arguments not recomputed";
  findings.add('differs', place, to === null ? 'other' : `a call of ${to}`, 'that of the present sources', reason);
}

/** The arguments after init code; undefined when other bytes are there. A factory's call is padded with zeros. */
function decode(contract: Interface, rest: string, to: string | null): readonly unknown[] | undefined {
  const { inputs } = contract.deploy;
  try {
    const decoded = contract.getAbiCoder().decode(inputs, `0x${rest}`);
    const padding = rest.slice(contract.encodeDeploy(decoded).length - 2);
    const isPadded = to === null ? padding === '' : /^0*$/.test(padding) && padding.length < 64;
    return isPadded ? decoded.toArray(true) : undefined;
  } catch (error) {
    if (isError(error, 'BUFFER_OVERRUN')) return undefined;
    throw error;
  }
}

/** The arguments that the plan gives; undefined when a part that they name is not in the book, which is told elsewhere. */
function plannedArguments({ reader }: Suite, step: NewContract): readonly ConstructorArgument[] | undefined {
  try {
    return step.args((part) => {
      if (!reader.has(part)) throw new DeployConfigError('plan', part, 'not in the book');
      return reader.of(part).address;
    });
  } catch (error) {
    if (error instanceof DeployConfigError) return undefined;
    throw error;
  }
}

function compareArguments(
  findings: Findings,
  part: Part,
  contract: Interface,
  booked: readonly ConstructorArgument[],
  expected: readonly unknown[],
  by: string,
): void {
  const count = { code: 'constructor-arguments', part, field: `number of arguments ${by}` } as const;
  if (booked.length !== expected.length) {
    findings.add('differs', count, booked.length, expected.length, 'found is what the book says');
    return;
  }
  expected.forEach((value, index) => {
    const name = contract.deploy.inputs[index]?.name ?? String(index);
    const place = { code: 'constructor-arguments', part, field: `argument ${name} ${by}` } as const;
    findings.expect(place, ordered(booked[index]), ordered(value), 'found is what the book says');
  });
}

/** An argument as text; the order of a list counts. */
function ordered(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(String).join(', ')}]` : String(value);
}
