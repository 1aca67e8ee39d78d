import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { exportPaths, toBuiltExports } from '../../../../scripts/lib/sdkPackage.ts';
import { typedProgram, userProgram } from '../../../../scripts/lib/sdkPrograms.ts';
import { ROOT } from '../http/support.ts';

const SDK = join(ROOT, 'sdk', 'typescript');

describe('packaging', function () {
  this.timeout(60_000);

  it('every import path leads to a source, and is built: tsup.config.ts has the same list', () => {
    const { exports } = JSON.parse(readFileSync(join(SDK, 'package.json'), 'utf8')) as {
      exports: Readonly<Record<string, string>>;
    };
    const config = readFileSync(join(SDK, 'tsup.config.ts'), 'utf8');
    const entries = [...config.matchAll(/^ {2}'?([\w/]+)'?: '(src\/[^']+)',$/gm)].map(([, name, file]) => [name, file]);
    const wanted = Object.entries(exports).map(([path, source]) => [
      path === '.' ? 'index' : path.slice(2),
      source.slice(2),
    ]);
    expect(entries.sort()).to.deep.equal(wanted.sort());
    for (const source of Object.values(exports)) expect(existsSync(join(SDK, source)), source).to.equal(true);
  });

  it('the exports of the package have types and code for import and for require', () => {
    expect(toBuiltExports({ '.': './src/index.ts', './node': './src/http/node/index.ts' })).to.deep.equal({
      '.': {
        import: { types: './index.d.ts', default: './index.js' },
        require: { types: './index.d.cts', default: './index.cjs' },
      },
      './node': {
        import: { types: './node.d.ts', default: './http/node/index.js' },
        require: { types: './node.d.cts', default: './node.cjs' },
      },
    });
  });

  it('the programs of the check load every path', () => {
    const paths = exportPaths();
    expect(paths).to.include.members(['.', './http', './node', './session', './card', './registration']);
    for (const path of paths) {
      const suffix = path === '.' ? '' : path.slice(1);
      expect(userProgram('pkg', 'require', paths)).to.include(JSON.stringify(suffix));
      expect(typedProgram('pkg', paths)).to.include(`from 'pkg${suffix}'`);
    }
  });

  it('an unknown option: a plain message and exit code 2', () => {
    const entry = ['--import', 'tsx', join(ROOT, 'scripts', 'package.ts'), '--fast'];
    const { status, stderr } = spawnSync(process.execPath, entry, { cwd: ROOT, encoding: 'utf8' });
    expect(stderr).to.match(/^Unknown option '--fast'/);
    expect(status).to.equal(2);
  });
});
