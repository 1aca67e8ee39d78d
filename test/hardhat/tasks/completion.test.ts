import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { ROOT, packageBin } from '../../../scripts/lib/paths.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';

type Shell = 'bash' | 'zsh' | 'fish';

const isThere = (shell: Shell): boolean => spawnSync(shell, ['--version']).status === 0;

/** Words in which no shell sees anything but a word. */
const array = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' ');

/** What each shell is asked for the last of the words; zsh's own functions for showing stand aside. */
const ASK: Readonly<Record<Shell, (script: string, words: readonly string[]) => string>> = {
  bash: (script, words) =>
    `source ${script}; COMP_WORDS=(${array(words)}); COMP_CWORD=${words.length - 1}; _sage_complete; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (script, words) =>
    `_describe() { print -l -- \${(P)2%%:*} }; _files() { print FILES }; _default() { print FILES }; compadd() { shift; print -l -- $@ }; ` +
    `source ${script}; words=(${array(words)}); CURRENT=${words.length}; _sage`,
  fish: (script, words) => `source ${script}; complete -C '${words.join(' ')}'`,
};

describe('sage completion', () => {
  let desk: Desk;
  let folder: string;

  before(async () => {
    desk = await openDesk({ deploy: false });
    folder = mkdtempSync(join(tmpdir(), 'sage-completion-'));
    for (const shell of Object.keys(ASK)) {
      writeFileSync(join(folder, shell), (await desk.must<{ script: string }>(['completion', shell])).script);
    }
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    await desk.close();
  });

  const complete = (shell: Shell, words: readonly string[]): string[] => {
    const { stdout, stderr, status } = spawnSync(shell, ['-c', ASK[shell](join(folder, shell), words)], {
      encoding: 'utf8',
    });
    expect(stderr).to.equal('');
    // Where nothing fits, shells say so by their exit code.
    if (stdout.trim() !== '') expect(status).to.equal(0);
    const lines = stdout.split('\n').map((line) => line.split('\t')[0] ?? '');
    // fish and bash filter by what was typed so far; in zsh that is left to the functions that stand aside.
    const typed = words.at(-1) ?? '';
    return lines.filter((line) => line !== '' && (line === 'FILES' || line.startsWith(typed))).sort();
  };

  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    if (!isThere(shell)) continue;

    it(`completes nouns, verbs and options in ${shell}`, () => {
      const nouns = [...desk.hre.tasks.getTask('sage').subtasks.keys()].sort();
      expect(complete(shell, ['npx', 'hardhat', 'sage', '']).filter((word) => !word.startsWith('-'))).to.deep.equal(
        nouns,
      );
      expect(complete(shell, ['hardhat', 'sage', 'tim'])).to.deep.equal(['timelock']);
      const verbs = [...desk.hre.tasks.getTask(['sage', 'timelock']).subtasks.keys()].sort();
      expect(complete(shell, ['sage', 'timelock', ''])).to.deep.equal(verbs);
      expect(complete(shell, ['npx', 'hardhat', '--network', 'node', 'sage', 'timelock', 'sh'])).to.deep.equal([
        'show',
      ]);
      expect(complete(shell, ['sage', 'tee', 'vote', '--d'])).to.deep.equal(['--deployments', '--dry-run']);
      expect(complete(shell, ['sage', 'multisig', 'sign', 'a.json', '--rep'])).to.deep.equal(['--replace']);
    });

    it(`completes names of networks after --network in ${shell}`, () => {
      const networks = Object.keys(desk.hre.config.networks).sort();
      expect(complete(shell, ['sage', 'tee', 'list', '--network', ''])).to.deep.equal(networks);
      expect(complete(shell, ['sage', 'tee', 'list', '--network', 'li'])).to.deep.equal(['live']);
    });
  }

  if (isThere('bash')) {
    it('leaves values and other commands to bash', () => {
      expect(complete('bash', ['sage', 'multisig', 'propose', '--out', ''])).to.deep.equal([]);
      expect(complete('bash', ['sage', 'multisig', 'sign', '--yes', '--re'])).to.deep.equal(['--replace']);
      expect(complete('bash', ['npx', 'eslint', ''])).to.deep.equal([]);
      const { stdout } = spawnSync('bash', ['-c', `source ${join(folder, 'bash')}; complete -p sage hardhat npx`], {
        encoding: 'utf8',
      });
      expect(stdout.trim().split('\n')).to.deep.equal(
        ['sage', 'hardhat', 'npx'].map((program) => `complete -o default -F _sage_complete ${program}`),
      );
    });
  }

  if (isThere('bash')) {
    it('ends quietly when its reader has seen enough', () => {
      const command = `'${process.execPath}' '${packageBin('hardhat')}' sage completion fish | head -1; exit \${PIPESTATUS[0]}`;
      const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: ROOT, encoding: 'utf8' });
      expect(stderr).to.equal('');
      expect(stdout).to.match(/^# Completion of `sage` for fish.*\n$/);
      expect(status).to.equal(0);
    });
  }

  it('prints the script as it is', async () => {
    const { out, exitCode } = await desk.run(['completion', 'bash']);
    expect(exitCode).to.equal(0);
    expect(out).to.match(/^# Completion of `sage` for bash/);
    expect(out).to.include("'sage tee') printf '%s\\n' list propose revoke settle");
  });

  it('knows three shells', async () => {
    const { out, exitCode } = await desk.run(['completion', 'tcsh', '--json']);
    expect(exitCode).to.equal(2);
    const { error } = JSON.parse(out) as { error: object };
    expect(error).to.deep.include({ code: 'bad-shell', field: 'shell', value: 'tcsh' });
  });
});
