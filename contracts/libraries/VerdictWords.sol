// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {VerdictMath} from "./VerdictMath.sol";

/// @notice A validator's part in a round in a word; see `VerdictWords`.
type VerdictWord is uint256;

using VerdictWords for VerdictWord global;

/// @title Verdicts in one word each
/// @dev From the lowest bit: 0–159 validator; 160–239 stake; 240–247 response, 0 until it is revealed; 248–255
/// `IStakedValidation.VerdictState`.
library VerdictWords {
    uint256 private constant STAKE = 160;
    uint256 private constant RESPONSE = 240;
    uint256 private constant REVEALED = 2 << 248;
    uint256 private constant COMMITTED = 1 << 248;

    /// @notice Before it is revealed.
    function committed(address validator_, uint256 stake_) internal pure returns (VerdictWord) {
        return VerdictWord.wrap(uint160(validator_) | (uint256(uint80(stake_)) << STAKE) | COMMITTED);
    }

    /// @notice With the response.
    function revealed(VerdictWord word, uint8 response_) internal pure returns (VerdictWord) {
        uint256 kept = VerdictWord.unwrap(word) & ((1 << RESPONSE) - 1);
        return VerdictWord.wrap(kept | (uint256(response_) << RESPONSE) | REVEALED);
    }

    function validator(VerdictWord word) internal pure returns (address) {
        return address(uint160(VerdictWord.unwrap(word)));
    }

    function stake(VerdictWord word) internal pure returns (uint256) {
        return uint80(VerdictWord.unwrap(word) >> STAKE);
    }

    function response(VerdictWord word) internal pure returns (uint256) {
        return uint8(VerdictWord.unwrap(word) >> RESPONSE);
    }

    function isRevealed(VerdictWord word) internal pure returns (bool) {
        return VerdictWord.unwrap(word) >= REVEALED;
    }

    /// @notice The revealed stake for each response, and its sum.
    function tally(VerdictWord[] memory words) internal pure returns (uint256[101] memory stakes, uint256 total) {
        for (uint256 i; i < words.length; ++i) {
            if (!words[i].isRevealed()) continue;
            uint256 amount = words[i].stake();
            stakes[words[i].response()] += amount;
            total += amount;
        }
    }

    /// @notice How many revealed verdicts lie within `tolerance` of the median.
    function countAgreeing(VerdictWord[] memory words, uint256 median, uint256 tolerance)
        internal
        pure
        returns (uint256 count)
    {
        for (uint256 i; i < words.length; ++i) {
            if (words[i].isRevealed() && VerdictMath.distance(words[i].response(), median) <= tolerance) ++count;
        }
    }
}
