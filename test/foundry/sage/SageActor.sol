// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {SageRegistryV3} from "../../../contracts/SageRegistryV3.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {DigestWallet} from "../mocks/sage/DigestWallet.sol";
import {SwitchedHook} from "../mocks/sage/SwitchedHook.sol";
import {SageLogReplay} from "./SageLogReplay.sol";
import {SageFixture} from "./SageFixture.sol";

/// @dev What the handler remembers by itself, from what it did and nothing else, and how it makes keys and finds agents.
abstract contract SageActor is SageFixture {
    /// @dev An agent with a DID. `moved`: transferred since its keys were proved; `lost`: that was recorded.
    struct Ghost {
        address owner;
        bool moved;
        bool lost;
        bool deactivated;
        uint256 nonce;
        uint256 epoch;
        uint256 active;
        string did;
    }

    struct GhostKey {
        TestKey key;
        bytes32 id;
        uint256 epoch;
        uint256 compromisedSince;
        bool revoked;
    }

    /// @dev A commitment and what it takes to reveal it; the keys follow from their numbers.
    struct Plan {
        address committer;
        bytes32 commitment;
        uint256 madeAt;
        bool binds;
        uint256 agentId;
        uint256 firstKey;
        uint256 count;
        string identifier;
    }

    SageLogReplay public replay;
    SwitchedHook public hook;
    IERC721 public token;
    bool public tracks;
    /// @dev The agent that the last action was about.
    uint256 public touched;
    uint256[] internal _agents;
    address[] internal _actors;
    mapping(uint256 agentId => Ghost ghost) internal _ghosts;
    mapping(uint256 agentId => GhostKey[] keys) internal _ghostKeys;
    mapping(address owner => uint256 count) public ghostCounts;
    mapping(bytes32 digest => bool accepted) internal _accepted;
    mapping(bytes32 state => uint256 visits) public visits;
    bool internal _paused;
    uint256 internal _keyCount;
    uint256 internal _random;
    bytes private _walletCode;

    constructor(SageRegistryV3 registry_, IERC721 token_) {
        (registry, token) = (registry_, token_);
        tracks = registry_.getParameters().tracksTransfers;
        replay = new SageLogReplay(address(registry_), address(token_), tracks);
        hook = new SwitchedHook();
        _walletCode = address(new DigestWallet()).code;
        _actors = [alice, bob, carol, makeAddr("dave")];
    }

    function agents() external view returns (uint256[] memory) {
        return _agents;
    }

    function actors() external view returns (address[] memory) {
        return _actors;
    }

    function ghostOf(uint256 agentId) external view returns (Ghost memory) {
        return _ghosts[agentId];
    }

    function ghostKeysOf(uint256 agentId) external view returns (GhostKey[] memory) {
        return _ghostKeys[agentId];
    }

    /// @dev Whether the owner who proved the keys has the agent still, without having given it away in between, as far as
    /// the identity registry tells.
    function isClaimed(uint256 agentId) public view returns (bool) {
        Ghost storage ghost = _ghosts[agentId];
        return !ghost.lost && (tracks ? !ghost.moved : token.ownerOf(agentId) == ghost.owner);
    }

    // Chance

    function _draw(uint256 least, uint256 most) internal returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return _bound(_random, least, most);
    }

    function _anyActor() internal returns (address) {
        return _actors[_draw(0, _actors.length - 1)];
    }

    function _anyAgent() internal returns (uint256) {
        return touched = _agents[_draw(0, _agents.length - 1)];
    }

    /// @dev An agent whose keys can be changed; one is claimed if there is none.
    function _claimedAgent() internal returns (uint256 agentId) {
        uint256 start = _draw(0, _agents.length - 1);
        for (uint256 i; i < _agents.length; ++i) {
            agentId = touched = _agents[(start + i) % _agents.length];
            if (isClaimed(agentId)) return agentId;
        }
        _claim(agentId);
    }

    /// @dev An agent that waits for its new owner; one is given away if there is none.
    function _unclaimedAgent() internal returns (uint256 agentId) {
        uint256 start = _draw(0, _agents.length - 1);
        for (uint256 i; i < _agents.length; ++i) {
            agentId = touched = _agents[(start + i) % _agents.length];
            if (!isClaimed(agentId)) return agentId;
        }
        address owner = token.ownerOf(agentId);
        _move(agentId, owner == alice ? bob : alice);
    }

    /// @dev Owner, approved account or an operator.
    function _side(uint256 agentId) internal returns (address) {
        address owner = token.ownerOf(agentId);
        uint256 kind = _draw(0, 2);
        if (kind == 0) return owner;
        address approved = token.getApproved(agentId);
        if (kind == 1 && approved != address(0)) return approved;
        for (uint256 i; i < _actors.length; ++i) {
            if (token.isApprovedForAll(owner, _actors[i])) return _actors[i];
        }
        return owner;
    }

    function _pass() internal {
        if (_draw(0, 2) != 0) vm.warp(block.timestamp + _draw(1, 500));
    }

    // Keys

    /// @dev The number of a key that nobody has.
    function _nextKey() internal returns (TestKey memory) {
        return _keyOf(_keyCount++);
    }

    function _keyOf(uint256 number) internal returns (TestKey memory) {
        uint256 chance = uint256(keccak256(abi.encode("type", number))) % 10;
        if (chance < 4) return secp256k1Key(number);
        if (chance < 5) return p256Key(number);
        if (chance < 7) return ed25519Key(number);
        if (chance < 9) return x25519Key(number);
        address account = address(uint160(uint256(keccak256(abi.encode("account", number)))));
        vm.etch(account, _walletCode);
        return erc1271Key(account);
    }

    /// @dev Keys from a number on; the first can sign, so that it can attest others.
    function _keysFrom(uint256 first, uint256 count) internal returns (TestKey[] memory keys) {
        keys = new TestKey[](count);
        for (uint256 i; i < count; ++i) {
            keys[i] = _keyOf(first + i);
        }
        if (keys[0].keyType == KeyType.X25519) keys[0] = secp256k1Key(first);
    }

    /// @dev The keys with their proofs; X25519 keys are attested by the nearest before them that can sign.
    function _inputs(TestKey[] memory keys, string memory did, address owner, uint256 nonce)
        internal
        returns (ISageRegistryV3.KeyInput[] memory inputs)
    {
        inputs = new ISageRegistryV3.KeyInput[](keys.length);
        TestKey memory attester = keys[0];
        for (uint256 i; i < keys.length; ++i) {
            if (keys[i].keyType == KeyType.X25519) {
                inputs[i] = attestedInput(keys[i], attester, did, owner, nonce + i);
            } else {
                inputs[i] = inputOf(keys[i], did, owner, nonce + i);
                attester = keys[i];
            }
        }
    }

    /// @dev A new key for a claimed agent. X25519 only if a key other than `except` can attest it.
    function _newInput(uint256 agentId, bytes32 except)
        internal
        returns (TestKey memory key, ISageRegistryV3.KeyInput memory input)
    {
        Ghost storage ghost = _ghosts[agentId];
        key = _nextKey();
        if (key.keyType == KeyType.X25519) {
            GhostKey[] storage keys = _ghostKeys[agentId];
            for (uint256 i; i < keys.length; ++i) {
                bool usable = !keys[i].revoked && keys[i].epoch == ghost.epoch && keys[i].id != except;
                if (usable && keys[i].key.keyType != KeyType.X25519) {
                    return (key, attestedInput(key, keys[i].key, ghost.did, ghost.owner, ghost.nonce));
                }
            }
            key = secp256k1Key(_keyCount++);
        }
        input = inputOf(key, ghost.did, ghost.owner, ghost.nonce);
    }

    /// @dev A key of the present epoch that is, or isn't, revoked; `found` false if there is none.
    function _ghostKey(uint256 agentId, bool revoked) internal returns (bool found, uint256 i) {
        GhostKey[] storage keys = _ghostKeys[agentId];
        uint256 start = _draw(0, keys.length - 1);
        for (uint256 j; j < keys.length; ++j) {
            i = (start + j) % keys.length;
            if (keys[i].revoked == revoked && keys[i].epoch == _ghosts[agentId].epoch) return (true, i);
        }
        return (false, 0);
    }

    // Ghosts

    /// @dev P8: the nonce has risen by one, and no digest is accepted twice.
    function _remember(uint256 agentId, TestKey memory key) internal {
        Ghost storage ghost = _ghosts[agentId];
        bytes32 id = keyIdOf(key);
        bytes32 digest = registry.keyProofDigest(ghost.did, ghost.owner, id, ghost.nonce);
        assertFalse(_accepted[digest], "a digest was accepted twice");
        _accepted[digest] = true;
        _ghostKeys[agentId].push(GhostKey(key, id, ghost.epoch, 0, false));
        ++ghost.nonce;
        ++ghost.active;
        ++visits[_nameOf(key.keyType)];
    }

    function _rememberAgent(uint256 agentId, address owner, string memory did, TestKey[] memory keys) internal {
        _agents.push(agentId);
        _ghosts[agentId].owner = owner;
        _ghosts[agentId].did = did;
        ++ghostCounts[owner];
        for (uint256 i; i < keys.length; ++i) {
            _remember(agentId, keys[i]);
        }
        touched = agentId;
    }

    function _rememberRevoked(uint256 agentId, uint256 i, uint256 since) internal {
        GhostKey storage key = _ghostKeys[agentId][i];
        if (!key.revoked) --_ghosts[agentId].active;
        (key.revoked, key.compromisedSince) = (true, since);
    }

    /// @dev Which states the actions reached.
    function _visit() internal {
        Ghost storage ghost = _ghosts[touched];
        bool claimed = isClaimed(touched);
        if (!claimed) ++visits["unclaimed"];
        if (!claimed && token.ownerOf(touched) == ghost.owner) ++visits["unclaimed, same owner"];
        if (ghost.lost) ++visits["end of epoch recorded"];
        if (ghost.deactivated) ++visits["deactivated"];
        if (ghost.deactivated && !claimed) ++visits["deactivated and unclaimed"];
        if (ghost.active == 10) ++visits["10 active keys"];
        if (ghost.active == 0) ++visits["no active key"];
        if (ghost.epoch > 1) ++visits["third epoch or later"];
        if (_paused) ++visits["paused"];
    }

    // Steps that several actions share

    /// @dev Takes the logs while the time is that of their block.
    function _read() internal {
        replay.take(vm.getRecordedLogs());
    }

    function _move(uint256 agentId, address to) internal {
        address owner = token.ownerOf(agentId);
        vm.prank(owner);
        token.transferFrom(owner, to, agentId);
        _ghosts[agentId].moved = true;
        _read();
    }

    function _claim(uint256 agentId) internal {
        Ghost storage ghost = _ghosts[agentId];
        address owner = token.ownerOf(agentId);
        uint256 count = _draw(0, 5) == 0 ? 10 : _draw(1, 3);
        TestKey[] memory keys = _keysFrom(_keyCount, count);
        _keyCount += count;
        ISageRegistryV3.KeyInput[] memory inputs = _inputs(keys, ghost.did, owner, ghost.nonce);
        vm.prank(_side(agentId));
        registry.claimAgent(agentId, inputs);
        --ghostCounts[ghost.owner];
        ++ghostCounts[owner];
        (ghost.owner, ghost.moved, ghost.lost, ghost.active) = (owner, false, false, 0);
        ++ghost.epoch;
        for (uint256 i; i < count; ++i) {
            _remember(agentId, keys[i]);
        }
        _read();
    }

    function _addTo(uint256 agentId) internal {
        (TestKey memory key, ISageRegistryV3.KeyInput memory input) = _newInput(agentId, 0);
        vm.prank(_side(agentId));
        registry.addKey(agentId, input);
        _remember(agentId, key);
    }

    /// @dev A key of the present epoch that isn't revoked; one is added if there is none.
    function _activeKey(uint256 agentId) internal returns (uint256 i) {
        bool found;
        (found, i) = _ghostKey(agentId, false);
        if (found) return i;
        _addTo(agentId);
        return _ghostKeys[agentId].length - 1;
    }

    function _nameOf(KeyType keyType) private pure returns (bytes32) {
        if (keyType == KeyType.Secp256k1) return "secp256k1 key";
        if (keyType == KeyType.P256) return "P-256 key";
        if (keyType == KeyType.Ed25519) return "Ed25519 key";
        return keyType == KeyType.X25519 ? bytes32("X25519 key") : bytes32("ERC-1271 key");
    }
}
