/** Contracts by which medusa calls the handlers of a suite and asks for its invariants. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { FORGE_OUT, ROOT, readJson } from '../lib/paths.ts';
import { UsageError } from '../lib/usage.ts';
import type { Suite } from '../edr/suites.ts';

export interface Harness {
  contract: string;
  source: string;
  /** Functions of the handler that medusa calls. */
  actions: string[];
  invariants: string[];
  /** Actions that expect a refusal whenever they are called, for which medusa has no cheatcode. */
  impossible: ReadonlySet<string>;
}

interface AbiFunction {
  type: string;
  name: string;
  stateMutability: string;
  inputs: { type: string }[];
}

/**
 * What reads the logs has nothing to compare with, as medusa has no cheatcode for logs; P48 is about them. The invariant of
 * the SAGE registry is one with P48.
 */
const NEEDS_LOGS = '_P48_';

/** Suites whose handler expects a refusal in nearly every call, so that medusa leaves nearly all out. */
const REFUSALS_ONLY: ReadonlySet<string> = new Set(['governance']);

/** By suite. A run is red when one of these succeeds, or another one never does. */
const IMPOSSIBLE: Readonly<Record<string, readonly string[]>> = {
  reputation: ['rateOwn'],
  validation: ['requestAgain', 'requestAsStranger', 'respondAsAnother'],
};

/** Undefined for a suite with which medusa can do nothing. */
export function makeHarness({ name, source, handlers }: Suite, folder: string): Harness | undefined {
  const text = readFileSync(join(ROOT, source), 'utf8');
  const suite = /^(?:abstract )?contract (\w+) /m.exec(text)?.[1];
  const invariants = [...text.matchAll(/function (invariant_\w+)\(/g)]
    .map(([, invariant = '']) => invariant)
    .filter((invariant) => !invariant.includes(NEEDS_LOGS));
  const handlerFile = handlers[0];
  if (suite === undefined || handlerFile === undefined) throw new Error(`${source}: no contract, or no handler`);
  if (invariants.length === 0 || REFUSALS_ONLY.has(name)) return undefined;
  const handler = /^contract (\w*Handler) /m.exec(readFileSync(join(ROOT, handlerFile), 'utf8'))?.[1];
  if (handler === undefined) throw new Error(`${handlerFile} has no handler`);
  const chosen = new Set([...text.matchAll(/\w+Handler\.(\w+)\.selector/g)].map(([, action]) => action));
  const functions = readAbi(handlerFile, handler).filter(
    ({ type, name: action, stateMutability }) =>
      type === 'function' && stateMutability === 'nonpayable' && (chosen.size === 0 || chosen.has(action)),
  );
  const contract = `Medusa${suite}`;
  const lines = [
    '// SPDX-License-Identifier: MIT',
    'pragma solidity 0.8.36;',
    // Not used here: forge finds no sources through a remapping of a single file.
    `import "${posix.relative(folder, 'test/medusa/ProductionCode.sol')}";`,
    `import {MedusaHarness} from "${posix.relative(folder, 'test/medusa/MedusaHarness.sol')}";`,
    `import {${suite}} from "${posix.relative(folder, source)}";`,
    `contract ${contract} is MedusaHarness {`,
    `  constructor() { _begin(address(new ${suite}())); }`,
    ...functions.flatMap(({ name: action, inputs }, index) => [
      `  function ${action}(${inputs.map(({ type }) => locate(type)).join(', ')}) external {`,
      // Of each line medusa tells how often it ran (readReach).
      '    if (!_passOn()) {',
      '      return;',
      '    }',
      `    ++reach[${index}];`,
      '  }',
    ]),
    ...invariants.flatMap((invariant) => [
      `  function property_${invariant.replace('invariant_', '')}() external returns (bool) {`,
      `    return _holds(abi.encodeCall(${suite}.${invariant}, ()));`,
      '  }',
    ]),
    '}',
    '',
  ];
  const actions = functions.map(({ name: action }) => action);
  return { contract, source: lines.join('\n'), actions, invariants, impossible: new Set(IMPOSSIBLE[name]) };
}

function locate(type: string): string {
  return /\[|^(bytes|string)$/.test(type) ? `${type} calldata` : type;
}

function readAbi(file: string, contract: string): AbiFunction[] {
  const path = join(FORGE_OUT, basename(file), `${contract}.json`);
  if (!existsSync(path)) throw new UsageError(`forge has not built ${contract}; run: npm test -- --only forge-build`);
  return (readJson(path) as { abi: AbiFunction[] }).abi;
}
