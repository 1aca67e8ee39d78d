// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title Bounds of a page
library Pages {
    /// @notice Cuts a page to what a list of `length` entries has: any offset and limit are fine, nothing overflows.
    /// @return size Entries of the page; 0 when `offset` is at or beyond the end.
    function size(uint256 offset, uint256 limit, uint256 length) internal pure returns (uint256) {
        if (offset >= length) return 0;
        uint256 rest = length - offset;
        return limit < rest ? limit : rest;
    }
}
