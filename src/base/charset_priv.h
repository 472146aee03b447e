/* What the conversion needs of the module that guesses. */
#ifndef CHARSET_PRIV_H
#define CHARSET_PRIV_H

#include "charset.h"

/*
 * Adds bytes that come in JIS escape sequences (ISO-2022-JP and its kin) as
 * EUC-JP, which iconv converts with all the characters that vendors added.
 */
void charset_jis_to_euc(const unsigned char *data, size_t len, struct buf *out);

#endif
