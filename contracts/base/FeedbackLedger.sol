// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {FeedbackHead, Head} from "../libraries/FeedbackHead.sol";
import {BUCKETS, FeedbackMath} from "../libraries/FeedbackMath.sol";
import {FeedbackRecord} from "../libraries/FeedbackRecord.sol";
import {Feedback, TagFilter} from "../libraries/FeedbackTypes.sol";

/// @title Storage of feedback: one book for each agent and client
/// @notice Knows nothing of rules: callers check who may do what, and that an index exists.
abstract contract FeedbackLedger {
    /// @dev Two records to a slot, the odd index in the lower half; `records` come last so that the other fields keep
    /// small offsets. Index 1 has a record only once there is a second feedback or when its tags are wide.
    struct Book {
        Head head;
        mapping(uint256 index => uint256 valueAndTags) wide;
        mapping(uint256 index => mapping(address responder => uint256 count)) responsesBy;
        mapping(uint256 index => uint256 count) responsesBeyondField;
        uint256[1 << 27] records;
    }

    uint256 private constant CLIENT_COUNT_MASK = (1 << 40) - 1;

    mapping(uint256 agentId => mapping(address client => Book book)) private _books;
    /// @dev Client count 40 bits, the rest is spare.
    mapping(uint256 agentId => uint256 packed) private _agents;
    mapping(uint256 agentId => mapping(uint256 position => address client)) private _clients;

    function _bookOf(uint256 agentId, address client) internal view returns (Book storage) {
        return _books[agentId][client];
    }

    function _clientCount(uint256 agentId) internal view returns (uint256) {
        return _agents[agentId] & CLIENT_COUNT_MASK;
    }

    function _clientAt(uint256 agentId, uint256 position) internal view returns (address) {
        return _clients[agentId][position];
    }

    /// @dev 2^40 clients are out of reach: each costs more than 40,000 gas.
    function _addClient(uint256 agentId, address client) internal {
        uint256 agent = _agents[agentId];
        _clients[agentId][agent & CLIENT_COUNT_MASK] = client;
        _agents[agentId] = agent + 1;
    }

    /// @dev Adds a feedback under the next index, which must not be above `FeedbackHead.MAX_INDEX`.
    function _append(Book storage book, Head head, Feedback memory feedback) internal {
        Head updated = head.add(feedback);
        book.head = updated;
        if (updated.isSole()) return;
        uint256 position = head.lastIndex();
        uint256 record = _pack(book, position + 1, feedback);
        if (position & 1 == 1) {
            uint256 lower = head.isSole() ? _pack(book, 1, head.sole()) : book.records[position >> 1];
            record = record << FeedbackRecord.BITS | lower;
        }
        book.records[position >> 1] = record;
    }

    /// @dev Marks a live feedback as revoked and takes it out of the totals.
    function _revoke(Book storage book, Head head, uint256 index, Feedback memory feedback) internal {
        book.head = head.remove(feedback);
        if (head.isSole()) return;
        (uint256 slot, uint256 shift) = _place(index);
        book.records[slot] |= FeedbackRecord.REVOKED << shift;
    }

    /// @dev Counts a response to a feedback; `counted` is its field so far.
    function _addResponse(Book storage book, Head head, uint256 index, uint256 counted, address responder) internal {
        ++book.responsesBy[index][responder];
        if (counted == FeedbackRecord.MAX_RESPONSES) {
            ++book.responsesBeyondField[index];
        } else if (head.isSole()) {
            book.head = head.addResponse();
        } else {
            (uint256 slot, uint256 shift) = _place(index);
            book.records[slot] += FeedbackRecord.ONE_RESPONSE << shift;
        }
    }

    /// @dev A feedback that exists.
    function _load(Book storage book, Head head, uint256 index) internal view returns (Feedback memory feedback) {
        if (head.isSole()) return head.sole();
        (uint256 slot, uint256 shift) = _place(index);
        uint256 record = book.records[slot] >> shift;
        feedback = FeedbackRecord.unpack(record);
        if (record & FeedbackRecord.WIDE != 0) {
            (feedback.value, feedback.tag1, feedback.tag2) = FeedbackRecord.unpackWide(book.wide[index]);
        }
    }

    /// @dev All responses to a feedback; `counted` is its field.
    function _responseTotal(Book storage book, uint256 index, uint256 counted) internal view returns (uint256) {
        return counted < FeedbackRecord.MAX_RESPONSES ? counted : counted + book.responsesBeyondField[index];
    }

    /// @dev Adds all matching live feedback of a book to the buckets, without looking at the single entries where the
    /// totals tell the answer.
    function _sumAll(uint256[BUCKETS] memory buckets, Book storage book, TagFilter memory filter) internal view {
        Head head = book.head;
        uint256 live = head.live();
        if (live == 0) return;
        (uint64 tag1, uint64 tag2) = (filter.tag1, filter.tag2);
        (bool uniform, uint64 tag) = head.uniformTag1();
        if (tag1 != 0 && uniform) {
            if (tag != tag1) return;
            tag1 = 0;
        }
        (uniform, tag) = head.uniformTag2();
        if (tag2 != 0 && uniform) {
            if (tag != tag2) return;
            tag2 = 0;
        }
        if (tag1 | tag2 == 0 && head.hasSum()) FeedbackMath.add(buckets, head.decimals(), live, head.sum());
        else _sumRange(buckets, book, 0, head.lastIndex(), TagFilter(true, tag1, tag2));
    }

    /// @dev Adds the matching live feedback of the positions (index - 1) from `position` up to below `end`, all of which
    /// must have records.
    function _sumRange(
        uint256[BUCKETS] memory buckets,
        Book storage book,
        uint256 position,
        uint256 end,
        TagFilter memory filter
    ) internal view {
        (uint256 mask, uint256 wanted) = _recordFilter(filter);
        uint256 word = position & 1 == 1 ? book.records[position >> 1] : 0;
        // Positions stay below 2^28.
        unchecked {
            for (; position < end; ++position) {
                word = position & 1 == 0 ? book.records[position >> 1] : word >> FeedbackRecord.BITS;
                if (word & FeedbackRecord.WIDE != 0) {
                    _sumWide(buckets, book, position + 1, filter);
                } else if (word & mask == wanted) {
                    uint256 decimals = (word >> FeedbackRecord.DECIMALS_SHIFT) & FeedbackRecord.DECIMALS_MASK;
                    FeedbackMath.add(buckets, decimals, 1, int64(uint64(word)));
                }
            }
        }
    }

    function _matches(Feedback memory feedback, TagFilter memory filter) internal pure returns (bool) {
        return (filter.tag1 == 0 || feedback.tag1 == filter.tag1) && (filter.tag2 == 0 || feedback.tag2 == filter.tag2);
    }

    function _sumWide(uint256[BUCKETS] memory buckets, Book storage book, uint256 index, TagFilter memory filter)
        private
        view
    {
        Feedback memory feedback = _load(book, book.head, index);
        if (feedback.revoked || !_matches(feedback, filter)) return;
        FeedbackMath.add(buckets, feedback.decimals, 1, feedback.value);
    }

    /// @dev A record that is not wide matches when it has the wanted bits under the mask.
    function _recordFilter(TagFilter memory filter) private pure returns (uint256 mask, uint256 wanted) {
        (uint256 tag1, uint256 tag2) = (filter.tag1, filter.tag2);
        // Only a wide record has a wide tag: under an empty mask nothing is 1.
        if (tag1 > FeedbackRecord.TAG_MASK || tag2 > FeedbackRecord.TAG_MASK) return (0, 1);
        mask = FeedbackRecord.REVOKED;
        if (tag1 != 0) mask |= FeedbackRecord.TAG_MASK << FeedbackRecord.TAG1_SHIFT;
        if (tag2 != 0) mask |= FeedbackRecord.TAG_MASK << FeedbackRecord.TAG2_SHIFT;
        wanted = tag1 << FeedbackRecord.TAG1_SHIFT | tag2 << FeedbackRecord.TAG2_SHIFT;
    }

    function _pack(Book storage book, uint256 index, Feedback memory feedback) private returns (uint256) {
        if (FeedbackRecord.isWide(feedback)) book.wide[index] = FeedbackRecord.packWide(feedback);
        return FeedbackRecord.pack(feedback);
    }

    function _place(uint256 index) private pure returns (uint256 slot, uint256 shift) {
        // Indexes start at 1.
        unchecked {
            uint256 position = index - 1;
            return (position >> 1, (position & 1) * FeedbackRecord.BITS);
        }
    }
}
