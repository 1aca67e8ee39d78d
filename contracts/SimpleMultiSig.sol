// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {ERC721Holder} from "@openzeppelin/contracts/token/ERC721/utils/ERC721Holder.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {OwnerSet} from "./base/OwnerSet.sol";
import {IOwnerSet} from "./interfaces/IOwnerSet.sol";
import {ISimpleMultiSig} from "./interfaces/ISimpleMultiSig.sol";
import {BoundedCall} from "./libraries/BoundedCall.sol";
import {Pages} from "./libraries/Pages.sol";

/// @title M-of-N wallet
/// @notice Not upgradeable, no modules, no delegate calls. Receives ether, ERC-721 and ERC-1155 tokens.
contract SimpleMultiSig is ISimpleMultiSig, OwnerSet, EIP712, IERC1271, ERC721Holder, ERC1155Holder {
    /// @notice The most calls of one transaction.
    uint256 public constant MAX_CALLS = 50;
    /// @notice The most gas that an owner with code gets to check a signature.
    uint256 public constant ERC1271_GAS = 200_000;

    uint256 private constant MAX_REASON = 256;
    uint256 private constant EXECUTED = 1;
    uint256 private constant PROPOSED = 2;
    bytes32 private constant CALL_TYPEHASH = keccak256("Call(address target,uint256 value,bytes data)");
    bytes32 private constant EXECUTION_TYPEHASH = keccak256(
        "Execution(Call[] calls,uint256 nonce,uint256 minGas,uint256 deadline,uint256 ownersVersion)Call(address target,uint256 value,bytes data)"
    );
    bytes32 private constant MESSAGE_TYPEHASH = keccak256("WalletMessage(bytes32 hash,uint256 ownersVersion)");

    bytes32[] private _callsHashes;
    /// @dev Bitmaps over the owners' serials, see `OwnerSet`. Of the two serials that are nobody's, the bit of the first says
    /// that the transaction was executed, that of the second that it was proposed: so the first confirmation finds a word that
    /// isn't zero, and pays less.
    mapping(uint256 transactionId => mapping(uint256 word => uint256 bits)) private _confirmed;
    mapping(uint256 word => uint256 bits) private _usedNonces;

    /// @param initialOwners 1 to `MAX_OWNERS` accounts, all different.
    /// @param initialThreshold 1 to the number of owners.
    constructor(address[] memory initialOwners, uint256 initialThreshold)
        OwnerSet(initialOwners, initialThreshold)
        EIP712("SimpleMultiSig", "1")
    {
        // Nonce 0 is given away so that the next 255 find a word that isn't zero.
        _usedNonces[0] = 1;
    }

    receive() external payable {
        emit EtherReceived(msg.sender, msg.value);
    }

    /// @inheritdoc ISimpleMultiSig
    function propose(address target, uint256 value, bytes calldata data) external returns (uint256 transactionId) {
        Call[] memory calls = new Call[](1);
        calls[0] = Call(target, value, data);
        return _propose(calls);
    }

    /// @inheritdoc ISimpleMultiSig
    function proposeBatch(Call[] memory calls) external returns (uint256 transactionId) {
        return _propose(calls);
    }

    /// @inheritdoc ISimpleMultiSig
    function confirm(uint256 transactionId) external {
        (uint256 word, uint256 bit) = _place(msg.sender);
        _checkPending(transactionId);
        uint256 bits = _confirmed[transactionId][word];
        if (bits & bit != 0) revert MultiSigConfirmed(transactionId, msg.sender);
        _confirmed[transactionId][word] = bits | bit;
        emit TransactionConfirmed(transactionId, msg.sender);
    }

    /// @inheritdoc ISimpleMultiSig
    function revokeConfirmation(uint256 transactionId) external {
        (uint256 word, uint256 bit) = _place(msg.sender);
        _checkPending(transactionId);
        uint256 bits = _confirmed[transactionId][word];
        if (bits & bit == 0) revert MultiSigNotConfirmed(transactionId, msg.sender);
        _confirmed[transactionId][word] = bits ^ bit;
        emit ConfirmationRevoked(transactionId, msg.sender);
    }

    /// @inheritdoc ISimpleMultiSig
    function execute(uint256 transactionId, Call[] memory calls) external {
        _place(msg.sender);
        _checkPending(transactionId);
        uint256 count = _countPresent(_confirmed[transactionId]);
        if (count < threshold()) revert MultiSigTooFewConfirmations(count, threshold());
        bytes32 hash = _hashCalls(calls);
        if (hash != _callsHashes[transactionId]) {
            revert MultiSigWrongCalls(transactionId, hash, _callsHashes[transactionId]);
        }
        _confirmed[transactionId][0] |= EXECUTED;
        _run(calls);
        emit TransactionExecuted(transactionId, msg.sender);
    }

    /// @inheritdoc ISimpleMultiSig
    function executeWithSignatures(
        Call[] memory calls,
        uint256 nonce,
        uint256 minGas,
        uint256 deadline,
        Confirmation[] calldata confirmations
    ) external {
        _checkCount(calls);
        if (block.timestamp > deadline) revert MultiSigExpired(deadline, block.timestamp);
        bytes32 digest = executionDigest(calls, nonce, minGas, deadline);
        _checkNumber(confirmations.length);
        address last;
        for (uint256 i; i < confirmations.length; ++i) {
            last = _checkConfirmation(i, last, digest, confirmations[i].owner, confirmations[i].signature);
        }
        _useNonce(nonce);
        if (gasleft() < minGas) revert MultiSigTooLittleGas(gasleft(), minGas);
        _run(calls);
        emit SignedTransactionExecuted(nonce, msg.sender, digest);
    }

    /// @inheritdoc ISimpleMultiSig
    function cancelNonce(uint256 nonce) external onlySelf {
        _useNonce(nonce);
        emit NonceCancelled(nonce);
    }

    /// @inheritdoc IERC1271
    /// @dev The signature is `abi.encode(Confirmation[])` over `messageDigest(hash)`. Says yes or reverts with what is wrong.
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        bytes32 digest = messageDigest(hash);
        Confirmation[] memory confirmations = abi.decode(signature, (Confirmation[]));
        _checkNumber(confirmations.length);
        address last;
        for (uint256 i; i < confirmations.length; ++i) {
            last = _checkConfirmation(i, last, digest, confirmations[i].owner, confirmations[i].signature);
        }
        return IERC1271.isValidSignature.selector;
    }

    /// @inheritdoc ISimpleMultiSig
    function getTransaction(uint256 transactionId) external view returns (Transaction memory) {
        if (transactionId >= _callsHashes.length) revert MultiSigUnknownTransaction(transactionId);
        return _transaction(transactionId);
    }

    /// @inheritdoc ISimpleMultiSig
    function getTransactionCount() external view returns (uint256) {
        return _callsHashes.length;
    }

    /// @inheritdoc ISimpleMultiSig
    function getTransactions(uint256 offset, uint256 limit) external view returns (Transaction[] memory page) {
        page = new Transaction[](Pages.size(offset, limit, _callsHashes.length));
        for (uint256 i; i < page.length; ++i) {
            page[i] = _transaction(offset + i);
        }
    }

    /// @inheritdoc ISimpleMultiSig
    function isConfirmed(uint256 transactionId, address account) external view returns (bool) {
        if (!isOwner(account)) return false;
        (uint256 word, uint256 bit) = _place(account);
        return _confirmed[transactionId][word] & bit != 0;
    }

    /// @inheritdoc ISimpleMultiSig
    function isNonceUsed(uint256 nonce) external view returns (bool) {
        return _usedNonces[nonce >> 8] >> (nonce & 0xff) & 1 != 0;
    }

    /// @inheritdoc ISimpleMultiSig
    function hashCalls(Call[] memory calls) external pure returns (bytes32) {
        return _hashCalls(calls);
    }

    /// @inheritdoc ISimpleMultiSig
    function executionDigest(Call[] memory calls, uint256 nonce, uint256 minGas, uint256 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedDataV4(
            keccak256(abi.encode(EXECUTION_TYPEHASH, _hashCalls(calls), nonce, minGas, deadline, ownersVersion()))
        );
    }

    /// @inheritdoc ISimpleMultiSig
    function messageDigest(bytes32 hash) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(MESSAGE_TYPEHASH, hash, ownersVersion())));
    }

    /// @inheritdoc ERC1155Holder
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(ISimpleMultiSig).interfaceId || interfaceId == type(IOwnerSet).interfaceId
            || interfaceId == type(IERC1271).interfaceId || interfaceId == type(IERC721Receiver).interfaceId
            || super.supportsInterface(interfaceId);
    }

    function _propose(Call[] memory calls) private returns (uint256 transactionId) {
        (uint256 word, uint256 bit) = _place(msg.sender);
        _checkCount(calls);
        transactionId = _callsHashes.length;
        _callsHashes.push(_hashCalls(calls));
        _confirmed[transactionId][0] = PROPOSED;
        _confirmed[transactionId][word] |= bit;
        emit TransactionProposed(transactionId, msg.sender, calls);
        emit TransactionConfirmed(transactionId, msg.sender);
    }

    function _useNonce(uint256 nonce) private {
        uint256 bits = _usedNonces[nonce >> 8];
        uint256 bit = 1 << (nonce & 0xff);
        if (bits & bit != 0) revert MultiSigNonceUsed(nonce);
        _usedNonces[nonce >> 8] = bits | bit;
    }

    /// @dev Either all calls succeed or nothing happened at all; so a target that fails, in whatever way, leaves the
    /// transaction as it was.
    function _run(Call[] memory calls) private {
        for (uint256 i; i < calls.length; ++i) {
            Call memory item = calls[i];
            // A call to an address without code succeeds, and a mistyped target would go unnoticed.
            if (item.data.length != 0 && item.target.code.length == 0) revert MultiSigNoCode(i, item.target);
            (bool success, bytes memory returned) =
                BoundedCall.callBounded(item.target, item.value, item.data, MAX_REASON);
            if (!success) revert MultiSigCallFailed(i, item.target, returned);
        }
    }

    /// @dev The ascending order of the owners shows that none is counted twice.
    /// @return The owner, for the next comparison.
    function _checkConfirmation(uint256 index, address last, bytes32 digest, address owner, bytes memory signature)
        private
        view
        returns (address)
    {
        if (owner <= last) revert MultiSigUnsorted(index, owner);
        if (!isOwner(owner)) revert MultiSigNotOwner(owner);
        if (!_hasSigned(owner, digest, signature)) revert MultiSigInvalidSignature(owner, digest);
        return owner;
    }

    function _checkNumber(uint256 confirmations) private view {
        if (confirmations < threshold()) revert MultiSigTooFewConfirmations(confirmations, threshold());
    }

    /// @dev Accounts with code are asked last, so that those of EIP-7702 sign with their key.
    function _hasSigned(address owner, bytes32 digest, bytes memory signature) private view returns (bool) {
        (address recovered, ECDSA.RecoverError fault,) = ECDSA.tryRecover(digest, signature);
        if (fault == ECDSA.RecoverError.NoError && recovered == owner) return true;
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        return BoundedCall.answers(owner, ERC1271_GAS, question, IERC1271.isValidSignature.selector);
    }

    function _transaction(uint256 transactionId) private view returns (Transaction memory) {
        mapping(uint256 word => uint256 bits) storage set = _confirmed[transactionId];
        return Transaction(_callsHashes[transactionId], set[0] & EXECUTED != 0, _countPresent(set));
    }

    function _checkPending(uint256 transactionId) private view {
        uint256 bits = _confirmed[transactionId][0];
        if (bits & PROPOSED == 0) revert MultiSigUnknownTransaction(transactionId);
        if (bits & EXECUTED != 0) revert MultiSigExecuted(transactionId);
    }

    function _checkCount(Call[] memory calls) private pure {
        if (calls.length == 0 || calls.length > MAX_CALLS) revert MultiSigCallCount(calls.length, MAX_CALLS);
    }

    function _hashCalls(Call[] memory calls) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](calls.length);
        for (uint256 i; i < calls.length; ++i) {
            Call memory item = calls[i];
            hashes[i] = keccak256(abi.encode(CALL_TYPEHASH, item.target, item.value, keccak256(item.data)));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
