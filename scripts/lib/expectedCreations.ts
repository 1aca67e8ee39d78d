/**
 * Finds creations that are expected to revert and have statements after them. With `dynamic_test_linking` forge turns `new X()`
 * in a test into a cheatcode, whose revert is the test's own: the test passes there, and what follows never runs.
 *
 * @param source A Solidity file.
 * @returns Numbers of the lines of such creations, from 1.
 */
export function findUnfinishedTests(source: string): number[] {
  const lines = source.split('\n');
  const found: number[] = [];
  const endOf = (line: number): number => {
    const length = lines.slice(line).findIndex((text) => text.includes(';'));
    return length === -1 ? lines.length : line + length;
  };
  for (const [index, line] of lines.entries()) {
    if (!line.includes('vm.expectRevert')) continue;
    const next = endOf(index) + 1;
    if (!/\bnew [A-Z]\w*(\{[^}]*\})?\(/.test(lines[next] ?? '')) continue;
    if (!/^\s*}/.test(lines[endOf(next) + 1] ?? '')) found.push(next + 1);
  }
  return found;
}
