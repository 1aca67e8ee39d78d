// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {KeyState} from "../types/KeyState.sol";
import {KeyType} from "../types/KeyType.sol";

/// @title DIDs and keys of agents
/// @notice Says which keys may speak for an agent of one ERC-8004 identity registry, now and at any past moment, and how
/// each was proved. An agent's controller is its owner, an operator or the approved account in the identity registry;
/// nobody else can add or revoke a key, nor change what the entry says of the agent. This contract's owner can only pause new
/// registrations, set a hook, and set a guardian, who can only pause. Anybody can have it recorded that the agent has left the
/// owner who proved its keys, which ends them (`recordOwnership`).
///
/// Times are Unix seconds of blocks. A key is in force from the block that added it to the one that revoked it, that
/// one excluded, except while the agent is deactivated or since it left the owner who proved the key.
interface ISageRegistryV3 {
    /// @notice A key and its proof.
    /// @param keyType Its type.
    /// @param publicKey Its bytes, as `KeyType` says.
    /// @param proof By type. secp256k1: r ‖ s ‖ v (65 bytes) over the digest. P-256: r ‖ s (64 bytes) over the SHA-256 of
    /// the digest, that is what ES256 and WebCrypto make of the digest as message. Ed25519: R ‖ S (64 bytes) over the
    /// digest as message. ERC-1271: whatever the contract confirms for the digest. Low `s` only. X25519: the id of the
    /// attesting key (32 bytes), then its signature in the form of `verifySignature`, with P-256 over the SHA-256 of the
    /// digest; the attesting key belongs to the agent already or stands before it in the same call.
    /// The digest is `keyProofDigest`.
    struct KeyInput {
        KeyType keyType;
        bytes publicKey;
        bytes proof;
    }

    /// @notice What is kept of a key.
    /// @param keyId Its id, see `keyIdOf`.
    /// @param keyType Its type.
    /// @param state How it was proved.
    /// @param validFrom When it was added.
    /// @param validUntil When it was revoked; 0 if it wasn't.
    /// @param compromisedSince Since when its signatures are void, as declared by the controller; 0 if never declared.
    /// @param nonce The agent's nonce that the proof named.
    /// @param epoch Which owner's key it is: the agent's epoch when it was added.
    /// @param proofHash Hash of the proof in the event, for the two states in which it must be checked off-chain.
    struct KeyView {
        bytes32 keyId;
        KeyType keyType;
        KeyState state;
        uint40 validFrom;
        uint40 validUntil;
        uint40 compromisedSince;
        uint24 nonce;
        uint24 epoch;
        bytes32 proofHash;
    }

    /// @notice What is kept of an agent.
    /// @param did Its DID.
    /// @param owner The owner who proved the present keys.
    /// @param isClaimed Whether that account owns the agent still, without a transfer in between; if not, no key is valid
    /// until `claimAgent`.
    /// @param isActive Whether it is not deactivated.
    /// @param nonce What the next key proof has to name.
    /// @param epoch How often the agent was claimed.
    /// @param activeKeys How many keys of this epoch are not revoked.
    struct AgentView {
        string did;
        address owner;
        bool isClaimed;
        bool isActive;
        uint24 nonce;
        uint24 epoch;
        uint8 activeKeys;
    }

    /// @notice The registration file to which the controller commits.
    /// @param uri Where it is; empty when it is the agent URI of the identity registry.
    /// @param contentHash keccak256 of its bytes.
    /// @param updatedAt When this was set; 0 if never.
    struct Card {
        string uri;
        bytes32 contentHash;
        uint40 updatedAt;
    }

    /// @notice What was fixed at deployment or for ever. In one view, because each function makes every call dearer.
    /// @param p256Verifier Checks P-256 signatures; trusted.
    /// @param ed25519Verifier Checks Ed25519 signatures; trusted; zero when that is left to whoever relies on such keys.
    /// @param tracksTransfers Whether the identity registry counts transfers and keeps their times.
    /// @param minCommitmentAge Least seconds from commitment to reveal.
    /// @param maxCommitmentAge Most seconds from commitment to reveal.
    /// @param maxAgentsPerOwner Most agents that count toward one owner, see `agentCountOf`.
    /// @param maxActiveKeys Most keys of an agent that are not revoked.
    /// @param maxCardUriLength Most bytes of a card's URI.
    /// @param hookGas Gas that the hook gets for a call.
    /// @param erc1271Gas Gas that an ERC-1271 contract gets to confirm a signature.
    struct Parameters {
        address p256Verifier;
        address ed25519Verifier;
        bool tracksTransfers;
        uint256 minCommitmentAge;
        uint256 maxCommitmentAge;
        uint256 maxAgentsPerOwner;
        uint256 maxActiveKeys;
        uint256 maxCardUriLength;
        uint256 hookGas;
        uint256 erc1271Gas;
    }

