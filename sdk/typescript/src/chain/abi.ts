import { from as event } from 'ox/AbiEvent';
import { from as fn } from 'ox/AbiFunction';

/** The views and events that are read, as `contracts/interfaces/` declares them. */
export const ABI = {
  agentByDID: fn('function agentByDID(string did) view returns (uint256 agentId)'),
  getAgent: fn([
    'struct AgentView { string did; address owner; bool isClaimed; bool isActive; uint24 nonce; uint24 epoch; uint8 activeKeys; }',
    'function getAgent(uint256 agentId) view returns (AgentView)',
  ]),
  getKey: fn([
    'struct KeyView { bytes32 keyId; uint8 keyType; uint8 state; uint40 validFrom; uint40 validUntil; uint40 compromisedSince; uint24 nonce; uint24 epoch; bytes32 proofHash; }',
    'function getKey(uint256 agentId, bytes32 keyId) view returns (KeyView)',
  ]),
  getKeys: fn([
    'struct KeyView { bytes32 keyId; uint8 keyType; uint8 state; uint40 validFrom; uint40 validUntil; uint40 compromisedSince; uint24 nonce; uint24 epoch; bytes32 proofHash; }',
    'function getKeys(uint256 agentId, uint256 fromNonce, uint256 limit) view returns (KeyView[])',
  ]),
  getCard: fn([
    'struct Card { string uri; bytes32 contentHash; uint40 updatedAt; }',
    'function getCard(uint256 agentId) view returns (Card)',
  ]),
  isKeyInForceAt: fn('function isKeyInForceAt(uint256 agentId, bytes32 keyId, uint256 timestamp) view returns (bool)'),
  keyProofDigest: fn(
    'function keyProofDigest(string did, address owner, bytes32 keyId, uint256 nonce) view returns (bytes32)',
  ),
  getIdentityRegistry: fn('function getIdentityRegistry() view returns (address)'),
  ownerOf: fn('function ownerOf(uint256 agentId) view returns (address)'),
  tokenURI: fn('function tokenURI(uint256 agentId) view returns (string)'),
  getTrustSummary: fn([
    'struct TrustSummary { uint64 count; int256 sumAt18Decimals; int256 meanAt18Decimals; }',
    'function getTrustSummary(uint256 agentId, uint8 feedbackClass) view returns (TrustSummary)',
  ]),
  getTrustSummaryByTag: fn([
    'struct TrustSummary { uint64 count; int256 sumAt18Decimals; int256 meanAt18Decimals; }',
    'function getTrustSummaryByTag(uint256 agentId, uint8 feedbackClass, string tag1) view returns (TrustSummary)',
  ]),
  getIndependentSummary: fn(
    'function getIndependentSummary(uint256 agentId, address[] validatorAddresses, string tag) view returns (uint64 count, uint8 avgResponse)',
  ),
  getTeeKey: fn([
    'struct Key { uint40 openProposal; uint40 decidedBy; uint40 trustedUntil; uint40 revokedAt; uint40 voidUpTo; }',
    'function getKey(bytes32 keyId) view returns (Key)',
  ]),
  getProposal: fn([
    'struct Parameters { uint96 stake; uint32 votingPeriod; uint32 trustPeriod; uint16 approvalBps; uint16 participationBps; uint16 slashBps; uint16 feeBps; }',
    'struct Proposal { bytes32 keyId; bytes32 measurement; bytes32 evidenceHash; address proposer; uint88 totalWeight; uint88 weightFor; uint88 weightAgainst; uint40 createdAt; uint8 status; uint8 kind; uint8 keyType; bool evidenceVerified; Parameters terms; }',
    'function getProposal(uint256 proposalId) view returns (Proposal)',
  ]),
  isValidSignature: fn('function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'),
} as const;

export const EVENTS = {
  agentRegistered: event(
    'event AgentRegistered(uint256 indexed agentId, address indexed owner, string indexed indexedDid, string did)',
  ),
  agentClaimed: event('event AgentClaimed(uint256 indexed agentId, address indexed owner, uint24 indexed epoch)'),
  keyAdded: event(
    'event KeyAdded(uint256 indexed agentId, bytes32 indexed keyId, uint8 keyType, uint8 state, uint24 nonce, bytes publicKey)',
  ),
  keyProofEmitted: event('event KeyProofEmitted(uint256 indexed agentId, bytes32 indexed keyId, bytes proof)'),
  teeKeyProposed: event(
    'event TEEKeyProposed(uint256 indexed proposalId, bytes32 indexed keyId, address indexed proposer, uint8 keyType, bytes publicKey, uint8 kind, bytes32 measurement, string evidenceURI, bytes32 evidenceHash, bool evidenceVerified, uint256 totalWeight)',
  ),
} as const;
