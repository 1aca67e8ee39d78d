import type { PlantedBug } from '../types.ts';

export const bugs: readonly PlantedBug[] = [
  {
    id: 'A33-empty-nonce',
    numbers: ['A33'],
    title: 'An empty nonce passes as one.',
    file: 'sdk/typescript/src/http/checkRequirements.ts',
    find: "if (parameters[name] === undefined || parameters[name] === '') {",
    replace: 'if (parameters[name] === undefined) {',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/http/attacks.test.ts',
      name: 'A33: an empty or missing nonce does not pass',
    },
  },
  {
    id: 'A33-nonce-set-late',
    numbers: ['A33'],
    title: 'The store remembers a nonce only in the next turn: parallel copies pass.',
    file: 'sdk/typescript/src/http/createMemoryNonceStore.ts',
    find: `      expiries.set(key, expiresAt);
`,
    replace: `      queueMicrotask(() => setTimeout(() => expiries.set(key, expiresAt)));
`,
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/http/attacks.test.ts',
      name: 'A33: of 100 parallel duplicates exactly one is accepted',
    },
  },
  {
    id: 'A36-required-ignored',
    numbers: ['A36'],
    title: 'Components that the policy asks for need not be covered.',
    file: 'sdk/typescript/src/http/createMessageVerifier.ts',
    find: `    if (identities.has(identity)) continue;
`,
    replace: `    if (identities.size > 0) continue;
`,
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/http/attacks.test.ts',
      name: 'A36: required components are required',
    },
  },
  {
    id: 'A36-future-created',
    numbers: ['A36'],
    title: 'A signature of the future passes.',
    file: 'sdk/typescript/src/http/checkRequirements.ts',
    find: 'if (created !== undefined && created > now + clockSkew) {',
    replace: 'if (created !== undefined && created > now + clockSkew + maxAge) {',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/http/attacks.test.ts',
      name: 'A36: a created in the future is refused',
    },
  },
  {
    id: 'A36-first-label',
    numbers: ['A36'],
    title: 'Of several signatures the first is verified, whatever the policy asks for.',
    file: 'sdk/typescript/src/http/chooseLabel.ts',
    find: 'const labels = policy.label === undefined ? [...inputs.keys()] : [policy.label];',
    replace: 'const labels = [...inputs.keys()].slice(0, 1);',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/http/attacks.test.ts',
      name: 'A36: a signature under a random label does not stand in for the one asked for',
    },
  },
  {
    id: 'A36-host-with-path',
    numbers: ['A36'],
    title: 'A Host that holds path and query becomes part of the target URI.',
    file: 'sdk/typescript/src/http/node/toTargetUri.ts',
    find: 'if (host === undefined || normalizeAuthority(host, scheme) === undefined) return undefined;',
    replace: 'if (host === undefined) return undefined;',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/verdict/adapters.test.ts',
      name: 'A36: a Host that holds path and query does not make a signature pass for another resource',
    },
  },
  {
    id: 'A36-content-by-fields-only',
    numbers: ['A36'],
    title: 'Whether a request has content is told by its header fields alone, also in HTTP/2.',
    file: 'sdk/typescript/src/verdict/RequestJudgement.ts',
    find: `    if (content !== undefined) return content !== 'none';
`,
    replace: '',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/verdict/adapters.test.ts',
      name: 'A36: content without content-length must be covered',
    },
  },
  {
    id: 'A37-pss-is-pkcs1',
    numbers: ['A37'],
    title: 'PSS is verified as PKCS #1 v1.5.',
    file: 'sdk/typescript/src/http/keys/rsaParameters.ts',
    find: "? { name: 'RSA-PSS', hash: 'SHA-512', saltLength: PSS_SALT_BYTES }",
    replace: "? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' }",
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/http/attacks.test.ts',
      name: 'A37: a signature by .* is none by',
    },
  },
  {
    id: 'A37-sorted-parameters',
    numbers: ['A37'],
    title: 'The parameters of a signature are sorted before they are signed.',
    file: 'sdk/typescript/src/http/buildSignatureBase.ts',
    find: 'serializeParameters(input.parameters)}',
    replace: 'serializeParameters(new Map([...input.parameters].sort()))}',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/http/attacks.test.ts',
      name: 'A37: parameters in another order are another signature',
    },
  },
  {
    id: 'A37-tag-dropped',
    numbers: ['A37'],
    title: 'The tag is left out of what is signed.',
    file: 'sdk/typescript/src/http/buildSignatureBase.ts',
    find: 'serializeParameters(input.parameters)}',
    replace: "serializeParameters(new Map([...input.parameters].filter(([name]) => name !== 'tag')))}",
    test: { runner: 'mocha', path: 'sdk/typescript/test/http/attacks.test.ts', name: 'A37: the tag is signed' },
  },
  {
    id: 'A44-colon-missing',
    numbers: ['A44'],
    title: 'Byte sequences are written without their last colon.',
    file: 'sdk/typescript/src/structured/serializeBareItem.ts',
    find: 'return `:${encodeBase64(item.value)}:`;',
    replace: 'return `:${encodeBase64(item.value)}`;',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/http/attacks.test.ts',
      name: 'A44: a byte sequence keeps its colons on both sides',
    },
  },
  {
    id: 'A44-first-line-only',
    numbers: ['A44'],
    title: 'Of a field that is spread over several lines only the first is read.',
    file: 'sdk/typescript/src/http/parseSignatureField.ts',
    find: 'parseDictionary(lines, {',
    replace: 'parseDictionary(lines.slice(0, 1), {',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/http/attacks.test.ts',
      name: 'A44: signatures spread over several lines are read together',
    },
  },
];