    /// @notice A commitment was made; 1 minute to 1 hour later it can be revealed.
    event RegistrationCommitted(address indexed committer, bytes32 indexed commitment);
    /// @notice A commitment was used up.
    event RegistrationRevealed(address indexed committer, bytes32 indexed commitment);
    /// @notice An agent has a DID.
    event AgentRegistered(uint256 indexed agentId, address indexed owner, string indexed indexedDid, string did);
    /// @notice An agent has a further key.
    event KeyAdded(
        uint256 indexed agentId, bytes32 indexed keyId, KeyType keyType, KeyState state, uint24 nonce, bytes publicKey
    );
    /// @notice Follows `KeyAdded` where the contract can't check the proof: whoever relies on the key has to.
    event KeyProofEmitted(uint256 indexed agentId, bytes32 indexed keyId, bytes proof);
    /// @notice A key is revoked, or the moment of its compromise was moved back.
    event KeyRevoked(uint256 indexed agentId, bytes32 indexed keyId, uint40 compromisedSince, uint24 nonce);
    /// @notice The keys of the owner before are out of force for good, from `endedAt` on.
    event EpochEnded(uint256 indexed agentId, uint24 indexed epoch, uint40 endedAt);
    /// @notice The owner of now has claimed the agent, which had left the one who proved its keys; its keys follow.
    event AgentClaimed(uint256 indexed agentId, address indexed owner, uint24 indexed epoch);
    /// @notice The bound owner was seen to own the agent still.
    event ControlConfirmed(uint256 indexed agentId, address indexed owner);
    /// @notice The controller took the agent out of service.
    event AgentDeactivated(uint256 indexed agentId, address indexed by);
    /// @notice The controller put the agent back into service.
    event AgentReactivated(uint256 indexed agentId, address indexed by);
    /// @notice The controller committed to a registration file.
    event CardSet(uint256 indexed agentId, string uri, bytes32 contentHash);
    /// @notice New registrations were stopped.
    event Paused(address indexed by);
    /// @notice New registrations are possible again, by commitments made from the next second on.
    event Unpaused(address indexed by);
    /// @notice Who pauses registrations besides the owner; the zero address is nobody.
    event GuardianSet(address guardian);
    /// @notice Another hook, or none, is asked before and told after registrations.
    event HookSet(address indexed hook, bool before, bool afterwards);
    /// @notice The hook failed after a registration, which stands.
    event HookFailed(address indexed hook, uint256 indexed agentId, bytes reason);

