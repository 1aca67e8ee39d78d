// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004Reputation} from "../interfaces/IERC8004Reputation.sol";
import {IERC8004ReputationRegistryV2} from "../interfaces/IERC8004ReputationRegistryV2.sol";
import {Head} from "../libraries/FeedbackHead.sol";
import {FeedbackList, FeedbackLists} from "../libraries/FeedbackLists.sol";
import {BUCKETS, FeedbackMath} from "../libraries/FeedbackMath.sol";
import {Feedback, TagFilter} from "../libraries/FeedbackTypes.sol";
import {Pages} from "../libraries/Pages.sol";
import {TagTable} from "./TagTable.sol";
import {TrustLedger} from "./TrustLedger.sol";

/// @title The standard's reads, and pages of them
abstract contract ReputationViews is IERC8004ReputationRegistryV2, TrustLedger, TagTable {
    /// @inheritdoc IERC8004Reputation
    function getSummary(uint256 agentId, address[] calldata clientAddresses, string calldata tag1, string calldata tag2)
        external
        view
        returns (uint64 count, int128 summaryValue, uint8 summaryValueDecimals)
    {
        if (clientAddresses.length == 0) revert ReputationEmptyClientList(agentId);
        return FeedbackMath.summary(_sumClients(agentId, clientAddresses, _findTags(tag1, tag2)));
    }

    /// @inheritdoc IERC8004Reputation
    function readFeedback(uint256 agentId, address clientAddress, uint64 feedbackIndex)
        external
        view
        returns (int128 value, uint8 valueDecimals, string memory tag1, string memory tag2, bool isRevoked)
    {
        Book storage book = _bookOf(agentId, clientAddress);
        Head head = _headWith(book, agentId, clientAddress, feedbackIndex);
        Feedback memory feedback = _load(book, head, feedbackIndex - 1);
        return (feedback.value, feedback.decimals, _tagOf(feedback.tag1), _tagOf(feedback.tag2), feedback.revoked);
    }

    /// @inheritdoc IERC8004Reputation
    function readAllFeedback(
        uint256 agentId,
        address[] memory clientAddresses,
        string memory tag1,
        string memory tag2,
        bool includeRevoked
    )
        external
        view
        returns (
            address[] memory clients,
            uint64[] memory feedbackIndexes,
            int128[] memory values,
            uint8[] memory valueDecimals,
            string[] memory tag1s,
            string[] memory tag2s,
            bool[] memory revokedStatuses
        )
    {
        FeedbackList memory list = _list(agentId, clientAddresses, _findTags(tag1, tag2), includeRevoked);
        clients = list.clients;
        feedbackIndexes = list.indexes;
        values = list.values;
        valueDecimals = list.decimals;
        tag1s = list.tag1s;
        tag2s = list.tag2s;
        revokedStatuses = list.revoked;
    }

    /// @inheritdoc IERC8004Reputation
    function getResponseCount(
        uint256 agentId,
        address clientAddress,
        uint64 feedbackIndex,
        address[] calldata responders
    ) external view returns (uint64 count) {
        if (clientAddress != address(0)) {
            return uint64(_countResponses(_bookOf(agentId, clientAddress), feedbackIndex, responders));
        }
        uint256 clientCount = _clientCount(agentId);
        for (uint256 i; i < clientCount; ++i) {
            count += uint64(_countResponses(_bookOf(agentId, _clientAt(agentId, i)), 0, responders));
        }
    }

    /// @inheritdoc IERC8004Reputation
    function getClients(uint256 agentId) external view returns (address[] memory) {
        return _clientsPage(agentId, 0, type(uint256).max);
    }

    /// @inheritdoc IERC8004Reputation
    function getLastIndex(uint256 agentId, address clientAddress) external view returns (uint64) {
        return uint64(_bookOf(agentId, clientAddress).head.lastIndex());
    }

    /// @inheritdoc IERC8004ReputationRegistryV2
    function getClientCount(uint256 agentId) external view returns (uint256) {
        return _clientCount(agentId);
    }

    /// @inheritdoc IERC8004ReputationRegistryV2
    function getClientsPage(uint256 agentId, uint256 offset, uint256 limit) external view returns (address[] memory) {
        return _clientsPage(agentId, offset, limit);
    }

    /// @inheritdoc IERC8004ReputationRegistryV2
    function readFeedbackPage(uint256 agentId, address clientAddress, uint64 fromIndex, uint256 limit)
        external
        view
        returns (FeedbackView[] memory page)
    {
        Book storage book = _bookOf(agentId, clientAddress);
        Head head = book.head;
        uint256 position = fromIndex == 0 ? 0 : fromIndex - 1;
        page = new FeedbackView[](Pages.size(position, limit, head.lastIndex()));
        for (uint256 i; i < page.length; ++i) {
            page[i] = _viewOf(book, head, position + i);
        }
    }

    /// @inheritdoc IERC8004ReputationRegistryV2
    function summarizePage(
        uint256 agentId,
        address clientAddress,
        uint64 fromIndex,
        uint256 limit,
        string calldata tag1,
        string calldata tag2
    ) external view returns (PartialSummary memory partialSummary) {
        TagFilter memory filter = _findTags(tag1, tag2);
        if (!filter.matchable) return partialSummary;
        uint256 position = fromIndex == 0 ? 0 : fromIndex - 1;
        uint256[BUCKETS] memory buckets = _sumPage(_bookOf(agentId, clientAddress), position, limit, filter);
        for (uint256 i; i < BUCKETS; ++i) {
            (partialSummary.decimalsCount[i],) = FeedbackMath.split(buckets[i]);
        }
        (partialSummary.count, partialSummary.sumAt18Decimals,) = FeedbackMath.total(buckets);
    }

    /// @dev The head of a book that has an entry with this index.
    function _headWith(Book storage book, uint256 agentId, address client, uint64 index)
        internal
        view
        returns (Head head)
    {
        head = book.head;
        uint256 last = head.lastIndex();
        if (index == 0 || index > last) revert ReputationFeedbackNotFound(agentId, client, index, uint64(last));
    }

    /// @dev Of an index that exists, so not 0.
    function _positionOf(uint256 index) internal pure returns (uint256) {
        unchecked {
            return index - 1;
        }
    }

    function _findTags(string memory tag1, string memory tag2) private view returns (TagFilter memory filter) {
        (bool known1, uint256 id1) = _findTag(tag1);
        (bool known2, uint256 id2) = _findTag(tag2);
        return TagFilter({matchable: known1 && known2, tag1: uint64(id1), tag2: uint64(id2)});
    }

    function _viewOf(Book storage book, Head head, uint256 position) private view returns (FeedbackView memory) {
        Feedback memory feedback = _load(book, head, position);
        return FeedbackView({
            feedbackIndex: uint64(position + 1),
            value: feedback.value,
            valueDecimals: feedback.decimals,
            tag1: _tagOf(feedback.tag1),
            tag2: _tagOf(feedback.tag2),
            isRevoked: feedback.revoked,
            responseCount: uint64(_responseTotal(book, position, feedback.responses))
        });
    }

    function _sumClients(uint256 agentId, address[] calldata clients, TagFilter memory filter)
        private
        view
        returns (uint256[BUCKETS] memory buckets)
    {
        if (!filter.matchable) return buckets;
        for (uint256 i; i < clients.length; ++i) {
            _sumAll(buckets, _bookOf(agentId, clients[i]), filter);
        }
    }

    function _sumPage(Book storage book, uint256 position, uint256 limit, TagFilter memory filter)
        private
        view
        returns (uint256[BUCKETS] memory buckets)
    {
        uint256 last = book.head.lastIndex();
        uint256 size = Pages.size(position, limit, last);
        // The whole goes by the totals where they tell the answer; a sole feedback, which has no record, always does.
        if (size == last) _sumAll(buckets, book, filter);
        else if (size != 0) _sumRange(buckets, book, position, position + size, filter);
    }

    function _clientsPage(uint256 agentId, uint256 offset, uint256 limit)
        private
        view
        returns (address[] memory clients)
    {
        clients = new address[](Pages.size(offset, limit, _clientCount(agentId)));
        for (uint256 i; i < clients.length; ++i) {
            clients[i] = _clientAt(agentId, offset + i);
        }
    }

    function _list(uint256 agentId, address[] memory clients, TagFilter memory filter, bool includeRevoked)
        private
        view
        returns (FeedbackList memory list)
    {
        if (!filter.matchable) return list;
        if (clients.length == 0) clients = _clientsPage(agentId, 0, type(uint256).max);
        uint256 most;
        for (uint256 i; i < clients.length; ++i) {
            most += _mostMatches(_bookOf(agentId, clients[i]).head, filter, includeRevoked);
        }
        list = FeedbackLists.allocate(most);
        uint256 length;
        for (uint256 i; i < clients.length; ++i) {
            Book storage book = _bookOf(agentId, clients[i]);
            Head head = book.head;
            if (_mostMatches(head, filter, includeRevoked) == 0) continue;
            for (uint256 position; position < head.lastIndex(); ++position) {
                Feedback memory feedback = _load(book, head, position);
                if ((feedback.revoked && !includeRevoked) || !_matches(feedback, filter)) continue;
                _put(list, length++, clients[i], position, feedback);
            }
        }
        FeedbackLists.truncate(list, length);
    }

    /// @dev An upper bound of how many entries of a book match.
    function _mostMatches(Head head, TagFilter memory filter, bool includeRevoked) private pure returns (uint256) {
        if (includeRevoked) return head.lastIndex();
        (bool possible,,) = head.narrow(filter.tag1, filter.tag2);
        return possible ? head.live() : 0;
    }

    function _put(FeedbackList memory list, uint256 place, address client, uint256 position, Feedback memory feedback)
        private
        view
    {
        list.clients[place] = client;
        list.indexes[place] = uint64(position + 1);
        list.values[place] = feedback.value;
        list.decimals[place] = feedback.decimals;
        list.tag1s[place] = _tagOf(feedback.tag1);
        list.tag2s[place] = _tagOf(feedback.tag2);
        list.revoked[place] = feedback.revoked;
    }

    /// @dev Responses to one feedback, or to all of the book for index 0; 0 for an index that doesn't exist.
    function _countResponses(Book storage book, uint256 index, address[] calldata responders)
        private
        view
        returns (uint256 count)
    {
        Head head = book.head;
        uint256 last = head.lastIndex();
        if (index > last) return 0;
        if (index != 0) return _countResponsesTo(book, head, index - 1, responders);
        for (uint256 position; position < last; ++position) {
            count += _countResponsesTo(book, head, position, responders);
        }
    }

    function _countResponsesTo(Book storage book, Head head, uint256 position, address[] calldata responders)
        private
        view
        returns (uint256 count)
    {
        if (responders.length == 0) {
            return _responseTotal(book, position, _load(book, head, position).responses);
        }
        for (uint256 i; i < responders.length; ++i) {
            count += book.responsesBy[position][responders[i]];
        }
    }
}
