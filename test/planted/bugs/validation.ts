import type { PlantedBug } from '../types.ts';

export const bugs: readonly PlantedBug[] = [
  {
    id: 'P18-self-answers-stay',
    numbers: ['P18'],
    title: 'A replaced answer of a self-validation is never taken out of what self-validations make up.',
    file: 'contracts/ERC8004ValidationRegistry.sol',
    find: 'agent.selfTotals.minus(removed).plus(added)',
    replace: 'agent.selfTotals.plus(added)',
    test: {
      runner: 'forge',
      path: 'test/foundry/validation/ValidationProperties.t.sol',
      name: 'testFuzz_P18_summariesAndPagesEqualANaiveLoop',
    },
  },
  {
    id: 'P19-second-answer-by-anybody',
    numbers: ['P19'],
    title: 'Only the first answer is held to the named validator; anybody can replace it.',
    file: 'contracts/ERC8004ValidationRegistry.sol',
    find: 'if (record.validator() != msg.sender) {',
    replace: 'if (!record.isAnswered() && record.validator() != msg.sender) {',
    test: {
      runner: 'forge',
      path: 'test/foundry/validation/ValidationProperties.t.sol',
      name: 'testFuzz_P19_onlyTheNamedValidatorResponds',
    },
  },
  {
    id: 'P19-hash-used-again',
    numbers: ['P19'],
    title: 'A request hash can be used again once its request was answered.',
    file: 'contracts/ERC8004ValidationRegistry.sol',
    find: 'if (held.exists()) revert',
    replace: 'if (held.exists() && !held.isAnswered()) revert',
    test: {
      runner: 'forge',
      path: 'test/foundry/validation/ValidationProperties.t.sol',
      name: 'testFuzz_P19_aHashBelongsToOneAgentForEver',
    },
  },
  {
    id: 'P48-zero-hash-kept',
    numbers: ['P48'],
    title: 'A later answer without evidence keeps the evidence hash of the one before, which its event does not tell.',
    file: 'contracts/ERC8004ValidationRegistry.sol',
    find: 'if (responseHash != 0 || record.isAnswered()) request.responseHash = responseHash;',
    replace: 'if (responseHash != 0) request.responseHash = responseHash;',
    test: {
      runner: 'forge',
      path: 'test/foundry/validation/ValidationInvariant.t.sol',
      name: 'invariant_P48_theLogsTellTheState',
    },
  },
  {
    id: 'A09-self-not-noted',
    numbers: ['A09'],
    title: "A validator from the agent's own side is not noted as such.",
    file: 'contracts/ERC8004ValidationRegistry.sol',
    find: 'bool self = validatorAddress == msg.sender || _isAgentSide(validatorAddress, agentId);',
    replace: 'bool self = validatorAddress == msg.sender;',
    test: {
      runner: 'forge',
      path: 'test/foundry/validation/ValidationAttacks.t.sol',
      name: 'test_attack_A09_theAgentValidatesItself',
    },
  },
  {
    id: 'A17-no-contracts',
    numbers: ['A17'],
    title: 'Contracts can not answer.',
    file: 'contracts/ERC8004ValidationRegistry.sol',
    find: '        uint256 agentId = _answer(requestHash, response, responseHash, tag);',
    replace: `        if (msg.sender != tx.origin) revert ValidationNotValidator(requestHash, tx.origin, msg.sender);
        uint256 agentId = _answer(requestHash, response, responseHash, tag);`,
    test: {
      runner: 'forge',
      path: 'test/foundry/validation/ValidationAttacks.t.sol',
      name: 'test_attack_A17_contractsAsOwnerAndAsValidator',
    },
  },
  {
    id: 'A31-event-not-indexed',
    numbers: ['A31'],
    title: 'The event of a request does not index its hash: deployed clients find no request by it.',
    file: 'contracts/interfaces/IERC8004Validation.sol',
    find: 'address indexed validatorAddress, uint256 indexed agentId, string requestURI, bytes32 indexed requestHash',
    replace: 'address indexed validatorAddress, uint256 indexed agentId, string requestURI, bytes32 requestHash',
    contracts: ['ERC8004ValidationRegistry'],
    test: { runner: 'mocha', path: 'test/hardhat/abi.test.ts', name: 'A31: ABI of the ERC-8004 registries' },
  },
];
