// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyState} from "../../../contracts/types/KeyState.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";

/// @dev One thing that happened to an agent. `account` and `value` by kind: owner of an epoch and its number; compromise;
/// new owner of the agent; end of an epoch; for a mint, how many commitments had been revealed.
struct Fact {
    FactKind kind;
    KeyType keyType;
    KeyState state;
    uint256 time;
    bytes32 keyId;
    address account;
    uint256 value;
    uint256 nonce;
}

enum FactKind {
    Minted,
    Moved,
    Begun,
    Added,
    ProofEmitted,
    Revoked,
    Ended,
    Seen,
    Deactivated,
    Reactivated
}

/// @dev What an indexer makes of the logs and the times of their blocks: a plain list of facts for each agent, searched
/// from one end to the other for every answer. No epoch numbers, counters or packed words are kept.
contract SageLogReplay is Test {
    address public immutable registry;
    address public immutable identity;
    /// @dev Whether the identity registry's transfers end epochs by their own times.
    bool public immutable tracks;

    bool public paused;
    address public guardian;
    address public hook;
    bool public hookBefore;
    bool public hookAfterwards;
    uint256[] private _boundAgents;
    mapping(uint256 agentId => Fact[] facts) private _facts;
    mapping(uint256 agentId => string did) public didOf;
    mapping(uint256 agentId => ISageRegistryV3.Card card) private _cards;
    mapping(address owner => uint256 count) public agentCountOf;
    mapping(address committer => mapping(bytes32 commitment => uint256 timestamp)) public committedAt;
    uint256 private _reveals;

    constructor(address registry_, address identity_, bool tracks_) {
        (registry, identity, tracks) = (registry_, identity_, tracks_);
    }

    /// @dev Takes the logs of the present block in their order.
    function take(Vm.Log[] calldata logs) external {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == registry) _takeSage(logs[i]);
            else if (logs[i].emitter == identity) _takeIdentity(logs[i]);
        }
    }

    function boundAgents() external view returns (uint256[] memory) {
        return _boundAgents;
    }

    function factsOf(uint256 agentId) external view returns (Fact[] memory) {
        return _facts[agentId];
    }

    function cardOf(uint256 agentId) external view returns (ISageRegistryV3.Card memory) {
        return _cards[agentId];
    }

    function _takeIdentity(Vm.Log calldata log) private {
        if (log.topics[0] != keccak256("Transfer(address,address,uint256)")) return;
        Fact memory fact = _fact(log.topics[1] == 0 ? FactKind.Minted : FactKind.Moved);
        fact.account = _account(log.topics[2]);
        if (fact.kind == FactKind.Minted) fact.value = _reveals;
        _facts[uint256(log.topics[3])].push(fact);
    }

    function _takeSage(Vm.Log calldata log) private {
        bytes32 signature = log.topics[0];
        if (signature == ISageRegistryV3.KeyAdded.selector) _takeAdded(log);
        else if (signature == ISageRegistryV3.KeyRevoked.selector) _takeRevoked(log);
        else if (signature == ISageRegistryV3.AgentRegistered.selector) _takeRegistered(log);
        else if (signature == ISageRegistryV3.AgentClaimed.selector) _takeClaimed(log);
        else if (signature == ISageRegistryV3.EpochEnded.selector) _takeEnded(log);
        else if (signature == ISageRegistryV3.KeyProofEmitted.selector) _takeProof(log);
        else if (signature == ISageRegistryV3.ControlConfirmed.selector) _takeSeen(log);
        else if (signature == ISageRegistryV3.AgentDeactivated.selector) _takePlain(log, FactKind.Deactivated);
        else if (signature == ISageRegistryV3.AgentReactivated.selector) _takePlain(log, FactKind.Reactivated);
        else if (signature == ISageRegistryV3.CardSet.selector) _takeCard(log);
        else _takeGate(log);
    }

    function _takeGate(Vm.Log calldata log) private {
        bytes32 signature = log.topics[0];
        if (signature == ISageRegistryV3.RegistrationCommitted.selector) {
            committedAt[_account(log.topics[1])][log.topics[2]] = block.timestamp;
        } else if (signature == ISageRegistryV3.RegistrationRevealed.selector) {
            delete committedAt[_account(log.topics[1])][log.topics[2]];
            ++_reveals;
        } else if (signature == ISageRegistryV3.Paused.selector) {
            paused = true;
        } else if (signature == ISageRegistryV3.Unpaused.selector) {
            paused = false;
        } else if (signature == ISageRegistryV3.GuardianSet.selector) {
            guardian = abi.decode(log.data, (address));
        } else if (signature == ISageRegistryV3.HookSet.selector) {
            hook = _account(log.topics[1]);
            (hookBefore, hookAfterwards) = abi.decode(log.data, (bool, bool));
        } else {
            assertEq(signature, ISageRegistryV3.HookFailed.selector, "unknown event");
        }
    }

    function _takeRegistered(Vm.Log calldata log) private {
        uint256 agentId = uint256(log.topics[1]);
        Fact memory fact = _fact(FactKind.Begun);
        fact.account = _account(log.topics[2]);
        string memory did = abi.decode(log.data, (string));
        assertEq(log.topics[3], keccak256(bytes(did)), "topic of the DID");
        assertEq(bytes(didOf[agentId]).length, 0, "a second DID");
        didOf[agentId] = did;
        _boundAgents.push(agentId);
        ++agentCountOf[fact.account];
        _facts[agentId].push(fact);
        _moveToTheMint(_facts[agentId], fact);
    }

    /// @dev A registration mints between its reveal and its event. Whatever the receiver does with the agent meanwhile ends
    /// the epoch that begins here, so it has to stand behind the beginning.
    function _moveToTheMint(Fact[] storage facts, Fact memory begun) private {
        if (!tracks || facts[0].kind != FactKind.Minted || facts[0].value != _reveals) return;
        for (uint256 i = facts.length - 1; i > 1; --i) {
            facts[i] = facts[i - 1];
            facts[i - 1] = begun;
        }
    }

    function _takeClaimed(Vm.Log calldata log) private {
        uint256 agentId = uint256(log.topics[1]);
        Fact memory fact = _fact(FactKind.Begun);
        fact.account = _account(log.topics[2]);
        fact.value = uint256(log.topics[3]);
        Fact[] storage facts = _facts[agentId];
        uint256 i = facts.length;
        while (facts[--i].kind != FactKind.Begun) {}
        assertEq(fact.value, facts[i].value + 1, "epoch");
        --agentCountOf[facts[i].account];
        ++agentCountOf[fact.account];
        facts.push(fact);
    }

    function _takeAdded(Vm.Log calldata log) private {
        Fact memory fact = _fact(FactKind.Added);
        fact.keyId = log.topics[2];
        bytes memory publicKey;
        (fact.keyType, fact.state, fact.nonce, publicKey) = abi.decode(log.data, (KeyType, KeyState, uint24, bytes));
        assertEq(ISageRegistryV3(registry).keyIdOf(fact.keyType, publicKey), fact.keyId, "id of the key");
        _facts[uint256(log.topics[1])].push(fact);
    }

    function _takeProof(Vm.Log calldata log) private {
        Fact memory fact = _fact(FactKind.ProofEmitted);
        fact.keyId = log.topics[2];
        fact.value = uint256(keccak256(abi.decode(log.data, (bytes))));
        _facts[uint256(log.topics[1])].push(fact);
    }

    function _takeRevoked(Vm.Log calldata log) private {
        Fact memory fact = _fact(FactKind.Revoked);
        fact.keyId = log.topics[2];
        (fact.value, fact.nonce) = abi.decode(log.data, (uint40, uint24));
        _facts[uint256(log.topics[1])].push(fact);
    }

    function _takeEnded(Vm.Log calldata log) private {
        Fact memory fact = _fact(FactKind.Ended);
        fact.nonce = uint256(log.topics[2]);
        fact.value = abi.decode(log.data, (uint40));
        _facts[uint256(log.topics[1])].push(fact);
    }

    function _takeSeen(Vm.Log calldata log) private {
        Fact memory fact = _fact(FactKind.Seen);
        fact.account = _account(log.topics[2]);
        _facts[uint256(log.topics[1])].push(fact);
    }

    function _takePlain(Vm.Log calldata log, FactKind kind) private {
        Fact memory fact = _fact(kind);
        fact.account = _account(log.topics[2]);
        _facts[uint256(log.topics[1])].push(fact);
    }

    function _takeCard(Vm.Log calldata log) private {
        ISageRegistryV3.Card storage card = _cards[uint256(log.topics[1])];
        (card.uri, card.contentHash) = abi.decode(log.data, (string, bytes32));
        card.updatedAt = uint40(block.timestamp);
    }

    function _fact(FactKind kind) private view returns (Fact memory fact) {
        fact.kind = kind;
        fact.time = block.timestamp;
    }

    function _account(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }
}

