// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {FeedbackHead, Head} from "../libraries/FeedbackHead.sol";
import {BUCKETS, FeedbackMath} from "../libraries/FeedbackMath.sol";
import {FeedbackRecord} from "../libraries/FeedbackRecord.sol";
import {Feedback, TagFilter} from "../libraries/FeedbackTypes.sol";
import {AgentWord} from "../libraries/TrustPacking.sol";

/// @title Storage of feedback: one book for each agent and client
/// @notice Knows nothing of rules: callers check who may do what. Entries are named by their position, which is the index
/// of the standard interface less one.
abstract contract FeedbackLedger {
    /// @dev Two records to a slot, the even position in the lower half. Position 0 has a record only once there is a second
    /// feedback or when its tags are wide.
    struct Book {
        Head head;
        mapping(uint256 position => uint256 valueAndTags) wide;
        mapping(uint256 position => mapping(address responder => uint256 count)) responsesBy;
        mapping(uint256 position => uint256 count) responsesBeyondField;
        RecordPair[1 << 27] records;
    }

    /// @dev A struct, because the compiler writes the elements of a plain array of words with a read and masks.
    struct RecordPair {
        uint256 word;
    }

    mapping(uint256 agentId => mapping(address client => Book book)) private _books;
    /// @dev The total that `TrustLedger` keeps here costs next to nothing where a client is added anyway.
    mapping(uint256 agentId => AgentWord word) private _agents;
    mapping(uint256 agentId => mapping(uint256 position => address client)) private _clients;

    function _bookOf(uint256 agentId, address client) internal view returns (Book storage) {
        return _books[agentId][client];
    }

    function _clientCount(uint256 agentId) internal view returns (uint256) {
        return _agents[agentId].clients();
    }

    function _clientAt(uint256 agentId, uint256 position) internal view returns (address) {
        return _clients[agentId][position];
    }

    function _addClient(uint256 agentId, address client) internal {
        AgentWord agent = _agents[agentId];
        _clients[agentId][agent.clients()] = client;
        _agents[agentId] = agent.withClient();
    }

    function _agentWord(uint256 agentId) internal view returns (AgentWord) {
        return _agents[agentId];
    }

    function _setAgentWord(uint256 agentId, AgentWord word) internal {
        _agents[agentId] = word;
    }

    /// @dev Adds a feedback under the next index, which must not be above `FeedbackHead.MAX_INDEX`. `kind` is that of
    /// `FeedbackRecord.kindOf`.
    function _append(Book storage book, Head head, int128 value, uint256 kind, uint256 tag1, uint256 tag2) internal {
        uint256 traits = FeedbackRecord.traitsOf(kind, tag1, tag2);
        uint256 position = head.lastIndex();
        book.head = head.add(value, traits);
        // The first is the head itself, unless its tags are wide.
        if (position == 0 && traits & FeedbackRecord.WIDE == 0) return;
        uint256 record;
        if (traits & FeedbackRecord.WIDE == 0) record = _pack(book, position, value, traits);
        else (record, book.wide[position]) = (traits, FeedbackRecord.packWide(value, tag1, tag2));
        if (position & 1 == 1) {
            uint256 lower =
                head.isSole() ? _pack(book, 0, head.sum(), head.soleTraits()) : book.records[position >> 1].word;
            record = (record << FeedbackRecord.BITS) | lower;
        }
        book.records[position >> 1].word = record;
    }

    /// @dev Revokes a feedback that exists.
    /// @return done False when it is revoked already.
    /// @return class Its class.
    function _revoke(Book storage book, Head head, uint256 position) internal returns (bool done, uint256 class) {
        int128 value;
        if (head.isSole()) {
            if (head.live() == 0) return (false, 0);
            class = FeedbackRecord.classOf(head.soleTraits());
        } else {
            uint256 word = book.records[position >> 1].word;
            uint256 shift = _shiftOf(position);
            uint256 record = word >> shift;
            if (record & FeedbackRecord.REVOKED != 0) return (false, 0);
            class = FeedbackRecord.classOf(record);
            book.records[position >> 1].word = word | (FeedbackRecord.REVOKED << shift);
            value = int64(uint64(record));
            if (record & FeedbackRecord.WIDE != 0) (value,,) = FeedbackRecord.unpackWide(book.wide[position]);
        }
        book.head = head.remove(value);
        done = true;
    }

    /// @dev Changes the class of a feedback that exists.
    function _reclass(Book storage book, Head head, uint256 position, uint256 from, uint256 to) internal {
        uint256 change = FeedbackRecord.classChange(from, to);
        if (head.isSole()) book.head = head.flip(change);
        else book.records[position >> 1].word ^= change << _shiftOf(position);
    }

    /// @dev Counts a response.
    /// @return found False when there is no such feedback.
    function _respond(Book storage book, uint256 position, address responder) internal returns (bool found) {
        if (position >= FeedbackHead.MAX_INDEX) return false;
        Head head;
        uint256 counted;
        // Only the first feedback can be without record. A record shows that it exists, without a look at the head.
        if (position == 0) head = book.head;
        if (head.isSole()) {
            counted = FeedbackRecord.responsesOf(head.soleTraits());
            if (counted < FeedbackRecord.MAX_RESPONSES) book.head = head.addResponse();
        } else {
            uint256 word = book.records[position >> 1].word;
            uint256 shift = _shiftOf(position);
            if (uint128(word >> shift) == 0) return false;
            counted = FeedbackRecord.responsesOf(word >> shift);
            // Below the maximum the field has room for one more.
            unchecked {
                if (counted < FeedbackRecord.MAX_RESPONSES) {
                    book.records[position >> 1].word = word + (FeedbackRecord.ONE_RESPONSE << shift);
                }
            }
        }
        if (counted == FeedbackRecord.MAX_RESPONSES) ++book.responsesBeyondField[position];
        ++book.responsesBy[position][responder];
        return true;
    }

    /// @dev A feedback that exists.
    function _load(Book storage book, Head head, uint256 position) internal view returns (Feedback memory feedback) {
        if (head.isSole()) return head.sole();
        uint256 record = book.records[position >> 1].word >> _shiftOf(position);
        feedback = FeedbackRecord.unpack(record);
        if (record & FeedbackRecord.WIDE != 0) {
            (feedback.value, feedback.tag1, feedback.tag2) = FeedbackRecord.unpackWide(book.wide[position]);
        }
    }

    /// @dev All responses to a feedback; `counted` is its field.
    function _responseTotal(Book storage book, uint256 position, uint256 counted) internal view returns (uint256) {
        return counted < FeedbackRecord.MAX_RESPONSES ? counted : counted + book.responsesBeyondField[position];
    }

    /// @dev Adds all matching live feedback of a book to the buckets, without looking at the single entries where the
    /// totals tell the answer.
    function _sumAll(uint256[BUCKETS] memory buckets, Book storage book, TagFilter memory filter) internal view {
        Head head = book.head;
        (bool possible, uint64 tag1, uint64 tag2) = head.narrow(filter.tag1, filter.tag2);
        if (!possible) return;
        if (tag1 | tag2 == 0 && head.hasSum()) FeedbackMath.add(buckets, head.decimals(), head.live(), head.sum());
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
        uint256 word = position & 1 == 1 ? book.records[position >> 1].word : 0;
        // Positions stay below 2^28.
        unchecked {
            for (; position < end; ++position) {
                word = position & 1 == 0 ? book.records[position >> 1].word : word >> FeedbackRecord.BITS;
                if (word & FeedbackRecord.WIDE != 0) {
                    _sumWide(buckets, book, position, filter);
                } else if (word & mask == wanted) {
                    FeedbackMath.add(buckets, FeedbackRecord.decimalsOf(word), 1, int64(uint64(word)));
                }
            }
        }
    }

    function _matches(Feedback memory feedback, TagFilter memory filter) internal pure returns (bool) {
        return (filter.tag1 == 0 || feedback.tag1 == filter.tag1) && (filter.tag2 == 0 || feedback.tag2 == filter.tag2);
    }

    function _sumWide(uint256[BUCKETS] memory buckets, Book storage book, uint256 position, TagFilter memory filter)
        private
        view
    {
        Feedback memory feedback = _load(book, book.head, position);
        if (feedback.revoked || !_matches(feedback, filter)) return;
        FeedbackMath.add(buckets, feedback.decimals, 1, feedback.value);
    }

    /// @dev A record that is not wide matches when it has the wanted bits under the mask.
    function _recordFilter(TagFilter memory filter) private pure returns (uint256 mask, uint256 wanted) {
        // Only a wide record has a wide tag: under an empty mask nothing is 1.
        if (!FeedbackRecord.areNarrow(filter.tag1, filter.tag2)) return (0, 1);
        mask = FeedbackRecord.REVOKED;
        if (filter.tag1 != 0) mask |= FeedbackRecord.TAG1;
        if (filter.tag2 != 0) mask |= FeedbackRecord.TAG2;
        wanted = FeedbackRecord.tagTraits(filter.tag1, filter.tag2);
    }

    /// @dev The record of a feedback with narrow tags. Where the value doesn't fit it goes to a slot of its own.
    function _pack(Book storage book, uint256 position, int128 value, uint256 traits) private returns (uint256) {
        if (value == int64(value)) return traits | uint64(int64(value));
        (uint64 tag1, uint64 tag2) = FeedbackRecord.tagsOf(traits);
        book.wide[position] = FeedbackRecord.packWide(value, tag1, tag2);
        return (traits & ~(FeedbackRecord.TAG1 | FeedbackRecord.TAG2)) | FeedbackRecord.WIDE;
    }

    function _shiftOf(uint256 position) private pure returns (uint256) {
        unchecked {
            return (position & 1) * FeedbackRecord.BITS;
        }
    }
}
