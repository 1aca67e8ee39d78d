// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {ISimpleMultiSig} from "../../../contracts/interfaces/ISimpleMultiSig.sol";
import {ITEEKeyRegistry} from "../../../contracts/interfaces/ITEEKeyRegistry.sol";
import {SimpleMultiSig} from "../../../contracts/SimpleMultiSig.sol";
import {TEEKind} from "../../../contracts/types/TEEKind.sol";
import {TEEKeysFixture} from "./TEEKeysFixture.sol";

/// @dev A 2-of-3 wallet is the only proposer and canceller of OpenZeppelin's timelock as it is, which administers itself and owns
/// the registry; another wallet is the guardian.
contract TEEKeyGovernanceTest is TEEKeysFixture {
    uint256 private constant DELAY = 48 hours;

    SimpleMultiSig private _council;
    SimpleMultiSig private _watch;
    TimelockController private _timelock;
    address[] private _members;

    function setUp() public override {
        super.setUp();
        _members = [makeAddr("member 1"), makeAddr("member 2"), makeAddr("member 3")];
        _council = new SimpleMultiSig(_members, 2);
        _watch = new SimpleMultiSig(_members, 1);
        address[] memory proposers = new address[](1);
        address[] memory executors = new address[](1);
        proposers[0] = address(_council);
        executors[0] = address(0);
        _timelock = new TimelockController(DELAY, proposers, executors, address(0));
        vm.startPrank(governance);
        registry.setGuardian(address(_watch));
        registry.transferOwnership(address(_timelock));
        vm.stopPrank();
        _schedule(address(registry), abi.encodeCall(registry.acceptOwnership, ()), DELAY);
        skip(DELAY);
        _executeAfterDelay(address(registry), abi.encodeCall(registry.acceptOwnership, ()));
    }

    function test_P46_afterSetUp_onlyTheTimelockOwnsTheRegistry() external view {
        assertEq(registry.owner(), address(_timelock));
        assertEq(registry.pendingOwner(), address(0));
        assertEq(registry.guardian(), address(_watch));
        bytes32 admin = _timelock.DEFAULT_ADMIN_ROLE();
        assertTrue(_timelock.hasRole(admin, address(_timelock)));
        assertTrue(_timelock.hasRole(_timelock.PROPOSER_ROLE(), address(_council)));
        assertTrue(_timelock.hasRole(_timelock.CANCELLER_ROLE(), address(_council)));
        address[5] memory others = [governance, address(this), _members[0], address(_watch), stranger];
        for (uint256 i; i < others.length; ++i) {
            assertFalse(_timelock.hasRole(admin, others[i]));
            assertFalse(_timelock.hasRole(_timelock.PROPOSER_ROLE(), others[i]));
            assertFalse(_timelock.hasRole(_timelock.CANCELLER_ROLE(), others[i]));
        }
        assertFalse(_timelock.hasRole(admin, address(_council)));
    }

    /// @dev Every function that only the owner may call, from the accounts that come to mind.
    function test_P46_everyAdministrativeCallIsRefusedToAllOthers() external {
        bytes[] memory calls = _administration();
        address[6] memory others = [governance, _members[0], address(_council), address(_watch), stranger, proposer];
        for (uint256 i; i < calls.length; ++i) {
            for (uint256 j; j < others.length; ++j) {
                vm.prank(others[j]);
                (bool success, bytes memory reason) = address(registry).call(calls[i]);
                assertFalse(success);
                assertEq(reason, abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, others[j]));
            }
        }
        // The last owner can't leave, not even by governance.
        vm.expectRevert(ITEEKeyRegistry.TEEKeyOwnerNeeded.selector);
        vm.prank(address(_timelock));
        registry.renounceOwnership();
    }

    function test_governance_changesAParameter() external {
        ITEEKeyRegistry.Parameters memory parameters = _parameters();
        parameters.stake = 2 ether;
        bytes memory call = abi.encodeCall(registry.setParameters, (parameters));
        bytes32 id = _schedule(address(registry), call, DELAY);
        _expectNotReady(id, call);
        skip(DELAY - 1);
        _expectNotReady(id, call);
        skip(1);
        _executeAfterDelay(address(registry), call);
        assertEq(registry.getParameters().stake, 2 ether);
    }

    function test_governance_guardianRevokesAtOnce_ownerAfterTheDelay() external {
        _approve();
        bytes memory call = abi.encodeCall(registry.revoke, (keyId, "leaked"));
        vm.prank(_members[1]);
        uint256 id = _watch.propose(address(registry), 0, call);
        vm.prank(_members[1]);
        _watch.execute(id, _one(address(registry), call));
        assertFalse(registry.isTrusted(keyId));

        _approve();
        _schedule(address(registry), call, DELAY);
        skip(DELAY);
        _executeAfterDelay(address(registry), call);
        assertFalse(registry.isTrusted(keyId));
    }

    /// @dev The treasury reaches the wallet, and only with what was slashed.
    function test_governance_takesTheTreasury() external {
        _reject();
        bytes memory call = abi.encodeCall(registry.withdrawTreasury, (payable(address(_council)), 0.5 ether));
        _schedule(address(registry), call, DELAY);
        skip(DELAY);
        _executeAfterDelay(address(registry), call);
        assertEq(address(_council).balance, 0.5 ether);
    }

    function testFuzz_P44_noExecutionBeforeTheDelay(uint32 delay, uint32 waited) external {
        uint256 chosen = bound(delay, DELAY, 365 days);
        uint256 wait = bound(waited, 0, 366 days);
        bytes memory call = abi.encodeCall(registry.setGuardian, (stranger));
        bytes32 id = _schedule(address(registry), call, chosen);
        skip(wait);
        if (wait < chosen) _expectNotReady(id, call);
        else _executeAfterDelay(address(registry), call);
        assertEq(registry.guardian(), wait < chosen ? address(_watch) : stranger);
    }

    function testFuzz_P44_noScheduleBelowTheDelay(uint256 delay) external {
        delay = bound(delay, 0, DELAY - 1);
        bytes memory call = abi.encodeCall(registry.setGuardian, (stranger));
        bytes memory reason =
            abi.encodeWithSelector(TimelockController.TimelockInsufficientDelay.selector, delay, DELAY);
        ISimpleMultiSig.Call[] memory calls = _scheduling(address(registry), call, delay);
        uint256 id = _confirmedBy(calls);
        vm.expectRevert(
            abi.encodeWithSelector(ISimpleMultiSig.MultiSigCallFailed.selector, 0, address(_timelock), reason)
        );
        vm.prank(_members[0]);
        _council.execute(id, calls);
    }

    /// @dev The delay changes only by an operation that waited for it.
    function test_P44_theDelayIsChangedByNobodyElse() external {
        address[4] memory others = [address(_council), governance, _members[0], stranger];
        for (uint256 i; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, others[i]));
            vm.prank(others[i]);
            _timelock.updateDelay(0);
        }
        bytes memory call = abi.encodeCall(_timelock.updateDelay, (72 hours));
        _schedule(address(_timelock), call, DELAY);
        skip(DELAY);
        _executeAfterDelay(address(_timelock), call);
        assertEq(_timelock.getMinDelay(), 72 hours);
    }

    /// @dev CVE-2021-39168: an executor, here anybody, runs a batch that was never scheduled, shrinks the delay in it and
    /// schedules the batch itself, so that it looks scheduled when it is checked afterwards.
    function test_attack_A47_executorShrinksTheDelayInsideABatch() external {
        address[] memory targets = new address[](2);
        uint256[] memory values = new uint256[](2);
        bytes[] memory payloads = new bytes[](2);
        targets[0] = address(_timelock);
        payloads[0] = abi.encodeCall(_timelock.updateDelay, (0));
        targets[1] = address(_timelock);
        payloads[1] = abi.encodeCall(_timelock.grantRole, (_timelock.PROPOSER_ROLE(), stranger));
        bytes32 id = _timelock.hashOperationBatch(targets, values, payloads, 0, 0);
        bytes memory notReady = abi.encodeWithSelector(
            TimelockController.TimelockUnexpectedOperationState.selector,
            id,
            bytes32(1 << uint8(TimelockController.OperationState.Ready))
        );
        vm.expectRevert(notReady);
        vm.prank(stranger);
        _timelock.executeBatch(targets, values, payloads, 0, 0);
        // Nor once it is scheduled, before its time.
        ISimpleMultiSig.Call[] memory calls =
            _one(address(_timelock), abi.encodeCall(_timelock.scheduleBatch, (targets, values, payloads, 0, 0, DELAY)));
        uint256 proposal = _confirmedBy(calls);
        vm.prank(_members[0]);
        _council.execute(proposal, calls);
        skip(DELAY - 1);
        vm.expectRevert(notReady);
        vm.prank(stranger);
        _timelock.executeBatch(targets, values, payloads, 0, 0);
        assertEq(_timelock.getMinDelay(), DELAY);
    }

    /// @dev One member alone, or somebody outside, schedules nothing.
    function test_attack_A23_aSingleMemberGoverns() external {
        ISimpleMultiSig.Call[] memory calls =
            _scheduling(address(registry), abi.encodeCall(registry.setGuardian, (stranger)), DELAY);
        vm.startPrank(_members[0]);
        uint256 id = _council.proposeBatch(calls);
        vm.expectRevert(abi.encodeWithSelector(ISimpleMultiSig.MultiSigTooFewConfirmations.selector, 1, 2));
        _council.execute(id, calls);
        bytes32 role = _timelock.PROPOSER_ROLE();
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, _members[0], role)
        );
        _timelock.schedule(address(registry), 0, "", 0, 0, DELAY);
    }

    function _administration() private view returns (bytes[] memory calls) {
        calls = new bytes[](7);
        calls[0] = abi.encodeCall(registry.setVoteWeights, (new address[](0), new uint88[](0)));
        calls[1] = abi.encodeCall(registry.withdrawTreasury, (payable(stranger), 0));
        calls[2] = abi.encodeCall(registry.setParameters, (_parameters()));
        calls[3] = abi.encodeCall(registry.setGuardian, (stranger));
        calls[4] = abi.encodeCall(registry.setVerifier, (TEEKind.SGX, address(0)));
        calls[5] = abi.encodeCall(registry.transferOwnership, (stranger));
        calls[6] = abi.encodeCall(registry.renounceOwnership, ());
    }

    function _one(address to, bytes memory data) private pure returns (ISimpleMultiSig.Call[] memory calls) {
        calls = new ISimpleMultiSig.Call[](1);
        calls[0] = ISimpleMultiSig.Call(to, 0, data);
    }

    function _scheduling(address to, bytes memory data, uint256 delay)
        private
        view
        returns (ISimpleMultiSig.Call[] memory)
    {
        return _one(address(_timelock), abi.encodeCall(_timelock.schedule, (to, 0, data, 0, 0, delay)));
    }

    function _confirmedBy(ISimpleMultiSig.Call[] memory calls) private returns (uint256 id) {
        vm.prank(_members[0]);
        id = _council.proposeBatch(calls);
        vm.prank(_members[2]);
        _council.confirm(id);
    }

    function _schedule(address to, bytes memory data, uint256 delay) private returns (bytes32) {
        ISimpleMultiSig.Call[] memory calls = _scheduling(to, data, delay);
        uint256 id = _confirmedBy(calls);
        vm.prank(_members[0]);
        _council.execute(id, calls);
        return _timelock.hashOperation(to, 0, data, 0, 0);
    }

    function _executeAfterDelay(address to, bytes memory data) private {
        vm.prank(stranger);
        _timelock.execute(to, 0, data, 0, 0);
    }

    function _expectNotReady(bytes32 id, bytes memory call) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                TimelockController.TimelockUnexpectedOperationState.selector,
                id,
                bytes32(1 << uint8(TimelockController.OperationState.Ready))
            )
        );
        _timelock.execute(address(registry), 0, call, 0, 0);
    }
}