/// @dev Answers out of a list of facts, each by going through it.
library Facts {
    /// @notice Whether a key was in force at a moment, by what is known now.
    function inForceAt(Fact[] memory facts, bool tracks, bytes32 keyId, uint256 moment) internal view returns (bool) {
        uint256 added = indexOfKey(facts, keyId);
        if (added == facts.length || moment < facts[added].time || moment > block.timestamp) return false;
        bool deactivated;
        for (uint256 i; i < facts.length && facts[i].time <= moment; ++i) {
            if (facts[i].kind == FactKind.Deactivated) deactivated = true;
            else if (facts[i].kind == FactKind.Reactivated) deactivated = false;
        }
        return
            !deactivated && !_isRevokedAt(facts, added, moment) && !isOver(facts, tracks, beginOf(facts, added), moment);
    }

    /// @notice Whether a moment lies at or after the end of the epoch that began with the fact `begun`.
    function isOver(Fact[] memory facts, bool tracks, uint256 begun, uint256 moment) internal pure returns (bool) {
        (bool ended, uint256 end) = endOf(facts, tracks, begun);
        return ended && moment >= end;
    }

    /// @notice Whether and when an epoch ended: with the first transfer, or when the owner was seen last before it was
    /// found gone.
    function endOf(Fact[] memory facts, bool tracks, uint256 begun) internal pure returns (bool ended, uint256 end) {
        if (!tracks) return _endBySightings(facts, begun);
        for (uint256 i = begun + 1; i < facts.length; ++i) {
            if (facts[i].kind == FactKind.Moved) return (true, facts[i].time);
        }
    }

    /// @notice The fact that added a key; `facts.length` for none.
    function indexOfKey(Fact[] memory facts, bytes32 keyId) internal pure returns (uint256 i) {
        for (; i < facts.length; ++i) {
            if (facts[i].kind == FactKind.Added && facts[i].keyId == keyId) return i;
        }
    }

    /// @notice The beginning of the epoch in which a fact stands.
    function beginOf(Fact[] memory facts, uint256 i) internal pure returns (uint256) {
        while (facts[i].kind != FactKind.Begun) --i;
        return i;
    }

    /// @notice Who owns the agent now.
    function ownerOf(Fact[] memory facts) internal pure returns (address) {
        uint256 i = facts.length - 1;
        while (facts[i].kind != FactKind.Moved && facts[i].kind != FactKind.Minted) --i;
        return facts[i].account;
    }

    function _isRevokedAt(Fact[] memory facts, uint256 added, uint256 moment) private pure returns (bool) {
        for (uint256 i = added + 1; i < facts.length; ++i) {
            if (facts[i].kind != FactKind.Revoked || facts[i].keyId != facts[added].keyId) continue;
            if (moment >= facts[i].time || (facts[i].value != 0 && moment >= facts[i].value)) return true;
        }
        return false;
    }

    function _endBySightings(Fact[] memory facts, uint256 begun) private pure returns (bool ended, uint256 seen) {
        seen = facts[begun].time;
        for (uint256 i = begun + 1; i < facts.length; ++i) {
            FactKind kind = facts[i].kind;
            if (kind == FactKind.Begun || kind == FactKind.Ended) return (true, seen);
            if (kind == FactKind.Added || kind == FactKind.Revoked || kind == FactKind.Seen) seen = facts[i].time;
        }
        ended = ownerOf(facts) != facts[begun].account;
    }
}
