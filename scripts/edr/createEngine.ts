/** Hardhat with the compiler and the test runner as the invariants need them. */
import { join } from 'node:path';
import { createHardhatRuntimeEnvironment } from 'hardhat/hre';
import type { SolidityCompilerUserConfig } from 'hardhat/types/config';
import type { HardhatRuntimeEnvironment } from 'hardhat/types/hre';
import type { HardhatPlugin } from 'hardhat/types/plugins';
import config from '../../hardhat.config.ts';
import { ROOT } from '../lib/paths.ts';
import { buildPlugin } from '../toolchain/buildPlugin.ts';
import type { EngineOrder } from './types.ts';

/** As in foundry.toml. */
const REMAPPING = 'forge-std/=node_modules/@layerzerolabs/toolbox-foundry/lib/forge-std/';
/** What setUp reads: see test/foundry/ProductionCode.sol. */
const READABLE = join(ROOT, 'cache/forge/out/P256Verifier.sol/P256Verifier.json');

/** Its build and its counterexamples lie in the folder of the order, apart from those of the project. */
export function createEngine({ folder, viaIR, seed, runs, depth }: EngineOrder): Promise<HardhatRuntimeEnvironment> {
  const compiler = productionCompiler();
  return createHardhatRuntimeEnvironment(
    {
      plugins: [buildPlugin, forgeStd()],
      solidity: { compilers: [{ ...compiler, settings: { ...compiler.settings, viaIR } }] },
      paths: { artifacts: join(folder, 'artifacts'), cache: join(folder, 'cache'), tests: 'test' },
      test: {
        solidity: {
          fsPermissions: { readFile: [READABLE] },
          fuzz: { seed },
          invariant: { runs, depth, failOnRevert: true, failurePersistDir: join(folder, 'failures') },
        },
      },
    },
    {},
    ROOT,
  );
}

/** The compiler of hardhat.config.ts, of which there is one. */
function productionCompiler(): SolidityCompilerUserConfig {
  const { solidity } = config;
  if (typeof solidity !== 'object' || !('compilers' in solidity) || solidity.compilers.length !== 1) {
    throw new Error(
      'hardhat.config.ts no longer names one compiler in solidity.compilers: mend scripts/edr/createEngine.ts',
    );
  }
  const [only] = solidity.compilers;
  if (only === undefined) throw new Error('hardhat.config.ts names no compiler');
  return only;
}

function forgeStd(): HardhatPlugin {
  return {
    id: 'sage-forge-std',
    hookHandlers: {
      solidity: () =>
        Promise.resolve({
          default: () =>
            Promise.resolve({
              readNpmPackageRemappings: async (context, name, version, path, next) => {
                const found = await next(context, name, version, path);
                return path === ROOT ? [...found, { remappings: [REMAPPING], source: 'foundry.toml' }] : found;
              },
            }),
        }),
    },
  };
}
