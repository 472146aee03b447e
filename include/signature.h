/*
 * What the name of a signature or heuristic says about its class. Pure; any
 * thread may call.
 */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include "class.h"

/*
 * The class of a match by libclamav's naming: Heuristics.* by their kind,
 * PUA.*, *.Phishing.*, `worm_globs` (comma-separated) for mass mailers, all
 * else, *.UNOFFICIAL included, is `infected`.
 */
enum msg_class signature_class(const char *name, const char *worm_globs);

#endif
