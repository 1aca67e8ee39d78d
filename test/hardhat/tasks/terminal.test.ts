// What comes from the chain or from a file can't paint on the terminal of whoever decides by it.
import { expect } from 'chai';
import { ZeroHash } from 'ethers';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import { describe, it } from 'mocha';
import type { AddressBook } from '../../../scripts/deploy/addressBook.ts';
import { TaskError } from '../../../tasks/lib/TaskError.ts';
import { callLines, describeCall } from '../../../tasks/lib/governance/describeCall.ts';
import { tableLines } from '../../../tasks/lib/tableLines.ts';
import { taskAction } from '../../../tasks/lib/taskAction.ts';
import { toJson } from '../../../tasks/lib/toJson.ts';
import type { TaskContext } from '../../../tasks/lib/TaskContext.ts';
import type { TaskIo, TaskResult } from '../../../tasks/lib/types.ts';
import { TEEKeyRegistry__factory } from '../../../typechain-types/index.ts';

/** Goes a line up and clears it; a line of its own; the same by one character (U+009B); turns the direction. */
const HOSTILE = 'leaked\u001b[1A\u001b[2K\r\nCall 1 of 1:\u009b2K\u202e\u2066\u2028end';
/** Whatever a terminal may act on, besides the line breaks of ours. */
const ACTIVE = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

const REGISTRY = `0x${'1'.repeat(40)}`;
const book = {
  contracts: {
    teeKeyRegistry: { contract: 'TEEKeyRegistry', address: REGISTRY, codeHash: ZeroHash, existing: true },
  },
} as unknown as AddressBook;

interface Printed {
  readonly out: readonly string[];
  readonly err: readonly string[];
}

async function print(
  run: (context: TaskContext) => Promise<TaskResult>,
  json = false,
  answers: string[] = [],
): Promise<Printed> {
  const printed: { out: string[]; err: string[] } = { out: [], err: [] };
  const io: Partial<TaskIo> = {
    out: (text) => void printed.out.push(text),
    err: (text) => void printed.err.push(text),
    isInteractive: true,
    ask: (question) => {
      printed.err.push(question);
      return Promise.resolve(answers.shift() ?? 'no');
    },
    setExitCode: () => undefined,
  };
  await taskAction(run)({ json }, { sage: { io } } as unknown as HardhatRuntimeEnvironment);
  return printed;
}

describe('texts of others on the terminal', () => {
  it('are shown as one harmless line each: of calls, progress, questions and errors', async () => {
    const data = TEEKeyRegistry__factory.createInterface().encodeFunctionData('revoke', [ZeroHash, HOSTILE]);
    const lines = callLines(describeCall(book, { target: REGISTRY, value: 0n, data }));
    const { out, err } = await print(
      async (context) => {
        for (const line of lines) context.progress(line);
        await context.confirm(`Votes about ${HOSTILE}.`);
        return { data: {}, text: lines };
      },
      false,
      ['yes'],
    );
    expect(out).to.have.lengthOf(lines.length);
    expect(err).to.have.lengthOf(lines.length + 1);
    for (const line of [...out, ...err]) expect(line).to.not.match(ACTIVE).and.not.include('\n');
    expect(out.at(-1)).to.match(/leaked\ufffd\[1A.*end$/);
    const failed = await print(() =>
      Promise.reject(new TaskError('bad', `it says\nTransaction sent.${HOSTILE}`, { field: 'file' })),
    );
    for (const line of failed.err) expect(ACTIVE.test(line) ? 'active' : line).to.match(/^(?:error: | {2})/);
  });

  it('stay in their row of a table', () => {
    const lines = tableLines(['client', 'tag'], [['0x1', HOSTILE]], ['left', 'left']);
    expect(lines).to.have.lengthOf(3);
    for (const line of lines) expect(line).to.not.match(ACTIVE);
  });

  it('are exact in JSON, and escaped there', async () => {
    const { out } = await print(() => Promise.resolve({ data: { tag: HOSTILE, list: [1n] }, text: [] }), true);
    expect(out.join('\n')).to.not.match(ACTIVE);
    expect(JSON.parse(out.join('\n'))).to.deep.equal({ tag: HOSTILE, list: ['1'] });
    expect(toJson({ a: 'ü 語 😀' })).to.equal('{\n  "a": "ü 語 😀"\n}');
    const failed = await print(
      () => Promise.reject(new TaskError('bad', HOSTILE, { field: 'file', value: HOSTILE })),
      true,
    );
    expect(failed.out.join('\n')).to.not.match(ACTIVE);
  });
});
