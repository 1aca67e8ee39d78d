// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Test} from "forge-std/Test.sol";
import {SageTimelock} from "../../../contracts/SageTimelock.sol";
import {SimpleMultiSig} from "../../../contracts/SimpleMultiSig.sol";
import {IOwnerSet} from "../../../contracts/interfaces/IOwnerSet.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {ISageTimelock} from "../../../contracts/interfaces/ISageTimelock.sol";
import {ISimpleMultiSig} from "../../../contracts/interfaces/ISimpleMultiSig.sol";
import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {ITaskValidationPolicy} from "../../../contracts/interfaces/ITaskValidationPolicy.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";
import {Suite} from "./Suite.sol";

/// @dev Anybody tries every right; the council, a reserve council and the guardians use theirs. Actions come from a shuffled deck,
/// two cards for each, so that none is left to chance.
contract GovernanceHandler is Test {
    uint256 public constant ACTIONS = 10;
    uint256 private constant THRESHOLD = 2;
    bytes32 private constant ADMIN = 0;
    bytes32 private constant PROPOSER = keccak256("PROPOSER_ROLE");
    bytes32 private constant EXECUTOR = keccak256("EXECUTOR_ROLE");
    bytes32 private constant CANCELLER = keccak256("CANCELLER_ROLE");

    string[ACTIONS] public names = [
        "anybody tries the owned contracts",
        "anybody tries the timelock",
        "anybody tries the wallet",
        "the guardian pauses",
        "the council ends a pause",
        "the council replaces the guardian",
        "the council changes the delay",
        "the council tries a delay out of bounds",
        "a proposer joins",
        "a proposer leaves"
    ];
    uint256[ACTIONS] public reach;
    /// @dev How often the last proposer tried to leave, by itself and by the timelock.
    uint256 public lastProposerTried;
    Suite public suite;
    address[2] public guardians = [makeAddr("guardian"), makeAddr("other guardian")];
    address[] private _members;
    SageTimelock private _timelock;
    uint256[] private _deck;
    uint256 private _random;
    uint256 private _salt;

    constructor() {
        vm.warp(1_770_000_000);
        _members = [makeAddr("member 1"), makeAddr("member 2"), makeAddr("member 3")];
        suite = new Suite(_members, THRESHOLD, guardians[0]);
        _timelock = suite.TIMELOCK();
    }

    function act(uint256 seed) external {
        _random = seed;
        if (_deck.length == 0) {
            for (uint256 i; i < 2 * ACTIONS; ++i) {
                _deck.push(i % ACTIONS);
            }
        }
        uint256 place = _draw(0, _deck.length - 1);
        uint256 action = _deck[place];
        _deck[place] = _deck[_deck.length - 1];
        _deck.pop();
        skip(_draw(0, 2 hours));
        _perform(action);
        ++reach[action];
    }

    /// @dev A whole change by the present proposer; reverts when governance has come to a halt.
    function govern() external {
        uint256 threshold = suite.POLICY().governanceThreshold() % 100 + 1;
        _govern(address(suite.POLICY()), abi.encodeCall(ITaskValidationPolicy.setGovernanceThreshold, (threshold)), "");
        assertEq(suite.POLICY().governanceThreshold(), threshold);
    }

    function _perform(uint256 action) private {
        if (action == 0) _tryOwned();
        else if (action == 1) _tryTimelock();
        else if (action == 2) _tryWallet();
        else if (action == 3) _pause();
        else if (action == 4) _unpause();
        else if (action == 5) _replaceGuardian();
        else if (action == 6) _changeDelay();
        else if (action == 7) _tryDelay();
        else if (action == 8) _join();
        else _leave();
    }

    // What must fail

    /// @dev Every right of an owner, by anybody but the timelock; and those of the guardian by anybody but it.
    function _tryOwned() private {
        address actor = _anybody();
        Ownable2Step[5] memory owned = suite.owned();
        bytes memory refused = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, actor);
        for (uint256 i; i < owned.length; ++i) {
            _refused(actor, address(owned[i]), abi.encodeCall(Ownable2Step.transferOwnership, (actor)), refused);
            _refused(actor, address(owned[i]), abi.encodeCall(Ownable2Step.acceptOwnership, ()), refused);
            _refused(actor, address(owned[i]), abi.encodeCall(Ownable.renounceOwnership, ()), refused);
        }
        (address[] memory targets, bytes[] memory calls) = _rightsOfTheOwner(actor);
        for (uint256 i; i < calls.length; ++i) {
            _refused(actor, targets[i], calls[i], refused);
        }
        if (actor == suite.SAGE().guardian()) return;
        bytes memory pause = abi.encodeWithSignature("pause()");
        bytes memory no = abi.encodeWithSelector(ISageRegistryV3.SageNotGuardian.selector, actor);
        _refused(actor, address(suite.SAGE()), pause, no);
        no = abi.encodeWithSelector(IStakedRules.StakedNotGuardian.selector, actor);
        _refused(actor, address(suite.STAKED()), pause, no);
        no = abi.encodeWithSelector(ITEEKeyRegistry.TEEKeyNotGuardian.selector, actor);
        _refused(actor, address(suite.TEE_KEYS()), abi.encodeCall(ITEEKeyRegistry.revoke, (PROPOSER, "")), no);
    }

    function _rightsOfTheOwner(address actor) private view returns (address[] memory targets, bytes[] memory calls) {
        (targets, calls) = (new address[](14), new bytes[](14));
        for (uint256 i; i < 5; ++i) {
            targets[i] = address(suite.TEE_KEYS());
            if (i < 4) targets[5 + i] = address(suite.STAKED());
            if (i < 3) targets[9 + i] = address(suite.SAGE());
        }
        ITEEKeyRegistry.Parameters memory teeParameters;
        IStakedRules.Parameters memory stakedParameters;
        calls[0] = abi.encodeWithSignature("setGuardian(address)", actor);
        calls[1] = abi.encodeCall(ITEEKeyRegistry.setParameters, (teeParameters));
        calls[2] = abi.encodeCall(ITEEKeyRegistry.setVerifier, (TEEKind(0), actor));
        calls[3] = abi.encodeWithSignature("setVoteWeights(address[],uint88[])", new address[](0), new uint88[](0));
        calls[4] = abi.encodeCall(ITEEKeyRegistry.withdrawTreasury, (payable(actor), 0));
        calls[5] = calls[0];
        calls[6] = abi.encodeCall(IStakedRules.setParameters, (stakedParameters));
        calls[7] = abi.encodeCall(IStakedRules.withdrawTreasury, (payable(actor), 0));
        calls[8] = abi.encodeWithSignature("unpause()");
        calls[9] = calls[0];
        calls[10] = calls[8];
        calls[11] = abi.encodeCall(ISageRegistryV3.setHook, (address(0), false, false));
        targets[12] = address(suite.POLICY());
        calls[12] = abi.encodeCall(ITaskValidationPolicy.setGovernanceValidator, (actor, true));
        targets[13] = address(suite.HOOK());
        calls[13] = abi.encodeWithSignature("setBlocked(address,bool)", actor, true);
    }

    function _tryTimelock() private {
        address actor = _anybody();
        bytes32[4] memory roles = [ADMIN, PROPOSER, EXECUTOR, CANCELLER];
        bytes memory notAdmin = _missing(actor, ADMIN);
        for (uint256 i; i < roles.length; ++i) {
            _refused(actor, address(_timelock), abi.encodeCall(_timelock.grantRole, (roles[i], actor)), notAdmin);
            address member = _timelock.getRoleMember(roles[i], 0);
            _refused(actor, address(_timelock), abi.encodeCall(_timelock.revokeRole, (roles[i], member)), notAdmin);
        }
        bytes memory no = abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, actor);
        _refused(actor, address(_timelock), abi.encodeCall(_timelock.updateDelay, (48 hours)), no);
        if (_timelock.hasRole(PROPOSER, actor)) return;
        bytes memory call = abi.encodeCall(_timelock.schedule, (actor, 0, "", bytes32(0), bytes32(0), 30 days));
        _refused(actor, address(_timelock), call, _missing(actor, PROPOSER));
        if (_timelock.hasRole(CANCELLER, actor)) return;
        _refused(actor, address(_timelock), abi.encodeCall(_timelock.cancel, (0)), _missing(actor, CANCELLER));
    }

    function _tryWallet() private {
        address actor = _anybody();
        SimpleMultiSig wallet = suite.COUNCIL();
        if (actor == address(wallet)) actor = address(suite.RESERVE());
        bytes memory no = abi.encodeWithSelector(IOwnerSet.MultiSigOnlySelf.selector, actor);
        _refused(actor, address(wallet), abi.encodeCall(wallet.addOwner, (actor, 1)), no);
        _refused(actor, address(wallet), abi.encodeCall(wallet.removeOwner, (_members[0], 1)), no);
        _refused(actor, address(wallet), abi.encodeCall(wallet.replaceOwner, (_members[0], actor)), no);
        _refused(actor, address(wallet), abi.encodeCall(wallet.changeThreshold, (1)), no);
        _refused(actor, address(wallet), abi.encodeCall(wallet.cancelNonce, (77)), no);
        if (wallet.isOwner(actor)) return;
        no = abi.encodeWithSelector(IOwnerSet.MultiSigNotOwner.selector, actor);
        _refused(actor, address(wallet), abi.encodeCall(wallet.propose, (actor, 0, "")), no);
    }

    function _tryDelay() private {
        uint256 delay = _draw(0, 1) == 0 ? _draw(0, 48 hours - 1) : _draw(30 days + 1, type(uint256).max);
        bytes memory no = abi.encodeWithSelector(
            ISageTimelock.SageTimelockDelayOutOfBounds.selector, delay, uint256(48 hours), uint256(30 days)
        );
        _govern(address(_timelock), abi.encodeCall(_timelock.updateDelay, (delay)), no);
    }

    // What governance does

    function _pause() private {
        bool first = _draw(0, 1) == 0;
        address target = first ? address(suite.SAGE()) : address(suite.STAKED());
        bytes memory already =
            abi.encodeWithSelector(first ? ISageRegistryV3.SagePaused.selector : IStakedRules.StakedPaused.selector);
        bool wasPaused = _isPaused(target);
        vm.prank(suite.SAGE().guardian());
        if (wasPaused) vm.expectRevert(already);
        ISageRegistryV3(target).pause();
        assertTrue(_isPaused(target));
    }

    function _unpause() private {
        address target = _draw(0, 1) == 0 ? address(suite.SAGE()) : address(suite.STAKED());
        if (!_isPaused(target)) {
            vm.prank(suite.SAGE().guardian());
            ISageRegistryV3(target).pause();
        }
        _govern(target, abi.encodeWithSignature("unpause()"), "");
        assertFalse(_isPaused(target));
    }

    /// @dev The three contracts have one guardian.
    function _replaceGuardian() private {
        address next = guardians[_draw(0, 1)];
        bytes memory call = abi.encodeWithSignature("setGuardian(address)", next);
        _govern(address(suite.TEE_KEYS()), call, "");
        _govern(address(suite.STAKED()), call, "");
        _govern(address(suite.SAGE()), call, "");
    }

    function _changeDelay() private {
        uint256 delay = _draw(48 hours, 30 days);
        _govern(address(_timelock), abi.encodeCall(_timelock.updateDelay, (delay)), "");
        assertEq(_timelock.getMinDelay(), delay);
    }

    function _join() private {
        _govern(address(_timelock), abi.encodeCall(_timelock.grantRole, (PROPOSER, address(_idle()))), "");
    }

    /// @dev One of two leaves, by its own will or by an operation; then the other tries both and stays.
    function _leave() private {
        if (_timelock.getRoleMemberCount(PROPOSER) == 1) _join();
        address leaver = _timelock.getRoleMember(PROPOSER, _draw(0, 1));
        bytes memory call = abi.encodeCall(_timelock.renounceRole, (PROPOSER, leaver));
        if (_draw(0, 1) == 0) _walletCalls(SimpleMultiSig(payable(leaver)), call, "");
        else _govern(address(_timelock), abi.encodeCall(_timelock.revokeRole, (PROPOSER, leaver)), "");
        address last = _timelock.getRoleMember(PROPOSER, 0);
        bytes memory no = abi.encodeWithSelector(ISageTimelock.SageTimelockLastMember.selector, PROPOSER, last);
        _walletCalls(SimpleMultiSig(payable(last)), abi.encodeCall(_timelock.renounceRole, (PROPOSER, last)), no);
        _govern(address(_timelock), abi.encodeCall(_timelock.revokeRole, (PROPOSER, last)), no);
        ++lastProposerTried;
    }

    // Steps

    /// @dev The whole way of an operation, to the second. `refusal` is what its execution must fail with; empty for nothing.
    function _govern(address target, bytes memory data, bytes memory refusal) private {
        bytes32 salt = bytes32(++_salt);
        uint256 delay = _timelock.isEmergencyCall(0, data) ? _timelock.EMERGENCY_DELAY() : _timelock.getMinDelay();
        SimpleMultiSig proposer = SimpleMultiSig(payable(_timelock.getRoleMember(PROPOSER, 0)));
        _walletCalls(proposer, abi.encodeCall(_timelock.schedule, (target, 0, data, bytes32(0), salt, delay)), "");
        bytes32 id = _timelock.hashOperation(target, 0, data, 0, salt);
        bytes32 ready = bytes32(uint256(1) << uint8(TimelockController.OperationState.Ready));
        skip(delay - 1);
        vm.expectRevert(abi.encodeWithSelector(TimelockController.TimelockUnexpectedOperationState.selector, id, ready));
        _timelock.execute(target, 0, data, 0, salt);
        skip(1);
        vm.prank(_anybody());
        if (refusal.length != 0) vm.expectRevert(refusal);
        _timelock.execute(target, 0, data, 0, salt);
    }

    /// @dev A call of the timelock by a wallet, confirmed by two members.
    function _walletCalls(SimpleMultiSig wallet, bytes memory data, bytes memory refusal) private {
        ISimpleMultiSig.Call[] memory calls = new ISimpleMultiSig.Call[](1);
        calls[0] = ISimpleMultiSig.Call(address(_timelock), 0, data);
        uint256 first = _draw(0, 2);
        vm.prank(_members[first]);
        uint256 id = wallet.proposeBatch(calls);
        vm.prank(_members[first]);
        vm.expectRevert(
            abi.encodeWithSelector(ISimpleMultiSig.MultiSigTooFewConfirmations.selector, uint256(1), THRESHOLD)
        );
        wallet.execute(id, calls);
        vm.prank(_members[(first + 1) % 3]);
        wallet.confirm(id);
        vm.prank(_members[first]);
        if (refusal.length != 0) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ISimpleMultiSig.MultiSigCallFailed.selector, uint256(0), address(_timelock), refusal
                )
            );
        }
        wallet.execute(id, calls);
    }

    function _refused(address actor, address target, bytes memory data, bytes memory expected) private {
        vm.prank(actor);
        (bool success, bytes memory reason) = target.call(data);
        assertFalse(success, "a right was exercised");
        assertEq(reason, expected);
    }

    function _missing(address account, bytes32 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, account, role);
    }

    /// @dev The deployer is the suite's contract here. Wallets act for themselves, as if all members had confirmed.
    function _anybody() private returns (address) {
        address[8] memory all = [
            makeAddr("stranger"),
            address(suite),
            _members[0],
            _members[2],
            guardians[0],
            guardians[1],
            address(suite.COUNCIL()),
            address(suite.RESERVE())
        ];
        return all[_draw(0, 7)];
    }

    /// @dev The wallet that isn't the only proposer.
    function _idle() private view returns (SimpleMultiSig) {
        return _timelock.hasRole(PROPOSER, address(suite.COUNCIL())) ? suite.RESERVE() : suite.COUNCIL();
    }

    function _isPaused(address target) private view returns (bool) {
        return ISageRegistryV3(target).isPaused();
    }

    function _draw(uint256 low, uint256 high) private returns (uint256) {
        _random = uint256(keccak256(abi.encode(_random)));
        return bound(_random, low, high);
    }
}
