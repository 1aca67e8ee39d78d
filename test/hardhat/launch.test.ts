import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Tells what it was called with, and ends as its first argument says. */
const COMMAND = `
const [end = '0', ...rest]: string[] = process.argv.slice(2);
console.log(JSON.stringify({ rest, path: process.env.PATH, entry: process.argv[1] }));
if (end === 'wait') setTimeout(() => {}, 60_000);
else process.exitCode = Number(end);
`;

/** Stands in for npm, so that no test needs a registry: notes its arguments and "installs" the lock file's packages. */
const NPM = `
const fs = require('node:fs');
fs.appendFileSync('npm-calls', JSON.stringify(process.argv.slice(2)) + '\\n');
const { fail, omit = [], pause = 0 } = JSON.parse(fs.readFileSync('npm-behaviour.json', 'utf8'));
if (fail) {
  console.error(fail);
  process.exit(9);
}
const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
const fits = ({ os }) => !os || os.includes(process.platform);
const packages = Object.entries(lock.packages).filter(([path, one]) => path && fits(one) && !omit.includes(path));
setTimeout(() => {
  for (const [path] of packages) fs.mkdirSync(path, { recursive: true });
  fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: Object.fromEntries(packages) }));
}, pause);
`;

type Packages = Record<string, Readonly<Record<string, unknown>>>;

const LOCKED: Packages = {
  '': { name: 'project' },
  'sdk/here': { version: '0.1.0' },
  'node_modules/alpha': { version: '1.0.0', integrity: 'sha512-alpha' },
  'node_modules/alpha/node_modules/beta': { version: '2.0.0', integrity: 'sha512-beta' },
  'node_modules/native': { version: '3.0.0', optional: true, os: [process.platform], cpu: [process.arch] },
  'node_modules/elsewhere': { version: '3.0.0', optional: true, os: ['aix'] },
  'node_modules/not-there': { version: '3.0.0', optional: true, os: [`!${process.platform}`] },
};

interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

let project: string;

