// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {KeyState} from "../types/KeyState.sol";
import {KeyType} from "../types/KeyType.sol";

/// @notice One agent in a word; see `KeyRecords`. 0 for an agent that is not bound.
type AgentWord is uint256;
/// @notice One key of an agent in a word; see `KeyRecords`. 0 for a key that the agent never had.
type KeyWord is uint256;

using KeyRecords for AgentWord global;
using KeyRecords for KeyWord global;

/// @title Agents and keys in one word each
/// @notice Read field by field and written at once, which the compiler does for no struct.
/// @dev Agent, from the lowest bit:
/// 0–159 owner: who proved the keys of this epoch;
/// 160–199 control: over a registry that counts transfers the count when the epoch began, over another when the owner was
/// seen last;
/// 200–223 nonce of the next change of a key;
/// 224–247 epoch: how often the agent was claimed;
/// 248–251 number of keys of this epoch that are not revoked;
/// 252 deactivated; 253 the epoch has ended; 254–255 spare.
///
/// Key, times in seconds, 0 for never: 0–39 valid from; 40–79 valid until; 80–119 compromised since; 120–143 nonce; 144–167
/// epoch; 168–175 type; 176–183 state; 184–255 spare.
library KeyRecords {
    uint256 private constant CONTROL = 160;
    uint256 private constant NONCE = 200;
    uint256 private constant EPOCH = 224;
    uint256 private constant ACTIVE_KEYS = 248;
    uint256 private constant DEACTIVATED = 1 << 252;
    uint256 private constant ENDED = 1 << 253;
    uint256 private constant TIME_MASK = type(uint40).max;
    uint256 private constant COUNT_MASK = type(uint24).max;

    uint256 private constant VALID_UNTIL = 40;
    uint256 private constant COMPROMISED_SINCE = 80;
    uint256 private constant KEY_NONCE = 120;
    uint256 private constant KEY_EPOCH = 144;
    uint256 private constant KEY_TYPE = 168;
    uint256 private constant KEY_STATE = 176;

    /// @notice The nonce at which no key can be added.
    uint256 internal constant MAX_NONCE = COUNT_MASK;

    // Agents

    function begin(address owner_, uint256 control_) internal pure returns (AgentWord) {
        return AgentWord.wrap(uint160(owner_)).withControl(control_);
    }

    /// @notice The next epoch, with the owner of now and no keys; the nonce goes on.
    function beginNext(AgentWord agent, address owner_, uint256 control_) internal pure returns (AgentWord) {
        uint256 kept = AgentWord.unwrap(agent) & (DEACTIVATED | (COUNT_MASK << NONCE));
        uint256 next = agent.epoch() + 1;
        return AgentWord.wrap(kept | uint160(owner_) | (next << EPOCH)).withControl(control_);
    }

    function isBound(AgentWord agent) internal pure returns (bool) {
        return AgentWord.unwrap(agent) != 0;
    }

    function owner(AgentWord agent) internal pure returns (address) {
        return address(uint160(AgentWord.unwrap(agent)));
    }

    function control(AgentWord agent) internal pure returns (uint256) {
        return (AgentWord.unwrap(agent) >> CONTROL) & TIME_MASK;
    }

    function nonce(AgentWord agent) internal pure returns (uint256) {
        return (AgentWord.unwrap(agent) >> NONCE) & COUNT_MASK;
    }

    function epoch(AgentWord agent) internal pure returns (uint256) {
        return (AgentWord.unwrap(agent) >> EPOCH) & COUNT_MASK;
    }

    function activeKeys(AgentWord agent) internal pure returns (uint256) {
        return (AgentWord.unwrap(agent) >> ACTIVE_KEYS) & 0xf;
    }

    function isDeactivated(AgentWord agent) internal pure returns (bool) {
        return AgentWord.unwrap(agent) & DEACTIVATED != 0;
    }

    function hasEnded(AgentWord agent) internal pure returns (bool) {
        return AgentWord.unwrap(agent) & ENDED != 0;
    }

    function withControl(AgentWord agent, uint256 control_) internal pure returns (AgentWord) {
        return AgentWord.wrap((AgentWord.unwrap(agent) & ~(TIME_MASK << CONTROL)) | (control_ << CONTROL));
    }

    /// @notice With the next nonce; the nonce is below `MAX_NONCE`.
    function withNextNonce(AgentWord agent) internal pure returns (AgentWord) {
        return AgentWord.wrap(AgentWord.unwrap(agent) + (1 << NONCE));
    }

    /// @notice With one more active key; there are fewer than 15.
    function withKey(AgentWord agent) internal pure returns (AgentWord) {
        return AgentWord.wrap(AgentWord.unwrap(agent) + (1 << ACTIVE_KEYS));
    }

    /// @notice With one active key less; there is one.
    function withoutKey(AgentWord agent) internal pure returns (AgentWord) {
        return AgentWord.wrap(AgentWord.unwrap(agent) - (1 << ACTIVE_KEYS));
    }

    function withDeactivated(AgentWord agent, bool deactivated) internal pure returns (AgentWord) {
        uint256 rest = AgentWord.unwrap(agent) & ~DEACTIVATED;
        return AgentWord.wrap(deactivated ? rest | DEACTIVATED : rest);
    }

    function withEnd(AgentWord agent) internal pure returns (AgentWord) {
        return AgentWord.wrap(AgentWord.unwrap(agent) | ENDED);
    }

    // Keys

    /// @notice A key that is added.
    function add(uint256 timestamp, uint256 nonce_, uint256 epoch_, KeyType type_, KeyState state_)
        internal
        pure
        returns (KeyWord)
    {
        return KeyWord.wrap(
            timestamp | (nonce_ << KEY_NONCE) | (epoch_ << KEY_EPOCH) | (uint256(type_) << KEY_TYPE)
                | (uint256(state_) << KEY_STATE)
        );
    }

    function exists(KeyWord key) internal pure returns (bool) {
        return KeyWord.unwrap(key) != 0;
    }

    function validFrom(KeyWord key) internal pure returns (uint256) {
        return KeyWord.unwrap(key) & TIME_MASK;
    }

    function validUntil(KeyWord key) internal pure returns (uint256) {
        return (KeyWord.unwrap(key) >> VALID_UNTIL) & TIME_MASK;
    }

    function compromisedSince(KeyWord key) internal pure returns (uint256) {
        return (KeyWord.unwrap(key) >> COMPROMISED_SINCE) & TIME_MASK;
    }

    function nonce(KeyWord key) internal pure returns (uint256) {
        return (KeyWord.unwrap(key) >> KEY_NONCE) & COUNT_MASK;
    }

    function epoch(KeyWord key) internal pure returns (uint256) {
        return (KeyWord.unwrap(key) >> KEY_EPOCH) & COUNT_MASK;
    }

    function keyType(KeyWord key) internal pure returns (KeyType) {
        return KeyType((KeyWord.unwrap(key) >> KEY_TYPE) & 0xff);
    }

    function state(KeyWord key) internal pure returns (KeyState) {
        return KeyState((KeyWord.unwrap(key) >> KEY_STATE) & 0xff);
    }

    function withValidUntil(KeyWord key, uint256 timestamp) internal pure returns (KeyWord) {
        return KeyWord.wrap((KeyWord.unwrap(key) & ~(TIME_MASK << VALID_UNTIL)) | (timestamp << VALID_UNTIL));
    }

    function withCompromisedSince(KeyWord key, uint256 timestamp) internal pure returns (KeyWord) {
        return
            KeyWord.wrap((KeyWord.unwrap(key) & ~(TIME_MASK << COMPROMISED_SINCE)) | (timestamp << COMPROMISED_SINCE));
    }
}
