// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @notice How much stands behind a feedback. `Open`: anybody's word. `TaskBacked`: the client had authorized the task
/// beforehand, in the open. `Validated`: besides, a validator that the client or governance named has approved the result.
enum FeedbackClass {
    Open,
    TaskBacked,
    Validated
}

/// @notice One feedback, unpacked. Tags are ids of `TagTable`, the class is a number of `FeedbackClass`.
/// @param responses As far as the packed field counts them, see `FeedbackRecord.MAX_RESPONSES`.
struct Feedback {
    int128 value;
    uint8 decimals;
    uint64 tag1;
    uint64 tag2;
    bool revoked;
    uint8 responses;
    uint8 class;
}

/// @notice Which feedback a read wants, by the ids of its tags; 0 matches every tag.
/// @param matchable False when a tag is wanted that nobody ever used, so that nothing can match.
struct TagFilter {
    bool matchable;
    uint64 tag1;
    uint64 tag2;
}
