import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT, forgeBinary } from './paths.ts';
import { describeFailure, run } from './process.ts';

type Imported = { contents: string } | { error: string };

interface Solc {
  compile: (input: string, callbacks: { import: (path: string) => Imported }) => string;
}

const solc = createRequire(import.meta.url)('solc') as Solc;

/**
 * Has solc analyse sources of the project with the project's settings. As long as no output is asked for that needs code, this
 * takes seconds.
 *
 * @param files Paths below the project's folder.
 * @param outputSelection Of solc's standard JSON: by the name of a contract, or empty for a whole file.
 * @param change Changes imported files before they are read.
 * @returns Solc's standard JSON; errors of the sources are in it, and don't throw.
 */
export async function analyseSources(
  files: readonly string[],
  outputSelection: Readonly<Record<string, readonly string[]>>,
  change: (path: string, source: string) => string = (_path, source) => source,
): Promise<unknown> {
  const remappings = await run(forgeBinary(), ['remappings']);
  const failure = describeFailure(remappings);
  if (failure !== undefined) throw new Error(`forge remappings: ${failure}\n${remappings.output}`);
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(files.map((file) => [file, { content: readFileSync(join(ROOT, file), 'utf8') }])),
    settings: {
      evmVersion: 'cancun',
      viaIR: true,
      remappings: remappings.stdout.split('\n').filter(Boolean),
      outputSelection: { '*': outputSelection },
    },
  };
  const readImport = (path: string): Imported => {
    const file = join(ROOT, path);
    if (!existsSync(file)) return { error: `${path} does not exist` };
    return { contents: change(path, readFileSync(file, 'utf8')) };
  };
  return JSON.parse(solc.compile(JSON.stringify(input), { import: readImport }));
}
