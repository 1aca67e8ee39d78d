// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Vm} from "forge-std/Vm.sol";
import {IdentityBase} from "./Base.t.sol";

contract IdentitySmokeTest is IdentityBase {
    function test_register_roundTrip() public {
        uint256 id = _register(alice, IPFS_URI);
        assertEq(id, 0);
        assertEq(registry.tokenURI(0), IPFS_URI);
        assertEq(registry.getAgentWallet(0), alice);
        string memory long = string(vm.randomBytes(1024));
        assertEq(_register(alice, long), 1);
        assertEq(registry.tokenURI(1), long);
    }

    function test_setAgentWallet() public {
        uint256 id = _register(alice, "");
        Vm.Wallet memory wallet = vm.createWallet("w");
        _setWallet(wallet, id, block.timestamp + 300);
        assertEq(registry.getAgentWallet(id), wallet.addr);
        vm.prank(alice);
        registry.transferFrom(alice, bob, id);
        assertEq(registry.getAgentWallet(id), address(0));
    }
}
