// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {BoundedCall} from "../../../contracts/libraries/BoundedCall.sol";

contract BoundedCallHarness {
    function tryCall(address target, uint256 gasLimit, uint256 mostReturned, bytes calldata data)
        external
        returns (bool success, bytes memory reason, bytes memory next)
    {
        (success, reason) = BoundedCall.tryCall(target, gasLimit, mostReturned, data);
        // Must not overlap what was returned.
        next = "next";
    }

    function tryStaticCall(address target, uint256 gasLimit, bytes calldata data)
        external
        view
        returns (bool success, bytes32 word)
    {
        return BoundedCall.tryStaticCall(target, gasLimit, data);
    }
}

/// @dev Succeeds or fails with so many bytes of the call's own data, and keeps how much gas it got.
contract Echo {
    uint256 public gasSeen;

    function give(bool success, uint256 size, bytes32 word) external returns (bytes32) {
        gasSeen = gasleft();
        _end(success, size, word);
    }

    function view_(bool success, uint256 size, bytes32 word) external pure {
        _end(success, size, word);
    }

    function _end(bool success, uint256 size, bytes32 word) private pure {
        assembly ("memory-safe") {
            let begin := mload(0x40)
            for { let i := 0 } lt(i, size) { i := add(i, 32) } { mstore(add(begin, i), word) }
            if success { return(begin, size) }
            revert(begin, size)
        }
    }
}

