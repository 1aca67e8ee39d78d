// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/interfaces/IERC721Receiver.sol";
import {ERC165} from "@openzeppelin/contracts/utils/introspection/ERC165.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ShortString, ShortStrings} from "@openzeppelin/contracts/utils/ShortStrings.sol";
import {KeyLedger} from "./base/KeyLedger.sol";
import {RegistrationGate} from "./base/RegistrationGate.sol";
import {IERC8004Identity} from "./interfaces/IERC8004Identity.sol";
import {IERC8004IdentityRegistry} from "./interfaces/IERC8004IdentityRegistry.sol";
import {ISageRegistryV3} from "./interfaces/ISageRegistryV3.sol";
import {DidSyntax} from "./libraries/DidSyntax.sol";
import {AgentWord, KeyWord} from "./libraries/KeyRecords.sol";
import {PublicKeys} from "./libraries/PublicKeys.sol";
import {KeyState} from "./types/KeyState.sol";
import {KeyType} from "./types/KeyType.sol";

/// @title DIDs and keys of the agents of one ERC-8004 identity registry
/// @dev Keys and epochs are in `KeyLedger`, signatures in `KeyProofs`, commitments, pause and hook in `RegistrationGate`.
contract SageRegistryV3 is KeyLedger, RegistrationGate, ReentrancyGuardTransient, ERC165, IERC721Receiver {
    uint256 private constant MAX_AGENTS_PER_OWNER = 100;
    uint256 private constant MAX_CARD_URI_LENGTH = 1024;

    ShortString private immutable DID_PREFIX;

    /// @dev Agent id plus one. By the hash of the whole DID, so that a string that differs anywhere finds nothing.
    mapping(bytes32 didHash => uint256 agentIdPlusOne) private _agentsByDid;
    mapping(uint256 agentId => string identifier) private _identifiers;
    mapping(uint256 agentId => Card card) private _cards;
    mapping(address owner => uint256 count) private _agentCounts;

    /// @param identityRegistry The ERC-8004 identity registry that names the agents; trusted to tell their owners.
    /// @param network The network's part of all DIDs: 1 to 21 characters of `a-z 0-9 -`.
    /// @param p256Verifier Checks P-256 signatures.
    /// @param ed25519Verifier Checks Ed25519 signatures, or zero to leave that to whoever relies on them.
    /// @param owner Governance; the timelock after set-up.
    /// @param initialGuardian Who may pause registrations besides the owner; zero for nobody.
    constructor(
        address identityRegistry,
        string memory network,
        address p256Verifier,
        address ed25519Verifier,
        address owner,
        address initialGuardian
    ) KeyLedger(identityRegistry, p256Verifier, ed25519Verifier) RegistrationGate(owner, initialGuardian) {
        DID_PREFIX = DidSyntax.prefixFor(network);
    }

    /// @inheritdoc ISageRegistryV3
    function registerAgentWithReveal(
        string calldata identifier,
        KeyInput[] calldata keys,
        string calldata agentURI,
        bytes32 salt
    ) external nonReentrant returns (uint256 agentId) {
        string memory did = _did(identifier);
        bytes32 didHash = keccak256(bytes(did));
        Gate memory gate = _consume(_registrationDigest(msg.sender, didHash, keys, agentURI, salt));
        _requireFree(didHash, did);
        _askHook(gate, did);
        agentId = _mint(agentURI);
        // The count as of minting: had the receiver passed the agent on, the keys would be out of force at once.
        _enter(agentId, identifier, did, msg.sender);
        _bind(agentId, didHash, msg.sender, 0, keys);
        _tellHook(gate, agentId, did);
    }

    /// @inheritdoc ISageRegistryV3
    function bindAgentWithReveal(uint256 agentId, string calldata identifier, KeyInput[] calldata keys, bytes32 salt)
        external
        nonReentrant
    {
        string memory did = _did(identifier);
        bytes32 didHash = keccak256(bytes(did));
        Gate memory gate = _consume(_bindingDigest(msg.sender, agentId, didHash, keys, salt));
        _requireFree(didHash, did);
        if (_isBound(agentId)) revert SageAgentAlreadyBound(agentId, didOf(agentId));
        _askHook(gate, did);
        (address owner, uint256 transfers) = _requireController(agentId);
        _enter(agentId, identifier, did, owner);
        _bind(agentId, didHash, owner, transfers, keys);
        _tellHook(gate, agentId, did);
    }

    /// @inheritdoc ISageRegistryV3
    function addKey(uint256 agentId, KeyInput calldata key) external {
        AgentWord agent = _controlledAgent(agentId);
        _addOne(agentId, _didHashOf(agentId), agent, key);
    }

    /// @inheritdoc ISageRegistryV3
    function rotateKey(uint256 agentId, bytes32 keyId, KeyInput calldata key) external {
        AgentWord agent = _controlledAgent(agentId);
        agent = _revoke(agentId, agent, keyId, 0);
        _addOne(agentId, _didHashOf(agentId), agent, key);
    }

    /// @inheritdoc ISageRegistryV3
    function revokeKey(uint256 agentId, bytes32 keyId, uint40 compromisedSince) external {
        AgentWord agent = _controlledAgent(agentId);
        _storeRevoked(agentId, _revoke(agentId, agent, keyId, compromisedSince));
    }

    /// @inheritdoc ISageRegistryV3
    function claimAgent(uint256 agentId, KeyInput[] calldata keys) external {
        (address former, address owner) = _claim(agentId, _didHashOf(agentId), keys);
        --_agentCounts[former];
        _countAgent(owner);
    }

    /// @inheritdoc ISageRegistryV3
    function recordOwnership(uint256 agentId) external returns (bool isClaimed) {
        return _recordOwnership(agentId);
    }

    /// @inheritdoc ISageRegistryV3
    function setCard(uint256 agentId, string calldata uri, bytes32 contentHash) external {
        _controlledAgent(agentId);
        uint256 length = bytes(uri).length;
        if (length > MAX_CARD_URI_LENGTH) revert SageCardUriTooLong(length, MAX_CARD_URI_LENGTH);
        _cards[agentId] = Card({uri: uri, contentHash: contentHash, updatedAt: uint40(block.timestamp)});
        emit CardSet(agentId, uri, contentHash);
    }

    /// @inheritdoc ISageRegistryV3
    function deactivateAgent(uint256 agentId) external {
        AgentWord agent = _agentOf(agentId);
        _requireController(agentId);
        if (agent.isDeactivated()) revert SageAlreadyDeactivated(agentId);
        _setDeactivated(agentId, agent, true);
        emit AgentDeactivated(agentId, msg.sender);
    }

    /// @inheritdoc ISageRegistryV3
    function reactivateAgent(uint256 agentId) external {
        AgentWord agent = _controlledAgent(agentId);
        if (!agent.isDeactivated()) revert SageNotDeactivated(agentId);
        _setDeactivated(agentId, agent, false);
        emit AgentReactivated(agentId, msg.sender);
    }

    /// @notice Takes an agent of the identity registry that this contract is registering just now, and no other token.
    /// @inheritdoc IERC721Receiver
    function onERC721Received(address operator, address from, uint256 tokenId, bytes calldata)
        external
        view
        returns (bytes4)
    {
        bool expected = msg.sender == _identityRegistry() && operator == address(this) && from == address(0);
        if (!expected) revert SageUnexpectedToken(msg.sender, tokenId);
        return IERC721Receiver.onERC721Received.selector;
    }

    /// @inheritdoc ISageRegistryV3
    function getIdentityRegistry() external view returns (address) {
        return _identityRegistry();
    }

    /// @inheritdoc ISageRegistryV3
    function getParameters() external view returns (Parameters memory) {
        return Parameters({
            p256Verifier: address(P256_VERIFIER),
            ed25519Verifier: address(ED25519_VERIFIER),
            tracksTransfers: TRACKS_TRANSFERS,
            minCommitmentAge: MIN_COMMITMENT_AGE,
            maxCommitmentAge: MAX_COMMITMENT_AGE,
            maxAgentsPerOwner: MAX_AGENTS_PER_OWNER,
            maxActiveKeys: MAX_ACTIVE_KEYS,
            maxCardUriLength: MAX_CARD_URI_LENGTH,
            hookGas: HOOK_GAS,
            erc1271Gas: ERC1271_GAS
        });
    }

    /// @inheritdoc ISageRegistryV3
    function agentByDID(string calldata did) external view returns (uint256 agentId) {
        uint256 found = _agentsByDid[keccak256(bytes(did))];
        if (found == 0) revert SageDidUnknown(did);
        return found - 1;
    }

    /// @inheritdoc ISageRegistryV3
    function getAgent(uint256 agentId) external view returns (AgentView memory) {
        AgentWord agent = _agentOf(agentId);
        return AgentView({
            did: didOf(agentId),
            owner: agent.owner(),
            isClaimed: _isClaimedNow(agentId, agent),
            isActive: !agent.isDeactivated(),
            nonce: uint24(agent.nonce()),
            epoch: uint24(agent.epoch()),
            activeKeys: uint8(agent.activeKeys())
        });
    }

    /// @inheritdoc ISageRegistryV3
    function getCard(uint256 agentId) external view returns (Card memory) {
        return _cards[agentId];
    }

    /// @inheritdoc ISageRegistryV3
    function agentCountOf(address owner) external view returns (uint256) {
        return _agentCounts[owner];
    }

    /// @inheritdoc ISageRegistryV3
    function getKey(uint256 agentId, bytes32 keyId) external view returns (KeyView memory) {
        return _keyView(agentId, keyId);
    }

    /// @inheritdoc ISageRegistryV3
    function getKeys(uint256 agentId, uint256 fromNonce, uint256 limit) external view returns (KeyView[] memory) {
        uint256 end = _agentOf(agentId).nonce();
        if (fromNonce > end) fromNonce = end;
        if (limit < end - fromNonce) end = fromNonce + limit;
        return _keyViews(agentId, fromNonce, end);
    }

    /// @inheritdoc ISageRegistryV3
    function isKeyValid(uint256 agentId, bytes32 keyId) external view returns (bool) {
        (bool inForce, KeyWord key) = _keyNow(agentId, keyId);
        return inForce && _isChecked(key.state());
    }

    /// @inheritdoc ISageRegistryV3
    function isKeyValidAt(uint256 agentId, bytes32 keyId, uint256 timestamp) external view returns (bool) {
        (bool inForce, KeyState state) = _inForceAt(agentId, keyId, timestamp);
        return inForce && _isChecked(state);
    }

    /// @inheritdoc ISageRegistryV3
    function isKeyInForceAt(uint256 agentId, bytes32 keyId, uint256 timestamp) external view returns (bool inForce) {
        (inForce,) = _inForceAt(agentId, keyId, timestamp);
    }

    /// @inheritdoc ISageRegistryV3
    function verifySignature(uint256 agentId, bytes32 keyId, bytes32 digest, bytes calldata signature)
        external
        view
        returns (bool)
    {
        (bool inForce, KeyWord key) = _keyNow(agentId, keyId);
        if (!inForce || key.state() != KeyState.Proved) return false;
        address account = key.keyType() == KeyType.Erc1271 ? _accountOf(agentId, keyId) : address(0);
        return _hasSigned(key.keyType(), keyId, account, digest, signature);
    }

    /// @inheritdoc ISageRegistryV3
    function keyIdOf(KeyType keyType, bytes calldata publicKey) external view returns (bytes32) {
        return PublicKeys.idOf(keyType, publicKey);
    }

    /// @inheritdoc ISageRegistryV3
    function keyProofDigest(string calldata did, address owner, bytes32 keyId, uint256 nonce)
        external
        view
        returns (bytes32)
    {
        return _keyProofDigest(keccak256(bytes(did)), owner, keyId, nonce);
    }

    /// @inheritdoc ISageRegistryV3
    function registrationCommitment(
        address committer,
        string calldata identifier,
        KeyInput[] calldata keys,
        string calldata agentURI,
        bytes32 salt
    ) external view returns (bytes32) {
        return _registrationDigest(committer, keccak256(bytes(_did(identifier))), keys, agentURI, salt);
    }

    /// @inheritdoc ISageRegistryV3
    function bindingCommitment(
        address committer,
        uint256 agentId,
        string calldata identifier,
        KeyInput[] calldata keys,
        bytes32 salt
    ) external view returns (bytes32) {
        return _bindingDigest(committer, agentId, keccak256(bytes(_did(identifier))), keys, salt);
    }

    /// @inheritdoc ISageRegistryV3
    function didFor(string calldata identifier) external view returns (string memory) {
        return _did(identifier);
    }

    /// @inheritdoc ERC165
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(ISageRegistryV3).interfaceId || interfaceId == type(IERC721Receiver).interfaceId
            || super.supportsInterface(interfaceId);
    }

    /// @inheritdoc ISageRegistryV3
    function didOf(uint256 agentId) public view returns (string memory) {
        if (!_isBound(agentId)) revert SageAgentNotBound(agentId);
        return _wholeDid(_identifiers[agentId]);
    }

    /// @dev A registry without `registerFor` mints to its caller, which passes the agent on.
    function _mint(string calldata agentURI) private returns (uint256 agentId) {
        if (TRACKS_TRANSFERS) {
            return IERC8004IdentityRegistry(_identityRegistry()).registerFor(msg.sender, agentURI);
        }
        agentId = IERC8004Identity(_identityRegistry()).register(agentURI);
        IERC721(_identityRegistry()).safeTransferFrom(address(this), msg.sender, agentId);
    }

    /// @dev Gives an agent its DID.
    function _enter(uint256 agentId, string calldata identifier, string memory did, address owner) private {
        if (agentId == type(uint256).max) revert SageAgentIdTooLarge(agentId);
        _countAgent(owner);
        _agentsByDid[keccak256(bytes(did))] = agentId + 1;
        _identifiers[agentId] = identifier;
        emit AgentRegistered(agentId, owner, did, did);
    }

    function _countAgent(address owner) private {
        uint256 count = _agentCounts[owner];
        if (count == MAX_AGENTS_PER_OWNER) revert SageTooManyAgents(owner, MAX_AGENTS_PER_OWNER);
        _agentCounts[owner] = count + 1;
    }

    function _requireFree(bytes32 didHash, string memory did) private view {
        uint256 found = _agentsByDid[didHash];
        if (found != 0) revert SageDidTaken(did, found - 1);
    }

    /// @dev The hash of an agent's DID; what comes of an agent without DID is refused elsewhere.
    function _didHashOf(uint256 agentId) private view returns (bytes32) {
        return keccak256(bytes(_wholeDid(_identifiers[agentId])));
    }

    function _did(string calldata identifier) private view returns (string memory) {
        DidSyntax.checkIdentifier(identifier);
        return _wholeDid(identifier);
    }

    function _wholeDid(string memory identifier) private view returns (string memory) {
        return string.concat(ShortStrings.toString(DID_PREFIX), identifier);
    }

    /// @dev Whether this contract has checked the key's proof.
    function _isChecked(KeyState state) private pure returns (bool) {
        return state == KeyState.Proved || state == KeyState.Attested;
    }
}
