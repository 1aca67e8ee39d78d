import type { PlantedBug } from '../types.ts';

export const bugs: readonly PlantedBug[] = [
  {
    id: 'A06-client-capitals',
    numbers: ['A06'],
    title: 'The library takes DIDs with capital letters.',
    file: 'sdk/typescript/src/did/parseDid.ts',
    find: '[a-z0-9])?)$/;',
    replace: '[a-z0-9])?)$/i;',
    test: { runner: 'mocha', path: 'sdk/typescript/test/did/parse.test.ts', name: 'A06: has one spelling' },
  },
  {
    id: 'A38-verdict-without-validator',
    numbers: ['A38'],
    title: "The client leaves the validator out of a verdict's commitment.",
    file: 'sdk/typescript/src/client/createVerdictCommitment.ts',
    find: `    checkAddress('validator', options.validator),
`,
    replace: `    checkAddress('validator', options.contract.address),
`,
    test: {
      runner: 'mocha',
      path: 'test/hardhat/sdkDigests.test.ts',
      name: 'test_attack_A38: the client library computes',
    },
  },
  {
    id: 'A39-wrong-function',
    numbers: ['A39'],
    title: '`sage wallet unset` was wired to another function of the contract.',
    file: 'tasks/wallet/unsetWallet.ts',
    find: "encodeFunctionData('unsetAgentWallet', [agentId])",
    replace: "encodeFunctionData('setAgentURI', [agentId, ''])",
    test: {
      runner: 'mocha',
      path: 'test/hardhat/tasks/wallet.test.ts',
      name: 'test_attack_A39: wallet unset leaves none',
    },
  },
  {
    id: 'A39-action-of-another',
    numbers: ['A39'],
    title: '`sage key rotate` runs the action of `sage key add`: the old key stays.',
    file: 'tasks/key/index.ts',
    find: "import('./rotateKey.ts')",
    replace: "import('./addKey.ts')",
    test: {
      runner: 'mocha',
      path: 'test/hardhat/tasks/key.test.ts',
      name: 'test_attack_A39: key rotate revokes one key and adds another',
    },
  },
  {
    id: 'A40-replaced-untold',
    numbers: ['A40'],
    title: 'A key file that is there is replaced without being asked for.',
    file: 'sdk/typescript/src/signers/node/writeKeyFile.ts',
    find: `  if (options.replace !== true) throw existsFault(path);
`,
    replace: '',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/signers/keyFiles.test.ts',
      name: 'test_attack_A40: a key file that is there is never replaced without being told',
    },
  },
  {
    id: 'A40-no-backup',
    numbers: ['A40'],
    title: 'A replaced key file is lost.',
    file: 'sdk/typescript/src/signers/node/writeKeyFile.ts',
    find: `    await link(path, backup);
`,
    replace: `    if (backup === path) await link(path, backup);
`,
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/signers/keyFiles.test.ts',
      name: 'test_attack_A40: replace keeps what was there beside it',
    },
  },
  {
    id: 'A41-key-of-the-card',
    numbers: ['A41'],
    title: 'A card is checked against the key in its own header.',
    file: 'sdk/typescript/src/card/verifyCardSignature.ts',
    find: `  const key = findKey(alg, kid, keys);
`,
    replace: `  const brought = Buffer.from(signature.protected, 'base64url').toString();
  const { jwk } = JSON.parse(brought) as { jwk?: Parameters<typeof createVerificationKey>[1] };
  const { createVerificationKey } = await import('../http/keys/createVerificationKey.ts');
  const key = jwk === undefined ? findKey(alg, kid, keys) : await createVerificationKey('ed25519', jwk);
`,
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/card/verifyAgentCard.test.ts',
      name: 'A41: the key that a card brings along is never the one it is checked against',
    },
  },
  {
    id: 'P12-logs-not-had',
    numbers: ['P12', 'A28'],
    title: 'Facts of the earlier block are kept when the logs since then can not be had.',
    file: 'sdk/typescript/src/chain/createChainReader.ts',
    find: `      if (error instanceof ChainError) return fresh;
`,
    replace: `      if (error instanceof ChainError) return before.cache;
`,
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/chain/chainReader.test.ts',
      name: 'P12: test_attack_A28 a revocation is seen though the',
    },
  },
  {
    id: 'P12-tee-key-of-anybody',
    numbers: ['P12'],
    title: 'A TEE key that the policy names need not be a key of the agent, nor be in force.',
    file: 'sdk/typescript/src/verdict/verifyAgent.ts',
    find: `      await checkTeeKey(judgement, facts, agent, keyId);
`,
    replace: '',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/verdict/requirements.test.ts',
      name: 'P12: a TEE key that is not the agent’s, or not any more, is refused',
    },
  },
  {
    id: 'P12-replay-at-any-block',
    numbers: ['P12'],
    title: 'A replay endorses a bundle whose block is from long before the moment that it judges.',
    file: 'sdk/typescript/src/verdict/replay.ts',
    find: "result(isOutdated ? 'bundle-outdated' : 'ok', verdict",
    replace: "result('ok', verdict",
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/verdict/replayedBlock.test.ts',
      name: 'P12: a bundle at a block from before a revocation, judged later, is not endorsed',
    },
  },
  {
    id: 'P12-replay-block-unasked',
    numbers: ['P12'],
    title: 'A replay against a node takes number and time of the block from the bundle.',
    file: 'sdk/typescript/src/verdict/replay.ts',
    find: 'timestamp !== block.timestamp) {',
    replace: 'timestamp < 0) {',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/verdict/replayedBlock.test.ts',
      name: 'P12: a younger time, another number or another hash than the node has is a contradiction',
    },
  },
  {
    id: 'A28-no-logs-of-unknown-block',
    numbers: ['A28', 'P12'],
    title: 'A node that tells of no logs in a block which it does not have is believed.',
    file: 'sdk/typescript/src/chain/Endpoints.ts',
    find: `      await this.#checkLogs(rpc, endpoint);
`,
    replace: '',
    test: {
      runner: 'mocha',
      path: 'sdk/typescript/test/chain/chainReader.test.ts',
      name: 'P12: test_attack_A28 a revocation is seen though the',
    },
  },
];
