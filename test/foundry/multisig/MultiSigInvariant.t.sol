// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {console2} from "forge-std/console2.sol";
import {Test} from "forge-std/Test.sol";
import {ISimpleMultiSig} from "../../../contracts/interfaces/ISimpleMultiSig.sol";
import {SimpleMultiSig} from "../../../contracts/SimpleMultiSig.sol";
import {MultiSigHandler} from "./MultiSigHandler.sol";
import {MultiSigLogModel} from "./MultiSigLogModel.sol";

contract MultiSigInvariantTest is Test {
    uint256 private constant WHOLE_RUN = 150;
    /// @dev So many transactions are looked at after each call, others each time; all of them at the end.
    uint256 private constant SOME = 4;

    SimpleMultiSig private _wallet;
    MultiSigHandler private _handler;
    MultiSigLogModel private _logged;
    string[14] private _actions = [
        "propose",
        "confirm",
        "revokeConfirmation",
        "execute",
        "executeFailing",
        "executeWithSignatures",
        "addOwner",
        "removeOwner",
        "replaceOwner",
        "changeThreshold",
        "cancelNonce",
        "sendEther",
        "reenter",
        "misbehave"
    ];

    function setUp() external {
        vm.warp(1_770_000_000);
        uint256[] memory keys = new uint256[](8);
        address[] memory owners = new address[](4);
        for (uint256 i; i < 8; ++i) {
            keys[i] = uint256(keccak256(abi.encode("account", i)));
            if (i < 4) owners[i] = vm.addr(keys[i]);
        }
        _logged = new MultiSigLogModel();
        vm.recordLogs();
        _wallet = new SimpleMultiSig(owners, 2);
        _logged.read(vm.getRecordedLogs(), address(_wallet));
        _handler = new MultiSigHandler(_wallet, _logged, keys);
        targetContract(address(_handler));
        bytes4[] memory selectors = new bytes4[](14);
        selectors[0] = MultiSigHandler.propose.selector;
        selectors[1] = MultiSigHandler.confirm.selector;
        selectors[2] = MultiSigHandler.revokeConfirmation.selector;
        selectors[3] = MultiSigHandler.execute.selector;
        selectors[4] = MultiSigHandler.executeFailing.selector;
        selectors[5] = MultiSigHandler.executeWithSignatures.selector;
        selectors[6] = MultiSigHandler.addOwner.selector;
        selectors[7] = MultiSigHandler.removeOwner.selector;
        selectors[8] = MultiSigHandler.replaceOwner.selector;
        selectors[9] = MultiSigHandler.changeThreshold.selector;
        selectors[10] = MultiSigHandler.cancelNonce.selector;
        selectors[11] = MultiSigHandler.sendEther.selector;
        selectors[12] = MultiSigHandler.reenter.selector;
        selectors[13] = MultiSigHandler.misbehave.selector;
        targetSelector(FuzzSelector(address(_handler), selectors));
    }

    function invariant_P38_ownersAndThreshold() external view {
        address[] memory owners = _wallet.getOwners();
        assertGe(_wallet.threshold(), 1);
        assertLe(_wallet.threshold(), owners.length);
        assertLe(owners.length, _wallet.MAX_OWNERS());
        for (uint256 i; i < owners.length; ++i) {
            assertTrue(owners[i] != address(0) && owners[i] != address(_wallet));
            assertTrue(_wallet.isOwner(owners[i]));
            for (uint256 j; j < i; ++j) {
                assertTrue(owners[i] != owners[j]);
            }
        }
        uint256 count;
        for (uint256 i; i < _handler.ACCOUNTS(); ++i) {
            if (_wallet.isOwner(_handler.accountAt(i))) ++count;
        }
        assertEq(count, owners.length);
    }

    /// @dev The handler checks at each execution that enough present owners confirm, and that it fails with fewer.
    function invariant_P39_executedOnlyWithEnoughConfirmations() external view {
        _forSome(_checkConfirmations);
    }

    function invariant_P40_executedAtMostOnce() external view {
        _forSome(_checkExecuted);
        uint256 last = _handler.SIGNED() + _handler.nonces();
        assertEq(_handler.target().times(last), _handler.executed(last) ? 1 : 0);
    }

    function invariant_P41_onlyConfirmationsSinceTheOwnerJoinedCount() external view {
        _forSome(_checkConfirmers);
    }

    function invariant_P48_theLogsTellTheState() external view {
        assertEq(abi.encode(_wallet.getOwners()), abi.encode(_logged.owners()));
        assertEq(_wallet.threshold(), _logged.threshold());
        assertEq(_wallet.ownersVersion(), _logged.departures());
        assertEq(_wallet.getTransactionCount(), _logged.count());
        _forSome(_checkLogged);
    }

    function afterInvariant() external view {
        uint256 count = _wallet.getTransactionCount();
        for (uint256 id; id < count; ++id) {
            _checkConfirmations(id);
            _checkExecuted(id);
            _checkConfirmers(id);
            _checkLogged(id);
        }
        for (uint256 nonce = 1; nonce <= _handler.nonces() + 1; ++nonce) {
            assertEq(_wallet.isNonceUsed(nonce), _logged.nonceUsed(nonce), "nonce");
            uint256 number = _handler.SIGNED() + nonce;
            assertEq(_handler.target().times(number), _handler.executed(number) ? 1 : 0, "signed");
        }
        // Forge replays the shortened sequence of an earlier failure first; only a whole run tells about the reach.
        if (_handler.turn() < WHOLE_RUN) return;
        for (uint256 i; i < _actions.length; ++i) {
            console2.log(_actions[i], _handler.reach(i));
            assertGt(_handler.reach(i), 0, _actions[i]);
        }
        console2.log("transactions", count);
        console2.log("departures", _wallet.ownersVersion());
    }

    function _checkConfirmations(uint256 id) private view {
        assertEq(_wallet.getTransaction(id).confirmations, _handler.confirmationsOf(id), "confirmations");
    }

    function _checkExecuted(uint256 id) private view {
        assertEq(_wallet.getTransaction(id).executed, _handler.executed(id), "executed");
        assertLe(_handler.target().times(id), _handler.executed(id) ? 1 : 0, "times");
    }

    function _checkConfirmers(uint256 id) private view {
        for (uint256 i; i < _handler.ACCOUNTS(); ++i) {
            address account = _handler.accountAt(i);
            assertEq(_wallet.isConfirmed(id, account), _handler.isConfirmed(id, account), "confirmer");
        }
    }

    function _checkLogged(uint256 id) private view {
        MultiSigLogModel.Entry memory entry = _logged.entry(id);
        ISimpleMultiSig.Call[] memory calls = abi.decode(entry.calls, (ISimpleMultiSig.Call[]));
        assertEq(_wallet.getTransaction(id).callsHash, _wallet.hashCalls(calls), "calls");
        assertEq(_wallet.getTransaction(id).executed, entry.executed, "logged as executed");
        assertEq(_wallet.getTransaction(id).confirmations, _logged.confirmations(id), "logged confirmations");
    }

    function _forSome(function(uint256) view check) private view {
        uint256 count = _wallet.getTransactionCount();
        for (uint256 i; i < SOME && i < count; ++i) {
            check(i < SOME / 2 ? count - 1 - i : (_handler.turn() * SOME + i) % count);
        }
    }
}
