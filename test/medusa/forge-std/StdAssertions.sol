// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

/// @notice The assertions that the suites use, in plain Solidity: medusa 1.5.1 has none of forge's with a message.
abstract contract StdAssertions {
    error AssertionFailed(string message);

    function assertTrue(bool condition) internal pure {
        assertTrue(condition, "");
    }

    function assertTrue(bool condition, string memory message) internal pure {
        if (!condition) revert AssertionFailed(message);
    }

    function assertFalse(bool condition) internal pure {
        assertTrue(!condition, "");
    }

    function assertFalse(bool condition, string memory message) internal pure {
        assertTrue(!condition, message);
    }

    function assertEq(uint256 left, uint256 right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(uint256 left, uint256 right, string memory message) internal pure {
        assertTrue(left == right, message);
    }

    function assertEq(int256 left, int256 right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(int256 left, int256 right, string memory message) internal pure {
        assertTrue(left == right, message);
    }

    function assertEq(bool left, bool right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(bool left, bool right, string memory message) internal pure {
        assertTrue(left == right, message);
    }

    function assertEq(address left, address right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(address left, address right, string memory message) internal pure {
        assertTrue(left == right, message);
    }

    function assertEq(bytes32 left, bytes32 right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(bytes32 left, bytes32 right, string memory message) internal pure {
        assertTrue(left == right, message);
    }

    function assertEq(string memory left, string memory right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(string memory left, string memory right, string memory message) internal pure {
        assertTrue(keccak256(bytes(left)) == keccak256(bytes(right)), message);
    }

    function assertEq(bytes memory left, bytes memory right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(bytes memory left, bytes memory right, string memory message) internal pure {
        assertTrue(keccak256(left) == keccak256(right), message);
    }

    function assertEq(uint256[] memory left, uint256[] memory right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(uint256[] memory left, uint256[] memory right, string memory message) internal pure {
        assertTrue(keccak256(abi.encode(left)) == keccak256(abi.encode(right)), message);
    }

    function assertEq(int256[] memory left, int256[] memory right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(int256[] memory left, int256[] memory right, string memory message) internal pure {
        assertTrue(keccak256(abi.encode(left)) == keccak256(abi.encode(right)), message);
    }

    function assertEq(address[] memory left, address[] memory right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(address[] memory left, address[] memory right, string memory message) internal pure {
        assertTrue(keccak256(abi.encode(left)) == keccak256(abi.encode(right)), message);
    }

    function assertEq(bytes32[] memory left, bytes32[] memory right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(bytes32[] memory left, bytes32[] memory right, string memory message) internal pure {
        assertTrue(keccak256(abi.encode(left)) == keccak256(abi.encode(right)), message);
    }

    function assertNotEq(uint256 left, uint256 right) internal pure {
        assertTrue(left != right, "");
    }

    function assertNotEq(uint256 left, uint256 right, string memory message) internal pure {
        assertTrue(left != right, message);
    }

    function assertNotEq(int256 left, int256 right) internal pure {
        assertTrue(left != right, "");
    }

    function assertNotEq(int256 left, int256 right, string memory message) internal pure {
        assertTrue(left != right, message);
    }

    function assertNotEq(address left, address right) internal pure {
        assertTrue(left != right, "");
    }

    function assertNotEq(address left, address right, string memory message) internal pure {
        assertTrue(left != right, message);
    }

    function assertNotEq(bytes32 left, bytes32 right) internal pure {
        assertTrue(left != right, "");
    }

    function assertNotEq(bytes32 left, bytes32 right, string memory message) internal pure {
        assertTrue(left != right, message);
    }

    function assertLt(uint256 left, uint256 right) internal pure {
        assertTrue(left < right, "");
    }

    function assertLt(uint256 left, uint256 right, string memory message) internal pure {
        assertTrue(left < right, message);
    }

    function assertLt(int256 left, int256 right) internal pure {
        assertTrue(left < right, "");
    }

    function assertLt(int256 left, int256 right, string memory message) internal pure {
        assertTrue(left < right, message);
    }

    function assertLe(uint256 left, uint256 right) internal pure {
        assertTrue(left <= right, "");
    }

    function assertLe(uint256 left, uint256 right, string memory message) internal pure {
        assertTrue(left <= right, message);
    }

    function assertLe(int256 left, int256 right) internal pure {
        assertTrue(left <= right, "");
    }

    function assertLe(int256 left, int256 right, string memory message) internal pure {
        assertTrue(left <= right, message);
    }

    function assertGt(uint256 left, uint256 right) internal pure {
        assertTrue(left > right, "");
    }

    function assertGt(uint256 left, uint256 right, string memory message) internal pure {
        assertTrue(left > right, message);
    }

    function assertGt(int256 left, int256 right) internal pure {
        assertTrue(left > right, "");
    }

    function assertGt(int256 left, int256 right, string memory message) internal pure {
        assertTrue(left > right, message);
    }

    function assertGe(uint256 left, uint256 right) internal pure {
        assertTrue(left >= right, "");
    }

    function assertGe(uint256 left, uint256 right, string memory message) internal pure {
        assertTrue(left >= right, message);
    }

    function assertGe(int256 left, int256 right) internal pure {
        assertTrue(left >= right, "");
    }

    function assertGe(int256 left, int256 right, string memory message) internal pure {
        assertTrue(left >= right, message);
    }
}
