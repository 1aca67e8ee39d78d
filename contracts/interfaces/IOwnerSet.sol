// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @title The owners of a wallet and how many of them must agree
/// @notice Owners and threshold change only by a call of the wallet to itself, which its owners must have confirmed. The owners
/// are trusted with everything the wallet holds and may do: as many as the threshold can do all of it.
interface IOwnerSet {
    /// @notice The account can confirm from now on.
    event OwnerAdded(address indexed owner);
    /// @notice The account's confirmations and signatures don't count any more, also if it is added again.
    event OwnerRemoved(address indexed owner);
    /// @notice So many owners must agree from now on.
    event ThresholdChanged(uint256 threshold);

    /// @notice The account is not an owner.
    error MultiSigNotOwner(address account);
    /// @notice Only the wallet itself may do this: propose it as a call to the wallet.
    error MultiSigOnlySelf(address caller);
    /// @notice An owner can't be the zero address or the wallet itself.
    error MultiSigInvalidOwner(address owner);
    /// @notice The account is an owner already.
    error MultiSigOwnerExists(address owner);
    /// @notice There would be more owners than the wallet can have.
    error MultiSigTooManyOwners(uint256 owners, uint256 maximum);
    /// @notice The threshold is 1 to the number of owners.
    error MultiSigInvalidThreshold(uint256 threshold, uint256 owners);

    /// @notice Adds an owner and sets the threshold; only by the wallet itself.
    function addOwner(address owner, uint256 newThreshold) external;

    /// @notice Removes an owner and sets the threshold; only by the wallet itself. All signatures made so far off-chain, by
    /// whichever owner, become invalid; on-chain confirmations of the other owners stay.
    function removeOwner(address owner, uint256 newThreshold) external;

    /// @notice Puts `newOwner` in the place of `owner`, as removing and adding would; only by the wallet itself.
    function replaceOwner(address owner, address newOwner) external;

    /// @notice Sets how many owners must agree; only by the wallet itself. Holds for pending transactions too.
    function changeThreshold(uint256 newThreshold) external;

    /// @notice All owners, in no particular order.
    function getOwners() external view returns (address[] memory);

    /// @notice Whether the account is an owner now.
    function isOwner(address account) external view returns (bool);

    /// @notice How many owners must agree.
    function threshold() external view returns (uint256);

    /// @notice How often an owner left. Off-chain signatures name this number and are valid only while it stands.
    function ownersVersion() external view returns (uint256);
}
