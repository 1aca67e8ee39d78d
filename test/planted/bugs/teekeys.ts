import type { PlantedBug } from '../types.ts';

export const bugs: readonly PlantedBug[] = [
  {
    id: 'P31-weights-of-the-same-second',
    numbers: ['P31'],
    title: 'Weights that are set in the second of the proposal count for it.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: 'voteWeightAt(msg.sender, proposal.createdAt - 1)',
    replace: 'voteWeightAt(msg.sender, proposal.createdAt)',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Vote.t.sol',
      name: 'test_P31_vote_weightsOfTheSameSecondDontCount',
    },
  },
  {
    id: 'P32-second-vote',
    numbers: ['P32'],
    title: 'A voter votes as often as it likes.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: `        if (_ballots[proposalId][msg.sender] != Ballot.None) revert TEEKeyAlreadyVoted(proposalId, msg.sender);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Vote.t.sol',
      name: 'test_P32_vote_revertsWithTEEKeyAlreadyVoted',
    },
  },
  {
    id: 'P33-terms-of-the-moment',
    numbers: ['P33'],
    title: 'A vote is settled by the parameters of the moment.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: `        Parameters memory terms = proposal.terms;
        uint256 endsAt`,
    replace: `        Parameters memory terms = _parameters;
        uint256 endsAt`,
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Settle.t.sol',
      name: 'testFuzz_P33_outcomeFollowsTheTermsOfTheBeginning',
    },
  },
  {
    id: 'P35-open-proposals-survive',
    numbers: ['P35'],
    title: 'A revocation leaves open proposals alone: the vote under way trusts the key again.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: `        key.voidUpTo = _book.count;
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Administration.t.sol',
      name: 'test_P35_revoke_voidsTheOpenProposal',
    },
  },
  {
    id: 'P35-trusted-for-ever',
    numbers: ['P35'],
    title: 'Trust begins anew with every settlement, since it runs from then and not from the end of the vote.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: 'uint40(endsAt + terms.trustPeriod)',
    replace: 'uint40(block.timestamp + terms.trustPeriod)',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/TEEKeysInvariant.t.sol',
      name: 'invariant_P35_trustFollowsTheLastDecision',
    },
  },
  {
    id: 'P36-settled-again',
    numbers: ['P36'],
    title: 'A proposal can be settled again and again, each time with its stake.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: `        proposal.status = status;
`,
    replace: '',
    test: { runner: 'forge', path: 'test/foundry/teekeys/Settle.t.sol', name: 'test_P36_aStakeIsReleasedOnce' },
  },
  {
    id: 'P37-whole-stake-is-treasury',
    numbers: ['P37'],
    title: 'The whole stake becomes treasury, what the proposer gets back included.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: '_book.treasury += uint104(kept);',
    replace: '_book.treasury += uint104(stake);',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Administration.t.sol',
      name: 'test_P37_withdrawTreasury_onlyWhatWasSlashed',
    },
  },
  {
    id: 'P48-withdrawal-without-event',
    numbers: ['P48'],
    title: 'The log does not tell what proposers withdrew.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: `        emit TEEKeyWithdrawn(msg.sender, to, amount);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/TEEKeysInvariant.t.sol',
      name: 'invariant_P48_theLogsTellTheState',
    },
  },
  {
    id: 'A18-balance-is-treasury',
    numbers: ['A18'],
    title: 'The treasury is whatever the contract holds, locked stakes included.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: `        uint256 treasury = _book.treasury;
`,
    replace: `        uint256 treasury = address(this).balance;
`,
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A18_ownerTakesLockedStakes',
    },
  },
  {
    id: 'A19-weights-of-the-moment',
    numbers: ['A19'],
    title: 'A vote has the weight of the moment at which it is cast.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: 'voteWeightAt(msg.sender, proposal.createdAt - 1)',
    replace: 'voteWeightAt(msg.sender, block.timestamp - 1)',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A19_weightChangesInMidVote',
    },
  },
  {
    id: 'A19-share-of-the-present-total',
    numbers: ['A19'],
    title: 'Participation is measured against the total of the moment, which may be zero.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: 'cast * ONE < uint256(proposal.totalWeight) * terms.participationBps',
    replace: 'cast * ONE / totalVoteWeightAt(block.timestamp - 1) < terms.participationBps',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A19_theLastVoterIsRemoved',
    },
  },
  {
    id: 'A20-no-quorum-no-end',
    numbers: ['A20'],
    title: 'A vote without quorum can not be settled.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: 'return ProposalStatus.Lapsed;',
    replace: 'revert TEEKeyNoVoters();',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A20_noQuorumLeavesTheVoteStuck',
    },
  },
  {
    id: 'A20-cheap-way-out',
    numbers: ['A20'],
    title: 'A proposer that is losing withdraws for the fee.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: `        if (proposal.weightFor + proposal.weightAgainst != 0) revert TEEKeyVotingBegan(proposalId);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A20_aLosingProposerCancelsCheaply',
    },
  },
  {
    id: 'A20-paid-at-settlement',
    numbers: ['A20'],
    title: 'The stake is paid out when the vote is settled: a proposer that refuses ether holds up its own rejection.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: '_owed[proposal.proposer] += stake - kept;',
    replace: `_book.committed -= uint104(stake - kept);
        _pay(payable(proposal.proposer), stake - kept);`,
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A20_aProposerThatRefusesEtherBlocksItsRejection',
    },
  },
  {
    id: 'A21-older-proposal',
    numbers: ['A21'],
    title: 'A proposal from before the revocation trusts the key again.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: '} else if (proposalId > key.voidUpTo) {',
    replace: '} else {',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A21_anOpenProposalOutlivesTheRevocation',
    },
  },
  {
    id: 'A21-anybody-renews',
    numbers: ['A21'],
    title: 'Anybody can propose a trusted key anew, without merit, and so have it rejected.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: `        if (msg.sender != proposer && msg.sender != owner()) revert TEEKeyNotRenewer(keyId, msg.sender, proposer);
`,
    replace: `        if (proposer == address(0)) revert TEEKeyNotRenewer(keyId, msg.sender, proposer);
`,
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A21_aWorthlessRenewalRobsAKeyOfItsTrust',
    },
  },
  {
    id: 'A23-anybody-sets-weights',
    numbers: ['A23'],
    title: 'Anybody can give itself voting weight.',
    file: 'contracts/base/VoteWeights.sol',
    find: 'function setVoteWeights(address[] calldata voters, uint88[] calldata weights) external onlyOwner {',
    replace: 'function setVoteWeights(address[] calldata voters, uint88[] calldata weights) external {',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A23_administrationByAnybodyElse',
    },
  },
  {
    id: 'A24-tee-point-not-checked',
    numbers: ['A24'],
    title: 'Keys are approved without a look whether they lie on their curve.',
    file: 'contracts/libraries/PublicKeys.sol',
    find: `            if (!Curves.contains(curve, uint256(x), uint256(y))) revert PublicKeyNotOnCurve(keyType, x, y);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A24_garbageKeysAreTrusted',
    },
  },
  {
    id: 'A27-stake-of-a-later-value',
    numbers: ['A27'],
    title: 'What comes back of a stake follows the parameter of the moment.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: 'uint256 stake = proposal.terms.stake;',
    replace: 'uint256 stake = _parameters.stake;',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A27_theStakeIsRecordedAtALaterValue',
    },
  },
  {
    id: 'A28-stake-to-the-caller',
    numbers: ['A28'],
    title: 'Whoever settles receives the stake.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: '_owed[proposal.proposer] += stake - kept;',
    replace: '_owed[msg.sender] += stake - kept;',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A28_somebodyElseReceivesTheStake',
    },
  },
  {
    id: 'A28-tee-revoked-until-it-ends',
    numbers: ['A28'],
    title: 'A revoked key stays trusted until its time is over.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: `        key.trustedUntil = 0;
        key.revokedAt = uint40(block.timestamp);`,
    replace: '        key.revokedAt = uint40(block.timestamp);',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A28_aRevokedKeyIsStillServed',
    },
  },
  {
    id: 'A30-anybody-revokes',
    numbers: ['A30'],
    title: 'Anybody can revoke a key.',
    file: 'contracts/TEEKeyRegistry.sol',
    find: `        if (msg.sender != _guardian && msg.sender != owner()) revert TEEKeyNotGuardian(msg.sender);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/teekeys/Attacks.t.sol',
      name: 'test_attack_A30_aStrangerChangesAKeysRecord',
    },
  },
];
