// SPDX-License-Identifier: MIT
pragma solidity 0.8.36;

import {Cheats} from "../Cheats.sol";

abstract contract CommonBase {
    // The name that all tests know.
    // solhint-disable-next-line const-name-snakecase
    Cheats internal constant vm = Cheats.wrap(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
}
