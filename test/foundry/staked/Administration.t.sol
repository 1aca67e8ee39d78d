// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {StakedValidation} from "../../../contracts/StakedValidation.sol";
import {IdentityClient} from "../../../contracts/base/IdentityClient.sol";
import {IStakedRules} from "../../../contracts/interfaces/IStakedRules.sol";
import {IStakedValidation} from "../../../contracts/interfaces/IStakedValidation.sol";
import {GreedyAccount, RefusingAccount} from "../mocks/staked/Receivers.sol";
import {Forcer} from "../mocks/teekeys/Proposers.sol";
import {StakedFixture} from "./StakedFixture.sol";

contract StakedAdministrationTest is StakedFixture {
    address private constant SINK = address(0xbeef);

    /// @dev Forge makes `new` a cheatcode, and a revert that is expected of one ends the test; of a call it doesn't.
    function deploy(address validationRegistry, address teeKeyRegistry, address p256, address owner) external {
        new StakedValidation(validationRegistry, teeKeyRegistry, p256, owner, guardian);
    }

    function test_constructor_setsWhatThePlanSays() external {
        vm.expectEmit();
        emit IStakedRules.StakedGuardianSet(guardian);
        vm.expectEmit();
        emit IStakedRules.StakedParametersSet(1, _parameters());
        StakedValidation fresh =
            new StakedValidation(address(registry), address(teeKeys), p256Verifier, governance, guardian);
        assertEq(fresh.owner(), governance);
        assertEq(fresh.guardian(), guardian);
        assertFalse(fresh.isPaused());
        (uint256 version, IStakedRules.Parameters memory rules) = fresh.getParameters();
        assertEq(version, 1);
        assertEq(abi.encode(rules), abi.encode(_parameters()));
        assertEq(fresh.getValidationRegistry(), address(registry));
        assertEq(fresh.getTEEKeyRegistry(), address(teeKeys));
        assertEq(fresh.getIdentityRegistry(), address(identity));
        assertEq(fresh.MIN_COMMIT_PERIOD(), 1 hours);
        assertEq(fresh.MAX_COMMIT_PERIOD(), 30 days);
    }

    function test_constructor_revertsWithoutCode() external {
        bytes memory noCode = abi.encodeWithSelector(IStakedValidation.StakedNoCode.selector, stranger);
        vm.expectRevert(noCode);
        this.deploy(stranger, address(teeKeys), p256Verifier, governance);
        vm.expectRevert(noCode);
        this.deploy(address(registry), stranger, p256Verifier, governance);
        vm.expectRevert(noCode);
        this.deploy(address(registry), address(teeKeys), stranger, governance);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        this.deploy(address(registry), address(teeKeys), p256Verifier, address(0));
        vm.mockCall(address(registry), abi.encodeCall(registry.getIdentityRegistry, ()), abi.encode(stranger));
        vm.expectRevert(abi.encodeWithSelector(IdentityClient.InvalidIdentityRegistry.selector, stranger));
        this.deploy(address(registry), address(teeKeys), p256Verifier, governance);
    }

    function test_supportsInterface() external view {
        assertTrue(staked.supportsInterface(type(IStakedValidation).interfaceId));
        assertTrue(staked.supportsInterface(type(IStakedRules).interfaceId));
        assertTrue(staked.supportsInterface(type(IERC165).interfaceId));
        assertFalse(staked.supportsInterface(0xffffffff));
    }

    // Parameters

    function test_setParameters_acceptsTheBounds() external {
        IStakedRules.Parameters memory low = IStakedRules.Parameters(1, 2, 0, 1, 5001, 1, 1, 1 hours, 3);
        IStakedRules.Parameters memory high =
            IStakedRules.Parameters(1000 ether, 1000 ether, 99, 100, 10_000, 10_000, 10_000, 7 days, 100);
        vm.startPrank(governance);
        vm.expectEmit(address(staked));
        emit IStakedRules.StakedParametersSet(2, low);
        staked.setParameters(low);
        vm.expectEmit(address(staked));
        emit IStakedRules.StakedParametersSet(3, high);
        staked.setParameters(high);
        assertEq(abi.encode(staked.getParametersOf(1)), abi.encode(_parameters()));
        assertEq(abi.encode(staked.getParametersOf(2)), abi.encode(low));
        assertEq(abi.encode(staked.getParametersOf(3)), abi.encode(high));
        (uint256 version, IStakedRules.Parameters memory rules) = staked.getParameters();
        assertEq(version, 3);
        assertEq(abi.encode(rules), abi.encode(high));
    }

    function test_getParametersOf_revertsWithStakedUnknownParameters() external {
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedUnknownParameters.selector, 0, 1));
        staked.getParametersOf(0);
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedUnknownParameters.selector, 2, 1));
        staked.getParametersOf(2);
    }

    function test_setParameters_revertsWithStakedOutOfBounds() external {
        IStakedRules.Parameters memory rules = _parameters();
        rules.minDeposit = 0;
        _refuses(rules, "minDeposit", 0, 1, 1000 ether);
        rules.minDeposit = 1000 ether + 1;
        _refuses(rules, "minDeposit", 1000 ether + 1, 1, 1000 ether);
        rules = _parameters();
        rules.baseStake = 0;
        _refuses(rules, "baseStake", 0, 2, 1000 ether);
        rules.baseStake = 1000 ether + 2;
        _refuses(rules, "baseStake", 1000 ether + 2, 2, 1000 ether);
        rules = _parameters();
        rules.tolerance = 100;
        _refuses(rules, "tolerance", 100, 0, 99);
        rules = _parameters();
        rules.fullSlashDistance = 10;
        _refuses(rules, "fullSlashDistance", 10, 11, 100);
        rules.fullSlashDistance = 101;
        _refuses(rules, "fullSlashDistance", 101, 11, 100);
        rules = _parameters();
        rules.consensusBps = 5000;
        _refuses(rules, "consensusBps", 5000, 5001, 10_000);
        rules.consensusBps = 10_001;
        _refuses(rules, "consensusBps", 10_001, 5001, 10_000);
        rules = _parameters();
        rules.rewardBps = 0;
        _refuses(rules, "rewardBps", 0, 1, 10_000);
        rules.rewardBps = 10_001;
        _refuses(rules, "rewardBps", 10_001, 1, 10_000);
        rules = _parameters();
        rules.slashBps = 0;
        _refuses(rules, "slashBps", 0, 1, 10_000);
        rules.slashBps = 10_001;
        _refuses(rules, "slashBps", 10_001, 1, 10_000);
        rules = _parameters();
        rules.revealPeriod = 1 hours - 1;
        _refuses(rules, "revealPeriod", 1 hours - 1, 1 hours, 7 days);
        rules.revealPeriod = 7 days + 1;
        _refuses(rules, "revealPeriod", 7 days + 1, 1 hours, 7 days);
        rules = _parameters();
        rules.minValidators = 2;
        _refuses(rules, "minValidators", 2, 3, 100);
        rules.minValidators = 101;
        _refuses(rules, "minValidators", 101, 3, 100);
    }

    function test_setParameters_revertsWithStakedOddStake() external {
        IStakedRules.Parameters memory rules = _parameters();
        rules.baseStake = 3;
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedOddStake.selector, 3));
        vm.prank(governance);
        staked.setParameters(rules);
    }

    // Who may what

    function test_A23_administration_onlyTheOwner() external {
        bytes[] memory calls = new bytes[](5);
        calls[0] = abi.encodeCall(staked.setParameters, (_parameters()));
        calls[1] = abi.encodeCall(staked.setGuardian, (stranger));
        calls[2] = abi.encodeCall(staked.unpause, ());
        calls[3] = abi.encodeCall(staked.withdrawTreasury, (payable(stranger), 0));
        calls[4] = abi.encodeCall(staked.renounceOwnership, ());
        address[2] memory accounts = [stranger, guardian];
        for (uint256 i; i < calls.length; ++i) {
            for (uint256 j; j < 2; ++j) {
                vm.prank(accounts[j]);
                (bool success, bytes memory reason) = address(staked).call(calls[i]);
                assertFalse(success);
                assertEq(reason, abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, accounts[j]));
            }
        }
        vm.expectRevert(IStakedRules.StakedOwnerNeeded.selector);
        vm.prank(governance);
        staked.renounceOwnership();
    }

    function test_setGuardian() external {
        vm.expectEmit(address(staked));
        emit IStakedRules.StakedGuardianSet(address(0));
        vm.prank(governance);
        staked.setGuardian(address(0));
        assertEq(staked.guardian(), address(0));
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedNotGuardian.selector, guardian));
        vm.prank(guardian);
        staked.pause();
    }

    function test_pause_byGuardianAndOwner() external {
        address[2] memory accounts = [guardian, governance];
        for (uint256 i; i < 2; ++i) {
            vm.expectEmit(address(staked));
            emit IStakedRules.Paused(accounts[i]);
            vm.prank(accounts[i]);
            staked.pause();
            assertTrue(staked.isPaused());
            vm.expectRevert(IStakedRules.StakedPaused.selector);
            vm.prank(accounts[i]);
            staked.pause();
            vm.expectEmit(address(staked));
            emit IStakedRules.Unpaused(governance);
            vm.prank(governance);
            staked.unpause();
            assertFalse(staked.isPaused());
        }
        vm.expectRevert(IStakedRules.StakedNotPaused.selector);
        vm.prank(governance);
        staked.unpause();
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedNotGuardian.selector, stranger));
        vm.prank(stranger);
        staked.pause();
    }

    // Ether

    function test_withdraw_toWhomTheAccountNames() external {
        _expire();
        vm.expectEmit(address(staked));
        emit IStakedRules.StakedWithdrawn(client, SINK, DEPOSIT);
        vm.prank(client);
        assertEq(staked.withdraw(payable(SINK)), DEPOSIT);
        assertEq(SINK.balance, DEPOSIT);
        assertEq(staked.owedTo(client), 0);
        _assertFunds(0, 0, 3 * STAKE);
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedNothingOwed.selector, client));
        vm.prank(client);
        staked.withdraw(payable(SINK));
    }

    function test_withdraw_revertsWithStakedZeroReceiver() external {
        _expire();
        vm.expectRevert(IStakedRules.StakedZeroReceiver.selector);
        vm.prank(client);
        staked.withdraw(payable(address(0)));
        assertEq(staked.owedTo(client), DEPOSIT);
    }

    function test_P25_withdraw_aReceiverThatRefusesHoldsUpNobody() external {
        RefusingAccount refuser = new RefusingAccount();
        GreedyAccount greedy = new GreedyAccount(staked);
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitBy(refuser);
        _commitBy(greedy);
        _commit(HASH, _validator(2), 9);
        _warpToReveal(HASH);
        refuser.act(address(staked), 0, abi.encodeCall(staked.revealVerdict, (HASH, 9, _salt(address(refuser)))));
        greedy.act(address(staked), 0, abi.encodeCall(staked.revealVerdict, (HASH, 9, _salt(address(greedy)))));
        _reveal(HASH, _validator(2), 9);
        assertEq(uint8(staked.finalize(HASH)), uint8(IStakedValidation.Status.Decided));
        uint256 each = STAKE + DEPOSIT / 30;
        bytes memory toItself = abi.encodeCall(staked.withdraw, (payable(address(refuser))));
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedPaymentFailed.selector, address(refuser), each));
        refuser.act(address(staked), 0, toItself);
        assertEq(staked.owedTo(address(refuser)), each);
        refuser.act(address(staked), 0, abi.encodeCall(staked.withdraw, (payable(SINK))));
        assertEq(SINK.balance, each);
        greedy.act(address(staked), 0, abi.encodeCall(staked.withdraw, (payable(address(greedy)))));
        assertTrue(greedy.refused());
        assertEq(address(greedy).balance, each);
        vm.prank(_validator(2));
        staked.withdraw(payable(_validator(2)));
        vm.prank(client);
        staked.withdraw(payable(client));
        _assertFunds(0, 0, DEPOSIT / 10 % 3);
    }

    function test_withdrawTreasury_onlyWhatWasSlashed() external {
        _expire();
        bytes32 other = keccak256("other request");
        _open(other, IStakedValidation.Mode.Stake);
        vm.startPrank(governance);
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedTreasuryTooSmall.selector, 3 * STAKE + 1, 3 * STAKE));
        staked.withdrawTreasury(payable(SINK), 3 * STAKE + 1);
        vm.expectRevert(IStakedRules.StakedZeroReceiver.selector);
        staked.withdrawTreasury(payable(address(0)), 1);
        address refuser = address(new RefusingAccount());
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedPaymentFailed.selector, refuser, 1));
        staked.withdrawTreasury(payable(refuser), 1);
        vm.expectEmit(address(staked));
        emit IStakedRules.StakedTreasuryPaid(SINK, STAKE);
        staked.withdrawTreasury(payable(SINK), STAKE);
        staked.withdrawTreasury(payable(SINK), 2 * STAKE);
        assertEq(SINK.balance, 3 * STAKE);
        _assertFunds(DEPOSIT, DEPOSIT, 0);
    }

    function test_P20_forcedEtherBelongsToNobody() external {
        _expire();
        vm.deal(address(this), 5 ether);
        new Forcer{value: 5 ether}(payable(address(staked)));
        assertEq(address(staked).balance, DEPOSIT + 3 * STAKE + 5 ether);
        (uint256 locked, uint256 owed, uint256 treasury) = staked.getFunds();
        assertEq(locked + owed + treasury, DEPOSIT + 3 * STAKE);
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedTreasuryTooSmall.selector, 3 * STAKE + 1, 3 * STAKE));
        vm.prank(governance);
        staked.withdrawTreasury(payable(SINK), 3 * STAKE + 1);
        // A plain transfer is refused: there is no receive function.
        vm.deal(stranger, 1 ether);
        vm.prank(stranger);
        (bool success, bytes memory reason) = address(staked).call{value: 1 ether}("");
        assertFalse(success);
        assertEq(reason.length, 0);
    }

    /// @dev A round in which three stakes were slashed.
    function _expire() private {
        _open(HASH, IStakedValidation.Mode.Stake);
        _commitAll(HASH, _responses(1, 2, 3));
        _warpToEnd(HASH);
        staked.finalize(HASH);
        _assertFunds(0, DEPOSIT, 3 * STAKE);
    }

    function _commitBy(RefusingAccount account) private {
        bytes32 commitment = _commitment(HASH, address(account), 9);
        vm.deal(address(account), STAKE);
        account.act(address(staked), STAKE, abi.encodeCall(staked.commitVerdict, (HASH, 1, commitment)));
    }

    function _refuses(
        IStakedRules.Parameters memory rules,
        string memory name,
        uint256 value,
        uint256 minimum,
        uint256 maximum
    ) private {
        vm.expectRevert(abi.encodeWithSelector(IStakedRules.StakedOutOfBounds.selector, name, value, minimum, maximum));
        vm.prank(governance);
        staked.setParameters(rules);
    }
}
