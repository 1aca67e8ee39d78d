// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @notice What the registry must answer, the slow way: one list, one loop, nothing packed and nothing summed up.
contract ValidationModel {
    struct Entry {
        bytes32 requestHash;
        address validator;
        uint256 agentId;
        bool self;
        bool answered;
        uint8 response;
        bytes32 responseHash;
        string tag;
        uint256 lastUpdate;
    }

    Entry[] private _entries;
    mapping(bytes32 requestHash => uint256 position) private _positions;

    function request(address validator, uint256 agentId, bytes32 requestHash, bool self, uint256 time) external {
        Entry storage entry = _entries.push();
        entry.requestHash = requestHash;
        entry.validator = validator;
        entry.agentId = agentId;
        entry.self = self;
        entry.lastUpdate = time;
        _positions[requestHash] = _entries.length;
    }

    function respond(bytes32 requestHash, uint8 response, bytes32 responseHash, string calldata tag, uint256 time)
        external
    {
        Entry storage entry = _entries[_positions[requestHash] - 1];
        entry.answered = true;
        entry.response = response;
        entry.responseHash = responseHash;
        entry.tag = tag;
        entry.lastUpdate = time;
    }

    function count() external view returns (uint256) {
        return _entries.length;
    }

    function exists(bytes32 requestHash) external view returns (bool) {
        return _positions[requestHash] != 0;
    }

    function entryAt(uint256 i) external view returns (Entry memory) {
        return _entries[i];
    }

    function entryOf(bytes32 requestHash) external view returns (Entry memory) {
        return _entries[_positions[requestHash] - 1];
    }

    function agentList(uint256 agentId) external view returns (bytes32[] memory list) {
        uint256 length;
        list = new bytes32[](_entries.length);
        for (uint256 i; i < _entries.length; ++i) {
            if (_entries[i].agentId == agentId) list[length++] = _entries[i].requestHash;
        }
        assembly ("memory-safe") {
            mstore(list, length)
        }
    }

    function validatorList(address validator) external view returns (bytes32[] memory list) {
        uint256 length;
        list = new bytes32[](_entries.length);
        for (uint256 i; i < _entries.length; ++i) {
            if (_entries[i].validator == validator) list[length++] = _entries[i].requestHash;
        }
        assembly ("memory-safe") {
            mstore(list, length)
        }
    }

    /// @dev `offset` and `limit` count the agent's requests, answered or not.
    function sums(
        uint256 agentId,
        uint256 offset,
        uint256 limit,
        address[] memory validators,
        string memory tag,
        bool independentOnly
    ) external view returns (uint256 number, uint256 sum) {
        uint256 position;
        for (uint256 i; i < _entries.length; ++i) {
            Entry storage entry = _entries[i];
            if (entry.agentId != agentId) continue;
            uint256 place = position++;
            if (place < offset || place - offset >= limit || !entry.answered) continue;
            if (independentOnly && entry.self) continue;
            if (bytes(tag).length != 0 && keccak256(bytes(entry.tag)) != keccak256(bytes(tag))) continue;
            bool listed = validators.length == 0;
            for (uint256 j; j < validators.length; ++j) {
                if (validators[j] == entry.validator) listed = true;
            }
            if (!listed) continue;
            ++number;
            sum += entry.response;
        }
    }
}