    /// @notice The identifier has 1 to 64 characters.
    error SageDidLength(uint256 length);
    /// @notice Only `a`–`z`, `0`–`9`, `.`, `_`, `-`, and at both ends only letters and digits. `position` counts from 0.
    error SageDidCharacter(bytes1 character, uint256 position);
    /// @notice The DID belongs to an agent, for ever.
    error SageDidTaken(string did, uint256 agentId);
    /// @notice No agent has this DID.
    error SageDidUnknown(string did);
    /// @notice The network's part of the DIDs has 1 to 21 characters of `a`–`z`, `0`–`9`, `-`.
    error SageDidNetwork(string network);
    /// @notice The agent has a DID already.
    error SageAgentAlreadyBound(uint256 agentId, string did);
    /// @notice The agent has no DID here.
    error SageAgentNotBound(uint256 agentId);
    /// @notice The identity registry gave an id that can't be told from none.
    error SageAgentIdTooLarge(uint256 agentId);
    /// @notice `account` is not owner, operator or approved account of the agent.
    error SageNotController(uint256 agentId, address account);
    /// @notice The agent has left `boundOwner`, who proved the present keys; its owner has to `claimAgent` first.
    error SageAgentNotClaimed(uint256 agentId, address boundOwner, address owner);
    /// @notice The agent's owner has proved its keys already.
    error SageNothingToClaim(uint256 agentId, address owner);
    /// @notice The account has registered or claimed as many agents as one may.
    error SageTooManyAgents(address owner, uint256 maximum);
    /// @notice The commitment has not ended: until `expiresAt` it can be revealed, unless a pause made it void, and not be
    /// made again.
    error SageCommitmentOpen(bytes32 commitment, uint256 expiresAt);
    /// @notice `committer` has not made this commitment, or has revealed it. A reveal must repeat every committed value.
    error SageCommitmentUnknown(address committer, bytes32 commitment);
    /// @notice Wait for another `wait` seconds.
    error SageRevealTooEarly(bytes32 commitment, uint256 wait);
    /// @notice The commitment ended `late` seconds ago; commit anew.
    error SageRevealTooLate(bytes32 commitment, uint256 late);
    /// @notice Commitments made up to the end of a pause are void; commit anew, with another salt.
    error SageCommitmentVoid(bytes32 commitment, uint256 committedAt, uint256 unpausedAt);
    /// @notice Only guardian and owner pause registrations.
    error SageNotGuardian(address account);
    /// @notice Without an owner nobody could end a pause of the guardian: hand the ownership over instead.
    error SageOwnerNeeded();
    /// @notice Registrations are paused.
    error SagePaused();
    /// @notice Registrations are not paused.
    error SageNotPaused();
    /// @notice An agent has 1 to `maximum` keys when it is registered or claimed, and at most so many at any time.
    error SageKeyCount(uint256 count, uint256 maximum);
    /// @notice The agent has or had the key; a key is never added a second time.
    error SageKeyKnown(uint256 agentId, bytes32 keyId);
    /// @notice The agent never had the key.
    error SageKeyUnknown(uint256 agentId, bytes32 keyId);
    /// @notice The key is revoked already; only an earlier compromise than the declared one can be added.
    error SageKeyAlreadyRevoked(uint256 agentId, bytes32 keyId, uint256 validUntil, uint256 compromisedSince);
    /// @notice The key belonged to an owner before; what was in force then stays.
    error SageKeyOfFormerOwner(uint256 agentId, bytes32 keyId, uint256 epoch);
    /// @notice A compromise can't lie in the future.
    error SageCompromiseInFuture(uint256 compromisedSince, uint256 timestamp);
    /// @notice The key didn't sign `digest`, or not in the form that its type asks for.
    error SageProofInvalid(bytes32 keyId, bytes32 digest);
    /// @notice The key that should attest is none of the agent's keys in force that can sign.
    error SageAttesterInvalid(bytes32 keyId, bytes32 attesterId);
    /// @notice No key can be added to the agent any more; revocation still works.
    error SageNonceExhausted(uint256 agentId);
    /// @notice The URI of a card has at most `maximum` bytes.
    error SageCardUriTooLong(uint256 length, uint256 maximum);
    /// @notice The agent is deactivated already.
    error SageAlreadyDeactivated(uint256 agentId);
    /// @notice The agent is not deactivated.
    error SageNotDeactivated(uint256 agentId);
    /// @notice The hook refused the registration.
    error SageRegistrationRefused(address hook, bytes reason);
    /// @notice A contract stands where this address has none.
    error SageNoCode(address account);
    /// @notice Only the identity registry sends agents here, and only while one is being registered.
    error SageUnexpectedToken(address sender, uint256 tokenId);

    /// @notice Opens a registration. Nobody else can spoil, delay or use it; several may be open at once. A commitment
    /// that has ended can be made again. One made during a pause is void.
    /// @param commitment `registrationCommitment` or `bindingCommitment`.
    function commitRegistration(bytes32 commitment) external;

    /// @notice Registers an agent in the identity registry for the caller and gives it a DID and keys. The caller must
    /// have committed to all arguments but the proofs, 1 minute to 1 hour ago. A contract must be able to receive ERC-721
    /// tokens. Over a registry without `registerFor` the agent wallet is unset.
    /// @param identifier The end of the DID: 1 to 64 characters of `a-z 0-9 . _ -`, first and last alphanumeric.
    /// @param keys 1 to 10 keys; the proof of the first names nonce 0, that of the next 1, and so on.
    /// @param agentURI Where the registration file is; may be empty.
    /// @param salt What keeps the commitment secret: 32 random bytes.
    /// @return agentId The new agent.
    function registerAgentWithReveal(
        string calldata identifier,
        KeyInput[] calldata keys,
        string calldata agentURI,
        bytes32 salt
    ) external returns (uint256 agentId);

