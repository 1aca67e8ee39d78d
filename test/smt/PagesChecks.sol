// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Pages} from "../../contracts/libraries/Pages.sol";

/// @notice For the SMTChecker of solc (`test/hardhat/smt.test.ts`): pages of lists of any length.
contract PagesChecks {
    function check_P18_pagesLieWithinTheListAndJoinToTheWhole(uint256 offset, uint256 limit, uint256 length)
        external
        pure
    {
        uint256 size = Pages.size(offset, limit, length);
        assert(size <= limit);
        assert(size == 0 || offset + size <= length);
        assert(offset >= length || size == limit || offset + size == length);
    }
}
