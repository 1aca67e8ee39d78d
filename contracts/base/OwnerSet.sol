// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IOwnerSet} from "../interfaces/IOwnerSet.sol";

/// @title Owners, threshold, and who confirmed what
/// @dev Each time an account becomes owner it gets the next serial, never used before. A set of owners is a bitmap over the
/// serials, in words of 256: the bits of those who left match nobody any more, so nothing has to be cleared. Serials 0 and 1 are
/// nobody's.
abstract contract OwnerSet is IOwnerSet {
    /// @dev `position` is the place in the list of owners + 1; 0 for who is not an owner.
    struct Seat {
        uint32 position;
        uint32 serial;
    }

    /// @dev What changes with the owners, in one slot.
    struct Settings {
        uint32 threshold;
        uint32 lastSerial;
        uint32 version;
    }

    /// @notice The most owners that the wallet can have.
    uint256 public constant MAX_OWNERS = 50;

    Settings private _settings;
    address[] private _owners;
    mapping(address owner => Seat seat) private _seats;
    /// @dev The serials of the present owners.
    mapping(uint256 word => uint256 bits) private _present;

    modifier onlySelf() {
        if (msg.sender != address(this)) revert MultiSigOnlySelf(msg.sender);
        _;
    }

    /// @param initialOwners 1 to `MAX_OWNERS` accounts, all different.
    /// @param initialThreshold 1 to the number of owners.
    constructor(address[] memory initialOwners, uint256 initialThreshold) {
        _settings.lastSerial = 1;
        for (uint256 i; i < initialOwners.length; ++i) {
            _join(initialOwners[i]);
        }
        _setThreshold(initialThreshold);
    }

    /// @inheritdoc IOwnerSet
    function addOwner(address owner, uint256 newThreshold) external onlySelf {
        _join(owner);
        _setThreshold(newThreshold);
    }

    /// @inheritdoc IOwnerSet
    function removeOwner(address owner, uint256 newThreshold) external onlySelf {
        _leave(owner);
        _setThreshold(newThreshold);
    }

    /// @inheritdoc IOwnerSet
    function replaceOwner(address owner, address newOwner) external onlySelf {
        _leave(owner);
        _join(newOwner);
    }

    /// @inheritdoc IOwnerSet
    function changeThreshold(uint256 newThreshold) external onlySelf {
        _setThreshold(newThreshold);
    }

    /// @inheritdoc IOwnerSet
    function getOwners() external view returns (address[] memory) {
        return _owners;
    }

    /// @inheritdoc IOwnerSet
    function isOwner(address account) public view returns (bool) {
        return _seats[account].position != 0;
    }

    /// @inheritdoc IOwnerSet
    function threshold() public view returns (uint256) {
        return _settings.threshold;
    }

    /// @inheritdoc IOwnerSet
    function ownersVersion() public view returns (uint256) {
        return _settings.version;
    }

    /// @dev Word and bit of an owner's confirmations; reverts for anybody else.
    function _place(address owner) internal view returns (uint256 word, uint256 bit) {
        Seat memory seat = _seats[owner];
        if (seat.position == 0) revert MultiSigNotOwner(owner);
        return (seat.serial >> 8, 1 << (seat.serial & 0xff));
    }

    /// @dev How many of the set are owners now. A word more to read for every 256 times that an owner was added.
    function _countPresent(mapping(uint256 word => uint256 bits) storage set) internal view returns (uint256 count) {
        uint256 lastWord = _settings.lastSerial >> 8;
        for (uint256 word; word <= lastWord; ++word) {
            uint256 bits = set[word] & _present[word];
            for (; bits != 0; bits &= bits - 1) {
                ++count;
            }
        }
    }

    function _join(address owner) private {
        if (owner == address(0) || owner == address(this)) revert MultiSigInvalidOwner(owner);
        if (isOwner(owner)) revert MultiSigOwnerExists(owner);
        _owners.push(owner);
        if (_owners.length > MAX_OWNERS) revert MultiSigTooManyOwners(_owners.length, MAX_OWNERS);
        uint32 serial = ++_settings.lastSerial;
        _seats[owner] = Seat(uint32(_owners.length), serial);
        _present[serial >> 8] |= 1 << (serial & 0xff);
        emit OwnerAdded(owner);
    }

    function _leave(address owner) private {
        (uint256 word, uint256 bit) = _place(owner);
        _present[word] ^= bit;
        uint32 position = _seats[owner].position;
        address last = _owners[_owners.length - 1];
        _owners[position - 1] = last;
        _seats[last].position = position;
        _owners.pop();
        delete _seats[owner];
        ++_settings.version;
        emit OwnerRemoved(owner);
    }

    function _setThreshold(uint256 newThreshold) private {
        if (newThreshold == 0 || newThreshold > _owners.length) {
            revert MultiSigInvalidThreshold(newThreshold, _owners.length);
        }
        _settings.threshold = uint32(newThreshold);
        emit ThresholdChanged(newThreshold);
    }
}
