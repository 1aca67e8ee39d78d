// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {RegistrationRateHook} from "../../../contracts/RegistrationRateHook.sol";
import {IRegistrationHook} from "../../../contracts/interfaces/IRegistrationHook.sol";
import {IRegistrationRateHook} from "../../../contracts/interfaces/IRegistrationRateHook.sol";
import {ISageRegistryV3} from "../../../contracts/interfaces/ISageRegistryV3.sol";
import {GasMeter} from "../mocks/sage/GasMeter.sol";
import {RegistrationFixture} from "./RegistrationFixture.sol";

/// @dev Follows RegistrationRateHook.tree.
contract RegistrationRateHookTest is RegistrationFixture {
    /// @dev The first second of a day.
    uint256 private constant MIDNIGHT = START - START % 1 days + 1 days;

    string private constant LONGEST =
        "did:sage:a23456789b123456789c1:a234567890b234567890c234567890d234567890e234567890f234567890g234";

    RegistrationRateHook private _hook;
    /// @dev Deployed before the test begins, so that a call in the test finds its account cold; the meter is its registry.
    RegistrationRateHook private _meteredHook;
    GasMeter private _meter;

    function setUp() public override {
        super.setUp();
        _hook = new RegistrationRateHook(address(registry), governance);
        vm.prank(governance);
        registry.setHook(address(_hook), true, true);
        vm.warp(MIDNIGHT);
        _meter = new GasMeter();
        _meteredHook = new RegistrationRateHook(address(_meter), governance);
    }

    /// @dev Forge makes `new` a cheatcode, and a revert that is expected of one ends the test; of a call it doesn't.
    function deploy(address sageRegistry, address owner) external {
        new RegistrationRateHook(sageRegistry, owner);
    }

    function test_constructor() public {
        assertEq(_hook.REGISTRY(), address(registry));
        assertEq(_hook.owner(), governance);
        assertEq(_hook.COOL_DOWN(), 60);
        assertEq(_hook.DAILY_LIMIT(), 5);
        vm.expectRevert(abi.encodeWithSelector(IRegistrationRateHook.RateHookInvalidRegistry.selector, eve));
        this.deploy(eve, governance);
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        this.deploy(address(registry), address(0));
    }

    function testFuzz_supportsInterface(bytes4 id) public view {
        bool known = id == type(IRegistrationHook).interfaceId || id == type(IRegistrationRateHook).interfaceId
            || id == type(IERC165).interfaceId;
        assertEq(_hook.supportsInterface(id), known);
        assertTrue(_hook.supportsInterface(type(IRegistrationHook).interfaceId));
        assertTrue(_hook.supportsInterface(type(IRegistrationRateHook).interfaceId));
        assertTrue(_hook.supportsInterface(0x01ffc9a7));
    }

    // Through the registry

    function test_blockedAccountCannotRegisterUntilItIsTakenOff() public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        commit(alice, commitmentOf(plan));
        vm.expectEmit(address(_hook));
        emit IRegistrationRateHook.BlockedSet(alice, true);
        _setBlocked(alice, true);
        assertTrue(_hook.isBlocked(alice));
        assertFalse(_hook.isBlocked(bob));
        _expectRefused(abi.encodeWithSelector(IRegistrationRateHook.RateHookBlocked.selector, alice));
        reveal(plan);
        _assertRate(alice, 0, 0);
        vm.expectEmit(address(_hook));
        emit IRegistrationRateHook.BlockedSet(alice, false);
        _setBlocked(alice, false);
        assertFalse(_hook.isBlocked(alice));
        assertRegistered(reveal(plan), plan, alice);
        _assertRate(alice, MIDNIGHT + 60, 1);
    }

    function test_setBlockedLeavesTimeAndCountAlone() public {
        register(alice, "alice-1", list(secp256k1Key(1)));
        _assertRate(alice, MIDNIGHT + 60, 1);
        _setBlocked(alice, true);
        _assertRate(alice, MIDNIGHT + 60, 1);
        vm.prank(address(registry));
        _hook.afterRegister(alice, 2, "");
        assertTrue(_hook.isBlocked(alice));
        _setBlocked(alice, false);
        _assertRate(alice, MIDNIGHT + 60, 2);
    }

    function test_coolDownBothEdges() public {
        Plan memory first = planOf(alice, "alice-1", 1);
        Plan memory second = planOf(alice, "alice-2", 2);
        Plan memory other = planOf(bob, "bob-1", 3);
        commitNow(alice, commitmentOf(first));
        commitNow(bob, commitmentOf(other));
        commit(alice, commitmentOf(second));
        reveal(first);
        reveal(other);
        bytes4 coolDown = IRegistrationRateHook.RateHookCoolDown.selector;
        _expectRefused(abi.encodeWithSelector(coolDown, alice, 60));
        reveal(second);
        vm.warp(MIDNIGHT + 60 + 59);
        _expectRefused(abi.encodeWithSelector(coolDown, alice, 1));
        reveal(second);
        vm.warp(MIDNIGHT + 60 + 60);
        reveal(second);
        _assertRate(alice, MIDNIGHT + 120, 2);
    }

    /// @dev A chain whose time begins at 0: nobody's last registration is no registration at 0.
    function test_whoNeverRegisteredWaitsForNothing() public {
        _pass(alice, 1);
        _assertRate(alice, 1, 1);
        _refuse(alice, 60, abi.encodeWithSelector(IRegistrationRateHook.RateHookCoolDown.selector, alice, 1));
    }

    function test_fiveADayAndTheDaysEdge() public {
        uint256 day = MIDNIGHT + 1 days;
        Plan memory sixth = planOf(alice, "alice-6", 6);
        vm.warp(day - 6 minutes);
        for (uint256 i; i < 5; ++i) {
            register(alice, string.concat("alice-", vm.toString(i)), list(secp256k1Key(i)));
        }
        assertEq(block.timestamp, day - 1 minutes);
        _assertRate(alice, day - 60, 5);
        commitNow(alice, commitmentOf(sixth));
        vm.warp(day - 1);
        // The cool-down is still on, and speaks first; the hook by itself tells the limit once it is over.
        vm.prank(address(registry));
        vm.expectRevert(abi.encodeWithSelector(IRegistrationRateHook.RateHookCoolDown.selector, alice, 1));
        _hook.beforeRegister(alice, "");
        vm.warp(day);
        _assertRate(alice, day - 60, 0);
        reveal(sixth);
        _assertRate(alice, day, 1);
    }

    function test_dailyLimitLastsToTheLastSecondOfTheDay() public {
        for (uint256 i; i < 5; ++i) {
            _pass(alice, MIDNIGHT + i * 60);
        }
        bytes4 limit = IRegistrationRateHook.RateHookDailyLimit.selector;
        _refuse(alice, MIDNIGHT + 300, abi.encodeWithSelector(limit, alice, 5, 86_100));
        _refuse(alice, MIDNIGHT + 1 days - 1, abi.encodeWithSelector(limit, alice, 5, 1));
        _pass(bob, MIDNIGHT + 1 days - 1);
        _pass(alice, MIDNIGHT + 1 days);
        _assertRate(alice, MIDNIGHT + 1 days, 1);
    }

    /// @dev Governance may have registrations counted first and limited later: who has more than five by then waits as well.
    function test_theLimitHoldsForWhoIsBeyondIt() public {
        vm.prank(governance);
        registry.setHook(address(_hook), false, true);
        for (uint256 i; i < 6; ++i) {
            register(alice, string.concat("alice-", vm.toString(i)), list(secp256k1Key(i)));
        }
        _assertRate(alice, block.timestamp, 6);
        vm.prank(governance);
        registry.setHook(address(_hook), true, true);
        vm.warp(MIDNIGHT + 1 hours);
        Plan memory plan = planOf(alice, "alice-7", 7);
        commit(alice, commitmentOf(plan));
        uint256 rest = 1 days - block.timestamp % 1 days;
        _expectRefused(abi.encodeWithSelector(IRegistrationRateHook.RateHookDailyLimit.selector, alice, 5, rest));
        reveal(plan);
    }

    /// @dev A registration that comes to nothing leaves no trace in the hook.
    function test_onlyRegistrationsThatStandAreCounted() public {
        Plan memory plan = planOf(alice, "alice-1", 1);
        plan.keys[0].proof = "";
        commit(alice, commitmentOf(plan));
        bytes32 keyId = keyIdOf(secp256k1Key(1));
        bytes32 digest = registry.keyProofDigest(didOf("alice-1"), alice, keyId, 0);
        for (uint256 i; i < 6; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ISageRegistryV3.SageProofInvalid.selector, keyId, digest));
            reveal(plan);
        }
        _assertRate(alice, 0, 0);
        plan.keys[0].proof = proofOf(secp256k1Key(1), digest);
        reveal(plan);
        _assertRate(alice, block.timestamp, 1);
    }

    function test_bindingsCountForWhoBinds() public {
        uint256 agentId = mintTo(alice);
        vm.prank(alice);
        identity.approve(bob, agentId);
        bind(bob, agentId, alice, "alice-1", list(secp256k1Key(1)));
        _assertRate(bob, block.timestamp, 1);
        _assertRate(alice, 0, 0);
    }

    /// @dev Against a plain list of the registrations that stood.
    function testFuzz_ratesEqualANaiveCount(uint256 seed) public {
        uint256[] memory stood = new uint256[](20);
        uint256 count;
        uint256 now_ = MIDNIGHT;
        for (uint256 i; i < 20; ++i) {
            uint256 dice = uint256(keccak256(abi.encode(seed, i)));
            now_ += dice % 3 == 0 ? dice >> 240 : dice >> 249;
            (uint256 today, uint256 last) = _naive(stood, count, now_);
            vm.warp(now_);
            vm.startPrank(address(registry));
            if (last != 0 && now_ < last + 60) {
                bytes4 selector = IRegistrationRateHook.RateHookCoolDown.selector;
                vm.expectRevert(abi.encodeWithSelector(selector, alice, last + 60 - now_));
                _hook.beforeRegister(alice, "");
            } else if (today >= 5) {
                bytes4 selector = IRegistrationRateHook.RateHookDailyLimit.selector;
                vm.expectRevert(abi.encodeWithSelector(selector, alice, 5, 1 days - now_ % 1 days));
                _hook.beforeRegister(alice, "");
            } else {
                _hook.beforeRegister(alice, "");
                _hook.afterRegister(alice, i, "");
                stood[count++] = now_;
                (today, last) = (today + 1, now_);
            }
            vm.stopPrank();
            _assertRate(alice, last, today);
        }
        _assertRate(bob, 0, 0);
    }

    /// @dev Cold, as the first call of a transaction, and with the longest DID.
    function test_beforeRegisterFitsTheGasOfAHook() public {
        (uint256 cold,) =
            _meter.measure(address(_meteredHook), abi.encodeCall(IRegistrationHook.beforeRegister, (alice, LONGEST)));
        emit log_named_uint("beforeRegister, cold", cold);
        assertGt(cold, 2600 + 2100);
        assertLt(cold, 25_000);
    }

    function test_afterRegisterFitsTheGasOfAHook() public {
        (uint256 cold,) =
            _meter.measure(address(_meteredHook), abi.encodeCall(IRegistrationHook.afterRegister, (alice, 1, LONGEST)));
        emit log_named_uint("afterRegister, cold, first of an account", cold);
        assertGt(cold, 2600 + 22_100);
        assertLt(cold, 40_000);
    }

    // Attacks

    /// @dev In the fallen system a victim was locked out by anyone who told the hook of registrations in its name.
    function testFuzz_attack_A08_onlyTheRegistryTellsTheHook(address stranger) public {
        vm.assume(stranger != address(registry));
        bytes memory refused = abi.encodeWithSelector(IRegistrationRateHook.RateHookNotRegistry.selector, stranger);
        vm.startPrank(stranger);
        for (uint256 i; i < 6; ++i) {
            vm.expectRevert(refused);
            _hook.afterRegister(alice, i, "did:sage:testnet:a");
        }
        vm.expectRevert(refused);
        _hook.beforeRegister(alice, "did:sage:testnet:a");
        vm.stopPrank();
        _assertRate(alice, 0, 0);
        register(alice, "alice-1", list(secp256k1Key(1)));
        _assertRate(alice, block.timestamp, 1);
    }

    function test_attack_A30_evenTheOwnerCannotWriteRates() public {
        bytes memory refused = abi.encodeWithSelector(IRegistrationRateHook.RateHookNotRegistry.selector, governance);
        vm.startPrank(governance);
        vm.expectRevert(refused);
        _hook.afterRegister(alice, 1, "");
        vm.expectRevert(refused);
        _hook.beforeRegister(alice, "");
        vm.stopPrank();
        _assertRate(alice, 0, 0);
    }

    function testFuzz_attack_A23_strangersCannotAdministerTheHook(address stranger) public {
        vm.assume(stranger != governance && stranger != address(0));
        bytes[] memory calls = new bytes[](5);
        calls[0] = abi.encodeCall(IRegistrationRateHook.setBlocked, (alice, true));
        calls[1] = abi.encodeCall(IRegistrationRateHook.setBlocked, (alice, false));
        calls[2] = abi.encodeCall(Ownable.transferOwnership, (stranger));
        calls[3] = abi.encodeCall(Ownable.renounceOwnership, ());
        calls[4] = abi.encodeCall(Ownable2Step.acceptOwnership, ());
        for (uint256 i; i < calls.length; ++i) {
            vm.prank(stranger);
            (bool success, bytes memory returned) = address(_hook).call(calls[i]);
            assertFalse(success);
            assertEq(returned, abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger));
        }
        assertFalse(_hook.isBlocked(alice));
        assertEq(_hook.owner(), governance);
    }

    function _setBlocked(address account, bool blocked) private {
        vm.prank(governance);
        _hook.setBlocked(account, blocked);
    }

    function _expectRefused(bytes memory reason) private {
        vm.expectRevert(
            abi.encodeWithSelector(ISageRegistryV3.SageRegistrationRefused.selector, address(_hook), reason)
        );
    }

    function _assertRate(address account, uint256 lastAt, uint256 countToday) private view {
        (uint256 lastAt_, uint256 countToday_) = _hook.rateOf(account);
        assertEq(lastAt_, lastAt);
        assertEq(countToday_, countToday);
    }

    /// @dev Both calls of a registration that stands.
    function _pass(address account, uint256 timestamp) private {
        vm.warp(timestamp);
        vm.startPrank(address(registry));
        _hook.beforeRegister(account, "");
        _hook.afterRegister(account, 0, "");
        vm.stopPrank();
    }

    function _refuse(address account, uint256 timestamp, bytes memory reason) private {
        vm.warp(timestamp);
        vm.prank(address(registry));
        vm.expectRevert(reason);
        _hook.beforeRegister(account, "");
    }

    function _naive(uint256[] memory stood, uint256 count, uint256 now_)
        private
        pure
        returns (uint256 today, uint256 last)
    {
        for (uint256 i; i < count; ++i) {
            if (stood[i] / 1 days == now_ / 1 days) ++today;
            last = stood[i];
        }
    }
}
