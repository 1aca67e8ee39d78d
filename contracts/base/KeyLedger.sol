// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {ERC165Checker} from "@openzeppelin/contracts/utils/introspection/ERC165Checker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IERC8004IdentityRegistry} from "../interfaces/IERC8004IdentityRegistry.sol";
import {BoundedCall} from "../libraries/BoundedCall.sol";
import {AgentWord, KeyRecords, KeyWord} from "../libraries/KeyRecords.sol";
import {PublicKey, PublicKeys} from "../libraries/PublicKeys.sol";
import {KeyState} from "../types/KeyState.sol";
import {KeyType} from "../types/KeyType.sol";
import {IdentityClient} from "./IdentityClient.sol";
import {KeyProofs} from "./KeyProofs.sol";

/// @title Agents and their keys through time
/// @notice Keeps who proved which key of an agent and when, and follows the agent's ownership in the identity registry.
/// Knows nothing of DIDs but their hashes, nor of registration.
/// @dev An epoch is the time of one owner. It ends with the transfer of the agent, of which nobody tells this contract:
/// it looks at the identity registry whenever it is asked. SAGE's own registry counts transfers and keeps their times, so
/// that the end is exact. Of any other only the present owner can be read; there an epoch that was left ends at the last
/// moment at which this contract saw its owner (`recordOwnership` lets anyone make it look).
abstract contract KeyLedger is KeyProofs, IdentityClient {
    using Checkpoints for Checkpoints.Trace208;

    uint256 internal constant MAX_ACTIVE_KEYS = 10;
    /// @dev By EIP-150 1/64 of the gas stays behind at each call, that of a proxy included: so much left means that the
    /// registry had 200,000 at least.
    uint256 private constant LEFT_BY_A_REFUSAL = 6350;
    /// @dev Whether the identity registry counts transfers and keeps their times.
    bool internal immutable TRACKS_TRANSFERS;

    mapping(uint256 agentId => AgentWord agent) private _agents;
    mapping(uint256 agentId => mapping(bytes32 keyId => KeyWord key)) private _keys;
    /// @dev What a key's word has no room for: the address of an ERC-1271 key, the hash of a proof that was only emitted.
    mapping(uint256 agentId => mapping(bytes32 keyId => bytes32 detail)) private _details;
    mapping(uint256 agentId => mapping(uint256 nonce => bytes32 keyId)) private _keyIds;
    mapping(uint256 agentId => mapping(uint256 epoch => uint256 timestamp)) private _epochEnds;
    /// @dev 1 while deactivated.
    mapping(uint256 agentId => Checkpoints.Trace208 trace) private _deactivations;

    constructor(address identityRegistry, address p256Verifier, address ed25519Verifier)
        KeyProofs(p256Verifier, ed25519Verifier)
        IdentityClient(identityRegistry)
    {
        TRACKS_TRANSFERS = ERC165Checker.supportsInterface(identityRegistry, type(IERC8004IdentityRegistry).interfaceId);
    }

    /// @dev Begins the first epoch. The caller has checked that the agent is not bound.
    function _bind(uint256 agentId, bytes32 didHash, address owner, uint256 transfers, KeyInput[] calldata keys)
        internal
    {
        _addKeys(agentId, didHash, KeyRecords.begin(owner, _control(transfers)), keys);
    }

    /// @dev Begins the epoch of the owner of now.
    /// @return former Who proved the keys of the epoch before.
    function _claim(uint256 agentId, bytes32 didHash, KeyInput[] calldata keys)
        internal
        returns (address former, address owner)
    {
        AgentWord agent = _agentOf(agentId);
        uint256 transfers;
        (owner, transfers) = _requireController(agentId);
        if (_isClaimed(agent, owner, transfers)) revert SageNothingToClaim(agentId, owner);
        if (!agent.hasEnded()) _endEpoch(agentId, agent);
        former = agent.owner();
        agent = agent.beginNext(owner, _control(transfers));
        emit AgentClaimed(agentId, owner, uint24(agent.epoch()));
        _addKeys(agentId, didHash, agent, keys);
    }

    /// @dev Adds one key to those of a controlled agent, of which one may just have been revoked.
    function _addOne(uint256 agentId, bytes32 didHash, AgentWord agent, KeyInput calldata key) internal {
        uint256 count = agent.activeKeys() + 1;
        if (count > MAX_ACTIVE_KEYS) revert SageKeyCount(count, MAX_ACTIVE_KEYS);
        _store(agentId, _addKey(agentId, didHash, agent, key));
    }

    /// @dev Revokes a key of a controlled agent or moves back its compromise. The caller stores the agent.
    function _revoke(uint256 agentId, AgentWord agent, bytes32 keyId, uint256 compromisedSince)
        internal
        returns (AgentWord)
    {
        KeyWord key = _keys[agentId][keyId];
        if (!key.exists()) revert SageKeyUnknown(agentId, keyId);
        if (key.epoch() != agent.epoch()) revert SageKeyOfFormerOwner(agentId, keyId, key.epoch());
        if (compromisedSince > block.timestamp) revert SageCompromiseInFuture(compromisedSince, block.timestamp);
        if (key.validUntil() == 0) {
            key = key.withValidUntil(block.timestamp);
            agent = agent.withoutKey();
        } else if (compromisedSince == 0 || !_isBefore(compromisedSince, key.compromisedSince())) {
            revert SageKeyAlreadyRevoked(agentId, keyId, key.validUntil(), key.compromisedSince());
        }
        _keys[agentId][keyId] = key.withCompromisedSince(compromisedSince);
        emit KeyRevoked(agentId, keyId, uint40(compromisedSince), uint24(agent.nonce()));
        return agent;
    }

    /// @dev Stores an agent after a revocation, which never fails for want of nonces.
    function _storeRevoked(uint256 agentId, AgentWord agent) internal {
        _store(agentId, agent.nonce() == KeyRecords.MAX_NONCE ? agent : agent.withNextNonce());
    }

    function _recordOwnership(uint256 agentId) internal returns (bool isClaimed) {
        AgentWord agent = _agentOf(agentId);
        if (agent.hasEnded()) return false;
        isClaimed = _isClaimedNow(agentId, agent);
        if (!isClaimed) {
            _endEpoch(agentId, agent);
            agent = agent.withEnd();
        } else if (TRACKS_TRANSFERS) {
            return true;
        } else {
            emit ControlConfirmed(agentId, agent.owner());
        }
        _store(agentId, agent);
    }

    function _setDeactivated(uint256 agentId, AgentWord agent, bool deactivated) internal {
        _agents[agentId] = agent.withDeactivated(deactivated);
        _deactivations[agentId].push(uint48(block.timestamp), deactivated ? 1 : 0);
    }

    function _agentOf(uint256 agentId) internal view returns (AgentWord agent) {
        agent = _agents[agentId];
        if (!agent.isBound()) revert SageAgentNotBound(agentId);
    }

    function _isBound(uint256 agentId) internal view returns (bool) {
        return _agents[agentId].isBound();
    }

    /// @dev An agent whose keys the caller may change.
    function _controlledAgent(uint256 agentId) internal view returns (AgentWord agent) {
        agent = _agentOf(agentId);
        (address owner, uint256 transfers) = _requireController(agentId);
        if (!_isClaimed(agent, owner, transfers)) revert SageAgentNotClaimed(agentId, agent.owner(), owner);
    }

    /// @dev Reverts unless the caller is owner, operator or approved; as the identity registry does for an agent that
    /// doesn't exist.
    function _requireController(uint256 agentId) internal view returns (address owner, uint256 transfers) {
        (owner, transfers) = _ownership(agentId);
        if (owner != msg.sender && !_isAgentSide(msg.sender, agentId)) revert SageNotController(agentId, msg.sender);
    }

    function _keyView(uint256 agentId, bytes32 keyId) internal view returns (KeyView memory) {
        KeyWord key = _keys[agentId][keyId];
        return KeyView({
            keyId: keyId,
            keyType: key.keyType(),
            state: key.state(),
            validFrom: uint40(key.validFrom()),
            validUntil: uint40(key.validUntil()),
            compromisedSince: uint40(key.compromisedSince()),
            nonce: uint24(key.nonce()),
            epoch: uint24(key.epoch()),
            proofHash: _isEmitted(key.state()) ? _details[agentId][keyId] : bytes32(0)
        });
    }

    /// @dev The keys with nonces from `from` up to below `end`.
    function _keyViews(uint256 agentId, uint256 from, uint256 end) internal view returns (KeyView[] memory views) {
        views = new KeyView[](end - from);
        uint256 count;
        for (; from < end; ++from) {
            bytes32 keyId = _keyIds[agentId][from];
            if (keyId != 0) views[count++] = _keyView(agentId, keyId);
        }
        // Cuts the places that revocations left; the memory was reserved for more, so shortening is safe.
        assembly ("memory-safe") {
            mstore(views, count)
        }
    }

    /// @dev The key and whether it is in force in this block.
    function _keyNow(uint256 agentId, bytes32 keyId) internal view returns (bool inForce, KeyWord key) {
        key = _keys[agentId][keyId];
        AgentWord agent = _agents[agentId];
        bool isCurrent = key.exists() && key.validUntil() == 0 && key.epoch() == agent.epoch();
        inForce = isCurrent && !agent.isDeactivated() && _isClaimedNow(agentId, agent);
    }

    function _isClaimedNow(uint256 agentId, AgentWord agent) internal view returns (bool) {
        (address owner, uint256 transfers) = _ownershipOrNone(agentId);
        return _isClaimed(agent, owner, transfers);
    }

    /// @dev Whether a key was in force at a moment, by what is known now.
    function _inForceAt(uint256 agentId, bytes32 keyId, uint256 timestamp)
        internal
        view
        returns (bool inForce, KeyState state)
    {
        KeyWord key = _keys[agentId][keyId];
        state = key.state();
        if (!key.exists() || timestamp < key.validFrom() || timestamp > block.timestamp) return (false, state);
        if (!_isBefore(timestamp, key.validUntil()) || !_isBefore(timestamp, key.compromisedSince())) {
            return (false, state);
        }
        if (_deactivations[agentId].upperLookup(uint48(timestamp)) != 0) return (false, state);
        inForce = _isBefore(timestamp, _endOf(agentId, key.epoch()));
    }

    /// @dev The contract of an ERC-1271 key.
    function _accountOf(uint256 agentId, bytes32 keyId) internal view returns (address) {
        return address(uint160(uint256(_details[agentId][keyId])));
    }

    /// @dev Every change by the controller shows that the owner owns the agent still.
    function _store(uint256 agentId, AgentWord agent) private {
        if (!TRACKS_TRANSFERS && !agent.hasEnded()) agent = agent.withControl(block.timestamp);
        _agents[agentId] = agent;
    }

    function _endEpoch(uint256 agentId, AgentWord agent) private {
        uint256 endedAt = _leftAt(agentId, agent);
        _epochEnds[agentId][agent.epoch()] = endedAt;
        emit EpochEnded(agentId, uint24(agent.epoch()), uint40(endedAt));
    }

    function _addKeys(uint256 agentId, bytes32 didHash, AgentWord agent, KeyInput[] calldata keys) private {
        uint256 count = keys.length;
        if (count == 0 || count > MAX_ACTIVE_KEYS) revert SageKeyCount(count, MAX_ACTIVE_KEYS);
        for (uint256 i; i < count; ++i) {
            agent = _addKey(agentId, didHash, agent, keys[i]);
        }
        _store(agentId, agent);
    }

    /// @dev Stores a proved key; there is room for it. The caller stores the agent.
    function _addKey(uint256 agentId, bytes32 didHash, AgentWord agent, KeyInput calldata input)
        private
        returns (AgentWord)
    {
        PublicKey memory publicKey = PublicKeys.decode(input.keyType, input.publicKey);
        bytes32 keyId = publicKey.id;
        uint256 nonce = agent.nonce();
        if (nonce == KeyRecords.MAX_NONCE) revert SageNonceExhausted(agentId);
        if (_keys[agentId][keyId].exists()) revert SageKeyKnown(agentId, keyId);
        bytes32 digest = _keyProofDigest(didHash, agent.owner(), keyId, nonce);
        KeyState state = _prove(agentId, agent.epoch(), publicKey, digest, input);
        _keys[agentId][keyId] = KeyRecords.add(block.timestamp, nonce, agent.epoch(), input.keyType, state);
        _keyIds[agentId][nonce] = keyId;
        emit KeyAdded(agentId, keyId, input.keyType, state, uint24(nonce), input.publicKey);
        if (_isEmitted(state)) emit KeyProofEmitted(agentId, keyId, input.proof);
        return agent.withKey().withNextNonce();
    }

    /// @dev Checks what can be checked, keeps what a key's word has no room for, and says what is known of the key.
    function _prove(uint256 agentId, uint256 epoch, PublicKey memory key, bytes32 digest, KeyInput calldata input)
        private
        returns (KeyState state)
    {
        bytes calldata proof = input.proof;
        if (input.keyType == KeyType.X25519) {
            state = _attest(agentId, epoch, key.id, digest, proof);
        } else if (input.keyType == KeyType.Ed25519 && address(ED25519_VERIFIER) == address(0)) {
            if (proof.length != 64) revert SageProofInvalid(key.id, digest);
            state = KeyState.ProofEmitted;
        } else {
            if (!_hasProved(input.keyType, key, digest, proof)) revert SageProofInvalid(key.id, digest);
            if (input.keyType == KeyType.Erc1271) _details[agentId][key.id] = key.x;
            return KeyState.Proved;
        }
        if (_isEmitted(state)) _details[agentId][key.id] = keccak256(proof);
    }

    function _attest(uint256 agentId, uint256 epoch, bytes32 keyId, bytes32 digest, bytes calldata proof)
        private
        view
        returns (KeyState)
    {
        if (proof.length < 32) revert SageProofInvalid(keyId, digest);
        bytes32 attesterId = bytes32(proof);
        KeyWord attester = _keys[agentId][attesterId];
        bool inForce = attester.exists() && attester.validUntil() == 0 && attester.epoch() == epoch;
        if (!inForce || attester.keyType() == KeyType.X25519) revert SageAttesterInvalid(keyId, attesterId);
        if (attester.state() == KeyState.ProofEmitted) return KeyState.AttestationEmitted;
        bytes32 signed = attester.keyType() == KeyType.P256 ? _asMessage(digest) : digest;
        address account = _accountOf(agentId, attesterId);
        if (!_hasSigned(attester.keyType(), attesterId, account, signed, proof[32:])) {
            revert SageProofInvalid(keyId, digest);
        }
        return KeyState.Attested;
    }

    /// @dev The owner by the identity registry; reverts as it does.
    function _ownership(uint256 agentId) private view returns (address owner, uint256 transfers) {
        if (TRACKS_TRANSFERS) return IERC8004IdentityRegistry(_identityRegistry()).ownershipOf(agentId);
        owner = IERC721(_identityRegistry()).ownerOf(agentId);
    }

    /// @dev As `_ownership`, but nobody owns an agent of which the registry knows nothing any more.
    function _ownershipOrNone(uint256 agentId) private view returns (address, uint256) {
        if (TRACKS_TRANSFERS) return _ownership(agentId); // which has no burning
        try IERC721(_identityRegistry()).ownerOf(agentId) returns (address owner) {
            return (owner, 0);
        } catch {
            // It may have failed for want of gas, of which the caller decides.
            uint256 left = gasleft();
            if (left < LEFT_BY_A_REFUSAL) revert BoundedCall.BoundedCallGas(left, LEFT_BY_A_REFUSAL);
            return (address(0), 0);
        }
    }

    function _isClaimed(AgentWord agent, address owner, uint256 transfers) private view returns (bool) {
        if (agent.owner() != owner || agent.hasEnded()) return false;
        return !TRACKS_TRANSFERS || agent.control() == transfers;
    }

    function _control(uint256 transfers) private view returns (uint256) {
        return TRACKS_TRANSFERS ? transfers : block.timestamp;
    }

    /// @dev When an epoch ended, 0 if it didn't.
    function _endOf(uint256 agentId, uint256 epoch) private view returns (uint256) {
        AgentWord agent = _agents[agentId];
        if (epoch != agent.epoch() || agent.hasEnded()) return _epochEnds[agentId][epoch];
        return _isClaimedNow(agentId, agent) ? 0 : _leftAt(agentId, agent);
    }

    /// @dev When the agent left the owner of its epoch, which it has.
    function _leftAt(uint256 agentId, AgentWord agent) private view returns (uint256) {
        if (!TRACKS_TRANSFERS) return agent.control();
        uint256 leftAt = IERC8004IdentityRegistry(_identityRegistry()).transferredAt(agentId, agent.control() + 1);
        // 0 would stand for never; SAGE's registry doesn't return it here, another that claims to be like it might.
        return Math.max(leftAt, 1);
    }

    /// @dev Whether whoever relies on the key has to check what was emitted.
    function _isEmitted(KeyState state) private pure returns (bool) {
        return state == KeyState.ProofEmitted || state == KeyState.AttestationEmitted;
    }

    /// @dev Whether a moment lies before another, where 0 stands for never.
    function _isBefore(uint256 timestamp, uint256 end) private pure returns (bool) {
        return end == 0 || timestamp < end;
    }
}
