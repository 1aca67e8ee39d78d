// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {CommonBase} from "forge-std/Base.sol";
import {StdUtils} from "forge-std/StdUtils.sol";
import {ISimpleMultiSig} from "../../../contracts/interfaces/ISimpleMultiSig.sol";
import {SimpleMultiSig} from "../../../contracts/SimpleMultiSig.sol";
import {Reentrant, Target} from "../mocks/multisig/Targets.sol";
import {MultiSigLogModel} from "./MultiSigLogModel.sol";

/// @notice Acts on the wallet as its owners, former owners and strangers. Every transaction calls the target with its own number,
/// so that the target tells how often it happened. Where an action isn't possible, it first does what makes it so.
contract MultiSigHandler is CommonBase, StdUtils {
    uint256 public constant ACTIONS = 14;
    uint256 public constant ACCOUNTS = 8;
    /// @dev Numbers of transactions that were signed off-chain begin here.
    uint256 public constant SIGNED = 1 << 128;

    SimpleMultiSig public immutable wallet;
    MultiSigLogModel public immutable logged;
    Target public immutable target;

    uint256[ACTIONS] public reach;
    uint256 public turn;
    uint256 public nonces = 1;

    Reentrant private immutable _REENTRANT;
    address[ACCOUNTS] private _accounts;
    mapping(address account => uint256 key) private _keyOf;
    /// @dev What was proposed, by id; what came of it; and who confirmed it since when.
    mapping(uint256 id => bytes calls) private _callsOf;
    mapping(uint256 id => bool executed) public executed;
    mapping(address account => bool owner) private _isOwner;
    mapping(address account => uint256 times) private _joined;
    mapping(uint256 id => mapping(address account => uint256 joined)) private _confirmed;

    modifier acting(uint256 action) {
        vm.recordLogs();
        _;
        logged.read(vm.getRecordedLogs(), address(wallet));
        ++reach[action];
        ++turn;
    }

    constructor(SimpleMultiSig wallet_, MultiSigLogModel logged_, uint256[] memory keys) {
        wallet = wallet_;
        logged = logged_;
        target = new Target();
        _REENTRANT = new Reentrant();
        for (uint256 i; i < ACCOUNTS; ++i) {
            _accounts[i] = vm.addr(keys[i]);
            _keyOf[_accounts[i]] = keys[i];
            if (wallet.isOwner(_accounts[i])) _join(_accounts[i]);
        }
    }

    function propose(uint256 seed) external acting(0) {
        _proposeAct(seed);
    }

    function confirm(uint256 seed) external acting(1) {
        uint256 id = _pending(seed);
        address owner = _findOwner(id, seed, false);
        if (owner == address(0)) {
            id = _proposeAct(seed);
            owner = _findOwner(id, seed, false);
            if (owner == address(0)) owner = _takeBack(id, seed);
        }
        _confirm(id, owner);
    }

    function revokeConfirmation(uint256 seed) external acting(2) {
        uint256 id = _pending(seed);
        if (_findOwner(id, seed, true) == address(0)) id = _proposeAct(seed);
        _takeBack(id, seed);
    }

    function execute(uint256 seed) external acting(3) {
        _confirmAndExecute(_pending(seed), seed);
    }

    function executeFailing(uint256 seed) external acting(4) {
        uint256 id = _proposeAct(seed);
        _confirmEnough(id);
        target.setMode(Target.Mode(1 + seed % 3));
        vm.prank(_owner(seed));
        (bool success,) = address(wallet).call{gas: 3_000_000}(abi.encodeCall(wallet.execute, (id, _calls(id))));
        require(!success, "a failing target succeeded");
        target.setMode(Target.Mode.Succeed);
    }

    function executeWithSignatures(uint256 seed) external acting(5) {
        uint256 nonce = ++nonces;
        ISimpleMultiSig.Call[] memory calls = _call(address(target), abi.encodeCall(target.act, (SIGNED + nonce)));
        wallet.executeWithSignatures(calls, nonce, 0, block.timestamp, _signAll(calls, nonce));
        executed[SIGNED + nonce] = true;
        // The same again must fail.
        ISimpleMultiSig.Confirmation[] memory signed = _signAll(calls, nonce);
        bytes memory again = abi.encodeCall(wallet.executeWithSignatures, (calls, nonce, 0, block.timestamp, signed));
        _expectFailure(_account(seed), again);
    }

    function addOwner(uint256 seed) external acting(6) {
        address owner = _find(seed, false);
        if (owner == address(0)) {
            owner = _account(seed);
            _removeOwner(seed, owner);
        }
        uint256 owners = wallet.getOwners().length + 1;
        _self(abi.encodeCall(wallet.addOwner, (owner, bound(seed / 8, 1, owners))), seed);
        _join(owner);
    }

    function removeOwner(uint256 seed) external acting(7) {
        if (wallet.getOwners().length == 1) {
            address owner = _find(seed, false);
            _self(abi.encodeCall(wallet.addOwner, (owner, 1)), seed);
            _join(owner);
        }
        _removeOwner(seed, _find(seed / 8, true));
    }

    function replaceOwner(uint256 seed) external acting(8) {
        address newOwner = _find(seed / 8, false);
        if (newOwner == address(0)) {
            newOwner = _account(seed / 8);
            _removeOwner(seed, newOwner);
        }
        address owner = _find(seed, true);
        _self(abi.encodeCall(wallet.replaceOwner, (owner, newOwner)), seed);
        _isOwner[owner] = false;
        _join(newOwner);
    }

    function changeThreshold(uint256 seed) external acting(9) {
        _self(abi.encodeCall(wallet.changeThreshold, (bound(seed, 1, wallet.getOwners().length))), seed);
    }

    function cancelNonce(uint256 seed) external acting(10) {
        uint256 nonce = ++nonces;
        ISimpleMultiSig.Call[] memory calls = _call(address(target), abi.encodeCall(target.act, (SIGNED + nonce)));
        ISimpleMultiSig.Confirmation[] memory signed = _signAll(calls, nonce);
        _self(abi.encodeCall(wallet.cancelNonce, (nonce)), seed);
        bytes memory late = abi.encodeCall(wallet.executeWithSignatures, (calls, nonce, 0, block.timestamp, signed));
        _expectFailure(_account(seed), late);
    }

    function sendEther(uint256 seed) external acting(11) {
        uint256 amount = bound(seed, 1, 1 ether);
        vm.deal(address(this), amount);
        (bool success,) = address(wallet).call{value: amount}("");
        require(success, "ether refused");
    }

    /// @dev A target that executes what executes it.
    function reenter(uint256 seed) external acting(12) {
        uint256 nonce = ++nonces;
        ISimpleMultiSig.Call[] memory calls = new ISimpleMultiSig.Call[](2);
        calls[0] = ISimpleMultiSig.Call(address(_REENTRANT), 0, abi.encodeCall(_REENTRANT.act, ()));
        calls[1] = ISimpleMultiSig.Call(address(target), 0, abi.encodeCall(target.act, (SIGNED + nonce)));
        ISimpleMultiSig.Confirmation[] memory signed = _signAll(calls, nonce);
        bytes memory call = abi.encodeCall(wallet.executeWithSignatures, (calls, nonce, 0, block.timestamp, signed));
        _REENTRANT.prepare(address(wallet), call);
        vm.prank(_account(seed));
        wallet.executeWithSignatures(calls, nonce, 0, block.timestamp, signed);
        executed[SIGNED + nonce] = true;
        require(!_REENTRANT.succeeded(), "executed inside of itself");
    }

    function misbehave(uint256 seed) external acting(13) {
        uint256 id = _pending(seed);
        if (confirmationsOf(id) < wallet.threshold()) {
            _expectFailure(_owner(seed), abi.encodeCall(wallet.execute, (id, _calls(id))));
        }
        address outsider = _find(seed, false);
        if (outsider == address(0)) outsider = address(0x5eed);
        _expectFailure(outsider, abi.encodeCall(wallet.confirm, (id)));
        _expectFailure(outsider, abi.encodeCall(wallet.revokeConfirmation, (id)));
        _expectFailure(outsider, abi.encodeCall(wallet.execute, (id, _calls(id))));
        _expectFailure(_owner(seed), abi.encodeCall(wallet.changeThreshold, (1)));
        _expectFailure(_owner(seed), abi.encodeCall(wallet.removeOwner, (_owner(seed % ACCOUNTS + 1), 1)));
        _expectFailure(outsider, abi.encodeCall(wallet.addOwner, (outsider, 1)));
        _confirmAndExecute(id, seed);
        _expectFailure(_owner(seed), abi.encodeCall(wallet.execute, (id, _calls(id))));
    }

    /// @dev How many of the present owners confirm, by looking at each.
    function confirmationsOf(uint256 id) public view returns (uint256 number) {
        for (uint256 i; i < ACCOUNTS; ++i) {
            if (isConfirmed(id, _accounts[i])) ++number;
        }
    }

    function isConfirmed(uint256 id, address account) public view returns (bool) {
        return _isOwner[account] && _confirmed[id][account] == _joined[account];
    }

    function accountAt(uint256 index) external view returns (address) {
        return _accounts[index];
    }

    function _proposeAct(uint256 seed) private returns (uint256) {
        uint256 id = wallet.getTransactionCount();
        return _propose(_call(address(target), abi.encodeCall(target.act, (id))), seed);
    }

    function _propose(ISimpleMultiSig.Call[] memory calls, uint256 seed) private returns (uint256 id) {
        address owner = _owner(seed);
        id = wallet.getTransactionCount();
        vm.prank(owner);
        if (seed % 2 == 0) wallet.propose(calls[0].target, 0, calls[0].data);
        else wallet.proposeBatch(calls);
        _callsOf[id] = abi.encode(calls);
        _confirmed[id][owner] = _joined[owner];
    }

    function _confirm(uint256 id, address owner) private {
        vm.prank(owner);
        wallet.confirm(id);
        _confirmed[id][owner] = _joined[owner];
    }

    function _takeBack(uint256 id, uint256 seed) private returns (address owner) {
        owner = _findOwner(id, seed, true);
        vm.prank(owner);
        wallet.revokeConfirmation(id);
        _confirmed[id][owner] = 0;
    }

    function _confirmEnough(uint256 id) private {
        uint256 threshold = wallet.threshold();
        uint256 count = confirmationsOf(id);
        for (uint256 i; i < ACCOUNTS && count < threshold; ++i) {
            if (!_isOwner[_accounts[i]] || isConfirmed(id, _accounts[i])) continue;
            _confirm(id, _accounts[i]);
            ++count;
        }
    }

    /// @dev P39: it is checked here, at the moment of execution, by rules of our own.
    function _confirmAndExecute(uint256 id, uint256 seed) private {
        _confirmEnough(id);
        require(confirmationsOf(id) >= wallet.threshold(), "executed with too few");
        vm.prank(_owner(seed));
        wallet.execute(id, _calls(id));
        executed[id] = true;
    }

    function _self(bytes memory data, uint256 seed) private {
        _confirmAndExecute(_propose(_call(address(wallet), data), seed), seed);
    }

    function _removeOwner(uint256 seed, address owner) private {
        uint256 owners = wallet.getOwners().length - 1;
        _self(abi.encodeCall(wallet.removeOwner, (owner, bound(seed / 8, 1, owners))), seed);
        _isOwner[owner] = false;
    }

    function _join(address owner) private {
        _isOwner[owner] = true;
        ++_joined[owner];
    }

    function _expectFailure(address who, bytes memory call) private {
        vm.prank(who);
        (bool success,) = address(wallet).call(call);
        require(!success, "did what it must not");
    }

    /// @dev A transaction of the target that is not executed.
    function _pending(uint256 seed) private returns (uint256) {
        uint256 count = wallet.getTransactionCount();
        for (uint256 i; i < count && i < 20; ++i) {
            uint256 id = (seed % count + i) % count;
            if (!executed[id]) return id;
        }
        return _proposeAct(seed);
    }

    function _calls(uint256 id) private view returns (ISimpleMultiSig.Call[] memory) {
        return abi.decode(_callsOf[id], (ISimpleMultiSig.Call[]));
    }

    /// @dev All owners sign, sorted.
    function _signAll(ISimpleMultiSig.Call[] memory calls, uint256 nonce)
        private
        view
        returns (ISimpleMultiSig.Confirmation[] memory signed)
    {
        bytes32 digest = wallet.executionDigest(calls, nonce, 0, block.timestamp);
        address[] memory owners = wallet.getOwners();
        for (uint256 i = 1; i < owners.length; ++i) {
            for (uint256 j = i; j > 0 && owners[j] < owners[j - 1]; --j) {
                (owners[j], owners[j - 1]) = (owners[j - 1], owners[j]);
            }
        }
        signed = new ISimpleMultiSig.Confirmation[](owners.length);
        for (uint256 i; i < owners.length; ++i) {
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keyOf[owners[i]], digest);
            signed[i] = ISimpleMultiSig.Confirmation(owners[i], abi.encodePacked(r, s, v));
        }
    }

    function _find(uint256 seed, bool owner) private view returns (address) {
        for (uint256 i; i < ACCOUNTS; ++i) {
            address candidate = _account(seed % ACCOUNTS + i);
            if (_isOwner[candidate] == owner) return candidate;
        }
        return address(0);
    }

    function _owner(uint256 seed) private view returns (address) {
        return _find(seed % ACCOUNTS, true);
    }

    function _findOwner(uint256 id, uint256 seed, bool confirmed) private view returns (address) {
        for (uint256 i; i < ACCOUNTS; ++i) {
            address candidate = _account(seed % ACCOUNTS + i);
            if (_isOwner[candidate] && isConfirmed(id, candidate) == confirmed) return candidate;
        }
        return address(0);
    }

    function _account(uint256 seed) private view returns (address) {
        return _accounts[seed % ACCOUNTS];
    }

    function _call(address to, bytes memory data) private pure returns (ISimpleMultiSig.Call[] memory calls) {
        calls = new ISimpleMultiSig.Call[](1);
        calls[0] = ISimpleMultiSig.Call(to, 0, data);
    }
}