contract BoundedCallTest is Test {
    BoundedCallHarness private _harness;
    Echo private _echo;
    /// @dev Made before the test begins, so that the test finds them and their delegates cold.
    address[3] private _delegating = [address(0xDE1), address(0xDE2), address(0xDE3)];

    function setUp() public {
        _harness = new BoundedCallHarness();
        _echo = new Echo();
        for (uint160 i; i < 3; ++i) {
            // GAS PUSH0 SSTORE STOP: keeps what it got, less the two gas of GAS itself.
            address delegate = address(0xC0DE + i);
            vm.etch(delegate, hex"5a5f5500");
            vm.etch(_delegating[i], bytes.concat(hex"ef0100", bytes20(delegate)));
        }
    }

    function testFuzz_tryCall_keepsTheReasonUpToTheBound(uint256 size, uint256 most, bytes32 word) public {
        size = bound(size, 0, 2000);
        most = bound(most, 0, 1000);
        bytes memory data = abi.encodeCall(Echo.give, (false, size, word));
        (bool success, bytes memory reason, bytes memory next) = _harness.tryCall(address(_echo), 200_000, most, data);
        assertFalse(success);
        assertEq(reason.length, size < most ? size : most);
        for (uint256 i; i < reason.length; ++i) {
            assertEq(reason[i], word[i % 32]);
        }
        assertEq(next, "next");
    }

    function testFuzz_tryCall_keepsNothingOfASuccess(uint256 size, bytes32 word) public {
        bytes memory data = abi.encodeCall(Echo.give, (true, bound(size, 0, 2000), word));
        (bool success, bytes memory reason, bytes memory next) = _harness.tryCall(address(_echo), 200_000, 256, data);
        assertTrue(success);
        assertEq(reason.length, 0);
        assertEq(next, "next");
        assertGt(_echo.gasSeen(), 199_000);
        assertLt(_echo.gasSeen(), 200_000);
    }

    function test_tryCall_ofAnAccountWithoutCodeSucceeds() public {
        (bool success, bytes memory reason,) = _harness.tryCall(makeAddr("nobody"), 50_000, 256, "x");
        assertTrue(success);
        assertEq(reason.length, 0);
    }

    /// @dev With whatever gas: the callee gets all that is named, or the call reverts as a whole.
    function testFuzz_tryCall_givesAllOrReverts(uint256 available, uint256 limit) public {
        limit = bound(limit, 30_000, 1_000_000);
        available = bound(available, 10_000, 1_200_000);
        bytes memory data = abi.encodeCall(Echo.give, (true, 0, 0));
        bytes memory call = abi.encodeCall(BoundedCallHarness.tryCall, (address(_echo), limit, 256, data));
        vm.cool(address(_echo));
        (bool success, bytes memory returned) = address(_harness).call{gas: available}(call);
        if (success) {
            assertGe(_echo.gasSeen(), limit - 1000);
            assertLe(_echo.gasSeen(), limit);
        } else {
            _assertGasError(returned, limit);
            assertEq(_echo.gasSeen(), 0);
        }
        if (available > limit + limit / 60 + 40_000) assertTrue(success);
        if (available < limit) assertFalse(success);
    }

    /// @dev An account that delegates (EIP-7702) costs two cold accounts, 5,200 gas, before the callee gets its share.
    function test_tryCall_ofADelegatingAccountGetsAllAtTheLeastGas() public {
        (bool set,) = address(vm).call(abi.encodeWithSignature("setEvmVersion(string)", "prague"));
        assertTrue(set);
        uint256[3] memory limits = [uint256(50_000), 400_000, 1_000_000];
        for (uint256 i; i < 3; ++i) {
            bytes memory call = abi.encodeCall(BoundedCallHarness.tryCall, (_delegating[i], limits[i], 256, ""));
            uint256 least = limits[i];
            // What is refused touches the account not yet: the first that is done finds it cold.
            while (!_succeeds(call, least)) least += 16;
            assertGt(least, limits[i] + limits[i] / 63 + 8000);
            assertEq(uint256(vm.load(_delegating[i], 0)), limits[i] - 2);
        }
    }

    function _succeeds(bytes memory call, uint256 available) private returns (bool success) {
        (success,) = address(_harness).call{gas: available}(call);
    }

    function testFuzz_tryStaticCall_takesTheFirstOfAtLeastOneWord(bool ok, uint256 size, bytes32 word) public view {
        size = bound(size, 0, 200);
        bytes memory data = abi.encodeCall(Echo.view_, (ok, size, word));
        (bool success, bytes32 answer) = _harness.tryStaticCall(address(_echo), 200_000, data);
        assertEq(success, ok && size >= 32);
        assertEq(answer, success ? word : bytes32(0));
    }

    function test_tryStaticCall_ofAnAccountWithoutCodeAnswersNothing() public {
        (bool success, bytes32 word) = _harness.tryStaticCall(makeAddr("nobody"), 50_000, "x");
        assertFalse(success);
        assertEq(word, 0);
    }

    function test_tryStaticCall_allowsNoChange() public view {
        bytes memory data = abi.encodeCall(Echo.give, (true, 32, bytes32(uint256(1))));
        (bool success,) = _harness.tryStaticCall(address(_echo), 50_000, data);
        assertFalse(success);
        assertEq(_echo.gasSeen(), 0);
    }

    function testFuzz_tryStaticCall_givesAllOrReverts(uint256 available, uint256 limit) public {
        limit = bound(limit, 30_000, 1_000_000);
        available = bound(available, 10_000, 1_200_000);
        bytes memory data = abi.encodeCall(Echo.view_, (true, 32, bytes32(uint256(7))));
        bytes memory call = abi.encodeCall(BoundedCallHarness.tryStaticCall, (address(_echo), limit, data));
        (bool success, bytes memory returned) = address(_harness).call{gas: available}(call);
        if (success) assertEq(returned, abi.encode(true, bytes32(uint256(7))));
        else _assertGasError(returned, limit);
        if (available < limit) assertFalse(success);
    }

    /// @dev Out of gas before the check, which says nothing, or the check's own error.
    function _assertGasError(bytes memory returned, uint256 limit) private pure {
        if (returned.length == 0) return;
        assertEq(returned.length, 68);
        assertEq(bytes4(returned), BoundedCall.BoundedCallGas.selector);
        (uint256 had, uint256 needed) = _decode(returned);
        assertEq(needed, limit + limit / 63 + 8000);
        assertLt(had, needed);
    }

    function _decode(bytes memory returned) private pure returns (uint256 had, uint256 needed) {
        assembly ("memory-safe") {
            had := mload(add(returned, 36))
            needed := mload(add(returned, 68))
        }
    }
}
