import type { PlantedBug } from '../types.ts';

export const bugs: readonly PlantedBug[] = [
  {
    id: 'P15-callback-before-metadata',
    numbers: ['P15'],
    title: 'The receiver is called before the metadata of its agent is stored.',
    file: 'contracts/ERC8004IdentityRegistry.sol',
    find: `        agentId = _register(msg.sender, agentURI);
        uint256 length;
        for (uint256 i; i < count; ++i) {
            MetadataEntry calldata entry = metadata[i];
            length += entry.metadataValue.length;
            _setMetadata(agentId, entry.metadataKey, entry.metadataValue);
        }
        if (length > MAX_METADATA_LENGTH) revert IdentityMetadataTooLong(length, MAX_METADATA_LENGTH);
        _askReceiver(msg.sender, agentId);
`,
    replace: `        agentId = _register(msg.sender, agentURI);
        _askReceiver(msg.sender, agentId);
        uint256 length;
        for (uint256 i; i < count; ++i) {
            MetadataEntry calldata entry = metadata[i];
            length += entry.metadataValue.length;
            _setMetadata(agentId, entry.metadataKey, entry.metadataValue);
        }
        if (length > MAX_METADATA_LENGTH) revert IdentityMetadataTooLong(length, MAX_METADATA_LENGTH);
`,
    test: {
      runner: 'forge',
      path: 'test/foundry/identity/reentrancy.t.sol',
      name: 'test_P15_theMintCallbackSeesCompleteState',
    },
  },
  {
    id: 'P15-callback-within-the-batch',
    numbers: ['P15'],
    title: 'The receiver of a batch is called after each agent, when the others do not exist yet.',
    file: 'contracts/ERC8004IdentityRegistry.sol',
    find: `        firstAgentId = _register(msg.sender, agentURIs[0]);
        for (uint256 i = 1; i < count; ++i) {
            _register(msg.sender, agentURIs[i]);
        }
        for (uint256 i; i < count; ++i) {
            _askReceiver(msg.sender, firstAgentId + i);
        }
`,
    replace: `        firstAgentId = _register(msg.sender, agentURIs[0]);
        _askReceiver(msg.sender, firstAgentId);
        for (uint256 i = 1; i < count; ++i) {
            _askReceiver(msg.sender, _register(msg.sender, agentURIs[i]));
        }
`,
    test: {
      runner: 'forge',
      path: 'test/foundry/identity/reentrancy.t.sol',
      name: 'test_P15_theFirstCallbackOfABatchSeesAllAgents',
    },
  },
  {
    id: 'P16-gap-in-the-ids',
    numbers: ['P16'],
    title: 'Two ways to register count differently: one of them leaves out an id.',
    file: 'contracts/ERC8004IdentityRegistry.sol',
    find: `        agentId = _counters.agents++;
        _mint(owner,`,
    replace: `        agentId = ++_counters.agents;
        _mint(owner,`,
    test: { runner: 'forge', path: 'test/foundry/identity/invariant.t.sol', name: 'invariant_P16_idsStrictlyIncrease' },
  },
  {
    id: 'P13-wallet-by-code',
    numbers: ['P13'],
    title: 'A contract becomes the wallet of an agent by answering anything at all.',
    file: 'contracts/ERC8004IdentityRegistry.sol',
    find: 'return SignatureChecker.isValidERC1271SignatureNowCalldata(account, digest, signature);',
    replace: `(bool success,) =
            account.staticcall(abi.encodeWithSignature("isValidSignature(bytes32,bytes)", digest, signature));
        return success && account.code.length != 0;`,
    test: {
      runner: 'forge',
      path: 'test/foundry/identity/setAgentWallet.t.sol',
      name: 'test_P13_RevertWhen_aContractIsHostile',
    },
  },
  {
    id: 'P48-wallet-without-event',
    numbers: ['P48'],
    title: 'A transfer takes the wallet away without an event that says so.',
    file: 'contracts/ERC8004IdentityRegistry.sol',
    find: `        _emitWallet(agentId, "");
        uint256 transfers`,
    replace: '        uint256 transfers',
    test: { runner: 'forge', path: 'test/foundry/identity/invariant.t.sol', name: 'invariant_P48_viewsEqualTheLogs' },
  },
  {
    id: 'P49-list-of-agents',
    numbers: ['P49'],
    title: 'Registering goes through all agents there are.',
    file: 'contracts/ERC8004IdentityRegistry.sol',
    find: `        agentId = _counters.agents++;
        _mint(owner,`,
    replace: `        agentId = _counters.agents++;
        for (uint256 i; i < agentId; ++i) {
            if (_tokenWordOrZero(i) == 0) revert ERC721NonexistentToken(i);
        }
        _mint(owner,`,
    test: { runner: 'forge', path: 'test/foundry/identity/gas.t.sol', name: 'test_P49_registerBatch_ofShortURIs' },
  },
  {
    id: 'A25-owner-of-another',
    numbers: ['A25'],
    title: 'Who owns any agent may write the metadata of all of them.',
    file: 'contracts/ERC8004IdentityRegistry.sol',
    find: 'if (!_isAuthorized(word, agentId, msg.sender)) revert IdentityNotAuthorized(agentId, msg.sender);',
    replace: 'if (this.balanceOf(msg.sender) == 0) revert IdentityNotAuthorized(agentId, msg.sender);',
    test: {
      runner: 'forge',
      path: 'test/foundry/identity/attacks.t.sol',
      name: 'test_attack_A25_theOwnerOfAnotherAgent',
    },
  },
  {
    id: 'A29-wallet-record-reset',
    numbers: ['A29'],
    title: "Registering resets the record of an agent's wallet, and an old signature works again.",
    file: 'contracts/ERC8004IdentityRegistry.sol',
    find: `        _mint(owner, agentId, _storeURI(agentId, agentURI, 0));
`,
    replace: `        _mint(owner, agentId, _storeURI(agentId, agentURI, 0));
        delete _wallets[0];
`,
    test: {
      runner: 'forge',
      path: 'test/foundry/identity/attacks.t.sol',
      name: 'test_attack_A29_aSecondRegistrationResetsNothing',
    },
  },
  {
    id: 'A46-wallet-stays',
    numbers: ['A46'],
    title: "The seller's wallet stays the agent's wallet.",
    file: 'contracts/ERC8004IdentityRegistry.sol',
    find: 'return (word & ~(WALLET_MASK | TRANSFERS_MASK)) | WALLET_CLEARED | (transfers << TRANSFERS_SHIFT);',
    replace: 'return (word & ~TRANSFERS_MASK) | (transfers << TRANSFERS_SHIFT);',
    test: {
      runner: 'forge',
      path: 'test/foundry/identity/attacks.t.sol',
      name: 'test_attack_A46_theSellerKeepsNothing',
    },
  },
  {
    id: 'P19b-wallet-of-the-buyer',
    numbers: ['P19b'],
    title: "After a transfer the buyer is the agent's wallet without having asked for it.",
    file: 'contracts/ERC8004IdentityRegistry.sol',
    find: '| WALLET_CLEARED | (transfers << TRANSFERS_SHIFT);',
    replace: '| (transfers << TRANSFERS_SHIFT);',
    contracts: ['ERC8004IdentityRegistry'],
    test: {
      runner: 'mocha',
      path: 'test/hardhat/differential.test.ts',
      name: 'P19b: .* random operations, 0 differences',
      env: { SAGE_DIFF_OPS: '1000' },
    },
  },
];
