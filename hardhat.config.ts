import { createRequire } from 'node:module';
import hardhatToolboxMochaEthers from '@nomicfoundation/hardhat-toolbox-mocha-ethers';
import { defineConfig } from 'hardhat/config';

const require = createRequire(import.meta.url);

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers],
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
  typechain: { outDir: 'typechain-types' },
  test: { mocha: { timeout: 600_000 } },
  paths: { tests: { mocha: 'test/hardhat', solidity: 'test/solidity' } },
});
