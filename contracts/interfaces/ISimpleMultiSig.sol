// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IOwnerSet} from "./IOwnerSet.sol";

/// @title M-of-N wallet
/// @notice A transaction is a list of calls that happen all or not at all, once as many owners as the threshold agree: on-chain
/// by `confirm`, or off-chain by EIP-712 signatures. Once executed it can't be undone, and never happens twice.
interface ISimpleMultiSig is IOwnerSet {
    /// @notice One call of the wallet.
    /// @param target Whom to call; must have code if there is data.
    /// @param value Wei to send along.
    /// @param data Selector and arguments; empty to send ether only.
    struct Call {
        address target;
        uint256 value;
        bytes data;
    }

    /// @notice An owner's signature over a digest.
    /// @param owner An owner, with or without code.
    /// @param signature 65 bytes (r, s, v) of an externally owned account, or what the contract accepts by ERC-1271.
    struct Confirmation {
        address owner;
        bytes signature;
    }

    /// @notice A proposed transaction.
    /// @param callsHash See `hashCalls`.
    /// @param executed Whether it happened.
    /// @param confirmations How many present owners confirm it.
    struct Transaction {
        bytes32 callsHash;
        bool executed;
        uint256 confirmations;
    }

    /// @notice A transaction to confirm. `calls` must be shown again when it is executed.
    event TransactionProposed(uint256 indexed transactionId, address indexed proposer, Call[] calls);
    /// @notice An owner agrees.
    event TransactionConfirmed(uint256 indexed transactionId, address indexed owner);
    /// @notice An owner no longer agrees.
    event ConfirmationRevoked(uint256 indexed transactionId, address indexed owner);
    /// @notice All calls of the transaction succeeded.
    event TransactionExecuted(uint256 indexed transactionId, address indexed executor);
    /// @notice All calls that the owners signed off-chain succeeded.
    event SignedTransactionExecuted(uint256 indexed nonce, address indexed executor, bytes32 digest);
    /// @notice Signatures with this nonce are void.
    event NonceCancelled(uint256 indexed nonce);
    /// @notice Ether came in by a plain transfer.
    event EtherReceived(address indexed sender, uint256 amount);

    /// @notice A transaction has 1 to `maximum` calls.
    error MultiSigCallCount(uint256 calls, uint256 maximum);
    /// @notice There is no such transaction.
    error MultiSigUnknownTransaction(uint256 transactionId);
    /// @notice The transaction was executed.
    error MultiSigExecuted(uint256 transactionId);
    /// @notice The owner confirms it already.
    error MultiSigConfirmed(uint256 transactionId, address owner);
    /// @notice The owner doesn't confirm it.
    error MultiSigNotConfirmed(uint256 transactionId, address owner);
    /// @notice More owners must agree.
    error MultiSigTooFewConfirmations(uint256 confirmations, uint256 threshold);
    /// @notice These are not the calls that were proposed: take those of `TransactionProposed`.
    error MultiSigWrongCalls(uint256 transactionId, bytes32 callsHash, bytes32 expectedHash);
    /// @notice The call reverted or ran out of gas; nothing has changed and it can be tried again. `reason` is what came back, cut
    /// after 256 bytes.
    error MultiSigCallFailed(uint256 index, address target, bytes reason);
    /// @notice The call has data, and nobody is there to receive it.
    error MultiSigNoCode(uint256 index, address target);
    /// @notice The signatures were valid until `deadline`.
    error MultiSigExpired(uint256 deadline, uint256 current);
    /// @notice Send more gas with the transaction.
    error MultiSigTooLittleGas(uint256 gasLeft, uint256 minGas);
    /// @notice The nonce was used or cancelled: sign with another one.
    error MultiSigNonceUsed(uint256 nonce);
    /// @notice Confirmations are sorted by the owner's address, each owner once.
    error MultiSigUnsorted(uint256 index, address owner);
    /// @notice This is not the owner's signature over the digest.
    error MultiSigInvalidSignature(address owner, bytes32 digest);

