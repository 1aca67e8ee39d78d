// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {FeedbackClass} from "../../../contracts/libraries/FeedbackTypes.sol";

/// @notice What the trust summaries have to answer, added up entry by entry.
contract TrustModel {
    struct Entry {
        int128 value;
        uint8 decimals;
        string tag1;
        FeedbackClass class;
        bool revoked;
    }

    mapping(uint256 agentId => address[] clients) private _clients;
    mapping(uint256 agentId => mapping(address client => Entry[] entries)) private _entries;
    mapping(uint256 agentId => mapping(address client => bool yes)) public excluded;

    function give(uint256 agentId, address client, int128 value, uint8 decimals, string memory tag1) external {
        Entry[] storage entries = _entries[agentId][client];
        if (entries.length == 0) _clients[agentId].push(client);
        entries.push(Entry(value, decimals, tag1, FeedbackClass.Open, false));
    }

    function setClass(uint256 agentId, address client, uint64 index, FeedbackClass class) external {
        _entries[agentId][client][index - 1].class = class;
    }

    function revoke(uint256 agentId, address client, uint64 index) external {
        _entries[agentId][client][index - 1].revoked = true;
    }

    function setExcluded(uint256 agentId, address client, bool yes) external {
        excluded[agentId][client] = yes;
    }

    function clients(uint256 agentId) external view returns (address[] memory) {
        return _clients[agentId];
    }

    function lastIndex(uint256 agentId, address client) external view returns (uint64) {
        return uint64(_entries[agentId][client].length);
    }

    function entry(uint256 agentId, address client, uint64 index) external view returns (Entry memory) {
        return _entries[agentId][client][index - 1];
    }

    /// @dev Over the named clients that aren't excluded; an empty tag is every tag.
    function sums(uint256 agentId, address[] memory list, FeedbackClass class, string memory tag1)
        external
        view
        returns (uint64 count, int256 sum)
    {
        for (uint256 i; i < list.length; ++i) {
            if (excluded[agentId][list[i]]) continue;
            Entry[] storage entries = _entries[agentId][list[i]];
            for (uint256 j; j < entries.length; ++j) {
                Entry storage one = entries[j];
                if (one.revoked || one.class != class) continue;
                if (bytes(tag1).length != 0 && keccak256(bytes(one.tag1)) != keccak256(bytes(tag1))) continue;
                ++count;
                sum += int256(one.value) * int256(10 ** (18 - one.decimals));
            }
        }
    }
}
