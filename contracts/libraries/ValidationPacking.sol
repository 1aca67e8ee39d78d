// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @notice One request in one word; zero means that there is none.
/// @dev From the high end: validator 160 | agent id 32 | last update 32 (seconds since the registry was deployed) |
/// tag code 24 | response + 1, 7 bits (0 = not answered) | validator was the agent's own side, 1 bit.
type ValidationRecord is uint256;

/// @notice What is known about all answers of an agent, in one word.
/// @dev From the high end: requests 32 | unused 15 | other tags 1 | second tag 32 | first tag 32 |
/// sum of the responses with the first tag 40 | their number 32 | sum of all responses 40 | number of answers 32.
/// Two things always hold. The numbers of the first tag are exact. Unless the flag `other tags` is set, every answer
/// that doesn't carry the first tag carries the second.
/// The same word without its upper parts sums up a subset of the answers.
type ValidationTotals is uint256;

using ValidationPacking for ValidationRecord global;
using ValidationPacking for ValidationTotals global;

/// @title How the validation registry packs its words
/// @notice Pure arithmetic. Callers pass values that fit: an agent id and a time below 2^32, a response of at most 100.
library ValidationPacking {
    /// @dev The tag code that says: the id doesn't fit and is kept beside the record.
    uint256 internal constant ESCAPE = type(uint24).max;

    uint256 private constant TAG_SHIFT = 8;
    uint256 private constant UPDATE_SHIFT = 32;
    uint256 private constant AGENT_SHIFT = 64;
    uint256 private constant VALIDATOR_SHIFT = 96;
    /// @dev What an answer leaves as it is in a record: validator, agent, and the lowest bit.
    uint256 private constant FIXED_PART = ~uint256(type(uint64).max) | 1;

    uint256 private constant SUM_SHIFT = 32;
    /// @dev Distance from the fields of all answers to those of the first tag.
    uint256 private constant FIRST_SHIFT = 72;
    uint256 private constant FIRST_TAG_SHIFT = 144;
    uint256 private constant SECOND_TAG_SHIFT = 176;
    uint256 private constant OTHERS = 1 << 208;
    uint256 private constant LENGTH_SHIFT = 224;
    uint256 private constant ONE_REQUEST = 1 << 224;
    uint256 private constant MASK_32 = type(uint32).max;
    uint256 private constant MASK_40 = type(uint40).max;
    uint256 private constant MASK_SUMS = type(uint72).max;

    /// @notice A request that has no answer yet.
    function open(address validator_, uint256 agentId_, uint256 update, bool self)
        internal
        pure
        returns (ValidationRecord)
    {
        return ValidationRecord.wrap(
            uint256(uint160(validator_)) << VALIDATOR_SHIFT | agentId_ << AGENT_SHIFT | update << UPDATE_SHIFT
                | (self ? 1 : 0)
        );
    }

    /// @notice The record with this answer in place of any earlier one.
    function answered(ValidationRecord record, uint256 update, uint256 code, uint256 response_)
        internal
        pure
        returns (ValidationRecord)
    {
        return ValidationRecord.wrap(
            ValidationRecord.unwrap(record) & FIXED_PART | update << UPDATE_SHIFT | code << TAG_SHIFT | (response_ + 1)
                << 1
        );
    }

    function exists(ValidationRecord record) internal pure returns (bool) {
        return ValidationRecord.unwrap(record) != 0;
    }

    function validator(ValidationRecord record) internal pure returns (address) {
        return address(uint160(ValidationRecord.unwrap(record) >> VALIDATOR_SHIFT));
    }

    function agentId(ValidationRecord record) internal pure returns (uint256) {
        return ValidationRecord.unwrap(record) >> AGENT_SHIFT & MASK_32;
    }

    function lastUpdate(ValidationRecord record) internal pure returns (uint256) {
        return ValidationRecord.unwrap(record) >> UPDATE_SHIFT & MASK_32;
    }

    function tagCode(ValidationRecord record) internal pure returns (uint256) {
        return ValidationRecord.unwrap(record) >> TAG_SHIFT & ESCAPE;
    }

    function isAnswered(ValidationRecord record) internal pure returns (bool) {
        return ValidationRecord.unwrap(record) & 0xfe != 0;
    }

    /// @notice The response of an answered record.
    function response(ValidationRecord record) internal pure returns (uint256) {
        return (ValidationRecord.unwrap(record) >> 1 & 0x7f) - 1;
    }

    /// @notice Whether the validator was the agent's own side when the request was made.
    function isSelf(ValidationRecord record) internal pure returns (bool) {
        return ValidationRecord.unwrap(record) & 1 != 0;
    }

    /// @notice The 24 bits of a tag in a record. The highest narrow id is escaped too, or it would look like an escape.
    function codeOf(uint256 tagId) internal pure returns (uint256) {
        return tagId < ESCAPE ? tagId : ESCAPE;
    }

    /// @notice Requests of the agent.
    function length(ValidationTotals totals) internal pure returns (uint256) {
        return ValidationTotals.unwrap(totals) >> LENGTH_SHIFT;
    }

    /// @notice One request more. Panics at 2^32.
    function lengthened(ValidationTotals totals) internal pure returns (ValidationTotals) {
        return ValidationTotals.wrap(ValidationTotals.unwrap(totals) + ONE_REQUEST);
    }

    /// @notice What one answer weighs in the sums.
    function weight(ValidationTotals totals, uint256 tagId, uint256 response_)
        internal
        pure
        returns (ValidationTotals)
    {
        uint256 word = response_ << SUM_SHIFT | 1;
        if (tagId == _firstTag(totals)) word |= word << FIRST_SHIFT;
        return ValidationTotals.wrap(word);
    }

    /// @notice Adds the sums of a subset; the number of requests and the tags stay.
    function plus(ValidationTotals totals, ValidationTotals part) internal pure returns (ValidationTotals) {
        return ValidationTotals.wrap(ValidationTotals.unwrap(totals) + ValidationTotals.unwrap(part));
    }

    /// @notice Takes away the sums of a subset; the number of requests and the tags stay.
    function minus(ValidationTotals totals, ValidationTotals part) internal pure returns (ValidationTotals) {
        return ValidationTotals.wrap(ValidationTotals.unwrap(totals) - ValidationTotals.unwrap(part));
    }

    /// @notice Makes the tag fields ready for an answer with this tag, which is to be added next.
    /// @dev A field is free for a new tag when no answer is counted under it any more. That is how an agent whose
    /// answers all went from one tag to another gets back to a single tag.
    function seated(ValidationTotals totals, uint256 tagId) internal pure returns (ValidationTotals) {
        uint256 word = ValidationTotals.unwrap(totals);
        uint256 first = word >> FIRST_SHIFT & MASK_32;
        bool onlyFirst = first == word & MASK_32;
        if (onlyFirst) word &= ~OTHERS;
        if (tagId != _firstTag(totals) && word & OTHERS == 0) {
            if (tagId > MASK_32) {
                word |= OTHERS;
            } else if (onlyFirst || tagId != _secondTag(totals)) {
                if (first == 0) word = word & ~(MASK_32 << FIRST_TAG_SHIFT) | tagId << FIRST_TAG_SHIFT;
                else if (onlyFirst) word = word & ~(MASK_32 << SECOND_TAG_SHIFT) | tagId << SECOND_TAG_SHIFT;
                else word |= OTHERS;
            }
        }
        return ValidationTotals.wrap(word);
    }

    /// @notice Number and sum of all answers.
    /// @return known Always true, to go with `sumsOfTag`.
    function sums(ValidationTotals totals) internal pure returns (bool known, uint256 count, uint256 sum) {
        uint256 word = ValidationTotals.unwrap(totals);
        return (true, word & MASK_32, word >> SUM_SHIFT & MASK_40);
    }

    /// @notice Number and sum of the answers with a tag, where the word tells them.
    /// @return known False when only a look at each answer can tell.
    function sumsOfTag(ValidationTotals totals, uint256 tagId)
        internal
        pure
        returns (bool known, uint256 count, uint256 sum)
    {
        uint256 word = ValidationTotals.unwrap(totals);
        ValidationTotals first = ValidationTotals.wrap(word >> FIRST_SHIFT & MASK_SUMS);
        if (tagId == _firstTag(totals)) return sums(first);
        if (word & OTHERS != 0) return (false, 0, 0);
        if (tagId != _secondTag(totals)) return (true, 0, 0);
        return sums(totals.minus(first));
    }

    function _firstTag(ValidationTotals totals) private pure returns (uint256) {
        return ValidationTotals.unwrap(totals) >> FIRST_TAG_SHIFT & MASK_32;
    }

    function _secondTag(ValidationTotals totals) private pure returns (uint256) {
        return ValidationTotals.unwrap(totals) >> SECOND_TAG_SHIFT & MASK_32;
    }
}
