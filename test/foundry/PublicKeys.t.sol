// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Test} from "forge-std/Test.sol";
import {Vm} from "forge-std/Vm.sol";
import {PublicKeys} from "./PublicKeys.sol";

contract PublicKeysTest is Test {
    function testFuzz_secp256k1AsForge(uint256 seed) public {
        _compare(bound(seed, 1, SECP256K1_ORDER - 1));
    }

    function test_secp256k1AtTheEdges() public {
        uint256[6] memory secrets = [1, 2, 3, SECP256K1_ORDER / 2, SECP256K1_ORDER / 2 + 1, SECP256K1_ORDER - 1];
        for (uint256 i; i < secrets.length; ++i) {
            _compare(secrets[i]);
        }
    }

    /// @dev RFC 8032, section 7.1, tests 1 to 3; the scalars are SHA-512 of the secret keys there, pruned as in 5.1.5.
    function test_ed25519AsTheRfc() public view {
        assertEq(
            PublicKeys.ed25519(0x4fe94d9006f020a5a3c080d96827fffd3c010ac0f12e7a42cb33284f86837c30),
            bytes32(0xd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a)
        );
        assertEq(
            PublicKeys.ed25519(0x512e502eb0249a255e1c827f3b6b6c7f0a79f4ca8575a91528d58258d79ebd68),
            bytes32(0x3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c)
        );
        assertEq(
            PublicKeys.ed25519(0x5ca91e9981a125131bf5c2c54e7f4dba113dc2155ba523908402d95e758b9a90),
            bytes32(0xfc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025)
        );
    }

    function _compare(uint256 secret) private {
        Vm.Wallet memory wallet = vm.createWallet(secret);
        (uint256 x, uint256 y) = PublicKeys.secp256k1(secret);
        assertEq(x, wallet.publicKeyX, "x");
        assertEq(y, wallet.publicKeyY, "y");
    }
}
