// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title Vote weights with a history
/// @notice The owner says who votes with what weight. Every change keeps the former value, by the block's timestamp, so that
/// a vote counts with the weights of a moment before it began. The owner is trusted with that: who sets the weights decides
/// later votes, but no vote that is open.
interface IVoteWeights {
    /// @notice A voter's weight from this block on.
    event VoteWeightSet(address indexed voter, uint256 weight, uint256 totalWeight);

    /// @notice As many weights as voters, at least one and at most `maximum` a call.
    error VoteWeightCounts(uint256 voters, uint256 weights, uint256 maximum);
    /// @notice The zero address can't vote; `index` is its place in the list.
    error VoteWeightZeroAddress(uint256 index);
    /// @notice All weights together would exceed what the tallies hold.
    error VoteWeightTotalTooLarge(uint256 total, uint256 maximum);
    /// @notice The weights of a block that isn't over may still change: ask for a time before `current`.
    error VoteWeightNotPast(uint256 timepoint, uint256 current);

    /// @notice Sets the weights of these voters; a weight of 0 removes a voter. Only by the owner.
    /// @dev A proposal made in the same second still counts with the weights from before.
    /// @param voters At most `MAX_VOTERS_PER_CALL`; of a voter that is listed twice the later weight holds.
    /// @param weights One for each voter, in any unit; all weights together fit 88 bits.
    function setVoteWeights(address[] calldata voters, uint88[] calldata weights) external;

    /// @notice What the account would vote with in a proposal made after this block.
    function voteWeight(address account) external view returns (uint256);

    /// @notice Sum of all weights, for a proposal made after this block.
    function totalVoteWeight() external view returns (uint256);

    /// @notice The account's weight at the end of the second `timepoint`, which must be over.
    function voteWeightAt(address account, uint256 timepoint) external view returns (uint256);

    /// @notice Sum of all weights at the end of the second `timepoint`, which must be over.
    function totalVoteWeightAt(uint256 timepoint) external view returns (uint256);
}
