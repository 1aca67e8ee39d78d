/** Programs of a user of the package, for its check after installation. */

/** A signature made and verified, and a session opened, with what `load` gives. */
const BODY = `
const assert = (condition, what) => { if (!condition) throw new Error(what); };
async function main() {
  const http = await load('/http');
  const root = await load('');
  const session = await load('/session');
  for (const path of PATHS) assert(Object.keys(await load(path)).length > 0, path + ' exports nothing');
  assert(root.verifyMessage === http.verifyMessage, 'the paths hold one library, not two');
  const key = await http.createSigningKey('ed25519', new Uint8Array(32).fill(1));
  const request = { kind: 'request', method: 'GET', requestTarget: '/', targetUri: 'https://example.com/', fields: [] };
  const parameters = { created: Math.floor(Date.now() / 1000) };
  const signed = await http.signMessage(request, { key, components: ['@method', '@target-uri'], parameters });
  const fields = [['signature-input', signed.signatureInput], ['signature', signed.signature]];
  const publicKey = Uint8Array.from('8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c'.match(/../g), (hex) => parseInt(hex, 16));
  const verifier = await http.createVerificationKey('ed25519', publicKey);
  const policy = { resolveKey: () => verifier, requiredComponents: ['@method'] };
  assert((await http.verifyMessage({ ...request, fields }, policy)).status === 'valid', 'the signature is valid');
  const changed = await http.verifyMessage({ ...request, method: 'PUT', fields }, policy);
  assert(changed.code === 'signature-invalid', 'another method is refused');
  const id = '0x' + '1'.repeat(64);
  const identity = {
    did: 'did:sage:local:a', registry: 'eip155:1:0x' + '1'.repeat(40), signing: { keyId: id, key },
    agreement: { keyId: id, privateKey: new Uint8Array(32).fill(2) },
  };
  const store = session.createMemorySessionStore();
  const endpoint = session.createSessionEndpoint({ identity, resolveKeys: async () => undefined, store });
  const error = await endpoint.start('did:sage:local:b').catch((thrown) => thrown);
  assert(error instanceof root.SageError && error.code === 'peer-unknown', 'an unknown peer is refused');
  const suite = { kem: 0x20, kdf: 1, aead: 3 };
  const nine = Uint8Array.of(9, ...new Uint8Array(31));
  const sender = await session.createHpkeSender({ ids: suite, recipientPublicKey: nine, info: new Uint8Array() });
  assert((await sender.seal(new Uint8Array(3), new Uint8Array())).length === 19, 'HPKE seals');
}
const done = main();
`;

const suffixOf = (path: string): string => (path === '.' ? '' : path.slice(1));

/** A program that loads the package by `import` or by `require`, and uses it. */
export function userProgram(name: string, kind: 'import' | 'require', paths: readonly string[]): string {
  const load =
    kind === 'import'
      ? `const load = (path) => import('${name}' + path);`
      : `const load = async (path) => require('${name}' + path);`;
  const end = 'done.catch((error) => { console.error(error); process.exitCode = 1; });';
  return `${load}\nconst PATHS = ${JSON.stringify(paths.map(suffixOf))};\n${BODY}${end}\n`;
}

/** The same for a page, whose title tells the outcome. Its imports are static, as a bundler needs them. */
export function pageProgram(name: string, paths: readonly string[]): string {
  const suffixes = paths.filter((path) => !path.endsWith('/node')).map(suffixOf);
  const imports = suffixes.map((suffix, index) => `import * as module${index} from '${name}${suffix}';`);
  const entries = suffixes.map((suffix, index) => `[${JSON.stringify(suffix)}, module${index}]`);
  const load = `const MODULES = new Map([${entries.join(', ')}]);\nconst load = async (path) => MODULES.get(path);`;
  const end = "done.then(() => { document.title = 'works'; }, (error) => { document.title = 'failed: ' + error; });";
  return `${imports.join('\n')}\n${load}\nconst PATHS = ${JSON.stringify(suffixes)};\n${BODY}${end}\n`;
}

/** A program for the type check: what it says is wrong has to be found, too. */
export function typedProgram(name: string, paths: readonly string[]): string {
  const imports = paths.map((path, index) => {
    const specifier = path === '.' ? name : `${name}${path.slice(1)}`;
    return `import * as module${index} from '${specifier}';\nexport const keys${index}: string[] = Object.keys(module${index});`;
  });
  return `${imports.join('\n')}
import { SageError, verifyMessage } from '${name}';
import type { SessionState, SignatureVerdict, VerificationPolicy } from '${name}';
export async function judge(policy: VerificationPolicy): Promise<string> {
  const verdict: SignatureVerdict = await verifyMessage({ kind: 'response', status: 200, fields: [] }, policy);
  return verdict.status === 'valid' ? verdict.signatureBase : verdict.code;
}
export const count = (state: SessionState): number => state.count;
export const isOurs = (error: unknown): boolean => error instanceof SageError;
// @ts-expect-error a policy needs a resolver
export const wrong: VerificationPolicy = { requiredComponents: [] };
`;
}
