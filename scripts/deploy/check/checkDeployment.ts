import { isError } from 'ethers';
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
  if (receipt.contractAddress === null) {
    const place = { code: 'deployment', part, field: 'deployed address' } as const;
    findings.add('differs', place, 'none', entry.address, `${entry.transaction} deploys no contract`);
  } else {
    findings.expect({ code: 'deployment', part, field: 'deployed address' }, receipt.contractAddress, entry.address);
  }
  findings.expect({ code: 'deployment', part, field: 'block' }, receipt.blockNumber, entry.block);
  findings.expect({ code: 'deployment', part, field: 'status' }, receipt.status, 1);
}

function compareSent(
  findings: Findings,
  part: Part,
  contract: Interface,
  args: readonly ConstructorArgument[],
  { data, to }: TransactionResponse,
  bytecode: string,
): void {
  if (to === null && data.startsWith(bytecode)) {
    const sent = decode(contract, `0x${data.slice(bytecode.length)}`);
    if (sent !== undefined) {
      compareArguments(findings, part, contract, args, sent, 'as sent');
      return;
    }
  }
  const place = { code: 'deployment', part, field: 'init code' } as const;
  const reason = "it isn't what the present sources build; arguments not recomputed";
  findings.add('differs', place, to === null ? 'other' : `a call of ${to}`, 'that of the present sources', reason);
}

function decode(contract: Interface, encoded: string): readonly unknown[] | undefined {
  const inputs = contract.deploy.inputs;
  if (inputs.length === 0) return encoded === '0x' ? [] : undefined;
  try {
    return contract.getAbiCoder().decode(inputs, encoded).toArray(true);
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
