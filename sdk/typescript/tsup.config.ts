import { defineConfig } from 'tsup';
import type { Options } from 'tsup';

/** Path in the package to its module: what `exports` of package.json names. */
const ENTRIES = {
  index: 'src/index.ts',
  card: 'src/card/index.ts',
  chain: 'src/chain/index.ts',
  client: 'src/client/index.ts',
  did: 'src/did/index.ts',
  fetch: 'src/fetch/index.ts',
  'fetch/node': 'src/fetch/node/index.ts',
  http: 'src/http/index.ts',
  node: 'src/http/node/index.ts',
  registration: 'src/registration/index.ts',
  session: 'src/session/index.ts',
  signers: 'src/signers/index.ts',
  'signers/node': 'src/signers/node/index.ts',
  structured: 'src/structured/index.ts',
  verdict: 'src/verdict/index.ts',
};

const COMMON: Options = {
  entry: ENTRIES,
  outDir: 'dist',
  target: 'es2023',
  platform: 'neutral',
  splitting: true,
  sourcemap: false,
  clean: false,
  dts: true,
  silent: true,
  tsconfig: 'tsconfig.build.json',
  external: [/^node:/],
};

export default defineConfig([
  // The code of the ES modules comes from the TypeScript compiler, a file for a file, so that bundlers can shake it.
  { ...COMMON, format: 'esm', dts: { only: true } },
  // Most dependencies are ES modules only, which `require` of older Node 20 can't load: CommonJS carries them along.
  // The older target keeps static fields away from the step that splits the files, which would break them.
  { ...COMMON, format: 'cjs', noExternal: [/^[^.]/], platform: 'node', target: 'es2021' },
]);
