/** Which invariants there are, and which file runs them here. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from '../lib/paths.ts';

export interface Suite {
  name: string;
  /** Where the invariants stand. */
  source: string;
  /** What is run: the source itself, or a thin heir of it. */
  file: string;
  /** Files of the contracts that it calls. */
  handlers: string[];
  /** Campaigns that it has to report: invariants times contracts. */
  campaigns: number;
}

const TESTS = 'test/foundry';
/** Files that need something else than forge: name of the heir, and how many contracts inherit. */
const HEIRS: Readonly<Record<string, { file: string; contracts: number }>> = {
  'test/foundry/sage/SageInvariants.t.sol': { file: 'test/edr/SageInvariants.t.sol', contracts: 2 },
};

/** Every file with an invariant, by folder; nothing has to be listed, so nothing is left out. */
export function findSuites(): Suite[] {
  const suites = readdirSync(join(ROOT, TESTS), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.t.sol'))
    .sort()
    .map((file) => `${TESTS}/${file.replaceAll('\\', '/')}`)
    .flatMap((source) => {
      const invariants = readFileSync(join(ROOT, source), 'utf8').match(/function invariant_/g)?.length ?? 0;
      const { file, contracts } = HEIRS[source] ?? { file: source, contracts: 1 };
      return invariants === 0
        ? []
        : [{ name: nameOf(source), source, file, handlers: handlersOf(file), campaigns: invariants * contracts }];
    });
  for (const heir of Object.keys(HEIRS)) {
    if (!suites.some(({ source }) => source === heir)) throw new Error(`${heir} has no invariants: mend ${TESTS}`);
  }
  return suites;
}

/** The handlers among the imports. */
function handlersOf(file: string): string[] {
  const imports = readFileSync(join(ROOT, file), 'utf8').matchAll(/from "(\.[^"]*handler\.sol)"/gi);
  return [...imports].map(([, path = '']) => posix.join(posix.dirname(file), path));
}

/** TrustInvariants.t.sol → trust, identity/invariant.t.sol → identity. */
function nameOf(source: string): string {
  const [folder = '', file = ''] = source.split('/').slice(-2);
  const own = file.replace(/invariants?\.t\.sol$/i, '').toLowerCase();
  return own === '' ? folder : own;
}
