// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ReputationRegistryV2} from "../../../contracts/interfaces/IERC8004ReputationRegistryV2.sol";

/// @notice What the registry has to answer, kept in plain arrays and summed up entry by entry.
contract ReputationModel {
    struct Entry {
        int128 value;
        uint8 decimals;
        string tag1;
        string tag2;
        bool revoked;
        address[] responders;
    }

    struct List {
        address[] clients;
        uint64[] indexes;
        int128[] values;
        uint8[] decimals;
        string[] tag1s;
        string[] tag2s;
        bool[] revoked;
    }

    mapping(uint256 agentId => address[] clients) private _clients;
    mapping(uint256 agentId => mapping(address client => Entry[] entries)) private _entries;

    function give(uint256 agentId, address client, int128 value, uint8 decimals, string memory tag1, string memory tag2)
        external
    {
        Entry[] storage entries = _entries[agentId][client];
        if (entries.length == 0) _clients[agentId].push(client);
        entries.push(Entry(value, decimals, tag1, tag2, false, new address[](0)));
    }

    function revoke(uint256 agentId, address client, uint64 index) external {
        _entries[agentId][client][index - 1].revoked = true;
    }

    function respond(uint256 agentId, address client, uint64 index, address responder) external {
        _entries[agentId][client][index - 1].responders.push(responder);
    }

    function clients(uint256 agentId) public view returns (address[] memory) {
        return _clients[agentId];
    }

    function lastIndex(uint256 agentId, address client) public view returns (uint64) {
        return uint64(_entries[agentId][client].length);
    }

    function entry(uint256 agentId, address client, uint64 index) external view returns (Entry memory) {
        return _entries[agentId][client][index - 1];
    }

    /// @dev Mean at 18 decimals, brought to the most frequent decimals, or to fewer where it doesn't fit.
    function summary(uint256 agentId, address[] memory list, string memory tag1, string memory tag2)
        external
        view
        returns (uint64, int128, uint8)
    {
        IERC8004ReputationRegistryV2.PartialSummary memory total;
        for (uint256 i; i < list.length; ++i) {
            _add(total, _entries[agentId][list[i]], 0, type(uint256).max, tag1, tag2);
        }
        return conclude(total);
    }

    /// @dev The sums over the entries from `from` (an index) on, at most `limit` of them.
    function sums(uint256 agentId, address client, uint64 from, uint256 limit, string memory tag1, string memory tag2)
        external
        view
        returns (IERC8004ReputationRegistryV2.PartialSummary memory result)
    {
        _add(result, _entries[agentId][client], from == 0 ? 0 : from - 1, limit, tag1, tag2);
    }

    function conclude(IERC8004ReputationRegistryV2.PartialSummary memory total)
        public
        pure
        returns (uint64, int128, uint8)
    {
        if (total.count == 0) return (0, 0, 0);
        uint8 decimals;
        for (uint8 i; i <= 18; ++i) {
            if (total.decimalsCount[i] > total.decimalsCount[decimals]) decimals = i;
        }
        int256 mean = total.sumAt18Decimals / int256(uint256(total.count));
        int256 value = mean / int256(10 ** (18 - decimals));
        while (value > type(int128).max || value < type(int128).min) {
            --decimals;
            value = mean / int256(10 ** (18 - decimals));
        }
        return (total.count, int128(value), decimals);
    }

    function _add(
        IERC8004ReputationRegistryV2.PartialSummary memory total,
        Entry[] storage entries,
        uint256 from,
        uint256 limit,
        string memory tag1,
        string memory tag2
    ) private view {
        for (uint256 i = from; i < entries.length && i - from < limit; ++i) {
            Entry storage one = entries[i];
            if (one.revoked || !_matches(one, tag1, tag2)) continue;
            ++total.count;
            ++total.decimalsCount[one.decimals];
            total.sumAt18Decimals += int256(one.value) * int256(10 ** (18 - one.decimals));
        }
    }

    function all(uint256 agentId, address[] memory list, string memory tag1, string memory tag2, bool includeRevoked)
        external
        view
        returns (List memory result)
    {
        if (list.length == 0) list = _clients[agentId];
        uint256 length;
        for (uint256 pass; pass < 2; ++pass) {
            if (pass == 1) {
                result = List(
                    new address[](length),
                    new uint64[](length),
                    new int128[](length),
                    new uint8[](length),
                    new string[](length),
                    new string[](length),
                    new bool[](length)
                );
                length = 0;
            }
            for (uint256 i; i < list.length; ++i) {
                Entry[] storage entries = _entries[agentId][list[i]];
                for (uint64 j; j < entries.length; ++j) {
                    if ((entries[j].revoked && !includeRevoked) || !_matches(entries[j], tag1, tag2)) continue;
                    if (pass == 1) _put(result, length, list[i], j + 1, entries[j]);
                    ++length;
                }
            }
        }
    }

    function _put(List memory list, uint256 place, address client, uint64 index, Entry storage one) private view {
        list.clients[place] = client;
        list.indexes[place] = index;
        list.values[place] = one.value;
        list.decimals[place] = one.decimals;
        list.tag1s[place] = one.tag1;
        list.tag2s[place] = one.tag2;
        list.revoked[place] = one.revoked;
    }

    function responseCount(uint256 agentId, address client, uint64 index, address[] memory responders)
        external
        view
        returns (uint64 count)
    {
        if (client != address(0)) return _responses(agentId, client, index, responders);
        for (uint256 i; i < _clients[agentId].length; ++i) {
            count += _responses(agentId, _clients[agentId][i], 0, responders);
        }
    }

    function _responses(uint256 agentId, address client, uint64 index, address[] memory responders)
        private
        view
        returns (uint64 count)
    {
        Entry[] storage entries = _entries[agentId][client];
        for (uint256 i; i < entries.length; ++i) {
            if (index != 0 && i + 1 != index) continue;
            address[] storage who = entries[i].responders;
            if (responders.length == 0) count += uint64(who.length);
            for (uint256 j; j < who.length; ++j) {
                for (uint256 k; k < responders.length; ++k) {
                    if (responders[k] == who[j]) ++count;
                }
            }
        }
    }

    function _matches(Entry storage one, string memory tag1, string memory tag2) private view returns (bool) {
        return (bytes(tag1).length == 0 || _same(one.tag1, tag1)) && (bytes(tag2).length == 0 || _same(one.tag2, tag2));
    }

    function _same(string memory a, string memory b) private pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }
}
