// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Head} from "../libraries/FeedbackHead.sol";
import {Feedback, FeedbackClass} from "../libraries/FeedbackTypes.sol";
import {FeedbackMath} from "../libraries/FeedbackMath.sol";
import {AgentWord, ShareState, TrustCell, TrustPacking} from "../libraries/TrustPacking.sol";
import {FeedbackLedger} from "./FeedbackLedger.sol";

/// @title Sums of feedback by class
/// @notice For an agent: the sums of what its clients that aren't excluded gave. For a client: its share in them, so that
/// the whole of it can be taken out or put back in constant time. Knows nothing of rules.
/// @dev Two things keep a client's first task feedback as cheap as it is. The sum of all task-backed feedback shares the
/// slot of the client count, and the sum for an agent's main tag (the first narrow one that its tasks were rated under) is
/// what the other tags leave of it. And a client's very first feedback for the agent (position 0) is in no share: it is
/// read from the book.
abstract contract TrustLedger is FeedbackLedger {
    uint256 internal constant TASK_BACKED = uint256(FeedbackClass.TaskBacked);
    uint256 internal constant VALIDATED = uint256(FeedbackClass.Validated);

    /// @dev In place of a tag id: all of a class together; all tags but the main one. Tag ids are below 2^64. The cell of
    /// all that is `TASK_BACKED` holds only what has no room in the agent's word.
    uint256 private constant ALL = 1 << 64;
    uint256 private constant OTHERS = ALL + 1;

    /// @dev Of an agent or of a client and an agent (see `_shareOf`). A key is a tag id (or one of the above) and a class.
    /// An agent has cells for the tags that aren't main or empty, a client for each of its tags.
    mapping(uint256 subject => mapping(uint256 key => TrustCell cell)) private _cells;
    mapping(uint256 agentId => mapping(address client => ShareState state)) private _shareStates;

    function _shareState(uint256 agentId, address client) internal view returns (ShareState) {
        return _shareStates[agentId][client];
    }

    function _setShareState(uint256 agentId, address client, ShareState state) internal {
        _shareStates[agentId][client] = state;
    }

    /// @dev Counts a feedback, or takes it out again if it is `revoked`. The sign comes with the feedback, because for a
    /// constant argument the compiler makes a copy of all that follows.
    /// @return fits False, with nothing done, when it would bring the client one tag too many.
    function _count(uint256 agentId, address client, uint256 position, Feedback memory feedback)
        internal
        returns (bool fits)
    {
        uint256 tag = feedback.tag1;
        (int256 sign, int256 sum) = _weigh(feedback);
        ShareState state = _shareStates[agentId][client];
        if (position != 0) {
            if (!state.hasTag(tag)) {
                if (state.tagCount() == TrustPacking.MAX_TAGS) return false;
                _shareStates[agentId][client] = state.withTag(tag);
            }
            _addToCell(_shareOf(agentId, client), tag, feedback.class, sign, sum);
        }
        if (!state.isExcluded()) _addToAgent(agentId, feedback.class, tag, sign, sum);
        return true;
    }

    /// @dev Counts the very first feedback of a client for an agent, of which nobody can be excluded yet.
    function _countFirst(uint256 agentId, Feedback memory feedback) internal {
        (int256 sign, int256 sum) = _weigh(feedback);
        _addToAgent(agentId, feedback.class, feedback.tag1, sign, sum);
    }

    /// @dev Takes all of a client's share out of the agent's sums, or puts it in again if the new state isn't excluded.
    function _setExcluded(uint256 agentId, address client, ShareState state) internal {
        _shareStates[agentId][client] = state;
        int256 sign = state.isExcluded() ? int256(-1) : int256(1);
        uint256 share = _shareOf(agentId, client);
        // Sums and counts stay far within int256.
        unchecked {
            for (uint256 i; i < state.tagCount(); ++i) {
                uint256 tag = state.tagAt(i);
                for (uint256 class = TASK_BACKED; class <= VALIDATED; ++class) {
                    (int256 count, int256 sum) = _cellOf(share, tag, class);
                    if (count != 0) _addToAgent(agentId, class, tag, sign * count, sign * sum);
                }
            }
        }
        Feedback memory first = _firstOf(agentId, client);
        if (first.class != 0) {
            first.revoked = state.isExcluded();
            _countFirst(agentId, first);
        }
    }

    /// @dev Count and sum of the agent's feedback of a class.
    function _sumsOf(uint256 agentId, uint256 class) internal view returns (int256 count, int256 sum) {
        (count, sum) = _cellOf(agentId, ALL, class);
        if (class != TASK_BACKED) return (count, sum);
        int256 inWord;
        (count, inWord) = _agentWord(agentId).split();
        unchecked {
            sum += inWord;
        }
    }

    /// @dev The same under one tag other than the empty one.
    function _sumsOfTag(uint256 agentId, uint256 class, uint256 tag) internal view returns (int256 count, int256 sum) {
        if (!_agentWord(agentId).isMain(tag)) return _cellOf(agentId, tag, class);
        (count, sum) = _sumsOf(agentId, class);
        (int256 othersCount, int256 othersSum) = _cellOf(agentId, OTHERS, class);
        unchecked {
            return (count - othersCount, sum - othersSum);
        }
    }

    /// @dev Count and sum of a client's feedback of both classes together, under a tag or (0) under all, excluded or not.
    function _sumsOfShare(uint256 agentId, address client, uint256 tag)
        internal
        view
        returns (int256 count, int256 sum)
    {
        ShareState state = _shareStates[agentId][client];
        Feedback memory first = _firstOf(agentId, client);
        unchecked {
            if (first.class != 0 && (tag == 0 || tag == first.tag1)) (count, sum) = _weigh(first);
            for (uint256 i; i < state.tagCount(); ++i) {
                uint256 held = state.tagAt(i);
                if (tag != 0 && tag != held) continue;
                for (uint256 class = TASK_BACKED; class <= VALIDATED; ++class) {
                    (int256 inCell, int256 cellSum) = _cellOf(_shareOf(agentId, client), held, class);
                    count += inCell;
                    sum += cellSum;
                }
            }
        }
    }

    function _addToAgent(uint256 agentId, uint256 class, uint256 tag, int256 count, int256 sum) private {
        AgentWord word = _agentWord(agentId).withMain(tag);
        if (!word.isMain(tag)) {
            _addToCell(agentId, OTHERS, class, count, sum);
            if (tag != 0) _addToCell(agentId, tag, class, count, sum);
        }
        if (class == TASK_BACKED) {
            int256 rest;
            (word, rest) = word.plus(count, sum);
            if (rest != 0) _addToCell(agentId, ALL, class, 0, rest);
        } else {
            _addToCell(agentId, ALL, class, count, sum);
        }
        // For the other class too: a client that is put in again can bring the agent's first tag with it.
        _setAgentWord(agentId, word);
    }

    function _addToCell(uint256 subject, uint256 tag, uint256 class, int256 count, int256 sum) private {
        uint256 key = (tag << 2) | class;
        _cells[subject][key] = _cells[subject][key].plus(count, sum);
    }

    function _cellOf(uint256 subject, uint256 tag, uint256 class) private view returns (int256 count, int256 sum) {
        return _cells[subject][(tag << 2) | class].split();
    }

    /// @dev The first feedback of the client for the agent if it is live and in a class that is summed up; else nothing.
    function _firstOf(uint256 agentId, address client) private view returns (Feedback memory feedback) {
        Book storage book = _bookOf(agentId, client);
        Head head = book.head;
        if (head.lastIndex() != 0) feedback = _load(book, head, 0);
        if (feedback.revoked) feedback.class = 0;
    }

    /// @dev The subject that stands for a client's share. Agent ids count up from 0 (and are below 2^32 wherever there
    /// are tasks), so no hash is one of them.
    function _shareOf(uint256 agentId, address client) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(agentId, client)));
    }

    /// @dev 1 and the value at 18 decimals, within ±1e56; negative for a revoked one.
    function _weigh(Feedback memory feedback) private pure returns (int256 sign, int256 sum) {
        sign = feedback.revoked ? int256(-1) : int256(1);
        unchecked {
            sum = sign * feedback.value * int256(10 ** (FeedbackMath.MAX_DECIMALS - feedback.decimals));
        }
    }
}
