import type { ErrorInput, ErrorRow } from '../../../tasks/lib/errors/types.ts';
import { groupBy } from '../groupBy.ts';
import { unitOf } from './errorUnits.ts';
import { parseNatSpec } from './parseNatSpec.ts';
import type { AbiEntry, ErrorContract, ErrorDefinition } from './readErrorSources.ts';

/** What is written by hand for an error: the way out, and the meaning where the source doesn't tell it well. */
export type HandWritten = string | { readonly meaning: string; readonly wayOut: string };

/** By the name of the error. */
export type WayOuts = Readonly<Record<string, HandWritten>>;

/** A row, and for the document what the source says about the arguments. */
export interface DocumentedRow extends ErrorRow {
  readonly parameters: Readonly<Record<string, string>>;
}

interface Use {
  readonly contract: string;
  readonly definition: ErrorDefinition;
  readonly types: readonly string[];
}

/**
 * Joins the errors of all contracts with what is written by hand.
 *
 * @returns The rows by source and name, and in `problems` what is missing, left over or ambiguous.
 */
export function joinErrors(
  contracts: readonly ErrorContract[],
  wayOuts: WayOuts,
): { rows: DocumentedRow[]; problems: string[] } {
  const uses = contracts.flatMap((contract) => [...declaredUses(contract), ...assemblyUses(contract)]);
  const bySignature = groupBy(uses, signatureOf);
  const joined = [...bySignature].map(([signature, same]) => joinOne(signature, same, wayOuts));
  const rows = joined.map(({ row }) => row).sort(compareRows);
  const problems = joined.flatMap((one) => one.problems);
  const names = new Set(rows.map(({ name }) => name));
  for (const name of Object.keys(wayOuts)) {
    if (!names.has(name))
      problems.push(`no contract reverts with ${name}: take it out of tasks/lib/errors/wayOuts.json`);
  }
  return { rows, problems: [...problems, ...findClashes(rows)] };
}

/** The errors of the ABI: those that the contract and the libraries in it revert with. */
function declaredUses(contract: ErrorContract): Use[] {
  return contract.abi
    .filter(({ type }) => type === 'error')
    .flatMap((entry) => {
      const types = (entry.inputs ?? []).map(({ type }) => type);
      const known = contract.definitions.filter((definition) => isSame(definition, entry));
      const own = known.filter(({ id }) => contract.used.has(id));
      const found = own.length > 0 ? own : known;
      if (found.length === 0) throw new Error(`${contract.contractName}: no source declares ${entry.name ?? ''}`);
      return found.map((definition) => ({ contract: contract.contractName, definition, types }));
    });
}

function isSame({ name, inputs }: ErrorDefinition, entry: AbiEntry): boolean {
  const others = entry.inputs ?? [];
  return (
    name === entry.name && inputs.length === others.length && inputs.every((input, i) => input.name === others[i]?.name)
  );
}

/**
 * The errors that a library reverts with in assembly: the compiler doesn't list them in the ABI, but the code of the contract
 * pushes the selector (PUSH4).
 *
 * @throws Error for one with arguments, whose types in the ABI are not known here.
 */
function assemblyUses({ contractName, abi, bytecode, definitions }: ErrorContract): Use[] {
  const listed = new Set(abi.map(({ type, name }) => (type === 'error' ? name : undefined)));
  const pushed = definitions.filter(({ name, selector }) => !listed.has(name) && bytecode.includes(`63${selector}`));
  const unclear = pushed.find(({ inputs }) => inputs.length > 0);
  if (unclear !== undefined) {
    const place = `${contractName} reverts with ${unclear.name} of ${unclear.source} in assembly`;
    throw new Error(`${place}: revert with it in Solidity, so that the ABI lists it`);
  }
  return pushed.map((definition) => ({ contract: contractName, definition, types: [] }));
}

function signatureOf({ definition, types }: Use): string {
  return `${definition.name}(${types.join(',')})`;
}

function joinOne(
  signature: string,
  uses: readonly Use[],
  wayOuts: WayOuts,
): { row: DocumentedRow; problems: string[] } {
  const [first] = uses;
  if (first === undefined) throw new Error(`${signature} has no use`);
  const { name, selector, source } = first.definition;
  const written = wayOuts[name];
  const inputs = toInputs(first);
  const { meaning, parameters } = readDocs(uses);
  const row: DocumentedRow = {
    name,
    signature,
    selector: `0x${selector}`,
    inputs,
    contracts: [...new Set(uses.map(({ contract }) => contract))].sort(),
    source,
    meaning: typeof written === 'object' ? written.meaning : meaning,
    wayOut: (typeof written === 'object' ? written.wayOut : written) ?? '',
    parameters,
  };
  return { row, problems: [...checkRow(row), ...checkInputs(signature, uses, inputs)] };
}

function toInputs({ definition, types }: Use): ErrorInput[] {
  return definition.inputs.map(({ name, members }, index) => {
    const unit = unitOf(definition.name, name);
    const type = types[index] ?? '';
    return { name, type, ...(unit === undefined ? {} : { unit }), ...(members === undefined ? {} : { members }) };
  });
}

/** One text, or where contracts mean different things by the same error, each with the contracts that mean it. */
function readDocs(uses: readonly Use[]): { meaning: string; parameters: Readonly<Record<string, string>> } {
  const docs = uses.map(({ contract, definition }) => ({ contract, ...parseNatSpec(definition.documentation ?? '') }));
  const texts = [...groupBy(docs, ({ meaning }) => meaning)];
  const parameters = Object.assign({}, ...docs.map((doc) => doc.parameters)) as Record<string, string>;
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return { meaning: only[0], parameters };
  const each = texts.map(([text, who]) => `${[...new Set(who.map(({ contract }) => contract))].join(', ')}: ${text}`);
  return { meaning: each.join(' '), parameters };
}

function checkRow({ name, meaning, wayOut, inputs }: ErrorRow): string[] {
  const problems: string[] = [];
  if (meaning === '') problems.push(`${name} has no NatSpec: write its meaning into tasks/lib/errors/wayOuts.json`);
  if (wayOut === '') problems.push(`${name} has no way out: write it into tasks/lib/errors/wayOuts.json`);
  for (const [, key] of wayOut.matchAll(/\{(\w+)\}/g)) {
    if (!inputs.some((input) => input.name === key))
      problems.push(`${name} has no argument ${key ?? ''} for its way out`);
  }
  return problems;
}

function checkInputs(signature: string, uses: readonly Use[], inputs: readonly ErrorInput[]): string[] {
  const expected = JSON.stringify(inputs);
  const other = uses.find((use) => JSON.stringify(toInputs(use)) !== expected);
  return other === undefined
    ? []
    : [`${signature} has other arguments in ${other.definition.source}: give it another name`];
}

/** Two errors under one selector, or under one name, could not be told apart. */
function findClashes(rows: readonly ErrorRow[]): string[] {
  return (['selector', 'name'] as const).flatMap((field) =>
    [...groupBy(rows, (row) => row[field])]
      .filter(([, same]) => same.length > 1)
      .map(
        ([value, same]) =>
          `${same.map(({ signature }) => signature).join(' and ')} share the ${field} ${value}: rename one`,
      ),
  );
}

function compareRows(a: ErrorRow, b: ErrorRow): number {
  return a.source.localeCompare(b.source, 'en') || a.name.localeCompare(b.name, 'en');
}
