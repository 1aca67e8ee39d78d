// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {IOwnerSet} from "../../contracts/interfaces/IOwnerSet.sol";
import {ISimpleMultiSig} from "../../contracts/interfaces/ISimpleMultiSig.sol";
import {Deployed} from "./Deployed.sol";

/// @dev Proofs by halmos, run by `npm run prove`: each holds for all values of the arguments, under the bounds that
/// audit/PROOFS.md states.
contract MultiSigProofs is Deployed {
    /// @dev P38: a wallet that can be made at all is sound.
    function check_P38_aNewWalletIsSound(address one, address two, address three, uint256 threshold, address other)
        public
    {
        _assertSound(_wallet(one, two, three, threshold), other);
    }

    /// @dev P38: and stays so when owners join and the threshold changes, twice, in whatever order. Calls that fail are left
    /// out: they change nothing, and the shorter sequence shows the rest. Of those that leave, see audit/PROOFS.md.
    function check_P38_staysSoundAsOwnersJoin(
        address one,
        address two,
        uint256 threshold,
        bool[2] memory joins,
        address[2] memory newOwners,
        uint256[2] memory thresholds,
        address other
    ) public {
        address[] memory first = new address[](2);
        (first[0], first[1]) = (one, two);
        ISimpleMultiSig wallet = _multiSig(first, threshold);
        for (uint256 i; i < 2; ++i) {
            bytes memory call = _administration(wallet, joins[i] ? 0 : 3, newOwners[i], newOwners[i], thresholds[i]);
            vm.prank(address(wallet));
            (bool done,) = address(wallet).call(call);
            vm.assume(done);
        }
        _assertSound(wallet, other);
    }

    /// @dev P38: nobody leaves who isn't there.
    function check_P38_onlyOwnersLeave(address one, address two, address three, address leaving, address newOwner)
        public
    {
        ISimpleMultiSig wallet = _wallet(one, two, three, 1);
        vm.assume(leaving != one && leaving != two && leaving != three);
        vm.startPrank(address(wallet));
        (bool removed,) = address(wallet).call(abi.encodeCall(wallet.removeOwner, (leaving, 1)));
        (bool replaced,) = address(wallet).call(abi.encodeCall(wallet.replaceOwner, (leaving, newOwner)));
        assert(!removed && !replaced);
    }

    /// @dev P43: whoever calls a function of the administration is the wallet itself, or gets the error that says so.
    function check_P43_onlyTheWalletAdministers(
        address caller,
        uint8 kind,
        address owner,
        address newOwner,
        uint256 threshold
    ) public {
        ISimpleMultiSig wallet = _wallet(address(0xA11CE), address(0xB0B), address(0xCA401), 2);
        vm.assume(caller != address(wallet));
        vm.prank(caller);
        (bool done, bytes memory reason) =
            address(wallet).call(_administration(wallet, kind, owner, newOwner, threshold));
        assert(!done);
        assert(keccak256(reason) == keccak256(abi.encodeWithSelector(IOwnerSet.MultiSigOnlySelf.selector, caller)));
    }

    function _administration(ISimpleMultiSig wallet, uint8 kind, address owner, address newOwner, uint256 threshold)
        private
        pure
        returns (bytes memory)
    {
        if (kind == 0) return abi.encodeCall(wallet.addOwner, (newOwner, threshold));
        if (kind == 1) return abi.encodeCall(wallet.removeOwner, (owner, threshold));
        if (kind == 2) return abi.encodeCall(wallet.replaceOwner, (owner, newOwner));
        if (kind == 3) return abi.encodeCall(wallet.changeThreshold, (threshold));
        return abi.encodeCall(wallet.cancelNonce, (threshold));
    }

    function _wallet(address one, address two, address three, uint256 threshold) private returns (ISimpleMultiSig) {
        address[] memory owners = new address[](3);
        (owners[0], owners[1], owners[2]) = (one, two, three);
        return _multiSig(owners, threshold);
    }

    function _multiSig(address[] memory owners, uint256 threshold) private returns (ISimpleMultiSig) {
        return ISimpleMultiSig(_create("SimpleMultiSig", abi.encode(owners, threshold)));
    }

    /// @dev `other` stands for every account there is: it is an owner exactly when it is in the list.
    function _assertSound(ISimpleMultiSig wallet, address other) private view {
        address[] memory owners = wallet.getOwners();
        uint256 threshold = wallet.threshold();
        assert(threshold >= 1 && threshold <= owners.length);
        bool listed;
        for (uint256 i; i < owners.length; ++i) {
            assert(owners[i] != address(0) && owners[i] != address(wallet));
            for (uint256 j; j < i; ++j) {
                assert(owners[i] != owners[j]);
            }
            if (owners[i] == other) listed = true;
        }
        assert(wallet.isOwner(other) == listed);
    }
}
