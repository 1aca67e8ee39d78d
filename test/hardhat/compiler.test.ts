// The compiler as Foundry calls it: what it keeps of its answers.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { ROOT } from '../../scripts/lib/paths.ts';

const SOLC = 'scripts/toolchain/solc.mjs';

describe('solc.mjs', () => {
  let folder: string;

  before(() => {
    // Below the project, where it finds the compiler.
    mkdirSync(join(ROOT, 'cache'), { recursive: true });
    folder = mkdtempSync(join(ROOT, 'cache', 'solc-test-'));
    cpSync(join(ROOT, SOLC), join(folder, SOLC));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  function compile(body: string, outputs: string[]): string {
    const input = JSON.stringify({
      language: 'Solidity',
      sources: {
        'A.sol': { content: `// SPDX-License-Identifier: MIT\npragma solidity 0.8.36;\ncontract A { ${body} }` },
      },
      settings: { outputSelection: { '*': { '*': outputs } } },
    });
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, SOLC), '--standard-json'], {
      input,
      encoding: 'utf8',
    });
    expect(status, stderr).to.equal(0);
    return stdout;
  }

  const kept = (): string => join(folder, 'cache/solc-abi');

  it('compiles again whenever code is wanted', () => {
    expect(compile('uint256 public one;', ['abi', 'evm.bytecode.object'])).to.include('"object":"60');
    expect(readdirSync(join(folder))).to.deep.equal(['scripts']);
  });

  it('answers a second question for an ABI from what it kept, another one not', () => {
    const answer = compile('uint256 public one;', ['abi']);
    expect(answer).to.include('"name":"one"');
    const [name = '', ...others] = readdirSync(kept());
    expect(others).to.deep.equal([]);
    expect(readFileSync(join(kept(), name), 'utf8')).to.equal(answer);
    expect(compile('uint256 public one;', ['abi'])).to.equal(answer);
    writeFileSync(join(kept(), name), 'kept');
    expect(compile('uint256 public one;', ['abi'])).to.equal('kept');
    expect(compile('uint256 public two;', ['abi'])).to.include('"name":"two"');
    expect(readdirSync(kept())).to.have.length(2);
  });

  it('keeps the newest twenty', () => {
    for (let i = 0; i < 25; i++) writeFileSync(join(kept(), `${i}.json`), '');
    expect(compile('uint256 public three;', ['abi'])).to.include('"name":"three"');
    const left = readdirSync(kept());
    expect(left).to.have.length(20);
    const answers = left.map((file) => readFileSync(join(kept(), file), 'utf8'));
    expect(answers.filter((answer) => answer.includes('"name":"three"'))).to.have.length(1);
  });
});
