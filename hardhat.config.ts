import { createRequire } from 'node:module';
import hardhatToolboxMochaEthers from '@nomicfoundation/hardhat-toolbox-mocha-ethers';
import { configVariable, defineConfig } from 'hardhat/config';
import { NETWORKS } from './scripts/deploy/networks/index.ts';
import { toChainDescriptors } from './scripts/deploy/networks/toChainDescriptors.ts';
import { toHardhatNetworks } from './scripts/deploy/networks/toHardhatNetworks.ts';
import { buildPlugin } from './scripts/toolchain/buildPlugin.ts';
import { sagePlugin } from './tasks/plugin.ts';

const require = createRequire(import.meta.url);

// `npm test` reads the results from a file; by hand, Mocha prints them.
const mochaReport = process.env['SAGE_MOCHA_REPORT'];
const mochaReporter = mochaReport === undefined ? {} : { reporter: 'json', reporterOptions: { output: mochaReport } };

export default defineConfig({
  plugins: [buildPlugin, hardhatToolboxMochaEthers, sagePlugin],
  solidity: {
    compilers: [
      {
        version: '0.8.36',
        path: require.resolve('solc/soljson.js'),
        settings: {
          evmVersion: 'cancun',
          optimizer: { enabled: true, runs: 200 },
          viaIR: true,
          metadata: { bytecodeHash: 'none' },
        },
      },
    ],
  },
  networks: {
    // The chain inside the process, for tests and measurements.
    default: { type: 'edr-simulated', chainType: 'l1', hardfork: 'osaka' },
    // Copies of chains, on which deployments are tried.
    copy: { type: 'edr-simulated', chainType: 'generic', hardfork: 'osaka' },
    ...toHardhatNetworks(NETWORKS),
  },
  chainDescriptors: toChainDescriptors(NETWORKS),
  // Needed by `sage deploy verify` only.
  verify: { etherscan: { apiKey: configVariable('ETHERSCAN_API_KEY', { default: '' }) } },
  // The generator's own style (namespaces for types) does not pass our compiler options; the types are used all the same.
  typechain: { outDir: 'typechain-types', tsNocheck: true },
  test: { mocha: { timeout: 600_000, forbidOnly: true, ...mochaReporter } },
  paths: { tests: { mocha: 'test/hardhat', solidity: 'test/solidity' } },
});