    /// @notice Gives a DID and keys to an agent that the caller controls. The keys belong to the agent's owner, whom the
    /// proofs name.
    /// @param agentId The agent.
    /// @param identifier As in `registerAgentWithReveal`.
    /// @param keys As in `registerAgentWithReveal`.
    /// @param salt As in `registerAgentWithReveal`.
    function bindAgentWithReveal(uint256 agentId, string calldata identifier, KeyInput[] calldata keys, bytes32 salt)
        external;

    /// @notice Adds a key. Only the controller. A key that the agent ever had is refused.
    function addKey(uint256 agentId, KeyInput calldata key) external;

    /// @notice Revokes one key and adds another at once. Only the controller.
    /// @param agentId The agent.
    /// @param keyId The key to revoke; one in force.
    /// @param key The key to add; its proof names the agent's present nonce.
    function rotateKey(uint256 agentId, bytes32 keyId, KeyInput calldata key) external;

    /// @notice Revokes a key, for ever. Only the controller; the key itself isn't needed. Also declares or moves back the
    /// compromise of a key that is revoked already.
    /// @param agentId The agent.
    /// @param keyId The key.
    /// @param compromisedSince 0, or the moment since which all its signatures are void, also for the past. Verifiers see
    /// when that was declared.
    function revokeKey(uint256 agentId, bytes32 keyId, uint40 compromisedSince) external;

    /// @notice Takes over an agent that has left the owner who proved its keys, also one that came back to it since. Only the
    /// controller. The former owner's keys stay in force for the time before the transfer.
    /// @param agentId The agent.
    /// @param keys 1 to 10 keys that the agent never had; the proofs name the owner of now and the present nonce onward.
    function claimAgent(uint256 agentId, KeyInput[] calldata keys) external;

    /// @notice Records what the identity registry says now: that the bound owner still owns the agent, or that it left,
    /// which ends the epoch. Anyone may call. Over an identity registry that keeps no times of transfers this is what
    /// fixes until when the keys of an owner were in force.
    /// @return isClaimed Whether the agent is claimed: it has not left the owner who proved its keys. False also after it came
    /// back to that owner, who then claims it anew.
    function recordOwnership(uint256 agentId) external returns (bool isClaimed);

    /// @notice Commits to the content of the agent's registration file. Only the controller.
    /// @param agentId The agent.
    /// @param uri Where it is, at most 1,024 bytes; empty when it is the agent URI of the identity registry.
    /// @param contentHash keccak256 of its bytes.
    function setCard(uint256 agentId, string calldata uri, bytes32 contentHash) external;

    /// @notice Takes the agent out of service: no key is in force until `reactivateAgent`. Only the controller, also an
    /// owner who hasn't claimed the agent.
    function deactivateAgent(uint256 agentId) external;

    /// @notice Puts the agent back into service, with the keys that it has. Only the controller, after `claimAgent` where
    /// that is due.
    function reactivateAgent(uint256 agentId) external;

    /// @notice Stops registrations and makes void all commitments up to `unpause`. Everything else goes on. Only the
    /// guardian and the owner.
    function pause() external;

    /// @notice Ends a pause. Only the owner.
    function unpause() external;

    /// @notice Sets who pauses registrations besides the owner. Only the owner. The zero address for nobody.
    function setGuardian(address newGuardian) external;

    /// @notice Sets the hook that is asked before or told after registrations. Only the owner.
    /// @param hook A contract, or zero for none.
    /// @param before Whether it is asked before.
    /// @param afterwards Whether it is told after.
    function setHook(address hook, bool before, bool afterwards) external;

    /// @notice Who pauses registrations besides the owner; zero for nobody.
    function guardian() external view returns (address);

    /// @notice The hook and when it is called.
    function getHook() external view returns (address hook, bool before, bool afterwards);

    /// @notice Whether registrations are paused.
    function isPaused() external view returns (bool);

    /// @notice The identity registry that names the agents.
    function getIdentityRegistry() external view returns (address);

    /// @notice What was fixed at deployment or for ever.
    function getParameters() external view returns (Parameters memory);

    /// @notice The agent with this DID. Reverts with `SageDidUnknown` for any other string.
    function agentByDID(string calldata did) external view returns (uint256 agentId);

    /// @notice The DID of an agent.
    function didOf(uint256 agentId) external view returns (string memory);

