// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {FeedbackClass} from "../libraries/FeedbackTypes.sol";

/// @title Trust summaries by class of evidence
/// @notice Each feedback is of one class at a time, and no summary mixes two. The standard's own views know nothing of
/// classes and of exclusions.
///
/// `TaskBacked` and `Validated` are summed up over all clients of an agent in constant time. `Open` is not: anybody can
/// give any number of open feedback under fresh addresses, so a sum over all of it says nothing; the reader names the
/// clients, as in the standard (`getOpenSummary`).
///
/// A client that has become the agent's own side (owner, operator or approved account) can be taken out by anybody: the
/// exclusion is announced, and a day later carried out if the client is on the agent's side then too. It lasts until
/// anybody shows that the client isn't on that side any more. Both are needed against owners, who could otherwise silence
/// a critic by naming it operator for one transaction: for a day the critic would have power over the agent, or anybody
/// could withdraw the announcement.
interface IReputationTrust {
    /// @notice What some feedback comes to.
    /// @param count Live feedback.
    /// @param sumAt18Decimals Sum of the values scaled to 18 decimals, exact.
    /// @param meanAt18Decimals Sum by count, truncated toward zero; 0 for no feedback.
    struct TrustSummary {
        uint64 count;
        int256 sumAt18Decimals;
        int256 meanAt18Decimals;
    }

    /// @notice Somebody announced that the client shall be left out of the agent's trust summaries.
    /// @param from Unix seconds from which on `excludeClient` works, for `EXCLUSION_WINDOW`.
    event ClientExclusionAnnounced(uint256 indexed agentId, address indexed client, uint256 from);

    /// @notice All feedback of the client, present and to come, left the agent's trust summaries.
    event ClientExcluded(uint256 indexed agentId, address indexed client);

    /// @notice The client's feedback is back in the agent's trust summaries, or an announcement was withdrawn.
    event ClientReinstated(uint256 indexed agentId, address indexed client);

    /// @notice No agent-wide summary is kept of this class; use `getOpenSummary` with the clients that matter.
    error ReputationOpenClassNotSummed(uint256 agentId);
    /// @notice The client is neither owner nor operator nor approved for the agent.
    error ReputationClientNotAgentSide(uint256 agentId, address client);
    /// @notice The client is owner, operator or approved for the agent now.
    error ReputationClientAgentSide(uint256 agentId, address client);
    /// @notice The client never gave the agent any feedback.
    error ReputationNothingToExclude(uint256 agentId, address client);
    /// @notice The client is excluded already.
    error ReputationClientExcluded(uint256 agentId, address client);
    /// @notice The client is neither excluded nor about to be.
    error ReputationClientNotExcluded(uint256 agentId, address client);
    /// @notice The announcement stands already; `excludeClient` works within these times (Unix seconds).
    error ReputationExclusionAnnounced(uint256 agentId, address client, uint256 from, uint256 until);
    /// @notice `excludeClient` works only within these times (Unix seconds; zeros: announce first).
    error ReputationExclusionNotDue(uint256 agentId, address client, uint256 from, uint256 until);
    /// @notice A client can rate the tasks of one agent under at most `maximum` different tag1, that of its very first
    /// feedback for the agent not counted. Use one of these tags, or `giveFeedback`.
    error ReputationTooManyTaskTags(uint256 agentId, address client, uint256 maximum);

    /// @notice Announces that a client shall be excluded. Anybody may, while the client is the agent's own side.
    /// @param agentId The agent.
    /// @param client A client with feedback for the agent.
    function announceExclusion(uint256 agentId, address client) external;

    /// @notice Takes all of a client's feedback out of the agent's trust summaries, in constant time. Anybody may, from
    /// `EXCLUSION_DELAY` after the announcement on and for `EXCLUSION_WINDOW`, while the client is the agent's own side.
    function excludeClient(uint256 agentId, address client) external;

    /// @notice Ends an exclusion or withdraws an announcement, in constant time. Anybody may, while the client isn't the
    /// agent's own side. A client that leaves that side for one transaction can have this called and come back: then it has to
    /// be announced anew.
    function reinstateClient(uint256 agentId, address client) external;

    /// @notice Sum and mean of an agent's live feedback of one class, without excluded clients. Constant time.
    /// @param agentId The agent.
    /// @param feedbackClass `TaskBacked` or `Validated`; neither includes the other.
    function getTrustSummary(uint256 agentId, FeedbackClass feedbackClass) external view returns (TrustSummary memory);

    /// @notice The same for one tag1. Constant time.
    /// @param agentId The agent.
    /// @param feedbackClass `TaskBacked` or `Validated`.
    /// @param tag1 Only feedback with this tag1; empty for all, as in the standard.
    function getTrustSummaryByTag(uint256 agentId, FeedbackClass feedbackClass, string calldata tag1)
        external
        view
        returns (TrustSummary memory);

    /// @notice Sum and mean of the live open feedback of the named clients, without those that are excluded. Constant time for
    /// a client whose feedback is uniform, else it grows with the client's entries, like `getSummary`.
    /// @param agentId The agent.
    /// @param clients At least one. A client listed twice counts twice, as in the standard.
    /// @param tag1 Only feedback with this tag1; empty for all.
    function getOpenSummary(uint256 agentId, address[] calldata clients, string calldata tag1)
        external
        view
        returns (TrustSummary memory);

    /// @notice The class of a feedback, revoked or not.
    function getFeedbackClass(uint256 agentId, address client, uint64 feedbackIndex)
        external
        view
        returns (FeedbackClass);

    /// @notice Whether a client is left out of an agent's trust summaries.
    /// @return excluded It is.
    /// @return from When it can be (Unix seconds), after an announcement; else 0.
    /// @return until Until when it can be.
    function getExclusion(uint256 agentId, address client)
        external
        view
        returns (bool excluded, uint256 from, uint256 until);
}
