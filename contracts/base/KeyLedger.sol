// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {ERC165Checker} from "@openzeppelin/contracts/utils/introspection/ERC165Checker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IERC8004IdentityRegistry} from "../interfaces/IERC8004IdentityRegistry.sol";
import {ISageRegistryV3} from "../interfaces/ISageRegistryV3.sol";
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

    /// @dev One slot.
    /// @param owner Who proved the keys of this epoch.
    /// @param control Over a registry that counts transfers: the count when the epoch began. Over another: when the owner
    /// was seen last.
    /// @param nonce Of the next change of a key.
    /// @param epoch How often the agent was claimed.
    /// @param status Bits 0–3 number of keys in force, 4 deactivated, 5 the epoch is over.
    struct Agent {
        address owner;
        uint40 control;
        uint24 nonce;
        uint24 epoch;
        uint8 status;
    }

    /// @dev One slot.
    struct KeyRecord {
        uint40 validFrom;
        uint40 validUntil;
        uint40 compromisedSince;
        uint24 nonce;
        uint24 epoch;
        KeyType keyType;
        KeyState state;
    }

    /// @notice Most keys in force of one agent.
    uint256 public constant MAX_ACTIVE_KEYS = 10;
    /// @notice Whether the identity registry counts transfers and keeps their times.
    bool public immutable TRACKS_TRANSFERS;

    uint8 internal constant ACTIVE_KEYS = 0x0f;
    uint8 internal constant DEACTIVATED = 0x10;
    uint8 internal constant ENDED = 0x20;

    mapping(uint256 agentId => Agent agent) private _agents;
    mapping(uint256 agentId => mapping(bytes32 keyId => KeyRecord record)) private _keys;
    /// @dev What a record has no room for: the address of an ERC-1271 key, the hash of a proof that was only emitted.
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

    function _agentOf(uint256 agentId) internal view returns (Agent memory agent) {
        agent = _agents[agentId];
        if (agent.owner == address(0)) revert SageAgentNotBound(agentId);
    }

    function _isBound(uint256 agentId) internal view returns (bool) {
        return _agents[agentId].owner != address(0);
    }

    /// @dev The agent, whose keys the caller may change.
    function _controlledAgent(uint256 agentId) internal view returns (Agent memory agent) {
        agent = _agentOf(agentId);
        (address owner, uint256 transfers) = _requireController(agentId);
        if (!_isClaimed(agent, owner, transfers)) {
            revert SageAgentNotClaimed(agentId, agent.owner, owner);
        }
    }

    /// @dev Reverts unless the caller is owner, operator or approved. Also reverts for an agent that doesn't exist.
    function _requireController(uint256 agentId) internal view returns (address owner, uint256 transfers) {
        (owner, transfers) = _ownership(agentId);
        if (owner != msg.sender && !_isAgentSide(msg.sender, agentId)) {
            revert SageNotController(agentId, msg.sender);
        }
    }

    /// @dev Begins the first epoch. The caller has checked that the agent is not bound.
    function _bind(uint256 agentId, bytes32 didHash, address owner, uint256 transfers, KeyInput[] calldata keys)
        internal
    {
        Agent memory agent;
        (agent.owner, agent.control) = (owner, _control(transfers));
        _addKeys(agentId, didHash, agent, keys);
    }

    /// @dev Begins the epoch of the owner of now.
    /// @return former Who proved the keys of the epoch before.
    function _claim(uint256 agentId, bytes32 didHash, KeyInput[] calldata keys)
        internal
        returns (address former, address owner)
    {
        Agent memory agent = _agentOf(agentId);
        uint256 transfers;
        (owner, transfers) = _requireController(agentId);
        if (_isClaimed(agent, owner, transfers)) revert SageNothingToClaim(agentId, owner);
        if (agent.status & ENDED == 0) _endEpoch(agentId, agent);
        former = agent.owner;
        (agent.owner, agent.control) = (owner, _control(transfers));
        agent.status &= DEACTIVATED;
        ++agent.epoch;
        emit AgentClaimed(agentId, owner, agent.epoch);
        _addKeys(agentId, didHash, agent, keys);
    }

    /// @dev Adds one key, in place of one that was revoked just before or beside the others.
    function _addOne(uint256 agentId, bytes32 didHash, Agent memory agent, KeyInput calldata key) internal {
        uint256 count = uint256(agent.status & ACTIVE_KEYS) + 1;
        if (count > MAX_ACTIVE_KEYS) revert SageKeyCount(count, MAX_ACTIVE_KEYS);
        _addKey(agentId, didHash, agent, key);
        _store(agentId, agent);
    }

    /// @dev Revokes a key or moves back its compromise; the caller stores the agent.
    function _revoke(uint256 agentId, Agent memory agent, bytes32 keyId, uint40 compromisedSince) internal {
        KeyRecord memory record = _keys[agentId][keyId];
        if (record.validFrom == 0) revert SageKeyUnknown(agentId, keyId);
        if (record.epoch != agent.epoch) revert SageKeyOfFormerOwner(agentId, keyId, record.epoch);
        if (compromisedSince > block.timestamp) {
            revert SageCompromiseInFuture(compromisedSince, block.timestamp);
        }
        if (record.validUntil == 0) {
            record.validUntil = uint40(block.timestamp);
            --agent.status; // the number of keys in force, which this key is one of
        } else if (compromisedSince == 0 || !_isEarlier(compromisedSince, record.compromisedSince)) {
            revert SageKeyAlreadyRevoked(agentId, keyId, record.validUntil, record.compromisedSince);
        }
        record.compromisedSince = compromisedSince;
        _keys[agentId][keyId] = record;
        emit KeyRevoked(agentId, keyId, compromisedSince, agent.nonce);
    }

    /// @dev Stores an agent after a change that was none of `_addKey`. Revocation never fails for want of nonces.
    function _storeRevoked(uint256 agentId, Agent memory agent) internal {
        if (agent.nonce != type(uint24).max) ++agent.nonce;
        _store(agentId, agent);
    }

    function _recordOwnership(uint256 agentId) internal returns (bool isClaimed) {
        Agent memory agent = _agentOf(agentId);
        if (agent.status & ENDED != 0) return false;
        (address owner, uint256 transfers) = _ownershipOrNone(agentId);
        isClaimed = _isClaimed(agent, owner, transfers);
        if (!isClaimed) {
            _endEpoch(agentId, agent);
            agent.status |= ENDED;
        } else if (TRACKS_TRANSFERS) {
            return true;
        } else {
            emit ControlConfirmed(agentId, owner);
        }
        _store(agentId, agent);
    }

    function _setDeactivated(uint256 agentId, Agent memory agent, bool deactivated) internal {
        agent.status ^= DEACTIVATED;
        _agents[agentId].status = agent.status;
        _deactivations[agentId].push(uint48(block.timestamp), deactivated ? 1 : 0);
    }

    function _keyView(uint256 agentId, bytes32 keyId) internal view returns (KeyView memory) {
        KeyRecord memory record = _keys[agentId][keyId];
        bool isEmitted = record.state == KeyState.ProofEmitted || record.state == KeyState.AttestationEmitted;
        return KeyView({
            keyId: keyId,
            keyType: record.keyType,
            state: record.state,
            validFrom: record.validFrom,
            validUntil: record.validUntil,
            compromisedSince: record.compromisedSince,
            nonce: record.nonce,
            epoch: record.epoch,
            proofHash: isEmitted ? _details[agentId][keyId] : bytes32(0)
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

    /// @dev Whether a key is in force in this block, with what its record says.
    function _keyNow(uint256 agentId, bytes32 keyId) internal view returns (bool inForce, KeyRecord memory record) {
        record = _keys[agentId][keyId];
        if (record.validFrom == 0 || record.validUntil != 0) return (false, record);
        Agent memory agent = _agents[agentId];
        if (record.epoch != agent.epoch || agent.status & DEACTIVATED != 0) return (false, record);
        inForce = _isClaimedNow(agentId, agent);
    }

    function _isClaimedNow(uint256 agentId, Agent memory agent) internal view returns (bool) {
        (address owner, uint256 transfers) = _ownershipOrNone(agentId);
        return _isClaimed(agent, owner, transfers);
    }

    /// @dev Whether a key was in force at a moment, by what is known now.
    function _inForceAt(uint256 agentId, bytes32 keyId, uint256 timestamp)
        internal
        view
        returns (bool inForce, KeyState state)
    {
        KeyRecord memory record = _keys[agentId][keyId];
        state = record.state;
        if (record.validFrom == 0 || timestamp < record.validFrom || timestamp > block.timestamp) {
            return (false, state);
        }
        if (!_isEarlier(timestamp, record.validUntil) || !_isEarlier(timestamp, record.compromisedSince)) {
            return (false, state);
        }
        if (_deactivations[agentId].upperLookup(uint48(timestamp)) != 0) return (false, state);
        inForce = _isEarlier(timestamp, _endOf(agentId, record.epoch));
    }

    /// @dev The contract of an ERC-1271 key.
    function _accountOf(uint256 agentId, bytes32 keyId) internal view returns (address) {
        return address(uint160(uint256(_details[agentId][keyId])));
    }

    /// @dev The owner by the identity registry; reverts as it does.
    function _ownership(uint256 agentId) internal view returns (address owner, uint256 transfers) {
        if (TRACKS_TRANSFERS) return IERC8004IdentityRegistry(_identityRegistry()).ownershipOf(agentId);
        owner = IERC721(_identityRegistry()).ownerOf(agentId);
    }

    /// @dev As `_ownership`, but nobody owns an agent of which the registry knows nothing any more.
    function _ownershipOrNone(uint256 agentId) private view returns (address, uint256) {
        if (TRACKS_TRANSFERS) return _ownership(agentId); // which has no burning
        try IERC721(_identityRegistry()).ownerOf(agentId) returns (address owner) {
            return (owner, 0);
        } catch {
            return (address(0), 0);
        }
    }

    function _isClaimed(Agent memory agent, address owner, uint256 transfers) private view returns (bool) {
        if (agent.owner != owner || agent.status & ENDED != 0) return false;
        return !TRACKS_TRANSFERS || agent.control == transfers;
    }

    function _control(uint256 transfers) private view returns (uint40) {
        return uint40(TRACKS_TRANSFERS ? transfers : block.timestamp);
    }

    /// @dev When an epoch ended, 0 if it didn't.
    function _endOf(uint256 agentId, uint256 epoch) private view returns (uint256) {
        Agent memory agent = _agents[agentId];
        if (epoch != agent.epoch || agent.status & ENDED != 0) return _epochEnds[agentId][epoch];
        return _isClaimedNow(agentId, agent) ? 0 : _leftAt(agentId, agent);
    }

    /// @dev When the agent left the owner of its epoch, which it has.
    function _leftAt(uint256 agentId, Agent memory agent) private view returns (uint256) {
        if (!TRACKS_TRANSFERS) return agent.control;
        // 0, which would stand for never, if the registry's count has wrapped since.
        uint256 transfer = uint256(agent.control) + 1;
        return Math.max(IERC8004IdentityRegistry(_identityRegistry()).transferredAt(agentId, transfer), 1);
    }

    function _endEpoch(uint256 agentId, Agent memory agent) private {
        uint256 endedAt = _leftAt(agentId, agent);
        _epochEnds[agentId][agent.epoch] = endedAt;
        emit EpochEnded(agentId, agent.epoch, uint40(endedAt));
    }

    /// @dev Every change by the controller shows that the owner owns the agent still.
    function _store(uint256 agentId, Agent memory agent) private {
        if (!TRACKS_TRANSFERS && agent.status & ENDED == 0) agent.control = uint40(block.timestamp);
        _agents[agentId] = agent;
    }

    function _addKeys(uint256 agentId, bytes32 didHash, Agent memory agent, KeyInput[] calldata keys) private {
        uint256 count = keys.length;
        if (count == 0 || count > MAX_ACTIVE_KEYS) revert SageKeyCount(count, MAX_ACTIVE_KEYS);
        for (uint256 i; i < count; ++i) {
            _addKey(agentId, didHash, agent, keys[i]);
        }
        _store(agentId, agent);
    }

    /// @dev Counts and stores a key that has been proved; `agent` is changed in memory only.
    function _addKey(uint256 agentId, bytes32 didHash, Agent memory agent, KeyInput calldata input) private {
        PublicKey memory key = PublicKeys.decode(input.keyType, input.publicKey);
        uint24 nonce = agent.nonce;
        if (nonce == type(uint24).max) revert SageNonceExhausted(agentId);
        if (_keys[agentId][key.id].validFrom != 0) revert SageKeyKnown(agentId, key.id);
        KeyState state = _prove(agentId, agent, key, _keyProofDigest(didHash, agent.owner, key.id, nonce), input);
        _keys[agentId][key.id] = KeyRecord({
            validFrom: uint40(block.timestamp),
            validUntil: 0,
            compromisedSince: 0,
            nonce: nonce,
            epoch: agent.epoch,
            keyType: input.keyType,
            state: state
        });
        _keyIds[agentId][nonce] = key.id;
        agent.nonce = nonce + 1;
        ++agent.status; // the number of keys in force; the caller has seen that there is room
        _emitAdded(agentId, key.id, nonce, state, input);
    }

    /// @dev Checks what can be checked, keeps what a record has no room for, and says what is known of the key.
    function _prove(uint256 agentId, Agent memory agent, PublicKey memory key, bytes32 digest, KeyInput calldata input)
        private
        returns (KeyState state)
    {
        bytes calldata proof = input.proof;
        if (input.keyType == KeyType.X25519) {
            state = _attest(agentId, agent, key.id, digest, proof);
        } else if (input.keyType == KeyType.Ed25519 && address(ED25519_VERIFIER) == address(0)) {
            if (proof.length != 64) revert SageProofInvalid(key.id, digest);
            state = KeyState.ProofEmitted;
        } else {
            if (!_hasProved(input.keyType, key, digest, proof)) {
                revert SageProofInvalid(key.id, digest);
            }
            if (input.keyType == KeyType.Erc1271) _details[agentId][key.id] = key.x;
            return KeyState.Proved;
        }
        if (state != KeyState.Attested) _details[agentId][key.id] = keccak256(proof);
    }

    function _attest(uint256 agentId, Agent memory agent, bytes32 keyId, bytes32 digest, bytes calldata proof)
        private
        view
        returns (KeyState)
    {
        if (proof.length < 32) revert SageProofInvalid(keyId, digest);
        bytes32 attesterId = bytes32(proof);
        KeyRecord memory attester = _keys[agentId][attesterId];
        bool inForce = attester.validFrom != 0 && attester.validUntil == 0 && attester.epoch == agent.epoch;
        if (!inForce || attester.keyType == KeyType.X25519) {
            revert SageAttesterInvalid(keyId, attesterId);
        }
        if (attester.state == KeyState.ProofEmitted) return KeyState.AttestationEmitted;
        bytes32 signed = attester.keyType == KeyType.P256 ? _asMessage(digest) : digest;
        address account = _accountOf(agentId, attesterId);
        if (!_hasSigned(attester.keyType, attesterId, account, signed, proof[32:])) {
            revert SageProofInvalid(keyId, digest);
        }
        return KeyState.Attested;
    }

    /// @dev Apart, for the places on the stack.
    function _emitAdded(uint256 agentId, bytes32 keyId, uint24 nonce, KeyState state, KeyInput calldata input) private {
        bool isEmitted = state == KeyState.ProofEmitted || state == KeyState.AttestationEmitted;
        bytes memory proof = isEmitted ? input.proof : bytes("");
        emit KeyAdded(agentId, keyId, input.keyType, state, nonce, input.publicKey, proof);
    }

    /// @dev Whether a moment lies before another, where 0 stands for never.
    function _isEarlier(uint256 timestamp, uint256 end) private pure returns (bool) {
        return end == 0 || timestamp < end;
    }
}
