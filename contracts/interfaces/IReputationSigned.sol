// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC8004ReputationRegistryV2} from "./IERC8004ReputationRegistryV2.sol";

/// @title Feedback that somebody else sends and pays for
/// @notice The client signs typed data (EIP-712, domain `ERC8004ReputationRegistryV2` version `1`); anybody may send it. An
/// account with a key signs with it, also one with delegated code (EIP-7702); a contract is asked (ERC-1271). Nonces need
/// no order: each works once for each client, and the client can use one up beforehand to make a signature void.
///
/// Types: `GiveFeedback(address client,uint256 agentId,int128 value,uint8 valueDecimals,string tag1,string tag2,string
/// endpoint,string feedbackURI,bytes32 feedbackHash,uint256 nonce,uint256 deadline)`; `GiveTaskFeedback` with `bytes32
/// taskId` after `client`; `RevokeFeedback(address client,uint256 agentId,uint64 feedbackIndex,uint256 nonce,uint256
/// deadline)`.
interface IReputationSigned {
    /// @notice Whose signature it is and for how long.
    /// @param client The account that signed, which gives or gave the feedback.
    /// @param nonce Any number that the client hasn't used yet.
    /// @param deadline Last moment at which the signature works, in Unix seconds.
    struct SignedBy {
        address client;
        uint256 nonce;
        uint256 deadline;
    }

    /// @notice The nonce can't be used any more, because a signature was or because the client cancelled it.
    event NonceUsed(address indexed client, uint256 nonce);

    /// @notice The signature has expired.
    error ReputationSignatureExpired(address client, uint256 deadline);
    /// @notice The client has used this nonce already: sign with another one.
    error ReputationNonceUsed(address client, uint256 nonce);
    /// @notice The client has not signed this.
    error ReputationInvalidSignature(address client);

    /// @notice `giveFeedback` for the client.
    function giveFeedbackBySig(
        IERC8004ReputationRegistryV2.FeedbackInput calldata input,
        SignedBy calldata by,
        bytes calldata signature
    ) external;

    /// @notice `giveTaskFeedback` for the client.
    function giveTaskFeedbackBySig(
        bytes32 taskId,
        IERC8004ReputationRegistryV2.FeedbackInput calldata input,
        SignedBy calldata by,
        bytes calldata signature
    ) external;

    /// @notice `revokeFeedback` for the client. It names an index, and relayers choose the order in which they send two
    /// feedbacks: sign it only once the index is final.
    function revokeFeedbackBySig(uint256 agentId, uint64 feedbackIndex, SignedBy calldata by, bytes calldata signature)
        external;

    /// @notice Uses up one of the caller's nonces, so that a signature with it doesn't work any more.
    function cancelNonce(uint256 nonce) external;

    /// @notice Whether a nonce of the client is used up.
    function isNonceUsed(address client, uint256 nonce) external view returns (bool);

    /// @notice What the client signs for `giveFeedbackBySig`.
    function feedbackDigest(IERC8004ReputationRegistryV2.FeedbackInput calldata input, SignedBy calldata by)
        external
        view
        returns (bytes32);

    /// @notice What the client signs for `giveTaskFeedbackBySig`.
    function taskFeedbackDigest(
        bytes32 taskId,
        IERC8004ReputationRegistryV2.FeedbackInput calldata input,
        SignedBy calldata by
    ) external view returns (bytes32);

    /// @notice What the client signs for `revokeFeedbackBySig`.
    function revocationDigest(uint256 agentId, uint64 feedbackIndex, SignedBy calldata by)
        external
        view
        returns (bytes32);
}
