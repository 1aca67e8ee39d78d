// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {TagTable} from "../../../contracts/base/TagTable.sol";
import {WellKnownTags} from "../../../contracts/libraries/WellKnownTags.sol";

/// @notice The table by itself.
contract TagTableHarness is TagTable {
    uint256 public constant FIRST_WIDE = WIDE_TAG;

    function intern(string calldata tag) external returns (uint256) {
        return _internTag(tag);
    }

    function find(string calldata tag) external view returns (bool known, uint256 id) {
        return _findTag(tag);
    }

    function tagOf(uint256 id) external view returns (string memory) {
        return _tagOf(id);
    }

    function idOf(bytes32 word) external pure returns (uint256) {
        return WellKnownTags.idOf(word);
    }

    function wordOf(uint256 id) external pure returns (bytes32) {
        return WellKnownTags.wordOf(id);
    }
}
