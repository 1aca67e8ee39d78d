// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title The tags that ERC-8004 names, known without storage
/// @notice A tag of up to 31 bytes is one word: its bytes from the left, its length in the last byte. The tags of the
/// standard's table (and `soft` and `hard` of its validation section) have fixed ids, so that the commonest tags cost
/// neither a storage read nor a first write.
library WellKnownTags {
    /// @dev Ids up to this one are reserved here; those above are given out by `TagTable`.
    uint256 internal constant LAST_ID = 15;

    bytes32 private constant STARRED = bytes32("starred") | bytes32(uint256(7));
    bytes32 private constant REACHABLE = bytes32("reachable") | bytes32(uint256(9));
    bytes32 private constant OWNER_VERIFIED = bytes32("ownerVerified") | bytes32(uint256(13));
    bytes32 private constant UPTIME = bytes32("uptime") | bytes32(uint256(6));
    bytes32 private constant SUCCESS_RATE = bytes32("successRate") | bytes32(uint256(11));
    bytes32 private constant RESPONSE_TIME = bytes32("responseTime") | bytes32(uint256(12));
    bytes32 private constant BLOCKTIME_FRESHNESS = bytes32("blocktimeFreshness") | bytes32(uint256(18));
    bytes32 private constant REVENUES = bytes32("revenues") | bytes32(uint256(8));
    bytes32 private constant TRADING_YIELD = bytes32("tradingYield") | bytes32(uint256(12));
    bytes32 private constant DAY = bytes32("day") | bytes32(uint256(3));
    bytes32 private constant WEEK = bytes32("week") | bytes32(uint256(4));
    bytes32 private constant MONTH = bytes32("month") | bytes32(uint256(5));
    bytes32 private constant YEAR = bytes32("year") | bytes32(uint256(4));
    bytes32 private constant SOFT = bytes32("soft") | bytes32(uint256(4));
    bytes32 private constant HARD = bytes32("hard") | bytes32(uint256(4));

    /// @notice The id of a well-known tag, 0 for any other word.
    function idOf(bytes32 word) internal pure returns (uint256) {
        if (word == STARRED) return 1;
        if (word == REACHABLE) return 2;
        if (word == OWNER_VERIFIED) return 3;
        if (word == UPTIME) return 4;
        if (word == SUCCESS_RATE) return 5;
        if (word == RESPONSE_TIME) return 6;
        if (word == BLOCKTIME_FRESHNESS) return 7;
        if (word == REVENUES) return 8;
        if (word == TRADING_YIELD) return 9;
        if (word == DAY) return 10;
        if (word == WEEK) return 11;
        if (word == MONTH) return 12;
        if (word == YEAR) return 13;
        if (word == SOFT) return 14;
        if (word == HARD) return 15;
        return 0;
    }

    /// @notice The word of an id from 1 to `LAST_ID`, zero for any other.
    function wordOf(uint256 id) internal pure returns (bytes32) {
        if (id == 1) return STARRED;
        if (id == 2) return REACHABLE;
        if (id == 3) return OWNER_VERIFIED;
        if (id == 4) return UPTIME;
        if (id == 5) return SUCCESS_RATE;
        if (id == 6) return RESPONSE_TIME;
        if (id == 7) return BLOCKTIME_FRESHNESS;
        if (id == 8) return REVENUES;
        if (id == 9) return TRADING_YIELD;
        if (id == 10) return DAY;
        if (id == 11) return WEEK;
        if (id == 12) return MONTH;
        if (id == 13) return YEAR;
        if (id == 14) return SOFT;
        if (id == 15) return HARD;
        return 0;
    }
}