    /// @notice Proposes a transaction of one call, and confirms it; only by an owner.
    /// @param target Whom to call.
    /// @param value Wei to send along.
    /// @param data Selector and arguments; empty to send ether only.
    /// @return transactionId Ids count up from 0.
    function propose(address target, uint256 value, bytes calldata data) external returns (uint256 transactionId);

    /// @notice Proposes a transaction of several calls, and confirms it; only by an owner.
    /// @param calls 1 to `MAX_CALLS` calls, done in this order.
    /// @return transactionId Ids count up from 0.
    function proposeBatch(Call[] calldata calls) external returns (uint256 transactionId);

    /// @notice Confirms a transaction; only by an owner. Read its calls in `TransactionProposed` first.
    function confirm(uint256 transactionId) external;

    /// @notice Takes the caller's confirmation back, before the transaction is executed.
    function revokeConfirmation(uint256 transactionId) external;

    /// @notice Executes a transaction that enough present owners confirm; only by an owner.
    /// @dev If a call fails, everything is undone and the transaction can be executed again later. The executor chooses the gas: a
    /// target that carries on when a call of its own runs out of gas can be made to do so.
    /// @param transactionId The transaction.
    /// @param calls The calls as proposed.
    function execute(uint256 transactionId, Call[] calldata calls) external;

    /// @notice Executes calls that enough owners signed off-chain; by anyone, once.
    /// @dev The owners sign the EIP-712 type `Execution(Call[] calls,uint256 nonce,uint256 minGas,uint256 deadline,
    /// uint256 ownersVersion)Call(address target,uint256 value,bytes data)` in this wallet's domain (name SimpleMultiSig, version
    /// 1, chain, wallet). Signatures end with the deadline, when any owner leaves, and by `cancelNonce`.
    /// @param calls 1 to `MAX_CALLS` calls, done in this order.
    /// @param nonce Any number not used before, in no order: of transactions signed with the same nonce only one can happen. Numbers
    /// with the same `nonce >> 8` share a word of storage, so counting up from 1 is the cheapest. 0 is taken.
    /// @param minGas Least gas that must be left before the first call, so that who executes can't starve the targets.
    /// @param deadline Last second (unix time) in which it can be executed.
    /// @param confirmations At least as many as the threshold, sorted by the owner's address, ascending.
    function executeWithSignatures(
        Call[] calldata calls,
        uint256 nonce,
        uint256 minGas,
        uint256 deadline,
        Confirmation[] calldata confirmations
    ) external;

    /// @notice Voids all signatures with this nonce; only by the wallet itself.
    function cancelNonce(uint256 nonce) external;

    /// @notice A proposed transaction; reverts for an unknown one.
    function getTransaction(uint256 transactionId) external view returns (Transaction memory);

    /// @notice How many transactions were proposed.
    function getTransactionCount() external view returns (uint256);

    /// @notice A page of transactions. Never fails: a page beyond the end is empty or short.
    function getTransactions(uint256 offset, uint256 limit) external view returns (Transaction[] memory);

    /// @notice Whether the account is an owner who confirms the transaction.
    function isConfirmed(uint256 transactionId, address account) external view returns (bool);

    /// @notice Whether the nonce was used or cancelled.
    function isNonceUsed(uint256 nonce) external view returns (bool);

    /// @notice The hash of a list of calls, as EIP-712 hashes `Call[]`.
    function hashCalls(Call[] calldata calls) external pure returns (bytes32);

    /// @notice What the owners sign for `executeWithSignatures`.
    function executionDigest(Call[] calldata calls, uint256 nonce, uint256 minGas, uint256 deadline)
        external
        view
        returns (bytes32);

    /// @notice What the owners sign to have the wallet confirm `hash` by ERC-1271: the EIP-712 type
    /// `WalletMessage(bytes32 hash,uint256 ownersVersion)` in this wallet's domain. The signature of the wallet is
    /// `abi.encode(Confirmation[])`, sorted as above.
    function messageDigest(bytes32 hash) external view returns (bytes32);
}
