// What documents name has to exist: each way in which it may not, on a document of its own.
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { checkDocument } from '../../scripts/lib/checkDocument.ts';
import type { DocumentFacts } from '../../scripts/lib/checkDocument.ts';
import type { CommandDescription } from '../../tasks/lib/describeCommands.ts';

const command = (words: readonly string[], flags: readonly string[] = []): CommandDescription => ({
  words,
  description: '',
  isGroup: flags.length === 0,
  positional: [],
  options: flags.map((flag) => ({ flag, description: '', type: 'STRING', defaultValue: undefined, takesValue: true })),
  commands: [],
});
const texts: Record<string, string> = {
  'docs/deploy.md': "# Deploying\n\n## After a crash: what's next\n\n```sh\n# no heading\n```\n",
  'test/foundry/a.t.sol': '',
};
const facts: DocumentFacts = {
  tests: [
    { file: 'test/foundry/a.t.sol', name: 'test_P1_a', tool: 'forge unit' },
    { file: 'test/hardhat/b.test.ts', name: 'a|b', tool: 'Mocha' },
  ],
  commands: [
    command(['sage']),
    command(['sage', 'tee']),
    command(['sage', 'tee', 'revoke'], ['--reason', '--json']),
    command(['sage', 'propose'], ['--target', '--call']),
  ],
  scripts: new Set(['gas']),
  sources: new Map([['KeyLedger', 'function _endEpoch() private {}']]),
  functions: new Map([['sageRegistry', new Set(['pause'])]]),
  exists: (path) => path in texts || path === 'test/hardhat/b.test.ts' || path === 'docs',
  readText: (path) => texts[path] ?? '',
};
const problemsOf = (text: string): string[] =>
  checkDocument('audit/A.md', text, facts).map((problem) => problem.replace(/^audit\/A\.md: /, ''));

describe('documents', () => {
  it('may name what is there', () => {
    const text = [
      '[deploy](../docs/deploy.md#after-a-crash-whats-next), [docs](../docs/), [far](https://example.org/x#y)',
      '[test_P1_a](../test/foundry/a.t.sol), [a\\|b](../test/hardhat/b.test.ts), [b.test.ts](../test/hardhat/b.test.ts), [b](../test/hardhat/b.test.ts)',
      '`test_P1_a`, `test_P1…`, `KeyLedger._endEpoch`, `KeyLedger.sol`, `npm run gas -- --update`',
      '`sage …`, `sage tee|tee revoke`, `sage tee revoke KEYID --reason TEXT`, `sage tee`, `npx hardhat --network sepolia sage tee revoke`',
      '```sh',
      "npx hardhat sage propose --target sageRegistry --call 'pause()'",
      'npx hardhat sage tee revoke 0x1 --network sepolia --reason leaked # --force is no option',
      'anything [else](nowhere.md)',
      '```',
    ].join('\n');
    expect(problemsOf(text)).to.deep.equal([]);
  });

  for (const [what, text, problem] of [
    ['a file', '[x](../docs/none.md)', 'the link to ../docs/none.md leads nowhere'],
    [
      'a heading',
      '[x](../docs/deploy.md#no-heading)',
      'docs/deploy.md has no heading for ../docs/deploy.md#no-heading',
    ],
    [
      'a test of another file',
      '[test_P1_a](../test/hardhat/b.test.ts)',
      'test/hardhat/b.test.ts has no test "test_P1_a"',
    ],
    ['a test', 'see `testFuzz_P9_b`', 'there is no test testFuzz_P9_b'],
    ['the beginning of a test', 'see `test_P2…`', 'there is no test test_P2…'],
    ['a function', 'in `KeyLedger._startEpoch(uint256)`', 'KeyLedger has no _startEpoch'],
    ['a part of a suite', '`sage propose --target sageRegister`', 'a suite has no part sageRegister'],
    [
      'a function of a part',
      "`sage propose --target sageRegistry --call 'halt()'`",
      'sageRegistry has no function halt',
    ],
    ['an npm script', '`npm run oil`', 'there is no npm script oil'],
    ['a command', '`sage tea revoke`', 'there is no command sage tea revoke'],
    ['a command of a group', '`sage tee steal`', 'there is no command sage tee steal'],
    ['one of two commands', '`sage tee revoke|steal`', 'there is no command sage tee steal'],
    ['an option', '`sage tee revoke X --force`', 'sage tee revoke has no option --force'],
    ['an option in a shell', '```\nnpx hardhat sage tee revoke --yes\n```', 'sage tee revoke has no option --yes'],
  ] as const) {
    it(`may not name ${what} that isn't there`, () => {
      expect(problemsOf(text)).to.deep.equal([problem]);
    });
  }
});
