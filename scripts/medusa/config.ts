/** Settings of medusa for one suite. */
import { join } from 'node:path';
import { ROOT } from '../lib/paths.ts';

export interface Place {
  /** Below the project, with forward slashes, as forge wants it. */
  folder: string;
  contract: string;
}

/** Calls of a sequence, as in foundry.toml: long enough for a whole round of staked validation. */
const SEQUENCE = 200;
/** Deploying a suite takes more than a block of a real chain. */
const GAS_LIMIT = 1_000_000_000;

/** @param calls At which medusa stops; it ends the sequence first. */
export function medusaConfig({ folder, contract }: Place, calls: number): unknown {
  return {
    fuzzing: {
      workers: 1,
      testLimit: calls,
      callSequenceLength: SEQUENCE,
      // Attempts to shorten a counterexample; whole rounds of staked validation take long.
      shrinkLimit: 200,
      corpusDirectory: join(ROOT, folder, 'corpus'),
      coverageEnabled: true,
      coverageFormats: ['lcov'],
      targetContracts: [contract],
      deployerAddress: '0x30000',
      senderAddresses: ['0x10000'],
      // Handlers drive the time: with delays of medusa's every action would miss its window.
      blockNumberDelayMax: 1,
      blockTimestampDelayMax: 1,
      transactionGasLimit: GAS_LIMIT,
      testing: {
        stopOnFailedTest: false,
        testAllContracts: false,
        testViewMethods: false,
        assertionTesting: { enabled: true, panicCodeConfig: { failOnAssertion: true } },
        propertyTesting: { enabled: true, testPrefixes: ['property_'] },
        optimizationTesting: { enabled: false, testPrefixes: ['optimize_'] },
      },
      chainConfig: {
        codeSizeCheckDisabled: true,
        cheatCodes: { cheatCodesEnabled: true, enableFFI: false },
        skipAccountChecks: true,
      },
    },
    compilation: {
      platform: 'crytic-compile',
      platformConfig: {
        target: '.',
        exportDirectory: join(ROOT, folder, 'export'),
        args: [
          '--compile-force-framework',
          'foundry',
          '--foundry-out-directory',
          `${folder}/out`,
          '--foundry-compile-all',
        ],
      },
    },
    slither: { useSlither: false },
    logging: { level: 'info', noColor: true },
  };
}
