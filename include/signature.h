/*
 * What the name of a signature or heuristic says about its class. Pure; any
 * thread may call.
 */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include <stdbool.h>

#include "class.h"

/*
 * The class of a match by libclamav's naming: Heuristics.* by their kind,
 * PUA.*, *.Phishing.*, `worm_globs` (comma-separated) for mass mailers, all
 * else, *.UNOFFICIAL included, is `infected`.
 */
enum msg_class signature_class(const char *name, const char *worm_globs);

/* Heuristics about pictures that are irregular and harmless: no finding. */
bool signature_is_tolerated(const char *name);

/*
 * A limit of libclamav's own mail reader, such as 1024 headers. It means
 * nothing when another reader has seen the whole mail.
 */
bool signature_is_mail_limit(const char *name);

/*
 * Whether an error message of the engine is a complaint about the bytes that
 * it scans. Every other error means that something was not scanned.
 */
bool signature_error_is_about_data(const char *text);

#endif
