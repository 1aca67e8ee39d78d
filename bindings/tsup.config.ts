import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'tsup';
import type { Options } from 'tsup';

const ABIS = readdirSync(join(import.meta.dirname, 'abi')).map((file) => file.replace(/\.ts$/, ''));

const COMMON: Options = {
  entry: {
    index: 'bindings/index.ts',
    addresses: 'bindings/addresses/index.ts',
    errors: 'bindings/errors/index.ts',
    ...Object.fromEntries(ABIS.map((name) => [`abi/${name}`, `bindings/abi/${name}.ts`])),
  },
  platform: 'neutral',
  splitting: true,
  sourcemap: false,
  clean: false,
  dts: true,
  silent: true,
  tsconfig: 'bindings/tsconfig.build.json',
  // What decodes reverts comes along, so that the package needs nothing at run time but what the user chooses.
  noExternal: [/^ox(\/|$)/, /^@noble\//],
};

// The bindings for ethers are not here: the TypeScript compiler makes those, from what TypeChain wrote.
export default defineConfig([
  { ...COMMON, format: 'esm', target: 'es2022' },
  // The older target keeps static fields away from the step that splits the files, which would break them.
  { ...COMMON, format: 'cjs', target: 'es2021' },
]);
