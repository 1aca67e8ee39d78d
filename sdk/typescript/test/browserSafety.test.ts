import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { describe, it } from 'mocha';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');

const SPECIFIER = /(?:^(?:import|export|\})[^'\n]*\bfrom\s*|^import\s*|\bimport\(\s*)'([^']+)'/gm;
/** Packages that run in browsers. */
const ALLOWED: readonly string[] = [
  '@hpke/chacha20poly1305',
  '@hpke/core',
  '@hpke/dhkem-x25519',
  '@ipld/dag-pb',
  '@noble/ciphers',
  '@noble/curves',
  '@noble/hashes',
  '@scure/base',
  'canonicalize',
  'cborg',
  'did-resolver',
  'ipaddr.js',
  'ipfs-unixfs',
  'multiformats',
  'ox',
  'zod',
];
const NODE_GLOBALS = /\b(?:Buffer|process\s*[.[]|require\(|__dirname|setImmediate|NodeJS)/;

/** The modules that a module reaches, itself included. Imports of types only are followed too. */
function reach(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(SPECIFIER)) {
    if (specifier.startsWith('.')) reach(join(dirname(file), specifier), found);
  }
  return found;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

describe('the core runs in browsers', () => {
  for (const entry of [
    'index.ts',
    'card/index.ts',
    'chain/index.ts',
    'client/index.ts',
    'did/index.ts',
    'fetch/index.ts',
    'http/index.ts',
    'registration/index.ts',
    'session/index.ts',
    'signers/index.ts',
    'structured/index.ts',
    'verdict/index.ts',
  ]) {
    it(`${entry} reaches no module and no global of Node`, () => {
      const files = [...reach(join(source, entry))];
      expect(files.length).to.be.greaterThan(10);
      for (const file of files) {
        const text = withoutComments(readFileSync(file, 'utf8'));
        const name = relative(source, file);
        expect(name).to.not.match(/^[a-z]+\/node\//);
        expect(NODE_GLOBALS.exec(text)?.[0], name).to.equal(undefined);
        for (const [, specifier = ''] of text.matchAll(SPECIFIER)) {
          const isAllowed =
            specifier.startsWith('.') || ALLOWED.some((one) => specifier === one || specifier.startsWith(`${one}/`));
          expect(isAllowed, `${name} imports ${specifier}`).to.equal(true);
        }
      }
    });
  }

  for (const [entry, module] of [
    ['fetch/node/index.ts', 'node:dns'],
    ['http/node/index.ts', 'node:crypto'],
    ['signers/node/index.ts', 'node:fs/promises'],
  ] as const) {
    it(`${entry} does reach ${module}, so that the search finds something`, () => {
      const files = [...reach(join(source, entry))];
      expect(files.every((file) => existsSync(file))).to.equal(true);
      expect(files.some((file) => readFileSync(file, 'utf8').includes(`'${module}'`))).to.equal(true);
    });
  }
});
