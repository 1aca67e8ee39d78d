// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Vm} from "forge-std-of-foundry/Vm.sol";

/// @notice What medusa 1.5.1 knows of forge's cheatcodes, as far as the suites use it.
interface IMedusaCheats {
    function warp(uint256 timestamp) external;
    function prank(address caller) external;
    function startPrank(address caller) external;
    function stopPrank() external;
    function deal(address account, uint256 balance) external;
    function etch(address account, bytes calldata code) external;
    function store(address account, bytes32 slot, bytes32 value) external;
    function load(address account, bytes32 slot) external view returns (bytes32);
    function getNonce(address account) external view returns (uint64);
    function addr(uint256 secret) external pure returns (address);
    function sign(uint256 secret, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function toString(uint256 value) external pure returns (string memory);
    function toString(address value) external pure returns (string memory);
}

/// @notice forge's `vm` for medusa.
type Cheats is address;

using MedusaCheats for Cheats global;

/// @notice Passes on what medusa has. There are no logs: models that read them stay empty. A call of a handler that needs
/// anything else (an expected revert, a signature on P-256) is left out as a whole, by a revert that the harness knows.
library MedusaCheats {
    /// @notice Not a failure: medusa can't do this.
    error LeftOut();

    /// @dev The one test key on P-256; test/hardhat/medusa.test.ts computes it.
    uint256 private constant P256_SECRET = uint256(keccak256("P-256 key of a TEE")) >> 1;
    uint256 private constant P256_X = 0x29f2833f288b74482573f899f7f640864cbc6332d2cb5e16f6ba1d0f749102d5;
    uint256 private constant P256_Y = 0x087211d42fdb0d5f9f2b8d0427af32295fb16e2bba94d778ab78e99e9d76eedd;

    function warp(Cheats vm, uint256 timestamp) internal {
        _medusa(vm).warp(timestamp);
    }

    function getBlockTimestamp(Cheats) internal view returns (uint256) {
        return block.timestamp;
    }

    /// @dev medusa takes the value of such a call from who really calls; forge from `caller`, who keeps it here.
    function prank(Cheats vm, address caller) internal {
        _medusa(vm).deal(address(this), type(uint128).max);
        _medusa(vm).prank(caller);
    }

    function startPrank(Cheats vm, address caller) internal {
        _medusa(vm).deal(address(this), type(uint128).max);
        _medusa(vm).startPrank(caller);
    }

    function stopPrank(Cheats vm) internal {
        _medusa(vm).stopPrank();
    }

    function deal(Cheats vm, address account, uint256 balance) internal {
        _medusa(vm).deal(account, balance);
    }

    function etch(Cheats vm, address account, bytes memory code) internal {
        _medusa(vm).etch(account, code);
    }

    function store(Cheats vm, address account, bytes32 slot, bytes32 value) internal {
        _medusa(vm).store(account, slot, value);
    }

    function load(Cheats vm, address account, bytes32 slot) internal view returns (bytes32) {
        return _medusa(vm).load(account, slot);
    }

    function getNonce(Cheats vm, address account) internal view returns (uint64) {
        return _medusa(vm).getNonce(account);
    }

    function addr(Cheats vm, uint256 secret) internal pure returns (address) {
        return _medusa(vm).addr(secret);
    }

    function createWallet(Cheats vm, string memory name) internal pure returns (Vm.Wallet memory wallet) {
        wallet.privateKey = uint256(keccak256(bytes(name)));
        wallet.addr = _medusa(vm).addr(wallet.privateKey);
    }

    function sign(Cheats vm, uint256 secret, bytes32 digest) internal pure returns (uint8 v, bytes32 r, bytes32 s) {
        return _medusa(vm).sign(secret, digest);
    }

    function sign(Cheats vm, Vm.Wallet memory wallet, bytes32 digest)
        internal
        pure
        returns (uint8 v, bytes32 r, bytes32 s)
    {
        return _medusa(vm).sign(wallet.privateKey, digest);
    }

    /// @dev medusa forgets whatever a property changes, and refuses to take snapshots within one.
    function snapshotState(Cheats) internal pure returns (uint256) {
        return 0;
    }

    function revertToStateAndDelete(Cheats, uint256) internal pure returns (bool) {
        return true;
    }

    function toString(Cheats vm, uint256 value) internal pure returns (string memory) {
        return _medusa(vm).toString(value);
    }

    function toString(Cheats vm, address value) internal pure returns (string memory) {
        return _medusa(vm).toString(value);
    }

    function recordLogs(Cheats) internal pure {}

    function getRecordedLogs(Cheats) internal pure returns (Vm.Log[] memory) {
        return new Vm.Log[](0);
    }

    function publicKeyP256(Cheats, uint256 secret) internal pure returns (uint256 x, uint256 y) {
        if (secret != P256_SECRET) revert LeftOut();
        return (P256_X, P256_Y);
    }

    function signP256(Cheats, uint256, bytes32) internal pure returns (bytes32, bytes32) {
        revert LeftOut();
    }

    function expectRevert(Cheats) internal pure {
        revert LeftOut();
    }

    function expectRevert(Cheats, bytes memory) internal pure {
        revert LeftOut();
    }

    function expectRevert(Cheats, bytes4) internal pure {
        revert LeftOut();
    }

    function expectEmit(Cheats) internal pure {
        revert LeftOut();
    }

    function expectEmit(Cheats, bool, bool, bool, bool, address) internal pure {
        revert LeftOut();
    }

    function _medusa(Cheats vm) private pure returns (IMedusaCheats) {
        return IMedusaCheats(Cheats.unwrap(vm));
    }
}
