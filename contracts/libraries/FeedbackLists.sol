// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @notice The parallel arrays of `readAllFeedback`.
struct FeedbackList {
    address[] clients;
    uint64[] indexes;
    int128[] values;
    uint8[] decimals;
    string[] tag1s;
    string[] tag2s;
    bool[] revoked;
}

/// @title Parallel arrays that are filled in one pass
library FeedbackLists {
    /// @notice Arrays with room for `most` entries.
    function allocate(uint256 most) internal pure returns (FeedbackList memory list) {
        list.clients = new address[](most);
        list.indexes = new uint64[](most);
        list.values = new int128[](most);
        list.decimals = new uint8[](most);
        list.tag1s = new string[](most);
        list.tag2s = new string[](most);
        list.revoked = new bool[](most);
    }

    /// @notice Cuts the arrays to the entries that are in use, `length` at most what was allocated.
    function truncate(FeedbackList memory list, uint256 length) internal pure {
        // The struct is seven words, each a pointer to an array whose first word is its length. Solidity can't shorten an
        // array in memory; without that every entry would have to be read twice, once to count the matches.
        assembly ("memory-safe") {
            for { let i := 0 } lt(i, 7) { i := add(i, 1) } { mstore(mload(add(list, shl(5, i))), length) }
        }
    }
}
