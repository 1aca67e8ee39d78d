import { StartError } from './errors.ts';

export interface StartOptions {
  /** The folder of registration files, as typed; undefined for the examples. */
  readonly agents: string | undefined;
  /** The folder for the reports, as typed. */
  readonly out: string;
  readonly json: boolean;
  readonly help: boolean;
}

export const HELP = `Usage: npm start -- [options]

Starts a chain inside this process, deploys the registries under their governance, registers one agent for each
registration file of a folder with a DID and keys, has them rated and validated, rotates a key, has an agent sold and
claimed by its new owner, changes rules through wallet and timelock, votes in a TEE key, has a task judged by five staked
validators and other work by the TEE, and prints what the registries then say. Keys, ratings, validations and verdicts are
demo data: made up, the same in every run, ratings and validations fitting the services that a file names.

Options:
  --agents DIR  folder of registration files (*.json; default: examples/agents of this project)
  --json        print the table as JSON; nothing else goes to stdout (npm prints two lines of its own unless you write
                npm start --silent -- --json)
  --out DIR     folder for start.json and start.md (default: reports)
  --help        print this

A file that is no valid registration file is left out and reported with its path, the place in it and the reason.

Exit codes:
  0  every file was taken
  1  failure: the run broke off; stderr says why
  2  some files were refused, all others were taken`;

const WAY_OUT = 'npm start -- --help lists the options';

/**
 * Reads the command line.
 *
 * @throws StartError for anything that isn't an option described in {@link HELP}.
 */
export function parseOptions(args: readonly string[]): StartOptions {
  let agents: string | undefined;
  let out = 'reports';
  let json = false;
  let help = false;
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    const [name, attached] = argument.startsWith('--') ? splitOption(argument) : [argument, undefined];
    const folder = (): string => {
      const value = attached ?? args[++index];
      if (value === undefined || value === '' || (attached === undefined && value.startsWith('--'))) {
        throw new StartError(`${name} needs a folder, for example ${name} ./agents; ${WAY_OUT}`);
      }
      return value;
    };
    if (name === '--agents') agents = folder();
    else if (name === '--out') out = folder();
    else if (attached !== undefined) throw unknown(argument);
    else if (name === '--json') json = true;
    else if (name === '--help' || name === '-h') help = true;
    else throw unknown(argument);
  }
  return { agents, out, json, help };
}

function splitOption(argument: string): [string, string | undefined] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

function unknown(argument: string): StartError {
  if (argument.startsWith('-')) return new StartError(`unknown option ${argument}; ${WAY_OUT}`);
  return new StartError(
    `unexpected argument ${argument}; a folder goes behind --agents, and npm wants -- before options: ` +
      `npm start -- --agents ${argument}`,
  );
}
