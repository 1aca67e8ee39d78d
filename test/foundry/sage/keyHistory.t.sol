// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {KeyState} from "../../../contracts/types/KeyState.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";
import {PassingReceiver} from "../mocks/sage/Callers.sol";
import {Fact, FactKind, Facts, SageLogReplay} from "./SageLogReplay.sol";
import {SageFixture} from "./SageFixture.sol";

/// @dev Random histories of two agents; then every key at every moment at which anything could have changed.
abstract contract KeyHistory is SageFixture {
    using Facts for Fact[];

    uint256 private constant POOL = 24;

    IERC721 internal token;
    SageLogReplay internal replay;
    uint256[2] private _agentIds;
    string[2] private _dids;
    /// @dev Public keys are dear to make, so they are made once: even places secp256k1, odd ones Ed25519.
    bytes[POOL] private _publicKeys;
    bytes32[POOL] private _keyIds;
    uint256[POOL] private _secrets;
    address[3] private _owners;
    uint256 private _random;
    uint256 private _nextKey;

    function setUp() public override {
        super.setUp();
        token = makeIdentity();
        replay = new SageLogReplay(address(registry), address(token), registry.getParameters().tracksTransfers);
        _owners = [alice, bob, carol];
        vm.recordLogs();
        _agentIds[0] = register(alice, "first", list(secp256k1Key(1000), p256Key(1000)));
        replay.take(vm.getRecordedLogs());
        _agentIds[1] = register(bob, "second", list(secp256k1Key(1000), ed25519Key(1000)));
        replay.take(vm.getRecordedLogs());
        _dids = [didOf("first"), didOf("second")];
        for (uint256 i; i < POOL; ++i) {
            TestKey memory key = i % 2 == 0 ? secp256k1Key(i) : ed25519Key(i);
            _publicKeys[i] = publicKeyOf(key);
            _keyIds[i] = keyIdOf(key);
            _secrets[i] = key.secret;
        }
    }

    /// @dev The identity registry under `registry`.
    function makeIdentity() internal virtual returns (IERC721);

    function testFuzz_P12b_validityEqualsAReplayOfTheLogs(uint256 random) public {
        _random = random;
        vm.recordLogs();
        uint256 operations = _draw(10, 25);
        for (uint256 i; i < operations; ++i) {
            _pass();
            _act(_draw(0, 3) == 0 ? 1 : 0);
            replay.take(vm.getRecordedLogs());
        }
        if (_draw(0, 1) == 0) vm.warp(block.timestamp + _draw(1, 1000));
        _compare(0);
        _compare(1);
    }

    /// @dev Its transfer stands in the log before the event of its registration.
    function test_P12b_anAgentThatIsPassedOnWhileItIsMinted() public {
        vm.recordLogs();
        _agentIds[1] = register(address(new PassingReceiver(bob)), "third", list(secp256k1Key(1000)));
        replay.take(vm.getRecordedLogs());
        assertEq(token.ownerOf(_agentIds[1]), bob);
        _compare(1);
        vm.warp(block.timestamp + 10);
        _recordOwnership(_agentIds[1]);
        replay.take(vm.getRecordedLogs());
        _compare(1);
    }

    // Acting

    /// @dev Often no time at all: several operations then share a second.
    function _pass() private {
        uint256 kind = _draw(0, 5);
        if (kind < 2) return;
        vm.warp(block.timestamp + (kind < 5 ? _draw(1, 4) : _draw(0, 1_000_000)));
    }

    function _act(uint256 which) private {
        uint256 agentId = _agentIds[which];
        uint256 operation = _draw(0, 15);
        if (operation < 2) return _transfer(agentId);
        if (operation == 2) return _recordOwnership(agentId);
        if (operation == 3 && registry.getAgent(agentId).isActive) return _deactivate(agentId);
        if (!registry.getAgent(agentId).isClaimed) {
            if (operation < 13) return _claim(which);
            return _recordOwnership(agentId);
        }
        if (operation < 6 && !registry.getAgent(agentId).isActive) return _reactivate(agentId);
        if (operation < 10) return _add(which);
        if (operation < 12) return _rotate(which);
        _revoke(agentId);
    }

    function _transfer(uint256 agentId) private {
        address owner = token.ownerOf(agentId);
        address to = _owners[_draw(0, 2)];
        vm.startPrank(owner);
        token.transferFrom(owner, to, agentId);
        vm.stopPrank();
        if (_draw(0, 2) != 0) return;
        // Away and back, mostly in the same second.
        replay.take(vm.getRecordedLogs());
        if (_draw(0, 2) == 0) vm.warp(block.timestamp + _draw(1, 100));
        vm.prank(to);
        token.transferFrom(to, owner, agentId);
    }

    function _recordOwnership(uint256 agentId) private {
        bool isClaimed = registry.getAgent(agentId).isClaimed;
        vm.prank(eve);
        assertEq(registry.recordOwnership(agentId), isClaimed, "isClaimed");
    }

    function _deactivate(uint256 agentId) private {
        vm.prank(token.ownerOf(agentId));
        registry.deactivateAgent(agentId);
    }

    function _reactivate(uint256 agentId) private {
        vm.prank(token.ownerOf(agentId));
        registry.reactivateAgent(agentId);
    }

    function _claim(uint256 which) private {
        uint256 agentId = _agentIds[which];
        uint256 count = POOL - _nextKey < 3 ? 1 : _draw(1, 2);
        if (_nextKey + count > POOL) return _recordOwnership(agentId);
        address owner = token.ownerOf(agentId);
        uint256 nonce = registry.getAgent(agentId).nonce;
        ISageRegistryV3.KeyInput[] memory inputs = new ISageRegistryV3.KeyInput[](count);
        for (uint256 i; i < count; ++i) {
            inputs[i] = _nextInput(which, owner, nonce + i);
        }
        vm.prank(owner);
        registry.claimAgent(agentId, inputs);
    }

    function _add(uint256 which) private {
        ISageRegistryV3.AgentView memory agent = registry.getAgent(_agentIds[which]);
        if (agent.activeKeys == 10) return _revoke(_agentIds[which]);
        ISageRegistryV3.KeyInput memory input;
        (bool found, bytes32 attester) = _keyOf(_agentIds[which], agent.epoch, 1000);
        if (found && _draw(0, 3) == 0) {
            input = _attestedInput(which, agent, attester);
            if (input.publicKey.length == 0) return;
        } else {
            if (_nextKey == POOL) return _revoke(_agentIds[which]);
            input = _nextInput(which, agent.owner, agent.nonce);
        }
        vm.prank(agent.owner);
        registry.addKey(_agentIds[which], input);
    }

    function _rotate(uint256 which) private {
        ISageRegistryV3.AgentView memory agent = registry.getAgent(_agentIds[which]);
        (bool found, bytes32 keyId) = _keyOf(_agentIds[which], agent.epoch, _draw(0, 30));
        if (!found || _nextKey == POOL) return;
        ISageRegistryV3.KeyInput memory input = _nextInput(which, agent.owner, agent.nonce);
        vm.prank(agent.owner);
        registry.rotateKey(_agentIds[which], keyId, input);
    }

    /// @dev The key of one that is in force, or a compromise moved back.
    function _revoke(uint256 agentId) private {
        uint256 epoch = registry.getAgent(agentId).epoch;
        ISageRegistryV3.KeyView[] memory keys = registry.getKeys(agentId, 0, 1000);
        ISageRegistryV3.KeyView memory key = keys[_draw(0, keys.length - 1)];
        if (key.epoch != epoch) key = keys[keys.length - 1];
        if (key.epoch != epoch) return;
        uint256 since = _draw(0, 2) == 0 ? 0 : _draw(key.validFrom - 5, block.timestamp);
        if (since != 0 && _draw(0, 2) == 0) since = block.timestamp - _draw(0, 5);
        if (key.validUntil != 0) {
            uint256 latest = key.compromisedSince == 0 ? block.timestamp : key.compromisedSince - 1;
            if (since == 0 || since > latest) since = latest - _draw(0, 10);
        }
        vm.prank(token.ownerOf(agentId));
        registry.revokeKey(agentId, key.keyId, uint40(since));
    }

    /// @dev A key of the epoch that isn't revoked, the first one from a place on.
    function _keyOf(uint256 agentId, uint256 epoch, uint256 start) private view returns (bool, bytes32) {
        ISageRegistryV3.KeyView[] memory keys = registry.getKeys(agentId, 0, 1000);
        for (uint256 i; i < keys.length; ++i) {
            ISageRegistryV3.KeyView memory key = keys[(start + i) % keys.length];
            if (key.epoch == epoch && key.validUntil == 0 && (start < 1000 || key.keyType != KeyType.X25519)) {
                return (true, key.keyId);
            }
        }
        return (false, 0);
    }

    function _nextInput(uint256 which, address owner, uint256 nonce) private returns (ISageRegistryV3.KeyInput memory) {
        uint256 i = _nextKey++;
        if (i % 2 == 1) {
            // The contract can't check these and takes whatever has the length.
            bytes memory anything = abi.encodePacked(_draw(0, type(uint256).max), owner, bytes12(0));
            return ISageRegistryV3.KeyInput(KeyType.Ed25519, _publicKeys[i], anything);
        }
        bytes32 digest = registry.keyProofDigest(_dids[which], owner, _keyIds[i], nonce);
        TestKey memory key = TestKey(KeyType.Secp256k1, _secrets[i], address(0));
        return ISageRegistryV3.KeyInput(KeyType.Secp256k1, _publicKeys[i], proofOf(key, digest));
    }

    /// @dev An X25519 key, attested by a key of the pool; empty if the attester is none of them.
    function _attestedInput(uint256 which, ISageRegistryV3.AgentView memory agent, bytes32 attester)
        private
        returns (ISageRegistryV3.KeyInput memory input)
    {
        uint256 i;
        while (i < POOL && _keyIds[i] != attester) ++i;
        if (i == POOL) return input;
        bytes memory publicKey = publicKeyOf(x25519Key(_draw(0, type(uint256).max)));
        bytes32 keyId = registry.keyIdOf(KeyType.X25519, publicKey);
        bytes32 digest = registry.keyProofDigest(_dids[which], agent.owner, keyId, agent.nonce);
        bytes memory signature = "whatever an Ed25519 key may have signed";
        if (i % 2 == 0) signature = proofOf(TestKey(KeyType.Secp256k1, _secrets[i], address(0)), digest);
        return ISageRegistryV3.KeyInput(KeyType.X25519, publicKey, abi.encodePacked(attester, signature));
    }

    function _draw(uint256 least, uint256 most) private returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return _bound(_random, least, most);
    }

    // Comparing

    function _compare(uint256 which) private {
        Fact[] memory facts = replay.factsOf(_agentIds[which]);
        uint256[] memory moments = _momentsOf(facts);
        bool tracks = replay.tracks();
        for (uint256 i; i < facts.length; ++i) {
            if (facts[i].kind == FactKind.Added) {
                for (uint256 j; j < moments.length; ++j) {
                    _compareAt(_agentIds[which], facts, i, moments[j], tracks);
                }
                bool now_ = facts.inForceAt(tracks, facts[i].keyId, block.timestamp) && _isChecked(facts[i].state);
                assertEq(registry.isKeyValid(_agentIds[which], facts[i].keyId), now_, "valid now");
            } else if (facts[i].kind == FactKind.Ended) {
                (bool ended, uint256 end) = facts.endOf(tracks, facts.beginOf(i));
                assertTrue(ended, "ended");
                assertEq(facts[i].value, end, "end of the epoch");
            }
        }
        _compareUnknown(_agentIds[which], facts);
    }

    function _compareAt(uint256 agentId, Fact[] memory facts, uint256 i, uint256 moment, bool tracks) private view {
        bytes32 keyId = facts[i].keyId;
        bool inForce = facts.inForceAt(tracks, keyId, moment);
        if (registry.isKeyInForceAt(agentId, keyId, moment) != inForce) {
            assertEq(moment, inForce ? 1 : 0, "in force at this moment, or not");
        }
        if (registry.isKeyValidAt(agentId, keyId, moment) != (inForce && _isChecked(facts[i].state))) {
            assertEq(moment, inForce ? 1 : 0, "valid at this moment, or not");
        }
    }

    /// @dev A key of the pool that this agent never had, though the other one may have it.
    function _compareUnknown(uint256 agentId, Fact[] memory facts) private {
        bytes32 keyId = _keyIds[_draw(0, POOL - 1)];
        if (facts.indexOfKey(keyId) != facts.length) return;
        uint256 moment = _draw(START, block.timestamp);
        assertFalse(registry.isKeyInForceAt(agentId, keyId, moment), "never had");
        assertFalse(registry.isKeyValidAt(agentId, keyId, moment), "never had");
        assertFalse(registry.isKeyValid(agentId, keyId), "never had");
    }

    /// @dev The times of all facts and compromises with a second before and after, some random ones, and the edges.
    function _momentsOf(Fact[] memory facts) private returns (uint256[] memory moments) {
        moments = new uint256[](6 * facts.length + 9);
        uint256 count;
        for (uint256 i; i < facts.length; ++i) {
            if (i == 0 || facts[i].time != facts[i - 1].time) count = _putAround(moments, count, facts[i].time);
            if (facts[i].kind == FactKind.Revoked && facts[i].value != 0) {
                count = _putAround(moments, count, facts[i].value);
            }
        }
        for (uint256 i; i < 4; ++i) {
            moments[count++] = _draw(START, block.timestamp + 100);
        }
        count = _putAround(moments, count, block.timestamp);
        moments[count++] = 0;
        moments[count++] = type(uint256).max;
        assembly ("memory-safe") {
            mstore(moments, count)
        }
    }

    function _putAround(uint256[] memory moments, uint256 count, uint256 moment) private pure returns (uint256) {
        (moments[count], moments[count + 1], moments[count + 2]) = (moment - 1, moment, moment + 1);
        return count + 3;
    }

    function _isChecked(KeyState state) private pure returns (bool) {
        return state == KeyState.Proved || state == KeyState.Attested;
    }
}

contract KeyHistoryTest is KeyHistory {
    function makeIdentity() internal view override returns (IERC721) {
        return IERC721(address(identity));
    }
}

contract KeyHistoryOverDeployedTest is KeyHistory {
    function makeIdentity() internal override returns (IERC721) {
        return IERC721(address(useDeployedIdentity()));
    }
}
