import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import hre from 'hardhat';
import { ArgumentType } from 'hardhat/types/arguments';
import { after, before, describe, it } from 'mocha';
import { renderCliPage } from '../../../scripts/lib/cliPage.ts';
import { ROOT, tsArguments } from '../../../scripts/lib/paths.ts';
import { readCliFacts } from '../../../scripts/lib/readCliFacts.ts';
import { flattenCommands } from '../../../tasks/lib/describeCommands.ts';
import type { CommandDescription } from '../../../tasks/lib/describeCommands.ts';

describe('docs/cli.md', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sage-cli-docs-'));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  const run = (...args: string[]): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [...tsArguments('scripts/cli-docs.ts'), ...args], { cwd: ROOT, encoding: 'utf8' });

  it('writes the page, and fails when it is missing or stale', () => {
    const out = join(folder, 'cli.md');
    const missing = run('--check', '--out', out);
    expect(missing.status).to.equal(1);
    expect(missing.stderr).to.equal(`${out} is stale: run \`npm run cli-docs\`\n`);
    expect(run('--out', out).status).to.equal(0);
    const page = readFileSync(out, 'utf8');
    expect(page).to.equal(renderCliPage(readCliFacts(hre)));
    writeFileSync(out, page.replace('Vote about a key', 'Vote'));
    expect(run('--check', '--out', out).status).to.equal(1);
  });

  it('has every task with its arguments and options', () => {
    const { root, shared } = readCliFacts(hre);
    const page = renderCliPage({ root, shared, exits: [] });
    const [, ...commands] = flattenCommands(root);
    expect(commands.length).to.be.greaterThan(20);
    const parts = page.split(/^#{2,3} sage /m).slice(1);
    expect(parts.map((part) => part.split('\n')[0])).to.deep.equal(
      commands.map(({ words }) => words.slice(1).join(' ')),
    );
    for (const [index, { words, options, positional }] of commands.entries()) {
      const part = parts[index] ?? '';
      for (const { flag } of options) expect(part, words.join(' ')).to.include(`\`${flag}\``);
      for (const { name } of positional) expect(part, words.join(' ')).to.include(`<${name}>`);
    }
  });

  it('finds a description and, for numbers, a default in every definition', () => {
    for (const { words, description, options, positional } of flattenCommands(readCliFacts(hre).root)) {
      const place = words.join(' ');
      expect(description, place).to.match(/^[A-Z].{10,}[^.]$/);
      for (const { flag, description: text } of options) expect(text, `${place} ${flag}`).to.match(/.{10,}[^.]$/s);
      for (const { name, description: text } of positional) expect(text, `${place} ${name}`).to.match(/.{3,}[^.]$/s);
    }
  });

  it('spells types, defaults, optional and repeated arguments', () => {
    const command: CommandDescription = {
      words: ['sage', 'do'],
      description: 'Does it | all',
      isGroup: false,
      positional: [
        {
          name: 'first',
          description: 'One',
          type: ArgumentType.BIGINT,
          isOptional: false,
          isVariadic: false,
          defaultValue: undefined,
        },
        {
          name: 'rest',
          description: 'Others',
          type: ArgumentType.STRING,
          isOptional: true,
          isVariadic: true,
          defaultValue: ['a'],
        },
      ],
      options: [
        { flag: '--hours', description: 'Hours', type: ArgumentType.INT, defaultValue: 24, takesValue: true },
        { flag: '--now', description: 'At once', type: ArgumentType.FLAG, defaultValue: false, takesValue: false },
      ],
      commands: [],
    };
    const root = { ...command, words: ['sage'], isGroup: true, positional: [], options: [], commands: [command] };
    const page = renderCliPage({ root, shared: [], exits: [{ code: 7, meaning: 'Seven' }] });
    expect(page).to.include('| 7 | Seven |');
    expect(page).to.include('npx hardhat sage do <first> [<rest>…] [options]');
    expect(page).to.include('| [`sage do`](#sage-do) | Does it \\| all |');
    expect(page).to.include('| `first` (integer) | One |');
    expect(page).to.include('| `rest` | Others; `["a"]` when left out |');
    expect(page).to.include('| `--hours` (integer) | Hours | `24` |');
    expect(page).to.include('| `--now` | At once (flag) |  |');
  });
});
