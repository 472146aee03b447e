/*
 * The vendor's public key that is built into the program. It is made from
 * the file VENDOR_KEY of the Makefile and is not part of the library, so that
 * tests can bring a key of their own.
 */
#ifndef VENDOR_KEY_H
#define VENDOR_KEY_H

#include "license.h"

extern const unsigned char vendor_key[LICENSE_KEY_SIZE];

#endif
