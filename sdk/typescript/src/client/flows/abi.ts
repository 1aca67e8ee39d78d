// The functions that the flows call, by their declaration in Solidity. A test compares each with the contract's own ABI.

const KEY_INPUT = 'struct KeyInput { uint8 keyType; bytes publicKey; bytes proof; }';
const FEEDBACK = [
  'struct FeedbackInput { uint256 agentId; int128 value; uint8 valueDecimals; string tag1; string tag2; string endpoint; string feedbackURI; bytes32 feedbackHash; }',
  'struct SignedBy { address client; uint256 nonce; uint256 deadline; }',
] as const;

/** Declarations by contract and function. */
export const DECLARATIONS = {
  SageRegistryV3: {
    commitRegistration: ['function commitRegistration(bytes32 commitment)'],
    registerAgentWithReveal: [
      'function registerAgentWithReveal(string identifier, KeyInput[] keys, string agentURI, bytes32 salt) returns (uint256 agentId)',
      KEY_INPUT,
    ],
    bindAgentWithReveal: [
      'function bindAgentWithReveal(uint256 agentId, string identifier, KeyInput[] keys, bytes32 salt)',
      KEY_INPUT,
    ],
    addKey: ['function addKey(uint256 agentId, KeyInput key)', KEY_INPUT],
    rotateKey: ['function rotateKey(uint256 agentId, bytes32 keyId, KeyInput key)', KEY_INPUT],
    revokeKey: ['function revokeKey(uint256 agentId, bytes32 keyId, uint40 compromisedSince)'],
    claimAgent: ['function claimAgent(uint256 agentId, KeyInput[] keys)', KEY_INPUT],
  },
  ERC8004IdentityRegistry: {
    setAgentWallet: ['function setAgentWallet(uint256 agentId, address newWallet, uint256 deadline, bytes signature)'],
  },
  ERC8004ReputationRegistryV2: {
    commitTaskAuthorization: ['function commitTaskAuthorization(bytes32 commitment)'],
    authorizeTaskWithReveal: [
      'function authorizeTaskWithReveal(TaskAuthorization authorization)',
      'struct TaskAuthorization { bytes32 taskId; uint256 agentId; uint256 deadline; address validator; uint256 minResponse; bytes32 salt; }',
    ],
    giveTaskFeedback: [
      'function giveTaskFeedback(bytes32 taskId, int128 value, uint8 valueDecimals, string tag1, string tag2, string endpoint, string feedbackURI, bytes32 feedbackHash)',
    ],
    giveFeedbackBySig: ['function giveFeedbackBySig(FeedbackInput input, SignedBy by, bytes signature)', ...FEEDBACK],
    giveTaskFeedbackBySig: [
      'function giveTaskFeedbackBySig(bytes32 taskId, FeedbackInput input, SignedBy by, bytes signature)',
      ...FEEDBACK,
    ],
    revokeFeedbackBySig: [
      'function revokeFeedbackBySig(uint256 agentId, uint64 feedbackIndex, SignedBy by, bytes signature)',
      ...FEEDBACK,
    ],
    markTaskValidated: ['function markTaskValidated(address client, bytes32 taskId, address validator)'],
  },
  ERC8004ValidationRegistry: {
    validationRequest: [
      'function validationRequest(address validatorAddress, uint256 agentId, string requestURI, bytes32 requestHash)',
    ],
  },
  StakedValidation: {
    openRequest: [
      'function openRequest(bytes32 requestHash, Terms terms) payable',
      'struct Terms { uint8 mode; uint32 commitPeriod; uint8 minValidators; bytes32 measurement; }',
    ],
    commitVerdict: ['function commitVerdict(bytes32 requestHash, uint16 round, bytes32 commitment) payable'],
    revealVerdict: ['function revealVerdict(bytes32 requestHash, uint8 response, bytes32 salt)'],
    answerWithTEE: [
      'function answerWithTEE(bytes32 requestHash, TeeAnswer answer)',
      'struct TeeAnswer { uint8 keyType; bytes32 keyId; uint8 response; bytes32 evidenceHash; address payee; bytes signature; }',
    ],
    finalize: ['function finalize(bytes32 requestHash) returns (uint8 status)'],
    withdraw: ['function withdraw(address to) returns (uint256 amount)'],
  },
  SimpleMultiSig: {
    executeWithSignatures: [
      'function executeWithSignatures(Call[] calls, uint256 nonce, uint256 minGas, uint256 deadline, Confirmation[] confirmations)',
      'struct Call { address target; uint256 value; bytes data; }',
      'struct Confirmation { address owner; bytes signature; }',
    ],
  },
} as const;
