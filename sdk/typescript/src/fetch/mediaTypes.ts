/** A name of RFC 6838, section 4.2. */
const NAME = '[a-z0-9][-a-z0-9!#$&^_.+]{0,126}';

/** `type/subtype` in lower case. */
export const MEDIA_TYPE = new RegExp(`^${NAME}/${NAME}$`);

/** `type/*+suffix` in lower case: any subtype with that suffix. */
export const SUFFIX_RANGE = new RegExp(`^(${NAME}/)\\*(\\+${NAME})$`);
