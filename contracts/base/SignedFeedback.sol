// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IERC8004ReputationRegistryV2} from "../interfaces/IERC8004ReputationRegistryV2.sol";
import {IReputationSigned} from "../interfaces/IReputationSigned.sol";
import {Signatures} from "../libraries/Signatures.sol";

/// @title Digests, nonces and signatures of feedback that others send
abstract contract SignedFeedback is IReputationSigned, EIP712 {
    bytes32 private constant FEEDBACK_TYPEHASH = keccak256(
        "GiveFeedback(address client,uint256 agentId,int128 value,uint8 valueDecimals,string tag1,string tag2,string endpoint,string feedbackURI,bytes32 feedbackHash,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant TASK_FEEDBACK_TYPEHASH = keccak256(
        "GiveTaskFeedback(address client,bytes32 taskId,uint256 agentId,int128 value,uint8 valueDecimals,string tag1,string tag2,string endpoint,string feedbackURI,bytes32 feedbackHash,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant REVOCATION_TYPEHASH =
        keccak256("RevokeFeedback(address client,uint256 agentId,uint64 feedbackIndex,uint256 nonce,uint256 deadline)");

    /// @dev One bit for each nonce.
    mapping(address client => mapping(uint256 position => uint256 bits)) private _usedNonces;

    constructor() EIP712("ERC8004ReputationRegistryV2", "1") {}

    /// @inheritdoc IReputationSigned
    function cancelNonce(uint256 nonce) external {
        _useNonce(msg.sender, nonce);
    }

    /// @inheritdoc IReputationSigned
    function isNonceUsed(address client, uint256 nonce) external view returns (bool) {
        return _usedNonces[client][nonce >> 8] & (1 << (nonce & 0xff)) != 0;
    }

    /// @inheritdoc IReputationSigned
    function feedbackDigest(IERC8004ReputationRegistryV2.FeedbackInput calldata input, SignedBy calldata by)
        public
        view
        returns (bytes32)
    {
        return _digest(abi.encode(FEEDBACK_TYPEHASH, by.client), _encode(input), by);
    }

    /// @inheritdoc IReputationSigned
    function taskFeedbackDigest(
        bytes32 taskId,
        IERC8004ReputationRegistryV2.FeedbackInput calldata input,
        SignedBy calldata by
    ) public view returns (bytes32) {
        return _digest(abi.encode(TASK_FEEDBACK_TYPEHASH, by.client, taskId), _encode(input), by);
    }

    /// @inheritdoc IReputationSigned
    function revocationDigest(uint256 agentId, uint64 feedbackIndex, SignedBy calldata by)
        public
        view
        returns (bytes32)
    {
        return _digest(abi.encode(REVOCATION_TYPEHASH, by.client), abi.encode(agentId, feedbackIndex), by);
    }

    /// @dev Checks in this order: deadline, nonce, signature. The nonce is used up before the account is asked, which
    /// can't write in any case.
    function _useSignature(bytes32 digest, SignedBy calldata by, bytes calldata signature) internal {
        if (block.timestamp > by.deadline) revert ReputationSignatureExpired(by.client, by.deadline);
        _useNonce(by.client, by.nonce);
        if (!Signatures.hasSigned(by.client, digest, signature)) revert ReputationInvalidSignature(by.client);
    }

    function _useNonce(address client, uint256 nonce) private {
        uint256 bit = 1 << (nonce & 0xff);
        uint256 bits = _usedNonces[client][nonce >> 8];
        if (bits & bit != 0) revert ReputationNonceUsed(client, nonce);
        _usedNonces[client][nonce >> 8] = bits | bit;
        emit NonceUsed(client, nonce);
    }

    /// @dev The parts are whole words, so joining them is abi.encode of all fields.
    function _digest(bytes memory head, bytes memory body, SignedBy calldata by) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(bytes.concat(head, body, abi.encode(by.nonce, by.deadline))));
    }

    function _encode(IERC8004ReputationRegistryV2.FeedbackInput calldata input) private pure returns (bytes memory) {
        return abi.encode(
            input.agentId,
            input.value,
            input.valueDecimals,
            keccak256(bytes(input.tag1)),
            keccak256(bytes(input.tag2)),
            keccak256(bytes(input.endpoint)),
            keccak256(bytes(input.feedbackURI)),
            input.feedbackHash
        );
    }
}
