/** What a run of medusa found, from what it printed and from its coverage of the harness. */

export interface MedusaTest {
  kind: 'property' | 'assertion';
  name: string;
  passed: boolean;
}

/** @param output Of `medusa fuzz`, which tells of a failure when it happens and of everything at the end. */
export function readTests(output: string): MedusaTest[] {
  const lines = output.matchAll(/\[(PASSED|FAILED)\] (Property|Assertion) Test: \w+\.(\w+)\(/g);
  const tests = [...lines].map(([, result, kind, name = '']): [string, MedusaTest] => [
    name,
    { kind: kind === 'Property' ? 'property' : 'assertion', name, passed: result === 'PASSED' },
  ]);
  return [...new Map(tests).values()];
}

export interface ActionReach {
  action: string;
  /** Calls that the handler carried out. */
  succeeded: number;
  /** Calls that medusa can't carry out, see test/medusa/Cheats.sol. */
  leftOut: number;
}

/**
 * How often each function of a handler was called: the harness has a line for either end of a call.
 *
 * @param lcov Of medusa, in which the count of a line is how often it ran.
 * @throws Error when the coverage isn't about this harness.
 */
export function readReach(lcov: string, harness: string, fileName: string): ActionReach[] {
  const record = lcov.split('end_of_record').find((text) => text.includes(`/${fileName}\n`));
  if (record === undefined) throw new Error(`medusa's coverage has nothing about ${fileName}`);
  const hits = new Map(
    [...record.matchAll(/^DA:(\d+),(\d+)$/gm)].map(([, line, count]) => [Number(line), Number(count)]),
  );
  const lines = harness.split('\n');
  return lines.flatMap((text, index) => {
    const action = /^ {2}function (\w+)\(.*\) external \{$/.exec(text)?.[1];
    if (action === undefined || !(lines[index + 1] ?? '').includes('_passOn()')) return [];
    // Lines are counted from 1: the one after the function's is the question, then what is left out, then what succeeded.
    return [{ action, leftOut: hits.get(index + 3) ?? 0, succeeded: hits.get(index + 5) ?? 0 }];
  });
}
