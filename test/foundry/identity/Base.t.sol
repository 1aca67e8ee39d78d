// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {ERC8004IdentityRegistry} from "../../../contracts/ERC8004IdentityRegistry.sol";
import {IERC8004Identity} from "../../../contracts/interfaces/IERC8004Identity.sol";

/// @dev What all tests of the identity registry share.
abstract contract IdentityBase is Test {
    string internal constant WALLET_KEY = "agentWallet";
    string internal constant IPFS_URI = "ipfs://QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79o";

    ERC8004IdentityRegistry internal registry;
    address internal alice = makeAddr("alice");
    address internal bob = makeAddr("bob");
    address internal carol = makeAddr("carol");
    address internal eve = makeAddr("eve");

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        registry = new ERC8004IdentityRegistry();
    }

    function _register(address owner, string memory uri) internal returns (uint256 agentId) {
        vm.prank(owner);
        agentId = registry.register(uri);
    }

    /// @dev The EIP-712 digest, built here from the texts of the standards, not with the contract's own helpers.
    function _walletDigest(
        address verifyingContract,
        uint256 chainId,
        uint256 agentId,
        address newWallet,
        address owner,
        uint256 deadline
    ) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("ERC8004IdentityRegistry"),
                keccak256("1"),
                chainId,
                verifyingContract
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256("AgentWalletSet(uint256 agentId,address newWallet,address owner,uint256 deadline)"),
                agentId,
                newWallet,
                owner,
                deadline
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    function _digest(uint256 agentId, address newWallet, uint256 deadline) internal view returns (bytes32) {
        address owner = registry.ownerOf(agentId);
        return _walletDigest(address(registry), block.chainid, agentId, newWallet, owner, deadline);
    }

    function _sign(Vm.Wallet memory wallet, uint256 agentId, uint256 deadline) internal returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(wallet, _digest(agentId, wallet.addr, deadline));
        return abi.encodePacked(r, s, v);
    }

    function _setWallet(Vm.Wallet memory wallet, uint256 agentId, uint256 deadline) internal {
        bytes memory signature = _sign(wallet, agentId, deadline);
        vm.prank(registry.ownerOf(agentId));
        registry.setAgentWallet(agentId, wallet.addr, deadline, signature);
    }
}