    /// @notice What is kept of an agent.
    function getAgent(uint256 agentId) external view returns (AgentView memory);

    /// @notice The registration file to which the agent's controller has committed.
    function getCard(uint256 agentId) external view returns (Card memory);

    /// @notice How many agents count toward the owner's maximum: registered, bound or claimed and not claimed from it.
    function agentCountOf(address owner) external view returns (uint256);

    /// @notice What is kept of a key; state `None` and zeros for one that the agent never had.
    function getKey(uint256 agentId, bytes32 keyId) external view returns (KeyView memory);

    /// @notice Keys in the order in which they were added, revoked ones and those of former owners included. Never fails
    /// for an agent that is bound: a page beyond the end is empty or short.
    /// @param agentId The agent.
    /// @param fromNonce The nonce of the first key wanted. Nonces of revocations have no key.
    /// @param limit How many nonces are looked at.
    function getKeys(uint256 agentId, uint256 fromNonce, uint256 limit) external view returns (KeyView[] memory);

    /// @notice Whether the key may speak for the agent in the present block and this contract has checked its proof.
    function isKeyValid(uint256 agentId, bytes32 keyId) external view returns (bool);

    /// @notice Whether the key could speak for the agent at a moment and this contract has checked its proof, by what is
    /// known now: a compromise declared later counts. False for a moment in the future.
    function isKeyValidAt(uint256 agentId, bytes32 keyId, uint256 timestamp) external view returns (bool);

    /// @notice As `isKeyValidAt`, also for keys whose proof this contract could not check: then whoever asks must check
    /// the proof in the `KeyProofEmitted` event first.
    function isKeyInForceAt(uint256 agentId, bytes32 keyId, uint256 timestamp) external view returns (bool);

    /// @notice Whether a valid key of the agent signed the digest. False for every other input; reverts only when it is
    /// given too little gas to ask another contract. No replay protection: that is the caller's part.
    /// @param agentId The agent.
    /// @param keyId The key.
    /// @param digest The 32-byte hash that was signed: for P-256 the SHA-256 of the message, for Ed25519 the message.
    /// @param signature secp256k1: r ‖ s ‖ v (65 bytes). P-256: r ‖ s ‖ x ‖ y (128 bytes), the public key after the
    /// signature. Ed25519: R ‖ S ‖ key (96 bytes). ERC-1271: whatever the contract confirms.
    function verifySignature(uint256 agentId, bytes32 keyId, bytes32 digest, bytes calldata signature)
        external
        view
        returns (bool);

    /// @notice The id of a key. Reverts for bytes that are no key of this type.
    function keyIdOf(KeyType keyType, bytes calldata publicKey) external view returns (bytes32);

    /// @notice What a key signs to be added: the EIP-712 hash of
    /// `KeyProof(string did,address owner,bytes32 keyId,uint256 nonce)`, domain `SageRegistryV3` version `1`.
    /// @param did The agent's DID.
    /// @param owner The agent's owner at that moment.
    /// @param keyId The key.
    /// @param nonce The agent's nonce; 0 for the first key of an agent not yet bound.
    function keyProofDigest(string calldata did, address owner, bytes32 keyId, uint256 nonce)
        external
        view
        returns (bytes32);

    /// @notice The commitment for `registerAgentWithReveal`: the EIP-712 hash of
    /// `Registration(address committer,string did,Key[] keys,string agentURI,bytes32 salt)`, where
    /// `Key(uint8 keyType,bytes publicKey)`. Proofs are not part of it.
    function registrationCommitment(
        address committer,
        string calldata identifier,
        KeyInput[] calldata keys,
        string calldata agentURI,
        bytes32 salt
    ) external view returns (bytes32);

    /// @notice The commitment for `bindAgentWithReveal`: the EIP-712 hash of
    /// `Binding(address committer,uint256 agentId,string did,Key[] keys,bytes32 salt)`.
    function bindingCommitment(
        address committer,
        uint256 agentId,
        string calldata identifier,
        KeyInput[] calldata keys,
        bytes32 salt
    ) external view returns (bytes32);

    /// @notice When the account made the commitment; 0 if it didn't, or has revealed it.
    function committedAt(address committer, bytes32 commitment) external view returns (uint256);

    /// @notice The DID that an identifier gives; reverts for a wrong identifier.
    function didFor(string calldata identifier) external view returns (string memory);
}