/** Puts packages into node_modules, with the list that npm leaves there. */
async function install(packages: Packages): Promise<void> {
  for (const path of Object.keys(packages)) await mkdir(join(project, path), { recursive: true });
  await mkdir(join(project, 'node_modules'), { recursive: true });
  await writeFile(join(project, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
}

/** What a right `npm ci` leaves, with changes; `undefined` takes a package out. */
function installed(changes: Record<string, Readonly<Record<string, unknown>> | undefined> = {}): Packages {
  const { '': root, 'node_modules/elsewhere': other, 'node_modules/not-there': another, ...fitting } = LOCKED;
  expect([root, other, another]).to.not.include(undefined);
  const all = { ...fitting, ...changes };
  return Object.fromEntries(Object.entries(all).flatMap(([path, one]) => (one ? [[path, one]] : [])));
}

const behave = (behaviour: object): Promise<void> =>
  writeFile(join(project, 'npm-behaviour.json'), JSON.stringify(behaviour));

async function npmCalls(): Promise<string[][]> {
  const text = await readFile(join(project, 'npm-calls'), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as string[]);
}

function launch(args: readonly string[], onStart?: (kill: (signal: NodeJS.Signals) => void) => void): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawn(process.execPath, [join(project, 'scripts', 'launch.mjs'), ...args], {
      cwd: project,
      env: { ...env, SAGE_NPM_CLI: join(project, 'npm-cli.js') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      if (out === '') onStart?.((signal) => child.kill(signal));
      out += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
}

interface Told {
  readonly rest: string[];
  readonly path: string;
  readonly entry: string;
}

const told = ({ out }: Outcome): Told => JSON.parse(out) as Told;

describe('scripts/launch.mjs', () => {
  beforeEach(async () => {
    project = await realpath(await mkdtemp(join(tmpdir(), 'sage-launch-')));
    await mkdir(join(project, 'scripts'));
    await cp(join(ROOT, 'scripts', 'launch.mjs'), join(project, 'scripts', 'launch.mjs'));
    await writeFile(join(project, 'scripts', 'tell.ts'), COMMAND);
    await writeFile(join(project, 'scripts', 'types.d.ts'), '');
    await writeFile(join(project, 'npm-cli.js'), NPM);
    await writeFile(join(project, 'package.json'), '{"type": "commonjs"}');
    await writeFile(join(project, 'package-lock.json'), JSON.stringify({ packages: LOCKED }));
    await mkdir(join(project, 'node_modules'));
    await symlink(join(ROOT, 'node_modules', 'tsx'), join(project, 'node_modules', 'tsx'));
    await behave({});
  });

  afterEach(async () => {
    await rm(project, { recursive: true });
  });

  describe('with everything installed', () => {
    beforeEach(() => install(installed()));

    it('runs the command with its arguments and exit code, says nothing and leaves npm alone', async () => {
      const outcome = await launch(['tell', '7', 'two words', '--flag="quoted"', '']);
      expect([outcome.code, outcome.err, await npmCalls()]).to.deep.equal([7, '', []]);
      expect(told(outcome).rest).to.deep.equal(['two words', '--flag="quoted"', '']);
      expect(told(outcome).entry).to.equal(join(project, 'scripts', 'tell.ts'));
    });

    it('puts its Node first on the path of the programs that the command starts', async () => {
      const outcome = await launch(['tell']);
      expect(told(outcome).path.split(delimiter)[0]).to.equal(dirname(process.execPath));
    });

    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      it(`ends by ${signal}`, async () => {
        const outcome = await launch(['tell', 'wait'], (kill) => kill(signal));
        expect([outcome.code, outcome.signal]).to.deep.equal([null, signal]);
      });
    }

    const USAGE = 'Usage: node scripts/launch.mjs <command> [arguments]\nCommands: tell\n';

    it('names the commands for an unknown one', async () => {
      const { code, out, err } = await launch(['tel']);
      expect([code, out, err]).to.deep.equal([1, '', `[sage] unknown command "tel".\n${USAGE}`]);
    });

    it('takes no path for a command', async () => {
      const { code, err } = await launch(['../scripts/tell']);
      expect([code, err]).to.deep.equal([1, `[sage] unknown command "../scripts/tell".\n${USAGE}`]);
    });

    it('names the commands when there is none', async () => {
      const { code, out, err } = await launch([]);
      expect([code, out, err]).to.deep.equal([1, '', `[sage] no command given.\n${USAGE}`]);
    });

    it('names the commands with --help', async () => {
      const { code, out, err } = await launch(['--help']);
      expect([code, out, err]).to.deep.equal([0, USAGE, '']);
    });
  });

  describe('runs npm ci', () => {
    const cases: Record<string, () => Promise<void>> = {
      'when nothing is installed': () => Promise.resolve(),
      'when a package is missing': () => install(installed({ 'node_modules/alpha/node_modules/beta': undefined })),
      'when a package has another version': () =>
        install(installed({ 'node_modules/alpha': { version: '1.0.1', integrity: 'sha512-alpha' } })),
      'when a package has other contents': () =>
        install(installed({ 'node_modules/alpha': { version: '1.0.0', integrity: 'sha512-other' } })),
      'when an optional package for this platform is missing': () =>
        install(installed({ 'node_modules/native': undefined })),
      'when a folder was deleted': async () => {
        await install(installed());
        await rm(join(project, 'node_modules', 'alpha'), { recursive: true });
      },
    };
    for (const [title, prepare] of Object.entries(cases)) {
      it(title, async () => {
        await prepare();
        const outcome = await launch(['tell', '0', 'after']);
        expect([outcome.code, told(outcome).rest]).to.deep.equal([0, ['after']]);
        const [call, ...more] = await npmCalls();
        expect(more).to.deep.equal([]);
        expect(call?.slice(0, 6)).to.deep.equal([
          'ci',
          '--include=dev',
          '--include=optional',
          '--include=peer',
          '--prefer-offline',
          '--ignore-scripts',
        ]);
        expect(outcome.err).to.match(/npm ci: installing up to 7 packages: done in \d+ s\n$/);
        expect((await launch(['tell'])).err).to.equal('');
      });
    }

    it('once for two commands that start side by side', async () => {
      await behave({ pause: 700 });
      const outcomes = await Promise.all([launch(['tell', '0', 'one']), launch(['tell', '0', 'other'])]);
      expect(outcomes.map(({ code }) => code)).to.deep.equal([0, 0]);
      expect(outcomes.map((outcome) => told(outcome).rest)).to.deep.equal([['one'], ['other']]);
      expect((await npmCalls()).length).to.equal(1);
      expect(outcomes.map(({ err }) => err).join('')).to.include('another command is installing; waiting for it');
    });

    it('also after an installation that was killed', async () => {
      await mkdir(join(project, '.toolchain'));
      await writeFile(join(project, '.toolchain', 'install.lock'), '999999999');
      expect((await launch(['tell'])).code).to.equal(0);
    });

    it('and stops with what npm said when it fails', async () => {
      await behave({ fail: 'npm error the registry is on holiday' });
      const { code, out, err } = await launch(['tell']);
      expect([code, out]).to.deep.equal([1, '']);
      expect(err).to.include('failed with exit code 9:\nnpm error the registry is on holiday\n');
    });

    it('and stops when it leaves out a package that is needed', async () => {
      await behave({ omit: ['node_modules/alpha'] });
      const { code, err } = await launch(['tell']);
      expect(code).to.equal(1);
      expect(err).to.include('npm ci left out node_modules/alpha; delete node_modules and retry');
    });

    it('and does not try again for an optional package that could not be had', async () => {
      await behave({ omit: ['node_modules/native'] });
      const first = await launch(['tell']);
      expect([first.code, told(first).rest]).to.deep.equal([0, []]);
      expect(first.err).to.include('could not be installed for this platform: native');
      const second = await launch(['tell']);
      expect([second.code, second.err, (await npmCalls()).length]).to.deep.equal([0, '', 1]);
    });
  });
});
