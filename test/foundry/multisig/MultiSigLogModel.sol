// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Vm} from "forge-std/Vm.sol";
import {IOwnerSet} from "../../../contracts/interfaces/IOwnerSet.sol";
import {ISimpleMultiSig} from "../../../contracts/interfaces/ISimpleMultiSig.sol";

/// @notice The wallet's state, told by its logs alone.
contract MultiSigLogModel {
    struct Entry {
        bytes calls;
        bool executed;
    }

    uint256 public threshold;
    uint256 public departures;
    address[] private _owners;
    Entry[] private _entries;
    mapping(uint256 nonce => bool used) public nonceUsed;
    /// @dev How often an account became owner; a confirmation counts while this is what it was.
    mapping(address account => uint256 times) private _joined;
    mapping(address account => bool owner) public isOwner;
    mapping(uint256 id => mapping(address account => uint256 joined)) private _confirmed;

    function read(Vm.Log[] memory logs, address wallet) external {
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter == wallet) _read(logs[i]);
        }
    }

    function owners() external view returns (address[] memory) {
        return _owners;
    }

    function count() external view returns (uint256) {
        return _entries.length;
    }

    function entry(uint256 id) external view returns (Entry memory) {
        return _entries[id];
    }

    function isConfirmed(uint256 id, address account) public view returns (bool) {
        return isOwner[account] && _confirmed[id][account] == _joined[account];
    }

    function confirmations(uint256 id) external view returns (uint256 number) {
        for (uint256 i; i < _owners.length; ++i) {
            if (isConfirmed(id, _owners[i])) ++number;
        }
    }

    function _read(Vm.Log memory log) private {
        bytes32 topic = log.topics[0];
        if (topic == ISimpleMultiSig.TransactionProposed.selector) {
            _entries.push(Entry(log.data, false));
        } else if (topic == ISimpleMultiSig.TransactionConfirmed.selector) {
            address owner = _address(log.topics[2]);
            _confirmed[uint256(log.topics[1])][owner] = _joined[owner];
        } else if (topic == ISimpleMultiSig.ConfirmationRevoked.selector) {
            delete _confirmed[uint256(log.topics[1])][_address(log.topics[2])];
        } else if (topic == ISimpleMultiSig.TransactionExecuted.selector) {
            _entries[uint256(log.topics[1])].executed = true;
        } else if (
            topic == ISimpleMultiSig.SignedTransactionExecuted.selector
                || topic == ISimpleMultiSig.NonceCancelled.selector
        ) {
            nonceUsed[uint256(log.topics[1])] = true;
        } else if (topic == IOwnerSet.OwnerAdded.selector) {
            address owner = _address(log.topics[1]);
            _owners.push(owner);
            isOwner[owner] = true;
            ++_joined[owner];
        } else if (topic == IOwnerSet.OwnerRemoved.selector) {
            _remove(_address(log.topics[1]));
        } else if (topic == IOwnerSet.ThresholdChanged.selector) {
            threshold = abi.decode(log.data, (uint256));
        }
    }

    function _remove(address owner) private {
        isOwner[owner] = false;
        ++departures;
        for (uint256 i; i < _owners.length; ++i) {
            if (_owners[i] == owner) {
                _owners[i] = _owners[_owners.length - 1];
                _owners.pop();
                return;
            }
        }
    }

    function _address(bytes32 topic) private pure returns (address) {
        return address(uint160(uint256(topic)));
    }
}
