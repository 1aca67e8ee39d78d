import type { PlantedBug } from '../types.ts';

export const bugs: readonly PlantedBug[] = [
  {
    id: 'P17-relayer-checked',
    numbers: ['P17'],
    title: 'Feedback by signature checks who brings it, not who signed it: an owner rates its own agent.',
    file: 'contracts/ERC8004ReputationRegistryV2.sol',
    find: '_checkRating(client, input.agentId, input.value, input.valueDecimals);',
    replace: '_checkRating(msg.sender, input.agentId, input.value, input.valueDecimals);',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/SignedFeedback.t.sol',
      name: 'test_P17_TheAgentSideCantRateBySignature',
    },
  },
  {
    id: 'P17-revoked-twice',
    numbers: ['P17'],
    title: 'Feedback that is the only one of its client can be revoked twice.',
    file: 'contracts/base/FeedbackLedger.sol',
    find: `            if (head.live() == 0) return (false, 0);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/RevokeFeedback.t.sol',
      name: 'testFuzz_P17_OnlyTheAuthorRevokesOnce',
    },
  },
  {
    id: 'P18-revoked-in-the-sum',
    numbers: ['P18'],
    title: 'Revoked feedback is taken out of the count and left in the sum.',
    file: 'contracts/libraries/FeedbackHead.sol',
    find: 'raw = _withSum(raw, int256(head.sum()) - value);',
    replace: 'raw = _withSum(raw, int256(head.sum()));',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/SummaryProperties.t.sol',
      name: 'testFuzz_P18_SummariesAndPagesEqualTheNaiveLoop',
    },
  },
  {
    id: 'P18-main-tag',
    numbers: ['P18'],
    title: 'The summary of a tag includes what other tags got.',
    file: 'contracts/base/TrustLedger.sol',
    find: 'return (count - othersCount, sum - othersSum);',
    replace: 'return (count - othersCount, sum);',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/TrustProperties.t.sol',
      name: 'testFuzz_P18_TrustSummariesEqualTheNaiveLoop',
    },
  },
  {
    id: 'P48-reinstated-without-event',
    numbers: ['P48'],
    title: 'Reinstating a client leaves no trace in the log.',
    file: 'contracts/ERC8004ReputationRegistryV2.sol',
    find: `        emit ClientReinstated(agentId, client);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/TrustProperties.t.sol',
      name: 'testFuzz_P48_LogsRebuildTheTrustState',
    },
  },
  {
    id: 'P48-commitment-without-trace',
    numbers: ['P48'],
    title: 'The log does not tell which commitment of a task was revealed.',
    file: 'contracts/base/TaskLedger.sol',
    find: 'emit TaskAuthorized(agentId, msg.sender, taskId, deadline, validator, minResponse, authorization.salt);',
    replace: 'emit TaskAuthorized(agentId, msg.sender, taskId, deadline, validator, minResponse, 0);',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/TrustInvariants.t.sol',
      name: 'invariant_P48_LogsRebuildTheTrustState',
    },
  },
  {
    id: 'P49-batch-of-50',
    numbers: ['P49'],
    title: 'A batch may have so many entries that the longest new tags exceed the gas of a transaction.',
    file: 'contracts/ERC8004ReputationRegistryV2.sol',
    find: 'uint256 public constant MAX_BATCH = 25;',
    replace: 'uint256 public constant MAX_BATCH = 50;',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/Limits.t.sol',
      name: 'test_P49_LargestBatchOfLongestNewTags',
    },
  },
  {
    id: 'A02-contract-left-out',
    numbers: ['A02'],
    title: 'The commitment of a task names neither contract nor chain.',
    file: 'contracts/base/TaskLedger.sol',
    find: 'abi.encode(TASK_TYPEHASH, block.chainid, address(this), client, authorization)',
    replace: 'abi.encode(TASK_TYPEHASH, client, authorization)',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/TrustAttacks.t.sol',
      name: 'test_attack_A02_CommitmentsAndDigestsNameContractAndChain',
    },
  },
  {
    id: 'A14-constant-excluded',
    numbers: ['A14'],
    title: 'Whether a client is excluded is answered with a placeholder.',
    file: 'contracts/base/TrustViews.sol',
    find: `        excluded = state.isExcluded();
`,
    replace: `        excluded = false;
`,
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/TrustAttacks.t.sol',
      name: 'test_attack_A14_EveryViewFollowsTheState',
    },
  },
  {
    id: 'A15-answer-not-asked',
    numbers: ['A15'],
    title: 'An answer raises the class of a feedback whatever it says.',
    file: 'contracts/base/TaskLedger.sol',
    find: `        if (response < threshold) revert ReputationResponseTooLow(validator, response, threshold);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/TrustAttacks.t.sol',
      name: 'test_attack_A15_AnAnswerReachesTheClass',
    },
  },
  {
    id: 'A15-another-asked',
    numbers: ['A15'],
    title: 'It is not looked at which validator the request asked for.',
    file: 'contracts/TaskValidationPolicy.sol',
    find: `        if (asked != validator) revert PolicyRequestDiffers(requestHash, asked, validator);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/TrustAttacks.t.sol',
      name: 'test_attack_A15_AnotherValidatorAsked',
    },
  },
  {
    id: 'A16-self-task',
    numbers: ['A16'],
    title: "A client that takes the agent's side after it was given the task still rates it.",
    file: 'contracts/ERC8004ReputationRegistryV2.sol',
    find: `        _checkRating(client, agentId, value, decimals);
        Feedback memory feedback;`,
    replace: '        Feedback memory feedback;',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/TrustAttacks.t.sol',
      name: 'test_attack_A16_TaskFeedbackOnOneself',
    },
  },
  {
    id: 'A17-origin',
    numbers: ['A17'],
    title: 'Feedback is booked for the account that began the transaction: a contract never has any of its own.',
    file: 'contracts/ERC8004ReputationRegistryV2.sol',
    find: '            msg.sender, agentId, value, FeedbackRecord.kindOf(',
    replace: '            tx.origin, agentId, value, FeedbackRecord.kindOf(',
    test: {
      runner: 'forge',
      path: 'test/foundry/reputation/Attacks.t.sol',
      name: 'test_attack_A17_EveryFunctionThroughAContract',
    },
  },
];
