// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {AgentWord, KeyRecords, KeyWord} from "../../../contracts/libraries/KeyRecords.sol";
import {KeyState} from "../../../contracts/types/KeyState.sol";
import {KeyType} from "../../../contracts/types/KeyType.sol";

/// @dev Every field is written over a word of random bits: it reads back, and no other bit changes.
contract KeyRecordsTest is Test {
    uint256 private constant TIME = type(uint40).max;
    uint256 private constant COUNT = type(uint24).max;

    function testFuzz_agentFieldsLieWhereTheyAreSaidToBe(uint256 word) public pure {
        AgentWord agent = AgentWord.wrap(word);
        assertEq(uint160(agent.owner()), word & type(uint160).max);
        assertEq(agent.control(), (word >> 160) & TIME);
        assertEq(agent.nonce(), (word >> 200) & COUNT);
        assertEq(agent.epoch(), (word >> 224) & COUNT);
        assertEq(agent.activeKeys(), (word >> 248) & 15);
        assertEq(agent.isDeactivated(), (word >> 252) & 1 == 1);
        assertEq(agent.hasEnded(), (word >> 253) & 1 == 1);
        assertEq(agent.isBound(), word != 0);
    }

    function test_agentOfNothingIsNotBound() public pure {
        assertFalse(AgentWord.wrap(0).isBound());
        assertTrue(KeyRecords.begin(address(1), 0).isBound());
        assertFalse(KeyWord.wrap(0).exists());
        assertTrue(KeyRecords.add(1, 0, 0, KeyType.Secp256k1, KeyState.Proved).exists());
    }

    function testFuzz_begin(address owner, uint40 control) public pure {
        AgentWord agent = KeyRecords.begin(owner, control);
        assertEq(AgentWord.unwrap(agent), uint160(owner) | (uint256(control) << 160));
    }

    function testFuzz_beginNext(uint256 word, address owner, uint40 control) public pure {
        AgentWord agent = AgentWord.wrap(word);
        vm.assume(agent.epoch() < COUNT);
        AgentWord next = agent.beginNext(owner, control);
        assertEq(next.owner(), owner);
        assertEq(next.control(), control);
        assertEq(next.nonce(), agent.nonce());
        assertEq(next.epoch(), agent.epoch() + 1);
        assertEq(next.activeKeys(), 0);
        assertEq(next.isDeactivated(), agent.isDeactivated());
        assertFalse(next.hasEnded());
        assertEq(AgentWord.unwrap(next) >> 254, 0);
    }

    function testFuzz_withControl(uint256 word, uint40 control) public pure {
        AgentWord agent = AgentWord.wrap(word).withControl(control);
        assertEq(agent.control(), control);
        _assertOthers(word, AgentWord.unwrap(agent), TIME << 160);
    }

    function testFuzz_withNextNonce(uint256 word) public pure {
        AgentWord agent = AgentWord.wrap(word);
        vm.assume(agent.nonce() < KeyRecords.MAX_NONCE);
        AgentWord next = agent.withNextNonce();
        assertEq(next.nonce(), agent.nonce() + 1);
        _assertOthers(word, AgentWord.unwrap(next), COUNT << 200);
    }

    function testFuzz_withAndWithoutKey(uint256 word) public pure {
        AgentWord agent = AgentWord.wrap(word);
        vm.assume(agent.activeKeys() < 15);
        AgentWord more = agent.withKey();
        assertEq(more.activeKeys(), agent.activeKeys() + 1);
        _assertOthers(word, AgentWord.unwrap(more), 15 << 248);
        assertEq(AgentWord.unwrap(more.withoutKey()), word);
    }

    function testFuzz_withDeactivated(uint256 word, bool deactivated) public pure {
        AgentWord agent = AgentWord.wrap(word).withDeactivated(deactivated);
        assertEq(agent.isDeactivated(), deactivated);
        _assertOthers(word, AgentWord.unwrap(agent), 1 << 252);
    }

    function testFuzz_withEnd(uint256 word) public pure {
        AgentWord agent = AgentWord.wrap(word).withEnd();
        assertTrue(agent.hasEnded());
        _assertOthers(word, AgentWord.unwrap(agent), 1 << 253);
    }

    function testFuzz_addedKeyReadsBack(uint40 time, uint24 nonce, uint24 epoch, uint8 kind, uint8 known) public pure {
        KeyType keyType = KeyType(kind % 5);
        KeyState state = KeyState(known % 5);
        KeyWord key = KeyRecords.add(time, nonce, epoch, keyType, state);
        assertEq(key.validFrom(), time);
        assertEq(key.validUntil(), 0);
        assertEq(key.compromisedSince(), 0);
        assertEq(key.nonce(), nonce);
        assertEq(key.epoch(), epoch);
        assertEq(uint256(key.keyType()), kind % 5);
        assertEq(uint256(key.state()), known % 5);
        assertEq(KeyWord.unwrap(key) >> 184, 0);
    }

    function testFuzz_keyFieldsLieWhereTheyAreSaidToBe(uint256 word, uint8 kind, uint8 known) public pure {
        // Type and state can hold no other numbers than those of their enumerations.
        word = (word & ~(uint256(type(uint16).max) << 168)) | (uint256(kind % 5) << 168) | (uint256(known % 5) << 176);
        KeyWord key = KeyWord.wrap(word);
        assertEq(key.validFrom(), word & TIME);
        assertEq(key.validUntil(), (word >> 40) & TIME);
        assertEq(key.compromisedSince(), (word >> 80) & TIME);
        assertEq(key.nonce(), (word >> 120) & COUNT);
        assertEq(key.epoch(), (word >> 144) & COUNT);
        assertEq(uint256(key.keyType()), kind % 5);
        assertEq(uint256(key.state()), known % 5);
        assertEq(key.exists(), word != 0);
    }

    function testFuzz_withValidUntil(uint256 word, uint40 time) public pure {
        KeyWord key = KeyWord.wrap(word).withValidUntil(time);
        assertEq(key.validUntil(), time);
        _assertOthers(word, KeyWord.unwrap(key), TIME << 40);
    }

    function testFuzz_withCompromisedSince(uint256 word, uint40 time) public pure {
        KeyWord key = KeyWord.wrap(word).withCompromisedSince(time);
        assertEq(key.compromisedSince(), time);
        _assertOthers(word, KeyWord.unwrap(key), TIME << 80);
    }

    function _assertOthers(uint256 before, uint256 afterwards, uint256 field) private pure {
        assertEq(before & ~field, afterwards & ~field);
    }
}
